"""Days at the ends of quarters in statements that are no forms, of a hospital that has no months.

“June 30, 2025” beside “September 30, 2025”, or beside the end of a year: balances of quarters, and of months only where
there are statements of months. What flowed is told (I97): nothing says whether it is of the quarter or of the year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake import spans
from reportgen.intake.columns import BALANCES
from reportgen.intake.context import FigureBlock, FoundValues
from reportgen.intake.dates import LATE
from reportgen.intake.head_words import Role
from reportgen.intake.spans import Span
from reportgen.intake.tables import SheetTable
from reportgen.intake.vocabulary import bare, vocabulary
from reportgen.model.dataset import Dataset, Observation, View
from reportgen.model.finding import Finding
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place

QUARTER: Final = Span(spans.QUARTER)


@dataclass(frozen=True)
class DayOfQuarter:
    """What a figure stands below: the day's month and quarter; and the name beside it, with its cell."""

    month: int
    quarter: Period
    label: str
    at: Place


def settle(gathered: FoundValues, catalog: Catalog, tables: Iterable[Dataset], year_end: int) -> None:
    """Take balances at the ends of quarters for those of quarters, and tell of flows below such days."""
    days = {place: day for table in gathered.lists for place, day in _days(table, year_end)}
    hospitals = _without_months(days, gathered, tables) if days else frozenset()
    if not hospitals:
        return
    flows: dict[Place, Finding] = {}
    kept: list[Observation | FigureBlock] = []
    for one in gathered.observations:
        if isinstance(one, FigureBlock) or one.entity not in hospitals or not _is_month(one.period):
            kept.append(one)
        elif (day := days.get(one.place)) and catalog.items[one.item].kind in BALANCES:
            kept.append(replace(one, period=str(day.quarter)))
        elif day and not one.derived:
            flows.setdefault(day.at, Finding("I97", day.at, {"label": day.label}))
        elif not one.derived:
            kept.append(one)
    gathered.observations[:] = kept
    _tell(flows, gathered)
    gathered.doubtful = {_of_quarter(key, places, days, hospitals): places for key, places in gathered.doubtful.items()}


def _tell(flows: Mapping[Place, Finding], gathered: FoundValues) -> None:
    """I97, and no I98 of sheets whose figures were not taken: what was worked out of them is gone with them."""
    sheets = {(at.file, at.sheet) for at in flows}
    gathered.findings[:] = [
        one for one in gathered.findings if one.rule != "I98" or (one.place.file, one.place.sheet) not in sheets
    ]
    gathered.findings += flows.values()


def _days(table: SheetTable, year_end: int) -> Iterator[tuple[Place, DayOfQuarter]]:
    """The cells of a statement below the last day of a quarter, where no word says that they are of a month."""
    if any(map(_says_month, (*table.banner.texts, table.sheet.name or ""))):
        return
    for side in table.sides:
        for column in side.columns:
            day = column.stated
            ended = spans.ended(day, QUARTER, year_end) if day and (day.day or 0) >= LATE else None
            if day is None or ended is None or column.role is Role.MONTH or _says_month(column.head):
                continue
            for line in side.lines:
                at = table.sheet.place(line.row, line.column)
                below = DayOfQuarter(day.period.number, ended[0], line.label, at)
                yield table.sheet.place(line.row, column.index), below


def _says_month(text: str) -> bool:
    folded = bare(text).lower()
    return any(word in folded for word in vocabulary().month_ended)


def _without_months(
    days: Mapping[Place, DayOfQuarter], gathered: FoundValues, tables: Iterable[Dataset]
) -> frozenset[str]:
    """Hospitals with two such days at least, not of one month, which would be the end of their year, and no months."""
    found: dict[str, set[DayOfQuarter]] = defaultdict(set)
    monthly = {entity for table in tables for entity, period in table.values.index if _is_month(period)}
    for one in gathered.observations:
        if isinstance(one, FigureBlock):
            monthly |= {entity for entity, period in one.held() if _is_month(period)}
        elif one.place in days:
            found[one.entity].add(days[one.place])
        elif one.view is not View.BUDGET and not one.derived and _is_month(one.period):
            monthly.add(one.entity)
    return frozenset(
        entity for entity, those in found.items() if entity not in monthly and len({day.month for day in those}) > 1
    )


def _is_month(period: str) -> bool:
    return Period.parse(period).kind is PeriodKind.MONTH


def _of_quarter(
    key: tuple[str, str, str], places: tuple[Place, ...], days: Mapping[Place, DayOfQuarter], hospitals: Container[str]
) -> tuple[str, str, str]:
    """A figure that could not be taken, with the quarter in the place of the month."""
    item, entity, period = key
    day = next((days[place] for place in places if place in days), None)
    if day is None or entity not in hospitals or not _is_month(period):
        return key
    return item, entity, str(day.quarter)
