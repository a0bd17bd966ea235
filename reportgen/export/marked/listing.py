"""The sheet of findings: one a row, the gravest first, with a link to the cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from reportgen import checks
from reportgen.export.marked.cells import FILLS, clean
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from reportgen.catalog import Catalog

HEADS: Final = ("severity", "rule", "place", "message", "message_en", "fix", "fix_en", "touches")
WIDTHS: Final = (12, 8, 36, 60, 60, 40, 40, 50)
PLACE: Final = HEADS.index("place") + 1
LONGEST_NAME: Final = 31
FOLLOWS: Final = "\N{DOWNWARDS ARROW WITH TIP RIGHTWARDS} "
LINK: Final = "0F4C81"


def list_findings(  # noqa: PLR0913 - what a sheet is made from
    book: Workbook,
    findings: Sequence[Finding],
    catalog: Catalog,
    remarks: Sequence[str],
    has: Callable[[Place], bool],
    files: Mapping[str, str] | None = None,
) -> None:
    """Put the sheet in front.

    Args:
        book: to which it is added.
        findings: what it lists.
        catalog: their words.
        remarks: lines above the table.
        has: whether a place can be linked to.
        files: names of other workbooks, where the places are not in this one.
    """
    sheet = book.create_sheet(_free_name(catalog.words["findings.sheet"].zh, book.sheetnames), 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    for number, remark in enumerate(remarks, start=1):
        _write(sheet.cell(number, 1), remark)
    top = len(remarks) + 1
    _head(sheet, top, catalog)
    for row, (finding, follows) in enumerate(checks.ordered(findings, catalog), start=top + 1):
        _row(sheet, row, finding, catalog, follows=follows)
        if has(finding.place):
            _link(sheet.cell(row, PLACE), finding.place, (files or {}).get(finding.place.file))
    sheet.freeze_panes = f"A{top + 1}"
    sheet.auto_filter.ref = f"A{top}:H{max(top + 1, sheet.max_row)}"


def _head(sheet: Worksheet, row: int, catalog: Catalog) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, (key, width) in enumerate(zip(HEADS, WIDTHS, strict=True), start=1):
        text = catalog.words[f"findings.head.{key}"]
        cell = sheet.cell(row, column)
        _write(cell, f"{text.zh} {text.en}")
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width


def _row(sheet: Worksheet, row: int, finding: Finding, catalog: Catalog, *, follows: bool) -> None:
    from openpyxl.styles import Alignment, PatternFill

    said = catalog.messages.both(finding)
    word = catalog.words[f"severity.{said.severity}"]
    touched = [catalog.indicators[name].name for name in checks.touched_by(finding, catalog)]
    contents = (
        f"{FOLLOWS if follows else ''}{word.zh} {word.en}", finding.rule, str(finding.place), said.message.zh,
        said.message.en, said.fix.zh if said.fix else "", said.fix.en if said.fix else "",
        "; ".join(f"{name.zh} {name.en}" for name in touched),
    )  # fmt: skip
    for column, content in enumerate(contents, start=1):
        cell = sheet.cell(row, column)
        _write(cell, content)
        cell.alignment = Alignment(vertical="top", wrap_text=column > PLACE)
    sheet.cell(row, 1).fill = PatternFill("solid", fgColor=FILLS[said.severity])


def _link(cell: Cell, place: Place, file: str | None) -> None:
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    sheet = (place.sheet or "").replace("'", "''")
    location = f"'{sheet}'!{place.cell or 'A1'}" if place.sheet else None
    target = quote(file) if file else None
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location, target=target)
    cell.font = Font(underline="single", color=LINK)


def _write(cell: Cell, text: str) -> None:
    """Text that stays text, also where it looks like a formula."""
    cell.value = clean(text)
    cell.data_type = "s"


def _free_name(name: str, taken: Sequence[str]) -> str:
    """A name that no other sheet has."""
    lower = {other.lower() for other in taken}
    free, number = name[:LONGEST_NAME], 1
    while free.lower() in lower:
        number += 1
        free = f"{name[: LONGEST_NAME - 4]} {number}"
    return free
