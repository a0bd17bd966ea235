"""Small workbooks of official forms, laid out as software exports them: for broken samples and for tests.

Figures are whole yuan made from the leaf lines upward, so that every sum on a form ties.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from reportgen.catalog import Catalog, load_catalog

CREATED = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - a fixed date of the samples
ENTITY = "示例医院"
BASE = 1_000_000
STEP = 37_000
Cells = dict[tuple[int, int], Any]
"""Row and column from 0 → what is written there in place of the form's own."""


def figures(code: str, catalog: Catalog, scale: int = 1, leaves: Mapping[str, int] | None = None) -> dict[str, int]:
    """A figure for each line of a form: leaves by their order or as given, totals from their parts."""
    form = catalog.forms[code]
    order = [row.item for row in (*form.rows, *form.right_rows) if row.item]
    parts: dict[str, list[tuple[str, int]]] = {}
    for item in order:
        parent, sign = catalog.items[item].parent, catalog.items[item].sign
        if parent in order and sign != "0":
            parts.setdefault(parent, []).append((item, 1 if sign == "+" else -1))
    made: dict[str, int] = dict(leaves or {})

    def leaf(item: str, number: int) -> int:
        amount = BASE + STEP * number
        return amount * 7 // 12 if "expense" in item else amount  # expense stays below income

    def of(item: str) -> int:
        if item not in made:
            made[item] = (
                sum(sign * of(part) for part, sign in parts[item])
                if item in parts
                else scale * leaf(item, order.index(item))
            )
        return made[item]

    for item in order:
        of(item)
    return made | (surpluses(made) if "period_surplus" in made else {})


def surpluses(made: Mapping[str, int]) -> dict[str, int]:
    """The surplus of the period, and its parts by the funds that paid for them."""

    def part(income: str, funds: str) -> int:
        spent = (made[f"{statement}_expense_{funds}"] for statement in ("business_activity", "admin"))
        return made[income] - sum(spent)

    surplus = made["total_income"] - made["total_expense"]
    project, science = part("fiscal_project_income", "fiscal_project"), part("science_education_income", "sci_edu")
    return {
        "period_surplus": surplus,
        "fiscal_project_surplus": project,
        "science_education_surplus": science,
        "medical_surplus": surplus - project - science,
    }


def sheet(  # noqa: PLR0913 - a sheet has that many parts
    code: str,
    date: str,
    heads: Sequence[str],
    columns: Sequence[Mapping[str, Any]],
    *,
    entity: str = ENTITY,
    unit: str | None = "元",
    catalog: Catalog | None = None,
) -> list[list[Any]]:
    """The cells of a one-sided or two-sided form: title, code, entity, date, unit, heads, rows, signatures."""
    form = (catalog or load_catalog()).forms[code]
    sides = [form.rows, form.right_rows] if form.right_rows else [form.rows]
    labels = ["资产", "负债和净资产"] if code.endswith("01") and len(sides) > 1 else ["项目", "项目"]
    width = len(sides) * (1 + len(heads))
    rows: list[list[Any]] = [
        [form.title.zh] + [None] * (width - 1),
        [None] * (width - 1) + [f"{form.code}表"],
        [f"编制单位：{entity}", date, *[None] * (width - 3), f"单位：{unit}" if unit else None],
        [cell for label, _ in zip(labels, sides, strict=False) for cell in (label, *heads)],
    ]
    for number in range(max(map(len, sides))):
        cells: list[Any] = []
        for side in sides:
            row = side[number] if number < len(side) else None
            cells += ["\u3000\u3000" * row.level + row.label if row else None]
            cells += [column.get(row.item or "") if row else None for column in columns]
        rows.append(cells)
    rows.append(["单位负责人：甲　　会计机构负责人：乙　　制表：丙"] + [None] * (width - 1))
    return rows


def write(path: Path, sheets: Mapping[str, list[list[Any]]], changes: Mapping[str, Cells] | None = None) -> Path:
    """Write a workbook, the same bytes each time; texts that begin with = are formulas without a value."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": CREATED})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            changed = (changes or {}).get(name, {})
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    put(page, row, column, changed.get((row, column), cell))
    return path


def put(page: Any, row: int, column: int, cell: Any) -> None:
    """Write one cell by its type; nothing for None."""
    if isinstance(cell, str) and cell.startswith("="):
        page.write_formula(row, column, cell, None, "")
    elif isinstance(cell, dt.date):
        page.write_datetime(row, column, cell)
    elif isinstance(cell, str):
        page.write_string(row, column, cell)
    elif cell is not None:
        page.write(row, column, cell)
