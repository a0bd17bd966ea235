"""Registers without rows, as workbooks to fill in: one for each folder, a sheet a register."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from reportgen.export.blank_forms import CREATED, MONEY
from reportgen.model.registers import ColumnKind, RegisterDefinition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.catalog import Catalog

HEAD_ROW: Final = 4
EMPTY_ROWS: Final = 20
WIDTH: Final = 16
PURPOSE_ROW: Final = 1


def files(catalog: Catalog, entity: str) -> dict[str, bytes]:
    """Path in the case → workbook."""
    words, found = catalog.words, dict[str, bytes]()
    folders = dict.fromkeys(one.folder for one in catalog.registers.values())
    for folder in folders:
        tables = [one for one in catalog.registers.values() if one.folder == folder]
        name = words[f"form.registers.{folder or 'actions'}"].zh
        found[f"{folder}/{name}" if folder else name] = workbook(tables, catalog, entity)
    return found


def workbook(tables: Sequence[RegisterDefinition], catalog: Catalog, entity: str) -> bytes:
    """A sheet for each register: title, what it is for, entity, month and unit lines, heads, and empty rows."""
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})  # no maker: who fills it in, owns it
        looks = _looks(book)
        for table in tables:
            _sheet(book, table, catalog, looks, entity)
    return stream.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "font_size": 10}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "plain": book.add_format({"font_size": 10}),
        "head": book.add_format({"bold": True, "align": "center", "text_wrap": True, **edge}),
        "word": book.add_format(edge),
        "money": book.add_format({"num_format": MONEY, **edge}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", **edge}),
    }


def _sheet(book: Any, table: RegisterDefinition, catalog: Catalog, looks: dict[str, Any], entity: str) -> None:
    words, columns = catalog.words, list(table.columns.values())
    sheet, last = book.add_worksheet(table.name.zh), len(columns) - 1
    sheet.set_column(0, last, WIDTH)
    sheet.merge_range(0, 0, 0, last, table.name.zh, looks["title"])
    sheet.write(PURPOSE_ROW, 0, table.purpose.zh, looks["plain"])
    sheet.write(2, 0, words["form.entity"].zh.format(entity=entity), looks["plain"])
    sheet.write(2, 1, words["form.month_line"].zh if table.periodic else "", looks["plain"])
    if any(column.kind is ColumnKind.MONEY for column in columns):
        sheet.write(2, last, words["form.unit"].zh, looks["plain"])
    sheet.write_row(HEAD_ROW - 1, 0, [column.name.zh for column in columns], looks["head"])
    for place, column in enumerate(columns):
        look = looks.get(str(column.kind), looks["word"])
        for row in range(HEAD_ROW, HEAD_ROW + EMPTY_ROWS):
            sheet.write_blank(row, place, None, look)
        if column.choices:
            area = (HEAD_ROW, place, HEAD_ROW + EMPTY_ROWS - 1, place)
            choices = [one.zh for one in column.choices.values()]
            sheet.data_validation(*area, {"validate": "list", "source": choices})
    sheet.freeze_panes(HEAD_ROW, 1)
