"""Grades of a group: figures of two periods stand beside each other only where they are of the same hospitals."""

from __future__ import annotations

import dataclasses

from rendered import group as all_of
from reportgen.analysis.group.tiers import grade_counts


def test_a_group_with_a_hospital_that_does_not_compare_is_not_held_against_its_past_as_a_whole():
    found = grade_counts(all_of("lianhe"))
    assert (found.ranked, found.compared) == (16, 15)
    assert not found.all_compare


def test_a_group_of_which_every_ranked_hospital_compares_is():
    group = all_of("lianhe")
    compared = tuple(one for one in group.members if group.earlier(one) is not None)
    found = grade_counts(dataclasses.replace(group, members=compared))
    assert found.ranked == found.compared > 0
    assert found.all_compare


def test_a_first_period_has_nothing_to_compare():
    assert not grade_counts(all_of("lianhe", "2023")).all_compare
