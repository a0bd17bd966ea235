"""The conclusion, one paragraph for each ability, and the contents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.analysis import score_bridge
from reportgen.model import printing
from reportgen.model.schemes import Grade
from reportgen.report.desk.grades import gradings, grounds, outlook, together, ways
from reportgen.report.desk.tables import doubts
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.grades.ways import Path
    from reportgen.report.speech import Fact

GROWING: Final = ("total_income_growth", "total_asset_growth", "net_asset_growth", "visits_growth")
"""What shows the development of the hospital as a whole."""


@dataclass(frozen=True)
class Weak:
    """One of the risks that the title and page 1 name, with its measure."""

    grade: Grade | None
    finding: Text
    measure: Text


@dataclass(frozen=True)
class AbilityParagraph:
    """What is to be said of one ability."""

    name: Text
    grade: Grade | None
    score: str
    words: Text


@dataclass(frozen=True)
class Summary:
    """The conclusion."""

    headline: Text
    overall: Text
    lowest_ability: Text | None
    weak: tuple[Weak, ...]
    abilities: tuple[AbilityParagraph, ...]
    caption: Caption
    has_contents: bool
    development: Text | None = None
    path: Path | None = None

    @property
    def has_dashes(self) -> bool:
        """Whether an ability is not scored."""
        return printing.DASH in [one.score for one in self.abilities]


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The page, with the contents at its end unless they are left out."""
    found = summary(context, has_contents=options.word("contents") == "shown")
    shown = _development(context) if options.word("development") == "shown" else None
    path = ways.path(context) if options.word("path") == "shown" else None
    weak = found.weak if options.word("weak") == "shown" else ()
    return [Piece("summary", replace(found, development=shown, path=path, weak=weak))]


def summary(context: HospitalContext, *, has_contents: bool) -> Summary:
    """Overall situation, weak links, measures."""
    lowest = _lowest_ability(context)
    risks = outlook.endangered(context)
    # One ability alone is the weakest of nothing, nor one of equals; what has the best grade is not weak.
    is_weak = (
        bool(risks) and lowest is not None and lowest.grade is not Grade.EXCELLENT and _is_weakest(context, lowest)
    )
    return Summary(
        headline=_headline(context, lowest, risks),
        overall=_cautious(context, _overall(context)),
        lowest_ability=_ability_measure(context, lowest) if lowest and is_weak else None,
        weak=tuple(_weak(context, indicator) for indicator in risks),
        abilities=tuple(_paragraph(context, ability) for ability in context.evaluation.abilities),
        caption=context.table("summary", context.say("summary.abilities")),
        has_contents=has_contents,
    )


def _development(context: HospitalContext) -> Text | None:
    """Growth of income, assets, net assets and visits, as far as known, before anything is said of ratios."""
    material = context.material
    found = {name: material.values.at(name, material.entity, material.period).value for name in GROWING}
    told = [
        context.valued(context.say.within(context.name(name)), name, value)
        for name, value in found.items()
        if value is not None
    ]
    return context.say("summary.development", listed=context.say.join(told, "list.comma_only")) if told else None


def _lowest_ability(context: HospitalContext) -> ScoredAbility | None:
    scored = [ability for ability in context.evaluation.abilities if ability.score is not None]
    return min(scored, key=lambda ability: ability.score or 0.0, default=None)


def _is_weakest(context: HospitalContext, lowest: ScoredAbility) -> bool:
    """Whether every other ability that has a score prints a better one, and there are others."""
    printed = [context.score(one.score) for one in context.evaluation.abilities if one.score is not None]
    return len(printed) > 1 and printed.count(context.score(lowest.score or 0.0)) == 1


def _headline(context: HospitalContext, lowest: ScoredAbility | None, risks: list[ScoredIndicator]) -> Text:
    if together.is_all_together(context) and (found := together.headline(context)) is not None:
        return found
    if lowest is None or lowest.score is None:
        return context.say("summary.headline.none")
    facts: dict[str, Fact] = {"names": _listed(context, risks), "n": len(risks)} if risks else {}
    total = context.evaluation.score
    if total is None:
        found = context.say("summary.headline.unrated")
        return context.say("summary.headline.risks", found=found, **facts) if risks else found
    if not risks:
        grades = {context.grade_of(one) for one in context.evaluation.indicators}
        return context.say("summary.headline.good" if Grade.GOOD in grades else "summary.headline.best")
    if not _is_weakest(context, lowest):
        return context.say("summary.headline.one", score=context.score(total), **facts)
    return context.say("summary.headline", ability=lowest.name, score=context.score(lowest.score), **facts)


def _listed(context: HospitalContext, indicators: list[ScoredIndicator]) -> Text:
    return context.say.join([context.named(one.id) for one in indicators])


def _cautious(context: HospitalContext, overall: Text) -> Text:
    asked = doubts.explained(context)
    return context.say.join([overall, asked], "list.sentences") if asked is not None else overall


def _overall(context: HospitalContext) -> Text:
    evaluation, say = context.evaluation, context.say
    if together.is_ranked_alone(context) and (found := together.headline(context)) is not None:
        return say("together.summary", headline=found, alone=say("together.alone"))
    if evaluation.grade is None or evaluation.score is None:
        return say(f"summary.withheld.{gradings.why_no_total(evaluation)}")
    if together.is_all_together(context):
        return _overall_together(context, context.score(evaluation.score))
    parts = [
        say(
            "summary.part",
            name=say.within(part.name),
            score=context.score(part.score),
            share=printing.percent(part.share, 0),
        )
        for part in evaluation.parts
        if part.score is not None
    ]
    count = sum(1 for i in evaluation.indicators if i.score is not None)
    grade, scheme = context.grade(evaluation.grade), context.material.scheme.name
    overall = say("summary.overall", score=context.score(evaluation.score), grade=grade, n=count, scheme=scheme)
    if len(parts) < 2:  # noqa: PLR2004 - one part is the whole
        return overall
    return say.join([overall, say("summary.parts", parts=say.join(parts, "list.comma_only"))], "list.sentences")


def _overall_together(context: HospitalContext, score: str) -> Text:
    places = [together.place(context, part, found) for part, found in together.ranked(context)]
    count = sum(together.is_judged_together(context, one) for one in context.evaluation.indicators)
    joined, scheme = context.say.join(places, "list.semicolon"), context.material.scheme.name
    return context.say("together.overall", score=score, scheme=scheme, n=count, place=joined)


def _ability_measure(context: HospitalContext, ability: ScoredAbility) -> Text:
    own = {one.id for one in context.evaluation.indicators if one.ability == ability.id}
    worst = outlook.costliest(context, own)
    action = ways.of_ability(context, ability) if worst is None else outlook.advice(context, worst)
    score = context.score(ability.score or 0.0)
    name = context.say.within(ability.name)
    weight = printing.percent(together.weight_of(context.evaluation, ability), 1)
    facts: dict[str, Fact] = {"name": name, "score": score, "weight": weight, "action": action, "most": ""}
    if worst is not None:
        points = context.points(outlook.points_lost(context, worst) or 0.0, sign=False)
        alike = outlook.as_costly_as(context, worst, own)
        key = "summary.ability.most" if len(alike) == 1 else "summary.ability.most.several"
        if len(alike) <= ways.MOST_ALIKE:
            names = context.say.join([_named(context, one) for one in alike])
            facts["most"] = context.say(key, name=names, points=points)
    return context.say("summary.ability", **facts)


def _weak(context: HospitalContext, indicator: ScoredIndicator) -> Weak:
    score = gradings.one_decimal(indicator.score or 0.0)
    name = context.name(indicator.id)
    if indicator.is_floored:
        finding = context.say("summary.weak.floored", name=name, score=score)
    elif indicator.value is None or not gradings.is_quantitative(context, indicator):
        finding = context.say("summary.weak.rated", name=name, score=score)
    else:
        value = context.spoken(indicator.id, indicator.value)
        finding = context.say("summary.weak.measured", name=name, value=value, score=score)
    return Weak(context.grade_of(indicator), finding, outlook.advice(context, indicator))


def _paragraph(context: HospitalContext, ability: ScoredAbility) -> AbilityParagraph:
    printed = context.score(ability.score) if ability.score is not None else printing.DASH
    return AbilityParagraph(ability.name, ability.grade, printed, _ability_words(context, ability))


def _ability_words(context: HospitalContext, ability: ScoredAbility) -> Text:
    say = context.say
    members = [i for i in context.evaluation.indicators if i.ability == ability.id and i.score is not None]
    own = [i for i in context.evaluation.indicators if i.ability == ability.id]
    joint = sum(together.is_judged_together(context, one) for one in own)
    if joint and not members:
        return say("together.paragraph", n=joint)
    if not members:
        return say("summary.paragraph.none")
    if ability.score is None:
        return say("summary.paragraph.few", n=len(own), scored=len(members))
    best = max(members, key=lambda i: (i.score or 0.0, i.id))
    worst = min(members, key=lambda i: (i.score or 0.0, i.id))
    sentences = [_change_words(context, ability)] if context.before and _have_totals(context) else []
    if len(members) == 1:
        sentences.append(say("summary.paragraph.single", name=_named(context, best), score=_one(best)))
    elif _one(best) == _one(worst):
        sentences.append(say("summary.paragraph.equal", n=len(members), score=_one(best)))
    else:
        named = partial(_named, context)
        ends = (gradings.of_one_score(context, members, one.score or 0.0, named) for one in (best, worst))
        facts: dict[str, Text | str] = dict(zip(("best", "worst"), ends, strict=True))
        facts |= {"best_score": _one(best), "worst_score": _one(worst)}
        sentences.append(say("summary.paragraph.range", n=len(members), **facts))
    if (warned := together.warned(context, ability)) is not None:
        sentences.append(warned)
    absent = [i for i in context.evaluation.indicators if i.ability == ability.id and i.score is None]
    if absent:
        names = say.join([context.named(indicator.id) for indicator in absent])
        sentences.append(say("summary.paragraph.absent", n=len(absent), names=names))
    return say.join(sentences, "list.sentences")


def _named(context: HospitalContext, indicator: ScoredIndicator) -> Text:
    return doubts.marked(context, indicator.id, context.named(indicator.id))


def _have_totals(context: HospitalContext) -> bool:
    """Whether both periods have a total, without which no change of an ability can be told."""
    return context.before is not None and None not in {context.before.score, context.evaluation.score}


def _change_words(context: HospitalContext, ability: ScoredAbility) -> Text:
    found = score_bridge(context.before, context.evaluation) if context.before else None
    step = next((s for s in found.abilities if s.id == ability.id), None) if found else None
    if found is None or step is None:
        return context.say("summary.paragraph.no_change")
    before = grounds.spoken(context, found.before_period)
    if context.points(step.change) == context.points(0.0):
        return context.say("summary.paragraph.same", before=before)
    key = "summary.paragraph.up" if step.change > 0 else "summary.paragraph.down"
    return context.say(key, before=before, points=context.points(abs(step.change), sign=False))


def _one(indicator: ScoredIndicator) -> str:
    return gradings.one_decimal(indicator.score or 0.0)
