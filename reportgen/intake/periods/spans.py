"""Months that end with a day: “Three months ended March 31, 2025”, “Quarter ended”, or days a quarter apart.

Months from one to another, as titles and heads name them, by how many they are and the day with which they end.

“July 1, 2025 to October 31, 2025” and “Jul-Oct 2025” are “Four months ended October 31, 2025”: whether they began with
the year, or are a quarter of it, is then known by the month in which the year of the case begins. Chinese ranges are
those of the calendar where years are; of others, those that lie in one year are counted as well.

Months and quarters that are counted in a fiscal year, called as heads and titles of others call them.

“Month 6 2025/26” of a year that begins in April is September 2025, “Q1 FY26” and “First quarter 2025/26” are 2026 Q1,
“FY26 YTD” is FY2026 YTD. “Sep Qtr 2025” is the quarter that ends with September 2025. “012/2025”, “2025/012” and
“P12 2025” are the last month of the year 2025, as accounting programs number its periods.
The first half of a year is its six months; “first quarter 2026” is no figure of the whole of 2026.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

from reportgen.intake.periods import short_dates
from reportgen.intake.periods.dates import Stated, found_span
from reportgen.intake.periods.short_dates import TO, arabic
from reportgen.intake.words.labels import bare, month_names, month_number
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.period import MONTHS, Period, PeriodKind, years_beginning_in

QUARTER: Final = 3
LEAST: Final = 3
"""Days one quarter after the other that make a table one of quarters; of two, one may be the end of the last year."""


@dataclass(frozen=True)
class Span:
    """How many months end with a day.

    Attributes:
        month: that of the day, where the same words tell it.
        is_said: whether words tell how many; days a quarter apart leave it open of flows, which may add up the year.
        is_counted: whether they do by a number: “One month ended” is counted, “Month ended” is not.
    """

    months: int
    month: int | None = None
    is_said: bool = True
    is_counted: bool = False


@lru_cache(maxsize=4096)
def named(text: str) -> Span | None:
    """The months that a text says to end somewhere; None where it says nothing of it, or several at once."""
    found = list(_pattern().finditer(bare(text).lower()))
    if not found and (behind := _behind_day().search(arabic(bare(text)))):
        return Span(int(behind["number"]), int(behind["month"]), is_counted=True)
    if len(found) != 1 or found[0]["others"]:
        return None
    number, name = found[0]["number"], found[0]["name"]
    months = QUARTER if found[0]["quarters"] else 1
    if number:
        months = vocabulary().months_ended.numbers.get(number) or int(number)
    return Span(months, month_number(name) if name else None, is_counted=bool(number))


def names_one_month(texts: Iterable[str]) -> bool:
    """Whether one of some heads says that it is of a single month: “Month ended”."""
    return any(span.months == 1 for text in texts if (span := named(text)))


def is_named(text: str) -> bool:
    """Whether a text says of any months that they end."""
    return _pattern().search(bare(text).lower()) is not None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = vocabulary()
    number = rf"(?:{'|'.join(words.months_ended.numbers)}|1[0-2]|[1-9])"
    day = r"(?:\d{1,2}(?:st|nd|rd|th)?(?=[a-z]))?"
    many = rf"(?P<others>{number}(?:months)?(?:,|and|&))?(?<!\d)(?P<number>{number})-?months?(?:period)?"
    return re.compile(rf"(?:{many}|(?P<quarters>quarters?|qtrs?)|month)(?:ended|ending){day}(?P<name>{month_names()})?")


@lru_cache(maxsize=1)
def _behind_day() -> re.Pattern[str]:
    """Months counted behind the day with which they end, as Chinese statements print them."""
    words = vocabulary()
    day = rf"(?<!\d)(?P<month>1[0-2]|[1-9]){words.month}(?:\d{{1,2}}{words.day})?"
    return re.compile(rf"{day}{words.months_ended.until}(?P<number>1[0-2]|[1-9]){words.months_ended.counted}")


def of_table(texts: Iterable[str], heads: Sequence[Stated | None]) -> Span | None:
    """What the words above a table say of all its columns; else a quarter, where the heads are days a quarter apart."""
    said = {span for text in texts if (span := named(text))}
    if said:
        return said.pop() if len(said) == 1 else None
    return Span(QUARTER, is_said=False) if _are_quarters_apart(heads) else None


def _are_quarters_apart(heads: Sequence[Stated | None]) -> bool:
    days = [head.period for head in heads if head is not None and head.day is not None]
    steps = {
        after.year * MONTHS + after.number - before.year * MONTHS - before.number for before, after in pairwise(days)
    }
    return len(days) == len(heads) >= LEAST and steps in ({QUARTER}, {-QUARTER})


def ended(stated: Stated, span: Span, year_end: int, *, by_month: bool = False) -> tuple[Period, bool] | None:
    """The year, quarter or month that these months are, and whether they are the year up to its end; or None.

    Beside single months what ends with one and began with the year is the year up to that month.
    """
    month = stated.period.number if stated.period.kind is PeriodKind.MONTH else span.month
    if month is None:
        return None
    single = Period(stated.period.year, PeriodKind.MONTH, month)
    _, begun = in_fiscal_year(stated.period.year, month, year_end)
    if span.months == 1:
        return single, span.is_counted and begun == 1
    if span.months == MONTHS and not by_month:
        return (Period(stated.period.year, PeriodKind.YEAR), False) if month == year_end else None
    quarter = ended_quarter(stated.period.year, month, year_end)
    if (by_month or quarter is None) and span.months == begun:
        return single, True
    if quarter is None or span.months not in {QUARTER, quarter.number * QUARTER}:
        return None
    return quarter, span.months != QUARTER


def in_fiscal_year(year: int, month: int, year_end: int) -> tuple[int, int]:
    """The fiscal year in which a month of the calendar lies, named by the year of its end, and its number there."""
    return year + (year_end < month), (month - year_end - 1) % MONTHS + 1


def counted_in(own: Period, year_end: int) -> tuple[int, int, int]:
    """The fiscal year of a month or quarter, the months of it until its end, and its number."""
    if own.kind is not PeriodKind.MONTH:
        return own.year, own.months_elapsed, own.number
    return *in_fiscal_year(own.year, own.number, year_end), own.number


def ended_quarter(year: int, month: int, year_end: int) -> Period | None:
    """The quarter that ends with a month, named by the year in which its fiscal year ends; None where none does."""
    named, months = in_fiscal_year(year, month, year_end)
    number, after = divmod(months, QUARTER)
    return None if after else Period(named, PeriodKind.QUARTER, number)


CENTURY: Final = 2000
HALF_ENDED: Final = re.compile(r"\bhalf[\s-]years?\s+(?:ended|ending|to(?=\s+\d))\b", re.IGNORECASE)
MONTH_AND_YEAR: Final = re.compile(r"\b(month) and (?:fiscal )?years? (ended|ending)\b", re.IGNORECASE)
"""Of the last month of a year: the sheet is of the month, and its year to date is the year."""
Month = tuple[int, int]
"""A year of the calendar, and the month."""


@lru_cache(maxsize=8192)
def with_months_counted(text: str, first_month: int) -> str:
    """A text with its range of months as months that end, a year without marks of notes; else as it stands."""
    text = short_dates.without_notes(text)
    text = _up_to().sub(r"\1 months ended \2", MONTH_AND_YEAR.sub(r"\1 and year to date \2", text))
    text = HALF_ENDED.sub("six months ended", text)
    if text.isascii() or any(mark in text for mark in "–—"):
        text = short_dates.RANGE.sub(partial(_in_numbers, first_month), text)
    for pattern in _since_the_first():
        text = pattern.sub(partial(_so_many, first_month), text)
    found = range_in_words().sub(_in_english, text)
    if found != text or first_month == 1 or text.isascii():
        return found
    folded = arabic(bare(text))
    written = _in_chinese().sub(_of_numbers, folded)
    return text if written == folded else written


def _so_many(first_month: int, match: re.Match[str]) -> str:
    """The months since a year began, by how many they are or by the last one, as months that end."""
    said, numbers = match.groupdict(), vocabulary().months_ended.numbers
    if said["first"]:  # months from one that is named to another
        return match[0]
    if said["last"]:
        last = month_number(said["last"])
        count = (last - first_month) % MONTHS + 1
    else:
        count = numbers.get(said["count"].lower()) or int(said["count"])
        last = (first_month + count - 2) % MONTHS + 1
    year = _year(said["year"] or said["short"]) - (first_month > 1 and last >= first_month)
    name = vocabulary().months_in_words[last - 1].title()
    words = {number: word for word, number in numbers.items()}
    ended = f"{words[count].title()} months ended {name} {calendar.monthrange(year, last)[1]}, {year}"
    return ended if count > 1 else f"{name} {year}"


@lru_cache(maxsize=1)
def _since_the_first() -> tuple[re.Pattern[str], ...]:
    """“First nine months of 2025”, “FY2025 through September”: counted from the month in which the year begins."""
    count = rf"(?P<count>{'|'.join(vocabulary().months_ended.numbers)}|1[0-2]|[1-9])"
    year = r"(?:(?:fy\s*)?(?P<year>20\d\d)|fy\s*'?(?P<short>\d\d)(?!\d))"
    no_count, no_month = r"(?P<count>(?!))?", r"(?P<last>(?!))?(?P<first>(?!))?"
    first = rf"(?P<first>\b(?:{month_names()})\b\.?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,?\s+)?)?"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"\bfirst\s+{count}\s+months?(?:\s+of)?(?:\s+fiscal(?:\s+year)?)?,?\s+{year}\b{no_month}",
            rf"{first}(?<![\w/-]){year}\s+(?:through|thru)\s+(?P<last>{month_names()})\b(?!\.?\s*\d){no_count}",
        )
    )


def _in_english(match: re.Match[str]) -> str:
    said = match.groupdict()
    last = _year(said["until"] or said["short_until"])
    until = (last, month_number(said["last"]))
    own = said["since"] or said["short_since"]
    named = month_number(said["first"])
    since = (_year(own) if own else last - (named > until[1]), named)
    day = calendar.monthrange(*until)[1]
    begun, ended = said["day"] or said["day_behind"], said["end"] or said["end_behind"]
    if int(begun or 1) != 1 or (ended and int(ended) != day):
        return match[0]
    return _ended(since, until) or match[0]


def _in_numbers(first_month: int, match: re.Match[str]) -> str:
    """Days in numbers as months that end; those of the calendar with the year in front are read as they stand."""
    is_read = first_month == 1 and found_span(bare(match[0])) is not None
    months = None if is_read else short_dates.whole_months(match)
    return (_ended(*months) if months else None) or match[0]


def _ended(since: Month, until: Month) -> str | None:
    """Months from one to another as months that end; None of more than a year has."""
    months, (last, number) = _months(since, until), until
    if months is None:
        return None
    name = vocabulary().months_in_words[number - 1].title()
    if months == 1:
        return f"{name} {last}"
    words = {count: word for word, count in vocabulary().months_ended.numbers.items()}
    return f"{words[months].title()} months ended {name} {calendar.monthrange(last, number)[1]}, {last}"


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
def range_in_words() -> re.Pattern[str]:
    """Days or months from one to another in English words; whole months have been named by how many they are."""
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


SEARCHED: Final = 40
"""Rows in which titles and heads stand."""
READ: Final = re.compile(r"20\d\d[- ]?Q[1-4]")
"""What is a name that all read."""
YEARS: Final = ("second", "fiscal", "plain", "short", "joined")
NUMBERS: Final = ("month", "q", "before", "h")
HALF_YEAR: Final = 6
ORDINALS: Final = ("first", "second", "third", "fourth")
NUMBER: Final = r"(?P<month>0?[1-9](?!\d)|1[0-2])"
MONTH: Final = rf"(?:(?:month|mth|period)\s*|[mp]){NUMBER}"
PERIOD: Final = rf"(?:period\s*|p){NUMBER}"
NUMBERED: Final = r"0(?P<month>0[1-9]|1[0-2])"
TO_DATE: Final = r"(?P<to_date>ytd|year[\s-]+to[\s-]+date)"
QUARTERS: Final = rf"(?:(?:q|qtr|quarter)\s*(?P<q>[1-4])|(?P<before>[1-4])q|(?P<word>{'|'.join(ORDINALS)})\s+quarter)"
HALF: Final = r"(?:h(?P<h>[12])|(?P<half>first|second)\s+half(?:[\s-]year)?)"
SPLIT: Final = r"(?:fy\s*)?(?P<first>20\d\d)\s*[-/]\s*(?P<second>(?:20)?\d\d)"
PLAIN: Final = r"(?P<plain>20\d\d)(?!\s*[-/]\s*\d)"
FISCAL: Final = rf"(?:{SPLIT}|fy\s*'?(?P<fiscal>(?:20)?\d\d))"
YEAR: Final = rf"(?:{FISCAL}|{PLAIN}|(?<=[qh][1-4])[-' ]+(?P<short>\d\d)|(?<=\dq)(?P<joined>\d\d))"


def by_calendar(sheet: Sheet, first_month: int, *, is_list: bool = False) -> Sheet:
    """The sheet, with the names of others in its titles and heads.

    Those of a list of figures stand in front of each of its rows. Two years, 2025/26, are the fiscal one that ends in
    the second; where the case counts calendar years they stay.
    """
    if not any(_is_counted(text) or with_months_counted(text, first_month) != text for text in sheet.texts):
        return sheet
    named = partial(_named, first_month=first_month)
    last = len(sheet.rows) if is_list else SEARCHED
    rows = tuple(
        tuple(_renamed(cell, named) if isinstance(cell, str) else cell for cell in row) for row in sheet.rows[:last]
    )
    return replace(sheet, rows=(*rows, *sheet.rows[last:]), like=None)


def _renamed(text: str, named: partial[str]) -> str:
    for pattern in _patterns():
        text = pattern.sub(named, text)
    return with_months_counted(text, int(named.keywords["first_month"]))


@lru_cache(maxsize=4096)
def month_to_date(text: str) -> tuple[str, ...]:
    """The month and the word behind it of a head that says until when the year goes so far: YTD Sep, Sep YTD."""
    pattern = rf"(?:{TO_DATE}\s+)?(?P<name>{month_names()})\.?(?P<behind>\s+ytd)?"
    match = re.fullmatch(pattern, text.strip(), re.IGNORECASE)
    return (match["name"], "YTD") if match and (match["to_date"] or match["behind"]) else ()


@lru_cache(maxsize=8192)
def _is_counted(text: str) -> bool:
    return any(pattern.search(text) for pattern in _patterns())


def _named(match: re.Match[str], first_month: int) -> str:
    """What others call a month or quarter; as it stands where its two years do not follow each other."""
    said = match.groupdict()
    year = int(next(filter(None, map(said.get, YEARS)))) % 100 + CENTURY
    if READ.fullmatch(match[0]) or (said.get("first") and (first_month == 1 or int(said["first"]) + 1 != year)):
        return match[0]
    if not said.keys() & {*NUMBERS, "word", "half", "to_date", "name", "last"}:
        return f"FY{year}"
    if name := said.get("name") or said.get("last"):
        is_before = said.get("plain") is None and said.get("short") is None and 1 < first_month <= month_number(name)
        front, behind = "YTD " if "to_date" in said else "", " Qtr" if said.get("last") else ""
        return f"{front}{name} {year - is_before}{behind}"
    if "to_date" in said:
        return f"FY{year} YTD"
    word = said.get("word") or said.get("half")
    number = ORDINALS.index(word.lower()) + 1 if word else int(next(filter(None, map(said.get, NUMBERS))))
    if "q" in said:
        return f"{year} Q{number}"
    with years_beginning_in(first_month):
        last = Period(year, PeriodKind.MONTH, number * (1 if "month" in said else HALF_YEAR)).end()
    month = vocabulary().months_in_words[last.month - 1].title()
    return f"{month} {last.year}" if "month" in said else f"Six months ended {month} {last.day}, {last.year}"


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    between = r"\s*(?:[,:(-]|of)?\s*"
    name = rf"(?P<name>{month_names()})\.?"
    kinds = ((MONTH, FISCAL), (PERIOD, PLAIN), (QUARTERS, YEAR), (HALF, YEAR), (TO_DATE, FISCAL), (name, FISCAL))
    quarters = "|".join(word for word in vocabulary().heads.quarter if word.isascii())
    last = re.compile(
        rf"\b(?P<last>{month_names()})\.?[\s-]*(?:{quarters})[\s-]*(?:{FISCAL}|{PLAIN}|'?(?P<short>[1-3]\d))(?!\d)",
        re.IGNORECASE,
    )
    split = re.compile(rf"(?<![\d/-]){SPLIT}(?![\d/-])", re.IGNORECASE)
    written = tuple(
        re.compile(rf"\b{text}(?![a-z\d])\)?", re.IGNORECASE)
        for counted, year in kinds
        for text in (rf"{counted}{between}{year}", rf"{year}{between}{counted}")
    )
    until = re.compile(rf"\b{FISCAL}{between}{TO_DATE}{between}{name}(?![a-z\d])", re.IGNORECASE)
    numbered = rf"(?<![\d./-]){NUMBERED}[./](?P<fiscal>20\d\d)", rf"(?<![\d./-])(?P<fiscal>20\d\d)[./]{NUMBERED}"
    return (until, *written, *(re.compile(rf"{text}(?![\d./-])") for text in numbered), last, split)
