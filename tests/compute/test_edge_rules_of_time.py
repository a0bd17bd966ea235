"""The rules for parts of years, first years, changes of regime, means, budgets and groups; named after their numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reportgen import compute
from reportgen.analysis.blocks import turn
from reportgen.catalog import load_catalog
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.place import NOWHERE
from reportgen.model.values import RULES, Flag, Reason

YEAR = "2025"
GROWTH = "(income - prev(income)) / prev(income)"
Make = Callable[..., Any]


def test_e09_an_explicit_zero_of_debts_is_a_value(computed: Make):
    ledger = {"debts@2025": 0.0, "assets@2025": 10.0}

    assert computed("debts / assets", ledger).at(YEAR).value == 0.0
    assert computed("debts / assets", {"assets@2025": 10.0}).at(YEAR).reason is Reason.MISSING_INPUT


@pytest.mark.parametrize(
    ("base", "now", "words"),
    [
        (-20.0, 50.0, "扭亏为盈"),
        (20.0, -1.0, "由盈转亏"),
        (-20.0, -5.0, "亏损减少"),
        (-5.0, -20.0, "亏损扩大"),
        (10.0, 20.0, None),
    ],
)
def test_e11_where_growth_has_no_meaning_the_turn_is_said(base: float, now: float, words: str | None):
    key = turn(base, now)

    assert (load_catalog().words[key].zh if key else None) == words


def test_e13_a_first_year_has_no_growth_and_averages_by_its_closing_balance(computed: Make):
    ledger = {
        "income@2025": 110.0, "income@2025/comp": 7.0, "assets@2025": 100.0, "assets@2025/open": 0.0, "assets@2024": 50.0,
    }  # fmt: skip
    first = {"terms": {"first_year": 2025}}

    assert computed(GROWTH, ledger, **first).at(YEAR).reason is Reason.FIRST_YEAR
    average = computed("avg(assets)", ledger, **first).at(YEAR)
    assert (average.value, average.flags) == (100.0, (Flag.CLOSING_FOR_AVERAGE,))


def test_e13_the_second_year_grows_from_the_first(computed: Make):
    ledger = {"income@2025": 100.0, "income@2026": 110.0, "assets@2025": 50.0, "assets@2026": 70.0}
    second = {"terms": {"first_year": 2025}}

    assert computed(GROWTH, ledger, **second).at("2026").value == pytest.approx(0.1)
    assert computed("avg(assets)", ledger, **second).at("2026").value == 60.0


E14_LEDGER = {
    "income@2025-06/ytd": 500.0, "income@2024-06/ytd": 400.0, "income@2024": 900.0, "surplus@2025-06/ytd": 50.0,
    "receivables@2025-06": 110.0, "receivables@2025-06/open": 90.0, "assets@2025-06": 1000.0,
    "assets@2025-06/open": 800.0, "assets@2024-06": 900.0, "debts@2025-06": 300.0, "occupied_bed_days@2025-06/ytd": 90.0,
    "available_bed_days@2025-06/ytd": 100.0, "income@2025/budget": 1250.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "formula", "value"),
    [
        ("flow to flow, as is", "surplus / income", 0.1),
        ("stock to stock, as is", "debts / assets", 0.3),
        ("flow to stock, annualised", "annualised(income) / avg(assets)", 1000 / 900),
        ("stock to flow in days, not annualised again", "avg(receivables) * days / income", 100 * 181 / 500),
        ("flow to capacity of the same period, as is", "occupied_bed_days / available_bed_days", 0.9),
        ("growth, against the same months", GROWTH, 0.25),
        ("execution, against the whole year's budget", "income / budget(income)", 0.4),
        ("growth of a balance, against the same date", "assets / prev(assets) - 1", 1000 / 900 - 1),
        ("since the beginning of the year", "assets / open(assets) - 1", 0.25),
        ("progress of time", "months / 12", 0.5),
        ("an amount", "income", 500.0),
    ],
)
def test_e14_each_kind_of_indicator_in_half_a_year(computed: Make, kind: str, formula: str, value: float):
    assert computed(formula, E14_LEDGER).at("2025-06").value == pytest.approx(value), kind


def test_e14_the_catalogue_annualises_flows_over_balances_and_nothing_else():
    formulas = {name: one.formula for name, one in load_catalog().indicators.items()}
    annualised = {name for name, formula in formulas.items() if "annualised(" in formula}

    assert {"total_asset_turnover", "return_on_assets", "income_per_bed", "business_income_per_staff"} <= annualised
    assert {"bed_turnover", "inventory_turnover", "asset_cash_recovery"} <= annualised
    assert not annualised & {
        "medical_surplus_rate", "drug_share", "asset_liability_ratio", "current_ratio", "receivable_turnover_days",
        "inventory_turnover_days", "bed_occupancy_rate", "total_income_growth", "budget_expense_execution",
        "total_income_amount", "cash_received_to_income", "outpatient_income_per_visit",
    }  # fmt: skip


def test_e14_a_scheme_may_annualise_by_days(computed: Make):
    found = computed("annualised(income)", {"income@2024-02/ytd": 60.0}, terms={"annualise": "days"}).at("2024-02")

    assert found.value == pytest.approx(60.0 * 366 / 60)


@pytest.mark.parametrize(
    ("days", "value", "flags"),
    [
        (184.0, 1000 * 365 / 184, (Flag.ANNUALISED,)),
        (80.0, 1000 * 365 / 80, (Flag.ANNUALISED, Flag.BELOW_ANNUALISING_MONTHS)),
        (457.0, 1000 * 365 / 457, (Flag.ANNUALISED,)),
        (364.0, 1000.0, ()),
        (371.0, 1000.0, ()),
    ],
)
def test_e14_a_fiscal_year_of_odd_length_counts_by_its_stated_days(
    computed: Make, days: float, value: float, flags: tuple[Flag, ...]
):
    found = computed("annualised(income)", {"income@2025": 1000.0, "period_days@2025": days}).at(YEAR)

    assert (found.value, found.flags) == (pytest.approx(value), flags)


def test_e15_a_month_made_of_two_years_to_date_shows_both(computed: Make):
    tree = computed("month(income)", {"income@2025-01/ytd": 100.0, "income@2025-02/ytd": 250.0}).tree("2025-02")

    (month,) = tree.parts
    assert (month.expression, [part.value for part in month.parts]) == ("difference(income)", [250.0, 100.0])


@pytest.mark.parametrize(
    ("name", "formula", "value"),
    [
        ("year on year", "income / prev(income)", 120 / 80),
        ("period on period", "month(income) / last(month(income))", 70 / 50),
        ("since the beginning of the year", "assets - open(assets)", 20.0),
        ("against the budget", "income / budget(income)", 0.1),
    ],
)
def test_e16_each_comparison_has_its_own_base(computed: Make, name: str, formula: str, value: float):
    ledger = {
        "income@2025-01/ytd": 50.0, "income@2025-02/ytd": 120.0, "income@2024-02/ytd": 80.0, "income@2025/budget": 1200.0,
        "assets@2025-02": 120.0, "assets@2025-02/open": 100.0, "assets@2025-01": 110.0,
    }  # fmt: skip

    assert computed(formula, ledger).at("2025-02").value == pytest.approx(value), name


def test_e17_what_was_issued_last_year_stays_as_issued(computed: Make):
    ledger = {"assets@2025": 105.0, "assets@2025/open": 95.0, "assets@2024": 100.0}

    assert computed("assets", ledger).at("2024").value == 100.0


def test_e18_nothing_compares_over_a_change_of_regime(computed: Make):
    ledger = {"income@2018": 100.0, "income@2019": 110.0, "income@2020": 121.0, "assets@2018": 5.0, "assets@2019": 6.0}
    changed = {"terms": {"breaks": (2019,)}}

    assert computed(GROWTH, ledger, **changed).at("2019").reason is Reason.NOT_COMPARABLE
    assert computed("avg(assets)", ledger, **changed).at("2019").reason is Reason.NOT_COMPARABLE
    assert computed(GROWTH, ledger, **changed).at("2020").value == pytest.approx(0.1)
    assert computed("income / prev(income, 2)", ledger, **changed).at("2020").reason is Reason.NOT_COMPARABLE


def test_e18_a_restated_opening_balance_allows_averages_but_no_growth_of_flows(computed: Make):
    ledger = {
        "assets@2019": 110.0,
        "assets@2019/open": 90.0,
        "assets@2018": 70.0,
        "income@2019": 1.0,
        "income@2018": 1.0,
    }
    changed = {"terms": {"breaks": (2019,)}}

    assert computed("avg(assets)", ledger, **changed).at("2019").value == 100.0
    assert computed(GROWTH, ledger, **changed).at("2019").reason is Reason.NOT_COMPARABLE


def test_e18_a_balance_grows_from_a_restated_opening_balance_and_from_nothing_older(computed: Make):
    ledger = {"assets@2019": 110.0, "assets@2019/open": 100.0, "assets@2018": 70.0, "assets@2018/open": 60.0}
    changed = {"terms": {"breaks": (2019,)}}

    growth = computed("(assets - prev(assets)) / prev(assets)", ledger, **changed).at("2019")
    assert growth.value == pytest.approx(0.1)
    assert computed("assets / prev(open(assets))", ledger, **changed).at("2019").reason is Reason.NOT_COMPARABLE
    assert computed("assets / prev(assets, 2)", ledger, **changed).at("2019").reason is Reason.NOT_COMPARABLE


def test_e18_an_indicator_of_another_regime_does_not_apply(computed: Make):
    drugs = {"definition": {"regimes": ("1998",)}}
    ledger = {"income@2025": 1.0}

    assert computed("income", ledger, terms={"regime": "2019"}, **drugs).at(YEAR).reason is Reason.NOT_APPLICABLE
    assert computed("income", ledger, terms={"regime": "1998"}, **drugs).at(YEAR).value == 1.0


MONTH_ENDS = {
    "assets@2025-01/open": 100.0,
    "assets@2025-02/open": 100.0,
    "assets@2025-01": 130.0,
    "assets@2025-02": 110.0,
}


def test_e19_two_points_by_default_also_in_a_part_of_a_year(computed: Make):
    assert computed("avg(assets)", MONTH_ENDS).at("2025-02").value == 105.0


def test_e19_all_month_ends_where_the_scheme_asks_for_them(computed: Make):
    monthly = {"terms": {"averages": "monthly"}}

    assert computed("avg(assets)", MONTH_ENDS, **monthly).at("2025-02").value == (50 + 130 + 55) / 2


def test_e19_a_missing_month_end_is_not_made_up_from_two_points(computed: Make):
    ledger = {key: value for key, value in MONTH_ENDS.items() if key != "assets@2025-01"}

    found = computed("avg(assets)", ledger, terms={"averages": "monthly"}).at("2025-02")
    assert found.reason is Reason.MISSING_INPUT


def test_e19_staff_given_as_a_mean_comes_before_the_mean_of_both_ends(computed: Make):
    ends = {"beds_open@2025": 110.0, "beds_open@2025/open": 90.0}

    made = computed("avg_open_beds", ends).at(YEAR)
    assert (made.value, made.flags) == (100.0, (Flag.ESTIMATED,))
    given = computed("avg_open_beds", {**ends, "avg_open_beds@2025": 97.0}).at(YEAR)
    assert (given.value, given.flags) == (97.0, ())


@pytest.mark.parametrize(("period", "days"), [("2025", 360.0), ("2025-06", 180.0)])
def test_e20_a_scheme_may_fix_the_days_of_a_year(computed: Make, period: str, days: float):
    assert computed("days", {f"income@{period}": 1.0}, terms={"day_base": 360}).at(period).value == days


def test_e20_a_fiscal_year_from_july_accumulates_by_its_own_months(computed: Make):
    ledger = {
        "income@2025-01": 10.0, "income@2025-02": 20.0, "assets@2024": 50.0, "assets@2025-02": 70.0, "income@2024-02/ytd": 24.0,
    }  # fmt: skip
    july = {"first_month": 7}

    assert computed("income", ledger, **july).at("2025-02").value == 30.0
    assert computed("avg(assets)", ledger, **july).at("2025-02").value == 60.0
    assert computed("income / prev(income)", ledger, **july).at("2025-02").value == 1.25
    assert computed("days", ledger, **july).at("2025-02").value == 31 + 31  # July and August 2024


def test_quarters_compare_annualise_and_move(computed: Make):
    ledger = {
        "income@2025-Q1": 10.0, "income@2025-Q2": 14.0, "income@2024-Q2/ytd": 20.0, "assets@2025-Q2": 60.0,
        "assets@2024": 40.0,
    }  # fmt: skip

    assert computed("income / prev(income)", ledger).at("2025-Q2").value == 24 / 20
    assert computed("month(income) / last(month(income))", ledger).at("2025-Q2").value == 1.4
    assert computed("annualised(income) / avg(assets)", ledger).at("2025-Q2").value == 48 / 50


def test_e21_average_beds_come_before_closing_beds_and_a_given_figure_before_both(computed: Make):
    beds = {"beds_open@2025": 100.0, "avg_open_beds@2025": 90.0}

    assert computed("available_bed_days", beds).at(YEAR).value == 90.0 * 365
    assert computed("available_bed_days", {**beds, "available_bed_days@2025": 5.0}).at(YEAR).value == 5.0


@pytest.mark.parametrize(("visits", "flags"), [(29.0, (Flag.BELOW_MINIMUM_CASES,)), (30.0, ())])
def test_e22_an_average_of_fewer_than_thirty_cases_is_shown_and_marked(
    computed: Make, visits: float, flags: tuple[Flag, ...]
):
    found = computed("income / visits", {"income@2025": 290.0, "visits@2025": visits}).at(YEAR)

    assert (found.value, found.flags) == (290.0 / visits, flags)


def test_e23_lower_is_better_is_the_same_signed_value():
    lower = [one.formula for one in load_catalog().indicators.values() if one.direction == "lower"]

    assert lower
    assert not [formula for formula in lower if formula.startswith(("-", "1 / "))]


def test_e30_nothing_is_rounded_on_the_way(computed: Make):
    assert computed("income / visits", {"income@2025": 1000.0, "visits@2025": 3000.0}).at(YEAR).value == 1 / 3


def test_e36_a_figure_in_error_makes_no_number(computed: Make):
    wrong = {"terms": {"invalid": frozenset({("income", "renhe", YEAR)})}}
    ledger = {"surplus@2025": 1.0, "income@2025": 4.0}

    assert computed("surplus / income", ledger, **wrong).at(YEAR).reason is Reason.INVALID_INPUT
    assert computed("surplus / income", ledger).at(YEAR).value == 0.25


def test_e40_a_group_has_the_ratio_of_sums_and_not_the_mean_of_ratios(small_catalog: Make):
    figures = {"a": (10.0, 100.0), "b": (30.0, 100.0), "c": (2.0, 1000.0)}
    rows = [
        Observation(item, hospital, YEAR, View.PERIOD, value, "money", NOWHERE)
        for hospital, pair in figures.items()
        for item, value in zip(("surplus", "income"), pair, strict=True)
    ]
    catalog = small_catalog({"it": "surplus / income"})
    group = compute.summed(from_observations(rows), catalog.items, {"ab": ["a", "b"], "all": ["a", "b", "c"]})

    values = compute.indicators(group, catalog)
    assert values.at("it", "ab", YEAR).value == 0.2
    assert values.at("it", "all", YEAR).value == pytest.approx(42 / 1200)


def test_e40_a_group_whose_member_has_not_reported_has_no_sum(small_catalog: Make):
    rows = [
        Observation("income", "a", YEAR, View.PERIOD, 1.0, "money", NOWHERE),
        Observation("surplus", "a", YEAR, View.PERIOD, 1.0, "money", NOWHERE),
        Observation("surplus", "b", YEAR, View.PERIOD, 1.0, "money", NOWHERE),
        Observation("cmi", "a", YEAR, View.PERIOD, 1.1, "index", NOWHERE),
    ]
    catalog = small_catalog({"it": "surplus / income"})
    group = compute.summed(from_observations(rows), catalog.items, {"all": ["a", "b"]})

    assert compute.indicators(group, catalog).at("it", "all", YEAR).reason is Reason.MISSING_INPUT
    assert group.value("surplus", "all", YEAR) == 2.0
    assert ("cmi", "") not in group.values.columns


def test_e44_amounts_of_different_printed_units_give_the_same_ratio(computed: Make):
    assert computed("surplus / income", {"surplus@2025": 30_000.0, "income@2025": 120_000.0}).at(YEAR).value == 0.25


def test_e45_a_share_with_a_negative_part_is_computed(computed: Make):
    assert computed("surplus / income", {"surplus@2025": -3.0, "income@2025": 12.0}).at(YEAR).value == -0.25


def test_e47_the_medical_surplus_rate_leaves_fiscal_and_research_parts_out():
    assert load_catalog().indicators["medical_surplus_rate"].formula == "medical_surplus / medical_activity_income"


def test_e48_an_adjusted_budget_counts_from_the_month_of_adjustment(computed: Make):
    ledger = {
        "expense@2025-05/ytd": 50.0, "expense@2025-06/ytd": 60.0, "expense@2025-07/ytd": 70.0, "expense@2025": 140.0,
        "budget_total_expense_original@2025": 100.0, "budget_total_expense_adjusted@2025-06": 140.0,
    }  # fmt: skip
    execution = computed("expense / budget_total_expense", ledger)

    assert execution.at("2025-05").value == 0.5
    assert execution.at("2025-06").value == 60 / 140
    assert execution.at("2025-07").value == 0.5
    assert execution.at("2025").value == 1.0
    assert computed("budget_total_expense_original", ledger).at("2025-07").value == 100.0


def test_e49_a_future_month_is_missing_and_no_zero(computed: Make):
    assert (
        computed("income", {"income@2025-01": 1.0, "visits@2025-02": 1.0}).at("2025-02").reason is Reason.MISSING_INPUT
    )


def test_e50_the_order_of_reading_changes_nothing(small_catalog: Make, small_dataset: Make):
    figures = {f"{item}@{year}": float(number) for number, (item, year) in enumerate(
        (item, year) for item in ("income", "assets", "surplus", "visits") for year in (2023, 2024, 2025)
    )}  # fmt: skip
    catalog = small_catalog({"it": "income / avg(assets)", "growth": GROWTH})
    one = compute.indicators(small_dataset(figures), catalog)
    other = compute.indicators(small_dataset(dict(reversed(figures.items()))), catalog)

    assert one.values.equals(other.values)
    assert one.reasons.equals(other.reasons)


def test_e50_every_reason_names_its_rule():
    assert set(RULES) == set(Reason)
    assert all(rule[0] == "E" and rule[1:].isdigit() for rule in RULES.values())


def test_two_dated_definitions_are_one_indicator_and_never_one_trend_without_a_mark(computed: Make):
    ledger = {f"{item}@{year}": value for year, (income, total, surplus) in {
        2022: (100.0, 200.0, 10.0), 2023: (110.0, 220.0, 11.0), 2024: (120.0, 240.0, 24.0), 2025: (130.0, 260.0, 26.0)
    }.items() for item, value in (("income", income), ("total_income", total), ("surplus", surplus))}  # fmt: skip
    rate = {"definition": {"earlier": ({"formula": "surplus / total_income", "valid_to": 2023, "source": "old"},)}}

    now, before = (
        computed("surplus / income", ledger, **rate).at("2024"),
        computed("surplus / income", ledger, **rate).at("2023"),
    )
    assert (now.value, now.flags) == (24 / 120, ())
    assert (before.value, before.flags) == (11 / 220, (Flag.EARLIER_DEFINITION,))
    tree = computed("surplus / income", ledger, **rate).tree("2023")
    assert tree.expression == "surplus / total_income"


def test_growth_over_a_change_of_definition_is_not_comparable(small_catalog: Make, small_dataset: Make):
    old = {"formula": "income * 2", "valid_to": 2023, "source": "old"}
    catalog = small_catalog({"size": "income"}, earlier=(old,))
    plain = small_catalog({"growth": "size / prev(size)"})
    both = type(catalog)(catalog.items, {**catalog.indicators, **plain.indicators})
    dataset = small_dataset({f"income@{year}": 100.0 for year in (2022, 2023, 2024, 2025)})

    values = compute.indicators(dataset, both)
    assert values.at("growth", "renhe", "2024").reason is Reason.NOT_COMPARABLE
    assert values.at("growth", "renhe", "2023").value == 1.0
    assert values.at("growth", "renhe", "2025").value == 1.0
    assert compute.derive(dataset, both, "growth", "renhe", "2024").reason is Reason.NOT_COMPARABLE


@pytest.mark.serves("003-064")
@pytest.mark.parametrize(
    ("year", "reason"), [("2023", Reason.NOT_APPLICABLE), ("2024", None), ("2026", Reason.NOT_APPLICABLE)]
)
def test_outside_its_dates_an_indicator_does_not_apply(computed: Make, year: str, reason: Reason | None):
    dated = {"definition": {"valid_from": 2024, "valid_to": 2025}}

    assert computed("income", {f"income@{year}": 1.0}, **dated).at(year).reason is reason


def test_e17_an_opening_balance_on_the_last_month_is_last_year_s_of_the_year_and_of_no_month(computed: Make):
    """Twelve monthly forms state the balances a year before, though nobody brought the forms of that year.

    Of a month it is not taken: its score would hold growth that those of the months before it do not.
    """
    ledger = {
        "assets@2025-12": 110.0,
        "assets@2025-12/open": 100.0,
        "assets@2025-11": 90.0,
        "assets@2025-11/open": 100.0,
    }
    growth = computed("(assets - prev(assets)) / prev(assets)", ledger | {"assets@2025": 110.0})

    assert growth.at("2025").value == pytest.approx(0.1)
    assert {growth.at(month).reason for month in ("2025-11", "2025-12")} == {Reason.MISSING_PRIOR}


@pytest.mark.parametrize("stands", ["assets@2024", "assets@2024-12", "assets@2024/ytd", "assets@2024-12/ytd"])
def test_a_year_opens_with_the_balance_of_the_year_before_wherever_that_stands(computed: Make, stands: str):
    assert computed("open(assets)", {stands: 5.0, "assets@2025": 7.0}).at("2025").value == 5.0
