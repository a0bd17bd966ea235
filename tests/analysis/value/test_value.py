"""EVA, Z-score, financial risk and preservation of state assets: worked examples, laws, and the indicators beside them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cases import case, sample
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.value.capital import BALANCES, value_added
from reportgen.analysis.value.financial_risk import GROUPS, of_ratios
from reportgen.analysis.value.views import Preserved, verdict
from reportgen.catalog import load_catalog
from reportgen.model.values import Reason
from reportgen.model.warnings import Level
from reportgen.scoring.calculators.finance import EvaInput
from reportgen.scoring.calculators.finance import eva as calculator

MONEY = st.floats(-1e9, 1e9)


def balances(assets: float, free: float, construction: float) -> dict[str, float]:
    found = dict.fromkeys(BALANCES, 0.0)
    return found | {"total_assets": assets, "current_liabilities": free, "construction_in_progress": construction}


@pytest.mark.serves("003-063", "003-061")
def test_the_worked_example_of_a_public_hospital():
    found = value_added("2025", (1200.0, 300.0), Figure(500.0), balances(60000, 15000, 3000), Figure(0.055), 12)

    assert (found.result, found.charge, found.value) == pytest.approx((2000.0, 2310.0, -310.0))


@pytest.mark.serves("003-063")
@pytest.mark.parametrize(
    ("result", "capital", "rate", "charge", "value", "back"),
    [
        (700000.0, 1500000.0, 0.15, 225000.0, 475000.0, 0.466666666667),
        (100.0, 800.0, 0.1, 80.0, 20.0, 0.125),
        (1612.5, 24800.0, 0.055, 1364.0, 248.5, 0.0650201612903),
    ],
)
def test_published_examples_of_charge_and_value_added(
    result: float, capital: float, rate: float, charge: float, value: float, back: float
):
    found = value_added("2025", (result, 0.0), Figure.missing(), balances(capital, 0, 0), Figure(rate), 12)

    assert (found.charge, found.value) == pytest.approx((charge, value))
    assert found.return_on_capital.value == pytest.approx(back)


@given(MONEY, MONEY, st.floats(1.0, 1e9), st.floats(0, 0.5))
def test_the_calculator_of_eva_agrees(surplus: float, interest: float, capital: float, rate: float):
    found = value_added("2025", (surplus, interest), Figure.missing(), balances(capital, 0, 0), Figure(rate), 12)
    other = calculator(EvaInput(nopat=surplus + interest, capital=capital, wacc=rate))

    assert found.value == pytest.approx(other.eva)
    assert found.charge == pytest.approx(other.capital_charge)


@pytest.mark.serves("003-061")
def test_part_of_a_year_bears_part_of_the_charge():
    half = value_added("2025-06", (50.0, 0.0), Figure.missing(), balances(1000, 0, 0), Figure(0.06), 6)

    assert (half.charge, half.value, half.yearly) == pytest.approx((30.0, 20.0, 40.0))
    assert half.return_on_capital.value == pytest.approx(0.1)


def test_no_capital_has_no_cost():
    found = value_added("2025", (1.0, 0.0), Figure.missing(), balances(100, 90, 10), Figure(0.055), 12)

    assert isinstance(found, Unavailable)
    assert found.why == "no_capital"


@pytest.mark.serves("003-061", "001-01")
def test_the_rate_is_the_cases_setting_unless_the_hospital_states_one(tmp_path: Path):
    figures = {f"{item}@{year}": 100.0 for year in (2024, 2025) for item in BALANCES}
    figures |= {
        "current_liabilities@2024": 0.0,
        "current_liabilities@2025": 0.0,
        "construction_in_progress@2025": 0.0,
        "construction_in_progress@2024": 0.0,
    }
    figures |= {
        "period_surplus@2025": 10.0,
        "interest_expense@2025": 2.0,
        "total_assets@2024": 200.0,
        "total_assets@2025": 200.0,
    }
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    setting = case(tmp_path / "a", figures, "2025", more="analysis: {capital_charge: 0.04}\n")["value.eva"].now
    own = case(tmp_path / "b", figures | {"capital_charge_rate@2025": 0.1}, "2025")["value.eva"].now

    assert (setting.rate, setting.stated) == (0.04, False)
    assert (own.rate, own.stated) == (0.1, True)
    assert own.value - setting.value == pytest.approx(-0.06 * own.capital)
    assert setting.equity_charge == pytest.approx(4.0)


@pytest.mark.serves("003-063", "001-01")
def test_the_change_of_value_added_is_explained_to_the_fen():
    found = sample()["value.eva"]

    assert found.by_result + found.by_capital + found.by_rate == pytest.approx(
        found.now.value - found.before.value, abs=0.005
    )
    assert found.now.yearly == pytest.approx(found.now.value * 12 / 10)


def test_the_indicator_of_eva_says_the_same_where_its_inputs_are_stated(tmp_path: Path):
    figures = {
        f"{item}@{year}": amount
        for year in (2024, 2025)
        for item, amount in zip(BALANCES, (900.0, 300.0, 50.0, 10.0, 40.0, 600.0), strict=True)
    }
    figures |= {
        "period_surplus@2025": 30.0,
        "interest_expense@2025": 5.0,
        "eva_adjustments@2025": 7.0,
        "capital_charge_rate@2025": 0.055,
    }
    analyses = case(tmp_path, figures, "2025")

    assert analyses["value.eva"].now.yearly == pytest.approx(analyses.books.indicator("eva").value)


@pytest.mark.parametrize(
    ("model", "ratios", "z", "zone"),
    [
        ("Z", (0.2,) * 5, 1.5, "distress"),
        ("Z", (0.2, 0.3, 0.3, 0.3, 0.3), 2.13, "grey"),
        ("Z_0.999", (1.2, 0.228571428571, 1.85714285714, 1.4, 2.37142857143), 11.0976285714, "safe"),
        (
            "Z_prime",
            (0.120550161812, 0.15857605178, 0.0339805825243, 1.49193548387, 0.888349514563),
            1.83951177054,
            "grey",
        ),
        ("Z_double_prime", (-0.08, 0.05, 0.01, 0.35), 0.0729, "distress"),
    ],
)
def test_published_scores_and_zones(model: str, ratios: tuple[float, ...], z: float, zone: str):
    found = of_ratios(model, "2025", ratios)

    assert found.z == pytest.approx(z)
    assert found.zone == zone
    assert sum(found.contributions) == pytest.approx(found.z)


def test_scores_of_the_sample_by_hand_with_their_caveats():
    analyses = sample()
    found, books, words = analyses["value.z_score"], analyses.books, analyses.material.catalog.words
    assets = books.to_date("total_assets").value
    surplus = (books.to_date("period_surplus").value + books.to_date("interest_expense").value) * 12 / 10
    ratios = (
        (books.to_date("current_assets").value - books.to_date("current_liabilities").value) / assets,
        books.to_date("accumulated_surplus").value / assets,
        surplus / assets,
        books.to_date("net_assets").value / books.to_date("total_liabilities").value,
    )

    assert found.now[0].ratios == pytest.approx(ratios)
    assert found.now[0].z == pytest.approx(6.56 * ratios[0] + 3.26 * ratios[1] + 6.72 * ratios[2] + 1.05 * ratios[3])
    assert [one.period for one in found.years] == ["2023", "2024", "2025"]
    assert all(words[key].zh and words[key].en for key in found.caveats)


@pytest.mark.parametrize("lost", ["total_liabilities", "accumulated_surplus", "interest_expense"])
def test_what_a_score_lacks_is_named(tmp_path: Path, lost: str):
    items = (
        "total_assets",
        "total_liabilities",
        "net_assets",
        "current_assets",
        "current_liabilities",
        "accumulated_surplus",
        "period_surplus",
        "interest_expense",
        "total_income",
    )
    found = case(tmp_path, {f"{item}@2025": 10.0 for item in items if item != lost}, "2025")["value.z_score"]

    assert isinstance(found, Unavailable)
    assert found.facts["item"] == load_catalog().items[lost].name


@pytest.mark.serves("003-033")
def test_the_table_of_risk_holds_each_indicator_once_and_none_that_says_the_same():
    catalog = load_catalog()
    names = [name for group in GROUPS.values() for name in group]

    assert len(names) == len(set(names))
    for name in names:
        assert not catalog.indicators[name].obsolete
        assert not set(catalog.indicators[name].same_as) & (set(names) - {name})


@pytest.mark.serves("003-033")
def test_solvency_quality_and_efficiency_of_the_sample_with_value_change_and_line():
    analyses = sample()
    found = analyses["value.financial_risk"]
    rows = {row.indicator: row for group in found.groups for row in group.rows}

    assert [group.id for group in found.groups] == ["solvency", "asset_quality", "operating"]
    for name, row in rows.items():
        assert row.value.value == analyses.books.indicator(name).value
    assert (rows["current_ratio"].level, rows["current_ratio"].line) == (Level.BLUE, 1.3)
    assert rows["receivable_turnover_days"].better is False
    assert found.level is Level.BLUE
    surplus, interest = (analyses.books.to_date(one).value for one in ("period_surplus", "interest_expense"))
    assert found.financial_leverage.value == pytest.approx((surplus + interest) / surplus)


def test_a_deficit_has_no_leverage(tmp_path: Path):
    figures = {
        "period_surplus@2025": -5.0,
        "interest_expense@2025": 3.0,
        "total_assets@2025": 10.0,
        "total_liabilities@2025": 9.0,
    }
    found = case(tmp_path, figures, "2025")["value.financial_risk"]

    assert found.financial_leverage.reason is Reason.NEGATIVE_DENOMINATOR
    assert found.level is Level.RED


@pytest.mark.parametrize(
    ("rate", "said"), [(1.2, Preserved.GROWN), (1.0, Preserved.KEPT), (0.9999, Preserved.REDUCED), (None, None)]
)
def test_at_one_the_value_was_kept(rate: float | None, said: Preserved | None):
    assert verdict(rate) is said


NET = {
    "net_assets@2024": 100.0, "net_assets@2025": 130.0,
    "accumulated_surplus@2024": 80.0, "accumulated_surplus@2025": 85.0,
    "special_funds@2024": 20.0, "special_funds@2025": 22.0,
    "equity_method_adjustment@2024": 0.0, "equity_method_adjustment@2025": 3.0,
    "gratuitous_transfer_net_assets@2024": 0.0, "gratuitous_transfer_net_assets@2025": 20.0,
    "current_surplus_balance@2024": 0.0, "current_surplus_balance@2025": 0.0,
}  # fmt: skip


def test_what_came_from_outside_is_taken_out(tmp_path: Path):
    found = case(tmp_path, NET, "2025")["value.state_assets"]

    assert (found.objective.value, found.stated) == (23.0, False)
    assert (found.plain.value, found.rate.value) == pytest.approx((1.3, 1.07))
    assert found.verdict is Preserved.GROWN
    assert sum(part.change.value for part in found.parts) == pytest.approx(30.0)
    assert {part.item for part in found.parts if part.objective} == {
        "equity_method_adjustment",
        "gratuitous_transfer_net_assets",
    }


def test_objective_changes_that_the_hospital_states_go_first(tmp_path: Path):
    found = case(tmp_path, NET | {"objective_net_asset_changes@2025": 40.0}, "2025")["value.state_assets"]

    assert found.stated
    assert (found.rate.value, found.verdict) == (pytest.approx(0.9), Preserved.REDUCED)


def test_parts_that_do_not_make_up_net_assets_are_no_bridge(tmp_path: Path):
    found = case(tmp_path, NET | {"special_funds@2025": 21.0}, "2025")["value.state_assets"]

    assert isinstance(found.parts, Unavailable)
    assert found.parts.facts["gap"] == pytest.approx(1.0)
    assert found.rate.value == pytest.approx(1.07)


def test_without_an_opening_balance_nothing_is_said(tmp_path: Path):
    found = case(tmp_path, {"net_assets@2025": 130.0}, "2025")["value.state_assets"]

    assert isinstance(found, Unavailable)
    assert found.facts["period"] == "2024"


def test_net_assets_of_the_sample_tie_part_by_part():
    found = sample()["value.state_assets"]

    for side in ("opening", "closing"):
        assert sum(getattr(part, side).value for part in found.parts) == pytest.approx(getattr(found, side), abs=0.01)
