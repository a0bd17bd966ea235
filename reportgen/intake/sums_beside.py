"""Totals of months or quarters that do not come to them (W83): the months are read, and the total is told.

A total behind months is no figure of its own and is left out; where it differs, one of the figures is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import fsum
from typing import Final

from reportgen.intake import dates
from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.context import FoundValues
from reportgen.intake.figures import comes_to, figure
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.head_words import Role
from reportgen.intake.labels import bare
from reportgen.intake.sheets import Sheet, position
from reportgen.intake.tables import figures_in
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.dataset import View
from reportgen.model.definitions import Item, Kind
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

RULE: Final = "W83"
ADDED: Final = frozenset({Kind.FLOW, Kind.COUNT})
"""What of several months comes to that of all of them."""
QUARTER, QUARTERS = 3, 4
FEWEST: Final = 2
Cells = Sequence[tuple[int, int]]
"""Rows and columns."""
Sum = tuple[tuple[int, int], Cells, Kind]
"""The cell of a total, those of its parts, and what they measure."""


def tell_columns(cells: Iterable[FoundFigure], opened: OpenTable) -> None:
    """W83 for each column of a total behind months or quarters that some line does not come to."""
    table, items = opened.table, opened.context.catalog.items
    totals = figures_in(table.sheet, table.head, table.last, Role.TOTAL)
    rows = _rows(cells, items) if totals else {}
    for column in totals:
        parts = [one for side in table.sides for one in side.columns if one.index < column.index]
        if len(parts) >= FEWEST and len(kinds := {_part(one) for one in parts}) == 1 and None not in kinds:
            sums = (((row, column.index), [(row, one.index) for one in parts], kind) for row, kind in rows.items())
            tell(column.head, sums, table.sheet, opened.gathered)


def tell_periods(cells: Iterable[FoundFigure], opened: OpenTable) -> None:
    """W83 for figures of a quarter, a year or the year so far beside all of their months or quarters.

    Amounts of money of a year, or since it began, are held to their months by the checks of the figures.
    """
    table, items = opened.table, opened.context.catalog.items
    by_line: dict[tuple[str, str], dict[tuple[str, View], FoundFigure]] = defaultdict(dict)
    for cell in cells if opened.context.year_end == dates.DECEMBER else ():
        if cell.item in items and items[cell.item].kind in ADDED and cell.place.cell and not cell.derived:
            by_line[cell.item, cell.meaning.entity].setdefault((cell.meaning.period, cell.meaning.view), cell)
    sums: dict[int, list[Sum]] = defaultdict(list)
    for (item, _), held in by_line.items():
        for (period, view), cell in held.items():
            parts = _parts(Period.parse(period), view, held, kind=items[item].kind)
            if parts and all(one.factor == cell.factor for one in parts):
                row, column = position(cell.place.cell or "")
                spots = [position(one.place.cell or "") for one in parts]
                sums[column].append(((row, column), spots, items[item].kind))
    heads = {column.index: column.head for side in table.sides for column in side.columns}
    for column, found in sums.items():
        tell(heads.get(column, ""), found, table.sheet, opened.gathered)


def _parts(
    period: Period, view: View, held: Mapping[tuple[str, View], FoundFigure], *, kind: Kind
) -> list[FoundFigure]:
    """The months or quarters of which a figure is the sum; none where they are not all there."""
    last = period.number if period.kind is PeriodKind.MONTH else MONTHS
    months = [Period(period.year, PeriodKind.MONTH, number) for number in range(1, last + 1)]
    quarters = [Period(period.year, PeriodKind.QUARTER, number) for number in range(1, QUARTERS + 1)]
    tried = [months] if kind is Kind.COUNT else []
    if view is View.PERIOD and period.kind is PeriodKind.QUARTER:
        tried = [months[QUARTER * (period.number - 1) : QUARTER * period.number]]
    elif view is View.PERIOD and period.kind is PeriodKind.YEAR:
        tried.append(quarters)
    elif view is not View.YEAR_TO_DATE or period.kind is not PeriodKind.MONTH:
        tried = []
    found = ([held.get((str(one), View.PERIOD)) for one in each] for each in tried)
    return next(([one for one in each if one is not None] for each in found if None not in each), [])


def tell_rows(sheet: Sheet, head: tuple[int, int], added: Mapping[int, Kind], gathered: FoundValues) -> None:
    """W83 for the total behind rows of months or quarters, which a column names below a head."""
    (first, column), words = head, vocabulary().total_rows
    rows = range(first + 1, len(sheet.rows))
    total = next((row for row in rows if bare(sheet.text(row, column)).lower() in words), None)
    parts = [row for row in rows if row < (total or 0)]
    months = {dates.months_of(sheet.text(row, column)) for row in parts}
    if total is not None and len(parts) >= FEWEST and None not in months and len(months) == len(parts):
        sums = (((total, at), [(row, at) for row in parts], kind) for at, kind in added.items())
        tell(sheet.text(total, column).strip(), sums, sheet, gathered)


def tell(head: str, sums: Iterable[Sum], sheet: Sheet, gathered: FoundValues) -> None:
    """W83 once for totals under one head, at the first that its parts do not come to; blanks add nothing."""
    wrong = list(_wrong(sums, sheet))
    if wrong:
        (place, value, total), *others = wrong
        count = len(wrong) if others else None
        facts: dict[str, Fact] = {"head": head, "count": count, "value": value, "sum": total}
        gathered.findings.append(Finding(RULE, place, facts, places=tuple(one[0] for one in others)))


def _wrong(sums: Iterable[Sum], sheet: Sheet) -> Iterator[tuple[Place, float, float]]:
    for at, spots, kind in sums:
        total, parts = figure(sheet.at(*at)), [figure(sheet.at(*spot)) for spot in spots]
        if total.value is None or any(one.problem for one in parts):
            continue
        added = fsum(one.value or 0.0 for one in parts)
        is_whole = kind is Kind.COUNT and added.is_integer()  # of whole numbers rounding leaves nothing
        if not comes_to(total, parts) or (is_whole and total.value != added):
            yield sheet.place(*at), total.value, added


def _rows(cells: Iterable[FoundFigure], items: Mapping[str, Item]) -> dict[int, Kind]:
    """The rows of what of several months adds up, and what it measures."""
    found = ((one.place.cell, items[one.item].kind) for one in cells if one.item in items)
    return {position(cell)[0]: kind for cell, kind in found if cell and kind in ADDED}


def _part(column: HeadColumn) -> PeriodKind | None:
    """Of what a column is by its head, a month or a quarter by itself; None of any other."""
    if column.stated is not None:
        is_single = column.stated.since in {None, column.stated.period.number}
        kind = column.stated.period.kind
        return kind if is_single and kind is not PeriodKind.YEAR else None
    if column.quarter is not None:
        return PeriodKind.QUARTER
    return PeriodKind.MONTH if column.month is not None and column.since in {None, column.month} else None
