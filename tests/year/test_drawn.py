"""Hospitals of all kinds, drawn by seed: the next period begins, is filled in and counts as here."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from population.hospitals import drawn
from reportgen.model.period import Period
from shell import reportgen

pytestmark = pytest.mark.slow
SEEDS = (0, 1, 2, 3, 5, 8)  # forms of years, American, forms of months, quarters, a group, forms of 2012


def asked(case: Path, *words: str) -> dict[str, Any]:
    done = reportgen("status", case, "--format", "json", "--date", "2026-11-23", *words)
    assert done.returncode in {0, 1}, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)["hospitals"][0]
    return found


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def filled_in(path: Path) -> None:
    book, stream = openpyxl.load_workbook(path), io.BytesIO()
    for sheet in book:
        for row in sheet.iter_rows(min_row=5, min_col=2):
            for cell in row:
                if cell.value is None and not isinstance(cell, openpyxl.cell.cell.MergedCell):
                    cell.value = 1000.0
    book.save(stream)
    path.write_bytes(stream.getvalue())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_next_period_begins_and_what_is_filled_in_is_here(tmp_path: Path, seed: int):
    case = drawn(seed, tmp_path).folder
    period = str(Period.parse(asked(case)["period"]).following())
    before = everything(case)

    first = reportgen("month", "new", case, period, language="zh")
    once = everything(case)
    second = reportgen("month", "new", case, period, language="en")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert everything(case) == once
    assert before.items() <= once.items()
    made = sorted(set(once) - set(before))
    assert all(path.suffix in {".xlsx", ".md"} for path in made)
    for path in made:
        if path.suffix == ".xlsx":
            filled_in(path)
    forms = [one for one in asked(case, "-p", period)["due"] if one["kind"] == "forms"]
    assert all(one["state"] == "here" for one in forms), forms
    assert bool(forms) == any(path.suffix == ".xlsx" for path in made)
