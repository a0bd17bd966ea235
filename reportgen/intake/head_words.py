"""What the words of a column head say of its column."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Final

from reportgen.intake import dates
from reportgen.intake.labels import bare
from reportgen.intake.vocabulary import vocabulary

LONGEST_MONTH: Final = 3


class Role(StrEnum):
    """What a column holds, by the words of its head."""

    LABEL = "label"
    CLOSING = "closing"
    OPEN = "open"
    MONTH = "month"
    YEAR_TO_DATE = "ytd"
    YEAR = "year"
    COMPARATIVE = "comparative"
    BUDGET = "budget"
    PERIOD = "period"  # only a period is named
    MATRIX = "matrix"  # a column of a matrix form
    TOTAL = "total"
    LINE = "line"
    UNIT = "unit"
    CODE = "code"
    IGNORED = "ignored"
    OTHER = "other"  # words that are not known
    NOTHING = "nothing"


MONEY: Final = frozenset(
    {
        Role.CLOSING,
        Role.OPEN,
        Role.MONTH,
        Role.YEAR_TO_DATE,
        Role.YEAR,
        Role.COMPARATIVE,
        Role.BUDGET,
        Role.PERIOD,
        Role.MATRIX,
    }
)
NO_WORDS: Final[frozenset[str]] = frozenset()


@lru_cache(maxsize=8192)
def role_of(text: str, extra: frozenset[str] = NO_WORDS) -> Role:
    """The role that one head cell names by its words alone; `extra` are heads of matrices."""
    words = vocabulary()
    folded = _key(text)
    if not folded:
        return Role.NOTHING
    if folded in extra:
        return Role.MATRIX
    known = next((role for role, heads in _known().items() if folded in heads), None)
    if known:
        return known
    if any(word in folded for word in _bare(words.ignored_heads)):
        return Role.IGNORED
    return Role.TOTAL if folded in _bare(words.total_heads) else _of_period(text, folded)


def _of_period(text: str, folded: str) -> Role:
    """A head that names a period and nothing else, or a period with a word behind it."""
    if dates.head(text) or (dates.month_of(text) and len(folded) <= LONGEST_MONTH):
        return Role.PERIOD
    return _combined(text, folded)


def _combined(text: str, folded: str) -> Role:
    """A period with a word behind it."""
    if not (dates.named(text) or dates.month_of(text)):
        return Role.OTHER
    for role, known in _known().items():
        if role in MONEY and any(folded.endswith(word) for word in known if len(word) > 1):
            return role
    return Role.OTHER


def _key(text: str) -> str:
    folded = bare(text).rstrip(":*").lower()
    for note in vocabulary().currency_notes:
        folded = folded.removesuffix(f"({note})")
    return folded


@lru_cache(maxsize=1)
def _known() -> dict[Role, frozenset[str]]:
    heads = vocabulary().heads
    names = {
        Role.LABEL: heads.label,
        Role.CLOSING: heads.closing,
        Role.OPEN: heads.open,
        Role.MONTH: heads.month,
        Role.YEAR_TO_DATE: heads.ytd,
        Role.YEAR: heads.year,
        Role.COMPARATIVE: heads.comparative,
        Role.BUDGET: heads.budget,
        Role.LINE: heads.line,
        Role.UNIT: heads.unit,
        Role.CODE: heads.code,
    }
    return {role: frozenset(_bare(words)) for role, words in names.items()}


@lru_cache
def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(bare(word).lower() for word in words)
