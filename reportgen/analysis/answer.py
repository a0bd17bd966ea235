"""What an analysis answers: figures that name their cells, or why there is none and what to supply.

Which sheets are read while an analysis is made, or while a part of a report is written.

One thing of a register, as analyses read it: its figures and words, over the sheets of a period.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import fsum, isfinite
from typing import TYPE_CHECKING

from reportgen.model.finding import Fact
from reportgen.model.place import Place
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

Facts = dict[str, Fact]


@dataclass(frozen=True)
class Figure:
    """One number in its base unit, or the reason why there is none.

    Attributes:
        places: the cells that it was made from, in order.
    """

    value: float | None
    reason: Reason | None = None
    places: tuple[Place, ...] = ()

    @staticmethod
    def missing(reason: Reason = Reason.MISSING_INPUT, places: tuple[Place, ...] = ()) -> Figure:
        """No number."""
        return Figure(None, reason, places)

    def __neg__(self) -> Figure:
        return self if self.value is None else Figure(-self.value, None, self.places)

    def __add__(self, other: Figure) -> Figure:
        return _joined(self, other, lambda one, two: one + two)

    def __sub__(self, other: Figure) -> Figure:
        return _joined(self, other, lambda one, two: one - two)

    def __mul__(self, other: Figure) -> Figure:
        return _joined(self, other, lambda one, two: one * two)

    def over(self, other: Figure) -> Figure:
        """The quotient; a divisor at or below zero has no answer (E01, E03)."""
        if self.value is not None and other.value is not None and other.value <= 0:
            reason = Reason.ZERO_DENOMINATOR if other.value == 0 else Reason.NEGATIVE_DENOMINATOR
            return Figure(None, reason, merged(self, other))
        return _joined(self, other, lambda one, two: one / two)

    def times(self, factor: float) -> Figure:
        """The figure multiplied by a plain number."""
        return self if self.value is None else Figure(self.value * factor, None, self.places)


def merged(*figures: Figure) -> tuple[Place, ...]:
    """The cells of several figures, each once."""
    return tuple(dict.fromkeys(place for figure in figures for place in figure.places))


def added(figures: Iterable[Figure]) -> Figure:
    """The sum; missing as soon as one part is."""
    parts = tuple(figures)
    lost = next((one for one in parts if one.value is None), None)
    if lost is not None or not parts:
        return Figure(None, lost.reason if lost else Reason.MISSING_INPUT, merged(*parts))
    return Figure(fsum(one.value for one in parts if one.value is not None), None, merged(*parts))


def _joined(one: Figure, other: Figure, operation: Callable[[float, float], float]) -> Figure:
    if one.value is None or other.value is None:
        return Figure(None, one.reason if one.value is None else other.reason, merged(one, other))
    result = operation(one.value, other.value)
    return Figure(result, None, merged(one, other)) if isfinite(result) else Figure.missing(Reason.INVALID_INPUT)


@dataclass(frozen=True)
class Unavailable:
    """Why an analysis cannot be made.

    Attributes:
        why: key of the sentence under ``analysis.lack.``, which says what to supply and where.
        facts: for the placeholders of the sentence.
        places: cells that stand in the way, if there are any.
    """

    why: str
    reason: Reason = Reason.MISSING_INPUT
    facts: Mapping[str, Fact] = field(default_factory=dict)
    places: tuple[Place, ...] = ()


def values_of(figures: Sequence[Figure]) -> tuple[float, ...] | None:
    """All numbers, None where one is missing."""
    found = tuple(one.value for one in figures if one.value is not None)
    return found if len(found) == len(figures) else None


@dataclass(eq=False)
class Read:
    """What was asked for: sheets that cells were taken from, and analyses and indicators by id."""

    sheets: set[Place] = field(default_factory=set)
    analyses: set[str] = field(default_factory=set)
    indicators: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Trace:
    """Takes note for whoever follows; the innermost hears first, and tells those around it when it ends."""

    followers: list[Read] = field(default_factory=list)

    def read(self, places: Iterable[Place]) -> None:
        """Cells were read."""
        if self.followers:
            self.followers[-1].sheets.update(Place(place.file, place.sheet) for place in places)

    def asked(self, analysis: str, sheets: Iterable[Place]) -> None:
        """An analysis was asked for that rests on these sheets."""
        if self.followers:
            self.followers[-1].analyses.add(analysis)
            self.followers[-1].sheets.update(sheets)

    def named(self, indicator: str) -> None:
        """An indicator is written about."""
        if self.followers:
            self.followers[-1].indicators.add(indicator)

    @contextmanager
    def follow(self) -> Iterator[Read]:
        """What is asked for until the end."""
        self.followers.append(Read())
        try:
            yield self.followers[-1]
        finally:
            self.followers.pop()


@dataclass(frozen=True)
class RegisterRow:
    """One thing of a register.

    Attributes:
        key: what names it.
        figures: numbers by column, missing where a cell is blank.
        words: texts, choices and dates by column, as last stated; blank cells are not there.
        months: how many sheets it stands on.
        gaps: months of which it has no row though it stood on a sheet before: what is added up over them is missing,
            for a row that is left out says neither that the thing has ended nor that it had none.
        is_rest: whether it holds all things without a row of their own; it counts in sums and is not ranked.
    """

    key: str
    figures: Mapping[str, Figure]
    words: Mapping[str, str]
    months: int = 1
    gaps: tuple[str, ...] = ()
    is_rest: bool = False

    def figure(self, column: str) -> Figure:
        """A number, missing where the table has no such column."""
        return self.figures.get(column, Figure.missing())
