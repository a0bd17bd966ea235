"""The relative position: ranks with their interval, and the same hospitals by other methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.desk.captions import Notes
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.speech import same
from reportgen.scoring.ranking import UNWEIGHTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.method_comparison import MethodComparison, MethodRank
    from reportgen.analysis.rank_interval import RankInterval
    from reportgen.analysis.robustness import Robustness
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext

SECTION: Final = "robustness"
AGREEMENT: Final = 2
CONCORDANCE: Final = 3
SMALLEST: Final = 0.001


@dataclass(frozen=True)
class RankRow:
    """One rank, never without its interval."""

    what: Text
    rank: str
    interval: str
    among: str
    how: Text


@dataclass(frozen=True)
class MethodRow:
    """One method: the hospital's rank, how far its ranking agrees with the scheme's."""

    name: Text
    rank: str
    agreement: str


@dataclass(frozen=True)
class RankPlace:
    """Ranks and methods; the words where there are none."""

    ranks: tuple[RankRow, ...]
    no_rank: Text | None
    methods: tuple[MethodRow, ...]
    notes: tuple[Text, ...]
    methods_words: tuple[Text, ...]


def place(context: HospitalContext, found: Robustness) -> RankPlace:
    """Where the hospital stands among others."""
    ranks = tuple(_ranks(context, found))
    methods, notes = found.methods, Notes()
    return RankPlace(
        ranks=ranks,
        no_rank=None if ranks else context.say(f"sure.place.{found.unranked or 'none'}"),
        methods=tuple(_method(context, one, notes) for one in methods.methods) if methods is not None else (),
        notes=notes.lines(),
        methods_words=_words(context, methods, _interval(found))
        if methods is not None
        else _unsaid(context, found.uncompared),
    )


def _ranks(context: HospitalContext, found: Robustness) -> Iterator[RankRow]:
    if found.rank is not None:
        yield _rank(context, "rank", context.say("sure.place.whole"), found.rank, "weights")
    for part in context.evaluation.parts:
        if part.ranking is not None and part.id in found.rankings:
            how = "without_one" if part.ranking.method in UNWEIGHTED else "weights"
            yield _rank(context, f"rank.{part.id}", part.name, found.rankings[part.id], how)


def _rank(context: HospitalContext, key: str, what: Text, found: RankInterval, how: str) -> RankRow:
    name, origin = context.say("sure.place.rank"), context.say("sure.origin.rank")
    rank = context.enter(
        ProvenanceEntry(f"robustness.{key}", name, printing.whole(found.rank), SECTION, float(found.rank), origin)
    )
    interval = printing.composed("{}\u2013{}", printing.whole(found.low), printing.whole(found.high))
    return RankRow(
        what,
        rank,
        interval,
        printing.whole(found.among),
        context.say(f"sure.place.{how}", count=printing.whole(found.draws)),
    )


def _method(context: HospitalContext, one: MethodRank, notes: Notes) -> MethodRow:
    absent = "" if one.problem is None else notes.absent(context.say(f"robustness.problem.{one.problem}"))
    return MethodRow(
        name=context.say.begun(context.say(f"robustness.method.{one.method}")),
        rank=absent if one.rank is None else printing.whole(one.rank),
        agreement=absent if one.agreement is None else printing.number(one.agreement, AGREEMENT),
    )


def _unsaid(context: HospitalContext, key: str | None) -> tuple[Text, ...]:
    return () if key is None else (context.say(f"sure.methods.{key}"),)


def _words(context: HospitalContext, found: MethodComparison, interval: RankInterval | None) -> tuple[Text, ...]:
    note = context.say("sure.methods.note", among=printing.whole(found.among), n=printing.whole(len(found.indicators)))
    told = (*_spread(context, found, interval), note)
    if found.concordance is None or found.p is None:
        return told
    printed = printing.number(found.concordance, CONCORDANCE)
    name, origin = context.say("robustness.head.agreement"), context.say("sure.origin.concordance")
    w = context.enter(ProvenanceEntry("robustness.concordance", name, printed, SECTION, found.concordance, origin))
    small = found.p < SMALLEST
    p = context.say("sure.p.small") if small else context.say("sure.p.value", p=printing.number(found.p, CONCORDANCE))
    return (*told, context.say("sure.methods.concordance", w=same(w), p=p))


def _interval(found: Robustness) -> RankInterval | None:
    """The interval of the ranking that the methods are held against; None where parts have one each."""
    if found.rank is not None:
        return found.rank
    return next(iter(found.rankings.values())) if len(found.rankings) == 1 else None


def _spread(context: HospitalContext, found: MethodComparison, interval: RankInterval | None) -> tuple[Text, ...]:
    """How far apart the methods put the hospital, and whether that is more than weights alone do."""
    ranks = sorted(one.rank for one in found.methods if one.rank is not None)
    if len(ranks) <= 1:
        return ()
    among = printing.whole(found.among)
    if ranks[0] == ranks[-1]:
        alone = "" if interval is not None and interval.among == found.among else ".alone"
        return (context.say(f"sure.methods.spread.same{alone}", low=printing.whole(ranks[0]), among=among),)
    facts = {"low": printing.whole(ranks[0]), "high": printing.whole(ranks[-1])}
    if interval is None or interval.among != found.among:
        return (context.say("sure.methods.spread.alone", among=among, **facts),)
    facts |= {"from": printing.whole(interval.low), "to": printing.whole(interval.high)}
    outside = sum(not interval.low <= rank <= interval.high for rank in ranks)
    if not outside:
        return (context.say("sure.methods.spread.inside", **facts),)
    counts = {"n": printing.whole(len(ranks)), "out": printing.whole(outside)}
    return (context.say("sure.methods.spread.outside", **facts, **counts),)
