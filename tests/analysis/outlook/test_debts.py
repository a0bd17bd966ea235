"""Loans by the month in which they fall due, the heap among them, and what was borrowed."""

from __future__ import annotations

import pytest

from analysis.cases import sample
from analysis.registers import with_rows, written
from reportgen.analysis.answer import Unavailable
from reportgen.model.registers import Record


def test_loans_stand_in_the_months_in_which_they_fall_due():
    found = sample()["outlook.debts"]

    assert dict(found.months) | {"2026-12": 0.0, "2027-05": 0.0, "2027-06": 0.0} == dict.fromkeys(
        dict(found.months), 0.0
    )
    assert (found.months[1], found.months[6], found.months[7]) == (
        ("2026-12", 10_500_000.0), ("2027-05", 40_000_000.0), ("2027-06", 30_000_000.0),
    )  # fmt: skip
    assert found.soon == 10_500_000.0
    assert found.total == 80_500_000.0


def test_neighbouring_months_are_one_heap_with_a_years_interest_at_their_rates():
    heap = sample()["outlook.debts"].heap

    assert (heap.months, heap.amount, heap.at, heap.first_day) == (("2027-05", "2027-06"), 70e6, 6, "2027-05-20")
    assert heap.interest == pytest.approx(70e6 * 0.031)


def test_what_is_little_beside_the_cash_is_no_heap():
    def small(row: Record) -> Record:
        return written(row, outstanding=min(row.number("outstanding") or 0.0, 15e6))

    assert with_rows("debts", small).analysis["outlook.debts"].heap is None  # 30 of 319 millions


def test_a_rate_that_is_missing_leaves_the_interest_out():
    heap = with_rows("debts", lambda row: written(row, rate=None)).analysis["outlook.debts"].heap

    assert heap.interest is None
    assert heap.amount == 70e6


def test_what_a_loan_rose_by_was_borrowed_as_far_as_it_is_still_owed():
    assert sample()["outlook.debts"].borrowed.period == "2026-06"
    assert sample()["outlook.debts"].borrowed.amount == 30e6

    def repaid(row: Record) -> Record:
        is_paid = row.period == "2026-10" and row.text("loan") == "DK-流贷-01"
        return written(row, outstanding=12e6) if is_paid else row

    assert with_rows("debts", repaid).analysis["outlook.debts"].borrowed.amount == 12e6


def test_nothing_was_borrowed_where_no_loan_rose_and_a_month_without_a_sheet_tells_nothing():
    level = with_rows("debts", lambda row: written(row, outstanding=1e6))
    assert level.analysis["outlook.debts"].borrowed is None

    gone = with_rows("debts", lambda row: None if row.period == "2026-05" else row)
    assert gone.analysis["outlook.debts"].borrowed is None


def test_instalments_put_together_are_no_new_money_and_a_loan_of_its_own_date_is():
    def only_october(row: Record) -> Record | None:
        return row if row.period in {"2026-09", "2026-10"} else None

    assert with_rows("debts", only_october).analysis["outlook.debts"].borrowed is None  # 5.25 and 5.25 became 10.5

    def with_another(row: Record) -> Record | None:
        is_new = row.period == "2026-10" and row.text("loan") == "DK-长贷-01"
        return written(row, loan="DK-9", due="2028-01-31") if is_new else only_october(row)

    found = with_rows("debts", with_another).analysis["outlook.debts"].borrowed
    assert (found.period, found.amount) == ("2026-10", 10_500_000.0)


def test_without_the_table_it_says_what_to_supply():
    found = with_rows("debts", lambda _: None).analysis["outlook.debts"]

    assert isinstance(found, Unavailable)
    assert found.why == "table"
