"""Rows as numbers that move in time, against periods that move one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen.compute.calendar import (
    NO_ROW,
    SLOTS,
    Calendar,
    Validity,
    days_of,
    definition_of,
    is_valid,
    months_of,
    substitutes,
    year_of,
)
from reportgen.formula import parse
from reportgen.formula.context import ValueColumn
from reportgen.formula.say import say
from reportgen.model.period import Period
from reportgen.model.terms import Terms

MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]
QUARTERS = [f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in range(1, 5)]
TEXTS = [*MONTHS, "2024", "2025", *QUARTERS]
PERIODS = list(map(Period.parse, TEXTS))


def calendar_of(texts: list[str], first_month: int = 1) -> Calendar:
    return Calendar.of(["h"] * len(texts), texts, first_month)


def key(period: Period) -> int:
    return int(calendar_of([str(period)]).keys[0])


@pytest.mark.parametrize("years", [0, 1, 2])
@pytest.mark.parametrize("steps", [0, 1, 3, 13])
def test_a_row_moves_back_as_its_period_does(years: int, steps: int):
    moved = calendar_of(TEXTS).moved(years, steps)

    for period, found in zip(PERIODS, moved, strict=True):
        expected = period.previous_year(years)
        for _ in range(steps):
            expected = expected.preceding()
        assert found == key(expected), (period, years, steps)


def test_a_row_knows_its_year_its_length_and_what_is_over_of_the_year():
    calendar = calendar_of(TEXTS)

    assert calendar.year_numbers.tolist() == [period.year for period in PERIODS]
    assert year_of(calendar.keys).tolist() == calendar.year_numbers.tolist()
    assert calendar.year_keys.tolist() == [key(period.fiscal_year) for period in PERIODS]
    assert calendar.years.tolist() == [len(text) == 4 for text in TEXTS]
    assert calendar.elapsed.tolist() == months_of(calendar.keys).tolist() == [p.months_elapsed for p in PERIODS]
    assert calendar.lasting.tolist() == [period.months for period in PERIODS]


@pytest.mark.parametrize("first_month", [1, 4, 7, 12])
def test_days_are_those_between_the_first_and_the_last_both_included(first_month: int):
    calendar = calendar_of(TEXTS, first_month)
    ends = [(period.end(first_month) + dt.timedelta(days=1)) for period in PERIODS]
    own = [(end - period.start(first_month)).days for period, end in zip(PERIODS, ends, strict=True)]
    so_far = [(end - period.year_start(first_month)).days for period, end in zip(PERIODS, ends, strict=True)]

    assert [days_of(period, first_month) for period in PERIODS] == own
    assert calendar.days(calendar.keys, elapsed=False).tolist() == own
    assert calendar.days(calendar.keys, elapsed=True).tolist() == so_far


def test_both_ways_to_a_calendar_are_one_and_no_hospital_meets_another():
    entities, periods = [*"aaab", "b"], ["2024", "2025", "2025-03", "2025", "2025-Q2"]
    by_index = Calendar.of_index(pd.MultiIndex.from_arrays([entities, periods]))
    by_text = Calendar.of(entities, periods)

    assert by_index.keys.tolist() == by_text.keys.tolist()
    assert by_text.find(by_text.moved(1, 0)).tolist() == [NO_ROW, 0, NO_ROW, NO_ROW, NO_ROW]
    assert Calendar.of_index(pd.MultiIndex.from_arrays([[], []], names=["entity", "period"])).keys.size == 0


def test_each_hospital_counts_years_from_its_own_first_row():
    calendar = Calendar.of([*"abab", "c"], ["2025", "2025-03", "2021-12", "2024", "2023"])

    assert calendar.years_back.tolist() == [4, 1, 0, 0, 0]
    assert calendar_of([]).years_back.tolist() == []


@pytest.mark.parametrize("order", [1, -1])
def test_a_row_is_found_by_its_key_in_whatever_order_rows_stand(order: int):
    calendar = calendar_of(TEXTS[::order])

    assert calendar.find(calendar.keys).tolist() == list(range(len(TEXTS)))
    assert calendar.find(calendar.keys + 2 * SLOTS).tolist() == [NO_ROW] * len(TEXTS)
    assert calendar.find(calendar.keys - 2 * SLOTS).tolist() == [NO_ROW] * len(TEXTS)
    assert calendar_of([]).find(calendar.keys).tolist() == [NO_ROW] * len(TEXTS)


def test_rows_elsewhere_in_time_are_told_only_where_there_is_one():
    calendar = calendar_of(["2024", "2025", "2025-01", "2025-02"])

    for _ in range(2):  # the second time they are known already
        assert calendar.rows_in_year(0) is not None
        assert np.array_equal(calendar.rows_in_year(0), [0, 1, 1, 1])
        assert np.array_equal(calendar.rows_in_year(0, 1), [NO_ROW, 0, 0, 0])
        assert np.array_equal(calendar.rows_in_year(2), [NO_ROW, 3, 3, 3])
        assert np.array_equal(calendar.rows_moved(1, 0), [NO_ROW, 0, NO_ROW, NO_ROW])
        assert np.array_equal(calendar.rows_moved(0, 1), [NO_ROW, 0, NO_ROW, 2])
        assert calendar.rows_in_year(3) is None
        assert calendar.rows_in_year(2, 1) is None
        assert calendar.rows_moved(2, 0) is None
        assert calendar.rows_moved(0, 2) is None


def test_rows_that_all_look_at_themselves_are_told():
    assert np.array_equal(calendar_of(["2024", "2025"]).rows_moved(0, 0), [0, 1])


EARLIER = ((2021, parse("a")), (2023, parse("b")))


@pytest.mark.parametrize(("year", "number"), [(2020, 0), (2021, 0), (2022, 1), (2023, 1), (2024, 2)])
def test_a_definition_holds_up_to_the_year_of_its_end(year: int, number: int):
    assert definition_of(year, EARLIER) == number


@pytest.mark.parametrize(
    ("dates", "regime", "valid"),
    [
        ({}, None, [True] * 5),
        ({"valid_from": 2022}, None, [False, False, True, True, True]),
        ({"valid_to": 2022}, None, [True, True, True, False, False]),
        ({"valid_from": 2021, "valid_to": 2023}, None, [False, True, True, True, False]),
        ({"regimes": ("new",)}, "new", [True] * 5),
        ({"regimes": ("new", "newer")}, "newer", [True] * 5),
        ({"regimes": ("new",)}, None, [True] * 5),
        ({"regimes": ("new",)}, "old", [False] * 5),
        ({"regimes": ("new",), "valid_to": 2020}, "new", [True, False, False, False, False]),
    ],
)
def test_an_indicator_exists_within_its_dates_and_regimes(
    small_catalog: Callable[..., Any], dates: dict[str, object], regime: str | None, valid: list[bool]
):
    years = list(range(2020, 2025))
    catalog = small_catalog({"it": "1"}, **dates)
    rows = calendar_of(list(map(str, years)))
    column = Validity(rows, Terms(regime=regime), catalog.indicators)._bounded(
        "it", _ones(len(years)), rows.year_numbers
    )

    assert [is_valid(catalog.indicators["it"], year, regime) for year in years] == valid
    assert (column.codes == 0).tolist() == valid


def _ones(size: int) -> ValueColumn:
    return ValueColumn(np.ones(size), np.zeros(size, dtype=np.int8))


@pytest.mark.parametrize(
    ("item", "items", "found"),
    [
        ("avg_staff", {"staff_total"}, ["avg(staff_total)"]),
        ("avg_staff", set(), []),
        ("available_bed_days", {"beds_open"}, ["beds_open × days"]),
        ("available_bed_days", {"beds_open", "avg_open_beds"}, ["avg_open_beds × days", "beds_open × days"]),
        ("outpatient_emergency_visits", {"outpatient_visits"}, []),
        ("budget_total_income", {"total_income"}, ["budget(total_income)"]),
        ("budget_total_income", set(), []),
        ("budget_total_expense", {"total_expense", "budget_total_expense_original"},
         ["budget_total_expense_original", "budget(total_expense)"]),
        ("total_income", {"total_income"}, []),
    ],
)  # fmt: skip
def test_an_item_is_made_from_those_that_there_are(item: str, items: set[str], found: list[str]):
    assert [say(one, {}) for one in substitutes(item, items)] == found


@pytest.mark.parametrize(
    ("period", "ends"),
    [("2025-12", True), ("2025-Q4", True), ("2025-11", False), ("2025-Q3", False), ("2025", False)],
)
def test_the_last_month_and_quarter_end_their_year_and_the_year_is_none_of_them(period: str, *, ends: bool) -> None:
    assert Period.parse(period).ends_year is ends
