"""Readers against damaged inputs, for a fixed time; and against each one that once did harm."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from attack import fuzz, mutations
from attack.fuzz import SAMPLES, Ended, Target

BUDGET = 6.0
"""Seconds; making what is attacked takes as many again."""
READERS = {"xlsx", "xls", "ods", "xlsb", "csv", "zip", "case.yaml", "weights.json", "journal", "results", "archive", "bag", "pdf"}  # fmt: skip
KEPT = sorted(path for path in SAMPLES.rglob("*") if path.is_file() and path.name != "README.md")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attack")


@pytest.fixture(scope="module")
def found(scratch: Path) -> Iterator[list[Target]]:
    with pytest.MonkeyPatch.context() as patch:
        from reportgen import verify

        patch.setattr(verify, "started", verify.started)  # what `prepared` puts there goes with this module
        yield fuzz.prepared(scratch)


def run(target: Target, content: bytes, scratch: Path) -> Ended:
    child = fuzz.begun(target, content, scratch)
    while (ended := child.ended()) is None:
        time.sleep(0.01)
    return ended


def test_every_reader_is_attacked(found: list[Target]):
    assert {target.name for target in found} >= READERS


@pytest.mark.slow
def test_damaged_inputs_are_told_and_end_nothing(found: list[Target], scratch: Path, tmp_path: Path):
    tried, faults = fuzz.attacked(found, BUDGET, 1, 0, scratch, tmp_path)

    assert tried.total() > 0
    assert [(one.target, one.fault, one.said[-2000:]) for one in faults] == []


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_did_harm_does_none(found: list[Target], scratch: Path, kept: Path):
    (target,) = [one for one in found if fuzz.slug(one) == kept.parent.name]

    ended = run(target, kept.read_bytes(), scratch)

    assert ended.fault == "", ended.said


def test_there_are_samples_of_what_once_did_harm():
    assert len(KEPT) >= 4


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda: (_ for _ in ()).throw(ValueError("a fault of the program")), "exit 70"),
        (lambda: __import__("os").abort(), "signal 6"),
        (lambda: __import__("os").kill(__import__("os").getpid(), 11), "signal 11"),
        (lambda: bytearray(10**12), "exit 70"),
        (lambda: __import__("sys").stdout.write("Traceback (most recent call last)") and None, "traceback"),
    ],
    ids=["raises", "aborts", "segfault", "memory", "traceback"],
)
def test_whatever_ends_badly_is_noticed(
    found: list[Target], scratch: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[], object], fault: str
):
    from reportgen.cli import app

    (target,) = [one for one in found if one.name == "csv"]
    monkeypatch.setattr(app, "application", lambda *_: lambda **_: harm())

    assert run(target, target.content, scratch).fault == fault


def test_a_hang_is_noticed(found: list[Target], scratch: Path, monkeypatch: pytest.MonkeyPatch):
    from reportgen.cli import app

    (target,) = [one for one in found if one.name == "csv"]
    monkeypatch.setattr(app, "application", lambda *_: lambda **_: time.sleep(1000))
    monkeypatch.setattr(fuzz, "PATIENCE", 1.0)

    assert run(target, target.content, scratch).fault == "signal 9"


def test_the_same_seed_does_the_same_harm_and_most_of_it_is_some(found: list[Target]):
    def drawn(seed: int) -> list[bytes]:
        waiting = fuzz.inputs(found, seed, 0)
        return [content for _, content in (next(waiting) for _ in range(60))]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    changed = [target.content != content for target, content in (next(fuzz.inputs(found, 3, n)) for n in range(60))]
    assert sum(changed) > 50
    assert len(mutations.CHANGES) > 10
