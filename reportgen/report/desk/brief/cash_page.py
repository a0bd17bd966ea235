"""The page about cash: for how many days it lasts, where it came from and went, what falls due, and who owes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import fsum, inf
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.business.ageing import RECEIVABLES_AGES, RECEIVABLES_OLD
from reportgen.analysis.comparison.cash_bridge import changes_by_payer
from reportgen.analysis.outlook.liquidity import SOON, due_by_sheet
from reportgen.catalog.calendar_words import period_short, period_tick, period_with_year
from reportgen.model import printing
from reportgen.report.charts.funding import FlowGroup, FlowStep, cash_flows
from reportgen.report.charts.owed import AgedRow, DayLine, DaysOfCash, DueMonth, aged_bars, days_of_cash, due_columns
from reportgen.report.desk.brief import brief_pages, causes, story
from reportgen.report.desk.brief.cash_days import FEWEST, asked, known_days, marked
from reportgen.report.desk.brief.cash_days import limits as limits_of
from reportgen.report.desk.brief.happened import is_slight
from reportgen.report.desk.tables.answers import scribe
from reportgen.report.desk.tables.drawings import DrawnUnit, ticks
from reportgen.report.speech import same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reportgen.analysis.business.ageing import Payer, Receivables
    from reportgen.analysis.comparison.cash_bridge import CashBridge, CashStep
    from reportgen.analysis.outlook.liquidity import DebtsDue, Liquidity
    from reportgen.model.definition import Text
    from reportgen.report.desk.brief.cash_days import KnownDays
    from reportgen.report.desk.context import HospitalContext, PlacedChart
    from reportgen.report.desk.tables.answers import CellWriter

SECTION: Final = "liquidity"
ENOUGH, HARDLY = 2, 0.005
"""Panels from which on the page is one of its own; share of the opening cash up to which it stayed as it was."""
MOST_OWN, MOST_FILLED = 6, 4
"""Columns of either side, the last of them for all that are left."""
MOST_PAYERS: Final = 7
LOW, HIGH, UNDER = (44.0, 52.0), (54.0, 64.0), (4.0, 10.0)  # mm: drawings; alone; a sentence in one language, in two
PLAIN: Final = partial(printing.number, places=0)


@dataclass(frozen=True)
class CashPanel:
    """A drawing with its title, what has to be known before it is read, and words under it."""

    title: Text
    note: Text | None
    picture: PlacedChart | None
    under: Text | None = None


@dataclass(frozen=True)
class CashPage:
    """The page: panels over the whole width, two beside each other, and one conclusion."""

    headline: Text
    wide: tuple[CashPanel, ...]
    pair: tuple[CashPanel, ...]
    conclusion: Text | None

    @property
    def panels(self) -> int:
        """How many there are."""
        return len(self.wide) + len(self.pair)

    @property
    def is_short(self) -> bool:
        """Whether it fills no page."""
        return self.panels < ENOUGH


def beside_story(context: HospitalContext, room_mm: float) -> CashPage | None:
    """The piece that stands on the page of the story, its drawings as high as that leaves room for."""
    return page(context, room_mm) if brief_pages.is_joined(context) else None


def by_itself(context: HospitalContext) -> CashPage | None:
    """The piece that has a section of its own."""
    return None if brief_pages.is_joined(context) else page(context)


def _scribe(context: HospitalContext) -> CellWriter:
    """Who enters its figures in the passport: under the section on whose page they stand."""
    return scribe(context, brief_pages.STORY if brief_pages.is_joined(context) else SECTION)


def page(context: HospitalContext, room_mm: float = inf) -> CashPage | None:
    """What there is; None without any panel."""
    pair = tuple(one for one in (_due(context), _owed(context)) if one is not None)
    heights = brief_pages.lowered(LOW if pair or brief_pages.is_joined(context) else HIGH, room_mm, context.mode)
    wide = tuple(one for one in (_days(context, heights[0]), _flows(context, heights[1])) if one is not None)
    if not wide and not pair:
        return None
    headline = _headline(context) or (*wide, *pair)[0].title  # what no headline tells stands in no passport either
    return CashPage(headline, wide, pair, _conclusion(context))


def _days(context: HospitalContext, height: float) -> CashPanel | None:
    found = known_days(context)
    if found is None:
        return None
    if sum(value is not None for value in found.values) < FEWEST:
        return _pair_of_days(context, found)
    say, language = context.say, context.language
    said = [
        (days, say(f"liquidity.days.{'red' if is_red else 'line'}", days=PLAIN(days)), is_red)
        for days, is_red in limits_of(found.line, found.values[-1])
    ]
    limits = [DayLine(days, words.in_language(language), is_red) for days, words, is_red in said]
    shown = [context.printed(found.indicator, value) for value in found.values if value is not None]
    last, event = shown[-1], None
    more: Text | str = ""
    ends: tuple[Text, Text | None] = (say("liquidity.days.end", days=last), None)
    if found.borrowed is not None and found.without and found.without[-1] is not None:
        less = context.printed(found.indicator, found.without[-1])
        ends = say("liquidity.days.end.with", days=last), say("liquidity.days.end.without", days=less)
        month, writer = period_short(found.borrowed.period), _scribe(context)
        amount = story.money(writer, "borrowed", say("liquidity.title.days"), found.borrowed.amount)
        words = say("liquidity.days.event", month=month, amount=amount)
        event = found.periods.index(found.borrowed.period), words.in_language(language)
        more = say("liquidity.days.alt.event", month=month, less=less)
    sides = [end.in_language(language) if end else "" for end in ends]
    without = found.without if event else ()
    rows = DaysOfCash(tuple(map(period_tick, found.periods)), found.values, without, event, *sides)
    everything = [one for one in (*found.values, *found.without, *(line.days for line in limits)) if one is not None]
    alt = context.text("liquidity.days.alt", first=shown[0], last=last, more=more)
    under = asked(context, found)  # takes its lines from the drawing, not from the conclusion at the foot of the page
    taken = UNDER[context.mode == "zh-en"] if under else 0.0
    drawn = days_of_cash(rows, limits, ticks(everything, 5), alt, ink(), height_mm=height - taken)
    # of the points between, the drawing tells no figure: the first one is in its words
    before = None if str(context.period.previous_year()) == found.periods[0] else _year_ago(context, found)
    key = f"liquidity.days.note{'.before' if before else ''}"
    note = say(key, name=context.name(found.indicator), before=before or "")
    years = ".years" if len(found.periods[-1]) == len("2026") else ""
    picture = context.picture("liquidity-days", drawn)
    return CashPanel(say(f"liquidity.title.days{years}"), note, picture, under)


def _year_ago(context: HospitalContext, found: KnownDays) -> str | None:
    """Days of the same period a year before, as printed."""
    before = context.material.analysis.books.indicator(found.indicator, context.period.previous_year()).value
    return None if before is None else context.printed(found.indicator, before)


def _pair_of_days(context: HospitalContext, found: KnownDays) -> CashPanel:
    """Fewer points than make a line are told one by one."""
    say = context.say
    points = {when: value for when, value in zip(found.periods, found.values, strict=True) if value is not None}
    printed = {when: context.printed(found.indicator, value) for when, value in points.items()}
    told = [say("liquidity.days.one", when=period_with_year(when), days=days) for when, days in printed.items()]
    limits = limits_of(found.line, found.values[-1])
    lines = [say(f"liquidity.days.{'red' if is_red else 'line'}", days=PLAIN(days)) for days, is_red in limits]
    under = say.join([*told, *lines], "list.semicolon")
    return CashPanel(context.name(found.indicator), asked(context, found), None, under)


def _flows(context: HospitalContext, height: float) -> CashPanel | None:
    found: CashBridge | Unavailable = context.material.analysis["comparison.cash_bridge"]
    if isinstance(found, Unavailable) or found.start.value is None or found.end.value is None:
        return None
    if not found.own and not found.filled:
        return None
    say = context.say
    amounts = [one.amount.value or 0.0 for one in (*found.own, *found.filled)]
    unit = DrawnUnit.of(context, amounts, beside=max(found.start.value, found.end.value))
    own, filled = _folded(unit, found.own, MOST_OWN), _folded(unit, found.filled, MOST_FILLED)
    columns = [_column(context, unit, "start", found.start.value, is_total=True)]
    columns += [_column(context, unit, name, amount) for name, amount in (*own, *filled)]
    columns.append(_column(context, unit, "end", found.end.value, is_total=True))
    words = [_sum(context, found, key) for key, steps in (("own", own), ("filled", filled)) if steps]
    ends = [*([(1, len(own))] if own else []), *([(len(own) + 1, len(own) + len(filled))] if filled else [])]
    groups = [FlowGroup(*end, said.in_language(context.language)) for end, said in zip(ends, words, strict=True)]
    first, last = unit.printed(found.start.value), unit.printed(found.end.value)
    alt = context.text("liquidity.flows.alt", start=first, end=last, moved=say.join(words, "list.semicolon"))
    picture = context.picture("liquidity-flows", cash_flows(columns, groups, alt, ink(), height_mm=height))
    title, moved = say("liquidity.title.flows"), found.end.value - found.start.value
    change = story.money(_scribe(context), "moved", title, abs(moved))
    note = say(f"liquidity.flows.note.{'up' if moved >= 0 else 'down'}", unit=unit.name, change=change)
    return CashPanel(title, note, picture)


def _sum(context: HospitalContext, found: CashBridge, key: str) -> Text:
    """What own flows, or the others, came to."""
    amount = found.own_sum if key == "own" else found.filled_sum
    is_out = found.own_sum < 0
    manner = {
        "own": f"{causes.with_repayments(found)}.{'out' if is_out else 'in'}",
        "filled": "" if is_out else ".also",
    }[key]
    facts: dict[str, Text] = {"by": context.say.begun(causes.lenders(context, found))} if key == "filled" else {}
    words = story.money(_scribe(context), key, context.say("liquidity.title.flows"), amount)
    return context.say(f"liquidity.flows.{key}{manner}", amount=words, **facts)


def _folded(unit: DrawnUnit, steps: Sequence[CashStep], most: int) -> list[tuple[str, float]]:
    """The surplus and what goes with it first, then the largest that can be seen; the smaller ones in one."""
    every = ((one.id, one.amount.value or 0.0) for one in steps)
    known = [one for one in every if one[0] == "surplus" or unit.printed(abs(one[1])) != unit.printed(0.0)]
    fixed = [pair for pair in known if pair[0] in {"surplus", "unpaid", "capital"}]
    others = sorted((pair for pair in known if pair not in fixed), key=lambda pair: -abs(pair[1]))
    if len(others) <= (room := most - len(fixed)):
        return [*fixed, *others]
    kept, rest = others[: room - 1], others[room - 1 :]
    return [*fixed, *kept, ("other", fsum(amount for _, amount in rest))]


def _column(context: HospitalContext, unit: DrawnUnit, name: str, amount: float, *, is_total: bool = False) -> FlowStep:
    known = context.say.words
    key = "deficit" if name == "surplus" and amount < 0 else name
    is_out = amount < 0 and f"liquidity.flows.{key}.out" in known
    words = known[f"liquidity.flows.{key}{'.out' if is_out else ''}"]
    names = words.in_language(context.language), context.behind(words)
    return FlowStep(*names, amount / unit.scale, unit.printed(amount, sign=not is_total), is_total)


def _due(context: HospitalContext) -> CashPanel | None:
    found: DebtsDue | Unavailable = context.material.analysis["outlook.debts"]
    if isinstance(found, Unavailable) or (found.heap is None and found.soon <= 0):
        return None  # months without a column draw nothing; what is said of them stands in the conclusion
    say, heap = context.say, found.heap
    due = () if heap is None else heap.months
    shown = found.months[: max(SOON, heap.at + len(heap.months) if heap is not None else 0)]
    unit = DrawnUnit.of(context, [amount for _, amount in shown])
    names = {when: period_short(when).in_language(context.language) for when, _ in shown}
    months = [DueMonth(names[when], one / unit.scale, unit.printed(one), when in due) for when, one in shown]
    soon = say("liquidity.due.soon", amount=unit.printed(found.soon)).in_language(context.language)
    peak = None if heap is None else say("liquidity.due.heap", amount=unit.printed(heap.amount))
    over = "" if peak is None else peak.in_language(context.language)
    falling = [(period_with_year(when), unit.printed(amount)) for when, amount in shown if amount > 0]
    listed = [say("liquidity.due.one", month=month, amount=amount) for month, amount in falling]
    alt = context.text("liquidity.due.alt", soon=unit.printed(found.soon), listed=say.join(listed, "list.comma"))
    note = say("liquidity.due.note", unit=unit.name, span=story.months(context, (shown[0][0], shown[-1][0])))
    picture = context.picture("liquidity-due", due_columns(months, SOON, (soon, over), alt, ink()))
    return CashPanel(say("liquidity.title.due"), note, picture)


AGED: Final = {**{name: (name,) for name in RECEIVABLES_AGES[:3]}, "old": RECEIVABLES_OLD}
BY_YEARS: Final[Mapping[str, Sequence[str]]] = {"under_1_year": (), **{name: (name,) for name in RECEIVABLES_OLD}}
"""Where the table does not tell ages below a year apart; none named is what is younger than that."""


def _owed(context: HospitalContext) -> CashPanel | None:
    found: Receivables | Unavailable = context.material.analysis["business.receivables"]
    if isinstance(found, Unavailable) or isinstance(found.payers, Unavailable) or found.total is None:
        return None
    say, total = context.say, found.total.balance.value or 0.0
    if total <= 0:
        return None
    unit = DrawnUnit.of(context, [total])
    changes = {name: one.value for name, one in changes_by_payer(context.material.analysis).items()}
    by_years = found.total.undivided is not None
    aged_by = BY_YEARS if by_years else AGED
    rows = _payers(context, found.payers, partial(_payer, context, unit, changes, aged_by))
    keys = [say(f"liquidity.owed.age.{name}").in_language(context.language) for name in aged_by]
    told = [say("liquidity.owed.alt.one", name=same(row.name), amount=row.printed) for row in rows]
    alt = context.text("liquidity.owed.alt", listed=say.join(told, "list.comma"))
    last = say("liquidity.owed.change").in_language(context.language) if changes else ""
    picture = context.picture("liquidity-owed", aged_bars(rows, keys, last, alt, ink()))
    old = (found.total.old if by_years else found.total.of(RECEIVABLES_AGES[2:])).value
    facts = {"total": unit.printed(total)} | (
        {} if old is None or not found.total.is_complete else {"old": unit.printed(old)}
    )
    if changes and None not in changes.values():
        facts["change"] = unit.printed(fsum(one or 0.0 for one in changes.values()), sign=True)
    aged = (".years" if by_years else "") if "old" in facts else ".unaged"
    moved = ".change" if "change" in facts else ""
    note = say(f"liquidity.owed.note{'.years' if by_years else '' if changes else '.alone'}", unit=unit.name)
    return CashPanel(say("liquidity.title.owed"), note, picture, say(f"liquidity.owed.total{aged}{moved}", **facts))


def _payers(
    context: HospitalContext, payers: Sequence[Payer], row_of: Callable[[Text, Sequence[Payer]], AgedRow]
) -> list[AgedRow]:
    """The largest payers each, the others in one row."""
    most = len(payers) if len(payers) <= MOST_PAYERS + 1 else MOST_PAYERS
    rows = [row_of(context.own(one.id), [one]) for one in payers[:most]]
    rest = payers[most:]
    return [*rows, row_of(context.say("liquidity.owed.others", n=len(rest)), rest)] if rest else rows


def _payer(  # noqa: PLR0913 - bound but for the last two
    context: HospitalContext,
    unit: DrawnUnit,
    changes: Mapping[str, float | None],
    aged_by: Mapping[str, Sequence[str]],
    name: Text,
    payers: Sequence[Payer],
) -> AgedRow:
    ages = tuple(fsum(one.ages.of(names).value or 0.0 for one in payers) / unit.scale for names in aged_by.values())
    total = fsum(one.ages.balance.value or 0.0 for one in payers)
    known = [changes.get(one.id) for one in payers]
    moved = None if None in known else fsum(one or 0.0 for one in known)
    change = "" if moved is None else unit.printed(moved, sign=True)
    is_more = moved is not None and total > 0 and moved / total > 0.1  # noqa: PLR2004 - a rise that stands out
    return AgedRow(name.in_language(context.language), ages, unit.printed(total), change, is_more)


def _headline(context: HospitalContext) -> Text | None:
    """Days of cash against their line; else what the cash did; else what falls due or is owed; None if unknown."""
    return marked(context, _of_days(context)) or _of_cash(context) or _of_the_rest(context)


def _of_days(context: HospitalContext) -> Text | None:
    say, found = context.say, known_days(context)
    if found is None or found.values[-1] is None:
        return None
    now, limits = found.values[-1], dict(limits_of(found.line, found.values[-1]))
    days = context.printed(found.indicator, now)
    red = next((limit for limit, is_red in limits.items() if is_red), None)
    mild = next((limit for limit, is_red in limits.items() if not is_red), red)
    if red is not None and now <= red:
        return say("liquidity.headline.red", days=days, limit=PLAIN(red))
    if mild is not None and now <= mild:
        return say("liquidity.headline.below", days=days, limit=PLAIN(mild))
    less = found.without[-1] if found.without else None
    if less is not None and mild is not None and less <= mild:
        facts = {"less": context.printed(found.indicator, less), "limit": PLAIN(mild)}
        return say("liquidity.headline.without", days=days, **facts)
    before = _year_ago(context, found)
    key = "days" if before is None else f"less{'' if context.period.is_partial else '.year'}"
    return say(f"liquidity.headline.{key}", days=days, **({} if before is None else {"before": before}))


def _of_cash(context: HospitalContext) -> Text | None:
    found: CashBridge | Unavailable = context.material.analysis["comparison.cash_bridge"]
    if isinstance(found, Unavailable) or found.end.value is None or found.start.value is None:
        return None
    say, writer, change = context.say, _scribe(context), found.end.value - found.start.value
    name = context.caption("cash_and_bank")
    facts = {"amount": story.money(writer, "cash", name, found.end.value)}
    if (is_level := abs(change) <= HARDLY * abs(found.start.value)) or is_slight(context, change):
        return say(f"liquidity.headline.{'same' if is_level else 'cash'}", **facts)
    facts["change"] = story.money(writer, "change", name, change)
    return say(f"liquidity.headline.{'rose' if change > 0 else 'fell'}", **facts)


def _of_the_rest(context: HospitalContext) -> Text | None:
    due: DebtsDue | Unavailable = context.material.analysis["outlook.debts"]
    owed: Receivables | Unavailable = context.material.analysis["business.receivables"]
    say, writer = context.say, _scribe(context)
    if not isinstance(due, Unavailable) and due.total > 0:
        name = say("liquidity.title.due")
        return say("liquidity.headline.due", amount=story.money(writer, "due", name, due.total))
    total = None if isinstance(owed, Unavailable) or owed.total is None else owed.total.balance.value
    name = say("liquidity.title.owed")
    return None if total is None else say("liquidity.headline.owed", amount=story.money(writer, "owed", name, total))


def _conclusion(context: HospitalContext) -> Text | None:
    """Whether it can pay; by the path of cash, by what falls due, else by its own flows."""
    path: Liquidity | Unavailable = context.material.analysis["outlook.liquidity"]
    due: DebtsDue | Unavailable = context.material.analysis["outlook.debts"]
    say, writer = context.say, _scribe(context)
    if not isinstance(path, Unavailable) and path.short is not None:
        amount = story.money(writer, "short", say("liquidity.conclusion"), path.lowest.cash)
        short, month = period_with_year(path.short), period_with_year(path.lowest.period)
        return say("liquidity.short.path", short=short, month=month, amount=amount)
    return _of_flows(context) if isinstance(due, Unavailable) else _of_debts(context, due)


def _of_debts(context: HospitalContext, due: DebtsDue) -> Text:
    say, writer, heap, analyses = context.say, _scribe(context), due.heap, context.material.analysis
    title, sheet = say("liquidity.title.due"), due_by_sheet(analyses)
    if due.total <= 0:
        told = {"amount": story.money(writer, "soon", title, sheet)} if sheet > 0 else {}
        return say(f"liquidity.short.none{'.sheet' if told else '.dated' if due.undated else ''}", **told)
    cash = analyses.books.to_date("cash_and_bank").value
    soon = {"soon": story.money(writer, "soon", title, due.soon)} if due.soon > 0 else {}
    if heap is not None and cash:
        facts = {"month": story.months(context, heap.months), "amount": story.money(writer, "heap", title, heap.amount)}
        if heap.at < SOON:
            return say("liquidity.short.heap.soon", share=printing.percent(heap.amount / cash, 0), **facts)
        if not soon or due.soon <= cash:
            return say(f"liquidity.short.heap{'' if soon else '.only'}", **soon, **facts)
    if not soon:
        return say("liquidity.short.later", amount=story.money(writer, "due", title, due.total))
    if cash is None:
        return say("liquidity.short.due.alone", **soon)
    held_now = story.money(writer, "cash", context.caption("cash_and_bank"), cash)
    return say(f"liquidity.short.due{'' if cash >= due.soon else '.not'}", **soon, cash=held_now)


def _of_flows(context: HospitalContext) -> Text | None:
    found: CashBridge | Unavailable = context.material.analysis["comparison.cash_bridge"]
    if isinstance(found, Unavailable):
        return None
    say, writer, title = context.say, _scribe(context), context.say("liquidity.title.flows")
    own = story.money(writer, "own", title, found.own_sum)
    if not found.filled:
        end, names = (".out", "") if found.own_sum < 0 else causes.not_grown_end(context)
        return say(f"liquidity.short.own{causes.with_repayments(found)}{end}", own=own, names=names)
    filled = story.money(writer, "filled", title, found.filled_sum)
    key = f"filled{causes.with_repayments(found)}" if found.own_sum < 0 else f"own{causes.with_repayments(found)}.also"
    return say(f"liquidity.short.{key}", own=own, filled=filled, by=causes.lenders(context, found))
