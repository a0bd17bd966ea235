"""A finished evaluation counted again: shares of what has no score go to what has one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from reportgen.catalog import load_catalog
from reportgen.scoring.methods import SUM
from reportgen.scoring.recount import Recount

NONE = float("nan")
WEIGHTS = [0.6, 0.2, 0.2]


def recount(scores: list[float]) -> Recount:
    """Finance of one indicator, service of two, each with an ability of its own."""
    return Recount(
        names=("margin", "visits", "stay"),
        parts=np.array([0, 1, 1]),
        groups=np.array([0, 1, 2]),
        corrections=np.zeros(3),
        limits=(None, None),
        joined=(SUM, SUM),
        weights=np.array(WEIGHTS),
        scores=np.array(scores),
    )


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        ([50, 80, 40], [30, 16, 8]),
        ([50, NONE, NONE], [50, 0, 0]),
        ([NONE, 80, 40], [0, 40, 20]),
    ],
    ids=["all scored", "service not scored", "finance not scored"],
)
def test_a_part_without_any_score_gives_its_share_to_the_others(scores: list[float], points: list[float]):
    made = recount(scores)

    assert made.points(made.weights, made.scores)[0].tolist() == pytest.approx(points)
    assert made.total() == pytest.approx(sum(points))


def test_nothing_scored_is_no_total():
    assert np.isnan(recount([NONE, NONE, NONE]).total())


def test_many_weights_are_counted_at_once():
    made = recount([50, 80, 40])

    assert made.totals(np.array([WEIGHTS, [0.2, 0.4, 0.4]]), made.scores).tolist() == pytest.approx([54, 58])


def test_a_part_of_two_layers_keeps_the_limits_of_its_corrections_and_others_have_none():
    schemes = load_catalog().schemes

    assert Recount.of_rows((), schemes["enterprise_2006"]).limits[0] == (0.7, 1.3)
    assert set(Recount.of_rows((), schemes["comprehensive_80_20"]).limits) == {None}


@pytest.mark.parametrize(
    ("scores", "points"),
    [
        ([50, 80, 40], [30, 1.2 * 16, 1.2 * 8]),
        ([50, NONE, NONE], [50, 0, 0]),
        ([NONE, 80, 40], [0, 1.2 * 40, 1.2 * 20]),
    ],
    ids=["all scored", "service not scored", "finance not scored"],
)
def test_so_does_a_part_whose_points_a_second_layer_corrects(scores: list[float], points: list[float]):
    """Visits, of 80 where the part has 60, raise its points by a fifth."""
    plain = recount(scores)
    layered = replace(
        plain, groups=np.array([0, 1, 1]), corrections=np.array([0.0, 1.0, 0.0]), limits=(None, (0.7, 1.3))
    )

    assert layered.points(layered.weights, layered.scores)[0].tolist() == pytest.approx(points)
