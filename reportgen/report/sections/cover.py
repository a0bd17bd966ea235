"""The cover: whose report, of what, of when, and what identifies it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.report.desk import days
from reportgen.report.desk.context import Context
from reportgen.report.desk.gradings import GradeKey, grade_key
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.report.desk.office import Office


@dataclass(frozen=True)
class Cover:
    """What the furniture of the report does not know.

    Attributes:
        grades: the scale of grades, worst first; empty where nothing is scored.
        facts: further lines of the table on the cover.
        basis: what the report is made from, and how far its figures can be followed.
    """

    grades: tuple[GradeKey, ...]
    facts: tuple[tuple[Text, Text], ...]
    basis: Text


def cover(context: Office) -> Cover:
    """The scale of grades, the day of the data, the scheme."""
    material, say = context.material, context.say
    first, last = days.until(context)
    until = same(str(last)) if first == last else say("cover.between", first=str(first), last=str(last))
    facts = [(say("cover.until"), until)]
    if context.is_scored:
        version = say("cover.version", version=same(material.scheme.version))
        facts.append((say("cover.scheme"), say("cover.named", name=material.scheme.name, words=version)))
    facts.append((say("cover.program"), same(f"reportgen {material.version}")))
    basis = say("cover.words" if isinstance(context, Context) else "cover.words.group")
    return Cover(tuple(reversed(grade_key(context))), tuple(facts), basis)
