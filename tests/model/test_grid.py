"""Single cells of a table, asked for by their keys."""

from __future__ import annotations

import math

import pandas as pd

from reportgen.model.dataset import Grid, Observation, View, from_observations
from reportgen.model.place import NOWHERE


def test_a_cell_is_what_the_frame_says_and_nothing_where_it_has_no_such_row_or_column():
    index = pd.MultiIndex.from_tuples([("a", "2024"), ("a", "2025")])
    frame = pd.DataFrame({"ratio": [1.5, float("nan")], "days": [30.0, 31.0]}, index=index)
    grid = Grid.of(frame)

    assert grid.at(("a", "2024"), "ratio") == 1.5
    assert grid.at(("a", "2025"), "days") == 31.0
    assert math.isnan(grid.at(("a", "2025"), "ratio"))
    assert grid.at(("b", "2024"), "ratio") is None
    assert grid.at(("a", "2024"), "score") is None
    assert grid.filled(("a", "2024")) == ("ratio", "days")
    assert grid.filled(("a", "2025")) == ("days",)
    assert grid.filled(("b", "2024")) == ()


def test_a_period_that_one_lacks_and_all_others_have_is_told_of_that_one_alone():
    years = {"a": ("2025",), "b": ("2023", "2024", "2025"), "c": ("2024", "2025")}
    dataset = from_observations(
        Observation("total_assets", entity, year, View.PERIOD, 1.0, "money", NOWHERE)
        for entity, there in years.items()
        for year in there
    )

    assert [tuple(dataset.only_lacked_by(entity)) for entity in "abc"] == [("2024",), (), ()]
    assert dataset.known("b", "2023") == (("total_assets", ""),)
    assert dataset.known("a", "2023") == ()
