"""The history of an indicator: never two definitions in one line without a word."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from reportgen import compute
from reportgen.analysis.material import Material
from reportgen.model.definitions import EarlierDefinition
from reportgen.report.desk.brief.cash_days import known_days
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades.indicator_pictures import (
    Series,
    _after_last_gap,
    _periods,
    _signal,
    full_series,
    trend_note,
    trend_picture,
)
from reportgen.scoring import evaluate

RATIO = "current_ratio"


def redefined(material: Material, valid_to: int | None) -> Material:
    """The same material as if the ratio had been defined otherwise up to a year."""
    old = EarlierDefinition(formula="current_assets / total_liabilities", valid_to=valid_to or 1990, source="old")
    indicator = material.catalog.indicators[RATIO].model_copy(update={"earlier": (old,) if valid_to else ()})
    catalog = dataclasses.replace(material.catalog, indicators={**material.catalog.indicators, RATIO: indicator})
    changes: dict[str, Any] = {"catalog": catalog, "values": compute.indicators(material.dataset, catalog)}
    return dataclasses.replace(material, **changes)


def test_two_years_are_no_line_and_the_note_says_so(materials: Any):
    context = HospitalContext.of(materials("renhe", "2025"), "zh-en")
    indicator = context.material.evaluation.indicator(RATIO)
    history = full_series(context, indicator)

    drawn = [trend_picture(context, indicator, history.last(count), half=False) is not None for count in (2, 3)]
    assert drawn == [False, True]
    assert "Fewer than three yearly values" in trend_note(context, indicator, history.last(2)).en


@pytest.mark.parametrize(("valid_to", "first"), [(None, "2022"), (2023, "2024"), (2024, "2025")])
def test_a_line_begins_where_the_indicator_was_defined_as_it_is_now(materials: Any, valid_to: int | None, first: str):
    """The oldest sheets are those of 2023, which print 2022 beside it."""
    material = redefined(materials("renhe", "2025"), valid_to)
    context = HospitalContext.of(material, "zh-en")
    found = full_series(context, material.evaluation.indicator(RATIO))

    assert found.periods[0] == first
    assert (found.since is None) is (valid_to is None)
    note = trend_note(context, material.evaluation.indicator(RATIO), found)
    assert ("defined otherwise" in note.en, "口径" in note.zh) == (valid_to is not None,) * 2


@pytest.mark.parametrize(("valid_to", "there"), [(None, True), (2023, True), (2024, False)])
def test_a_value_by_another_definition_is_no_value_to_compare_with(
    materials: Any,
    valid_to: int | None,
    there: bool,  # noqa: FBT001
):
    material = redefined(materials("renhe", "2025"), valid_to)
    found = evaluate(material.values, material.scheme, material.scheme_id, material.catalog, "renhe", "2025")

    assert (found.indicator(RATIO).previous is not None) is there


def test_the_course_of_a_quarter_is_of_quarters_and_ends_with_it(materials: Any):
    material = materials("renhe", "2026-Q2")
    context = HospitalContext.of(material, "zh")
    one = material.evaluation.indicator(RATIO)
    found = full_series(context, one)

    assert set(found.periods) <= {f"{year}-Q{quarter}" for year in range(2020, 2027) for quarter in range(1, 5)}
    assert found.periods[-1] == "2026-Q2"
    assert found.values[-1] == one.value


def test_the_course_of_a_month_is_of_two_years_of_months(materials: Any):
    periods = _periods(HospitalContext.of(materials("renhe", "2026-10"), "zh"))

    assert len(periods) == 24
    assert (periods[0], periods[-1]) == ("2024-11", "2026-10")


@pytest.mark.slow
@pytest.mark.parametrize(("period", "said"), [("2026-Q2", "the end of each quarter"), ("2025", "Yearly values")])
def test_what_the_points_of_a_line_are_is_said_of_quarters_and_of_years(materials: Any, period: str, said: str):
    material = materials("renhe", period)
    context = HospitalContext.of(material, "en")
    one = material.evaluation.indicator(RATIO)
    note = trend_note(context, one, full_series(context, one))

    assert note.en.startswith(said) or said in note.en
    assert "fewer than 12" not in note.en


GROWTH = "total_asset_growth"


def test_a_december_that_the_form_of_its_year_tells_is_no_part_of_a_line_of_months(renhe: Material):
    """It stood alone at the left, and twelve points were counted as neighbours."""
    context = HospitalContext.of(renhe, "en")
    found = full_series(context, renhe.evaluation.indicator(GROWTH))

    assert renhe.month_values is not None
    assert renhe.month_values.at(GROWTH, renhe.entity, "2024-12").value is not None
    assert (found.periods[0], found.periods[-1]) == ("2025-12", renhe.period)
    assert (found.judged, found.signal) == (len(found.periods), None)


@pytest.mark.parametrize(
    ("values", "gap", "first"),
    [
        ((1.0, 2.0, 3.0), 1, 0),
        ((1.0, None, 3.0), 1, 2),
        ((1.0, None, 3.0), 2, 0),
        ((1.0, None, None, 3.0, None, 4.0), 2, 3),
        ((None, None, 3.0), 4, 2),
        ((1.0, None), 1, 2),
        ((), 1, 0),
    ],
)
def test_values_are_neighbours_up_to_the_last_gap(values: tuple[float | None, ...], gap: int, first: int):
    assert _after_last_gap(values, gap) == first


def test_what_is_told_of_the_newest_months_counts_only_those_without_a_gap():
    """Fourteen months and a gap before them: limits are of the fourteen, and the one outside is found at its place."""
    months = [10.0 + at % 2 for at in range(13)] + [60.0]
    found = _signal([99.0, None, *months])

    assert found is not None
    assert found.mean == pytest.approx(sum(months) / 14)
    assert found.outside == (15,)


def test_a_year_draws_its_years_where_of_the_months_only_decembers_are_known(materials: Any):
    """The forms of 2024 and 2025 tell the Decembers: two sentences took the place of the line of three years."""
    found = known_days(HospitalContext.of(materials("renhe", "2025"), "en"))

    assert found is not None
    assert found.periods == ("2023", "2024", "2025")
    assert None not in found.values


@pytest.mark.parametrize(
    ("gap", "said", "unsaid"),
    [(True, "A month is missing, and the months since are fewer than twelve", "Fewer than twelve months"),
     (False, "Fewer than twelve months", "A month is missing")],
)  # fmt: skip
def test_months_with_a_gap_are_not_said_to_be_fewer_than_twelve(renhe: Material, *, gap: bool, said: str, unsaid: str):
    """Twenty-one months were drawn, and the note said that there were fewer than twelve."""
    context, one = HospitalContext.of(renhe, "en"), renhe.evaluation.indicator(RATIO)
    periods = tuple(f"{2024 + number // 12}-{number % 12 + 1:02}" for number in range(21))
    values = tuple(None if number == 17 else 1 + number / 50 for number in range(21))
    found = Series(periods, values, None) if gap else Series(periods[-9:], values[:9], None)

    note = trend_note(context, one, found).en

    assert said in note
    assert unsaid not in note
