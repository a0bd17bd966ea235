"""What several analyses say of the stages of one course, in its order: a number each, and where more of it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.report.desk.answers import heading, left_out
from reportgen.report.desk.sheet import Line, Sheet

if TYPE_CHECKING:
    from reportgen.analysis.budget.executed import Executed
    from reportgen.analysis.budget.execution import Execution
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe

HEADS: Final = {"what": (54.0, ""), "figure": (30.0, "told"), "beside": (50.0, "told"), "section": (38.0, "stacked")}


@dataclass(frozen=True)
class Told:
    """One number with its unit, what to hold it against, and the section that has more of it."""

    name: Text
    figure: Text
    beside: Text | str
    section: str


@dataclass(frozen=True)
class Stage:
    """One stage: what is known of it, or what is lacking; it counts as there with a single number."""

    id: str
    told: tuple[Told, ...]
    lacks: tuple[Lack, ...]


def stage(identifier: str, found: Iterable[Told | Lack | None]) -> Stage:
    """A stage out of answers; None says nothing."""
    rows = tuple(found)
    told = tuple(row for row in rows if isinstance(row, Told))
    return Stage(identifier, told, tuple(row for row in rows if isinstance(row, Lack)))


def budgeted(writer: Scribe, key: str, name: Text, line: Executed) -> Text:
    """The year's budget of a line, in words."""
    return writer.money(key, name, line.budget.value or 0.0, line.budget.places)


def executed(writer: Scribe, key: str, name: Text, line: Executed) -> tuple[str, Text]:
    """How much of its budget a line has used, and the part of the year that is over."""
    found: Execution = writer.context.material.analysis["budget.execution"]
    share = writer.said(key, name, line.execution.value or 0.0, "percent")
    return share, writer.context.say("analysis.elapsed", share=printing.percent(found.elapsed, 1))


def staged(writer: Scribe, headline: Text, stages: tuple[Stage, ...]) -> Sheet:
    """The stages that have data in their order, each under its name; under the table what the others lack."""
    context, say = writer.context, writer.context.say
    lines = []
    for one in stages:
        if one.told:
            lines.append(heading(say(f"{writer.section}.stage.{one.id}")))
            lines += [Line((row.name, row.figure, row.beside, _titled(writer, row.section))) for row in one.told]
    known = sum(bool(one.told) for one in stages)
    table = writer.grid("stages", HEADS, lines, n=len(stages), known=known)
    missing = [lack for one in stages if not one.told for lack in one.lacks]
    return Sheet(headline, (table, *left_out(context, missing)))


def _titled(writer: Scribe, section: str) -> Text:
    return writer.context.material.catalog.sections[section].title
