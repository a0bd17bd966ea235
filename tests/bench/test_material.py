"""What both sides start from survives being kept in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import material

CASE = Path(__file__).parents[2] / "samples" / "renhe"


@pytest.mark.slow
def test_a_case_that_is_taken_up_again_is_the_case_that_was_kept(tmp_path: Path):
    kept = material.keep(CASE, "zh", tmp_path / "kept")
    found = material.taken_up(tmp_path / "kept")

    assert found.columns == kept.columns
    assert found.cells == kept.cells > 100
    ours, theirs = kept.material, found.material
    assert theirs.evaluation == ours.evaluation
    dataset = ours.dataset
    assert theirs.dataset.values.equals(dataset.values)
    key = next(
        (item, entity, period, view)
        for entity, period in dataset.values.index
        for item, view in dataset.values.columns
        if dataset.place((item, entity, period, view)) is not None
    )
    assert theirs.dataset.place(key) == dataset.place(key)
