"""The attachment of a corrected submission: which one it corrects, why, and every figure that differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.calendar_words import period_name
from reportgen.report.desk import corrections, sheets
from reportgen.report.desk.furniture import hospital
from reportgen.report.desk.sheet_rows import Cell, Column, Line
from reportgen.report.desk.sheets import Sheet, Sheets
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.model.standing import Correction
    from reportgen.report.desk.context import Context

NAME: Final = "correction_table"
HEADS: Final = (("figure", "row", 76.0), ("before", "n", 40.0), ("after", "n", 40.0))


def pieces(context: Context, options: Options) -> list[Piece]:
    """One table; none in a submission that corrects none."""
    del options
    standing = context.material.standing
    if standing is None or standing.corrects is None:
        return []
    return [Piece(NAME, Sheets((_sheet(context, standing.corrects),)))]


def _sheet(context: Context, corrected: Correction) -> Sheet:
    say, columns = context.say, len(HEADS)
    why = say("correction.why", number=corrected.number, day=str(corrected.issued), why=corrected.why)
    rows = [
        Line((sheets.named(name), *(Cell(figure.in_language(context.language), "n") for figure in figures)))
        for name, *figures in corrections.rows(context, corrected)
    ]
    return Sheet(
        id=NAME,
        title=say("control.changes", number=corrected.number),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say("correction.as_printed"),
        columns=tuple(Column(say(f"control.head.{head}"), kind, width) for head, kind, width in HEADS),
        rows=(sheets.group(why, columns), *(rows or [sheets.group(say("control.no_changes"), columns)])),
    )
