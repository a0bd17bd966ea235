"""Every workbook that is written from nothing: the same bytes each time, and text that looks like a formula is text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, Final

WRITTEN: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's own date has no zone
LONGEST: Final = 31
"""Characters in the name of a sheet, by the format."""


def made(fill: Callable[[Any], object], *, is_ours: bool = True) -> bytes:
    """A workbook as a file.

    Args:
        fill: writes sheets into the workbook of xlsxwriter; a formula only where it says so.
        is_ours: whether it names its maker; a form does not, since whoever fills it in owns it.
    """
    import xlsxwriter

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": WRITTEN, **({"author": "reportgen"} if is_ours else {})})
        fill(book)
    return stream.getvalue()


def table(book: Any, name: str, rows: Iterable[Sequence[Any]], widths: Sequence[float] = ()) -> None:
    """A sheet with a table: its head bold, head and first two columns frozen, a filter over the whole.

    Args:
        book: the workbook.
        name: of the sheet, cut to what the format takes.
        rows: the head, then the others; None is an empty cell.
        widths: of the columns, in characters; those beyond the last keep the usual one.
    """
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    sheet, last, columns = book.add_worksheet(name[:LONGEST]), 0, 1
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    for last, row in enumerate(rows):
        sheet.write_row(last, 0, row, plain if last else bold)
        columns = max(columns, len(row))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, last), columns - 1)
