"""Sets of lines by which an indicator is watched."""

from __future__ import annotations

from reportgen.model.definition import Definition, NonEmpty, Text

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
