"""Levels of hospitals: highest first, those without a name of the words by size; nothing told of fewer than five."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rendered import group as all_of
from reportgen.analysis.group.tiers import median, tiers


def test_chinese_levels_stand_by_their_rank_and_hold_every_hospital_once():
    group = all_of("lianhe")
    found = tiers(group)
    assert [tier.id for tier in found] == ["tertiary", "secondary"]
    assert sorted(hospital for tier in found for hospital in tier.hospitals) == sorted(group.hospitals)


def test_other_classes_stand_by_size_and_small_ones_are_not_shown():
    found = tiers(all_of("us-cms"))
    sizes = [len(tier.hospitals) for tier in found]
    assert sizes == sorted(sizes, reverse=True)
    assert [tier.is_shown for tier in found] == [len(tier.ranked) >= 5 for tier in found]


def test_those_of_a_level_that_are_ranked_are_those_of_the_league():
    group = all_of("lianhe")
    ranked = {place.hospital for place in group.league.places if place.rank is not None}
    assert [set(tier.ranked) for tier in tiers(group)] == [set(tier.hospitals) & ranked for tier in tiers(group)]
    assert ranked != set(group.hospitals)


@given(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=12))
def test_no_median_of_fewer_than_five(values: list[float | None]):
    known = [value for value in values if value is not None]
    assert (median(values) is None) is (len(known) < 5)
