"""`month new`: what the next period needs is made, nothing that is there is touched, and the rest is told."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
import yaml

from reportgen import pipeline
from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.export.blank_forms import register_workbook
from reportgen.lifecycle import Subject
from reportgen.pipeline.issuing import in_the_way
from shell import ROOT, reportgen
from year.years import commentary, fill, hospital

FORMS = "data/2026/2026年11月报表.xlsx"
DRAFT = "commentary/2026-11/01.zh.md"
LETTER = """\
submission:
  letters:
    "2026-10":
      number: 小医财〔2026〕8号
      signer: 甲
      measures:
        - {action: {zh: 催收, en: collect}, due: "2026-12-31"}
        - {action: {zh: 对账, en: reconcile}, due: "2026-10-20"}
"""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = hospital(tmp_path / "small", LETTER)
    commentary(folder, "2026-10", "十月流动比率为 {{ current_ratio }}，上升。\n")
    return folder


def test_forms_and_draft_are_made_beside_those_of_last_month(case: Path):
    before = contents(case)

    done = reportgen("month", "new", "2026-11", case)

    assert done.returncode == 0, done.stderr
    after = contents(case)
    assert set(after) - set(before) == {FORMS, DRAFT}
    assert before.items() <= after.items()
    assert FORMS in done.stdout
    assert DRAFT in done.stdout
    assert "{{ current_ratio }}" in after[DRAFT].decode()
    assert "[?十月?]" in after[DRAFT].decode()


def test_a_form_that_was_filled_in_is_read_for_its_month(case: Path):
    reportgen("month", "new", "2026-11", case)
    assert "2026-11" not in {one.period for one in pipeline.check(case).reading.dataset.forms}

    (case / FORMS).write_bytes(fill((case / FORMS).read_bytes()))

    found = {one.form for one in pipeline.check(case).reading.dataset.forms if one.period == "2026-11"}
    assert found == {"会政财01", "会政财02"}


def test_figures_on_no_form_have_a_sheet_in_the_new_workbook(case: Path):
    """Those that the scheme needs at first; then those that lay in the workbook of the month before."""
    reportgen("month", "new", "2026-11", case)
    book = openpyxl.load_workbook(case / FORMS)
    sheet = book["补充资料和运营数据"]
    names = [row[0].value for row in sheet.iter_rows(min_row=5)]
    assert {"实际占用总床日数", "出院人数", "利息费用"} <= {*names}

    (case / FORMS).write_bytes(fill((case / FORMS).read_bytes()))
    book = openpyxl.load_workbook(case / FORMS)
    for row in book["补充资料和运营数据"].iter_rows(min_row=5):
        row[2].value, row[3].value = (300, 3300) if row[0].value in {"利息费用", "出院人数"} else (None, None)
    book.save(case / FORMS)
    reportgen("month", "new", "2026-12", case)
    then = openpyxl.load_workbook(case / FORMS.replace("11", "12"))["补充资料和运营数据"]

    assert [row[0].value for row in then.iter_rows(min_row=5)] == ["利息费用", "出院人数"]


def test_called_again_it_makes_what_is_missing_and_touches_nothing(case: Path):
    reportgen("month", "new", "2026-11", case)
    (case / DRAFT).write_text("改好了。", encoding="utf-8")
    (case / FORMS).unlink()

    done = reportgen("month", "new", case, "2026-11", language="zh")

    assert done.returncode == 0
    assert (case / DRAFT).read_text(encoding="utf-8") == "改好了。"
    assert (case / FORMS).exists()
    made, there = done.stdout.split("已有、没有动的", 1)
    assert FORMS in made
    assert DRAFT not in made
    assert DRAFT in there


def test_the_month_before_is_none_the_worse_for_the_draft(case: Path):
    before = pipeline.quality(pipeline.check(case))
    reportgen("month", "new", "2026-11", case)

    checked = pipeline.check(case)

    assert pipeline.quality(checked) == before
    told = [finding for finding in checked.findings if finding.rule == "B07"]
    assert [(finding.place.file, finding.facts["count"]) for finding in told] == [(DRAFT, 3)]


def test_a_register_of_its_own_month_is_made_blank_and_is_none_of_the_month_before(case: Path):
    catalog = load_catalog()
    path = case / "business" / "2026年10月科室.xlsx"
    path.parent.mkdir()
    book = openpyxl.load_workbook(
        io.BytesIO(register_workbook([catalog.registers["departments"]], catalog, "小河医院", "2026年10月"))
    )
    book.active.cell(5, 1, "内科")
    book.active.cell(5, 2, "临床服务类")
    book.active.cell(5, 8, 1000)
    book.save(path)
    before = pipeline.check(case)
    assert before.reading.registers["departments"].periods("small") == ("2026-10",)

    reportgen("month", "new", "2026-11", case)

    made = "business/2026年11月科室.xlsx"
    assert made in contents(case)
    checked = pipeline.check(case)
    assert [(one.place.file, one.facts["period"]) for one in checked.findings if one.rule == "K22"] == [
        (made, "2026-11")
    ]
    assert pipeline.quality(checked) == pipeline.quality(before)
    found = json.loads(reportgen("status", case, "-p", "2026-11", "--format", "json").stdout)["hospitals"][0]
    assert {one["id"]: one["state"] for one in found["due"]}["departments"] == "blank"


def test_the_letter_is_a_block_that_case_yaml_takes(case: Path):
    done = reportgen("month", "new", "2026-11", case)

    block = done.stdout[done.stdout.index('    "2026-11":') :]
    letter = yaml.safe_load(block)["2026-11"]
    assert letter["signer"] == "甲"
    assert [measure["action"]["zh"] for measure in letter["measures"]] == ["催收"]
    text = (case / "case.yaml").read_text(encoding="utf-8")
    (case / "case.yaml").write_text(text + block, encoding="utf-8")
    assert "2026-11" in pipeline.check(case).case.file.submission.letters


def test_a_workbook_that_holds_all_months_is_gone_on_with(tmp_path: Path):
    case = hospital(tmp_path / "small")
    for path in sorted((case / "data" / "2026").iterdir()):
        path.unlink()
    rows = [f"small,2026-{month:02},{item},1000" for month in (9, 10) for item in ("current_assets", "cash_and_bank")]
    (case / "data" / "figures.csv").write_text("\n".join(["entity,period,item,value", *rows]), encoding="utf-8")

    done = reportgen("month", "new", "2026-11", case)

    assert done.returncode == 0
    assert sorted(contents(case)) == ["case.yaml", "data/figures.csv"]
    assert "Bring 2 figures of 2026-11" in done.stdout
    assert "data/figures.csv" in done.stdout


def test_a_new_hospital_begins_with_the_forms_that_its_scheme_requires(tmp_path: Path):
    case = hospital(tmp_path / "small", months=())

    assert reportgen("month", "new", "2026", case).returncode == 0

    assert "data/2026/年度报表.xlsx" in contents(case)


def test_quarters_of_a_hospital_with_months_are_not_brought(case: Path):
    done = reportgen("month", "new", "2026-Q4", case)

    assert done.returncode == 2
    assert "C74" in done.stderr


@pytest.mark.parametrize(("words", "code"), [(("2026-13",), "C04"), (("2026-11", "nowhere"), "I01")])
def test_what_cannot_be_is_refused_plainly(tmp_path: Path, words: tuple[str, ...], code: str):
    hospital(tmp_path / "small", months=())

    done = reportgen("month", "new", *words, cwd=tmp_path / "small")

    assert code in done.stderr
    assert done.returncode in {2, 3}


def test_nothing_is_written_through_a_link(case: Path, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (case / "commentary" / "2026-11").symlink_to(outside)

    done = reportgen("month", "new", "2026-11", case)

    assert "I06" in done.stderr
    assert not list(outside.iterdir())


def test_a_draft_that_nobody_revised_stops_the_issue_of_its_month_alone(tmp_path: Path):
    case = ROOT / "tests" / "cases" / "clinic"
    for path in (one for one in case.rglob("*") if one.is_file()):
        target = tmp_path / "clinic" / path.relative_to(case)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    clinic = tmp_path / "clinic"

    def grave(text: str, period: str) -> list[str]:
        commentary(clinic, period, text)
        material = pipeline.evaluate(pipeline.check(clinic), period="2025")
        found = in_the_way(material, Subject("board", "clinic", "2025", "zh"))
        (clinic / "commentary" / period / "01.zh.md").unlink()
        return [finding.rule for finding in found]

    assert "B07" in grave("[?上升?]", "2025")
    assert "B07" not in grave("[?上升?]", "2026")
    assert "B07" not in grave("上升", "2025")


def test_json_names_the_draft(case: Path):
    reportgen("month", "new", "2026-11", case)

    found = json.loads(reportgen("check", case, "--format", "json").stdout)["findings"]

    assert [one["severity"] for one in found if one["rule"] == "B07"] == ["warning"]


def test_commentary_of_no_language_or_period_is_left_alone(case: Path):
    (case / "commentary" / "notes.txt").write_text("x", encoding="utf-8")
    (case / "commentary" / "drafts").mkdir()

    assert reportgen("month", "new", "2026-11", case).returncode == 0


def test_a_case_that_cannot_be_read_is_refused_whole(case: Path):
    (case / "case.yaml").write_text("entity: 3", encoding="utf-8")

    with pytest.raises(Refused):
        pipeline.check(case)
    assert reportgen("month", "new", "2026-11", case).returncode == 3
    assert not (case / FORMS).exists()
