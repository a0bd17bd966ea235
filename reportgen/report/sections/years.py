"""All indicators over five years, with what each did to the total since last year.

One term of office: its first and its last year side by side, for every scored indicator.
"""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import score_bridge
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings, together
from reportgen.report.desk.grades import years as desk_years
from reportgen.report.desk.grades.years import result, unlike, value, year_before, years
from reportgen.report.desk.tables.sheet import PORTRAIT_MM, SectionContent, Table, TableColumn, TableRow, saying
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.speech import capital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.case_parts import TermOfOffice
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredAbility, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import HospitalContext

SECTION = "years"
TOTAL: Final = "total"
CLOSE: Final = 0.9
"""By how much columns may be closer than usual."""


def scorecard_of_years(context: HospitalContext) -> SectionContent:
    """The wide scorecard; of one year alone there is none."""
    say, notes = context.say, Notes()
    periods = years(context)
    if len(periods) == 1:
        return saying(say("years.headline.none"), say("years.none"))
    before = year_before(context)
    bridge = score_bridge(before, context.evaluation) if before else None
    effects = {step.id: step.change for step in bridge.indicators} if bridge else {}
    parts = {step.id: step.change for step in bridge.abilities} if bridge else {}
    lines: list[TableRow] = []
    for ability in context.evaluation.abilities:
        lines.append(_ability(context, ability, periods, parts, notes))
        members = [i for i in context.evaluation.indicators if i.ability == ability.id]
        lines += [_indicator(context, i, periods, effects, notes) for i in members if _is_known(context, i, periods)]
    lines.append(_total(context, periods, {TOTAL: bridge.change} if bridge else {}, notes))
    caption = context.table(SECTION, say("years.table", n=len(periods)))
    lead = say("years.lead") if bridge else _without_effects(context)
    told = (*_left_out(context, periods), *notes.lines())
    columns = tuple(_columns(context, periods, has_effects=bridge is not None))
    if sum(column.width for column in columns) * CLOSE <= PORTRAIT_MM:
        columns = _fitted(columns)
    table = Table(caption, columns, tuple(lines), told, lead, dense=True)
    return SectionContent(_headline(context, effects), (table,))


def _is_known(context: HospitalContext, indicator: ScoredIndicator, periods: tuple[str, ...]) -> bool:
    """Whether any of the years has a value of it, or a score."""
    if indicator.score is not None or any(value(context, indicator.id, period) is not None for period in periods):
        return True
    found = (result(context, period) for period in periods)
    return any(i.id == indicator.id and i.score is not None for each in found if each for i in each.indicators)


def _left_out(context: HospitalContext, periods: tuple[str, ...]) -> Iterator[Text]:
    """Which indicators have no row, since nothing would stand in it."""
    rows = context.evaluation.indicators
    names = [context.named(one.id) for one in rows if not _is_known(context, one, periods)]
    if names:
        yield context.say("years.left_out", n=len(names), names=context.say.join(names, "list.comma"))


def _without_effects(context: HospitalContext) -> Text:
    compared = unlike(context)
    if compared is None:
        return context.say("years.lead.first")
    return context.say("years.lead.unlike", words=capital(desk_years.told(context, compared)))


def _headline(context: HospitalContext, effects: dict[str, float]) -> Text:
    printed = [context.points(change) for change in effects.values()]
    up = sum(1 for text in printed if text.startswith("+"))
    down = sum(1 for text in printed if text.startswith(printing.MINUS))
    n = len(context.evaluation.indicators)
    if not effects and (compared := unlike(context)) is not None and compared.change is not None:
        change = context.points(compared.change)
        return context.say("years.headline.shared", n=len(compared.shared), change=change)
    if not effects:
        return context.say("years.headline.first", n=n)
    if not up and not down:
        return context.say("years.headline.same")
    key = "years.headline.up" if not down else "years.headline.down" if not up else "years.headline"
    return context.say(key, n=n, up=up, down=down)


def _columns(context: HospitalContext, periods: tuple[str, ...], *, has_effects: bool) -> Iterator[TableColumn]:
    """The columns; none of peers or of effects where the hospital has none."""
    say = context.say
    yield TableColumn(say("scorecard.head.indicator"), 46)
    yield TableColumn(say("scorecard.head.unit"), 15, "c")
    yield from (TableColumn(period_with_year(period), 17, "n") for period in periods)
    yield TableColumn(say("years.head.change"), 17, "n")
    yield TableColumn(say("scorecard.head.standard"), 22, "n")
    if _has_peers(context):
        yield TableColumn(say("scorecard.head.median"), 18, "n")
    yield TableColumn(say.begun(say("scorecard.weight")), 14, "n")
    if has_effects:
        yield TableColumn(say("years.head.effect"), 16, "n")
    yield TableColumn(say("scorecard.head.score"), 13, "n")
    yield TableColumn(say("scorecard.head.grade"), 11, "grade")


def _fitted(columns: tuple[TableColumn, ...]) -> tuple[TableColumn, ...]:
    """Columns no wider together than an upright page: a little closer, so that few years turn no paper."""
    share = PORTRAIT_MM / sum(column.width for column in columns)
    return tuple(replace(column, width=column.width * min(1.0, share)) for column in columns)


def _has_peers(context: HospitalContext) -> bool:
    return any(one.peer is not None for one in context.evaluation.indicators)


def _ability(
    context: HospitalContext, ability: ScoredAbility, periods: tuple[str, ...], effects: dict[str, float], notes: Notes
) -> TableRow:
    found = [result(context, period) for period in periods]
    scores = [next((a.score for a in each.abilities if a.id == ability.id), None) if each else None for each in found]
    weight = printing.number(together.weight_of(context.evaluation, ability), 2, times=printing.PERCENT)
    return TableRow(
        (
            ability.name,
            context.say("unit.score"),
            *(_score(context, score, notes) for score in scores),
            _change(context, scores, notes, ability.id),
            *_unjudged(context, notes),
            weight,
            *_effect(context, effects, ability.id, notes),
            _score(context, ability.score, notes),
            _grade(context, ability.grade, notes),
        ),
        "section",
    )


def _indicator(
    context: HospitalContext,
    indicator: ScoredIndicator,
    periods: tuple[str, ...],
    effects: dict[str, float],
    notes: Notes,
) -> TableRow:
    say = context.say
    if not gradings.is_quantitative(context, indicator):
        return _rated(context, indicator, periods, effects, notes)
    values = [value(context, indicator.id, period) for period in periods]
    absent = say("years.absent")
    printed = [_printed(context, indicator.id, v, p, notes) for v, p in zip(values, periods, strict=True)]
    change = printing.DASH
    if len(values) > 1 and values[-1] is not None and values[-2] is not None:
        change = printing.measured(values[-1] - values[-2], context.indicator(indicator.id), sign=True)
    return TableRow(
        (
            context.short(indicator.id),
            context.unit(indicator.id),
            *printed,
            change if change != printing.DASH else notes.absent(absent),
            gradings.standards_best(context, indicator) or notes.absent(say("reason.no_standard")),
            *_median(context, indicator, notes),
            printing.number(together.weighed(context.evaluation, indicator), 2, times=printing.PERCENT),
            *_effect(context, effects, indicator.id, notes),
            _mark(context, indicator.score, notes),
            _grade(context, context.grade_of(indicator), notes),
        ),
        level=1,
    )


def _median(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> tuple[str, ...]:
    if not _has_peers(context):
        return ()
    if indicator.peer is None:
        return (notes.absent(gradings.unplaced(context, indicator)),)
    return (context.printed(indicator.id, indicator.peer.median),)


def _printed(context: HospitalContext, identifier: str, found: float | None, period: str, notes: Notes) -> str:
    if found is None:
        return notes.absent(context.say("years.absent"))
    printed = context.printed(identifier, found)
    if period == context.material.period:
        return printed
    origin = context.say("years.origin", period=period_with_year(period))
    return context.enter(
        ProvenanceEntry(f"indicator.{identifier}.{period}", context.name(identifier), printed, SECTION, found, origin)
    )


def _rated(
    context: HospitalContext,
    indicator: ScoredIndicator,
    periods: tuple[str, ...],
    effects: dict[str, float],
    notes: Notes,
) -> TableRow:
    found = [result(context, period) for period in periods]
    scores = [
        next((i.score for i in each.indicators if i.id == indicator.id), None) if each else None for each in found
    ]
    return TableRow(
        (
            context.short(indicator.id),
            context.say("unit.score"),
            *(_mark(context, score, notes) for score in scores),
            _difference(context, scores, notes, of_marks=True),
            *_rating(context, indicator, notes),
            printing.number(together.weighed(context.evaluation, indicator), 2, times=printing.PERCENT),
            *_effect(context, effects, indicator.id, notes),
            _mark(context, indicator.score, notes),
            _grade(context, context.grade_of(indicator), notes),
        ),
        level=1,
    )


def _total(context: HospitalContext, periods: tuple[str, ...], effects: dict[str, float], notes: Notes) -> TableRow:
    scores = [each.score if (each := result(context, period)) else None for period in periods]
    weight = printing.number(fsum(one.weight for one in context.evaluation.abilities), 2, times=printing.PERCENT)
    return TableRow(
        (
            context.say("verdict.total"),
            context.say("unit.score"),
            *(_score(context, score, notes) for score in scores),
            _change(context, scores, notes),
            *_unjudged(context, notes),
            weight,
            *_effect(context, effects, TOTAL, notes),
            _score(context, context.evaluation.score, notes),
            _grade(context, context.evaluation.grade, notes),
        ),
        "grand",
    )


def _unjudged(context: HospitalContext, notes: Notes) -> tuple[str, ...]:
    """Standard, and median if there are peers, of what is made up of indicators: none."""
    return (notes.absent(context.say("years.made_up")),) * (1 + _has_peers(context))


def _rating(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> tuple[str, ...]:
    """Standard, and median if there are peers, of what experts rate: none."""
    key = "years.rated" if indicator.raters else "years.unrated"
    return (notes.absent(context.say(key, n=indicator.raters)),) * (1 + _has_peers(context))


def _score(context: HospitalContext, score: float | None, notes: Notes) -> str:
    return _unscored(context, notes) if score is None else context.score(score)


def _mark(context: HospitalContext, score: float | None, notes: Notes) -> str:
    return _unscored(context, notes) if score is None else gradings.one_decimal(score)


def _grade(context: HospitalContext, grade: Grade | None, notes: Notes) -> str:
    return _unscored(context, notes) if grade is None else str(grade)


def _unscored(context: HospitalContext, notes: Notes) -> str:
    return notes.absent(context.say("score_changes.unscored"))


def _change(context: HospitalContext, scores: list[float | None], notes: Notes, ability: str | None = None) -> str:
    """The change of an ability's score, or of the total, where both years scored the same indicators of it."""
    compared = unlike(context)
    members = {one.id for one in context.evaluation.indicators if ability in {None, one.ability}}
    if compared is not None and (compared.broken or members & compared.apart):
        return notes.absent(context.say("years.unlike"))
    return _difference(context, scores, notes)


def _difference(context: HospitalContext, scores: list[float | None], notes: Notes, *, of_marks: bool = False) -> str:
    """The change of the last year, with as many decimals as the scores beside it have."""
    if len(scores) < 2 or scores[-1] is None or scores[-2] is None:  # noqa: PLR2004 - a change is between two
        return _unscored(context, notes)
    moved = scores[-1] - scores[-2]
    return printing.number(moved, 1, sign=True) if of_marks else context.points(moved)


def _effect(context: HospitalContext, effects: dict[str, float], of: str, notes: Notes) -> tuple[str, ...]:
    """What something did to the total; no cell where nothing is known of what anything did."""
    if not effects:
        return ()
    return (context.points(effects[of]) if of in effects else notes.absent(context.say("years.no_effect")),)


TERM_OF_OFFICE_SECTION: Final = "term_of_office"


def term_of_office(context: HospitalContext) -> SectionContent:
    """The table, or what to state in case.yaml; figures of the part of the year that this report covers."""
    say, term = context.say, context.material.case.file.term_of_office
    if term is None or term.first_year >= term.last_year:
        return saying(say("term_of_office.headline.none"), say("term_of_office.none"))
    first, last = (str(replace(context.period, year=year)) for year in (term.first_year, term.last_year))
    notes = Notes()
    lines = [_line(context, row, (first, last), notes) for row in context.evaluation.indicators]
    columns = (
        TableColumn(say("scorecard.head.indicator"), 46),
        TableColumn(say("scorecard.head.unit"), 16, "c"),
        TableColumn(period_with_year(first), 22, "n"),
        TableColumn(period_with_year(last), 22, "n"),
        TableColumn(say("term_of_office.head.change"), 20, "n"),
        TableColumn(say("term_of_office.head.score_first"), 16, "n"),
        TableColumn(say("term_of_office.head.score_last"), 16, "n"),
        TableColumn(say("term_of_office.head.points"), 14, "n"),
    )
    caption = context.table(TERM_OF_OFFICE_SECTION, say("term_of_office.table", **_ends(first, last)))
    table = Table(caption, columns, tuple(lines), notes.lines(), dense=True, is_unlike=True)
    return SectionContent(_term_of_office_headline(context, term, (first, last)), (table,), (_lead(context, term),))


def _term_of_office_headline(context: HospitalContext, term: TermOfOffice, years: tuple[str, str]) -> Text:
    then, now = (_term_of_office_total(result(context, period)) for period in years)
    facts = _ends(str(term.first_year), str(term.last_year))
    if then is None or now is None:
        return context.say("term_of_office.headline.plain", n=len(context.evaluation.indicators), **facts)
    return context.say(
        "term_of_office.headline",
        before=context.score(then),
        now=context.score(now),
        change=context.points(now - then),
        **facts,
    )


def _ends(first: str, last: str) -> dict[str, Text]:
    return {"first": period_with_year(first), "last": period_with_year(last)}


def _lead(context: HospitalContext, term: TermOfOffice) -> Text:
    say = context.say
    whose = say("term_of_office.of", name=term.of) if term.of is not None else None
    words = say("term_of_office.lead")
    return words if whose is None else say.join([whose, words], "list.sentences")


def _term_of_office_total(found: Evaluation | None) -> float | None:
    return None if found is None else found.score


def _line(context: HospitalContext, row: ScoredIndicator, years: tuple[str, str], notes: Notes) -> TableRow:
    values = [value(context, row.id, period) for period in years]
    scores = [_term_of_office_score(result(context, period), row.id) for period in years]
    absent = context.say("years.absent")
    shown = [notes.absent(absent) if one is None else context.printed(row.id, one) for one in values]
    graded = [notes.absent(absent) if one is None else gradings.one_decimal(one) for one in scores]
    change, points = _term_of_office_difference(values), _term_of_office_difference(scores)
    moved = notes.absent(absent) if change is None else printing.measured(change, context.indicator(row.id), sign=True)
    gained = notes.absent(absent) if points is None else printing.number(points, 1, sign=True)
    return TableRow((context.short(row.id), context.unit(row.id), *shown, moved, *graded, gained))


def _term_of_office_score(found: Evaluation | None, identifier: str) -> float | None:
    if found is None:
        return None
    return next((row.score for row in found.indicators if row.id == identifier), None)


def _term_of_office_difference(pair: list[float | None]) -> float | None:
    before, now = pair
    return None if before is None or now is None else now - before
