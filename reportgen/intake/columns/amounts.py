"""Cells of a money column to values in the base unit.

Amounts of a whole table to values in the base unit, as exact as one by one and many at a time.

A binary number that is the nearest one to a decimal of so many places and at most 15 digits *is* that decimal to a
spreadsheet. For such a number, scaling by a power of ten is exact in whole numbers; all others go the long way.

Amounts as Europe writes them, 1.234.567,89: read where a whole column proves it, and never guessed.

A typed 1.234 or 1,234 is one amount with a decimal comma and another with a decimal point. Programs part cells by
semicolons where the comma is the mark of decimals, so that there 1.234 is told, unless some amount shows points.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.periods import dates
from reportgen.intake.words.figures import (
    PLAIN,
    Cell,
    CellValue,
    counted,
    decimals,
    figure,
    fold,
    is_of_money,
    stripped,
)
from reportgen.intake.words.labels import counts
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks import formats
from reportgen.intake.workbooks.sheets import Position, Sheet
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import Place
from reportgen.model.printing import half_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


FEN: Final = 2
MANY: Final = 4
TELLING: Final = 3
"""Figures that show how far a sheet is rounded: one or two may have noughts by chance."""
RATIO: Final = "ratio"
NOT_COUNTED: Final = frozenset({"money", RATIO})
"""Units of items that are no number of things."""
NO_AMOUNT: Final = "I09"


def read_figure(sheet: Sheet, row: int, column: int, gathered: FoundValues, *, unit: str = "money") -> CellValue:
    """The figure of a cell; a formula without value and anything but an amount is a finding with its cell.

    `unit`: that of the item; a percentage is a figure where it is a ratio, and a number of things may name them.
    """
    if (row, column) in sheet.uncached:
        gathered.find("W19", sheet.place(row, column), formula=sheet.uncached[row, column])
        return CellValue(None, "W19")
    cell = sheet.at(row, column)
    found = figure(cell)
    power = sheet.formats.get((row, column), 0) if sheet.formats else 0
    if power and found.value is not None and not found.is_text:
        found = _shown(found, power)
    if found.problem == NO_AMOUNT and unit not in NOT_COUNTED:
        found = counted(cell)
    elif found.is_text and unit not in NOT_COUNTED and is_of_money(cell):
        found = CellValue(None, NO_AMOUNT)
    if found.fraction is not None and unit == RATIO:
        return CellValue(found.fraction, scaled=True, decimals=found.decimals)
    if found.problem:
        gathered.find(found.problem, sheet.place(row, column), text=str(cell)[:60])
    elif found.scaled:
        gathered.find("I37", sheet.place(row, column), text=str(cell)[:60])
    return found


def _shown(found: CellValue, power: int) -> CellValue:
    """A figure that its cell shows as another one."""
    if power == formats.PERCENT:
        return CellValue(None, "I12", fraction=found.value)
    return replace(found, shrunk=power)


def in_base_unit(found: CellValue, factor: float | None, place: Place, gathered: FoundValues) -> float | None:
    """The factor of a figure in a table of this factor; None where it is in doubt, which is said (W05).

    A number with its own unit behind it needs none. A number that its format shrinks is held in the base unit, and
    the unit printed above is that of what is shown (I71); where the two do not agree, neither can be trusted.
    """
    if found.scaled:
        return 1.0
    if not found.shrunk:
        return factor
    if factor in {1.0, None, float(10**found.shrunk)}:
        gathered.find("I71", place, times=10**found.shrunk)
        return 1.0
    gathered.find("W05", place, Severity.ERROR, reason="@intake.scaled_format")
    return None


def exact(value: float, factor: float, *, money: bool) -> float:
    """A value in the base unit, decimals multiplied as decimals; money half-up to the fen."""
    if factor == 1 and not money:
        return value
    product = Decimal(f"{value:.15g}") * Decimal(f"{factor:.15g}")
    return float(half_up(float(product), FEN)) if money else float(product)


def factor_of(item: str, unit: str, sheet_factor: float | None, context: ReadingContext) -> float | None:
    """The factor of a row: its own unit, of counts too, else the sheet's for money; None where money has none."""
    words = vocabulary()
    if unit in words.percents:
        return 0.01
    if context.catalog.items[item].unit != "money":
        return float(counts().get(unit, 1))
    return float(words.units[unit]) if unit in words.units else sheet_factor


def step_of(figures: Iterable[CellValue], factor: float) -> float:
    """One unit in the last place printed on a sheet, in the base unit."""
    return step(max((found.decimals for found in figures if found.value is not None), default=FEN), factor)


def step_of_sheet(figures: Iterable[CellValue], factor: float, *, to_fen: bool) -> float:
    """As `step_of`, of a whole sheet; `to_fen`: whole amounts in the base unit are exact, as yuan are."""
    found = [one.decimals for one in figures if one.value is not None]
    whole = found.count(0)
    if not to_fen and factor == 1 and whole == len(found) >= TELLING:
        return factor
    return step_printed(max(found, default=FEN), len(found) - whole, factor)


def step_printed(most: int, broken: int, factor: float) -> float:
    """As `step_of`, of a whole sheet of which so many figures have decimals: a larger unit is rounded as it is printed.

    Of a few figures with one decimal each the second one may be nought.
    """
    if factor > 1 and (most == 0 or (most == 1 and broken >= TELLING)):
        return float(Decimal(1).scaleb(-most) * Decimal(f"{factor:.15g}"))
    return step(most, factor)


@lru_cache(maxsize=256)
def step(places: int, factor: float) -> float:
    """As `step_of`, for figures with at most so many decimals."""
    printed = max(FEN, min(places, MANY))
    return float(Decimal(1).scaleb(-printed) * Decimal(f"{factor:.15g}"))


def held(step: float) -> float:
    """The step of values that are held to the fen, in whatever place they were printed: never below a fen."""
    return max(step, 10.0**-FEN)


SHIFTS: Final = {float(10**places): places for places in range(9)}
"""Factors that move the point, and by how many places."""
WHOLE: Final = 1e15
"""Below it a whole number has at most 15 digits."""


def scaled(values: Numbers, factor: float, *, money: bool) -> Numbers:
    """`amounts.exact` of each value; NaN stays NaN."""
    import numpy as np

    if factor == 1 and not money:
        return values
    shift = SHIFTS.get(factor)
    if shift is None:
        return np.array([exact(value, factor, money=money) for value in values.tolist()])
    power = 10.0 ** (shift + FEN)
    whole = np.rint(values * power)
    found: Numbers = whole / 10.0**FEN
    for index in np.flatnonzero(~_is(values, whole, power) & ~np.isnan(values)).tolist():
        found[index] = exact(float(values[index]), factor, money=money)
    return found


def places(values: Numbers) -> int:
    """The most decimals that any of the values is written with, at most `amounts.MANY` + 1; NaN has none."""
    import numpy as np

    left = values[~_is(values, np.rint(values * 100.0), 100.0)]
    return max((min(decimals(value), MANY + 1) for value in left[~np.isnan(left)].tolist()), default=0)


def are_to_the_fen(values: Numbers, filled: int) -> bool:
    """Whether none of so many values that are no NaN has more than two decimals."""
    import numpy as np

    return int(np.count_nonzero(_is(values, np.rint(values * 100.0), 100.0))) == filled


def _is(values: Numbers, whole: Numbers, power: float) -> NDArray[np.bool_]:
    """Whether a whole number over a power of ten is the value."""
    import numpy as np

    is_decimal: NDArray[np.bool_] = (whole / power == values) & (np.abs(whole) < WHOLE)
    return is_decimal


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
