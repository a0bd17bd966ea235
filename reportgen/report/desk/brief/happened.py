"""What happened, in money and in work: sentences of the brief, each printed only where what it says holds."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.comparison.cash_bridge import RECEIVABLES
from reportgen.model.printing import HALF_A_FEN
from reportgen.report.desk.brief.story import BALANCES, SECTION, SURPLUS, known_balance, money
from reportgen.report.desk.grades.outlook import COLLECTION_DAYS, collection
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.answers import called, scribe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.analysis.answer import Figure
    from reportgen.analysis.books import Books
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.speech import Fact

INCOME, EXPENSE = "total_income", "total_expense"
NET_ASSETS: Final = "net_assets"
CARE: Final = ("medical_income", "medical_activity_expense")
BESIDE_CARE: Final = "other_expense"
"""Expense that may have been in patient care the year before: the two lines are told together."""
ALL_SPENT: Final = "all_spent"
BESIDE_INCOME: Final = "other_income"
WORK: Final = {"visits": "outpatient_emergency_visits", "discharges": "discharges"}
SEEN: Final = 0.0005
"""What a percentage with one decimal shows."""
SLIGHT: Final = 0.001
"""Share of a period's income below which an amount moved by nothing that anybody would act on."""
WEAKER: Final = 0.01
"""From which on a fall of all work is said to be a weakness; what is less is told as it is."""


def _books(context: HospitalContext) -> Books:
    return context.material.analysis.books


def _rate(now: Figure, before: Figure) -> float | None:
    """By how much a figure grew; None from a base that is not above zero."""
    if now.value is None or before.value is None or before.value <= 0:
        return None
    return now.value / before.value - 1


def is_slight(context: HospitalContext, change: float) -> bool:
    """Whether an amount moved by so little, beside income, that no rate is told of it."""
    books = _books(context)
    incomes = (books.to_date(item).value for item in (INCOME, *BALANCES.values()))
    income = next((one for one in incomes if one is not None), None)
    return income is not None and abs(change) < SLIGHT * income


def _said_rate(writer: CellWriter, key: str, rate: float, name: Text | None = None) -> Text:
    """That something grew, fell or was flat."""
    say = writer.context.say
    name = name or say(f"story.name.{key}")
    if abs(rate) < SEEN:
        return say("story.rate.flat", name=name)
    return say(
        f"story.rate.{'up' if rate > 0 else 'down'}",
        name=name,
        share=writer.said(f"rate.{key}", name, abs(rate), "percent"),
    )


def happened(context: HospitalContext, *, in_short: bool = False) -> tuple[Text, ...]:
    """Income, expense and surplus; the work; receivables, where balance and days moved alike; debts beyond assets.

    With `in_short` without what a table beside these sentences shows: how patient care moved.
    """
    return tuple(doubts.marked_of(context, items, words) for words, items in _told(context, in_short=in_short))


def rests_on(context: HospitalContext, *, in_short: bool = False) -> frozenset[str]:
    """The items whose figures these sentences tell."""
    return frozenset(one for _, items in _told(context, in_short=in_short) for one in items)


def _told(context: HospitalContext, *, in_short: bool) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """The sentences, each with the items that it tells of."""
    writer, item = scribe(context, SECTION), known_balance(context)
    if (result := _surplus(writer)) is not None:
        yield result, (SURPLUS, INCOME, EXPENSE)
        if not in_short and (care := _care(writer)) is not None:
            yield care, (*CARE, BESIDE_CARE)
    elif item is not None and (balance := _balance(writer)) is not None:
        yield balance, (item, BALANCES[item])
    if (volume := _volume(writer)) is not None:
        yield volume, tuple(WORK.values())
    if (collected := _collection(writer)) is not None:
        yield collected, (RECEIVABLES,)
    if (owed := _owed(writer)) is not None:
        yield owed, (NET_ASSETS,)


def _surplus(writer: CellWriter) -> Text | None:
    context = writer.context
    books, say = _books(context), context.say
    now, before = books.to_date(SURPLUS), books.last_year(SURPLUS)
    rates = {
        key: _rate(books.to_date(item), books.last_year(item))
        for key, item in (("income", INCOME), ("expense", EXPENSE))
    }
    if now.value is None:
        return None
    if before.value is None:
        return _surplus_alone(writer, now.value)
    name, key = say("story.name.surplus"), turned(context, now.value, before.value)
    facts: dict[str, Fact] = {
        "before": money(writer, "surplus.before", name, before.value),
        "now": money(writer, "surplus", name, now.value),
    }
    if key in {"fell", "rose"}:
        facts["share"] = writer.said("surplus.rate", name, abs(now.value / before.value - 1), "percent")
    income, expense = rates["income"], rates["expense"]
    if income is None or expense is None:
        return say(f"story.surplus.only.{key}", **facts)
    facts["income"] = say.begun(_said_rate(writer, "income", income))
    facts["expense"] = _said_rate(writer, "expense", expense)
    follows = _left(books.to_date) < _left(books.last_year) and expense > income
    return say(f"story.surplus.{'fell.besides' if key == 'fell' and not follows else key}", **facts)


def _care(writer: CellWriter) -> Text | None:
    """How patient care moved, where the statements have no totals of income and expense to tell of."""
    context, books = writer.context, _books(writer.context)
    if all(_rate(books.to_date(item), books.last_year(item)) is not None for item in (INCOME, EXPENSE)):
        return None
    income, expense = (
        (item, _rate(books.to_date(item), books.last_year(item)), context.say.within(called(context, item)))
        for item in CARE
    )
    if (together := _all_spent(books)) is not None:
        expense = ALL_SPENT, together, context.say(f"story.name.{ALL_SPENT}", name=expense[2])
    listed = [_said_rate(writer, key, rate, name) for key, rate, name in (income, expense) if rate is not None]
    told = context.say.begun(context.say.join(listed, "list.clauses")) if listed else None
    return told and context.say("story.care", listed=told)


def _all_spent(books: Books) -> float | None:
    """How patient care and other expense moved together; None unless both are known then and now."""
    lines = (CARE[1], BESIDE_CARE)
    now, before = ([told(item).value for item in lines] for told in (books.to_date, books.last_year))
    if any(one is None for one in (*now, *before)):
        return None
    spent, had = (fsum(one for one in some if one is not None) for some in (now, before))
    return spent / had - 1 if had > 0 else None


def surplus_parts(writer: CellWriter) -> tuple[float, Text] | None:
    """By what income of patient care, other income and all that was spent moved the surplus, and by how much.

    None where the totals of income and expense tell it, where one is unknown, and where they do not add up.
    """
    context, books, say = writer.context, _books(writer.context), writer.context.say
    if _rate(books.to_date(INCOME), books.last_year(INCOME)) is not None:
        return None
    moved = {
        item: (books.to_date(item) - books.last_year(item)).value
        for item in (CARE[0], BESIDE_INCOME, *CARE[1:], BESIDE_CARE, SURPLUS)
    }
    known = {item: change for item, change in moved.items() if change is not None}
    if len(known) < len(moved):
        return None
    change = known.pop(SURPLUS)
    spent = known.pop(CARE[1]) + known.pop(BESIDE_CARE)
    if abs(fsum(known.values()) - spent - change) > HALF_A_FEN * 4:
        return None
    names = {item: say.within(called(context, item)) for item in (*known, CARE[1])}
    names[ALL_SPENT] = say(f"story.name.{ALL_SPENT}", name=names.pop(CARE[1]))
    known[ALL_SPENT] = spent
    listed = [
        say(
            f"story.result.{'rose' if known[item] > 0 else 'fell'}",
            name=names[item],
            amount=money(writer, f"result.{item}", names[item], known[item]),
        )
        for item in sorted(known, key=lambda one: -abs(known[one]))
        if abs(known[item]) > HALF_A_FEN
    ]
    if not listed:
        return None
    was_surplus = (books.last_year(SURPLUS).value or 0.0) >= 0 and (books.to_date(SURPLUS).value or 0.0) >= 0
    name = say(f"story.name.{'surplus' if was_surplus else 'result'}")
    facts: dict[str, Fact] = {"name": name, "change": money(writer, "result", name, change)}
    told = say.begun(say.join(listed, "list.clauses"))
    return abs(change), say(f"story.result.{'up' if change > 0 else 'down'}", listed=told, **facts)


def _left(told: Callable[[str], Figure]) -> float:
    """What income leaves when expense is taken off; gains and losses outside of both may stand beside it."""
    return (told(INCOME).value or 0.0) - (told(EXPENSE).value or 0.0)


def _balance(writer: CellWriter) -> Text | None:
    """The balance of the period by earlier rules, beside that of last year where it is known."""
    context, books, item = writer.context, _books(writer.context), known_balance(writer.context)
    if item is None:
        return None
    say, income = context.say, books.to_date(BALANCES[item]).value
    now, before, name = books.to_date(item).value, books.last_year(item).value, say(f"story.name.{item}")
    if now is None or income is None:
        return None
    of = called(context, BALANCES[item])
    facts: dict[str, Fact] = {
        "of": of,
        "result": name,
        "income": money(writer, "care", of, income),
        "now": money(writer, "balance", name, now),
    }
    if before is None:
        return say(f"story.balance{'' if now >= 0 else '.deficit'}", **facts)
    facts["before"] = money(writer, "balance.before", name, before)
    turn = turned(context, now, before)
    if turn in {"same", "near"}:
        return say("story.balance.before", **facts)
    if turn not in {"fell", "rose"}:
        return say(f"story.balance.{turn}", **facts)
    facts["share"] = writer.said("balance.rate", name, abs(now / before - 1), "percent")
    return say(f"story.balance.{turn}", **facts)


def turned(context: HospitalContext, now: float, before: float) -> str:
    """What became of a surplus: a word for each side of zero."""
    if before > 0 and now > 0:
        rate = now / before - 1
        if abs(rate) < SEEN:
            return "same"
        if is_slight(context, now - before):
            return "near"
        return "rose" if rate > 0 else "fell"
    if now >= 0:
        return "to_surplus"
    if before >= 0:
        return "to_deficit"
    return "deeper" if now < before else "narrower"


def _surplus_alone(writer: CellWriter, now: float) -> Text | None:
    books, say = _books(writer.context), writer.context.say
    sides = {key: books.to_date(item).value for key, item in (("income", INCOME), ("expense", EXPENSE))}
    if None in sides.values():
        return None
    facts = {key: money(writer, key, say(f"story.name.{key}"), value or 0.0) for key, value in sides.items()}
    facts["now"] = money(writer, "surplus", say("story.name.surplus"), now)
    left = _left(books.to_date)
    if left * now >= 0 and say.money(abs(left), brief=True) == say.money(abs(now), brief=True):
        return say(f"story.surplus.alone{'' if now >= 0 else '.deficit'}", **facts)
    if is_close := facts["income"].en == facts["expense"].en:
        facts["gap"] = money(writer, "gap", say("story.name.gap"), abs(left))
    facts["sides"] = say(f"story.sides{('.short' if left < 0 else '.over') if is_close else ''}", **facts)
    facts["outside"] = money(writer, "outside", say("story.name.outside"), now - left)
    facts["result"] = say(f"story.name.{'surplus' if now >= 0 else 'deficit'}")
    return say(f"story.surplus.alone.{'gains' if now >= left else 'losses'}", **facts)


def _volume(writer: CellWriter) -> Text | None:
    """That the work held, where the surplus fell and it did not; that it fell, where all of it did, and one by much."""
    books, say = _books(writer.context), writer.context.say
    known = {
        key: rate
        for key, item in WORK.items()
        if (rate := _rate(books.to_date(item), books.last_year(item))) is not None
    }
    if not known:
        return None
    now, before = books.to_date(SURPLUS).value, books.last_year(SURPLUS).value
    weaker = now is not None and before is not None and now < before
    held, down = all(rate > -SEEN for rate in known.values()), all(rate <= -SEEN for rate in known.values())
    fell = down and min(known.values()) <= -WEAKER
    key = "held" if weaker and held else "fell" if fell else "told"
    listed = say.join([_said_rate(writer, name, rate) for name, rate in known.items()], "list.clauses")
    return say(f"story.volume.{key}", listed=listed)


def _collection(writer: CellWriter) -> Text | None:
    context, say, found = writer.context, writer.context.say, collection(writer.context)
    if found is None:
        return None
    change, before, days = found
    name = say("story.name.receivables")
    start = _books(context).opening(RECEIVABLES).value or 0.0
    facts: dict[str, Fact] = {
        "since": since(context),
        "amount": money(writer, "receivables", name, change),
        "share": writer.said("receivables.rate", name, change / start, "percent", sign=True),
        "before": context.printed(COLLECTION_DAYS, before),
        "last": say(f"story.last.{'months' if context.period.is_partial else 'year'}"),
        "now": context.printed(COLLECTION_DAYS, days),
    }
    worse = "worse" if _held(context) else "slower"
    return say(f"story.receivables.{worse if change > 0 else 'better'}", **facts)


def _owed(writer: CellWriter) -> Text | None:
    """By how much liabilities exceed assets, and did a year before; None where they do not."""
    books, say = _books(writer.context), writer.context.say
    now, before = books.to_date(NET_ASSETS).value, books.last_year(NET_ASSETS).value
    if now is None or now >= 0:
        return None
    name = say("story.name.owed")
    facts: dict[str, Fact] = {"now": money(writer, "owed", name, -now)}
    if before is None or before >= 0:
        return say("story.owed", **facts)
    facts["before"] = money(writer, "owed.before", name, -before)
    facts["last"] = say(f"story.last.{'months' if writer.context.period.is_partial else 'year'}")
    return say("story.owed.before", **facts)


def _held(context: HospitalContext) -> bool:
    """Whether the sentence before said that activity did not weaken, to which the next one answers."""
    said = _volume(scribe(context, SECTION))
    return said is not None and said.zh.startswith(context.say.words["story.volume.held"].zh.partition("{")[0])


def since(context: HospitalContext) -> Text:
    """The time since the start of the year."""
    if not context.period.is_partial:
        return context.say("story.since.year")
    return context.say("story.since.months", n=context.period.months_elapsed)
