"""Why it happened, in money: sentences of the brief, each printed only where what it says holds.

The headline and the causes by amount: the largest use of money with those who carry it, what late settlement holds, the
growth of expense beside that of income, and the budget.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.comparison.cash_bridge import (
    CURRENT,
    LASTING,
    NON_CURRENT,
    OTHER_CLAIMS,
    PLANT,
    RECEIVABLES,
    TOTAL_DEBT,
    WORKING,
)
from reportgen.compute.nil import BY_FUNDS
from reportgen.model import printing
from reportgen.report.desk.brief.happened import (
    BESIDE_CARE,
    BESIDE_INCOME,
    CARE,
    EXPENSE,
    INCOME,
    SEEN,
    is_slight,
    surplus_parts,
    turned,
)
from reportgen.report.desk.brief.story import BALANCES, SECTION, SURPLUS, known_balance, money
from reportgen.report.desk.grades.outlook import COLLECTION_DAYS, collection
from reportgen.report.desk.tables import doubts
from reportgen.report.desk.tables.answers import called, scribe
from reportgen.report.speech import capital

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.analysis.books import Books
    from reportgen.analysis.comparison.cash_bridge import CashBridge, CashStep, Funding
    from reportgen.analysis.drivers.bridges import DriverBridge
    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.speech import Fact

OF_BUDGET, OF_INCOME = 0.05, 0.01
"""From what share of the budgeted surplus, or of income, an amount is a cause."""
MOSTLY: Final = 0.5
"""Share of a use from which on others are said to carry it."""


@dataclass(frozen=True)
class MoneyCause:
    """One cause: what kind it is, its amount, the sentences, and the items that they tell of.

    Attributes:
        detail: a sentence more, where the page has room.
    """

    id: str
    amount: float
    words: Text
    items: tuple[str, ...]
    detail: Text | None = None


def _books(context: HospitalContext) -> Books:
    return context.material.analysis.books


def funding(context: HospitalContext) -> Funding | None:
    """The largest use with its sources; None where the balance sheet does not tell, or it is too small to matter."""
    found: CashBridge | Unavailable = context.material.analysis["comparison.cash_bridge"]
    if isinstance(found, Unavailable) or found.funding is None or not matters(context, found.funding.amount):
        return None
    return found.funding


def matters(context: HospitalContext, value: float) -> bool:
    """Whether an amount is large enough to be a cause: by the budgeted surplus, or by income.

    Earlier rules know no total income: theirs is the income that their balance is told beside.
    """
    books = _books(context)
    budget = books.budget_to_date(SURPLUS).value
    incomes = (books.to_date(item).value for item in (INCOME, *BALANCES.values()))
    income = next((one for one in incomes if one is not None), None)
    bounds = [OF_INCOME * income] if income is not None and income > 0 else []
    bounds += [OF_BUDGET * budget] if budget is not None and budget > 0 else []
    return abs(value) > printing.HALF_A_FEN and abs(value) >= min(bounds, default=0.0)


def used(context: HospitalContext, identifier: str) -> Text:
    """A use of money by its name."""
    key = f"story.use.{'works' if identifier in PLANT else identifier}"
    if key in context.say.words:
        return context.say(key)
    is_debt = identifier.endswith(("loans", "payable", "payables", "liabilities"))
    name = called(context, identifier)
    if identifier == RECEIVABLES:
        return context.say("story.name.receivables")
    return context.say(f"story.use.{'repaid' if is_debt else 'grew'}", name=context.say.within(name))


def is_tied_up(found: Funding) -> bool:
    """Whether the money of a use lies in what will be money again within a year."""
    return found.use.id in WORKING


LOANS: Final = frozenset({"short_term_loans", "long_term_loans", "current_portion_non_current_liabilities"})
SUPPLIERS: Final = frozenset({"accounts_payable", "payables_and_accruals"})


def carriers(context: HospitalContext, found: Funding) -> Text | None:
    """Who carries a use besides the hospital; None where nobody does."""
    return _lenders(context, found.sources) if found.sources else None


def with_repayments(found: CashBridge) -> str:
    """The end of a key of words: own flows are told with what was repaid, unless nothing was."""
    return "" if found.has_repaid else ".alone"


def lenders(context: HospitalContext, found: CashBridge) -> Text:
    """Whose money came in beside own flows."""
    return _lenders(context, found.filled)


def _lenders(context: HospitalContext, steps: Iterable[CashStep]) -> Text:
    """Loans, suppliers or others, as far as they are among the balances.

    Where there are others alone the largest is named: payables as a whole may have fallen, that one grew. What the
    sheet does not name are others by their name.
    """
    grown = sorted(steps, key=lambda one: -(one.amount.value or 0.0))
    names = {one.id for one in grown}
    kinds = {"loans": names & LOANS, "suppliers": names & SUPPLIERS, "others": names - LOANS - SUPPLIERS}
    if not names & (LOANS | SUPPLIERS):
        name = context.say.within(called(context, grown[0].id))
        is_told = len(grown) == 1 or grown[0].id == OTHER_CLAIMS
        return context.say(f"story.carried.{'one' if is_told else 'several'}", name=name)
    return context.say("story.carried." + ".".join(kind for kind, there in kinds.items() if there))


def causes(context: HospitalContext) -> tuple[MoneyCause, ...]:
    """Those there are, the largest amount first."""
    writer = scribe(context, SECTION)
    all_of_them = (*_funds(writer), *_of_result(writer), *_collected(writer), *_cost(writer), *_budget(writer))
    found = sorted(all_of_them, key=lambda one: -one.amount)
    return tuple(replace(one, words=doubts.marked_of(context, one.items, one.words)) for one in found)


KINDS: Final = ("funds", "result", "collected", "cost", "budget")


def withdraw_unsaid(context: HospitalContext, headline: Text, kept: Iterable[MoneyCause]) -> None:
    """Take back the numbers of causes that stand neither in the headline nor in those for which the page has room."""
    words = [headline, *(words for one in kept for words in (one.words, one.detail) if words is not None)]
    said = "\n".join(one.in_language(context.language) for one in words)
    keys = tuple(context.key(f"{SECTION}.{kind}") for kind in KINDS)
    for key, entry in [*context.ledger.entries.items()]:
        if key.startswith(keys) and entry.printed not in said:
            context.ledger.withdraw(key)


def _funds(writer: CellWriter) -> Iterator[MoneyCause]:
    context, say, found = writer.context, writer.context.say, funding(writer.context)
    if found is None:
        return
    is_held = is_tied_up(found) and found.use.id != RECEIVABLES
    name, by = called(context, found.use.id) if is_held else used(context, found.use.id), carriers(context, found)
    facts: dict[str, Fact] = {"name": context.say.begun(name), "amount": money(writer, "funds", name, found.amount)}
    if by is not None:
        facts |= {"by": by, "share": printing.percent(found.owed_share, 0)}
    key = "own" if by is None else "owed" if found.owed_share >= MOSTLY else "partly"
    untold = found.untold
    if key in {"own", "partly"} and untold is not None and matters(context, untold.amount.value or 0.0):
        key, of = "untold" if by is None else "joined", context.say(f"story.untold.{untold.id}")
        facts |= {"of": of, "grown": money(writer, "funds.untold", of, untold.amount.value or 0.0)}
        current = _books(context).since_opening(CURRENT).value or 0.0
        if untold.id == NON_CURRENT and current < 0 and matters(context, current):
            key += ".less"
            facts["less"] = money(writer, "funds.less", say(f"story.untold.{CURRENT}"), current)
    if key == "own":
        names = not_grown(context, found.known)
        key, facts["names"] = ("alone", say("story.debt.loans")) if names is None else (key, names)
    kind = "cause" if is_tied_up(found) else "spent"
    items = (
        found.use.id,
        *(one.id for one in found.sources),
        *([untold.id] if key.startswith(("untold", "joined")) and untold else ()),
    )
    yield MoneyCause("funds", found.amount, context.say(f"story.{kind}.{key}", **facts), items)


def not_grown_end(context: HospitalContext) -> tuple[str, Text | str]:
    """The end of a key of words where no loan or payable grew, and those whose balances are known, at both ends."""
    known = tuple(name for name in LASTING if _books(context).since_opening(name).value is not None)
    names = not_grown(context, known)
    return (".untold", "") if names is None else ("", names)


def not_grown(context: HospitalContext, known: Sequence[str]) -> Text | None:
    """The debts that are known, where none of a term grew: of them alone may be said that they did not.

    Where the balance sheet names none of them its total may be known; None where nothing can be said of debts.
    """
    say = context.say
    loans = [name for name in ("short_term_loans", "long_term_loans") if name in known]
    kinds = ["loans"] if len(loans) > 1 else loans
    kinds += [name for name in known if name not in loans]
    total = _books(context).since_opening(TOTAL_DEBT).value
    if not kinds and total is not None and total <= printing.HALF_A_FEN:
        kinds = [TOTAL_DEBT]
    return say.join([say(f"story.debt.{name}") for name in kinds], "list.and") if kinds else None


def _of_result(writer: CellWriter) -> Iterator[MoneyCause]:
    """What moved the surplus, where no totals of income and expense tell of it."""
    found = surplus_parts(writer)
    if found is not None and matters(writer.context, found[0]):
        yield MoneyCause("result", *found, (*CARE, BESIDE_CARE, BESIDE_INCOME, SURPLUS))


def _collected(writer: CellWriter) -> Iterator[MoneyCause]:
    """What payers hold by settling later than last year, where the largest use of money is another one."""
    context, found, use = writer.context, collection(writer.context), funding(writer.context)
    if found is None or found[0] <= 0 or (use is not None and use.use.id == RECEIVABLES):
        return
    _, before, days = found
    held = _books(context).average(RECEIVABLES).times(1 - before / days).value
    if held is None or not matters(context, held):
        return
    facts: dict[str, Fact] = {
        "before": context.printed(COLLECTION_DAYS, before),
        "now": context.printed(COLLECTION_DAYS, days),
        "amount": money(writer, "collected", context.say("story.name.receivables"), held),
    }
    yield MoneyCause("collected", held, context.say("story.collected", **facts), (RECEIVABLES,))


def _cost(writer: CellWriter) -> Iterator[MoneyCause]:
    """The two lines of expense that grew most, beside what income gained."""
    context, books, say = writer.context, _books(writer.context), writer.context.say
    found: DriverBridge | Unavailable = context.material.analysis["drivers.cost"]
    if isinstance(found, Unavailable):
        return
    rises = [one for one in found.steps if one.id != "rest" and one.amount > printing.HALF_A_FEN]
    grown = sorted(rises, key=lambda one: -one.amount)
    base = next(
        (item for item in ("medical_income", INCOME) if (books.to_date(item) - books.last_year(item)).value), ""
    )
    if len(grown) < 2 or not base:  # noqa: PLR2004 - a pair
        return
    first, second = grown[:2]
    gained, total = (books.to_date(base) - books.last_year(base)).value or 0.0, first.amount + second.amount
    if not matters(context, total):
        return
    names = [called(context, one.id) for one in (first, second)]
    facts: dict[str, Fact] = {
        "first": names[0],
        "second": say.within(names[1]),
        "base": say.within(called(context, base)),
        "one": money(writer, "cost.first", names[0], first.amount),
        "two": money(writer, "cost.second", names[1], second.amount),
        "gained": money(writer, "cost.gained", called(context, base), gained),
    }
    key = "against" if gained <= 0 else "part" if total < gained else "beyond"
    if key == "part":
        facts["share"] = printing.percent(total / gained, 0)
    yield MoneyCause("cost", total, say(f"story.cost.{key}", **facts), (first.id, second.id, base))


def _budget(writer: CellWriter) -> Iterator[MoneyCause]:
    """Where the surplus is beside its budget to date, by how far income and expense are beside theirs."""
    context, books, say = writer.context, _books(writer.context), writer.context.say
    gaps = {
        key: (books.to_date(item) - books.budget_to_date(item)).value
        for key, item in (("income", INCOME), ("expense", EXPENSE), ("surplus", SURPLUS))
    }
    known = {key: gap for key, gap in gaps.items() if gap is not None}
    is_told = len(known) == len(gaps) and matters(context, known["surplus"])
    if not is_told or abs(known["income"] - known["expense"] - known["surplus"]) > printing.HALF_A_FEN * 4:
        return
    facts: dict[str, Fact] = {
        key: money(writer, f"budget.{key}", say(f"story.name.{key}"), gap) for key, gap in known.items()
    }
    facts["plan"] = say(f"story.plan.{'months' if context.period.is_partial else 'year'}")
    if known["surplus"] > 0:
        key = "ahead.short" if known["income"] < 0 else "ahead.spent" if known["expense"] > 0 else "ahead"
    else:
        key = "spent" if known["income"] >= 0 else "short" if known["expense"] < 0 else "both"
    key += "" if (books.to_date(SURPLUS).value or 0.0) >= 0 else ".loss"
    amount = max(abs(known["income"]), abs(known["surplus"]))
    words, detail = say(f"story.budget.{key}", **facts), _by_funds(writer, known["surplus"])
    yield MoneyCause("budget", amount, words, (INCOME, EXPENSE, SURPLUS), detail)


def _by_funds(writer: CellWriter, short: float) -> Text | None:
    """Which sources of funds the surplus misses its budget by; None where one is unknown or they do not add up."""
    books, say = _books(writer.context), writer.context.say
    gaps = {item: (books.to_date(item) - books.budget_to_date(item)).value for item in BY_FUNDS[SURPLUS]}
    known = {item: gap for item, gap in gaps.items() if gap is not None}
    if len(known) < len(gaps) or abs(fsum(known.values()) - short) > printing.HALF_A_FEN * 4:
        return None
    told: list[Text] = []
    for item in sorted(known, key=lambda one: known[one]):
        if abs(known[item]) > printing.HALF_A_FEN:
            name = say(f"story.funds.{item}")
            said = money(writer, f"budget.{item}", name, known[item])
            told.append(say(f"story.budget.{'over' if known[item] > 0 else 'under'}", name=name, amount=said))
    return say("story.budget.by_funds", parts=say.join(told, "list.comma")) if len(told) > 1 else None


def first(context: HospitalContext) -> Text | None:
    """What the headline begins with: slower payers, or the result; None where neither is known."""
    words, item = _first(scribe(context, SECTION))
    return None if words is None else doubts.marked_of(context, [item], words)


def headline(context: HospitalContext) -> Text:
    """The first cause and what the year will come to; each only where it is known."""
    writer = scribe(context, SECTION)
    told = [(words, item) for words, item in (_first(writer), (_ahead(writer), SURPLUS)) if words is not None]
    if not told:
        return context.say("story.headline.plain")
    joined = context.say.join([words for words, _ in told], "list.semicolon")
    return doubts.marked_of(context, [item for _, item in told], capital(joined))


def _first(writer: CellWriter) -> tuple[Text | None, str]:
    """What comes first, and the item that it tells of."""
    slow = _slow(writer)
    return (_result(writer), known_balance(writer.context) or SURPLUS) if slow is None else (slow, RECEIVABLES)


def _slow(writer: CellWriter) -> Text | None:
    """That payers take longer, where receivables are the largest use of money."""
    context, say, found = writer.context, writer.context.say, collection(writer.context)
    use = funding(context)
    if found is None or found[0] <= 0 or use is None or use.use.id != RECEIVABLES:
        return None
    facts: dict[str, Fact] = {
        "now": context.printed(COLLECTION_DAYS, found[2]),
        "amount": money(writer, "funds", say("story.name.receivables"), use.amount),
    }
    by = carriers(context, use)
    if by is None or use.owed_share < MOSTLY:
        return say("story.headline.collected.own", **facts)
    return say("story.headline.collected", by=by, **facts)


def _result(writer: CellWriter) -> Text | None:
    """What became of the surplus, or of the balance by earlier rules."""
    context, say = writer.context, writer.context.say
    now, before = (figure.value for figure in (_books(context).to_date(SURPLUS), _books(context).last_year(SURPLUS)))
    if now is None:
        return _balance_alone(writer)
    name = say("story.name.surplus")
    said = money(writer, "surplus", name, now)
    if before is None or before <= 0 or now <= 0 or is_slight(context, now - before):
        return say(f"story.headline.{'surplus' if now >= 0 else 'deficit'}", now=said)
    rate = now / before - 1
    if abs(rate) < SEEN:
        return say("story.headline.same", now=said)
    share = writer.said("surplus.rate", name, abs(rate), "percent")
    return say(f"story.headline.{'rose' if rate > 0 else 'fell'}", now=said, share=share)


def _balance_alone(writer: CellWriter) -> Text | None:
    item, say = known_balance(writer.context), writer.context.say
    balance = None if item is None else _books(writer.context).to_date(item).value
    if balance is None:
        return None
    name, before = say(f"story.name.{item}"), _books(writer.context).last_year(item or "").value
    said = writer.money("balance", name, balance)
    turn = None if before is None else turned(writer.context, balance, before)
    if before and turn in {"fell", "rose"}:
        share = writer.said("balance.rate", name, abs(balance / before - 1), "percent")
        return say(f"story.headline.{item}.{turn}", now=said, share=share)
    return say(f"story.headline.{item}{'' if balance >= 0 else '.deficit'}", now=said)


def _ahead(writer: CellWriter) -> Text | None:
    found: Mapping[str, Forecast | Unavailable] = writer.context.material.analysis["outlook.year_end"]
    one = found["surplus"]
    if isinstance(one, Unavailable) or one.gap.value is None or not matters(writer.context, one.gap.value):
        return None
    gap = money(writer, "year_end.gap", writer.context.say("story.year_end.gap"), one.gap.value)
    loss = "" if one.total >= 0 else ".loss"
    return writer.context.say(f"story.headline.{'short' if one.gap.value < 0 else 'above'}{loss}", gap=gap)
