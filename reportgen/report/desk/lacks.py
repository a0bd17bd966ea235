"""Why an analysis is not there, in words that say what to supply and in which table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import PATTERN
from reportgen.report.calendar_words import period_with_year
from reportgen.report.speech import filled, same

if TYPE_CHECKING:
    from reportgen.analysis.answer import Lack
    from reportgen.model.finding import Fact as Finding
    from reportgen.report.desk.context import Context

SMALL: Final = 1.0
OTHER: Final = "other"
"""Accounting rules that have no forms of ours."""
NOTHING: Final[Mapping[str, Text]] = MappingProxyType({})


def reasons(context: Context, lacks: Iterable[Lack]) -> tuple[Text, ...]:
    """What is missing, each once, in order; what is missing of several things alike stands in one sentence."""
    alike: dict[object, list[Lack]] = {}
    for lack in lacks:
        alike.setdefault((_apart_from_names(lack), _where(context, lack)), []).append(lack)
    return tuple(dict.fromkeys(_of_all(context, found) for found in alike.values()))


def _apart_from_names(lack: Lack) -> object:
    """What lacks have in common that differ in one name only; others are alike only when equal."""
    names = [key for key, fact in lack.facts.items() if isinstance(fact, Text)]
    kept = lack.facts if len(names) != 1 else {key: fact for key, fact in lack.facts.items() if key not in names}
    return lack.why, tuple(names), tuple(sorted((key, str(fact)) for key, fact in kept.items()))


def _of_all(context: Context, alike: list[Lack]) -> Text:
    first = alike[0]
    name = next((key for key, fact in first.facts.items() if isinstance(fact, Text)), None)
    if name is None or len(alike) == 1:
        return reason_of(context, first)
    names = dict.fromkeys(fact for lack in alike if isinstance(fact := lack.facts[name], Text))
    return reason_of(context, first, {name: context.say.join(names, "list.comma")})


def reason_of(context: Context, lack: Lack, joined: Mapping[str, Text] = NOTHING) -> Text:
    """Why an analysis is not there, and what to supply in which table; `joined` are names of several such reasons."""
    facts = {name: _fact(context, fact) for name, fact in lack.facts.items()} | dict(joined)
    where = _where(context, lack)
    if where is not None:
        return filled(context.say.words[f"analysis.placed.{lack.why}"], where=where, **facts)
    return filled(context.say.words[f"analysis.lack.{lack.why}"], **facts)


def _where(context: Context, lack: Lack) -> Text | None:
    """The table on which a missing item stands under the rules of the hospital; None for what has none."""
    catalog, regime = context.material.catalog, context.material.case.file.regime
    name = lack.facts.get("item")
    if f"analysis.placed.{lack.why}" not in context.say.words or regime == OTHER:
        return None
    codes = next((item.forms for item in catalog.items.values() if item.name == name), ())
    for code in codes:
        if code in catalog.forms and catalog.forms[code].regime == regime:
            return context.say("analysis.form", title=catalog.forms[code].title)
    sheets = (f"analysis.sheet.{code.partition('-')[0]}" for code in codes)
    return next((context.say(key) for key in sheets if key in context.say.words), None)


def _fact(context: Context, fact: Finding) -> Text | str | int:
    match fact:
        case Text() | int():
            return fact
        case float():
            return printing.number(fact, 2 if abs(fact) >= SMALL else 4)
        case tuple():
            return context.say.join([_period(one) for one in fact], "list.comma")
    return _period(str(fact))


def _period(text: str) -> Text:
    return period_with_year(text) if PATTERN.fullmatch(text) else same(text)
