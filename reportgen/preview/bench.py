"""The state of a case as it was last read, kept warm, and read anew when its files change."""

from __future__ import annotations

import datetime as dt
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from reportgen import intake, pipeline
from reportgen.catalog.calendar_words import years_of
from reportgen.collector import collected
from reportgen.errors import Refused
from reportgen.model.period import years_beginning_in
from reportgen.preview.printing import PrintedPages, Printer, PrintOrder
from reportgen.year import status as year

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.intake import Doubted
    from reportgen.model.dataset import Observation
    from reportgen.model.definition import Languages
    from reportgen.model.finding import Finding
    from reportgen.pipeline.checked import Checked
    from reportgen.year.status import PeriodStatus

BOARD: Final = "board"
GROUP: Final = "group"
T = TypeVar("T")


class Freshness(StrEnum):
    """How the state shown stands to the files."""

    FRESH = "fresh"
    READING = "reading"
    SAVING = "saving"  # a file is being written: what it held before is shown
    REFUSED = "refused"  # the case cannot be read as it is now: the state before is shown
    BROKEN = "broken"  # a fault of ours, with a log


@dataclass(frozen=True)
class AskedCase:
    """What the command line asked for."""

    folder: Path
    report: str | None = None
    period: str | None = None
    entity: str | None = None
    scheme: str | None = None
    mode: Languages | None = None


@dataclass(frozen=True, eq=False)
class CaseState:
    """A case as it was read once.

    Attributes:
        number: counts the states.
        material: what the report is written from; None where `refused` says why there is nothing.
        seconds: how long reading, checking and computing took; at: when it was done.
    """

    number: int
    checked: Checked
    report: str
    statuses: tuple[PeriodStatus, ...]
    material: Material | GroupMaterial | None
    refused: tuple[Finding, ...]
    names: tuple[Doubted, ...]
    seconds: float
    at: float

    @cached_property
    def values(self) -> Mapping[tuple[str, str | None], Mapping[str, Observation]]:
        """Every figure read, by file and sheet, then by cell."""
        found: dict[tuple[str, str | None], dict[str, Observation]] = {}
        for one in self.checked.reading.values():
            if one.place.cell:
                found.setdefault((one.place.file, one.place.sheet), {}).setdefault(one.place.cell, one)
        return found

    def status(self, entity: str | None = None) -> PeriodStatus | None:
        """Where the hospital asked for stands, else the first one."""
        return next((one for one in self.statuses if entity in {None, one.duties.entity}), None)


@dataclass(frozen=True)
class ShownCase:
    """What the pages of the browser are made from: one state, its printed pages, and how fresh both are.

    Attributes:
        counter: grows with every change of any part.
        told: why the files could not be read as they are now.
        log: file that describes a fault of ours.
        changed_pages: numbers of pages whose words differ from those shown before.
    """

    state: CaseState | None = None
    printed: PrintedPages | None = None
    freshness: Freshness = Freshness.READING
    told: tuple[Finding, ...] = ()
    log: str = ""
    counter: int = 0
    changed_pages: tuple[int, ...] = ()


@dataclass(eq=False)
class Workbench:
    """One case, always as its files are.

    Attributes:
        today: the day on which something is late.
        listeners: called, by any thread, after every change of what is shown.
    """

    asked: AskedCase
    today: Callable[[], dt.date] = dt.date.today
    shown: ShownCase = field(default_factory=ShownCase)
    listeners: set[Callable[[], object]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _reading: threading.Lock = field(default_factory=threading.Lock)
    _printer: Printer | None = None
    _unchanged: intake.UnchangedFiles = field(default_factory=intake.UnchangedFiles)

    def print_pages(self) -> None:
        """From now on, lay out the pages of every new state in a process of their own."""
        self._printer = Printer(self._printed)
        self._printer.start()

    def stop(self) -> None:
        """Take no more orders for pages."""
        if self._printer is not None:
            self._printer.stop()

    def at_work(self, work: Callable[[], T]) -> T:
        """Do some work on the case that is shown, whose fiscal year counts its months in whatever thread."""
        if (state := self.shown.state) is None:
            return work()
        first = state.checked.case.file.fiscal_year_start
        with years_beginning_in(first), years_of(state.checked.catalog.words, first):
            return work()

    def say(self, freshness: Freshness) -> None:
        """Tell how the state stands to the files."""
        if self.shown.freshness is not freshness:
            self._show(freshness=freshness)

    def refresh(self) -> None:
        """Read the case anew; what cannot be read leaves the last state as it is, and says why."""
        with self._reading:
            self.say(Freshness.READING)
            try:
                state = self._read()
            except Refused as refused:
                self._show(freshness=Freshness.REFUSED, told=tuple(refused.findings))
                return
            except Exception:  # noqa: BLE001 - whatever it is, the other screens go on, and a log says what happened
                self._show(freshness=Freshness.BROKEN, log=logged())
                return
            self._show(state=state, freshness=Freshness.FRESH, told=())
            if self._printer is not None and state.material is not None:
                self._printer.order(self._order(state.report, state.number))

    def _read(self) -> CaseState:
        began = time.monotonic()
        asked = self.asked
        checked = pipeline.check(asked.folder, unchanged=self._unchanged)
        report = asked.report or (BOARD if pipeline.is_one(checked, asked.entity) else GROUP)
        before = self.shown.state
        number = 1 if before is None else before.number + 1
        statuses: tuple[PeriodStatus, ...] = ()
        material: Material | GroupMaterial | None = None
        refused: tuple[Finding, ...] = ()
        try:
            statuses = year.statuses(checked, asked.period, asked.entity, self.today())
            material = pipeline.grounds(
                checked, report=report, period=asked.period, entity=asked.entity, scheme=asked.scheme
            )
        except Refused as found:
            refused = tuple(found.findings)
        names = intake.doubted(checked.reading, checked.case, checked.catalog)
        now = time.monotonic()
        return CaseState(number, checked, report, statuses, material, refused, names, now - began, time.time())

    def _order(self, report: str, number: int) -> PrintOrder:
        asked = self.asked
        return PrintOrder(asked.folder, report, asked.period, asked.entity, asked.scheme, asked.mode, number)

    def _printed(self, found: PrintedPages) -> None:
        before = self.shown.printed
        old = {page.number: page.text for page in before.pages} if before else {}
        changed = tuple(page.number for page in found.pages if old and old.get(page.number) != page.text)
        if not found.pdf and before is not None and before.pdf:
            found = replace(found, pdf=before.pdf, pages=before.pages)  # the last good pages stay, with what is told
        self._show(printed=found, changed_pages=changed)
        collected()  # what the states before have left: now nobody waits for an answer

    def _show(self, **parts: object) -> None:
        with self._lock:
            self.shown = replace(self.shown, counter=self.shown.counter + 1, **parts)  # type: ignore[arg-type]
            listeners = tuple(self.listeners)
        for tell in listeners:
            tell()

    def mode(self) -> Languages:
        """The languages of the report."""
        state = self.shown.state
        return self.asked.mode or (state.checked.case.file.mode if state else "zh-en")


def logged() -> str:
    """A file that describes the fault under way."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="reportgen-preview-", suffix=".log", encoding="utf-8", delete=False
    ) as log:
        log.write(traceback.format_exc())
        return log.name
