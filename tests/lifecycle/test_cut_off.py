"""Commands that were cut off, or overtaken: what the next one finds, does and says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import forked
from lifecycle.conftest import FIGURES, Clinic
from reportgen import lifecycle, writing
from reportgen.lifecycle import OpenJournal, desk
from reportgen.pipeline import issuing

NUMBER = "XH-2025-001"


def killed(work: Callable[[], object]) -> None:
    """Do it in a child that is to die meanwhile."""
    assert forked.ended(forked.begun(lambda: work() and None)) == 9


def dies(*_: Any) -> None:
    os._exit(9)


@pytest.mark.slow
def test_an_issue_cut_off_before_its_line_is_finished_by_the_next_command_which_says_so(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
):
    clinic.reviewed()
    with monkeypatch.context() as patch:
        patch.setattr(OpenJournal, "append", dies)
        killed(clinic.issue)
    assert len(clinic.journal) == 2

    told = clinic.run("check", str(clinic.folder))

    assert "J63" in told
    assert NUMBER in told
    assert "line 3" in told
    assert clinic.journal[-1]["number"] == NUMBER
    assert not (clinic.folder / ".journal.pending").exists()
    assert "J17" in clinic.issue(code=1)
    assert "J63" not in clinic.run("check", str(clinic.folder))


@pytest.mark.slow
def test_an_issue_cut_off_between_its_files_is_taken_back_and_can_be_done_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
):
    clinic.reviewed()
    before = clinic.files()
    replace = writing.replace

    def dying(path: Path, content: bytes) -> None:
        if path.suffix == ".pdf":
            os._exit(9)
        replace(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(desk, "replace", dying)
        killed(clinic.issue)
    assert (clinic.folder / "issued" / f"{NUMBER}.json").exists()

    assert "J64" in clinic.run("check", str(clinic.folder))
    assert clinic.files() == before
    clinic.issue()
    assert clinic.issued().exists()


@pytest.mark.slow
def test_in_a_case_that_cannot_be_written_it_is_told_and_no_file_is_accused(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
):
    clinic.reviewed()
    with monkeypatch.context() as patch:
        patch.setattr(OpenJournal, "append", dies)
        killed(clinic.issue)
    monkeypatch.setattr(lifecycle, "put_right", lambda _: ())

    told = clinic.run("check", str(clinic.folder))

    assert "J65" in told
    assert "J24" not in told


@pytest.mark.slow
def test_a_forged_note_does_nothing(clinic: Clinic):
    clinic.reviewed()
    clinic.issue()
    before = clinic.files()
    line = (clinic.folder / "journal.jsonl").read_text("utf-8").splitlines()[0]
    for name in ("../case.yaml", f"issued/{NUMBER}.pdf", "issued/../../x.pdf"):
        note = {"schema": "reportgen/pending/1", "line": line.replace("甲", "戊"), "files": {name: "0" * 64}}
        import json

        (clinic.folder / ".journal.pending").write_text(json.dumps(note), encoding="utf-8")
        clinic.run("check", str(clinic.folder))
        assert clinic.files() == before


HOLDING = """
import sys, time
from pathlib import Path
from reportgen import writing
with writing._under_way(Path(sys.argv[1]), is_folder=False) as (part, _, _):
    part.write_text("half of a journal")
    print(part, flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_left_is_swept_and_what_a_living_one_writes_is_not(clinic: Clinic):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(clinic.folder / "journal.jsonl")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    part = Path(process.stdout.readline().strip())
    old = clinic.folder / ".journal.jsonl.k3j9x_2a"
    foreign = clinic.folder / ".notes.txt.k3j9x_2a"
    for path in (old, foreign):
        path.write_text("left long ago", encoding="utf-8")
    try:
        clinic.run("check", str(clinic.folder))
        assert part.exists()
        assert not old.exists()
        assert foreign.exists()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()

    clinic.run("check", str(clinic.folder))
    assert not part.exists()
    assert foreign.exists()


def test_a_report_beside_which_something_was_left_is_swept_where_it_is_written_again(clinic: Clinic):
    out = clinic.folder.parent / "out"
    out.mkdir()
    (out / ".report.pdf.k3j9x_2a.reportgen").write_text("a whole report", encoding="utf-8")

    clinic.run("evaluate", str(clinic.folder), "--format", "json", "-o", str(out / "results.json"))

    assert [path.name for path in out.iterdir()] == ["results.json"]


def test_new_names_are_made_durable_with_their_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    synced: list[str] = []
    fsync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda handle: (synced.append(str(Path(f"/proc/self/fd/{handle}").readlink())), fsync(handle))
    )

    writing.replace(tmp_path / "new" / "a.json", b"{}")

    assert synced[0].endswith(".reportgen")
    assert synced[1:] == [str(tmp_path / "new"), str(tmp_path)]


@pytest.mark.slow
def test_nobody_waits_while_pages_are_laid_out(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    clinic.reviewed()
    pages, locked = issuing.pages, []

    def looking(*given: Any, **named: Any) -> Any:
        try:
            with lifecycle.opened(clinic.folder, patience=0.1):
                locked.append(False)
        except Exception:  # noqa: BLE001 - whatever it is, somebody has to wait
            locked.append(True)
        return pages(*given, **named)

    monkeypatch.setattr(issuing, "pages", looking)
    clinic.issue()

    assert locked == [False]


@pytest.mark.slow
def test_an_issue_that_was_overtaken_names_the_line_before_it(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    clinic.reviewed()
    pages, count = issuing.pages, []

    def overtaken(*given: Any, **named: Any) -> Any:
        count.append(1)
        if len(count) == 1:
            with monkeypatch.context() as unwatched:  # a review looks at the pages too
                unwatched.setattr(issuing, "pages", pages)
                clinic.review("preparer", day="2026-01-11")
        return pages(*given, **named)

    monkeypatch.setattr(issuing, "pages", overtaken)
    clinic.issue()

    assert len(count) == 2
    assert [line["what"] for line in clinic.journal] == ["review", "review", "review", "issue"]
    assert lifecycle.read(clinic.folder).findings == ()
    assert clinic.results()["standing"]["journal"] == clinic.journal[-1]["previous"]


@pytest.mark.slow
def test_a_rejection_that_comes_meanwhile_stops_the_issue(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    clinic.reviewed()
    pages = issuing.pages

    def rejected(*given: Any, **named: Any) -> Any:
        if len(clinic.journal) == 2:
            clinic.review("reviewer", "--reject", "有误", day="2026-01-11")
        return pages(*given, **named)

    monkeypatch.setattr(issuing, "pages", rejected)

    clinic.issue(code=1)
    assert not clinic.issued().exists()
    assert clinic.journal[-1]["what"] == "reject"


@pytest.mark.slow
def test_files_that_changed_meanwhile_stop_the_issue_by_name(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    clinic.reviewed()
    before = clinic.files()
    pages = issuing.pages

    def changing(*given: Any, **named: Any) -> Any:
        clinic.figures(FIGURES.replace("400", "410"))
        return pages(*given, **named)

    monkeypatch.setattr(issuing, "pages", changing)

    told = clinic.issue(code=1)
    assert "J66" in told
    assert "data/figures.csv" in told
    assert clinic.files().keys() == before.keys()
    assert len(clinic.journal) == 2


@pytest.mark.slow
def test_who_is_overtaken_again_and_again_is_told(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    clinic.reviewed()
    pages = issuing.pages

    def overtaken(*given: Any, **named: Any) -> Any:
        with monkeypatch.context() as unwatched:
            unwatched.setattr(issuing, "pages", pages)
            clinic.review("preparer", day="2026-01-11")
        return pages(*given, **named)

    monkeypatch.setattr(issuing, "ATTEMPTS", 2)
    monkeypatch.setattr(issuing, "pages", overtaken)

    assert "J67" in clinic.issue(code=5)
    assert not clinic.issued().exists()


def test_an_export_that_was_finished_before_it_was_cut_off_is_no_error(tmp_path: Path):
    from reportgen.cli.writing import fill
    from reportgen.errors import Refused

    fill(tmp_path / "bag", {"bagit.txt": b"a", "data/b": b"b"}, "P39")
    fill(tmp_path / "bag2", {"b": b"b"}, "P39")
    fill(tmp_path / "bag2", {"b": b"b", "c": b"c"}, "P39")
    with pytest.raises(Refused):
        fill(tmp_path / "bag2", {"b": b"c"}, "P39")
    assert (tmp_path / "bag" / "data" / "b").read_bytes() == b"b"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "bag2"]


def test_a_link_in_the_place_of_a_folder_leads_no_record_out_of_the_case(clinic: Clinic, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    clinic.reviewed()
    (clinic.folder / "issued").symlink_to(outside)

    assert "I06" in clinic.issue(code=1)
    assert "I06" in clinic.run("check", str(clinic.folder), code=1)
    assert list(outside.iterdir()) == []


def test_a_link_in_the_place_of_the_lock_empties_no_file(clinic: Clinic, tmp_path: Path):
    (tmp_path / "kept").write_text("kept")
    (clinic.folder / ".journal.lock").symlink_to(tmp_path / "kept")

    assert "C11" in clinic.review("preparer", code=5)
    assert (tmp_path / "kept").read_text() == "kept"
