"""Strips of abilities: a dot for each hospital, one scale, the far ones named."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from reportgen.analysis.group.material import GroupMaterial
from reportgen.model.schemes import Grade
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.section import Report
from reportgen.report.sections import abilities as abilities_page


def view(report: Report):
    return next(section.content for section in report.sections if section.name == "ability_strips")


@pytest.mark.serves("003-146")
@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_counts_of_a_strip_are_those_of_the_ranked_hospitals(
    groups: Callable[..., GroupMaterial], group_reports: Callable[..., Report], name: str
):
    group, found = groups(name), view(group_reports(name, "en"))
    abilities = {one.id: one.name.en for member in group.members for one in member.evaluation.abilities}
    fit = [group.by_id[place.hospital] for place in group.league.places if place.rank is not None]
    for strip in found.strips:
        scores = [
            one.score
            for member in fit
            for one in member.evaluation.abilities
            if abilities[one.id] == strip.name.en and one.score is not None
        ]
        assert sum(int(one.count) for one in strip.counts) == len(scores)
        assert f"{np.median(scores):.2f}" in strip.picture.alt


def test_who_is_lettered_lies_beyond_the_fences(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    fit = [lianhe.by_id[place.hospital] for place in lianhe.league.places if place.rank is not None]
    told = 0
    for strip in view(group_reports("lianhe", "zh")).strips:
        scores = [
            one.score
            for member in fit
            for one in member.evaluation.abilities
            if one.name == strip.name and one.score is not None
        ]
        lower, upper = np.percentile(scores, [25, 75])
        reach = 1.5 * (upper - lower)
        beyond = {f"{score:.2f}" for score in scores if score < lower - reach or score > upper + reach}
        assert {far.score for far in strip.far} == beyond
        told += len(beyond)
    assert told


def test_the_drawing_has_a_dot_for_each_hospital(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "zh")
    strip = view(report).strips[0]
    drawn = report.images[strip.picture.source].decode()
    assert drawn.count("<path") >= sum(int(one.count) for one in strip.counts)


def test_counts_stand_in_the_order_and_width_of_the_bands(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    lows = sorted(lianhe.scheme.grades.items(), key=lambda one: one[1])
    for strip in view(group_reports("lianhe", "en")).strips:
        assert [one.grade for one in strip.counts] == [grade for grade, _ in lows]
        assert sum(float(one.share.rstrip("%")) for one in strip.counts) == 100.0


def test_a_strip_says_how_many_of_its_hospitals_are_weak(group_reports: Callable[..., Report]):
    for strip in view(group_reports("lianhe", "en")).strips:
        counts = {one.grade: int(one.count) for one in strip.counts}
        weak = counts[Grade.LOW] + counts[Grade.POOR]
        assert weak
        assert strip.told.en == f"{strip.name.en}: {weak} of {sum(counts.values())} Low or Poor"


def test_strips_of_few_hospitals_are_low_enough_for_one_page(group_reports: Callable[..., Report]):
    report = group_reports("lianhe", "zh-en")
    heights = [
        float(re.search(rb'height="([0-9.]+)', report.images[strip.picture.source])[1]) for strip in view(report).strips
    ]
    assert max(heights) < 20 / 25.4 * 96


@pytest.mark.parametrize(("name", "has_median"), [("lianhe", True), ("alliance", False)])
def test_the_key_explains_a_median_only_where_one_is_drawn(
    group_reports: Callable[..., Report], name: str, *, has_median: bool
):
    """Of three hospitals none is drawn, and none is far from the others."""
    assert ("the line is the median" in view(group_reports(name, "en")).lead.en) is has_median


@pytest.mark.parametrize("count", [1, 2])
def test_one_ability_alone_is_called_neither_lowest_nor_highest(lianhe: GroupMaterial, count: int):
    context = GroupContext.of(lianhe, "en")
    abilities = {one.id: one.name for member in lianhe.members for one in member.evaluation.abilities}
    shown = {name: [(10.0 * place, str(place)) for place in range(at, 9)] for at, name in enumerate(abilities)}
    some = dict(list(shown.items())[:count])

    assert ("lowest" in abilities_page._headline(context, abilities, some).en) == (count > 1)
