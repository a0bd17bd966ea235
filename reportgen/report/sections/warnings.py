"""What needs a decision: weak or worsening indicators, and what the checks found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.model.definition import Text
from reportgen.model.finding import Severity
from reportgen.report.desk import gradings
from reportgen.report.desk.alarms import Alarm, MeasureList, alarms, decision, findings, ledger, told
from reportgen.report.typography.spacing import closed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis.signals.risks import Risks
    from reportgen.model.finding import Finding
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext

LEVELS: Final = ("red", "orange", "yellow", "blue")
MOST_FINDINGS: Final = 10
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
    """One finding of the checks."""

    severity: str
    severity_word: Text
    rule: str
    message: Text
    fix: Text | None
    place: str
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
        more=context.say("warnings.more", n=rest, total=len(listed)) if rest > 0 else None,
        measures=measures,
        captions=_captions(context, {"list": bool(rows), "checks": bool(listed)}),
    )


def _captions(context: HospitalContext, there: Mapping[str, bool]) -> dict[str, Caption]:
    return {name: context.table("warnings", context.say(f"warnings.{name}")) for name, shown in there.items() if shown}


def _no_findings(context: HospitalContext) -> Text:
    """That there are none, and how many notes there are all the same: as many as the list of all findings has."""
    messages = context.material.catalog.messages
    noted = [one for one in told(context) if messages.severity(one) is Severity.NOTE]
    notes = len({(one.rule, messages.both(one).message) for one in noted})
    said = context.say("warnings.no_findings")
    return context.say.join([said, context.say("warnings.noted", n=notes)], "list.sentences") if notes else said


def _headline(context: HospitalContext, rows: list[IndicatorWarning], late: int, findings: int) -> Text:
    counts = [(level, sum(1 for row in rows if row.level == level)) for level in LEVELS]
    parts = [
        context.say("warnings.count", n=n, level=context.say(f"warnings.level.{level}")) for level, n in counts if n
    ]
    if not any(_graded(context)):
        held = _held(context)
        key = "ungraded" if rows else "lines" if held else "unjudged"
        parts.append(context.say(f"warnings.count.{key}", **({"n": held} if key == "lines" else {})))
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
    return context.say("warnings.none.judged", n=n, left=left) if left else context.say("warnings.none")


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


def _findings(context: HospitalContext) -> list[FindingRow]:
    """As many as the verdict on the data counts, errors first."""
    rows = sorted(
        (row for row in findings(context) if row[1] is not Severity.NOTE),
        key=lambda row: (ORDER[row[1]], row[0].rule, row[0].place),
    )
    return [_finding(context, finding, severity) for finding, severity in rows]


def _folded(context: HospitalContext, rows: list[FindingRow]) -> Iterator[tuple[FindingRow, int]]:
    """What is said alike of several places once, with the first of them and how many there are."""
    alike: dict[tuple[str, str, str], list[FindingRow]] = {}
    for row in rows:
        alike.setdefault((row.severity, row.rule, row.message.zh), []).append(row)
    for same in alike.values():
        others = context.say("warnings.places", n=len(same)) if len(same) > 1 else None
        yield replace(same[0], others=others), len(same)


def _finding(context: HospitalContext, finding: Finding, severity: Severity) -> FindingRow:
    said = context.material.catalog.messages.both(finding)
    word, fix = context.say(f"severity.{severity}"), _closed(said.fix) if said.fix else None
    return FindingRow(severity, word, finding.rule, _closed(said.message), fix, str(finding.place))


def _closed(text: Text) -> Text:
    return Text(zh=closed(text.zh), en=text.en)
