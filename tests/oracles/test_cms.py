"""All cost reports of the sample, by the program and by a script of plain numpy that shares nothing with it."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pytest
from cms_ratios import Row, ratios, reports

from rendered import checked
from reportgen.model.values import IndicatorValues
from reportgen.pipeline.evaluation import Evaluator

SAMPLE = Path(__file__).parents[2] / "samples" / "us-cms"


@cache
def expected() -> dict[str, dict[Row, float]]:
    return ratios(reports(SAMPLE / "data"))


@cache
def computed() -> IndicatorValues:
    return Evaluator.of(checked("us-cms"), None).values


def test_the_same_reports_are_kept():
    assert set(expected()["current_ratio"]) == set(computed().values.index)


@pytest.mark.parametrize("ratio", sorted(expected()))
def test_every_row_of_the_cost_reports_agrees(ratio: str):
    there = 0
    for (hospital, year), value in expected()[ratio].items():
        ours = computed().at(ratio, hospital, year)
        if math.isnan(value):
            assert ours.value is None, (hospital, year, ours.value)
            assert ours.reason is not None
        else:
            assert ours.value == pytest.approx(value, rel=1e-12), (hospital, year, ours.reason)
            there += 1
    assert there > 100
