"""A case on the bench, and a browser's session with it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

from reportgen.preview.app import Desk, application
from reportgen.preview.bench import AskedCase, Workbench
from reportgen.preview.guards import Visit

PORT: Final = 4711
HOST: Final = f"127.0.0.1:{PORT}"
ORIGIN: Final = f"http://{HOST}"
CASES: Final = Path(__file__).resolve().parents[1] / "cases"
SAMPLES: Final = Path(__file__).resolve().parents[2] / "samples"
DAY: Final = dt.date(2026, 11, 5)


class Session:
    """One browser at the workbench of one case."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bench = Workbench(AskedCase(folder), today=lambda: DAY)
        self.visit = Visit(PORT)
        self.desk = Desk(self.bench, self.visit, "case", "en", lambda: "2026-11-05")
        self.client = TestClient(application(self.desk), base_url=ORIGIN, follow_redirects=False)

    def enter(self) -> Session:
        """Read the case and use the token."""
        self.bench.refresh()
        assert self.client.get(f"/?token={self.visit.token}").status_code == 303
        return self

    def see(self, address: str) -> str:
        """The page at an address, wherever it leads."""
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return answer.text

    def seen(self) -> str:
        """What the fifth screen says was seen."""
        found = re.search(r'name="seen" value="([0-9a-f]{64})"', self.see("/issue"))
        return found[1] if found else ""

    def send(self, address: str, follow: bool = False, **data: str):  # noqa: FBT001, FBT002 - as the client asks
        """A form of ours."""
        return self.client.post(
            address, data={"csrf": self.visit.csrf, **data}, headers={"origin": ORIGIN}, follow_redirects=follow
        )


@contextlib.contextmanager
def running(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command at work, and the address that it tells."""
    command = [sys.executable, "-m", "reportgen", "preview", str(folder), *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=dict(os.environ)) as process:  # fmt: skip
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.terminate()


@pytest.fixture
def session(tmp_path: Path) -> Callable[[Path], Session]:
    """A session with a copy of a case."""

    def opened(case: Path) -> Session:
        folder = tmp_path / "case"
        shutil.copytree(case, folder)
        return Session(folder)

    return opened


@pytest.fixture
def clinic(session: Callable[[Path], Session]) -> Session:
    """The small case, entered."""
    return session(CASES / "clinic").enter()
