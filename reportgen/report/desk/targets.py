"""What the hospital set itself for indicators, held against what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet import Column, Line, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.targets import Target
    from reportgen.report.desk.context import Context


def aimed(context: Context) -> Iterator[tuple[str, Target]]:
    """The target of the period for each indicator that has one, or else that of its year."""
    targets, year = context.material.targets, str(context.period.fiscal_year)
    for name in dict.fromkeys(name for name, _ in targets):
        found = targets.get((name, context.material.period)) or targets.get((name, year))
        if found is not None and name in context.material.catalog.indicators:
            yield name, found


def targets_table(context: Context, section: str) -> list[Table]:
    """Actual, target and gap of each; nothing where the hospital set itself none."""
    say, notes = context.say, Notes()
    lines = [_line(context, name, target, notes) for name, target in aimed(context)]
    if not lines:
        return []
    columns = (
        Column(say("targets.head.indicator"), 62), Column(say("scorecard.head.unit"), 18, "c"),
        Column(say("targets.head.kind"), 32), Column(say("targets.head.actual"), 20, "n"),
        Column(say("targets.head.target"), 20, "n"), Column(say("targets.head.gap"), 20, "n"),
    )  # fmt: skip
    caption = context.table(section, say("targets.table"))
    return [Table(caption, columns, tuple(lines), (say("targets.note"), *notes.lines()), dense=True, is_unlike=True)]


def _line(context: Context, name: str, target: Target, notes: Notes) -> Line:
    measured = context.material.values.at(name, context.material.entity, context.material.period)
    aim = printing.placed(context.printed(name, target.value), (target.place,))
    head = (context.name(name), context.unit(name), context.say(f"standard.{target.kind}"))
    if measured.value is None:
        absent = notes.absent(context.reason(measured.reason)) if measured.reason else printing.DASH
        return Line((*head, absent, aim, absent))
    gap = context.printed(name, measured.value - target.value)
    return Line((*head, context.printed(name, measured.value), aim, gap))
