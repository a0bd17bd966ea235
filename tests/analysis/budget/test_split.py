"""The second split, the flexible budget and the lessons."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.budget.budgets import departments, lines, projects, targets
from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.budget.execution import BudgetStanding
from reportgen.analysis.budget.lessons import LessonKind
from reportgen.analysis.budget.projects import Flexible, WorkToDate, flex
from reportgen.catalog import load_catalog
from reportgen.catalog.messages import placeholders

COSTS = {"内科": 60, "外科": 50, "儿科": 20}
YEAR = {"total_expense@2025": 140.0, "budget_total_expense@2025": 150.0}


def second(folder: Path, *rows: tuple[object, ...], costs: dict[str, object] = COSTS):
    tables = {"targets": targets("2025年度", *rows), "costs": departments("2025年度", costs)}
    return case(folder, YEAR, "2025", tables=tables)["budget.second_split"]


@pytest.mark.serves("003-165")
def test_target_actual_and_variance_by_department_and_what_is_left(tmp_path: Path):
    found = second(tmp_path, ("内科", 70, "甲"), ("外科", 45, "乙"), ("全院统管", 35, "丙"))

    assert [(one.id, one.variance.value, one.owner) for one in found.departments] == [
        ("内科", -10.0, "甲"),
        ("外科", 5.0, "乙"),
    ]
    assert [one.id for one in found.over] == ["外科"]
    assert (found.rest.budget.value, found.rest.actual.value) == (35.0, 10.0)
    assert found.is_complete
    assert (found.without_target, found.without_department) == (("儿科",), ("全院统管",))


@pytest.mark.serves("003-165")
def test_targets_that_do_not_make_up_the_budget_say_by_how_much(tmp_path: Path):
    found = second(tmp_path, ("内科", 70, "甲"), ("外科", 45, "乙"))

    assert found.is_complete is False
    assert found.gap.value == pytest.approx(-35.0)
    assert found.rest.budget.value is None


def test_costs_that_are_not_allocated_leave_the_department_without_actuals(tmp_path: Path):
    found = second(tmp_path, ("内科", 70, "甲"), ("外科", 80, "乙"), costs={"内科": 60, "外科": ""})

    assert found.departments[1].standing is None
    assert found.rest.actual.value is None


def test_a_missing_table_is_named(tmp_path: Path):
    found = case(tmp_path, YEAR, "2025", tables={"targets": targets("2025年度", ("内科", 70, "甲"))})[
        "budget.second_split"
    ]

    assert isinstance(found, Unavailable)
    assert found.facts["table"].zh == "科室收支表"


WORK = st.tuples(st.floats(1, 1e6), st.floats(0, 1e6), st.floats(0.01, 1))


@given(
    st.floats(-1e9, 1e9),
    st.floats(-1e9, 1e9),
    st.floats(0.01, 1e9),
    st.floats(0.01, 1e9),
    st.lists(WORK, min_size=1, max_size=4),
)
def test_work_and_spending_add_up_to_the_variance(
    static: float, actual: float, fixed: float, variable: float, rows: list[tuple[float, float, float]]
):
    whole = sum(weight for *_, weight in rows)
    work = tuple(WorkToDate(str(at), plan, done, weight / whole) for at, (plan, done, weight) in enumerate(rows))
    found = flex(static, actual, fixed, variable, work)

    assert isinstance(found, Flexible)
    assert found.by_work + found.by_spending == pytest.approx(actual - static, abs=1e-6 * (1 + abs(found.flexed)))
    share = variable / (fixed + variable)
    index = sum(one.weight * one.actual / one.planned for one in work)
    assert found.flexed == pytest.approx(static + static * share * (index - 1), rel=1e-9, abs=1e-6)


@given(st.floats(1, 1e9), st.floats(0, 1e9), st.floats(0, 1e9))
def test_the_work_that_was_planned_leaves_the_budget_as_it_is(static: float, fixed: float, variable: float):
    found = flex(static, static, fixed, variable, (WorkToDate("visits", 100.0, 100.0, 1.0),))

    if fixed + variable == 0:
        assert isinstance(found, Unavailable)
    else:
        assert found.by_work == pytest.approx(0.0, abs=1e-6)


PLAN = {
    "total_expense@2025": 1100.0, "total_expense@2025:budget": 1000.0,
    "fixed_cost@2024": 600.0, "variable_cost@2024": 400.0, "outpatient_cost@2024": 300.0, "inpatient_cost@2024": 700.0,
    "outpatient_emergency_visits@2025": 110.0, "budget_visits@2025": 100.0,
    "discharges@2025": 21.0, "budget_discharges@2025": 20.0,
}  # fmt: skip


def test_the_flexible_budget_of_a_year_by_hand(tmp_path: Path):
    found = case(tmp_path, PLAN, "2025")["budget.flexible"]

    index = 0.3 * 1.1 + 0.7 * 1.05
    assert found.work_index == pytest.approx(index)
    assert found.flexed == pytest.approx(1000 * (0.6 + 0.4 * index))
    assert (found.by_work, found.by_spending) == pytest.approx((26.0, 74.0))


@pytest.mark.parametrize(
    "lost",
    ["fixed_cost@2024", "discharges@2025", "budget_visits@2025", "total_expense@2025:budget", "inpatient_cost@2024"],
)
def test_what_the_flexible_budget_lacks_is_named(tmp_path: Path, lost: str):
    found = case(tmp_path, {key: value for key, value in PLAN.items() if key != lost}, "2025")["budget.flexible"]

    assert isinstance(found, Unavailable)
    assert found.facts["item"] == load_catalog().items[lost.partition("@")[0]].name


def test_no_planned_work_has_no_flexible_budget(tmp_path: Path):
    found = case(tmp_path, PLAN | {"budget_visits@2025": 0.0}, "2025")["budget.flexible"]

    assert isinstance(found, Unavailable)
    assert found.why == "drivers_not_positive"


@pytest.mark.serves("000-10")
def test_planned_work_of_a_part_of_the_year_follows_last_years_months():
    analyses = sample()
    found, books = analyses["budget.flexible"], analyses.books
    before = books.now.previous_year()
    visits = (
        books.to_date("outpatient_emergency_visits", before).value
        / books.to_date("outpatient_emergency_visits", before.fiscal_year).value
    )

    assert found.work[0].planned == pytest.approx(1602800 * visits)
    assert found.by_work + found.by_spending == pytest.approx(found.actual - found.static)


@pytest.mark.serves("001-47")
def test_each_missed_line_project_and_department_is_a_lesson_and_the_hospitals_words_replace_ours(tmp_path: Path):
    tables = {
        "lines": lines(
            "2025年10月",
            ("办公费", "支出", "", 120, 120, "", "", "", 121, "院办", "疫情防控采购"),
            ("差旅费", "支出", "", 60, 60, "", "", "", 50, "院办", ""),
            ("捐赠收入", "收入", "", 60, 60, "", "", "", 10, "院办", ""),
            ("培训费", "支出", "", 60, 60, 40, 52, 50, 50, "人事处", ""),
        ),
        "projects": projects("2025年10月", ("X2", "缺陷", "", 50, 20, 3, 4, "越低越好", "2025-09-30")),
    }
    found = case(tmp_path, {"total_income@2025-10": 1.0}, "2025-10", tables=tables)["budget.lessons"]

    assert [(one.kind, one.name, one.remark) for one in found] == [
        (LessonKind.INCOME_BEHIND, "捐赠收入", ""),
        (LessonKind.OVER, "办公费", "疫情防控采购"),
        (LessonKind.DISORDERED, "培训费", ""),
        (LessonKind.PROJECT_BEHIND, "缺陷", ""),
        (LessonKind.RESULT_MISSED, "缺陷", ""),
    ]
    assert found[1].amount.value == pytest.approx(1.0)
    assert found[4].rate.value == pytest.approx(-0.25)


@pytest.mark.serves("001-47")
def test_every_kind_of_lesson_has_a_suggestion_in_both_languages_and_no_cause():
    words = load_catalog().words.under("analysis.lesson")

    assert {one.partition(".")[0] for one in words} == set(LessonKind)
    for one in words.values():
        assert not placeholders(one.zh)
        assert not any(cause in one.zh for cause in ("因为", "由于", "原因是"))


@pytest.mark.serves("000-10", "003-165")
def test_the_second_split_of_the_sample_makes_up_its_budget():
    found = sample()["budget.second_split"]

    assert found.is_complete
    assert len(found.departments) == 40
    assert all(one.standing is not None for one in found.departments)
    assert {one.standing for one in found.over} <= {BudgetStanding.OVER, BudgetStanding.AHEAD}


def test_cost_of_nothing_is_not_called_negative():
    assert flex(1.0, 1.0, 0.0, 0.0, (WorkToDate("visits", 100.0, 100.0, 1.0),)).why == "cost_nil"
    assert flex(1.0, 1.0, -1.0, 0.0, (WorkToDate("visits", 100.0, 100.0, 1.0),)).why == "cost_negative"
