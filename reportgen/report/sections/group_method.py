"""How a group was judged: weights and standards by level, where ranks and ranges come from, what does not compare."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.draws import WEIGHT_SPREAD
from reportgen.analysis.group.league import RANKED_FROM, UNFLAGGED_FROM
from reportgen.model import printing
from reportgen.model.known import count
from reportgen.model.schemes import Grade
from reportgen.report.desk import standards
from reportgen.report.desk.grades_table import grades_table
from reportgen.report.desk.redistribution import has_gaps
from reportgen.report.desk.sheet import Column, Line, Table
from reportgen.scoring.peers import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.group import GroupDesk

SECTION: Final = "group_method"
LONGEST_ALIGNED: Final = len("\N{GREATER-THAN OR EQUAL TO} 165.00")
"""Characters of a standard that leave room in its column for decimals it has not."""
BY_LEVELS: Final = frozenset({"level_efficacy", "enterprise_layers"})
"""Methods whose coefficients are the shares of full marks at the five standards."""
Bounds = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class GroupMethod:
    """Words, then a table of weights and standards for each set of levels that share them, together on a page."""

    headline: Text
    words_title: Text
    words: tuple[Text, ...]
    grades: tuple[Table, ...]
    tables: tuple[Table, ...]


def group_method(desk: GroupDesk) -> GroupMethod:
    """How it was done."""
    say, material = desk.say, desk.material
    indicators = sorted({row.id for one in material.members for row in one.evaluation.indicators})
    headline = say("group.method.headline.gaps" if _has_gaps(desk) else "group.method.headline", n=count(indicators))
    tables = tuple(_tables(desk))
    # the grades stand beside the words; one table of standards fills its page with them
    grades = (grades_table(desk, SECTION),) if desk.material.scheme.grades and len(tables) > 1 else ()
    return GroupMethod(headline, say("group.method.how"), tuple(_words(desk)), grades, tables)


def _has_gaps(desk: GroupDesk) -> bool:
    return any(has_gaps(one.evaluation) for one in desk.material.members)


def _words(desk: GroupDesk) -> Iterator[Text]:
    say, league = desk.say, desk.material.league
    yield say("group.method.scored", name=desk.material.scheme.name, version=desk.material.scheme.version)
    yield say(
        "group.method.rank",
        n=league.ranked,
        draws=printing.whole(league.draws),
        spread=printing.percent(WEIGHT_SPREAD, 0),
    )
    limits = {"ranked": printing.percent(RANKED_FROM, 0), "unflagged": printing.percent(UNFLAGGED_FROM, 0)}
    yield say("group.method.complete", **limits)
    if _has_gaps(desk):
        yield say("group.method.gaps")
    yield say("group.method.small", k=FEWEST)
    yield say("group.method.levels")
    yield from _alerts(desk)
    yield say("appendix.words.path", best=desk.grade(Grade.EXCELLENT))
    if any(one.evaluation.grade is Grade.EXCELLENT for one in desk.material.members):
        yield say("group.method.threat")
    yield say("group.method.money", currency=say.currency_name())
    yield say("group.method.table.note")
    if _points(desk):
        yield say("group.method.points")
    if desk.material.scheme.note is not None:
        yield desk.material.scheme.note


def _alerts(desk: GroupDesk) -> Iterator[Text]:
    """By which lines alerts are counted, where the case has chosen a set of them."""
    found = desk.material.catalog.warnings.get(desk.material.case.file.analysis.warnings)
    if found is not None:
        yield desk.say("group.method.alerts", name=found.name, source=standards.source(found.source))


def _tables(desk: GroupDesk) -> Iterator[Table]:
    """One table for levels with the same weights and standards."""
    found: dict[Bounds, tuple[Context, list[Text]]] = {}
    for tier in desk.levels:
        context = desk.at(desk.material.by_id[tier.hospitals[0]])
        rows = tuple(_cells(context, one) for one in context.evaluation.indicators)
        found.setdefault(rows, (context, []))[1].append(desk.tier_name(tier))
    for rows, (context, names) in found.items():
        yield _table(desk, context, rows, desk.say.join(names))


def _points(desk: GroupDesk) -> tuple[float, ...]:
    """What a value at each standard earns, best first; nothing where parts of the scheme differ or use no levels."""
    parts = desk.material.scheme.parts.values()
    found = {one.coefficients for one in parts if one.method in BY_LEVELS}
    return found.pop() if len(found) == 1 and all(one.method in BY_LEVELS for one in parts) else ()


def _heads(desk: GroupDesk) -> list[Text]:
    points = _points(desk)
    if not points:
        return [desk.grade(grade) for grade in Grade]
    pairs = [(grade, printing.shortest(share * printing.PERCENT)) for grade, share in zip(Grade, points, strict=False)]
    return [desk.say("group.method.level_points", grade=desk.grade(grade), points=printed) for grade, printed in pairs]


def _cells(context: Context, one: ScoredIndicator) -> tuple[str, ...]:
    levels = one.standards.values() if one.standards is not None else ()
    weight = printing.number(one.weight, 2, times=printing.PERCENT)
    return (one.id, weight, *(standards.bound(context, one, value) for value in levels))


def _table(desk: GroupDesk, context: Context, rows: Bounds, levels: Text) -> Table:
    say = desk.say
    width = max(len(row) for row in rows)
    grades = _heads(desk)[: width - 2]
    columns = (
        Column(say("scorecard.head.indicator"), 48),
        Column(say("scorecard.head.unit"), 15, "c"),
        Column(say("verdict.head.weight"), 14, "n"),
        *(Column(name, 19, "n") for name in grades),
    )
    lines = tuple(
        Line((desk.short(row[0]), context.unit(row[0]), *row[1:], *[""] * (width - len(row)))) for row in rows
    )
    caption = desk.table(SECTION, say("group.method.table", levels=levels, n=count(row[0] for row in rows)))
    is_unlike = any(len(value) > LONGEST_ALIGNED for row in rows for value in row[2:])
    return Table(caption, columns, lines, dense=True, is_unlike=is_unlike)
