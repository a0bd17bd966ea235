"""The second process of a verification, run to its end in this one: an interpreter less to start."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from reportgen.report import fonts
from reportgen.verify import anew


class Finished:
    """The process that makes a report anew; it has ended when it is there, and said nothing."""

    stderr = None

    def __init__(self, command: list[str], **_: object) -> None:
        set_here = {"FONTCONFIG_FILE": str(fonts._configuration(fonts.font_folder()))}  # for good, in this process
        with patch.dict(os.environ, set_here):
            self.returncode = anew.main(Path(command[-2]), Path(command[-1]))

    def communicate(self, timeout: float | None = None) -> tuple[bytes, bytes]:
        del timeout
        return b"", b""

    def poll(self) -> int:
        return self.returncode


def made_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports are made anew here, until the test ends."""
    near = SimpleNamespace(**{**vars(subprocess), "Popen": Finished})
    monkeypatch.setattr(anew, "subprocess", near)
