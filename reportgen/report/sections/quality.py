"""Whether the data can be trusted: forms, ties, completeness by month.

Basis of preparation: the accounting rules, what each statement rests on, policies, limits, uses of the results.

What the report leaves out: the sections that had nothing to show, what they lack, and what would bring them.

What a version for an audience leaves out: each kind of it, why, and the rule by which it is kept back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen import checks
from reportgen.analysis.material import OWN
from reportgen.catalog.calendar_words import period_short, period_spoken
from reportgen.checks.needs import first_due, told
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import Period, PeriodKind
from reportgen.model.submitted import submitted
from reportgen.report import conditions
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.sources import provenance
from reportgen.report.desk.tables.answers import covered
from reportgen.report.desk.tables.sheet import Block, Paragraphs, SectionContent, Table, TableColumn, TableRow
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.quality import SourceQuality
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import HospitalContext, SubjectContext
    from reportgen.report.speech import Fact

FULL: Final = 0.9995
FEWEST_MONTHS: Final = 2


@dataclass(frozen=True)
class SourceRow:
    """One form of the report's period."""

    name: Text
    file: str
    lines: str
    completeness: str
    ties: Text
    issues: str
    note: Text


@dataclass(frozen=True)
class MonthCell:
    """Completeness of one form in one month; `style` is full, part or none."""

    text: str
    style: str


@dataclass(frozen=True)
class FormRowOfMonths:
    """One form over the months."""

    name: Text
    cells: tuple[MonthCell, ...]


@dataclass(frozen=True)
class CompletenessGrid:
    """Completeness by form and month."""

    caption: Caption
    months: tuple[Text, ...]
    rows: tuple[FormRowOfMonths, ...]


@dataclass(frozen=True)
class Quality:
    """The verdict on the data and what it rests on."""

    headline: Text
    summary: Text
    sources: tuple[SourceRow, ...]
    sources_caption: Caption | None
    sources_note: Text | None
    no_sources: Text
    grid: CompletenessGrid | None
    touched: tuple[Text, ...]


SUMMARIES: Final = {"fails": "", "ties": ".agree", "unchecked": ".unchecked"}
"""Ends of the words that tell of the cross-checks, by how these came out."""


def quality(context: HospitalContext) -> Quality:
    """Sources of the period, the grid of the year's months, indicators that a gap touches."""
    found, say = context.material.quality, context.say
    share = printing.percent(found.completeness, 1)
    state = "fails" if found.equations_failed else "ties" if found.equations_checked else "unchecked"
    facts: dict[str, Fact] = {"share": share, "checked": found.equations_checked, "failed": found.equations_failed}
    graded: dict[str, Fact] = {} if found.grade is None else {"grade": say(f"grade.{found.grade}")}
    summary, periods = provenance.counted(context, f"quality.summary{SUMMARIES[state]}")
    sources = tuple(_source(context, row) for row in found.sources if _of_period(context, row))
    return Quality(
        headline=_headline(context, say(f"quality.headline.{state}", **graded, **facts)),
        summary=say(summary, errors=found.errors, warnings=found.warnings, **facts, **periods),
        sources=sources,
        sources_caption=context.table("quality", say("quality.sources")) if sources else None,
        sources_note=say("quality.between", n=rest) if (rest := provenance.between(context)) else None,
        no_sources=say("quality.no_forms"),
        grid=_grid(context),
        touched=tuple(_gaps(context)),
    )


def _headline(context: HospitalContext, first: Text) -> Text:
    """The verdict with the errors that no cross-check tells of and the warnings, which do not lower the grade."""
    found, say = context.material.quality, context.say
    errors = 0 if found.equations_failed else found.errors
    kinds = {"errors": errors, "warnings": found.warnings}
    counted = [say(f"quality.headline.{kind}", n=n) for kind, n in kinds.items() if n]
    return say("quality.headline.open", first=say.within(first), counted=say.join(counted)) if counted else first


def _of_period(context: HospitalContext, row: SourceQuality) -> bool:
    return row.period == context.material.period


def form_name(context: HospitalContext, code: str) -> Text:
    """The title of an official form, or the code itself."""
    form = context.material.catalog.forms.get(code)
    return form.title if form else same(code)


def _source(context: HospitalContext, row: SourceQuality) -> SourceRow:
    say = context.say
    ties = "none" if row.ties is None else "yes" if row.ties else "no"
    share = row.completeness
    note = (
        _not_submitted(context, row.form) if share is None else say.join(list(_notes(context, row)), "list.semicolon")
    )
    return SourceRow(
        name=form_name(context, row.form),
        file=row.file or "",
        completeness=printing.percent(share, 0) if share is not None else printing.percent(0, 0),
        lines=printing.composed(
            "{} / {} / {}", *(printing.whole(n) for n in (row.expected, row.found, row.expected - row.found))
        ),
        ties=say(f"quality.ties.{ties}"),
        issues=printing.whole(row.issues),
        note=note,
    )


def _not_submitted(context: HospitalContext, code: str) -> Text:
    """That a form is missing, and how many of its figures are known all the same, from other tables."""
    form, material = context.material.catalog.forms.get(code), context.material
    known = {name for name, view in material.dataset.known(material.entity, material.period) if view in OWN}
    elsewhere = known & {row.item for row in form.every_row if row.item} if form is not None else set()
    if not elsewhere:
        return context.say("quality.note.missing")
    return context.say("quality.note.elsewhere", n=len(elsewhere))


def _notes(context: HospitalContext, row: SourceQuality) -> Iterator[Text]:
    """What was checked on a form, and which of its blank lines are no gaps."""
    yield context.say("quality.note.checked", n=row.checked)
    if row.zero:
        yield context.say("quality.note.zero", n=row.zero)
    if row.declared:
        yield context.say("quality.note.declared", n=len(row.declared))


def _gaps(context: HospitalContext) -> Iterator[Text]:
    """What is missing and what it would unlock, as `check` says it; then what is there and wrong."""
    material = context.material
    found = material.lacking()
    yield from (context.say.begun(told(one, material.catalog)) for one in found)
    missing = {item for one in found for item in one.items}
    for gap, indicators in material.quality.touched:
        if gap not in missing:
            yield _touched(context, gap, indicators)


def _touched(context: HospitalContext, gap: str, indicators: tuple[str, ...]) -> Text:
    names = context.say.join([context.short(i) for i in indicators if i in context.material.catalog.indicators])
    item = context.material.catalog.items.get(gap)
    return context.say("quality.touched", gap=item.name if item else form_name(context, gap), names=names)


def _grid(context: HospitalContext) -> CompletenessGrid | None:
    months = _months(context)
    rows: dict[str, dict[str, float | None]] = {}
    for source in _month_sources(context, months):
        if source.period in months:
            rows.setdefault(source.form, {})[source.period] = source.completeness
    rows = {form: shares for form, shares in rows.items() if any(share is not None for share in shares.values())}
    if len(months) < FEWEST_MONTHS or not rows:
        return None
    named = [
        FormRowOfMonths(form_name(context, form), tuple(_cell(cells.get(m)) for m in months))
        for form, cells in rows.items()
    ]
    within = [Period.parse(month) for month in months]
    title = context.say("quality.grid", covered=covered(context.say, "furniture.covered", within, period_spoken))
    return CompletenessGrid(
        context.table("quality", title), tuple(period_short(month) for month in months), tuple(named)
    )


def _month_sources(context: HospitalContext, months: list[str]) -> tuple[SourceQuality, ...]:
    """Forms of the months; the verdict on a year is of its own forms alone."""
    material = context.material
    if context.is_month or material.outcome is None or not months:
        return material.quality.sources
    return checks.month_sources(
        material.outcome,
        material.dataset,
        material.catalog,
        material.scheme,
        material.entity,
        months[-1],
        material.case.file.not_applicable,
        material.terms.first_year,
    )


def _months(context: HospitalContext) -> list[str]:
    """The months of the year so far; in the year in which the hospital began those from its first one on."""
    material, year, last = context.material, context.period.year, context.period.months_elapsed
    first = first_due(material.dataset, material.entity, material.period, material.terms.first_year)
    return [str(Period(year, PeriodKind.MONTH, number)) for number in range(first, last + 1)]


def _cell(share: float | None) -> MonthCell:
    if share is None:
        return MonthCell("\u00d7", "none")
    text = printing.number(share, 0, times=printing.PERCENT)
    return MonthCell(text, "full" if share >= FULL else "part")


SECTION: Final = "basis"
MEASURED: Final = ("land", "intangible_assets", "long_term_investments")
"""Assets whose basis of measurement the notes are to name."""
STEPS: Final = ("plan", "implement", "monitor", "appraise", "feed_back")
"""Of the management of performance, each with the part of the reports that serves it."""
PRINCIPLES: Final = (
    "complete",
    "connected",
    "objective",
    "practical",
    "systematic",
    "dynamic",
    "scientific",
    "operable",
    "comparable",
)


def basis(context: HospitalContext) -> SectionContent:
    """What figures mean: the basis of each statement, the policies, the limits, and what the results are used for."""
    say = context.say
    blocks: list[Block] = []
    if (statements := _statements(context)) is not None:
        blocks.append(statements)
    if (source := context.material.case.file.data_source) is not None:
        blocks.append(Paragraphs((source,), say("basis.source")))
    blocks += [_policies(context), _measurement(context), _limits(context), _steps(context), _principles(context)]
    regime = context.material.case.file.regime
    n = len(PRINCIPLES)
    if not context.material.case.file.has_official_rules:
        return SectionContent(say("basis.headline.other", n=n), tuple(blocks))
    return SectionContent(say("basis.headline", regime=say(f"regime.{regime}"), n=n), tuple(blocks))


def _statements(context: HospitalContext) -> Table | None:
    """The forms that were read for the period, each with the accounting that it rests on."""
    say, material = context.say, context.material
    lines = []
    for code in submitted(material.dataset, material.catalog.items, material.entity, material.period):
        form = material.catalog.forms.get(code)
        if form is not None:
            key = f"basis.rests.{form.statement}"
            rests = say(key) if key in say.words else say("basis.rests.other")
            lines.append(TableRow((form.title, rests)))
    columns = (TableColumn(say("basis.head.statement"), 74), TableColumn(say("basis.head.rests"), 98))
    caption = context.table(SECTION, say("basis.statements")) if lines else None
    return Table(caption, columns, tuple(lines), dense=True) if caption else None


def _policies(context: HospitalContext) -> Paragraphs:
    given = context.material.case.file.policies
    return Paragraphs(given or (context.say("basis.policies.none"),), context.say("basis.policies"))


def _measurement(context: HospitalContext) -> Paragraphs:
    say, given = context.say, context.material.case.file.measurement
    names = {name: say(f"basis.asset.{name}") for name in MEASURED}
    told = [say("basis.measured", name=say.begun(names[one]), words=given[one]) for one in MEASURED if one in given]
    missing = [names[one] for one in MEASURED if one not in given]
    if missing:
        told.append(say("basis.measured.none", names=say.join(missing)))
    return Paragraphs(tuple(told), say("basis.measurement"))


def _limits(context: HospitalContext) -> Paragraphs:
    say, measured = context.say, conditions.so(context, "basis.limits.historical", "basis.limits.measured")
    return Paragraphs((measured, say("basis.limits.estimates")), say("basis.limits"))


def _steps(context: HospitalContext) -> Table:
    say = context.say
    columns = (TableColumn(say("basis.head.step"), 40), TableColumn(say("basis.head.served"), 132))
    lines = tuple(TableRow((say(f"basis.step.{step}"), _so(context, f"basis.served.{step}"))) for step in STEPS)
    return Table(context.table(SECTION, say("basis.steps")), columns, lines, (say("basis.steps.note"),), dense=True)


def _principles(context: HospitalContext) -> Table:
    say = context.say
    columns = (TableColumn(say("basis.head.principle"), 40), TableColumn(say("basis.head.kept"), 132))
    lines: tuple[TableRow, ...] = tuple(
        TableRow((say(f"basis.principle.{name}"), _so(context, f"basis.kept.{name}"))) for name in PRINCIPLES
    )
    return Table(context.table(SECTION, say("basis.principles")), columns, lines, dense=True)


def _so(context: HospitalContext, key: str) -> Text:
    """What is said where nothing is scored, what is said where it is so of this case, else the words of other cases."""
    said = [one for one in (f"{key}.unscored", key, f"{key}.rated", f"{key}.plain") if one in context.say.words]
    return conditions.so(context, *said)


GAPS_SECTION: Final = "gaps"


def gaps(context: HospitalContext) -> SectionContent | None:
    """A line for each such section, in the order in which they would have stood; None where all have something."""
    say, found = context.say, context.gaps
    if not found:
        return None
    columns = (TableColumn(say("gaps.head.section"), 46), TableColumn(say("gaps.head.lacking"), 126, "told"))
    lines = tuple(TableRow((gap.title, say.join(gap.lacking, "list.sentences"))) for gap in found)
    table = Table(context.table(GAPS_SECTION, say("gaps.table", n=len(found))), columns, lines)
    return SectionContent(say("gaps.headline", n=len(found)), (table,), (say("gaps.lead"),))


LEFT_OUT_SECTION: Final = "left_out"


def left_out(office: SubjectContext) -> SectionContent | None:
    """A row for each kind; None where nothing is left out."""
    redaction, say = office.material.redaction, office.say
    if redaction is None or not redaction.audience.withholds:
        return None
    kinds = redaction.audience.withholds.values()
    columns = (
        TableColumn(say("left_out.head.what"), 44),
        TableColumn(say("left_out.head.why"), 68),
        TableColumn(say("left_out.head.source"), 60),
    )
    lines = tuple(TableRow((kind.name, kind.why, gradings.source_of(office, kind.source))) for kind in kinds)
    caption = office.table(LEFT_OUT_SECTION, say("left_out.table"))
    count = printing.number(len(kinds), 0)
    headline = say("left_out.headline", audience=redaction.audience.name, count=count)
    return SectionContent(headline, (Table(caption, columns, lines),), (say("left_out.lead"), say("left_out.files")))
