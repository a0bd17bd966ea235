"""The letter: head, title, text, list of attachments, signature (GB/T 9704-2012)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.report.calendar_words import period_name
from reportgen.report.desk import correspondence
from reportgen.report.section import Piece
from reportgen.report.sections.letter.heading import broken, line_size, mark_size, placed
from reportgen.report.sections.letter.text import Paragraph, text

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import Context

NAME: Final = "letter"
TITLE_ROOM: Final = {"zh": 20.0, "en": 24.0}
"""Characters of the title's size that a line holds; the English title is smaller."""


@dataclass(frozen=True)
class Letter:
    """Everything on the pages of the letter; what the case does not say is a blank to fill in by hand.

    Attributes:
        marks: at the top left: number of the copy, secrecy, urgency, as far as they apply.
        issuer_mark, mark_size: the name at the head, and its size in points.
        known_number: what attachments repeat of it; None while it is to be filled in by hand.
        number_size: of the line with number and signer, in points.
        title: its lines.
        filler: who filled in the tables, as the statement of responsibility names him; None where it is left blank.
        signed_width, signed_room: of the signature, and between it and the right edge, in widths of a character.
    """

    marks: tuple[str, ...]
    issuer_mark: Text
    mark_size: float
    number: str
    known_number: str | None
    signer: str
    number_size: float
    title: tuple[str, ...]
    recipient: Text
    paragraphs: tuple[Paragraph, ...]
    issuer: Text
    day: Text
    signed_width: float
    signed_room: float
    contact: Text | None
    filler: str | None


def pieces(context: Context, options: Options) -> list[Piece]:
    """The letter."""
    del options
    return [Piece(NAME, letter(context))]


def letter(context: Context) -> Letter:
    """The letter of one period."""
    say, own, said = context.say, correspondence.letter(context), correspondence.submission(context)
    issuer, language = correspondence.issuer(context), context.language
    mark = say("submission.mark", issuer=issuer)
    blank = say("submission.blank").in_language(language)
    contact = said.contact
    day = correspondence.day(context) or say("submission.day")
    number = own.number or say("submission.number", year=correspondence.year(context)).in_language(language)
    signer = correspondence.signer(context) or blank
    signed_width, signed_room = placed(issuer.in_language(language), day.in_language(language))
    return Letter(
        marks=tuple(mark for mark in (own.copy_number, own.secrecy, own.urgency) if mark),
        issuer_mark=mark,
        mark_size=mark_size(mark.in_language(language)),
        number=number,
        known_number=own.number,
        signer=signer,
        number_size=line_size(number, say("submission.signer").in_language(language), signer),
        title=broken(_title(context, issuer), TITLE_ROOM[language]),
        recipient=said.recipient or say("submission.recipient"),
        paragraphs=tuple(text(context)),
        issuer=issuer,
        day=day,
        signed_width=signed_width,
        signed_room=signed_room,
        contact=say("submission.contact", name=contact.name, telephone=contact.telephone) if contact else None,
        filler=contact.name if contact else None,
    )


def _title(context: Context, issuer: Text) -> list[str]:
    """The title in its parts of sense."""
    period = period_name(context.material.period)
    kind = "scored" if context.evaluation.indicators else "unscored"
    words = context.say(f"submission.title.{kind}", issuer=issuer, period=period)
    return words.in_language(context.language).split("|")
