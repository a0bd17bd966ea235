"""Lays sheets out as an accountant knows them, the same bytes in every build."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import xlsxwriter

from scripts.renhe.sheets import Label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from scripts.renhe.sheets import Sheet

CREATED = dt.datetime(2026, 11, 5, 9, 0, 0)  # noqa: DTZ001 - a fixed date of the sample
INDENT = "\u3000\u3000"
ALIGNED = "\u3000\u3000\u3000"
FIRST_HEAD = 3


def write(path: Path, sheets: Sequence[Sheet], words: Mapping[str, str]) -> None:
    """Write a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": CREATED, "title": sheets[0].title, "company": words["entity"]})
        formats = _formats(book, words["font"])
        for sheet in sheets:
            _lay_out(book.add_worksheet(sheet.name), sheet, formats, words)


def _formats(book: Workbook, face: str) -> dict[str, Format]:
    font = {"font_name": face, "font_size": 10, "valign": "vcenter"}
    boxed = font | {"border": 1}
    money = boxed | {"num_format": "#,##0.00", "align": "right"}
    kinds: dict[str, dict[str, object]] = {
        "title": font | {"bold": True, "font_size": 16, "align": "center"},
        "left": font,
        "centre": font | {"align": "center"},
        "right": font | {"align": "right"},
        "head": boxed | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#EDEDED"},
        "label": boxed,
        "label bold": boxed | {"bold": True},
        "word": boxed | {"align": "center"},
        "money": money,
        "money bold": money | {"bold": True},
        "count": boxed | {"num_format": "#,##0", "align": "right"},
        "ratio": boxed | {"num_format": "#,##0.00##", "align": "right"},
        "foot": font | {"font_size": 9},
    }
    return {name: book.add_format(properties) for name, properties in kinds.items()}


def _lay_out(page: Worksheet, sheet: Sheet, formats: Mapping[str, Format], words: Mapping[str, str]) -> None:
    last = len(sheet.widths) - 1
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.merge_range(0, 0, 0, last, sheet.title, formats["title"])
    page.set_row(0, 26)
    page.write_string(1, last, sheet.code, formats["right"])
    page.write_string(2, 0, words["entity_line"], formats["left"])
    middle = min((last + 1) // 2, last - 1)
    page.write_string(2, middle, sheet.date, formats["centre"])
    if sheet.money:
        page.write_string(2, last, words["unit_line"], formats["right"])
    _heads(page, sheet, formats["head"])
    first = FIRST_HEAD + len(sheet.heads)
    for number, row in enumerate(sheet.rows, first):
        _row(page, number, row.cells, formats)
    for number, note in enumerate(
        (*sheet.notes, words["signatures"], *filter(None, (sheet.issued,))), first + len(sheet.rows)
    ):
        page.write_string(number, 0, note, formats["foot"])
    _paper(page, sheet, first)


def _paper(page: Worksheet, sheet: Sheet, first: int) -> None:
    page.freeze_panes(first, 1)
    page.repeat_rows(0, first - 1)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    if sheet.landscape:
        page.set_landscape()


def _heads(page: Worksheet, sheet: Sheet, look: Format) -> None:
    for row, cells in enumerate(sheet.heads, FIRST_HEAD):
        for column, head in enumerate(cells):
            if head is None:
                continue
            if head.across == head.down == 1:
                page.write_string(row, column, head.text, look)
            else:
                page.merge_range(row, column, row + head.down - 1, column + head.across - 1, head.text, look)


def _row(
    page: Worksheet, number: int, cells: Sequence[Label | Decimal | int | str | None], formats: Mapping[str, Format]
) -> None:
    bold = ""
    for column, cell in enumerate(cells):
        if isinstance(cell, Label):
            bold = " bold" if cell.level == 0 and cell.text else ""
            text = INDENT * cell.level + ALIGNED * cell.aligned + cell.text
            page.write_string(number, column, text, formats[f"label{bold}"])
        elif cell is None:
            page.write_blank(number, column, None, formats[f"money{bold}"])
        elif isinstance(cell, str):
            page.write_string(number, column, cell, formats["word"])
        elif isinstance(cell, int):
            page.write_number(number, column, cell, formats["count"])
        else:
            fen = cell.as_tuple().exponent == -2  # noqa: PLR2004 - two places are money
            page.write_number(number, column, float(cell), formats[f"money{bold}" if fen else "ratio"])
