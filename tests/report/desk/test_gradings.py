"""Standards and moves in words and on charts: which edge, which sign, for better or for worse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reportgen.analysis.material import Material
from reportgen.model.definitions import Direction
from reportgen.model.results import ScoredIndicator
from reportgen.model.schemes import StandardKind
from reportgen.report.desk.grades import gradings


@pytest.fixture
def row(renhe: Material) -> ScoredIndicator:
    return next(one for one in renhe.evaluation.indicators if one.standards is not None)


def against(row: ScoredIndicator, standard: Any, value: float | None) -> ScoredIndicator:
    assert row.standards is not None
    return replace(row, standards=row.standards.model_copy(update={"excellent": standard}), value=value)


@pytest.mark.parametrize(
    ("direction", "change", "sign"),
    [
        (Direction.HIGHER, 0.1, 1), (Direction.HIGHER, 0.0, 0), (Direction.HIGHER, -0.1, -1),
        (Direction.LOWER, 0.1, -1), (Direction.LOWER, 0.0, 0), (Direction.LOWER, -0.1, 1),
        (Direction.RANGE, 0.1, 0), (Direction.RANGE, -0.1, 0), (Direction.TARGET, 0.1, 0),
    ],
)  # fmt: skip
def test_a_move_is_for_better_or_worse_where_the_direction_says_so(
    row: ScoredIndicator, direction: Direction, change: float, sign: int
) -> None:
    assert gradings.improved(replace(row, direction=direction), change) == sign


@pytest.mark.parametrize(
    ("standard", "value", "near", "far"),
    [
        (2.0, 9.0, 2.0, None),
        ((1.0, 3.0), 3.1, 3.0, 1.0),
        ((1.0, 3.0), 3.0, 1.0, 3.0),
        ((1.0, 3.0), 0.5, 1.0, 3.0),
        ((1.0, 3.0), None, 1.0, 3.0),
    ],
)
def test_a_chart_draws_the_nearer_edge_of_a_range_and_names_the_other(
    row: ScoredIndicator, standard: Any, value: float | None, near: float, far: float | None
) -> None:
    found = against(row, standard, value)

    assert (gradings.line(found), gradings.far_edge(found)) == (near, far)


def test_without_standards_there_is_nothing_to_draw(row: ScoredIndicator) -> None:
    without = replace(row, standards=None, reference=None)

    assert (gradings.target(without), gradings.line(without), gradings.kind(without)) == (None, None, None)
    assert not gradings.have_standards([without])
    assert gradings.have_standards([without, row])
    assert isinstance(gradings.kind(row), StandardKind)
