"""Every check: how often it was tried in the year, how often it failed, and all findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report.desk.concerns import concerns
from reportgen.report.desk.sheet import Block, Column, Line, Sheet, Table, Words, saying
from reportgen.report.speech import same
from reportgen.report.typography.characters import closed

if TYPE_CHECKING:
    from reportgen.checks import CheckOutcome
    from reportgen.model.finding import Finding
    from reportgen.report.desk.context import Context

SECTION: Final = "checks"
FEW: Final = 2
SEPARATOR: Final = "; "


def checks(context: Context) -> Sheet:
    """The rules that could be tried on the year and its months, then the findings of the case."""
    say, outcome = context.say, context.material.outcome
    counted = _counted(context, outcome) if outcome is not None else {}
    if outcome is None or not counted:
        return saying(say("checks_page.headline.none"), say("checks_page.none"))
    tried, failed = (sum(pair[place] for pair in counted.values()) for place in (0, 1))
    columns = (
        Column(say("warnings.head.rule_id"), 16), Column(say("checks_page.head.what"), 84),
        Column(say("warnings.head.severity"), 24), Column(say("checks_page.head.tried"), 24, "n"),
        Column(say("checks_page.head.failed"), 24, "n"),
    )  # fmt: skip
    total = Line((say("checks_page.sum"), "", "", printing.whole(tried), printing.whole(failed)), "grand")
    lines = (*(_line(context, rule, *counts) for rule, counts in counted.items()), total)
    year = str(context.period.year)
    rules = Table(
        context.table(SECTION, say("checks_page.rules", year=year)), columns, lines, (say("checks_page.note"),),
        dense=True,
    )  # fmt: skip
    headline = say(
        "checks_page.headline" if failed else "checks_page.headline.kept",
        rules=len(counted),
        tried=tried,
        failed=failed,
    )
    return Sheet(headline, (rules, _findings(context)))


def _counted(context: Context, outcome: CheckOutcome) -> dict[str, tuple[int, int]]:
    year, entity = str(context.period.year), context.material.entity
    rows = np.array([who == entity and period.startswith(year) for who, period in outcome.rows], dtype=bool)
    found: dict[str, tuple[int, int]] = {}
    for trial in outcome.tried:
        tried, failed = int((trial.checked & rows).sum()), int((trial.failed & rows).sum())
        if tried:
            before = found.get(trial.rule, (0, 0))
            found[trial.rule] = (before[0] + tried, before[1] + failed)
    return dict(sorted(found.items()))


def _line(context: Context, rule: str, tried: int, failed: int) -> Line:
    definition = context.material.catalog.checks.get(rule)
    name: Text = definition.name if definition else same(rule)
    severity = context.say(f"severity.{definition.severity}") if definition else same("")
    return Line((same(rule), name, severity if definition else "", printing.whole(tried), printing.whole(failed)))


def _findings(context: Context) -> Block:
    say, messages = context.say, context.material.catalog.messages
    told = sorted((f for f in context.material.findings if concerns(context, f)), key=lambda f: (f.rule, f.place))
    if not told:
        return Words((say("warnings.no_findings"),), say("checks_page.findings"))
    columns = (
        Column(say("warnings.head.rule_id"), 13), Column(say("warnings.head.severity"), 16),
        Column(say("warnings.head.message"), 93), Column(say("warnings.head.place"), 50, "place"),
    )  # fmt: skip
    places: dict[tuple[str, str, Text], list[str]] = {}
    for finding in told:
        said = messages.both(finding)
        message = Text(zh=closed(said.message.zh), en=said.message.en)
        places.setdefault((finding.rule, str(said.severity), message), []).extend(_where(finding))
    lines = tuple(
        Line((same(rule), say(f"severity.{severity}"), message, SEPARATOR.join(where)))
        for (rule, severity, message), where in places.items()
    )
    caption = context.table(SECTION, say("checks_page.findings"))
    return Table(caption, columns, lines, dense=True)


def _where(finding: Finding) -> list[str]:
    """The cell of a finding, and those that it is held against where they are few; of a long sum its total alone."""
    others = finding.places if len(finding.places) <= FEW else ()
    return list(dict.fromkeys(str(place) for place in (finding.place, *others)))
