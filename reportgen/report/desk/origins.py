"""The cells behind a printed number, known by its value: one of enough digits is the figure of a cell or of none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model.printing import MILLION, PERCENT, WAN, YI
from reportgen.report.passport import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.model.dataset import Key
    from reportgen.report.desk.context import Context

SCALES: Final = (1.0, WAN, MILLION, YI, 1 / PERCENT)
"""What a printed number is to be multiplied with: amounts in larger units, percentages."""
SIGNIFICANT: Final = 12
FEWEST: Final = 5
"""Digits without which a value says nothing of where it comes from."""


@dataclass(frozen=True)
class Origins:
    """The figures of one hospital by their value; those of the report's own period before others."""

    keys: Mapping[str, tuple[Key, ...]]
    context: Context

    def of(self, printed: float) -> Origin | None:
        """The figure of which this is the value, in any of the units of pages; None for what is computed."""
        for scale in SCALES:
            value = printed * scale
            if keys := self.keys.get(_known(value), ()):
                places = tuple(place for each in keys for place in self.context.material.dataset.places(each))
                item, _, period, view = keys[0]
                key = ".".join(part for part in ("item", item, period, view) if part)
                return Origin(key, value, places)
        return None


def origins(context: Context) -> Origins:
    """The figures of the hospital that a report is about."""
    found: dict[str, list[Key]] = {}
    for key, value in sorted(_figures(context), key=lambda pair: (pair[0][2] != context.material.period, pair[0][3])):
        if (known := _known(value)) != "":
            found.setdefault(known, []).append(key)
    return Origins({known: _of_one_period(keys) for known, keys in found.items()}, context)


def _of_one_period(keys: list[Key]) -> tuple[Key, ...]:
    return tuple(key for key in keys if key[2:] == keys[0][2:])


def _figures(context: Context) -> Iterator[tuple[Key, float]]:
    dataset, entity = context.material.dataset, context.material.entity
    keys = [(str(key[0]), str(key[1])) for key in dataset.values.columns]
    rows = [(str(row[0]), str(row[1])) for row in dataset.values.index]
    for (owner, period), row in zip(rows, dataset.values.to_numpy(), strict=True):
        if owner == entity:
            for (item, view), value in zip(keys, row, strict=True):
                if not math.isnan(value):
                    yield (item, entity, period, view), float(value)


def _known(value: float) -> str:
    """A value as it is looked up; empty where it has too few digits to be known again."""
    digits = f"{value:.{SIGNIFICANT - 1}e}"
    return digits if len(digits.partition("e")[0].lstrip("-").replace(".", "").rstrip("0")) >= FEWEST else ""
