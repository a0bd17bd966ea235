"""Sections of a report of little share pages where all of them need fewer so, or fill as many more evenly."""

from __future__ import annotations

import pytest

from reportgen.report.flow_sections import Stretch, joined


def stretch(number: int, page: int, used: float, height: float = 0.0, **more: object) -> Stretch:
    """One on a page by itself, unless a height says that something stands above it."""
    facts = {"runs_on": False, "may_run_on": True} | more
    return Stretch(number, page, facts.pop("end", page), used, height or used, **facts)  # type: ignore[arg-type]


def moved(*stretches: Stretch) -> list[tuple[int, ...]]:
    return [one.follow for one in joined(stretches)]


@pytest.mark.parametrize(
    ("heights", "follow"),
    [
        pytest.param((0.6, 0.3), [(1,)], id="two on one page"),
        pytest.param((0.6, 0.44), [], id="no room"),
        pytest.param((0.6, 0.3, 0.5, 0.3), [(1, 3)], id="two and two"),
        pytest.param((0.9, 0.3, 0.9), [], id="the one between fits on neither side"),
    ],
)
def test_sections_share_pages_where_that_makes_fewer(heights: tuple[float, ...], follow: list[tuple[int, ...]]):
    assert moved(*(stretch(at, at, height) for at, height in enumerate(heights))) == follow


def test_of_ways_with_as_few_pages_the_one_that_fills_them_evenly_is_taken():
    three = (stretch(0, 0, 0.75), stretch(1, 1, 0.11), stretch(2, 2, 0.28))

    assert moved(*three, stretch(3, 3, 0.9, may_run_on=False)) == [(2,)]
    assert moved(*three) == [(1,)], "of the last page of all nothing is asked"


def test_what_stays_free_of_the_last_page_counts_unless_something_may_follow_on_it():
    cards = [stretch(0, 0, 0.44), stretch(1, 1, 0.36), stretch(2, 2, 0.24), stretch(3, 3, 0.44)]
    free = stretch(4, 3, 0.84, 0.34, runs_on=True)

    assert moved(*cards, free, stretch(5, 4, 0.1, 1.0, end=5, runs_on=True)) == [(1, 3)]
    assert moved(*cards, free, stretch(5, 4, 0.9, may_run_on=False)) == [(2,)]


def test_as_many_pages_are_filled_more_evenly_where_that_is_worth_it():
    cards = [stretch(0, 0, 0.39), stretch(1, 1, 0.4), stretch(2, 1, 0.95, 0.49, runs_on=True)]

    assert moved(*cards, stretch(3, 2, 0.9, may_run_on=False)) == [(1,)]


def test_an_opening_moves_with_what_it_opens_and_may_follow_the_end_of_a_long_section():
    long = stretch(0, 0, 0.4, 1.0, end=2)
    part = stretch(1, 3, 0.05, is_tied=True)

    assert moved(long, part, stretch(2, 3, 0.5, 0.4, runs_on=True)) == [(1,)]
    assert moved(long, part, stretch(2, 3, 0.7, 0.6, runs_on=True)) == []


def test_what_is_a_little_too_long_for_a_page_stands_closer():
    (found,) = joined((stretch(0, 0, 0.5), stretch(1, 1, 0.49)))

    assert (found.follow, found.closer) == ((1,), (0, 1))
    assert moved(stretch(0, 0, 0.5), stretch(1, 1, 0.54)) == []


def test_what_an_estimate_may_miss_is_taken_from_the_rows_too():
    (found,) = joined((stretch(0, 0, 0.49), stretch(1, 1, 0.45)))

    assert (found.follow, found.closer) == ((1,), (0, 1))
    assert [one.closer for one in joined((stretch(0, 0, 0.49), stretch(1, 1, 0.3)))] == [()]


def test_the_end_of_a_long_section_gives_nothing_up():
    long = stretch(0, 0, 0.5, 1.0, end=2)

    assert moved(long, stretch(1, 3, 0.48)) == [(1,)]
    assert [one.closer for one in joined((long, stretch(1, 3, 0.48)))] == [(1,)]
    assert moved(long, stretch(1, 3, 0.52)) == []


def test_a_verdict_comes_closer_where_that_spares_a_page():
    rest = (stretch(1, 1, 0.11), stretch(2, 2, 0.21))
    (found,) = joined((stretch(0, 0, 0.65, gives=0.1), *rest))

    assert (found.follow, found.closer) == ((1, 2), (0,))
    assert [one.closer for one in joined((stretch(0, 0, 0.5, gives=0.1), *rest))] == [()]
