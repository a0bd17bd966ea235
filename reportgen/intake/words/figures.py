"""Amounts as people write them, read exactly or not at all."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import fsum, isfinite
from typing import Final

from reportgen.intake.words.vocabulary import vocabulary

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None

SPACES: Final = re.compile(r"[\s\x00-\x1f\x7f\u00a0\u00ad\u180e\u2000-\u200f\u202a-\u202f\u205f-\u2069\u3000\ufeff]+")
PLAIN: Final = re.compile(
    r"(?:\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.\d*)?(?:[eE][+-]?\d{1,3})?|\.\d+"
)  # 1,234.50  1 234  1e8  .5
LIMIT: Final = 1e15
"""No amount of a hospital comes near it; beyond, a float no longer holds the fen."""
QUOTED: Final = re.compile(
    r"""=?["\u201c\u201d\u2018\u2019']+ ?([^"\u201c\u201d\u2018\u2019']+?) ?["\u201c\u201d\u2018\u2019']+"""
)  # "412,345"  ="412345", as some programs export texts
SMALL: Final = "\u00b2\u00b3\u00b9\u2070-\u209f\u2460-\u24ff\u2776-\u2793"
"""Raised, lowered and enclosed figures and letters, which fold into plain ones: 1234① would be 12341."""
MARK: Final = re.compile(rf"\s*(?:[{SMALL}]+|[*†‡§＊]+|[\[［]\d{{1,2}}[\]］])$")
"""What points from an amount to a note."""
FOLDING: Final = re.compile(f"[^{SMALL}]+")
BRACKETS: Final = re.compile(r"\((.*)\)")  # (1,234.50)


@dataclass(frozen=True)
class CellValue:
    """What a cell says.

    Attributes:
        value: the number, or None where the cell is empty or not a number.
        problem: rule of the finding where the cell holds something else.
        is_text: a number that was stored as text.
        scaled: a number with a scale of its own behind it.
        shrunk: power of ten by which the cell's format shrinks what it shows.
        fraction: of a percentage, the share that it means.
        decimals: decimals as written, of a number cell those of its shortest form.
        is_dash: nil that is printed as a dash (`dashes`).
    """

    value: float | None
    problem: str | None = None
    is_text: bool = False
    scaled: bool = False
    decimals: int = 0
    shrunk: int = 0
    fraction: float | None = None
    is_dash: bool = False


HALF: Final = 0.5


def added(figures: Sequence[tuple[CellValue, int]]) -> float:
    """What figures come to, each with its sign, to as many decimals as are written: a blank adds nothing."""
    places = max((one.decimals for one, _ in figures), default=0)
    return round(fsum(sign * (one.value or 0.0) for one, sign in figures), places)


def comes_to(total: CellValue, parts: Sequence[CellValue]) -> bool:
    """Whether a figure is the sum of others on its line, as far as rounding lets it; what is blank adds nothing."""
    apart = (total.value or 0.0) - fsum(one.value or 0.0 for one in parts)
    return abs(apart) <= rounding(len(parts) + 1, max(one.decimals for one in (total, *parts)))


def rounding(count: int, decimals: int, factor: float = 1.0) -> float:
    """What rounding may leave of a sum: for each figure half of one in the last place printed of any of them.

    Args:
        count: of the figures.
        decimals: of the figure with most.
        factor: to the unit in which they are added.
    """
    return HALF * count * 10.0**-decimals * factor


NOTHING: Final = CellValue(None)


def figure(cell: Cell) -> CellValue:
    """Read one cell of a money column."""
    match cell:
        case None | "":
            return NOTHING
        case bool():
            return CellValue(None, "I11")
        case int() | float():
            return _number(float(cell))
        case str():
            return written(cell)
        case _:
            return CellValue(None, "I11")


def _number(value: float) -> CellValue:
    if not isfinite(value):
        return CellValue(None, "I10")
    if abs(value) >= LIMIT:
        return CellValue(None, "I58")
    return CellValue(value + 0.0, decimals=decimals(value))


def decimals(value: float) -> int:
    """Decimals of a number at 15 significant digits, the noise of binary dropped."""
    text = f"{value:.15g}"  # without noughts at the end
    return len((format(Decimal(text), "f") if "e" in text else text).partition(".")[2])


@lru_cache(maxsize=65536)
def written(text: str) -> CellValue:
    """Read an amount that stands in a cell as text."""
    words = vocabulary().amounts
    folded = fold(MARK.sub("", text.strip()) or text)
    quoted = QUOTED.fullmatch(folded)
    folded = (quoted[1] if quoted else folded.lstrip("'")).strip()
    if not folded or folded in _folded(words.nothing) or is_dash(folded):
        return NOTHING
    if folded.startswith("#"):
        return CellValue(None, "I10")
    if folded.endswith("%"):
        share = _amount(folded.removesuffix("%").strip()).value
        return CellValue(None, "I12", fraction=None if share is None else share / 100)
    return _amount(folded)


def counted(cell: Cell) -> CellValue:
    """Read a number of things with the word for what is counted behind it: 400张, 1.2万人次, 250 beds; else I09."""
    folded = fold(cell) if isinstance(cell, str) else ""
    words = vocabulary()
    behind = next((one for one in _counters() if folded.lower().endswith(one)), "")
    number = folded[: len(folded) - len(behind)].strip()
    many = next((one for one in sorted(words.multiples, key=len, reverse=True) if behind and number.endswith(one)), "")
    found = _amount(number.removesuffix(many).strip()) if behind else CellValue(None, "I09")
    if found.value is None or found.scaled or not many:
        return found if not found.scaled else CellValue(None, "I09")
    value = float(Decimal(str(found.value)) * words.multiples[many])
    return CellValue(value, is_text=True, scaled=True, decimals=decimals(value))


def is_of_money(cell: Cell) -> bool:
    """Whether a unit of money stands behind a number: 1.2万元."""
    words = vocabulary()
    return isinstance(cell, str) and fold(cell).endswith(
        tuple(one for one in words.amounts.suffixes if one in words.units)
    )


@lru_cache(maxsize=1)
def _counters() -> tuple[str, ...]:
    return tuple(sorted((*vocabulary().counted, *vocabulary().counters), key=len, reverse=True))


def is_dash(cell: Cell) -> bool:
    """Whether a cell holds the dash by which accountants print nil, a currency before it or not."""
    words = vocabulary().amounts
    folded = fold(cell) if isinstance(cell, str) else ""
    for currency in _folded(words.currencies):
        folded = folded.removeprefix(currency).strip()
    return folded in _folded(words.dashes)


def _amount(folded: str) -> CellValue:
    signs, bare = stripped(folded)
    scale, bare = _strip_scale(bare)
    if signs > 1 or not PLAIN.fullmatch(bare) or ("," in bare and " " in bare):
        return CellValue(None, "I09")
    exact = Decimal(bare.replace(",", "").replace(" ", "")) * scale
    if exact >= LIMIT:
        return CellValue(None, "I58")
    value = float(-exact if signs else exact) + 0.0
    return CellValue(value, is_text=True, scaled=scale != 1, decimals=decimals(value))


def stripped(text: str) -> tuple[int, str]:
    """How often a sign in front, a minus behind or brackets around make it negative, and what stands within.

    A currency may stand among the signs. Two signs may mean either: such an amount is not read. A plus changes nothing.
    """
    words = vocabulary().amounts
    signs = 0
    while True:
        before = text
        bracketed = BRACKETS.fullmatch(text)
        if bracketed:
            signs, text = signs + 1, bracketed[1].strip()
        for mark in (*_folded(words.minus), *words.minus):
            if text.startswith(mark):
                signs, text = signs + 1, text.removeprefix(mark).strip()
                break
        for currency in _folded(words.currencies):
            text = text.removeprefix(currency).strip()
        if text == before:
            break
    if text.endswith("-"):
        return signs + 1, text.removesuffix("-").strip()
    return signs, text if signs else text.removeprefix("+").strip()


def _strip_scale(text: str) -> tuple[int, str]:
    for suffix, scale in vocabulary().amounts.suffixes.items():
        if text.endswith(suffix):
            return scale, text.removesuffix(suffix).strip()
    return 1, text


def fold(text: str) -> str:
    """Full-width letters, digits and marks to their plain forms; any run of spaces to one. Raised figures stay."""
    return SPACES.sub(" ", FOLDING.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)).strip()


@lru_cache
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in words))
