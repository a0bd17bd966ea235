"""A batch from its orders to its results: what has not changed is left, the rest is made, and every end is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from reportgen.batch.orders import Order, with_record
from reportgen.batch.pool import Answered, Bounds, Each, each, unanswered
from reportgen.batch.record import BatchRecord
from reportgen.batch.work import MadeReport, RenderTask, as_data, failed, make
from reportgen.model.place import Place
from reportgen.progress import reached

SCHEMA: Final = "reportgen/batch/1"


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
