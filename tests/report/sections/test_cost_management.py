"""Cost management in its seven links, with the figures of other sections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.stages import missing, stages
from report.sections.subjects import alone, page, tables
from reportgen.analysis.material import Material

LINKS = ["预测", "决策", "计划", "控制", "核算", "分析", "考核"]
SOURCE = ["Forecast", "Decision", "Plan", "Control", "Accounting", "Analysis", "Appraisal"]


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


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
