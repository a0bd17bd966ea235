"""What a version for an audience leaves out: each kind of it, why, and the rule by which it is kept back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.desk import standards
from reportgen.report.desk.sheet import Column, Line, Sheet, Table

if TYPE_CHECKING:
    from reportgen.report.desk.office import Office

SECTION: Final = "left_out"


def left_out(office: Office) -> Sheet | None:
    """A row for each kind; None where nothing is left out."""
    redaction, say = office.material.redaction, office.say
    if redaction is None or not redaction.audience.withholds:
        return None
    kinds = redaction.audience.withholds.values()
    columns = (
        Column(say("left_out.head.what"), 44),
        Column(say("left_out.head.why"), 68),
        Column(say("left_out.head.source"), 60),
    )
    lines = tuple(Line((kind.name, kind.why, standards.source(kind.source))) for kind in kinds)
    caption = office.table(SECTION, say("left_out.table"))
    count = printing.number(len(kinds), 0)
    headline = say("left_out.headline", audience=redaction.audience.name, count=count)
    return Sheet(headline, (Table(caption, columns, lines),), (say("left_out.lead"), say("left_out.files")))
