"""What is given beside a report: the case with its sources and its journal; and a report that carries little."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lifecycle.conftest import Clinic
from verify import tampering
from verify.conftest import refusal, verdict

Put = Callable[[bytes], Path]


@pytest.fixture(scope="session")
def lean_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose report carries its results alone, as most kinds do."""
    return Clinic.issued_in(tmp_path_factory.mktemp("lean") / "case").folder


@pytest.fixture
def lean(lean_case: Path, tmp_path: Path) -> Clinic:
    return Clinic.copied(lean_case, tmp_path / "lean")


@pytest.mark.usefixtures("made_before")
def test_the_journal_of_the_case_names_the_report(report: Path, case: Path):
    found = verdict(report, "--case", str(case))

    assert found.answers["journal"] == "holds"
    journal = next(check for check in found.content["checks"] if check["id"] == "journal")
    assert journal["facts"] == {"line": 3}


def test_without_its_sources_a_report_is_held_against_its_own_data(lean: Clinic):
    found = verdict(lean.issued())

    assert found.code == 0
    assert found.answers["sources"] == "open"
    assert found.answers["results"] == found.answers["numbers"] == found.answers["pages"] == "holds"
    assert found.facts("T06")[0]["count"] == 3
    assert found.content["holds"]


@pytest.mark.slow
@pytest.mark.usefixtures("made_apart")
def test_with_the_case_it_is_made_anew(lean: Clinic):
    found = verdict(lean.issued(), "--case", str(lean.folder))

    assert found.code == 0
    assert set(found.answers.values()) <= {"holds", "open"}
    assert found.answers["drawing"] == "holds"


@pytest.mark.slow
@pytest.mark.serves("001-31")
def test_a_changed_byte_of_a_source_is_named_and_so_are_the_numbers_that_change(lean: Clinic):
    lean.figures(
        (lean.folder / "data" / "figures.csv")
        .read_text(encoding="utf-8")
        .replace("2025,current_assets,100", "2025,current_assets,130")
    )

    found = verdict(lean.issued(), "--case", str(lean.folder))

    assert found.code == 1
    assert [fact["name"] for fact in found.facts("T38")] == ["data/figures.csv"]
    differences = {fact["name"]: (fact["found"], fact["due"]) for fact in found.facts("T40")}
    assert differences["indicators/current_ratio/value"] == ("2.0", "2.6")
    assert found.answers["sources"] == "fails"
    assert found.rules <= {"T38", "T40", "T41"}, "the report is not blamed for what was changed in its case"


def test_a_source_that_is_gone_leaves_the_report_to_its_own_data(lean: Clinic):
    (lean.folder / "data" / "figures.csv").unlink()

    found = verdict(lean.issued(), "--case", str(lean.folder))

    assert found.facts("T06")[0]["names"] == ["data/figures.csv"]
    assert found.answers["drawing"] == "open"


@pytest.mark.slow
def test_what_came_to_the_case_later_changes_nothing(lean: Clinic):
    lean.figures((lean.folder / "data" / "figures.csv").read_text(encoding="utf-8"))
    (lean.folder / "data" / "later.csv").write_text("entity,period,item,value\nsmall,2026,total_assets,1\n", "utf-8")

    assert verdict(lean.issued(), "--case", str(lean.folder)).content["holds"]


@pytest.mark.parametrize(
    ("member", "name"),
    [("value", "indicators/current_ratio/printed"), ("printed", "indicators/current_ratio/printed")],
)
def test_a_digit_altered_in_the_results_contradicts_the_rest_of_them(
    member: str, name: str, lean: Clinic, altered: Put
):
    content = lean.issued().read_bytes()
    document = json.loads(tampering.attached(content, "results.json"))
    row = next(one for one in document["indicators"] if one["id"] == "current_ratio")
    row[member] = 3.0 if member == "value" else "3.00"
    after = json.dumps(document, ensure_ascii=False).encode()

    found = verdict(altered(tampering.with_attachment(content, "results.json", after, listed=True)))

    assert found.code == 1
    assert name in {fact["name"] for fact in found.facts("T32")}


def test_a_digit_altered_on_a_page_is_missed_there_by_its_key(lean: Clinic, altered: Put):
    content, page = tampering.with_printed(lean.issued().read_bytes(), "0.04", "0.05")
    while True:
        try:
            content, _ = tampering.with_printed(content, "0.04", "0.05")
        except AssertionError:
            break

    found = verdict(altered(content))

    assert found.facts("T33")[0]["page"] == page
    assert found.facts("T33")[0]["name"] == "item.total_assets"


@pytest.mark.usefixtures("made_before")
def test_another_file_under_the_number_is_told_by_the_journal(report: Path, case: Path, altered: Put):
    found = verdict(altered(tampering.changed(report.read_bytes(), lambda _: None)), "--case", str(case))

    assert found.answers["journal"] == "fails"
    assert found.facts("T29")[0]["line"] == 3


@pytest.mark.usefixtures("made_before")
def test_a_journal_without_the_report_or_with_another_past_is_told(report: Path, case: Path):
    journal = case / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:2]))

    assert verdict(report, "--case", str(case)).facts("T28")[0]["number"] == "XH-2025-001"

    journal.write_bytes(lines[0] + lines[2])
    found = verdict(report, "--case", str(case))
    assert found.answers["journal"] == "fails"
    assert "J02" in found.rules


@pytest.mark.slow
def test_a_superseded_report_holds_and_says_what_took_its_place(lean: Clinic):
    lean.figures(
        (lean.folder / "data" / "figures.csv")
        .read_text(encoding="utf-8")
        .replace("total_assets,400", "total_assets,500")
    )
    lean.reviewed(day="2026-01-20")
    lean.supersede("XH-2025-001", "资产总计更正", "--embed", "all")

    correction = verdict(lean.issued("XH-2025-002"), "--case", str(lean.folder))
    first = verdict(lean.issued(), "--case", str(lean.folder))

    assert correction.content["holds"], correction.content["findings"]
    assert correction.answers["drawing"] == "holds"
    assert first.facts("T31")[0]["later"] == "XH-2025-002"
    assert first.answers["journal"] == "holds"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("results.json", lambda content: content["indicators"].insert(0, 3)),
        ("results.json", lambda content: content["indicators"][0].__setitem__("value", {"a": 10**400})),
        ("results.json", lambda content: content.__setitem__("indicators", "none")),
        ("results.json", lambda content: content.__setitem__("parts", [[]])),
        ("numbers.json", lambda content: content["numbers"].__setitem__(0, float("nan"))),
        ("numbers.json", lambda content: content.__setitem__("numbers", -1)),
    ],
)
def test_data_of_another_shape_than_ours_is_told_and_no_bug(
    name: str, change: Callable[[Any], object], lean: Clinic, altered: Put
):
    content = lean.issued().read_bytes()
    data = json.loads(tampering.attached(content, name))
    change(data)

    found = verdict(altered(tampering.with_attachment(content, name, json.dumps(data).encode(), listed=True)))

    assert found.code == 1
    assert found.rules & {"T37", "T32", "T33", "T09"}


def test_a_case_that_is_none_is_refused(report: Path, tmp_path: Path):
    assert {finding.rule for finding in refusal(report, "--case", str(tmp_path / "nowhere")).findings} == {"I01"}
