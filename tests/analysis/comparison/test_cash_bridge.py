"""From the opening to the closing balance of cash: own flows, what filled the gap, and who carries the largest use."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import case, sample
from analysis.registers import with_rows, written
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.comparison.cash_bridge import _without_refinancing
from reportgen.analysis.comparison.common_size import Movement, SourcesAndUses

OPEN = {"cash_and_bank": 100.0, "accounts_receivable_net": 50.0, "fixed_assets_net": 200.0, "short_term_loans": 30.0,
        "accounts_payable": 40.0, "net_assets": 280.0, "total_assets": 350.0, "liabilities_and_net_assets_total": 350.0}  # fmt: skip
CLOSE = {"cash_and_bank": 90.0, "accounts_receivable_net": 80.0, "fixed_assets_net": 210.0, "short_term_loans": 45.0,
         "accounts_payable": 52.0, "net_assets": 283.0, "total_assets": 380.0, "liabilities_and_net_assets_total": 380.0}  # fmt: skip


def of(folder: Path, **more: float):
    figures = {f"{item}@2025:open": value for item, value in OPEN.items()}
    figures |= {f"{item}@2025": value for item, value in {**CLOSE, **more}.items()}
    return case(folder, figures, "2025")["comparison.cash_bridge"]


@pytest.mark.slow
@pytest.mark.parametrize("period", ["2026-10", "2025", "2026-03"])
def test_steps_lead_from_the_opening_to_the_closing_balance(period: str):
    found = sample(period)["comparison.cash_bridge"]

    assert found.start.value + found.own_sum + found.filled_sum == pytest.approx(found.end.value, abs=0.01)


def test_own_flows_are_the_surplus_what_costs_no_cash_and_all_uses(tmp_path: Path):
    found = of(tmp_path, period_surplus=5.0, depreciation_expense=20.0, amortisation_expense=0.0)
    own = {one.id: one.amount.value for one in found.own}

    assert own == {"surplus": 5.0, "equity": -2.0, "unpaid": 20.0, "capital": -30.0, "accounts_receivable_net": -30.0}
    assert {one.id: one.amount.value for one in found.filled} == {"short_term_loans": 15.0, "accounts_payable": 12.0}
    assert (found.own_sum, found.filled_sum) == (-37.0, 27.0)


@pytest.mark.parametrize("result", ["period_surplus", "period_balance_2012", "balance_1998"])
def test_the_result_is_a_step_by_whatever_name_its_rules_have_it(tmp_path: Path, result: str):
    """The deficit of a hospital under the rules of 2012 was lost in “other equity”."""
    own = {one.id: one.amount.value for one in of(tmp_path, **{result: -5.0}).own}

    assert (own["surplus"], own["equity"]) == (-5.0, 8.0)


def test_receivables_that_were_collected_are_own_money_and_not_borrowed(tmp_path: Path):
    found = of(tmp_path, accounts_receivable_net=20.0, other_payables=0.0, accounts_payable=40.0,
               total_assets=320.0, liabilities_and_net_assets_total=320.0, short_term_loans=30.0,
               net_assets=250.0)  # fmt: skip

    assert {one.id: one.amount.value for one in found.own}["accounts_receivable_net"] == 30.0
    assert found.filled == ()


def test_one_kind_of_plant_alone_is_not_lost(tmp_path: Path):
    found = of(tmp_path)  # no depreciation, no surplus: one step each

    assert {one.id: one.amount.value for one in found.own} == {
        "net_assets": 3.0, "plant_net": -10.0, "accounts_receivable_net": -30.0,
    }  # fmt: skip
    assert found.start.value + found.own_sum + found.filled_sum == found.end.value


def test_what_comes_out_of_plant_is_no_spending(tmp_path: Path):
    sold = of(tmp_path, period_surplus=5.0, depreciation_expense=4.0, amortisation_expense=0.0, fixed_assets_net=80.0)

    assert {one.id: one.amount.value for one in sold.own}.keys() >= {"unpaid", "plant_less"}


def test_what_falls_due_within_a_year_is_neither_repaid_nor_borrowed(tmp_path: Path):
    before = {f"{item}@2025:open": value for item, value in OPEN.items()} | {
        "long_term_loans@2025:open": 107.0, "current_portion_non_current_liabilities@2025:open": 5.0,
        "total_assets@2025:open": 462.0, "liabilities_and_net_assets_total@2025:open": 462.0,
    }  # fmt: skip
    after = {f"{item}@2025": value for item, value in CLOSE.items()} | {
        "long_term_loans@2025": 102.0, "current_portion_non_current_liabilities@2025": 6.0,
        "total_assets@2025": 488.0, "liabilities_and_net_assets_total@2025": 488.0,
    }  # fmt: skip
    found = case(tmp_path, before | after, "2025")["comparison.cash_bridge"]

    steps = {one.id: one.amount.value for one in (*found.own, *found.filled)}
    assert steps["long_term_loans"] == -4.0
    assert "current_portion_non_current_liabilities" not in steps
    assert found.start.value + found.own_sum + found.filled_sum == found.end.value


def test_debts_that_grew_are_told_though_own_flows_cover_the_use(tmp_path: Path):
    """That none of the same term grew would be false, whatever the surplus brought."""
    found = of(tmp_path, accounts_receivable_net=55.0, net_assets=310.0, period_surplus=30.0,
               total_assets=407.0, liabilities_and_net_assets_total=407.0, cash_and_bank=142.0)  # fmt: skip
    assert found.own_sum > 0

    assert {one.id for one in found.funding.sources} == {"short_term_loans", "accounts_payable"}


def test_money_tied_up_for_short_is_held_against_sources_of_short_term(tmp_path: Path):
    funding = of(tmp_path).funding

    assert (funding.use.id, funding.amount) == ("accounts_receivable_net", 30.0)
    assert [(one.id, one.amount.value) for one in funding.sources] == [
        ("short_term_loans", 15.0),
        ("accounts_payable", 12.0),
    ]
    assert funding.own == pytest.approx(3.0)
    assert funding.owed_share == pytest.approx(0.9)


@pytest.mark.parametrize("debt", ["long_term_loans", "current_portion_non_current_liabilities"])
@pytest.mark.parametrize(
    ("new", "repaid", "left"),
    [
        (15.0, 20.0, {"net_repayment": -5.0}),
        (15.0, 10.0, {"short_term_loans": 5.0}),
        (15.0, 15.0, {}),
    ],
)
def test_short_loans_that_only_took_the_place_of_long_ones_carry_nothing(
    debt: str, new: float, repaid: float, left: dict[str, float]
):
    lent = (Movement("short_term_loans", Figure(new)), Movement("accounts_payable", Figure(12.0)))
    used = (Movement(debt, Figure(repaid)), Movement("inventories", Figure(30.0)))
    found = _without_refinancing(SourcesAndUses(lent, used, Movement("cash_and_bank", Figure(0.0)), 0.0))
    rest = {one.id: one.amount.value for one in found.sources} | {
        one.id: -(one.amount.value or 0) for one in found.uses
    }

    assert rest == {"accounts_payable": 12.0, "inventories": -30.0, **left}


def test_debts_that_grew_by_more_than_the_use_are_told_with_all_that_they_grew(tmp_path: Path):
    funding = of(tmp_path, short_term_loans=75.0, net_assets=253.0).funding

    assert {one.id: one.amount.value for one in funding.sources} == {"short_term_loans": 45.0, "accounts_payable": 12.0}
    assert funding.own == 0.0
    assert funding.owed_share == pytest.approx(57.0 / 30.0)


def test_debts_beyond_a_year_that_no_line_names_are_told_all_the_same(tmp_path: Path):
    """A balance sheet of sums alone: that no debt of the same term grew would be false."""
    figures = {f"{item}@2025:open": value for item, value in {
        "cash_and_bank": 100.0, "fixed_assets_net": 200.0, "net_assets": 200.0, "current_liabilities": 60.0,
        "total_liabilities": 100.0, "total_assets": 300.0, "liabilities_and_net_assets_total": 300.0}.items()}  # fmt: skip
    figures |= {f"{item}@2025": value for item, value in {
        "cash_and_bank": 90.0, "fixed_assets_net": 250.0, "net_assets": 210.0, "current_liabilities": 30.0,
        "total_liabilities": 130.0, "total_assets": 340.0, "liabilities_and_net_assets_total": 340.0}.items()}  # fmt: skip
    funding = case(tmp_path, figures, "2025")["comparison.cash_bridge"].funding

    assert (funding.use.id, funding.sources) == ("fixed_assets_net", ())
    assert (funding.untold.id, funding.untold.amount.value) == ("non_current_liabilities", 60.0)


def test_payers_stand_in_the_use_as_long_as_they_leave_nothing_below_zero():
    funding = sample()["comparison.cash_bridge"].funding
    parts = {one.id: round(one.amount.value) for one in funding.parts}

    assert parts == {"市职工医保": 27219026, "市居民医保": 17751539, "异地就医结算": 8284052, "省直医保": 4142026}
    assert 0 < funding.amount - sum(parts.values()) < 1_775_154  # what the next payer owes more would not fit


def test_without_the_ages_of_the_start_nobody_is_named():
    gone = with_rows("receivables_ageing", lambda row: None if row.period.startswith("2025") else row)

    assert gone.analysis["comparison.cash_bridge"].funding.parts == ()


def test_a_blank_amount_of_a_payer_leaves_the_payer_out():
    blank = with_rows(
        "receivables_ageing", lambda row: written(row, owed=None) if row.text("payer") == "市职工医保" else row
    )

    assert "市职工医保" not in {one.id for one in blank.analysis["comparison.cash_bridge"].funding.parts}


def test_without_a_balance_sheet_there_is_no_bridge(tmp_path: Path):
    assert isinstance(case(tmp_path, {"cash_and_bank@2025": 5.0}, "2025")["comparison.cash_bridge"], Unavailable)
