"""The text of the letter: result, main figures, problems, arrangements, matters to know; nothing that no data shows.

How the evaluation came out, in the words of a letter: score, grade, their move, the place among the peers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import isclose
from typing import TYPE_CHECKING, Final

from reportgen.analysis import score_bridge
from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.model.printing import half_up
from reportgen.report import conditions
from reportgen.report.desk.brief import plans, story
from reportgen.report.desk.documents import correspondence, form_sheets
from reportgen.report.desk.grades import gradings, outlook, together, years
from reportgen.report.desk.grades.grounds import in_full
from reportgen.report.desk.grades.group import class_name
from reportgen.report.desk.sources import provenance
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.answers import balance_said
from reportgen.report.desk.tables.figures import item_figures, unread
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.sections.letter.problems import arrangements, problems
from reportgen.report.speech import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.model.definition import Text
    from reportgen.model.printing import PrintedNumber
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.sections.letter.problems import LetterParagraph
    from reportgen.report.speech import Fact

NAME: Final = "letter"
TOLERANCE: Final = 1e-9
SEVERAL: Final = 2
"""Of fewer none is said to have moved most."""
"""By which sums taken in another order may differ."""


def scored(context: HospitalContext, now: Evaluation, score: float) -> Text:
    """Score and grade in one clause; the score alone where nothing is graded."""
    printed = context.score(score)
    if now.grade:
        return context.say("submission.result.score", score=printed, grade=context.grade(now.grade))
    return context.say("submission.result.ungraded", score=printed)


def result(context: HospitalContext) -> Iterator[Text]:
    """Score and grade, how they moved, where they stand, and the abilities."""
    say, now = context.say, context.evaluation
    if now.score is None:
        yield say(f"submission.result.withheld.{gradings.why_no_total(now)}")
        return
    score = context.score(now.score)
    context.enter(
        ProvenanceEntry("score.total", say("verdict.total"), score, NAME, now.score, say("passport.origin.total"))
    )
    clauses = [scored(context, now, now.score)]
    clauses += moved(context)
    found = [say("submission.sentence", words=say.join(clauses, "list.comma_only"))]
    if now.rank is not None and now.peer_median_score is not None and now.comparable_score is not None:
        found += [_place(context, now), *_sample(context)]
    found += [*_abilities(context), *_mostly(context)]
    if (asked := doubts.told(context, in_full=True)) is not None:
        found.append(asked)
    yield say.join(found, "list.sentences")


@dataclass(frozen=True)
class MovingAbility:
    """The ability that moved the score most; `is_asked` where figures of its indicators are in question."""

    name: Text
    points: PrintedNumber
    is_asked: bool


def mover(context: HospitalContext) -> MovingAbility | None:
    """The ability of several that moved the score most; None where nothing moved in print, or nothing compares."""
    before, names = context.before, {one.id: one.name for one in context.evaluation.abilities}
    found = score_bridge(before, context.evaluation) if before else None
    steps = [step for step in found.abilities if step.id in names] if found else []
    if before is None or len(steps) < SEVERAL:
        return None
    largest = max(steps, key=lambda step: abs(step.change))
    of = [one for one in context.evaluation.indicators if one.ability == largest.id]
    points = context.points(_of_indicators(before, of, largest.change))
    if points == context.points(0.0):
        return None
    return MovingAbility(context.say.within(names[largest.id]), points, bool(doubts.asked(context, [i.id for i in of])))


def _of_indicators(before: Evaluation, now: Sequence[ScoredIndicator], change: float) -> float:
    """A change of points, as the sum of what each indicator gained, where the same ones were scored."""
    old = {one.id: one.points for one in before.indicators}
    gains = [one.points - was for one in now if one.points is not None and (was := old.get(one.id)) is not None]
    found = sum(gains)
    return found if isclose(found, change, abs_tol=TOLERANCE) else change


def _abilities(context: HospitalContext) -> Iterator[Text]:
    """Every ability with its score, and with what it did to the total where that compares with the period before."""
    say, before, now, decimals = context.say, context.before, context.evaluation, context.material.scheme.decimals
    scored = [(one, one.score) for one in now.abilities if one.score is not None]
    found = score_bridge(before, now) if before else None
    steps = {step.id: step.change for step in found.abilities} if found else {}
    if before is None or not scored or any(one.id not in steps for one, _ in scored):
        listed = [
            say("submission.result.ability", name=say.within(one.name), score=context.score(of)) for one, of in scored
        ]
        yield from [say("submission.result.abilities", listed=say.join(listed))] if listed else ()
        return
    listed, printed = [], Decimal(0)
    for one, of in scored:
        rows = [row for row in now.indicators if row.ability == one.id]
        change = _of_indicators(before, rows, steps[one.id])
        printed += half_up(change, decimals)
        points = context.points(change)
        facts: dict[str, Fact] = {"name": say.within(one.name), "score": context.score(of), "points": points}
        listed.append(say("submission.result.ability.moved", **facts))
    whole = half_up((now.score or 0.0) - (before.score or 0.0), decimals)
    key = "submission.result.abilities.moved"
    yield say(
        key if printed == whole else f"{key}.rounded",
        before=in_full(context, before.period),
        listed=say.join(listed),
    )


def _mostly(context: HospitalContext) -> Iterator[Text]:
    """The indicator of several that moved the score most, in a sentence."""
    before, there = context.before, {one.id for one in context.evaluation.indicators}
    found = score_bridge(before, context.evaluation) if before else None
    steps = [step for step in found.indicators if step.id in there] if found else []
    largest = max(steps, key=lambda step: abs(step.change), default=None) if len(steps) >= SEVERAL else None
    if largest is None or context.points(largest.change) == context.points(0.0):
        return
    name = context.say.within(context.name(largest.id))
    yield context.say("submission.result.mostly", name=name, points=context.points(largest.change))


def moved(context: HospitalContext) -> list[Text]:
    """How the score moved on the period before and on last year, by what both have where that is not all."""
    now, key = context.evaluation.score, "submission.result"
    scored = [one for one in (context.before, context.year_ago) if one and one.score is not None]
    found = [_moved(context, key, now - (one.score or 0.0), one) for one in scored if now is not None]
    shared = [one for one in years.courses(context) if one.shared is not None and one.earlier not in scored]
    return found + [_moved(context, f"{key}.shared", one.change, one.earlier) for one in shared]


def _moved(context: HospitalContext, key: str, change: float, earlier: Evaluation) -> Text:
    before = in_full(context, earlier.period)
    digits = context.points(abs(change), sign=False)
    if digits == context.points(0.0, sign=False):
        return context.say(f"{key}.same", before=before)
    return context.say(f"{key}.{'up' if change > 0 else 'down'}", before=before, digits=digits)


def _place(context: HospitalContext, now: Evaluation) -> Text:
    """The rank among peers, with the distance to their median."""
    assert now.comparable_score is not None
    assert now.peer_median_score is not None
    gap = now.comparable_score - now.peer_median_score
    kind = "partly" if context.peers_partly else "whole"
    place = context.say(f"submission.result.rank.{kind}", of=now.ranked, rank=now.rank or 0)
    key = f"submission.result.median.{'above' if gap >= 0 else 'below'}"
    distance = context.say(key, digits=context.points(abs(gap), sign=False))
    return context.say("submission.sentence", words=context.say.join([place, distance], "list.comma_only"))


def _sample(context: HospitalContext) -> Iterator[Text]:
    """Who the peers are, as far as the case says it."""
    peers = context.material.case.file.peers
    if peers is None or peers.name is None:
        return
    if peers.source is None:
        yield context.say("submission.result.sample", name=peers.name)
    else:
        yield context.say("submission.result.sample.sourced", name=peers.name, source=peers.source)


ITEMS: Final = (
    ("total_income", "income_total_1998", "medical_income"),
    ("total_expense", "expense_total_1998", "medical_activity_expense"),
    ("period_surplus", *story.BALANCES),
)
"""Income, expense, surplus; where the data has no total, that of the care of patients, under its own name."""
BUDGETED: Final = frozenset({"total_income", "total_expense"})
"""Of which a share of the budget says something; a surplus is no aim."""
BALANCES: Final = ("total_assets", "total_liabilities")
NET_ASSETS: Final = "net_assets"
MOST: Final = 100.0
"""Points of an indicator."""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `level` is head for a first level, item for one that begins with a second, else empty.

    Attributes:
        lead: the words with which an item begins, in a face of their own.
    """

    words: Text
    level: str = ""
    lead: Text | None = None


def text(context: HospitalContext) -> Iterator[Paragraph]:
    """All paragraphs, first levels numbered as they come."""
    say = context.say
    parts = {
        "basis": list(_basis(context)),
        "result": [Paragraph(words) for words in result(context)],
        "figures": list(_figures(context)),
        "problems": _items(problems(context)),
        "arrangements": _items(arrangements(context)),
        "remarks": list(_remarks(context)),
    }
    yield Paragraph(_opening(context))
    present = [(key, found) for key, found in parts.items() if found]
    for number, (key, found) in enumerate(present, start=1):
        unplanned = key == "figures" and not _has_budget(context)
        title = say("submission.part.figures.no_budget" if unplanned else f"submission.part.{key}")
        yield Paragraph(say("submission.level.first", number=say(f"submission.numeral.{number}"), title=title), "head")
        yield from found
    yield Paragraph(say("submission.closing"))


def _items(found: Iterable[LetterParagraph]) -> list[Paragraph]:
    return [Paragraph(one.words, "item" if one.lead else "", one.lead) for one in found]


def _opening(context: HospitalContext) -> Text:
    """What was done under which scheme, how it came out and what moved it; then what costs most."""
    say, now = context.say, context.evaluation
    facts = {"period": period_name(context.material.period), "scheme": _scheme(context)}
    if now.score is None:
        return say("submission.opening" if now.indicators else "submission.opening.unjudged", **facts)
    outcome = say.join([scored(context, now, now.score), *moved(context)[:1]], "list.comma_only")
    if (found := mover(context)) is not None:
        key = f"submission.opening.scored.{'asked' if found.is_asked else 'mover'}"
        outcome = say(key, result=outcome, name=found.name, points=found.points)
    told = [say("submission.opening.scored", **facts, result=say.within(outcome))]
    if weakest := _costliest(context):
        names = say.join([say.within(context.name(one.id)) for one in weakest])
        told.append(say("submission.opening.cause", name=names))
    return say.join([*told, say("submission.opening.follows")], "list.sentences")


def _costliest(context: HospitalContext) -> list[ScoredIndicator]:
    """The risk that costs most points, with those that cost as many in print."""
    found = outlook.endangered(context)
    lost = [context.points((MOST - (one.score or 0.0)) * one.effective_weight) for one in found]
    return [one for one, points in zip(found, lost, strict=True) if points == lost[0]]


def _scheme(context: HospitalContext) -> Text:
    key = "submission.basis.scheme" if context.evaluation.indicators else "submission.basis.no_scheme"
    return context.say(key, name=context.material.scheme.name)


def _basis(context: HospitalContext) -> Iterator[Paragraph]:
    """Who is judged, on what, over which time."""
    say, entity = context.say, context.material.case.file.entity
    found = []
    if entity and entity.level and (beds := _beds(context, entity.beds)):
        level = say("submission.basis.level", level=class_name(say, context.material.catalog.respell(entity.level)))
        found.append(say("submission.basis.hospital", level=level, beds=beds))
    scored = [one for one in context.evaluation.indicators if one.score is not None]
    covered = in_full(context, context.material.period)
    told = say("submission.basis.covered", covered=covered)
    found.append(_drawn_from(context, covered, len(scored)) if scored else told)
    quality = context.material.quality
    state = "unchecked" if not quality.equations_checked else "fails" if quality.equations_failed else "ties"
    key, facts = provenance.counted(context, f"submission.basis.{state}")
    tied = say(key, n=quality.equations_checked, failed=quality.equations_failed, **facts)
    found.append(say("doubt.warned", told=tied, n=quality.warnings) if quality.warnings else tied)
    yield Paragraph(say.join(found, "list.sentences"))


def _drawn_from(context: HospitalContext, covered: Text, count: int) -> Text:
    """What was judged, and from which data: the hospital's statements, or the source that the case names instead."""
    source = context.material.case.file.data_source
    if source is None:
        keys = ("submission.basis.scored", "submission.basis.statements")
        return conditions.so(context, *keys, covered=covered, n=count)
    return context.say("submission.basis.sourced", covered=covered, n=count, source=source)


def _beds(context: HospitalContext, given: int | None) -> Text | None:
    """Beds in place by the statistics of the period; without them the number of case.yaml, under no name of its own."""
    there = item_figures(context.material, "beds_open")
    if there is not None and there.now is not None:
        return context.say("submission.basis.beds.open", n=printing.number(there.now, 0))
    return context.say("submission.basis.beds.given", n=printing.number(given, 0)) if given else None


def _figures(context: HospitalContext) -> Iterator[Paragraph]:
    """Income, expense, surplus against last year and budget; assets and debt."""
    say, items = context.say, [_there(context, named) for named in ITEMS]
    own = item_figures(context.material, NET_ASSETS)
    balances = BALANCES if own is None or (own.now or 0.0) >= 0 else (*BALANCES, NET_ASSETS)
    groups = [[words for item in row if (words := _figure(context, item)) is not None] for row in (items, balances)]
    found = [say("submission.sentence", words=capital(say.join(group, "list.semicolon"))) for group in groups if group]
    if balances != BALANCES:
        found.append(say("submission.figures.insolvent"))
    if not context.is_year and any(
        (f := item_figures(context.material, i)) and f.progress is not None for i in BUDGETED
    ):
        time = printing.percent(context.period.months_elapsed / 12, 1)
        found.append(say("submission.figures.time", share=time))
    compared = [f for i in (*items, *BALANCES) if (f := item_figures(context.material, i)) and f.change is not None]
    if found and compared:
        before = period_name(str(context.period.previous_year()))
        found.append(say("submission.figures.source", period=before, earlier=correspondence.earlier(context)))
    if found and not _has_budget(context):
        found.append(say("submission.figures.no_budget"))
    if found:
        yield Paragraph(say.join([*found, *plans.year_end(context, NAME)], "list.sentences"))


def _there(context: HospitalContext, named: tuple[str, ...]) -> str:
    """The first of the items that the data has, else the first."""
    figures = ((one, item_figures(context.material, one)) for one in named)
    return next((one for one, found in figures if found is not None and found.now is not None), named[0])


def _has_budget(context: HospitalContext) -> bool:
    """Whether income or expense has a budget for the year."""
    return any((f := item_figures(context.material, i)) is not None and f.budget is not None for i in BUDGETED)


def _figure(context: HospitalContext, identifier: str) -> Text | None:
    figures, say = item_figures(context.material, identifier), context.say
    if figures is None or figures.now is None:
        return None
    usual = None if identifier in story.SPOKEN else figures.item.name
    name, value = balance_said(context, identifier, figures.now, usual)
    places = (figures.place,) if figures.place else ()
    origin = None if places else unread(context, identifier, figures.now, context.material.period)
    printed = value.in_language(context.language)
    context.enter(
        ProvenanceEntry(f"item.{identifier}.spoken", figures.item.name, printed, NAME, figures.now, origin, places)
    )
    clauses = [say("phrase.valued", name=say.within(name), value=value)]
    if figures.change is not None:
        key = f"submission.figures.{'up' if figures.change >= 0 else 'down'}"
        share = printing.percent(abs(figures.change), 1)
        clauses.append(say(key, share=share, earlier=correspondence.earlier(context)))
    if identifier in BUDGETED and figures.progress is not None and figures.budget and figures.budget > 0:
        clauses.append(say("submission.figures.progress", share=printing.percent(figures.progress, 1)))
    if (asked := doubts.beside_item(context, identifier)) is not None:
        clauses.append(asked)
    return say.join(clauses, "list.comma_only")


def _unscored(context: HospitalContext) -> Iterator[Text]:
    """Indicators without a score, and what became of their weight."""
    say, evaluation = context.say, context.evaluation
    whole = together.without_any_score(evaluation)
    absent = [one for one in evaluation.indicators if one.score is None]
    told: dict[tuple[str, str], list[ScoredIndicator]] = {}
    for one in absent:
        beyond = "shared" if together.is_shared_out(evaluation, one.part) else "kept"
        key = f"absent.{beyond}" if one.ability in whole else "absent"
        told.setdefault((key, gradings.why_unscored(one) or "absent"), []).append(one)
    for (key, why), some in sorted(told.items()):
        names = say.join([say.within(context.name(one.id)) for one in some])
        yield say(f"submission.remark.{key}", n=len(some), names=names, why=say(f"submission.remark.why.{why}"))


def _remarks(context: HospitalContext) -> Iterator[Paragraph]:
    """What the agency has to know to read the figures rightly."""
    say, own = context.say, correspondence.letter(context)
    audited = {True: "audited", False: "unaudited", None: "unsaid"}[own.is_audited]
    sourced = ".sourced" if context.material.case.file.data_source is not None else ""
    found = [say(f"submission.remark.{audited}{sourced}")]
    if sourced and not form_sheets.present(context, tuple(context.material.catalog.forms)):
        found.append(conditions.so(context, "submission.remark.unattached", "submission.remark.own_words"))
    if context.evaluation.interim and context.evaluation.grade:
        found.append(say("submission.remark.interim"))
    found += _unscored(context)
    told = (say("submission.sentence", words=capital(words)) for words in together.agreements(context))
    found += told
    if context.material.case.file.illustrative:
        found.append(say("submission.remark.illustrative"))
    if context.material.draft:
        errors = context.material.quality.errors
        found.append(say(f"submission.remark.draft{'' if errors else '.other'}", n=errors))
    found += own.remarks
    yield Paragraph(say.join(found, "list.sentences"))
