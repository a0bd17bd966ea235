"""Official forms without figures, as workbooks to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from reportgen.model.definitions import Form, FormColumn, FormRow

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

CREATED: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook's own date has no zone
LABEL_WIDTH: Final = 38
MONEY_WIDTH: Final = 18
MONEY: Final = "#,##0.00;-#,##0.00"
FIRST_BODY_ROW: Final = 4
BELOW: Final = "/"
"""Between the words that several columns of a form share and those of one of them."""
Side = tuple[Sequence[FormRow], Sequence[str]]


def workbook(forms: Iterable[Form], catalog: Catalog, *, annual: bool, entity: str, date: str) -> bytes:
    """One sheet a form: title, code, entity, date and unit lines, head, rows in official order, empty money cells."""
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})  # no maker: who fills it in, owns it
        looks = _looks(book)
        for form in forms:
            sheet = book.add_worksheet(form.title.zh)
            _banner(sheet, form, catalog, looks, entity=entity, date=date)
            _body(sheet, _sides(form, catalog, annual=annual), looks)
    return stream.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "font_size": 10}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "plain": book.add_format({"font_size": 10}),
        "head": book.add_format({"bold": True, "align": "center", **edge}),
        "money": book.add_format({"num_format": MONEY, **edge}),
        **{f"label{level}": book.add_format({"indent": level, **edge}) for level in range(5)},
        "label_bold": book.add_format({"bold": True, **edge}),
    }


def _sides(form: Form, catalog: Catalog, *, annual: bool) -> list[Side]:
    item = catalog.words["form.item"].zh
    if form.shape == "matrix":
        return [(form.rows, [item, *form.matrix_columns])]
    columns: Sequence[FormColumn] = form.annual if annual else form.monthly
    heads = [item, *(column.label for column in columns)]
    return [(form.rows, heads), (form.right_rows, heads)] if form.right_rows else [(form.rows, heads)]


def _banner(  # noqa: PLR0913 - the lines above a form
    sheet: Any, form: Form, catalog: Catalog, looks: dict[str, Any], *, entity: str, date: str
) -> None:
    words = catalog.words
    width = 5 if form.right_rows else max(2, len(form.matrix_columns))
    sheet.merge_range(0, 0, 0, width, form.title.zh, looks["title"])
    sheet.write(1, width, words["form.code"].zh.format(code=form.code), looks["plain"])
    sheet.write(2, 0, words["form.entity"].zh.format(entity=entity), looks["plain"])
    sheet.write(2, 1, date, looks["plain"])
    sheet.write(2, width, words["form.unit"].zh, looks["plain"])


def _body(sheet: Any, sides: Sequence[Side], looks: dict[str, Any]) -> None:
    depth = 2 if any(BELOW in head for _, heads in sides for head in heads) else 1
    body, first = FIRST_BODY_ROW - 1 + depth, 0
    for rows, heads in sides:
        sheet.set_column(first, first, LABEL_WIDTH)
        sheet.set_column(first + 1, first + len(heads) - 1, MONEY_WIDTH)
        if depth == 1:
            sheet.write_row(FIRST_BODY_ROW - 1, first, heads, looks["head"])
        else:
            _two_rows(sheet, first, heads, looks["head"])
        for number, row in enumerate(rows, start=body):
            sheet.write(number, first, row.label, looks["label_bold" if row.bold else f"label{row.level}"])
            for column in range(1, len(heads)):
                sheet.write_blank(number, first + column, None, looks["money"])
        first += len(heads)
    sheet.freeze_panes(body, 1)


def _two_rows(sheet: Any, first: int, heads: Sequence[str], look: Any) -> None:
    """Heads of two rows, as on the official form: what several columns share above, each one's own word below."""
    top, column = FIRST_BODY_ROW - 1, first
    for shared, run in groupby(heads, key=lambda head: head.partition(BELOW)[0]):
        words = [head.partition(BELOW)[2] for head in run]
        if len(words) > 1:
            sheet.merge_range(top, column, top, column + len(words) - 1, shared, look)
        elif not words[0]:
            sheet.merge_range(top, column, top + 1, column, shared, look)
        else:
            sheet.write(top, column, shared, look)
        for place, word in enumerate(words, start=column):
            if word:
                sheet.write(top + 1, place, word, look)
        column += len(words)
