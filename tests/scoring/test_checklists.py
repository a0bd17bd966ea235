"""Checklists: rows that a scheme names, filled in with mark, evidence and inspector, and judged upper, middle or lower."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from typer.testing import CliRunner

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog
from reportgen.cli.app import app
from reportgen.export import results
from reportgen.model.schemes import Grade

SCHEMA = Path(__file__).parents[2] / "reportgen" / "export" / "schemas" / "results-1.json"
CASE = """entity: {{id: h, name: {{zh: 某医院, en: A hospital}}}}
scheme: {scheme}
illustrative: true
"""
HEAD = ["检查项目", "得分", "满分", "依据", "检查人"]

Row = tuple[str, object, object, str, str]


def inspected(folder: Path, scheme: str, rows: list[Row], stated: str = "期间：2026年") -> Path:
    """A case with one filled checklist as text."""
    (folder / "checklists").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE.format(scheme=scheme), encoding="utf-8")
    lines = [[stated], HEAD, *rows]
    text = "\n".join(",".join(str(cell) for cell in line) for line in lines)
    (folder / "checklists" / "a.csv").write_text(text, encoding="utf-8")
    return folder


def judged(folder: Path) -> Material:
    return pipeline.evaluate(pipeline.check(folder))


def rows_of(scheme: str, mark: float = 80) -> list[Row]:
    parts = load_catalog().schemes[scheme].parts.values()
    return [(name, mark, 100, f"file {place}", "Li") for part in parts for place, name in enumerate(part.indicators)]


@pytest.mark.serves("001-41")
def test_internal_control_scores_and_grades_and_shows_its_evidence(tmp_path: Path):
    rows = rows_of("internal_control_checklist")
    rows[0] = ("内部控制组织与职责分工", 95, 100, "内控领导小组文件", "李某")
    case = inspected(tmp_path / "case", "internal_control_checklist", rows)
    found = judged(case)

    assert found.evaluation.score == pytest.approx(80 + 15 * 0.4 * 0.3)
    assert found.evaluation.grade is Grade.FAIR
    first = found.evaluation.indicator("control_organisation")
    assert (first.evidence, first.inspector) == ("内控领导小组文件", "李某")
    shown = CliRunner().invoke(app, ["evaluate", str(case), "--lang", "zh"]).output
    assert "内控领导小组文件" in shown
    assert "综合得分: 81.80 中" in shown


@pytest.mark.serves("003-164")
def test_the_work_plan_of_capital_works_is_a_row_with_evidence(tmp_path: Path):
    rows = rows_of("capital_works_checklist")
    rows[0] = ("施工组织设计", 90, 100, "批准的施工组织设计", "王某")
    found = judged(inspected(tmp_path / "case", "capital_works_checklist", rows))
    document = results.document(found)

    row = next(one for one in document["indicators"] if one["id"] == "work_plan")
    assert (row["score"], row["evidence"], row["inspector"]) == (90.0, "批准的施工组织设计", "王某")
    assert document["score"] == pytest.approx(80 + 10 * 0.3)
    assert document["grade_name"] == {"zh": "中", "en": "Middle"}


@pytest.mark.serves("003-168", "003-171")
def test_outsourced_contracts_are_reviewed_in_six_points_beside_the_overall_row_of_table_two(tmp_path: Path):
    scheme = load_catalog().schemes["outsourcing_checklist"]
    assert len(scheme.parts["contract"].indicators) == 6
    assert list(scheme.parts["management"].indicators) == ["subcontract_management_score"]

    rows = rows_of("outsourcing_checklist", 90)
    rows[2] = ("contract_price", 30, 100, "no terms for claims", "Wang")
    found = judged(inspected(tmp_path / "case", "outsourcing_checklist", rows)).evaluation

    assert [part.score for part in found.parts] == pytest.approx([80.0, 90.0])
    assert found.score == pytest.approx(0.6 * 80 + 0.4 * 90)


@pytest.mark.serves("003-175", "003-178")
@pytest.mark.parametrize("identifier", ["materials_checklist", "indirect_cost_checklist"])
def test_tables_whose_rows_were_never_published_have_one_overall_row(identifier: str, tmp_path: Path):
    scheme = load_catalog().schemes[identifier]
    rows = [name for part in scheme.parts.values() for name in part.indicators]
    assert len(rows) == 1
    assert scheme.note is not None
    assert "未发表" in scheme.note.zh

    case = inspected(tmp_path / "case", identifier, rows_of(identifier, 88))
    shown = CliRunner().invoke(app, ["evaluate", str(case), "--lang", "en"]).output
    assert "88.0" in shown
    assert "file 0" in shown
    assert "Overall score: 88.00 Upper" in shown


@pytest.mark.serves("003-167", "003-180")
def test_a_hospital_writes_its_own_rows_in_its_scheme_alone(tmp_path: Path):
    case = inspected(
        tmp_path / "case", "own_check", [("高值耗材验收", 9, 10, "vouchers", "Li"), ("loss_control", 3, 5, "", "")]
    )
    (case / "schemes").mkdir()
    (case / "schemes" / "own.yaml").write_text(
        """own_check:
  name: {zh: 耗材检查, en: Consumables}
  source: 本院内部审计办法
  grades: {excellent: 85, fair: 60, poor: 0}
  grade_names: {excellent: {zh: 上, en: Upper}, fair: {zh: 中, en: Middle}, poor: {zh: 下, en: Lower}}
  pay_coefficients: {excellent: 1.2, fair: 1.0, poor: 0.8}
  abilities: {materials: {zh: 材料, en: Materials}}
  parts:
    whole:
      share: 1
      method: weighted_checklist
      weights: given
      indicators:
        acceptance: {name: {zh: 高值耗材验收, en: Acceptance}, meaning: {zh: 验收得分。, en: Mark for acceptance.}, ability: materials, weight: 0.6, full_mark: 10}
        loss_control: {name: {zh: 损耗控制, en: Losses}, meaning: {zh: 损耗得分。, en: Mark for losses.}, ability: materials, weight: 0.4, full_mark: 5}
""",
        encoding="utf-8",
    )
    found = judged(case)

    assert found.evaluation.score == pytest.approx(100 * (0.6 * 9 / 10 + 0.4 * 3 / 5))
    assert found.evaluation.grade is Grade.FAIR
    assert found.derive("acceptance").parts[0].place is not None
    shown = CliRunner().invoke(app, ["evaluate", str(case), "--lang", "zh"]).output
    assert "综合得分: 78.00 中" in shown
    assert "等级系数：1.00" in shown


@pytest.mark.serves("003-161")
def test_what_was_not_inspected_leaves_its_weight_to_the_others(tmp_path: Path):
    rows = rows_of("capital_works_checklist", 100)
    rows[0] = ("work_plan", "未检查", 100, "", "")
    rows[1] = ("target_cost", 50, 100, "ledger", "Li")
    found = judged(inspected(tmp_path / "case", "capital_works_checklist", rows)).evaluation

    row = found.indicator("work_plan")
    assert (row.value, row.effective_weight) == (None, 0)
    assert found.indicator("target_cost").effective_weight == pytest.approx(0.55)
    assert found.score == pytest.approx(0.55 * 50 + 0.45 * 100)


@pytest.mark.parametrize(
    ("row", "rule", "cell"),
    [
        (("work_plan", 101, 100, "", ""), "I66", "B3"),
        (("work_plan", -1, 100, "", ""), "I66", "B3"),
        (("work_plan", "good", 100, "", ""), "I66", "B3"),
        (("work_plan", 9, 10, "", ""), "I65", "C3"),
        (("no such row", 9, 100, "", ""), "I13", "A3"),
    ],
)
def test_a_row_that_cannot_be_right_is_told_at_its_cell_and_not_used(row: Row, rule: str, cell: str, tmp_path: Path):
    rows = rows_of("capital_works_checklist")
    rows[0] = row
    checked = pipeline.check(inspected(tmp_path / "case", "capital_works_checklist", rows))

    found = [one for one in checked.findings if one.rule == rule]
    assert [str(one.place) for one in found] == [f"checklists/a.csv › {cell}"]
    assert pipeline.evaluate(checked).evaluation.indicator("work_plan").value is None


def test_a_checklist_without_a_period_or_without_marks_is_told(tmp_path: Path):
    undated = inspected(tmp_path / "one", "capital_works_checklist", rows_of("capital_works_checklist"), "检查表")
    assert {one.rule for one in pipeline.check(undated).findings} >= {"I64"}

    other = inspected(tmp_path / "two", "capital_works_checklist", rows_of("capital_works_checklist"))
    (other / "checklists" / "b.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert "I67" in {one.rule for one in pipeline.check(other).findings}


def test_a_workbook_with_a_column_of_departments_serves_many(tmp_path: Path):
    case = inspected(tmp_path / "case", "materials_checklist", [("material_control_score", 70, 100, "", "")])
    (case / "case.yaml").write_text("scheme: materials_checklist\nillustrative: true\n", encoding="utf-8")
    (case / "checklists" / "a.csv").unlink()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["科室", "期间", "检查项目", "得分", "依据"],
        ["内科", "2026-10", "材料控制得分", 90, "a"],
        ["外科", "2026-10", "材料控制得分", 50, "b"],
    ):
        sheet.append(row)
    book.save(case / "checklists" / "a.xlsx")

    found = pipeline.evaluate_all(pipeline.check(case), period="2026-10")
    assert {one.entity: one.evaluation.score for one in found} == {"内科": 90.0, "外科": 50.0}
    assert {one.evaluation.indicators[0].evidence for one in found} == {"a", "b"}


def test_results_of_a_checklist_keep_their_schema(tmp_path: Path):
    found = judged(inspected(tmp_path / "case", "supervision_checklist", rows_of("supervision_checklist")))
    jsonschema.validate(results.document(found), json.loads(SCHEMA.read_text(encoding="utf-8")))
