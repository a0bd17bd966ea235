"""What an old workbook (xls) says beyond its values: hidden rows and columns, and formats that show other numbers."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any, Final

from reportgen.intake import number_formats
from reportgen.intake.sheets import Position, Sheet

MOST_CELLS: Final = 2_000_000
"""Cells of a workbook that is opened a second time."""
NUMBER: Final = 2


def with_markup(content: bytes, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """The sheets with their markup; as they are where the workbook is too large, or cannot be opened this way."""
    if sum(len(sheet.rows) * sheet.width for sheet in sheets) > MOST_CELLS:
        return sheets
    try:
        return _marked(content, sheets)
    except Exception:  # noqa: BLE001 - the values are read already; a reader of its own may fail on what calamine takes
        return sheets


def _marked(content: bytes, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    import xlrd

    with xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO()) as book:
        powers = {
            index: power
            for index, style in enumerate(book.xf_list)
            if (power := number_formats.power_of(book.format_map[style.format_key].format_str))
        }
        by_name = {page.name: page for page in book.sheets()}
        return tuple(_with(sheet, by_name.get(sheet.name or ""), powers) for sheet in sheets)


def _with(sheet: Sheet, page: Any, powers: dict[int, int]) -> Sheet:
    if page is None:
        return sheet
    rows = frozenset(row for row, about in page.rowinfo_map.items() if about.hidden)
    columns = frozenset(column for column, about in page.colinfo_map.items() if about.hidden)
    formats: dict[Position, int] = {}
    for row in range(page.nrows if powers else 0):
        for column in range(page.row_len(row)):
            power = powers.get(page.cell_xf_index(row, column))
            if power and page.cell_type(row, column) == NUMBER:
                formats[row, column] = power
    return replace(sheet, hidden_rows=rows, hidden_columns=columns, formats=formats)
