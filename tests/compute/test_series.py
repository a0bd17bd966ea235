"""Flows of a project year by year: one name stands for all years so far, against numpy-financial."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy_financial as financial
import pytest

from reportgen import compute
from reportgen.catalog import load_catalog
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.place import NOWHERE
from reportgen.model.values import Reason

Make = Callable[..., Any]
FLOWS = {"2022": -1000.0, "2023": 300.0, "2024": 420.0, "2025": 680.0}


def ledger(**changes: float | None) -> dict[str, float]:
    years = {year: changes.get(f"y{year}", flow) for year, flow in FLOWS.items()}
    return {f"income@{year}": flow for year, flow in years.items() if flow is not None}


@pytest.mark.parametrize("year", ["2023", "2024", "2025"])
def test_the_present_value_discounts_the_first_flow_by_one_period(computed: Make, year: str):
    flows = [flow for when, flow in FLOWS.items() if when <= year]
    ours = computed("npv(0.1, income)", ledger()).at(year).value

    assert ours == pytest.approx(financial.npv(0.1, [0.0, *flows]), rel=1e-12)


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_the_internal_rate_is_that_of_all_years_so_far(computed: Make, year: str):
    flows = [flow for when, flow in FLOWS.items() if when <= year]

    assert computed("irr(income)", ledger()).at(year).value == pytest.approx(financial.irr(flows), rel=1e-9)


def test_a_year_that_is_missing_between_two_makes_no_number(computed: Make):
    found = computed("npv(0.1, income)", ledger(y2024=None) | {"assets@2024": 1.0}).at("2025")

    assert (found.value, found.reason) == (None, Reason.MISSING_PRIOR)


def test_years_before_the_first_flow_do_not_count(computed: Make):
    later = ledger(y2022=None) | {"assets@2022": 1.0}

    assert computed("npv(0.1, income)", later).at("2025").value == pytest.approx(
        financial.npv(0.1, [0.0, 300.0, 420.0, 680.0]), rel=1e-12
    )


def test_what_is_printed_of_the_year_before_beside_the_first_one_is_no_year_of_the_project(computed: Make):
    beside = ledger() | {"income@2022/comp": -5000.0}

    for year in ("2022", "2023", "2025"):
        flows = [flow for when, flow in FLOWS.items() if when <= year]
        ours = computed("npv(0.1, income)", beside).at(year).value
        assert ours == pytest.approx(financial.npv(0.1, [0.0, *flows]), rel=1e-12)


def test_each_hospital_has_its_own_first_year(small_catalog: Make):
    flows = {("old", year): flow for year, flow in FLOWS.items()} | {("new", "2025"): 55.0}
    rows = [
        Observation("income", who, when, View.PERIOD, value, "money", NOWHERE) for (who, when), value in flows.items()
    ]
    beside = Observation("income", "new", "2025", View.COMPARATIVE, 9.0, "money", NOWHERE)
    values = compute.indicators(from_observations([*rows, beside]), small_catalog({"it": "npv(0.1, income)"}))

    assert values.at("it", "new", "2025").value == pytest.approx(50.0)
    assert values.at("it", "old", "2025").value == pytest.approx(financial.npv(0.1, [0.0, *FLOWS.values()]), rel=1e-12)


def test_the_flows_are_the_parts_of_the_derivation(computed: Make):
    (value,) = computed("irr(income)", ledger()).tree("2025").parts

    assert [(part.period, part.value) for part in value.parts] == list(FLOWS.items())


def test_a_project_of_the_catalogue_is_appraised_by_its_flows():
    figures = [("project_cash_flows", year, flow) for year, flow in FLOWS.items()]
    figures += [("project_discount_rate", "2025", 0.08)]
    rows = [Observation(item, "scanner", when, View.PERIOD, value, "money", NOWHERE) for item, when, value in figures]
    values = compute.indicators(from_observations(rows), load_catalog())

    assert values.at("project_npv", "scanner", "2025").value == pytest.approx(
        financial.npv(0.08, [0.0, *FLOWS.values()]), rel=1e-12
    )
    assert values.at("project_irr", "scanner", "2025").value == pytest.approx(
        financial.irr(list(FLOWS.values())), rel=1e-9
    )
