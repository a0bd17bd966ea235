"""Registers: tables with one row for each department, contract, measure …, known by the heads of their columns."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from math import fsum
from typing import Final

from reportgen.catalog.messages import in_a_row
from reportgen.intake.columns.amounts import exact
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import banner
from reportgen.intake.grid.tables import is_footer
from reportgen.intake.periods import dates, short_dates
from reportgen.intake.registers import register_heads
from reportgen.intake.registers.register_heads import FEN, RegisterLayout, compared
from reportgen.intake.statements.lists import period_of, text
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks import formats
from reportgen.intake.workbooks.sheets import Position, Sheet
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import PeriodKind
from reportgen.model.place import Place
from reportgen.model.registers import ColumnKind, Naming, Record, Register, RegisterColumn, RegisterDefinition, Value

DAY: Final = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?$")
PERCENT: Final = "%"


BLANK, AGES = "K22", "W81"


def read(sheet: Sheet, where: RegisterLayout, context: ReadingContext, gathered: FoundValues) -> None:
    """Keep the rows of a register; what cannot be read is a finding at its cell."""
    definition = context.catalog.registers[where.id]
    around = banner.around(sheet, where.row, len(sheet.rows))
    period = str(around.stated.period) if around.stated else ""
    factor = around.factor or context.unit_factor
    step = FEN * max(factor or 1.0, *(own or 1.0 for _, own in where.columns.values()))
    reader = _RegisterReader(sheet, where, definition, factor, gathered)
    if not reader.rows:
        said: dict[str, Fact] = {"table": definition.name} | ({"period": period} if period else {})
        gathered.blank.append(Finding(BLANK, sheet.whole, said))
        return
    if definition.periodic and not period:
        gathered.find("K01", sheet.whole, table=definition.name)
        return
    hospitals = _hospitals(sheet, where, context)
    if hospitals is None and not context.is_named(around.entity):
        gathered.find("K20", sheet.whole, table=definition.name)
        return
    entity = "" if hospitals is not None else context.entity(around.entity, gathered)
    _unknown_heads(sheet, where, definition, gathered, hospitals)
    seen = {_identity(one, definition): one for one in gathered.records.get(where.id, ()) if one.period == period}
    for row in reader.rows:
        if hospitals is not None and not (entity := _hospital(sheet, row, hospitals, context, gathered)):
            gathered.find("K21", sheet.place(row, hospitals), table=definition.name)
            continue
        found = dict(reader.cells(row))
        cells = _with_name({name: value for name, value in found.items() if value is not None}, definition)
        first = {name: columns[0] for name, columns in where.sums.items()}
        place = partial(_place, sheet, row, first | {name: column for column, (name, _) in where.columns.items()})
        record = Record(entity, period, cells, place, frozenset(found.keys() - cells.keys()), step)
        if not all(name in cells for name in definition.key):
            if any(isinstance(value, float) for value in cells.values()):
                gathered.find("K02", place(definition.key[0]), column=definition.columns[definition.key[0]].name)
            continue
        earlier = seen.setdefault(_identity(record, definition), record)
        if earlier is not record:
            key = definition.key[0]
            gathered.find("K03", place(key), name=str(cells[key]), first=earlier.place(key), period=period or "-")
            continue
        gathered.records.setdefault(where.id, []).append(record)


def _with_name(cells: dict[str, Value], definition: RegisterDefinition) -> dict[str, Value]:
    """The cells of a row, whose key is made of others where it has none and all of these are there."""
    others = [str(cells[name]) for name in definition.named_by if name in cells]
    if not others or len(others) < len(definition.named_by) or any(name in cells for name in definition.key):
        return cells
    return {definition.key[0]: " ".join(others), **cells}


def of(gathered: FoundValues) -> dict[str, Register]:
    """All registers that were read."""
    return {identifier: Register(identifier, tuple(records)) for identifier, records in gathered.records.items()}


@dataclass(frozen=True, eq=False)
class _RegisterReader:
    """Reads the body of one register."""

    sheet: Sheet
    where: RegisterLayout
    definition: RegisterDefinition
    factor: float | None
    gathered: FoundValues

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Rows that hold anything, up to the foot; totals of the table are left out.

        A row with every required cell is one of the table, whatever it is called: the office of a president too.
        """
        return tuple(self._rows())

    def _rows(self) -> Iterator[int]:
        named = {*self.definition.key, *self.definition.named_by}
        keyed = [column for column, (name, _) in self.where.columns.items() if name in named]
        needed = [at for at, (name, _) in self.where.columns.items() if self.definition.columns[name].required]
        for row in range(self.where.row + 1, len(self.sheet.rows)):
            is_full = all(self.sheet.at(row, column) not in {"", None} for column in needed)
            if is_footer(self.sheet, row) and not is_full:
                return
            if all(cell in {"", None} for cell in self.sheet.rows[row]):
                continue
            words = {bare(text(self.sheet, row, column)).lower() for column in keyed}
            if words.isdisjoint(vocabulary().total_rows):
                yield row

    def cells(self, row: int) -> Iterator[tuple[str, Value | None]]:
        """The filled cells of a row; None for what could not be read."""
        sheet = self.sheet
        for column, name, definition, factor, order in self.columns:
            cell = sheet.at(row, column)
            if (row, column) in sheet.uncached:
                if definition.recomputed:
                    continue
                self.gathered.find("W19", sheet.place(row, column), formula=sheet.uncached[row, column])
                yield name, None
            elif cell is not None and cell != "":
                own = None if sheet.formats.get((row, column)) == formats.PERCENT else factor
                yield name, self._value(_in_order(cell, order), definition, own, (row, column))
        yield from self._added(row)

    @cached_property
    def columns(self) -> tuple[tuple[int, str, RegisterColumn, float | None, str | None], ...]:
        """Of each column its name and definition, the factor of its numbers, and the order of its days in numbers."""
        found, columns = self.where.columns.items(), self.definition.columns
        return tuple(
            (at, name, columns[name], factor or self.percents.get(at), self.orders.get(at))
            for at, (name, factor) in found
        )

    def _added(self, row: int) -> Iterator[tuple[str, Value | None]]:
        """The sums of a row, of which a blank is nothing beside an amount; None where one of its cells is not read."""
        for name, columns in self.where.sums.items():
            filled = [at for at in columns if self.sheet.holds(row, at)]
            for at in (one for one in filled if (row, one) in self.sheet.uncached):
                self.gathered.find("W19", self.sheet.place(row, at), formula=self.sheet.uncached[row, at])
            found = [
                self._number(self.sheet.at(row, at), self.definition.columns[name], None, (row, at)) for at in filled
            ]
            amounts = [one for one in found if one is not None]
            if filled:
                yield name, fsum(amounts) if len(amounts) == len(filled) else None

    @cached_property
    def percents(self) -> dict[int, float]:
        """Columns of shares in percent whose heads do not say so: a number is above what a share can be there."""
        found = {}
        for column, (name, factor) in self.where.columns.items():
            definition = self.definition.columns[name]
            if definition.kind is not ColumnKind.SHARE or factor is not None:
                continue
            plain = [row for row in self.rows if self.sheet.formats.get((row, column)) != formats.PERCENT]
            numbers = [figure(self.sheet.at(row, column)).value for row in plain]
            if any(one is not None and one > definition.highest_share for one in numbers):
                found[column] = FEN
                place = self.sheet.place(self.where.row, column)
                self.gathered.find("K40", place, column=definition.name)
        return found

    @cached_property
    def orders(self) -> dict[int, str]:
        """Columns of days in numbers of which one shows whether the month comes first: 10/1/2038 above 7/15/2045."""
        kinds = {at: self.definition.columns[name].kind for at, (name, _) in self.where.columns.items()}
        columns = [at for at, kind in kinds.items() if kind is ColumnKind.DATE]
        found = {at: short_dates.order(_words(self.sheet.at(row, at)) for row in self.rows) for at in columns}
        return {at: one for at, one in found.items() if one is not None}

    def _value(self, cell: Cell, column: RegisterColumn, factor: float | None, at: Position) -> Value | None:
        match column.kind:
            case ColumnKind.TEXT:
                return _period(cell) if column.names is Naming.PERIOD else _words(cell)
            case ColumnKind.DATE:
                return self._told(_day(cell), cell, column, at, "K05")
            case ColumnKind.CHOICE:
                return self._told(_choices(column).get(bare(_words(cell)).lower()), cell, column, at, "K06")
            case _:
                return self._number(cell, column, factor, at)

    def _number(self, cell: Cell, column: RegisterColumn, factor: float | None, at: Position) -> float | None:
        share, said = 1.0, str(cell)
        if column.kind is ColumnKind.SHARE and isinstance(cell, str) and bare(cell).endswith(PERCENT):
            cell, share = bare(cell).removesuffix(PERCENT), 0.01
        found = figure(cell)
        if found.value is None:
            if found.problem is not None:
                self.gathered.find("K04", self.sheet.place(*at), column=column.name, text=said[:40])
            return None
        if column.kind is not ColumnKind.MONEY:
            share = factor if share == 1.0 and factor is not None and column.kind is ColumnKind.SHARE else share
            return exact(found.value, share, money=False)
        return exact(found.value, 1.0 if found.scaled else factor or self.factor or 1.0, money=False)

    def _told(self, value: str | None, cell: Cell, column: RegisterColumn, at: Position, rule: str) -> str | None:
        if value is None:
            facts: dict[str, Fact] = {"known": _listed(column)} if column.choices else {}
            self.gathered.find(rule, self.sheet.place(*at), None, column=column.name, text=str(cell)[:40], **facts)
        return value


def _hospitals(sheet: Sheet, where: RegisterLayout, context: ReadingContext) -> int | None:
    """The column in which a table of many hospitals names one in each row; None where it has none."""
    if not context.is_of_many:
        return None
    heads = {bare(word).lower() for word in (*vocabulary().tidy.entity, *vocabulary().tidy.entity_code)}
    cells = enumerate(sheet.rows[where.row])
    return next((at for at, cell in cells if isinstance(cell, str) and bare(cell).lower() in heads), None)


def _hospital(sheet: Sheet, row: int, column: int, context: ReadingContext, gathered: FoundValues) -> str:
    """The id of the hospital of a row; empty where the cell is."""
    name = text(sheet, row, column).strip()
    return context.entity(name, gathered) if name else ""


def _unknown_heads(
    sheet: Sheet, where: RegisterLayout, definition: RegisterDefinition, gathered: FoundValues, own: int | None
) -> None:
    words = vocabulary()
    aside = (*words.ignored_heads, *words.month_before, *words.worked_out_heads.within, *words.heads.line)
    ignored = {bare(word).lower() for word in aside}
    known = {*where.columns, own, *chain.from_iterable(where.sums.values())}
    for column, cell in enumerate(sheet.rows[where.row]):
        if isinstance(cell, str) and cell.strip() and column not in known and bare(cell).lower() not in ignored:
            is_age = any(one.ages for one in definition.columns.values()) and register_heads.is_age(compared(cell))
            rule = AGES if is_age else "K07"
            gathered.find(rule, sheet.place(where.row, column), head=cell.strip()[:40], table=definition.name)


def _identity(record: Record, definition: RegisterDefinition) -> tuple[object, ...]:
    return (record.entity, record.period, *(record.cells.get(name) for name in definition.key))


def _place(sheet: Sheet, row: int, columns: Mapping[str, int], name: str) -> Place:
    """The cell of a column in a row; the row's first cell where the sheet has no such column."""
    return sheet.place(row, columns.get(name, 0))


def _words(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date):
        stated = cell.date() if isinstance(cell, dt.datetime) else cell
        return stated.isoformat()
    return str(cell).strip()


def _period(cell: Cell) -> str:
    """A period as 2026-10, also where a spreadsheet made a day of it; other words as they are."""
    found = period_of(cell)
    return _words(cell) if found is None else str(found)


def _in_order(cell: Cell, order: str | None) -> Cell:
    """A day in numbers as the day that it is in the order of its column; any other cell as it stands."""
    day = short_dates.in_order(cell, order) if order is not None and isinstance(cell, str) else None
    return cell if day is None else "{:04}-{:02}-{:02}".format(*day)


def _day(cell: Cell) -> str | None:
    """A day as 2026-10-31, of other ways to write one those that can be one day only; None for anything else."""
    if isinstance(cell, dt.datetime | dt.date):
        return _words(cell)
    match = DAY.match(bare(_words(cell)))
    if match is None:
        said = dates.head(_words(cell))
        is_day = said is not None and said.day is not None and said.period.kind is PeriodKind.MONTH
        match = DAY.match(f"{said.period}-{said.day}") if said and is_day else None
    if match is None:
        return None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None


def _listed(column: RegisterColumn) -> Text:
    return in_a_row(column.choices.values())


def _choices(column: RegisterColumn) -> dict[str, str]:
    return {
        bare(word).lower(): identifier
        for identifier, words in column.choices.items()
        for word in (identifier, words.zh, words.en)
    }
