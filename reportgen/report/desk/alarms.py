"""The one register of warnings: each indicator once, at the highest level, with every rule that raised it.

A grade, the control rules of its months, the warning lines of the chosen set and a range that its last months left may
each warn of an indicator. Pages, counts and titles read this list, so that they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model.known import under
from reportgen.model.schemes import Grade
from reportgen.model.warnings import Level
from reportgen.report.desk import gradings, outlook
from reportgen.report.desk.signals import worsens
from reportgen.report.desk.standing_keys import WARNING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.signals.risks import Risks, Warned
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context

GRAVITY: Final = tuple(Level)
"""Mildest first."""


@dataclass(frozen=True)
class Alarm:
    """One indicator that is warned of.

    Attributes:
        level: the highest of its rules; rules: what each of them says, gravest first.
        value: of the indicator in the period.
        line: what the warning lines say of it, where one of them is reached.
    """

    indicator: str
    level: Level
    rules: tuple[Text, ...]
    value: float
    line: Warned | None


def alarms(context: Context) -> tuple[Alarm, ...]:
    """All of them, the gravest first, else in the order of the scheme."""
    found: Risks | Lack = context.material.analysis["signals.risks"]
    lines = {} if isinstance(found, Lack) else {one.indicator: one for one in found.warned}
    scored = {one.id: one for one in context.evaluation.indicators}
    listed = []
    for name in dict.fromkeys((*scored, *lines)):
        told = sorted(_rules(context, scored.get(name), lines.get(name)), key=lambda pair: -GRAVITY.index(pair[0]))
        value = lines[name].value if name in lines else scored[name].value
        if told and value is not None:
            rules = tuple(words for _, words in told)
            listed.append(Alarm(name, told[0][0], rules, value, lines.get(name)))
    return tuple(sorted(listed, key=lambda one: -GRAVITY.index(one.level)))


def _rules(context: Context, scored: ScoredIndicator | None, line: Warned | None) -> Iterator[tuple[Level, Text]]:
    """What each rule says of an indicator, with its level."""
    say = context.say
    if scored is not None and scored.value is not None and gradings.is_quantitative(context, scored):
        yield from _of_its_grade(context, scored)
        if (left := outlook.lately(context, scored)) is not None:
            yield Level.BLUE, left
    if line is not None:
        reached = under(line.line, f"{WARNING}.{line.indicator}.{line.level}")
        yield line.level, say("warnings.rule.line", line=context.spoken(line.indicator, reached))


def _of_its_grade(context: Context, scored: ScoredIndicator) -> Iterator[tuple[Level, Text]]:
    say, worse, grade = context.say, worsens(context, scored), context.grade_of(scored)
    if grade is Grade.POOR:
        yield Level.RED, say("warnings.rule.level", grade=context.grade(grade))
    elif grade is Grade.LOW:
        key = "warnings.rule.low_worse" if worse else "warnings.rule.level"
        yield Level.RED if worse else Level.ORANGE, say(key, grade=context.grade(grade))
        return
    if worse:
        yield Level.YELLOW, say("warnings.rule.worse")
