"""Supervision in three stages: plan, execution and evaluation, with the figures of other sections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.stages import missing, stages
from report.sections.subjects import alone, page, tables
from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.judgement.alarms import alarms


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.mark.serves("000-18")
def test_supervision_shows_the_plan_its_execution_and_the_evaluation_in_this_order(month: Material):
    found = stages(page(month, "supervision"))
    assert list(found) == ["Before", "During", "After"]
    execution = month.analysis["budget.execution"]
    spending = next(line for line in execution.totals if line.id == "expense")
    assert found["Before"]["Budgeted spending of the year"][0] == f"¥{spending.budget.value / 1e6:,.1f} m"
    share = printing.percent(spending.execution.value, 1)
    assert found["During"]["Spending against budget"] == (share, f"{execution.elapsed:.1%} of the year is over")
    warned = alarms(HospitalContext.of(month, "en"))
    assert found["During"]["Indicators warned of"] == (f"{len(warned)} indicators", "1 of them red")
    score, grade = found["After"]["Evaluation"][0].split(" points, ")
    assert score == month.evaluation.score_printed
    assert grade.lower() == month.evaluation.grade
    actions = month.analysis["signals.follow_up"].actions
    assert found["After"]["Measures"][0] == f"{len(actions)} measures"


@pytest.mark.slow
@pytest.mark.serves("000-18")
def test_what_the_last_month_and_its_year_share_is_the_same_in_the_reports_of_both(materials: Callable[..., Material]):
    last, year = (stages(page(materials("renhe", period), "supervision")) for period in ("2025-12", "2025"))
    assert last["Before"] == year["Before"]
    assert len(year["Before"]) >= 2
    execution = [name for name in year["During"] if name.endswith("against budget")]
    assert len(execution) >= 2
    for name in execution:
        assert last["During"][name] == year["During"][name]


@pytest.mark.serves("000-18")
def test_supervision_prints_the_figures_of_the_sections_that_it_names(month: Material):
    told = [cell for line in tables(page(month, "budget_execution"))[0].lines for cell in line.cells]
    for name, (figure, _) in stages(page(month, "supervision"))["During"].items():
        if name.endswith("against budget"):
            assert figure.rstrip("%") in told
    entries = alone(month, "supervision").ledger.entries
    spending = next(line for line in month.analysis["budget.execution"].totals if line.id == "expense")
    assert entries["supervision.expense.budget"].value == spending.budget.value


def test_a_stage_without_data_is_left_out_and_says_what_to_supply(materials: Callable[..., Material]):
    sheet = page(materials("us-cms", "2021"), "supervision")
    assert list(stages(sheet)) == ["During", "After"]
    assert sheet.headline.en == "2 of 3 stages of supervision have data"
    assert "budget" in missing(sheet).lower()
