"""The sentences of the appendix: the rules of scoring, what is to be said of the scheme, and who the peers are.

Single named standards: kind, value, where from, of which year.

The standards of each indicator, and where they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.draws import Assumptions
from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade, StandardKind
from reportgen.report.desk.grades import gradings, together, ways
from reportgen.report.desk.grades.gradings import padding
from reportgen.scoring.sample import is_financial

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.model.results import ScoredIndicator, UsedReference
    from reportgen.model.schemes import Scheme
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.speech import Fact

SURPLUS: Final = "surplus"
MISSED: Final = "S30"
"""Remark on a mandatory standard that was missed."""
NOT_HELD: Final = Text(zh="-", en="-")
"""What it says for a grade where none is held."""
WAY: Final = {"own": "appendix.words.path.own", "standard": "appendix.words.path.standard"}
"""How far steps go, where no other hospitals tell it."""


def paragraphs(context: HospitalContext) -> Iterator[Text]:
    """The rules of the methods used, the caution of schemes, and who the peers are."""
    methods = {part.method for part in context.material.scheme.parts.values()}
    for name in sorted(methods):
        if f"appendix.words.{name}" in context.say.words:
            yield context.say(f"appendix.words.{name}")
    yield context.say("appendix.words.rounding", decimals=context.material.scheme.decimals)
    yield from together.rule_of_missing(context)
    for pack in dict.fromkeys(part.pack for part in context.material.scheme.parts.values()):
        if pack is not None:
            used = context.material.catalog.packs[pack]
            yield context.say("appendix.words.pack", name=used.name, version=used.version, source=used.source)
    way = ways.path(context)
    if way is not None and way.steps:
        key = WAY.get(ways.attainable(context), "appendix.words.path")
        yield context.say(key, best=context.grade(Grade.EXCELLENT))
    yield from _of_the_scheme(context)
    if context.material.scheme.note:
        yield context.material.scheme.note
    if context.material.peers is not None:
        yield _peers(context)


def _of_the_scheme(context: HospitalContext) -> Iterator[Text]:
    """How its indicators are balanced, what a profile changed, and that a surplus says little alone."""
    catalog, scored = context.material.catalog, context.evaluation.indicators
    known = [one for one in scored if one.layer == "basic" and one.id in catalog.expressions]
    money = [one for one in known if is_financial(one.id, catalog)]
    if scored and len(money) == len(scored):
        yield context.say("appendix.words.balance.all")
    elif scored:
        weight = sum(one.weight for one in money)
        yield context.say(
            "appendix.words.balance",
            financial=len(money),
            weight=printing.percent(weight, 1),
            other=len(scored) - len(money),
            rest=printing.percent(sum(one.weight for one in scored) - weight, 1),
        )
    for rule, facts in context.evaluation.warnings:
        name, grade = facts.get("name"), facts.get("grade")
        if rule == MISSED and isinstance(name, Text) and isinstance(grade, Text) and grade != NOT_HELD:
            yield context.say("appendix.words.veto", name=name, grade=grade)
    base = catalog.schemes.get(context.material.scheme_id.rpartition(".")[0])
    if base is not None:
        usual = _by_ability(base)
        weights = [
            context.say(
                "appendix.words.profile.ability",
                name=one.name,
                weight=printing.percent(one.weight, 1),
                usual=printing.percent(usual.get(one.id, 0.0), 1),
            )
            for one in context.evaluation.abilities
        ]
        yield context.say("appendix.words.profile", base=base.name, weights=context.say.join(weights))
    if context.material.case.file.has_official_rules and any(
        catalog.indicators[one.id].ability == SURPLUS for one in known
    ):
        yield context.say("scheme_page.caution")


def _by_ability(scheme: Scheme) -> dict[str, float]:
    """Ability → its share of the whole where a scheme states it."""
    found: dict[str, float] = {}
    for part in scheme.parts.values():
        whole = sum(part.ability_weights.values())
        for ability, weight in part.ability_weights.items():
            found[ability] = found.get(ability, 0.0) + part.share * weight / whole
    return found


def _peers(context: HospitalContext) -> Text:
    """Who the peers are, how many have a figure and how many a total, and where their figures come from."""
    counts = [indicator.peer.n for indicator in context.evaluation.indicators if indicator.peer]
    if not counts:
        return context.say("appendix.peers.none")
    facts: dict[str, Fact] = {"n": max(counts), "fewest": min(counts)}
    key = "appendix.peers" if len(set(counts)) == 1 else "appendix.peers.differing"
    peers, found = context.material.case.file.peers, []
    if peers is not None and peers.name is not None:
        facts["name"] = peers.name
        key += ".named"
    found.append(context.say(key, **facts))
    if context.evaluation.rank is not None:
        of = context.evaluation.ranked
        found.append(context.say("appendix.peers.ranked", n=of - 1, of=of))
        if context.robustness.rank is not None:
            found.append(context.say("appendix.peers.interval", weights=printing.percent(Assumptions().weights, 0)))
    if peers is not None and peers.name is not None and peers.source:
        found.append(context.say("appendix.peers.source", source=peers.source))
    return context.say.join(found, "list.sentences")


OWN: Final = frozenset({StandardKind.OWN_BEST, StandardKind.MEAN_3Y})
"""Kinds that are computed from the hospital's own years."""


@dataclass(frozen=True)
class NamedStandard:
    """The one standard that an indicator is held against."""

    name: Text
    unit: Text
    kind: Text
    value: str
    unacceptable: str
    source: Text
    date: str

    @property
    def is_partial(self) -> bool:
        """Whether it states no value that is not allowed, or no year: a dash that the page explains."""
        return printing.DASH in {self.unacceptable, self.date}


def named_standards(context: HospitalContext) -> tuple[NamedStandard, ...]:
    """Those of all indicators that are not judged by five levels."""
    rows = ((one, one.reference) for one in context.evaluation.indicators)
    return tuple(_named(context, one, found) for one, found in rows if found is not None)


def _named(context: HospitalContext, one: ScoredIndicator, found: UsedReference) -> NamedStandard:
    limit = found.unacceptable
    return NamedStandard(
        name=context.short(one.id),
        unit=context.unit(one.id),
        kind=_kind(context, found),
        value=gradings.bound(context, one, found.value),
        unacceptable=printing.DASH if limit is None else _plain(context, one, limit),
        source=_source(context, found),
        date=printing.DASH if found.year is None else str(found.year),
    )


def _kind(context: HospitalContext, found: UsedReference) -> Text:
    """Its kind, and of a mandatory standard whether it was met."""
    kind = context.say(f"standard.{found.kind}")
    if found.passed is None:
        return kind
    return context.say.join([kind, context.say(f"named.{'met' if found.passed else 'missed'}")], "list.beside")


def _source(context: HospitalContext, found: UsedReference) -> Text:
    """What the scheme or the targets say of it, and the years or the peers that the value was found from."""
    told = [gradings.source_of(context, found.source)] if found.source else []
    if found.objects or not told:
        told.append(_objects(context, found))
    return context.say.join(told, "list.semicolon")


def _objects(context: HospitalContext, found: UsedReference) -> Text:
    say, names = context.say, context.material.peer_names
    if found.kind in OWN:
        return say("named.own", periods=say.join([period_name(period) for period in found.objects]))
    if len(found.objects) == 1:
        return names.get(found.objects[0], say("named.peer"))
    return say("named.many", n=len(found.objects)) if found.objects else say("named.peers")


def _plain(context: HospitalContext, one: ScoredIndicator, limit: float | tuple[float, float]) -> str:
    ends = limit if isinstance(limit, tuple) else (limit,)
    return gradings.EN_DASH.join(context.printed(one.id, end) for end in ends)


@dataclass(frozen=True)
class StandardLine:
    """The five standards of one indicator."""

    name: Text
    unit: Text
    values: tuple[str, ...]
    pad: str
    kind: Text


def standard_line(context: HospitalContext, indicator: ScoredIndicator) -> StandardLine:
    """The standards of an indicator that has some, in its unit."""
    assert indicator.standards is not None
    return StandardLine(
        name=context.short(indicator.id),
        unit=context.unit(indicator.id),
        values=tuple(gradings.bound(context, indicator, value) for value in indicator.standards.values()),
        pad=padding(context, indicator.id),
        kind=context.say(f"standard.{indicator.standards.kind}"),
    )


def sources(context: HospitalContext) -> Iterable[Text]:
    """Where the standards come from: one line for all, or one for each source."""
    by_source: dict[str, list[Text]] = {}
    for indicator in context.evaluation.indicators:
        if indicator.standards is not None:
            by_source.setdefault(indicator.standards.source, []).append(context.short(indicator.id))
    if len(by_source) == 1:
        yield context.say("appendix.source.all", source=gradings.source_of(context, next(iter(by_source))))
        return
    for words, names in by_source.items():
        yield context.say(
            "appendix.source.some",
            names=context.say.join(names),
            source=gradings.source_of(context, words),
        )
