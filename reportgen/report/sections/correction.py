"""That this report takes the place of another: which, why, and every figure that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.desk import corrections
from reportgen.report.desk.sheet import Column, Line, Sheet, Table, Words

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context

SECTION: Final = "correction"


def correction(context: Context) -> Sheet | None:
    """The table of changed figures; nothing in a report that corrects none."""
    say, standing = context.say, context.material.standing
    if standing is None or standing.corrects is None:
        return None
    corrected = standing.corrects
    lines = tuple(Line(row) for row in corrections.rows(context, corrected))
    columns = (
        Column(say("control.head.figure"), 84), Column(say("control.head.before"), 44, "n"),
        Column(say("control.head.after"), 44, "n"),
    )  # fmt: skip
    why = Words(
        (
            say("correction.why", number=corrected.number, day=str(corrected.issued), why=corrected.why),
            say("correction.void", number=corrected.number),
        )
    )
    headline = say("correction.headline", number=corrected.number, n=len(lines))
    if not lines:
        return Sheet(headline, (why, Words((say("control.no_changes"),))))
    caption = context.table(SECTION, say("control.changes", number=corrected.number))
    return Sheet(headline, (why, Table(caption, columns, lines, is_unlike=True)))
