"""Income, cost and surplus from last year to now: every step is a cell, and the sum is the change to the cent."""

from __future__ import annotations

from math import fsum
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from analysis.cases import AMERICAN, american, case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.books import Books
from reportgen.analysis.drivers.bridges import DriverBridge
from reportgen.analysis.drivers.split import SplitMethod

BRIDGES = ("drivers.income", "drivers.income_in_order", "drivers.cost", "drivers.surplus")
FIGURES = {
    "total_income@2025": 100.0, "total_income@2024": 80.0, "outpatient_income@2025": 40.0, "outpatient_income@2024": 30.0,
    "inpatient_income@2025": 60.0, "inpatient_income@2024": 50.0, "outpatient_emergency_visits@2025": 10.0,
    "outpatient_emergency_visits@2024": 8.0, "discharges@2025": 4.0, "discharges@2024": 5.0, "cmi@2025": 1.2, "cmi@2024": 1.0,
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", BRIDGES)
@pytest.mark.parametrize("period", ["2026-10", "2026-01", "2025", "2024", "2023"])
def test_the_steps_come_to_the_change_to_the_cent(name: str, period: str):
    found = sample(period)[name]

    assert isinstance(found, DriverBridge)
    assert found.before.value is not None
    assert found.after.value is not None
    assert fsum(step.amount for step in found.steps) == pytest.approx(found.after.value - found.before.value, abs=0.01)
    assert all(step.places for step in found.steps)
    assert found.before.places
    assert found.after.places


MONEY = st.integers(1, 10**12).map(lambda fen: fen / 100)
WORK = st.integers(1, 10**7).map(float)
YEAR = st.fixed_dictionaries(
    {
        "outpatient_income": MONEY, "inpatient_income": MONEY, "donation_income": MONEY, "personnel_expense": MONEY,
        "drug_expense": MONEY, "depreciation_expense": MONEY, "outpatient_emergency_visits": WORK, "discharges": WORK,
        "cmi": st.floats(0.3, 3.0),
    }
)  # fmt: skip
INCOME = ("outpatient_income", "inpatient_income", "donation_income")
EXPENSE = ("personnel_expense", "drug_expense", "depreciation_expense")


@pytest.mark.slow
@settings(max_examples=15, phases=(Phase.explicit, Phase.generate))
@given(YEAR, YEAR)
def test_the_steps_of_any_hospital_come_to_the_change_to_the_cent(now: dict[str, float], before: dict[str, float]):
    figures = {}
    for year, amounts in ((2025, now), (2024, before)):
        figures |= {f"{item}@{year}": amount for item, amount in amounts.items()}
        figures[f"total_income@{year}"] = fsum(amounts[item] for item in INCOME)
        figures[f"medical_income@{year}"] = fsum(amounts[item] for item in INCOME[:2])
        figures[f"total_expense@{year}"] = fsum(amounts[item] for item in EXPENSE)
        figures[f"period_surplus@{year}"] = figures[f"total_income@{year}"] - figures[f"total_expense@{year}"]
    with TemporaryDirectory() as folder:
        found = case(Path(folder), figures, "2025")
        for name in BRIDGES:
            bridge = found[name]
            assert isinstance(bridge, DriverBridge), name
            change = bridge.after.value - bridge.before.value
            assert fsum(step.amount for step in bridge.steps) == pytest.approx(change, abs=0.005)


def test_the_two_splits_differ_in_joint_effects_only():
    free, ordered = sample()["drivers.income"], sample()["drivers.income_in_order"]

    assert (free.method, ordered.method) == (SplitMethod.SHAPLEY, SplitMethod.CHAIN)
    assert ordered.order == ("outpatient_emergency_visits", "per_unit", "discharges", "cmi")
    for item in ("outpatient_income", "inpatient_income"):
        sums = [fsum(s.amount for s in one.steps if s.id.startswith(f"{item}.")) for one in (free, ordered)]
        assert sums[0] == pytest.approx(sums[1], abs=0.01)


def test_patients_income_is_volume_times_structure_times_price(tmp_path: Path):
    found = case(tmp_path, FIGURES, "2025")["drivers.income_in_order"]

    steps = {step.id: step.amount for step in found.steps}
    assert steps["outpatient_income.outpatient_emergency_visits"] == pytest.approx(2 * 30 / 8)
    assert steps["inpatient_income.discharges"] == pytest.approx(-1 * 1.0 * 10)
    assert steps["inpatient_income.cmi"] == pytest.approx(4 * 0.2 * 10)
    assert steps["inpatient_income.per_unit"] == pytest.approx(4 * 1.2 * (60 / 4.8 - 10))


@pytest.mark.parametrize("driver", ["discharges", "cmi", "outpatient_emergency_visits"])
@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_driver_that_is_not_positive_stops_the_bridge(tmp_path: Path, driver: str, value: float):
    found = case(tmp_path, {**FIGURES, f"{driver}@2024": value}, "2025")["drivers.income"]

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts["item"].en.split()[0]) == (
        "drivers_not_positive",
        "Outpatient" if driver == "outpatient_emergency_visits" else "Inpatient",
    )


def test_a_missing_year_is_named(tmp_path: Path):
    figures = {key: value for key, value in FIGURES.items() if key != "discharges@2024"}
    found = case(tmp_path, figures, "2025")["drivers.income"]

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts["period"], found.facts["item"].en) == ("item_of", "2024", "Discharges")


def test_a_change_that_no_line_explains_is_no_bridge(tmp_path: Path):
    found = case(tmp_path, {**FIGURES, "total_income@2025": 104.0}, "2025")["drivers.income"]

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts["gap"]) == ("bridge", pytest.approx(4.0))


def test_a_statement_in_words_of_its_own_is_bridged_by_its_own_lines(tmp_path: Path):
    found = american(tmp_path)

    assert {one.id: round(one.amount, 6) for one in found["drivers.cost"].steps} == {
        "salaries_and_wages": 10.0, "supplies_expense": 2.0, "depreciation_expense": 0.5,
    }  # fmt: skip
    assert {one.id for one in found["drivers.surplus"].steps} == {
        "medical_income", "other_income", "investment_income",
        "salaries_and_wages", "supplies_expense", "depreciation_expense",
    }  # fmt: skip


def test_lines_that_do_not_make_up_all_expense_leave_a_rest(tmp_path: Path):
    found = american(tmp_path, {**AMERICAN, "total_expense": (83.0, 99.5), "period_surplus": (6.0, -1.5)})

    assert {one.id: round(one.amount, 6) for one in found["drivers.cost"].steps}["rest"] == 4.0
    assert "supplies_expense" in {one.id for one in found["drivers.cost"].steps}


def test_interest_and_tax_below_the_sums_lead_to_the_result_as_they_count(tmp_path: Path):
    below = {"interest_expense": (2.0, 1.5), "income_tax_expense": (1.0, 1.4), "period_surplus": (3.0, -0.4)}
    found = american(tmp_path, {**AMERICAN, **below})["drivers.surplus"]

    assert isinstance(found, DriverBridge)
    steps = {one.id: round(one.amount, 6) for one in found.steps}
    assert (steps["interest_expense"], steps["income_tax_expense"], steps["investment_income"]) == (0.5, -0.4, -3.0)


def test_income_that_no_line_names_is_a_step_of_its_own(tmp_path: Path):
    figures = {**AMERICAN, "total_income": (88.0, 103.0), "period_surplus": (5.0, 7.5)}
    found = american(tmp_path, figures)["drivers.surplus"]

    assert isinstance(found, DriverBridge)
    assert {one.id: round(one.amount, 6) for one in found.steps}["income_rest"] == 6.0


def test_a_total_without_lines_is_not_explained_by_a_rest(tmp_path: Path):
    lines = {"salaries_and_wages", "supplies_expense", "depreciation_expense"}
    found = american(tmp_path, {name: figures for name, figures in AMERICAN.items() if name not in lines})

    assert isinstance(found["drivers.cost"], Unavailable)
    assert found["drivers.cost"].why == "lines_of"
    assert "rest" not in {one.id for one in found["drivers.surplus"].steps}
    assert "total_expense" in {one.id for one in found["drivers.surplus"].steps}


def test_expense_without_its_kinds_is_told_by_the_lines_of_the_form(tmp_path: Path):
    """What kind expense is stands in the notes to the statements, which not every hospital fills in."""
    figures = {
        "business_activity_expense@2024": 70.0, "admin_expense@2024": 20.0, "total_expense@2024": 90.0,
        "business_activity_expense@2025": 76.0, "admin_expense@2025": 21.0, "other_expense@2025": 3.0,
        "other_expense@2024": 0.0, "total_expense@2025": 100.0,
    }  # fmt: skip
    found = case(tmp_path, figures, "2025")["drivers.cost"]

    assert isinstance(found, DriverBridge)
    assert {step.id: step.amount for step in found.steps} == {
        "business_activity_expense": 6.0, "admin_expense": 1.0, "other_expense": 3.0,
    }  # fmt: skip


@pytest.mark.parametrize(("step", "rest"), [(100.0, False), (0.01, True)])
def test_what_rounding_leaves_is_no_line_of_expense(tmp_path: Path, step: float, *, rest: bool) -> None:
    """Filed in ten thousands with two decimals, the lines miss their total by some ten yuan."""
    figures = {
        "business_activity_expense@2024": 70_000.0, "admin_expense@2024": 20_000.0, "total_expense@2024": 90_000.0,
        "business_activity_expense@2025": 76_000.0, "admin_expense@2025": 21_000.0, "total_expense@2025": 97_060.0,
    }  # fmt: skip
    with mock.patch.object(Books, "step", return_value=step):
        found = case(tmp_path, figures, "2025")["drivers.cost"]

    assert isinstance(found, DriverBridge)
    assert ("rest" in {one.id for one in found.steps}) is rest
