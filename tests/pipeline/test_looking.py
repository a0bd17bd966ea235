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


POSITION = """Balance Sheets,
(in thousands),
,"June 30, 2025"
Cash and cash equivalents,100
"Property, plant and equipment, net",900
Total assets,"1,000"
"""
OPERATIONS = """Statements of Operations,
(in thousands),
,"Year ended June 30, 2025"
Total operating revenue,"1,000"
Total operating expenses,"{expense}"
Operating income,100
Investment income,40
Total nonoperating gains,40
Excess of revenues over expenses,140
"""


@pytest.mark.parametrize(("expense", "rules"), [("900", []), ("880", ["V94"])])
def test_american_statements_are_held_to_the_same_rules_with_and_without_a_case(
    expense: str, rules: list[str], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text(POSITION, encoding="utf-8")
    (tmp_path / "data" / "b.csv").write_text(OPERATIONS.format(expense=expense), encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {en: H, zh: 甲}}\nregime: other\ncurrency: USD\nscheme: none\nfiscal_year_start: 7\n",
        encoding="utf-8",
    )

    looked, checked = pipeline.look([tmp_path / "data"], CATALOG), pipeline.check(tmp_path)

    assert [f.rule for f in looked.findings if f.rule[0] == "V"] == rules
    assert [f.rule for f in checked.findings if f.rule[0] == "V"] == rules
    assert not looked.unread
