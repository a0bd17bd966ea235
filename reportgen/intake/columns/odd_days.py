"""Tables of a week, of some days of a month or of more than a year: of no period of which figures are kept."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

from reportgen.intake.grid.banner import titles
from reportgen.intake.grid.tables import SheetTable
from reportgen.intake.periods import spans
from reportgen.intake.periods.short_dates import arabic
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.period import MONTHS


def is_of_odd_days(table: SheetTable) -> bool:
    """Whether a title names a week, some days of a month, or more than a year, and heads of columns no period."""
    if all(column.stated for side in table.sides for column in side.columns):
        return False
    return any(map(names_odd_days, [*titles(table.sheet, table.banner.texts)][:-1]))


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
