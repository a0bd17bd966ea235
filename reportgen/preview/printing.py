"""Pages laid out in a warm process of their own, the newest order first; the server goes on answering meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.batch.pool import Answered, Bounds, each, unanswered
from reportgen.errors import Refused
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.model.definition import Languages
    from reportgen.model.finding import Finding
    from reportgen.report.pdf import PageText

SECONDS: Final = 600.0
"""How long the pages of one report may take."""
IDLE: Final = 90.0
"""Seconds without an order after which the process is let go: it is as large as all other parts together."""
LARGE: Final = 900_000_000


@dataclass(frozen=True)
class PrintOrder:
    """Which report to lay out; `number` is that of the state of the case from which it was ordered."""

    folder: Path
    report: str
    period: str | None
    entity: str | None
    scheme: str | None
    mode: Languages | None
    number: int


@dataclass(frozen=True)
class PrintedPages:
    """The pages of a report, or why there are none.

    Attributes:
        findings: what is told of the pages, or everything for which they were refused where `pdf` is empty.
        seconds: how long it took.
    """

    order: PrintOrder
    pdf: bytes
    pages: tuple[PageText, ...]
    findings: tuple[Finding, ...]
    seconds: float


def work(order: PrintOrder) -> PrintedPages:
    """Lay out one report, as `reportgen render` does."""
    from reportgen import pipeline

    began = time.monotonic()
    try:
        material = pipeline.grounds(
            pipeline.check(order.folder),
            report=order.report,
            period=order.period,
            entity=order.entity,
            scheme=order.scheme,
        )
        done = pipeline.render(material, report=order.report, mode=order.mode or material.case.file.mode)
    except Refused as refused:
        return PrintedPages(order, b"", (), tuple(refused.findings), time.monotonic() - began)
    return PrintedPages(order, done.pdf, done.pages, done.findings, time.monotonic() - began)


class Printer:
    """Takes orders at any time; of those that wait only the last is worked off."""

    def __init__(self, deliver: Callable[[PrintedPages], None]) -> None:
        self._deliver = deliver
        self._waiting: PrintOrder | None = None
        self._is_over = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def start(self) -> None:
        """Begin to wait for orders."""
        self._thread.start()

    def order(self, order: PrintOrder) -> None:
        """Ask for the pages of a report; what waited before is forgotten."""
        with self._changed:
            self._waiting = order
            self._changed.notify_all()

    def stop(self) -> None:
        """Take no more orders; a process that is at work is ended with the program."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()

    def _run(self) -> None:
        while (first := self._next(None)) is not None:
            for one in each(work, self._orders(first), Bounds(1, SECONDS, LARGE)):
                self._deliver(_told(one))

    def _orders(self, first: PrintOrder) -> Iterator[PrintOrder]:
        """Orders for one process, until none has come for a while."""
        order: PrintOrder | None = first
        while order is not None:
            yield order
            order = self._next(IDLE)

    def _next(self, seconds: float | None) -> PrintOrder | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._is_over, seconds)
            order, self._waiting = self._waiting, None
            return None if self._is_over else order


def _told(one: Answered[PrintOrder, PrintedPages]) -> PrintedPages:
    if one.answer is not None:
        return one.answer
    return PrintedPages(one.order, b"", (), (unanswered(one, NOWHERE),), one.seconds)
