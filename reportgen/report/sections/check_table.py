"""Whether the statements tie: forms with their completeness, every rule that was tried, differences explained."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.finding import Severity
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import equations, sheets
from reportgen.report.desk.furniture import hospital
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet_rows import Cell, Column, Line
from reportgen.report.desk.sheets import Sheet, Sheets
from reportgen.report.section import Piece
from reportgen.report.speech import capital, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.finding import Finding
    from reportgen.model.quality import SourceQuality
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import Context
    from reportgen.report.speech import Fact

NAME: Final = "check_table"
SOURCES: Final = (
    ("form", "row", 64.0), ("complete", "n", 22.0), ("checked", "n", 22.0), ("ties", "c", 24.0), ("issues", "n", 24.0),
)  # fmt: skip
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


def pieces(context: Context, options: Options) -> list[Piece]:
    """Forms, rules, differences: each as far as there are any."""
    del options
    made = (_sources(context), _rules(context), _differences(context))
    return [Piece(NAME, Sheets(tuple(sheet for sheet in made if sheet is not None)))]


def _sources(context: Context) -> Sheet | None:
    rows = [_source(context, row) for row in context.material.quality.sources if row.period == context.material.period]
    if not rows:
        return None
    notes = Notes()
    if rest := equations.between(context):
        rows.append(_between(context, rest, notes))
    return replace(_sheet(context, "sources", SOURCES, rows), notes=(*notes.lines(), *_unlisted(context)))


def _unlisted(context: Context) -> Iterator[Text]:
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


def _between(context: Context, checked: int, notes: Notes) -> Line:
    """What stands on no single form: it has no lines to be filled in, nor findings of a form of its own."""
    say = context.say
    none = sheets.number(notes.absent(say("submission.checks.no_form")))
    failed = equations.failed(context)
    forms = any(row.ties is False for row in context.material.quality.sources if row.period == context.material.period)
    # which of them differ is known rule by rule; beside a form that differs the table of rules tells them apart
    told = notes.absent(say("submission.checks.by_rule")) if failed and forms else say(
        f"submission.checks.{_tied(not failed)}")  # fmt: skip
    name = sheets.named(say("submission.checks.between"))
    return Line((name, none, sheets.number(printing.whole(checked)), Cell(told, "c"), none))


def _source(context: Context, row: SourceQuality) -> Line:
    form = context.material.catalog.forms.get(row.form)
    return Line(
        (
            sheets.named(form.title if form else same(row.form)),
            sheets.number(printing.number(row.completeness or 0.0, 1, times=printing.PERCENT)),
            sheets.number(printing.whole(row.checked)),
            Cell(context.say(f"submission.checks.{_tied(row.ties)}"), "c"),
            sheets.number(printing.whole(row.issues)),
        )
    )


def _tied(ties: bool | None) -> str:  # noqa: FBT001 - what was found, not a switch
    return "unchecked" if ties is None else "agrees" if ties else "differs"


def _rules(context: Context) -> Sheet | None:
    """Equations with their number, which the letter gives, then what asks whether a figure can be, with theirs."""
    rows = [*_kind(context, "equations", equations=True), *_kind(context, "other", equations=False)]
    return _sheet(context, "rules", RULES, rows) if rows else None


def _kind(context: Context, key: str, *, equations: bool) -> Iterator[Line]:
    """The rules of one kind, each above the sum that it is counted in."""
    material, say = context.material, context.say
    tried = material.outcome.rules(material.entity, material.period, equations=equations) if material.outcome else ()
    known = [row for row in tried if row[1] and row[0] in material.catalog.checks]
    for rule, checked, failed in known:
        cells = (sheets.words(material.catalog.checks[rule].name), *_counts(checked, failed))
        result = Cell(say(f"submission.checks.{_settled(failed, equations=equations)}"), "c")
        yield Line((sheets.named(same(rule)), *cells, result))
    if known:
        whole, out = sum(checked for _, checked, _ in known), sum(failed for _, _, failed in known)
        cells = (sheets.words(say(f"submission.checks.sum.{key}")), *_counts(whole, out))
        result = Cell(say(f"submission.checks.{_settled(out, equations=equations)}"), "c")
        yield Line((sheets.named(say("appendix.sum")), *cells, result), "total")


def _settled(failed: int, *, equations: bool) -> str:
    """What asks whether a figure can be does not say that it differs from another."""
    return _tied(not failed) if equations or not failed else "questioned"


def _counts(checked: int, failed: int) -> tuple[Cell, Cell]:
    return sheets.number(printing.whole(checked)), sheets.number(printing.whole(failed))


def _differences(context: Context) -> Sheet:
    messages = context.material.catalog.messages
    found = [f for f in context.material.findings if messages.severity(f) in WEIGHTY and _concerns(context, f)]
    rows = [_difference(context, finding) for finding in sorted(found, key=lambda f: (f.rule, f.place))]
    if not rows:
        columns = len(DIFFERENCES)
        rows = [sheets.group(context.say("submission.checks.none"), columns)]
    return _sheet(context, "differences", DIFFERENCES, rows)


def _concerns(context: Context, finding: Finding) -> bool:
    period, entity = finding.facts.get("period"), finding.facts.get("entity")
    year = str(context.period.fiscal_year)
    return entity in (None, context.material.entity) and (not isinstance(period, str) or period.startswith(year))


def _difference(context: Context, finding: Finding) -> Line:
    said = context.material.catalog.messages.both(finding)
    explained = _explanation(context, finding)
    return Line(
        (
            sheets.named(same(finding.rule)),
            Cell(context.say(f"severity.{said.severity}"), "c"),
            sheets.words(said.message),
            sheets.words(explained or context.say("submission.blank")),
        )
    )


def _explanation(context: Context, finding: Finding) -> Text | None:
    """What the case says of the gap, for this period or for all."""
    notes = context.material.case.file.explanations
    return notes.get(f"{finding.rule}@{finding.facts.get('period')}") or notes.get(finding.rule)


def _sheet(context: Context, name: str, heads: tuple[tuple[str, str, float], ...], rows: list[Line]) -> Sheet:
    say = context.say
    return Sheet(
        id=name,
        title=say(f"submission.checks.{name}.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say(f"submission.checks.{name}.unit", unit=say.currency_name()),
        columns=tuple(Column(say(f"submission.checks.{head}"), kind, width) for head, kind, width in heads),
        rows=tuple(rows),
        is_signed=name == "differences",
    )
