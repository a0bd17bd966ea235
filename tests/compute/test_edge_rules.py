"""The rules for what has no answer, and for what a period means; named after their numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reportgen import compute
from reportgen.model.dataset import Adjustment
from reportgen.model.period import years_beginning_in
from reportgen.model.place import NOWHERE
from reportgen.model.terms import Terms
from reportgen.model.values import Flag, Reason

YEAR = "2025"
Make = Callable[..., Any]
WRONG = frozenset({("income", "renhe", "2025")})


def test_e01_a_zero_denominator_gives_a_reason_and_never_a_number(computed: Make):
    found = computed("surplus / income", {"surplus@2025": 30.0, "income@2025": 0.0}).at(YEAR)

    assert (found.value, found.reason) == (None, Reason.ZERO_DENOMINATOR)


def test_e01_less_than_half_a_cent_is_zero_and_half_a_cent_is_not(computed: Make):
    assert computed("surplus / income", {"surplus@2025": 1.0, "income@2025": 0.0049}).at(YEAR).value is None
    assert computed("surplus / income", {"surplus@2025": 1.0, "income@2025": 0.005}).at(YEAR).value == 200.0


def test_e01_less_than_half_a_count_is_zero(computed: Make):
    found = computed("surplus / visits", {"surplus@2025": 1.0, "visits@2025": 0.4}).at(YEAR)

    assert found.reason is Reason.ZERO_DENOMINATOR


def test_division_by_a_written_zero_is_a_reason_and_no_error(computed: Make):
    assert computed("surplus / 0", {"surplus@2025": 1.0}).at(YEAR).reason is Reason.ZERO_DENOMINATOR


def test_e05_where_there_is_no_number_none_is_marked_as_unstable(computed: Make):
    of_money = {"surplus@2025": 30.0, "income@2025": 0.0, "total_income@2025": 1000.0}

    assert computed("surplus / income", of_money).at(YEAR).flags == ()
    assert computed("surplus / visits", {"surplus@2025": 1.0, "visits@2025": 0.0}).at(YEAR).flags == ()


@pytest.mark.parametrize("income", [0.5, 20.0])
def test_e02_whatever_came_in_without_a_budget_has_no_budget_to_be_measured_by(computed: Make, income: float):
    found = computed("income / budget(income)", {"income@2025": income, "income@2025/budget": 0.0}).at(YEAR)

    assert found.reason is Reason.NO_BUDGET


def test_e02_nothing_of_a_budget_of_nothing_is_not_a_hundred_percent(computed: Make):
    found = computed("income / budget(income)", {"income@2025": 0.0, "income@2025/budget": 0.0}).at(YEAR)

    assert found.reason is Reason.ZERO_DENOMINATOR


def test_e03_a_surplus_of_thirty_on_an_income_of_minus_120_is_not_minus_a_quarter(computed: Make):
    found = computed("surplus / income", {"surplus@2025": 30.0, "income@2025": -120.0}).at(YEAR)

    assert found.reason is Reason.NEGATIVE_DENOMINATOR


def test_e04_debts_above_assets_are_valid_but_nothing_is_measured_by_negative_net_assets(computed: Make):
    ledger = {"debts@2025": 120.0, "assets@2025": 100.0, "net_assets@2025": -20.0, "net_assets@2024": -10.0}

    assert computed("debts / assets", ledger).at(YEAR).value == 1.2
    assert computed("debts / net_assets", ledger).at(YEAR).reason is Reason.NEGATIVE_DENOMINATOR
    growth = computed("(net_assets - prev(net_assets)) / prev(net_assets)", ledger).at(YEAR)
    assert growth.reason is Reason.NEGATIVE_DENOMINATOR


@pytest.mark.parametrize(("income", "flags"), [(0.9, (Flag.UNSTABLE_DENOMINATOR,)), (1.0, ())])
def test_e05_a_denominator_below_a_thousandth_of_total_income_is_computed_and_marked(
    computed: Make, income: float, flags: tuple[Flag, ...]
):
    ledger = {"surplus@2025": 30.0, "income@2025": income, "total_income@2025": 1000.0}

    found = computed("surplus / income", ledger).at(YEAR)

    assert (found.value, found.flags) == (30.0 / income, flags)


def test_e05_bed_days_are_not_held_against_income(computed: Make):
    few = {"surplus@2025": 5.0, "occupied_bed_days@2025": 40.0, "total_income@2025": 1e9}

    assert computed("surplus / occupied_bed_days", few).at(YEAR).flags == ()


@pytest.mark.parametrize(("visits", "flags"), [(29.0, (Flag.UNSTABLE_DENOMINATOR,)), (30.0, ())])
def test_e05_fewer_than_thirty_cases_are_marked(computed: Make, visits: float, flags: tuple[Flag, ...]):
    found = computed("occupied_bed_days / visits", {"occupied_bed_days@2025": 300.0, "visits@2025": visits}).at(YEAR)

    assert found.flags == flags


def test_e06_a_negative_numerator_is_a_negative_ratio(computed: Make):
    assert computed("surplus / income", {"surplus@2025": -5.0, "income@2025": 100.0}).at(YEAR).value == -0.05


def test_e07_without_interest_there_is_no_interest_cover(computed: Make):
    ledger = {"surplus@2025": 30.0, "interest_expense@2025": 0.0}

    found = computed("(surplus + interest_expense) / interest_expense", ledger).at(YEAR)

    assert found.reason is Reason.NOT_APPLICABLE


def test_e08_turnover_days_without_a_flow_are_not_infinite(computed: Make):
    ledger = {"receivables@2025": 10.0, "receivables@2025/open": 10.0, "income@2025": 0.0}

    assert computed("avg(receivables) * days / income", ledger).at(YEAR).reason is Reason.ZERO_DENOMINATOR


def test_e10_a_difference_below_a_line_is_judged_after_the_subtraction(computed: Make):
    ledger = {"surplus@2025": 1.0, "income@2025": 5.0, "total_income@2025": 5.0}

    assert computed("surplus / (income - total_income)", ledger).at(YEAR).reason is Reason.NEGATIVE_DENOMINATOR
    assert computed("surplus / (1 - income / total_income)", ledger).at(YEAR).reason is Reason.NEGATIVE_DENOMINATOR


@pytest.mark.parametrize(
    ("base", "value", "reason"),
    [(40.0, 0.25, None), (-20.0, None, Reason.NEGATIVE_BASE), (0.0, None, Reason.ZERO_DENOMINATOR)],
)
def test_e11_growth_needs_a_positive_base(computed: Make, base: float, value: float | None, reason: Reason | None):
    found = computed("(surplus - prev(surplus)) / prev(surplus)", {"surplus@2025": 50.0, "surplus@2024": base}).at(YEAR)

    assert (found.value, found.reason) == (value, reason)


def test_e11_a_negative_base_to_a_broken_power_has_no_mean_growth(computed: Make):
    ledger = {"net_assets@2025": -8.0, "net_assets@2022": 1.0}

    found = computed("(net_assets / prev(net_assets, 3)) ** (1 / 3) - 1", ledger).at(YEAR)

    assert found.reason is Reason.NEGATIVE_BASE


def test_e12_the_opening_column_serves_averages_when_last_year_is_not_there(computed: Make):
    assert computed("avg(assets)", {"assets@2025": 110.0, "assets@2025/open": 90.0}).at(YEAR).value == 100.0


def test_e12_the_opening_column_of_its_december_serves_a_year_of_months(computed: Make):
    ledger = {"assets@2025-12": 110.0, "assets@2025-12/open": 90.0, "assets@2025": 110.0, "assets@2024-12": 1.0}

    assert computed("open(assets)", ledger).at(YEAR).value == 90.0
    assert computed("avg(assets)", ledger).at(YEAR).value == 100.0


def test_e12_without_an_opening_balance_there_is_no_average_unless_the_closing_one_is_allowed(computed: Make):
    ledger = {"assets@2025": 110.0}

    assert computed("avg(assets)", ledger).at(YEAR).reason is Reason.MISSING_PRIOR
    allowed = computed("avg(assets)", ledger, average="closing_allowed").at(YEAR)
    assert (allowed.value, allowed.flags) == (110.0, (Flag.CLOSING_FOR_AVERAGE,))


def test_e12_growth_takes_the_comparatives_when_last_year_is_not_there(computed: Make):
    ledger = {"income@2025": 110.0, "income@2025/comp": 100.0}

    assert computed("income / prev(income)", ledger).at(YEAR).value == 1.1


def test_e12_growth_of_a_part_of_a_year_takes_the_comparatives_to_date_and_that_of_a_single_month_none(computed: Make):
    ledger = {"income@2025-09/ytd": 110.0, "income@2025-09": 12.0, "income@2025-09/comp": 100.0}

    assert computed("income / prev(income)", ledger).at("2025-09").value == 1.1
    assert computed("income / prev(income)", ledger | {"income@2024-09/ytd": 88.0}).at("2025-09").value == 1.25
    assert computed("income / prev(income)", ledger, basis="month").at("2025-09").reason is Reason.MISSING_PRIOR


def test_e12_growth_without_any_base_says_that_the_prior_year_is_missing(computed: Make):
    assert computed("income / prev(income)", {"income@2025": 110.0}).at(YEAR).reason is Reason.MISSING_PRIOR


def test_e14_a_part_of_a_year_is_annualised_against_a_balance(computed: Make):
    ledger = {"income@2025-03/ytd": 3000.0, "assets@2025-03": 10000.0, "assets@2025-03/open": 10000.0}

    found = computed("annualised(income) / avg(assets)", ledger).at("2025-03")

    assert (found.value, found.flags) == (1.2, (Flag.ANNUALISED,))


def test_e14_below_three_months_the_value_is_shown_and_marked(computed: Make):
    found = computed("annualised(income)", {"income@2025-02/ytd": 200.0}).at("2025-02")

    assert (found.value, found.flags) == (1200.0, (Flag.ANNUALISED, Flag.BELOW_ANNUALISING_MONTHS))


def test_e14_twelve_months_are_annualised_by_exactly_one(computed: Make):
    found = computed("annualised(income)", {"income@2025": 0.1 + 0.2}).at(YEAR)

    assert (found.value, found.flags) == (0.1 + 0.2, ())


def test_e14_days_in_receivables_are_not_annualised_twice(computed: Make):
    ledger = {"receivables@2025-06": 110.0, "receivables@2025-06/open": 90.0, "income@2025-06/ytd": 500.0}

    assert computed("avg(receivables) * days / income", ledger).at("2025-06").value == pytest.approx(36.2)


def test_e14_growth_in_a_part_of_a_year_compares_with_the_same_months(computed: Make):
    ledger = {"income@2025-03/ytd": 330.0, "income@2024-03/ytd": 300.0, "income@2024": 1300.0}

    assert computed("income / prev(income) - 1", ledger).at("2025-03").value == pytest.approx(0.1)


def test_e14_a_budget_is_that_of_the_whole_year(computed: Make):
    ledger = {"income@2025-03/ytd": 300.0, "income@2025/budget": 1200.0}

    assert computed("income / budget(income)", ledger).at("2025-03").value == 0.25


def test_e15_a_month_is_what_the_year_to_date_gained(computed: Make):
    ledger = {"income@2025-01/ytd": 100.0, "income@2025-02/ytd": 250.0}

    assert computed("month(income)", ledger).at("2025-02").value == 150.0
    assert computed("month(income)", ledger).at("2025-01").value == 100.0


def test_e15_the_basis_decides_what_a_bare_flow_is(computed: Make):
    ledger = {"income@2025-02/ytd": 250.0, "income@2025-02": 150.0}

    assert computed("income", ledger).at("2025-02").value == 250.0
    assert computed("income", ledger, basis="month").at("2025-02").value == 150.0


BY_MONTH = {
    "income@2025-01": 100.0, "income@2025-01/ytd": 100.0, "income@2025-02/ytd": 300.0, "income@2025-03/ytd": 600.0,
    "income@2024-03/ytd": 500.0, "income@2024-02/ytd": 350.0, "assets@2025-01": 1000.0, "assets@2025-02": 1200.0,
    "assets@2025-03": 1600.0, "assets@2025-01/open": 800.0, "assets@2025-03/open": 800.0, "surplus@2025-03": 30.0,
    "avg_open_beds@2025-03": 50.0, "avg_open_beds@2025-03/ytd": 40.0, "income@2025/budget": 1200.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "formula", "period", "value"),
    [
        ("a flow is the month's own", "income", "2025-03", 300.0),
        ("a year is twelve of this month", "annualised(income)", "2025-03", 3600.0),
        ("and of January", "annualised(income)", "2025-01", 1200.0),
        ("of an expression too", "annualised(income + surplus)", "2025-03", 3960.0),
        ("of last month", "last(annualised(income))", "2025-03", 2400.0),
        ("of the same month of last year", "annualised(prev(income))", "2025-03", 1800.0),
        ("the year to date where it is named", "ytd(income)", "2025-03", 600.0),
        ("a mean begins where last month ended", "avg(assets)", "2025-03", 1400.0),
        ("in January where the year began", "avg(assets)", "2025-01", 900.0),
        ("last month's mean", "last(avg(assets))", "2025-03", 1100.0),
        ("the opening of the year where it is named", "open(assets)", "2025-03", 800.0),
        ("days of the month", "days", "2025-03", 31.0),
        ("one month", "months", "2025-03", 1.0),
        ("days of stock", "avg(assets) * days / income", "2025-03", 1400 * 31 / 300),
        ("turnover", "annualised(income) / avg(assets)", "2025-03", 3600 / 1400),
        ("a mean of the month", "avg_open_beds", "2025-03", 50.0),
        ("growth on the same month", "income / prev(income) - 1", "2025-03", 1.0),
        ("a month of a whole year's budget", "income / budget(income)", "2025-03", 0.25),
    ],
)
def test_e15_on_the_basis_of_months_a_month_stands_for_itself(
    computed: Make, kind: str, formula: str, period: str, value: float
):
    found = computed(formula, BY_MONTH, basis="month")

    assert found.at(period).value == pytest.approx(value), kind
    assert found.tree(period).value == found.at(period).value, kind


def test_e19_on_the_basis_of_months_the_mean_of_month_ends_is_that_of_the_month(computed: Make):
    found = computed("avg(assets)", BY_MONTH, basis="month", terms={"averages": "monthly"})

    assert found.at("2025-03").value == found.tree("2025-03").value == 1400.0
    assert found.at("2025-01").value == 900.0


def test_e14_by_days_a_month_is_stretched_by_its_own_days(computed: Make):
    found = computed("annualised(income)", BY_MONTH, basis="month", terms={"annualise": "days"})

    assert found.at("2025-03").value == found.tree("2025-03").value == pytest.approx(300 * 365 / 31)


def test_e15_months_add_up_to_the_year_to_date_and_a_gap_is_no_zero(computed: Make):
    months = {"visits@2025-01": 10.0, "visits@2025-02": 20.0, "visits@2025-03": 30.0}

    assert computed("visits", months).at("2025-03").value == 60.0
    gap = {key: value for key, value in months.items() if "02" not in key}
    assert computed("visits", gap).at("2025-03").reason is Reason.MISSING_INPUT


def test_a_year_takes_its_flows_from_its_months_and_its_balances_from_december(computed: Make):
    months = {f"visits@2025-{month:02}": 10.0 for month in range(1, 13)}
    ledger = months | {"beds_open@2025-12": 1200.0, "income@2025": 1.0}

    assert computed("visits", ledger).at(YEAR).value == 120.0
    assert computed("beds_open", ledger).at(YEAR).value == 1200.0


def test_quarters_add_up_too(computed: Make):
    assert computed("income", {"income@2025-Q1": 1.0, "income@2025-Q2": 2.0}).at("2025-Q2").value == 3.0


def test_e17_the_restated_opening_balance_is_the_base(computed: Make):
    ledger = {"assets@2025": 105.0, "assets@2025/open": 95.0, "assets@2024": 100.0}

    assert computed("avg(assets)", ledger).at(YEAR).value == 100.0
    assert computed("assets / prev(assets) - 1", ledger).at(YEAR).value == pytest.approx(0.105263, abs=1e-6)


@pytest.mark.parametrize(
    ("period", "days"),
    [("2025", 365), ("2024", 366), ("2100", 365), ("2024-02", 60), ("2025-10", 304), ("2024-Q1", 91)],
)
def test_e20_days_are_those_of_the_calendar_both_ends_included(computed: Make, period: str, days: int):
    assert computed("days", {f"income@{period}": 1.0}).at(period).value == days


def test_e20_on_the_basis_of_months_days_are_those_of_the_month(computed: Make):
    assert computed("days", {"income@2024-02": 1.0}, basis="month").at("2024-02").value == 29


def test_e20_the_days_of_a_fiscal_year_that_begins_in_july(computed: Make):
    with years_beginning_in(7):
        assert computed("days", {"income@2024-08": 1.0}, first_month=7).at("2024-08").value == 31 + 31


def test_e20_days_stated_by_the_source_come_first(computed: Make):
    assert computed("days", {"period_days@2025": 184.0}).at(YEAR).value == 184


def test_e21_open_bed_days_are_estimated_from_beds_and_marked(computed: Make):
    ledger = {"occupied_bed_days@2024": 36600.0, "beds_open@2024": 100.0}

    found = computed("occupied_bed_days / available_bed_days", ledger).at("2024")

    assert (found.value, found.flags) == (1.0, (Flag.ESTIMATED,))


def test_e21_occupancy_above_one_stays_as_it_is(computed: Make):
    ledger = {"occupied_bed_days@2025": 110.0, "available_bed_days@2025": 100.0}

    found = computed("occupied_bed_days / available_bed_days", ledger).at(YEAR)

    assert (found.value, found.flags) == (1.1, ())


def test_e34_a_blank_loan_on_a_filled_form_is_zero_and_without_the_form_it_is_missing(computed: Make):
    ledger = {"assets@2025": 10.0}

    assert computed("short_term_loans", ledger, forms=(YEAR,)).at(YEAR).value == 0.0
    assert computed("short_term_loans", ledger).at(YEAR).reason is Reason.MISSING_INPUT


def test_e34_a_blank_case_mix_index_is_missing(computed: Make):
    assert computed("cmi", {"assets@2025": 10.0}, forms=(YEAR,)).at(YEAR).reason is Reason.MISSING_INPUT


def test_e48_spending_without_a_budget_has_its_own_reason(computed: Make):
    against_column = {"income@2025": 5.0, "income@2025/budget": 0.0}
    against_table = {"income@2025": 5.0, "budget_income@2025": 0.0}

    assert computed("income / budget(income)", against_column).at(YEAR).reason is Reason.NO_BUDGET
    assert computed("income / budget_income", against_table).at(YEAR).reason is Reason.NO_BUDGET


def test_e48_half_a_yuan_without_a_budget_is_spending_too(computed: Make):
    found = computed("income / budget(income)", {"income@2025": 0.5, "income@2025/budget": 0.0}).at(YEAR)

    assert found.reason is Reason.NO_BUDGET


def test_a_sign_before_a_figure_is_its_own(computed: Make):
    ledger = {"surplus@2025": 30.0, "income@2025": 120.0}

    assert computed("-surplus / income", ledger).at(YEAR).value == -0.25
    assert computed("+surplus / income", ledger).at(YEAR).value == 0.25


def test_e48_a_budget_that_is_not_there_has_it_too(computed: Make):
    assert computed("income / budget(income)", {"income@2025": 5.0}).at(YEAR).reason is Reason.NO_BUDGET


def test_what_is_not_finite_is_no_value(computed: Make):
    assert computed("income * 1e300 * 1e300", {"income@2025": 5.0}).at(YEAR).reason is Reason.INVALID_INPUT


def test_only_a_value_that_rests_on_an_audited_or_doubtful_figure_is_marked_so(
    small_catalog: Make, small_dataset: Make
):
    figures = {f"{item}@{year}": 4.0 for item in ("debts", "assets") for year in ("2023", "2024", "2025")}
    adjusted = {("assets", "renhe", "2024", ""): Adjustment(5.0, -1.0, 4.0, "-", NOWHERE)}
    dataset = replace(small_dataset(figures), adjustments=adjusted)
    terms = Terms(doubtful=frozenset({("debts", "renhe", "2025")}))

    found = compute.indicators(dataset, small_catalog({"it": "debts / assets", "other": "assets"}), terms=terms)

    flags = {
        (name, year): found.at(name, "renhe", year).flags
        for name in ("it", "other")
        for year in ("2023", "2024", "2025")
    }
    assert {key: value for key, value in flags.items() if value} == {
        ("it", "2024"): (Flag.AUDITED,), ("it", "2025"): (Flag.DOUBTFUL,), ("other", "2024"): (Flag.AUDITED,),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "own", "beside"),
    [({}, 0.5, 5.0), ({"invalid_before": WRONG}, 0.5, None), ({"invalid": WRONG}, None, None)],
)
def test_an_error_in_the_column_of_last_year_leaves_the_figures_of_the_year(
    computed: Make, error: dict[str, Any], own: float | None, beside: float | None
):
    ledger = {"income@2025": 4.0, "income@2025/comp": 5.0, "expense@2025": 2.0}

    assert computed("expense / income", ledger, terms=error).at("2025").value == own
    assert computed("comp(income)", ledger, terms=error).at("2025").value == beside
