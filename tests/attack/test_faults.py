"""Commands that write, on a disk that fails: `faults.py` tries each change with each error, or for as long as BUDGET."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import rendered
from attack import acts, faults, kills
from reportgen import writing

USUAL = "3s"
"""For all commands together, in a run of the tests."""
LEAST = int(os.environ.get("POINTS", "1"))
"""Points at which each command is tried whatever it takes; which they are SEED says."""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.mark.parametrize("act", acts.TIERED)
@pytest.mark.slow
def test_a_command_on_a_disk_that_fails_says_so_and_writes_nothing_half(act: acts.Act, scratch: Path):
    seconds = kills.seconds(os.environ.get("BUDGET", USUAL)) / len(acts.ACTS)
    with rendered.laid_out_once():
        tally = faults.attacked(act, scratch, seconds, least=LEAST)

    assert tally.points >= 15
    assert tally.tried >= LEAST
    assert tally.faults == []


def half(path: Path, content: bytes) -> None:
    path.write_bytes(content[: len(content) // 2])


def broken(*_: object) -> None:
    raise RuntimeError("a fault of the program")


@pytest.mark.parametrize(("name", "harm"), [("review", half), ("evaluate", broken)])
def test_the_attack_finds_half_a_file_and_a_fault_of_the_program(
    scratch: Path, monkeypatch: pytest.MonkeyPatch, name: str, harm: Callable[..., None]
):
    act = next(one for one in acts.ACTS if one.name == name)
    ready = kills.prepared(act, scratch)
    monkeypatch.setattr(writing, "_replace", harm)

    assert list(faults.faults_at(act, ready, scratch, 10**6, errno.EIO)) != []
