"""Figures of the report about a group: one definition under one label, and places for what rests on cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.tiers import tier_of
from reportgen.report.section import Report

LEVELS = ("tertiary", "secondary")
LACKS_COSTS = "LH12"
"""A hospital without figures of its expenses: ranked, and without an indicator of them."""


def pages(report: Report) -> dict[str, Any]:
    return {section.key: section.content for section in report.sections if section.name == "member"}


def content(report: Report, name: str) -> Any:
    return next(section.content for section in report.sections if section.name == name)


def others(group: GroupMaterial, hospital: str) -> list[str]:
    """The other hospitals of the level that are ranked."""
    own = tier_of(group, hospital)
    same_level = [one for one in group.hospitals if one != hospital and tier_of(group, one) == own]
    return [one for one in same_level if is_fit(group.by_id[one])]


def test_every_indicator_and_its_score_name_the_cells_they_rest_on(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    entries = group_reports("lianhe", "zh").ledger.entries
    for member in lianhe.members:
        for row in member.evaluation.indicators:
            for key in (f"{member.entity}.indicator.{row.id}", f"{member.entity}.indicator.{row.id}.score"):
                if key in entries:
                    assert entries[key].places, key
                    for place in entries[key].places:
                        assert place.file.endswith(".csv")


def test_the_places_are_those_of_the_own_hospital(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    entry = group_reports("lianhe", "zh").ledger.entries["LH01.indicator.asset_liability_ratio"]
    own = {
        lianhe.dataset.place((item, "LH01", "2025", view))
        for item, view in lianhe.dataset.values.columns
        if lianhe.dataset.value(item, "LH01", "2025", view) is not None
    }
    assert set(entry.places) <= own


def test_every_hospital_with_figures_names_its_files(group_reports: Callable[..., Report]):
    for page in pages(group_reports("lianhe", "en")).values():
        assert page.files.en.startswith("Indicators rest on data/2023")


def test_the_cover_of_a_group_does_not_promise_a_cell_for_every_figure(group_reports: Callable[..., Report]):
    cover = content(group_reports("lianhe", "en"), "cover")
    assert "Its main figures name their source" not in cover.basis.en
    assert "numbers.json" in cover.basis.en


def test_the_middle_of_a_level_is_the_same_on_the_first_page_and_on_those_of_its_hospitals(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    report = group_reports("lianhe", "en")
    told = dict(zip(LEVELS, (row.median for row in content(report, "group_verdict").levels), strict=True))
    assert told["secondary"] == "65.97"
    for hospital, page in pages(report).items():
        level = tier_of(lianhe, hospital)
        ranked = sum(tier_of(lianhe, one) == level and is_fit(lianhe.by_id[one]) for one in lianhe.hospitals)
        assert page.facts[1].value.en == f"{told[level]} of all {ranked} ranked"


def test_the_middle_of_an_ability_leaves_the_own_hospital_out(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    for hospital, page in pages(group_reports("lianhe", "en")).items():
        for number, row in enumerate(page.abilities):
            found = [lianhe.by_id[one].evaluation.abilities[number].score for one in others(lianhe, hospital)]
            assert float(row.median) == pytest.approx(np.median([one for one in found if one is not None]), abs=0.0051)
        whose = "others ranked" if is_fit(lianhe.by_id[hospital]) else "ranked hospitals"
        middle = f": the {len(others(lianhe, hospital))} {whose}"
        assert any(middle in note.en for note in page.notes), page.notes


def test_what_a_hospital_did_not_submit_does_not_hide_the_middle_of_the_others(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    rows = lianhe.by_id[LACKS_COSTS].evaluation.indicators
    shown = pages(group_reports("lianhe", "en"))[LACKS_COSTS].indicators
    lacking = [(row, line) for row, line in zip(rows, shown, strict=True) if row.value is None]
    assert lacking
    for row, line in lacking:
        found = [lianhe.by_id[one].evaluation.indicator(row.id).value for one in others(lianhe, LACKS_COSTS)]
        scale = 100.0 if lianhe.catalog.indicators[row.id].unit == "percent" else 1.0
        middle = scale * np.median([one for one in found if one is not None])
        assert float(line.median) == pytest.approx(middle, abs=0.0051)
        assert line.place.startswith("\u2014")


def test_tiles_set_former_figures_only_beside_those_of_the_same_hospitals(group_reports: Callable[..., Report]):
    found = content(group_reports("lianhe", "en"), "group_verdict")
    assert int(found.compared) == 15
    assert found.median_of[0].en == "of 16 ranked"
    assert all(tile.before.en.startswith("comparable ") for tile in found.tiles)


def test_the_column_of_alerts_says_which_number_is_which(lianhe: GroupMaterial):
    words = lianhe.catalog.words["group.head.alerts"]
    assert ("红" in words.zh, "red" in words.en.lower()) == (True, True)
