"""What several analyses say of the stages of one course, in its order: a number each, and where more of it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.report.desk.answers import heading, left_out
from reportgen.report.desk.sheet import Line, Sheet

if TYPE_CHECKING:
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
