"""Rows of a statement as they are printed: caption, official columns, change on last year, distance to the budget."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from reportgen.checks.lines import declared
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.submitted import standing
from reportgen.report import marks
from reportgen.report.passport import Entry
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.dataset import Key
    from reportgen.model.definitions import Form, FormColumn, FormRow
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.figures import ItemFigures
    from reportgen.report.desk.notes import Notes

DECIMALS: Final = 2
CONTINUED: Final = 2
"""Level from which rows may be an "of which" and go on with it."""
AFTER: Final = 2
"""By which the level of a row that goes on with an "of which" is set off from that of its first one."""
NOT_TO_FILL: Final = "\u2014\u2014"
"""In cells that a form does not ask for."""
COLON: Final = "\uff1a"
SCHEDULE: Final = "\u9644"
"""Before the number of a schedule in the code of its form."""


@dataclass(frozen=True)
class Cell:
    """A number of the table, and the class of its colour."""

    text: str
    sense: str = ""
    mark: str | None = None


@dataclass(frozen=True)
class StatementRow:
    """One line of a statement; a heading has no cells."""

    caption: Text
    level: int
    emphasis: str  # "", total or grand
    cells: tuple[Cell, ...]


def scale(context: Context) -> float:
    """Divisor of the amounts in tables: ten thousands of yuan, millions of other currencies, 1 where they are exact."""
    if context.exact:
        return 1.0
    return printing.table_scale(context.material.case.file.currency)


def unit(context: Context) -> Text:
    """The unit of amounts in tables."""
    if context.exact:
        return context.say("unit.table.exact", name=context.say.currency_name())
    key = "unit.table.CNY" if context.material.case.file.currency == "CNY" else "unit.table.other"
    return context.say(key, name=context.say.currency_name(), sign=context.say.currency_sign())


def money(context: Context, value: float | None, notes: Notes, words: Text, *, sign: bool = False) -> str:
    """An amount in the table's unit with two decimals, or a dash with its reason."""
    if value is None:
        return notes.absent(words)
    return printing.number(value, DECIMALS, sign=sign, over=scale(context))


def why_absent(context: Context, identifier: str, usual: Text) -> Text:
    """Why an amount of the period is not there: as usual, or because what was filled in could not be read.

    A line may also never apply, as the case declares, or be blank where that means zero: completeness counts these so.
    """
    material, items = context.material, context.material.catalog.items
    if (identifier, material.entity, material.period) in material.dataset.unread:
        return context.say("statement.not_read")
    if declared(material.case.file.not_applicable, identifier, items):
        return context.say("statement.not_applicable")
    item = items.get(identifier)
    is_zero = item is not None and item.blank_is_zero
    there = {form.form for form in material.dataset.forms if form.entity == material.entity}
    return context.say("statement.blank_is_zero") if item is not None and is_zero and there & {*item.forms} else usual


def change_cells(
    context: Context, now: float | None, base: float | None, notes: Notes, missing: tuple[Text, Text]
) -> tuple[Cell, Cell]:
    """Change in amount and in percent; no percentage on a base that is not positive.

    Args:
        context: the desk.
        now: the amount.
        base: what it is compared with.
        notes: where reasons are told.
        missing: why there is no amount, and why there is nothing to compare it with.
    """
    if now is None or base is None:
        words = missing[0 if now is None else 1]
        return Cell(notes.absent(words)), Cell(notes.absent(words))
    amount = Cell(printing.number(now - base, DECIMALS, sign=True, over=scale(context)))
    if base <= 0:
        key = "statement.base_zero" if base == 0 else "statement.base_negative"
        return amount, Cell(notes.absent(context.say(key)))
    return amount, Cell(printing.number(now / base - 1, 1, sign=True, times=printing.PERCENT))


def variance_cell(context: Context, name: str, difference: float | None, widest: float, sense: int) -> Cell | None:
    """Distance to the budget with its bar; `sense` 1 where more is better, −1 where less is, 0 where neither."""
    if difference is None:
        return None
    verdict = _verdict(difference) * sense
    token = {1: "fav", -1: "unfav", 0: "bar"}[verdict]
    share = difference / widest if widest else 0.0
    source = context.mark(f"variance-{name}", marks.variance(share, token)) if difference else None
    text = printing.number(difference, DECIMALS, sign=True, over=scale(context))
    return Cell(text, {1: "fav", -1: "unfav", 0: ""}[verdict], source)


def _verdict(value: float) -> int:
    return (value > 0) - (value < 0)


def caption(context: Context, row: FormRow) -> Text:
    """The official caption, starred as on the form where only monthly statements have the line.

    Its English is short where it stands behind the Chinese, or would not fit its column.
    """
    item = context.material.catalog.items.get(row.item) if row.item else None
    full = row.english or (item.name.en if item else row.label)
    key = f"caption.{row.item}"
    if f"alone.{key}" in context.say.words:
        full = context.say(f"alone.{key}").en
    if context.mode == "zh-en" and key in context.say.words:
        full = context.say(key).en
    named = Text(zh=row.label, en=full)
    return context.say("form.star", caption=named) if row.monthly else named


def level(row: FormRow, rows: Sequence[FormRow]) -> int:
    """Indentation: rows that continue an "of which" above them, among their own level, stand under its first name."""
    if row.level < CONTINUED or COLON in row.label:
        return row.level
    above = takewhile(lambda one: one.level >= row.level, reversed(rows[: rows.index(row)]))
    goes_on = any(one.level == row.level and COLON in one.label for one in above)
    return row.level + AFTER * goes_on


def is_not_asked(context: Context, row: FormRow, view: str) -> bool:
    """Whether the form leaves the cell blank: a line of monthly statements has no opening balance, a year has none."""
    return row.monthly and (view == "open" or context.is_year)


def figure_key(context: Context, row: FormRow, view: str) -> Key:
    """Which figure a column prints of a row: wherever it was read, but never one that the form does not ask for."""
    material = context.material
    assert row.item is not None
    if is_not_asked(context, row, view):
        return row.item, material.entity, material.period, view
    item = material.catalog.items[row.item]
    return standing(material.dataset, item, row.item, material.entity, material.period, view)


def columns(context: Context, form: Form) -> tuple[FormColumn, ...]:
    """Columns of a form for the length of the period: within a year those of monthly statements, if any."""
    return form.annual if context.is_year or not form.monthly else form.monthly


def form_code(context: Context, form: Form) -> Text:
    """The number of a form as it is printed on it: that of a schedule names the form that it belongs to."""
    main, schedule, number = form.code.partition(SCHEDULE)
    if not schedule:
        return context.say("form.printed.main", code=same(main))
    return context.say("form.printed.schedule", code=same(main), number=same(number))


def enter(context: Context, figures: ItemFigures, printed: str, section: str) -> None:
    """The passport of a printed amount."""
    if figures.now is None:
        return
    places = (figures.place,) if figures.place else ()
    origin = None if places else context.say("passport.origin.months")
    context.enter(Entry(f"item.{figures.id}", figures.item.name, printed, section, figures.now, origin, places))
