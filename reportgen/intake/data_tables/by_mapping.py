"""Tables by mapping.yaml: wide ones with a column for each item or for each period, and entries that are added up.

Entries have a row for each contract, asset or purchase; what they come to is of a hospital and a period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING, Any, Final

from reportgen.intake.case.folder import FolderFile
from reportgen.intake.case.mapping import ALL
from reportgen.intake.columns import amounts
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.data_tables import row_periods
from reportgen.intake.data_tables.row_periods import Wide, is_fixed, open_wide
from reportgen.intake.reading import Proposal, Unread
from reportgen.intake.statements import proposals
from reportgen.intake.statements.lists import period_of
from reportgen.intake.words.figures import LIMIT, figure
from reportgen.intake.words.labels import normalised
from reportgen.model.casefile import MappedSource
from reportgen.model.dataset import Dataset, Entity, Key, Observation, View
from reportgen.model.definitions import Kind
from reportgen.model.period import Period, PeriodKind, years_beginning_in
from reportgen.model.place import Place

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd


MOSTLY: Final = 0.5
BALANCES: Final = frozenset({Kind.STOCK, Kind.LEVEL})
PERIOD_DAYS: Final = "period_days"


def read_wide(source: FolderFile, how: MappedSource, context: ReadingContext, gathered: FoundValues) -> Dataset | None:
    """The values of one wide table; None where it cannot be read."""
    if lacking := row_periods.lacking(how):
        gathered.find("I180", Place(source.name), keys=", ".join(lacking))
        return None
    figures = frozenset(how.columns) - _keys(how)
    wide = open_wide(source, how.sheet, _wanted(how), gathered.findings, figures)
    if wide is None or not _complete(wide, how, gathered):
        return None
    _report_unmapped(wide, how, context, gathered)
    rows = row_periods.kept(wide, how, gathered, context.year_end)
    for entity in _entities(rows[~rows["entity"].isin(gathered.entities)]):
        gathered.entities[entity.id] = entity
    return _dataset(wide, rows, how, context, gathered)


def _keys(how: MappedSource) -> frozenset[str]:
    """The columns that say whose row it is and for when."""
    whose = how.entity
    assert whose
    named = {whose.id, whose.name, whose.group, whose.region, how.period, how.period_start, how.period_end}
    return frozenset(name for name in named if name) | set(how.where)


def _wanted(how: MappedSource) -> frozenset[str]:
    return _keys(how) | set(how.columns)


def _complete(wide: Wide, how: MappedSource, gathered: FoundValues) -> bool:
    """I23: a column that mapping.yaml names and the file lacks; the table is read if its rows can be told apart."""
    fixed = row_periods.is_fixed(how)
    lost = sorted(name for name in _wanted(how) if name not in wide.heads and not (fixed and name == how.period))
    for name in lost:
        gathered.find("I23", Place(wide.file, wide.sheet), head=name, known=_nearest(name, wide.heads))
    return not set(lost) & (_wanted(how) - set(how.columns))


def _nearest(name: str, heads: tuple[str, ...]) -> tuple[str, ...]:
    from rapidfuzz import process

    return tuple(found[0] for found in process.extract(name, heads, limit=3))


def _report_unmapped(wide: Wide, how: MappedSource, context: ReadingContext, gathered: FoundValues) -> None:
    if ALL in how.unread:
        return
    known = _wanted(how) | set(how.unread)
    unmapped = [head for head in wide.heads if head and head not in known and normalised(head) not in context.unread]
    for head in unmapped:
        gathered.unread.append(Unread(head, wide.place(0, head), source=_number(how, context)))
    if unmapped:
        gathered.proposals += _proposed(wide, how, unmapped, context)
        gathered.find("I25", Place(wide.file, wide.sheet), heads=tuple(unmapped[:20]), count=len(unmapped))


def _proposed(wide: Wide, how: MappedSource, heads: Iterable[str], context: ReadingContext) -> Iterator[Proposal]:
    """The items that unmapped columns look like, but for those that are mapped already."""
    source = _number(how, context)
    for head in heads:
        found = proposals.nearest(head, context)
        if source is None or found is None or found[1] in how.columns.values():
            continue
        at = wide.heads.index(head)
        left, right = (wide.heads[near] if 0 <= near < len(wide.heads) else "" for near in (at - 1, at + 1))
        yield Proposal(head, found[1], round(found[0], 2), wide.place(0, head), left, right, source)


def _number(how: MappedSource, context: ReadingContext) -> int | None:
    """The number of a source in mapping.yaml, from 0."""
    sources = context.case.mapping.sources if context.case else ()
    return sources.index(how) if how in sources else None


def _entities(rows: pd.DataFrame) -> Iterator[Entity]:
    """Each entity once, with the name and group of its newest row."""
    newest = rows.sort_values("period", kind="stable").drop_duplicates("entity", keep="last").sort_values("entity")
    columns = (newest[head].tolist() for head in ("entity", "name", "group", "region"))
    for entity, name, group, region in zip(*columns, strict=True):
        yield Entity(str(entity), str(name) or str(entity), str(group) or None, str(region) or None)


def _dataset(
    wide: Wide, rows: pd.DataFrame, how: MappedSource, context: ReadingContext, gathered: FoundValues
) -> Dataset:
    """Values in the base unit, with places found on demand."""
    import numpy as np

    heads = {item: head for head, item in how.columns.items() if head in wide.heads and item in context.catalog.items}
    found: dict[tuple[str, str], Any] = {}
    months = rows["period"].str.len().to_numpy(dtype=int) > len("2025")
    for item, head in sorted(heads.items()):
        numbers = _possible(_numbers(wide, rows, head, gathered), wide, rows, head, gathered) * how.unit
        for view, here in _views(how, context.catalog.items[item].kind, months):
            _fill(found, (item, view), numbers if here is None else np.where(here, numbers, np.nan))
    if how.period_end and PERIOD_DAYS in context.catalog.items:
        days = rows["days"].to_numpy(dtype=float)
        found.setdefault((PERIOD_DAYS, ""), np.where(days > 0, days, np.nan))
        heads.setdefault(PERIOD_DAYS, how.period_end or "")
    return Dataset(_frame(rows, found), _Places(wide, rows, heads), entities=dict(gathered.entities), ends=_ends(rows))


def _ends(rows: pd.DataFrame) -> dict[tuple[str, str], date]:
    """The last day of each row's period, where a column says it."""
    if "end" not in rows:
        return {}
    dated = rows[rows["end"].notna()]
    days = dated["end"].dt.date.tolist()
    return dict(zip(zip(dated["entity"].tolist(), dated["period"].tolist(), strict=True), days, strict=True))


def _fill(found: dict[tuple[str, str], Any], key: tuple[str, str], numbers: Any) -> None:
    """Keep a column; of two columns for one item the first goes before the second, cell by cell."""
    import numpy as np

    found[key] = np.where(np.isnan(found[key]), numbers, found[key]) if key in found else numbers


def _frame(rows: pd.DataFrame, found: dict[tuple[str, str], Any]) -> pd.DataFrame:
    """Columns of numbers as the values of a dataset."""
    import numpy as np
    import pandas as pd

    index = pd.MultiIndex.from_frame(rows[["entity", "period"]], names=["entity", "period"])
    columns = pd.MultiIndex.from_tuples(sorted(found), names=["item", "view"])
    block = np.column_stack([found[key] for key in sorted(found)]) if found else np.empty((len(index), 0))
    return pd.DataFrame(block, index=index, columns=columns, dtype="float64").sort_index()


@dataclass(frozen=True, eq=False)
class _Places:
    """Where values stand, found on demand."""

    wide: Wide
    rows: pd.DataFrame
    heads: Mapping[str, str]

    @cached_property
    def _row_of(self) -> dict[tuple[str, str], int]:
        rows = self.rows
        return dict(zip(zip(rows["entity"], rows["period"], strict=True), rows["row"], strict=True))

    def __call__(self, key: Key) -> Place | None:
        row, head = self._row_of.get((key[1], key[2])), self.heads.get(key[0])
        return self.wide.place(int(row), head) if row is not None and head else None


def _views(how: MappedSource, kind: Kind, months: Any) -> Iterator[tuple[str, Any]]:
    """A year-to-date table holds balances and whole years as they are; only flows of months are year to date."""
    if how.view != "ytd" or kind in BALANCES:
        yield ("" if how.view == "ytd" else how.view), None
        return
    yield "ytd", months
    yield "", ~months


def _numbers(wide: Wide, rows: pd.DataFrame, head: str, gathered: FoundValues) -> Any:
    """A column as numbers; what is no number is a finding, and where most is not, one finding for the column."""
    import numpy as np
    import pandas as pd

    cells = wide.cells[head]
    if len(cells) > len(rows):
        cells = cells.iloc[rows["row"].to_numpy()]
    if cells.dtype.kind in "if":
        return cells.to_numpy(dtype="float64", copy=True)
    cells = cells.astype(object).where(cells.notna(), "")
    numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype="float64", copy=True)
    texts = [(at, cells.iloc[at]) for at in np.flatnonzero(np.isnan(numbers)) if str(cells.iloc[at]).strip()]
    unread = []
    for at, cell in texts:
        found = figure(cell)
        numbers[at] = float("nan") if found.value is None else found.value
        if found.problem:
            unread.append((int(rows["row"].iloc[at]), str(cell), found.problem))
    if len(unread) > MOSTLY * len(cells):
        gathered.find("I40", wide.place(unread[0][0], head), head=head, count=len(unread))
        return numbers
    for row, text, problem in unread:
        gathered.find(problem, wide.place(row, head), text=text[:60])
    return numbers


def _possible(numbers: Any, wide: Wide, rows: pd.DataFrame, head: str, gathered: FoundValues) -> Any:
    """The same numbers without those that no hospital can have, each a finding."""
    wrong = abs(numbers) >= LIMIT
    for row in rows["row"].to_numpy()[wrong]:
        gathered.find("I58", wide.place(int(row), head), text=str(wide.cells[head].iloc[int(row)])[:60])
    numbers[wrong] = float("nan")
    return numbers


ACROSS: Final = "across"


def read_across(source: FolderFile, how: MappedSource, context: ReadingContext, gathered: FoundValues) -> None:
    """Add the values of one table; a column that mapping.yaml names and the file lacks is I23."""
    wanted = {*how.periods, how.label or "", *([how.entity.id] if how.entity else [])}
    wide = open_wide(source, how.sheet, frozenset(wanted), gathered.findings)
    if wide is None:
        return
    lost = sorted(name for name in wanted if name not in wide.heads)
    for name in lost:
        gathered.find("I23", Place(wide.file, wide.sheet), head=name or "label", known=wide.heads[:3])
    if lost or how.entity is None:
        return
    for row, entity, label in _rows(wide, how.entity.id, str(how.label)):
        gathered.entities.setdefault(entity, Entity(entity, entity))
        if label in how.columns:
            gathered.observations += _of_row(wide, row, entity, label, how, context, gathered)
        elif ALL not in how.unread and label not in how.unread:
            gathered.unread.append(Unread(label, wide.place(row, how.label)))


def _rows(wide: Wide, entity: str, label: str) -> Iterator[tuple[int, str, str]]:
    cells: pd.DataFrame = wide.cells
    for row, (name, words) in enumerate(zip(cells[entity], cells[label], strict=True)):
        yield row, str(name).strip(), str(words).strip()


def _of_row(  # noqa: PLR0913 - a row of one table in one run
    wide: Wide, row: int, entity: str, label: str, how: MappedSource, context: ReadingContext, gathered: FoundValues
) -> Iterator[Observation]:
    item = how.columns[label]
    defined = context.catalog.items.get(item)
    if defined is None:
        return
    for head, period in how.periods.items():
        cell = wide.cells[head].iloc[row]
        place = wide.place(row, head)
        found = figure(cell)
        value = 0.0 if found.value is None and not str(cell).strip() and label in how.blank_is_zero else found.value
        if found.problem and value is None:
            gathered.find(found.problem, place, text=str(cell)[:60])
        if value is not None:
            view = View(how.view)
            yield Observation(item, entity, period, view, value * how.unit, defined.unit, place, how.unit)


ENTRIES: Final = "entries"
NAN: Final = "nan"
CASH_FLOW: Final = "cash_flow"
"""The statement whose lines entries are tagged with."""
SumOf = tuple[str, str, str]
"""Item, entity and period."""


@dataclass
class _Sums:
    """What entries add up to, and where the first of each sum stands."""

    amounts: dict[SumOf, list[float]] = field(default_factory=lambda: defaultdict(list))
    places: dict[SumOf, Place] = field(default_factory=dict)
    broken: set[SumOf] = field(default_factory=set)

    def add(self, key: SumOf, amount: float, place: Place) -> None:
        self.amounts[key].append(amount)
        self.places.setdefault(key, place)


def read_entries(source: FolderFile, how: MappedSource, context: ReadingContext, gathered: FoundValues) -> None:
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
            _entry(wide, row, how, (context, gathered), sums)
    gathered.observations += _observations(sums, how, context)


def _heads(how: MappedSource) -> Iterator[str]:
    yield from how.where
    yield from (how.label, how.amount) if how.label and how.amount else how.columns
    yield from (how.entity.id,) if how.entity else ()
    yield from () if is_fixed(how) else (how.period or "",)


def _text(wide: Wide, row: int, head: str) -> str:
    return str(wide.cells[head].iloc[row]).strip()


def _entry(wide: Wide, row: int, how: MappedSource, held: tuple[ReadingContext, FoundValues], sums: _Sums) -> None:
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


def _add(cell: object, place: Place, key: SumOf, gathered: FoundValues, sums: _Sums) -> None:
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
