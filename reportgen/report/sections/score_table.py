"""The score table attached to a letter: values, standards, weights, scores, and how they are made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import doubts, gradings, sheets, standards
from reportgen.report.desk.furniture import hospital
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet_rows import Cell, Column, Line
from reportgen.report.desk.sheets import Sheet, Sheets
from reportgen.report.passport import Entry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import Context

NAME: Final = "score_table"
HEADS: Final = (
    ("indicator", "row", 58.0), ("unit", "c", 11.0), ("value", "n", 17.0), ("standard", "n", 21.0),
    ("median", "n", 0.0), ("weight", "n", 13.0), ("score", "n", 12.5), ("points", "n", 13.5), ("grade", "c", 10.0),
)  # fmt: skip
"""Columns with their kind and width in millimetres."""
MEDIAN: Final = "median"
OPENING: Final = "\uff08"
EM_MM: Final = sheets.SIZE * sheets.POINT_MM
PADDING_MM: Final = 2.0
INDENT_EM: Final = 1.6
"""As the style sheet has them: a Chinese character, the air beside the words of a cell, the indentation of a level."""
PEERS: Final = {"indicator": -12.8, "unit": -1.0, "value": -1.5, "standard": 0.2, MEDIAN: 15.0, "points": 0.1}
"""What columns give to that of the peers, where there are any."""
GIVEN: Final = {
    "zh": {},
    "en": {
        "indicator": -2.8,
        "unit": 0.5,
        "value": -2.0,
        "standard": -1.2,
        "weight": -0.5,
        "points": -1.0,
        "grade": 7.0,
    },
}
"""What columns give to others: English names and words for grades are longer."""


def pieces(context: Context, options: Options) -> list[Piece]:
    """The table of one evaluation."""
    del options
    return [Piece(NAME, Sheets((_sheet(context),)))]


def _sheet(context: Context) -> Sheet:
    notes, say = Notes(), context.say
    given = GIVEN[context.language]
    peers = PEERS if _has_peers(context) else {}
    widths = {head: width + given.get(head, 0.0) + peers.get(head, 0.0) for head, _, width in HEADS}
    names = {head: say(f"submission.scores.{head}") for head, _, _ in HEADS}
    columns = tuple(
        Column(names[head], kind, widths[head], _parts(context, names[head], widths[head]))
        for head, kind, _ in HEADS
        if peers or head != MEDIAN
    )
    rows = [line for ability in context.evaluation.abilities for line in _ability(context, ability, notes)]
    rows = [_broken(context, line, widths[HEADS[0][0]]) for line in rows]
    rows.append(_total(context, notes))
    return Sheet(
        id=NAME,
        title=say("submission.scores.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say("submission.unit", unit=say("submission.scores.measured")),
        columns=columns,
        rows=tuple(rows),
        notes=(*notes.lines(), *_caution(context), *_sample(context), say("submission.scores.rounding")),
    )


def _parts(context: Context, name: Text, width: float) -> tuple[str, ...]:
    """A Chinese name that is too long for its column, in the two parts that stand under each other.

    What is in brackets stands by itself.
    """
    most = int((width - PADDING_MM) / EM_MM)
    called, bracket, remark = name.zh.partition(OPENING)
    if not remark or len(name.zh) <= most:
        parts = context.breaks.parts(name.zh, most)
    else:
        parts = (called, f"{bracket}{remark}")
    return parts if len(parts) > 1 and max(map(len, parts)) <= most else ()


def _broken(context: Context, line: Line, width: float) -> Line:
    """A row whose name goes on between two of its words."""
    name, *others = line.cells
    if isinstance(name.text, str):
        return line
    parts = _parts(context, name.text, width - INDENT_EM * name.level * EM_MM)
    return replace(line, cells=(replace(name, parts=parts), *others))


def _has_peers(context: Context) -> bool:
    return any(one.peer is not None for one in context.evaluation.indicators)


def _sample(context: Context) -> tuple[Text, ...]:
    """Whose median stands beside the standard."""
    if not _has_peers(context):
        return ()
    peers = context.material.case.file.peers
    if peers is None or peers.name is None:
        return (context.say("submission.scores.peers.unnamed"),)
    return (context.say("submission.scores.peers", name=context.say.within(peers.name)),)


def _caution(context: Context) -> tuple[Text, ...]:
    asked = doubts.told(context, in_full=True)
    return () if asked is None else (asked,)


def _ability(context: Context, ability: ScoredAbility, notes: Notes) -> list[Line]:
    """The ability with its sum, then its indicators."""
    members = [one for one in context.evaluation.indicators if one.ability == ability.id]
    score = context.score(ability.score) if ability.score is not None else _withheld(context, notes)
    if ability.score is not None:
        origin = context.say("passport.origin.ability")
        context.enter(Entry(f"score.{ability.id}", ability.name, score, NAME, ability.score, origin))
    weight = sum(one.effective_weight for one in members)
    points = sum(one.points or 0.0 for one in members)
    sums = (Cell(_percent(weight), "n"), Cell(score, "n"), Cell(context.score(points), "n"))
    grade = context.grade(ability.grade) if ability.grade else ""
    name = Cell(ability.name, "total")
    first = Line((name, *_blanks(context), *sums, Cell(grade, "c")), "total")
    return [first, *(_indicator(context, one, notes) for one in members)]


def _withheld(context: Context, notes: Notes) -> str:
    return notes.absent(context.say("submission.scores.withheld"))


def _percent(share: float) -> str:
    return printing.number(share, 2, times=printing.PERCENT)


def _indicator(context: Context, indicator: ScoredIndicator, notes: Notes) -> Line:
    rated = not gradings.is_quantitative(context, indicator)
    grade = context.grade_of(indicator)
    standard = None if rated else standards.best(context, indicator)
    absent = notes.absent(context.reason(indicator.reason)) if indicator.reason else printing.DASH
    scored = indicator.score is not None
    return Line(
        (
            sheets.named(context.name(indicator.id), 1),
            Cell(context.say("submission.scores.rated") if rated else context.unit(indicator.id), "c"),
            sheets.number(_value(context, indicator, absent, rated=rated)),
            sheets.number(standard or notes.absent(context.say(f"submission.scores.{'experts' if rated else 'none'}"))),
            *_median(context, indicator, notes),
            sheets.number(_percent(indicator.effective_weight)),
            sheets.number(gradings.one_decimal(indicator.score) if indicator.score is not None else absent),
            sheets.number(context.points(indicator.points or 0.0, sign=False) if scored else absent),
            Cell(context.grade(grade) if grade else "", "c"),
        )
    )


def _value(context: Context, indicator: ScoredIndicator, absent: str, *, rated: bool) -> str:
    if rated:
        return gradings.one_decimal(indicator.score) if indicator.score is not None else absent
    if indicator.value is None:
        return absent
    printed = context.printed(indicator.id, indicator.value)
    name = context.name(indicator.id)
    return context.enter(Entry(f"indicator.{indicator.id}", name, printed, NAME, indicator.value))


def _total(context: Context, notes: Notes) -> Line:
    evaluation = context.evaluation
    score = _withheld(context, notes) if evaluation.score is None else context.score(evaluation.score)
    if evaluation.score is not None:
        origin, name = context.say("passport.origin.total"), context.say("verdict.total")
        context.enter(Entry("score.total", name, score, NAME, evaluation.score, origin))
    weight = sum(one.effective_weight for one in evaluation.indicators)
    grade = context.grade(evaluation.grade) if evaluation.grade else ""
    name_cell = Cell(context.say("verdict.total"), "total")
    cells = (Cell(_percent(weight), "n"), sheets.EMPTY, Cell(score, "n"), Cell(grade, "c"))
    return Line((name_cell, *_blanks(context), *cells), "grand")


def _blanks(context: Context) -> tuple[Cell, ...]:
    """The cells of a sum from unit to standard, or to the peers' median."""
    return (sheets.EMPTY,) * (4 if _has_peers(context) else 3)


def _median(context: Context, indicator: ScoredIndicator, notes: Notes) -> tuple[Cell, ...]:
    """The median of the peers; no cell where nobody has peers."""
    if not _has_peers(context):
        return ()
    if indicator.peer is not None:
        return (sheets.number(context.printed(indicator.id, indicator.peer.median)),)
    rated = not gradings.is_quantitative(context, indicator)
    return (sheets.number(notes.absent(context.say(f"submission.scores.{'experts' if rated else 'no_median'}"))),)
