"""What page 1 praises is not what another page tells as worse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from unittest import mock

import pytest

from analysis.cases import sample
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import outlook
from reportgen.report.desk.tables import doubts
from reportgen.report.sections.verdict import _no_points

DAYS = outlook.COLLECTION_DAYS


@pytest.fixture(scope="module")
def praised() -> HospitalContext:
    """A hospital whose payers are slower than last year, and whose days nothing but that speaks against."""
    material = sample().material
    rows = tuple(
        replace(one, score=99.0, peer=None) if one.id == DAYS else replace(one, peer=None)
        for one in material.evaluation.indicators
    )
    changed = replace(material.evaluation, indicators=rows)
    return HospitalContext.of(replace(material, evaluation=changed, history={}, peers=None), "en")


@pytest.mark.parametrize("slower", [True, False])
def test_days_that_the_story_tells_as_slower_are_no_strength(praised: HospitalContext, *, slower: bool):
    found = outlook.collection(praised)
    assert found is not None
    assert found[0] > 0

    told = found if slower else (-found[0], *found[1:])
    with (
        mock.patch.object(outlook, "worsens", return_value=False),
        mock.patch.object(outlook, "lately", return_value=None),
        mock.patch.object(outlook, "endangered", return_value=[]),
        mock.patch.object(doubts, "doubted", return_value={}),
        mock.patch.object(outlook, "collection", return_value=told),
    ):
        words = [one.words.en for one in outlook.strengths(praised)]
    assert any(one.startswith("Receivable days") for one in words) is not slower


def test_where_nothing_is_a_strength_what_is_good_may_be_a_risk(praised: HospitalContext):
    """That no indicator is Good, settled and not slipping would be false of one that stands among the risks."""
    said = _no_points(praised)["strengths"]

    assert said.en.endswith("and none of the risks.")
    assert "又未列为风险" in said.zh


def test_what_is_level_with_the_peers_is_not_listed_as_ahead_of_them(materials: Any):
    """Full marks that more than half of the peers have too stood under “ahead of peers” with 0.00 points."""
    context = HospitalContext.of(materials("renhe", "2025"), "en")
    found = outlook.strengths(context)

    assert found
    assert all(float(one.points) > 0 for one in found)
    assert not any(one.words.en.startswith("Bed occupancy") for one in found)
