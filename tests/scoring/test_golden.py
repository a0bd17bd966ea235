"""The golden cases, from their case folders to the grade."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import compute, intake, scoring
from reportgen.catalog import load_catalog
from reportgen.model.results import Evaluation

GOLDEN = Path(__file__).parents[1] / "cases" / "golden"


def evaluated(name: str) -> Evaluation:
    case = intake.open_case(GOLDEN / name)
    catalog = load_catalog(case.folder)
    reading = intake.read(case, catalog)
    values = compute.indicators(reading.dataset, catalog)
    scheme = catalog.schemes[case.file.scheme]
    return scoring.evaluate(values, scheme, case.file.scheme, catalog, "golden", "2025", opinions=reading.rounds[0])


@pytest.mark.serves("002-30", "002-33")
def test_88_48_and_85_make_87_784_which_is_excellent():
    found = evaluated("complete")

    assert [part.score for part in found.parts] == pytest.approx([88.48, 85.0], abs=1e-9)
    assert found.score == pytest.approx(87.784, abs=1e-9)
    assert (found.score_printed, found.grade, found.incomplete) == ("87.78", "excellent", False)


@pytest.mark.serves("002-29")
def test_each_row_of_the_score_table_comes_out():
    quantitative = [row for row in evaluated("complete").indicators if row.part == "quantitative"]
    within_the_part = [(row.points or 0.0) / 0.8 for row in quantitative]

    assert within_the_part == pytest.approx([13.064, 9.54, 11.656, 10.856, 8.832, 11.79, 7.47, 6.58, 8.692], abs=1e-9)
    assert [row.level for row in quantitative] == ["good"] * 7 + ["fair", "good"]


def test_a_missing_indicator_gives_its_weight_to_its_ability():
    found = evaluated("inventory_missing")
    turnover, days = found.indicator("total_asset_turnover"), found.indicator("receivable_turnover_days")

    assert found.parts[0].score == pytest.approx(88.578380, abs=5e-7)
    assert [turnover.effective_weight / 0.8, days.effective_weight / 0.8] == pytest.approx([0.17319008, 0.16480992])
    assert found.indicator("inventory_turnover_days").reason == "missing_input"
    assert found.parts[0].missing_weight == pytest.approx(0.096)


def test_an_ability_scores_the_mean_of_the_levels_that_experts_gave():
    qualitative = [row for row in evaluated("complete").indicators if row.part == "qualitative"]

    assert [row.score for row in qualitative] == pytest.approx([85.0] * 7)
    assert {row.raters for row in qualitative} == {4}
    assert len(qualitative) == 7
