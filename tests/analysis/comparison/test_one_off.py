"""Figures without one-off events, restated opening balances, and where the money went."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import pytest

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable

EVENTS = [
    ("偶发事项表",),
    ("2025年度",),
    ("项目编号", "偶发金额", "偶发原因"),
    ("total_income", 30, "捐赠"),
    ("total_income", 5, "保险赔款"),
]


@pytest.mark.serves("003-147")
def test_adjusted_and_one_off_make_up_what_was_reported(tmp_path: Path):
    found = case(tmp_path, {"total_income@2025": 100.0}, "2025", tables={"one": EVENTS})["comparison.one_off"].adjusted[
        0
    ]

    assert (found.item, found.adjusted.value) == ("total_income", 65.0)
    assert [event.reason for event in found.events] == ["捐赠", "保险赔款"]
    assert found.adjusted.value + sum(event.amount.value for event in found.events) == found.reported.value
    assert found.events[0].amount.places[0].cell == "B4"


@pytest.mark.serves("003-147")
def test_a_restated_opening_balance_is_shown_beside_last_years(tmp_path: Path):
    figures = {"net_assets@2024": 50.0, "net_assets@2025": 60.0, "net_assets@2025:open": 52.0}
    found = case(tmp_path, figures, "2025")["comparison.one_off"].restated

    assert [(one.item, one.closing.value, one.opening.value, one.difference.value) for one in found] == [
        ("net_assets", 50, 52, 2)
    ]


@pytest.mark.serves("003-138")
@pytest.mark.parametrize("period", ["2026-10", "2025", "2026-01"])
def test_sources_equal_uses_and_the_change_of_cash(period: str):
    found = sample(period)["comparison.sources_and_uses"]

    sources, uses = (fsum(one.amount.value for one in side) for side in (found.sources, found.uses))
    assert sources == pytest.approx(uses + found.cash.amount.value, abs=0.01)
    books = sample(period).books
    change = books.to_date("cash_and_bank").value - books.opening("cash_and_bank").value
    assert found.cash.amount.value == pytest.approx(change)
    assert all(one.amount.value > 0 for one in (*found.sources, *found.uses))


def test_without_opening_balances_they_are_what_is_missing(tmp_path: Path):
    """A hospital in its first year was asked for its cash, which its statement has."""
    figures = {"cash_and_bank@2025": 5.0, "total_assets@2025": 50.0, "liabilities_and_net_assets_total@2025": 50.0}
    found = case(tmp_path, figures, "2025")["comparison.sources_and_uses"]

    assert isinstance(found, Unavailable)
    assert found.why == "opening"


def test_a_balance_sheet_that_does_not_balance_says_nothing_of_money(tmp_path: Path):
    figures = {
        "cash_and_bank@2025": 5.0, "cash_and_bank@2025:open": 3.0, "total_assets@2025": 50.0, "total_assets@2025:open": 40.0,
        "liabilities_and_net_assets_total@2025": 49.0, "liabilities_and_net_assets_total@2025:open": 40.0,
    }  # fmt: skip
    found = case(tmp_path, figures, "2025")["comparison.sources_and_uses"]

    assert isinstance(found, Unavailable)
    assert found.why == "parts"
