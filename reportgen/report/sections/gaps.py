"""What the report leaves out: the sections that had nothing to show, what they lack, and what would bring them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.desk.sheet import Column, Line, Sheet, Table

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context

SECTION: Final = "gaps"


def gaps(context: Context) -> Sheet | None:
    """A line for each such section, in the order in which they would have stood; None where all have something."""
    say, found = context.say, context.gaps
    if not found:
        return None
    columns = (Column(say("gaps.head.section"), 46), Column(say("gaps.head.lacking"), 126, "told"))
    lines = tuple(Line((gap.title, say.join(gap.lacking, "list.sentences"))) for gap in found)
    table = Table(context.table(SECTION, say("gaps.table", n=len(found))), columns, lines)
    return Sheet(say("gaps.headline", n=len(found)), (table,), (say("gaps.lead"),))
