"""The server of one case: on this machine alone, on a port of its own, for as long as the command runs."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import uvicorn

from reportgen.preview.app import Desk, application
from reportgen.preview.bench import Workbench
from reportgen.preview.guards import TOKEN, Visit
from reportgen.preview.watching import Watcher

if TYPE_CHECKING:
    from reportgen.model.definition import Language
    from reportgen.preview.bench import AskedCase

HERE: Final = "127.0.0.1"
END: Final = 2


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
