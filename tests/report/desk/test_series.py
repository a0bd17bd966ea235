"""The history of an indicator: never two definitions in one line without a word."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from reportgen import compute
from reportgen.analysis.material import Material
from reportgen.model.definitions import EarlierDefinition
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.indicator_pictures import full_series, trend_note
from reportgen.scoring import evaluate

RATIO = "current_ratio"


def redefined(material: Material, valid_to: int | None) -> Material:
    """The same material as if the ratio had been defined otherwise up to a year."""
    old = EarlierDefinition(formula="current_assets / total_liabilities", valid_to=valid_to or 1990, source="old")
    indicator = material.catalog.indicators[RATIO].model_copy(update={"earlier": (old,) if valid_to else ()})
    catalog = dataclasses.replace(material.catalog, indicators={**material.catalog.indicators, RATIO: indicator})
    changes: dict[str, Any] = {"catalog": catalog, "values": compute.indicators(material.dataset, catalog)}
    return dataclasses.replace(material, **changes)


@pytest.mark.parametrize(("valid_to", "first"), [(None, "2023"), (2023, "2024"), (2024, "2025")])
def test_a_line_begins_where_the_indicator_was_defined_as_it_is_now(materials: Any, valid_to: int | None, first: str):
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


@pytest.mark.parametrize(("period", "said"), [("2026-Q2", "the end of each quarter"), ("2025", "Yearly values")])
def test_what_the_points_of_a_line_are_is_said_of_quarters_and_of_years(materials: Any, period: str, said: str):
    material = materials("renhe", period)
    context = HospitalContext.of(material, "en")
    one = material.evaluation.indicator(RATIO)
    note = trend_note(context, one, full_series(context, one))

    assert note.en.startswith(said) or said in note.en
    assert "fewer than 12" not in note.en
