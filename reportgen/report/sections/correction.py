"""That this report takes the place of another: which, why, and every figure that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.desk import corrections
from reportgen.report.desk.sheet import Column, Line, Sheet, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.definition import Text
    from reportgen.model.standing import Correction
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.office import Office

SECTION: Final = "correction"


def correction(context: Context) -> Sheet | None:
    """The table of changed figures; nothing in a report that corrects none."""
    found = _corrected(context)
    return _sheet(context, found, corrections.rows(context, found)) if found else None


def group_correction(desk: GroupDesk) -> Sheet | None:
    """The same of a group, hospital by hospital."""
    found = _corrected(desk)
    return _sheet(desk, found, corrections.rows_of_group(desk, found)) if found else None


def _corrected(office: Office) -> Correction | None:
    standing = office.material.standing
    return standing.corrects if standing else None


def _sheet(office: Office, corrected: Correction, rows: Iterable[tuple[Text, Text, Text]]) -> Sheet:
    say, lines = office.say, tuple(Line(row) for row in rows)
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
    caption = office.table(SECTION, say("control.changes", number=corrected.number))
    return Sheet(headline, (why, Table(caption, columns, lines, is_unlike=True)))
