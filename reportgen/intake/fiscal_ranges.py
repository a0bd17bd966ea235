"""Months from one to another, as titles and heads name them, by how many they are and the day with which they end.

“July 1, 2025 to October 31, 2025” and “Jul-Oct 2025” are “Four months ended October 31, 2025”: whether they began with
the year, or are a quarter of it, is then known by the month in which the year of the case begins. Chinese ranges are
those of the calendar where years are; of others, those that lie in one year are counted as well.
"""

from __future__ import annotations

import calendar
import re
from functools import lru_cache
from typing import Final

from reportgen.intake.labels import bare, month_names, month_number
from reportgen.intake.numerals import arabic
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.period import MONTHS

CENTURY: Final = 2000
TO: Final = r"\s*(?:to|through|thru|until|till|[-–—~])\s*"
MONTH_AND_YEAR: Final = re.compile(r"\b(month) and (?:fiscal )?years? (ended|ending)\b", re.IGNORECASE)
"""Of the last month of a year: the sheet is of the month, and its year to date is the year."""
Month = tuple[int, int]
"""A year of the calendar, and the month."""


@lru_cache(maxsize=8192)
def counted(text: str, first_month: int) -> str:
    """A text with its range of months as months that end; as it stands where it names none."""
    text = _up_to().sub(r"\1 months ended \2", MONTH_AND_YEAR.sub(r"\1 and year to date \2", text))
    found = _in_words().sub(_in_english, text)
    if found != text or first_month == 1 or text.isascii():
        return found
    folded = arabic(bare(text))
    written = _in_chinese().sub(_of_numbers, folded)
    return text if written == folded else written


def _in_english(match: re.Match[str]) -> str:
    said = match.groupdict()
    last = _year(said["until"] or said["short_until"])
    until = (last, month_number(said["last"]))
    own = said["since"] or said["short_since"]
    named = month_number(said["first"])
    since = (_year(own) if own else last - (named > until[1]), named)
    months, day = _months(since, until), calendar.monthrange(*until)[1]
    begun, ended = said["day"] or said["day_behind"], said["end"] or said["end_behind"]
    if months is None or int(begun or 1) != 1 or (ended and int(ended) != day):
        return match[0]
    name = vocabulary().months_in_words[until[1] - 1].title()
    if months == 1:
        return f"{name} {last}"
    numbers = {number: word for word, number in vocabulary().months_ended.numbers.items()}
    return f"{numbers[months].title()} months ended {name} {day}, {last}"


def _of_numbers(match: re.Match[str]) -> str:
    said = match.groupdict()
    since = (int(said["year"]), int(said["since"]))
    until = (int(said["until"] or since[0]), int(said["month"]))
    months = _months(since, until)
    if months is None or months == 1:
        return match[0]
    day = calendar.monthrange(*until)[1]
    if int(said["day"] or 1) != 1 or (said["end"] and int(said["end"]) != day):
        return match[0]
    return vocabulary().months_ended.written.format(year=until[0], month=until[1], day=day, months=months)


def _months(since: Month, until: Month) -> int | None:
    """How many months lie between two, both included; None where they are none, or more than a year has."""
    months = (until[0] - since[0]) * MONTHS + until[1] - since[1] + 1
    return months if 1 <= months <= MONTHS and since[1] <= MONTHS and until[1] <= MONTHS else None


def _year(text: str) -> int:
    return int(text) % 100 + CENTURY


@lru_cache(maxsize=1)
def _up_to() -> re.Pattern[str]:
    """Months counted up to a day, as British titles have them: 9 months to 31 December 2025."""
    number = rf"{'|'.join(vocabulary().months_ended.numbers)}|1[0-2]|[1-9]"
    return re.compile(rf"\b({number})[\s-]months?\s+to\s+((?:\d{{1,2}}\s+)?(?:{month_names()})\b)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _in_words() -> re.Pattern[str]:
    first, last = _month("first", "day", "since"), _month("last", "end", "until")
    return re.compile(rf"\b{first}?{TO}{last}", re.IGNORECASE)


def _month(name: str, day: str, year: str) -> str:
    """A month with its day in front or behind, and its year, of two figures where a mark stands before them."""
    number = r"\d{1,2})(?:st|nd|rd|th)?"
    named = rf"(?:(?P<{day}>{number}\s+)?(?P<{name}>{month_names()})\b\.?(?:\s+(?P<{day}_behind>{number}(?!\d))?"
    return rf"{named}(?:,?\s*(?P<{year}>20\d\d)(?!\d)|[-'](?P<short_{year}>\d\d)(?!\d))"


@lru_cache(maxsize=1)
def _in_chinese() -> re.Pattern[str]:
    words = vocabulary()
    to = rf"{words.begin}?(?:[-–—~]+|{'|'.join(words.until)})"
    number, day, end = r"1[0-2]|0?[1-9]", rf"(?:(?P<day>\d{{1,2}}){words.day})?", rf"(?:(?P<end>\d{{1,2}}){words.day})?"
    since = rf"(?<!\d)(?P<year>20\d\d){words.year}(?P<since>{number})(?:{words.month}{day})?"
    until = rf"(?:(?P<until>20\d\d){words.year})?(?P<month>{number}){words.month}{end}"
    return re.compile(since + to + until)
