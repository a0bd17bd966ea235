"""The league: competition ranks, ranges by common draws, and who is left out of them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rendered import group as all_of
from reportgen.analysis.group.league import competition_ranks, drawn_totals, draws_for, is_fit, league
from reportgen.analysis.group.material import GroupMaterial


def group(name: str = "lianhe") -> GroupMaterial:
    found: GroupMaterial = all_of(name)
    return found


@given(st.lists(st.integers(0, 30).map(lambda tenths: tenths / 10), max_size=40))
def test_ranks_are_competition_ranks(totals: list[float]):
    expected = stats.rankdata([-total for total in totals], method="min") if totals else []
    assert competition_ranks(totals).tolist() == list(expected)


@pytest.mark.parametrize("name", ["lianhe", "us-cms"])
def test_ranks_are_those_of_the_printed_totals_and_lie_within_their_range(name: str):
    found = league(group(name))
    ranked = [place for place in found.places if place.rank is not None]
    printed = [float(group(name).by_id[place.hospital].evaluation.score_printed) for place in ranked]
    assert [place.rank for place in ranked] == [1 + sum(other > one for other in printed) for one in printed]
    assert all(1 <= place.low <= place.rank <= place.high <= found.ranked for place in ranked)


def test_a_draw_that_moves_nothing_gives_the_totals_of_the_evaluations(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reportgen.analysis.group.league.WEIGHT_SPREAD", 0.0)
    fit = [member for member in group().members if is_fit(member)]
    totals = drawn_totals(fit, group(), 3)
    expected = [float(member.evaluation.score_printed) for member in fit]
    assert totals == pytest.approx(np.tile(expected, (3, 1)).T, abs=0.011)


def test_ranges_are_those_of_the_draws_ranked_one_by_one():
    fit = [member for member in group().members if is_fit(member)]
    totals = drawn_totals(fit, group(), draws_for(fit))
    ranks = np.array([[1 + int((column > own).sum()) for own in column] for column in totals.T]).T
    low, high = np.quantile(ranks, [0.025, 0.975], axis=1, method="nearest")
    places = league(group()).by_id
    for member, least, most in zip(fit, low, high, strict=True):
        place = places[member.entity]
        assert (place.low, place.high) == (min(place.rank, least), max(place.rank, most))


def test_hospitals_with_too_little_data_are_nobodys_rival():
    whole = group()
    without = dataclasses.replace(whole, members=tuple(one for one in whole.members if one.entity != "LH17"))
    assert [place for place in league(whole).places if place.rank] == list(league(without).places)


def test_places_gained_are_counted_among_those_that_compare():
    whole = group()
    found = league(whole).by_id
    both = {
        member.entity: (whole.earlier(member).score, member.evaluation.score)
        for member in whole.members
        if is_fit(member) and whole.earlier(member) is not None
    }
    then = stats.rankdata([-round(before, 2) for before, _ in both.values()], method="min")
    now = stats.rankdata([-round(after, 2) for _, after in both.values()], method="min")
    for hospital, was, rank in zip(both, then, now, strict=True):
        assert found[hospital].moved == was - rank
    assert {hospital for hospital, place in found.items() if place.moved is None} == {"LH12", "LH17"}


def test_a_very_large_group_gets_fewer_draws_and_says_so():
    members = [member for member in group().members if is_fit(member)]
    assert draws_for(members) == 2000
    assert 200 <= draws_for(members * 200) < 2000
