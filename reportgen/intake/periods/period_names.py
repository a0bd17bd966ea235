"""The period that the name of a sheet, a file or a folder tells, and none where more than one could be meant.

Every group of figures in a name has to be accounted for: a day on which the paper was made, the number of a version
or a copy is no period, and whatever is left over that looks like one makes the name unclear.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from reportgen.catalog import load
from reportgen.intake.periods import dates, short_dates
from reportgen.intake.periods.dates import DECEMBER, QUARTER, Stated
from reportgen.intake.words.labels import is_month_name, month_names, month_number, simplified
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.definition import Definition
from reportgen.model.period import Period, PeriodKind

YEAR: Final = r"(?:19|20)\d\d"
NUMBER_OF_MONTH: Final = r"(?:0[1-9]|1[0-2])"
NUMBER_OF_DAY: Final = r"(?:0[1-9]|[12]\d|3[01])"
FOUND: Final = "\0"
"""Stands where a period was found."""
HAN: Final = r"\u3400-\u9fff"
BESIDE_HAN: Final = re.compile(rf"(?<=[{HAN}]) +| +(?=[{HAN}])")
RUN_ON: Final = re.compile(r"(?<=[A-Za-z]{4})(?=\d)|(?<=\d)(?=[A-Z][a-z]{3})")
"""Between a word and the figures that are written right behind or in front of it."""
BETWEEN: Final = re.compile(r"(?<=\d)_(?=\d)")
COPIES: Final = re.compile(r"\(\d{1,2}\)")
TOUCHING: Final = re.compile(rf"{FOUND}[-./~, ]?\d|\d[-./~, ]?{FOUND}|(?<![A-Za-z])[A-Za-z]{{1,2}}{FOUND}")
"""Figures at the side of a period, which may be part of it, and a letter or two in front of it, as in A2025."""
LIKE_A_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:\d{2}){0,2}(?!\d)")
YEARS: Final = re.compile(r"(\d{4})-(\d\d)")
STAMP: Final = re.compile(r"(\d{8})[-T ]?(?:\d{4}|\d{6})$")
FISCAL: Final = "fy"
ALONE: Final = re.compile(rf"{NUMBER_OF_MONTH}")


class CoverLabels(Definition):
    """Words of covers: labels by what stands beside them, names of sheets, and what makes a title."""

    periods: tuple[str, ...]
    days: tuple[str, ...]
    entities: tuple[str, ...]
    sheets: tuple[str, ...]
    titles: tuple[str, ...]
    sentences: tuple[str, ...]
    persons: tuple[str, ...]


class NameWords(Definition):
    """Words in names of files that decide whether a period is read there."""

    versions: tuple[str, ...]
    version_marks: tuple[str, ...]
    documents: str
    stamps: tuple[str, ...]
    unclear: tuple[str, ...]
    budgets: tuple[str, ...]
    alone: tuple[str, ...]
    made: tuple[str, ...]
    cover: CoverLabels


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """The words, read once."""
    return load.shipped(NameWords, Path(__file__).with_name("names.yaml"))


@dataclass(frozen=True)
class NamedPeriod:
    """What one name tells.

    Attributes:
        stated: the one period that it tells.
        month: a month without its year.
        is_fiscal: whether its year is named as a fiscal one, which may begin in any month: FY2026.
        is_unclear: whether it tells something of periods from which none is sure.
    """

    stated: Stated | None = None
    month: int | None = None
    is_unclear: bool = False
    is_fiscal: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether it tells nothing of periods at all."""
        return not (self.stated or self.month or self.is_unclear)


UNCLEAR: Final = NamedPeriod(is_unclear=True)
SILENT: Final = NamedPeriod()


@lru_cache(maxsize=4096)
def told(name: str) -> NamedPeriod:
    """What a name without its ending tells."""
    text, words = _folded(name), name_words()
    tokens = [match[0] for match in _tokens().finditer(text)]
    rest = COPIES.sub("", _versions().sub("", _tokens().sub(FOUND, text)))
    if not tokens:
        return _month_alone(text, rest)
    lower = text.lower()
    if _is_left_over(rest) or any(word in lower for word in words.unclear):
        return UNCLEAR
    found = [_read(token) for token in tokens]
    known = [one for one in found if one]
    if len(known) < len(found) or any(one.is_odd for one in known):
        return UNCLEAR
    found_one = _only(known, is_stamped=any(word in lower for word in words.stamps))
    return replace(found_one, is_fiscal=any(token.lower().startswith(FISCAL) for token in tokens))


def _read(token: str) -> Stated | None:
    """The period of a token; none of which only the year would be understood, and of 2011-12, which is two years."""
    digits, stamp = re.sub(r"\D", "", token), STAMP.match(token)
    found = dates.named(stamp[1] if stamp else token.strip())
    is_cut_short = found is not None and found.period.kind is PeriodKind.YEAR and len(digits) > len("2025")
    years = YEARS.fullmatch(token)
    return None if is_cut_short or (years and (int(years[1]) + 1) % 100 == int(years[2])) else found


def together(names: Iterable[NamedPeriod], year_end: int | None = None) -> Stated | None:
    """The period that names tell together, the nearest to the figures first; none where they disagree.

    A month in the nearer name is of the year that one farther away tells: of a fiscal one by the month in which that
    ends, None where it is not known.
    """
    month: int | None = None
    stated: Stated | None = None
    for one in names:
        if stated is not None:
            if one.month and not _is_in(stated.period, one.month):
                return None
            if one.stated and not _goes_with(one, stated.period, year_end):
                return None
        elif one.is_unclear or (month and one.month and one.month != month):
            return None
        elif one.month:
            month = one.month
        elif one.stated:
            stated = one.stated if month is None else _of_year(one, month, year_end)
            if stated is None:
                return None
    return stated


def _of_year(named: NamedPeriod, month: int, year_end: int | None) -> Stated | None:
    """A month of a year, or the month itself that is told twice."""
    stated = named.stated
    assert stated is not None
    period = stated.period
    if _is_among(stated, month):
        return Stated(Period(period.year, PeriodKind.MONTH, month))
    if period.kind is PeriodKind.YEAR and named.is_fiscal and year_end is None:
        return None
    if period.kind is PeriodKind.YEAR:
        before = named.is_fiscal and month > (year_end or DECEMBER)
        return Stated(Period(period.year - before, PeriodKind.MONTH, month))
    return stated if period.kind is PeriodKind.MONTH and period.number == month else None


def _is_among(stated: Stated, month: int) -> bool:
    """Whether a month is one of several that are told, but for the last, by which they may be told all together."""
    return stated.since is not None and stated.since <= month < stated.period.number


def _is_in(period: Period, month: int) -> bool:
    return period.kind is PeriodKind.MONTH and period.number == month


def _goes_with(farther: NamedPeriod, nearer: Period, year_end: int | None) -> bool:
    """Whether a folder may hold what a file is named after: it is of the same period, of the year, or of the months.

    July 2025 is of FY2026 where that ends before July.
    """
    assert farther.stated is not None
    period = farther.stated.period
    if nearer.kind is PeriodKind.MONTH and nearer.year == period.year and _is_among(farther.stated, nearer.number):
        return True
    is_fiscal = farther.is_fiscal and nearer.kind is PeriodKind.MONTH
    year = nearer.year + (is_fiscal and nearer.number > (year_end or DECEMBER))
    return period == nearer or period == Period(year, PeriodKind.YEAR)


def _folded(name: str) -> str:
    """A name with its numerals Arabic and white space only where words and figures would run into each other."""
    text = short_dates.arabic(simplified(unicodedata.normalize("NFKC", name)))
    text = RUN_ON.sub(" ", BETWEEN.sub("-", text).replace("_", " "))
    return _with_months_behind_year(BESIDE_HAN.sub("", " ".join(text.split())))


def _with_months_behind_year(text: str) -> str:
    """A name whose one year and months from January on stand apart, with the months behind it: 2025年报表(1-6月)."""
    years, months = LIKE_A_YEAR.findall(text), list(_months_so_far().finditer(text))
    if len(years) != 1 or len(years[0]) != len("2025") or len(months) != 1:
        return text
    rest = text.replace(months[0][0], "", 1)
    return re.sub(rf"({years[0]})(?:{vocabulary().year})?", rf"\1{vocabulary().year}{months[0][1]}", rest, count=1)


def _month_alone(text: str, rest: str) -> NamedPeriod:
    """A month without a year, or nothing."""
    if ALONE.fullmatch(text):
        return NamedPeriod(month=int(text))
    if is_month_name(text):
        return NamedPeriod(month=month_number(text))
    found = _month().findall(text)
    if len(found) == 1 and 1 <= int(found[0]) <= DECEMBER and not re.search(r"\d", _month().sub("", rest)):
        return NamedPeriod(month=int(found[0]))
    return UNCLEAR if _is_left_over(rest) else SILENT


def _is_left_over(rest: str) -> bool:
    """Whether anything is left of a name that looks like a period, or like a part of one."""
    return any(pattern.search(rest) is not None for pattern in (TOUCHING, LIKE_A_YEAR, _parts()))


def _only(known: list[Stated], *, is_stamped: bool) -> NamedPeriod:
    """The one period among the periods and days of a name."""
    periods = [one for one in known if one.day is None]
    days = [one for one in known if one.day is not None]
    if not periods and not is_stamped:
        periods = list(filter(ends_month, days))[:1]
    if not periods:
        return UNCLEAR if is_stamped and any(map(ends_month, days)) else SILENT
    period = periods[0]
    others = {(one.period, one.since) for one in periods} - {(period.period, period.since)}
    same = [one for one in days if one.period == period.period and ends_month(one)]
    later = [one for one in days if end(period.period) < (one.period.year, one.period.number)]
    stamps_agree = len(same) + len(later) == len(days)
    months_end_later = not is_stamped and any(map(ends_month, later))
    return UNCLEAR if others or not stamps_agree or months_end_later else NamedPeriod(period)


def is_within_month(stated: Stated) -> bool:
    """Whether a day within a month was named: spreadsheets keep a month by its first one, and late ones end it."""
    return stated.day is not None and 1 < stated.day < dates.LATE


def ends_month(one: Stated) -> bool:
    """Whether a day is the last one of its month."""
    return one.day == monthrange(one.period.year, one.period.number)[1]


def printed(stated: Stated) -> str:
    """A period as it is told: a day by itself, several months by the first and the last."""
    if stated.day is not None:
        return f"{stated.period}-{stated.day:02d}"
    return f"{stated.period.year}-{stated.since:02d}–{stated.period}" if stated.since else str(stated.period)


def end(period: Period) -> tuple[int, int]:
    """The year and the month with which a period ends at the latest."""
    if period.kind is PeriodKind.YEAR:
        return period.year, DECEMBER
    return period.year, period.number * (QUARTER if period.kind is PeriodKind.QUARTER else 1)


@lru_cache(maxsize=1)
def _tokens() -> re.Pattern[str]:
    """Whatever names a day, a month, months of a year, a quarter, a half or a year, the longest first."""
    words = vocabulary()
    year, month, day, quarter = words.year, words.month, words.day, words.quarter
    to = rf"(?:[-~]+|{'|'.join(words.until)})"
    halves = "|".join((*words.second_half, *words.first_half))
    suffixes = "|".join(words.year_suffixes)
    name = rf"(?<![A-Za-z])(?i:{month_names()})\.?"
    first, fiscal = rf"(?<!\d){YEAR}", r"(?<![A-Za-z])(?:FYE?|CY|fye?|cy)"
    ended = rf"(?:{fiscal}[- ]?)?"
    in_words = r"\d{1,2}(?:st|nd|rd|th)?"
    return re.compile(
        "|".join(
            (
                rf"{first}{NUMBER_OF_MONTH}{NUMBER_OF_DAY}(?=(?:\d{{4}}|\d{{6}}|[-T ]\d{{6}})(?!\d))(?:[-T ]?\d+)",
                rf"{first}{year}\d{{1,2}}{month}(?:\d{{1,2}}{day})?{to}(?:{YEAR}{year})?\d{{1,2}}{month}(?:\d{{1,2}}{day})?",
                rf"{first}{year}\d{{1,2}}{to}\d{{1,2}}{month}",
                rf"{first}{year}\d{{1,2}}{month}\d{{1,2}}{day}",
                rf"{first}(?P<mark>[-./ ])\d{{1,2}}(?P=mark)\d{{1,2}}(?!\d)",
                rf"{first}{NUMBER_OF_MONTH}{NUMBER_OF_DAY}(?!\d)",
                rf"{ended}(?<![\d.])\d{{1,2}}(?P<slash>[-./])\d{{1,2}}(?P=slash){YEAR}(?!\d)",
                rf"(?<!\d){in_words}[-/, ]{{0,2}}{name}[-/, ]{{0,2}}{YEAR}(?!\d)",
                rf"{ended}{name}[- ]?{in_words},? ?{YEAR}(?!\d)",
                rf"{name}[-/, ]{{0,2}}{YEAR}(?!\d)",
                rf"{first}[-/, ]{{0,2}}{name}(?![A-Za-z])",
                rf"{first}(?:{suffixes})?(?:{words.up_to}|{words.ordinal}?1{quarter}?{to})?{words.ordinal}?[1-4]{quarter}",
                rf"{first}[-/ ]?[Qq][1-4](?!\d)",
                rf"(?<![A-Za-z])[Qq][1-4][-/, ]?(?:{fiscal}[- ]?)?{YEAR}(?!\d)",
                rf"(?<!\d)[1-4][Qq][-/, ]?(?:{fiscal}[- ]?)?{YEAR}(?!\d)",
                rf"{first}{year}?(?:{halves})",
                rf"{first}{year}{words.ordinal}?\d{{1,2}}(?:{month}|{words.issue})",
                rf"(?<![\d.])(?<![vV]){YEAR}\.\d{{1,2}}(?![\d.])",
                rf"{first}[-/]{NUMBER_OF_MONTH}(?!\d)",
                rf"{first}{NUMBER_OF_MONTH}(?!\d)",
                rf"{fiscal}[-' ]?(?:{YEAR}|\d{{2}})(?![\dA-Za-z])",
                rf"{first}(?:{suffixes})?(?![\dA-Za-z])",
            )
        )
    )


@lru_cache(maxsize=1)
def _months_so_far() -> re.Pattern[str]:
    """Months from January on that no year stands in front of, with the brackets around them."""
    words = vocabulary()
    to, behind = rf"(?:[-~]|{'|'.join(words.until)})", "|".join((*words.month_tails, *words.to_date))
    months = rf"1(?:{words.month})?{to}\d{{1,2}}{words.month}(?!\d)"
    return re.compile(rf"(?<![\d.{words.year}/-])[(\[]?({months})(?:{behind})?[)\]]?")


@lru_cache(maxsize=1)
def _parts() -> re.Pattern[str]:
    """What is left of a period, a version behind a year, or the year of a document."""
    words, own = vocabulary(), name_words()
    marks = f"{words.year}{words.month}{words.day}{words.quarter}{words.issue}"
    halves = "|".join((*words.second_half, *words.first_half))
    behind = "|".join(own.versions)
    return re.compile(
        rf"\d ?[{marks}]|{halves}|{FOUND} ?(?:{behind})|[{re.escape(own.documents)}]{FOUND}"
        r"|(?<![A-Za-z])(?:q[1-4]|[1-4]q|fye?)(?![A-Za-z])"
        rf"|(?<![A-Za-z])(?:{month_names()})(?![A-Za-z])|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{2}}(?!\d)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=1)
def _month() -> re.Pattern[str]:
    month, until = vocabulary().month, "".join(vocabulary().until)
    return re.compile(rf"(?<![\d{until}~-])(\d{{1,2}}){month}(?:{'|'.join(name_words().alone)})?")


@lru_cache(maxsize=1)
def _versions() -> re.Pattern[str]:
    marks = "|".join(name_words().version_marks)
    return re.compile(rf"(?<![A-Za-z])(?:{marks})\.? ?\d{{1,3}}(?:\.\d+)*(?!\d)", re.IGNORECASE)
