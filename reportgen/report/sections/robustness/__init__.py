"""How sure the result is: against fixed standards first, then, apart from it, the place among peers.

How far it is to another grade: by one indicator, by all levers together, by a fall.

What is missing could have changed, which indicators decide the grade, and where rounding does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report import conditions
from reportgen.report.desk.grades import grounds
from reportgen.report.desk.grades.gradings import padding
from reportgen.report.desk.grades.ways import telling_apart
from reportgen.report.desk.judgement import evidence
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.sections.robustness.place import RankPlace, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.analysis.distance import Alone, Distances, IndicatorMove, Together
    from reportgen.analysis.draws import DrawnTotals
    from reportgen.analysis.robustness import Influence, MissingIndicator, Robustness
    from reportgen.analysis.robustness import Robustness as Found
    from reportgen.model.definition import Text
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext

MOST: Final = 8


@dataclass(frozen=True)
class DistanceRow:
    """One indicator from its value to another one; `pad` keeps decimal points in line."""

    name: Text
    unit: Text
    value: str
    target: Text | str
    change: str
    pad: str


@dataclass(frozen=True)
class GradeWay:
    """One way to another grade: its title, its moves, and what is said below them."""

    title: Text
    rows: tuple[DistanceRow, ...]
    words: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Ways:
    """Up by one indicator, up by all levers, down by one; None where the grade is the last on that side."""

    best: Text | None
    up: GradeWay | None
    together: GradeWay | None
    down: GradeWay | None


def ways(context: HospitalContext, found: Distances) -> Ways:
    """All ways to the grades above and below; income, prices and surplus are no levers."""
    above, below = _neighbours(context)
    up = _way(context, "up", above, found.up) if above is not None else None
    together = _together(context, found.together) if found.together is not None else None
    down = _way(context, "down", below, found.down) if below is not None else None
    return Ways(context.say("sure.up.best") if above is None else None, up, together, down)


def _neighbours(context: HospitalContext) -> tuple[Text | None, Text | None]:
    scheme, own = context.material.scheme, context.evaluation.grade
    ladder = sorted(scheme.grades, key=lambda grade: -scheme.grades[grade])
    assert own is not None
    index = ladder.index(own)
    above = context.grade(ladder[index - 1]) if index else None
    return above, context.grade(ladder[index + 1]) if index + 1 < len(ladder) else None


def _way(context: HospitalContext, key: str, grade: Text, found: tuple[Alone, ...]) -> GradeWay:
    rows = tuple(_row(context, one.move) for one in found[:MOST])
    words = () if rows else (context.say(f"sure.{key}.none", grade=grade),)
    return GradeWay(context.say(f"sure.{key}.title" if rows else f"sure.{key}.title.none", grade=grade), rows, words)


def _together(context: HospitalContext, found: Together) -> GradeWay:
    grade, total = context.grade(found.grade), context.score(found.total)
    key = ("reached" if found.plausible else "far") if found.reached else "unreached"
    facts = {"grade": grade} if key == "unreached" else {"share": printing.percent(found.share, 0)}
    note = context.say("sure.together.note")
    if found.reached:
        note = context.say.join([context.say("sure.together.usual"), note], "list.sentences")
    return GradeWay(
        context.say(f"sure.together.title.{key}", grade=grade),
        _moved(context, found.moves) if found.reached else (),
        (context.say(f"sure.together.{key}", total=total, **facts), note),
    )


def _moved(context: HospitalContext, moves: Iterable[IndicatorMove]) -> tuple[DistanceRow, ...]:
    """The levers that are asked to move: a step that never shows in print asks for nothing."""
    rows = (_row(context, move) for move in moves)
    return tuple(row for row in rows if row.value != row.target)


def _row(context: HospitalContext, move: IndicatorMove) -> DistanceRow:
    more = telling_apart(context, move.id, move.value, move.target)
    return DistanceRow(
        name=context.name(move.id),
        unit=context.unit(move.id),
        value=context.printed(move.id, move.value, more),
        target=_target(context, move, context.printed(move.id, move.target, more)),
        change=printing.measured(move.target - move.value, context.finer(move.id, more), sign=True),
        pad=padding(context, move.id),
    )


def _target(context: HospitalContext, move: IndicatorMove, printed: str) -> Text | str:
    if not move.is_past:
        return printed
    side = "below" if move.target < move.value else "above"
    return context.say(f"sure.move.{side}", value=printed)


@dataclass(frozen=True)
class GapRow:
    """A missing indicator: totals and grades if it had earned nothing, and if it had earned everything."""

    name: Text
    reason: Text
    weight: str
    lowest: str
    worst: Grade
    highest: str
    best: Grade


@dataclass(frozen=True)
class DecidingRow:
    """An indicator without which the grade is another one."""

    name: Text
    total: str
    grade: Grade


@dataclass(frozen=True)
class Gaps:
    """Missing indicators, deciding ones, and rounding; `decides_none` where leaving out one changes nothing."""

    title: Text
    rows: tuple[GapRow, ...]
    none: Text | None
    deciding: tuple[DecidingRow, ...]
    decides_none: Text | None
    rounding: tuple[Text, ...]


def gaps(context: HospitalContext, found: Robustness) -> Gaps:
    """All three, from the same evaluation."""
    rows = tuple(_gap(context, one) for one in found.gaps)
    deciding = tuple(_deciding(context, one) for one in found.influences if one.decides)
    is_withheld = context.evaluation.score is None
    title = "sure.gap.title" if rows else "sure.gap.title.withheld" if is_withheld else "sure.gap.title.none"
    return Gaps(
        title=context.say(title, n=len(rows)) if rows else context.say(title),
        rows=rows,
        none=None if rows else context.say("sure.gap.withheld" if is_withheld else "sure.gap.none"),
        deciding=deciding,
        decides_none=context.say("sure.decides.none") if found.influences and not deciding else None,
        rounding=_rounding(context, found),
    )


def _gap(context: HospitalContext, one: MissingIndicator) -> GapRow:
    reason = context.reason(one.reason) if one.reason is not None else context.say("reason.missing_input")
    weight = printing.number(one.weight, 2, times=printing.PERCENT)
    low, high = context.score(one.lowest), context.score(one.highest)
    return GapRow(context.name(one.id), reason, weight, low, one.grades[0], high, one.grades[1])


def _deciding(context: HospitalContext, one: Influence) -> DecidingRow:
    return DecidingRow(context.name(one.id), context.score(one.without), one.grade)


def _rounding(context: HospitalContext, found: Robustness) -> tuple[Text, ...]:
    if found.rounding is None or not context.material.scheme.grades:
        return ()
    key = "decides" if found.rounding.decides else "none"
    margin = _margin(found.rounding.margin, context.material.scheme.decimals)
    lines = [context.say(f"sure.rounding.{key}", margin=margin)]
    if found.rounding.indicators:
        names = context.say.join([context.named(name) for name in found.rounding.indicators])
        lines.append(context.say("sure.rounding.levels", names=names))
    return tuple(lines)


def _margin(margin: float, decimals: int) -> str:
    """With two decimals more than a score, since it is rounding that is judged."""
    return printing.number(abs(margin), decimals + 2)


SECTION: Final = "robustness"


@dataclass(frozen=True)
class DrawRow:
    """The totals of many draws: share that keeps the grade, share of each grade best first, mean, middle 95 %."""

    what: Text
    kept: str
    shares: tuple[str, ...]
    mean: str
    interval: str


@dataclass(frozen=True)
class RobustnessRobustness:
    """The section; `grades` head the shares, `ways` is missing without a grade, `captions` are of its tables.

    Attributes:
        lacking: what to supply where there is neither a grade nor anybody to compare with; else empty.
    """

    headline: Text
    fixed_note: Text
    relative_note: Text
    grades: tuple[Text, ...]
    draws: tuple[DrawRow, ...]
    draws_note: Text
    ways: Ways | None
    gaps: Gaps
    place: RankPlace
    captions: Mapping[str, Caption]
    lacking: tuple[Text, ...] = ()


def robustness(context: HospitalContext) -> RobustnessRobustness:
    """Everything that is known of how sure the result is; the draws are made here, when the section is wanted."""
    found = context.robustness
    found_ways = ways(context, found.distances) if context.evaluation.grade is not None else None
    found_gaps, found_place = gaps(context, found), place(context, found)
    captions = _captions(context, found, found_ways, found_gaps, found_place)
    return RobustnessRobustness(
        headline=_headline(context, found),
        fixed_note=grounds.note(context),
        relative_note=conditions.so(context, "sure.relative.note", "sure.relative.counts"),
        grades=tuple(context.grade(grade) for grade, _ in found.draws[0].grades) if found.draws else (),
        draws=tuple(_draw(context, one) for one in found.draws),
        draws_note=_draws_note(context, found),
        ways=found_ways,
        gaps=found_gaps,
        place=found_place,
        captions=captions,
        lacking=() if captions or found_ways is not None else (context.say("sure.nothing"),),
    )


def _captions(
    context: HospitalContext, found: Found, to: Ways | None, gap: Gaps, among: RankPlace
) -> dict[str, Caption]:
    """Of all tables that have rows, in the order of the page."""
    say = context.say
    moves = {"up": to.up, "together": to.together, "down": to.down} if to else {}
    titled = [
        ("draws", say("sure.draws.title"), bool(found.draws)),
        *((key, way.title, bool(way.rows)) for key, way in moves.items() if way is not None),
        ("gaps", gap.title, bool(gap.rows)),
        ("deciding", say("sure.decides.title"), bool(gap.deciding)),
        ("place", say("sure.place.title"), bool(among.ranks)),
        ("methods", say("sure.methods.title"), bool(among.methods)),
    ]
    return {key: context.table(SECTION, words) for key, words, has_rows in titled if has_rows}


def _headline(context: HospitalContext, found: Found) -> Text:
    if found.draws and context.evaluation.grade is not None:
        last = found.draws[-1]
        key = f"{'kept' if last.what == 'both' else 'kept_weights'}{'.all' if last.kept == 1 else ''}"
        share, count = printing.percent(last.kept, evidence.SHARE), printing.whole(found.assumed.count)
        return context.say(
            f"sure.headline.{key}", share=share, count=count, grade=context.grade(context.evaluation.grade)
        )
    ranks = [*([found.rank] if found.rank is not None else []), *found.rankings.values()]
    if not ranks:
        return context.say("sure.headline.none")
    one = ranks[0]
    facts = {
        "rank": printing.whole(one.rank),
        "among": printing.whole(one.among),
        "low": printing.whole(one.low),
        "high": printing.whole(one.high),
    }
    return context.say("sure.headline.place", **facts)


def _draws_note(context: HospitalContext, found: Found) -> Text:
    if found.undrawn is not None:
        return context.say(f"sure.draws.{found.undrawn}")
    assumed = found.assumed
    weights, standards = printing.percent(assumed.weights, 0), printing.percent(assumed.standards, 0)
    return context.say("sure.draws.note", weights=weights, standards=standards, count=printing.whole(assumed.count))


def _draw(context: HospitalContext, one: DrawnTotals) -> DrawRow:
    what, origin = context.say(f"robustness.what.{one.what}"), context.say("sure.origin.draws")
    name = context.say("sure.kept_of", what=what)
    kept = printing.number(one.kept, evidence.SHARE, times=printing.PERCENT)
    return DrawRow(
        what=context.say.begun(what),
        kept=context.enter(ProvenanceEntry(f"robustness.kept.{one.what}", name, kept, SECTION, one.kept, origin)),
        shares=tuple(printing.number(share, evidence.SHARE, times=printing.PERCENT) for _, share in one.grades),
        mean=context.score(one.mean),
        interval=printing.composed("{}\u2013{}", context.score(one.low), context.score(one.high)),
    )
