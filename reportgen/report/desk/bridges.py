"""A bridge with its caption and the names of its steps, from one figure to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.report.charts import Step, bridge
from reportgen.report.desk.sheet import Figure
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe

BAR_MM: Final = 86.0
ROW_MM: Final = 5.6


@dataclass(frozen=True)
class End:
    """Where a bridge begins or ends: its words and its value in the base unit."""

    name: Text
    value: float


@dataclass(frozen=True)
class Move:
    """One step: what it is of, and its amount in the base unit."""

    name: Text
    amount: float


def bridge_figure(  # noqa: PLR0913 - a bridge has these parts
    scribe: Scribe, name: str, words: Text, ends: tuple[End, End], moves: Sequence[Move], form: str, note: Text
) -> Figure:
    """The drawing; steps are neither good nor bad by themselves, so that none is coloured."""
    context, (before, after) = scribe.context, ends
    printed = [scribe.write(move.amount, form, sign=True) for move in moves]
    first = scribe.write(before.value, form)
    last = scribe.write(after.value, form)
    steps = [
        Step(before.value, first, is_total=True),
        *(Step(move.amount, text) for move, text in zip(moves, printed, strict=True)),
        Step(after.value, last, is_total=True),
    ]
    told = [context.say("bridge.alt.step", name=m.name, change=text) for m, text in zip(moves, printed, strict=True)]
    listed = context.say.join(told, "list.comma_only") if told else context.say("bridge.alt.unmoved")
    alt = context.text("bridge.alt.named", name=words, before=first, steps=listed, after=last)
    picture = context.picture(f"{scribe.section}-{name}", bridge(steps, alt, ink(), width_mm=BAR_MM, row_mm=ROW_MM))
    labels = (before.name, *(move.name for move in moves), after.name)
    return Figure(context.figure(scribe.section, words), picture, note, labels)
