"""The last month of a year and the form of the year: each tells what the other lacks, but never a month's own flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from reportgen import compute
from reportgen.model.values import Reason

Make = Callable[..., Any]
DECEMBER = "2025-12"
GROWTH = "income / prev(income) - 1"


def cells(node: compute.Derivation) -> Iterator[tuple[str, str, str]]:
    """Item, period and cell of every figure at the leaves."""
    if node.kind == "item" and not node.parts and node.place:
        yield node.id, node.period, str(node.place.cell)
    for part in node.parts:
        yield from cells(part)


def test_december_grows_from_the_form_of_the_year_before(computed: Make):
    made = computed(GROWTH, {"income@2025-12/ytd": 120.0, "income@2024": 100.0})

    assert made.at(DECEMBER).value == pytest.approx(0.2)
    assert list(cells(made.tree(DECEMBER))) == [("income", "2025-12", "C1"), ("income", "2024", "C2")]


def test_a_balance_at_the_end_of_december_is_compared_with_that_at_the_end_of_the_year_before(computed: Make):
    ledger = {"assets@2025-12": 110.0, "assets@2024": 100.0, "assets@2024/open": 90.0}

    assert computed("assets / prev(assets) - 1", ledger).at(DECEMBER).value == pytest.approx(0.1)
    assert computed("avg(assets)", ledger).at(DECEMBER).value == 105.0
    assert computed("prev(avg(assets))", ledger).at(DECEMBER).value == 95.0
    assert computed("last(assets)", ledger | {"assets@2025-01": 1.0}).at("2025-01").value == 100.0


def test_the_flow_of_one_month_is_never_that_of_a_year(computed: Make):
    ledger = {"income@2025-12": 12.0, "income@2025-12/ytd": 120.0, "income@2024": 100.0}

    assert computed("prev(month(income))", ledger).at(DECEMBER).reason is Reason.MISSING_PRIOR
    assert computed(GROWTH, ledger, basis="month").at(DECEMBER).reason is Reason.MISSING_PRIOR
    assert computed("prev(ytd(income))", ledger, basis="month").at(DECEMBER).value == 100.0
    assert (
        computed("last(income)", {"income@2025-01": 1.0, "income@2024": 100.0}, basis="month").at("2025-01").value
        is None
    )


def test_a_month_within_the_year_is_not_told_by_it(computed: Make):
    assert (
        computed(GROWTH, {"income@2025-11/ytd": 120.0, "income@2024": 100.0}).at("2025-11").reason
        is Reason.MISSING_PRIOR
    )


def test_what_december_states_itself_comes_first(computed: Make):
    ledger = {"income@2025-12/ytd": 120.0, "income@2024-12/ytd": 80.0, "income@2024": 100.0, "assets@2024": 7.0}

    assert computed(GROWTH, ledger).at(DECEMBER).value == pytest.approx(0.5)
    assert computed("prev(assets)", ledger).at(DECEMBER).value == 7.0  # the row of 2024-12 lacks it
    assert computed("assets", ledger | {"assets@2025": 9.0}).at(DECEMBER).value == 9.0


def test_last_years_column_of_the_form_of_the_year_is_that_of_december(computed: Make):
    ledger = {"income@2025-12/ytd": 120.0, "income@2025/comp": 60.0, "assets@2025": 1.0}

    assert computed(GROWTH, ledger).at(DECEMBER).value == 1.0
    assert computed(GROWTH, ledger, basis="month").at(DECEMBER).value is None


def test_the_last_quarter_is_told_by_the_year_as_december_is(computed: Make):
    assert computed(GROWTH, {"income@2025-Q4/ytd": 120.0, "income@2024": 100.0}).at("2025-Q4").value == pytest.approx(
        0.2
    )


def test_a_figure_in_error_is_not_replaced_by_that_of_the_year(computed: Make):
    ledger = {"assets@2025-12": 5.0, "assets@2025": 9.0}
    terms = {"invalid": frozenset({("assets", "renhe", DECEMBER)})}

    assert computed("assets", ledger, terms=terms).at(DECEMBER).reason is Reason.INVALID_INPUT


def test_what_december_begins_with_is_not_what_the_year_began_with(computed: Make):
    assert (
        computed("inpatients_begin", {"inpatients_begin@2025": 30.0, "income@2025-12": 1.0}).at(DECEMBER).value is None
    )


def test_a_change_of_rules_between_the_years_still_bars_the_way(computed: Make):
    ledger = {"income@2025-12/ytd": 120.0, "income@2024": 100.0}

    assert computed(GROWTH, ledger, terms={"breaks": (2025,)}).at(DECEMBER).reason is Reason.NOT_COMPARABLE


@pytest.mark.parametrize("end", ["2024-12", "2024-Q4"])
def test_an_indicator_of_a_december_that_is_not_there_is_that_of_the_form_of_its_year(computed: Make, end: str):
    ledger = {"income@2025-12/ytd": 120.0, "income@2024-11/ytd": 90.0, "income@2024": 100.0, "expense@2024": 80.0}
    ledger |= {"income@2023": 60.0}

    assert computed("expense / income", ledger).at(end).value == pytest.approx(0.8)
    assert computed("expense / income", ledger, basis="month").at(end).value is None
    assert computed("month(income)", ledger).at(end).value is None
    assert computed("income - last(income)", ledger).at(end).value is None
    assert computed("expense / income", ledger).at("2024-10").value is None
