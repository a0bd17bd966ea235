"""How sure the result is: against fixed standards first, then, apart from it, the place among peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.for_material import robustness_of
from reportgen.model import printing
from reportgen.report.passport import Entry
from reportgen.report.sections.robustness.distance import Ways, ways
from reportgen.report.sections.robustness.gaps import Gaps, gaps
from reportgen.report.sections.robustness.place import Place, place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.draws import Drawn
    from reportgen.analysis.robustness import Robustness as Found
    from reportgen.model.definition import Text
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import Context

SECTION: Final = "robustness"
SHARE: Final = 2
"""Decimals of a percentage of ten thousand draws: each draw is seen."""


@dataclass(frozen=True)
class DrawRow:
    """The totals of many draws: share that keeps the grade, share of each grade best first, mean, middle 95 %."""

    what: Text
    kept: str
    shares: tuple[str, ...]
    mean: str
    interval: str


@dataclass(frozen=True)
class Robustness:
    """The section; `grades` head the shares, `ways` is missing without a grade, `captions` are of its tables."""

    headline: Text
    fixed_note: Text
    grades: tuple[Text, ...]
    draws: tuple[DrawRow, ...]
    draws_note: Text
    ways: Ways | None
    gaps: Gaps
    place: Place
    captions: Mapping[str, Caption]


def robustness(context: Context) -> Robustness:
    """Everything that is known of how sure the result is; the draws are made here, when the section is wanted."""
    found = robustness_of(context.material)
    found_ways = ways(context, found.distances) if context.evaluation.grade is not None else None
    found_gaps, found_place = gaps(context, found), place(context, found)
    return Robustness(
        headline=_headline(context, found),
        fixed_note=_fixed_note(context),
        grades=tuple(context.grade(grade) for grade, _ in found.draws[0].grades) if found.draws else (),
        draws=tuple(_draw(context, one) for one in found.draws),
        draws_note=_draws_note(context, found),
        ways=found_ways,
        gaps=found_gaps,
        place=found_place,
        captions=_captions(context, found, found_ways, found_gaps, found_place),
    )


def _captions(context: Context, found: Found, to: Ways | None, gap: Gaps, among: Place) -> dict[str, Caption]:
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


def _fixed_note(context: Context) -> Text:
    relative = all(part.ranking is not None for part in context.evaluation.parts)
    return context.say("sure.fixed.unused" if relative else "sure.fixed.note")


def _headline(context: Context, found: Found) -> Text:
    if found.draws and context.evaluation.grade is not None:
        last = found.draws[-1]
        key = "kept" if last.what == "both" else "kept_weights"
        share, count = printing.percent(last.kept, SHARE), printing.whole(found.assumed.count)
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


def _draws_note(context: Context, found: Found) -> Text:
    if found.undrawn is not None:
        return context.say(f"sure.draws.{found.undrawn}")
    assumed = found.assumed
    weights, standards = printing.percent(assumed.weights, 0), printing.percent(assumed.standards, 0)
    return context.say("sure.draws.note", weights=weights, standards=standards, count=printing.whole(assumed.count))


def _draw(context: Context, one: Drawn) -> DrawRow:
    what, origin = context.say(f"robustness.what.{one.what}"), context.say("sure.origin.draws")
    name = context.say("sure.kept_of", what=what)
    kept = printing.number(one.kept, SHARE, times=printing.PERCENT)
    return DrawRow(
        what=context.say.begun(what),
        kept=context.enter(Entry(f"robustness.kept.{one.what}", name, kept, SECTION, one.kept, origin)),
        shares=tuple(printing.number(share, SHARE, times=printing.PERCENT) for _, share in one.grades),
        mean=context.score(one.mean),
        interval=printing.composed("{}\u2013{}", context.score(one.low), context.score(one.high)),
    )
