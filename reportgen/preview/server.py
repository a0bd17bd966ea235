"""The server of one case: on this machine alone, for as long as the command runs, told when files change."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn

from reportgen.intake.workbooks import contents
from reportgen.model.finding import Finding
from reportgen.preview.app import Desk, application
from reportgen.preview.bench import Freshness, Workbench
from reportgen.preview.guards import TOKEN, Visit

if TYPE_CHECKING:
    from reportgen.model.definition import Language
    from reportgen.preview.bench import AskedCase

HERE: Final = "127.0.0.1"
END: Final = 2
AGAIN: Final = (0.3, 1.0, 3.0)
"""Seconds after which a file that is not whole is looked at again; the last one again and again."""
PATIENCE: Final = 10.0
"""Seconds after which a file that is still not whole is read as it is, and its fault told."""
GROWING: Final = 0.04
"""Seconds within which a file that is written grows."""
TOGETHER: Final = 60
"""Milliseconds within which changes count as one."""
STEP: Final = 20
PASSING: Final = (".reportgen", ".tmp", ".lock", "~")
"""Ends of names of what is on its way to another name."""


@dataclass(frozen=True)
class ServedCase:
    """What is served, and how it speaks where nobody chose."""

    asked: AskedCase
    name: str
    language: Language
    moment: Callable[[], str]
    port: int = 0


def serve(case: ServedCase, tell: Callable[[str], None]) -> None:
    """Serve a case until the program is interrupted; `tell` is given the address with its token.

    Raises:
        OSError: if the port is taken.
    """
    with socket.create_server((HERE, case.port)) as listening:
        visit = Visit(listening.getsockname()[1])
        bench = Workbench(case.asked)
        desk = Desk(bench, visit, case.name, case.language, case.moment)
        watcher = Watcher(bench)
        bench.print_pages()
        watcher.start()
        tell(f"http://{HERE}:{visit.port}/?{TOKEN}={visit.token}")
        server = uvicorn.Server(
            uvicorn.Config(
                application(desk),
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                date_header=False,
                ws="none",
                lifespan="off",
                http="h11",
                loop="asyncio",
                timeout_graceful_shutdown=END,
                proxy_headers=False,
            )
        )
        try:
            server.run(sockets=[listening])
        finally:
            watcher.stop()
            bench.stop()
            desk.staging.end()


def counts(path: str) -> bool:
    """Whether a changed file can be one of the case: no lock file of Excel, nothing under way."""
    name = Path(path).name
    return not name.startswith(("~$", ".")) and not name.endswith(PASSING)


def is_whole(path: Path) -> bool:
    """Whether a file can be read, does not grow, and ends where a workbook ends; what is gone is whole, too."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            start = stream.read(4)
            if size == 0:
                return False
            time.sleep(GROWING)
            if path.stat().st_size != size:
                return False
            if not start.startswith(b"PK"):
                return True
            stream.seek(0)
            return not isinstance(contents.opened(stream.read(), path.name), Finding)
    except FileNotFoundError:
        return True
    except OSError:
        return False


def settled(paths: Iterable[Path], waiting: Callable[[], None], stop: threading.Event) -> None:
    """Come back when all files are whole, or patience is at its end; `waiting` is told at the first that is not."""
    began, tries = time.monotonic(), 0
    while not stop.is_set() and time.monotonic() - began < PATIENCE:
        if all(is_whole(path) for path in paths):
            return
        waiting()
        stop.wait(AGAIN[min(tries, len(AGAIN) - 1)])
        tries += 1


class Watcher:
    """Has the workbench read the case anew whenever its files change."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def start(self) -> None:
        """Read the case once, then look on."""
        self._thread.start()

    def stop(self) -> None:
        """Look on no more."""
        self._stop.set()

    def _run(self) -> None:
        from watchfiles import watch

        self._bench.refresh()
        changes = watch(
            self._bench.asked.folder,
            stop_event=self._stop,
            debounce=TOGETHER,
            step=STEP,
            raise_interrupt=False,
            ignore_permission_denied=True,
            watch_filter=lambda _, path: counts(path),
        )
        for found in changes:
            files = [Path(path) for _, path in found if not Path(path).is_dir()]
            settled(files, lambda: self._bench.say(Freshness.SAVING), self._stop)
            self._bench.refresh()
