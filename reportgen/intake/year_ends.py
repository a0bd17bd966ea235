"""Months in which years end, as the heads of statements in words of their own say it, beside that of the case (I88)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.intake import dates, short_dates, spans
from reportgen.intake.banner import ABOVE
from reportgen.intake.context import FoundValues, ReadingContext, told
from reportgen.intake.dates import LATE
from reportgen.intake.labels import bare, month_names, month_number
from reportgen.intake.tables import SheetTable
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.dataset import View
from reportgen.model.definitions import NO_RULES
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.period import MONTHS, Period
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


def tell(table: SheetTable, context: ReadingContext, gathered: FoundValues) -> None:
    """I88 where the heads of a table end the year with another month than the case, once a case for each month.

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
    new = Finding(RULE, found.place, facts, Severity.NOTE if is_open else None)
    for index, other in enumerate(gathered.findings):
        if other.rule == RULE and other.facts["month"] == found.month and other.severity == new.severity:
            gathered.findings[index] = replace(other, places=(*other.places, found.place))
            return
    gathered.findings.append(new)


def settle(gathered: FoundValues, year_end: int) -> None:
    """Leave out I88 of mere days with which months so far of the case's own year end: other sheets say that they do."""
    if not any(_is_of_days(one) for one in gathered.findings):
        return
    to_date = {Period.parse(one.period) for one in told(gathered.observations) if one.view is View.YEAR_TO_DATE}
    ended = {(year_end + one.months_elapsed - 1) % MONTHS + 1 for one in to_date if one.is_partial}
    gathered.findings[:] = [one for one in gathered.findings if not (_is_of_days(one) and one.facts["month"] in ended)]


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
