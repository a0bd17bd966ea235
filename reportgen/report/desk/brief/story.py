"""What is put to the board, in three classes: what it has to decide, what it has to follow up, what it has to know.

Decisions are what a board alone may decide and a register tells: loans that fall due in a heap, a date that was moved.
To be followed up are measures that are late; to be known is what the year will come to beside its budget.

What was said and what came: measures that were due with their aims, and the forecasts of a month ago.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.outlook.proposed import is_reached
from reportgen.analysis.signals.follow_up import Status
from reportgen.catalog.calendar_words import day_name, period_short, period_spoken, period_with_year
from reportgen.model.period import MONTHS
from reportgen.report.desk.judgement import alarms, selection
from reportgen.report.desk.judgement.alarms import FOR_THE_MANAGEMENT
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.answers import scribe, with_sign
from reportgen.report.desk.tables.drawings import DrawnUnit
from reportgen.report.speech import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.analysis.outlook.liquidity import DebtsDue, Heap
    from reportgen.analysis.outlook.proposed import Proposed, ProposedStep
    from reportgen.analysis.outlook.year_end import Forecast, LastForecast
    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.speech import Fact

SECTION: Final = "story"
SURPLUS: Final = "period_surplus"
BALANCES: Final = {"period_balance_2012": "medical_income", "balance_1998": "income_total_1998"}
"""The result by earlier rules, which have no surplus, and the income that it is told beside."""
EARLIER: Final = frozenset({"income_total_1998", "expense_total_1998", *BALANCES})
"""Totals by earlier rules, whose full names say which rules these are; sentences call them by less."""
SPOKEN: Final = EARLIER | {"period_surplus"}
"""What sentences of a letter call by less than the name on the form, which has two names for the two signs."""
NAMED: Final = 2
"""Warnings without an owner that one line has room to name."""
SEEN: Final = 0.005
"""Of the tables' unit: what their two decimals show."""


class ProposalKind(StrEnum):
    """What the board is asked for."""

    DECISION = "decision"
    ASSURANCE = "assurance"
    INFORMATION = "information"


@dataclass(frozen=True)
class BoardProposal:
    """One thing that is put to the board.

    Attributes:
        words: a sentence for the board; action: the same in short, for a table.
        owner, due: as the registers have them, None where they have none.
        points: of the total that it brings, net; None where nobody can say.
        worth: what it costs or brings in money; is_step: whether it belongs in the table of what is proposed.
        day: the date by itself, for a table.
    """

    kind: ProposalKind
    words: Text
    owner: Text | None = None
    due: Text | None = None
    points: float | None = None
    action: Text | None = None
    worth: Text | None = None
    is_step: bool = False
    day: str = ""


def proposals(context: HospitalContext) -> tuple[BoardProposal, ...]:
    """All of them, decisions first; of each class the weightiest first."""
    return (*_decisions(context), *_late(context), *_known(context))


def said(context: HospitalContext, kind: ProposalKind) -> Text:
    """One sentence for a class: its first, all that are late together, or that there is none."""
    found = [one for one in proposals(context) if one.kind is kind]
    if not found and kind is ProposalKind.DECISION and (open_ := _without_owner(context)) is not None:
        return open_
    if not found and kind is ProposalKind.ASSURANCE and not _measures(context):
        return context.say("story.none.unlisted")
    if not found and kind is ProposalKind.INFORMATION and (mild := alarms.unassigned(context, FOR_THE_MANAGEMENT)):
        return context.say("story.mild", n=len(mild[1]), level=context.say(f"analysis.level.{mild[0]}"))
    if not found:
        key = f"story.none.{context.span}.{kind}"
        return context.say(key if key in context.say.words else f"story.none.{kind}")
    if kind is ProposalKind.ASSURANCE and len(found) > 1:
        late = dict.fromkeys(one.indicator for one in _measures(context) if one.status is Status.LATE)
        return context.say("story.overdue.several", n=len(found), names=_listed(context, late, "list.comma"))
    return found[0].words


def _without_owner(context: HospitalContext) -> Text | None:
    """What nobody has taken on: grave warnings together, else the weak indicators by name; None where there is none."""
    say = context.say
    if unmet := alarms.unassigned(context):
        level, warned = unmet
        key = "story.unmet.named" if len(warned) <= NAMED else "story.unmet"
        return say(key, n=len(warned), level=say(f"analysis.level.{level}"), names=_listed(context, warned))
    unowned = selection.unowned(context)
    return say("story.unowned", names=_listed(context, unowned)) if unowned else None


def _listed(context: HospitalContext, indicators: Iterable[str], joiner: str = "list.and") -> Text:
    return context.say.join([context.say.within(context.short(one)) for one in indicators], joiner)


def _measures(context: HospitalContext) -> tuple[Action, ...]:
    found: FollowUp | Unavailable = context.material.analysis["signals.follow_up"]
    return () if isinstance(found, Unavailable) else found.actions


def steps(context: HospitalContext) -> Mapping[tuple[str, str], ProposedStep]:
    """Measures that may be proposed, by their id and indicator."""
    found: Proposed | Unavailable = context.material.analysis["outlook.proposed"]
    return {} if isinstance(found, Unavailable) else {_key(one.action): one for one in found.steps}


def _key(action: Action) -> tuple[str, str]:
    return action.id, action.indicator


def _decisions(context: HospitalContext) -> Iterator[BoardProposal]:
    found: DebtsDue | Unavailable = context.material.analysis["outlook.debts"]
    if not isinstance(found, Unavailable) and found.heap is not None:
        yield _of_heap(context, found.heap)
    for one in _measures(context):
        if one.moved and one.is_open and one.status is not Status.LATE:
            facts = {"name": context.short(one.indicator), "due": day_name(one.due), "moved": day_name(one.moved)}
            yield _measured(context, one, ProposalKind.DECISION, context.say("story.moved", **facts))


def _of_heap(context: HospitalContext, heap: Heap) -> BoardProposal:
    say, writer = context.say, scribe(context, SECTION)
    amount = money(writer, "heap", say("story.heap.name"), heap.amount)
    facts: dict[str, Fact] = {"amount": amount, "months": months(context, heap.months)}
    worth = None
    if heap.interest:
        interest = money(writer, "heap.interest", say("story.heap.interest.name"), heap.interest)
        worth = say("story.heap.interest", amount=interest)
    return BoardProposal(
        ProposalKind.DECISION,
        say("story.heap", **facts),
        None,
        day_name(heap.first_day) if heap.first_day else None,
        None,
        say("story.heap.action", **facts),
        worth,
        is_step=True,
        day=heap.first_day,
    )


def months(context: HospitalContext, periods: tuple[str, ...]) -> Text:
    """A month, or the first and the last of several; the year stands once where it is one."""
    first, last = period_with_year(periods[0]), period_with_year(periods[-1])
    if len(periods) == 1:
        return first
    if periods[0][:4] == periods[-1][:4]:  # 2027-05 to 2027-06
        return context.say(
            "story.span.months", year=periods[0][:4], first=period_spoken(periods[0]), last=period_spoken(periods[-1])
        )
    return context.say("story.span", first=first, last=last)


def money(writer: CellWriter, key: str, name: Text, value: float) -> Text:
    """Money in a sentence of the brief, entered in the passport; without its sign, which the words have."""
    words = writer.context.say.money(abs(value), brief=True)
    return writer.entered(key, name, words, value)


def _late(context: HospitalContext) -> Iterator[BoardProposal]:
    for one in _measures(context):
        if one.status is Status.LATE:
            yield _measured(context, one, ProposalKind.ASSURANCE, _told_late(context, one))


def _told_late(context: HospitalContext, one: Action) -> Text:
    say, name = context.say, context.short(one.indicator)
    late = overdue(context, one)
    if one.expected is None or one.now.value is None:
        return say("story.overdue.bare", name=name, late=late)
    aim, value = (context.spoken(one.indicator, number) for number in (one.expected, one.now.value))
    key = "story.overdue.reached" if is_reached(context.material.analysis, one) else "story.overdue"
    return say(key, name=name, late=late, aim=aim, value=value)


def overdue(context: HospitalContext, one: Action) -> Text:
    """By how much a measure is late at the end of the period."""
    n, days = _delay(context, one.term)
    return context.say(f"story.by.{'months' if n else 'days'}", n=n or days)


def _delay(context: HospitalContext, day: str, until: str = "") -> tuple[int, int]:
    """Whole months and days from a day to the end of the period, or to another day."""
    first = dt.date.fromisoformat(day)
    last = dt.date.fromisoformat(until) if until else context.material.analysis.books.last_day
    n = (last.year - first.year) * MONTHS + last.month - first.month
    is_last_day = (last + dt.timedelta(1)).month != last.month
    return n - (last.day < first.day and not is_last_day), (last - first).days


def _measured(context: HospitalContext, one: Action, kind: ProposalKind, words: Text) -> BoardProposal:
    """A measure of the register, with what it brings where it may be proposed."""
    say, step = context.say, steps(context).get(_key(one))
    action, worth, points = None, None, None
    if step is not None:
        value, aim = context.printed(one.indicator, step.value), _aim(context, one.indicator, step.aim)
        facts = {"measure": context.own(one.measure), "name": context.named(one.indicator)}
        action = say("story.step", value=value, aim=aim, **facts)
        worth, points = _worth(context, step), step.points
    owner, due = context.own(one.owner) if one.owner else None, day_name(one.term) if one.term else None
    return BoardProposal(kind, words, owner, due, points, action, worth, is_step=step is not None, day=one.term)


def _aim(context: HospitalContext, indicator: str, value: float) -> Text:
    """A value with its unit, which English does not say again where the name ends with it."""
    spoken = context.spoken(indicator, value)
    if not context.short(indicator).en.endswith(f" {context.unit(indicator).en}"):
        return spoken
    return told(spoken.zh, context.printed(indicator, value), [spoken])


def _worth(context: HospitalContext, step: ProposedStep) -> Text | None:
    writer = scribe(context, SECTION)
    value, key = (step.freed, "held") if step.saved is None else (step.saved, "saved")
    if value is None:
        return None
    name = context.short(step.action.indicator)
    return context.say(f"story.gain.{key}", amount=money(writer, f"gain.{step.action.indicator}", name, value))


def _known(context: HospitalContext) -> Iterator[BoardProposal]:
    """What the year will come to, and measures under way that may be proposed."""
    if (expected := year_expected(context)) is not None:
        yield BoardProposal(ProposalKind.INFORMATION, expected)
    for one in _measures(context):
        if one.status is Status.OPEN and not one.moved and _key(one) in steps(context):
            assert one.now.value is not None
            assert one.expected is not None
            facts: dict[str, Fact] = {
                "measure": context.own(one.measure),
                "name": context.named(one.indicator),
                "value": context.printed(one.indicator, one.now.value),
                "aim": context.spoken(one.indicator, one.expected),
            }
            yield _measured(context, one, ProposalKind.INFORMATION, context.say("story.open", **facts))


def year_expected(context: HospitalContext) -> Text | None:
    """What the surplus of the year will come to beside its budget, or what it came to.

    Where nobody can forecast, the deficit of the months so far: None for a surplus, and where nothing is known.
    """
    found: Mapping[str, Forecast | Unavailable] = context.material.analysis["outlook.year_end"]
    one = found["surplus"]
    if not isinstance(one, Unavailable):
        return _against_budget(context, one.total, one.gap.value, "")
    books = context.material.analysis.books
    total, budget = books.to_date(SURPLUS), books.budget(SURPLUS)
    if total.value is None:
        return _balance_lost(context) or _balance_kept(context)
    if books.now.is_partial:
        return None if total.value >= 0 else _against_budget(context, total.value, None, "so_far.")
    return _against_budget(context, total.value, (total - budget).value, "came.")


def _balance_lost(context: HospitalContext) -> Text | None:
    """The deficit by rules that have a balance of the period and no surplus; None where they show none."""
    books, item = context.material.analysis.books, known_balance(context)
    total = None if item is None else books.to_date(item).value
    if total is None or total >= 0:
        return None
    return _against_budget(context, total, None, "so_far." if books.now.is_partial else "came.")


def _balance_kept(context: HospitalContext) -> Text | None:
    """The balance of a whole year beside that of the year before; None where either is not known."""
    books, item = context.material.analysis.books, known_balance(context)
    if item is None or books.now.is_partial:
        return None
    now, before = books.to_date(item).value, books.last_year(item).value
    if now is None or before is None:
        return None
    writer, name = scribe(context, SECTION), context.say(f"story.name.{item}")
    facts: dict[str, Fact] = {
        "result": name,
        "now": writer.money("balance", name, now),
        "before": writer.money("balance.before", name, before, signed=True),
    }
    return context.say("story.balance.known", **facts)


def known_balance(context: HospitalContext) -> str | None:
    """The balance that the statements of the period give; None by rules that have a surplus, or without one."""
    books = context.material.analysis.books
    return next((item for item in BALANCES if books.to_date(item).value is not None), None)


def _against_budget(context: HospitalContext, total: float, gap: float | None, how: str) -> Text:
    say, writer = context.say, scribe(context, SECTION)
    kind = "expected" if total >= 0 else "loss"
    facts: dict[str, Fact] = {"total": money(writer, "year_end", say("story.year_end"), total)}
    if gap is None or abs(gap) < SEEN * figures.scale(context):
        return say(f"story.{kind}.{how}plain", **facts)
    facts["gap"] = money(writer, "year_end.gap", say("story.year_end.gap"), gap)
    return say(f"story.{kind}.{how}{'above' if gap > 0 else 'below'}", **facts)


@dataclass(frozen=True)
class Promise:
    """Something that was said and what came of it; a forecast is not kept, but worked out since from what was known."""

    name: Text
    said: str
    came: str
    result: Text
    is_missed: bool
    is_forecast: bool = False


FORECASTS: Final = ("cash", "surplus")


def promises(context: HospitalContext) -> tuple[Promise, ...]:
    """Measures that fell due within a year, the newest first; then the forecasts of a month ago."""
    last = context.material.analysis.books.last_day
    first = _year_before(last + dt.timedelta(1)).isoformat()
    ended = [one for one in _measures(context) if one.term and first <= one.term <= last.isoformat()]
    kept = [one for one in ended if one.status is not Status.DROPPED]
    due = [one for one in kept if one.expected is not None and one.now.value is not None]
    due.sort(key=lambda one: one.term, reverse=True)
    return (*(_promised(context, one) for one in due), *_forecasts(context))


def _year_before(day: dt.date) -> dt.date:
    """The first day of the month is one in every year; 29 February never follows the end of a month."""
    return day.replace(year=day.year - 1)


def _promised(context: HospitalContext, one: Action) -> Promise:
    assert one.expected is not None
    assert one.now.value is not None
    say, reached = context.say, bool(is_reached(context.material.analysis, one))
    name = say("story.promise.named", name=context.short(one.indicator), when=period_short(one.term[:7]))
    aim, value = (with_sign(context, one.indicator, number) for number in (one.expected, one.now.value))
    return Promise(name, aim, value, _result(context, one, is_kept=reached), not reached or one.is_open)


def _result(context: HospitalContext, one: Action, *, is_kept: bool) -> Text:
    say = context.say
    if one.is_open:
        n, days = _delay(context, one.term)
        if is_kept:
            return say("story.promise.unclosed")
        if not days:
            return say("story.promise.late.today")
        return say("story.promise.late", n=n) if n else say("story.promise.late.days", n=days)
    if not is_kept:
        return say("story.promise.short")
    late = _delay(context, one.due, one.closed)[0] if one.due and one.closed > one.due else 0
    return say("story.promise.kept.late", n=late) if late > 0 else say("story.promise.kept")


def _forecasts(context: HospitalContext) -> Iterator[Promise]:
    found: Mapping[str, LastForecast | Unavailable] = context.material.analysis["outlook.last_forecasts"]
    for name in FORECASTS:
        one = found[name]
        if isinstance(one, Unavailable) or one.low is None or one.high is None or one.is_inside is None:
            continue
        yield _forecast(context, name, one, (one.low, one.high))


def _forecast(context: HospitalContext, name: str, one: LastForecast, ends: tuple[float, float]) -> Promise:
    say, came = context.say, one.came.value or 0.0
    unit = DrawnUnit.of(context, [*ends, came])
    side = "inside" if one.is_inside else "below" if came < ends[0] else "above"
    facts: dict[str, Fact] = {}
    if not one.is_inside:
        off = ends[0] - came if came < ends[0] else came - ends[1]
        facts["amount"] = money(scribe(context, SECTION), f"missed.{name}", say(f"forecast.name.{name}"), off)
    words = say(f"story.said_of.{name}", unit=unit.name)
    aim, became = unit.spanned(context, *ends), say(f"story.promise.{side}", **facts)
    return Promise(words, aim, unit.printed(came), became, not one.is_inside, is_forecast=True)
