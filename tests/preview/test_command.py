"""The command that serves the workbench: what it refuses, what it says, where it listens."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from preview.conftest import CASES, running
from reportgen.cli.app import application
from reportgen.errors import Refused

HEAVY = ("starlette", "uvicorn", "watchfiles", "reportgen.preview", "pandas")


def test_help_loads_nothing_that_it_does_not_need():
    code = f"import sys; from reportgen.cli.app import application; application(); print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_what_is_no_case_is_refused_before_anything_is_served(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        CliRunner().invoke(
            application("preview"), ["preview", str(tmp_path)], standalone_mode=False, catch_exceptions=False
        )

    assert refused.value.findings


@pytest.mark.slow
def test_it_listens_on_this_machine_alone_and_tells_a_token(tmp_path: Path):
    folder = tmp_path / "clinic"
    shutil.copytree(CASES / "clinic", folder)
    with running(folder) as (process, address):
        port = int(address.partition("127.0.0.1:")[2].partition("/")[0])
        assert "/?token=" in address
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            with contextlib.suppress(OSError):
                probe.connect(("192.0.2.1", 9))
            own = probe.getsockname()[0]
        if not own.startswith(("127.", "0.")):
            with pytest.raises(OSError):  # noqa: PT011 - refused or out of reach, as the machine has it
                socket.create_connection((own, port), timeout=2)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
        assert refused.value.code == 403
        refused.value.close()
        process.terminate()
        assert process.wait(15) is not None


@pytest.mark.slow
def test_a_port_that_is_taken_is_told(tmp_path: Path):
    folder = tmp_path / "clinic"
    shutil.copytree(CASES / "clinic", folder)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with running(folder, "--port", port, "--lang", "en") as (process, address):
            assert address == ""
            assert process.stderr
            assert "C96" in process.stderr.read()
            assert process.wait(20) == 5
