"""The summary of a batch, for those who asked for it: what is there, what is not and why; as a workbook and a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from reportgen.batch.run import BatchReport, BatchStatus, Outcome
from reportgen.export import workbook as export
from reportgen.model.definition import Text
from reportgen.model.leaflet import LeafletColumn, LeafletRow, LeafletTable, Mark, Notice, Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language

COLUMNS: Final = (
    "case", "hospital", "entity", "report", "period", "language", "status", "score", "grade", "errors", "warnings",
    "file", "why", "fix",
)  # fmt: skip
WIDTHS: Final = (18, 28, 12, 10, 10, 8, 10, 8, 8, 8, 8, 44, 60, 60)
NUMBERS: Final = frozenset({"errors", "warnings"})
MARKS: Final[Mapping[BatchStatus, Mark]] = {
    BatchStatus.DONE: "good",
    BatchStatus.UNCHANGED: "good",
    BatchStatus.FAILED: "bad",
}


def workbook(found: Outcome, catalog: Catalog, language: Language) -> bytes:
    """A row for each report."""
    rows = [[_word(catalog, f"head.{key}", language) for key in COLUMNS]]
    rows += ([_cells(report, catalog, language)[key] for key in COLUMNS] for report in found.reports)
    return export.made(lambda book: export.table(book, _word(catalog, "sheet", language), rows, WIDTHS))


def _word(catalog: Catalog, key: str, language: Language) -> str:
    return catalog.words[f"batch.{key}"].in_language(language)


def _cells(report: BatchReport, catalog: Catalog, language: Language) -> dict[str, Any]:
    """The cells of a row by their column."""
    made, order = report.made, report.order
    kind = catalog.reports.get(order.wanted.report)
    grade = made["grade"]
    return {
        "case": order.name or order.case.rpartition("/")[2],
        "hospital": made["hospital"].get(language, ""),
        "entity": made["entity"] or "",
        "report": kind.name.in_language(language) if kind else order.wanted.report,
        "period": made["period"] or "",
        "language": made["language"] or "",
        "status": _word(catalog, f"status.{report.status}", language),
        "score": made["score"] or "",
        "grade": catalog.words[f"grade.{grade}"].in_language(language) if grade else "",
        "errors": made["counts"].get("error"),
        "warnings": made["counts"].get("warning"),
        "file": made["file"] or "",
        "why": "\n".join(said(one, "message", language) for one in made["errors"]),
        "fix": "\n".join(dict.fromkeys(said(one, "fix", language) for one in made["errors"] if one["fix"])),
    }


def said(error: Mapping[str, Any], part: str, language: Language) -> str:
    """A part of why a report came to nothing; its message with where and by which rule."""
    place, words = error["place"], str(error[part][language])
    if part != "message":
        return words
    where = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(
        text for text in (place["file"], place["sheet"], place["cell"]) if text
    )
    return " \N{MIDDLE DOT} ".join(text for text in (where, error["rule"], words) if text)


def notice(found: Outcome, catalog: Catalog, where: str, day: date, program: str) -> Notice:
    """The page: counts, then what came to nothing and why, then what is there."""
    words = catalog.words
    counts = {str(status): found.count(status) for status in BatchStatus} | {"left": found.left}
    summary = words["batch.summary"]
    verdict = Text(zh=summary.zh.format(**counts), en=summary.en.format(**counts))
    is_whole = not found.count(BatchStatus.FAILED) and not found.left
    return Notice(
        title=words["batch.title"],
        subject=Text(zh=where, en=where),
        facts=(),
        verdict=LeafletRow((verdict,), "good" if is_whole else "bad"),
        tables=(_failures(found, catalog), _made(found, catalog)),
        notes=(),
        day=day,
        program=program,
    )


def _failures(found: Outcome, catalog: Catalog) -> LeafletTable:
    rows = [
        LeafletRow((*_who(report), _both(report, "message"), _both(report, "fix")), "bad")
        for report in found.reports
        if report.status is BatchStatus.FAILED
    ]
    columns = _columns(catalog, ("case", 16, ""), ("hospital", 16, ""), ("why", 36, ""), ("fix", 32, ""))
    note = catalog.words["batch.none_failed"] if not rows else None
    return LeafletTable(catalog.words["batch.failed"], columns, tuple(rows), note)


def _made(found: Outcome, catalog: Catalog) -> LeafletTable:
    words = catalog.words
    rows = []
    for report in found.reports:
        if report.status is BatchStatus.FAILED:
            continue
        made = report.made
        grade = words[f"grade.{made['grade']}"] if made["grade"] else ""
        cells = (*_who(report), made["period"], made["score"] or "", grade, words[f"batch.status.{report.status}"])
        rows.append(LeafletRow((*cells, str(made["counts"].get("error", 0)), made["file"]), MARKS[report.status]))
    columns = _columns(
        catalog, ("case", 12, ""), ("hospital", 20, ""), ("period", 9, ""), ("score", 8, "n"), ("grade", 9, ""),
        ("status", 10, "mark"), ("errors", 7, "n"), ("file", 25, "place"),
    )  # fmt: skip
    return LeafletTable(words["batch.there"], columns, tuple(rows), None if rows else words["batch.none_there"])


def _columns(catalog: Catalog, *said: tuple[str, float, Style]) -> tuple[LeafletColumn, ...]:
    return tuple(LeafletColumn(catalog.words[f"batch.head.{key}"], width, style) for key, width, style in said)


def _who(report: BatchReport) -> tuple[str, Text | str]:
    made, order = report.made, report.order
    name = made["hospital"]
    said: Text | str = Text(zh=name["zh"], en=name["en"]) if name else str(made["entity"] or "")
    return order.name or order.case.rpartition("/")[2], said


def _both(report: BatchReport, part: str) -> Text | str:
    errors = [one for one in report.made["errors"] if one[part]]
    if not errors:
        return ""
    zh, en = ("\n".join(dict.fromkeys(said(one, part, spoken) for one in errors)) for spoken in ("zh", "en"))
    return Text(zh=zh, en=en)
