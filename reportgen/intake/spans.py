"""Months of a year as sheets print them: from one to another, half-years and quarters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportgen.intake.vocabulary import vocabulary

QUARTER = 3
HALF = 6
YEAR = 12


@dataclass(frozen=True)
class Span:
    """Months found in a text, and where.

    Attributes:
        is_quarter: whether a quarter was named as such.
        start, end: position in the text.
    """

    year: int
    first: int
    last: int
    start: int
    end: int
    last_year: int
    is_quarter: bool = False


@lru_cache(maxsize=8192)
def found(folded: str) -> Span | None:
    """The months that a text names, its white space gone and its numerals Arabic."""
    for pattern in _ranges():
        if match := pattern.search(folded):
            year = int(match["year"])
            last_year = int(match["until"] or year)
            return Span(year, int(match["since"]), int(match["month"]), *match.span(), last_year)
    if match := _years().search(folded):
        return Span(int(match["year"]), 1, YEAR, *match.span(), int(match["until"]))
    for pattern, first, last in _halves():
        if match := pattern.search(folded):
            year = int(match["year"])
            return Span(year, first, last, *match.span(), year)
    if match := _quarters().search(folded):
        year, last = int(match["year"]), QUARTER * int(match["quarter"])
        first = 1 if match["from"] else last - QUARTER + 1
        return Span(year, first, last, *match.span(), year, is_quarter=not match["from"])
    if match := _issue().search(folded):
        year, month = int(match["year"]), int(match["month"])
        return Span(year, month, month, *match.span(), year) if month <= YEAR else None
    return None


@lru_cache(maxsize=1)
def months() -> re.Pattern[str]:
    """A month, or months from one to another, at the beginning of a text and without a year."""
    month = vocabulary().month
    return re.compile(rf"(?:(?P<since>\d{{1,2}}){month}?{_to()})?(?P<month>\d{{1,2}}){month}")


@lru_cache(maxsize=1)
def parts_of_years() -> re.Pattern[str]:
    """A quarter, the first quarters, or a half at the beginning of a text and without a year."""
    words = vocabulary()
    first, second = "|".join(words.first_half), "|".join(words.second_half)
    many = rf"(?P<from>{words.up_to}|{words.ordinal}?1{words.quarter}?{_to()})?{words.ordinal}?"
    return re.compile(
        rf"{many}(?P<quarter>[1-4]){words.quarter}|[Qq](?P<short>[1-4])(?!\d)|(?P<first>{first})|(?P<second>{second})"
    )


def _to() -> str:
    return rf"(?:[-~]+|{'|'.join(vocabulary().until)})"


def _stem(name: str = "year") -> str:
    return rf"(?P<{name}>(?:19|20)\d{{2}})"


def _marked(name: str, *, again: bool = False) -> str:
    """A month behind a mark, with or without a day; the second time behind the same mark."""
    mark = "(?P=mark)" if again else "(?P<mark>[-./])"
    return rf"{mark}(?P<{name}>\d{{1,2}})(?:(?P=mark)\d{{1,2}})?"


@lru_cache(maxsize=1)
def _ranges() -> tuple[re.Pattern[str], ...]:
    words = vocabulary()
    year, month, day = words.year, words.month, words.day
    begin = rf"(?<!\d){_stem()}"
    days = rf"(?:\d{{1,2}}{day})?{words.begin}?"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{begin}{year}(?P<since>\d{{1,2}}){month}{days}{_to()}(?:{_stem('until')}{year})?(?P<month>\d{{1,2}}){month}(?:\d{{1,2}}{day})?",
            rf"{begin}{year}(?P<until>(?!))?(?P<since>\d{{1,2}}){_to()}(?P<month>\d{{1,2}}){month}",
            rf"{begin}{_marked('since')}{_to()}{_stem('until')}{_marked('month', again=True)}(?!\d)",
        )
    )


@lru_cache(maxsize=1)
def _years() -> re.Pattern[str]:
    """Several years, from one to another."""
    year = vocabulary().year
    return re.compile(rf"(?<!\d){_stem()}{year}?{_to()}{_stem('until')}{year}")


@lru_cache(maxsize=1)
def _halves() -> tuple[tuple[re.Pattern[str], int, int], ...]:
    words = vocabulary()
    return tuple(
        (re.compile(rf"(?<!\d){_stem()}{words.year}?(?:{'|'.join(names)})"), first, last)
        for names, first, last in ((words.second_half, HALF + 1, YEAR), (words.first_half, 1, HALF))
    )


@lru_cache(maxsize=1)
def _quarters() -> re.Pattern[str]:
    """A quarter, or the first quarters of a year."""
    words = vocabulary()
    of = rf"(?P<from>{words.up_to}|{words.ordinal}?1{words.quarter}?{_to()})?{words.ordinal}?(?P<quarter>[1-4])"
    return re.compile(rf"(?<!\d){_stem()}(?:{'|'.join(words.year_suffixes)})?{of}{words.quarter}")


@lru_cache(maxsize=1)
def _issue() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(rf"(?<!\d){_stem()}{words.year}{words.ordinal}?(?P<month>\d{{1,2}}){words.issue}")


def arabic(text: str) -> str:
    """Years and dates in Chinese numerals, digit by digit; ten and teens of months and days."""
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
