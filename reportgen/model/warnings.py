"""Lines at which an indicator is warned of, in named sets: level, owner, what may be behind it, what to do.

Sets of lines by which an indicator is watched.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from reportgen.model.definition import Definition, NonEmpty, Text


class Level(StrEnum):
    """How urgent a warning is, mildest first."""

    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class WarningLine(Definition):
    """The lines of one indicator, in its base unit; a value on a line is beyond it.

    Attributes:
        above: level → the value from which on it is warned of; below: … down from which.
        owner: who answers for the figure where the case names nobody.
        owner_elsewhere: the same outside China, if it is another.
        causes: what may be behind it, worded as possible; never said as proven.
        measure: what is usually done.
        source: where the lines come from, if not from the set's source.
        currency: of lines that are amounts of money; amounts in another one are not held against them.
    """

    above: dict[Level, float] = Field(default_factory=dict)
    below: dict[Level, float] = Field(default_factory=dict)
    owner: Text
    owner_elsewhere: Text | None = None
    causes: tuple[Text, ...] = ()
    measure: Text
    source: str | None = None
    currency: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> WarningLine:
        if not self.above and not self.below:
            raise ValueError("no_lines")
        for lines, sign in ((self.above, 1), (self.below, -1)):
            rising = [sign * lines[level] for level in Level if level in lines]
            if rising != sorted(set(rising)):
                raise ValueError("lines_not_in_order")
        return self

    def level(self, value: float) -> tuple[Level, float] | None:
        """The highest level whose line the value has reached, and that line; None inside all lines."""
        found: list[tuple[Level, float]] = []
        for lines, sign in ((self.above, 1), (self.below, -1)):
            found += [(level, line) for level, line in lines.items() if sign * value >= sign * line]
        return max(found, key=lambda pair: list(Level).index(pair[0]), default=None)

    def answers(self, *, in_china: bool) -> Text:
        """Who usually answers for it, by whether the hospital has the offices of Chinese ones."""
        return self.owner if in_china else self.owner_elsewhere or self.owner

    def nearest(self, value: float) -> float:
        """Of a value inside all lines, the line that it would reach first."""
        first = [*list(self.above.values())[:1], *list(self.below.values())[:1]]
        return min(first, key=lambda line: abs(line - value))


class WarningSet(Definition):
    """Lines of one source; a report uses one set and names it."""

    name: Text
    source: NonEmpty
    note: Text | None = None
    lines: dict[str, WarningLine]


Band = tuple[float | None, float | None]
"""From and to, both included; an open end is null."""


class Thresholds(Definition):
    """One named set of lines for an indicator, in its base unit; sets of different sources may conflict.

    Attributes:
        good, amber, red: one band, or several where a level has two sides.
    """

    name: Text
    source: NonEmpty
    good: Band | tuple[Band, ...] | None = None
    amber: Band | tuple[Band, ...] | None = None
    red: Band | tuple[Band, ...] | None = None

    def bands(self) -> dict[str, tuple[Band, ...]]:
        """The bands of each level that has any: good before red before amber, which is how a value is judged."""
        levels = {"good": self.good, "red": self.red, "amber": self.amber}
        return {level: _several(given) for level, given in levels.items() if given is not None}

    def level(self, value: float) -> str | None:
        """The level of a value; None where it lies between all bands."""
        return next((level for level, bands in self.bands().items() if any(_within(value, b) for b in bands)), None)


def _several(given: Band | tuple[Band, ...]) -> tuple[Band, ...]:
    nested = tuple(band for band in given if isinstance(band, tuple))
    return nested or (given,)  # type: ignore[return-value]


def _within(value: float, band: Band) -> bool:
    low, high = band
    return (low is None or value >= low) and (high is None or value <= high)
