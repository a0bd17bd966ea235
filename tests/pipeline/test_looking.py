"""Files without a case: what the checks say of them stands with what was read."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.catalog import load_catalog

ROOT = Path(__file__).parents[2]
spec = importlib.util.spec_from_file_location("small_workbooks", ROOT / "scripts" / "small_workbooks.py")
assert spec
assert spec.loader
small = importlib.util.module_from_spec(spec)
sys.modules["small_workbooks"] = small
spec.loader.exec_module(small)
CATALOG = load_catalog()


def statement(**changes: int) -> list[list[object]]:
    figures = small.figures("会政财02", CATALOG) | changes
    rows: list[list[object]] = small.sheet("会政财02", "2025年度", ["本年数"], [figures], catalog=CATALOG)
    return rows


def test_a_total_that_does_not_tie_is_told_at_once(tmp_path: Path):
    right = small.figures("会政财02", CATALOG)["total_income"]
    small.write(tmp_path / "a.xlsx", {"表": statement(total_income=right + 700)})

    found = pipeline.look([tmp_path], CATALOG).findings

    assert ("V16", "B5") in [(f.rule, f.place.cell) for f in found]


def test_statements_that_tie_are_met_with_silence(tmp_path: Path):
    small.write(tmp_path / "a.xlsx", {"表": statement()})

    assert [f.rule for f in pipeline.look([tmp_path], CATALOG).findings if f.rule.startswith("V")] == []


@pytest.mark.parametrize(("line", "total"), [("business_activity_expense", "V19"), ("fiscal_income", "V16")])
def test_a_sum_of_which_a_part_could_not_be_read_is_not_said_to_be_wrong(line: str, total: str, tmp_path: Path):
    rows = statement()
    at = next(n for n, row in enumerate(rows) if row[0] and CATALOG.items[line].name.zh in str(row[0]))
    rows[at][1] = "12.3.4"
    small.write(tmp_path / "a.xlsx", {"表": rows})

    found = pipeline.look([tmp_path], CATALOG).findings

    assert ("I09", f"B{at + 1}") in [(f.rule, f.place.cell) for f in found]
    assert total not in [f.rule for f in found]
    assert "W46" in [f.rule for f in found]
