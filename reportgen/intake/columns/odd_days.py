"""Tables of a week, of some days of a month or of more than a year: of no period of which figures are kept."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import Final

from reportgen.intake.context import FoundValues
from reportgen.intake.grid.banner import Banner, titles
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetTable
from reportgen.intake.periods import dates, spans
from reportgen.intake.periods.period_names import is_within_month
from reportgen.intake.periods.short_dates import arabic
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.period import MONTHS

ODD, NO_MONTH, OTHERWISE = "I72", "I171", "W18"
OF_MONTHS: Final = frozenset({Role.MONTH, Role.YEAR_TO_DATE})


def of_no_period(table: SheetTable, gathered: FoundValues) -> str:
    """The rule by which a table is of no period of which figures are kept, "" where it is or heads of columns say one.

    A title names a week, some days of a month, or more than a year; or a month is left out behind its year.
    """
    columns, above = [column for side in table.sides for column in side.columns], table.banner
    if all(column.stated for column in columns):
        return ""
    if _is_of_no_month(above, gathered) or any(map(names_odd_days, [*titles(table.sheet, above.texts)][:-1])):
        return ODD
    of_year = [text for text in above.texts if above.stated and dates.named(text) == above.stated]
    behind = [match[1] for text in of_year if (match := _open_month().search(bare(text)))]
    is_of_months = any(column.role in OF_MONTHS for column in columns) and len(behind) == len(of_year)
    return NO_MONTH if any(behind) or (behind and is_of_months) else ""


@lru_cache(maxsize=1)
def _open_month() -> re.Pattern[str]:
    """A year with the word for month behind it and no number between them; one may stand behind the word."""
    words = vocabulary()
    return re.compile(rf"20\d\d{words.year}{words.month}(?:(\d{{1,2}})(?!\d)|{words.day}?(?!\w))")


def _is_of_no_month(above: Banner, gathered: FoundValues) -> bool:
    """Whether the period above a table is of months that are none, or a day within one by nothing told so far."""
    stated, told = above.stated, [one.rule for one in gathered.findings[-1:]]
    return stated is not None and (stated.is_odd or (is_within_month(stated) and OTHERWISE not in told))


@lru_cache(maxsize=4096)
def names_odd_days(text: str) -> bool:
    """Whether a text names the days from one to another of which no whole months are made, or a week by its number."""
    words = " ".join(text.lower().split())
    if any(word in words for word in vocabulary().odd_periods):
        return True
    if spans.range_in_words().search(text) is not None:  # whole months were named by how many they are
        return True
    match = _days().search(arabic(bare(text)))
    if match is None or match["week"]:
        return match is not None
    last = int(match["last"] or match["first"])
    return 1 <= last <= MONTHS and (match["begun"] != "1" or int(match["ended"]) < calendar.monthrange(1999, last)[1])


@lru_cache(maxsize=1)
def _days() -> re.Pattern[str]:
    words = vocabulary()
    to = rf"(?:[-–—~]+|{'|'.join(words.until)})"
    first = rf"(?P<first>\d{{1,2}}){words.month}(?P<begun>\d{{1,2}}){words.day}?{words.begin}?"
    last = rf"(?:(?:20\d\d{words.year})?(?P<last>\d{{1,2}}){words.month})?(?P<ended>\d{{1,2}}){words.day}"
    return re.compile(rf"(?P<week>{words.ordinal}\d{{1,2}}{words.week})|{first}{to}{last}")
