"""From what was asked for to what was booked, line by line; steps of the procedure with date, state and owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack, added

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

LINES: Final = "budget_lines"
STEPS: Final = "budget_steps"
STAGES: Final = ("compiled", "approved", "adjusted", "requested", "reimbursed", "line_paid", "booked")
SPENDING: Final = ("adjusted", "requested", "reimbursed", "line_paid", "booked")
"""Stages of which none may exceed the one before it, for lines that are spent."""
INCOME: Final = "income"
DONE: Final = "done"
FEN: Final = 0.005


@dataclass(frozen=True)
class Exceeded:
    """A later stage that is larger than an earlier one; amount: by how much."""

    earlier: str
    later: str
    amount: float


@dataclass(frozen=True)
class LifeLine:
    """One line of the budget.

    Attributes:
        stages: amounts by stage, in their order; missing where the table leaves them blank. Income has no stages
            between adjustment and booking.
        cut: approved − compiled; change: adjusted − approved; left: adjusted − booked.
        exceeded: pairs of stages in the wrong order of size.
        remark: what the hospital itself says of the line, "" for nothing.
    """

    id: str
    group: str
    owner: str
    stages: Mapping[str, Figure]
    cut: Figure
    change: Figure
    left: Figure
    exceeded: tuple[Exceeded, ...]
    remark: str


@dataclass(frozen=True)
class Step:
    """A step of the procedure, by its id; state: done, running or open.

    Attributes:
        late: not done though its day is past at the end of the period; a step in progress is not late.
    """

    id: str
    day: str
    state: str
    owner: str
    note: str
    late: bool


@dataclass(frozen=True)
class Life:
    """The budget's life.

    Attributes:
        lines: in the order of the table; steps: in the order of the procedure.
        totals: sums of a stage over expense and capital, missing as soon as one line lacks it.
    """

    lines: tuple[LifeLine, ...] | Lack
    steps: tuple[Step, ...] | Lack
    totals: Mapping[str, Figure]

    @property
    def disordered(self) -> tuple[LifeLine, ...]:
        """Lines of which a later stage exceeds an earlier one."""
        return () if isinstance(self.lines, Lack) else tuple(line for line in self.lines if line.exceeded)


def life(analyses: Analyses) -> Life | Lack:
    """Lines at the end of the period, and the steps as they were last stated."""
    lines, steps = _lines(analyses), _steps(analyses)
    if isinstance(lines, Lack) and isinstance(steps, Lack):
        return lines
    known = () if isinstance(lines, Lack) else lines
    spent = [line for line in known if line.group != INCOME]
    totals = {stage: added(line.stages[stage] for line in spent) for stage in STAGES} if spent else {}
    return Life(lines, steps, totals)


def _lines(analyses: Analyses) -> tuple[LifeLine, ...] | Lack:
    rows = tables.at_end(analyses, LINES)
    return rows if isinstance(rows, Lack) else tuple(life_line(row) for row in rows.values())


def life_line(row: Row) -> LifeLine:
    """A row of the table."""
    group = row.words.get("line_class", "")
    stages = {stage: row.figure(stage) for stage in STAGES}
    exceeded = () if group == INCOME else tuple(_exceeded(stages))
    return LifeLine(
        row.key,
        group,
        row.words.get("line_owner", ""),
        stages,
        stages["approved"] - stages["compiled"],
        stages["adjusted"] - stages["approved"],
        stages["adjusted"] - stages["booked"],
        exceeded,
        row.words.get("line_remark", ""),
    )


def _exceeded(stages: Mapping[str, Figure]) -> Iterator[Exceeded]:
    """Neighbouring known stages; a blank one is passed over, as it proves nothing."""
    known = [(stage, value) for stage in SPENDING if (value := stages[stage].value) is not None]
    for (earlier, before), (later, after) in pairwise(known):
        if after - before > FEN:
            yield Exceeded(earlier, later, after - before)


def _steps(analyses: Analyses) -> tuple[Step, ...] | Lack:
    rows = tables.in_force(analyses, STEPS)
    if isinstance(rows, Lack):
        return rows
    order = list(analyses.material.catalog.registers[STEPS].columns["step"].choices)
    today = analyses.books.last_day.isoformat()
    found = (_step(row, today) for row in rows.values())
    return tuple(sorted(found, key=lambda step: order.index(step.id)))


def _step(row: Row, today: str) -> Step:
    day, state = row.words.get("step_date", ""), row.words.get("step_state", "")
    late = state == "open" and bool(day) and day < today
    return Step(row.key, day, state, row.words.get("step_owner", ""), row.words.get("note", ""), late)
