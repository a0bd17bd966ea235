"""Figures as they are printed: units at their bounds, decimals, and what a unit multiplies by."""

from __future__ import annotations

import pytest

from reportgen.catalog import load_catalog
from reportgen.model import printing
from reportgen.model.printing import displayed, table_scale


@pytest.mark.parametrize(
    ("currency", "small", "scale"),
    [
        ("CNY", 5_000.0, 10_000.0),
        ("CNY", 4_999.0, 1.0),
        ("USD", 500_000.0, 1_000_000.0),
        ("USD", 499_999.0, 1_000.0),
        ("USD", 500.0, 1_000.0),
        ("USD", 499.0, 1.0),
    ],
)
def test_amounts_are_told_in_a_unit_of_which_three_in_four_are_half_or_more(currency: str, small: float, scale: float):
    """A small hospital's expense of $70 thousand says nothing as 0.07 million."""
    assert table_scale(currency, [small / 10, small, small * 10, small * 20]) == scale


def test_a_unit_is_as_many_of_the_currency_as_its_name_says():
    assert (printing.WAN, printing.YI) == (1e4, 1e8)
    assert (printing.THOUSAND, printing.MILLION, printing.BILLION) == (1e3, 1e6, 1e9)
    assert displayed(123_456.0, "money") == pytest.approx(12.3456)
    assert displayed(0.123, "percent") == pytest.approx(12.3)


@pytest.mark.parametrize(
    ("unit", "places"),
    [
        ("percent", 2),
        ("times", 2),
        ("ratio", 2),
        ("days", 1),
        ("money", 2),
        ("money_per_person", 2),
        ("count", 0),
        ("score", 1),
        ("per_money", 4),
    ],
)
def test_a_unit_has_the_decimals_of_the_field(unit: str, places: int):
    indicator = load_catalog().indicators["current_ratio"].model_copy(update={"unit": unit, "decimals": None})

    assert printing.decimals(indicator) == places
    assert len(printing.measured(1.0, indicator).partition(".")[2]) == places
