"""The glossary has every term that its report uses, once, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.section import Report


@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_terms_stand_there_once_as_the_catalogue_has_them(
    reports: Callable[..., Report], materials: Callable[..., Material], mode: str
):
    terms = set(materials("renhe", "2025").catalog.glossary.items())
    lines = list(rows(tables(sheet(reports("renhe", mode, "2025", "annual"), "glossary"))[0]))
    found = [pair for row in lines for pair in (row[:2], row[2:4], row[4:]) if pair[0]]
    pairs = [(chinese, english) for english, chinese in found] if mode == "en" else found
    assert len(pairs) == len(set(pairs))
    assert set(pairs) <= terms


def test_terms_that_the_report_does_not_use_are_left_out(reports: Callable[..., Report]):
    lines = rows(tables(sheet(reports("us-cms", "zh", "2021", "annual"), "glossary"))[0])
    said = {word for row in lines for word in row}
    assert {"总资产周转率", "平均住院日"} <= said
    assert not {"财政拨款预算收入支出表"} & said
