"""Warnings: indicators beyond a line of the chosen set, with level, line, owner, and how long already.

What is held against a warning line: the indicator, or what stands in for it; never money of another currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.comparison.against import SIGN, direction_of
from reportgen.analysis.grade_path import SOLVENCY
from reportgen.model.period import Period
from reportgen.model.values import Reason
from reportgen.model.warnings import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.material import Analyses
    from reportgen.model.definition import Text
    from reportgen.model.warnings import WarningLine, WarningSet

INSTEAD: Final[Mapping[str, str]] = {"days_cash_on_hand": "days_cash_and_investments"}
"""Days of cash by payments; by expense where there is no statement of cash flows, as in most months."""


def held(analyses: Analyses, name: str, line: WarningLine | None, period: Period | None = None) -> tuple[str, Figure]:
    """The indicator whose value is held against the line, and that value; now unless another period is asked."""
    if line is not None and line.currency not in {None, analyses.material.case.file.currency}:
        return name, Figure.missing(Reason.NOT_COMPARABLE)
    value = analyses.books.indicator(name, period)
    if value.value is None and name in INSTEAD:
        other = analyses.books.indicator(INSTEAD[name], period)
        if other.value is not None:
            return INSTEAD[name], other
    return name, value


LEVELS: Final = tuple(Level)
WORSENING: Final = 3
"""Periods in a row after which worsening is told."""
MOST_PERIODS: Final = 24
COURSE: Final = 6
"""Periods of which a warning tells the levels."""


@dataclass(frozen=True)
class LevelOfPeriod:
    """The level of one period: None inside all lines, or where the value is missing for the reason."""

    period: str
    level: Level | None
    reason: Reason | None = None


@dataclass(frozen=True)
class Warned:
    """One warning.

    Attributes:
        value: of the indicator; line: the one it reached, of `level`.
        since: the first of the periods in a row in which it was warned of; before: the level of the period before.
        course: levels of the newest periods, oldest first, this one last.
        owner, causes, measure: of the set; causes are possible, not proven.
    """

    indicator: str
    level: Level
    value: float
    line: float
    since: str
    periods: int
    before: Level | None
    course: tuple[LevelOfPeriod, ...]
    owner: Text
    causes: tuple[Text, ...]
    measure: Text
    source: str

    @property
    def is_new(self) -> bool:
        """Whether the period before was inside all lines."""
        return self.before is None


@dataclass(frozen=True)
class Worsening:
    """An indicator that became worse three times in a row: the values, from the one before on, oldest first."""

    indicator: str
    periods: tuple[str, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class Risks:
    """Warnings by level, highest first, by the lines of one set; what could not be judged by them; what worsens."""

    set_id: str
    warned: tuple[Warned, ...]
    unknown: tuple[tuple[str, Reason], ...]
    worsening: tuple[Worsening, ...]


def risks(analyses: Analyses) -> Risks | Unavailable:
    """All warnings of a period."""
    chosen = analyses.material.case.file.analysis.warnings
    lines = analyses.material.catalog.warnings.get(chosen)
    if lines is None:
        return Unavailable("warnings", Reason.INVALID_INPUT, {"name": chosen})
    found, unknown = [], []
    for name, line in lines.lines.items():
        measured, value = held(analyses, name, line)
        if value.value is None:
            unknown.append((name, value.reason or Reason.MISSING_INPUT))
        elif (reached := line.level(value.value)) is not None:
            warned = _warned(analyses, name, value.value, reached, line, lines)
            found.append(replace(warned, indicator=measured))
    ranked = sorted(found, key=lambda one: (-LEVELS.index(one.level), -one.periods, one.indicator))
    return Risks(chosen, tuple(ranked), tuple(unknown), tuple(worsening(analyses)))


def is_pressed(analyses: Analyses) -> bool:
    """Whether an indicator of solvency is at a red line: money is short then, whatever its ability scores."""
    found: Risks | Unavailable = analyses["signals.risks"]
    if isinstance(found, Unavailable):
        return False
    defined = analyses.material.catalog.indicators
    reached = (one.indicator for one in found.warned if one.level is Level.RED)
    return any(name in defined and defined[name].ability == SOLVENCY for name in reached)


def _warned(  # noqa: PLR0913 - a warning has so many parts
    analyses: Analyses,
    name: str,
    value: float,
    reached: tuple[Level, float],
    line: WarningLine,
    lines: WarningSet,
) -> Warned:
    levels = [(str(analyses.books.now), reached[0]), *_earlier(analyses, name, line)]
    before = levels[1][1] if len(levels) > 1 else None
    source = line.source or lines.source
    owner = line.answers(in_china=analyses.material.case.file.has_chinese_offices)
    return Warned(
        name,
        reached[0],
        value,
        reached[1],
        levels[-1][0],
        len(levels),
        before,
        tuple(_course(analyses, name, line)),
        owner,
        line.causes,
        line.measure,
        source,
    )


def _course(analyses: Analyses, name: str, line: WarningLine) -> Iterator[LevelOfPeriod]:
    """The newest periods, oldest first."""
    periods = [analyses.books.now]
    while len(periods) < COURSE:
        periods.append(periods[-1].preceding())
    for period in reversed(periods):
        _, found = held(analyses, name, line, period)
        reached = None if found.value is None else line.level(found.value)
        lost = (found.reason or Reason.MISSING_INPUT) if found.value is None else None
        yield LevelOfPeriod(str(period), reached[0] if reached else None, lost)


def _earlier(analyses: Analyses, name: str, line: WarningLine) -> Iterator[tuple[str, Level]]:
    """The periods before, newest first, as long as they were warned of too."""
    period = analyses.books.now.preceding()
    for _ in range(MOST_PERIODS):
        value = held(analyses, name, line, period)[1].value
        reached = None if value is None else line.level(value)
        if reached is None:
            return
        yield str(period), reached[0]
        period = period.preceding()


def worsening(analyses: Analyses) -> Iterator[Worsening]:
    """Scored indicators that moved against their direction three times in a row."""
    for row in analyses.material.evaluation.indicators:
        sign = SIGN.get(direction_of(analyses, row.id))
        if sign is None:
            continue
        found = list(_last(analyses, row.id))
        values = [one.value for _, one in found]
        known = [one for one in values if one is not None]
        if len(known) == WORSENING + 1 and all(sign * later < sign * earlier for earlier, later in pairwise(known)):
            yield Worsening(row.id, tuple(when for when, _ in found), tuple(known))


def _last(analyses: Analyses, name: str) -> Iterator[tuple[str, Figure]]:
    """The newest periods and the one before them, oldest first; months stand for themselves."""
    books, periods = analyses.books, [analyses.books.now]
    while len(periods) <= WORSENING:
        periods.append(periods[-1].preceding())
    for when in reversed(periods):
        yield str(when), _value(analyses, name, when) if books.now.is_partial else books.indicator(name, when)


def _value(analyses: Analyses, name: str, when: Period) -> Figure:
    values = analyses.books.month_values
    if values is None:
        return analyses.books.indicator(name, when)
    found = values.at(name, analyses.books.cells.entity, str(when))
    return Figure(found.value, found.reason)
