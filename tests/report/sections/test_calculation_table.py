"""How indicators were computed: each figure with its cell, each standard with its source."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from report.sections.reading import content
from report.sections.test_financial_statements import value
from reportgen.analysis.material import Material
from reportgen.report.section import Report

HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.serves("001-14")
def test_a_reader_who_recomputes_from_the_printed_figures_gets_the_printed_result(
    reports: Callable[..., Report], renhe: Material
):
    figures = content(reports("renhe", "zh", kind="agency"), "calculation_table").sheets[0].rows
    start = next(n for n, row in enumerate(figures) if row.cells[0].text.zh.startswith("流动比率"))
    above, below = figures[start + 1].cells, figures[start + 2].cells
    printed = figures[start].cells[0].text.zh.partition("（优秀")[0].rpartition("＝")[2]
    assert f"{value(above[1].text) / value(below[1].text):.2f}" == printed == "1.18"
    assert above[2].text.endswith("资产负债表!B19")
    assert renhe.derive("current_ratio").value == pytest.approx(value(above[1].text) / value(below[1].text))


def test_standards_have_five_levels_and_a_source(reports: Callable[..., Report], renhe: Material):
    levels = content(reports("renhe", "zh", kind="agency"), "calculation_table").sheets[1]
    assert len(levels.rows) == sum(one.standards is not None for one in renhe.evaluation.indicators)
    assert all(len(row.cells) == 8 for row in levels.rows)
    assert levels.notes


def test_amounts_of_money_have_the_same_decimals_also_where_they_are_round(reports: Callable[..., Report]):
    rows = content(reports("renhe", "zh", kind="agency"), "calculation_table").sheets[0].rows
    figures = {row.cells[0].text.zh: row.cells[1].text for row in rows if not row.emphasis}
    assert figures["短期借款"] == "70,000,000.00"
    assert "." not in figures["出院人数"]


@pytest.mark.parametrize("sample", ["renhe", "us-cms"])
def test_the_source_of_the_scheme_is_told_in_the_language_of_the_page(reports: Callable[..., Report], sample: str):
    paragraphs = content(reports(sample, "en", kind="agency"), "calculation_table").paragraphs
    assert not any(HAN.search(words.en) for words in paragraphs)


def test_figures_are_named_as_the_formula_above_them(reports: Callable[..., Report]):
    sheet = content(reports("renhe", "en", kind="agency"), "calculation_table").sheets[0]
    rows = [row.cells[0].text.en for row in sheet.rows if not row.emphasis]
    assert "Medical income" in rows
    assert "Patient income" not in rows


def test_few_standards_stand_whole_and_many_run_on(reports: Callable[..., Report]):
    """Two rows before the end of a page under another table are no table."""
    few = content(reports("us-cms", "zh", kind="agency"), "calculation_table").sheets[-1]
    many = content(reports("renhe", "zh", kind="agency"), "calculation_table").sheets[-1]
    assert (few.id, few.is_whole) == ("levels", True)
    assert not many.is_whole


def test_each_indicator_has_its_standard_and_the_median_of_the_peers(reports: Callable[..., Report], renhe: Material):
    rows = content(reports("renhe", "zh", kind="agency"), "calculation_table").sheets[0].rows
    told = next(row.cells[0].text.zh for row in rows if row.cells[0].text.zh.startswith("流动比率"))
    peer = next(one.peer for one in renhe.evaluation.indicators if one.id == "current_ratio")
    assert peer is not None
    assert told.endswith(f"（优秀标准1.50–2.50，同级中位数{peer.median:.2f}）")


def test_the_coefficients_of_the_levels_are_said_with_the_method_that_uses_them(
    reports: Callable[..., Report], renhe: Material
):
    (told,) = [p for p in content(reports("renhe", "zh", kind="agency"), "calculation_table").paragraphs
               if p.zh.startswith("本档标准系数")]  # fmt: skip
    (part,) = [one for one in renhe.scheme.parts.values() if one.method == "level_efficacy"]
    assert [float(one) for one in told.figures] == list(part.coefficients)
    assert "优1、" in told.zh
    assert told.zh.endswith("未达最低一档标准的为0。")
