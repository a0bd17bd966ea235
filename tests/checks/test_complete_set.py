"""The statements that make a set: of which period they are asked for, and what stands for one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reportgen.catalog import Catalog
from reportgen.checks.complete_set import absent, can_state, findings, is_on, share_there
from reportgen.model.finding import Finding
from reportgen.model.place import Place

Make = Callable[..., Any]
ROWS = ("2023", "2024", "2025-05", "2025-06")


def in_own_words(ledger: Make, figures: dict[str, float], *periods: str, forms: tuple[str, ...] = ()) -> Any:
    return replace(ledger(figures, forms), in_own_words=frozenset(("renhe", period) for period in periods))


def asked(dataset: Any, catalog: Catalog, rows: tuple[str, ...] = ROWS) -> set[tuple[object, object]]:
    told = findings(dataset, catalog, [("renhe", period) for period in rows])
    return {(one.facts["period"], one.facts["item"]) for one in told}


@pytest.mark.parametrize("rows", [ROWS, ROWS[::-1]])
def test_of_each_length_the_newest_period_is_asked_for_its_set(
    ledger: Make, catalog: Catalog, rows: tuple[str, ...]
) -> None:
    """Earlier ones may stand beside it as columns of a few lines; a month is not asked for its cash flows."""
    dataset = in_own_words(ledger, {f"total_assets@{period}": 1.0 for period in ROWS}, *ROWS)

    assert asked(dataset, catalog, rows) == {
        ("2024", "total_income"), ("2024", "net_operating_cash_flow"), ("2025-06", "total_income"),
    }  # fmt: skip


def test_a_year_of_which_there_is_only_a_budget_has_not_come_yet(ledger: Make, catalog: Catalog) -> None:
    figures = {"total_assets@2024": 1.0, "total_expense@2025/budget": 1.0}

    assert {period for period, _ in asked(in_own_words(ledger, figures, "2024", "2025"), catalog, ("2024", "2025"))} == {
        "2024"
    }  # fmt: skip


@pytest.mark.parametrize("forms", [(), ("会政财01@2025",)])
def test_official_forms_and_tables_of_ids_are_no_set(ledger: Make, catalog: Catalog, forms: tuple[str, ...]) -> None:
    own = in_own_words(ledger, {"total_assets@2025": 1.0}, *([] if not forms else ["2025"]), forms=forms)

    assert [*absent(own, catalog, "renhe", "2025")] == []
    assert share_there(own, catalog, "renhe", "2025") == 1.0


def test_forms_of_another_period_or_hospital_do_not_stand_for_a_set(ledger: Make, catalog: Catalog) -> None:
    forms = ("会政财01@2024", "other:会政财01@2025")
    own = in_own_words(ledger, {"total_assets@2025": 1.0, "other:total_assets@2025": 1.0}, "2025", forms=forms)

    assert [*absent(own, catalog, "renhe", "2025")] == ["operations", "cash_flows"]


@pytest.mark.parametrize(
    ("stated", "period", "lacks"),
    [
        ("total_assets@2025-12", "2025-12", False),
        ("total_assets@2025", "2025-12", False),  # the balance at the end of the year
        ("total_assets@2025", "2025-11", True),
        ("total_income@2025", "2025-12", True),  # the income of a year is not that of a month
        ("total_income@2025-12/ytd", "2025-12", False),
        ("total_income@2025-12/budget", "2025-12", True),
    ],
)
def test_a_balance_at_the_end_of_the_year_is_that_of_its_last_month_too(
    ledger: Make, catalog: Catalog, stated: str, period: str, *, lacks: bool
) -> None:
    own = in_own_words(ledger, {stated: 1.0}, period)
    statement = "balance_sheet" if "assets" in stated else "operations"

    assert (statement in absent(own, catalog, "renhe", period)) is lacks


def told(*places: Place, **facts: Any) -> Finding:
    return Finding("W54", places[0], facts, places=places[1:])


@pytest.mark.parametrize(
    ("finding", "on"),
    [
        (told(Place("a.xlsx")), True),  # a whole workbook
        (told(Place("a.xlsx", "S")), True),
        (told(Place("a.xlsx", "T")), False),
        (told(Place("b.xlsx", "S")), False),
        (told(Place("b.xlsx"), Place("a.xlsx", "S")), True),
        (told(Place("a.xlsx", "S"), letters=("C/D",)), True),
        (told(Place("a.xlsx", "S"), letters=("E/F",)), False),
        (told(Place("a.xlsx", "T"), Place("a.xlsx", "S"), letters=("C/D", "E/F")), False),
        (told(Place("a.xlsx", "T"), Place("a.xlsx", "S"), letters=("E/F", "C/D")), True),
    ],
)
def test_a_cell_is_on_a_mistaken_workbook_sheet_or_column(finding: Finding, *, on: bool) -> None:
    assert is_on(Place("a.xlsx", "S", "D4"), finding) is on
    assert is_on(Place("a.xlsx", "S"), finding) is (on or finding.facts.get("letters") is not None)


@pytest.mark.parametrize(
    ("item", "can"),
    [
        ("total_visits", True),  # on no official form
        ("accounts_receivable_net", True),  # named in words of their own
        ("prepayments", True),  # of a statement that they have
        ("bco_open", False),  # of a schedule of the official forms
    ],
)
def test_statements_without_forms_have_lines_of_what_their_statements_hold(
    catalog: Catalog,
    item: str,
    can: bool,  # noqa: FBT001
) -> None:
    assert can_state(catalog, item) is can
