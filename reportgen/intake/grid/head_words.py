"""What the words of a column head say of its column.

Heads of columns that are worked out of others: shares of a total, and changes from one column to another.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final

from reportgen.intake.periods import dates, short_dates, spans
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import bare, is_month_name, normalised, without_translation
from reportgen.intake.words.units import factor_behind, is_sign, without_sign
from reportgen.intake.words.vocabulary import vocabulary

LONGEST_MONTHS: Final = 6  # as 1-12 with the word for month
FISCAL: Final = "fy"
"""In front of the year that names a fiscal one."""
LONGEST_NAME: Final = 40
DAY: Final = re.compile(r"\d{1,2}[^\x00-\x7f]")
"""The day behind a month in Chinese."""
SHORT: Final = 3
"""Letters of words that other words may end with: act, cy, ly."""
SHORTENED: Final = re.compile(r"(.*[^\x00-\x7f])([a-z]+)")
"""A head in Chinese with an abbreviation of it behind it, which is no translation in words: 本年累计YTD."""


class Role(StrEnum):
    """What a column holds, by the words of its head."""

    LABEL = "label"
    CLOSING = "closing"
    OPEN = "open"
    MONTH = "month"
    QUARTER = "quarter"
    CURRENT = "current"  # the period of the sheet, whichever it is
    YEAR_TO_DATE = "ytd"
    YEAR = "year"
    COMPARATIVE = "comparative"
    EARLIER = "earlier"  # the year before the last one
    PRIOR = "prior"  # the period before: the year before where the sheet is of a year
    ACTUAL = "actual"  # what was carried out of a budget
    ORIGINAL = "original"  # a budget as first approved
    BUDGET = "budget"
    ENTITY = "entity"  # only a hospital is named
    PERIOD = "period"  # only a period is named
    MATRIX = "matrix"  # a column of a matrix form
    TOTAL = "total"
    LINE = "line"
    UNIT = "unit"
    CODE = "code"
    IGNORED = "ignored"
    WORKED_OUT = "worked_out"  # of other columns: a share, a change
    TARGET = "target"  # what is aimed at or planned, which is no budget by that word
    FORECAST = "forecast"  # what is expected of a period
    MONTH_BEFORE = "month_before"  # of the month before that of the sheet
    PART = "part"  # one of several parts of a period, by donor restriction, whose total no column has
    OTHER = "other"  # words that are not known
    NOTHING = "nothing"


MONEY: Final = frozenset(
    {
        Role.CLOSING,
        Role.OPEN,
        Role.MONTH,
        Role.QUARTER,
        Role.CURRENT,
        Role.YEAR_TO_DATE,
        Role.YEAR,
        Role.COMPARATIVE,
        Role.EARLIER,
        Role.PRIOR,
        Role.ACTUAL,
        Role.ORIGINAL,
        Role.BUDGET,
        Role.ENTITY,
        Role.PERIOD,
        Role.MATRIX,
    }
)
AHEAD: Final = {Role.TARGET: "targets", Role.FORECAST: "forecasts"}
"""Columns of what is to come, which are told and not read, and their words."""
ASIDE: Final = frozenset({Role.IGNORED, Role.WORKED_OUT, Role.MONTH_BEFORE, *AHEAD})
"""Columns that hold no figure of a period, whatever stands in them."""
SAY_MORE: Final = frozenset(
    {Role.YEAR_TO_DATE, Role.COMPARATIVE, Role.PRIOR, Role.OPEN, Role.BUDGET, Role.ORIGINAL, Role.ACTUAL}
)
"""What a word behind a month says more than that: its budget, or what came until then, is not that of the month."""
MONTH_BY_NUMBER: Final = re.compile(r"(?:month|mth|period|m|p)(0?[1-9]|1[0-2])")
"""Of a fiscal year, as English accounts count them: the month that a sheet is of, above its columns."""
NO_WORDS: Final[frozenset[str]] = frozenset()


@lru_cache(maxsize=8192)
def role_of(text: str, extra: frozenset[str] = NO_WORDS) -> Role:
    """The role that one head cell names by its words alone; `extra` are heads of matrices."""
    folded = head_key(text)
    if not folded:
        return Role.NOTHING
    if folded in extra:
        return Role.MATRIX
    plain = _without_version(folded)
    known = next((role for role, heads in known_heads().items() if plain in heads), None)
    known = Role.MONTH if MONTH_BY_NUMBER.fullmatch(plain) else known
    if known or not plain:
        return known or Role.CURRENT
    if aside := _aside(text, folded) or _ahead(folded) or _of_version(folded, plain):
        return aside
    if _names_hospital(folded):
        return _of_group(folded) or Role.ENTITY
    return Role.TOTAL if folded in _bare(vocabulary().total_heads) else _of_period(text, folded)


CAPTIONS: Final = frozenset(
    {Role.BUDGET, Role.ORIGINAL, Role.ACTUAL, Role.COMPARATIVE, Role.PRIOR, Role.MONTH, Role.YEAR_TO_DATE, *AHEAD}
)
"""What a line above a table may say of all its columns."""


@lru_cache(maxsize=8192)
def caption(text: str) -> Role | None:
    """What a line above a table says of all its columns as one of their heads would: 一、预算, Prior Year."""
    role = role_of(normalised(text))
    return role if role in CAPTIONS else None


def date_role(cell: Cell) -> Role:
    """A date heads a column of its period."""
    return Role.PERIOD if dates.stated(cell) and not isinstance(cell, str) else Role.NOTHING


def role_at(cell: Cell) -> Role:
    """The role that a cell of a head names, in words or as a date."""
    return role_of(cell) if isinstance(cell, str) else date_role(cell)


def _aside(text: str, folded: str) -> Role | None:
    """The role of a head whose column holds no figure of a period; None of any other."""
    ignored = [word for word in _bare(vocabulary().ignored_heads) if word in folded]
    if ignored and not (set(ignored) <= {*vocabulary().scopes} and dates.stated(text)):
        return Role.IGNORED
    if is_worked_out(text):
        return Role.WORKED_OUT
    return Role.MONTH_BEFORE if any(word in folded for word in _bare(vocabulary().month_before)) else None


def _ahead(folded: str) -> Role | None:
    """The role of a head of a target or a forecast: its word, and beside it at most a period or another head.

    A target of the budget is a budget; None of any other head.
    """
    words = vocabulary().ahead_heads
    for role, key in AHEAD.items():
        if not (word := max((one for one in words[key] if one in folded), key=len, default="")):
            continue
        beside = folded.replace(word, "", 1).replace("()", "").strip("-")
        front = next((one for one in words["beside"] if beside.startswith(one) and role_of(beside) is Role.OTHER), "")
        beside = beside.removeprefix(front)
        held = Role.CURRENT if beside in {"", *words["beside"]} else role_of(beside)
        if held in MONEY - {Role.ENTITY}:
            return Role.BUDGET if held is Role.BUDGET else role
    return None


def _of_period(text: str, folded: str) -> Role:
    """A head that names a period and nothing else, or a period with a word behind it; one of several heads labels."""
    if dates.names_years(text):
        return Role.LABEL
    says_how_long = spans.named(text) or any(words in folded for words in vocabulary().year_ended)
    plain = text.strip().lower().removeprefix(FISCAL)
    if (
        (says_how_long and dates.named(text))
        or dates.head(plain)
        or dates.head(text.strip())
        or short_dates.split_year(text)
        or dates.head(_without_unit(folded).removeprefix(FISCAL))
    ):
        return Role.PERIOD
    months, is_of_last = beside_year(folded)
    if months != folded and dates.months_of(months) and _says_no_more(dates.behind_months(months).strip("()")):
        return Role.COMPARATIVE if is_of_last else Role.PERIOD
    combined = _combined(text, folded)
    names_months = dates.months_of(text) and (len(folded) <= LONGEST_MONTHS or is_month_name(folded))
    is_alone = names_months and _says_no_more(dates.behind_months(folded).strip("()"))
    return Role.PERIOD if is_alone and combined not in SAY_MORE else combined


def _says_no_more(rest: str) -> bool:
    """Whether what stands behind a month or quarter leaves its figures those of it: nothing, a day, a unit, a total."""
    tails = vocabulary().month_tails
    plain = next((rest.removeprefix(one) for one in tails if rest.startswith(one)), rest)
    known = {Role.TOTAL, *MONEY} - {Role.ENTITY}
    return plain in {"", *tails} or DAY.fullmatch(plain) is not None or is_sign(plain) or role_of(plain) in known


@lru_cache(maxsize=8192)
def beside_year(text: str) -> tuple[str, bool]:
    """What stands behind the words for this year or the last one, and whether they are of the last one: 去年1-9月."""
    words = vocabulary().years_beside
    for key in ("last", "this"):
        front = next((word for word in words[key] if text.startswith(word)), "")
        if front and len(text) > len(front):
            return text[len(front) :], key == "last"
    return text, False


def _without_unit(folded: str) -> str:
    return folded.rpartition("(")[0] if factor_behind(folded) is not None else folded


def _of_version(folded: str, plain: str) -> Role | None:
    """What a head says that names a version of a figure, as “2025年审定数” does; None of any other."""
    role = role_of(plain) if plain != folded else Role.OTHER
    if role not in MONEY:
        return None
    return Role.ORIGINAL if role is Role.BUDGET and _is_before(folded) else role


def _is_before(folded: str) -> bool:
    """Whether a head of a budget says that it is the one before it was adjusted, as “2025年预算(调整前)” does."""
    words, first = _bare(vocabulary().versions), known_heads()[Role.ORIGINAL]
    return any(word in folded and any(one.startswith(word) for one in first) for word in words)


def _without_version(folded: str) -> str:
    """A head without the words that tell which of two versions of a figure it is."""
    plain = folded
    for version in _bare(vocabulary().versions):
        plain = plain.replace(f"({version})", "").removesuffix(version).removeprefix(version)
    return folded if plain == folded else plain.strip("-")


def _of_group(folded: str) -> Role | None:
    """The role of a head with the word for a group in front of it or behind it; None of any other."""
    words = _bare(vocabulary().group_words)
    rest = next((one for word in words if (one := folded.removeprefix(word).removesuffix(word)) != folded), "")
    role = role_of(rest)
    return role if role in MONEY - {Role.ENTITY} else None


def _names_hospital(folded: str) -> bool:
    """Whether a head names a hospital, a part of one or a column of the consolidation."""
    return (
        len(folded) <= LONGEST_NAME
        and ":" not in folded
        and any(word in folded for word in _bare(vocabulary().hospital_words))
    )


def _combined(text: str, folded: str) -> Role:
    """A period with a word behind it, or a word with the period behind it: Actual 2025, FY2025 (budget)."""
    if not (dates.named(text) or dates.months_of(text)):
        return Role.OTHER
    for role, known in known_heads().items():
        if role in MONEY and any(_stands_with(word, folded) for word in known if len(word) > 1):
            is_to_date = role is Role.ACTUAL and any(word in folded for word in vocabulary().to_date)
            return Role.YEAR_TO_DATE if is_to_date else role  # YTD Sep 2025 Actual
    return Role.OTHER


def _stands_with(word: str, folded: str) -> bool:
    """Whether a word stands behind or in front of a period; a short one is no end of another: 2025 Pharmacy."""
    if folded.endswith((word, f"({word})")):
        before = folded.removesuffix(")").removesuffix(word)[-1:]
        return len(word) > SHORT or not word.isascii() or not before.isalpha()
    period = folded.removeprefix(word).strip("()")
    return folded.startswith(word) and any(map(dates.head, (period, period.removeprefix(FISCAL))))


def counted_month(text: str) -> int | None:
    """The number of the month in its fiscal year that a head names so: Month 3, P3."""
    match = MONTH_BY_NUMBER.fullmatch(head_key(text))
    return int(match[1]) if match else None


def head_key(text: str) -> str:
    """A head as it is compared: without its translation, the colon behind it, and the unit in brackets."""
    folded = short_dates.with_century(without_translation(bare(text).rstrip(":*")).lower())
    for note in vocabulary().currency_notes:
        folded = folded.removesuffix(f"({note})")
    folded = without_sign(folded)
    match = SHORTENED.fullmatch(folded)
    return match[1] if match and any(match[2] in heads for heads in known_heads().values()) else folded


@lru_cache(maxsize=1)
def known_heads() -> dict[Role, frozenset[str]]:
    """The words that are heads by themselves, by role."""
    heads = vocabulary().heads
    names = {
        Role.LABEL: heads.label,
        Role.CLOSING: heads.closing,
        Role.OPEN: heads.open,
        Role.MONTH: heads.month,
        Role.QUARTER: heads.quarter,
        Role.CURRENT: heads.current,
        Role.YEAR_TO_DATE: heads.ytd,
        Role.YEAR: heads.year,
        Role.COMPARATIVE: heads.comparative,
        Role.EARLIER: heads.earlier,
        Role.PRIOR: heads.prior,
        Role.ACTUAL: heads.actual,
        Role.ORIGINAL: heads.original,
        Role.BUDGET: heads.budget,
        Role.LINE: heads.line,
        Role.UNIT: heads.unit,
        Role.CODE: heads.code,
    }
    return {role: frozenset(_bare(words)) for role, words in names.items()}


@lru_cache
def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(bare(word).lower() for word in words)


WORD: Final = re.compile(r"[^\W\d_]+|[%$]")


@lru_cache(maxsize=8192)
def is_worked_out(text: str) -> bool:
    """Whether a head says that its column holds no figure of a period, but one of other columns.

    English words decide only where there are no others: “Increase in net assets” is an item.
    """
    words, folded = vocabulary().worked_out_heads, bare(text).lower()
    is_in_front = folded.startswith(words.in_front) and not folded.startswith(words.but)
    if is_in_front or any(word in folded for word in words.within):
        return True
    said = set(WORD.findall(unicodedata.normalize("NFKC", text).lower()))
    is_share = bool(said & set(words.of_shares))
    known = {*words.of_changes, *words.of_shares, *words.beside, *(words.wholes if is_share else ())}
    return said <= known and bool(said & {*words.of_changes, *words.of_shares})
