"""Who can learn from whom: teachers are good, of the same level, and never teach surplus or prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from unittest import mock

import pytest

from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.shared import left_out, lessons
from reportgen.analysis.group.tiers import tier_of
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.section import Report
from reportgen.report.sections import movers
from reportgen.report.sections.movers import transfer


@pytest.mark.serves("003-196")
@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_teachers_are_the_best_of_the_learners_own_level(groups: Callable[..., GroupMaterial], name: str):
    group = groups(name)
    found = lessons(group)
    assert found
    for one in found:
        ranked = [place.hospital for place in group.league.places if place.rank is not None]
        level = [h for h in ranked if tier_of(group, h) == one.tier.id]
        scores = {h: group.by_id[h].evaluation.indicator(one.indicator).score for h in level}
        known = {h: score for h, score in scores.items() if score is not None}
        assert all(known[h] < 50 for h in one.learners)
        assert len(one.learners) == sum(round(score, 1) < 50 for score in known.values())
        best = sorted((score for score in known.values() if round(score, 1) >= 70), reverse=True)[:3]
        assert [known[h] for h, _ in one.teachers] == pytest.approx(best)


def test_surplus_income_and_prices_are_nothing_to_copy(lianhe: GroupMaterial):
    assert not {one.indicator for one in lessons(lianhe)} & {
        name for name, one in lianhe.catalog.indicators.items() if one.not_lever
    }


@pytest.mark.slow
def test_the_title_counts_the_taught_rows(group_reports: Callable[..., Report]):
    found = next(one.content for one in group_reports("us-cms", "en").sections if one.name == "transfer")
    rows = [row for level in found.levels for row in level.rows]
    taught = sum(bool(row.teachers) for row in rows)
    assert found.headline.en.endswith(f"; {taught} have someone to learn from")
    assert len(found.levels) > 2
    assert all(len(row.learners) <= 4 for row in rows)


def test_the_title_counts_the_rows_of_each_table(group_reports: Callable[..., Report]):
    found = next(one.content for one in group_reports("lianhe", "en").sections if one.name == "transfer")
    said = found.headline.en
    assert [level.title.en.split(":")[0] for level in found.levels] == ["Tertiary", "Secondary"]
    assert all(
        f"{level.title.en.split(':')[0]} {sum(bool(row.teachers) for row in level.rows)}" in said
        for level in found.levels
    )


def test_the_title_counts_every_weak_indicator_listed_or_not(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    found = next(one.content for one in group_reports("lianhe", "en").sections if one.name == "transfer")
    assert found.headline.en.startswith(f"{len(lessons(lianhe)) + len(left_out(lianhe))} weak indicators; ")


def test_every_hospital_stands_with_its_value(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    found = next(one.content for one in group_reports("lianhe", "en").sections if one.name == "transfer")
    rows = [row for level in found.levels for row in level.rows]
    for row, one in zip(rows, lessons(lianhe), strict=True):
        assert len(row.learners) == min(len(one.learners), 4)
        assert all(valued.value for valued in (*row.learners, *row.teachers))


def test_weak_indicators_that_are_nothing_to_copy_are_named(
    lianhe: GroupMaterial, group_reports: Callable[..., Report]
):
    found = next(one.content for one in group_reports("lianhe", "en").sections if one.name == "transfer")
    barred = left_out(lianhe)
    assert barred
    assert {one.indicator for one in barred} <= {
        name for name, one in lianhe.catalog.indicators.items() if one.not_lever
    }
    assert found.left_out.en.startswith(f"{len(barred)} more weak indicators are not listed")
    for one in barred:
        defined = lianhe.catalog.indicators[one.indicator]
        assert (defined.short or defined.name).en in found.left_out.en


def test_a_group_whose_data_name_no_level_is_told_of_as_a_whole(lianhe: GroupMaterial):
    """'2 weak indicators, 2 No level named' is what one level without a name came to."""
    desk = GroupContext.of(lianhe, "en")
    first = next(tier for tier in desk.levels if any(one.tier.id == tier.id for one in lessons(lianhe)))
    desk.__dict__["levels"] = (replace(first, id="", is_known=False),)
    found = tuple(replace(one, tier=desk.levels[0]) for one in lessons(lianhe) if one.tier.id == first.id)

    with (
        mock.patch.object(movers, "lessons", return_value=found),
        mock.patch.object(movers, "left_out", return_value=()),
    ):
        page = transfer(desk)
    assert desk.tier_name(desk.levels[0]).en == "All hospitals"
    assert page.levels[0].title.en.startswith("All hospitals: ")
    assert "ll hospitals" not in page.headline.en
