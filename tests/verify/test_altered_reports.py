"""A report that was altered anywhere is found out, and what was altered is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from verify import tampering
from verify.conftest import told, verdict

Put = Callable[[bytes], Path]


@pytest.mark.serves("003-079", "001-31")
@pytest.mark.usefixtures("made_apart")
def test_a_report_holds_by_what_it_carries_alone(report: Path):
    found = verdict(report)

    assert found.code == 0
    assert found.content["holds"]
    assert {name for name, answer in found.answers.items() if answer == "holds"} >= {
        "enclosed", "sources", "definitions", "results", "numbers", "pages", "drawing", "about", "structure"
    }  # fmt: skip
    assert found.answers["journal"] == "open"
    checks = {check["id"]: check for check in found.content["checks"]}
    assert checks["drawing"]["detail"]["en"].startswith("byte for byte the file made anew")
    assert checks["pages"]["facts"]["count"] > 50


@pytest.mark.usefixtures("made_before")
def test_the_answer_is_told_in_both_languages(report: Path):
    done = told(str(report), "--lang", "zh-en")

    assert done.exit_code == 0
    assert "核验通过：XH-2025-001" in done.stdout
    assert "Verified: XH-2025-001" in done.stdout
    assert "逐字节相同" in done.stdout


@pytest.mark.usefixtures("made_before")
def test_a_digit_altered_on_a_page_is_named_with_page_and_place(report: Path, altered: Put):
    content, page = tampering.with_printed(report.read_bytes(), "0.04", "0.05")

    found = verdict(altered(content))

    assert found.code == 1
    assert found.answers["pages"] == "fails"
    (difference,) = found.facts("T10")
    assert difference["page"] == page == 1
    assert (difference["found"], difference["due"]) == ("0.05", "0.04")
    assert 10 < difference["left"] < 200
    assert 30 < difference["top"] < 290
    assert "mm from the left" in difference["said"]


@pytest.mark.usefixtures("made_before")
def test_a_line_laid_over_a_page_is_named_though_no_word_changed(report: Path, altered: Put):
    def cover(document: pikepdf.Pdf) -> None:
        document.pages[1].contents_add(document.make_stream(b"/Artifact BMC 1 1 1 rg 0 0 400 400 re f EMC"))

    found = verdict(altered(tampering.changed(report.read_bytes(), cover)))

    assert found.answers["pages"] == "holds"
    assert [fact["page"] for fact in found.facts("T11")] == [2]


@pytest.mark.parametrize("listed", [False, True], ids=["alone", "with its digest forged"])
@pytest.mark.usefixtures("made_before")
def test_a_digit_altered_in_the_results_is_named(
    listed: bool,  # noqa: FBT001
    report: Path,
    altered: Put,
):
    before = tampering.attached(report.read_bytes(), "results.json")
    row = next(one for one in json.loads(before)["indicators"] if one["id"] == "current_ratio")
    assert row["value"] == 2.0
    at = before.index(b'"current_ratio"')
    after = before[:at] + before[at:].replace(b'"value": 2.0,', b'"value": 3.0,', 1)

    found = verdict(altered(tampering.with_attachment(report.read_bytes(), "results.json", after, listed=listed)))

    assert found.code == 1
    (difference,) = found.facts("T08")
    assert difference["name"] == "indicators/current_ratio/value"
    assert (difference["found"], difference["due"]) == ("3.0", "2.0")
    assert ("T02" in found.rules) != listed


@pytest.mark.slow
@pytest.mark.parametrize("listed", [False, True], ids=["alone", "with its digest forged"])
def test_a_digit_altered_in_an_input_is_named_and_so_is_every_number_that_rests_on_it(
    listed: bool,  # noqa: FBT001 - a parameter of the test
    report: Path,
    altered: Put,
):
    name = "data__figures.csv"
    before = tampering.attached(report.read_bytes(), name)
    after = before.replace(b"total_assets,400", b"total_assets,900")

    found = verdict(altered(tampering.with_attachment(report.read_bytes(), name, after, listed=listed)))

    assert found.code == 1
    assert {"page": 1, "found": "0.04", "due": "0.09"}.items() <= found.facts("T10")[0].items()
    assert ("T05" in found.rules) != listed
    if not listed:
        assert found.facts("T05")[0]["name"] == "data/figures.csv"
        assert found.facts("T02")[0]["name"] == name


@pytest.mark.usefixtures("made_before")
def test_an_altered_definition_is_named(report: Path, altered: Put):
    before = tampering.attached(report.read_bytes(), "definitions.json")
    content = json.loads(before)
    content["indicators"]["current_ratio"]["formula"] = "current_assets / total_assets"
    after = json.dumps(content, ensure_ascii=False).encode()

    found = verdict(altered(tampering.with_attachment(report.read_bytes(), "definitions.json", after, listed=True)))

    (difference,) = found.facts("T07")
    assert (difference["name"], difference["part"]) == ("indicators/current_ratio", "formula")
    assert difference["found"] == "current_assets / total_assets"
    assert difference["due"] == "current_assets / current_liabilities"


@pytest.mark.usefixtures("made_before")
def test_an_altered_number_of_the_passport_is_named_with_its_page(report: Path, altered: Put):
    before = tampering.attached(report.read_bytes(), "numbers.json")
    after = before.replace(b'"value": 400', b'"value": 401', 1)

    found = verdict(altered(tampering.with_attachment(report.read_bytes(), "numbers.json", after, listed=True)))

    (difference,) = found.facts("T09")
    assert (difference["name"], difference["page"]) == ("item.total_assets", 1)
    assert float(difference["found"]) == 401


@pytest.mark.usefixtures("made_before")
def test_an_altered_basis_of_a_section_is_named(report: Path, altered: Put):
    before = json.loads(tampering.attached(report.read_bytes(), "numbers.json"))
    section, basis = next((key, one) for key, one in before["sections"].items() if one["sheets"])
    basis["sheets"][0] = "elsewhere.xlsx"
    after = json.dumps(before, ensure_ascii=False, indent=1).encode()

    found = verdict(altered(tampering.with_attachment(report.read_bytes(), "numbers.json", after, listed=True)))

    (difference,) = found.facts("T08")
    assert difference["name"] == f"sections/{section}/sheets/0"
    assert (difference["file"], difference["found"]) == ("numbers.json", "elsewhere.xlsx")


@pytest.mark.usefixtures("made_before")
def test_files_taken_out_or_put_in_are_named(report: Path, altered: Put):
    content = tampering.without_attachment(report.read_bytes(), "commentary__2025__01.zh.md")

    found = verdict(altered(content))

    assert found.facts("T01")[0]["name"] == "commentary__2025__01.zh.md"
    assert found.facts("T06")[0]["names"] == ["commentary/2025/01.zh.md"]
    assert found.answers["sources"] == "open"

    def more(document: pikepdf.Pdf) -> None:
        document.attachments["other.txt"] = b"other"

    found = verdict(altered(tampering.changed(report.read_bytes(), more)))
    assert found.facts("T03")[0]["name"] == "other.txt"


def _another(document: pikepdf.Pdf, content: bytes = b"another") -> pikepdf.Object:
    """A specification of a file that calls itself results.json."""
    stream = document.make_stream(content, Type=pikepdf.Name.EmbeddedFile, Subtype=pikepdf.Name("/application/json"))
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Filespec, F="results.json", UF="results.json", AFRelationship=pikepdf.Name.Data,
            EF=pikepdf.Dictionary(F=stream),
        )
    )  # fmt: skip


def _on_a_page(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9],
                              FS=_another(document))  # fmt: skip
    page = document.pages[0].obj
    page.Annots = pikepdf.Array([*page.get("/Annots", []), document.make_indirect(note)])


def _two_contents(document: pikepdf.Pdf) -> None:
    document.Root.AF[0].EF.UF = _another(document).EF.F


def _no_file(document: pikepdf.Pdf) -> None:
    document.Root.AF.append(document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="x", UF="x")))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda document: document.Root.AF.append(_another(document)), "not on the list of attachments"),
        (_on_a_page, "not on the list of attachments"),
        (_no_file, "not on the list of attachments"),
        (lambda document: document.Root.__delitem__("/AF"), "not on the list of attachments"),
        (_two_contents, "two contents or two names"),
        (lambda document: setattr(document.Root.AF[0], "F", pikepdf.String("other")), "two contents or two names"),
    ],
    ids=["associated alone", "on a page", "association without a file", "not associated", "two contents", "two names"],
)
@pytest.mark.usefixtures("made_before")
def test_a_file_that_only_some_readers_would_show_is_told(
    change: Callable[[pikepdf.Pdf], object], said: str, report: Path, altered: Put
):
    found = verdict(altered(tampering.changed(report.read_bytes(), change)))

    assert said in "; ".join(fact["said"] for fact in found.facts("T26"))


@pytest.mark.usefixtures("made_before")
def test_bytes_behind_a_report_are_told_though_every_page_is_the_same(report: Path, altered: Put):
    found = verdict(altered(report.read_bytes() + b"\n% a remark\n"))

    assert found.facts("T13")[0]["bytes"] == len(b"\n% a remark\n")
    assert found.answers["pages"] == "holds"


@pytest.mark.usefixtures("made_before")
def test_a_copy_saved_by_another_program_is_told(report: Path, altered: Put):
    found = verdict(altered(tampering.changed(report.read_bytes(), lambda _: None)))

    assert found.code == 1
    assert found.answers["pages"] == found.answers["results"] == "holds"
    assert found.rules == {"T13"}


@pytest.mark.usefixtures("made_before")
def test_a_report_with_a_page_less_is_told(report: Path, altered: Put):
    found = verdict(altered(tampering.changed(report.read_bytes(), lambda document: document.pages.__delitem__(1))))

    (fact,) = found.facts("T12")
    assert (fact["found"], fact["due"]) == (1, 2)


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("no language", lambda document: document.Root.__delitem__("/Lang")),
        ("not marked", lambda document: document.Root.__delitem__("/MarkInfo")),
        ("not tagged", lambda document: document.Root.__delitem__("/StructTreeRoot")),
        ("no colour profile", lambda document: document.Root.__delitem__("/OutputIntents")),
        ("no bookmarks", lambda document: document.Root.__delitem__("/Outlines")),
    ],
)
@pytest.mark.usefixtures("made_before")
def test_a_structure_that_breaks_the_standards_is_told(
    what: str, change: Callable[[object], object], report: Path, altered: Put
):
    found = verdict(altered(tampering.changed(report.read_bytes(), change)))

    assert found.answers["structure"] == "fails", what
    assert "T26" in found.rules


@pytest.mark.usefixtures("made_before")
def test_a_report_of_another_version_is_compared_by_its_numbers(report: Path, altered: Put):
    about = tampering.manifest(report.read_bytes()) | {"program": "9.9.9"}
    after = json.dumps(about, ensure_ascii=False).encode()

    found = verdict(altered(tampering.with_attachment(report.read_bytes(), "manifest.json", after)))

    assert found.facts("T15")[0]["found"] == "9.9.9"
    assert found.answers["drawing"] == "open"
    assert found.answers["pages"] == "holds"
