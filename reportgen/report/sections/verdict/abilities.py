"""The abilities on page 1: bullets with scores, and the bridge from the score before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis import ScoreBridge, score_bridge
from reportgen.model import printing
from reportgen.report import marks
from reportgen.report.calendar_words import period_short
from reportgen.report.charts import Step
from reportgen.report.charts import bridge as draw_bridge
from reportgen.report.desk import gradings
from reportgen.report.desk.scale import bullet_bands
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredAbility
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import Context, Picture


@dataclass(frozen=True)
class AbilityRow:
    """One ability: its weight, the bullet behind its score, its grade."""

    name: Text
    weight: str
    bullet: str | None
    score: str
    grade: Grade | None


@dataclass(frozen=True)
class Bridge:
    """How the score before became this one; `labels` stand beside the picture, row by row."""

    title: Text
    labels: tuple[Text, ...]
    picture: Picture
    note: Text


def rows(context: Context) -> tuple[AbilityRow, ...]:
    """The abilities in the order of the scheme."""
    earlier = {a.id: a.score for a in context.before.abilities} if context.before else {}
    return tuple(_row(context, ability, earlier.get(ability.id)) for ability in context.evaluation.abilities)


def _row(context: Context, ability: ScoredAbility, before: float | None) -> AbilityRow:
    weight = printing.number(ability.weight, 1, times=printing.PERCENT)
    if ability.score is None:
        return AbilityRow(ability.name, weight, None, printing.DASH, None)
    drawing = marks.bullet(ability.score, before, None, bullet_bands(context))
    source = context.mark(f"bullet-{ability.id}", drawing)
    return AbilityRow(ability.name, weight, source, context.score(ability.score), ability.grade)


def bridge(context: Context) -> Bridge | None:
    """The bridge, or None without an earlier result."""
    found = score_bridge(context.before, context.evaluation) if context.before else None
    if found is None:
        return None
    names = {ability.id: ability.name for ability in context.evaluation.abilities}
    moved = [step for step in found.abilities if step.id in names]
    steps = [
        Step(found.before, context.score(found.before), is_total=True),
        *[Step(step.change, context.points(step.change), sense=_sense(context, step.change)) for step in moved],
        Step(found.after, context.score(found.after), is_total=True),
    ]
    chart = draw_bridge(steps, _alternative(context, found, names), ink(), width_mm=38, row_mm=5.6)
    before, now = period_short(found.before_period), period_short(found.after_period)
    return Bridge(
        title=_title(context, found.change),
        labels=(before, *[names[step.id] for step in moved], now),
        picture=context.picture("bridge", chart),
        note=gradings.noted(context, context.say("bridge.note"), found.change, [step.change for step in moved]),
    )


def _sense(context: Context, change: float) -> int:
    if context.points(change) == context.points(0.0):
        return 0
    return 1 if change > 0 else -1


def _title(context: Context, change: float) -> Text:
    sense = _sense(context, change)
    if not sense:
        return context.say("bridge.title.same")
    return context.say(f"bridge.title.{'up' if sense > 0 else 'down'}", change=context.points(abs(change), sign=False))


def _alternative(context: Context, found: ScoreBridge, names: dict[str, Text]) -> str:
    parts = [context.say("bridge.alt.step", name=names[s.id], change=context.points(s.change))
             for s in found.abilities if s.id in names]  # fmt: skip
    steps = context.say.join(parts, "list.comma_only")
    return context.text("bridge.alt", before=context.score(found.before), steps=steps, after=context.score(found.after))
