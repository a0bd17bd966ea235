"""Who answers for which indicator, and each measure through its cycle: plan, do, check, act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.report.desk.annual import annualised
from reportgen.report.desk.answers import left_out
from reportgen.report.desk.courses import course
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet import Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.business.responsibility import Answerable, Responsibility
    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

SECTION: Final = "improvement"
INDICATORS: Final = "indicators"


def improvement(context: Context) -> Sheet:
    """Both tables; of measures the reason why there are none."""
    say = context.say
    owners: Responsibility = context.material.analysis["business.responsibility"]
    measures: FollowUp | Lack = context.material.analysis["signals.follow_up"]
    answerable = owners.of(INDICATORS)
    owned = sum(one.owner is not None for one in answerable)
    actions = () if isinstance(measures, Lack) else measures.actions
    blocks = [_owners(context, answerable), *([_cycle(context, actions)] if actions else [])]
    lacks = left_out(context, [measures]) if isinstance(measures, Lack) else ()
    headline = say("improvement.headline", n=len(answerable), owned=owned, measures=len(actions))
    return Sheet(headline, (*blocks, *lacks))


def _owners(context: Context, answerable: tuple[Answerable, ...]) -> Table:
    say = context.say
    columns = (
        Column(say("scorecard.head.indicator"), 62), Column(say("scorecard.head.unit"), 20, "c"),
        Column(say("scorecard.head.value"), 26, "n"), Column(say("improvement.head.owner"), 64),
    )  # fmt: skip
    notes = Notes()
    annual = annualised(context, [one.id for one in answerable if one.figure.value is not None])
    lines = tuple(
        Line((context.short(one.id), context.unit(one.id), _value(context, one, notes), _owner(context, one)))
        for one in answerable
    )
    caption = context.table(SECTION, say("improvement.owners"))
    below = (*annual, *notes.lines(), say("improvement.owners.note"))
    return Table(caption, columns, lines, below, dense=True, is_unlike=True)


def _owner(context: Context, one: Answerable) -> Text | str:
    """Whom the hospital names, else the usual owner; nothing where there is none."""
    if one.owner is None:
        return ""
    return context.own(one.owner.zh) if one.owner.zh == one.owner.en else one.owner


def _value(context: Context, one: Answerable, notes: Notes) -> str:
    if one.figure.value is None:
        return notes.absent(context.say("improvement.no_value"))
    return context.printed(one.id, one.figure.value)


def _cycle(context: Context, actions: tuple[Action, ...]) -> Table:
    say = context.say
    heads = {"plan": 54.0, "do": 38.0, "check": 38.0, "act": 42.0}
    columns = tuple(Column(say(f"improvement.head.{name}"), width) for name, width in heads.items())
    lines = tuple(_steps(context, one) for one in actions)
    caption = context.table(SECTION, say("improvement.cycle", n=len(actions)))
    return Table(caption, columns, lines, (say("improvement.cycle.note"),), dense=True)


def _steps(context: Context, one: Action) -> Line:
    """The four steps; one that nobody has taken yet is blank."""
    say = context.say
    name, measure = context.short(one.indicator), context.own(one.measure)
    plan = say("improvement.plan", name=name, measure=measure, raised=same(one.raised))
    return Line((plan, _do(context, one), _check(context, one), _act(context, one)))


def _do(context: Context, one: Action) -> Text:
    say, status = context.say, context.say(f"analysis.status.{one.status}")
    told = [context.own(one.owner)] if one.owner else []
    if one.term:
        key = "warnings.measures.moved" if one.moved else "improvement.due"
        told.append(say(key, day=same(one.due), moved=same(one.term)))
    return say.join([*told, status], "list.semicolon")


def _check(context: Context, one: Action) -> Text | str:
    moved = course(context, one)
    return context.say("improvement.checked", course=moved, day=same(context.material.period)) if moved else ""


def _act(context: Context, one: Action) -> Text | str:
    say = context.say
    told = [context.own(one.effect)] if one.effect else []
    told += [say("improvement.closed", day=same(one.closed))] if one.closed else []
    return say.join(told, "list.semicolon") if told else ""
