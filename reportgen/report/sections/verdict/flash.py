"""The flash: one page with the conclusion, eight headline numbers beside last year, plan, peers, and what to decide."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name, period_with_year
from reportgen.model import printing, values
from reportgen.model.definition import Text
from reportgen.report import conditions
from reportgen.report.conditions import is_redacted
from reportgen.report.desk.brief import happened
from reportgen.report.desk.brief.cash_days import DAYS
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.documents.furniture import FIXED_SENSE, KEY_ITEMS
from reportgen.report.desk.grades import together, ways
from reportgen.report.desk.grades.scale import scale
from reportgen.report.desk.judgement import evidence
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.figures import BALANCES, item_figures, money, unit, unit_of, why_absent
from reportgen.report.desk.tables.figures import scale as table_unit
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.section import Piece
from reportgen.report.sections import verdict
from reportgen.report.sections.verdict.facts import mover, told_course

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.period import Period
    from reportgen.model.reports import Options
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.grades.scale import GradeScale
    from reportgen.report.desk.judgement.evidence import RedLines

SECTION: Final = "verdict"
NUMBERS: Final = 8
OF_ITEMS: Final = 5
"""Headline numbers, and those of them that are items of statements and activity; indicators are the others."""
FIRST_ITEMS: Final = ("total_income", "total_expense", "period_surplus", "outpatient_emergency_visits", "discharges")
ITEMS: Final = tuple(dict.fromkeys((*FIRST_ITEMS, *KEY_ITEMS)))
INDICATORS: Final = (
    DAYS,
    "receivable_turnover_days",
    "asset_liability_ratio",
    "total_margin",
    "current_ratio",
    "personnel_expense_share",
    "bed_occupancy_rate",
)
"""Indicators by preference; after them those of the evaluation, the heaviest first."""
AMOUNTS: Final = "amounts"
BESIDE: Final = {AMOUNTS: "plan", "ratios": "peers"}
"""The tables, and what their numbers are held against besides last year."""
RATING: Final = "grade"
"""Unit of what experts judge."""


@dataclass(frozen=True)
class HeadlineNumber:
    """One of the eight; `sense` 1 for the better, −1 for the worse, 0 where neither is said."""

    name: Text
    unit: Text | str
    value: str
    last_year: str
    change: str
    sense: int
    beside: str
    beside_sense: int


@dataclass(frozen=True)
class NumberTable:
    """Amounts and volumes beside the plan, or indicators beside the peers.

    Attributes:
        beside: what the last column holds them against; "" where none of them has that, and it is left out.
        past: the earlier period that they stand beside; None where none of them is known of it, and it is left out.
    """

    key: str
    rows: tuple[HeadlineNumber, ...]
    past: Text | None
    beside: str


@dataclass(frozen=True)
class FlashPage:
    """Everything on the page under the masthead; `asked` is what the mark of figures in question says."""

    headline: Text
    told: Text | None
    so_far: bool
    grade: Grade | None
    is_ranked_alone: bool
    score: str | None
    is_scored: bool
    remark: Text | None
    changes: tuple[verdict.TotalChange, ...]
    scale: GradeScale | None
    tables: tuple[NumberTable, ...]
    now: Text
    notes: Text
    asked: tuple[Text, ...]
    asks: tuple[verdict.Ask, ...]
    red_lines: RedLines | None


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The page; what is put to the board is told to nobody else."""
    del options
    return [Piece(SECTION, page(context))]


def page(context: HospitalContext) -> FlashPage:
    """The conclusion of the verdict, the numbers, and what has to be decided."""
    found, notes = tuple(_found(context)), Notes()
    tables = tuple(table for table in (_table(context, key, found, notes) for key in BESIDE) if table.rows)
    return FlashPage(
        headline=verdict.headline(context),
        told=_told(happened.happened(context, in_short=True)),
        so_far=not context.is_year,
        grade=context.evaluation.grade,
        is_ranked_alone=together.is_ranked_alone(context),
        score=verdict.printed_score(context),
        is_scored=bool(context.evaluation.indicators),
        remark=verdict.remark(context),
        changes=tuple(verdict.changes(context)),
        scale=scale(context),
        tables=tables,
        now=_period(context, context.period),
        notes=_notes(context, tables, notes),
        asked=_asked(context, found),
        asks=() if is_redacted(context.material) else verdict.asked(context),
        red_lines=evidence.red_lines(context),
    )


def _told(sentences: tuple[Text, ...]) -> Text | None:
    if not sentences:
        return None
    return Text(zh="".join(one.zh for one in sentences), en=" ".join(one.en for one in sentences))


def _asked(context: HospitalContext, found: Sequence[_Number]) -> tuple[Text, ...]:
    """One line on all numbers and sentences that bear the mark: the page has no room for more."""
    items = {one.id for one in found if one.is_item} | happened.rests_on(context, in_short=True)
    indicators = doubts.asked(context, [one.id for one in found if not one.is_item])
    return doubts.about_items(context, {**indicators, **doubts.items(context, items)})


def _period(context: HospitalContext, period: Period) -> Text:
    """A month by its short name and year, any other period as it is called."""
    return period_with_year(str(period)) if context.is_month else period_name(str(period))


def _notes(context: HospitalContext, tables: tuple[NumberTable, ...], notes: Notes) -> Text:
    """On what the columns rest, which are not there and why, and the reasons of dashes."""
    say = context.say
    absent = [] if all(table.past for table in tables) else [say("flash.no.past")]
    lacking = [f"flash.no.{BESIDE[table.key]}" for table in tables if not table.beside]
    absent += [
        conditions.so(context, key, f"{key}.other") if f"{key}.other" in say.words else say(key) for key in lacking
    ]
    differs = [say("flash.change")] if any(table.past for table in tables if table.key != AMOUNTS) else []
    told = [say(f"flash.basis.{context.span}"), *differs, *absent, *notes.lines()]
    return say("flash.note", words=say.join(told, "list.stops"))


def _table(context: HospitalContext, key: str, found: tuple[_Number, ...], notes: Notes) -> NumberTable:
    own = [one for one in found if one.is_item is (key == AMOUNTS)]
    has_past = any(one.last_year is not None for one in own)
    beside = BESIDE[key] if any(one.beside is not None for one in own) else ""
    row, desk = _item_row if key == AMOUNTS else _indicator_row, _desk(context, own)
    rows = tuple(row(desk, one, beside, notes, has_past=has_past) for one in own)
    before = context.period.previous_year() if key == AMOUNTS else _before(context)
    return NumberTable(key, rows, _period(context, before) if has_past else None, beside)


def _desk(context: HospitalContext, found: Sequence[_Number]) -> HospitalContext:
    """Where the unit of tables would leave next to nothing of all amounts, they stand in the currency's own unit."""
    items = context.material.catalog.items
    amounts = [abs(one.now or 0.0) for one in found if one.is_item and items[one.id].unit == "money"]
    return replace(context, exact=True) if amounts and max(amounts) < table_unit(context) else context


@dataclass(frozen=True)
class _Number:
    """What is known of one headline number; `sense` is which way is better.

    Attributes:
        beside: of an item its distance to the plan as a fraction, of an indicator the middle one of the peers.
    """

    id: str
    is_item: bool
    sense: int = 0
    is_to_date: bool = False
    now: float | None = None
    last_year: float | None = None
    beside: float | None = None


def _found(context: HospitalContext) -> Iterator[_Number]:
    """Items first, then indicators; where there are fewer than eight, those that ought to be there without a value."""
    items = [one for one in (_of_item(context, name) for name in ITEMS) if one is not None]
    indicators = list(_indicators(context))
    of_items = max(OF_ITEMS, NUMBERS - len(indicators))
    shown = [*items[:of_items]]
    shown += indicators[: NUMBERS - len(shown)]
    known = {one.id for one in shown}
    absent = [
        _Number(name, is_item=True)
        for name in FIRST_ITEMS
        if name not in known and name in context.material.catalog.items
    ]
    yield from (*shown, *absent[: NUMBERS - len(shown)])


def _of_item(context: HospitalContext, name: str) -> _Number | None:
    """The month alone where it is known with its own of last year, else the year to date."""
    found = item_figures(context.material, name)
    if found is None:
        return None
    is_flow = found.item.kind not in BALANCES
    known = found.alone is not None and (found.alone_last_year is not None or found.last_year is None)
    alone = context.is_month and known
    now, before = (found.alone, found.alone_last_year) if alone else (found.now, found.last_year)
    to_date = is_flow and context.is_month and not alone
    plan = found.against_budget if is_flow else None
    return _Number(name, True, FIXED_SENSE.get(name, 0), to_date, now, before, plan)  # noqa: FBT003 - in order


def _indicators(context: HospitalContext) -> Iterator[_Number]:
    """That of the headline first; then by preference, those with peers before those without; then by weight."""
    scored = {one.id: one for one in context.evaluation.indicators if one.unit != RATING}
    heaviest = sorted(scored, key=lambda name: -scored[name].weight)
    books, before = context.material.analysis.books, _before(context)
    first, found = _of_headline(context), []
    for name in dict.fromkeys((*first, *INDICATORS, *heaviest)):
        value = books.indicator(name).value if name in context.material.catalog.indicators else None
        if value is None or (scored and name not in scored and name != DAYS):
            continue
        peer, earlier = scored[name].peer if name in scored else None, books.indicator(name, before).value
        found.append(_Number(name, is_item=False, now=value, last_year=earlier, beside=peer.median if peer else None))
    yield from sorted(found, key=lambda one: (one.id not in first, one.id != DAYS and one.beside is None))


def _before(context: HospitalContext) -> Period:
    """The same period of last year; where nothing is known of it, the preceding one, which the headline speaks of."""
    course = told_course(context)
    return context.period.preceding() if course and course.key == "before" else context.period.previous_year()


def _of_headline(context: HospitalContext) -> tuple[str, ...]:
    """The indicator that the headline names, so that its figures stand on the page."""
    course = told_course(context)
    first = mover(context, course) if course is not None else None
    alike = ways.costliest_ones(context)
    worst = (first,) if first is not None else alike if len(alike) <= ways.MOST_ALIKE else ()
    return tuple(one.id for one in worst)


def _item_row(context: HospitalContext, one: _Number, beside: str, notes: Notes, *, has_past: bool) -> HeadlineNumber:
    say, item = context.say, context.material.catalog.items[one.id]
    name, is_money = say(f"furniture.key.name.{one.id}"), item.unit == "money"
    name = say("flash.to_date", name=name) if one.is_to_date else name
    absent = why_absent(context, one.id, say("statement.not_submitted"), "ytd")

    def amount(value: float | None, words: Text) -> str:
        if value is None or is_money:
            return money(context, value, notes, words)
        return printing.number(value, 0)

    value, last_year, change, plan, rate = amount(one.now, absent), "", "", "", _rate(one)
    if one.now is not None:
        value = context.enter(ProvenanceEntry(f"flash.{one.id}", name, value, SECTION, one.now))
    if has_past:
        missing = say(values.why(one.last_year))
        last_year = amount(one.last_year, absent if one.now is None else missing)
        change = notes.absent(missing) if rate is None else printing.percent(rate, 1, sign=True)
    if beside:
        missing = say(_why_no_plan(context, one.id))
        plan = notes.absent(missing) if one.beside is None else printing.percent(one.beside, 1, sign=True)
    senses = (printing.sense(printed) * one.sense for printed in (change, plan))
    of = unit(context) if is_money else unit_of(context, item)
    name = doubts.marked_of(context, (one.id,), name)
    return HeadlineNumber(name, of, value, last_year, change, next(senses), plan, next(senses))


def _why_no_plan(context: HospitalContext, name: str) -> str:
    """Words for what stands without a budget: a balance, a budget of the year that no month divides, or none."""
    found = item_figures(context.material, name)
    if context.material.catalog.items[name].kind in BALANCES:
        return "flash.balance"
    return "flash.budget_of_year" if found is not None and found.budget is not None else "statement.no_budget"


def _rate(one: _Number) -> float | None:
    """The change as a fraction, where it can be said."""
    return values.growth(one.now, one.last_year)


def _indicator_row(
    context: HospitalContext, one: _Number, beside: str, notes: Notes, *, has_past: bool
) -> HeadlineNumber:
    say, found = context.say, context.indicator(one.id)
    assert one.now is not None

    def shown(value: float | None, key: str) -> str:
        return notes.absent(say(key)) if value is None else context.printed(one.id, value)

    last_year, change = "", ""
    if has_past:
        last_year = change = shown(one.last_year, "statement.no_last_year")
    if one.last_year is not None:
        change = printing.measured(one.now - one.last_year, found, sign=True)
    peers = shown(one.beside, "flash.no_peers") if beside else ""
    name = doubts.marked(context, one.id, context.short(one.id))
    return HeadlineNumber(name, context.unit(one.id), context.printed(one.id, one.now), last_year, change, 0, peers, 0)
