"""What is concluded of each ability, how strong its evidence is, what would change the grade, what speaks against it.

Evidence is strong where the figures are settled, last year compares, and no indicator carries much of the total alone;
fair where one of these fails; weak where two fail, or where fewer than five experts rated all of it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.grade_path import is_behind
from reportgen.model import printing
from reportgen.report.desk.grades import gradings, outlook, ways, years
from reportgen.report.desk.grades.together import weighed, weight_of
from reportgen.report.desk.judgement import evidence
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.answers import scribe
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent, Table, TableColumn, TableRow
from reportgen.report.speech import capital
from reportgen.scoring.recount import FULL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.analysis.outlook.what_if import ScenarioOutcome, WhatIf
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.sheet import Block
    from reportgen.report.speech import Fact

SECTION: Final = "conclusion"
HEAVY: Final = 0.15
"""Share of the total's weight above which one indicator carries too much of it."""
ENOUGH_RATERS: Final = 5
MOSTLY_KEPT: Final = 0.95
"""Share of draws that must keep the grade for its evidence not to be weak."""
EVEN: Final = 1e-9
"""What shares of weight may miss of a half and yet be one."""
MOST_SCENARIOS: Final = 3
MOST_DOUBTS: Final = 5
MOST_NAMED: Final = 3


class EvidenceStrength(StrEnum):
    """How strong evidence is, strongest first."""

    STRONG = "strong"
    FAIR = "fair"
    WEAK = "weak"


def conclusion(context: HospitalContext) -> SectionContent:
    """The page: the strength of evidence as a whole, then ability by ability, then what is against it."""
    judged = [(one, *_judged(context, one)) for one in context.evaluation.abilities if one.score is not None]
    whole = _whole(context, [(one, strength) for one, strength, _ in judged])
    lines = tuple(_line(context, one, strength, why) for one, strength, why in judged)
    blocks = (*_abilities(context, lines), *_changing(context), *_against(context))
    return SectionContent(_headline(context, whole), blocks, (_lead(context, whole, has_abilities=bool(lines)),))


def _abilities(context: HospitalContext, lines: tuple[TableRow, ...]) -> Iterator[Block]:
    """What is concluded ability by ability; nothing where none has a score."""
    if not lines:
        return
    say = context.say
    columns = (
        TableColumn(say("verdict.head.ability"), 27),
        TableColumn(say("scorecard.head.score"), 15, "n"),
        TableColumn(say("scorecard.head.grade"), 12, "grade"),
        TableColumn(say("conclusion.head.words"), 62),
        TableColumn(say("conclusion.head.evidence"), 18, "c"),
        TableColumn(say("conclusion.head.why"), 38),
    )
    caption = context.table(SECTION, context.say("conclusion.table"))
    yield Table(caption, columns, lines, (context.say("conclusion.note"),))


def _lead(context: HospitalContext, whole: EvidenceStrength, *, has_abilities: bool) -> Text:
    grade = context.evaluation.grade
    if grade is None:
        key = "conclusion.ungraded" if has_abilities else "conclusion.ungraded.bare"
        return context.say(key, strength=context.say(f"conclusion.strength.{whole}"))
    return context.say(f"conclusion.whole.{whole}", grade=context.grade(grade))


def _headline(context: HospitalContext, whole: EvidenceStrength) -> Text:
    """The total and the ends of the abilities, as far as there are any, and how strong the evidence is."""
    evaluation, ends = context.evaluation, _ends(context)
    facts: dict[str, Fact] = {"strength": context.say(f"conclusion.strength.{whole}")}
    if ends is not None:
        best, worst = ends
        facts |= {"best": context.say.within(best.name), "worst": context.say.within(worst.name)}
    if evaluation.score is not None and evaluation.grade is not None:
        facts |= {"grade": context.grade(evaluation.grade), "score": context.score(evaluation.score)}
        return context.say("conclusion.headline" if ends else "conclusion.headline.one", **facts)
    if ends is None:
        return context.say("conclusion.headline.none", **facts)
    most, least = (context.score(one.score or 0.0) for one in ends)
    return context.say("conclusion.headline.ungraded", most=most, least=least, **facts)


def _ends(context: HospitalContext) -> tuple[ScoredAbility, ScoredAbility] | None:
    """The strongest and the weakest ability, each alone with its score as printed; None where one is not."""
    known = [one for one in context.evaluation.abilities if one.score is not None]
    scored = sorted(known, key=lambda one: one.score or 0.0)
    printed = [context.score(one.score or 0.0) for one in scored]
    if len(scored) <= 1 or printed.count(printed[0]) > 1 or printed.count(printed[-1]) > 1:
        return None
    return scored[-1], scored[0]


def _members(context: HospitalContext, ability: ScoredAbility) -> list[ScoredIndicator]:
    return [one for one in context.evaluation.indicators if one.ability == ability.id and one.score is not None]


def _judged(context: HospitalContext, ability: ScoredAbility) -> tuple[EvidenceStrength, Text]:
    """The strength of the evidence of an ability, and what it lacks."""
    rows = _members(context, ability)
    failed = [context.say(f"conclusion.lacks.{key}", **facts) for key, facts in _lacks(context, rows)]
    rated = [one.raters for one in rows if not gradings.is_quantitative(context, one)]
    if rated and min(rated) < ENOUGH_RATERS:
        few = context.say("conclusion.lacks.raters", n=min(rated))
        return EvidenceStrength.WEAK, context.say.join([few, *failed], "list.semicolon")
    strength = (EvidenceStrength.STRONG, EvidenceStrength.FAIR, EvidenceStrength.WEAK)[min(len(failed), 2)]
    return strength, context.say.join(failed, "list.semicolon") if failed else context.say("conclusion.settled")


def _lacks(context: HospitalContext, rows: list[ScoredIndicator]) -> Iterator[tuple[str, dict[str, Fact]]]:
    asked = [one.id for one in rows if one.id in doubts.doubted(context)]
    if asked:
        yield "doubt", {"n": len(asked)}
    earlier = context.preceding if context.is_year else context.same_last_year
    compared = context.material.compared(earlier) if earlier is not None else None
    apart = [one.id for one in rows if compared is None or one.id not in compared.shared]
    if apart:
        yield ("past.all" if len(apart) == len(rows) else "past"), {"n": len(apart)}
    if heavy := _heavy(context, rows):
        yield heavy


def _heavy(context: HospitalContext, rows: Sequence[ScoredIndicator]) -> tuple[str, dict[str, Fact]] | None:
    """The indicator whose weight alone carries much, or how many carry as much each; None where none does."""
    weights = {one.id: weighed(context.evaluation, one) for one in rows}
    most = max(weights.values(), default=0.0)
    if most <= HEAVY:
        return None
    weight = printing.percent(most, 1)
    alike = [one for one in rows if printing.percent(weights[one.id], 1) == weight]
    if len(alike) > 1:
        return "heavy.several", {"n": len(alike), "weight": weight}
    return "heavy", {"name": context.named(alike[0].id), "weight": weight}


def _whole(context: HospitalContext, judged: list[tuple[ScoredAbility, EvidenceStrength]]) -> EvidenceStrength:
    """The weighted median, the weaker of two that meet there; fair at most with a weak ability, weak with no grade."""
    kept = [one.kept for one in context.robustness.draws]
    if not judged or context.evaluation.grade is None or (kept and min(kept) < MOSTLY_KEPT):
        return EvidenceStrength.WEAK
    order = list(EvidenceStrength)
    weights = {one.id: weight_of(context.evaluation, one) for one, _ in judged}
    total, reached = sum(weights.values()), 0.0
    median = EvidenceStrength.WEAK
    for one, strength in sorted(judged, key=lambda pair: order.index(pair[1])):
        reached += weights[one.id]
        if reached > total / 2 * (1 + EVEN):
            median = strength
            break
    has_weak = any(strength is EvidenceStrength.WEAK for _, strength in judged)
    return EvidenceStrength.FAIR if has_weak and median is EvidenceStrength.STRONG else median


def _line(context: HospitalContext, ability: ScoredAbility, strength: EvidenceStrength, why: Text) -> TableRow:
    assert ability.score is not None
    dots = context.say(f"conclusion.dots.{strength}")
    cells = (ability.name, context.score(ability.score), str(ability.grade or ""), _words(context, ability), dots, why)
    return TableRow(cells)


def _words(context: HospitalContext, ability: ScoredAbility) -> Text:
    """How many indicators are level with peers or ahead, and what costs most; the lowest where there is no total."""
    rows = _members(context, ability)
    compared = [one for one in rows if one.peer is not None]
    told = []
    if compared:
        behind = sum(is_behind(one) for one in compared)
        key = "level" if not behind else "behind" if behind == len(compared) else "some"
        facts = {"n": printing.whole(len(compared)), "behind": printing.whole(behind)}
        told.append(context.say(f"conclusion.peers.{key}", **facts))
    told += _costs(context, rows)
    least = min(rows, key=_score_of)
    if context.evaluation.score is None and _score_of(least) < FULL:
        named = context.named(least.id)
        told.append(context.say("conclusion.lowest", name=named, score=context.score(_score_of(least))))
    return context.say.join(told, "list.semicolon") if told else context.say("conclusion.nothing")


def _costs(context: HospitalContext, rows: Sequence[ScoredIndicator]) -> Iterator[Text]:
    """What costs most: by name, or of more than two that cost as much how many; nothing where no point is lost."""
    costs = [(one, outlook.points_lost(context, one) or 0.0) for one in rows]
    most = max((lost for _, lost in costs), default=0.0)
    points = context.points(most, sign=False)
    if most <= 0 or points == context.points(0.0, sign=False):
        return
    alike = [context.named(one.id) for one, lost in costs if context.points(lost, sign=False) == points]
    key = "costs" if len(alike) == 1 else "costs.several"
    names = context.say.join(alike, "list.and")
    if len(alike) > ways.MOST_ALIKE:
        names = context.say("conclusion.costs.counted", n=len(alike))
    yield context.say(f"conclusion.{key}", name=names, points=points)


def _score_of(indicator: ScoredIndicator) -> float:
    return FULL if indicator.score is None else indicator.score


def _changing(context: HospitalContext) -> Iterator[Block]:
    """The scenarios that change the grade, the smallest change first, and how far the way up goes."""
    found: WhatIf | Unavailable = context.material.analysis["outlook.what_if"]
    own = context.evaluation.grade
    outcomes = () if isinstance(found, Unavailable) else found.outcomes
    changing = [one for one in outcomes if one.grade is not None and one.score is not None and one.grade is not own]
    changing.sort(key=lambda one: abs(one.score_change or 0.0))
    if changing and own is not None:
        yield _scenarios(context, changing[:MOST_SCENARIOS])
    if (path := ways.path(context)) is not None:
        yield Paragraphs((context.say("conclusion.upward", path=path.title),))


def _scenarios(context: HospitalContext, rows: list[ScenarioOutcome]) -> Table:
    table = scribe(context, SECTION).table()
    columns = (
        TableColumn(context.say("what_if.head.scenario"), 112),
        TableColumn(context.say("what_if.head.change"), 22, "n"),
        TableColumn(context.say("what_if.head.score"), 22, "n"),
        TableColumn(context.say("scorecard.head.grade"), 16, "grade"),
    )
    lines = []
    for one in rows:
        change, score = table.write(one.score_change, "score", sign=True), table.write(one.score, "score")
        lines.append(TableRow((one.name, change, score, str(one.grade))))
    caption = context.table(SECTION, context.say("conclusion.changing", n=len(rows)))
    return Table(caption, columns, tuple(lines))


def _against(context: HospitalContext) -> Iterator[Block]:
    """The strongest honest case against the grade, from facts alone."""
    if context.evaluation.grade is None:
        return
    told = tuple(words for words, _ in zip(_doubts(context), range(MOST_DOUBTS), strict=False))
    none = context.say("conclusion.against.none")
    yield Paragraphs(told or (none,), context.say("conclusion.against"))


def _doubts(context: HospitalContext) -> Iterator[Text]:
    """Other methods, peers, the year before, a heavy weight, judgement, draws and open findings, a sentence each."""
    yield from _by_other_methods(context)
    yield from _last_of_all(context)
    own, median = context.evaluation.comparable_score, context.evaluation.peer_median_score
    if own is not None and median is not None and own < median:
        key = "partly" if context.peers_partly else "whole"
        yield context.say(f"conclusion.doubt.median.{key}", own=context.score(own), median=context.score(median))
    fallen = next((one for one in years.courses(context) if one.key == "year_ago" or context.is_year), None)
    if fallen is not None and fallen.change < 0 and context.points(fallen.change) != context.points(0.0):
        yield context.say("conclusion.doubt.fallen", points=context.points(-fallen.change, sign=False))
    if heavy := _heavy(context, context.evaluation.indicators):
        key, facts = heavy
        yield context.say(f"conclusion.doubt.{key}", **facts)
    for part in context.evaluation.parts:
        if part.experts and part.score is not None:
            share = printing.percent(part.share, 0)
            yield context.say("conclusion.doubt.judged", share=share, n=part.experts)
    worst = min(context.robustness.draws, key=lambda one: one.kept, default=None)
    grade = context.evaluation.grade
    if worst is not None and worst.kept < 1 and grade is not None:
        share = printing.percent(1 - worst.kept, evidence.SHARE)
        yield context.say(f"conclusion.doubt.draws.{worst.what}", share=share, grade=context.grade(grade))
    if asked := doubts.doubted(context):
        yield context.say("conclusion.doubt.asked", n=len(asked))
    yield from _by_one_alone(context)
    yield from _graded_below(context)


def _by_one_alone(context: HospitalContext) -> Iterator[Text]:
    """The indicator that alone took the total a third or more of its way up since the year before."""
    risen = next((one for one in years.courses(context) if one.key == "year_ago" or context.is_year), None)
    first = max(risen.steps, key=lambda step: step[1], default=None) if risen is not None and risen.steps else None
    if risen is None or first is None or len(risen.steps) <= 1 or first[1] < max(risen.change, 0.0) / 3:
        return
    points, change = (context.points(one, sign=False) for one in (first[1], risen.change))
    if risen.change > 0 and points != context.points(0.0, sign=False):
        yield context.say("conclusion.doubt.alone", name=context.named(first[0]), points=points, change=change)


def _graded_below(context: HospitalContext) -> Iterator[Text]:
    """Abilities of a grade below that of the whole."""
    own = context.evaluation.grade
    abilities = [one for one in context.evaluation.abilities if one.grade is not None and one.score is not None]
    below = [one for one in abilities if own is not None and one.grade and outlook.is_better(own, one.grade)]
    if below:
        names = context.say.join([context.say.within(one.name) for one in below], "list.and")
        yield capital(context.say("conclusion.doubt.below", names=names, n=len(below)))


def _by_other_methods(context: HospitalContext) -> Iterator[Text]:
    methods, place = context.robustness.methods, context.robustness.rank
    if methods is None or place is None or methods.among != place.among:  # ranks among others do not compare
        return
    worse = [one for one in evidence.other_ranks(methods) if one > place.high]
    if worse:
        worst, among = printing.whole(max(worse)), printing.whole(methods.among)
        yield context.say("conclusion.doubt.methods", n=len(worse), worst=worst, of=among)


def _last_of_all(context: HospitalContext) -> Iterator[Text]:
    """Indicators in which every peer does better, whatever their grade."""
    last = [one for one in context.evaluation.indicators if one.peer is not None and one.peer.rank == one.peer.n + 1]
    if last:
        names = context.say.join([context.named(one.id) for one in last[:MOST_NAMED]], "list.comma")
        key = "conclusion.doubt.last" if len(last) <= MOST_NAMED else "conclusion.doubt.last.more"
        yield context.say(key, names=names, n=len(last))
