"""Many reports in one run: the bytes of each as `render` writes it, nothing twice, nothing lost, nobody stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

import rendered
from reportgen import kept, pipeline
from reportgen.batch import orders as batch_orders
from reportgen.batch import run as batch_run
from reportgen.batch import work
from reportgen.batch.orders import WantedReport, orders
from reportgen.batch.pool import Answered, Bounds, Ending
from reportgen.batch.record import NAME, opened
from reportgen.batch.run import BatchStatus, Outcome, run
from reportgen.errors import Refused
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.evaluation import Evaluator
from shell import ROOT, Done, reportgen, workers_here

CLINIC, ALLIANCE = rendered.SMALL / "clinic", rendered.SMALL / "alliance"
BOARD = WantedReport("board", language="zh", form="html")


@pytest.fixture
def province(tmp_path: Path) -> Path:
    """Three clinics below a folder, one of which cannot be read."""
    for name in ("east", "south/inner", "west"):
        shutil.copytree(CLINIC, tmp_path / "province" / name)
    (tmp_path / "province/west/case.yaml").write_text("oops: 1\n", encoding="utf-8")
    return tmp_path / "province"


def made(cases: Path, out: Path, wanted: WantedReport = BOARD, **more: Any) -> Outcome:
    found = orders([cases], [], wanted, out)
    with opened(out) as record, workers_here():
        return run(found, record, Bounds(2, 120.0), **more)


def states(found: Outcome) -> dict[str, str]:
    return {one.order.name: str(one.status) for one in found.reports}


@pytest.mark.slow
def test_one_bad_hospital_stops_no_other_and_the_reason_is_told(province: Path, tmp_path: Path) -> None:
    found = made(province, tmp_path / "out")

    assert states(found) == {"east": "done", "south/inner": "done", "west": "failed"}
    assert [error["rule"] for error in found.reports[-1].made["errors"]] == ["D03"]
    assert (tmp_path / "out/south/inner/clinic-board-2025-zh.html").is_file()


@pytest.mark.slow
def test_a_second_run_makes_nothing_again_but_what_failed_where_that_is_asked(province: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made(province, out)
    lines = (out / NAME).read_bytes()

    assert states(made(province, out)) == {"east": "unchanged", "south/inner": "unchanged", "west": "failed"}
    assert (out / NAME).read_bytes() == lines, "what failed and did not change is not tried again"
    shutil.copy(CLINIC / "case.yaml", province / "west/case.yaml")
    assert states(made(province, out))["west"] == "done", "what changed is made without being asked"


@pytest.mark.slow
def test_what_failed_is_tried_again_on_request(province: Path, tmp_path: Path) -> None:
    made(province, tmp_path / "out")
    made(province, tmp_path / "out", retry=True)

    lines = [json.loads(line) for line in (tmp_path / "out" / NAME).read_text(encoding="utf-8").splitlines()]
    assert [line["status"] for line in lines].count("failed") == 2


@pytest.mark.slow
def test_a_file_that_was_lost_is_made_again_and_one_that_was_altered_is_not_written_over(
    province: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    made(province, out)
    east, south = (out / name / "clinic-board-2025-zh.html" for name in ("east", "south/inner"))
    whole = east.read_bytes()
    east.unlink()
    south.write_bytes(b"signed by hand")

    found = made(province, out)
    assert states(found) == {"east": "done", "south/inner": "failed", "west": "failed"}
    assert east.read_bytes() == whole
    assert south.read_bytes() == b"signed by hand"
    assert states(made(province, out, retry=True, force=True))["south/inner"] == "done"


CHANGES: dict[str, Callable[[Path], object]] = {
    "an input": lambda case: (case / "data/balance.csv").write_bytes((case / "data/balance.csv").read_bytes() + b"\n"),
    "a definition": lambda case: _put(case / "schemes/other.yaml", "x"),
    "a template": lambda case: _put(case / "templates/sections/verdict.html", "x"),
    "a style": lambda case: _put(case / "styles/tables.css", "x"),
    "commentary": lambda case: _put(case / "commentary/2025/02.zh.md", "x"),
    "the journal": lambda case: _put(case / "journal.jsonl", "x"),
}


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def key_of(case: Path, wanted: WantedReport = BOARD) -> str | None:
    return orders([case], [], wanted, case.parent / "out")[0].key


@pytest.mark.parametrize("what", CHANGES)
def test_each_part_of_a_case_is_in_its_key(what: str, tmp_path: Path) -> None:
    case = shutil.copytree(CLINIC, tmp_path / "clinic")
    before = key_of(case)
    CHANGES[what](case)

    assert before is not None
    assert key_of(case) != before


def test_so_are_fonts_the_program_and_what_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = shutil.copytree(CLINIC, tmp_path / "clinic")
    others = (
        WantedReport("annual"),
        WantedReport("board", language="en"),
        WantedReport("board", period="2025"),
        WantedReport("board"),
    )
    keys = {key_of(case), *(key_of(case, wanted) for wanted in others)}
    assert len(keys) == 5
    _put(tmp_path / "fonts/one.otf", "a face")
    monkeypatch.setenv("REPORTGEN_FONTS", str(tmp_path / "fonts"))
    with_other_fonts = key_of(case)
    monkeypatch.setattr(kept, "ground", lambda: "another program, or another template of it")

    assert len({*keys, with_other_fonts, key_of(case)}) == 7


@pytest.mark.slow
def test_a_line_that_a_death_has_torn_is_made_again(province: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    made(province, out)
    whole = (out / NAME).read_bytes()
    (out / NAME).write_bytes(whole[:-20])

    found = made(province, out)
    assert sorted(states(found).values()) != ["done", "done", "failed"], "the others stay"
    assert len([*opened_lines(out)]) == 3


def opened_lines(out: Path) -> list[Any]:
    with opened(out) as record:
        return record.lines


@pytest.mark.parametrize(
    ("prepare", "rule"),
    [
        pytest.param(lambda out: _put(out / "letter.txt", "x"), "G23", id="a folder of somebody else"),
        pytest.param(lambda out: _put(out, "x"), "C22", id="a file"),
        pytest.param(lambda out: _put(out / NAME, '{"schema": "other"}\n'), "G25", id="a record of somebody else"),
    ],
)
def test_a_folder_that_is_none_of_a_batch_is_refused(
    prepare: Callable[[Path], object], rule: str, tmp_path: Path
) -> None:
    prepare(tmp_path / "out")
    with pytest.raises(Refused) as refused, opened(tmp_path / "out"):
        pass

    assert [one.rule for one in refused.value.findings] == [rule]


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "out"), pytest.raises(Refused) as refused, opened(tmp_path / "out"):
        pass

    assert [one.rule for one in refused.value.findings] == ["G24"]


def test_wrong_folders_are_all_told_at_once(tmp_path: Path) -> None:
    for name in ("a/clinic", "b/clinic"):
        shutil.copytree(CLINIC, tmp_path / name)
    (tmp_path / "empty").mkdir()
    cases = [tmp_path / "a/clinic", tmp_path / "b/clinic", tmp_path / "empty"]
    with pytest.raises(Refused) as refused:
        orders(cases, [], BOARD, tmp_path / "a/clinic/out")

    assert {one.rule for one in refused.value.findings} == {"G20", "G21", "G22"}


def test_of_a_panel_each_hospital_has_a_report_and_all_have_one_that_compares_them(tmp_path: Path) -> None:
    found = orders([], [ALLIANCE], WantedReport("agency"), tmp_path / "out")

    assert [(one.entity, one.wanted.report) for one in found] == [
        ("LH01", "agency"), ("LH02", "agency"), ("LH03", "agency"), (None, "group"),
    ]  # fmt: skip
    without = orders([], [ALLIANCE], WantedReport("agency", comparison=False), tmp_path / "out")
    assert [one.wanted.report for one in without] == ["agency"] * 3
    assert [one.entity for one in orders([ALLIANCE], [], WantedReport("agency"), tmp_path / "out")] == [None], (
        "LH01's own"
    )


def test_a_hospital_of_a_panel_of_which_no_row_was_read_is_not_lost(tmp_path: Path) -> None:
    """It opened in June: its only row is of 204 days, and whoever counts the reports finds out why it has none."""
    case = tmp_path / "case"
    (case / "data").mkdir(parents=True)
    rows = ["id,from,to,cash", "A,2021-01-01,2021-12-31,5", "B,2021-01-01,2021-12-31,6", "C,2021-06-11,2021-12-31,7"]
    (case / "data" / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    mapping = {"sources": [{
        "file": "data/a.csv", "layout": "wide", "entity": {"id": "id"}, "period": "2021", "period_start": "from",
        "period_end": "to", "columns": {"cash": "cash_and_bank"},
    }]}  # fmt: skip
    (case / "mapping.yaml").write_text(yaml.safe_dump(mapping), encoding="utf-8")
    (case / "case.yaml").write_text(
        "group: {id: g, name: {zh: 甲, en: G}}\nregime: other\ncurrency: USD\nscheme: none\n", encoding="utf-8"
    )

    found = orders([], [case], WantedReport("board", comparison=False), tmp_path / "out")
    assert [one.entity for one in found] == ["A", "B", "C"]
    with pytest.raises(Refused) as refused:
        pipeline.evaluate(pipeline.check(case), entity="C")
    assert [one.rule for one in refused.value.findings] == ["I27", "C03"]


def test_many_hospitals_are_compared_only_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_orders, "MANY", 2)

    assert len(orders([], [ALLIANCE], WantedReport("agency"), tmp_path / "out")) == 3
    assert len(orders([], [ALLIANCE], WantedReport("agency", comparison=True), tmp_path / "out")) == 4


def batch(*words: str | Path, language: str = "en") -> Done:
    return reportgen("batch", *words, language=language)


@pytest.mark.slow
@pytest.mark.serves("001-29")
def test_the_command_renders_each_hospital_and_a_comparison_and_a_failed_one_leaves_the_others_whole(
    tmp_path: Path,
) -> None:
    case, out = shutil.copytree(ALLIANCE, tmp_path / "alliance"), tmp_path / "out"
    table = case / "data/years.csv"
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    lone = [line.replace("LH03", "LH04").replace("2025", "2019") for line in lines if "LH03" in line and "2025" in line]
    table.write_text("\n".join([*lines, *lone]) + "\n", encoding="utf-8")

    done = batch("--panel", case, "--report", "agency", "--out", out, "-p", "2025", "--lang", "en")
    results = json.loads((out / "results.json").read_text(encoding="utf-8"))
    by_hospital = {one["entity"]: one for one in results["reports"]}

    assert done.returncode == 4, done.stderr
    assert {name: one["status"] for name, one in by_hospital.items()} == {
        "LH01": "done", "LH02": "done", "LH03": "done", "LH04": "failed", "alliance": "done",
    }  # fmt: skip
    assert by_hospital["alliance"]["report"] == "group"
    assert by_hospital["LH04"]["error"][0]["rule"]
    assert "LH04" in done.stderr
    alone = tmp_path / "alone.pdf"
    words = ("-p", "2025", "--entity", "LH02", "--lang", "en", "-o", alone)
    reportgen("render", case, "--report", "agency", *words)
    assert (out / by_hospital["LH02"]["file"]).read_bytes() == alone.read_bytes()
    sheet = openpyxl.load_workbook(out / "summary.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[6] for row in rows] == ["Status", "Made", "Made", "Made", "Failed", "Made"]
    assert any(row[12] for row in rows if row[6] == "Failed"), "and why"
    page = (out / "summary.html").read_text(encoding="utf-8")
    assert "Made: 4; unchanged: 0; failed: 1; left: 0" in page


@pytest.mark.slow
def test_a_batch_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    for number in range(6):
        shutil.copytree(CLINIC, tmp_path / f"province/{number}")
    out = tmp_path / "out"
    words = ["batch", str(tmp_path / "province"), "--out", str(out), "--lang", "zh", "--jobs", "2", "--format", "html"]
    with subprocess.Popen([sys.executable, "-m", "reportgen", *words], cwd=ROOT, start_new_session=True) as process:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and not ((out / NAME).is_file() and (out / NAME).stat().st_size):
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
    before = [json.loads(line) for line in (out / NAME).read_text(encoding="utf-8").splitlines(keepends=True)
              if line.endswith("\n")]  # fmt: skip
    assert 0 < len(before) < 6

    done = batch(*words[1:])
    after = [json.loads(line) for line in (out / NAME).read_text(encoding="utf-8").splitlines()]
    assert done.returncode == 0, done.stderr
    assert len(after) == 6, "nothing lost, and nothing entered twice"
    assert after[: len(before)] == before
    assert len(list(out.rglob("*.html"))) == 7
    assert not [path for path in out.rglob("*") if path.name.endswith(".reportgen")], "nothing half-written is left"


def test_one_that_takes_too_long_is_told_in_the_users_language(province: Path, tmp_path: Path) -> None:
    done = batch(province / "east", "--out", tmp_path / "out", "--timeout", "1", language="zh")

    assert done.returncode == 4
    assert "G27" in done.stderr
    assert "超过时限" in done.stderr


@pytest.mark.slow
def test_a_machine_without_fonts_stops_the_batch_and_leaves_its_orders_to_be_done(
    province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fonts").mkdir()
    monkeypatch.setenv("REPORTGEN_FONTS", str(tmp_path / "fonts"))
    done = batch(province / "east", "--out", tmp_path / "out")

    assert done.returncode == 5, done.stderr
    assert "R03" in done.stderr
    assert (tmp_path / "out" / NAME).read_bytes() == b""
    monkeypatch.delenv("REPORTGEN_FONTS")
    assert batch(province / "east", "--out", tmp_path / "out", "--format", "html").returncode == 0


def test_nothing_named_is_wrong_usage(tmp_path: Path) -> None:
    done = batch("--out", tmp_path / "out")

    assert (done.returncode, "G29" in done.stderr) == (2, True)


@pytest.mark.slow
def test_a_full_disk_is_told_and_loses_nothing(province: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = orders([province / "east"], [], BOARD, tmp_path / "out")
    with opened(tmp_path / "out") as record:
        monkeypatch.setattr(os, "fsync", _no_room)
        with pytest.raises(Refused) as refused:
            run(found, record, Bounds(1, 120.0))
        monkeypatch.undo()

    assert [one.rule for one in refused.value.findings] == ["C11"]
    assert (tmp_path / "out" / NAME).read_bytes() == b"", "the line was taken back"
    assert made(province / "east", tmp_path / "out").count(BatchStatus.DONE) == 1


def _no_room(_: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.slow
def test_the_hospitals_of_a_panel_are_computed_together_and_the_store_takes_in_none_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str | None] = []
    judge = Evaluator.of

    def counted(checked: Checked, asked: str | None, *, submission: bool = False) -> Evaluator:
        computed.append(asked)
        return judge(checked, asked, submission=submission)

    monkeypatch.setattr(Evaluator, "of", staticmethod(counted))
    monkeypatch.setenv(kept.SWITCH, str(tmp_path / "kept"))
    wanted = WantedReport("agency", language="zh", form="html", comparison=False)
    found = [work.make(work.RenderTask(one, str(tmp_path / "out"))) for one in orders([], [ALLIANCE], wanted, tmp_path)]

    assert [one.entity for one in found] == ["LH01", "LH02", "LH03"]
    assert computed == [None]
    assert sum(path.stat().st_size for path in (tmp_path / "kept").iterdir()) < 2**20 * 20


def test_a_report_of_a_case_that_changed_meanwhile_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = shutil.copytree(CLINIC, tmp_path / "clinic")
    (order,) = orders([case], [], BOARD, tmp_path / "out")
    calm = work.make(work.RenderTask(order, str(tmp_path / "out")))
    _put(case / "commentary/2025/02.zh.md", "x")
    moved = work.make(work.RenderTask(order, str(tmp_path / "other")))

    assert (calm.has_moved, moved.has_moved) == (False, True)
    monkeypatch.setattr(
        batch_run, "each", lambda *_: iter([Answered(work.RenderTask(order, ""), moved, Ending.ANSWERED, 1.0)])
    )
    with opened(tmp_path / "out2") as record:
        run([order], record, Bounds(1, 1.0))
        assert record.lines[0]["key"] is None
