"""A version for an audience is issued like the report: reviewed once, with a number, a line and a correction of its own."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from lifecycle.conftest import FIGURES, Clinic
from reportgen import pipeline
from reportgen.lifecycle import read, subject_of
from reportgen.model.reports import Redaction
from reportgen.model.standing import ChangedFigure, Correction, Standing, State
from reportgen.pipeline.redaction import redacted

DAY = dt.date(2026, 1, 12)
PUBLIC = ("--audience", "public")


def words(path: Path) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def inside(path: Path) -> str:
    with pikepdf.open(path) as pdf:
        return "\n".join(pdf.attachments[name].get_file().read_bytes().decode() for name in pdf.attachments)


@pytest.fixture
def both(hospital: Clinic) -> Clinic:
    """A hospital that has issued its report, and then the public version of it."""
    hospital.issue(*PUBLIC)
    return hospital


def test_one_review_lets_the_report_and_its_public_version_be_issued(both: Clinic):
    lines = [line for line in both.journal if line["what"] == "issue"]

    assert [(line["number"], line.get("audience")) for line in lines] == [
        ("XH-2025-001", None),
        ("XH-2025-002", "public"),
    ]
    told = words(both.issued("XH-2025-002"))
    assert "XH-2025-002" in told
    assert "向社会公开" in told
    assert "2026-01-12" in told
    assert "草稿" not in told


def test_what_the_public_is_not_to_have_is_in_no_part_of_the_file(both: Clinic):
    whole, public = both.issued("XH-2025-001"), both.issued("XH-2025-002")

    for secret in ("乙", "一切正常"):  # who approved it, and a remark not marked as public
        assert secret in words(whole)
        assert secret not in words(public) + inside(public)


def test_a_version_is_issued_once_and_renders_to_its_very_bytes(both: Clinic, tmp_path: Path):
    assert "J17" in both.issue(*PUBLIC, code=1)

    again = tmp_path / "again.pdf"
    both.run("render", str(both.folder), "--period", "2025", *PUBLIC, "-o", str(again))
    assert again.read_bytes() == both.issued("XH-2025-002").read_bytes()


@pytest.mark.slow
def test_a_correction_of_a_version_is_of_that_version(both: Clinic):
    both.figures(FIGURES.replace("small,2025,current_assets,100", "small,2025,current_assets,130"))
    both.reviewed(day="2026-01-20")
    both.supersede("XH-2025-002", "流动资产漏记30元")

    line = both.journal[-1]
    assert (line["number"], line["corrects"], line["audience"]) == ("XH-2025-003", "XH-2025-002", "public")
    assert subject_of(read(both.folder), "XH-2025-003").audience == "public"
    told = "".join(words(both.issued("XH-2025-003")).split())
    assert "向社会公开" in told
    assert "XH-2025-002" in told
    assert "流动资产漏记30元" in told


@pytest.mark.slow
def test_a_version_is_verified_as_it_was_issued(both: Clinic):
    ran = both.run("verify", str(both.issued("XH-2025-002")), "--case", str(both.folder), "--format", "json")

    checks = {check["id"]: check["answer"] for check in json.loads(ran[ran.index("{") : ran.rindex("}") + 1])["checks"]}
    assert checks["journal"] == "holds"
    assert "fails" not in checks.values()


def test_a_report_that_has_no_such_version_is_not_issued(hospital: Clinic):
    before = hospital.files()

    assert "C51" in hospital.issue("--report", "agency", *PUBLIC, code=2)
    assert hospital.files() == before


def test_a_correction_tells_the_public_nothing_of_what_is_left_out(hospital: Clinic):
    material = pipeline.evaluate(pipeline.check(hospital.folder), period="2025")
    hidden = redacted(material, "board", "public").redaction
    assert isinstance(hidden, Redaction)
    assert hidden.indicators
    changes = (ChangedFigure(hidden.indicators[0], "1", "2"), ChangedFigure("current_ratio", "2.00", "2.60"))
    corrects = Correction("XH-2025-001", DAY, "漏记", changes)
    standing = Standing(State.ISSUED, "XH-2025-003", DAY, corrects=corrects)

    found = redacted(replace(material, standing=standing), "board", "public").standing

    assert found is not None
    assert found.corrects is not None
    assert [change.id for change in found.corrects.changes] == ["current_ratio"]
