"""From draft to reviewed to issued to superseded: what each step asks for, leaves behind and refuses."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from lifecycle.conftest import CASE, FIGURES, Clinic
from reportgen.report import pdf
from reportgen.report.lint.found import found
from shell import reportgen


def words(path: Path, page: int | None = None) -> str:
    document = pypdfium2.PdfDocument(path)
    chosen = document if page is None else [document[page]]
    return "\n".join(each.get_textpage().get_text_range() for each in chosen)


def keywords(path: Path) -> str:
    return str(pypdfium2.PdfDocument(path).get_metadata_value("Keywords"))


def rendered(clinic: Clinic) -> Path:
    target = clinic.folder.parent / "again.pdf"
    clinic.run("render", str(clinic.folder), "--period", "2025", "-o", str(target), "--force")
    return target


@pytest.mark.serves("000-39", "001-39")
def test_a_report_goes_from_draft_to_reviewed_to_issued_and_says_so(clinic: Clinic):
    draft = rendered(clinic)
    assert "草稿" in words(draft)
    assert "not yet reviewed" in keywords(draft)

    clinic.reviewed()
    reviewed = rendered(clinic)
    assert "送审稿" in words(reviewed)
    assert "reviewed, not yet issued" in keywords(reviewed)

    clinic.issue()
    text = words(clinic.issued())
    assert not re.search("草稿|送审稿|DRAFT", text)
    assert "2026-01-12" in text
    assert "XH-2025-001" in keywords(clinic.issued())
    assert "已签发" in keywords(clinic.issued())
    for name in "甲乙丙":
        assert name in text


@pytest.mark.slow
@pytest.mark.serves("001-39")
def test_a_role_that_has_not_approved_yet_stands_blank_but_for_its_name(clinic: Clinic):
    clinic.review("preparer", day="2026-01-09")

    text = words(rendered(clinic))

    assert text.count("2026-01-09") == 1


@pytest.mark.serves("000-22")
def test_an_issued_report_renders_again_to_its_very_bytes(hospital: Clinic):
    assert rendered(hospital).read_bytes() == hospital.issued().read_bytes()


@pytest.mark.slow
def test_the_journal_names_who_when_and_the_digests(clinic: Clinic):
    clinic.reviewed(day="2026-01-10T09:30+08:00")
    clinic.issue()

    first, second, third = clinic.journal
    assert (first["who"], first["role"], first["what"], first["when"]) == (
        "甲", "preparer", "review", "2026-01-10T09:30:00+08:00",
    )  # fmt: skip
    assert "commentary/2025/01.zh.md" in first["parts"]
    assert first["subject"] == second["subject"] == third["content"]
    assert third["subject"] == hashlib.sha256(clinic.issued().read_bytes()).hexdigest()
    lines = (clinic.folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
    assert third["previous"] == hashlib.sha256(lines[1]).hexdigest()
    assert clinic.results()["standing"]["journal"] == third["previous"]


@pytest.mark.serves("001-40")
def test_an_issue_names_every_approval_that_is_missing(clinic: Clinic):
    before = clinic.files()

    told = clinic.issue(code=1)

    assert re.findall(r"J\d\d", told) == ["J11", "J11"]
    assert "Prepared by" in told
    assert "Reviewed by" in told
    assert clinic.files() == before


@pytest.mark.slow
def test_the_last_role_may_approve_by_issuing_but_never_the_only_one(clinic: Clinic):
    clinic.describe(CASE.replace("[preparer, reviewer, director]", "[director]"))

    assert "J16" in clinic.issue(code=1)
    clinic.review("reviewer")
    clinic.issue()


def test_nobody_holds_two_duties_that_check_each_other(clinic: Clinic):
    clinic.review("preparer")
    clinic.review("reviewer", "--by", "甲")

    assert "J15" in clinic.issue(code=1)


@pytest.mark.slow
@pytest.mark.serves("000-39")
def test_commentary_that_nobody_reviewed_stops_the_issue(clinic: Clinic):
    clinic.reviewed()
    clinic.comment("另有一事。", "02.zh.md")
    clinic.comment("一切正常!")

    told = clinic.issue(code=1)

    assert set(re.findall(r"(commentary/\S+) J14", told)) == {"commentary/2025/01.zh.md", "commentary/2025/02.zh.md"}
    clinic.reviewed()
    clinic.issue()


def test_figures_that_changed_after_the_review_stop_the_issue(clinic: Clinic):
    clinic.reviewed()
    clinic.figures(FIGURES.replace(",100", ",101"))

    assert "the figures read" in clinic.issue(code=1)


@pytest.mark.slow
def test_a_later_period_in_the_data_changes_no_reviewed_report(hospital: Clinic):
    hospital.figures(FIGURES + "small,2026,current_assets,120\n")

    assert "issued" in keywords(rendered(hospital))


def test_templates_and_definitions_of_the_case_belong_to_what_was_reviewed(clinic: Clinic):
    clinic.reviewed()
    (clinic.folder / "styles").mkdir()
    (clinic.folder / "styles" / "tables.css").write_text("/* none */", encoding="utf-8")

    assert "styles/tables.css" in clinic.issue(code=1)


@pytest.mark.slow
def test_a_rejection_holds_until_the_role_approves(clinic: Clinic):
    clinic.review("preparer")
    clinic.review("reviewer", "--reject", "现金对不上")

    assert "现金对不上" in clinic.issue(code=1)
    assert clinic.journal[-1]["what"] == "reject"
    clinic.review("reviewer")
    clinic.issue()


@pytest.mark.slow
def test_a_rejection_by_a_role_that_need_not_approve_counts_as_well(clinic: Clinic):
    clinic.reviewed()
    clinic.review("accountant", "--by", "丁", "--reject", "口径有误")

    assert "口径有误" in clinic.issue(code=1)


@pytest.mark.slow
@pytest.mark.serves("001-40", "000-34")
def test_errors_in_the_data_stop_the_issue(clinic: Clinic):
    clinic.figures(FIGURES.replace("current_liabilities,50\nsmall,2025", "current_liabilities,fifty\nsmall,2025"))
    clinic.reviewed()
    before = clinic.files()

    told = clinic.issue(code=1)

    assert "J10" in told
    assert clinic.files() == before


@pytest.mark.slow
def test_findings_of_the_layout_stop_the_issue(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    import dataclasses

    from reportgen.model.finding import Finding
    from reportgen.model.place import NOWHERE
    from reportgen.pipeline import issuing

    clinic.reviewed()
    before = clinic.files()
    sound = issuing.pages

    def faulty(*words: object, **more: object) -> object:
        made = sound(*words, **more)  # type: ignore[arg-type]
        fields = {field.name: getattr(made, field.name) for field in dataclasses.fields(made)}
        return type("Faulty", (), fields | {"findings": (Finding("R07", NOWHERE, {"message": "overflow"}),)})()

    monkeypatch.setattr(issuing, "pages", faulty)

    assert re.findall(r"[JR]\d\d", clinic.issue(code=1)) == ["J10", "R07"]
    assert clinic.files() == before


def test_weights_of_experts_who_contradict_themselves_stop_the_issue():
    from reportgen.lifecycle.standing import INCONSISTENT, troubles
    from reportgen.model.finding import Finding
    from reportgen.model.place import NOWHERE

    assert INCONSISTENT == "S29"
    found = list(troubles([Finding("S29", NOWHERE)], ()))
    assert [finding.rule for finding in found] == ["J10", "S29"]


def test_what_was_issued_is_not_issued_again(hospital: Clinic):
    before = hospital.files()

    assert "J17" in hospital.issue(code=1)
    assert hospital.files() == before


@pytest.mark.slow
def test_a_report_in_another_language_has_its_own_number(hospital: Clinic):
    hospital.issue("--lang", "en")

    assert hospital.issued("XH-2025-002").is_file()
    assert hospital.results()["standing"]["corrects"] is None


@pytest.mark.slow
@pytest.mark.serves("000-39")
def test_a_correction_names_what_it_corrects_and_every_changed_figure(hospital: Clinic):
    first = hospital.issued().read_bytes()
    hospital.figures(FIGURES.replace("small,2025,current_assets,100", "small,2025,current_assets,110"))
    hospital.reviewed(day="2026-02-01")
    hospital.supersede("XH-2025-001", "流动资产漏记10元")

    last = hospital.journal[-1]
    changes = {change["id"]: change for change in last["changes"]}
    assert (last["what"], last["number"], last["corrects"]) == ("supersede", "XH-2025-002", "XH-2025-001")
    assert (changes["current_ratio"]["before"], changes["current_ratio"]["after"]) == (2.0, 2.2)
    told = hospital.results("XH-2025-002")["standing"]["corrects"]
    assert (told["number"], told["issued"], told["why"]) == ("XH-2025-001", "2026-01-12", "流动资产漏记10元")
    assert {"id": "current_ratio", "before": "2.00", "after": "2.20"} in told["changes"]
    assert hospital.issued().read_bytes() == first
    assert "issued" in keywords(rendered(hospital))


@pytest.mark.slow
def test_the_report_that_was_corrected_says_so_when_its_figures_are_rendered_again(hospital: Clinic):
    changed = FIGURES.replace("small,2025,current_assets,100", "small,2025,current_assets,110")
    hospital.figures(changed)
    hospital.reviewed(day="2026-02-01")
    hospital.supersede("XH-2025-001", "漏记")
    hospital.figures(FIGURES)

    again = rendered(hospital)

    assert "已替代" in words(again)
    assert "superseded by XH-2025-002" in keywords(again)


@pytest.mark.slow
def test_a_correction_is_of_the_report_in_force_and_changes_something(hospital: Clinic):
    assert "J20" in hospital.supersede("XH-2025-001", "无", code=1)
    assert "J26" in hospital.supersede("XH-2025-009", "无", code=2)
    assert "J25" in hospital.supersede("XH-2025-001", "  ", code=2)
    hospital.comment("补充说明。")
    hospital.reviewed(day="2026-02-01")
    hospital.supersede("XH-2025-001", "补充说明")
    assert "J18" in hospital.supersede("XH-2025-001", "再次", code=1)
    assert hospital.journal[-1].get("changes", []) == []


@pytest.mark.slow
def test_an_issued_report_is_no_restatement_once_it_is_corrected(hospital: Clinic):
    hospital.figures(FIGURES.replace("small,2025,current_assets,100", "small,2025,current_assets,110"))
    said = hospital.run("check", str(hospital.folder))
    assert "W30" in said
    assert "reportgen supersede" in said
    hospital.reviewed(day="2026-02-01")
    hospital.supersede("XH-2025-001", "漏记")

    assert "W30" not in hospital.run("check", str(hospital.folder))


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{type}-{period}-{serial:03}", "BOARD-2025-001"),
        ("小河医财〔{year}〕{serial}号", "小河医财〔2025〕1号"),
        ("{prefix}{entity}{serial:2}", "XHsmall 1"),
    ],
)
@pytest.mark.slow
def test_numbers_follow_the_pattern_of_the_case(pattern: str, number: str, clinic: Clinic):
    clinic.describe(CASE + f'report_number: "{pattern}"\n')
    clinic.reviewed()
    clinic.issue()

    assert clinic.issued(number).is_file()


@pytest.mark.parametrize(
    "pattern",
    ["{period}", "{serial", "{serial!r}", "{serial:>9999}", "{serial.real}", "{month}-{serial}", "a/{serial}",
     "{period:x}{serial}", "{}{serial}", "..{serial}", "{serial}."],
)  # fmt: skip
def test_a_pattern_that_gives_no_number_is_refused_at_its_line(pattern: str, clinic: Clinic):
    clinic.describe(CASE + f'report_number: "{pattern}"\n')

    assert f"case.yaml:{len(CASE.splitlines()) + 1}:17 J01" in clinic.run("check", str(clinic.folder), code=3)


def test_a_role_that_there_is_not_is_answered_with_the_nearest(clinic: Clinic):
    assert "reviewer" in clinic.review("reviewr", code=2)
    clinic.describe(CASE.replace("[preparer,", "[preparar,"))
    assert "D08" in clinic.run("check", str(clinic.folder), code=3)


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "2026-01-10T09:30", "20260110", "2026-01-10T25:00+08:00"])
def test_a_date_is_a_day_of_the_calendar_or_a_time_with_its_zone(day: str, clinic: Clinic):
    assert "J07" in clinic.review("preparer", day=day, code=2)
    assert clinic.journal == []


def test_somebody_does_it(clinic: Clinic):
    assert "J09" in clinic.review("accountant", code=2)


def test_the_date_of_a_reproducible_build_is_taken(clinic: Clinic, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768000000")
    clinic.run("review", str(clinic.folder), "--period", "2025", "--role", "reviewer")

    assert clinic.journal[0]["when"] == "2026-01-09T23:06:40+00:00"


@pytest.mark.parametrize(("harm", "rule"), [("altered", "J23"), ("gone", "J22"), ("forgotten", "J24")])
def test_issued_files_and_journal_are_held_against_each_other(harm: str, rule: str, hospital: Clinic):
    if harm == "altered":
        hospital.issued().write_bytes(hospital.issued().read_bytes() + b"\n")
    elif harm == "gone":
        hospital.issued().unlink()
    else:
        lines = (hospital.folder / "journal.jsonl").read_bytes().splitlines(keepends=True)
        (hospital.folder / "journal.jsonl").write_bytes(b"".join(lines[:2]))

    assert f"issued/XH-2025-001.pdf · {rule}" in hospital.run("check", str(hospital.folder), code=1)


@pytest.mark.slow
@pytest.mark.parametrize("lines", [0, 2])
def test_nothing_is_added_to_a_journal_that_was_cut_short_of_an_issue(lines: int, clinic: Clinic):
    clinic.reviewed()
    clinic.issue()
    journal = clinic.folder / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:lines]))
    before = clinic.files()

    assert "J24" in clinic.review("preparer", day="2026-01-20", code=1)
    assert clinic.files() == before


@pytest.mark.slow
def test_altered_results_beside_an_issued_report_stop_its_correction(clinic: Clinic):
    clinic.reviewed()
    clinic.issue()
    path = clinic.issued().with_suffix(".json")
    sound = path.read_bytes()
    assert "J62" not in clinic.run("check", str(clinic.folder))
    results = json.loads(sound)
    results["indicators"][0]["value"] = 3.0
    path.write_text(json.dumps(results), encoding="utf-8")

    assert "issued/XH-2025-001.json · J62" in clinic.run("check", str(clinic.folder), code=1)
    path.write_text("{", encoding="utf-8")
    assert "issued/XH-2025-001.json · J62" in clinic.run("check", str(clinic.folder), code=1)
    clinic.figures(FIGURES.replace("400", "410"))
    clinic.reviewed(day="2026-01-20")
    before = clinic.files()
    assert "J62" in clinic.supersede("XH-2025-001", "更正", code=1)
    assert clinic.files() == before


@pytest.mark.slow
def test_an_issue_that_cannot_be_entered_leaves_no_file(clinic: Clinic):
    clinic.reviewed(day="2026-01-20")
    before = clinic.files()

    assert "J06" in clinic.issue(day="2026-01-12", code=2)
    assert clinic.files() == before


@pytest.mark.slow
def test_the_issued_results_keep_their_published_schema(clinic: Clinic):
    import json
    from importlib.resources import files

    from jsonschema import Draft202012Validator

    clinic.reviewed()
    clinic.issue()
    clinic.figures(FIGURES.replace(",100", ",110"))
    clinic.reviewed(day="2026-02-01")
    clinic.supersede("XH-2025-001", "漏记")
    schema = Draft202012Validator(
        json.loads(files("reportgen.export").joinpath("schemas", "results-1.json").read_text(encoding="utf-8"))
    )

    assert list(schema.iter_errors(clinic.results())) == []
    assert list(schema.iter_errors(clinic.results("XH-2025-002"))) == []


@pytest.mark.slow
def test_pages_that_break_a_rule_of_layout_are_told_of_a_draft_and_not_issued(clinic: Clinic):
    styles = clinic.folder / "styles"
    styles.mkdir()
    built_in = Path(__file__).parents[2] / "styles" / "components.css"
    (styles / "components.css").write_text(built_in.read_text("utf-8") + "\np { color: #FF8888 }\n", "utf-8")
    clinic.reviewed()

    told = clinic.run("render", str(clinic.folder), "--period", "2025", "-o", str(clinic.folder / "a.pdf"), code=1)
    refused = clinic.issue(code=1)

    assert "L15" in told
    assert "J10" in refused
    assert "L15" in refused
    assert not (clinic.folder / "issued").exists() or not list((clinic.folder / "issued").iterdir())


@pytest.mark.slow
def test_pages_that_the_program_itself_laid_out_badly_are_told_as_its_fault_and_issued(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
):
    fault = found("L05", 1, "1", share=12)
    plain = pdf.write_pdf
    monkeypatch.setattr(pdf, "write_pdf", lambda *given, **more: replace(plain(*given, **more), findings=(fault,)))
    clinic.reviewed()

    told = clinic.run("render", str(clinic.folder), "--period", "2025", "-o", str(clinic.folder / "a.pdf"))
    clinic.issue()

    assert "L05" in told
    assert "the report can be issued" in told
    assert clinic.issued().exists()


def test_who_reviews_is_told_beforehand_what_would_stop_the_issue(clinic: Clinic):
    assert "cannot be issued" not in clinic.review("preparer", day="2026-01-10")

    clinic.figures(FIGURES.replace("current_assets,100", "current_assets,hundred"))
    told = clinic.review("reviewer", day="2026-01-10")

    assert "J10" in told
    assert "cannot be issued" in told


def test_a_fault_in_the_words_of_a_report_is_told_once_by_the_check_and_by_each_review(clinic: Clinic):
    clinic.comment("{{ no_such }}")
    told = [clinic.run("check", str(clinic.folder), code=1)]
    told += [clinic.review(role) for role in ("preparer", "reviewer")]

    assert [said.count("B01") for said in told] == [1, 1, 1]


def test_who_reviews_in_a_second_role_is_told_at_once(clinic: Clinic):
    clinic.review("preparer", "--by", "甲", day="2026-01-10")
    told = clinic.review("reviewer", "--by", "甲", day="2026-01-10")

    assert "J15" in told


@pytest.mark.slow
def test_who_reviews_is_told_of_pages_of_the_case_that_would_stop_the_issue(clinic: Clinic):
    styles = clinic.folder / "styles"
    styles.mkdir()
    built_in = Path(__file__).parents[2] / "styles" / "components.css"
    (styles / "components.css").write_text(built_in.read_text("utf-8") + "\np { color: #FF8888 }\n", "utf-8")

    told = clinic.review("preparer")

    assert "J10" in told
    assert "L15" in told


@pytest.mark.slow
def test_a_report_that_something_stops_is_not_said_to_be_ready(clinic: Clinic):
    clinic.reviewed()
    assert "It can be issued" in clinic.review("director")

    clinic.issue()
    told = clinic.review("director", day="2026-01-13")

    assert "J17" in told
    assert "It can be issued" not in told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("lang", "approved", "issued"), [("zh", "审核通过", "已签发"), ("en", "approved", "issued")], ids=["zh", "en"]
)
def test_reviewing_and_issuing_speak_the_language_that_the_command_asks_for(
    clinic: Clinic, lang: str, approved: str, issued: str
):
    other = {"zh": "en", "en": "zh"}[lang]

    def said(command: str, role: str) -> str:
        about = (clinic.folder, "--period", "2025", "--role", role, "--date", "2026-01-10", "--lang", lang)
        done = reportgen(command, *about, language=other)
        assert done.returncode == 0, done.stderr
        return done.stderr.lower()

    assert approved in said("review", "preparer")
    assert approved in said("review", "reviewer")
    assert issued in said("issue", "director")


@pytest.mark.slow
@pytest.mark.parametrize("described", [CASE, CASE[: CASE.index("signatories:")]], ids=["named", "nobody"])
def test_the_command_that_a_review_ends_with_issues_the_report(clinic: Clinic, described: str):
    """It said `reportgen issue`, which asked for --role or --by (J09)."""
    clinic.describe(described)
    if "signatories:" in described:
        clinic.reviewed()
        told = clinic.review("director")
    else:
        told = clinic.review("reviewer", "--by", "王 五")

    line = next(line for line in told.splitlines() if "It can be issued" in line)
    command = shlex.split(line.partition(": ")[2].partition(" (where")[0])

    assert command[:2] == ["reportgen", "issue"]
    assert "Issued" in clinic.run(*command[1:])
