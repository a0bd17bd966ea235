"""Whether the data can be trusted: forms, ties, completeness by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen import checks
from reportgen.checks.lacking import told
from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.period import Period, PeriodKind
from reportgen.report.calendar_words import period_short, period_spoken
from reportgen.report.desk import equations
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.quality import SourceQuality
    from reportgen.report.desk.captions import Caption
    from reportgen.report.desk.context import Context
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
class GridCell:
    """Completeness of one form in one month; `style` is full, part or none."""

    text: str
    style: str


@dataclass(frozen=True)
class GridRow:
    """One form over the months."""

    name: Text
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """Completeness by form and month."""

    caption: Caption
    months: tuple[Text, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class Quality:
    """The verdict on the data and what it rests on."""

    headline: Text
    summary: Text
    sources: tuple[SourceRow, ...]
    sources_caption: Caption | None
    sources_note: Text | None
    no_sources: Text
    grid: Grid | None
    touched: tuple[Text, ...]


def quality(context: Context) -> Quality:
    """Sources of the period, the grid of the year's months, indicators that a gap touches."""
    found, say = context.material.quality, context.say
    share = printing.percent(found.completeness, 1)
    state = "fails" if found.equations_failed else "ties" if found.equations_checked else "unchecked"
    facts: dict[str, Fact] = {"share": share, "checked": found.equations_checked, "failed": found.equations_failed}
    graded: dict[str, Fact] = {} if found.grade is None else {"grade": say(f"grade.{found.grade}")}
    summary, periods = equations.counted(context, "quality.summary")
    sources = tuple(_source(context, row) for row in found.sources if _of_period(context, row))
    return Quality(
        headline=_headline(context, say(f"quality.headline.{state}", **graded, **facts)),
        summary=say(summary, errors=found.errors, warnings=found.warnings, **facts, **periods),
        sources=sources,
        sources_caption=context.table("quality", say("quality.sources")) if sources else None,
        sources_note=say("quality.between", n=rest) if (rest := equations.between(context)) else None,
        no_sources=say("quality.no_forms"),
        grid=_grid(context),
        touched=tuple(_gaps(context)),
    )  # fmt: skip


def _headline(context: Context, first: Text) -> Text:
    """The verdict with the warnings, which do not lower the grade."""
    warnings = context.material.quality.warnings
    return context.say("quality.headline.warned", first=context.say.within(first), n=warnings) if warnings else first


def _of_period(context: Context, row: SourceQuality) -> bool:
    return row.period == context.material.period


def form_name(context: Context, code: str) -> Text:
    """The title of an official form, or the code itself."""
    form = context.material.catalog.forms.get(code)
    return form.title if form else same(code)


def _source(context: Context, row: SourceQuality) -> SourceRow:
    say = context.say
    ties = "none" if row.ties is None else "yes" if row.ties else "no"
    share = row.completeness
    note = say("quality.note.missing") if share is None else say.join(list(_notes(context, row)), "list.semicolon")
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


def _notes(context: Context, row: SourceQuality) -> Iterator[Text]:
    """What was checked on a form, and which of its blank lines are no gaps."""
    yield context.say("quality.note.checked", n=row.checked)
    if row.zero:
        yield context.say("quality.note.zero", n=row.zero)
    if row.declared:
        yield context.say("quality.note.declared", n=len(row.declared))


def _gaps(context: Context) -> Iterator[Text]:
    """What is missing and what it would unlock, as `check` says it; then what is there and wrong."""
    material = context.material
    found = checks.lacking(
        material.dataset, material.catalog, material.scheme, material.entity, material.period,
        is_rated=material.opinions is not None,
    )  # fmt: skip
    yield from (told(one, material.catalog) for one in found)
    missing = {item for one in found for item in one.items}
    for gap, indicators in material.quality.touched:
        if gap not in missing:
            yield _touched(context, gap, indicators)


def _touched(context: Context, gap: str, indicators: tuple[str, ...]) -> Text:
    names = context.say.join([context.short(i) for i in indicators if i in context.material.catalog.indicators])
    item = context.material.catalog.items.get(gap)
    return context.say("quality.touched", gap=item.name if item else form_name(context, gap), names=names)


def _grid(context: Context) -> Grid | None:
    months = _months(context)
    rows: dict[str, dict[str, float | None]] = {}
    for form, period, share in _shares(context):
        if period in months:
            rows.setdefault(form, {})[period] = share
    if len(months) < FEWEST_MONTHS or not rows:
        return None
    named = [
        GridRow(form_name(context, form), tuple(_cell(cells.get(m)) for m in months)) for form, cells in rows.items()
    ]
    title = context.say("quality.grid", year=str(context.period.year), last=period_spoken(months[-1]))
    return Grid(context.table("quality", title), tuple(period_short(month) for month in months), tuple(named))


def _shares(context: Context) -> Iterator[tuple[str, str, float | None]]:
    """Form, period and share of its lines that are there: of a year, those of its months."""
    material = context.material
    if context.is_month:
        yield from ((source.form, source.period, source.completeness) for source in material.quality.sources)
        return
    for form in material.dataset.forms:
        if form.entity == material.entity:
            yield form.form, form.period, min(1.0, form.filled / form.rows) if form.rows else 1.0


def _months(context: Context) -> list[str]:
    year, last = context.period.year, context.period.months_elapsed
    return [str(Period(year, PeriodKind.MONTH, number)) for number in range(1, last + 1)]


def _cell(share: float | None) -> GridCell:
    if share is None:
        return GridCell("\u00d7", "none")
    text = printing.number(share, 0, times=printing.PERCENT)
    return GridCell(text, "full" if share >= FULL else "part")
