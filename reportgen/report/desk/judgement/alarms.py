"""The one register of warnings: each indicator once, at the highest level, with every rule that raised it.

A grade, the control rules of its months, the warning lines of the chosen set and a range that its last months left may
each warn of an indicator. Pages, counts and titles read this list, so that they cannot disagree.

What became of the indicator that a measure is for, and measures that are marked done though it says otherwise.

Which findings a report of a hospital and a period tells: one answer for all its pages.

The hospital's own measures that are not done yet: who answers, when they are due, and what has come of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen import checks
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.follow_up import CASE, UNDONE, Status
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.model.known import under
from reportgen.model.period import PATTERN, Period
from reportgen.model.schemes import Grade
from reportgen.model.warnings import Level
from reportgen.report.desk.grades import gradings, outlook, ways
from reportgen.report.desk.grades.outlook import worsens
from reportgen.report.desk.sources.passport_rows import WARNING
from reportgen.report.desk.tables import answers
from reportgen.report.desk.tables.sheet import Paragraphs
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.analysis.signals.risks import Risks, Warned
    from reportgen.model.definition import Text
    from reportgen.model.finding import Finding, Severity
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.speech import Fact

GRAVITY: Final = tuple(Level)
"""Mildest first."""
FOR_THE_BOARD: Final = (Level.RED, Level.ORANGE)
FOR_THE_MANAGEMENT: Final = (Level.YELLOW, Level.BLUE)
"""Levels for whose warnings a board sees to it that somebody answers; milder ones are the management's."""


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


def alarms(context: HospitalContext) -> tuple[Alarm, ...]:
    """All of them, the gravest first, else in the order of the scheme."""
    found: Risks | Unavailable = context.material.analysis["signals.risks"]
    lines = {} if isinstance(found, Unavailable) else {one.indicator: one for one in found.warned}
    scored = {one.id: one for one in context.evaluation.indicators}
    listed = []
    for name in dict.fromkeys((*scored, *lines)):
        told = sorted(_rules(context, scored.get(name), lines.get(name)), key=lambda pair: -GRAVITY.index(pair[0]))
        value = lines[name].value if name in lines else scored[name].value
        if told and value is not None:
            rules = tuple(words for _, words in told)
            listed.append(Alarm(name, told[0][0], rules, value, lines.get(name)))
    return tuple(sorted(listed, key=lambda one: -GRAVITY.index(one.level)))


def _rules(
    context: HospitalContext, scored: ScoredIndicator | None, line: Warned | None
) -> Iterator[tuple[Level, Text]]:
    """What each rule says of an indicator, with its level."""
    say = context.say
    if scored is not None and scored.value is not None and gradings.is_quantitative(context, scored):
        yield from _of_its_grade(context, scored)
        if (left := outlook.lately(context, scored)) is not None:
            yield Level.BLUE, left
    if line is not None:
        reached = under(line.line, f"{WARNING}.{line.indicator}.{line.level}")
        told = context.spoken(line.indicator, reached)
        more = ways.telling_apart(context, line.indicator, line.value, line.line)
        if more:
            exact = context.spoken(line.indicator, line.value, more)
            yield line.level, say("warnings.rule.line.near", line=told, value=exact)
        else:
            yield line.level, say("warnings.rule.line", line=told)


def _of_its_grade(context: HospitalContext, scored: ScoredIndicator) -> Iterator[tuple[Level, Text]]:
    say, worse, grade = context.say, worsens(context, scored), context.grade_of(scored)
    if grade is Grade.POOR:
        yield Level.RED, say("warnings.rule.level", grade=context.grade(grade))
    elif grade is Grade.LOW:
        key = "warnings.rule.low_worse" if worse else "warnings.rule.level"
        yield Level.RED if worse else Level.ORANGE, say(key, grade=context.grade(grade))
        return
    if worse:
        yield Level.YELLOW, say("warnings.rule.worse")


def _since(context: HospitalContext, one: Action, before: Fact, now: Fact) -> Text:
    """From what to what, with the period of the first: a sum of three months is not one of ten."""
    if one.raised == context.material.period:
        return context.say("path.change", value=before, target=now)
    return context.say("warnings.measures.course", before=before, when=period_with_year(str(one.raised)), now=now)


def course(context: HospitalContext, one: Action) -> Text | None:
    """The indicator when the measure was raised and now, and whether that is better or worse; None without either."""
    if one.before.value is None or one.now.value is None:
        return None
    before, now = (context.spoken(one.indicator, value) for value in (one.before.value, one.now.value))
    path = _since(context, one, before, now)
    if one.better is None:
        return path
    return context.say("risk_watch.course", course=path, moved=answers.course(context, better=one.better))


def outcomes(context: HospitalContext, found: FollowUp) -> tuple[Paragraphs, ...]:
    """Measures whose status and whose outcome disagree."""
    told = [_outcome(context, one, "turned") for one in found.turned]
    told += [_outcome(context, one, "missed") for one in found.missed]
    return (Paragraphs(tuple(told), context.say("risk_watch.measures.outcome")),) if told else ()


def _outcome(context: HospitalContext, one: Action, key: str) -> Text:
    say = context.say
    expected = "" if one.expected is None else context.spoken(one.indicator, one.expected)
    reached = "met" if one.is_reached else "missed"
    aim = "" if one.is_reached is None else say(f"risk_watch.measures.aim.{reached}", expected=expected)
    facts = {
        "id": same(one.id),
        "name": context.named(one.indicator),
        "course": course(context, one) or same(printing.DASH),
    }
    return say(f"risk_watch.measures.{key}", aim=aim, expected=expected, **facts)


def findings(context: HospitalContext) -> tuple[tuple[Finding, Severity], ...]:
    """Those that the verdict on the data counts, each with the weight it counts with; what follows is left out."""
    material = context.material
    found = checks.concerning(material.findings, material.dataset, material.catalog, material.entity, material.period)
    return checks.weighed(found, material.catalog)


def told(context: HospitalContext) -> list[Finding]:
    """Those of this hospital, or of nobody, up to the report's year: also of months and years that are not counted.

    What is told of a year is not told again of the month that ends it, at the same cell.
    """
    others = context.material.dataset.entities.keys() - {context.material.entity}
    found = [one for one in context.material.findings if not _is_elsewhere(context, one, others)]
    there = {at for one in found if (at := (one.rule, one.place)) != one.cause}
    return [one for one in found if one.cause != (one.rule, one.place) or one.cause not in there]


def _is_elsewhere(context: HospitalContext, finding: Finding, others: AbstractSet[str]) -> bool:
    """Whether it is of another hospital, or of a year that is later than the report's."""
    period = str(finding.facts.get("period", ""))
    is_later = bool(PATTERN.fullmatch(period)) and Period.parse(period).year > context.period.year
    return is_later or any(isinstance(fact, str) and fact in others for fact in finding.facts.values())


ELSEWHERE: Final = ("improvement", "risk_watch")
"""Sections that show all measures."""
MOST: Final = 6


@dataclass(frozen=True)
class Undone:
    """One measure; `level` is how its status is dressed, and late ones stay under the heading that counts them."""

    level: str
    is_late: bool
    status: Text
    words: Text


@dataclass(frozen=True)
class MeasureList:
    """Those that are late, then those under way, by due date."""

    rows: tuple[Undone, ...]
    late: int
    note: Text


def ledger(context: HospitalContext) -> MeasureList | None:
    """None where the hospital keeps none, or another section shows them all."""
    found: FollowUp | Unavailable = context.material.analysis["signals.follow_up"]
    if isinstance(found, Unavailable) or context.anchor(*ELSEWHERE) is not None:
        return None
    actions = [one for one in found.actions if one.is_open]
    if not actions:
        return None
    closed, more = len(found.actions) - len(actions), max(len(actions) - MOST, 0)
    note = context.say(f"warnings.measures.{'more' if more else 'note'}", done=closed, more=more)
    only = all(one.place.file != CASE for one in found.actions)
    note = note if only else context.say.join([note, context.say("warnings.measures.letter")], "list.sentences")
    return MeasureList(tuple(_row(context, one) for one in actions[:MOST]), found.count(Status.LATE), note)


def decision(context: HospitalContext, identifier: str) -> Text:
    """What has to be decided about a weak indicator: who takes it up, where no measure of the hospital does."""
    return context.say(f"warnings.decision.{_taken_up(context, identifier) or 'none'}")


def unanswered(context: HospitalContext) -> tuple[Alarm, ...]:
    """The warnings that no measure of the hospital takes up, in the order of the register."""
    return tuple(one for one in alarms(context) if _taken_up(context, one.indicator) is None)


def unassigned(
    context: HospitalContext, among: Sequence[Level] = FOR_THE_BOARD
) -> tuple[Level, tuple[str, ...]] | None:
    """The gravest of some levels of which no measure takes up some warnings, and of which indicators they are."""
    left = unanswered(context)
    found = ((level, tuple(one.indicator for one in left if one.level is level)) for level in among)
    return next(((level, names) for level, names in found if names), None)


def under_way(context: HospitalContext, identifier: str) -> Undone | None:
    """The measure about an indicator that is most behind, as the list of measures tells it; None where none is open."""
    found = _most_behind(context, identifier)
    return None if found is None else _row(context, found)


def _taken_up(context: HospitalContext, identifier: str) -> Status | None:
    """How far the measures about an indicator are, the one that is most behind; None without any that is not done."""
    found = _most_behind(context, identifier)
    return None if found is None else found.status


def _most_behind(context: HospitalContext, identifier: str) -> Action | None:
    found: FollowUp | Unavailable = context.material.analysis["signals.follow_up"]
    actions = () if isinstance(found, Unavailable) else found.actions
    undone = [one for one in actions if one.indicator == identifier and one.status in UNDONE]
    return min(undone, key=lambda one: UNDONE.index(one.status), default=None)


def _row(context: HospitalContext, one: Action) -> Undone:
    """What is to be done, by whom and when, and what has become of the indicator."""
    say = context.say
    told = [context.own(one.owner)] if one.owner else []
    if one.term:
        key = "moved" if one.moved else "due"
        told.append(say(f"warnings.measures.{key}", day=same(one.due), moved=same(one.term)))
    if one.before.value is not None and one.now.value is not None and one.raised != context.material.period:
        # the unit stands once, behind the aim where there is one
        shown = context.spoken if one.expected is None else context.printed
        before, now = (shown(one.indicator, value) for value in (one.before.value, one.now.value))
        told.append(_since(context, one, before, now))
    if one.expected is not None:
        told.append(say("warnings.measures.aim", expected=context.spoken(one.indicator, one.expected)))
    facts = {"name": context.short(one.indicator), "measure": context.own(one.measure)}
    return Undone(
        level="red" if one.status is Status.LATE else "yellow",
        is_late=one.status is Status.LATE,
        status=say(f"analysis.status.{one.status}"),
        words=say("warnings.measures.line", told=say.join(told, "list.comma_only"), **facts),
    )
