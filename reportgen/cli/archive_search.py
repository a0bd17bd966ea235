"""``reportgen archive query``: what fits in an archive, on the terminal, as data, and as a workbook with a chart."""

from __future__ import annotations

import sys
from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from reportgen.cli.archive import ArchiveArgument, YearOption
from reportgen.cli.language import help_text, language
from reportgen.cli.options import EntityOption, ForceOption, LanguageOption, OutputOption
from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.archive.search import SearchHit
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language

SCHEMA: Final = "reportgen/archive-query/1"
HEADS: Final = ("hospital", "period", "number", "scheme", "score", "grade", "value", "level", "restated")


class QueryFormat(StrEnum):
    """How what was found is given."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


IndicatorOption = Annotated[
    str | None, typer.Option("--indicator", metavar="ID", help=help_text("option.query_indicator"))
]
GradeOption = Annotated[str | None, typer.Option("--grade", metavar="GRADE", help=help_text("option.query_grade"))]
WordsOption = Annotated[str | None, typer.Option("--words", metavar="TEXT", help=help_text("option.query_words"))]
RestatedOption = Annotated[
    bool | None, typer.Option("--restated/--not-restated", help=help_text("option.query_restated"))
]
FormatOption = Annotated[QueryFormat, typer.Option("--format", help=help_text("option.format"))]


def query(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    indicator: IndicatorOption = None,
    grade: GradeOption = None,
    words: WordsOption = None,
    restated: RestatedOption = None,
    entity: EntityOption = None,
    year: YearOption = None,
    form: FormatOption = QueryFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Look through the results of every report; exit 1 where some of them cannot be read."""
    from reportgen import archive
    from reportgen.archive import search
    from reportgen.catalog import load_catalog
    from reportgen.cli import show
    from reportgen.cli.options import deliver, verdict
    from reportgen.cli.writing import ready

    speech = language(lang)
    if form is QueryFormat.XLSX and output is None:
        raise Refused([Finding("C21", NOWHERE)])
    ready(output, form.value, force=force)
    shelf, catalog = archive.opened(where), load_catalog()
    rows = list(archive.rows(shelf, None, year))
    hits, wrong = search.found(shelf, rows, search.Query(entity, indicator, grade, words, restated))
    if form is QueryFormat.TABLE and output is None:
        lines = _lines(hits, indicator, catalog, speech)
        show.table(_heads(catalog, speech), [["—" if cell is None else str(cell) for cell in line] for line in lines])
        if indicator is not None:
            _print_replay(hits, indicator, catalog, speech)
    else:
        deliver(_content(hits, indicator, form, catalog, speech), output, force=force)
    if wrong:
        show.findings(wrong, catalog, speech, sys.stderr)
    raise typer.Exit(verdict(wrong, catalog))


def _heads(catalog: Catalog, speech: Language) -> list[str]:
    return [catalog.words[f"query.head.{key}"].in_language(speech) for key in HEADS]


def _lines(hits: Sequence[SearchHit], indicator: str | None, catalog: Catalog, speech: Language) -> list[list[Any]]:
    lines = []
    for hit in hits:
        at, results = hit.at(indicator), hit.results
        value = None if at is None else at.value
        lines.append(
            [
                results.name.in_language(speech),
                hit.record.period,
                hit.record.number,
                results.scheme,
                results.score,
                _level(results.grade, catalog, speech),
                value,
                _level(at.level if at else None, catalog, speech),
                hit.replaced or hit.record.corrects,
            ]
        )
    return lines


def _level(level: str | None, catalog: Catalog, speech: Language) -> str | None:
    known = catalog.words[f"grade.{level}"] if level and f"grade.{level}" in catalog.words else None
    below = catalog.words["query.below"].in_language(speech) if level == "below" else level
    return known.in_language(speech) if known else below


def _print_replay(hits: Sequence[SearchHit], indicator: str, catalog: Catalog, speech: Language) -> None:
    """Each year's value by the standards of every year."""
    from reportgen.cli import show

    table = _replay(hits, indicator, catalog, speech)
    if table:
        typer.echo(catalog.words["query.replay"].in_language(speech))
        show.table(table[0], table[1:])


def _replay(hits: Sequence[SearchHit], indicator: str, catalog: Catalog, speech: Language) -> list[list[str]]:
    from reportgen.archive import search

    found = search.replayed(hits, indicator)
    years = sorted({year for _, levels in found for year, _ in levels})
    if not years:
        return []
    head = [catalog.words[f"query.head.{key}"].in_language(speech) for key in ("hospital", "period")]
    lines = []
    for hit, levels in found:
        by = {year: _level(level, catalog, speech) or "—" for year, level in levels}
        lines.append([hit.results.name.in_language(speech), hit.record.period, *(by.get(year, "—") for year in years)])
    by_year = catalog.words["query.by"].in_language(speech)
    return [[*head, *(by_year.format(year=year) for year in years)], *lines]


def _content(
    hits: Sequence[SearchHit], indicator: str | None, form: QueryFormat, catalog: Catalog, speech: Language
) -> bytes:
    from reportgen.export.results import text
    from reportgen.model import foreign_text

    if form is QueryFormat.JSON:
        return text(_document(hits, indicator)).encode()
    lines = [_heads(catalog, speech), *_lines(hits, indicator, catalog, speech)]
    if form is QueryFormat.XLSX:
        return _workbook(hits, indicator, lines, catalog, speech)
    return foreign_text.table([["" if cell is None else str(cell) for cell in line] for line in lines]).encode(
        "utf-8-sig"
    )


def _document(hits: Sequence[SearchHit], indicator: str | None) -> dict[str, Any]:
    from reportgen.archive import search

    levels = {id(hit): dict(by) for hit, by in search.replayed(hits, indicator)} if indicator else {}
    return {
        "schema": SCHEMA,
        "indicator": indicator,
        "reports": [
            {
                "entity": hit.results.entity,
                "period": hit.record.period,
                "number": hit.record.number,
                "scheme": hit.results.scheme,
                "score": hit.results.score,
                "grade": hit.results.grade,
                "value": at.value if (at := hit.at(indicator)) else None,
                "reason": at.reason if at else None,
                "level": at.level if at else None,
                "corrects": hit.record.corrects,
                "replaced": hit.replaced,
                "by_standards_of": levels.get(id(hit), {}),
            }
            for hit in hits
        ],
    }


def _workbook(
    hits: Sequence[SearchHit], indicator: str | None, lines: Sequence[Sequence[Any]], catalog: Catalog, speech: Language
) -> bytes:
    """What was found, the years of the indicator side by side with a chart, and each by the standards of all."""
    from reportgen.export import workbook

    words = catalog.words

    def fill(book: Any) -> None:
        workbook.table(
            book, words["query.sheet.found"].in_language(speech), lines, (30, 12, 18, 24, 10, 10, 16, 10, 18)
        )
        if indicator is None or not hits:
            return
        known = catalog.indicators.get(indicator)
        name = known.name.in_language(speech) if known else indicator
        years, series = _series(hits, indicator, speech)
        title = words["query.sheet.years"].in_language(speech)
        workbook.table(
            book,
            title,
            [
                [words["query.head.period"].in_language(speech), *series],
                *([year, *(series[one].get(year) for one in series)] for year in years),
            ],
            (12, *[18] * len(series)),
        )
        _draw(book, book.get_worksheet_by_name(title), name, len(years), len(series))
        if table := _replay(hits, indicator, catalog, speech):
            workbook.table(book, words["query.sheet.replay"].in_language(speech), table, (30, *[14] * len(table[0])))

    return workbook.made(fill)


def _series(
    hits: Sequence[SearchHit], indicator: str, speech: Language
) -> tuple[list[str], dict[str, dict[str, float]]]:
    """Periods, and the values of each hospital by them; of a report that was corrected, those of its correction."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for hit in hits:
        at = hit.at(indicator)
        if hit.replaced is None and at is not None and at.value is not None:
            found[hit.results.name.in_language(speech)][hit.record.period] = at.value
    return sorted({period for values in found.values() for period in values}), dict(found)


def _draw(book: Any, sheet: Any, name: str, years: int, count: int) -> None:
    chart = book.add_chart({"type": "line"})
    for column in range(1, count + 1):
        chart.add_series(
            {
                "name": [sheet.get_name(), 0, column],
                "categories": [sheet.get_name(), 1, 0, years, 0],
                "values": [sheet.get_name(), 1, column, years, column],
                "marker": {"type": "automatic"},
            }
        )
    chart.set_title({"name": name})
    chart.show_blanks_as("gap")
    sheet.insert_chart(1, count + 2, chart)
