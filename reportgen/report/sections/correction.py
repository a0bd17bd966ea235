"""That this report takes the place of another: which, why, and every figure that differs."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from reportgen.report.desk import corrections
from reportgen.report.desk.sheet import Column, Line, Sheet, Table, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.standing import Correction
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.office import Office

SECTION: Final = "correction"


def correction(context: Context) -> Sheet | None:
    """The table of changed figures; nothing in a report that corrects none."""
    found = _corrected(context)
    return _sheet(context, found, tuple(map(Line, corrections.rows(context, found)))) if found else None


def group_correction(desk: GroupDesk) -> Sheet | None:
    """The same of a group, hospital by hospital."""
    found = _corrected(desk)
    return _sheet(desk, found, tuple(_by_hospital(desk, found))) if found else None


def _by_hospital(desk: GroupDesk, corrected: Correction) -> Iterator[Line]:
    for hospital, rows in groupby(corrections.rows_of_group(desk, corrected), key=itemgetter(0)):
        yield Line((hospital,), "section")
        yield from (Line(row[1:], level=1) for row in rows)


def _corrected(office: Office) -> Correction | None:
    standing = office.material.standing
    return standing.corrects if standing else None


def _sheet(office: Office, corrected: Correction, lines: tuple[Line, ...]) -> Sheet:
    say = office.say
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
    headline = say("correction.headline", number=corrected.number, n=len(corrected.changes))
    if not lines:
        return Sheet(headline, (why, Words((say("control.no_changes"),))))
    caption = office.table(SECTION, say("control.changes", number=corrected.number))
    return Sheet(headline, (why, Table(caption, columns, lines, is_unlike=True)))
