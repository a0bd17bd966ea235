"""Registers, a row for each contract, asset, purchase or entry: added up by hospital and period, by mapping.yaml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import fsum
from typing import Final

from reportgen.intake.case.folder import FolderFile
from reportgen.intake.case.mapping import ALL
from reportgen.intake.columns import amounts
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.data_tables.row_periods import Wide, is_fixed, open_wide
from reportgen.intake.reading import Unread
from reportgen.intake.statements.lists import period_of
from reportgen.intake.words.figures import figure
from reportgen.intake.words.labels import normalised
from reportgen.model.casefile import MappedSource
from reportgen.model.dataset import Observation, View
from reportgen.model.period import Period, PeriodKind, years_beginning_in
from reportgen.model.place import Place

LAYOUT: Final = "entries"
NAN: Final = "nan"
CASH_FLOW: Final = "cash_flow"
"""The statement whose lines entries are tagged with."""
Key = tuple[str, str, str]
"""Item, entity and period."""


@dataclass
class _Sums:
    """What entries add up to, and where the first of each sum stands."""

    amounts: dict[Key, list[float]] = field(default_factory=lambda: defaultdict(list))
    places: dict[Key, Place] = field(default_factory=dict)
    broken: set[Key] = field(default_factory=set)

    def add(self, key: Key, amount: float, place: Place) -> None:
        self.amounts[key].append(amount)
        self.places.setdefault(key, place)


def read(source: FolderFile, how: MappedSource, context: ReadingContext, gathered: FoundValues) -> None:
    """Add what the entries of one register come to; a column that mapping.yaml names and the file lacks is I23."""
    wanted = frozenset(_heads(how))
    wide = open_wide(source, how.sheet, wanted, gathered.findings)
    if wide is None:
        return
    lost = sorted(name for name in wanted if name not in wide.heads)
    for name in lost:
        gathered.find("I23", Place(wide.file, wide.sheet), head=name, known=wide.heads[:3])
    if lost or how.period is None:
        return
    sums = _Sums()
    for row in range(len(wide.cells)):
        if all(_text(wide, row, head) == value for head, value in how.where.items()):
            _row(wide, row, how, (context, gathered), sums)
    gathered.observations += _observations(sums, how, context)


def _heads(how: MappedSource) -> Iterator[str]:
    yield from how.where
    yield from (how.label, how.amount) if how.label and how.amount else how.columns
    yield from (how.entity.id,) if how.entity else ()
    yield from () if is_fixed(how) else (how.period or "",)


def _text(wide: Wide, row: int, head: str) -> str:
    return str(wide.cells[head].iloc[row]).strip()


def _row(wide: Wide, row: int, how: MappedSource, held: tuple[ReadingContext, FoundValues], sums: _Sums) -> None:
    context, gathered = held
    cell = how.period if is_fixed(how) else wide.cells[how.period or ""].iloc[row]
    found = period_of(cell)
    if found is None:
        if any(_text(wide, row, str(head)) for head in wide.cells):
            gathered.find("I29", wide.place(row, how.period), text=str(cell)[:40])
        return
    name = _text(wide, row, how.entity.id) if how.entity else ""
    entity, period = context.entity(name, gathered), _lasting(found, how.by, context.first_month)
    if how.label and how.amount:
        item = _tagged(wide, row, how, held)
        place = wide.place(row, how.amount)
        _add(wide.cells[how.amount].iloc[row], place, (item or "", entity, period), gathered, sums)
        return
    for head, item in how.columns.items():
        _add(wide.cells[head].iloc[row], wide.place(row, head), (item, entity, period), gathered, sums)


def _lasting(found: Period, by: str, first_month: int) -> str:
    """The month, or the fiscal quarter or year, in which an entry falls."""
    with years_beginning_in(first_month):
        when = Period.of_month(found.year, found.number) if found.kind is PeriodKind.MONTH else found
        if by == "year":
            when = when.fiscal_year
        if by == "quarter" and when.kind is not PeriodKind.YEAR:
            when = Period(when.year, PeriodKind.QUARTER, (when.months_elapsed + 2) // 3)
        return str(when)


def _tagged(wide: Wide, row: int, how: MappedSource, held: tuple[ReadingContext, FoundValues]) -> str | None:
    """The item that an entry is tagged with; a tag that is none is an error with its cell (I74)."""
    context, gathered = held
    tag = _text(wide, row, how.label or "")
    if tag in how.columns:
        return how.columns[tag]
    for form in (each for each in context.catalog.forms.values() if each.statement == CASH_FLOW):
        lines = {normalised(line.label): line.item for line in form.rows if line.item and normalised(line.label)}
        if found := lines.get(normalised(tag)) if tag else None:
            return found
    if ALL not in how.unread and tag not in how.unread:
        place = wide.place(row, how.label)
        gathered.unread.append(Unread(tag, place))
        gathered.find("I74", place, label=tag)
    return None


def _add(cell: object, place: Place, key: Key, gathered: FoundValues, sums: _Sums) -> None:
    """Add one entry to its sum; an item "" is none."""
    if not key[0]:
        return
    text = "" if cell is None or str(cell) == NAN else str(cell)
    found = figure(cell if isinstance(cell, int | float) and text else text)
    if found.problem:
        gathered.find(found.problem, place, text=text[:60])
        gathered.doubt(*key, place)
        sums.broken.add(key)
    elif found.value is not None:
        sums.add(key, found.value, place)


def _observations(sums: _Sums, how: MappedSource, context: ReadingContext) -> Iterator[Observation]:
    """The sums, marked as derived; none of which an entry could not be read."""
    for key, values in sorted(sums.amounts.items()):
        item, entity, period = key
        defined = context.catalog.items.get(item)
        if defined is None or key in sums.broken:
            continue
        value = amounts.exact(fsum(values), how.unit, money=defined.unit == "money")
        yield Observation(item, entity, period, View(how.view), value, defined.unit, sums.places[key], derived=True)
