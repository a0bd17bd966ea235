"""The glossary has every term once, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.section import Report


@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_every_term_stands_there(reports: Callable[..., Report], materials: Callable[..., Material], mode: str):
    terms = set(materials("renhe", "2025").catalog.glossary.items())
    lines = list(rows(tables(sheet(reports("renhe", mode, "2025", "annual"), "glossary"))[0]))
    pairs = {pair for row in lines for pair in (row[:2], row[2:4], row[4:]) if pair[0]}
    assert pairs == ({(english, chinese) for chinese, english in terms} if mode == "en" else terms)
