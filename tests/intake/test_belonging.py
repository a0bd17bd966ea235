"""Names that mean one thing on the balance sheet and another among expenses, or one among assets and another among debts."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.reading import Reading

CASE: Final = "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nscheme: none\nlanguages: en\n"
POSITION: Final[list[list[Any]]] = [
    ["Balance Sheets", ""], ["(in thousands)", ""], ["", "December 31, 2024"],
    ["Cash and cash equivalents", 40], ["Estimated third-party payor settlements", 5], ["Supplies", 9], ["Total current assets", 54],
    ["Property and equipment, net", 46], ["Total assets", 100],
    ["Accounts payable", 20], ["Estimated third-party payor settlements", 3], ["Total current liabilities", 23],
    ["Total liabilities", 23], ["Net assets", 77], ["Total liabilities and net assets", 100],
]  # fmt: skip
OPERATIONS: Final[list[list[Any]]] = [
    ["Statements of Operations", ""], ["(in thousands)", ""], ["", "Year ended December 31, 2024"],
    ["Net patient service revenue", 90], ["Total operating revenue", 90],
    ["Salaries and wages", 50], ["Supplies", 30], ["Total operating expenses", 80],
]  # fmt: skip


def read(folder: Path, **tables: list[list[Any]]) -> Reading:
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "data").mkdir()
    for name, rows in tables.items():
        with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return intake.read(intake.open_case(folder), load_catalog())


def figures(reading: Reading) -> dict[str, float]:
    return {one.item: one.value for one in reading.values()}


def test_the_total_below_says_what_a_name_of_two_meanings_is(tmp_path: Path) -> None:
    reading = read(tmp_path, position=POSITION, operations=OPERATIONS)

    found = figures(reading)
    assert (found["inventories"], found["supplies_expense"]) == (9_000, 30_000)
    assert (found["third_party_settlements_receivable"], found["third_party_settlements_payable"]) == (5_000, 3_000)
    assert not {"I13", "I14", "I43"} & {one.rule for one in reading.findings}


@pytest.mark.parametrize("left", ["Total current assets", "Total current liabilities"])
def test_totals_further_below_decide_where_the_nearest_is_left_out(tmp_path: Path, left: str) -> None:
    found = figures(read(tmp_path, position=[row for row in POSITION if row[0] != left]))

    wanted = "third_party_settlements_receivable" if "assets" in left else "third_party_settlements_payable"
    assert found[wanted] == (5_000 if "assets" in left else 3_000)


def test_without_any_total_the_neighbours_decide_between_statements_and_nobody_between_sides(tmp_path: Path) -> None:
    reading = read(tmp_path, position=[*POSITION[:4], POSITION[5], ["Investments", 7], POSITION[4]])

    assert figures(reading)["inventories"] == 9_000
    assert [one.facts["label"] for one in reading.findings if one.rule == "I14"] == [POSITION[4][0]]
