"""How numbers are printed: half-up, U+2212, thousands commas, units by language; the only place that rounds.

Rounding happens once, where a number is shown, and always half-up.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

from reportgen.model.known import Placed, in_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.model.definitions import Indicator
    from reportgen.model.place import Place

HALF_A_FEN: Final = 0.005
"""Amounts in yuan that differ by less print alike: it is the noise of binary, or of parts that were rounded."""
WIDE: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Room for any float with any decimals: the largest has 309 digits before the point."""


def half_up(value: float, places: int) -> Decimal:
    """Round as printed, at 15 significant digits as spreadsheets do.

    2.675 → 2.68, 84.99499999999999 → 85.00, −0.004 → 0.00 (without sign), −2.345 → −2.35.

    Args:
        value: a finite number.
        places: decimals to keep, 0 or more.
    """
    rounded = Decimal(f"{value:.15g}").quantize(_step(places), context=WIDE)
    return abs(rounded) if rounded.is_zero() else rounded


@lru_cache(maxsize=64)
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


MINUS: Final = "\u2212"
NUMBER: Final = re.compile(r"[+\u2212\-\u00b1]?[0-9][0-9,]*(?:\.[0-9]+)?")
POWER: Final = re.compile("\u00d7 10[\u2070-\u2079\u00b9\u00b2\u00b3]+")
DASH: Final = "\u2014"
WAN: Final = 10_000.0
YI: Final = 100_000_000.0
THOUSAND: Final = 1_000.0
MILLION: Final = 1_000_000.0
BILLION: Final = 1_000_000_000.0
PERCENT: Final = 100.0

DECIMALS: Final = {
    "percent": 2,
    "times": 2,
    "ratio": 2,
    "days": 1,
    "money": 2,
    "money_per_person": 2,
    "count": 0,
    "score": 1,
    "per_money": 4,
}
"""Decimals of the displayed value where an indicator does not say."""


class PrintedNumber(str):
    """A number as printed.

    Attributes:
        value: what it was rounded from, in the unit in which it is printed.
        base: the same in the base unit: a fraction where per cent are printed, single units of the currency.
    """

    __slots__ = ("base", "value")
    value: float
    base: float

    def __new__(cls, digits: str, value: float, base: float | None = None) -> Self:
        """Digits of a value; `base` where that is in another unit."""
        figure = super().__new__(cls, digits)
        figure.value = value
        figure.base = value if base is None else base
        return figure

    def __getnewargs__(self) -> tuple[str, float, float]:  # type: ignore[override]
        """What makes a copy."""
        return str(self), self.value, self.base


class Composed(str):
    """Several figures in one text, such as a range."""

    __slots__ = ("figures",)
    figures: tuple[PrintedNumber, ...]

    def __new__(cls, text: str, figures: tuple[PrintedNumber, ...]) -> Self:
        """A text and the figures in it."""
        composed = super().__new__(cls, text)
        composed.figures = figures
        return composed

    def __getnewargs__(self) -> tuple[str, tuple[PrintedNumber, ...]]:  # type: ignore[override]
        """What makes a copy."""
        return str(self), self.figures


def composed(pattern: str, *figures: PrintedNumber) -> Composed:
    """Figures in the places ``{}`` of a pattern: ``≥ {}``, ``{}–{}``."""
    return Composed(pattern.format(*figures), figures)


def number(value: float, places: int, *, sign: bool = False, times: float = 1.0, over: float = 1.0) -> PrintedNumber:
    """A number as printed: ``98,642.31``, ``−489.69``, with `sign` ``+5.6``; a true zero has no sign.

    Args:
        value: in the base unit.
        places: decimals.
        sign: whether a plus is printed.
        times: by what it is multiplied to stand in the unit of the page.
        over: by what it is divided for that.
    """
    multiplied = value if times == 1 else value * times
    return _figure(multiplied if over == 1 else multiplied / over, value, places, sign=sign)


def _figure(shown: float, base: float, places: int, *, sign: bool) -> PrintedNumber:
    rounded = half_up(shown, places)
    digits = f"{abs(rounded):,}"
    if rounded < 0:
        return PrintedNumber(MINUS + digits, shown, base)
    return PrintedNumber(f"+{digits}" if sign and rounded > 0 else digits, shown, base)


def places_of(value: float, least: int, most: int) -> int:
    """The decimals that a value was filed with, as far as it is worth printing them."""
    return next((places for places in range(least, most) if float(half_up(value, places)) == value), most)


def placed(figure: PrintedNumber, places: tuple[Place, ...]) -> PrintedNumber:
    """The same figure with the cells that it was worked out of."""
    return PrintedNumber(figure, Placed(figure.value, places), figure.base) if places else figure


def whole(value: int) -> PrintedNumber:
    """A count as printed: ``1,204``."""
    return PrintedNumber(f"{value:,}", value)


def shortest(value: float) -> PrintedNumber:
    """A limit as it was set: ``85``, ``0.5``."""
    return PrintedNumber(f"{value:g}".replace("-", MINUS), value)


def percent(value: float, places: int = 1, *, sign: bool = False) -> PrintedNumber:
    """A fraction as a percentage with its mark: 0.056 → ``5.6%``."""
    shown = in_unit(value * PERCENT, value)
    return PrintedNumber(_figure(shown, value, places, sign=sign) + "%", shown, value)


def sense(printed: str) -> int:
    """1 where a change with its sign is printed as a rise, −1 as a fall, 0 where nothing is left of it in print."""
    return 0 if not re.search("[1-9]", printed) else -1 if printed.startswith(MINUS) else 1


def digits_of(text: str) -> Iterator[str]:
    """The numbers of a text as digits: signs, thousands' commas and powers of ten left out."""
    for match in NUMBER.finditer(POWER.sub("", text)):
        yield match[0].lstrip("+\u2212-\u00b1").rstrip(",").replace(",", "")


TABLE_UNITS: Final[Mapping[bool, tuple[float, ...]]] = {True: (WAN, 1.0), False: (MILLION, THOUSAND, 1.0)}
"""The units of amounts in tables, of yuan and of other currencies, the usual one first."""
READABLE: Final = 0.5
"""In two decimals less than so much of a unit is a digit or two."""


def table_scale(currency: str, amounts: Iterable[float] = ()) -> float:
    """Divisor of the amounts in tables: ten thousands of yuan, millions of other currencies.

    Where a quarter of the amounts would be next to nothing in that unit, the first smaller one in which they are not.
    """
    found = sorted(abs(amount) for amount in amounts if amount)
    units = TABLE_UNITS[currency == "CNY"]
    small = found[len(found) // 4] if found else units[0]
    return next((unit for unit in units if small >= READABLE * unit), units[-1])


def displayed(value: float, unit: str) -> float:
    """The value in the unit of the page: a percentage times 100, money in ten thousands."""
    if unit == "percent":
        return in_unit(value * PERCENT, value)
    return in_unit(value / WAN, value) if unit == "money" else value


def decimals(indicator: Indicator) -> int:
    """Decimals of an indicator on pages."""
    return DECIMALS.get(indicator.unit, 2) if indicator.decimals is None else indicator.decimals


def measured(value: float, indicator: Indicator, *, sign: bool = False) -> PrintedNumber:
    """The value of an indicator without its unit, as it stands in a table whose unit is in another column."""
    return _figure(displayed(value, indicator.unit), value, decimals(indicator), sign=sign)
