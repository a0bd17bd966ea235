"""What is missing could have changed, which indicators decide the grade, and where rounding does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model import printing

if TYPE_CHECKING:
    from reportgen.analysis.gaps import Gap, Influence
    from reportgen.analysis.robustness import Robustness
    from reportgen.model.definition import Text
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import Context


@dataclass(frozen=True)
class GapRow:
    """A missing indicator: totals and grades if it had earned nothing, and if it had earned everything."""

    name: Text
    reason: Text
    weight: str
    lowest: str
    worst: Grade
    highest: str
    best: Grade


@dataclass(frozen=True)
class DecidingRow:
    """An indicator without which the grade is another one."""

    name: Text
    total: str
    grade: Grade


@dataclass(frozen=True)
class Gaps:
    """Missing indicators, deciding ones, and rounding; `decides_none` where leaving out one changes nothing."""

    title: Text
    rows: tuple[GapRow, ...]
    none: Text | None
    deciding: tuple[DecidingRow, ...]
    decides_none: Text | None
    rounding: tuple[Text, ...]


def gaps(context: Context, found: Robustness) -> Gaps:
    """All three, from the same evaluation."""
    rows = tuple(_gap(context, one) for one in found.gaps)
    deciding = tuple(_deciding(context, one) for one in found.influences if one.decides)
    return Gaps(
        title=context.say("sure.gap.title", n=len(rows)) if rows else context.say("sure.gap.title.none"),
        rows=rows,
        none=None if rows else context.say("sure.gap.none"),
        deciding=deciding,
        decides_none=context.say("sure.decides.none") if found.influences and not deciding else None,
        rounding=_rounding(context, found),
    )


def _gap(context: Context, one: Gap) -> GapRow:
    reason = context.reason(one.reason) if one.reason is not None else context.say("reason.missing_input")
    weight = printing.number(one.weight, 2, times=printing.PERCENT)
    low, high = context.score(one.lowest), context.score(one.highest)
    return GapRow(context.name(one.id), reason, weight, low, one.grades[0], high, one.grades[1])


def _deciding(context: Context, one: Influence) -> DecidingRow:
    return DecidingRow(context.name(one.id), context.score(one.without), one.grade)


def _rounding(context: Context, found: Robustness) -> tuple[Text, ...]:
    if found.rounding is None or not context.material.scheme.grades:
        return ()
    key = "decides" if found.rounding.decides else "none"
    margin = _margin(found.rounding.margin, context.material.scheme.decimals)
    lines = [context.say(f"sure.rounding.{key}", margin=margin)]
    if found.rounding.indicators:
        names = context.say.join([context.named(name) for name in found.rounding.indicators])
        lines.append(context.say("sure.rounding.levels", names=names))
    return tuple(lines)


def _margin(margin: float, decimals: int) -> str:
    """With two decimals more than a score, since it is rounding that is judged."""
    return printing.number(abs(margin), decimals + 2)
