"""The rows of a register for a period: its own sheet, or the months of the year to date put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.analysis.answer import Facts, Figure, RegisterRow, Unavailable, added
from reportgen.catalog.messages import JOINT
from reportgen.model.definition import Text
from reportgen.model.period import Period, PeriodKind
from reportgen.model.registers import ColumnKind, OverMonths, Record, Register, RegisterColumn, RegisterDefinition
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses

WORDS = (ColumnKind.TEXT, ColumnKind.CHOICE, ColumnKind.DATE)


def to_date(analyses: Analyses, table: str, period: Period | None = None) -> dict[str, RegisterRow] | Unavailable:
    """Rows by key; flows of a part of a year are added up over its months, all of which must be there."""
    when = period or analyses.books.now
    return analyses.put_together(table, str(when), lambda: _to_date(analyses, table, when))


def last_year(analyses: Analyses, table: str) -> dict[str, RegisterRow] | Unavailable:
    """Rows by key to the same day of the year before."""
    return to_date(analyses, table, analyses.books.now.previous_year())


def _to_date(analyses: Analyses, table: str, when: Period) -> dict[str, RegisterRow] | Unavailable:
    definition = analyses.material.catalog.registers[table]
    register, entity = analyses.material.registers[table], analyses.material.entity
    facts: Facts = {"table": definition.name, "period": str(when)}
    if not any(register.of(entity)):
        return Unavailable("table", Reason.MISSING_INPUT, {**facts, "columns": required(definition)})
    own = analyses.records(table, str(when))
    if not definition.flows or (when.kind is PeriodKind.YEAR and own):
        return _rows(own, definition) if own else Unavailable("table_of", Reason.MISSING_INPUT, facts)
    months = [str(month) for month in analyses.books.months_to_date(when)]
    found = {month: analyses.records(table, month) for month in months}
    absent = tuple(month for month, records in found.items() if not records)
    if absent:
        some = len(absent) < len(months)
        return Unavailable("table_months" if some else "table_of", Reason.MISSING_INPUT, {**facts, "months": absent})
    rows = _rows([record for records in found.values() for record in records], definition)
    return _with_gaps(rows, definition, register, entity, months) if definition.steady else rows


def _with_gaps(
    rows: dict[str, RegisterRow], definition: RegisterDefinition, register: Register, entity: str, months: Sequence[str]
) -> dict[str, RegisterRow]:
    """Rows of things that stand on every sheet of their time, with the months that leave them out since then."""
    stands: dict[str, list[str]] = {}
    for period in register.periods(entity):
        if Period.parse(period).kind is PeriodKind.MONTH:
            for record in register.of(entity, period):
                stands.setdefault(_key(record, definition), []).append(period)
    return {key: _with_gap(row, definition, sorted(stands[key]), months) for key, row in rows.items()}


def _with_gap(
    row: RegisterRow, definition: RegisterDefinition, stands: Sequence[str], months: Sequence[str]
) -> RegisterRow:
    gaps = tuple(month for month in months if month not in stands and stands[0] < month)
    if not gaps:
        return row
    lasting = {OverMonths.FIRST, OverMonths.LAST}
    figures = {
        name: one if definition.columns[name].over in lasting else Figure.missing() for name, one in row.figures.items()
    }
    return replace(row, figures=figures, gaps=gaps)


def at_end(analyses: Analyses, table: str, period: Period | None = None) -> dict[str, RegisterRow] | Unavailable:
    """Rows of the sheet that states how things stand at the end of the period: its own, or that of its last month."""
    when = period or analyses.books.now
    last = when.last_month
    for sheet in dict.fromkeys((when, last)):
        rows = _sheet(analyses, table, str(sheet))
        if rows:
            return rows
    return _absent(analyses, table, when)


def in_force(analyses: Analyses, table: str, period: Period | None = None) -> dict[str, RegisterRow] | Unavailable:
    """Rows of what the year was planned by: the newest sheet of its months so far, else that of the whole year."""
    when = period or analyses.books.now
    for sheet in (*reversed(analyses.books.months_to_date(when)), when.fiscal_year):
        rows = _sheet(analyses, table, str(sheet))
        if rows:
            return rows
    return _absent(analyses, table, when)


def sheets_to_date(analyses: Analyses, table: str) -> dict[str, dict[str, RegisterRow]]:
    """Rows of each sheet of the year's months so far, oldest first; months without one are left out."""
    found = {str(when): _sheet(analyses, table, str(when)) for when in analyses.books.months_to_date()}
    return {when: rows for when, rows in found.items() if rows}


def lack(analyses: Analyses, table: str) -> Unavailable:
    """That a table was not supplied, or not for the period."""
    return _absent(analyses, table, analyses.books.now)


def _sheet(analyses: Analyses, table: str, period: str) -> dict[str, RegisterRow]:
    material = analyses.material
    own = analyses.records(table, period)
    return _rows(own, material.catalog.registers[table])


def _absent(analyses: Analyses, table: str, period: Period) -> Unavailable:
    definition = analyses.material.catalog.registers[table]
    given = any(analyses.material.registers[table].of(analyses.material.entity))
    facts: Facts = {"table": definition.name, "period": str(period), "columns": required(definition)}
    return Unavailable("table_of" if given else "table", Reason.MISSING_INPUT, facts)


def months_covered(analyses: Analyses, table: str, row: RegisterRow) -> int:
    """How many months a row of `to_date` stands for: those whose sheets were added, or the whole year's."""
    when = analyses.books.now
    own = any(analyses.material.registers[table].of(analyses.material.entity, str(when)))
    return when.months if own and when.kind is PeriodKind.YEAR else row.months


def required(definition: RegisterDefinition) -> Text:
    """Heads that a table cannot do without."""
    names = [column.name for column in definition.columns.values() if column.required]
    return Text(zh=JOINT["zh"].join(one.zh for one in names), en=JOINT["en"].join(one.en for one in names))


def _rows(records: Sequence[Record], definition: RegisterDefinition) -> dict[str, RegisterRow]:
    by_key: dict[str, list[Record]] = {}
    for record in records:
        by_key.setdefault(_key(record, definition), []).append(record)
    return {key: _row(key, found, definition) for key, found in by_key.items()}


def _key(record: Record, definition: RegisterDefinition) -> str:
    return " ".join(str(record.cells[name]) for name in definition.key)


def _row(key: str, records: Sequence[Record], definition: RegisterDefinition) -> RegisterRow:
    numbers = {name: one for name, one in definition.columns.items() if one.kind not in WORDS}
    figures = {name: _together(name, column, records) for name, column in numbers.items()}
    words = dict(pair for record in records for pair in _words(record))
    return RegisterRow(key, figures, words, len(records), is_rest=_is_rest(words, definition))


def _is_rest(words: Mapping[str, str], definition: RegisterDefinition) -> bool:
    """Whether one of the names that a row cannot do without begins like that of a rest."""
    names = [words.get(name, "").lower() for name, column in definition.columns.items() if column.required]
    return any(name.startswith(definition.rest) for name in names)


def _words(record: Record) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in record.cells.items() if isinstance(value, str))


def _together(name: str, column: RegisterColumn, records: Sequence[Record]) -> Figure:
    """A column over several sheets; missing as soon as one of them leaves it blank."""
    match column.over:
        case OverMonths.FIRST:
            return _cell(records[0], name, column)
        case OverMonths.LAST:
            return _cell(records[-1], name, column)
    if len(records) == 1:
        return _cell(records[0], name, column)
    total = added(_cell(record, name, column) for record in records)
    return total.times(1 / len(records)) if column.over is OverMonths.MEAN else total


def _is_beyond(record: Record, value: float, column: RegisterColumn) -> bool:
    """Whether a count is above the one that it is a part of."""
    if column.most is None or column.kind is not ColumnKind.NUMBER:
        return False
    limit = record.number(column.most)
    return limit is not None and value > limit


def _cell(record: Record, name: str, column: RegisterColumn) -> Figure:
    """The figure of a cell; one that cannot be is not used, like one that cannot be read."""
    value = record.number(name)
    if value is not None and (column.refuses(value) or _is_beyond(record, value, column)):
        return Figure.missing(Reason.INVALID_INPUT, (record.place(name),))
    if value is None:
        return Figure.missing(Reason.INVALID_INPUT if name in record.unread else Reason.MISSING_INPUT)
    return Figure(value, None, (record.place(name),))
