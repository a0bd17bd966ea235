"""Months bear the names of the calendar and are counted from the first of the fiscal year."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.catalog import load_catalog
from reportgen.catalog.calendar_words import period_name, period_short, period_spoken, years_of
from reportgen.model.period import Period, PeriodKind, begin_years_in, years_beginning_in

FIRSTS = st.integers(1, 12)
YEARS = st.integers(1990, 2100)
NUMBERS = st.integers(1, 12)


@given(FIRSTS, YEARS, NUMBERS)
def test_what_is_written_of_a_month_is_read_as_that_month(first: int, year: int, month: int) -> None:
    with years_beginning_in(first):
        text = f"{year}-{month:02}"
        found = Period.parse(text)

        assert str(found) == text
        assert found == Period.of_month(year, month)
        assert found.start() == dt.date(year, month, 1)
        assert (found.end() + dt.timedelta(1)).day == 1
        assert found.by_calendar == (year, month)


@given(FIRSTS, YEARS, NUMBERS)
def test_months_follow_each_other_across_years_of_either_kind(first: int, year: int, number: int) -> None:
    with years_beginning_in(first):
        month = Period(year, PeriodKind.MONTH, number)
        after = month.following()

        assert after.preceding() == month
        assert after.start() == month.end() + dt.timedelta(1)
        assert month.previous_year().start().year == month.start().year - 1


@given(FIRSTS, YEARS)
def test_the_months_of_a_fiscal_year_fill_it(first: int, year: int) -> None:
    with years_beginning_in(first):
        whole = Period(year, PeriodKind.YEAR)
        months = whole.months_to_date

        assert len(months) == 12
        assert (months[0].start(), months[-1].end()) == (whole.start(), whole.end())
        assert whole.end().year == year
        assert all(after.start() == before.end() + dt.timedelta(1) for before, after in pairwise(months))
        assert [one.last_month for one in months] == list(months)
        assert {one.fiscal_year for one in months} == {whole}


def test_of_a_year_that_begins_in_july_october_is_the_fourth_month_of_the_next() -> None:
    with years_beginning_in(7):
        october = Period.parse("2025-10")

        assert (october.year, october.number, october.months_elapsed) == (2026, 4, 4)
        assert [str(one) for one in october.months_to_date] == ["2025-07", "2025-08", "2025-09", "2025-10"]
        assert str(Period.parse("2026-Q2").last_month) == "2025-12"
        assert october.days_elapsed() == 123


@pytest.mark.parametrize(("first", "name"), [(1, "October 2025"), (7, "October 2025"), (10, "October 2025")])
def test_pages_call_a_month_what_the_calendar_calls_it(first: int, name: str) -> None:
    with years_beginning_in(first):
        assert period_name("2025-10").en == name
        assert (period_short("2025-10").en, period_spoken("2025-10").en) == ("Oct", "October")
        assert period_name("2025-10").zh == "2025年10月"


def test_a_case_holds_until_another_one_is_at_work() -> None:
    begin_years_in(4)
    assert Period.parse("2025-04").number == 1
    with years_beginning_in(1):
        assert Period.parse("2025-04").number == 4
    assert Period.parse("2025-04").number == 1


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "25-10", "2025-Q5", "2025-1"])
def test_what_is_no_period_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Period.parse(text)


@pytest.mark.parametrize(
    ("first", "period", "zh", "en"),
    [
        (1, "2026-Q2", "2026年第2季度", "Q2 2026"),
        (7, "2026-Q2", "2026财政年度第2季度", "Q2 FY2026"),
        (7, "2026", "2026财政年度", "FY2026"),
        (7, "2025-10", "2025年10月", "October 2025"),
    ],
)
def test_fiscal_years_and_their_quarters_say_that_they_are(first: int, period: str, zh: str, en: str) -> None:
    with years_beginning_in(first), years_of(load_catalog().words, first):
        assert (period_name(period).zh, period_name(period).en) == (zh, en)
