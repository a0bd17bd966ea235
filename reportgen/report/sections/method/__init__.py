"""The appendix: how every score came about, with standards, weights and what was redistributed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.schemes import Grade
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings, together
from reportgen.report.desk.grades.gradings import GradeKey, grade_key, is_quantitative, padding
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.sections.method.paragraphs import (
    NamedStandard,
    StandardLine,
    named_standards,
    paragraphs,
    sources,
    standard_line,
)
from reportgen.report.sections.method.weighting import (
    Inspected,
    PrintedWeights,
    WeightLine,
    beside,
    inspected,
    is_found,
    remarks,
    weight_table,
)
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.model.results import ScoredIndicator, ScoredPart
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext

STEPS: Final = 3
SECTION: Final = "method"


@dataclass(frozen=True)
class ScoreRow:
    """One indicator of the score table; weights of its part in points of 100."""

    name: Text
    actual: str
    standard: str
    level: Text
    coefficient: str
    base: str
    adjustment: str
    weight: str
    score: str
    pad: str
    standard_pad: str


@dataclass(frozen=True)
class PartTable:
    """The score table of one part, with its sum; `weights` says beside each row how its weight was found."""

    id: str
    name: Text
    rows: tuple[ScoreRow, ...]
    weight_sum: str
    score_sum: str
    is_quantitative: bool
    is_together: bool
    remarks: tuple[Text, ...]
    inspected: tuple[Inspected, ...]
    notes: tuple[Text, ...]
    weighting: Text | None
    weights: tuple[WeightLine, ...]

    @property
    def like(self) -> str:
        """A score among its rows, in whose column the sum stands; a row without one has a dash there."""
        return next((row.score for row in self.rows if row.score[-1:].isdecimal()), self.score_sum)


@dataclass(frozen=True)
class MethodAppendix:
    """The whole appendix; `captions` are of its tables."""

    headline: Text
    total: Text
    paragraphs: tuple[Text, ...]
    parts: tuple[PartTable, ...]
    weights: tuple[PrintedWeights, ...]
    standards: tuple[StandardLine, ...]
    named: tuple[NamedStandard, ...]
    mixed_kinds: bool
    key: tuple[GradeKey, ...]
    sources: tuple[Text, ...]
    versions: Text
    captions: Mapping[str, Caption] = field(default_factory=dict)


def method(context: HospitalContext) -> MethodAppendix:
    """Score tables, weights, standards."""
    say, scheme = context.say, context.material.scheme
    parts = context.evaluation.parts
    tables = tuple(_part(context, part) for part in parts)
    lines = tuple(standard_line(context, i) for i in context.evaluation.indicators if i.standards)
    kinds = {line.kind for line in lines}
    found = MethodAppendix(
        headline=say("appendix.headline", name=scheme.name, n=len(context.evaluation.indicators)),
        total=_total(context),
        paragraphs=tuple(paragraphs(context)),
        parts=tables,
        weights=tuple(
            weight_table(context, part)
            for part, table in zip(parts, tables, strict=True)
            if is_found(part.weights) and not table.weights
        ),
        standards=lines,
        named=named_standards(context),
        mixed_kinds=len(kinds) > 1,
        key=grade_key(context),
        sources=(*([say("appendix.source.kind", kind=kinds.pop())] if len(kinds) == 1 else []), *sources(context)),
        versions=say(
            "appendix.versions",
            scheme=context.material.scheme_id,
            scheme_version=same(scheme.version),
            program=same(context.material.version),
            source=gradings.source_of(context, scheme.source),
        ),
    )
    return replace(found, captions=captions(context, found))


def _total(context: HospitalContext) -> Text:
    known = [part for part in context.evaluation.parts if part.score is not None]
    terms = [
        context.say(
            "appendix.term",
            share=printing.percent(part.share, 0),
            score=context.score(part.score),
            name=context.say.within(part.name),
        )
        for part in known
        if part.score is not None
    ]
    if together.is_ranked_alone(context):
        return context.say("together.alone_sentence")
    if context.evaluation.score is None or not terms:
        return context.say("appendix.withheld")
    if len(context.evaluation.parts) == 1:
        name = context.say.within(known[0].name)
        return context.say("appendix.total.whole", name=name, score=context.score(context.evaluation.score))
    joined = context.say.join(terms, "list.plus")
    return context.say("appendix.total", terms=joined, score=context.score(context.evaluation.score))


def _part(context: HospitalContext, part: ScoredPart) -> PartTable:
    notes = Notes()
    members = [indicator for indicator in context.evaluation.indicators if indicator.part == part.id]
    rows = tuple(_score_row(context, indicator, part, notes) for indicator in members)
    weights_of = [together.weighed(context.evaluation, indicator) for indicator in members]
    weight = sum(weights_of) / part.share if part.share else 0.0
    key = f"score.{part.id}"
    printed = printing.number(part.score, 2) if part.score is not None else printing.DASH
    if part.score is not None:
        context.enter(
            ProvenanceEntry(key, part.name, printed, "method", part.score, context.say("passport.origin.part"))
        )
    is_computed = any(is_quantitative(context, indicator) for indicator in members)
    table = weight_table(context, part) if is_found(part.weights) and not is_computed else None
    weights = beside(table, [(row.name, row.weight) for row in rows])
    return PartTable(
        id=part.id,
        name=part.name,
        rows=rows,
        weight_sum=printing.number(weight, 2, times=printing.PERCENT),
        score_sum=printed,
        is_quantitative=is_computed,
        is_together=part.ranking is not None and all(one.score is None for one in members),
        remarks=remarks(context, part),
        inspected=inspected(context, part),
        notes=(*_of_part(context, part), *_dash(context, members), *notes.lines()),
        weighting=table.words if table and weights else None,
        weights=weights,
    )


def _of_part(context: HospitalContext, part: ScoredPart) -> Iterable[Text]:
    """That weights of a part are not those of the total, which other pages print."""
    if 0.0 < part.share < 1.0:
        share, name = printing.percent(part.share, 0), context.say.within(part.name)
        yield context.say("appendix.of_part", name=name, share=share)


def _dash(context: HospitalContext, members: Sequence[ScoredIndicator]) -> Iterable[Text]:
    if any(indicator.score is None for indicator in members):
        yield context.say("appendix.dash")
    if any(one.score is not None and _level(one) is None for one in members):
        yield context.say("appendix.dash.below")


def _level(indicator: ScoredIndicator) -> Grade | None:
    return indicator.steps.level if indicator.steps else indicator.level


def _tier(context: HospitalContext, indicator: ScoredIndicator, level: Grade | None) -> Text:
    """The level of the standards, by its number: letters are for grades of scores, and may be others."""
    if level is None:
        return same(printing.DASH)
    return context.say(f"appendix.tier.{level}") if indicator.steps else context.grade(level)


def _score_row(context: HospitalContext, indicator: ScoredIndicator, part: ScoredPart, notes: Notes) -> ScoreRow:
    weight = together.weighed(context.evaluation, indicator) / part.share if part.share else 0.0
    absent = notes.absent(context.reason(indicator.reason)) if indicator.reason else printing.DASH
    steps = indicator.steps
    actual = absent
    if is_quantitative(context, indicator):
        actual = absent if indicator.value is None else context.printed(indicator.id, indicator.value)
    elif indicator.score is not None:
        actual = printing.number(indicator.score, 1)
    points = weight * printing.PERCENT
    return ScoreRow(
        name=context.short(indicator.id),
        actual=actual,
        standard=gradings.standards_best(context, indicator) or printing.DASH,
        level=_tier(context, indicator, _level(indicator)),
        coefficient=printing.number(steps.coefficient, 1) if steps else printing.DASH,
        base=printing.number(steps.base * points, STEPS) if steps else printing.DASH,
        adjustment=printing.number(steps.adjustment * points, STEPS) if steps else printing.DASH,
        weight=printing.number(points, 2),
        score=printing.number(indicator.score * weight, STEPS) if indicator.score is not None else absent,
        pad=padding(context, indicator.id) if indicator.value is not None else "pad-0",
        standard_pad=padding(context, indicator.id) if gradings.target(indicator) is not None else "pad-0",
    )


def captions(context: HospitalContext, found: MethodAppendix) -> Mapping[str, Caption]:
    """Of all its tables, by what they show."""
    return {key: context.table(SECTION, words) for key, words in _titled(context, found)}


def _titled(context: HospitalContext, found: MethodAppendix) -> Iterator[tuple[str, Text]]:
    say = context.say
    for part in found.parts:
        yield f"scores.{part.id}", say("appendix.table", name=part.name)
        if part.inspected:
            yield f"checked.{part.id}", say("checked.title", name=part.name)
    for place, table in enumerate(found.weights):
        yield f"weights.{place}", table.title
    if found.standards:
        yield "standards", say("appendix.standards")
    if found.named:
        yield "named", say("named.title")
