"""Standards as edges for the kernels, and what is wrong with them.

Standards from tables by class of hospital, region and year; a hospital is never judged by another class's.

From a score to a grade: decided on the printed figure, so that print and grade agree (edge rules E28, E32).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.period import Period
from reportgen.model.printing import half_up
from reportgen.model.schemes import Bound, Grade, Scheme, SchemePart, Standards
from reportgen.model.standards import HospitalClass, StandardTable
from reportgen.scoring.arrays import Floats

LARGEST: Final = 1e15
"""Beyond this a number has no exact digits, and the difference of two may overflow."""
TWO_SIDED: Final = frozenset({Direction.RANGE, Direction.TARGET})


def edges(standards: Standards, direction: Direction) -> Floats:
    """Low and high edges of the five levels, (2, 5); an open side holds −inf or +inf."""
    values = standards.values()
    low = [value[0] if isinstance(value, tuple) else value for value in values]
    high = [value[1] if isinstance(value, tuple) else value for value in values]
    if direction is Direction.HIGHER:
        high = [np.inf] * len(high)
    elif direction is Direction.LOWER:
        low = [-np.inf] * len(low)
    return np.array([low, high], dtype=np.float64)


def faults(standards: Standards, direction: Direction) -> Iterator[str]:
    """Rules that the standards break: S17 no usable number, S06 not strictly monotone, S07 not of the direction."""
    values = standards.values()
    if not all(abs(bound) < LARGEST for value in values for bound in bounds(value)):
        yield "S17"
        return
    pairs = [value for value in values if isinstance(value, tuple)]
    if direction is Direction.NONE or len(pairs) != (len(values) if direction in TWO_SIDED else 0):
        yield "S07"
        return
    low, high = edges(standards, direction)
    falling = all(better > worse for better, worse in pairwise(low)) or not np.isfinite(low).any()
    rising = all(better < worse for better, worse in pairwise(high)) or not np.isfinite(high).any()
    if not (falling and rising and low[0] <= high[0]):
        yield "S06"


def bounds(value: Bound) -> tuple[float, ...]:
    """One number, or the two edges of a range."""
    return value if isinstance(value, tuple) else (value,)


def highest(values: Iterable[Bound]) -> float:
    """The number that is farthest from nothing."""
    return max(abs(bound) for value in values for bound in bounds(value))


def listed(values: Iterable[Bound]) -> str:
    """Standards as people write them."""
    return " / ".join(str(written(value)) if isinstance(value, tuple) else f"{value:g}" for value in values)


def written(value: Bound | None) -> float | str | None:
    """A standard as a fact of a finding: a range in words."""
    return f"[{value[0]:g}, {value[1]:g}]" if isinstance(value, tuple) else value


def applied(scheme: Scheme, tables: Mapping[str, StandardTable], hospital: HospitalClass, period: str) -> Scheme:
    """The scheme with the standards that its families of tables give this hospital; what they lack stays open."""
    if not any(part.standards_from for part in scheme.parts.values()):
        return scheme
    year = Period.parse(period).year
    parts = {
        identifier: part if part.standards_from is None else _filled(part, chosen(tables, part, hospital, year))
        for identifier, part in scheme.parts.items()
    }
    return scheme.model_copy(update={"parts": parts})


def chosen(
    tables: Mapping[str, StandardTable], part: SchemePart, hospital: HospitalClass, year: int
) -> StandardTable | None:
    """The table of the part's family that fits best: of the hospital's class, of its region, then the latest.

    Tables of later years and of other classes never fit; one for all classes fits every hospital.
    """
    fitting = [
        (_closeness(table, hospital), table.year, identifier)
        for identifier, table in tables.items()
        if table.family == part.standards_from and table.year <= year and _fits(table, hospital)
    ]
    return tables[max(fitting)[2]] if fitting else None


def _fits(table: StandardTable, hospital: HospitalClass) -> bool:
    pairs = _pairs(table, hospital)
    return all(wanted is None or wanted == own for wanted, own in pairs)


def _closeness(table: StandardTable, hospital: HospitalClass) -> int:
    return sum(wanted is not None for wanted, _ in _pairs(table, hospital))


def _pairs(table: StandardTable, hospital: HospitalClass) -> tuple[tuple[str | None, str | None], ...]:
    keys = ("level", "type", "region", "size", "group")
    return tuple((getattr(table, key), getattr(hospital, key)) for key in keys)


def _filled(part: SchemePart, table: StandardTable | None) -> SchemePart:
    if table is None:
        return part
    indicators = {
        name: indicator
        if indicator.standards is not None or name not in table.values
        else indicator.model_copy(update={"standards": standards(table, name)})
        for name, indicator in part.indicators.items()
    }
    return part.model_copy(update={"indicators": indicators})


def standards(table: StandardTable, name: str) -> Standards:
    """The five values of one indicator with what is known of them."""
    values = table.values[name]
    return Standards(
        kind=table.kind,
        excellent=values.excellent,
        good=values.good,
        fair=values.fair,
        low=values.low,
        poor=values.poor,
        source=values.source or table.source,
        year=table.year,
        level=table.level,
        type=table.type,
        region=table.region,
    )


@dataclass(frozen=True)
class GradedScore:
    """A score as printed, its grade, and the grade of the score before rounding."""

    printed: str
    grade: Grade
    unrounded: Grade


def exact(value: float) -> Decimal:
    """A float at 15 significant digits, without binary noise."""
    return Decimal(f"{value:.15g}")


def band(score: Decimal, bounds: Mapping[Grade, float]) -> Grade:
    """The grade whose lower bound the score reaches; the lowest grade takes all that is left."""
    falling = sorted(bounds.items(), key=lambda pair: pair[1], reverse=True)
    return next((grade for grade, bound in falling if score >= exact(bound)), falling[-1][0])


SCORE_DECIMALS: Final = 1
"""Of an indicator's score as printed, on which its grade is decided."""


def verdict(score: float, bounds: Mapping[Grade, float], decimals: int) -> GradedScore:
    """Round half-up, then grade."""
    printed = half_up(score, decimals)
    return GradedScore(str(printed), band(printed, bounds), band(exact(score), bounds))
