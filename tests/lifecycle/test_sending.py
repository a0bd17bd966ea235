"""A report goes to an agency, comes back with questions, is corrected, and goes out again with the answers."""

from __future__ import annotations

import csv
import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from lifecycle.conftest import FIGURES, Clinic

NUMBER, NEXT = "XH-2025-001", "XH-2025-002"
AGENCY = "市卫健委"


def send(
    clinic: Clinic, *more: str, number: str = NUMBER, day: str = "2026-01-13", to: str = "out", code: int = 0
) -> str:
    words = [number, "--to", AGENCY, "--out", str(clinic.folder.parent / to), "--date", day]
    return clinic.run("send", str(clinic.folder), *words, *more, code=code)


def receive(clinic: Clinic, *words: str, code: int = 0) -> str:
    return clinic.run("receive", str(clinic.folder), *words, code=code)


def returned(clinic: Clinic, code: int = 0) -> str:
    words = ["--number", NUMBER, "--outcome", "return", "--by", "李处长", "--date", "2026-01-20", "--why", "附表不全"]
    return receive(clinic, *words, "--question", "现金为何下降？", "--question", "何时还款？", code=code)


def files(folder: Path) -> dict[str, bytes]:
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def filled(form: bytes, **said: str) -> bytes:
    """The form of receipt with some fields filled in; a question goes into the first free row."""
    rows = list(csv.reader(io.StringIO(form.decode("utf-8-sig"))))
    for row in rows:
        key = next((key for key in said if key in row[0].split()), None)
        if key is not None and not row[1]:
            row[1] = said.pop(key)
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def test_what_is_sent_is_one_folder_and_the_same_in_a_zip_with_checksums_that_hold(hospital: Clinic):
    before = hospital.files()
    said = send(hospital)
    found = files(hospital.folder.parent / "out")
    package = zipfile.ZipFile(io.BytesIO(found.pop(f"{NUMBER}.zip")))
    sums = dict(reversed(line.split("  ")) for line in found[f"{NUMBER}/SHA256SUMS"].decode().splitlines())

    assert "Ready for 市卫健委" in said
    assert found == {name: package.read(name) for name in package.namelist()}
    assert found[f"{NUMBER}/{NUMBER}.pdf"] == hospital.issued().read_bytes()
    assert set(sums) == {name.split("/")[1] for name in found} - {"SHA256SUMS"}
    assert all(sha256(found[f"{NUMBER}/{name}"]).hexdigest() == digest for name, digest in sums.items())
    letter = found[f"{NUMBER}/letter.txt"].decode()
    assert all(part in letter for part in (AGENCY, "小河医院", "Xiaohe Hospital", NUMBER, "2026-01-13"))
    entry = hospital.journal[-1]
    assert (entry["what"], entry["to"], entry["number"], entry["who"]) == ("send", AGENCY, NUMBER, "甲")
    assert {**before, "journal.jsonl": b""} == {**hospital.files(), "journal.jsonl": b""}


def test_the_same_sent_again_is_the_same_bytes_and_no_second_line(hospital: Clinic):
    send(hospital)
    first, lines = files(hospital.folder.parent / "out"), len(hospital.journal)
    (hospital.folder.parent / "out" / NUMBER / "letter.txt").unlink()  # as a killed command may leave it

    assert "not entered again" in send(hospital)
    send(hospital, to="elsewhere")
    assert files(hospital.folder.parent / "out") == files(hospital.folder.parent / "elsewhere") == first
    assert len(hospital.journal) == lines


def test_nothing_is_put_beside_what_lies_in_a_folder_and_nothing_is_entered_then(hospital: Clinic):
    (hospital.folder.parent / "out").mkdir()
    (hospital.folder.parent / "out" / "mine.txt").write_text("x", encoding="utf-8")
    lines = len(hospital.journal)

    assert "J70" in send(hospital, code=2)
    assert len(hospital.journal) == lines
    assert [path.name for path in (hospital.folder.parent / "out").iterdir()] == ["mine.txt"]


def test_nothing_lies_in_the_folder_of_a_sending_that_is_dated_before_the_issue(hospital: Clinic):
    lines = len(hospital.journal)

    assert "J06" in send(hospital, day="2026-01-01", code=2)
    assert len(hospital.journal) == lines
    assert not (hospital.folder.parent / "out").exists()


def test_a_receipt_comes_back_by_the_form_and_is_entered_once(hospital: Clinic):
    send(hospital)
    form = hospital.folder.parent / "out" / NUMBER / "receipt.csv"
    back = hospital.folder.parent / "回执.csv"
    assert "J75" in receive(hospital, str(form), code=2)  # as it went out, nothing filled in
    back.write_bytes(filled(form.read_bytes(), by="李处长", date="2026-01-15", outcome="已收"))

    assert "has received XH-2025-001" in receive(hospital, str(back))
    assert "not entered again" in receive(hospital, str(back))
    assert [entry["what"] for entry in hospital.journal[-2:]] == ["send", "receipt"]


def test_a_receipt_of_another_file_or_of_what_was_never_sent_is_refused(hospital: Clinic):
    words = ["--number", NUMBER, "--outcome", "receipt", "--by", "李处长", "--date", "2026-01-15"]
    assert "J73" in receive(hospital, *words, code=2)
    send(hospital)
    other = hospital.folder.parent / "other.csv"
    other.write_text(f"number,{NUMBER}\nsha256,{'0' * 64}\noutcome,received\nby,x\ndate,2026-01-15\n", encoding="utf-8")
    assert "J74" in receive(hospital, str(other), code=1)
    assert "J26" in receive(hospital, "--number", "XH-1", *words[2:], code=2)
    assert "J76" in receive(hospital, *words[:2], "--outcome", "return", *words[4:], code=2)
    assert "J09" in send(hospital, "--by", " ", code=2, to="x")


@pytest.mark.slow
def test_a_returned_report_goes_out_again_with_an_answer_to_each_question(hospital: Clinic):
    send(hospital)
    assert "J77" in send(hospital, "--answer", "x", to="none", code=2)
    assert "2 questions" in returned(hospital)
    assert "J72" in (said := send(hospital, "--answer", "一", day="2026-01-22", to="few", code=2))
    assert "何时还款？" in said
    hospital.figures(FIGURES.replace("400", "410"))
    hospital.reviewed(day="2026-01-21")
    hospital.supersede(NUMBER, "补正", day="2026-01-22")
    assert "J71" in send(hospital, day="2026-01-23", to="old", code=2)

    answers = ("--answer", "还了贷款。", "--answer", "三月底。")
    send(hospital, *answers, number=NEXT, day="2026-01-23", to="again")
    first = files(hospital.folder.parent / "again")
    entry = hospital.journal[-1]
    assert (entry["answers_to"], entry["answers"]) == (NUMBER, ["还了贷款。", "三月底。"])
    letter = first[f"{NEXT}/letter.txt"].decode()
    assert letter.index("现金为何下降？") < letter.index("还了贷款。") < letter.index("何时还款？")
    send(hospital, *answers, number=NEXT, day="2026-01-23", to="again")
    assert files(hospital.folder.parent / "again") == first
    assert "J77" in send(hospital, *answers, number=NEXT, day="2026-01-24", to="once more", code=2)


@pytest.mark.slow
def test_the_journal_of_a_sent_report_still_verifies(hospital: Clinic):
    send(hospital)
    returned(hospital)
    assert "journal.jsonl" not in hospital.run("check", str(hospital.folder))
    assert "Verified: XH-2025-001" in hospital.run("verify", str(hospital.issued()), "--case", str(hospital.folder))


def test_an_altered_report_is_not_sent(hospital: Clinic):
    hospital.issued().write_bytes(hospital.issued().read_bytes() + b"\n")
    assert "J23" in send(hospital, code=1)
    assert not (hospital.folder.parent / "out").exists()
