"""How far it is to another grade: by one indicator alone, and by the smallest change of all levers together.

Income, prices, surplus and what follows from them are never offered as a way up; a fall of any indicator is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.draws import DIGITS, NOISE, Rescoring
from reportgen.model.period import Period
from reportgen.model.schemes import Grade
from reportgen.scoring.arrays import Booleans, Floats

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.values import IndicatorValues

HALVINGS: Final = 52
"""Enough to reach the last digit of a double."""
FEWEST_YEARS: Final = 3
STEP: Final = 1e-6
"""Share of the step between two levels within which a value is at a standard."""


@dataclass(frozen=True)
class IndicatorMove:
    """One indicator from its value to another one.

    Attributes:
        is_past: whether the target itself is not enough: past the lowest standard there are no points, at it there are.
    """

    id: str
    value: float
    target: float
    is_past: bool = False


@dataclass(frozen=True)
class Alone:
    """The change of one indicator that would change the grade, all else equal."""

    move: IndicatorMove
    grade: Grade


@dataclass(frozen=True)
class Together:
    """The smallest common change of all levers that reaches the next grade.

    Attributes:
        share: how much of a plausible change each lever makes; 1 is one usual yearly change (the standard deviation of
            the own years, or else one step between two levels).
        reached: whether the grade is reached at all when every lever stands at its best.
    """

    grade: Grade
    share: float
    moves: tuple[IndicatorMove, ...]
    total: float
    reached: bool

    @property
    def plausible(self) -> bool:
        """Whether no lever moves by more than it usually does in a year."""
        return self.reached and self.share <= 1 + NOISE


@dataclass(frozen=True)
class Distances:
    """Ways up, nearest first by share of a step, and falls that cost the grade, nearest first."""

    up: tuple[Alone, ...] = ()
    down: tuple[Alone, ...] = ()
    together: Together | None = None


def distances(rescoring: Rescoring, catalog: Catalog, values: IndicatorValues | None = None) -> Distances:
    """All ways to another grade; empty where there is no grade."""
    grade = rescoring.evaluation.grade
    if grade is None or rescoring.evaluation.score is None:
        return Distances()
    ladder = [one for one in Grade if one in rescoring.scheme.grades]
    place = ladder.index(grade)
    levers = levers_of(rescoring, catalog)
    up: tuple[Alone, ...] = ()
    together = None
    if place > 0:
        up = _alone(rescoring, levers, ladder[place - 1], upwards=True)
        together = _together(rescoring, levers, ladder[place - 1], values)
    down = _alone(rescoring, rescoring.movable(), ladder[place + 1], upwards=False) if place + 1 < len(ladder) else ()
    return Distances(up, down, together)


def levers_of(rescoring: Rescoring, catalog: Catalog) -> tuple[int, ...]:
    """Columns that management may move."""
    rows = rescoring.evaluation.indicators
    return tuple(column for column in rescoring.movable() if not catalog.indicators[rows[column].id].not_lever)


def threshold(rescoring: Rescoring, grade: Grade) -> float:
    """The exact total from which the printed one reaches a grade."""
    return rescoring.scheme.grades[grade] - 0.5 * 10.0**-rescoring.scheme.decimals


def _alone(rescoring: Rescoring, columns: Sequence[int], grade: Grade, *, upwards: bool) -> tuple[Alone, ...]:
    """For each column the nearest value whose total lies on the other side of the bound."""
    own = rescoring.evaluation.grade
    assert own is not None
    bound = threshold(rescoring, grade if upwards else own)
    found = []
    for column in columns:
        value = rescoring.evaluation.indicators[column].value
        end = rescoring.best(column) if upwards else _below(rescoring, column)
        if value is None or end is None:
            continue

        def there(share: float, column: int = column, value: float = value, end: float = end) -> bool:
            total = _total(rescoring, {column: value + share * (end - value)})
            return total >= bound if upwards else total < bound - DIGITS

        share = smallest(there)
        if share is not None and share > 0:
            target = value + share * (end - value)
            step = rescoring.step(column) or 1.0
            row, worst = rescoring.evaluation.indicators[column], rescoring.worst(column)
            is_past = not upwards and worst is not None and abs(target - worst) < STEP * step
            is_past = is_past and _total(rescoring, {column: worst or 0.0}) >= bound - DIGITS
            found.append((abs(target - value) / step, Alone(IndicatorMove(row.id, value, target, is_past), grade)))
    return tuple(one for _, one in sorted(found, key=lambda pair: (pair[0], pair[1].move.id)))


def smallest(there: Callable[[float], bool]) -> float | None:
    """The smallest share 0–1 at which a condition that only turns once holds; None where it never does."""
    if not there(1.0):
        return None
    if there(0.0):
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if there(middle) else (middle, high)
    return high


def _below(rescoring: Rescoring, column: int) -> float | None:
    """A value safely below the lowest standard."""
    worst = rescoring.worst(column)
    value = rescoring.evaluation.indicators[column].value
    if worst is None or value is None:
        return None
    return worst + float(np.sign(worst - value)) * rescoring.step(column)


def _total(rescoring: Rescoring, moved: dict[int, float]) -> float:
    scores = rescoring.recount.scores.copy()
    for column, value in moved.items():
        scores[column] = rescoring.scores(column, np.array([value]))[0]
    return float(rescoring.recount.totals(rescoring.recount.weights, scores)[0])


def _together(
    rescoring: Rescoring, levers: Sequence[int], grade: Grade, values: IndicatorValues | None
) -> Together | None:
    """All levers move towards their best by one share of what is plausible for each, never beyond it."""
    rows = rescoring.evaluation.indicators
    ways = [
        (column, rows[column].value or 0.0, best) for column in levers if (best := rescoring.best(column)) is not None
    ]
    reach = {column: plausible(rescoring, column, values) for column, _, _ in ways}
    far = [abs(best - value) / reach[column] for column, value, best in ways if reach[column] > 0 and best != value]
    if not far:
        return None
    longest = max(far)

    def at(share: float) -> dict[int, float]:
        return {
            column: value + float(np.sign(best - value)) * min(abs(best - value), share * longest * reach[column])
            for column, value, best in ways
        }

    bound = threshold(rescoring, grade)
    share = smallest(lambda part: _total(rescoring, at(part)) >= bound)
    moved = at(1.0 if share is None else share)
    moves = tuple(
        IndicatorMove(rows[column].id, value, float(moved[column]))
        for column, value, _ in ways
        if moved[column] != value
    )
    used = longest * (1.0 if share is None else share)
    return Together(grade, used, moves, _total(rescoring, moved), share is not None)


def plausible(rescoring: Rescoring, column: int, values: IndicatorValues | None) -> float:
    """A usual yearly change: the standard deviation of the own yearly changes, or one step between two levels."""
    row = rescoring.evaluation.indicators[column]
    step = rescoring.step(column)
    if values is None or row.id not in values.values.columns:
        return step
    own = values.values[row.id]
    mine = own[own.index.get_level_values(0) == rescoring.evaluation.entity].dropna()
    yearly: Booleans = np.array([len(str(when)) == len("2025") for when in mine.index.get_level_values(1)], dtype=bool)
    order = np.argsort([Period.parse(str(when)).year for when in mine.index.get_level_values(1)[yearly]])
    changes: Floats = np.diff(mine.to_numpy(dtype=np.float64)[yearly][order])
    if len(changes) < FEWEST_YEARS - 1:
        return step
    return float(np.sqrt((changes**2).mean())) or step


DRAWS_NOISE: Final = 1e-9
"""Binary noise below which two totals are one."""
