"""Who needs help: a card for each hospital of a low or poor grade; those beyond the first cards in a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report import marks
from reportgen.report.desk import outlook, ways
from reportgen.report.desk.gradings import WEAK
from reportgen.report.desk.scale import Tick, bullet_bands, ticks

if TYPE_CHECKING:
    from reportgen.analysis.group.league import Place
    from reportgen.model.definition import Text
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.group import GroupDesk
    from reportgen.report.desk.outlook import Point
    from reportgen.report.desk.ways import Path

CARDS: Final = 12


@dataclass(frozen=True)
class Card:
    """One hospital: where it stands, what costs it most, the way to the next grade."""

    name: Text
    level: Text
    place: Text
    score: str
    grade: Grade
    mark: str
    ticks: tuple[Tick, ...]
    change: Text | None
    risks: tuple[Point, ...]
    path: Path | None
    target: str | None


@dataclass(frozen=True)
class Row:
    """One more hospital, shorter."""

    name: Text
    place: str
    interval: str
    score: str
    grade: Grade
    risks: Text
    target: str | None


@dataclass(frozen=True)
class Attention:
    """The list."""

    headline: Text
    lead: Text
    cards: tuple[Card, ...]
    rows: tuple[Row, ...]
    others: int = 0


def attention(desk: GroupDesk) -> Attention:
    """The ranked hospitals of the two lowest grades, the lowest total first."""
    places = [place for place in desk.material.league.places if place.rank is not None]
    weak = [place for place in reversed(places) if desk.material.by_id[place.hospital].evaluation.grade in WEAK]
    if not weak:
        headline, lead = (
            desk.say(f"group.attention.{key}", n=_count(desk, places)) for key in ("headline.none", "none")
        )
        return Attention(headline, lead, (), ())
    return Attention(
        headline=desk.say("group.attention.headline", n=_count(desk, weak), of=_count(desk, places)),
        lead=desk.say("group.attention.lead"),
        cards=tuple(_card(desk, place) for place in weak[:CARDS]),
        rows=tuple(_row(desk, place) for place in weak[CARDS:]),
        others=_count(desk, weak[CARDS:]),
    )


def _count(desk: GroupDesk, places: list[Place]) -> int:
    return desk.count((place.hospital for place in places), "grade")


def _card(desk: GroupDesk, place: Place) -> Card:
    context = desk.at(desk.material.by_id[place.hospital])
    grade = context.evaluation.grade
    assert grade is not None
    before = context.before.score if context.before else None
    drawing = marks.dumbbell(context.evaluation.score or 0.0, before, bullet_bands(desk))
    return Card(
        name=desk.names[place.hospital],
        level=desk.class_name(desk.material.level(place.hospital)),
        place=desk.place_words(place),
        score=desk.total(context.evaluation),
        grade=grade,
        mark=context.mark("dumbbell", drawing),
        ticks=ticks(desk),
        change=desk.change_words(context, marked=False),
        risks=outlook.costs(context),
        path=ways.path(context),
        target=desk.page_of(place.hospital),
    )


def _row(desk: GroupDesk, place: Place) -> Row:
    context = desk.at(desk.material.by_id[place.hospital])
    grade = context.evaluation.grade
    assert grade is not None
    return Row(
        name=desk.names[place.hospital],
        place=printing.whole(place.rank or 0),
        interval=desk.interval(place),
        score=desk.total(context.evaluation),
        grade=grade,
        risks=_named(desk, context),
        target=desk.page_of(place.hospital),
    )


def _named(desk: GroupDesk, context: Context) -> Text:
    return desk.say.join([context.short(one.id) for one in outlook.costly(context)], "list.semicolon")
