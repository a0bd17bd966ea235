"""Sources and uses of funds since the start of the year."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "funds_flow")


@pytest.mark.serves("003-138")
def test_sources_are_uses_and_the_change_of_cash(sheet: SectionContent, month: Material):
    *lines, sums, cash = rows(tables(sheet)[0])
    sources = sum(amount(row[1]) for row in lines if row[1])
    uses = sum(amount(row[3]) for row in lines if row[3])
    assert sources == pytest.approx(amount(sums[1]), abs=0.06)
    assert uses == pytest.approx(amount(sums[3]), abs=0.06)
    assert amount(sums[1]) == pytest.approx(amount(sums[3]) + amount(cash[1]), abs=0.011)
    books = month.analysis.books
    change = books.to_date("cash_and_bank").value - books.opening("cash_and_bank").value
    assert amount(cash[1]) == pytest.approx(change / 1e4, abs=0.005)


def test_the_headline_names_the_largest_of_both(sheet: SectionContent):
    first = next(rows(tables(sheet)[0]))
    assert first[0] in sheet.headline.zh
    assert first[2] in sheet.headline.zh


def test_the_drawing_says_how_its_sides_make_the_change_of_cash(sheet: SectionContent):
    note = next(block.note.zh for block in sheet.blocks if block.kind == "figure")
    sources, uses, cash = (amount(part) for part in re.findall(r"(?:合计|增减)([+−0-9,.]+)", note))

    assert sources - uses == pytest.approx(cash, abs=0.011)


def test_works_that_become_fixed_assets_are_no_source_of_cash(materials: Callable[..., Material]):
    year = materials("renhe", "2025")
    found = year.analysis["comparison.sources_and_uses"]
    names = {one.id for one in (*found.sources, *found.uses)}
    assert "works" in names
    assert not names & {"fixed_assets_net", "construction_in_progress"}
    books = year.analysis.books
    change = sum(books.to_date(item).value - books.opening(item).value
                 for item in ("fixed_assets_net", "construction_materials", "construction_in_progress"))  # fmt: skip
    assert next(one.amount.value for one in found.uses if one.id == "works") == pytest.approx(change)


@pytest.mark.serves("003-138")
def test_the_bars_of_each_side_make_its_sum(sheet: SectionContent):
    figure = next(block for block in sheet.blocks if block.kind == "figure")
    sources, uses = (amount(part) for part in re.findall(r"(?:来源合计|运用合计)([0-9,.]+)", figure.note.zh))
    bars = [amount(one) for one in re.findall(r"[+−][0-9,.]+[0-9]", figure.picture.alt)]

    assert sum(one for one in bars if one > 0) == pytest.approx(sources, abs=0.06)
    assert -sum(one for one in bars if one < 0) == pytest.approx(uses, abs=0.06)


def test_a_loan_is_no_use_but_its_repayment_is(materials: Callable[..., Material]):
    headline = page(materials("renhe", "2025"), "funds_flow").headline

    assert headline.zh.endswith("最大运用为偿还长期借款")
    assert headline.en.endswith("repayment of long-term loans")
