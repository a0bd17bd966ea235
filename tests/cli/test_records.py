"""Records are never written over, whatever command has ``-o``; and a file is ours only if its format says so."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reportgen.archive.objects import OBJECT, ROOT
from reportgen.cli import writing
from reportgen.cli.writing import fill, is_ours, ready, sealed, write
from reportgen.errors import Refused
from reportgen.pipeline import enclosures
from shell import reportgen

CLINIC = Path(__file__).parents[1] / "cases" / "clinic"
RESULT = b'{"schema": "reportgen/results/1"}\n'
"""A result of ours: only its place makes it a record."""
PLACES = (
    "journal.jsonl",
    "issued/XH-2025-001.pdf",
    "issued/XH-2025-001.json",
    "data/figures.csv",
    "budget/2026.xlsx",
    "business/2026.xlsx",
    "experts/2026.xlsx",
    "commentary/2025/01.zh.md",
    "templates/sections/ageing.html",
    "styles/tokens.css",
    "schemes/own.yaml",
    "reports/own.yml",
    "actions.xlsx",
    "ratings.csv",
    "supplied.csv",
    "case.yaml",
    "mapping.yaml",
    "standards/own.yaml",
)
COMMANDS = (
    ("render", "CASE"),
    ("render", "CASE", "--format", "html"),
    ("evaluate", "CASE", "--format", "jsonl"),
    ("check", "CASE", "--format", "json"),
    ("read", "CASE/data/balance.csv", "--format", "csv"),
    ("diff", "CASE", "CASE", "--format", "json"),
    ("peers", "build", "CASE", "--format", "json"),
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(CLINIC, tmp_path / "case"))
    for name in PLACES:
        if not (folder / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(b"answer: filled in\n" if name.startswith("standards") else RESULT)
    return folder


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(Refused) as told:
        work()
    return told.value.findings[0].rule


@pytest.mark.parametrize("name", PLACES)
def test_a_record_is_not_written_over_whether_marked_or_forced(case: Path, name: str):
    before = (case / name).read_bytes()

    for force in (False, True):
        assert refusal(lambda force=force: write(case / name, RESULT, force=force)) == "C28"
        assert refusal(lambda force=force: ready(case / name, "", force=force)) == "C28"
    assert (case / name).read_bytes() == before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_writes_over_a_record(case: Path, command: tuple[str, ...]):
    kept = {path: path.read_bytes() for path in sorted(case.rglob("*")) if path.is_file()}

    for name in ("journal.jsonl", "issued/XH-2025-001.json", "commentary/2025/01.zh.md"):
        words = [word.replace("CASE", str(CLINIC)) for word in command]
        ran = reportgen(*words, "-o", case / name, "--force")
        assert ran.returncode == 2, (command, name, ran.stderr)
    assert {path: path.read_bytes() for path in sorted(case.rglob("*")) if path.is_file()} == kept


def test_nobody_puts_a_report_among_issued_ones_or_a_file_into_an_archive(case: Path, tmp_path: Path):
    (case / "journal.jsonl").unlink()
    for folder, mark in (("archive", ROOT), ("object", OBJECT), ("bag", "bagit.txt")):
        (tmp_path / folder / "below").mkdir(parents=True)
        (tmp_path / folder / mark).write_text("")
        assert refusal(lambda folder=folder: write(tmp_path / folder / "below" / "new.json", RESULT)) == "C28"

    assert refusal(lambda: write(case / "issued" / "new.pdf", RESULT)) == "C28"
    write(case / "issued" / "2019.json", RESULT)  # results of earlier years may be put there
    assert refusal(lambda: write(case / "issued" / "2019.json", RESULT, force=True)) == "C28"
    assert refusal(lambda: write(case / "journal.jsonl", RESULT)) == "C28"
    assert not (case / "journal.jsonl").exists()


def test_a_case_or_a_bag_is_not_put_into_an_archive_either(tmp_path: Path):
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / ROOT).write_text("")

    assert "C28" in reportgen("init", tmp_path / "archive" / "new").stderr
    assert refusal(lambda: fill(tmp_path / "archive" / "bags", {"a": b""}, "P39")) == "C28"
    assert [path.name for path in (tmp_path / "archive").iterdir()] == [ROOT]


def test_links_do_not_lead_round_the_rule(case: Path, tmp_path: Path):
    (tmp_path / "elsewhere").symlink_to(case / "data")
    (tmp_path / "link.json").symlink_to(case / "issued" / "XH-2025-001.json")

    assert refusal(lambda: write(tmp_path / "elsewhere" / "figures.csv", RESULT, force=True)) == "C28"
    assert refusal(lambda: write(tmp_path / "link.json", RESULT, force=True)) == "C28"


def test_results_beside_the_records_are_written_as_ever(case: Path):
    for path in (case / "out.json", case / "out" / "deep.json", case / "data" / "new.json"):
        write(path, RESULT)
        assert path.read_bytes() == RESULT
    write(case / "out.json", RESULT)
    (case / "reports").mkdir(exist_ok=True)
    for _ in "twice":
        write(case / "reports" / "2025.json", RESULT)


def test_every_file_that_a_report_is_made_from_is_a_record():
    whole, lone = set(enclosures.WHOLE), {name for name in enclosures.LONE if "/" not in name}

    assert whole == (whole & writing.WRITTEN) | writing.DEFINITIONS | writing.DEFINED
    assert lone <= writing.WRITTEN
    assert enclosures.ACTIONS in writing.TABLES


def test_built_standards_are_built_again_until_somebody_edits_them(case: Path):
    path = case / "standards" / "peers.yaml"
    write(path, sealed("peers build; k = 5", b"a: 1\n"))
    write(path, sealed("peers build; k = 6", b"a: 2\n"))
    path.write_bytes(path.read_bytes().replace(b"a: 2", b"a: 3"))

    assert refusal(lambda: write(path, b"", force=True)) == "C28"
    assert path.read_bytes().endswith(b"a: 3\n")


@pytest.mark.parametrize("profile", ["blank", "cn-public-hospital"])
def test_no_form_of_a_new_case_passes_for_a_result(tmp_path: Path, profile: str):
    assert reportgen("init", tmp_path / "new", "--profile", profile).returncode == 0

    forms = [path for path in (tmp_path / "new").rglob("*") if path.is_file() and path.parent.name != ".schema"]
    assert any(path.suffix == ".xlsx" for path in forms)
    assert not [path.name for path in forms if is_ours(path)]
    for path in forms:
        elsewhere = tmp_path / f"form{path.suffix}"
        elsewhere.write_bytes(path.read_bytes())
        assert refusal(lambda elsewhere=elsewhere: write(elsewhere, RESULT)) == "C10"


LOOKALIKES = {
    "note.txt": b'# Written by reportgen 0.1.0\n"schema": "reportgen/results/1"',
    "mail.json": b'{"attached": "{\\"schema\\": \\"reportgen/results/1\\"}", "about": {"schema": "reportgen/results/1"}}',
    "list.json": b'[{"schema": "reportgen/results/1"}]',
    "journal.json": b'{"schema": "reportgen/journal/1", "what": "issue"}\n{"schema": "reportgen/journal/1"}\n',
    "mixed.jsonl": RESULT + b'{"mine": 1}\n',
    "page.html": b'<!DOCTYPE html><html><head></head><body><meta name="generator" content="reportgen 0.1.0"></body></html>',
    "own.html": b'{% extends "base" %}<meta name="generator" content="reportgen 0.1.0">',
    "rows.csv": b"schema,a\nreportgen/table/1,1\nmine,2\n",
    "none.csv": b"schema,a\n",
    "cut.pdf": b"%PDF-1.7\n/Creator (reportgen 0.1.0)",
    "cut.png": b"\x89PNG\r\n\x1a\n tEXtSoftware\0reportgen 0.1.0",
    "cut.parquet": b"PAR1 reportgen/table/1 PAR1",
    "cut.xlsx": b"PK\x03\x04 >reportgen<",
    "edited.yaml": sealed("peers build; k = 5", b"a: 1\n") + b"b: 2\n",
    "empty": b"",
}


@pytest.mark.parametrize("name", LOOKALIKES)
def test_words_that_a_file_of_ours_would_hold_do_not_make_it_ours(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(LOOKALIKES[name])

    assert not is_ours(tmp_path / name)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "xlsx", "parquet"])
def test_results_of_ours_are_known_by_their_format(tmp_path: Path, form: str):
    for _ in "twice":
        ran = reportgen("evaluate", CLINIC, "--format", form, "-o", tmp_path / f"results.{form}")
        assert ran.returncode == 0, ran.stderr


def test_a_workbook_that_somebody_saved_is_theirs(tmp_path: Path):
    path = tmp_path / "results.xlsx"
    reportgen("evaluate", CLINIC, "--format", "xlsx", "-o", path)
    assert is_ours(path)

    book = openpyxl.load_workbook(path)
    book.properties.lastModifiedBy = "会计"
    book.save(path)
    assert not is_ours(path)


def test_a_signed_report_is_not_ours_to_overwrite(tmp_path: Path):
    import pikepdf

    path = tmp_path / "report.pdf"
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Creator"] = "reportgen 0.1.0"
        document.save(path)
        assert is_ours(path)
        field = pikepdf.Dictionary(FT=pikepdf.Name("/Sig"), V=pikepdf.Dictionary())
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        document.save(path)
    assert not is_ours(path)


def test_marked_copies_are_ours_until_they_are_saved(tmp_path: Path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("docProps/core.xml", json.dumps({}))
        book.comment = b"reportgen"
    (tmp_path / "copy.xlsx").write_bytes(stream.getvalue())

    assert is_ours(tmp_path / "copy.xlsx")
