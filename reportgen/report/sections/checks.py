"""Every check: how often it was tried in the year, how often it failed, and all findings.

Forms with their completeness, differences explained, both sides of every equation that joins two statements. Findings
are told row by row: what is said alike in one row with its places, of notes by the dozen the first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.catalog.calendar_words import period_name
from reportgen.checks import SAYS_THE_SAME
from reportgen.model import printing
from reportgen.model.dataset import View
from reportgen.model.definition import Text
from reportgen.model.finding import Severity
from reportgen.model.period import Period
from reportgen.model.submitted import BALANCES, submitted
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.documents.furniture import hospital
from reportgen.report.desk.judgement.alarms import findings, told
from reportgen.report.desk.sources import provenance
from reportgen.report.desk.tables import official_tables
from reportgen.report.desk.tables.official_tables import OfficialCell, Sheets
from reportgen.report.desk.tables.official_tables import OfficialColumn as OfficialTablesColumn
from reportgen.report.desk.tables.official_tables import OfficialRow as OfficialTablesLine
from reportgen.report.desk.tables.official_tables import OfficialTable as OfficialTablesSheet
from reportgen.report.desk.tables.sheet import Block, Paragraphs, SectionContent, Table, TableColumn, TableRow, saying
from reportgen.report.section import Piece
from reportgen.report.speech import capital, same
from reportgen.report.typography.spacing import closed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.checks import CheckOutcome, CheckResult
    from reportgen.model.finding import Finding
    from reportgen.model.quality import SourceQuality
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.speech import Fact

SECTION: Final = "checks"
NAME: Final = "check_table"
SOURCES: Final = (
    ("form", "row", 64.0),
    ("complete", "n", 22.0),
    ("checked", "n", 22.0),
    ("ties", "c", 24.0),
    ("issues", "n", 24.0),
)
RULES: Final = (
    ("rule", "row", 18.0),
    ("name", "w", 76.0),
    ("checked", "n", 20.0),
    ("failed", "n", 20.0),
    ("ties", "c", 22.0),
)
DIFFERENCES: Final = (
    ("rule", "row", 16.0),
    ("weight", "c", 14.0),
    ("difference", "w", 80.0),
    ("explanation", "w", 46.0),
)
WEIGHTY: Final = (Severity.ERROR, Severity.WARNING)
TIES_SECTION: Final = "ties"
FEWEST: Final = 2
VIEWS: Final = {"": "period", "open": "open", "comp": "comp", "ytd": "ytd", "budget": "budget"}
FEW: Final = 2
MOST_PLACES: Final = 6
"""Places that a row lists: a row of dozens is taller than a page, and check lists them all."""
MOST_NOTES: Final = 12
"""Notes of one rule that are listed; a panel of peers has hundreds, which change nothing and fill pages."""
SEPARATOR: Final = "; "


def checks(context: HospitalContext) -> SectionContent:
    """The rules that could be tried on the year and its months, then the findings of the case."""
    say, outcome = context.say, context.material.outcome
    counted = _counted(context, outcome) if outcome is not None else {}
    if outcome is None or not counted:
        return saying(say("checks_page.headline.none"), say("checks_page.none"))
    tried, failed = map(sum, zip(*counted.values(), strict=True))
    columns = (
        TableColumn(say("warnings.head.rule_id"), 16),
        TableColumn(say("checks_page.head.what"), 84),
        TableColumn(say("warnings.head.severity"), 24),
        TableColumn(say("checks_page.head.tried"), 24, "n"),
        TableColumn(say("checks_page.head.failed"), 24, "n"),
    )
    total = TableRow((say("checks_page.sum"), "", "", printing.whole(tried), printing.whole(failed)), "grand")
    lines = (*(_line(context, rule, *counts) for rule, counts in counted.items()), total)
    caption = context.table(SECTION, say("checks_page.rules", year=period_name(str(context.period.year))))
    rules = Table(caption, columns, lines, (say("checks_page.note"),), dense=True)
    key = f"checks_page.headline{'' if failed else '.kept'}"
    headline = say(key, rules=len(counted), tried=tried, failed=failed)
    return SectionContent(headline, (rules, _findings(context)))


def _counted(context: HospitalContext, outcome: CheckOutcome) -> dict[str, tuple[int, int]]:
    year, entity = context.period.year, context.material.entity
    rows = np.array([who == entity and Period.parse(when).year == year for who, when in outcome.rows], dtype=bool)
    found: dict[str, tuple[int, int]] = {}
    for trial in outcome.tried:
        tried, failed = int((trial.checked & rows).sum()), int((trial.failed & rows).sum())
        if tried:
            before = found.get(trial.rule, (0, 0))
            found[trial.rule] = (before[0] + tried, before[1] + failed)
    return dict(sorted(found.items()))


def _line(context: HospitalContext, rule: str, tried: int, failed: int) -> TableRow:
    definition = context.material.catalog.checks.get(rule)
    name: Text = definition.name if definition else same(rule)
    severity = context.say(f"severity.{definition.severity}") if definition else same("")
    return TableRow((same(rule), name, severity if definition else "", printing.whole(tried), printing.whole(failed)))


def _findings(context: HospitalContext) -> Block:
    say = context.say
    listed = sorted(told(context), key=lambda finding: (finding.rule, finding.place))
    if not listed:
        return Paragraphs((say("warnings.no_findings"),), say("checks_page.findings"))
    columns = (
        TableColumn(say("warnings.head.rule_id"), 13),
        TableColumn(say("warnings.head.severity"), 16),
        TableColumn(say("warnings.head.message"), 93),
        TableColumn(say("warnings.head.place"), 50, "place"),
    )
    lines = tuple(rows(context, listed))
    caption = context.table(SECTION, say("checks_page.findings"))
    return Table(caption, columns, lines, (_told(context),), dense=True)


def _told(context: HospitalContext) -> Text:
    """How many of them the verdict on the data counts; the others are about other periods, or follow from one."""
    counts = Counter(severity for _, severity in findings(context))
    return context.say("checks_page.counted", errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING])


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """Forms, rules, differences: each as far as there are any."""
    del options
    made = (_sources(context), _rules(context), _differences(context))
    return [Piece(NAME, Sheets(tuple(sheet for sheet in made if sheet is not None)))]


def _sources(context: HospitalContext) -> OfficialTablesSheet | None:
    rows = [_source(context, row) for row in context.material.quality.sources if row.period == context.material.period]
    if not rows:
        return None
    notes = Notes()
    if rest := provenance.between(context):
        rows.append(_between(context, rest, notes))
    return replace(_sheet(context, "sources", SOURCES, rows), notes=(*notes.lines(), *_unlisted(context)))


def _unlisted(context: HospitalContext) -> Iterator[Text]:
    """What the share of a form rests on: lines that are missing, blanks that count as nil, lines that never apply."""
    say = context.say
    for row in context.material.quality.sources:
        form = context.material.catalog.forms.get(row.form)
        if row.period != context.material.period or form is None:
            continue
        facts: dict[str, Fact] = {"form": say.within(form.title), "expected": row.expected, "found": row.found}
        counts = {"missing": row.expected - row.found, "zero": row.zero, "declared": len(row.declared)}
        told = [say(f"submission.checks.lines.{key}", n=n, **facts) for key, n in counts.items() if n]
        if told:
            yield say("submission.sentence", words=capital(say.join(told, "list.semicolon")))


def _between(context: HospitalContext, checked: int, notes: Notes) -> OfficialTablesLine:
    """What stands on no single form: it has no lines to be filled in, nor findings of a form of its own."""
    say = context.say
    none = official_tables.number(notes.absent(say("submission.checks.no_form")))
    failed = provenance.failed(context)
    forms = any(row.ties is False for row in context.material.quality.sources if row.period == context.material.period)
    # which of them differ is known rule by rule; beside a form that differs the table of rules tells them apart
    is_by_rule = failed and forms
    told = (
        notes.absent(say("submission.checks.by_rule")) if is_by_rule else say(f"submission.checks.{_tied(not failed)}")
    )
    name = official_tables.named(say("submission.checks.between"))
    return OfficialTablesLine(
        (name, none, official_tables.number(printing.whole(checked)), OfficialCell(told, "c"), none)
    )


def _source(context: HospitalContext, row: SourceQuality) -> OfficialTablesLine:
    form = context.material.catalog.forms.get(row.form)
    return OfficialTablesLine(
        (
            official_tables.named(form.title if form else same(row.form)),
            official_tables.number(printing.number(row.completeness or 0.0, 1, times=printing.PERCENT)),
            official_tables.number(printing.whole(row.checked)),
            OfficialCell(context.say(f"submission.checks.{_tied(row.ties)}"), "c"),
            official_tables.number(printing.whole(row.issues)),
        )
    )


def _tied(ties: bool | None) -> str:  # noqa: FBT001 - what was found, not a switch
    return "unchecked" if ties is None else "agrees" if ties else "differs"


def _rules(context: HospitalContext) -> OfficialTablesSheet | None:
    """Equations with their number, which the letter gives, then what asks whether a figure can be, with theirs."""
    rows = [*_kind(context, "equations", equations=True), *_kind(context, "other", equations=False)]
    return _sheet(context, "rules", RULES, rows) if rows else None


def _kind(context: HospitalContext, key: str, *, equations: bool) -> Iterator[OfficialTablesLine]:
    """The rules of one kind, each above the sum that it is counted in."""
    material, say = context.material, context.say
    tried = material.outcome.rules(material.entity, material.period, equations=equations) if material.outcome else ()
    known = [row for row in tried if row[1] and row[0] in material.catalog.checks]
    told = {finding.rule for finding in material.findings}
    same_as = {rule: says for rule, says in SAYS_THE_SAME.items() if rule not in told and says in told}
    for rule, checked, failed in known:
        cells = (official_tables.words(material.catalog.checks[rule].name), *_counts(checked, failed))
        said = say(f"submission.checks.{_settled(failed, equations=equations)}")
        if failed and rule in same_as:
            said = say("submission.checks.same_as", rule=same_as[rule])
        yield OfficialTablesLine((official_tables.named(same(rule)), *cells, OfficialCell(said, "c")))
    if known:
        whole, out = (
            sum(checked for _, checked, _ in known),
            sum(failed for rule, _, failed in known if rule not in same_as),
        )
        cells = (official_tables.words(say(f"submission.checks.sum.{key}")), *_counts(whole, out))
        result = OfficialCell(say(f"submission.checks.{_settled(out, equations=equations)}"), "c")
        yield OfficialTablesLine((official_tables.named(say("appendix.sum")), *cells, result), "total")


def _settled(failed: int, *, equations: bool) -> str:
    """What asks whether a figure can be does not say that it differs from another."""
    return _tied(not failed) if equations or not failed else "questioned"


def _counts(checked: int, failed: int) -> tuple[OfficialCell, OfficialCell]:
    return official_tables.number(printing.whole(checked)), official_tables.number(printing.whole(failed))


def _differences(context: HospitalContext) -> OfficialTablesSheet:
    found = [row for row in findings(context) if row[1] in WEIGHTY]
    alike: dict[tuple[str, Text], list[tuple[Finding, Severity]]] = {}
    for one, severity in sorted(found, key=lambda row: (row[0].rule, row[0].place)):
        alike.setdefault((one.rule, context.told_of(one).message), []).append((one, severity))
    rows = [_difference(context, *same_words[0], len(same_words)) for same_words in alike.values()]
    if not rows:
        columns = len(DIFFERENCES)
        rows = [official_tables.group(context.say("submission.checks.none"), columns)]
    return _sheet(context, "differences", DIFFERENCES, rows)


def _difference(context: HospitalContext, finding: Finding, severity: Severity, count: int) -> OfficialTablesLine:
    """A finding, said once where several cells have it alike."""
    said = context.told_of(finding).message
    if count > 1:
        said = context.say("submission.checks.alike", message=said, n=count)
    explained = _explanation(context, finding)
    return OfficialTablesLine(
        (
            official_tables.named(same(finding.rule)),
            OfficialCell(context.say(f"severity.{severity}"), "c"),
            official_tables.words(said),
            official_tables.words(explained or context.say("submission.blank")),
        )
    )


def _explanation(context: HospitalContext, finding: Finding) -> Text | None:
    """What the case says of the gap, for this period or for all."""
    notes = context.material.case.file.explanations
    return notes.get(f"{finding.rule}@{finding.facts.get('period')}") or notes.get(finding.rule)


def _sheet(
    context: HospitalContext, name: str, heads: tuple[tuple[str, str, float], ...], rows: list[OfficialTablesLine]
) -> OfficialTablesSheet:
    say = context.say
    return OfficialTablesSheet(
        id=name,
        title=say(f"submission.checks.{name}.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say(f"submission.checks.{name}.unit", unit=say.currency_name()),
        columns=tuple(OfficialTablesColumn(say(f"submission.checks.{one}"), kind, width) for one, kind, width in heads),
        rows=tuple(rows),
        is_signed=name == "differences",
    )


def ties(context: HospitalContext) -> SectionContent:
    """A line for each equation of the period that takes figures from more than one statement."""
    say = context.say
    found = list(_ties_between(context))
    if not found:
        return saying(say("ties.headline.none"), say("ties.none"))
    failed = sum(1 for trial, row in found if trial.failed[row])
    columns = (
        TableColumn(say("warnings.head.rule_id"), 8),
        TableColumn(say("ties.head.what"), 98),
        TableColumn(say("ties.head.left"), 20, "n"),
        TableColumn(say("ties.head.right"), 20, "n"),
        TableColumn(say("ties.head.gap"), 16, "n"),
        TableColumn(say("quality.head.ties"), 10, "c"),
    )
    lines: list[TableRow] = []
    for view in dict.fromkeys(_view(trial) for trial, _ in found):
        lines.append(TableRow((say(f"view.{view}"),), "section"))
        inside = [(trial, row) for trial, row in found if _view(trial) == view]
        often = Counter(trial.rule for trial, _ in inside)
        begun = Counter((trial.rule, trial.items[0]) for trial, _ in inside)
        for trial, row in inside:
            # the left side, whose amount stands first, names an equation unless another of the rule has the same
            item = trial.items[0 if begun[trial.rule, trial.items[0]] == 1 else -1]
            lines.append(_ties_line(context, trial, row, item if often[trial.rule] > 1 else None))
    caption = context.table(TIES_SECTION, say("ties.table", name=say.currency_name()))
    table = Table(caption, columns, tuple(lines), (say("ties.note"),), dense=True)
    key = "ties.headline.fails" if failed else "ties.headline.ties"
    return SectionContent(say(key, n=len(found), failed=failed), (table,), (say("ties.lead"),))


def _ties_between(context: HospitalContext) -> Iterator[tuple[CheckResult, int]]:
    """Of the period; of a year whose statements are those of its end also what they say of the whole year."""
    material = context.material
    outcome, items = material.outcome, material.catalog.items
    standing = submitted(material.dataset, items, material.entity, material.period).values()
    for period in dict.fromkeys((material.period, *(reading.period for reading in standing))):
        at = (material.entity, period)
        if outcome is None or at not in outcome.rows:
            continue
        row, is_own = outcome.rows.index(at), period == material.period
        for trial in outcome.tried:
            statements = {_statement(context, item) for item in trial.items}
            whole = is_own or trial.view == View.YEAR_TO_DATE or items[trial.items[0]].kind in BALANCES
            if trial.equation and trial.checked[row] and len(statements) >= FEWEST and trial.left is not None and whole:
                yield trial, row


def _statement(context: HospitalContext, item: str) -> str:
    found = context.material.catalog.items.get(item)
    return found.statement if found else ""


def _view(trial: CheckResult) -> str:
    return VIEWS.get(trial.view, "period")


def _ties_line(context: HospitalContext, trial: CheckResult, row: int, item: str | None) -> TableRow:
    """One equation; `item` tells it apart from others of its rule."""
    assert trial.left is not None
    assert trial.right is not None
    left, right = float(trial.left[row]), float(trial.right[row])
    verdict = context.say(f"quality.ties.{'no' if trial.failed[row] else 'yes'}")
    sides = (printing.number(left, 2), printing.number(right, 2), printing.number(left - right, 2, sign=True))
    name = _name(context, trial.rule)
    if item is not None:
        name = context.say("ties.of", name=name, item=context.caption(item))
    return TableRow((same(trial.rule), name, *sides, verdict))


def _name(context: HospitalContext, rule: str) -> Text:
    found = context.material.catalog.checks.get(rule)
    return found.name if found else same(rule)


def rows(context: HospitalContext, listed: Iterable[Finding]) -> Iterator[TableRow]:
    """A row for each thing that is said: rule, severity, message, places; findings come in the order of their rules."""
    places: dict[tuple[str, str, Text], list[str]] = {}
    for finding in listed:
        said = context.told_of(finding)
        message = Text(zh=closed(said.message.zh), en=said.message.en)
        places.setdefault((finding.rule, str(said.severity), message), []).extend(_where(finding))
    for (rule, severity), group in groupby(places.items(), key=lambda one: one[0][:2]):
        found, named = list(group), (same(rule), context.say(f"severity.{severity}"))
        most = MOST_NOTES if severity == Severity.NOTE else len(found)
        yield from (TableRow((*named, message, _listed(context, where))) for (*_, message), where in found[:most])
        if len(found) > most:
            yield TableRow((*named, context.say("checks_page.more", n=len(found) - most), ""))


def _listed(context: HospitalContext, where: list[str]) -> Text | str:
    """The places of what is alike, none of what has none; of many the first, and how many there are."""
    if len(where) <= MOST_PLACES:
        return SEPARATOR.join(where)
    first, rest = SEPARATOR.join(where[:MOST_PLACES]), context.say("warnings.places", n=len(where))
    return Text(zh=f"{first} {rest.zh}", en=f"{first} {rest.en}")


def _where(finding: Finding) -> list[str]:
    """The cell of a finding, and those that it is held against where they are few; of a long sum its total alone."""
    others = finding.places if len(finding.places) <= FEW else ()
    return list(dict.fromkeys(str(place) for place in (finding.place, *others)))
