"""Eight processes at once on one case and its archive: nobody loses a line, no number is given twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import forked
import rendered
from attack.acts import add
from lifecycle.conftest import Clinic
from reportgen import lifecycle
from reportgen.writing import under_way

ROUNDS = int(os.environ.get("ROUNDS", "1"))
"""How often the contest is held."""


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one year issued and archived, and the next reviewed."""
    place = tmp_path_factory.mktemp("contest")
    clinic = Clinic(place / "case")
    with rendered.laid_out_once():
        for role in ("preparer", "reviewer"):
            clinic.run("review", str(clinic.folder), "--period", "2024", "--role", role, "--date", "2025-01-10")
        words = ["--period", "2024", "--role", "director", "--date", "2025-01-12"]
        clinic.run("issue", str(clinic.folder), *words)
        add(clinic)
        clinic.reviewed()
    return place


def at_once(works: list[Callable[[], object]]) -> list[int]:
    """Exit codes of children that all begin at the same moment; 0 where the work ended as it expects."""
    waiting, begin = os.pipe()
    children = [forked.begun(partial(_after_all, waiting, begin, work)) for work in works]
    os.close(waiting)
    os.close(begin)
    return [forked.ended(child) for child in children]


def _after_all(waiting: int, begin: int, work: Callable[[], object]) -> int:
    os.close(begin)
    os.read(waiting, 1)
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - the child ends here either way
        print(error)  # noqa: T201 - shown where the test fails
        return 1
    return 0


@pytest.mark.parametrize("turn", range(ROUNDS))
@pytest.mark.slow
def test_eight_at_once_lose_no_line_and_give_no_number_twice(ready: Path, tmp_path: Path, turn: int):
    clinic = Clinic.copied(ready, tmp_path / f"place-{turn}")
    clinic = Clinic.opened(clinic.folder / "case")
    archive = str(clinic.folder.parent / "archive")
    before = (clinic.folder / "journal.jsonl").read_bytes()
    held = ["archive", "hold", archive, "XH-2024-001", "--by", "丁", "--why", "审计", "--date", "2026-03-02"]
    with rendered.laid_out_once():
        codes = at_once(
            [
                *(partial(clinic.issue, "--lang", lang, day="2026-01-12") for lang in ("zh", "en", "zh-en")),
                *(partial(clinic.review, role, day="2026-01-12") for role in ("preparer", "reviewer")),
                partial(clinic.run, "archive", "add", archive, str(clinic.folder / "issued" / "XH-2024-001.pdf"),
                        "--by", "丁", "--date", "2026-03-01"),
                partial(clinic.run, *held),
                partial(clinic.run, "check", str(clinic.folder)),
            ]
        )  # fmt: skip

    assert codes == [0] * 8
    journal = lifecycle.read(clinic.folder)
    assert journal.findings == ()
    assert (clinic.folder / "journal.jsonl").read_bytes().startswith(before)
    later = journal.entries[5:]
    assert sorted(str(entry.what) for entry in later) == ["issue"] * 3 + ["review"] * 2
    assert {entry.number for entry in later if entry.number} == {f"XH-2025-00{serial}" for serial in (1, 2, 3)}
    assert tuple(lifecycle.problems(clinic.folder)) == ()
    clinic.run("archive", "verify", archive)
    assert "XH-2024-001" in clinic.run("archive", "list", archive)
    assert not [path for folder in (clinic.folder, clinic.folder / "issued") for path in under_way(folder)]


@pytest.mark.slow
def test_four_issues_of_one_report_give_one(ready: Path, tmp_path: Path):
    clinic = Clinic.opened(Clinic.copied(ready, tmp_path / "place").folder / "case")

    with rendered.laid_out_once():
        codes = at_once([clinic.issue] * 4)

    assert sorted(codes) == [0, 1, 1, 1]
    assert [entry.number for entry in lifecycle.read(clinic.folder).entries if entry.number] == [
        "XH-2024-001", "XH-2025-001",
    ]  # fmt: skip
    assert tuple(lifecycle.problems(clinic.folder)) == ()
