"""Projects and carry-overs: money and results, unit costs, bridges to the fen."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.budget.budgets import projects
from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.budget.projects import ProjectResult, Projects
from reportgen.model.values import Reason

ROWS = (
    ("X1", "学科", 20, 100, 60, 2, 2, "越高越好", "2025-12-31"),
    ("X2", "缺陷", "", 50, 40, 3, 4, "越低越好", "2025-09-30"),
    ("X3", "服务", 10, 90, 50, 12, 6, "越高越好", "2025-12-31"),
    ("X4", "空白", 0, 0, 5, "", 1, "", ""),
)


def of(folder: Path, *rows: tuple[object, ...]) -> Projects:
    return case(folder, {"total_income@2025-10": 1.0}, "2025-10", tables={"p": projects("2025年10月", *rows)})[
        "budget.projects"
    ]


def test_money_is_held_against_budget_and_carry_over_together(tmp_path: Path):
    found = of(tmp_path, *ROWS)

    assert [one.money.budget.value for one in found.projects] == [120.0, 50.0, 100.0, 0.0]
    assert found.projects[0].money.execution.value == pytest.approx(0.5)
    assert found.projects[3].money.execution.reason is Reason.ZERO_DENOMINATOR
    assert found.total.actual.value == pytest.approx(155.0)


def test_an_unreadable_carry_over_leaves_the_money_unknown_and_a_blank_one_does_not(tmp_path: Path):
    found = of(
        tmp_path, ("X1", "学科", "待定", 100, 60, 2, 2, "越高越好", ""), ("X2", "缺陷", "", 50, 40, 3, 4, "", "")
    )

    assert [one.money.budget.value for one in found.projects] == [None, 50.0]
    assert found.projects[0].money.execution.reason is Reason.INVALID_INPUT
    assert found.total.execution.value is None


def test_a_target_is_met_open_or_missed_by_its_direction_and_end(tmp_path: Path):
    found = of(tmp_path, *ROWS)

    assert [one.result for one in found.projects] == [ProjectResult.MET, ProjectResult.MISSED, ProjectResult.OPEN, None]
    assert [one.attainment.value for one in found.projects] == [1.0, 0.75, 0.5, None]


def test_a_unit_of_result_costs_what_was_spent_for_it(tmp_path: Path):
    found = of(tmp_path, *ROWS)

    assert found.projects[2].unit_cost.value == pytest.approx(50 / 6)
    assert found.projects[2].planned_unit_cost.value == pytest.approx(100 / 12)
    assert found.projects[1].unit_cost.reason is Reason.NOT_APPLICABLE
    assert found.projects[2].lag.value == pytest.approx(0.0)


def test_older_money_is_spent_first(tmp_path: Path):
    analyses = case(
        tmp_path,
        {"total_income@2025-10": 1.0},
        "2025-10",
        tables={"p": projects("2025年10月", *ROWS[:1], ("X5", "新", 70, 10, 60, 1, 1, "", ""))},
    )
    found = analyses["budget.carry_over"]

    assert isinstance(found.funds, Unavailable)
    assert [(one.used.value, one.left.value) for one in found.projects] == [(20.0, 0.0), (60.0, 10.0)]


BRIDGE = {
    "bco_open": 100.0, "bco_adjust": 0.0, "bco_change": 20.0, "bco_close": 120.0,
    "bco_open_fiscal": 30.0, "bco_adjust_fiscal": 0.0, "bco_change_fiscal": 5.0, "fiscal_carryover": 35.0,
    "bco_open_other": 70.0, "bco_adjust_other": 0.0, "bco_change_other": 15.0, "bco_close_other": 85.0,
}  # fmt: skip


def carried(folder: Path, **changes: float):
    return case(folder, {f"{item}@2025": value for item, value in (BRIDGE | changes).items()}, "2025")[
        "budget.carry_over"
    ]


def test_opening_adjustment_and_change_come_to_the_closing_carry_over(tmp_path: Path):
    found = carried(tmp_path)

    assert found.year == "2025"
    assert {one.id: one.closing.value for one in found.funds} == {"all": 120.0, "fiscal": 35.0, "other": 85.0}


def test_a_statement_that_does_not_tie_is_no_bridge(tmp_path: Path):
    found = carried(tmp_path, bco_change_other=14.98)

    assert isinstance(found, Unavailable) or isinstance(found.funds, Unavailable)
    reason = found if isinstance(found, Unavailable) else found.funds
    assert reason.why == "carry_over"
    assert reason.facts["gap"] == pytest.approx(-0.02)


@pytest.mark.serves("000-10")
def test_the_sample_ties_to_the_fen_in_the_newest_year_with_a_statement():
    found = sample()["budget.carry_over"]

    assert found.year == "2025"
    for one in found.funds:
        assert one.opening.value + one.adjustment.value + one.change.value == pytest.approx(
            one.closing.value, abs=0.005
        )
    whole, fiscal, other = found.funds
    assert fiscal.closing.value + other.closing.value == pytest.approx(whole.closing.value, abs=0.005)
