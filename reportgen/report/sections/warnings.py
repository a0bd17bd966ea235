"""What needs a decision: weak or worsening indicators, and what the checks found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.checks import subject_of
from reportgen.model.definition import Text
from reportgen.model.finding import Severity
from reportgen.model.period import PATTERN
from reportgen.report.desk.brief.story import months
from reportgen.report.desk.grades import gradings, outlook
from reportgen.report.desk.judgement.alarms import Alarm, MeasureList, alarms, decision, findings, ledger, told
from reportgen.report.typography.spacing import closed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis.signals.risks import Risks
    from reportgen.checks import Subject
    from reportgen.model.finding import Finding
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext

LEVELS: Final = ("red", "orange", "yellow", "blue")
MOST_FINDINGS: Final = 10
FEW: Final = 4
"""Warnings that stay on one page; more may run over it, which else leaves half a page empty."""
ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True)
class IndicatorWarning:
    """One indicator that needs attention."""

    level: str
    level_word: Text
    name: Text
    value: Text
    standard: str
    rule: Text
    decision: Text


@dataclass(frozen=True)
class FindingRow:
    """One finding of the checks; `also` tells in which other periods the same is asked, `others` in how many places."""

    severity: str
    severity_word: Text
    rule: str
    message: Text
    fix: Text | None
    place: str
    also: Text | None = None
    others: Text | None = None


@dataclass(frozen=True)
class Warnings:
    """The list of warnings and that of findings; either may be empty, then a sentence says so."""

    headline: Text
    warnings: tuple[IndicatorWarning, ...]
    none: Text
    findings: tuple[FindingRow, ...]
    no_findings: Text
    more: Text | None
    measures: MeasureList | None
    captions: Mapping[str, Caption]
    """Of the tables that are there."""

    @property
    def has_standards(self) -> bool:
        """Whether any of the warnings has a standard beside its value: without a scheme none has."""
        return any(row.standard for row in self.warnings)

    @property
    def is_kept(self) -> bool:
        """Whether the list of warnings stays on one page."""
        return len(self.warnings) <= FEW


def warnings(context: HospitalContext) -> Warnings:
    """Warnings by level, findings by severity."""
    rows = [_row(context, alarm) for alarm in alarms(context)]
    listed = _findings(context)
    rows_of_checks = list(_folded(context, listed))
    rest = sum(count for _, count in rows_of_checks[MOST_FINDINGS:])
    measures = ledger(context)
    return Warnings(
        headline=_headline(context, rows, measures.late if measures else 0, len(listed)),
        warnings=tuple(rows),
        none=_none(context),
        findings=tuple(row for row, _ in rows_of_checks[:MOST_FINDINGS]),
        no_findings=_no_findings(context),
        more=_more(context, len(rows_of_checks), rest, len(listed)),
        measures=measures,
        captions=_captions(context, {"list": bool(rows), "checks": bool(listed)}),
    )


def _more(context: HospitalContext, rows: int, rest: int, total: int) -> Text | None:
    """How the rows of the table come to the number of findings in the title, where they are fewer."""
    if rest:
        return context.say("warnings.more", n=rest, total=total)
    return context.say("warnings.folded", total=total) if rows < total else None


def _captions(context: HospitalContext, there: Mapping[str, bool]) -> dict[str, Caption]:
    return {name: context.table("warnings", context.say(f"warnings.{name}")) for name, shown in there.items() if shown}


def _no_findings(context: HospitalContext) -> Text:
    """That there are none, and how many notes there are all the same: as many as the list of all findings has."""
    messages = context.material.catalog.messages
    noted = [one for one in told(context) if messages.severity(one) is Severity.NOTE]
    notes = len({(one.rule, context.told_of(one).message) for one in noted})
    said = context.say("warnings.no_findings")
    return context.say.join([said, context.say("warnings.noted", n=notes)], "list.sentences") if notes else said


def _headline(context: HospitalContext, rows: list[IndicatorWarning], late: int, findings: int) -> Text:
    counts = [(level, sum(1 for row in rows if row.level == level)) for level in LEVELS]
    parts = [
        context.say("warnings.count", n=n, level=context.say(f"warnings.level.{level}")) for level, n in counts if n
    ]
    if not any(_graded(context)):
        held = _held(context)
        if rows:
            parts = [context.say("warnings.count.ungraded", listed=context.say.join(parts))]
        else:
            parts.append(context.say(f"warnings.count.{'lines' if held else 'unjudged'}", n=held))
    parts += [context.say("warnings.count.late", n=late)] if late else []
    listed = context.say.join(parts) if parts else context.say("warnings.count.none")
    return context.say(f"warnings.headline.{'some' if findings else 'none'}", listed=listed, n=findings)


def _graded(context: HospitalContext) -> list[bool]:
    """Of each indicator that may give a warning, whether there is a grade to tell by."""
    own = (one for one in context.evaluation.indicators if gradings.is_quantitative(context, one))
    return [context.grade_of(one) is not None for one in own]


def _held(context: HospitalContext) -> int:
    """How many indicators were held against the warning lines of the case, which need no grade."""
    found: Risks | Unavailable = context.material.analysis["signals.risks"]
    if isinstance(found, Unavailable):
        return 0
    return len(context.material.catalog.warnings[found.set_id].lines) - len(found.unknown)


def _none(context: HospitalContext) -> Text:
    """That nothing gives a warning, as far as that can be said."""
    graded = _graded(context)
    n, left = sum(graded), len(graded) - sum(graded)
    if not n and (held := _held(context)):
        return context.say("warnings.none.lines", n=held)
    if not n:
        return context.say("warnings.none.unjudged")
    said = context.say("warnings.none.judged", n=n, left=left) if left else context.say("warnings.none")
    if not outlook.has_trends(context):
        return said
    return context.say.join([said, context.say("warnings.none.steady")], "list.sentences")


def _row(context: HospitalContext, alarm: Alarm) -> IndicatorWarning:
    row = next((one for one in context.evaluation.indicators if one.id == alarm.indicator), None)
    return IndicatorWarning(
        level=str(alarm.level),
        level_word=context.say(f"warnings.level.{alarm.level}"),
        name=context.name(alarm.indicator),
        value=context.spoken(alarm.indicator, alarm.value),
        standard=(row and gradings.standards_best(context, row)) or "",
        rule=context.say.join(list(alarm.rules), "list.semicolon"),
        decision=decision(context, alarm.indicator),
    )


def _findings(context: HospitalContext) -> list[tuple[Finding, Severity]]:
    """As many as the verdict on the data counts, errors first."""
    return sorted(
        (row for row in findings(context) if row[1] is not Severity.NOTE),
        key=lambda row: (ORDER[row[1]], row[0].rule, row[0].place),
    )


def _folded(context: HospitalContext, rows: list[tuple[Finding, Severity]]) -> Iterator[tuple[FindingRow, int]]:
    """What is asked of one thing in several periods or places once, with where else, and how many there are."""
    catalog = context.material.catalog
    subjects: dict[tuple[Severity, str, str], tuple[Severity, Subject]] = {}
    alike: dict[tuple[Severity, Subject], list[Finding]] = {}
    for finding, severity in rows:
        said = severity, finding.rule, context.told_of(finding).message.zh
        subject = subjects.setdefault(said, (severity, subject_of(finding, catalog)))
        alike.setdefault(subject, []).append(finding)
    for (severity, _), group in alike.items():
        shown = _shown(context, group)
        row, also = _finding(context, shown, severity), _also(context, shown, group)
        others = context.say("warnings.places", n=len(group)) if len(group) > 1 and also is None else None
        yield replace(row, also=also, others=others), len(group)


def _shown(context: HospitalContext, group: list[Finding]) -> Finding:
    """The one of the report's period, else the first."""
    return next((one for one in group if one.facts.get("period") == context.material.period), group[0])


def _also(context: HospitalContext, shown: Finding, group: list[Finding]) -> Text | None:
    """In which other periods the same is asked, where each of them asks it once; None otherwise."""
    periods = {str(one.facts.get("period", "")) for one in group if one is not shown}
    if not periods or len(periods) < len(group) - 1 or not all(map(PATTERN.fullmatch, periods)):
        return None
    ordered = sorted(periods, key=lambda one: (-len(one), one))
    spans = context.say.join([months(context, tuple(one)) for _, one in groupby(ordered, len)], "list.comma")
    return context.say("warnings.also", n=len(ordered), periods=spans)


def _finding(context: HospitalContext, finding: Finding, severity: Severity) -> FindingRow:
    said = context.told_of(finding)
    word, fix = context.say(f"severity.{severity}"), _closed(said.fix) if said.fix else None
    return FindingRow(severity, word, finding.rule, _closed(said.message), fix, str(finding.place))


def _closed(text: Text) -> Text:
    return Text(zh=closed(text.zh), en=text.en)
