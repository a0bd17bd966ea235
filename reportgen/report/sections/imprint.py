"""The imprint at the foot of the last page: who else gets the document, who printed it, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.report.desk import correspondence
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import Context

NAME: Final = "imprint"


@dataclass(frozen=True)
class Imprint:
    """The imprint; `copies` is None where nobody else gets the document."""

    copies: Text | None
    office: Text
    day: Text


def pieces(context: Context, options: Options) -> list[Piece]:
    """The imprint."""
    del options
    say, said = context.say, correspondence.submission(context)
    copies = say("submission.imprint.copies", listed=say.join(said.copies)) if said.copies else None
    day = correspondence.printed_on(context) or say("submission.day")
    office = said.printed_by or say("submission.blank")
    return [Piece(NAME, Imprint(copies, office, say("submission.imprint.printed", day=day)))]
