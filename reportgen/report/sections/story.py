"""The second page of the brief: what happened, why in money, what was said and what came, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.outlook.proposed import NotProposed
from reportgen.analysis.outlook.trials import CONFIDENCE
from reportgen.analysis.signals.follow_up import Status
from reportgen.catalog.calendar_words import day_name, period_short
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.report.charts.funding import FundedBar, FundedPart, use_and_sources
from reportgen.report.charts.owed import SurplusCourse, surplus_course
from reportgen.report.desk.brief import brief_pages, cash_page, causes, happened, story
from reportgen.report.desk.brief.brief_pages import Setting, SetType
from reportgen.report.desk.brief.story import ProposalKind
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.answers import scribe
from reportgen.report.desk.tables.drawings import DrawnUnit, ticks
from reportgen.report.section import Piece
from reportgen.report.speech import same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.analysis.comparison.cash_bridge import Funding
    from reportgen.analysis.outlook.proposed import Proposed
    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.analysis.signals.follow_up import FollowUp
    from reportgen.model.definition import LanguageMode
    from reportgen.model.reports import Options
    from reportgen.report.desk.brief.cash_page import CashPage
    from reportgen.report.desk.brief.causes import MoneyCause
    from reportgen.report.desk.brief.story import BoardProposal, Promise
    from reportgen.report.desk.context import HospitalContext, PlacedChart

MOST_CAUSES: Final = 3
MOST_PROMISES: Final = 6
MOST_STEPS: Final = 4
WAYS: Final[Mapping[str, str]] = {
    "short_term_loans": "loans",
    "long_term_loans": "long_loans",
    "accounts_payable": "suppliers",
    "long_term_payables": "lasting",
}
SOURCE_FILLS: Final = {"loans": "ink-2", "long_loans": "ink-3", "suppliers": "paper", "lasting": "prev"}
PAGE_MM: Final = 250.0
"""What is planned for, three millimetres less than there are."""
IN_ENGLISH: Final = 1.07
"""By how much an English page is higher than its parts: its words break into shorter lines than characters do."""
HEAD_MM: Final = 9.0
BARS_MM: Final = 21.0
COURSE_MM: Final = 38.5
PROMISE_MM: Final = (28.6, 26.4)
"""Of names and of results."""
STEP_MM: Final = (69.6, 19.6, 28.1)
"""Of actions, owners, and what they cost or bring."""
AIR_MM: Final = 1.3
ROOM_FOR_WORDS: Final = 6
"""Months of a year from which on there is room left of the course for words."""
FEWEST_PROMISES, FEWEST_STEPS, FEWEST_CAUSES = 3, 2, 2


@dataclass(frozen=True)
class ProposedRow:
    """One line of what is proposed; what the registers do not say is empty."""

    action: Text
    owner: Text | None
    day: str
    worth: Text | None
    points: str
    kind: ProposalKind


@dataclass(frozen=True)
class StoryPage:
    """The page.

    Attributes:
        causes: the amounts, largest first; bars: the first use beside its sources, under the cause `funds`.
        proposed: with what all of it comes to, and what is not proposed for which reason.
        asked: what the mark on sentences says, where figures are in question.
        cash: the other piece of the brief, where neither fills a page.
    """

    headline: Text
    happened: tuple[Text, ...]
    causes: tuple[MoneyCause, ...]
    bars: PlacedChart | None
    bars_note: Text | None
    promises: tuple[Promise, ...]
    year: PlacedChart | None
    year_note: Text | None
    year_said: Text | None
    proposed: tuple[ProposedRow, ...]
    no_step: Text | None
    total: Text | None
    total_points: str
    notes: tuple[Text, ...]
    track: Text | None
    asked: tuple[Text, ...] = ()
    cash: CashPage | None = None


def fitted(whole: StoryPage, mode: LanguageMode) -> StoryPage:
    """The page with as much as one sheet holds; what goes first is what is said elsewhere or matters least."""
    while height(whole, mode) > PAGE_MM:
        if len(whole.notes) > 1:
            whole = replace(whole, notes=whole.notes[:1])
        elif any(one.detail for one in whole.causes):
            whole = replace(whole, causes=tuple(replace(one, detail=None) for one in whole.causes))
        elif len(whole.promises) > FEWEST_PROMISES:
            whole = replace(whole, promises=whole.promises[:-1])
        elif len(whole.causes) > FEWEST_CAUSES:
            whole = replace(whole, causes=whole.causes[:-1])
        elif len(whole.proposed) > FEWEST_STEPS:
            whole = replace(whole, proposed=whole.proposed[:-1], total=None)
        elif whole.track is not None or whole.notes:
            whole = replace(whole, track=None, notes=())
        else:
            break
    return whole


def _causes(whole: StoryPage) -> Iterator[Text]:
    """What is said of each."""
    for one in whole.causes:
        words, more = one.words, one.detail
        yield words if more is None else Text(zh=f"{words.zh}{more.zh}", en=f"{words.en} {more.en}")


def height(whole: StoryPage, mode: LanguageMode) -> float:
    """About how high the page is, in millimetres."""
    title = Setting(mode, SetType(15.0 if mode == "en" else 16.5, 1.36), SetType(10.0, 1.36))
    body = Setting(mode, SetType(9.0, 1.45), SetType(8.0, 1.36))
    cell = Setting(mode, SetType(8.2, 1.22), SetType(8.0, 1.18))
    note = Setting(mode, SetType(7.4, 1.35), SetType(7.4, 1.35))
    head_row = 8.4 if mode == "zh-en" else 5.2
    total = 9.0 + title.height(whole.headline, 172) + sum(note.height(one, 172) for one in whole.asked)
    if whole.happened:
        told = Text(zh="".join(one.zh for one in whole.happened), en=" ".join(one.en for one in whole.happened))
        total += HEAD_MM + body.height(told, 172) + AIR_MM
    if whole.causes:
        total += HEAD_MM + sum(body.height(told, 159) + AIR_MM for told in _causes(whole))
        total += BARS_MM + 3.6 if whole.bars is not None else 0.0
    promised = head_row + sum(cell.row((one.name, one.result), PROMISE_MM, AIR_MM) for one in whole.promises)
    year = note.height(whole.year_note, 77) + COURSE_MM + cell.height(whole.year_said, 77)
    if whole.promises or whole.year:
        total += HEAD_MM + max(promised if whole.promises else 0.0, year if whole.year else 0.0)
    if whole.proposed or whole.no_step or whole.track:
        total += HEAD_MM + note.inline(whole.track, 172) + sum(note.inline(one, 172) + 0.6 for one in whole.notes)
    if whole.proposed:
        rows = (cell.row((one.action, one.owner, one.worth), STEP_MM, AIR_MM) for one in whole.proposed)
        total += head_row + sum(rows) + (5.4 if whole.total is not None else 0.0)
    return total * (IN_ENGLISH if mode == "en" else 1.0)


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The section, whose title tells of proposals only where there are any; nothing where there is nothing to say."""
    if not brief_pages.parts(context):
        return []
    found = _page(context)
    cash = cash_page.beside_story(context, PAGE_MM - height(found, context.mode))
    whole = found if cash is None else replace(found, cash=cash)
    return [Piece(options.entry, whole, title=None if whole.proposed else context.say("story.title_alone"))]


def _page(context: HospitalContext) -> StoryPage:
    found = causes.causes(context)[:MOST_CAUSES]
    told = happened.rests_on(context).union(*(one.items for one in found))
    use = causes.funding(context) if any(one.id == "funds" for one in found) else None
    year = brief_pages.forecast(context)
    rows = tuple(_rows(context))
    whole: Proposed | Unavailable = context.material.analysis["outlook.proposed"]
    total, points = _together(context, whole, rows)
    track = _track(context)
    whole_page = StoryPage(
        headline=causes.headline(context),
        happened=happened.happened(context),
        causes=found,
        bars=None if use is None or not use.sources else _bars(context, use),
        bars_note=None if use is None or not use.sources else _bars_note(context, use),
        promises=story.promises(context)[:MOST_PROMISES],
        year=None if year is None else _course(context, year),
        year_note=None if year is None else _course_note(context, year),
        year_said=None if year is None else _course_said(context, year),
        proposed=rows,
        no_step=context.say("story.no_step") if track is not None and not rows else None,
        total=total,
        total_points=points,
        notes=tuple(_notes(context, whole, rows)),
        track=track,
        asked=doubts.about_items(context, doubts.items(context, sorted(told))),
    )
    page = fitted(whole_page, context.mode)
    causes.withdraw_unsaid(context, page.headline, page.causes)
    return page


def _rows(context: HospitalContext) -> Iterator[ProposedRow]:
    """What is to be decided, then the measures that may be proposed, the late ones first."""
    known = [one for one in story.proposals(context) if one.is_step and one.action is not None]
    for one in known[:MOST_STEPS]:
        yield _row(context, one)


def _row(context: HospitalContext, one: BoardProposal) -> ProposedRow:
    assert one.action is not None
    points = "" if one.points is None else context.points(one.points)
    return ProposedRow(one.action, one.owner, one.day, one.worth, points, one.kind)


def _together(
    context: HospitalContext, whole: Proposed | Unavailable, rows: Sequence[ProposedRow]
) -> tuple[Text | None, str]:
    """What the total would be with all that bring points; nothing where none does, or where some are not shown."""
    if isinstance(whole, Unavailable) or whole.score is None or whole.points is None:
        return None, ""
    if sum(bool(row.points) for row in rows) != sum(step.points is not None for step in whole.steps):
        return None, ""
    score, now = context.score(whole.score), context.evaluation.grade
    if whole.grade is None or now is None:
        return context.say("story.all_done.score", score=score), context.points(whole.points)
    key = "same" if whole.grade == now else "grade"
    words = context.say(f"story.all_done.{key}", score=score, grade=context.grade(whole.grade))
    return words, context.points(whole.points)


def _notes(context: HospitalContext, whole: Proposed | Unavailable, rows: Sequence[ProposedRow]) -> Iterator[Text]:
    if isinstance(whole, Unavailable):
        return
    if any(row.points for row in rows) and any(step.is_net for step in whole.steps):
        yield context.say("story.net")
    if not whole.left_out:
        return
    say, listed = context.say, []
    for why in NotProposed:
        names = dict.fromkeys(context.short(one.action.indicator) for one in whole.left_out if one.why is why)
        if names:
            joined = say.join([say.within(name) for name in names], "list.comma")
            listed.append(say(f"story.aside.{why}", names=joined))
    yield say("story.aside", n=len(whole.left_out), listed=say.join(listed, "list.semicolon"))


def _track(context: HospitalContext) -> Text | None:
    """How many measures were due, and what became of them; None without a register."""
    found: FollowUp | Unavailable = context.material.analysis["signals.follow_up"]
    if isinstance(found, Unavailable):
        return None
    last = context.material.analysis.books.last_day.isoformat()
    kept = [one for one in found.actions if one.status is not Status.DROPPED]
    due = [one for one in kept if one.term and one.term <= last]
    if not due:
        return None
    done = [one for one in due if one.status is Status.DONE]
    say, late = context.say, sum(one.status is Status.LATE for one in due)
    in_time, reached = (
        sum(one.closed <= one.term for one in done if one.closed),
        sum(bool(one.is_reached) for one in done),
    )
    told = [say(f"story.track.due{'' if late else '.none_late'}", due=len(due), kept=in_time, late=late)]
    if done:
        told.append(say(f"story.track.done{'' if reached else '.none'}", done=len(done), reached=reached))
    if running := len(kept) - len(due):
        told.append(say("story.track.running", running=running))
    day = context.period.end(context.material.terms.first_month).isoformat()
    return say("story.track", day=day_name(day), listed=say.join(told, "list.semicolon"))


def _bars(context: HospitalContext, use: Funding) -> PlacedChart:
    unit, say = _unit_of_bars(context, use), context.say
    grown = fsum(one.amount.value or 0.0 for one in use.sources)
    parts = [_part(context, unit, context.own(one.id), one.amount.value or 0.0) for one in use.parts]
    rest = use.amount - fsum(part.amount for part in parts)
    if not parts:
        parts = [_part(context, unit, causes.used(context, use.use.id), use.amount)]
    elif unit.printed(rest) != unit.printed(0.0):
        parts.append(_part(context, unit, say("story.bars.rest"), rest))
    sources = [
        _part(context, unit, say(f"story.bars.{WAYS[one.id]}"), one.amount.value or 0.0, SOURCE_FILLS[WAYS[one.id]])
        for one in use.sources
    ]
    if _is_met_beside_debts(unit, use):
        sources.append(_part(context, unit, say("story.bars.own"), use.own, "wash-2"))
    total = unit.printed(use.amount)
    by = causes.carriers(context, use) or ""
    owed = say("story.bars.owed", by=by, share=printing.percent(use.owed_share, 0))
    debts = f"story.bars.{_sources(unit, use)}"
    bars = [
        FundedBar(context.text(f"story.bars.{'use' if causes.is_tied_up(use) else 'spent'}"), tuple(parts), total),
        FundedBar(context.text(debts), tuple(sources), unit.printed(max(grown, use.amount))),
    ]
    said: dict[str, Text] = {
        name: say.join([same(f"{part.name} {part.printed}") for part in found], "list.comma")
        for name, found in (("parts", parts), ("sources", sources))
    }
    alt = context.text("story.bars.alt", use=causes.used(context, use.use.id), amount=total, debts=say(debts), **said)
    chart = use_and_sources(bars, grown, owed.in_language(context.language), alt, ink())
    return context.picture("story-bars", chart)


def _is_met_beside_debts(unit: DrawnUnit, use: Funding) -> bool:
    """Whether debts leave a part of the use, in print, that something else must have met."""
    return unit.printed(use.own) != unit.printed(0.0)


def _sources(unit: DrawnUnit, use: Funding) -> str:
    """The key of what the lower bar is called: debts of some term only where it holds nothing else."""
    if _is_met_beside_debts(unit, use):
        return "met"
    return "sources" if causes.is_tied_up(use) else "sources.lasting"


def _part(context: HospitalContext, unit: DrawnUnit, name: Text, amount: float, fill: str = "") -> FundedPart:
    return FundedPart(name.in_language(context.language), amount, unit.printed(amount), fill)


def _unit_of_bars(context: HospitalContext, use: Funding) -> DrawnUnit:
    return DrawnUnit.of(context, [use.amount, *(one.amount.value or 0.0 for one in (*use.parts, *use.sources))])


def _bars_note(context: HospitalContext, use: Funding) -> Text:
    unit = _unit_of_bars(context, use)
    name = causes.used(context, use.use.id)
    kind = ".net" if use.parts else "" if causes.is_tied_up(use) else ".lasting"
    met = ".met" if _is_met_beside_debts(unit, use) else ""
    return context.say(f"story.bars.note{kind}{met}", use=name, unit=unit.name)


def _course(context: HospitalContext, year: Forecast) -> PlacedChart:
    """The year to its end, cumulated from its first month."""
    elapsed, say = context.period.months_elapsed, context.say
    past = [value for _, value in year.past[-elapsed:]]
    unit = DrawnUnit.of(context, [year.total, fsum(past), year.budget.value or 0.0])
    band = None if year.low is None or year.high is None else (year.low / unit.scale, year.high / unit.scale)
    budgets = []
    to_date = context.material.analysis.books.budget_to_date("period_surplus").value
    for at, budget in ((elapsed - 1, to_date), (MONTHS - 1, year.budget.value)):
        if budget is not None:
            words = say("story.course.budget", amount=unit.printed(budget)).in_language(context.language)
            words = words if at >= ROOM_FOR_WORDS else ""
            budgets.append((at, budget / unit.scale, words))
    when = [period_short(str(Period(context.period.year, PeriodKind.MONTH, at + 1))) for at in range(MONTHS)]
    shown = {0, *range(2, MONTHS, 3), elapsed - 1, MONTHS - 1} - {elapsed - 2, elapsed}
    labels = tuple(one.in_language(context.language) if at in shown else "" for at, one in enumerate(when))
    reach = "" if band is None else unit.spanned(context, year.low or 0.0, year.high or 0.0)
    total, now = unit.printed(year.total), unit.printed(fsum(past))
    rows = SurplusCourse(
        labels,
        tuple(value / unit.scale for value in past),
        tuple(value / unit.scale for _, value in year.ahead),
        band,
        tuple(budgets),
        now,
        say("story.course.end", amount=total).in_language(context.language),
        reach,
    )
    known = [fsum(past[: at + 1]) / unit.scale for at in range(len(past))]
    everything = [0.0, *known, year.total / unit.scale, *(band or ()), *(amount for _, amount, _ in budgets)]
    told: Text | str = (
        "" if year.budget.value is None else say("story.course.alt.budget", amount=unit.printed(year.budget.value))
    )
    alt = context.text("story.course.alt", now=now, total=total, budget=told)
    return context.picture("story-course", surplus_course(rows, ticks(everything, 4), alt, ink()))


def _course_note(context: HospitalContext, year: Forecast) -> Text:
    unit = DrawnUnit.of(context, [year.total, year.to_date.value or 0.0, year.budget.value or 0.0])
    if year.low is None:
        return context.say("story.course.note.untested", unit=unit.name)
    missed: Text | str = ""
    if year.tested is not None and year.tested.relative is not None:
        share = printing.percent(year.tested.relative, 0)
        missed = context.say("story.course.missed", n=year.tested.trials, share=share)
    return context.say("story.course.note", unit=unit.name, share=printing.percent(CONFIDENCE, 0), missed=missed)


def _course_said(context: HospitalContext, year: Forecast) -> Text | None:
    """How far the end misses its budget."""
    gap, say = year.gap.value, context.say
    if gap is None or not causes.matters(context, gap):
        return None
    said = story.money(scribe(context, story.SECTION), "year_end.gap", say("story.year_end.gap"), gap)
    return say(f"story.course.{'below' if gap < 0 else 'above'}", gap=said)


def section(context: HospitalContext) -> CashPage | None:
    """The page; None where there is nothing to say, or where it stands on the page of the story."""
    return cash_page.by_itself(context)
