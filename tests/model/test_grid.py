"""Single cells of a table, asked for by their keys."""

from __future__ import annotations

import math

import pandas as pd

from reportgen.model.dataset import Grid


def test_a_cell_is_what_the_frame_says_and_nothing_where_it_has_no_such_row_or_column():
    index = pd.MultiIndex.from_tuples([("a", "2024"), ("a", "2025")])
    frame = pd.DataFrame({"ratio": [1.5, float("nan")], "days": [30.0, 31.0]}, index=index)
    grid = Grid.of(frame)

    assert grid.at(("a", "2024"), "ratio") == 1.5
    assert grid.at(("a", "2025"), "days") == 31.0
    assert math.isnan(grid.at(("a", "2025"), "ratio"))
    assert grid.at(("b", "2024"), "ratio") is None
    assert grid.at(("a", "2024"), "score") is None
