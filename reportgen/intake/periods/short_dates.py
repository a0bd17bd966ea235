"""How days and years are written in short, and in characters.

Numbers of dates in Chinese characters, and years of the Republic (Taiwan), in digits and years of the common era.

Days in numbers alone and years of two figures, as American papers write them: 9/30/2025, 30-Sep-25, FY25.

Such a text is a day only where the calendar allows it to be read in one way, or where one way alone ends a month, as
the days of statements do: 9/10/2025 may be two days, and is none.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from reportgen.intake.words.labels import bare, month_names, month_number
from reportgen.intake.words.vocabulary import vocabulary

FIRST_YEAR: Final = 1911
"""What is added to a year of the Republic, whose first was 1912 (Executive Yuan)."""


def arabic(text: str) -> str:
    """Years and dates as digits of the common era: numerals digit by digit, ten and teens of months and days."""
    return _of_republic(_in_digits(text))


def _of_republic(text: str) -> str:
    for pattern in _republic():
        text = pattern.sub(lambda found: str(int(found[1]) + FIRST_YEAR), text)
    return text


@lru_cache(maxsize=1)
def _republic() -> tuple[re.Pattern[str], ...]:
    """Years behind the name of the Republic; three digits before the word for year, or in front of a month and a day.

    Alone they are years of this century (100 to 149), which no count of years in a statement reaches.
    """
    words = vocabulary()
    return (
        re.compile(rf"{words.republic}(\d{{2,3}})(?=[./-]|{words.year})"),
        re.compile(rf"(?<![\d.])(1[0-4]\d)(?={words.year})"),
        re.compile(r"(?<![\d./-])(1[0-4]\d)(?=([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])(?!\d))"),
    )


def _in_digits(text: str) -> str:
    words = vocabulary()
    for variant in words.zero_variants:
        text = text.replace(variant, words.numerals[0])
    ten = words.ordinals[-1]
    if not any(numeral in text for numeral in (*words.numerals, ten)):
        return text
    text = re.sub(rf"([{words.numerals}]){ten}(?=[{words.numerals}])", r"\1", text)
    text = re.sub(rf"([{words.numerals}]){ten}", rf"\g<1>{words.numerals[0]}", text)
    text = re.sub(rf"{ten}(?=[{words.numerals}])", words.numerals[1], text)
    text = text.replace(ten, words.numerals[1] + words.numerals[0])
    return text.translate({ord(numeral): str(digit) for digit, numeral in enumerate(words.numerals)})


CENTURY: Final = 2000
HUNDRED: Final = 100
MONTHS: Final = 12
IN_NUMBERS: Final = re.compile(r"(?<![\d./-])(\d{1,2})([-./])(\d{1,2})\2((?:19|20)\d{2})(?![\d/])")
SHORT: Final = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{2})")
POINTED: Final = re.compile(r"(\d\d)\.(\d\d)\.(\d\d)")  # 31.12.25; 1.1.31 numbers a section
FISCAL: Final = re.compile(
    r"(?:fye?|ye)[-']?(\d{2})(?=$|[a-gi-pr-xz(])", re.IGNORECASE
)  # FY25Q1, FY25H1 and FY25 YTD are no years
BEHIND_WORDS: Final = re.compile(r"[a-z]{4,18}fye?[-']?(\d{2})", re.IGNORECASE)  # Budget FY26; longer is a sentence
SPLIT: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})[-/–]((?:20)?\d{2})(?![\d./-])")
"""Two years one after the other, as 2025/26: the fiscal one that ends in the second."""
MONTH: Final = re.compile(r"(0[1-9]|1[0-2])[./](20\d\d)")  # 12.2025
LETTERED: Final = re.compile(r"((?:FY)?20\d\d|FY\d\d)[ ]?([ABE])")
MONTH_FIRST, DAY_FIRST = "month first", "day first"
Day = tuple[int, int | None, int | None]
"""Year, month and day; month and day None of a year."""


@lru_cache(maxsize=8192)
def split_year(text: str) -> int | None:
    """The year in which a fiscal year ends that a head names by two, 2025/26 or FY2025-26; None of any other head.

    2011-12 may be a month, and is none.
    """
    folded = bare(text).lower()
    match = SPLIT.fullmatch(folded.removeprefix("fy"))
    return int(match[1]) + 1 if match and _is_split(match) else None


@lru_cache(maxsize=8192)
def with_word(text: str) -> str:
    """A year with the word for the letter behind it, as analysts write what it holds: 2025A, FY25B, 2026E."""
    match = LETTERED.fullmatch(text.strip())
    return f"{match[1]} {vocabulary().letters_of_years[match[2].lower()]}" if match else text


def apart(text: str) -> str:
    """A text with a mark between a year and a word that only begins as a month does: FY2025 Marketing, 2025 Mayo."""
    return _no_month().sub("|", text)


def without_notes(text: str) -> str:
    """A year in a head without what points to a note behind it: 2025 (a), 2025 (Note 2), 2025¹, which is no 20251."""
    match = _noted().fullmatch(text.strip())
    return match["year"] if match else text


@lru_cache(maxsize=1)
def _noted() -> re.Pattern[str]:
    words = vocabulary()
    year = rf"(?:FY\s*)?(?:19|20)\d\d(?:{'|'.join(words.year_suffixes)})?"
    note = rf"[a-z]|[1-9]|(?:{'|'.join(words.notes_of_heads)})\s*[\d{words.numerals}]{{1,2}}"
    marks = rf"(?:\s*(?:[*†‡§¹²³⁴-⁹]+|[(\uff08](?:{note})[)\uff09]))+"
    return re.compile(rf"(?P<year>{year}(?:\s*\([^()]*\))?){marks}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _no_month() -> re.Pattern[str]:
    name = rf"(?:{month_names()})"
    return re.compile(rf"(?<=(?:19|20)\d\d)\s+(?={name}[a-z])(?!{name}(?![a-z]))", re.IGNORECASE)


def without_split_years(folded: str) -> str:
    """A text without such years: whose they are, and when they begin, is said elsewhere."""
    return SPLIT.sub(lambda match: "" if _is_split(match) else match[0], folded)


@lru_cache(maxsize=8192)
def with_century(folded: str) -> str:
    """A text with all four figures of a year that what stands beside it shows to be one: 25年11月, Sep-25 Qtr.

    10年以上 and 60年 stay what they are.
    """
    text = _chinese_year().sub(rf"{CENTURY // 100}\g<0>", folded, count=1)
    if match := _with_head().fullmatch(text):
        at = max(map(match.start, ("year", "last", "other", "front")))
        return f"{text[:at]}{CENTURY // 100}{text[at:]}"
    return text


@lru_cache(maxsize=1)
def _chinese_year() -> re.Pattern[str]:
    """Two figures of a year at the beginning, with a month, quarter or half behind it, alone, or beside a head."""
    words = vocabulary()
    parts = "|".join((*words.first_half, *words.second_half, rf"{words.up_to}?{words.ordinal}?[1-4]{words.quarter}"))
    ends = "|".join(re.escape(one.removeprefix(words.year)) for one in words.year_suffixes)
    heads = "|".join((*words.heads.actual, *words.heads.budget, *words.heads.original))
    month = rf"1?\d(?:{words.month}|[-~]|{'|'.join(words.until)})"
    return re.compile(rf"^(?:1[5-9]|[23]\d)(?={words.year}(?:{month}|{parts}|(?:{ends})?(?:{heads})?$))")


@lru_cache(maxsize=1)
def _with_head() -> re.Pattern[str]:
    """A month with two figures behind it beside the word for a quarter; beside other words only as spreadsheets do."""
    heads, name = vocabulary().heads, month_names()
    quarters = "|".join(one for one in heads.quarter if one.isascii())
    others = (heads.actual, heads.budget, heads.ytd, heads.month)
    words = "|".join(one for one in chain.from_iterable(others) if one.isascii())
    return re.compile(
        rf"(?:{quarters})(?:ended|ending)?(?:{name})\.?[-/.']*(?P<year>[1-3]\d)"
        rf"|(?:{name})\.?(?:[-/.']*(?P<last>[1-3]\d)(?:{quarters})|[-/']+(?P<other>[1-3]\d)(?:{words}))"
        rf"|(?:{words})(?:{name})\.?[-/']+(?P<front>[1-3]\d)(?:{words})?",
        re.IGNORECASE,
    )


def _is_split(match: re.Match[str]) -> bool:
    second = int(match[2]) % 100
    return second == (int(match[1]) + 1) % 100 and second > MONTHS


TO: Final = r"\s*(?:to|through|thru|until|till|[-–—~])\s*"
"""Between the first and the last day or month of several."""
DATE: Final = r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})"
RANGE: Final = re.compile(rf"(?<![\d./-])(?P<since>{DATE}){TO}(?P<until>{DATE})(?![\d./-])", re.IGNORECASE)
PARTS: Final = re.compile(r"[-/.]")


def names_range(text: str) -> bool:
    """Whether a text names the days, in numbers, from one to another: of neither of them is what stands below it."""
    return RANGE.search(text) is not None


def whole_months(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Year and month of the first and the last of whole months from one day in numbers to another.

    The first day begins a month and the last one ends one in one order of their figures at most, the American, the
    European or that of ISO 8601; None of days that do so in none.
    """
    days = [[int(part) for part in PARTS.split(match[name])] for name in ("since", "until")]
    for year, month, day in ((2, 0, 1), (2, 1, 0), (0, 1, 2)):
        since, until = ((one[year], one[month], one[day]) for one in days)
        years = [CENTURY + one if one < HUNDRED else one for one in (since[0], until[0])]
        are_months = 1 <= since[1] <= MONTHS and 1 <= until[1] <= MONTHS and min(years) > CENTURY
        if are_months and since[2] == 1 and until[2] == monthrange(years[1], until[1])[1]:
            return (years[0], since[1]), (years[1], until[1])
    return None


@lru_cache(maxsize=8192)
def found(folded: str) -> Day | None:
    """The day or fiscal year that a text without white space names so, or None; of several days none."""
    days = IN_NUMBERS.findall(folded)
    if len(days) == 1:
        one, _, two, year = days[0]
        return _only({(int(year), month, day) for month, day in _either(int(one), int(two))})
    if days:
        return None
    fiscal = FISCAL.match(folded) or BEHIND_WORDS.fullmatch(folded)
    return (CENTURY + int(fiscal[1]), None, None) if fiscal else alone(folded)


@lru_cache(maxsize=8192)
def alone(folded: str) -> Day | None:
    """As `found`, of a text that says nothing else but what may stand in front of a day."""
    text = without_front(folded)
    text = POINTED.sub(r"\1/\2/\3", text) if POINTED.fullmatch(text) else text
    if match := FISCAL.fullmatch(folded):
        return CENTURY + int(match[1]), None, None
    if match := SHORT.fullmatch(text):
        first, second, last = int(match[1]), int(match[3]), int(match[4])
        of_year_first = {(CENTURY + first, second, last)}
        return _only({(CENTURY + last, month, day) for month, day in _either(first, second)} | of_year_first)
    if match := _in_words().fullmatch(text):
        one, month, two = int(match["one"]), month_number(match["name"]), int(match["two"])
        return _only({(CENTURY + two, month, one), (CENTURY + one, month, two)})
    if match := MONTH.fullmatch(text):
        return int(match[2]), int(match[1]), None
    if match := IN_NUMBERS.fullmatch(text):
        return found(match[0])
    return None


def order(texts: Iterable[str]) -> str | None:
    """The order in which a column writes its days in numbers: the one that all its days allow, if one only; or None."""
    found = [match for one in texts if (match := IN_NUMBERS.fullmatch(bare(one)))]
    allowed = [name for name in (MONTH_FIRST, DAY_FIRST) if all(_is_day(*_in_order(match, name)) for match in found)]
    return allowed[0] if found and len(allowed) == 1 else None


def in_order(text: str, name: str) -> Day | None:
    """The day that a text in numbers is in this order; None where it is none."""
    match = IN_NUMBERS.fullmatch(bare(text))
    day = _in_order(match, name) if match else None
    return day if day and _is_day(*day) else None


def _in_order(match: re.Match[str], name: str) -> tuple[int, int, int]:
    first, second = int(match[1]), int(match[3])
    month, day = (first, second) if name == MONTH_FIRST else (second, first)
    return int(match[4]), month, day


def without_front(folded: str) -> str:
    """A text without the words that may stand in front of a day: as of, FYE, year ended."""
    lower, words = folded.lower(), vocabulary()
    fronts = (word for word in (*words.day_prefixes, *words.year_ended) if lower.startswith(word))
    front = max(fronts, key=len, default="")
    return folded[len(front) :]


@lru_cache(maxsize=1)
def _in_words() -> re.Pattern[str]:
    return re.compile(rf"(?P<one>\d{{1,2}})[-/.]?(?P<name>{month_names()})\.?[-/.]?'?(?P<two>\d{{2}})", re.IGNORECASE)


def _either(one: int, two: int) -> Iterator[tuple[int, int]]:
    """Month and day, in either order."""
    yield one, two
    yield two, one


def _only(readings: set[tuple[int, int, int]]) -> Day | None:
    """The one that the calendar has; of several the one that ends a month alone."""
    days = {day for day in readings if _is_day(*day)}
    if len(days) > 1:
        days = {day for day in days if day[2] == monthrange(day[0], day[1])[1]}
    return days.pop() if len(days) == 1 else None


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= MONTHS and 1 <= day <= monthrange(year, month)[1]
