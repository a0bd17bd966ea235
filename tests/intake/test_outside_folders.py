"""Folders outside the case are read with its consent only, and stand on the report's page of files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen import intake, pipeline
from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.intake.case.case_file import open_case
from reportgen.report.desk.context import HospitalContext
from reportgen.report.sections.definitions import files
from shell import ROOT, reportgen

PACK = "packs: [../pack]\n"
PEERS = "peers: {panel: ../peers}\n"
CONSENT = "outside_folders: true\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    shutil.copytree(ROOT / "tests" / "cases" / "clinic", folder)
    (tmp_path / "pack" / "indicators").mkdir(parents=True)
    (tmp_path / "peers").mkdir()
    (tmp_path / "peers" / "a.csv").write_text(
        (folder / "data" / "balance.csv").read_text(encoding="utf-8").replace("clinic,", "other,"), encoding="utf-8"
    )
    return folder


def describe(case: Path, more: str) -> int:
    """Add to case.yaml; returns the line on which that begins."""
    text = (case / "case.yaml").read_text(encoding="utf-8").rstrip("\n") + "\n"
    (case / "case.yaml").write_text(text + more, encoding="utf-8")
    return text.count("\n") + 1


@pytest.mark.parametrize("more", [PACK, PEERS])
def test_without_consent_nothing_outside_is_read(case: Path, more: str):
    line = describe(case, more)

    checked, rendered = reportgen("check", case), reportgen("render", case, "-o", case / "a.pdf")

    assert checked.returncode in {1, 3}
    assert rendered.returncode == 3
    for ran in (checked, rendered):
        said = ran.stdout + ran.stderr
        assert f"case.yaml:{line}" in said
        assert "I93" in said
        assert "outside_folders: true" in said


def test_of_peers_not_one_file_is_opened(case: Path):
    describe(case, PEERS)

    with pytest.raises(Refused) as refused:
        intake.read_peers(open_case(case), load_catalog())

    assert [found.rule for found in refused.value.findings] == ["I93"]


@pytest.mark.parametrize(
    ("more", "named"), [(PACK, "../pack"), (PEERS, "../peers"), (PACK + PEERS, "../pack; ../peers")]
)
def test_with_consent_they_are_read_and_named(case: Path, more: str, named: str):
    describe(case, more + CONSENT)

    assert f"Folders outside the case: {named}; case.yaml says that they may be read." in page_of_files(case)


def test_folders_inside_need_no_consent_and_are_not_named(case: Path):
    (case / "pack" / "indicators").mkdir(parents=True)
    describe(case, "packs: [pack, ./pack/../pack]\n")

    assert "outside the case" not in page_of_files(case)


def page_of_files(case: Path) -> str:
    """All that the report's page of files says."""
    material = pipeline.evaluate(pipeline.check(case), period="2025")
    return repr(files(HospitalContext.of(material, "en")))
