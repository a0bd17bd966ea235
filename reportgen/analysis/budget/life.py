"""From what was asked for to what was booked, line by line; steps of the procedure with date, state and owner.

Original and adjusted budget, line by line, and when each line was adjusted.

Rate of adjustment = (adjusted − original) / original.

What was carried over: the statement of carry-overs as a bridge, and what projects did with it.

Opening + adjustment + change of the year = closing, to the fen, for fiscal funds, for other funds and for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Facts, Figure, Unavailable, added
from reportgen.analysis.budget.applications import budget_lines
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period

LINES: Final = "budget_lines"
STEPS: Final = "budget_steps"
STAGES: Final = ("compiled", "approved", "adjusted", "requested", "reimbursed", "line_paid", "booked")
SPENDING: Final = ("adjusted", "requested", "reimbursed", "line_paid", "booked")
"""Stages of which none may exceed the one before it, for lines that are spent."""
INCOME: Final = "income"
DONE: Final = "done"


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
class ProcedureStep:
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

    @property
    def overdue(self) -> str:
        """Its status `late` where it is, else nothing."""
        return "late" if self.late else ""


@dataclass(frozen=True)
class StageSum:
    """A stage of the budget and its amount over all lines that are spent."""

    id: str
    amount: float


@dataclass(frozen=True)
class BlankStage:
    """A stage that lines leave blank, and how many of them."""

    id: str
    lines: int


@dataclass(frozen=True)
class Life:
    """The budget's life.

    Attributes:
        lines: in the order of the table; steps: in the order of the procedure.
        totals: sums of a stage over expense and capital, missing as soon as one line lacks it.
    """

    lines: tuple[LifeLine, ...] | Unavailable
    steps: tuple[ProcedureStep, ...] | Unavailable
    totals: Mapping[str, Figure]

    @property
    def disordered(self) -> tuple[LifeLine, ...]:
        """Lines of which a later stage exceeds an earlier one."""
        return () if isinstance(self.lines, Unavailable) else tuple(line for line in self.lines if line.exceeded)

    @property
    def sums(self) -> tuple[StageSum, ...]:
        """Stages whose sum is known."""
        known = [(stage, one.value) for stage, one in self.totals.items()]
        return tuple(StageSum(stage, value) for stage, value in known if value is not None)

    @property
    def blank(self) -> BlankStage | None:
        """The first of the adjusted budget and what was booked that lines leave blank, so that it has no sum."""
        spent = [] if isinstance(self.lines, Unavailable) else [one for one in self.lines if one.group != INCOME]
        blank = {stage: sum(one.stages[stage].value is None for one in spent) for stage in ("adjusted", "booked")}
        return next((BlankStage(stage, count) for stage, count in blank.items() if count), None)

    @property
    def execution(self) -> Figure:
        """What was booked over the adjusted budget."""
        none = Figure.missing()
        return self.totals.get("booked", none).over(self.totals.get("adjusted", none))

    @property
    def late(self) -> int:
        """How many steps are late."""
        return 0 if isinstance(self.steps, Unavailable) else sum(step.late for step in self.steps)


def life(analyses: Analyses) -> Life | Unavailable:
    """Lines at the end of the period, and the steps as they were last stated."""
    lines, steps = _lines(analyses), _steps(analyses)
    if isinstance(lines, Unavailable) and isinstance(steps, Unavailable):
        return lines
    known = () if isinstance(lines, Unavailable) else lines
    spent = [line for line in known if line.group != INCOME]
    totals = {stage: added(line.stages[stage] for line in spent) for stage in STAGES} if spent else {}
    return Life(lines, steps, totals)


def _lines(analyses: Analyses) -> tuple[LifeLine, ...] | Unavailable:
    rows = budget_lines(analyses)
    return rows if isinstance(rows, Unavailable) else tuple(life_line(row) for row in rows.values())


def life_line(row: RegisterRow) -> LifeLine:
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
        if after - before > HALF_A_FEN:
            yield Exceeded(earlier, later, after - before)


def _steps(analyses: Analyses) -> tuple[ProcedureStep, ...] | Unavailable:
    rows = tables.in_force(analyses, STEPS)
    if isinstance(rows, Unavailable):
        return rows
    order = list(analyses.material.catalog.registers[STEPS].columns["step"].choices)
    today = analyses.books.last_day.isoformat()
    found = (_step(row, today) for row in rows.values())
    return tuple(sorted(found, key=lambda step: order.index(step.id)))


def _step(row: RegisterRow, today: str) -> ProcedureStep:
    day, state = row.words.get("step_date", ""), row.words.get("step_state", "")
    late = state == "open" and bool(day) and day < today
    return ProcedureStep(row.key, day, state, row.words.get("step_owner", ""), row.words.get("note", ""), late)


@dataclass(frozen=True)
class AdjustedLine:
    """A line with its original and its adjusted budget; since: the first month's sheet that shows the last change."""

    id: str
    group: str
    owner: str
    original: Figure
    adjusted: Figure
    change: Figure
    rate: Figure
    since: str

    @property
    def is_changed(self) -> bool:
        """Whether the line was adjusted."""
        return self.change.value is not None and abs(self.change.value) > HALF_A_FEN


@dataclass(frozen=True)
class Adjustments:
    """All lines in the order of the table, and the sums of those that are spent and of income.

    Attributes:
        moved: what lines gave up to others, money: the smaller of all increases and all decreases of spending.
    """

    lines: tuple[AdjustedLine, ...]
    spending: AdjustedLine
    income: AdjustedLine
    moved: Figure

    @property
    def changed(self) -> tuple[AdjustedLine, ...]:
        """Lines that were adjusted, largest change first."""
        found = [line for line in self.lines if line.is_changed]
        return tuple(sorted(found, key=lambda line: (-abs(line.change.value or 0.0), line.id)))


def adjustments(analyses: Analyses) -> Adjustments | Unavailable:
    """Adjustments up to the end of the period."""
    rows = budget_lines(analyses)
    if isinstance(rows, Unavailable):
        return rows
    sheets = tables.sheets_to_date(analyses, LINES)
    lines = tuple(_line(row, since(row.key, sheets)) for row in rows.values())
    spent = [line for line in lines if line.group != INCOME]
    return Adjustments(
        lines,
        _total("spending", spent),
        _total(INCOME, [line for line in lines if line.group == INCOME]),
        moved([line.change for line in spent]),
    )


def adjusted(  # noqa: PLR0913 - a line has so many parts
    identifier: str, group: str, original: Figure, new: Figure, owner: str = "", when: str = ""
) -> AdjustedLine:
    """A line from its two amounts."""
    change = new - original
    return AdjustedLine(identifier, group, owner, original, new, change, change.over(original), when)


def moved(changes: list[Figure]) -> Figure:
    """What was shifted between lines while their sum stayed; missing as soon as one change is."""
    up = added(one if (one.value or 0.0) >= 0 or one.value is None else one.times(0.0) for one in changes)
    down = added(-one if (one.value or 0.0) <= 0 or one.value is None else one.times(0.0) for one in changes)
    if up.value is None or down.value is None:
        return up if up.value is None else down
    return up if up.value <= down.value else down


def since(line: str, sheets: Mapping[str, Mapping[str, RegisterRow]]) -> str:
    """The first month whose sheet has the budget in force now; "" where no earlier sheet shows another one."""
    seen = [(when, rows[line].figure("adjusted").value) for when, rows in sheets.items() if line in rows]
    for (_, before), (when, after) in reversed(list(pairwise(seen))):
        if before is not None and after is not None and abs(after - before) > HALF_A_FEN:
            return when
    return ""


def _line(row: RegisterRow, when: str) -> AdjustedLine:
    group, owner = row.words.get("line_class", ""), row.words.get("line_owner", "")
    return adjusted(row.key, group, row.figure("approved"), row.figure("adjusted"), owner, when)


def _total(identifier: str, lines: list[AdjustedLine]) -> AdjustedLine:
    return adjusted(identifier, identifier, added(x.original for x in lines), added(x.adjusted for x in lines))


PROJECTS: Final = "projects"
PARTS: Final = {
    "all": ("bco_open", "bco_adjust", "bco_change", "bco_close"),
    "fiscal": ("bco_open_fiscal", "bco_adjust_fiscal", "bco_change_fiscal", "fiscal_carryover"),
    "other": ("bco_open_other", "bco_adjust_other", "bco_change_other", "bco_close_other"),
}
"""Opening, adjustment, change and closing on the statement of budget carry-overs."""
YEARS_BACK: Final = 3


@dataclass(frozen=True)
class CarriedFunds:
    """One kind of funds over a year: opening + adjustment + change = closing."""

    id: str
    opening: Figure
    adjustment: Figure
    change: Figure
    closing: Figure


@dataclass(frozen=True)
class CarriedProject:
    """A project with money of earlier years.

    Attributes:
        used: the part of what was carried in that has been spent, taking the oldest money first.
        left: carried in and not spent yet.
    """

    id: str
    name: str
    carried_in: Figure
    used: Figure
    left: Figure


@dataclass(frozen=True)
class CarryOver:
    """Carry-overs of the newest year with a statement, and of the projects at the end of the period.

    Attributes:
        year: of the statement.
        rate: closing fiscal carry-over over opening carry-over plus the year's appropriation, as the indicator has it.
    """

    year: str
    funds: tuple[CarriedFunds, ...] | Unavailable
    rate: Figure
    projects: tuple[CarriedProject, ...] | Unavailable


def carry_over(analyses: Analyses) -> CarryOver | Unavailable:
    """The statement and the projects; `Unavailable` where there is neither."""
    books = analyses.books
    year = _newest(books)
    funds = _funds(books, year)
    rows = tables.at_end(analyses, PROJECTS)
    projects = rows if isinstance(rows, Unavailable) else tuple(carried(row) for row in rows.values())
    if isinstance(funds, Unavailable) and isinstance(projects, Unavailable):
        return funds
    return CarryOver(str(year), funds, books.indicator("carryover_rate", year), projects)


def carried(row: RegisterRow) -> CarriedProject:
    """What a project has used of its older money."""
    brought, spent = row.figure("carried_in"), row.figure("project_spent")
    both = brought - spent
    used = both if both.value is None else brought if both.value < 0 else spent
    return CarriedProject(row.key, row.words.get("project_name", row.key), brought, used, brought - used)


def _newest(books: Books) -> Period:
    """The newest year not after the period whose statement is there; the present one where none is."""
    for back in range(YEARS_BACK + 1):
        year = books.now.fiscal_year.previous_year(back)
        if books.to_date(PARTS["all"][-1], year).value is not None:
            return year
    return books.now.fiscal_year


def _funds(books: Books, year: Period) -> tuple[CarriedFunds, ...] | Unavailable:
    found = []
    for name, items in PARTS.items():
        figures = [books.to_date(item, year) for item in items]
        opening, adjustment, change, closing = figures
        gap = (opening + adjustment + change - closing).value
        if gap is None:
            lost = next(item for item, one in zip(items, figures, strict=True) if one.value is None)
            return Unavailable("item_of", Reason.MISSING_INPUT, {"item": books.item(lost).name, "period": str(year)})
        if abs(gap) > HALF_A_FEN:
            facts: Facts = {"item": books.item(items[-1]).name, "gap": gap}
            return Unavailable("carry_over", Reason.INVALID_INPUT, facts, closing.places)
        found.append(CarriedFunds(name, opening, adjustment, change, closing))
    return tuple(found)
