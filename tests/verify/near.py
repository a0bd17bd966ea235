"""The second process of a verification, run to its end in this one: an interpreter less to start."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from reportgen.verify import anew


class Finished:
    """The process that makes a report anew; it has ended when it is there."""

    def __init__(self, command: list[str], **_: object) -> None:
        self.returncode = anew.main(Path(command[-2]), Path(command[-1]))

    stderr = None

    def poll(self) -> int:
        return int(self.returncode)

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        del timeout
        return b"", b""


def made_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are made anew here, until the test ends."""
    near = SimpleNamespace(
        Popen=Finished, DEVNULL=subprocess.DEVNULL, PIPE=subprocess.PIPE, TimeoutExpired=subprocess.TimeoutExpired
    )
    monkeypatch.setattr(anew, "subprocess", near)
