"""Months and quarters that are counted in a fiscal year, called as heads and titles of others call them.

“Month 6 2025/26” of a year that begins in April is September 2025, “Q1 FY26” and “First quarter 2025/26” are 2026 Q1,
“FY26 YTD” is FY2026 YTD. “Sep Qtr 2025” is the quarter that ends with September 2025. “012/2025”, “2025/012” and
“P12 2025” are the last month of the year 2025, as accounting programs number its periods.
The first half of a year is its six months; “first quarter 2026” is no figure of the whole of 2026.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from reportgen.intake import fiscal_ranges
from reportgen.intake.labels import month_names, month_number
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.period import Period, PeriodKind, years_beginning_in

CENTURY: Final = 2000
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
QUARTER: Final = rf"(?:(?:q|qtr|quarter)\s*(?P<q>[1-4])|(?P<before>[1-4])q|(?P<word>{'|'.join(ORDINALS)})\s+quarter)"
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
    if not any(_is_counted(text) or fiscal_ranges.counted(text, first_month) != text for text in sheet.texts):
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
    return fiscal_ranges.counted(text, int(named.keywords["first_month"]))


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
    if "to_date" in said:
        return f"FY{year} YTD"
    if name := said.get("name") or said.get("last"):
        is_before = said.get("plain") is None and said.get("short") is None and 1 < first_month <= month_number(name)
        return f"{name} {year - is_before}{' Qtr' if said.get('last') else ''}"
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
    kinds = ((MONTH, FISCAL), (PERIOD, PLAIN), (QUARTER, YEAR), (HALF, YEAR), (TO_DATE, FISCAL), (name, FISCAL))
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
    numbered = rf"(?<![\d./-]){NUMBERED}[./](?P<fiscal>20\d\d)", rf"(?<![\d./-])(?P<fiscal>20\d\d)[./]{NUMBERED}"
    return (*written, *(re.compile(rf"{text}(?![\d./-])") for text in numbered), last, split)
