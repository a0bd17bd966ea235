"""Execution of the budget against the part of the year that is over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pages import page_of
from report.sections.annual import amount, rows
from report.sections.subjects import drawn, page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "budget_execution")


@pytest.mark.serves("000-10", "001-44")
def test_every_line_prints_budget_actual_variance_rate_and_gap_and_is_drawn_against_the_time_gone(month: Material):
    printed = page_of(month, "budget_execution")
    head, *lines = printed.table("Line", "Budget")
    execution = month.analysis["budget.execution"]

    assert head == ["Line", "Owner", "Budget", "To date", "Variance", "Used, %", "v time", "Standing"]
    assert len(lines) == 3 + len(execution.lines) == 18
    for line in lines:
        budget, actual, variance, used, gap = (amount(cell) for cell in line[2:7])
        assert variance == pytest.approx(actual - budget, abs=0.011)
        assert used == pytest.approx(actual / budget * 100, abs=0.06)
        assert gap == pytest.approx(used - 10 / 12 * 100, abs=0.11)
        off = gap > 5 or gap < -5
        assert (line[7] in {"behind time", "ahead of time", "over the year’s budget"}) is off
        assert f"{line[0]} {line[5]}" in printed.drawings[0]
    assert printed.drawings[0].startswith("83.3% of the year is over; used in %: Budget income, total 82.3")
    booked = {one.id: one for one in execution.lines}
    assert [lines[3][2], lines[3][3]] == [
        f"{booked['医疗收入'].budget.value / 1e4:,.2f}", f"{booked['医疗收入'].actual.value / 1e4:,.2f}",
    ]  # fmt: skip


@pytest.mark.serves("001-44")
def test_overspent_lines_are_listed_by_amount(materials: Callable[..., Material]):
    page = page_of(materials("renhe", "2025"), "budget_execution")
    lines = {line[0]: line for line in page.table("Line", "Budget")[1:]}
    told = page.text.partition("Over the year's budget, by amount (¥10,000): ")[2].partition(". ")[0].split(", ")
    over = [one for one in lines if lines[one][7].startswith("over") and "total" not in one]
    kinds = {one: amount(lines[one][4]) for one in over if "expense" in one}

    assert [one.rpartition(" ")[0] for one in told] == sorted(kinds, key=kinds.__getitem__, reverse=True)
    assert [amount(one.rpartition(" ")[2]) for one in told] == sorted(kinds.values(), reverse=True)
    assert len(told) == 6


@pytest.mark.serves("003-165")
def test_target_actual_and_variance_of_each_department_are_printed_and_the_targets_make_the_budget(month: Material):
    split = month.analysis["budget.second_split"]
    _, *departments, rest = page_of(month, "budget_execution").table("Department", "Budget")

    assert len(departments) == len(split.departments) == 40
    assert departments[0][0] == "Cardiology"
    assert rest[0] == "Not allocated"
    for row, one in zip([*departments, rest], split.listed, strict=True):
        target, actual, variance = (amount(cell) for cell in row[2:5])
        assert target == pytest.approx(one.budget.value / 1e4, abs=0.006)
        assert actual == pytest.approx(one.actual.value / 1e4, abs=0.006)
        assert variance == pytest.approx(actual - target, abs=0.011)
    printed = sum(amount(row[2]) for row in (*departments, rest))
    assert printed == pytest.approx(split.budget.value / 1e4, abs=0.005 * 41)


def test_the_headline_counts_lines_that_are_off_and_over(sheet: SectionContent, month: Material):
    found = month.analysis["budget.execution"]
    assert f"{len(found.off)} of {len(found.known)} budget lines" in sheet.headline.en
    assert f"{len(found.overspent)} over the year's budget" in sheet.headline.en


def test_every_line_has_its_owner_and_standing_in_words(sheet: SectionContent):
    words = {row[7] for row in rows(tables(sheet)[0], "en")}
    assert words <= {"on track", "behind time", "ahead of time", "over the year’s budget"}
    assert all(row[1] for row in list(rows(tables(sheet)[0]))[3:])


@pytest.mark.serves("003-179")
def test_the_cost_table_prints_the_owner_of_each_line_of_cost_that_has_one(renhe: Material) -> None:
    found = renhe.analysis["budget.execution"]
    owners = {one.owner for one in found.known if one.owner}
    shown = {row[1] for table in tables(page(renhe, "budget_execution")) for row in rows(table, "zh")}
    assert owners
    assert owners <= shown


def test_the_flexible_budget_names_the_basis_of_its_variable_share(sheet: SectionContent, month: Material):
    found = month.analysis["budget.flexible"]
    note = next(one.note.en for one in drawn(sheet) if one.note and "flexed" in one.note.en)
    assert f"the variable part ({found.variable_share * 100:.1f}%" in note
    assert "not the expenditure of budget accounting" in note
