"""Every indicator as it is defined: formula, unit, direction, source, version."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from reportgen.report.desk import gradings, standards
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.passport_rows import formula_text
from reportgen.report.desk.sheet import Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context

SECTION: Final = "definitions"


def definitions(context: Context) -> Sheet:
    """One line for each indicator that figures decide, by ability."""
    say = context.say
    told = [i for i in context.evaluation.indicators if gradings.is_quantitative(context, i)]
    columns = (
        Column(say("scorecard.head.indicator"), 40), Column(say("definitions.head.formula"), 64),
        Column(say("scorecard.head.unit"), 15, "c"), Column(say("definitions.head.direction"), 21),
        Column(say("definitions.head.source"), 48), Column(say("definitions.head.version"), 10, "c"),
    )  # fmt: skip
    lines: list[Line] = []
    notes = Notes()
    for ability in context.evaluation.abilities:
        members = [i for i in told if i.ability == ability.id]
        lines += [Line((ability.name,), "section")] if members else []
        lines += [_line(context, indicator, notes) for indicator in members]
    table = Table(context.table(SECTION, say("definitions.table")), columns, tuple(lines), notes.lines(), dense=True)
    return Sheet(_headline(context, told), (table,), (say("definitions.lead"),))


def _headline(context: Context, told: list[ScoredIndicator]) -> Text:
    """How many indicators are defined, and how many of them are good high, low, or within a range."""
    say, counts = context.say, Counter(indicator.direction for indicator in told)
    parts = [say("definitions.counted", direction=say(f"direction.{one}"), n=n) for one, n in counts.most_common()]
    return say("definitions.headline", n=len(told), listed=say.join(parts, "list.comma_only"))


def _line(context: Context, indicator: ScoredIndicator, notes: Notes) -> Line:
    definition = context.indicator(indicator.id)
    name = definition.name
    if definition.note is not None:
        name = context.say("definitions.noted", name=name, mark=same(notes.mark(definition.note)))
    return Line(
        (name, formula_text(context, indicator.id), context.unit(indicator.id),
         context.say(f"direction.{indicator.direction}"), standards.source(definition.source),
         same(definition.version)),
        level=1,
    )  # fmt: skip
