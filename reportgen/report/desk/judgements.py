"""What figures of several indicators say together, in sentences with their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.report.desk import standards
from reportgen.report.desk.annual import annualised
from reportgen.report.desk.sheet import Words
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.signals.judgements import Judgement
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.sheet import Block

MONEY: Final = frozenset({"surplus", "surplus_before", "cash_and_bank"})
PERCENTAGES: Final = frozenset({"cost_rate", "cost_rate_before", "low", "high", "warning"})
"""Numbers of judgements that are no indicators."""
DAYS: Final = "days"
LINE: Final = "line"
"""The line of a judgement's first indicator, printed like that."""


def said(writer: Scribe) -> list[Block]:
    """What figures of several indicators say together, with the numbers and whose rule it is."""
    context = writer.context
    found: Mapping[str, Judgement | Lack | None] = context.material.analysis["signals.judgements"]
    made = [one for one in found.values() if one is not None and not isinstance(one, Lack)]
    sources = [standards.source(source) for source in dict.fromkeys(one.source for one in made if one.source)]
    told = [_judged(writer, one) for one in made]
    told += annualised(context, [name for one in made for name in one.figures if context.knows(name)])
    if sources:
        told.append(context.say("risk_watch.judged_by", sources=context.say.join(sources, "list.semicolon")))
    return [Words(tuple(told), context.say("risk_watch.judgements"))] if told else []


def one_of(writer: Scribe, name: str) -> list[Text]:
    """The sentence of one judgement, where it can be made."""
    found: Judgement | Lack | None = writer.context.material.analysis["signals.judgements"].get(name)
    return [] if found is None or isinstance(found, Lack) else [_judged(writer, found)]


def _judged(writer: Scribe, one: Judgement) -> Text:
    """A sentence with its numbers, each in the form of its kind."""
    held = next(iter(one.figures))
    facts = {
        name: writer.context.spoken(held, value) if name == LINE else _number(writer, one.id, name, value)
        for name, value in one.figures.items()
    }
    return writer.context.say(f"analysis.judgement.{one.key}", **facts)


def _number(writer: Scribe, judgement: str, name: str, value: float) -> Text:
    context, key = writer.context, f"{judgement}.{name}"
    if name in (MONEY | PERCENTAGES | {DAYS}):
        called = context.say(f"risk_watch.figure.{name}")
    if name in MONEY:
        return writer.money(key, called, value)
    if name in PERCENTAGES:
        return same(writer.said(key, called, value, "share"))
    if name == DAYS:
        return same(writer.said(key, called, value, "tenths"))
    return context.spoken(name, value)
