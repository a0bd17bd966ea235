"""An agency collects reports that hospitals have issued: files, ZIPs and folders, whole and broken."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import json
import os
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from lifecycle.conftest import CASE, FIGURES, Clinic
from shell import Done, reportgen, workers_here

pytestmark = pytest.mark.slow


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def clinic(folder: Path, name: str, figures: str = FIGURES) -> Clinic:
    found = Clinic(folder / name)
    found.describe(CASE.replace("small", name).replace("小河医院", f"{name}医院"))
    found.figures(figures.replace("small", name))
    return found


def issued(found: Clinic, *words: str) -> Path:
    found.reviewed()
    found.issue(*words)
    return next((found.folder / "issued").glob("*.pdf"))


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inbox with one of each kind, and its roster."""
    root = tmp_path_factory.mktemp("agency")
    inbox, cases = root / "inbox", root / "cases"
    inbox.mkdir()
    shutil.copy(issued(clinic(cases, "h1")), inbox / "h1.pdf")
    shutil.copy(inbox / "h1.pdf", inbox / "h1 again.pdf")
    with zipfile.ZipFile(inbox / "h2.zip", "w") as package:
        package.write(issued(clinic(cases, "h2", FIGURES.replace(",100", ",130")), "--embed", "all"), "下/报告.pdf")
        package.writestr("../outside.pdf", "x")
    drawn = clinic(cases, "h3")
    drawn.run("render", str(drawn.folder), "-p", "2025", "-o", str(inbox / "h3.pdf"))
    (inbox / "h4医院.pdf").write_bytes((inbox / "h1.pdf").read_bytes()[:4000])
    whole = clinic(cases, "h5")
    issued(whole)
    shutil.copytree(whole.folder, inbox / "h5")
    shutil.copy(issued(clinic(cases, "x9")), inbox / "x.pdf")
    (inbox / "notes.txt").write_text("hello", encoding="utf-8")
    for path in inbox.rglob("*"):
        day = dt.datetime(2026, 2, 3) if path.name == "h2.zip" else dt.datetime(2026, 1, 20)  # noqa: DTZ001 - local
        os.utime(path, (day.timestamp(), day.timestamp()))
    rows = "".join(f"h{number},h{number}医院,三级\n" for number in range(1, 7))
    (root / "roster.csv").write_text(f"编号,单位名称,级别\n{rows}", encoding="utf-8")
    return root


def collect(agency: Path, out: Path, *more: str, language: str = "zh", workers: bool = False) -> Done:
    """What the command does; in processes of its own only where these are the point."""
    words = ("--roster", agency / "roster.csv", "-p", "2025", "--report", "board", "--due", "2026-01-31")
    with contextlib.nullcontext() if workers else workers_here():
        return reportgen(
            "collect", agency / "inbox", *words, "--date", "2026-02-10", "--out", out, *more, language=language
        )


@pytest.fixture(scope="module")
def done(agency: Path) -> Done:
    return collect(agency, agency / "out", workers=True)


def hospitals(agency: Path) -> dict[str, Any]:
    found = json.loads((agency / "out/collected.json").read_text(encoding="utf-8"))
    return {one["id"]: one for one in found["hospitals"]}


def test_each_hospital_stands_where_it_should(agency: Path, done: Done) -> None:
    found = hospitals(agency)

    assert done.returncode == 1, done.stderr
    assert {name: (one["status"], one["late"], one["recomputed"]) for name, one in found.items()} == {
        "h1": ("received", 0, False),
        "h2": ("received", 3, True),
        "h3": ("returned", 0, False),
        "h4": ("returned", 0, None),
        "h5": ("received", 0, True),
        "h6": ("missing", 0, None),
    }
    strangers = json.loads((agency / "out/collected.json").read_text(encoding="utf-8"))["strangers"]
    assert [one["rule"] for one in strangers] == ["G57", "G52"]
    assert "已收 3 家（其中迟报 1 家），退回 2 家，未报 1 家" in done.stderr
    assert not (agency / "outside.pdf").exists(), "a ZIP cannot put anything elsewhere"


def test_each_that_goes_back_or_is_missing_has_a_letter_with_its_findings(agency: Path, done: Done) -> None:
    assert done.returncode == 1
    assert sorted(path.name for path in (agency / "out/letters").iterdir()) == ["h3.pdf", "h4.pdf", "h6.pdf"]
    assert "G60" in text_of(agency / "out/letters/h3.pdf")


def test_tables_add_up_what_was_recomputed_and_eliminate_nothing(agency: Path, done: Done) -> None:
    assert done.returncode == 1
    rows = list(csv.reader(io.StringIO((agency / "out/sums.csv").read_text(encoding="utf-8-sig"))))
    assert ["reportgen/table/1", "current_assets", "流动资产合计", "CNY", "230.0", "2", "2"] in rows
    book = openpyxl.load_workbook(agency / "out/collected.xlsx")
    assert book.sheetnames == ["收缴情况", "评价结果", "汇总（未抵销）", "可供各单位参考", "问题"]


def test_the_group_report_is_made_of_the_cases_that_came(agency: Path, done: Done) -> None:
    assert done.returncode == 1
    words = ("--report", "group", "-p", "2025", "--lang", "zh", "-o", agency / "group.pdf")
    rendered = reportgen("render", agency / "out/group", *words, language="zh")

    assert rendered.returncode == 0, rendered.stderr
    assert "h5医院" in text_of(agency / "group.pdf")


def test_it_can_be_run_again_and_writes_over_nothing_of_somebody_else(agency: Path, done: Done, tmp_path: Path) -> None:
    assert done.returncode == 1
    out = shutil.copytree(agency / "out", tmp_path / "out")
    shutil.copy(out / "letters/h3.pdf", out / "letters/h5.pdf")
    assert collect(agency, out, language="en").returncode == 1
    assert not (out / "letters/h5.pdf").exists(), "its report counts now"
    (out / "collected.csv").write_text("mine", encoding="utf-8")
    assert collect(agency, out, language="en").returncode == 2


def test_a_letter_that_cannot_be_set_is_told_and_the_others_are_written(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    hieroglyph = "\U00013000"
    text = f"编号,单位名称\nh1,{hieroglyph}医院\nh2,二院\n"
    (tmp_path / "roster.csv").write_text(text, encoding="utf-8")
    ended = collect(tmp_path, tmp_path / "out")

    assert ended.returncode == 1
    assert [path.name for path in (tmp_path / "out/letters").iterdir()] == ["h2.pdf"]
    assert "h1.pdf" in ended.stderr
    assert "R01" in ended.stderr


def test_letters_of_processes_that_were_stopped_are_told(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "roster.csv").write_text("编号,单位名称\nh1,一院\n", encoding="utf-8")
    ended = collect(tmp_path, tmp_path / "out", "--timeout", "1", workers=True)

    assert (ended.returncode, "h1.pdf" in ended.stderr, "G27" in ended.stderr) == (1, True, True), ended.stderr
    assert not (tmp_path / "out/letters").exists()


@pytest.mark.parametrize(
    ("words", "rule", "code"),
    [
        (("--period", "25"), "G45", 2),
        (("--due", "soon"), "J07", 2),
        (("--roster", "nowhere.csv"), "C14", 3),
    ],
)
def test_wrong_usage_is_told(words: tuple[str, str], rule: str, code: int, agency: Path, tmp_path: Path) -> None:
    ended = collect(agency, tmp_path / "out", *words, language="en")

    assert (ended.returncode, rule in ended.stderr) == (code, True), ended.stderr
    assert not (tmp_path / "out").exists()


def test_a_report_that_comes_again_after_a_return_is_told_as_a_resubmission(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    sender, number = clinic(tmp_path / "cases", "h1"), "XH-2025-001"
    issued(sender)
    parcel = [str(sender.folder), number, "--to", "委", "--date", "2026-01-13", "--out"]
    sender.run("send", *parcel, str(tmp_path / "first"))
    words = ["--number", number, "--outcome", "return", "--by", "李", "--date", "2026-01-15", "--question", "现金？"]
    sender.run("receive", str(sender.folder), *words)
    sender.run("send", *parcel[:4], "--date", "2026-01-16", "--answer", "见附表", "--out", str(tmp_path / "again"))
    shutil.copy(tmp_path / "again" / f"{number}.zip", tmp_path / "inbox" / "h1.zip")
    (tmp_path / "roster.csv").write_text("编号,单位名称\nh1,h1医院\n", encoding="utf-8")

    done = collect(tmp_path, tmp_path / "out")
    found = hospitals(tmp_path)["h1"]

    assert done.returncode == 0, done.stderr
    assert found["answers_to"] == {"number": number, "day": "2026-01-15"}
    assert "G65" in [one["rule"] for one in found["findings"]]
