"""How each indicator was computed: formula, figures with form and cell, standards with their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import gradings, sheets, standards
from reportgen.report.desk.furniture import hospital
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.passport_rows import formula_text, parts
from reportgen.report.desk.sheet_rows import Cell, Column, Line
from reportgen.report.desk.sheets import Sheet, Sheets
from reportgen.report.section import Piece
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context

NAME: Final = "calculation_table"
FIGURES: Final = (("item", "row", 82.0), ("amount", "n", 40.0), ("place", "w", 103.0))
LEVELS: Final = (("indicator", "row", 52.0), ("unit", "c", 15.0))
LEVEL_WIDTH: Final = 26.0
SOURCE_WIDTH: Final = 28.0
LEVELED: Final = "level_efficacy"
"""The method that scores by the level reached, with a coefficient for each."""


def pieces(context: Context, options: Options) -> list[Piece]:
    """The figures of every indicator that was computed, then the standards and the scheme in words."""
    del options
    counted = [one for one in context.evaluation.indicators if gradings.is_quantitative(context, one)]
    with_standards = [one for one in counted if one.standards is not None]
    found = [_figures(context, counted)]
    if with_standards:
        found.append(_levels(context, with_standards))
    return [Piece(NAME, Sheets(tuple(found), paragraphs=tuple(_paragraphs(context))))] if counted else []


def _figures(context: Context, counted: list[ScoredIndicator]) -> Sheet:
    notes = Notes()
    rows = [line for indicator in counted for line in _indicator(context, indicator, notes)]
    return _sheet(context, "figures", FIGURES, rows, notes)


def _indicator(context: Context, indicator: ScoredIndicator, notes: Notes) -> list[Line]:
    """The indicator with its formula and value, then the figures it rests on."""
    name = context.name(indicator.id)
    if indicator.value is None:
        reason = context.reason(indicator.reason) if indicator.reason else context.say("reason.missing_input")
        value = same(notes.absent(reason))
    else:
        value = context.spoken(indicator.id, indicator.value)
    formula = formula_text(context, indicator.id)
    head = context.say("submission.calculation.formula", name=name, formula=formula, value=value)
    if beside := list(_beside(context, indicator)):
        head = context.say(
            "submission.calculation.beside", told=head, beside=context.say.join(beside, "list.comma_only")
        )
    return [sheets.group(head, len(FIGURES)), *(_figure(row.name, row.printed, row.place or row.origin)
                                                for row in parts(context, indicator.id, in_full=True))]  # fmt: skip


def _beside(context: Context, indicator: ScoredIndicator) -> Iterator[Text]:
    """The standard of the best level and the median of the peers, as far as they are known."""
    if (standard := standards.spoken(context, indicator)) is not None:
        yield context.say("submission.calculation.standard", standard=standard)
    if indicator.peer is not None:
        yield context.say("submission.calculation.median", median=context.spoken(indicator.id, indicator.peer.median))


def _figure(name: Text, printed: str, place: Text | str | None) -> Line:
    return Line((sheets.named(name, 1), sheets.number(printed), Cell(place or "", "place")))


def _levels(context: Context, scored: list[ScoredIndicator]) -> Sheet:
    notes, say = Notes(), context.say
    grades = [(context.grade(key.grade), "n", LEVEL_WIDTH) for key in gradings.grade_key(context)]
    heads = [(say(f"submission.calculation.{head}"), kind, width) for head, kind, width in LEVELS]
    columns = tuple(
        Column(*each) for each in (*heads, *grades, (say("submission.calculation.source"), "c", SOURCE_WIDTH))
    )
    rows = []
    for indicator in scored:
        assert indicator.standards is not None
        values = [standards.bound(context, indicator, value) for value in indicator.standards.values()]
        kind = say(f"standard.{indicator.standards.kind}")
        mark = notes.mark(standards.source(indicator.standards.source))
        source = say("submission.calculation.kind", kind=kind, mark=mark)
        name = sheets.named(context.name(indicator.id))
        cells = (Cell(context.unit(indicator.id), "c"), *map(sheets.number, values), Cell(source, "c"))
        rows.append(Line((name, *cells)))
    return Sheet(
        id="levels",
        title=say("submission.calculation.levels.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say("submission.calculation.levels.unit"),
        columns=columns,
        rows=tuple(rows),
        notes=notes.lines(),
        is_wide=True,
        is_signed=False,
        runs_on=True,
    )


def _sheet(
    context: Context, name: str, heads: tuple[tuple[str, str, float], ...], rows: list[Line], notes: Notes
) -> Sheet:
    say = context.say
    return Sheet(
        id=name,
        title=say(f"submission.calculation.{name}.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say(f"submission.calculation.{name}.unit", unit=say.currency_name()),
        columns=tuple(Column(say(f"submission.calculation.{head}"), kind, width) for head, kind, width in heads),
        rows=tuple(rows),
        notes=(*notes.lines(), say("submission.calculation.unrounded")),
        is_wide=True,
        is_signed=False,
    )


def _paragraphs(context: Context) -> list[Text]:
    """The scheme, how weights were found, how scores are made and graded."""
    say, scheme = context.say, context.material.scheme
    source = standards.source(scheme.source)
    found = [say("submission.scheme.name", name=scheme.name, version=scheme.version, source=source)]
    shares = [
        say("submission.scheme.part", name=part.name, share=printing.percent(part.share, 0))
        for part in context.evaluation.parts
    ]
    found.append(say("submission.scheme.parts", parts=say.join(shares, "list.comma")))
    for part in context.evaluation.parts:
        key = f"weighting.{part.weighting}"
        if key in say.words:
            count = len(part.objects) or max((row.n for row in part.weights), default=0)
            found.append(say("submission.scheme.weights", name=part.name, words=say(key, n=count)))
    methods = {part.method for part in scheme.parts.values()}
    found += [say(key) for name in sorted(methods) if (key := f"appendix.words.{name}") in say.words]
    found += list(_coefficients(context))
    bands = [say("submission.scheme.band", grade=key.name, range=key.range) for key in gradings.grade_key(context)]
    if bands:
        found.append(say("submission.scheme.bands", bands=say.join(bands, "list.comma"), decimals=scheme.decimals))
    limit = printing.percent(min(part.missing_limit for part in scheme.parts.values()), 0)
    found.append(say("appendix.words.missing", limit=limit))
    return found


def _coefficients(context: Context) -> Iterator[Text]:
    """The coefficients of the levels, by which base and step are computed."""
    say, levels = context.say, gradings.grade_key(context)
    parts = [part for part in context.material.scheme.parts.values() if part.method == LEVELED]
    for coefficients in dict.fromkeys(part.coefficients for part in parts):
        *named, below = map(printing.shortest, coefficients)
        if len(named) == len(levels):
            pairs = zip(levels, named, strict=True)
            said = [say("submission.scheme.coefficient", name=level.name, value=value) for level, value in pairs]
            yield say("submission.scheme.coefficients", listed=say.join(said, "list.comma"), below=below)
