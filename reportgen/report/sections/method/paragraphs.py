"""The sentences of the appendix: the rules of scoring, what is to be said of the scheme, and who the peers are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.draws import Assumptions
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.report.conditions import ELSEWHERE
from reportgen.report.desk import ways
from reportgen.scoring.origins import is_financial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.schemes import Scheme
    from reportgen.report.desk.context import Context
    from reportgen.report.speech import Fact

SURPLUS: Final = "surplus"
MISSED: Final = "S30"
"""Remark on a mandatory standard that was missed."""
NOT_HELD: Final = Text(zh="-", en="-")
"""What it says for a grade where none is held."""


def paragraphs(context: Context) -> Iterator[Text]:
    """The rules of the methods used, the caution of schemes, and who the peers are."""
    methods = {part.method for part in context.material.scheme.parts.values()}
    for name in sorted(methods):
        if f"appendix.words.{name}" in context.say.words:
            yield context.say(f"appendix.words.{name}")
    yield context.say("appendix.words.rounding", decimals=context.material.scheme.decimals)
    yield context.say("appendix.words.missing", limit=printing.percent(_limit(context), 0))
    for pack in dict.fromkeys(part.pack for part in context.material.scheme.parts.values()):
        if pack is not None:
            used = context.material.catalog.packs[pack]
            yield context.say("appendix.words.pack", name=used.name, version=used.version, source=used.source)
    way = ways.path(context)
    if way is not None and way.steps:
        key = "" if ways.has_peers(context) else ".own"
        yield context.say(f"appendix.words.path{key}", best=context.grade(Grade.EXCELLENT))
    yield from _of_the_scheme(context)
    if context.material.scheme.note:
        yield context.material.scheme.note
    if context.material.peers is not None:
        yield _peers(context)


def _of_the_scheme(context: Context) -> Iterator[Text]:
    """How its indicators are balanced, what a profile changed, and that a surplus says little alone."""
    catalog, scored = context.material.catalog, context.evaluation.indicators
    known = [one for one in scored if one.layer == "basic" and one.id in catalog.expressions]
    money = [one for one in known if is_financial(one.id, catalog)]
    if scored:
        weight = sum(one.weight for one in money)
        yield context.say(
            "appendix.words.balance", financial=len(money), weight=printing.percent(weight, 1),
            other=len(scored) - len(money), rest=printing.percent(sum(one.weight for one in scored) - weight, 1),
        )  # fmt: skip
    for rule, facts in context.evaluation.warnings:
        name, grade = facts.get("name"), facts.get("grade")
        if rule == MISSED and isinstance(name, Text) and isinstance(grade, Text) and grade != NOT_HELD:
            yield context.say("appendix.words.veto", name=name, grade=grade)
    base = catalog.schemes.get(context.material.scheme_id.rpartition(".")[0])
    if base is not None:
        usual = _by_ability(base)
        weights = [
            context.say("appendix.words.profile.ability", name=one.name, weight=printing.percent(one.weight, 1),
                        usual=printing.percent(usual.get(one.id, 0.0), 1))
            for one in context.evaluation.abilities
        ]  # fmt: skip
        yield context.say("appendix.words.profile", base=base.name, weights=context.say.join(weights))
    if context.material.case.file.regime != ELSEWHERE and any(
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


def _peers(context: Context) -> Text:
    """Who the peers are, how many have a figure and how many a total, and where their figures come from."""
    counts = [indicator.peer.n for indicator in context.evaluation.indicators if indicator.peer] or [0]
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
        if context.rank_interval is not None:
            found.append(context.say("appendix.peers.interval", weights=printing.percent(Assumptions().weights, 0)))
    if peers is not None and peers.name is not None and peers.source:
        found.append(context.say("appendix.peers.source", source=peers.source))
    return context.say.join(found, "list.sentences")


def _limit(context: Context) -> float:
    return min(part.missing_limit for part in context.material.scheme.parts.values())
