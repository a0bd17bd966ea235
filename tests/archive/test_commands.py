"""The commands of the archive on a report that was really issued: from deposit to test, hand-over and appraisal."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from archive.conftest import Keeper, tree
from conformance.verapdf import validate
from lifecycle.authority import PASSWORD, Authority
from reportgen.catalog import load_catalog
from reportgen.pipeline.archiving import kind_name
from reportgen.pipeline.deposits import facts

NUMBER = "XH-2025-001"


def test_a_case_is_archived_and_given_back_byte_for_byte(keeper: Keeper, tmp_path: Path):
    keeper.add()
    keeper.keep("restore", NUMBER, "-o", str(tmp_path / "back"))

    assert (tmp_path / "back" / f"{NUMBER}.pdf").read_bytes() == keeper.issued().read_bytes()
    assert (tmp_path / "back" / "journal.jsonl").read_bytes() == (keeper.folder / "journal.jsonl").read_bytes()
    assert "already" in keeper.add()


def test_the_record_names_report_program_scheme_and_digest(keeper: Keeper):
    keeper.add()
    (found,) = json.loads(keeper.keep("list", "--format", "json").partition("\n1 report")[0])["reports"]
    record = found["record"]

    assert (record["number"], record["report"], record["language"], record["period"]) == (
        NUMBER,
        "board",
        "zh-en",
        "2025",
    )
    assert record["sha256"] == hashlib.sha256(keeper.issued().read_bytes()).hexdigest()
    assert record["program"]
    assert record["scheme"].startswith("none")
    assert (record["keeping"]["mark"], record["keeping"]["until"], record["keeping"]["paper"]) == ("Y", None, True)


def test_a_report_that_has_left_its_case_says_itself_what_it_is(keeper: Keeper, tmp_path: Path):
    (tmp_path / "received.pdf").write_bytes(keeper.issued().read_bytes())
    keeper.add(str(tmp_path / "received.pdf"))
    (found,) = json.loads(keeper.keep("list", "--format", "json").partition("\n1 report")[0])["reports"]

    assert (found["record"]["report"], found["record"]["language"]) == ("board", "zh-en")
    assert "No journal was archived with it" in keeper.keep("verify", NUMBER, "--lang", "en")


def test_the_paper_duty_of_permanent_material_is_said(keeper: Keeper):
    assert "kept on paper as well" in keeper.add()
    assert "kept on paper as well" in keeper.keep("show", NUMBER, "--lang", "en")
    assert "同时保存纸质件" in keeper.keep("verify", NUMBER, "--lang", "zh")


def test_four_properties_hold_for_an_issued_report(keeper: Keeper):
    keeper.add()
    found = json.loads(keeper.keep("verify", "--format", "json").partition("\n1 report")[0])

    (report,) = found["reports"]
    verdicts = {check["id"]: check["verdict"] for check in report["checks"]}
    assert {name for name, verdict in verdicts.items() if verdict != "holds"} == {"signatures", "paper"}
    assert {check["property"] for check in report["checks"]} == {"authenticity", "integrity", "usability", "safety"}
    assert found["findings"] == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en", None])
def test_the_page_of_the_four_properties_conforms(keeper: Keeper, tmp_path: Path, language: str | None):
    keeper.add()
    spoken = ["--lang", language] if language else []
    keeper.keep("verify", NUMBER, "--format", "pdf", "-o", str(tmp_path / "page.pdf"), *spoken)
    keeper.keep("verify", NUMBER, "--format", "html", "-o", str(tmp_path / "page.html"), *spoken)

    assert [verdict.broken for verdict in validate([tmp_path / "page.pdf"])] == [(), ()]
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    words = {"zh": ["真实性", "完整性", "可用性", "安全性"], "en": ["Authenticity", "Integrity", "Usability", "Safety"]}
    for spoken_in, expected in words.items():
        assert all(word in page for word in expected) == (language in {spoken_in, None})
    assert "http" not in page.replace("http-equiv", "")
    assert len(pikepdf.open(tmp_path / "page.pdf").pages) == 1


@pytest.mark.serves("000-42")
@pytest.mark.slow
def test_a_signed_report_is_a_new_version_whose_signatures_are_tested(keeper: Keeper, tmp_path: Path):
    people = Authority()
    (tmp_path / "secret").write_text(PASSWORD + "\n", encoding="utf-8")
    keeper.add()
    (keeper.folder / "authority.pem").write_bytes(people.pem)
    for role, name in (("preparer", "甲"), ("director", "丙")):
        path = tmp_path / f"{role}.p12"
        path.write_bytes(people.person(name).pkcs12())
        words = ["--role", role, "--certificate", str(path), "--password-file", str(tmp_path / "secret")]
        keeper.run("sign", str(keeper.issued()), *words)

    assert "v2" in keeper.add()
    assert "2 signatures; what they cover is untouched" in keeper.keep("verify", NUMBER, "--lang", "en")
    signed = keeper.issued().read_bytes()
    assert set(facts(signed, "a.pdf", None).signatures.values()) == {True}
    assert set(facts(_turned(signed), "a.pdf", None).signatures.values()) == {False}


def _turned(content: bytes) -> bytes:
    """The first page turned by a revision behind the signatures."""
    writer, target = IncrementalPdfFileWriter(io.BytesIO(content)), io.BytesIO()
    page = writer.root["/Pages"]
    while page["/Type"] != "/Page":
        page = page["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)
    writer.write(target)
    return target.getvalue()


def test_a_hand_over_carries_everything_to_another_archive(keeper: Keeper, tmp_path: Path):
    keeper.add()
    keeper.keep("hold", NUMBER, "--why", "audit", "--by", "戊", "--date", "2026-03-01")
    keeper.keep("export", NUMBER, "-o", str(tmp_path / "bags"), "--date", "2026-04-01")
    keeper.run("archive", "import", str(tmp_path / "other"), str(tmp_path / "bags" / NUMBER))

    assert tree(tmp_path / "other") == tree(keeper.archive)
    assert "on hold" in keeper.run("archive", "list", str(tmp_path / "other"), "--lang", "en")


def test_the_list_for_appraisal_deletes_nothing_and_knows_holds(keeper: Keeper):
    keeper.add()
    before = tree(keeper.archive)
    said = keeper.keep("dispose-list", "--on", "2999-01-01", "--lang", "en")

    assert "No report is past its term" in said
    assert "deletes nothing" in said
    assert tree(keeper.archive) == before


def test_lists_are_tables_json_and_csv(keeper: Keeper):
    keeper.add()
    rows = list(csv.reader(io.StringIO(keeper.keep("list", "--format", "csv", "--lang", "en").removeprefix("\ufeff"))))

    assert rows[0][:3] == ["Number", "Hospital", "Period"]
    assert rows[1][:3] == [NUMBER, "Xiaohe Hospital", "2025"]


def test_the_index_is_made_anew(keeper: Keeper):
    keeper.add()
    for path in (keeper.archive / "extensions" / "reportgen" / "index").rglob("*.json"):
        path.unlink()

    assert "P28" in keeper.keep("verify", "--lang", "en")
    keeper.keep("index")
    assert NUMBER in keeper.keep("list")


@pytest.mark.slow
def test_a_correction_is_a_report_of_its_own_and_the_list_says_so(keeper: Keeper):
    keeper.figures(
        (keeper.folder / "data" / "figures.csv")
        .read_text(encoding="utf-8")
        .replace("current_assets,100", "current_assets,110")
    )
    keeper.reviewed("2026-02-01")
    keeper.supersede(NUMBER, "流动资产少计")
    keeper.add()

    said = keeper.keep("list", "--lang", "en")
    assert "corrected by XH-2025-002" in said
    assert "2 reports" in said


def _draft(keeper: Keeper, path: Path) -> None:
    keeper.figures(
        (keeper.folder / "data" / "figures.csv")
        .read_text(encoding="utf-8")
        .replace("current_assets,100", "current_assets,101")
    )
    keeper.run("render", str(keeper.folder), "--period", "2025", "-o", str(path))


def _of_others(_: Keeper, path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    document.save(path)


def _encrypted(keeper: Keeper, path: Path) -> None:
    with pikepdf.open(keeper.issued()) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="o", user="u"))


def _stripped(keeper: Keeper, path: Path) -> None:
    with pikepdf.open(keeper.issued()) as document:
        del document.attachments["results.json"]
        document.save(path)


def _renumbered(keeper: Keeper, path: Path) -> None:
    with pikepdf.open(keeper.issued()) as document:
        content = document.attachments["results.json"].get_file().read_bytes().replace(b'"XH-2025-001"', b'"../../XH"')
        document.attachments["results.json"] = pikepdf.AttachedFileSpec(document, content, filename="results.json")
        document.save(path)


def _bomb(keeper: Keeper, path: Path) -> None:
    with pikepdf.open(keeper.issued()) as document:
        document.attachments["results.json"] = pikepdf.AttachedFileSpec(
            document, b"[" * 5_000_000, filename="results.json"
        )
        document.save(path)


def _no_pdf(_: Keeper, path: Path) -> None:
    path.write_bytes(b"not a pdf")


def _cut(keeper: Keeper, path: Path) -> None:
    path.write_bytes(keeper.issued().read_bytes()[:5_000])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "rule", "code"),
    [
        (_draft, "P08", 1), (_of_others, "J34", 3), (_encrypted, "J32", 3), (_stripped, "J34", 3),
        (_renumbered, "P10", 3), (_bomb, "J34", 3), (_no_pdf, "J31", 3), (_cut, "J33", 3),
    ],
)  # fmt: skip
def test_what_is_no_issued_report_is_refused_and_no_archive_is_made(
    keeper: Keeper, tmp_path: Path, make: Callable[[Keeper, Path], None], rule: str, code: int
):
    path = tmp_path / "brought.pdf"
    make(keeper, path)

    assert rule in keeper.add(str(path), code=code)
    assert not keeper.archive.exists()


def test_an_altered_file_in_issued_is_refused_by_its_journal(keeper: Keeper):
    keeper.issued().write_bytes(keeper.issued().read_bytes() + b"\n%more\n")

    assert "P31" in keeper.add(code=1)
    assert not keeper.archive.exists()


def test_one_bad_report_among_several_keeps_all_of_them_out(keeper: Keeper, tmp_path: Path):
    _no_pdf(keeper, tmp_path / "bad.pdf")

    keeper.add(str(keeper.issued()), str(tmp_path / "bad.pdf"), code=3)
    assert not keeper.archive.exists()


@pytest.mark.parametrize(
    ("words", "rule", "code"),
    [
        (("restore", "XH-2025-009", "-o", "out"), "P06", 2),
        (("restore", NUMBER, "-o", "{case}"), "P39", 2),
        (("restore", NUMBER, "-o", "out", "--version", "v9"), "P36", 2),
        (("hold", NUMBER, "--why", "audit"), "P40", 2),
        (("hold", NUMBER, "--why", " ", "--by", "x"), "J25", 2),
        (("release", NUMBER, "--why", "over", "--by", "x"), "P34", 2),
        (("import", "{case}"), "P35", 3),
        (("dispose-list", "--on", "tomorrow"), "J07", 2),
    ],
)
def test_wrong_usage_is_told_and_changes_nothing(
    keeper: Keeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], rule: str, code: int
):
    monkeypatch.chdir(tmp_path)
    keeper.add()
    before = tree(keeper.archive)

    assert rule in keeper.keep(*(word.format(case=keeper.folder) for word in words), code=code)
    assert tree(keeper.archive) == before


def test_what_is_no_archive_is_told(keeper: Keeper):
    assert "P01" in keeper.keep("list", code=3)
    assert "P02" in keeper.run("archive", "add", str(keeper.folder), str(keeper.folder), "--by", "x", code=3)


@pytest.mark.parametrize("harm", ["report.pdf", "results.json", "journal.jsonl", "record.json"])
def test_a_damaged_file_is_named_and_the_exit_code_says_so(keeper: Keeper, harm: str):
    keeper.add()
    (path,) = keeper.archive.rglob(harm)
    path.write_bytes(path.read_bytes()[:-1] + b"?")

    said = keeper.keep("verify", "--lang", "en", code=1)
    assert path.relative_to(keeper.archive).as_posix() in said


def test_a_kind_of_report_is_called_by_its_name(keeper: Keeper):
    keeper.add()
    listed = keeper.keep("list", "--lang", "zh")
    shown = keeper.keep("verify", NUMBER, "--lang", "zh")

    assert "理事会报告" in listed
    assert "种类 理事会报告" in shown
    assert "board" not in shown
    assert kind_name("house_kind", load_catalog()) == "house_kind"
