"""Figures that a source lacks and that follow from those it has, marked as derived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum

from reportgen.catalog import Catalog
from reportgen.intake.cells import Cell, OpenTable
from reportgen.intake.context import Gathered
from reportgen.intake.labels import normalised
from reportgen.model.dataset import Observation, View
from reportgen.model.definitions import Form, Item, Kind
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

FLOWS = frozenset({Kind.FLOW, Kind.COUNT})
BALANCES = frozenset({Kind.STOCK, Kind.LEVEL})


def series(gathered: Gathered, catalog: Catalog) -> list[Observation]:
    """Year to date from months, a month from two year-to-dates, a year from its December."""
    known: dict[tuple[str, str, str, str], Observation] = {}
    for value in gathered.observations:
        known[value.item, value.entity, value.period, str(value.view)] = value
    found: list[Observation] = []
    blanks = _Blanks({(form.entity, form.period, form.form) for form in gathered.forms}, gathered.doubtful, catalog)
    for value in sorted(_from_months(known, catalog, blanks), key=_key):
        known[value.item, value.entity, value.period, str(value.view)] = value
        found.append(value)
    return found + sorted(_years(known, catalog), key=_key)


def _key(value: Observation) -> tuple[str, str, str, str]:
    return value.entity, value.period, value.item, str(value.view)


@dataclass(frozen=True)
class _Blanks:
    """Which lines that a month does not have are blank lines of a form that it has."""

    forms: set[tuple[str, str, str]]
    doubtful: Mapping[tuple[str, str, str], tuple[Place, ...]]
    catalog: Catalog

    def is_blank(self, item: str, entity: str, year: int, month: int) -> bool:
        """Whether nothing stands on the line of a form that is there: zero, where such a line may be left empty."""
        period = str(Period(year, PeriodKind.MONTH, month))
        of = self.catalog.items[item]
        return (
            of.blank_is_zero
            and (item, entity, period) not in self.doubtful
            and any((entity, period, form) in self.forms for form in of.forms)
        )


def _from_months(
    known: Mapping[tuple[str, str, str, str], Observation], catalog: Catalog, blanks: _Blanks
) -> Iterator[Observation]:
    months: dict[tuple[str, str, int], dict[int, tuple[Observation | None, Observation | None]]] = defaultdict(dict)
    for (item, entity, period, view), value in known.items():
        when = Period.parse(period)
        if when.kind is PeriodKind.MONTH and view in {"", "ytd"} and catalog.items[item].kind in FLOWS:
            here = months[item, entity, when.year]
            month, to_date = here.get(when.number, (None, None))
            here[when.number] = (value, to_date) if view == "" else (month, value)
    for (item, entity, year), found in months.items():
        blank = {month for month in range(1, MONTHS + 1) if blanks.is_blank(item, entity, year, month)}
        yield from _filled(found, blank - set(found))


def _filled(
    year: dict[int, tuple[Observation | None, Observation | None]], blank: set[int]
) -> Iterator[Observation]:
    for number, (month, to_date) in sorted(year.items()):
        before = year.get(number - 1, (None, None))[1]
        if to_date is None and month is not None:
            run = {earlier: year.get(earlier, (None, None))[0] for earlier in range(1, number + 1)}
            if all(value or earlier in blank for earlier, value in run.items()):
                total = fsum(value.value for value in run.values() if value)
                yield replace(month, view=View.YEAR_TO_DATE, value=_clean(total), derived=True)
        elif month is None and to_date is not None and (number == 1 or before is not None or number - 1 in blank):
            flow = to_date.value - (before.value if before else 0.0)
            yield replace(to_date, view=View.PERIOD, value=_clean(flow), derived=True)


def _years(known: Mapping[tuple[str, str, str, str], Observation], catalog: Catalog) -> Iterator[Observation]:
    """The year's figure where only its months are there: December's year to date, or its closing balance."""
    for (item, entity, period, view), value in known.items():
        when = Period.parse(period)
        if when.kind is not PeriodKind.MONTH or when.number != MONTHS:
            continue
        kind = catalog.items[item].kind
        fits = (view == "ytd" and kind in FLOWS) or (view == "" and kind in BALANCES)
        if fits and (item, entity, str(when.year), "") not in known:
            yield replace(value, period=str(when.year), view=View.PERIOD, derived=True)


def _clean(value: float) -> float:
    """Sums of money and counts without the noise of binary."""
    return round(value, 6)


def totals(opened: OpenTable, form: Form, cells: list[Cell]) -> list[Cell]:
    """Totals whose row the sheet lacks, where every line that they are made of is on it.

    Lines that only explain are not added; a blank line counts as zero, a line that is not on the sheet does not.
    """
    official = {row.item: row.label for row in (*form.rows, *form.right_rows) if row.item}
    present = {
        item
        for item, label in official.items()
        if normalised(label) in opened.table.keys or any(c.item == item for c in cells)
    }
    parts = _parts(official, opened.context.catalog.items)
    made: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        made[cell.item].append(cell)
    added: list[Cell] = []
    names: list[str] = []
    while ready := sorted(
        item for item in parts if item not in present and all(part in present for part, _ in parts[item])
    ):
        for item in ready:
            total = _total(item, parts[item], made)
            made[item] = total
            added += total
            present.add(item)
            if total:
                names.append(official[item])
    if names:
        opened.gathered.find("I34", opened.table.sheet.whole, totals=tuple(names))
    return added


def _parts(official: Mapping[str, str], items: Mapping[str, Item]) -> dict[str, list[tuple[str, int]]]:
    parts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for identifier in official:
        item = items[identifier]
        if item.parent is not None and item.parent in official and item.sign != "0":
            parts[item.parent].append((identifier, 1 if item.sign == "+" else -1))
    return {total: lines for total, lines in parts.items() if len(lines) > 1}


def _total(item: str, parts: list[tuple[str, int]], made: Mapping[str, list[Cell]]) -> list[Cell]:
    """One cell for each column that any of the parts has a figure in, standing at the first of them."""
    sums: dict[object, list[tuple[Cell, int]]] = defaultdict(list)
    for part, sign in parts:
        for cell in made.get(part, ()):
            if cell.figure.problem:
                return []
            if cell.figure.value is not None:
                sums[cell.meaning].append((cell, sign))
    found = []
    for having in sums.values():
        first = having[0][0]
        value = round(fsum(sign * (cell.figure.value or 0.0) for cell, sign in having), 6)
        found.append(replace(first, item=item, figure=replace(first.figure, value=value), derived=True))
    return found
