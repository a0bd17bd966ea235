"""How the weights of a part were found: means, deviations, coefficients of variation, weights.

What a part says beyond its scores: a rank, degrees of membership, how far experts agree, evidence of a checklist.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.report.desk.grades import together
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.definition import Text
    from reportgen.model.results import Membership, ScoredIndicator, ScoredPart, WeightRow
    from reportgen.model.schemes import Ranking, RoundAgreement
    from reportgen.report.desk.context import HospitalContext

FINE: Final = 4


@dataclass(frozen=True)
class WeightLine:
    """How one weight was found."""

    ability: Text
    name: Text
    mean: str
    deviation: str
    variation: str
    mean_weight: str
    variation_weight: str
    weight: str


@dataclass(frozen=True)
class PrintedWeights:
    """Weights of one part and their sum; `combined` where mean and variation are joined."""

    title: Text
    words: Text
    combined: bool
    rows: tuple[WeightLine, ...]
    weight_sum: str


def weight_table(context: HospitalContext, part: ScoredPart) -> PrintedWeights:
    """The table of one part whose weights were found, not given."""
    combined = any(row.mean_weight is not None for row in part.weights)
    key = f"weighting.{part.weighting}"
    words = context.say(key, n=_objects(part)) if key in context.say.words else part.name
    return PrintedWeights(
        title=context.say("appendix.weights", name=part.name),
        words=context.say.begun(words),
        combined=combined,
        rows=tuple(_weight_line(context, row) for row in part.weights),
        weight_sum=_share(math.fsum(row.weight for row in part.weights)),
    )


def is_found(rows: Sequence[WeightRow]) -> bool:
    """Whether weights rest on marks: with too few of them they were made otherwise, and there is nothing to show."""
    return bool(rows) and all(None not in {row.mean, row.deviation, row.variation} for row in rows)


def beside(table: PrintedWeights | None, rows: Sequence[tuple[Text, str]]) -> tuple[WeightLine, ...]:
    """The lines of a joined table in the order of score rows, by name and printed weight; none where they differ."""
    lines = {(line.name, line.weight): line for line in table.rows} if table and table.combined else {}
    found = tuple(lines[row] for row in rows if row in lines)
    return found if len(found) == len(rows) == len(lines) else ()


def _objects(part: ScoredPart) -> int:
    return len(part.objects) or max((row.n for row in part.weights), default=0)


def _share(value: float | None) -> str:
    return printing.number(value, 2, times=printing.PERCENT) if value is not None else printing.DASH


def _fine(value: float | None) -> str:
    return printing.number(value, FINE) if value is not None else printing.DASH


def _weight_line(context: HospitalContext, row: WeightRow) -> WeightLine:
    return WeightLine(
        ability=_ability(context, row.indicator),
        name=context.short(row.indicator),
        mean=_fine(row.mean),
        deviation=_fine(row.deviation),
        variation=_fine(row.variation),
        mean_weight=_share(row.mean_weight),
        variation_weight=_share(row.variation_weight),
        weight=_share(row.weight),
    )


def _ability(context: HospitalContext, indicator: str) -> Text:
    """The group that the indicator of the scheme belongs to."""
    group = next(one.ability for one in context.evaluation.indicators if one.id == indicator)
    return next((one.name for one in context.evaluation.abilities if one.id == group), same(printing.DASH))


PLACES: Final = 4
TWO: Final = 2
THREE: Final = 3
COMPOSITE: Final = "composite_index"


@dataclass(frozen=True)
class Inspected:
    """One row of a checklist: its mark of how many, its weight, what the mark rests on, and who inspected."""

    name: Text
    mark: str
    full_mark: str
    weight: str
    evidence: str
    inspector: str


def remarks(context: HospitalContext, part: ScoredPart) -> tuple[Text, ...]:
    """The lines under the score table of a part."""
    return tuple(_lines(context, part))


def _lines(context: HospitalContext, part: ScoredPart) -> Iterator[Text]:
    if context.material.scheme.parts[part.id].method == COMPOSITE and part.score is not None:
        yield context.say("appendix.index", index=printing.number(part.score / printing.PERCENT, THREE))
    if part.ranking is not None:
        yield from _ranking(context, part, part.ranking)
    if part.membership is not None:
        yield from _membership(context, part, part.membership)
    if part.experts:
        yield together.agreement(context, part)
        if part.rounds:
            yield context.say.join([_round(context, one) for one in part.rounds], "list.semicolon")


def _ranking(context: HospitalContext, part: ScoredPart, found: Ranking) -> Iterator[Text]:
    say = context.say
    result, by = printing.number(found.result, PLACES), say(f"ranking.by.{found.by}")
    method, where = say(f"scoring.{found.method}"), together.place(context, part, found)
    yield say("together.line", part=part.name, place=where, method=method, result=result, by=by)
    told = [
        say("phrase.named", name=say(f"ranking.fact.{key}"), value=_fact(value)) for key, value in found.facts.items()
    ]
    if told:
        yield say("ranking.facts", facts=say.join(told, "list.comma_only"))
    how = [together.how(context, found)] if part.id in context.robustness.rankings else []
    yield say.join([say("together.rules"), *how], "list.sentences")


def _fact(value: float | None) -> str:
    """A figure of a method; a count without decimals."""
    if value is None:
        return printing.DASH
    return printing.number(value, 0 if value.is_integer() else PLACES)


def _membership(context: HospitalContext, part: ScoredPart, found: Membership) -> Iterator[Text]:
    def degrees(of: tuple[float, ...]) -> str:
        return " / ".join(printing.number(degree, PLACES) for degree in of)

    level = context.grade(found.level)
    if found.tie:
        level = context.say.join([level, context.say("membership.tie")], "list.beside")
    yield context.say(
        "membership.line",
        part=part.name,
        degrees=degrees(found.degrees),
        operator=found.operator,
        level=level,
        value=printing.number(found.value, TWO),
        value_level=context.grade(found.value_level),
        cuts=" / ".join(printing.number(cut, 1) for cut in found.cuts),
        validity=printing.DASH if found.validity is None else printing.number(found.validity, TWO),
    )
    if found.weak:
        yield context.say("together.weak")
    names = {ability.id: ability.name for ability in context.evaluation.abilities}
    for branch, of in found.branches.items():
        yield context.say("together.branch", name=names.get(branch, same(branch)), degrees=degrees(of))


def _round(context: HospitalContext, one: RoundAgreement) -> Text:
    held = same(one.file) if one.period is None else period_name(one.period)
    if one.number is not None:
        held = context.say.join(
            [held, context.say("consultation.number", number=printing.whole(one.number))], "list.beside"
        )
    facts: dict[str, Text | str] = {
        "held": held,
        "experts": printing.whole(one.experts),
        "items": printing.whole(one.items),
    }
    if one.w is None or one.p is None:
        return context.say("consultation.agreement_undefined", **facts)
    shown = {"w": printing.number(one.w, THREE), "p": printing.number(one.p, THREE)}
    return context.say("consultation.agreement", **shown, **facts)


def inspected(context: HospitalContext, part: ScoredPart) -> tuple[Inspected, ...]:
    """The rows of a checklist; none where the part is no checklist."""
    own = context.material.scheme.parts[part.id].indicators
    rows = (one for one in context.evaluation.indicators if one.part == part.id and one.id in own)
    return tuple(
        _inspected(context, one, full, part.share) for one in rows if (full := own[one.id].full_mark) is not None
    )


def _inspected(context: HospitalContext, row: ScoredIndicator, full: float, share: float) -> Inspected:
    mark = printing.DASH if row.value is None else printing.number(row.value, 1)
    unsaid = (row.evidence or printing.DASH, row.inspector or printing.DASH)
    weight = printing.number(row.effective_weight / share * printing.PERCENT if share else 0.0, 2)
    return Inspected(context.name(row.id), mark, printing.number(full, 1), weight, *unsaid)
