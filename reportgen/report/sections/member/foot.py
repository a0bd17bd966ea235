"""What stands at the foot of a hospital's own page: how to read its signs, its alerts, the files behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.model.known import under, values
from reportgen.report.desk import standards
from reportgen.report.desk.passport_rows import cells
from reportgen.report.desk.redistribution import has_gaps, times
from reportgen.report.desk.standing_keys import WARNING
from reportgen.report.passport import Entry
from reportgen.report.speech import same
from reportgen.scoring.peers import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.signals.risks import Warned
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.group import GroupDesk

FILES: Final = 3
"""Files that are named; of more there is the number too."""


def foot(desk: GroupDesk, context: Context, shown: list[ScoredIndicator], anchor: str) -> tuple[Text, ...]:
    """A line each: how to read the table, what lies behind it."""
    read = (*_just_short(context, shown), *_weights(context), *_beside(desk, context))
    return (*read, *_alerts(context, anchor))


def _beside(desk: GroupDesk, context: Context) -> Iterator[Text]:
    """Whom the middles and the places in the level are of, where there are any."""
    others = [hospital for hospital in desk.tier(context.material.entity).ranked if hospital != context.material.entity]
    key = "group.member.beside" if desk.is_ranked(context.material.entity) else "group.member.beside.unranked"
    if len(others) >= FEWEST:
        level = desk.tier_name(desk.tier(context.material.entity))
        yield desk.say(key, n=desk.count(others), level=level)


def files(context: Context) -> Text | None:
    """The files whose cells the indicators rest on; those of adjustments after the data that they change."""
    say, rows = context.say, context.evaluation.indicators
    changing = {one.place.file for one in context.material.dataset.adjustments.values()}
    found = {place.file for row in rows if row.value is not None for place in cells(context, row.id)}
    sources = sorted(found, key=lambda file: (file in changing, file))
    named = [same(file) for file in sources[:FILES]]
    if len(sources) > FILES:
        return say("group.member.files.more", files=say.join(named, "list.comma"), n=len(sources))
    return say("group.member.files", files=say.join(named, "list.comma")) if sources else None


def _weights(context: Context) -> Iterator[Text]:
    """What the indicators count after gaps, else the points they cost would contradict the weights of the scheme."""
    if has_gaps(context.evaluation):
        found = times(context.evaluation)
        low, high = (printing.number(end(found), 2) for end in (min, max))
        if low == high:
            yield context.say("group.member.weights", times=low)
        else:
            yield context.say("group.member.weights.range", low=low, high=high)


def _just_short(context: Context, shown: list[ScoredIndicator]) -> Iterator[Text]:
    """Which values print like a standard that they do not reach: points come from unrounded values."""
    short = [row for row in shown if standards.is_just_short(context, row)]
    if short:
        names = context.say.join([context.short(row.id) for row in short], "list.comma")
        yield context.say(
            "group.member.short", names=names, n=values(row.value for row in short if row.value is not None)
        )


def _alerts(context: Context, anchor: str) -> Iterator[Text]:
    """The indicators behind the numbers of alerts in the league, gravest first."""
    found = context.material.analysis["signals.risks"]
    if isinstance(found, Lack) or not found.warned:
        return
    told = [_alert(context, one, anchor) for one in found.warned]
    yield context.say("group.member.alerts", names=context.say.join(told, "list.semicolon"))


def _alert(context: Context, one: Warned, anchor: str) -> Text:
    """What was warned of, how far it went, and the line that it reached; the value has its passport."""
    say, own = context.say, under(one.value, f"indicator.{one.indicator}", context.member)
    value = context.printed(one.indicator, own)
    origin, places = say("group.origin.formula"), cells(context, one.indicator)
    name = context.short(one.indicator)
    context.enter(Entry(f"indicator.{one.indicator}", name, value, anchor, one.value, origin, places))
    reached = under(one.line, f"{WARNING}.{one.indicator}.{one.level}")
    spoken, line = (context.spoken(one.indicator, number) for number in (own, reached))
    colour = say(f"group.member.alert.colour.{one.level}")
    return say("group.member.alert", name=name, value=spoken, colour=colour, line=line)
