"""Statements that list income and expense down to a surplus and print neither total by a name that is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake
from reportgen.catalog import Catalog

CASE: Final = "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: SGD\nscheme: none\nlanguages: en\n"
HEAD: Final[list[list[Any]]] = [["Statement of income and expenditure (S$'000)"], ["", "2025", "2024"]]
INCOME: Final[list[list[Any]]] = [["Revenue", 300, 290], ["Government subvention", 120, 115], ["Other income", 8, 7]]
EXPENSE: Final[list[list[Any]]] = [
    ["Staff costs", 220, 210], ["Depreciation", 18, 17], ["Supplies and consumables", 95, 92], ["Other operating expenses", 60, 59],
]  # fmt: skip
SURPLUS: Final[list[list[Any]]] = [["Surplus for the year", 35, 34]]


def bracketed(lines: list[list[Any]]) -> list[list[Any]]:
    return [[label, f"({now})", f"({before})"] for label, now, before in lines]


def totals(folder: Path, catalog: Catalog, lines: list[list[Any]]) -> dict[tuple[str, str], float]:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    rows = [",".join(f'"{cell}"' for cell in row) for row in (*HEAD, *lines)]
    (folder / "data" / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    reading = intake.read(intake.open_case(folder), catalog)
    wanted = {"total_income", "total_expense"}
    return {(one.item, one.period): one.value / 1000 for one in reading.values() if one.item in wanted}


@pytest.mark.parametrize(
    "lines",
    [
        [*INCOME, *bracketed(EXPENSE), *SURPLUS],
        [*INCOME, *EXPENSE, *SURPLUS],
        [*INCOME, ["", 428, 412], *EXPENSE, ["", 393, 378], *SURPLUS],
        [*INCOME, *bracketed(EXPENSE), ["Surplus before tax", 35, 34], ["Income tax expense", 0, 0], *SURPLUS],
    ],
)
def test_both_are_what_the_lines_come_to(tmp_path: Path, catalog: Catalog, lines: list[list[Any]]) -> None:
    assert totals(tmp_path, catalog, lines) == {
        ("total_income", "2025"): 428, ("total_income", "2024"): 412,
        ("total_expense", "2025"): 393, ("total_expense", "2024"): 378,
    }  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        [*INCOME, *EXPENSE, ["Surplus for the year", 45, 34]],  # one column does not come to it
        [
            *INCOME[:2],
            *EXPENSE[2:],
            ["Miscellany", 0, 0],
            ["Sundries", 0, 0],
            ["Surplus for the year", 265, 254],
        ],  # either side
        [*INCOME, *SURPLUS],
    ],
)
def test_without_proof_or_with_two_there_is_neither(tmp_path: Path, catalog: Catalog, lines: list[list[Any]]) -> None:
    assert totals(tmp_path, catalog, lines) == {}


def test_a_line_of_a_total_stays_what_it_is(tmp_path: Path, catalog: Catalog) -> None:
    found = totals(tmp_path, catalog, [*INCOME, ["Total income", 430, 412], *EXPENSE, *SURPLUS])

    assert found["total_income", "2025"] == 430


UNNAMED: Final = ("Quokka", "Wombat", "Numbat")


@pytest.mark.parametrize(("unnamed", "proved"), [(2, True), (3, False)])
def test_three_lines_whose_side_nothing_but_the_sum_tells_are_sorted_by_it_and_four_are_not(
    tmp_path: Path, catalog: Catalog, unnamed: int, *, proved: bool
) -> None:
    """Beside them is "Revenue", which may be that of patients or all of it."""
    renamed = [[name, *line[1:]] for name, line in zip(UNNAMED, EXPENSE, strict=False)]
    found = totals(tmp_path, catalog, [*INCOME, *renamed[:unnamed], *EXPENSE[unnamed:], *SURPLUS])

    assert (found.get(("total_expense", "2025")) == 393) is proved
    assert bool(found) is proved
