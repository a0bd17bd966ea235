"""The letter: head, title, text, list of attachments, signature (GB/T 9704-2012).

The head of an official letter: its name in one line, or in as few as keep it readable; its title in lines of sense
that widen or narrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import floor
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.report.desk.captions import CLOSES, OPENS, in_sense
from reportgen.report.desk.documents import correspondence
from reportgen.report.section import Piece
from reportgen.report.sections.letter.text import Paragraph, text

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext

BLOCK: Final = 442.2
"""Width of the text block in points (156 mm)."""
LARGEST: Final = 40.0
"""Points of the name at the head; a longer one is set smaller until it stands on one line."""
READABLE: Final = 10.0
"""Points under which it takes another line instead."""
FULL_WIDTH: Final = 0x2E80
LATIN: Final = 0.58
"""Width of a Latin letter of the bold face, in em, on the safe side."""
SIZE: Final = 16.0
"""Points of the text."""
LINE: Final = 27.6
ROOM: Final = 4.0
"""Widths of a character that a line holds, and those right of a day that a seal will cover."""
INDENTS: Final = 4.0
"""Characters of the line with number and signer that stay free: one at each end, two between them."""
AIR: Final = 0.5
"""By which a box is wider than its words, so that rounding does not break them."""
MOST_PIECES: Final = 8
"""Of a name, whose joins into lines are tried; what is left after so many stays together."""
CLAUSE: Final = ", "
"""Where a long English name may end a line."""
EVEN: Final = 1.5
"""Lines that differ by less, in characters, make a block and not a shape."""


def width(words: str) -> float:
    """In widths of a Chinese character."""
    return sum(1.0 if ord(character) >= FULL_WIDTH else LATIN for character in words)


def mark_size(words: str) -> float:
    """The size at which the name at the head fills one line at most."""
    return floor(10 * min(LARGEST, BLOCK / max(width(words), 1.0))) / 10


def mark_lines(words: str) -> tuple[str, ...]:
    """The name on one line, where it is readable there; else on two or three of nearly even width, broken by sense."""
    for lines in (1, 2):
        found = _parted(words, lines)
        if mark_size(max(found, key=width)) >= READABLE:
            return found
    return _parted(words, 3)


def _parted(words: str, lines: int) -> tuple[str, ...]:
    if lines == 1:
        return (words,)
    marked = [at for at in range(1, len(words)) if words[at] in OPENS or words[at - 1] in f"{CLOSES} "]
    best = min(marked or range(1, len(words)), key=lambda at: abs(width(words[:at]) - width(words) / lines))
    return words[:best].strip(), *_parted(words[best:].strip(), lines - 1)


def line_size(*words: str) -> float:
    """The size at which the number of the document and its signer fit beside each other, that of the text at most."""
    return round(min(SIZE, BLOCK / (sum(map(width, words)) + INDENTS)), 1)


def placed(issuer: str, day: str) -> tuple[float, float]:
    """Width of the signature and its distance from the right edge.

    The day stands four characters in, the name is centred over it. A long name reaches to the right edge at most, and
    from there to the left.
    """
    widths = width(issuer), width(day)
    widest = min(max(widths) + AIR, LINE)
    return round(widest, 2), round(max(ROOM - (widest - widths[1]) / 2, 0.0), 2)


def broken(parts: Sequence[str], room: float, joints: str = "") -> tuple[str, ...]:
    """A title in as few lines as hold it, broken between parts, in a trapezium or a rhombus rather than a block.

    A part that is longer than a line, such as a long name, stands by itself and goes on below: an English one at the
    comma that makes the most even lines, another one at its brackets, pauses and joints.

    Args:
        parts: the title in its parts of sense, with the spaces between them.
        room: what a line holds, in widths of a Chinese character.
        joints: characters with which another part of a long name begins.
    """
    long = [at for at, part in enumerate(parts) if width(part.strip()) > room]
    lines = {at: _halved(part) if CLAUSE in (part := parts[at].strip()) else _even(part, room, joints) for at in long}
    wide = next((at for at in long if len(lines[at]) > 1), None)
    if wide is not None:
        around = [parts[:wide], parts[wide + 1 :]]
        before, after = (broken(some, room, joints) if some else () for some in around)
        return *before, *lines[wide], *after
    ways = [_joined(parts, cuts) for cuts in product((False, True), repeat=len(parts) - 1)]
    whole = {part.strip() for part in parts}
    fitting = [lines for lines in ways if all(width(line) <= room or line in whole for line in lines)]
    return min(fitting or [tuple(part.strip() for part in parts)], key=_judged)


def _halved(part: str) -> tuple[str, str]:
    clauses = part.split(CLAUSE)
    halves = [(f"{CLAUSE.join(clauses[:at])},", CLAUSE.join(clauses[at:])) for at in range(1, len(clauses))]
    return min(halves, key=lambda lines: max(map(width, lines)))


def _even(part: str, room: float, joints: str) -> tuple[str, ...]:
    """As few lines as hold its parts of sense, of these the most even."""
    found = in_sense(part, joints)
    pieces = (*found[: MOST_PIECES - 1], "".join(found[MOST_PIECES - 1 :])) if len(found) > MOST_PIECES else found
    ways = [_joined(pieces, cuts) for cuts in product((False, True), repeat=len(pieces) - 1)]
    fitting = [lines for lines in ways if all(width(line) <= room or line in pieces for line in lines)]
    return min(fitting, key=lambda lines: (len(lines), max(map(width, lines)) - min(map(width, lines))))


def _joined(parts: Sequence[str], cuts: Iterable[bool]) -> tuple[str, ...]:
    lines = [parts[0]]
    for part, is_cut in zip(parts[1:], cuts, strict=True):
        if is_cut:
            lines.append(part)
        else:
            lines[-1] += part
    return tuple(line.strip() for line in lines)


def _judged(lines: tuple[str, ...]) -> tuple[int, int, float]:
    """Fewer lines first, then a shape, then lines of more even length."""
    widths = [width(line) for line in lines]
    return len(lines), _shapeless(widths), max(widths) - min(widths)


def _shapeless(widths: Sequence[float]) -> int:
    """0 where each line is longer than the one before, each shorter, or they grow and then shrink."""
    steps = [after - before for before, after in pairwise(widths)]
    if any(abs(step) < EVEN for step in steps):
        return 1
    signs = [step > 0 for step in steps]
    return 0 if signs == sorted(signs, reverse=True) or (signs == sorted(signs) and len(set(signs)) < 2) else 1  # noqa: PLR2004


NAME: Final = "letter"
TITLE_ROOM: Final = {"zh": 20.0, "en": 24.0}
"""Characters of the title's size that a line holds; the English title is smaller."""


@dataclass(frozen=True)
class LetterPage:
    """Everything on the pages of the letter; what the case does not say is a blank to fill in by hand.

    Attributes:
        marks: at the top left: number of the copy, secrecy, urgency, as far as they apply.
        issuer_mark, mark_size: the lines of the name at the head, and its size in points.
        known_number: what attachments repeat of it; None while it is to be filled in by hand.
        number_size: of the line with number and signer, in points.
        title: its lines.
        filler: who filled in the tables, as the statement of responsibility names him; None where it is left blank.
        signed_width, signed_room: of the signature, and between it and the right edge, in widths of a character.
    """

    marks: tuple[str, ...]
    issuer_mark: tuple[str, ...]
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


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The letter."""
    del options
    return [Piece(NAME, letter(context))]


def letter(context: HospitalContext) -> LetterPage:
    """The letter of one period."""
    say, own, said = context.say, correspondence.letter(context), correspondence.submission(context)
    issuer, language = correspondence.issuer(context), context.language
    mark = mark_lines(say("submission.mark", issuer=issuer).in_language(language))
    blank = say("submission.blank").in_language(language)
    contact = said.contact
    day = correspondence.day(context) or say("submission.day")
    number = own.number or correspondence.number(context).in_language(language)
    signer = correspondence.signer(context) or blank
    signed_width, signed_room = placed(issuer.in_language(language), day.in_language(language))
    return LetterPage(
        marks=tuple(mark for mark in (own.copy_number, own.secrecy, own.urgency) if mark),
        issuer_mark=mark,
        mark_size=mark_size(max(mark, key=width)),
        number=number,
        known_number=own.number,
        signer=signer,
        number_size=line_size(number, say("submission.signer").in_language(language), signer),
        title=broken(_title(context, issuer), TITLE_ROOM[language], say("phrase.joints").zh),
        recipient=said.recipient or say("submission.recipient"),
        paragraphs=tuple(text(context)),
        issuer=issuer,
        day=day,
        signed_width=signed_width,
        signed_room=signed_room,
        contact=say("submission.contact", name=contact.name, telephone=contact.telephone) if contact else None,
        filler=contact.name if contact else None,
    )


def _title(context: HospitalContext, issuer: Text) -> list[str]:
    """The title in its parts of sense."""
    period = period_name(context.material.period)
    kind = "scored" if context.evaluation.indicators else "unscored"
    words = context.say(f"submission.title.{kind}", issuer=issuer, period=period)
    return words.in_language(context.language).split("|")
