"""Reading costs a small multiple of opening the same files: a rule that looks through each cell anew is found here."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
import python_calamine

from bench import intake as sides
from reportgen import intake
from reportgen.catalog import load_catalog

SAMPLE = Path(__file__).parents[2] / "samples" / "renhe"
"""Statements of thirteen months, and every register that there is."""
BARS = {"sheets": 8, "sample": 45}
"""Twice of what is usual, for a machine that does other work beside: no bar of speed, which `make bench` has."""

ROUNDS = 6


def test_a_year_of_statements_is_read_in_a_few_times_the_time_of_opening_it(tmp_path: Path) -> None:
    ours, bare = sides.workbook_sides(sides.many_sheets(tmp_path / "year.xlsx"))

    assert _cost(ours, bare) < BARS["sheets"]


@pytest.mark.slow
def test_the_sample_is_read_in_some_times_the_time_of_opening_it() -> None:
    catalog, files = load_catalog(), sorted(SAMPLE.rglob("*.xlsx"))

    def bare() -> None:
        for file in files:
            book = python_calamine.CalamineWorkbook.from_path(file)
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python(skip_empty_area=False)

    assert _cost(lambda: intake.read(intake.open_case(SAMPLE), catalog), bare) < BARS["sample"]


def _cost(ours: Callable[[], object], bare: Callable[[], object]) -> float:
    """How many times the time of one side the other takes, the best of five rounds in turns, the first not counted."""
    taken: dict[Callable[[], object], list[float]] = {ours: [], bare: []}
    for side in (ours, bare) * ROUNDS:
        begun = time.process_time()
        side()
        taken[side].append(time.process_time() - begun)
    return min(taken[ours][1:]) / min(taken[bare][1:])
