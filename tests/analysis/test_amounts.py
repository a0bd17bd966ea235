"""What totals consist of: of lines that are in them, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import AMERICAN, american, case
from reportgen.analysis.amounts import Parts, Unmade, parts_of
from reportgen.analysis.material import Analyses

PLAIN = {"medical_income@2025": 60.0, "other_income@2025": 10.0, "total_income@2025": 100.0}


def of(analyses: Analyses, block: str = "income_sources") -> Parts | Unmade | None:
    return parts_of(analyses.material, analyses.material.catalog.blocks[block].compositions[0])


def test_a_line_that_the_statement_keeps_out_of_its_total_is_no_part_of_it(tmp_path: Path) -> None:
    found = of(american(tmp_path))

    assert found is not None
    assert [(one.name.en, one.printed) for one in found.shares] == [
        ("Medical income", "90.00"),
        ("Other income", "10.00"),
    ]
    assert [name.en for name in found.outside] == ["Investment income"]


def test_what_of_a_total_no_line_names_is_its_last_part(tmp_path: Path) -> None:
    found = of(case(tmp_path, PLAIN, "2025"))

    assert found is not None
    assert [(one.name.en, one.printed) for one in found.shares][-1] == ("Other lines", "30.00")
    assert found.outside == ()


def test_lines_that_are_more_than_their_total_are_no_shares_of_it(tmp_path: Path) -> None:
    assert of(case(tmp_path, {**PLAIN, "total_income@2025": 69.0}, "2025")) is Unmade.PARTS_EXCEED


def test_lines_may_miss_their_total_by_what_their_unit_rounds_off(tmp_path: Path) -> None:
    found = of(case(tmp_path, {**PLAIN, "total_income@2025": 70.01}, "2025"))

    assert found is not None
    assert len(found.shares) == 2


def test_funds_that_donors_or_boards_bound_are_named_among_assets(tmp_path: Path) -> None:
    sheet = {
        **AMERICAN,
        "cash_and_bank": (10.0, 20.0),
        "assets_limited_as_to_use": (30.0, 30.0),
        "total_assets": (40.0, 50.0),
    }
    found = of(american(tmp_path, sheet), "assets")

    assert found is not None
    assert [one.name.en for one in found.shares] == ["Cash and bank", "Assets limited as to use"]


@pytest.mark.parametrize(
    ("figures", "in_millions"),
    [
        ({"total_income@2025": 1e7}, True),
        ({"total_income@2025": 9_999_999.0}, False),
        ({"total_income@2025": 9e6, "total_assets@2025": -1e7}, True),
        ({"total_income@2025": 9e6, "total_income@2025:budget": 1e9, "total_income@2024": 1e9}, False),
        ({"total_income@2025": 9e6, "outpatient_emergency_visits@2025": 1e9}, False),
    ],
)
def test_amounts_are_told_in_millions_where_one_of_the_period_has_ten_of_them(
    tmp_path: Path, figures: dict[str, float], *, in_millions: bool
):
    assert case(tmp_path, figures, "2025").material.is_in_millions is in_millions
