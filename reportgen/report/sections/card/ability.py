"""One opener for each ability: its score over the years and its indicators; then a page for each of these."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import TYPE_CHECKING

from reportgen.catalog.calendar_words import period_tick
from reportgen.model import printing
from reportgen.report import conditions, marks
from reportgen.report.charts import TrendPoint, trend
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.grades import gradings, grounds, scale, ways
from reportgen.report.desk.grades.together import weighed
from reportgen.report.desk.grades.years import result, years
from reportgen.report.desk.tables.drawings import ticks
from reportgen.report.desk.tables.sheet import (
    Block,
    ChartFigure,
    DrawnNumber,
    SectionContent,
    SheetFigures,
    Table,
    TableColumn,
    TableRow,
)
from reportgen.report.section import Piece
from reportgen.report.sections import card
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.charts.chart import Chart
    from reportgen.report.desk.context import HospitalContext

FEWEST_YEARS = 3
"""Of a line: two years are told by the table and its marks."""
MOST_NAMED = 1
"""Indicators of one score that a headline has room to name."""
FULL = 100.0
MEMBER_MM = {3: 56.0, 4: 42.5}
"""Width of the drawing of one indicator, by how many stand in a row."""
ROUND = 10.0
"""What the ends of a scale of scores are multiples of, so that each point stands between two lines of the scale."""
LEAST_SPAN = 30.0
"""Points of score that a chart of scores shows at least."""


def anchors(context: HospitalContext, options: Options) -> tuple[str, ...]:
    """The pages of the chosen indicators, known before they are written."""
    return card.anchors(context, options)


def pieces(context: HospitalContext, options: Options) -> Iterator[Piece]:
    """An opener, then the pages of its chosen indicators in the order of the scorecard, for each ability."""
    for ability in context.evaluation.abilities:
        anchor = f"ability-{ability.id}"
        yield Piece(anchor, _opener(context, ability, anchor), ability.name, ability.id)
        for piece in card.of_ability(context, ability.id, options):
            yield replace(piece, printed_as="card", deeper=1, title=piece.name)


def _members(context: HospitalContext, ability: ScoredAbility) -> list[ScoredIndicator]:
    return [indicator for indicator in context.evaluation.indicators if indicator.ability == ability.id]


def _opener(context: HospitalContext, ability: ScoredAbility, anchor: str) -> SectionContent:
    members = _members(context, ability)
    blocks: list[Block] = []
    if (line := _years(context, ability, anchor)) is not None:
        blocks.append(line)
    blocks.append(_table(context, ability, members, anchor))
    if (multiples := _members_over_years(context, ability, members, anchor)) is not None:
        blocks.append(multiples)
    return SectionContent(_headline(context, ability, members), tuple(blocks), _guidance(context, ability))


def _guidance(context: HospitalContext, ability: ScoredAbility) -> tuple[Text, ...]:
    """One sentence on what to do, by the grade of the ability; none where it has none."""
    if ability.grade is None:
        return ()
    return (context.say(f"ability_page.guidance.{ability.grade}", action=ways.of_ability(context, ability)),)


def _headline(context: HospitalContext, ability: ScoredAbility, members: list[ScoredIndicator]) -> Text:
    say = context.say
    scored = sorted((i for i in members if i.score is not None), key=lambda i: (-(i.score or 0.0), i.id))
    if not scored:
        return say("ability_page.headline.none", name=say.within(ability.name), n=len(members))
    if ability.score is None:
        return say("ability_page.headline.few", name=say.within(ability.name), n=len(members), scored=len(scored))
    facts: dict[str, Text | str] = {"name": ability.name, "score": context.score(ability.score)}
    if ability.grade is not None:
        facts["grade"] = context.grade(ability.grade)
    key = "graded" if ability.grade is not None else "plain"
    first = say(f"ability_page.headline.{key}", **facts)
    best, worst = scored[0], scored[-1]
    if len(scored) == 1:
        return first
    if _one(best) == _one(worst):
        second = say("ability_page.headline.equal", n=len(scored), score=_one(best))
    else:
        most, least = _of_one_score(context, scored, best), _of_one_score(context, scored, worst)
        second = say(
            "ability_page.headline.range", best=most, worst=least, best_score=_one(best), worst_score=_one(worst)
        )
    return say.join([first, second], "list.semicolon")


def _of_one_score(context: HospitalContext, scored: list[ScoredIndicator], one: ScoredIndicator) -> Text:
    """The names of all that score the same; how many there are where they would fill a headline."""
    alike = [row for row in scored if _one(row) == _one(one)]
    if len(alike) > MOST_NAMED:
        return context.say("ability_page.headline.many", n=len(alike))
    return gradings.of_one_score(context, scored, one.score or 0.0, lambda row: context.named(row.id))


def _one(indicator: ScoredIndicator) -> str:
    assert indicator.score is not None
    return gradings.one_decimal(indicator.score)


def _years(context: HospitalContext, ability: ScoredAbility, anchor: str) -> ChartFigure | None:
    say, periods = context.say, years(context)
    found = [result(context, period) for period in periods]
    scores = [next((a.score for a in each.abilities if a.id == ability.id), None) if each else None for each in found]
    if (known := _drawable(scores)) is None or not _moves(known, context.score):
        return None
    chart = _scores_line(context, ability.name, scores, context.score, _reach(known), (172, 36))
    caption = context.figure(anchor, say("ability_page.years", name=ability.name, n=len(periods)))
    note = conditions.so(context, "ability_page.years.note", "ability_page.years.note.own")
    return ChartFigure(caption, context.picture(anchor, chart), note)


def _members_over_years(
    context: HospitalContext, ability: ScoredAbility, members: list[ScoredIndicator], anchor: str
) -> SheetFigures | None:
    """The score of each indicator over the years, all on one scale; None where none can be drawn."""
    found = [result(context, period) for period in years(context)]
    drawn: dict[str, list[float | None]] = {}
    for member in members:
        scores = [
            next((i.score for i in each.indicators if i.id == member.id), None) if each else None for each in found
        ]
        if _drawable(scores) is not None:
            drawn[member.id] = scores
    known = [[score for score in scores if score is not None] for scores in drawn.values()]
    if not any(_moves(scores, gradings.one_decimal) for scores in known):
        return None
    reach = _reach([score for scores in drawn.values() for score in scores if score is not None])
    width = MEMBER_MM[3 if len(drawn) <= 3 else 4]  # noqa: PLR2004 - the keys of the table
    pictures = tuple(
        (
            context.short(identifier),
            context.picture(
                f"{anchor}-{identifier}",
                _scores_line(context, context.short(identifier), scores, gradings.one_decimal, reach, (width, 26)),
            ),
        )
        for identifier, scores in drawn.items()
    )
    caption = context.figure(anchor, context.say("ability_page.members", name=ability.name))
    return SheetFigures(caption, pictures, context.say("ability_page.members.note"))


def _drawable(scores: list[float | None]) -> list[float] | None:
    """The scores that are known, where they make a line up to now."""
    known = [score for score in scores if score is not None]
    return known if len(known) >= FEWEST_YEARS and scores[-1] is not None else None


def _moves(scores: list[float], shown: Callable[[float], str]) -> bool:
    """Whether a line of them is not level."""
    return len({shown(score) for score in scores}) > 1


def _scores_line(  # noqa: PLR0913 - what is drawn, on which scale, in which size
    context: HospitalContext,
    name: Text,
    scores: list[float | None],
    shown: Callable[[float], str],
    reach: tuple[float, float],
    size_mm: tuple[float, float],
) -> Chart:
    """Scores year by year."""
    labels = [period_tick(period) for period in years(context)]
    printed = ["" if score is None else shown(score) for score in scores]
    known = [score for score in scores if score is not None]
    points = [TrendPoint(*each[:2], printed=each[2]) for each in zip(labels, scores, printed, strict=True)]
    alt = context.text("ability_page.alt", name=name, n=len(known), first=shown(known[0]), last=printed[-1])
    width, height = size_mm
    return trend(points, printed[-1], ticks(reach), alt, ink(), reach=reach, width_mm=width, height_mm=height)


def _reach(scores: list[float]) -> tuple[float, float]:
    """The range of all of them, and at least so much of the scale of scores that a small change looks small."""
    low, high = min(scores), max(scores)
    if high - low < LEAST_SPAN:
        low = min(max((low + high) / 2 - LEAST_SPAN / 2, 0.0), max(FULL, high) - LEAST_SPAN)
        high = low + LEAST_SPAN
    return floor(low / ROUND) * ROUND, ceil(high / ROUND) * ROUND


def _table(context: HospitalContext, ability: ScoredAbility, members: list[ScoredIndicator], anchor: str) -> Table:
    say, notes = context.say, Notes()
    columns = (
        TableColumn(say("scorecard.head.indicator"), 44),
        *_measured_heads(context, members),
        TableColumn(say.begun(say("scorecard.weight")), 12, "n"),
        TableColumn(say("verdict.head.score"), 50, "bullet"),
        TableColumn(say("scorecard.head.grade"), 10, "grade"),
        *([TableColumn(say("ability_page.head.lost"), 12, "n")] if context.evaluation.score is not None else []),
        *([TableColumn(say("ability_page.head.page"), 10, "page")] if _paged(context, members) else []),
    )
    lines = tuple(_row(context, indicator, members, notes) for indicator in members)
    drawn = [one for one in members if one.score is not None]
    has_past = any(_score_before(context, one) is not None for one in drawn)
    parts = ["no_total"] if context.evaluation.score is None else []
    told = ".".join([*parts, *([] if has_past else ["alone"])]) or grounds.kind(context)
    bands = (say(f"ability_page.note.{told}"),) if drawn else ()
    caption = context.table(anchor, say("ability_page.table", name=ability.name))
    return Table(caption, columns, lines, (*bands, *notes.lines()))


def _measured(context: HospitalContext, members: list[ScoredIndicator]) -> bool:
    """Whether figures decide any of them; what experts judge has neither value nor standard."""
    return any(gradings.is_quantitative(context, indicator) for indicator in members)


def _measured_heads(context: HospitalContext, members: list[ScoredIndicator]) -> tuple[TableColumn, ...]:
    if not _measured(context, members):
        return ()
    say = context.say
    return (
        TableColumn(say("scorecard.head.unit"), 11, "c"),
        TableColumn(say("scorecard.head.value"), 14, "n"),
        TableColumn(say("scorecard.head.standard"), 20, "n"),
    )


def _paged(context: HospitalContext, members: list[ScoredIndicator]) -> bool:
    """Whether any of them has a page of its own."""
    return any(context.anchor(card.anchor(indicator.id)) for indicator in members)


def _row(
    context: HospitalContext, indicator: ScoredIndicator, members: list[ScoredIndicator], notes: Notes
) -> TableRow:
    lost = () if context.evaluation.score is None else (_lost(context, indicator, notes),)
    page = (context.anchor(card.anchor(indicator.id)) or "",) if _paged(context, members) else ()
    return TableRow(
        (
            context.short(indicator.id),
            *(_value(context, indicator, notes) if _measured(context, members) else ()),
            printing.number(weighed(context.evaluation, indicator), 2, times=printing.PERCENT),
            _bullet(context, indicator, notes),
            str(context.grade_of(indicator) or _unscored(context, indicator, notes)),
            *lost,
            *page,
        ),
    )


def _lost(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> str:
    """Points that the total is short of for it; of no total there are none."""
    if indicator.score is None:
        return _unscored(context, indicator, notes)
    return context.points((FULL - indicator.score) * indicator.effective_weight, sign=False)


def _unscored(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> str:
    """Why there is no score: for want of a figure, or of judgement."""
    return notes.absent(context.reason(indicator.reason) if indicator.reason else context.say("score_changes.unscored"))


def _value(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> tuple[Text | str, ...]:
    """The unit, the value and the standard, or why there is none; what experts judge has no unit."""
    say = context.say
    if not gradings.is_quantitative(context, indicator):
        unit: Text | str = ""
        key = "ability_page.rated" if indicator.raters else "ability_page.unrated"
        shown = notes.absent(say(key, n=indicator.raters))
    elif indicator.value is None:
        unit = context.unit(indicator.id)
        shown = notes.absent(context.reason(indicator.reason) if indicator.reason else say("reason.missing_input"))
    else:
        unit, shown = context.unit(indicator.id), context.printed(indicator.id, indicator.value)
    return unit, shown, gradings.standards_best(context, indicator) or notes.absent(say("reason.no_standard"))


def _bullet(context: HospitalContext, indicator: ScoredIndicator, notes: Notes) -> DrawnNumber:
    if indicator.score is None:
        return DrawnNumber(_unscored(context, indicator, notes), None)
    drawing = marks.bullet(indicator.score, _score_before(context, indicator), None, scale.bullet_bands(context))
    return DrawnNumber(_one(indicator), context.mark(f"bullet-{indicator.id}", drawing))


def _score_before(context: HospitalContext, indicator: ScoredIndicator) -> float | None:
    before = context.before
    return next((i.score for i in before.indicators if i.id == indicator.id), None) if before else None
