"""What a year has not, the sheets of the next one tell beside their own figures (E12): values and derivations alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.model.values import Reason

Computing = Callable[..., Any]
SHEETS = {"income@2025": 120.0, "income@2025/comp": 100.0, "visits@2025": 40.0, "visits@2025/comp": 50.0}


def test_a_year_that_nobody_reported_has_what_is_printed_beside_the_next(computed: Computing) -> None:
    assert computed("income / visits", SHEETS).at("2024").value == 2.0
    assert computed("income / visits", SHEETS).at("2025").value == 3.0


def test_balances_are_those_at_the_beginning_of_the_next_year(computed: Computing) -> None:
    ledger = {**SHEETS, "receivables@2025": 30.0, "receivables@2025/open": 25.0}

    assert computed("income / receivables", ledger).at("2024").value == 4.0
    assert computed("receivables", ledger).at("2024").value == 25.0


def test_opening_balances_alone_tell_the_ratios_of_the_year_before(computed: Computing) -> None:
    """A balance sheet beside statements of two years printed last year's balances, and no ratio of them."""
    ledger = {"receivables@2025": 30.0, "receivables@2025/open": 25.0, "income@2024": 100.0, "income@2025": 120.0}

    assert computed("income / receivables", ledger).at("2024").value == 4.0


def test_the_years_own_figures_come_first(computed: Computing) -> None:
    assert computed("income / visits", {**SHEETS, "income@2024": 110.0, "visits@2024": 55.0}).at("2024").value == 2.0
    assert computed("income / visits", {**SHEETS, "income@2024": 150.0}).at("2024").value == 3.0


def test_what_needs_the_year_before_that_is_not_there(computed: Computing) -> None:
    assert computed("income - prev(income)", SHEETS).at("2024").reason is Reason.MISSING_INPUT
    assert computed("income - prev(income)", SHEETS).at("2025").value == 20.0


def test_the_same_of_a_year_to_date(computed: Computing) -> None:
    ledger = {"income@2025-06/ytd": 66.0, "income@2025-06/comp": 60.0}

    assert computed("income", ledger).at("2024-06").value == 60.0
    assert computed("income", ledger, basis="month").at("2024-06").value is None


def test_a_derivation_names_the_cell_beside_the_next_years_figure(computed: Computing) -> None:
    tree = computed("income / visits", SHEETS).tree("2024")

    assert tree.period == "2024"
    assert [(leaf.period, leaf.view, leaf.place.cell) for leaf in tree.items()] == [
        ("2025", "comp", "C2"), ("2025", "comp", "C4"),
    ]  # fmt: skip


@pytest.mark.parametrize("without", ["comp", "later"])
def test_nothing_is_taken_from_elsewhere(computed: Computing, without: str) -> None:
    ledger = {"income@2025": 120.0} if without == "comp" else {"income@2026": 120.0, "income@2026/comp": 100.0}

    assert computed("income", ledger).at("2024").reason is Reason.MISSING_INPUT
