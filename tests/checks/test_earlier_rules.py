"""What the rules of 2012 and 1998 ask of their statements: the allocation of the balance, and sums of each form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.catalog import Catalog
from reportgen.checks.rules import tolerance
from reportgen.checks.trials import foreign

Make = Callable[..., Any]

LOSS = {
    "period_balance_2012@2017": -7.0, "fiscal_basic_carryover_2012@2017": 0.2, "balance_to_allocate_2012@2017": -7.2,
    "open_unrecovered_loss_2012@2017": -1.0, "loss_covered_by_fund_2012@2017": 4.5, "welfare_fund_2012@2017": 0.0,
    "to_business_fund_2012@2017": 0.0, "close_unrecovered_loss_2012@2017": -3.7,
    "unrecovered_loss@2017": -3.7, "unrecovered_loss@2017/open": -1.0, "current_balance_2012@2017": 0.0,
}  # fmt: skip
"""A deficit that the fund does not cover, as the income statement and the balance sheet tell it."""
FORMS = ["会医01@2017", "会医02@2017"]


def rules(checked: Make, figures: dict[str, float], forms: list[str]) -> set[str]:
    return {one.rule for one in checked(figures, forms).findings} - {"W29"}


@pytest.mark.parametrize(
    ("of_case", "form", "told"),
    [
        ("2019", "会政财01@2025", []),
        ("2012", "会医01@2017", []),
        ("2019", "会医01@2025", ["W50"]),
        ("2019", "会医01@2017", []),  # in force then
        ("2012", "会政财01@2017", ["W50"]),  # of rules that came later
    ],
)
def test_w50_forms_of_other_rules_than_the_case_s_when_these_are_in_force(
    ledger: Make, catalog: Catalog, of_case: str, form: str, told: list[str]
):
    assert [one.rule for one in foreign(ledger({}, [form]), catalog, of_case, {"renhe"})] == told


@pytest.mark.parametrize(
    ("text", "share", "is_exact"), [("R", 0, False), ("0", 0, True), ("max(R, 0.1%)", 0.001, False)]
)
def test_a_rule_says_what_it_tolerates(text: str, share: float, *, is_exact: bool):
    assert tolerance(text) == (share, is_exact)


@pytest.mark.parametrize(
    ("item", "value", "told"),
    [
        ("close_unrecovered_loss_2012@2017", -3.7, set()),
        ("close_unrecovered_loss_2012@2017", 3.7, set()),  # some print it without the minus
        ("close_unrecovered_loss_2012@2017", 2.7, {"V100", "V101"}),
        ("balance_to_allocate_2012@2017", -7.0, {"V100"}),
        ("unrecovered_loss@2017", -2.0, {"V101"}),
        ("unrecovered_loss@2017/open", 0.0, {"V101"}),
        ("current_balance_2012@2017", -7.2, {"W60"}),
    ],
)
def test_a_loss_is_allocated_as_both_statements_tell_it(checked: Make, item: str, value: float, told: set[str]):
    assert rules(checked, LOSS | {item: value}, FORMS) == told


@pytest.mark.parametrize(
    ("balance", "loss", "told"),
    [(-4.0, -1.0, set()), (0.0, -5.0, {"W59"}), (-4.0, -5.0, {"W59"}), (4.0, -1.0, {"W59"})],
)
def test_within_the_year_a_deficit_stands_in_its_own_line(checked: Make, balance: float, loss: float, told: set[str]):
    """The loss that is not recovered is that of the start of the year until the balance is allocated."""
    figures = {
        "period_balance_2012@2017-06/ytd": -4.0, "current_balance_2012@2017-06": balance,
        "unrecovered_loss@2017-06": loss, "unrecovered_loss@2017-06/open": -1.0,
    }  # fmt: skip
    assert rules(checked, figures, ["会医01@2017-06", "会医02@2017-06"]) == told


@pytest.mark.parametrize(("form", "before"), [("会医01", "2016"), ("会医01-1998", "2010")])
def test_the_year_opens_with_the_closing_balance_of_the_one_before(checked: Make, form: str, before: str):
    now = str(int(before) + 1)
    figures = {f"cash_and_bank@{before}": 10.0, f"cash_and_bank@{now}/open": 12.0}

    assert rules(checked, figures, [f"{form}@{before}", f"{form}@{now}"]) == {"V64"}


SUMS = [
    ("V102", "会医04", {"fs12_income_total": 3.0, "fs12_income_basic": 1.0, "fs12_income_project": 1.0}),
    ("V103", "会医03", {"cf12_op_net": 3.0, "cf12_op_inflow": 10.0, "cf12_op_outflow": 8.0}),
    ("V48", "会医03", {"net_investing_cash_flow": 3.0, "investing_cash_inflow": 1.0, "investing_cash_outflow": 2.0}),
    (
        "V104",
        "会医01-1998",
        {"fixed_assets_total_1998": 5.0, "fixed_assets_cost": 3.0, "construction_in_progress": 1.0},
    ),
    ("V105", "会医01-1998", {"non_current_liabilities": 5.0, "long_term_loans": 3.0, "long_term_payables": 1.0}),
    ("V106", "会医02附01-1998", {"medical_balance_1998": 1.0, "medical_income_1998": 9.0, "medical_expense_1998": 7.0}),
]


@pytest.mark.parametrize(("rule", "form", "figures"), SUMS, ids=[rule for rule, *_ in SUMS])
def test_a_sum_that_does_not_tie_is_told(checked: Make, rule: str, form: str, figures: dict[str, float]):
    year = "2010" if form.endswith("1998") else "2017"

    assert rule in rules(checked, {f"{item}@{year}": value for item, value in figures.items()}, [f"{form}@{year}"])
