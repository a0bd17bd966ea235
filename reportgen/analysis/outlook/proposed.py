"""Measures as proposals to the board: which of the register may be printed, what each brings net, and all together.

A measure is proposed where its indicator can be moved, its aim is at or beyond the median of the peers, and the step is
no longer than the longest that a peer or the hospital itself is known to have made in twelve months; back to where the
hospital itself stood a year ago is never too far, for that step was lost in twelve months too.

Points are net where it is known which amounts move: days of receivables and stocks turn a balance into cash, shares of
expense lower the expense and raise the surplus. Every indicator is then scored again, not that of the measure alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.comparison.against import SIGN
from reportgen.analysis.draws import Rescoring
from reportgen.analysis.outlook.what_if import (
    BALANCES,
    EXPENSE_TOTALS,
    GOODS,
    SURPLUS,
    Shifted,
    base_total,
    score_moves,
    shifted,
)
from reportgen.model.period import MONTHS, Period
from reportgen.scoring.standards import edges, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses, Material
    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.model.results import ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.model.values import IndicatorValues

CASH: Final = ("cash_and_bank", "cash_and_equivalents", "bank_deposits")
ALL: Final = "all"


class MovedMoney(StrEnum):
    """What reaching an aim does to amounts."""

    HELD = "held"  # a balance becomes cash
    SPENT = "spent"  # an expense is saved
    SHARE = "share"  # an expense that is judged as a share of all expense is saved


MOVES: Final[Mapping[str, tuple[MovedMoney, tuple[str, ...]]]] = {
    "receivable_turnover_days": (MovedMoney.HELD, ("accounts_receivable_net", "accounts_receivable_gross")),
    "inventory_turnover_days": (MovedMoney.HELD, ("inventories",)),
    "admin_expense_rate": (MovedMoney.SHARE, ("admin_expense",)),
    "consumables_per_100_medical_income": (MovedMoney.SPENT, ("consumables_expense", *GOODS)),
}
"""Indicators whose value follows from one amount, and the items that move with it, that amount first."""


class NotProposed(StrEnum):
    """Why a measure of the register is no proposal."""

    NO_AIM = "no_aim"  # none is written, or it is reached
    NO_LEVER = "no_lever"  # the indicator follows from others
    BEHIND = "behind"  # the aim is worse than the median of the peers
    TOO_FAR = "too_far"  # nobody is known to have come so far in a year


@dataclass(frozen=True)
class SetAside:
    """A measure that is not proposed; `longest` is the longest step seen, where its own is too long."""

    action: Action
    why: NotProposed
    longest: float | None = None


@dataclass(frozen=True)
class ProposedStep:
    """One measure that may be proposed.

    Attributes:
        value, aim: of its indicator, now and as promised.
        points: of the total, net of what the same money does to other indicators; None where it is not scored.
        is_net: whether other indicators were counted again.
        money, freed: how amounts move and by how much; saved: in a whole year. None where that is not known.
    """

    action: Action
    value: float
    aim: float
    points: float | None = None
    is_net: bool = False
    money: MovedMoney | None = None
    freed: float | None = None
    saved: float | None = None


@dataclass(frozen=True)
class Proposed:
    """Measures that may be proposed, late ones first; the others by the reason why not.

    Attributes:
        points: of all together, counted once; None without any.
        score, grade: the total with all of them.
    """

    steps: tuple[ProposedStep, ...]
    left_out: tuple[SetAside, ...] = ()
    points: float | None = None
    score: float | None = None
    grade: Grade | None = None


def proposed(analyses: Analyses) -> Proposed | Unavailable:
    """The open measures of the register that pass, with what they bring."""
    found: FollowUp | Unavailable = analyses["signals.follow_up"]
    if isinstance(found, Unavailable):
        return found
    judged = [(one, _set_aside(analyses, one)) for one in found.actions if one.is_open]
    kept = [one for one, aside in judged if aside is None]
    left = tuple(aside for _, aside in judged if aside is not None)
    return _counted(analyses, [_step(analyses.books, one) for one in kept], left)


def _set_aside(analyses: Analyses, action: Action) -> SetAside | None:
    """Why a measure is no proposal; None where it is one."""
    material = analyses.material
    row = _row(material, action.indicator)
    sign = _side(row) if row is not None else SIGN.get(material.catalog.indicators[action.indicator].direction)
    value, aim = action.now.value, action.expected
    if value is None or aim is None or not sign or sign * aim <= sign * value:
        return SetAside(action, NotProposed.NO_AIM)
    if material.catalog.indicators[action.indicator].not_lever:
        return SetAside(action, NotProposed.NO_LEVER)
    if row is not None and row.peer is not None and sign * aim < sign * row.peer.median:
        return SetAside(action, NotProposed.BEHIND)
    before = analyses.books.indicator(action.indicator, analyses.books.now.previous_year()).value
    if before is not None and sign * aim <= sign * before:
        return None
    longest = longest_step(material, action.indicator, sign)
    is_beyond = longest is not None and sign * (aim - value) > longest
    return SetAside(action, NotProposed.TOO_FAR, longest) if is_beyond else None


def is_reached(analyses: Analyses, action: Action) -> bool | None:
    """Whether what was promised of a measure is reached; towards a range too. None where that cannot be said."""
    row = _row(analyses.material, action.indicator)
    value, aim = action.now.value, action.expected
    if action.is_reached is not None or row is None or value is None or aim is None:
        return action.is_reached
    sign = _side(row)
    return sign * value >= sign * aim


def _row(material: Material, indicator: str) -> ScoredIndicator | None:
    return next((one for one in material.evaluation.indicators if one.id == indicator), None)


def _side(row: ScoredIndicator) -> int:
    """To which side an indicator becomes better; of a range towards it, 0 inside."""
    if row.direction in SIGN:
        return SIGN[row.direction]
    if row.value is None or row.standards is None:
        return 0
    low, high = (float(side[0]) for side in edges(row.standards, row.direction))
    return 1 if row.value < low else -1 if row.value > high else 0


def longest_step(material: Material, indicator: str, sign: int) -> float | None:
    """The longest step to a side that the hospital or a peer made from a period to the same one a year later."""
    known = [_steps(values, indicator) for values in (material.values, material.peers) if values is not None]
    steps = [sign * step for found in known for step in found]
    return max(steps, default=None)


def _steps(values: IndicatorValues, indicator: str) -> Iterator[float]:
    if indicator not in values.values.columns:
        return
    column = values.values[indicator]
    pairs = zip(column.index, column.to_numpy(dtype=np.float64), strict=True)
    known = {(str(who), str(when)): float(one) for (who, when), one in pairs if np.isfinite(one)}
    for (who, when), later in known.items():
        earlier = known.get((who, str(Period.parse(when).previous_year())))
        if earlier is not None:
            yield later - earlier


def _step(books: Books, action: Action) -> ProposedStep:
    """A measure with the money that moves, where its indicator tells it."""
    assert action.now.value is not None
    assert action.expected is not None
    bare = ProposedStep(action, action.now.value, action.expected)
    if action.indicator not in MOVES:
        return bare
    money, items = MOVES[action.indicator]
    freed = _freed(books, money, items[0], bare)
    if freed is None or freed <= 0:
        return bare
    saved = None if money is MovedMoney.HELD else freed * MONTHS / books.now.months_elapsed
    return ProposedStep(action, bare.value, bare.aim, None, False, money, freed, saved)  # noqa: FBT003 - in their order


def _freed(books: Books, money: MovedMoney, item: str, step: ProposedStep) -> float | None:
    """The amount by which a balance or an expense to date is lower once the aim is reached."""
    share = 1 - step.aim / step.value
    if money is MovedMoney.HELD:
        return books.average(item).times(share).value
    spent, whole = books.to_date(item), books.to_date("total_expense")
    if money is MovedMoney.SPENT:
        return spent.times(share).value
    # (spent − x) / (whole − x) = aim
    return (spent - whole.times(step.aim)).times(1 / (1 - step.aim)).value


def _moved(step: ProposedStep) -> dict[str, float]:
    """The changes of items that a step makes."""
    if step.money is None or step.freed is None:
        return {}
    items = MOVES[step.action.indicator][1]
    if step.money is MovedMoney.HELD:
        return dict.fromkeys(items, -step.freed) | dict.fromkeys(CASH, step.freed)
    lower = dict.fromkeys((*items, *EXPENSE_TOTALS), -step.freed)
    return lower | dict.fromkeys((*SURPLUS, *BALANCES), step.freed)


@dataclass(frozen=True, eq=False)
class _Counter:
    """Counts the total again with steps done."""

    rescoring: Rescoring
    after: Shifted
    columns: Mapping[str, int] = field(default_factory=dict)

    def points(self, scenario: str, steps: list[ProposedStep]) -> float:
        """The change of the total in a scenario, the indicators of its steps at their aims."""
        recount, scores = self.rescoring.recount, self.rescoring.recount.scores.copy()
        for column, one in score_moves(self.rescoring, scenario, self.after) if self.after.values is not None else ():
            scores[column] = one.score_after
        for step in steps:
            if step.action.indicator in self.columns:
                own = self.columns[step.action.indicator]
                scores[own] = self.rescoring.scores(own, np.array([step.aim]))[0]
        return float(recount.totals(recount.weights, scores)[0] - base_total(self.rescoring))


def _counted(analyses: Analyses, steps: list[ProposedStep], left: tuple[SetAside, ...]) -> Proposed:
    """Points of each step and of all; of two measures for one indicator the first counts in the sum."""
    material = analyses.material
    evaluation, scheme = material.evaluation, material.scheme
    if evaluation.score is None or not steps:
        return Proposed(tuple(steps), left)
    rescoring = Rescoring.of(evaluation, scheme)
    columns = {evaluation.indicators[column].id: column for column in rescoring.movable()}
    single = list({step.action.indicator: step for step in reversed(steps)}.values())[::-1]
    changes = {str(number): moved for number, step in enumerate(steps) if (moved := _moved(step))}
    together: dict[str, float] = {}
    for step in single:
        for item, change in _moved(step).items():
            together[item] = together.get(item, 0.0) + change
    counter = _Counter(rescoring, shifted(analyses, changes | ({ALL: together} if together else {})), columns)
    done = [_with_points(counter, str(number), step, str(number) in changes) for number, step in enumerate(steps)]
    if all(one.points is None for one in done):
        return Proposed(tuple(done), left)
    points = counter.points(ALL, [step for step in single if step.action.indicator in columns])
    score = evaluation.score + points
    grade = verdict(score, scheme.grades, scheme.decimals).grade if scheme.grades else None
    return Proposed(tuple(done), left, points, score, grade)


def _with_points(counter: _Counter, scenario: str, step: ProposedStep, is_net: bool) -> ProposedStep:  # noqa: FBT001
    if step.action.indicator not in counter.columns:
        return step
    points = counter.points(scenario, [step])
    return ProposedStep(step.action, step.value, step.aim, points, is_net, step.money, step.freed, step.saved)
