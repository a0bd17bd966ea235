"""How far it is to another grade: by one indicator, by all levers together, by a fall."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.desk.gradings import padding

if TYPE_CHECKING:
    from reportgen.analysis.distance import Alone, Distances, Move, Together
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

MOST: Final = 8


@dataclass(frozen=True)
class MoveRow:
    """One indicator from its value to another one; `pad` keeps decimal points in line."""

    name: Text
    unit: Text
    value: str
    target: str
    change: str
    pad: str


@dataclass(frozen=True)
class Way:
    """One way to another grade: its title, its moves, and what is said below them."""

    title: Text
    rows: tuple[MoveRow, ...]
    words: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Ways:
    """Up by one indicator, up by all levers, down by one; None where the grade is the last on that side."""

    best: Text | None
    up: Way | None
    together: Way | None
    down: Way | None


def ways(context: Context, found: Distances) -> Ways:
    """All ways to the grades above and below; income, prices and surplus are no levers."""
    above, below = _neighbours(context)
    up = _way(context, "up", above, found.up) if above is not None else None
    together = _together(context, found.together) if found.together is not None else None
    down = _way(context, "down", below, found.down) if below is not None else None
    return Ways(context.say("sure.up.best") if above is None else None, up, together, down)


def _neighbours(context: Context) -> tuple[Text | None, Text | None]:
    scheme, own = context.material.scheme, context.evaluation.grade
    ladder = sorted(scheme.grades, key=lambda grade: -scheme.grades[grade])
    assert own is not None
    index = ladder.index(own)
    above = context.grade(ladder[index - 1]) if index else None
    return above, context.grade(ladder[index + 1]) if index + 1 < len(ladder) else None


def _way(context: Context, key: str, grade: Text, found: tuple[Alone, ...]) -> Way:
    rows = tuple(_row(context, one.move) for one in found[:MOST])
    words = () if rows else (context.say(f"sure.{key}.none", grade=grade),)
    return Way(context.say(f"sure.{key}.title" if rows else f"sure.{key}.title.none", grade=grade), rows, words)


def _together(context: Context, found: Together) -> Way:
    grade, total = context.grade(found.grade), context.score(found.total)
    key = ("reached" if found.plausible else "far") if found.reached else "unreached"
    facts = {"grade": grade} if key == "unreached" else {"share": printing.percent(found.share, 0)}
    note = context.say("sure.together.note")
    if found.reached:
        note = context.say.join([context.say("sure.together.usual"), note], "list.sentences")
    return Way(
        context.say("sure.together.title" if found.reached else "sure.together.title.none", grade=grade),
        tuple(_row(context, move) for move in found.moves) if found.reached else (),
        (context.say(f"sure.together.{key}", total=total, **facts), note),
    )


def _row(context: Context, move: Move) -> MoveRow:
    definition = context.indicator(move.id)
    return MoveRow(
        name=context.name(move.id),
        unit=context.unit(move.id),
        value=context.printed(move.id, move.value),
        target=context.printed(move.id, move.target),
        change=printing.measured(move.target - move.value, definition, sign=True),
        pad=padding(context, move.id),
    )
