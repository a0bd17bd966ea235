"""Execution of the budget: totals on the budget basis, lines, months; what has a budget and no actuals."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.budget.budgets import lines
from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.budget.execution import BudgetStanding, Execution

OCTOBER = "2025-10"


def of(folder: Path, figures: dict[str, float], *rows: tuple[object, ...], more: str = "") -> Execution | Unavailable:
    tables = {"lines": lines("2025年10月", *rows)} if rows else {}
    return case(folder, figures, OCTOBER, more=more, tables=tables)["budget.execution"]


def row(name: str, kind: str, budget: object, booked: object) -> tuple[object, ...]:
    return (name, kind, "", budget, budget, "", "", "", booked, "院办", "")


@pytest.mark.serves("000-10")
def test_totals_of_the_sample_are_those_of_the_indicators():
    analyses = sample()
    found = {one.id: one for one in analyses["budget.execution"].totals}

    for total, indicator in (
        ("income", "budget_income_execution"),
        ("expense", "budget_expense_execution"),
        ("capital", "capex_budget_execution"),
    ):
        assert found[total].execution.value == pytest.approx(analyses.books.indicator(indicator).value)
    assert found["expense"].gap.value == pytest.approx(analyses.books.indicator("budget_progress_gap").value)


@pytest.mark.serves("000-10")
def test_the_last_month_of_the_path_is_what_the_totals_say():
    found = sample()["budget.execution"]

    assert [point.period for point in found.path] == [f"2026-{month:02}" for month in range(1, 11)]
    assert found.path[-1].elapsed == pytest.approx(found.elapsed)
    last = dict(found.path[-1].execution)
    assert {one.id: one.execution.value for one in found.totals} == {name: one.value for name, one in last.items()}


@pytest.mark.serves("001-44")
def test_lines_off_by_more_than_the_case_allows_are_listed_by_amount(tmp_path: Path):
    rows = (
        row("办公费", "支出", 120, 121),
        row("差旅费", "支出", 1200, 1090),
        row("培训费", "支出", 100, 83),
        row("药品费", "支出", 600, 300),
    )
    found = of(tmp_path, {"total_income@2025-10": 1.0}, *rows, more="analysis: {off_budget: 0.03}\n")

    assert [(one.id, one.standing) for one in found.off] == [
        ("药品费", BudgetStanding.BEHIND),
        ("差旅费", BudgetStanding.AHEAD),
        ("办公费", BudgetStanding.OVER),
    ]
    assert [one.id for one in found.overspent] == ["办公费"]


def test_a_line_without_actuals_has_no_execution(tmp_path: Path):
    found = of(tmp_path, {"total_income@2025-10": 1.0}, row("办公费", "支出", 120, ""), row("差旅费", "支出", 60, 50))

    assert found.lines[0].execution.value is None
    assert found.lines[0].standing is None


def test_without_the_table_lines_of_the_statements_stand_in(tmp_path: Path):
    figures = {
        "personnel_expense@2025-10:ytd": 60.0,
        "total_expense@2025-10:ytd": 90.0,
        "total_expense@2025:budget": 100.0,
    }
    found = of(tmp_path, figures)

    assert isinstance(found.lines, Unavailable)
    assert [(one.id, one.group, one.execution.value) for one in found.known] == [("total_expense", "expense", 0.9)]
    assert found.leaves == found.items
    assert found.path == ()


def test_without_any_budget_the_reason_names_the_table(tmp_path: Path):
    found = of(tmp_path, {"total_income@2025-10": 1.0})

    assert isinstance(found, Unavailable)
    assert found.facts["table"].zh == "预算执行全过程表"


def test_departments_are_held_against_their_target_costs():
    analyses = sample()
    found = analyses["budget.execution"]

    assert found.departments == analyses["budget.second_split"].departments
    assert all(one.gap.value == pytest.approx(one.execution.value - found.elapsed) for one in found.departments)


def test_without_the_table_no_total_is_pointed_out_beside_its_parts():
    found = sample("2025-12")["budget.execution"]
    known, items = {one.id for one in found.known}, sample().books.cells.items

    assert len(known) > 10
    assert not {items[name].parent for name in known} & known
