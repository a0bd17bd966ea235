"""The board report: what each page says, as plain frozen values for the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.report import marks
from reportgen.report.board import (
    budget,
    cards,
    commentary,
    data_quality,
    method,
    movements,
    passport_page,
    plain_statement,
    scorecard,
    statements,
    summary,
    verdict,
    warnings,
)
from reportgen.report.board.contents import Chapter, signatories
from reportgen.report.board.context import Context
from reportgen.report.board.furniture import Furniture, created, furniture, watermark
from reportgen.report.speech import Speech
from reportgen.report.tokens import family

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from reportgen.analysis.material import Material
    from reportgen.model.definition import LanguageMode, Text
    from reportgen.report.passport import Ledger

__all__ = ["Report", "Section", "board"]


@dataclass(frozen=True)
class Section:
    """One section: the template that prints it, its anchor, its title in the contents, and what it says."""

    template: str
    id: str
    title: Text
    content: Any


@dataclass(frozen=True, eq=False)
class Report:
    """A whole report, ready for the templates."""

    mode: LanguageMode
    say: Speech
    title: Text
    furniture: Furniture
    sections: tuple[Section, ...]
    contents: tuple[Chapter, ...]
    created: date
    ledger: Ledger
    images: dict[str, bytes]
    draft: bool


def board(material: Material, mode: LanguageMode) -> Report:
    """Everything that the pages of the board report say.

    Raises:
        Refused: if the commentary quotes a number that is not there.
    """
    context = Context(material, Speech(material.catalog.words, material.case.file.currency), mode)
    around = furniture(context)
    sections = tuple(_sections(context))
    images = {**marks.fixed(), **context.images}
    mark = watermark(context)
    if mark is not None:
        images["marks/draft.svg"] = marks.draft(mark.in_language(context.language), family("sans"))
    return Report(
        mode=mode,
        say=context.say,
        title=context.say("board.title", hospital=around.hospital, report=around.report, period=around.period),
        furniture=around,
        sections=sections,
        contents=tuple(Chapter(section.id, section.title) for section in sections if section.template != "summary"),
        created=created(context),
        ledger=context.ledger,
        images=images,
        draft=mark is not None,
    )


def _sections(context: Context) -> Iterator[Section]:
    say = context.say
    is_scored = bool(context.evaluation.indicators)
    yield Section("verdict", "verdict", say("contents.verdict"), verdict.verdict(context))
    if is_scored:
        yield Section("summary", "summary", say("contents.summary"), summary.summary(context))
        yield Section("scorecard", "scorecard", say("contents.scorecard"), scorecard.scorecard(context))
        yield from _optional("movements", say("contents.movements"), movements.movements(context))
        for card in cards.cards(context):
            name = context.short(card.id.removeprefix("card-"))
            yield Section("card", card.id, say("contents.card", name=name), card)
    yield from _optional("budget", say("contents.budget"), budget.budget(context))
    yield from _statements(context)
    yield Section("warnings", "warnings", say("contents.warnings"), warnings.warnings(context))
    yield Section("quality", "quality", say("contents.quality"), data_quality.quality(context))
    yield from _optional("commentary", say("contents.commentary"), commentary.commentary(context))
    yield Section("signatures", "signatures", say("contents.signatures"), signatories(context))
    if is_scored:
        yield Section("method", "method", say("contents.method"), method.method(context))
    yield Section("passport", "passport", say("contents.passport"), passport_page.passport(context))


def _optional(name: str, title: Text, content: Any) -> Iterator[Section]:
    if content is not None:
        yield Section(name, name, title, content)


def _statements(context: Context) -> Iterator[Section]:
    official = statements.statements(context)
    plain = plain_statement.plain_statement(context) if not official else None
    for statement in (*official, *([plain] if plain else [])):
        yield Section("statement", statement.id, statement.title, statement)
