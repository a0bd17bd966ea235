"""The text of the letter: result, main figures, problems, arrangements, matters to know; nothing that no data shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import consent, correspondence, doubts, equations, form_sheets, outlook
from reportgen.report.desk.classes import class_name
from reportgen.report.desk.figures import item_figures
from reportgen.report.passport import Entry
from reportgen.report.sections.letter.outcome import moved, mover, result, scored
from reportgen.report.sections.letter.problems import arrangements, problems
from reportgen.report.speech import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context
    from reportgen.report.sections.letter.problems import Item

NAME: Final = "letter"
ITEMS: Final = (("total_income", "medical_income"), ("total_expense", "medical_activity_expense"), ("period_surplus",))
"""Income, expense, surplus; where the data has no total, that of the care of patients, under its own name."""
BUDGETED: Final = frozenset({"total_income", "total_expense"})
"""Of which a share of the budget says something; a surplus is no aim."""
BALANCES: Final = ("total_assets", "total_liabilities")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `level` is head for a first level, item for one that begins with a second, else empty.

    Attributes:
        lead: the words with which an item begins, in a face of their own.
    """

    words: Text
    level: str = ""
    lead: Text | None = None


def text(context: Context) -> Iterator[Paragraph]:
    """All paragraphs, first levels numbered as they come."""
    say = context.say
    parts = {
        "basis": list(_basis(context)),
        "result": [Paragraph(words) for words in result(context)],
        "figures": list(_figures(context)),
        "problems": _items(problems(context)),
        "arrangements": _items(arrangements(context)),
        "remarks": list(_remarks(context)),
    }  # fmt: skip
    yield Paragraph(_opening(context))
    present = [(key, found) for key, found in parts.items() if found]
    for number, (key, found) in enumerate(present, start=1):
        unplanned = key == "figures" and not _has_budget(context)
        title = say("submission.part.figures.no_budget" if unplanned else f"submission.part.{key}")
        yield Paragraph(say("submission.level.first", number=say(f"submission.numeral.{number}"), title=title), "head")
        yield from found
    yield Paragraph(say("submission.closing"))


def _items(found: Iterable[Item]) -> list[Paragraph]:
    return [Paragraph(one.words, "item" if one.lead else "", one.lead) for one in found]


def _opening(context: Context) -> Text:
    """What was done under which scheme, how it came out and what moved it; then what costs most."""
    say, now = context.say, context.evaluation
    facts = {"period": period_name(context.material.period), "scheme": _scheme(context)}
    if now.score is None:
        return say("submission.opening", **facts)
    outcome = say.join([scored(context, now, now.score), *moved(context)[:1]], "list.comma_only")
    if (found := mover(context)) is not None:
        key = f"submission.opening.scored.{'asked' if found.is_asked else 'mover'}"
        outcome = say(key, result=outcome, name=found.name, points=found.points)
    told = [say("submission.opening.scored", **facts, result=say.within(outcome))]
    if weakest := outlook.costly(context)[:1]:
        told.append(say("submission.opening.cause", name=say.within(context.name(weakest[0].id))))
    return say.join([*told, say("submission.opening.follows")], "list.sentences")


def _scheme(context: Context) -> Text:
    key = "submission.basis.scheme" if context.evaluation.indicators else "submission.basis.no_scheme"
    return context.say(key, name=context.material.scheme.name)


def _basis(context: Context) -> Iterator[Paragraph]:
    """Who is judged, on what, over which time."""
    say, entity = context.say, context.material.case.file.entity
    found = []
    if entity and entity.level and (beds := _beds(context, entity.beds)):
        level = say("submission.basis.level", level=class_name(say, entity.level))
        found.append(say("submission.basis.hospital", level=level, beds=beds))
    scored = [one for one in context.evaluation.indicators if one.score is not None]
    covered = _covered(context)
    if scored:
        found.append(_drawn_from(context, covered, len(scored)))
    quality = context.material.quality
    state = "unchecked" if not quality.equations_checked else "fails" if quality.equations_failed else "ties"
    key, facts = equations.counted(context, f"submission.basis.{state}")
    tied = say(key, n=quality.equations_checked, failed=quality.equations_failed, **facts)
    found.append(say("doubt.warned", told=tied, n=quality.warnings) if quality.warnings else tied)
    yield Paragraph(say.join(found, "list.sentences"))


def _drawn_from(context: Context, covered: Text, count: int) -> Text:
    """What was judged, and from which data: the hospital's statements, or the source that the case names instead."""
    source = context.material.case.file.data_source
    if source is None:
        return context.say("submission.basis.scored", covered=covered, n=count)
    return context.say("submission.basis.sourced", covered=covered, n=count, source=source)


def _beds(context: Context, given: int | None) -> Text | None:
    """Beds in place by the statistics of the period; without them the number of case.yaml, under no name of its own."""
    there = item_figures(context.material, "beds_open")
    if there is not None and there.now is not None:
        return context.say("submission.basis.beds.open", n=printing.number(there.now, 0))
    return context.say("submission.basis.beds.given", n=printing.number(given, 0)) if given else None


def _covered(context: Context) -> Text:
    """The time in words: a year, or the months of it so far."""
    if not context.is_month or context.period.months_elapsed == 1:
        return period_name(context.material.period)
    last = period_name(context.material.period)
    return context.say("submission.covered", year=str(context.period.year), last=last, n=context.period.months_elapsed)


def _figures(context: Context) -> Iterator[Paragraph]:
    """Income, expense, surplus against last year and budget; assets and debt."""
    say, items = context.say, [_there(context, named) for named in ITEMS]
    groups = [[words for item in row if (words := _figure(context, item)) is not None] for row in (items, BALANCES)]
    found = [say("submission.sentence", words=capital(say.join(group, "list.semicolon"))) for group in groups if group]
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
        yield Paragraph(say.join(found, "list.sentences"))


def _there(context: Context, named: tuple[str, ...]) -> str:
    """The first of the items that the data has, else the first."""
    figures = ((one, item_figures(context.material, one)) for one in named)
    return next((one for one, found in figures if found is not None and found.now is not None), named[0])


def _has_budget(context: Context) -> bool:
    """Whether income or expense has a budget for the year."""
    return any((f := item_figures(context.material, i)) is not None and f.budget is not None for i in BUDGETED)


def _figure(context: Context, identifier: str) -> Text | None:
    figures, say = item_figures(context.material, identifier), context.say
    if figures is None or figures.now is None:
        return None
    value = say.money(figures.now)
    places = (figures.place,) if figures.place else ()
    origin = None if places else say("passport.origin.months")
    printed = value.in_language(context.language)
    context.enter(Entry(f"item.{identifier}.spoken", figures.item.name, printed, NAME, figures.now, origin, places))
    clauses = [say("phrase.valued", name=say.within(figures.item.name), value=value)]
    if figures.change is not None:
        key = f"submission.figures.{'up' if figures.change >= 0 else 'down'}"
        share = printing.percent(abs(figures.change), 1)
        clauses.append(say(key, share=share, earlier=correspondence.earlier(context)))
    if identifier in BUDGETED and figures.progress is not None and figures.budget and figures.budget > 0:
        clauses.append(say("submission.figures.progress", share=printing.percent(figures.progress, 1)))
    if (asked := doubts.beside_item(context, identifier)) is not None:
        clauses.append(asked)
    return say.join(clauses, "list.comma_only")


def _remarks(context: Context) -> Iterator[Paragraph]:
    """What the agency has to know to read the figures rightly."""
    say, own = context.say, correspondence.letter(context)
    audited = {True: "audited", False: "unaudited", None: "unsaid"}[own.is_audited]
    sourced = ".sourced" if context.material.case.file.data_source is not None else ""
    found = [say(f"submission.remark.{audited}{sourced}")]
    if sourced and not form_sheets.present(context, tuple(context.material.catalog.forms)):
        found.append(say("submission.remark.unattached"))
    if context.evaluation.interim and context.evaluation.grade:
        found.append(say("submission.remark.interim"))
    absent = [one for one in context.evaluation.indicators if one.score is None]
    if absent:
        names = say.join([say.within(context.name(one.id)) for one in absent])
        found.append(say("submission.remark.absent", n=len(absent), names=names))
    told = (say("submission.sentence", words=capital(words)) for words in consent.agreements(context))
    found += told
    if context.material.case.file.illustrative:
        found.append(say("submission.remark.illustrative"))
    if context.material.draft:
        found.append(say("submission.remark.draft", n=context.material.quality.errors))
    found += own.remarks
    yield Paragraph(say.join(found, "list.sentences"))
