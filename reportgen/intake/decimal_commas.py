"""Amounts as Europe writes them, 1.234.567,89: read where a whole column proves it, and never guessed.

A typed 1.234 or 1,234 is one amount with a decimal comma and another with a decimal point. Programs part cells by
semicolons where the comma is the mark of decimals, so that there 1.234 is told, unless some amount shows points.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Final

from reportgen.intake import dates
from reportgen.intake.context import FoundValues
from reportgen.intake.figures import PLAIN, Cell, fold, stripped
from reportgen.intake.sheets import Position, Sheet
from reportgen.model.finding import Finding

RULE: Final = "I141"
OPEN_MARK: Final = "I152"
SEMICOLON: Final = ";"
BELOW_ONE: Final = re.compile(r"-?0+\.\d+")
"""No group of thousands begins with nought: the point is that of decimals."""
LEAST: Final = 2
"""Amounts that prove a column: one alone may be a slip."""
LONGEST: Final = 30
"""Characters of an amount."""
COMMA: Final = re.compile(r"(?:\d+|\d{1,3}(?:[. ]\d{3})+)(?:,\d+)?")  # 1.234,50  1 234,5  1234,5


class _Mark(Enum):
    """What an amount shows of the mark of its decimals; the last two may be read both ways.

    Points in front of a decimal comma prove it by themselves: no slip writes both.
    """

    BOTH = "1.234,5"
    COMMA = "comma"
    POINT = "point"
    DOT_OF_EITHER = "1.234"
    COMMA_OF_EITHER = "1,234"


EITHER: Final = (_Mark.DOT_OF_EITHER, _Mark.COMMA_OF_EITHER)


@dataclass(frozen=True)
class _Amount:
    """A typed amount: its text with a decimal point for the comma, and what it shows."""

    pointed: str
    mark: _Mark


def as_points(sheet: Sheet, gathered: FoundValues) -> Sheet:
    """The sheet with decimal points in columns that prove their commas; amounts that are in doubt there are told."""
    if not any(_shows_comma(text) for text in sheet.texts):
        return _without_open(sheet, gathered) if sheet.mark == SEMICOLON else sheet
    columns: dict[int, dict[Position, _Amount]] = defaultdict(dict)
    for spot, amount in _amounts(sheet):
        columns[spot[1]][spot] = amount
    proven = [column for column, cells in columns.items() if _is_proven([one.mark for one in cells.values()])]
    if not proven:
        return sheet
    changed: dict[Position, Cell] = {
        spot: one.pointed for column in proven for spot, one in columns[column].items() if one.mark is not _Mark.POINT
    }
    doubtful = [
        spot
        for column, cells in columns.items()
        if column not in proven and _is_open({one.mark for one in cells.values()})
        for spot, one in cells.items()
        if one.mark in EITHER and any(sheet.text(spot[0], left).strip() for left in range(spot[1]))
    ]
    _tell(RULE, doubtful, sheet, gathered)
    return sheet.replaced(changed | dict.fromkeys(doubtful))


def _without_open(sheet: Sheet, gathered: FoundValues) -> Sheet:
    """A table parted by semicolons without the amounts that may have points of thousands, where none shows its mark."""
    amounts = dict(_amounts(sheet))
    dotted = [spot for spot, one in amounts.items() if one.mark is _Mark.DOT_OF_EITHER and spot[1]]
    below_one = any(BELOW_ONE.fullmatch(str(sheet.at(*spot)).strip()) for spot in dotted)
    if below_one or any(one.mark is not _Mark.DOT_OF_EITHER for one in amounts.values()):
        return sheet
    _tell(OPEN_MARK, dotted, sheet, gathered)
    return sheet.replaced(dict.fromkeys(dotted)) if dotted else sheet


def _tell(rule: str, spots: Sequence[Position], sheet: Sheet, gathered: FoundValues) -> None:
    """What is found of some amounts, at each of them."""
    if spots:
        first, *others = (sheet.place(*spot) for spot in spots)
        text = str(sheet.at(*spots[0])).strip()
        gathered.findings.append(Finding(rule, first, {"count": len(spots), "text": text}, places=tuple(others)))


def _is_proven(marks: Sequence[_Mark]) -> bool:
    """Whether amounts show decimal commas, and none of them another mark, or one of three decimals."""
    commas, is_plain = marks.count(_Mark.COMMA), {*marks} <= {_Mark.BOTH, _Mark.COMMA, _Mark.DOT_OF_EITHER}
    return is_plain and (_Mark.BOTH in marks or commas >= max(LEAST, len(marks) / 2))


def _is_open(marks: AbstractSet[_Mark]) -> bool:
    """Whether what amounts of a column show leaves open which mark those have that may be read both ways."""
    return bool(marks & {_Mark.COMMA, _Mark.BOTH}) or _Mark.POINT not in marks


def _amounts(sheet: Sheet) -> Iterator[tuple[Position, _Amount]]:
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and (found := _amount(cell)):
                yield (row, column), found


def _shows_comma(text: str) -> bool:
    found = _amount(text)
    return found is not None and found.mark in {_Mark.COMMA, _Mark.BOTH}


@lru_cache(maxsize=65536)
def _amount(text: str) -> _Amount | None:
    """A typed amount whose marks say something of its decimals; None of all other words, and of periods."""
    if len(text) > LONGEST or not any(mark in text for mark in ",.") or not any(map(str.isdecimal, text)):
        return None
    signs, bare = stripped(fold(text))
    has_comma, has_point = COMMA.fullmatch(bare) is not None, PLAIN.fullmatch(bare) is not None
    if not (has_comma or has_point) or signs > 1 or dates.head(text) is not None:
        return None
    pointed = "-" * signs + bare.replace(".", "").replace(" ", "").replace(",", ".")
    if has_comma and has_point:
        return _Amount(pointed, _Mark.COMMA_OF_EITHER if "," in bare else _Mark.DOT_OF_EITHER)
    shown = _Mark.BOTH if "." in bare and "," in bare else _Mark.COMMA
    return _Amount(pointed, shown if has_comma else _Mark.POINT)
