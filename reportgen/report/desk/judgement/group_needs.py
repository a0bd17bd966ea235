"""Hospitals of a group that need help, by how pressing it is, with their money.

First those at a red warning line, then low and poor grades, then large falls, then those without a rank; among
hospitals of one kind of need the one with the largest income comes first, for a large hospital is a large need.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.group.league import RANKED_FROM, is_fit
from reportgen.analysis.group.tiers import shifts
from reportgen.model.known import count, under
from reportgen.model.period import Period
from reportgen.report.desk.grades.gradings import WEAK, why_no_total
from reportgen.report.desk.judgement import group_causes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.analysis.material import Material
    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.model.definition import Text
    from reportgen.report.desk.grades.group import GroupContext

FALL: Final = 5.0
"""Points: a total that fell by more is a need, whatever the grade still is."""
INCOMES: Final = ("total_income", "medical_income")
"""The first that most of the hospitals report is their income."""
YEARS: Final = 3
"""Of the course that tells whether a line was reached of a sudden."""
LOANS: Final = ("short_term_loans", "long_term_loans")


class KindOfNeed(StrEnum):
    """Why a hospital needs help, the most pressing first."""

    RED = "red"
    WEAK = "weak"
    FALL = "fall"
    DATA = "data"


@dataclass(frozen=True)
class NeedyHospital:
    """One hospital that needs help.

    Attributes:
        lines: indicators that reach a red warning line.
        change: of its total since the period before, in points; None where it has no rank or the two do not compare.
        money: income, surplus, cash and loans, in units of currency; None for what is not known.
    """

    member: Material
    need: KindOfNeed
    lines: tuple[str, ...]
    change: float | None
    money: Mapping[str, float | None]

    @property
    def hospital(self) -> str:
        """Its id."""
        return self.member.entity


def needy(desk: GroupContext) -> list[NeedyHospital]:
    """All that need help, the most pressing first."""
    income, changes = income_item(desk), shifts(desk.material).changes
    every = (_needy(desk, member, changes.get(member.entity), income) for member in desk.material.members)
    found = [one for one in every if one is not None]
    order = list(KindOfNeed)
    return sorted(found, key=lambda one: (order.index(one.need), -(one.money["income"] or 0.0), one.hospital))


@dataclass(frozen=True)
class SharedLine:
    """The red warning line that most hospitals in need have reached."""

    indicator: str
    value: float


def shared_line(found: Sequence[NeedyHospital]) -> SharedLine | None:
    """The line that most of them have reached; None where nobody has reached one."""
    reached = Counter(indicator for one in found for indicator in one.lines)
    if not reached:
        return None
    indicator = reached.most_common(1)[0][0]
    risks = (one.member.analysis["signals.risks"] for one in found if indicator in one.lines)
    line = next(warned.line for risk in risks for warned in risk.warned if warned.indicator == indicator)
    return SharedLine(indicator, line)


def course(desk: GroupContext, one: NeedyHospital, indicator: str) -> tuple[float | None, ...]:
    """An indicator of a hospital in this period and the same one of the years before, oldest first."""
    now, member = Period.parse(desk.material.period), one.member
    periods = [*(str(now.previous_year(back)) for back in range(YEARS - 1, 0, -1)), member.period]
    found = (member.values.at(indicator, member.entity, period).value for period in periods)
    own = desk.handles[member.entity]
    return tuple(None if value is None else under(value, f"{own}.indicator.{indicator}") for value in found)


def next_step(one: NeedyHospital) -> Action | None:
    """The first of its measures that are still open, late ones before others; None where the register has none."""
    found: FollowUp | Unavailable = one.member.analysis["signals.follow_up"]
    if isinstance(found, Unavailable):
        return None
    return next((action for action in found.actions if action.is_open), None)


def kinds(desk: GroupContext, found: Sequence[NeedyHospital], absent: Sequence[str] = ()) -> Text:
    """How many there are of each kind of need, as a clause; hospitals without any data are short of data."""
    told: list[Text] = []
    for need in KindOfNeed:
        of = [one.hospital for one in found if one.need is need]
        if n := count((*of, *(absent if need is KindOfNeed.DATA else ()))):
            is_further = bool(told) and need is KindOfNeed.WEAK  # those at a red line may have a low grade as well
            told.append(desk.say(f"group.needs.kind.{need}{'.more' if is_further else ''}", n=n))
    return desk.say.join(told, "list.comma")


def one_by_one(desk: GroupContext, listed: Sequence[NeedyHospital]) -> Text:
    """The title over those that are told of by themselves; where the list of needs has more, both numbers stand."""
    n = desk.count((one.hospital for one in listed), "grade")
    every = count((*(one.hospital for one in needy(desk)), *desk.material.absent))
    key = f"group.attention.headline{'' if every == n else '.some'}"
    return desk.say(key, n=n, **({} if every == n else {"of": every}), kinds=kinds(desk, listed))


def income_item(desk: GroupContext) -> str:
    """The item that is income for most of the hospitals."""
    known = Counter(
        item
        for member in desk.material.members
        for item in INCOMES
        if member.analysis.books.to_date(item).value is not None
    )
    return max(INCOMES, key=lambda item: (known[item], item == INCOMES[0]))


def _needy(desk: GroupContext, member: Material, change: float | None, income: str) -> NeedyHospital | None:
    lines = group_causes.red_lines(desk, member)
    need = _need(member, lines, change)
    if need is None:
        return None
    books = member.analysis.books
    loans = [books.to_date(item).value for item in LOANS]
    money = {
        "income": books.to_date(income).value,
        "surplus": books.to_date("period_surplus").value,
        "cash": books.to_date("cash_and_bank").value,
        "loans": None if None in loans else fsum(one for one in loans if one is not None),
    }
    return NeedyHospital(member, need, lines, change, money)


def _has_its_data(member: Material) -> bool:
    """Whether something else than data stopped the total: the figures of the hospital are there."""
    is_scored = member.evaluation.score is not None
    return not is_scored and member.quality.completeness >= RANKED_FROM and why_no_total(member.evaluation) != "data"


def _need(member: Material, lines: tuple[str, ...], change: float | None) -> KindOfNeed | None:
    """The most pressing of the reasons; None without any."""
    if lines:
        return KindOfNeed.RED
    if not is_fit(member):
        return None if _has_its_data(member) else KindOfNeed.DATA
    if member.evaluation.grade in WEAK:
        return KindOfNeed.WEAK
    return KindOfNeed.FALL if change is not None and change < -FALL else None
