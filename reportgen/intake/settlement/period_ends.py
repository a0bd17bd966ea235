"""The months and days with which years and quarters end.

Months in which years end, as the heads of statements in words of their own say it, beside that of the case (I88).

Days at the ends of quarters, of a hospital without months: in statements that are no forms, and in its other sheets.

“June 30, 2025” beside “September 30, 2025”, or beside the end of a year: balances of quarters, and of months only where
there are statements of months. What flowed is told (I97): nothing says whether it is of the quarter or of the year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.columns.column_periods import BALANCES
from reportgen.intake.context import FigureBlock, FoundValues, ReadingContext, told
from reportgen.intake.grid.banner import ABOVE
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetTable
from reportgen.intake.periods import dates, short_dates, spans
from reportgen.intake.periods.dates import LATE
from reportgen.intake.periods.spans import Span
from reportgen.intake.settlement.ledger import Ledger
from reportgen.intake.words.labels import bare, month_names, month_number
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.dataset import Dataset, Observation, View
from reportgen.model.definitions import NO_RULES
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

RULE: Final = "I88"
SETTING: Final = "fiscal_year_start"
LONGEST: Final = 60


@dataclass(frozen=True)
class YearEnd:
    """The month in which a head lets the year end.

    Attributes:
        is_said: whether words say that a year ends; a day alone may be that of a quarter.
    """

    month: int
    text: str
    place: Place
    is_said: bool


def tell_year_end(table: SheetTable, context: ReadingContext, gathered: FoundValues) -> None:
    """I88 where the heads of a table end the year with another month than the case.

    A note where the case says itself when its year begins and the heads give no more than days: they may end quarters.
    """
    found = _found(table) if context.case is not None and context.regime == NO_RULES else None
    if context.case is None or found is None or found.month == context.year_end:
        return
    facts: dict[str, Fact] = {
        "text": found.text,
        "month": found.month,
        "own": context.year_end,
        "start": found.month % MONTHS + 1,
        "said": found.is_said,
    }
    is_open = SETTING in context.case.file.model_fields_set and not found.is_said
    gathered.findings.append(Finding(RULE, found.place, facts, Severity.NOTE if is_open else None))


def settle_year_ends(gathered: FoundValues, year_end: int) -> None:
    """Tell I88 once a case for each month, and not of mere days with which months so far of its own year end.

    Of those, other sheets say that they do.
    """
    gathered.findings[:] = _once_a_month(gathered.findings)
    if not any(_is_of_days(one) for one in gathered.findings):
        return
    to_date = {Period.parse(one.period) for one in told(gathered.observations) if one.view is View.YEAR_TO_DATE}
    ended = {(year_end + one.months_elapsed - 1) % MONTHS + 1 for one in to_date if one.is_partial}
    gathered.findings[:] = [one for one in gathered.findings if not (_is_of_days(one) and one.facts["month"] in ended)]


def _once_a_month(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, with all the places of I88 at the first of the same month."""
    kept: list[Finding] = []
    at: dict[object, int] = {}
    for one in findings:
        key = (one.facts["month"], one.severity) if one.rule == RULE else len(kept)
        if key in at:
            first = kept[at[key]]
            kept[at[key]] = replace(first, places=(*first.places, one.place))
        else:
            at[key] = len(kept)
            kept.append(one)
    return kept


def _is_of_days(finding: Finding) -> bool:
    return finding.rule == RULE and not finding.facts["said"]


def _found(table: SheetTable) -> YearEnd | None:
    """What the words of the head and above it say; else the one month in which all of its days are."""
    cells = list(_texts(table))
    said = [YearEnd(month, text[:LONGEST], place, is_said=True) for text, place in cells if (month := _of_year(text))]
    if said:
        return said[0] if len({one.month for one in said}) == 1 else None
    if any(spans.is_named(text) for text, _ in cells):
        return None
    is_year = any(_says_year(text) for text, _ in cells)
    heads = [(column, column.stated) for side in table.sides for column in side.columns]
    days = [(column, one) for column, one in heads if one is not None and (one.day or 0) >= LATE]
    if days and len(days) == len(heads) and len({one.period.number for _, one in days}) == 1:
        column, one = days[0]
        if is_year or len({one.period.year for _, one in days}) > 1:
            return YearEnd(one.period.number, table.head_text(column)[:LONGEST], table.head_place(column), is_year)
    months = {table.head_place(column) for column, stated in heads if column.month and stated is None}
    above = ((text, place) for text, place in cells if place not in months)
    alone = [YearEnd(month, text[:LONGEST], place, is_year) for text, place in above if (month := _alone(text))]
    return alone[0] if len({one.month for one in alone}) == 1 else None


def _texts(table: SheetTable) -> Iterator[tuple[str, Place]]:
    """The words of a head and above it, with their cells."""
    for row in range(max(0, table.head.first - ABOVE), table.head.last + 1):
        for column in range(table.sheet.width):
            if text := table.sheet.text(row, column).strip():
                yield text, table.sheet.place(row, column)


def _says_year(text: str) -> bool:
    folded = bare(text).lower()
    return any(word in folded for word in vocabulary().year_ended)


@lru_cache(maxsize=4096)
def _of_year(text: str) -> int | None:
    """The month in which a text says that a year or twelve months end."""
    if span := spans.named(text):
        return span.month if span.months == MONTHS else None
    folded = bare(text).lower()
    for word in vocabulary().year_ended:
        _, found, behind = folded.partition(word)
        if found and (month := _month(behind)):
            return month
    return None


@lru_cache(maxsize=4096)
def _alone(text: str) -> int | None:
    """The month of a day that stands above columns of years: September 30, or September 30, 2025 and 2024."""
    folded = short_dates.without_front(bare(text))
    is_alone = _pattern().fullmatch(folded) or (dates.names_years(text) and _pattern().match(folded))
    return _month(folded) if is_alone else None


def _month(folded: str) -> int | None:
    """The month of the late day with which a text begins."""
    if match := _pattern().match(folded):
        day = match["day"] or match["before"]
        return month_number(match["name"]) if day is None or int(day) >= LATE else None
    found = dates.named(folded) if short_dates.found(folded) else None
    return found.period.number if found and (found.day or 0) >= LATE else None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<before>\d{{1,2}})(?:st|nd|rd|th)?)?(?P<name>{month_names()})\.?(?P<day>\d{{1,2}}(?!\d))?,?",
        re.IGNORECASE,
    )


QUARTER: Final = Span(spans.QUARTER)


@dataclass(frozen=True)
class DayOfQuarter:
    """What a figure stands below: the day's month and quarter; and the name beside it, with its cell."""

    month: int
    quarter: Period
    label: str
    at: Place


def settle_quarter_ends(gathered: FoundValues, catalog: Catalog, tables: Iterable[Dataset], year_end: int) -> None:
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
    return any(word in folded for word in vocabulary().months_ended.single)


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


def quarters_joined(ledger: Ledger, gathered: FoundValues, catalog: Catalog, tables: Iterable[Dataset]) -> Ledger:
    """The figures, those of a month that ends a quarter with the quarter's where no sheet is of a month alone (I109).

    “YTD Sep 2025” beside “Nine months ended September 30”: of one day, though the one names a month, the other none.
    A hospital whose sheets disagree about a figure keeps both as they are.
    """
    import numpy as np

    ends = _ends(ledger, catalog, {entity for table in tables for entity, _ in table.values.index})
    if not ends:
        return ledger
    codes = np.arange(len(ledger.rows))
    codes[[*ends]] = [*ends.values()]
    row, width = codes[ledger.row], max(1, len(ledger.columns))
    is_moved = row != ledger.row
    keys = row * width + ledger.column
    held = dict(zip(keys[~is_moved].tolist(), ledger.value[~is_moved].tolist(), strict=True))
    twice = [index for index in np.flatnonzero(is_moved).tolist() if int(keys[index]) in held]
    differs = {
        ledger.rows[row[index]][0]
        for index in twice
        if abs(held[int(keys[index])] - ledger.value[index]) > ledger.step[index] / 2
    }
    ends = {month: quarter for month, quarter in ends.items() if ledger.rows[month][0] not in differs}
    if not ends:
        return ledger
    _tell_joined(ledger, ends, gathered)
    kept = np.ones(len(ledger.row), dtype=np.bool_)
    kept[[index for index in twice if int(ledger.row[index]) in ends]] = False
    taken = np.array([ends.get(code, code) for code in range(len(ledger.rows))], dtype=np.intp)
    return replace(ledger, row=taken[ledger.row]).only(kept)


def _ends(ledger: Ledger, catalog: Catalog, elsewhere: Container[str]) -> dict[int, int]:
    """Row of a month → row of the quarter that it ends, of hospitals whose months all end one that is there."""
    import numpy as np

    used = {code: ledger.rows[code] for code in np.unique(ledger.row).tolist()}
    known = {pair: code for code, pair in used.items()}
    months = {code: (entity, Period.parse(period)) for code, (entity, period) in used.items() if _is_month(period)}
    single = [
        code
        for code, (item, view) in enumerate(ledger.columns)
        if view == View.PERIOD and item in catalog.items and catalog.items[item].kind not in BALANCES
    ]
    flows = np.isin(ledger.column, single) & ~ledger.derived
    monthly = {months[code][0] for code in np.unique(ledger.row[flows]).tolist() if code in months}
    ends: dict[int, int] = {}
    for code, (entity, month) in months.items():
        quarter = str(Period(month.year, PeriodKind.QUARTER, month.number // 3))
        if month.number % 3 or (entity, quarter) not in known or entity in elsewhere:
            monthly.add(entity)
        else:
            ends[code] = known[entity, quarter]
    return {month: quarter for month, quarter in ends.items() if months[month][0] not in monthly}


def _tell_joined(ledger: Ledger, ends: Mapping[int, int], gathered: FoundValues) -> None:
    """I109, once a month; forms and figures in doubt go with it."""
    import numpy as np

    moved = {ledger.rows[month]: ledger.rows[quarter][1] for month, quarter in ends.items()}
    for month, quarter in sorted(ends.items(), key=lambda one: ledger.rows[one[0]]):
        place = ledger.place(int(np.flatnonzero(ledger.row == month)[0]))
        gathered.find("I109", place, month=ledger.rows[month][1], period=ledger.rows[quarter][1])
    gathered.forms[:] = [
        replace(form, period=moved.get((form.entity, form.period), form.period)) for form in gathered.forms
    ]
    gathered.doubtful = {
        (item, entity, moved.get((entity, period), period)): places
        for (item, entity, period), places in gathered.doubtful.items()
    }
