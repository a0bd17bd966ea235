"""A batch from its orders to its results, and its summary as a workbook and a page; what has not changed is left.

`results.json` is made from it at the end of each run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen.batch.orders import Order, with_record
from reportgen.batch.pool import Answered, Bounds, Each, each, unanswered
from reportgen.batch.record import BatchRecord
from reportgen.batch.work import MadeReport, RenderTask, as_data, failed, make
from reportgen.export import workbook as export
from reportgen.model.definition import Text
from reportgen.model.leaflet import LeafletColumn, LeafletRow, LeafletTable, Mark, Notice, Style
from reportgen.model.place import Place
from reportgen.progress import reached

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language


SCHEMA: Final = "reportgen/batch/1"
COLUMNS: Final = (
    "case",
    "hospital",
    "entity",
    "report",
    "period",
    "language",
    "status",
    "score",
    "grade",
    "errors",
    "warnings",
    "file",
    "why",
    "fix",
)
WIDTHS: Final = (18, 28, 12, 10, 10, 8, 10, 8, 8, 8, 8, 44, 60, 60)
NUMBERS: Final = frozenset({"errors", "warnings"})


class BatchStatus(StrEnum):
    """What became of a report in a run: made, come to nothing, or as an earlier run left it."""

    DONE = "done"
    FAILED = "failed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class BatchReport:
    """A report of a batch after a run; `seconds` are those of its making."""

    order: Order
    status: BatchStatus
    made: Mapping[str, Any]
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """All reports, in the order of the orders; `stopped` says why the run ended before its end, if it did."""

    reports: tuple[BatchReport, ...]
    left: int
    stopped: Sequence[Mapping[str, Any]] = ()

    def count(self, status: BatchStatus) -> int:
        """How many ended so."""
        return sum(one.status is status for one in self.reports)


def run(  # noqa: PLR0913 - what the command line says, and who works
    found: Sequence[Order],
    record: BatchRecord,
    bounds: Bounds,
    *,
    retry: bool = False,
    force: bool = False,
    elsewhere: Each | None = None,
) -> Outcome:
    """Make all reports that are not there yet, or no more what their cases say.

    Args:
        found: the orders.
        record: what earlier runs have made.
        bounds: of the worker processes.
        retry: whether what came to nothing before is tried again, though nothing has changed.
        force: whether files of somebody else may be overwritten.
        elsewhere: who works the orders off, where that is not done by processes of this machine.

    Raises:
        Refused: C11, if the record cannot be written.
    """
    told = with_record(found, record.written(), force=force)
    before = record.current
    kept = {order.identity: _as_before(order, before.get(order.identity), record.folder, retry=retry) for order in told}
    ended = {identity: report for identity, report in kept.items() if report is not None}
    due = [order for order in told if order.identity not in ended]
    stopped: Sequence[Mapping[str, Any]] = ()
    for answer in _answers(due, record.folder, bounds, elsewhere or each):
        made, order = _what(answer), answer.order.order
        if made.is_environment:
            stopped = made.errors
            break
        report = BatchReport(
            order, BatchStatus.DONE if made.sha256 else BatchStatus.FAILED, as_data(made), round(answer.seconds, 2)
        )
        record.add(_line(report))
        ended[order.identity] = report
        reached("reports", len(ended), len(told))
    reports = tuple(ended[order.identity] for order in told if order.identity in ended)
    return Outcome(reports, len(told) - len(reports), stopped)


def _answers(
    due: Iterable[Order], folder: Path, bounds: Bounds, work_off: Each
) -> Iterator[Answered[RenderTask, MadeReport]]:
    return work_off(make, (RenderTask(order, str(folder)) for order in due), bounds)


def _what(answer: Answered[RenderTask, MadeReport]) -> MadeReport:
    """What a worker said, or what is said of one that says nothing any more."""
    if answer.answer is not None:
        return answer.answer
    order = answer.order.order
    return failed(order, [unanswered(answer, Place(order.case))])


def _as_before(order: Order, line: Mapping[str, Any] | None, folder: Path, *, retry: bool) -> BatchReport | None:
    """The report of an earlier run, where all that it was made from and the file itself are what they were."""
    if line is None or order.key is None or line["key"] != order.key:
        return None
    made, seconds = line["made"], float(line["seconds"])
    if line["status"] == BatchStatus.FAILED:
        return None if retry else BatchReport(order, BatchStatus.FAILED, made, seconds)
    path = folder / made["file"]
    is_there = path.is_file() and sha256(path.read_bytes()).hexdigest() == made["sha256"]
    return BatchReport(order, BatchStatus.UNCHANGED, made, seconds) if is_there else None


def _line(report: BatchReport) -> dict[str, Any]:
    order = report.order
    return {
        "identity": order.identity,
        "key": None if report.made["has_moved"] else order.key,
        "status": str(report.status),
        "seconds": report.seconds,
        "made": report.made,
    }


def document(found: Outcome) -> dict[str, Any]:
    """The results as data."""
    return {"schema": SCHEMA, "reports": [_entry(report) for report in found.reports], "left": found.left}


def _entry(report: BatchReport) -> dict[str, Any]:
    made, order = report.made, report.order
    return {
        "case": order.name or Path(order.case).name,
        "entity": made["entity"],
        "hospital": made["hospital"] or None,
        "report": order.wanted.report,
        "period": made["period"],
        "lang": made["language"],
        "status": str(report.status),
        "file": made["file"],
        "sha256": made["sha256"],
        "seconds": report.seconds,
        "score": made["score"],
        "grade": made["grade"],
        "findings": made["counts"],
        "error": list(made["errors"]) or None,
    }


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
        catalog,
        ("case", 12, ""),
        ("hospital", 20, ""),
        ("period", 9, ""),
        ("score", 8, "n"),
        ("grade", 9, ""),
        ("status", 10, "mark"),
        ("errors", 7, "n"),
        ("file", 25, "place"),
    )
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
