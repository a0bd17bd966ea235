"""A case in which work went on after a report was issued: that is told, and never held against the untouched file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from lifecycle.conftest import CASE, Clinic
from verify import tampering
from verify.conftest import told, verdict

Put = Callable[[bytes], Path]
ACCUSING = {"T05", "T07", "T08", "T09", "T10", "T11", "T12", "T13", "T35", "T36"}
"""What is said of a report that was altered."""
CHANGES = {
    "signing": ("case.yaml", CASE + "signing: {online: true}\n", {"T39"}),
    "who approves": ("case.yaml", CASE.replace("[preparer, reviewer, director]", "[director]"), {"T39"}),
    "a new president": ("case.yaml", CASE.replace("丙", "丁"), {"T39"}),
    "who answers for what": ("case.yaml", CASE + "owners: {current_ratio: {zh: 财务科, en: Finance}}\n", {"T38"}),
}


@pytest.fixture(scope="session")
def lean_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Clinic.issued_in(tmp_path_factory.mktemp("since") / "case").folder


@pytest.fixture
def lean(lean_case: Path, tmp_path: Path) -> Clinic:
    return Clinic.copied(lean_case, tmp_path / "lean")


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
def test_a_normal_change_of_the_case_is_told_and_the_report_is_not_accused(lean: Clinic, change: str):
    name, content, rules = CHANGES[change]
    (lean.folder / name).write_text(content, encoding="utf-8")

    found = verdict(lean.issued(), "--case", str(lean.folder))

    assert found.code == 0
    assert found.rules == rules
    assert found.answers["results"] == found.answers["numbers"] == found.answers["pages"] == "holds"
    assert found.answers["drawing"] != "fails"


@pytest.mark.slow
def test_the_next_month_in_the_same_file_is_told_and_changes_no_result(lean: Clinic):
    path = lean.folder / "data" / "figures.csv"
    path.write_text(path.read_text("utf-8") + "small,2026-01,total_assets,410\n", encoding="utf-8")

    found = verdict(lean.issued(), "--case", str(lean.folder))

    assert found.code == 0
    assert found.rules == {"T38"}
    assert found.answers["sources"] == "open"
    assert found.answers["results"] == found.answers["drawing"] == "holds"


def test_a_report_whose_case_says_otherwise_now_is_told_so_in_words(lean: Clinic):
    path = lean.folder / "data" / "figures.csv"
    path.write_text(path.read_text("utf-8").replace("2025,current_assets,100", "2025,current_assets,130"), "utf-8")

    said = told(str(lean.issued()), "--case", str(lean.folder))

    assert said.exit_code == 1
    assert "nothing is wrong with the report itself" in said.output
    assert "Not verified" not in said.output


@pytest.mark.slow
def test_an_altered_report_is_found_though_its_case_has_changed_as_well(lean: Clinic, altered: Put):
    lean.describe(CASE + "signing: {online: true}\n")
    content, _ = tampering.with_printed(lean.issued().read_bytes(), "0.04", "0.05")
    with suppress(AssertionError):
        while True:
            content, _ = tampering.with_printed(content, "0.04", "0.05")

    found = verdict(altered(content), "--case", str(lean.folder))

    assert found.code == 1
    assert found.answers["pages"] == "fails"
