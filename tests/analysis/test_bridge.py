"""Changes of a score add up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from evaluations import evaluation, indicator

from reportgen.analysis import crossings, score_bridge


def test_the_steps_of_a_bridge_add_up_to_the_change():
    before = evaluation(
        indicator("a", 80, 0.5), indicator("b", 60, 0.3, ability="y"), indicator("c", 90, 0.2, ability="y")
    )
    after = evaluation(
        indicator("a", 70, 0.6), indicator("b", 66, 0.4, ability="y"), indicator("c", None, 0.0, ability="y")
    )
    bridge = score_bridge(before, after)

    assert bridge is not None
    assert sum(step.change for step in bridge.abilities) == pytest.approx(bridge.change)
    assert sum(step.change for step in bridge.indicators) == pytest.approx(bridge.change)
    assert all(step.change == pytest.approx(step.from_score + step.from_weight) for step in bridge.indicators)
    assert bridge.indicators[0].id == "c"


def test_an_unchanged_score_moves_the_total_by_its_weight_alone():
    bridge = score_bridge(evaluation(indicator("a", 80, 0.5)), evaluation(indicator("a", 80, 0.7)))

    assert bridge is not None
    assert (bridge.indicators[0].from_score, bridge.indicators[0].from_weight) == pytest.approx((0.0, 16.0))


def test_what_is_scored_in_neither_period_is_no_step():
    unscored = indicator("b", None, 0.0)
    bridge = score_bridge(evaluation(indicator("a", 80, 1.0), unscored), evaluation(indicator("a", 90, 1.0), unscored))

    assert bridge is not None
    assert [step.id for step in bridge.indicators] == ["a"]


def test_a_withheld_total_has_no_bridge():
    found = evaluation(indicator("a", 80, 1.0))

    assert score_bridge(replace(found, score=None), found) is None


def test_grade_crossings_say_which_way():
    before = evaluation(indicator("a", 60, 0.5), indicator("b", 80, 0.3), indicator("c", 80, 0.2))
    after = evaluation(indicator("a", 80, 0.5), indicator("b", 60, 0.3), indicator("c", 80, 0.2))

    assert [(one.id, one.improved) for one in crossings(before, after)] == [("a", True), ("b", False)]
