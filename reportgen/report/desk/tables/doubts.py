"""What stands beside figures that an open finding asks about."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen import checks
from reportgen.analysis import score_bridge
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext, SubjectContext
    from reportgen.report.speech import Fact

MOST_NAMED: Final = 6
MOST_RULES: Final = 3
"""Indicators and rules that a sentence names; more would fill a page of data that hardly tie at all."""


def doubted(context: HospitalContext) -> Mapping[str, frozenset[str]]:
    """The open rules by the indicators of the evaluation whose figures they put in question, in its order."""
    return asked(context, [one.id for one in context.evaluation.indicators])


def asked(context: HospitalContext, shown: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The same of indicators that are told of though no scheme may score them, in their order."""
    material = context.material
    found = checks.in_question(material.findings, material.catalog, material.entity, material.period)
    return {name: found[name] for name in shown if name in found}


def beside(context: HospitalContext, identifier: str) -> Text | None:
    """What a clause about one indicator ends with; None where nobody asks."""
    return context.say("doubt.clause") if identifier in doubted(context) else None


def marked(context: HospitalContext, identifier: str, name: Text) -> Text:
    """A name with the mark of figures in question where they are; the sentence about them begins with the mark."""
    return context.say("doubt.marked", name=name) if asked(context, (identifier,)) else name


def marked_of(context: HospitalContext, printed: Collection[str], words: Text) -> Text:
    """The name of an item, or a sentence about some, with the same mark."""
    return context.say("doubt.marked", name=words) if items(context, printed) else words


def items(context: HospitalContext, printed: Collection[str]) -> Mapping[str, frozenset[str]]:
    """The open rules by the items of a table whose own figures they name."""
    material = context.material
    found = checks.items_in_question(material.findings, material.catalog, material.entity, material.period)
    return {one: found[one] for one in printed if one in found}


def beside_item(context: HospitalContext, identifier: str) -> Text | None:
    """What a clause about the figure of one item ends with; None where nobody asks."""
    found = items(context, (identifier,))
    return context.say("doubt.clause.rules", rules=_all(context, found)) if found else None


def of_hospitals(desk: SubjectContext, rules: Collection[str]) -> tuple[Text, ...]:
    """What the mark says under a table of hospitals, where the name of one bears it."""
    return (desk.say("doubt.hospitals", rules=listed(desk, rules)),) if rules else ()


def about_items(context: HospitalContext, found: Mapping[str, frozenset[str]]) -> tuple[Text, ...]:
    """What the mark says under a table of items, where a row bears it."""
    return (context.say("doubt.items", rules=_all(context, found)),) if found else ()


def of(context: HospitalContext, identifier: str) -> Text | None:
    """The sentence about one indicator, where it is shown by itself; None where nobody asks."""
    rules = doubted(context).get(identifier)
    if not rules:
        return None
    name = context.say.begun(context.say.within(context.short(identifier)))
    return context.say("doubt.sentence", n=1, names=name, rules=listed(context, rules))


def explained(context: HospitalContext) -> Text | None:
    """The sentence that names them all, behind the mark that their names bear; None where there is none."""
    said = told(context)
    return None if said is None else context.say("doubt.explained", told=said)


def told(context: HospitalContext, *, in_full: bool = False) -> Text | None:
    """One sentence that names them, or says how many where they are too many to name; None where there is none.

    With `in_full` they are called by their full names, as in the tables of a submission.
    """
    return _sentence(context, doubted(context), in_full=in_full)


def below(context: HospitalContext, indicators: Collection[str], printed: Collection[str]) -> tuple[Text, ...]:
    """What the mark says under tables of indicators and items; nothing where no row bears it."""
    of_indicators = about(context, indicators)
    told = () if of_indicators is None else (context.say("doubt.explained", told=of_indicators),)
    return (*told, *about_items(context, items(context, printed)))


def about(context: HospitalContext, shown: Collection[str]) -> Text | None:
    """The same of indicators that are told of though no scheme may score them; None where nobody asks."""
    return _sentence(context, asked(context, shown), in_full=False)


def _sentence(context: HospitalContext, found: Mapping[str, frozenset[str]], *, in_full: bool) -> Text | None:
    if not found:
        return None
    if len(found) > MOST_NAMED:
        return context.say("doubt.many", n=len(found), rules=_all(context, found))
    called = context.name if in_full else context.short
    names = context.say.begun(context.say.join([context.say.within(called(name)) for name in found]))
    return context.say("doubt.sentence", n=len(found), names=names, rules=_all(context, found))


def remark(context: HospitalContext) -> Text | None:
    """How many there are, and how much of the change of the score they make; None where there is none."""
    found = doubted(context)
    if not found:
        return None
    facts: dict[str, Fact] = {"n": len(found), "rules": _all(context, found)}
    if (points := context.points(moved(context))) == context.points(0.0):
        return context.say("doubt.remark", **facts)
    return context.say("doubt.remark.moved", points=points, **facts)


def moved(context: HospitalContext) -> float:
    """How much of the change of the score they make; nothing without a period before."""
    found = doubted(context)
    bridge = score_bridge(context.before, context.evaluation) if context.before else None
    return fsum(step.change for step in bridge.indicators if step.id in found) if bridge else 0.0


def _all(context: HospitalContext, found: Mapping[str, frozenset[str]]) -> Text:
    return listed(context, {rule for rules in found.values() for rule in rules})


def listed(context: SubjectContext, rules: Iterable[str]) -> Text:
    """Rules by their numbers; a few of many."""
    names = [same(rule) for rule in sorted(rules)]
    some = context.say.join(names[:MOST_RULES], "list.comma")
    return some if len(names) <= MOST_RULES else context.say("doubt.more_rules", rules=some)
