"""Supervision in three stages and cost management in seven links: the figures of other sections, in one order."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from report.sections.subjects import alone, page, tables
from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report.desk.sheet import Sheet, Words

LINKS = ["预测", "决策", "计划", "控制", "核算", "分析", "考核"]
SOURCE = ["Forecast", "Decision", "Plan", "Control", "Accounting", "Analysis", "Appraisal"]


def stages(sheet: Sheet) -> Mapping[str, dict[str, tuple[str, str]]]:
    """By stage and name: the figure and what stands beside it, in English."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    rows: dict[str, tuple[str, str]] = {}
    for line in tables(sheet)[0].lines:
        told = [cell.en if isinstance(cell, Text) else str(cell) for cell in line.cells]
        if len(told) == 1:
            rows = found.setdefault(told[0].partition(":")[0], {})
        else:
            rows[told[0]] = (told[1], told[2])
    return found


def missing(sheet: Sheet) -> str:
    return " ".join(line.en for block in sheet.blocks if isinstance(block, Words) for line in block.lines)


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
    warned = month.analysis["signals.risks"].warned
    assert found["During"]["Indicators beyond a warning line"][0] == f"{len(warned)} indicators"
    score, grade = found["After"]["Evaluation"][0].split(" points, ")
    assert score == month.evaluation.score_printed
    assert grade.lower() == month.evaluation.grade
    actions = month.analysis["signals.follow_up"].actions
    assert found["After"]["Measures"][0] == f"{len(actions)} measures"


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


@pytest.mark.serves("003-182")
def test_the_links_of_cost_management_stand_in_the_order_of_the_source(month: Material):
    sheet = page(month, "cost_management")
    assert list(stages(sheet)) == SOURCE
    assert [line.cells[0].zh for line in tables(sheet)[0].lines if len(line.cells) == 1] == LINKS  # type: ignore[union-attr]
    assert sheet.headline.en.endswith("7 of 7 links of cost management have data")


@pytest.mark.serves("003-182")
def test_each_link_has_the_figure_of_its_analysis(month: Material):
    found = stages(page(month, "cost_management"))
    entries = alone(month, "cost_management").ledger.entries
    value = {key.rpartition(".")[2]: entry.value for key, entry in entries.items() if key.startswith("cost_management")}
    bridge = month.analysis["drivers.cost"]
    assert value["forecast"] == month.analysis["outlook.year_end"]["cost"].total
    assert value["decision"] == month.analysis["drivers.break_even"].income
    assert value["accounting"] == bridge.after.value
    assert value["analysis"] == pytest.approx(bridge.after.value - bridge.before.value)
    assert value["most"] == max(step.amount for step in bridge.steps)
    assert (
        found["Appraisal"]["Units and posts appraised"][0] == f"{len(month.analysis['business.appraisal'].units)} units"
    )
    assert entries["cost_management.accounting"].places == bridge.after.places[:1]


@pytest.mark.serves("003-182")
def test_a_link_without_data_is_left_out_and_named(materials: Callable[..., Material]):
    sheet = page(materials("renhe", "2025"), "cost_management")
    assert list(stages(sheet)) == SOURCE[:-1]
    assert "6 of 7" in sheet.headline.en
    assert "2025" in missing(sheet)


def test_without_any_figure_of_costs_there_is_only_what_to_supply(materials: Callable[..., Material]):
    sheet = page(materials("us-cms", "2021"), "cost_management")
    assert sheet.lacking
    assert not tables(sheet)
