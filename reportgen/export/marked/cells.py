"""Cells coloured by severity, with the findings as a comment in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from reportgen.model.finding import Finding, Severity

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from reportgen.catalog import Catalog

FILLS: Final = {Severity.ERROR: "F0DDE3", Severity.WARNING: "FCEBD4", Severity.NOTE: "E8ECEF"}
AUTHOR: Final = "reportgen"
LONGEST: Final = 4000
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WIDTH: Final = 420
LINE_HEIGHT: Final = 18
LINE_LETTERS: Final = 42


def mark(book: Workbook, file: str, findings: Iterable[Finding], catalog: Catalog) -> None:
    """Colour and comment the cell of each finding; a cell that was named as part of a sum is left alone."""
    by_cell: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        place = finding.place
        if place.file == file and place.sheet in book.sheetnames and place.sheet and place.cell:
            by_cell[place.sheet, place.cell].append(finding)
    for (sheet, cell), told in by_cell.items():
        _mark(_anchor(book[sheet], cell), told, catalog)


def _mark(cell: Cell, findings: list[Finding], catalog: Catalog) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    said = [(finding.rule, catalog.messages.both(finding)) for finding in findings]
    gravest = min((words.severity for _, words in said), key=tuple(Severity).index)
    cell.fill = PatternFill("solid", fgColor=FILLS[gravest])
    own = [cell.comment.text] if cell.comment else []
    lines = [f"{rule}\n{words.message.zh}\n{words.message.en}" for rule, words in said]
    text = clean("\n\n".join([*own, *lines]))[:LONGEST]
    height = LINE_HEIGHT * sum(1 + len(line) // LINE_LETTERS for line in text.split("\n"))
    cell.comment = Comment(text, AUTHOR, height=height, width=WIDTH)


def _anchor(sheet: Worksheet, reference: str) -> Cell:
    """The cell, or the first one of the merged cells that it is part of."""
    for area in sheet.merged_cells.ranges:
        if reference in area:
            return sheet.cell(area.min_row, area.min_col)
    return sheet[reference]


def clean(text: str) -> str:
    """Text without the control characters that a workbook cannot hold."""
    return CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
