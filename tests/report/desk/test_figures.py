"""Figures of single items: what stands beside the line, and what another item plans for it."""

from __future__ import annotations

import dataclasses

import pytest

from reportgen.analysis.material import Material
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.definition import Text
from reportgen.model.definitions import FormRow
from reportgen.model.place import NOWHERE
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.figures import COUNT, item_figures, level, unit_of


@pytest.mark.parametrize(("item", "budget"), [("outpatient_emergency_visits", 1_602_800), ("discharges", 67_400)])
def test_volumes_have_the_budget_of_the_item_that_plans_them(renhe: Material, item: str, budget: float):
    figures = item_figures(renhe, item)
    assert figures is not None
    assert figures.now is not None
    assert figures.budget == budget
    assert figures.progress == pytest.approx(figures.now / budget)
    assert renhe.catalog.items[item].budget in renhe.catalog.items


def test_a_budget_beside_the_line_goes_first(renhe: Material):
    figures = item_figures(renhe, "total_income")
    assert figures is not None
    assert figures.budget == renhe.dataset.value("total_income", renhe.entity, "2026", "budget")


@pytest.mark.parametrize(("item", "places"), [("avg_open_beds", "D38"), ("inpatients_begin", "D18")])
def test_what_is_never_added_up_stands_to_date_as_the_table_states_it(renhe: Material, item: str, places: str):
    figures = item_figures(renhe, item)
    stated = renhe.dataset.value(item, renhe.entity, renhe.period, "ytd")
    assert figures is not None
    assert figures.place is not None
    assert (figures.now, figures.place.cell) == (stated, places)
    assert figures.now != renhe.dataset.value(item, renhe.entity, renhe.period)
    assert figures.last_year == renhe.dataset.value(item, renhe.entity, "2025-10", "ytd")


def test_the_mean_of_a_month_is_not_the_mean_of_the_year_to_date(renhe: Material):
    values = renhe.dataset.values.copy()
    values[("avg_open_beds", "ytd")] = float("nan")
    values[("inpatients_begin", "ytd")] = float("nan")
    without = dataclasses.replace(renhe, dataset=dataclasses.replace(renhe.dataset, values=values))
    assert item_figures(without, "avg_open_beds") is None
    opening = item_figures(without, "inpatients_begin")
    assert opening is not None
    assert opening.now == renhe.dataset.value("inpatients_begin", renhe.entity, "2026-01")


def test_every_item_that_plans_another_is_in_the_catalog(renhe: Material):
    items = renhe.catalog.items
    assert {item.budget for item in items.values() if item.budget} <= set(items)


def test_whatever_is_counted_is_named_and_never_called_a_number(renhe: Material):
    context = HospitalContext.of(renhe, "zh-en")
    counted = {
        i: item for i, item in renhe.catalog.items.items() if item.statement == "operations" and item.unit == COUNT
    }
    assert len(counted) > 20
    for identifier, item in counted.items():
        unit = unit_of(context, item)
        assert isinstance(unit, Text), identifier
        assert unit.zh not in {"数量", ""}, identifier
    assert unit_of(context, counted["outpatient_visits"]).zh == "人次"


def test_a_blank_of_last_year_that_counts_as_nil_is_no_lack(renhe: Material):
    """The page of headline items says of it what the statement says."""
    values = renhe.dataset.values.copy()
    values.loc[("renhe", "2025-10"), [("donation_income", ""), ("donation_income", "ytd")]] = float("nan")
    found = item_figures(
        dataclasses.replace(renhe, dataset=dataclasses.replace(renhe.dataset, values=values)), "donation_income"
    )
    assert found is not None
    assert found.last_year is None
    assert (found.why_no_last_year, found.why_no_change) == ("statement.blank_is_zero", "statement.base_zero")
    assert not item_figures(renhe, "total_income").was_nil


def of_december(renhe: Material, *, keeps_december: bool) -> Material:
    """The sample in December of 2025, with or without the statements of December of the year before."""
    figures = [
        Observation("total_income", renhe.entity, "2025-12", View.YEAR_TO_DATE, 120.0, "money", NOWHERE),
        Observation("total_assets", renhe.entity, "2025-12", View.PERIOD, 60.0, "money", NOWHERE),
        Observation("total_income", renhe.entity, "2024", View.PERIOD, 100.0, "money", NOWHERE),
        Observation("total_assets", renhe.entity, "2024", View.PERIOD, 50.0, "money", NOWHERE),
    ]
    if keeps_december:
        figures.append(Observation("total_income", renhe.entity, "2024-12", View.YEAR_TO_DATE, 99.0, "money", NOWHERE))
    return dataclasses.replace(renhe, dataset=from_observations(figures, ()), period="2025-12")


@pytest.mark.parametrize(("keeps_december", "income"), [(False, 100.0), (True, 99.0)])
def test_last_year_of_december_is_the_form_of_that_year_where_its_december_is_not_there(
    renhe: Material, income: float, *, keeps_december: bool
):
    december = of_december(renhe, keeps_december=keeps_december)
    flow, stock = item_figures(december, "total_income"), item_figures(december, "total_assets")

    assert flow is not None
    assert stock is not None
    assert (flow.last_year, stock.last_year) == (income, 50.0)
    assert flow.alone_last_year is None


def test_a_month_before_the_last_is_not_told_by_the_year(renhe: Material):
    december = of_december(renhe, keeps_december=False)
    figures = [Observation("total_income", renhe.entity, "2025-11", View.YEAR_TO_DATE, 1.0, "money", NOWHERE),
               Observation("total_income", renhe.entity, "2024", View.PERIOD, 100.0, "money", NOWHERE)]  # fmt: skip
    november = dataclasses.replace(december, dataset=from_observations(figures, ()), period="2025-11")

    found = item_figures(november, "total_income")

    assert found is not None
    assert found.last_year is None


def test_rows_that_go_on_with_an_of_which_stand_under_its_first_name():
    rows = [
        FormRow(label=label, level=one)
        for label, one in (("加：甲", 1), ("乙", 1), ("其中：丙", 2), ("丁", 2), ("其中：戊", 2), ("己", 1), ("庚", 2))
    ]

    assert [level(row, rows) for row in rows] == [1, 1, 2, 4, 2, 1, 2]
