"""Forms to fill in, as workbooks: official ones, figures that stand on none of them, registers, experts' marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from reportgen.catalog import Catalog
from reportgen.checks.needs import items_needed
from reportgen.export.workbook import made
from reportgen.model.definitions import IN_FORCE, Form, FormColumn, FormRow, Item
from reportgen.model.period import MONTHS
from reportgen.model.registers import ColumnKind, RegisterDefinition
from reportgen.model.schemes import Grade, Scheme

LABEL_WIDTH: Final = 38
MONEY_WIDTH: Final = 18
MONEY: Final = "#,##0.00;-#,##0.00"
FIRST_BODY_ROW: Final = 4
BELOW: Final = "/"
"""Between the words that several columns of a form share and those of one of them."""
Side = tuple[Sequence[FormRow], Sequence[str]]
FLOWS: Final = "income"
"""The statement whose columns and lines hold what flows."""


def workbook(  # noqa: PLR0913 - what stands on the sheets
    forms: Iterable[Form],
    catalog: Catalog,
    *,
    annual: bool,
    entity: str,
    date: str,
    besides: Sequence[str] = (),
) -> bytes:
    """One sheet a form: title, code, entity, date and unit lines, head, rows in official order, empty money cells.

    `besides` are items that stand on none of them, for a list on a sheet of its own.
    """

    def fill(book: Any) -> None:
        looks = _looks(book)
        for form in forms:
            sheet = book.add_worksheet(form.title.zh)
            _banner(sheet, form, catalog, looks, entity=entity, date=date)
            _body(sheet, _sides(form, catalog, annual=annual), looks)
            _shut(sheet, form, catalog, looks)
        if besides:
            _list(book, besides, catalog, looks, annual=annual, entity=entity, date=date)

    return made(fill, is_ours=False)


def _list(  # noqa: PLR0913 - the lines above a list
    book: Any,
    items: Sequence[str],
    catalog: Catalog,
    looks: dict[str, Any],
    *,
    annual: bool,
    entity: str,
    date: str,
) -> None:
    """A row for each item with its unit."""
    words, flows = catalog.words, _flows(catalog)
    heads = [words["form.item"].zh, words["form.item_unit"].zh, *(one.label for one in _columns(flows, annual=annual))]
    sheet = book.add_worksheet(words["form.besides"].zh)
    _above(sheet, catalog, looks, len(heads) - 1, words["form.besides"].zh, entity, {2: date})
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, len(heads) - 1, MONEY_WIDTH)
    sheet.write_row(FIRST_BODY_ROW - 1, 0, heads, looks["head"])
    for row, item in enumerate(map(catalog.items.__getitem__, items), start=FIRST_BODY_ROW):
        sheet.write(row, 0, item.name.zh, looks["label0"])
        sheet.write(row, 1, _unit(item, catalog), looks["label0"])
        for column in range(2, len(heads)):
            sheet.write_blank(row, column, None, looks["money"])
    sheet.freeze_panes(FIRST_BODY_ROW, 1)


def budget_workbook(catalog: Catalog, entity: str) -> bytes:
    """The budget of a year by the lines of the statement of income and expense, and of each of its months."""
    words, form = catalog.words, _flows(catalog)
    heads = [words["form.item"].zh, words["form.budget.year"].zh]
    heads += [words["form.budget.month"].zh.format(n=month) for month in range(1, MONTHS + 1)]

    def fill(book: Any) -> None:
        looks = _looks(book)
        sheet = book.add_worksheet(words["form.budget"].zh)
        last, said = len(heads) - 1, {1: words["form.year_line"].zh, len(heads) - 1: words["form.unit"].zh}
        _above(sheet, catalog, looks, last, words["form.budget.title"].zh, entity, said)
        _body(sheet, [(form.rows, heads)], looks)

    return made(fill, is_ours=False)


def _flows(catalog: Catalog) -> Form:
    return next(form for form in catalog.forms.values() if (form.statement, form.regime) == (FLOWS, IN_FORCE))


def _unit(item: Item, catalog: Catalog) -> str:
    if item.unit == "money":
        return catalog.words["form.money"].zh
    known = item.counted or catalog.words.get(f"item_unit.{item.unit}")
    return known.zh if known else ""


def _columns(form: Form, *, annual: bool) -> Sequence[FormColumn]:
    return form.annual if annual else form.monthly


def on_no_form(catalog: Catalog, scheme: Scheme, forms: Iterable[Form]) -> list[str]:
    """The items that a scheme needs and that stand on none of some forms."""
    there = {row.item for form in forms for row in (*form.rows, *form.right_rows)}
    return [name for name in items_needed(catalog, scheme) if name not in there]


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
        return [(form.rows, [item, *_matrix_heads(form)])]
    heads = [item, *(column.label for column in _columns(form, annual=annual))]
    return [(form.rows, heads), (form.right_rows, heads)] if form.right_rows else [(form.rows, heads)]


def _matrix_heads(form: Form) -> list[str]:
    """The heads of a matrix, below those of the years where it has more than one."""
    if len(form.annual) < 2:  # noqa: PLR2004 - this year alone
        return [*form.matrix_columns]
    return [f"{year.label}{BELOW}{head}" for year in form.annual for head in form.matrix_columns]


def _banner(  # noqa: PLR0913 - the lines above a form
    sheet: Any, form: Form, catalog: Catalog, looks: dict[str, Any], *, entity: str, date: str
) -> None:
    words = catalog.words
    width = 5 if form.right_rows else max(2, len(_matrix_heads(form)))
    _above(sheet, catalog, looks, width, form.title.zh, entity, {1: date, width: words["form.unit"].zh})
    sheet.write(1, width, words["form.code"].zh.format(code=form.code), looks["plain"])


def _above(  # noqa: PLR0913 - the lines above a form
    sheet: Any,
    catalog: Catalog,
    looks: dict[str, Any],
    last: int,
    title: str,
    entity: str,
    said: Mapping[int, str],
) -> None:
    """The title over all columns up to the last, and a line of the entity with what is said by column beside it."""
    sheet.merge_range(0, 0, 0, last, title, looks["title"])
    sheet.write(2, 0, catalog.words["form.entity"].zh.format(entity=entity), looks["plain"])
    for column, words in said.items():
        sheet.write(2, column, words, looks["plain"])


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


def _shut(sheet: Any, form: Form, catalog: Catalog, looks: dict[str, Any]) -> None:
    """The cells of a matrix in which nothing is to be written, marked as on the official form."""
    heads = _matrix_heads(form)
    body = FIRST_BODY_ROW + any(BELOW in head for head in heads)
    suffixes = [*form.matrix_columns.values()]
    for number, row in enumerate(form.rows if suffixes else (), start=body):
        for column in range(len(heads)):
            if row.item and f"{row.item}__{suffixes[column % len(suffixes)]}" not in catalog.items:
                sheet.write(number, column + 1, catalog.words["form.shut"].zh, looks["head"])


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


HEAD_ROW: Final = 4
EMPTY_ROWS: Final = 20
WIDTH: Final = 16
PURPOSE_ROW: Final = 1


def register_files(catalog: Catalog, entity: str) -> dict[str, bytes]:
    """Path in the case → workbook."""
    words, found = catalog.words, dict[str, bytes]()
    folders = dict.fromkeys(one.folder for one in catalog.registers.values() if one.folder is not None)
    for folder in folders:
        tables = [one for one in catalog.registers.values() if one.folder == folder]
        name = words[f"form.registers.{folder or 'actions'}"].zh
        found[f"{folder}/{name}" if folder else name] = register_workbook(tables, catalog, entity)
    return found


def register_workbook(
    tables: Sequence[RegisterDefinition], catalog: Catalog, entity: str, date: str | None = None
) -> bytes:
    """A sheet for each register: title, what it is for, entity, month and unit lines, heads, and empty rows.

    `date` is the period of those that state one; a line to write it on where none is given.
    """

    def fill(book: Any) -> None:
        looks = _blank_registers_looks(book)
        for table in tables:
            _sheet(book, table, catalog, looks, entity, date or catalog.words["form.month_line"].zh)

    return made(fill, is_ours=False)


def _blank_registers_looks(book: Any) -> dict[str, Any]:
    edge = {"border": 1, "font_size": 10}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "plain": book.add_format({"font_size": 10}),
        "head": book.add_format({"bold": True, "align": "center", "text_wrap": True, **edge}),
        "word": book.add_format(edge),
        "money": book.add_format({"num_format": MONEY, **edge}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", **edge}),
    }


def _sheet(  # noqa: PLR0913 - the lines above a register
    book: Any, table: RegisterDefinition, catalog: Catalog, looks: dict[str, Any], entity: str, date: str
) -> None:
    words, columns = catalog.words, list(table.columns.values())
    sheet, last = book.add_worksheet(table.name.zh), len(columns) - 1
    sheet.set_column(0, last, WIDTH)
    has_money = any(column.kind is ColumnKind.MONEY for column in columns)
    said = {1: date if table.periodic else ""} | ({last: words["form.unit"].zh} if has_money else {})
    _above(sheet, catalog, looks, last, table.name.zh, entity, said)
    sheet.write(PURPOSE_ROW, 0, table.purpose.zh, looks["plain"])
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


GRADES: Final = tuple(Grade)
EXPERTS: Final = 5
"""Rows of a blank form: an evaluation asks for as many experts, and more may be written below."""


def experts_workbook(catalog: Catalog, abilities: Sequence[str], entity: str) -> bytes:
    """A sheet for the importance of abilities and one for their levels: a row for each expert."""
    words = catalog.words
    names = [catalog.indicators[one].name.zh for one in abilities]
    levels = [words[f"grade.{one}"].zh for one in GRADES]
    heads = [words["form.expert"].zh, *names]

    def fill(book: Any) -> None:
        looks = _blank_registers_looks(book)
        for kind, choices in (("importance", None), ("level", levels)):
            sheet = book.add_worksheet(words[f"form.experts.{kind}"].zh)
            sheet.set_column(0, len(names), WIDTH)
            said = {len(names) // 2: words["form.month_line"].zh}
            _above(sheet, catalog, looks, len(names), words[f"form.experts.{kind}.title"].zh, entity, said)
            sheet.write(PURPOSE_ROW, 0, words[f"form.experts.{kind}.how"].zh, looks["plain"])
            sheet.write_row(HEAD_ROW - 1, 0, heads, looks["head"])
            for number in range(EXPERTS):
                sheet.write(HEAD_ROW + number, 0, words["form.expert.numbered"].zh.format(n=number + 1), looks["word"])
                for place in range(1, len(heads)):
                    sheet.write_blank(HEAD_ROW + number, place, None, looks["word"])
            if choices:
                area = (HEAD_ROW, 1, HEAD_ROW + EXPERTS - 1, len(names))
                sheet.data_validation(*area, {"validate": "list", "source": choices})
            sheet.freeze_panes(HEAD_ROW, 1)

    return made(fill, is_ours=False)
