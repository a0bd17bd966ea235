"""A blank cell of a filled form means zero only in a column that the form has: what no line has, the paper does not print."""

from __future__ import annotations

import math
import random
from typing import Final

import pytest

from reportgen.catalog import load_catalog
from reportgen.compute.calendar import Calendar
from reportgen.compute.cells import Cells
from reportgen.compute.figures import Figures
from reportgen.compute.nil import NilLines
from reportgen.formula.context import Aspect
from reportgen.model.dataset import Dataset, FormReading, Observation, View, from_observations
from reportgen.model.period import Period
from reportgen.model.place import NOWHERE

CATALOG: Final = load_catalog()
BALANCE, INCOME = "会政财01", "会政财02"


def dataset(figures: dict[str, float], form: str, *periods: str) -> Dataset:
    """Figures by `item@period/view`, on a form that is filled in some periods."""
    found = []
    for key, value in figures.items():
        at, _, view = key.partition("/")
        item, _, period = at.partition("@")
        found.append(Observation(item, "h", period, View(view), value, CATALOG.items[item].unit, NOWHERE))
    return from_observations(found, [FormReading("h", one, form, NOWHERE, rows=40, filled=20) for one in periods])


def figure(data: Dataset, item: str, period: str, aspect: Aspect) -> float | None:
    """A figure by both engines, which have to agree."""
    rows = Figures(data, CATALOG.items, Calendar.of_index(data.values.index, 1)).figure(item, aspect)
    value = float(rows[list(data.values.index).index(("h", period))])
    cell = Cells(data, CATALOG.items, "h").figure(item, Period.parse(period), aspect)
    assert (None if math.isnan(value) else value) == (None if cell is None else cell.value)
    return None if cell is None else cell.value


CLOSING = {
    "cash_and_bank@2024": 21.0, "short_term_loans@2024": 5.0, "cash_and_bank@2025-09": 22.8, "short_term_loans@2025-09": 5.0,
}  # fmt: skip


def test_a_form_without_opening_balances_has_those_of_last_year() -> None:
    """They were nil where a blank means zero: loans seemed to be taken up this year."""
    found = dataset(CLOSING, BALANCE, "2024", "2025-09")

    assert figure(found, "cash_and_bank", "2025-09", Aspect.OPEN) == 21.0
    assert figure(found, "short_term_loans", "2025-09", Aspect.OPEN) == 5.0
    assert figure(found, "long_term_loans", "2025-09", Aspect.OPEN) == 0.0  # blank in a column that both forms have


def test_without_any_opening_balance_none_is_nil() -> None:
    found = dataset({"cash_and_bank@2025-09": 22.8}, BALANCE, "2025-09")

    assert figure(found, "short_term_loans", "2025-09", Aspect.BASIS) == 0.0
    assert figure(found, "short_term_loans", "2025-09", Aspect.OPEN) is None


def test_a_blank_beside_opening_balances_is_nil() -> None:
    found = dataset({**CLOSING, "cash_and_bank@2025-09/open": 21.0}, BALANCE, "2024", "2025-09")

    assert figure(found, "short_term_loans", "2025-09", Aspect.OPEN) == 0.0


@pytest.mark.parametrize(("printed", "expected"), [({}, 10.0), ({"fiscal_income@2025-02/ytd": 300.0}, 0.0)])
def test_a_form_without_a_column_to_date_adds_its_months(printed: dict[str, float], expected: float) -> None:
    months = {"fiscal_income@2025-01": 100.0, "commercial_income@2025-01": 10.0, "fiscal_income@2025-02": 200.0}
    found = dataset(months | printed, INCOME, "2025-01", "2025-02")

    assert figure(found, "commercial_income", "2025-02", Aspect.MONTH) == 0.0
    assert figure(found, "commercial_income", "2025-02", Aspect.YEAR_TO_DATE) == expected


def test_a_total_that_nothing_divides_says_nothing_of_its_parts() -> None:
    """Project money of a hospital that states its appropriation in one line was nil, and so was research income."""
    whole = {"total_income@2025": 90.0, "fiscal_income@2025": 30.0, "business_income@2025": 60.0}
    found = dataset(whole, INCOME, "2025")

    assert figure(found, "fiscal_project_income", "2025", Aspect.BASIS) is None
    assert figure(found, "science_education_income", "2025", Aspect.BASIS) is None
    assert figure(found, "interest_income", "2025", Aspect.BASIS) == 0.0  # a line of a total that others divide

    divided = dataset(whole | {"medical_income@2025": 60.0}, INCOME, "2025")
    assert figure(divided, "science_education_income", "2025", Aspect.BASIS) == 0.0


def test_what_a_total_leaves_nothing_for_is_nil() -> None:
    """A short balance sheet that adds up has no prepayments and no intangible assets, whatever it does not print."""
    assets = {"cash_and_bank@2025": 20.0, "inventories@2025": 5.0, "current_assets@2025": 25.0}
    found = dataset(assets, BALANCE, "2025")

    assert figure(found, "prepayments", "2025", Aspect.BASIS) == 0.0
    assert figure(found, "fixed_assets_net", "2025", Aspect.BASIS) is None  # nothing tells its total

    short = dataset(assets | {"current_assets@2025": 26.0}, BALANCE, "2025")
    assert figure(short, "prepayments", "2025", Aspect.BASIS) is None

    rest = dataset(assets | {"other_current_assets@2025": 3.0, "current_assets@2025": 28.0}, BALANCE, "2025")
    assert figure(rest, "prepayments", "2025", Aspect.BASIS) is None  # it may be among what remains


def test_the_lines_of_a_total_that_is_nil_are_nil() -> None:
    spent = {"total_expense@2025": 50.0, "business_activity_expense@2025": 50.0}
    found = dataset(spent, INCOME, "2025")

    assert figure(found, "admin_expense", "2025", Aspect.BASIS) == 0.0
    assert figure(found, "admin_expense_other_funds", "2025", Aspect.BASIS) == 0.0
    assert figure(found, "business_activity_expense_other_funds", "2025", Aspect.BASIS) is None


def test_a_total_without_a_figure_is_not_nil_where_a_line_of_it_has_one() -> None:
    figures = {"total_liabilities@2025": 500.0, "current_liabilities@2025": 200.0}
    loans = {"long_term_loans@2025": 250.0}

    assert figure(dataset(figures, BALANCE, "2025"), "non_current_liabilities", "2025", Aspect.BASIS) == 0.0
    assert figure(dataset(figures | loans, BALANCE, "2025"), "non_current_liabilities", "2025", Aspect.BASIS) is None


def test_parts_of_a_surplus_that_nobody_states_are_not_nil() -> None:
    """A hospital that states its surplus alone had no surplus on projects and none on research, though nobody said so."""
    whole = {"total_income@2025": 90.0, "total_expense@2025": 80.0, "period_surplus@2025": 10.0}
    parts = ("fiscal_project_surplus", "medical_surplus", "science_education_surplus")
    found = dataset(whole, INCOME, "2025")
    divided = dataset(whole | {"medical_surplus@2025": 10.0}, INCOME, "2025")

    assert [figure(found, part, "2025", Aspect.BASIS) for part in parts] == [None, None, None]
    assert [figure(divided, part, "2025", Aspect.BASIS) for part in parts] == [0.0, 10.0, 0.0]


CASH = {"cash_and_bank@2025": 20.0, "current_assets@2025": 20.0}
PAYABLE = {"accounts_payable@2025": 8.0, "current_liabilities@2025": 8.0}


@pytest.mark.parametrize(
    ("item", "figures", "is_nil", "is_proved"),
    [
        ("prepayments", CASH, True, True),
        ("prepayments", CASH | {"current_assets@2025": 20.01}, False, False),
        ("prepayments", CASH | {"other_current_assets@2025": 2.0, "current_assets@2025": 22.0}, False, False),
        ("prepayments", {"cash_and_bank@2025": 20.0}, False, False),
        ("short_term_loans", PAYABLE, True, True),
        ("short_term_loans", PAYABLE | {"current_liabilities@2025": 9.0}, True, False),
        ("short_term_loans", PAYABLE | {"other_payables@2025": 2.0, "current_liabilities@2025": 10.0}, True, True),
        ("short_term_loans", {"current_liabilities@2025": 8.0}, False, False),
        ("short_term_loans", {"current_liabilities@2025": 0.0}, True, False),
        ("total_assets", CASH, False, False),
        ("fixed_assets_cost", {"total_assets@2025": 20.0, **CASH}, True, True),
        ("fixed_assets_cost", {"total_assets@2025": 25.0, **CASH}, False, False),
    ],
)
def test_a_blank_line_is_proved_to_be_nil_where_the_others_come_to_their_total(
    item: str, figures: dict[str, float], *, is_nil: bool, is_proved: bool
) -> None:
    """What is commonly left out is nil without that proof, but never where a total stands alone."""
    lines = NilLines(dataset(figures, BALANCE, "2025"), CATALOG.items, "h")

    assert (lines.is_nil(item, "2025", ""), lines.is_proved(item, "2025", "")) == (is_nil, is_proved)


@pytest.mark.parametrize(
    ("item", "figures", "is_nil"),
    [
        ("prepayments", CASH, True),
        ("prepayments", CASH | {"prepayments@2025": 0.0}, False),
        ("short_term_loans", PAYABLE, True),
        ("short_term_loans", PAYABLE | {"short_term_loans@2025": 2.0}, False),
        ("prepayments", {"cash_and_bank@2025": 20.0}, False),
    ],
)
def test_a_line_counts_as_blank_only_where_nothing_stands_in_it(item: str, figures: dict[str, float], *, is_nil: bool):
    found = Cells(dataset(figures, BALANCE, "2025"), CATALOG.items, "h")

    assert found.is_nil(item, Period.parse("2025"), Aspect.BASIS) is is_nil


@pytest.mark.parametrize("seed", range(12))
def test_a_report_explains_a_blank_as_its_tables_compute_with_it(seed: int) -> None:
    """Lines that come to their total or miss it, are there or not, some of them further divided."""
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    lines = {
        "current_assets": ("cash_and_bank", "prepayments", "inventories", "other_current_assets"),
        "non_current_assets": ("fixed_assets_net", "lt_equity_investments"),
        "fixed_assets_net": ("fixed_assets_cost", "fixed_assets_accum_depr"),
        "total_assets": ("current_assets", "non_current_assets"),
        "current_liabilities": ("short_term_loans", "accounts_payable", "other_payables"),
    }
    names = {name for total, parts in lines.items() for name in (total, *parts)}
    figures = {name: dice.choice([0.0, 3.0, 7.0, 10.0]) for name in sorted(names) if dice.random() < 0.5}
    for total, parts in lines.items():
        if total in figures and dice.random() < 0.6:
            figures[total] = sum(CATALOG.items[part].sign != "-" and figures.get(part, 0.0) for part in parts)
    found = dataset(
        {f"{name}@2025": value for name, value in figures.items()} | {"net_assets@2025": 9.0}, BALANCE, "2025"
    )

    for name in names:
        told = figure(found, name, "2025", Aspect.BASIS)
        assert told == figures.get(name, told)
