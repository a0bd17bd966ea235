"""Sheets without a statement: covers, and those that are not understood.

Sheets that are not understood, and what is told of them.

Those whose lines are known and whose heads are not: no column says of which period its figures are.

A cover sheet: hospital, period and unit that hold for the statements behind it where these name none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from reportgen.intake.columns import stale
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import banner, head_columns
from reportgen.intake.grid.tables import SheetLine
from reportgen.intake.periods import dates, period_names
from reportgen.intake.periods.dates import FIRST_YEAR, LAST_YEAR, Stated
from reportgen.intake.periods.period_names import NamedPeriod, name_words
from reportgen.intake.registers import register_heads
from reportgen.intake.statements import lists
from reportgen.intake.words import units
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.labels import bare, normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.finding import Severity
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

RULE: Final = "I85"
SOME, ACCOUNTS = "I157", "I77"
LEAST: Final = 2
"""Known lines with figures that make a sheet a statement, as they make a table a list."""
LONGEST: Final = 30
MOST: Final = 6
"""Heads that are repeated in a message, and characters of each."""
Rows = Sequence[Sequence[Cell]]
MANY_FIGURES: Final = 12


def not_understood(sheet: Sheet, rows: Rows, nearest: str | None, held: tuple[ReadingContext, FoundValues]) -> None:
    """K09 of a table of things, I35 beside a form, I85 of known lines, I157 of some of them, else I08; no words.

    I77 of accounts with both of their sides; W63 of known lines whose columns are parts without a total.
    """
    context, gathered = held
    count = figures(rows)
    form = context.catalog.forms[nearest] if nearest else None
    register = register_heads.almost(sheet, context)
    if register is not None:
        definition, missing = register
        gathered.find("K09", sheet.whole, table=definition.name, columns=register_heads.named(missing))
    elif form is not None and count:
        gathered.find("I35", sheet.whole, count=count, code=form.code, title=form.title)
    elif count and any(map(_heads_accounts, sheet.rows)):
        gathered.find(ACCOUNTS, sheet.whole, count=count)
    elif (known := heads_above(sheet, context)) is not None and (parts := head_columns.parts_above(sheet)):
        place, heads, formula = head_columns.no_total(parts[1], sheet, parts[0])
        gathered.find(head_columns.NO_TOTAL, place, heads=heads, formula=formula)
    elif known is not None:
        gathered.find(RULE, sheet.whole, heads=known)
        stale.uncalculated(sheet, None, gathered)
    elif count and (some := _some_known(sheet, context)):
        line, those, every = some
        place = sheet.place(line.row, line.column)
        gathered.find(SOME, place, count=count, known=those, lines=every, name=line.label)
    elif count:
        gathered.find("I08", sheet.whole, Severity.NOTE if count < MANY_FIGURES else None, count=count)
    elif sheet.uncached:
        stale.uncalculated(sheet, Severity.WARNING, gathered)


def _heads_accounts(cells: Sequence[Cell]) -> bool:
    return names_both_sides({bare(cell).lower() for cell in cells if isinstance(cell, str)})


def names_both_sides(words: AbstractSet[str]) -> bool:
    """Whether words of a head name both sides of accounts, as in a trial balance."""
    return all(any(word.endswith(side) for word in words) for side in vocabulary().ledger_heads)


def _some_known(sheet: Sheet, context: ReadingContext) -> tuple[SheetLine, int, int] | None:
    """The first known line of a sheet, how many are known, and of how many; None where that says nothing."""
    lines = [line for row in range(len(sheet.rows)) if (line := _line(sheet, row)) is not None]
    items = context.catalog.items
    known = [line for line in lines if len(found := lists.item_of(line, context)) == 1 and found[0] in items]
    return (known[0], len(known), len(lines)) if len(known) >= LEAST else None


def figures(rows: Rows) -> int:
    """How many figures there are; where all are texts, those that can be read as amounts."""
    count = sum(isinstance(cell, int | float) and not isinstance(cell, bool) for row in rows for cell in row)
    return count or sum(isinstance(cell, str) and figure(cell).value is not None for row in rows for cell in row)


def heads_above(sheet: Sheet, context: ReadingContext) -> tuple[str, ...] | None:
    """What stands above the figures of known lines, in their columns; None where too few lines are known."""
    lines = [line for row in range(len(sheet.rows)) if (line := _line(sheet, row)) is not None]
    known = [line for line in lines if any(item in context.catalog.items for item in lists.item_of(line, context))]
    if len(known) < LEAST or len(known) < lists.LEAST_SHARE * len(lines):
        return None
    columns = sorted({column for line in known for column in _figures(sheet, line)})
    above = (_words(sheet, row, columns) for row in range(lines[0].row - 1, -1, -1))
    return next((words for words in above if words), ())


def _line(sheet: Sheet, row: int) -> SheetLine | None:
    """A row of words with a figure behind them."""
    column = next((index for index in range(sheet.width) if sheet.text(row, index).strip()), None)
    if column is None:
        return None
    label = sheet.text(row, column).strip()
    line = SheetLine(row, column, label, normalised(label))
    return line if _figures(sheet, line) else None


def _figures(sheet: Sheet, line: SheetLine) -> tuple[int, ...]:
    behind = range(line.column + 1, sheet.width)
    return tuple(
        column
        for column in behind
        if (line.row, column) in sheet.uncached or figure(sheet.at(line.row, column)).value is not None
    )


def _text(cell: Cell | None) -> str:
    """A cell as it is seen: a year has no decimals."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell or "").strip()


def _words(sheet: Sheet, row: int, columns: list[int]) -> tuple[str, ...]:
    cells = (_text(sheet.uncached.get((row, column)) or sheet.at(row, column)) for column in columns)
    return tuple(cell[:LONGEST] for cell in cells if cell)[:MOST]


MOST_ROWS: Final = 80
MOST_COLUMNS: Final = 40
"""What a cover stays below."""
FAR: Final = 8
"""Columns between a label and what it labels."""
LONGEST_TITLE: Final = 60
"""Characters of a title."""
FEW: Final = 12
"""Figures on a cover."""


@dataclass(frozen=True)
class CoverSheet:
    """What cover sheets of a workbook say.

    Attributes:
        stated_at: the cell of the period.
        place: the sheet.
    """

    place: Place
    stated: Stated | None = None
    stated_at: Place | None = None
    entity: str = ""
    entity_at: Place | None = None
    factor: float | None = None


@dataclass(frozen=True)
class _Said:
    """A cell of a cover with the label beside it, and where it stands."""

    label: str
    cell: Cell
    text: str
    at: Place


def cover(sheets: Iterable[Sheet]) -> CoverSheet | None:
    """What the covers among some sheets say together; what two say differently nobody does."""
    covers = [cover for sheet in sheets if (cover := _of(sheet)) is not None]
    if not covers:
        return None
    stated = {one.stated: one.stated_at for one in covers if one.stated}
    entities = {bare(one.entity): (one.entity, one.entity_at) for one in covers if one.entity}
    factors = {one.factor for one in covers if one.factor is not None}
    period, at = next(iter(stated.items())) if len(stated) == 1 else (None, None)
    entity, entity_at = next(iter(entities.values())) if len(entities) == 1 else ("", None)
    return CoverSheet(covers[0].place, period, at, entity, entity_at, factors.pop() if len(factors) == 1 else None)


def may_be_cover(sheet: Sheet, *, is_first: bool) -> bool:
    """Whether a sheet that holds no form is as small as a cover, and is the first one or bears the name of one."""
    name = bare(sheet.name or "").lower()
    if not is_first and not any(word in name for word in name_words().cover.sheets):
        return False
    is_small = len(sheet.rows) <= MOST_ROWS and sheet.width <= MOST_COLUMNS
    return not sheet.hidden and is_small and figures(sheet.rows) < FEW


def _of(sheet: Sheet) -> CoverSheet | None:
    """What one cover says, None where it says nothing."""
    said = list(_said(sheet))
    stated, stated_at = _period(said)
    entity, entity_at = _entity(said)
    factors = {factor for one in said if (factor := units.factor_in(one.text)) is not None}
    factor = factors.pop() if len(factors) == 1 else None
    if stated is None and not entity and factor is None:
        return None
    return CoverSheet(sheet.whole, stated, stated_at, entity, entity_at, factor)


def _said(sheet: Sheet) -> Iterator[_Said]:
    """The cells with their labels, a label of its own cell joined with what stands beside it."""
    labels = _labels()
    for row in range(len(sheet.rows)):
        beside = ""
        since = 0
        for column, cell in enumerate(sheet.rows[row]):
            if cell in {"", None}:
                continue
            text = cell.strip() if isinstance(cell, str) else _printed(cell)
            label = bare(text).lower().rstrip(":")
            if isinstance(cell, str) and label in labels:
                beside, since = text.rstrip(":： "), column
                continue
            own, colon, value = text.replace("：", ":").partition(":")
            near = beside if column - since <= FAR and not colon else ""  # what has a label of its own is no value
            if not near and colon and bare(own).lower() in labels:
                near, text = own, value.strip()
            yield _Said(bare(near).lower(), cell, f"{near}: {text}" if near else text, sheet.place(row, column))
            beside = ""


def _labels() -> frozenset[str]:
    words, own = vocabulary(), name_words().cover
    marks = {*words.entity_marks, *words.unit_marks, *words.date_prefixes, *words.printing}
    return frozenset({*marks, *own.periods, *own.days, *own.entities, *own.persons})


def _printed(cell: Cell) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m-%d}"
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _entity(said: Sequence[_Said]) -> tuple[str, Place | None]:
    """The one hospital that is named."""
    own, persons = name_words().cover.entities, name_words().cover.persons
    names: dict[str, Place] = {}
    for one in said:
        if one.label in persons or bare(one.text).lower().startswith(persons):
            continue
        text = one.text.partition(":")[2].strip() if one.label in own else banner.entity_in(one.text)
        if text:
            names.setdefault(text, one.at)
    return next(iter(names.items())) if len(names) == 1 else ("", None)


def _period(said: Sequence[_Said]) -> tuple[Stated | None, Place | None]:
    """The one period that is named, a month and its year from two cells."""
    told = [(period, one.at) for one in said if not (period := _named(one)).is_silent]
    if any(period.is_unclear for period, _ in told):
        return None, None
    exact = sorted((one for one in told if one[0].stated), key=_precision, reverse=True)
    months = [NamedPeriod(month=period.month) for period, _ in told if period.month]
    stated = period_names.together((*months, *(period for period, _ in exact)))
    return (stated, exact[0][1]) if stated else (None, None)


def _precision(one: tuple[NamedPeriod, Place]) -> int:
    stated = one[0].stated
    return banner.PRECISION[stated.period.kind] if stated else 0


def _named(one: _Said) -> NamedPeriod:
    """The period that a cell names below a label of periods, or by itself without a day."""
    own = name_words().cover
    is_labelled = one.label in {*own.periods, *own.days}
    if any(word in bare(one.text).lower() for word in vocabulary().printing) or (one.label and not is_labelled):
        return period_names.SILENT
    if isinstance(one.cell, int | float):
        return _counted(int(one.cell)) if is_labelled else period_names.SILENT
    if isinstance(one.cell, dt.date):
        return _of_day(one.cell, one.label) if is_labelled else period_names.SILENT
    return _in_words(one.text, is_labelled=is_labelled)


def _of_day(day: dt.date, label: str) -> NamedPeriod:
    """The last day of a month; the first one, by which spreadsheets keep a month, only where no day is asked for."""
    if day.day == 1 and label in name_words().cover.periods:
        return NamedPeriod(Stated(Period(day.year, PeriodKind.MONTH, day.month)))
    return period_names.told(f"{day:%Y-%m-%d}")


def _in_words(text: str, *, is_labelled: bool) -> NamedPeriod:
    folded, told = bare(text).lower(), period_names.told(text.rpartition(": ")[2])
    if told.stated is None:
        return told if is_labelled else period_names.SILENT
    if not is_labelled and not _is_title(text):
        return period_names.SILENT
    ends = (*vocabulary().year_ended, *vocabulary().day_prefixes)
    if told.stated.day and not is_labelled and not any(word in folded for word in ends if len(word) > len("at")):
        return period_names.SILENT
    return NamedPeriod(dates.named(text) or told.stated)


def _is_title(text: str) -> bool:
    """Whether words are a period alone, or name statements with their period; sentences are neither."""
    folded, own = bare(text).lower(), name_words().cover
    if len(folded) > LONGEST_TITLE or any(word in folded for word in own.sentences):
        return False
    return dates.head(text) is not None or any(word in folded for word in own.titles)


def _counted(number: int) -> NamedPeriod:
    """A year or a month written as a number."""
    if 1 <= number <= MONTHS:
        return NamedPeriod(month=number)
    return period_names.told(str(number)) if FIRST_YEAR <= number <= LAST_YEAR else period_names.UNCLEAR
