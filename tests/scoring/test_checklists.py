"""Checklists: rows that a scheme names, filled in with mark, evidence and inspector, and judged upper, middle or lower."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from typer.testing import CliRunner

from pages import section_of
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
    section = section_of(found, "method", "zh")
    assert section is not None
    assert ["施工组织设计", "90.0", "100.0", "30.00", "批准的施工组织设计", "王某"] in section.tables[1]


@pytest.mark.serves("003-168", "003-171")
def test_outsourced_contracts_are_reviewed_in_six_points_beside_the_overall_row_of_table_two(tmp_path: Path):
    scheme = load_catalog().schemes["outsourcing_checklist"]
    assert len(scheme.parts["contract"].indicators) == 6
    assert list(scheme.parts["management"].indicators) == ["subcontract_management_score"]

    rows = rows_of("outsourcing_checklist", 90)
    rows[2] = ("contract_price", 30, 100, "no terms for claims", "Wang")
    material = judged(inspected(tmp_path / "case", "outsourcing_checklist", rows))
    found = material.evaluation

    assert [part.score for part in found.parts] == pytest.approx([80.0, 90.0])
    assert found.score == pytest.approx(0.6 * 80 + 0.4 * 90)
    section = section_of(material, "method")
    assert section is not None
    points, overall = section.tables[1], section.tables[3]
    assert [row[1] for row in points[1:]] == ["90.0", "90.0", "30.0", "90.0", "90.0", "90.0"]
    assert points[3][-2:] == ["no terms for claims", "Wang"]
    assert [row[:4] for row in overall[1:]] == [["Subcontract management", "90.0", "100.0", "100.00"]]


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


MATTERS = [
    ("会计法执行", "accounting_law_inspected", 0.15),
    ("预算计划执行", "budget_execution_inspected", 0.25),
    ("国家财经法规制度执行", "financial_rules_inspected", 0.15),
    ("内部财务会计制度的建立和执行", "internal_rules_inspected", 0.15),
    ("会计基础工作", "basic_accounting_inspected", 0.15),
    ("国有资本营运与管理", "state_capital_inspected", 0.15),
]
"""The six matters of regular inspections, in the order of the source."""
MARKED = (30, 90, 40, 50, 60, 70)
"""Marks of the six, to see where the weight of one goes that was not inspected."""
WITHOUT = {
    "会计法执行": 0.45 * 45 + 0.25 * 90 + 0.15 * 60 + 0.15 * 70,  # to the other two of law and rules
    "预算计划执行": (0.45 * 40 + 0.15 * 60 + 0.15 * 70) / 0.75,  # alone in its ability: to all others
    "国家财经法规制度执行": 0.45 * 40 + 0.25 * 90 + 0.15 * 60 + 0.15 * 70,
    "内部财务会计制度的建立和执行": 0.45 * 35 + 0.25 * 90 + 0.15 * 60 + 0.15 * 70,
    "会计基础工作": (0.45 * 40 + 0.25 * 90 + 0.15 * 70) / 0.85,
    "国有资本营运与管理": (0.45 * 40 + 0.25 * 90 + 0.15 * 60) / 0.85,
}


@pytest.mark.serves("003-161", "003-162", "003-163")
@pytest.mark.parametrize(("matter", "identifier", "weight"), MATTERS)
def test_each_matter_of_inspection_takes_mark_and_evidence_and_enters_the_total_by_its_weight(
    matter: str, identifier: str, weight: float, tmp_path: Path
):
    rows: list[Row] = [(name, 80, 100, "", "") for name, *_ in MATTERS if name != matter]
    case = inspected(
        tmp_path / "case", "financial_inspection_checklist", [(matter, 30, 100, "凭证抽查记录", "李某"), *rows]
    )
    found = judged(case)

    row = found.evaluation.indicator(identifier)
    assert (row.value, row.score, row.evidence, row.inspector) == (30, 30, "凭证抽查记录", "李某")
    assert found.evaluation.score == pytest.approx(80 - 50 * weight)
    section = section_of(found, "method", "zh")
    assert section is not None
    printed = next(row for row in section.tables[1] if row[0] == matter)
    assert section.tables[1][0] == ["检查项目", "得分", "满分", "权重%", "依据", "检查人"]
    assert printed == [matter, "30.0", "100.0", f"{100 * weight:.2f}", "凭证抽查记录", "李某"]


@pytest.mark.serves("003-161", "003-162", "003-163")
@pytest.mark.parametrize(("matter", "identifier", "weight"), MATTERS)
def test_a_matter_that_was_not_inspected_is_not_scored_and_leaves_its_weight_to_its_ability_or_the_others(
    matter: str, identifier: str, weight: float, tmp_path: Path
):
    marks = dict(zip((name for name, *_ in MATTERS), MARKED, strict=True)) | {matter: "未检查"}
    rows: list[Row] = [(name, mark, 100, "", "") for name, mark in marks.items()]
    found = judged(inspected(tmp_path / "case", "financial_inspection_checklist", rows)).evaluation

    row = found.indicator(identifier)
    assert (row.value, row.effective_weight, row.weight) == (None, 0, pytest.approx(weight))
    assert sum(one.effective_weight for one in found.indicators) == pytest.approx(1)
    assert found.score == pytest.approx(WITHOUT[matter])


@pytest.mark.serves("003-160", "003-171")
@pytest.mark.parametrize(
    ("label", "identifier"),
    [
        ("分包管理", "subcontract_management_score"),
        ("材料控制", "material_control_score"),
        ("间接费用控制", "indirect_cost_control_score"),
        ("预算成本管理", "budget_cost_completion_score"),
        ("领导与责任人业绩", "responsible_person_score"),
    ],
)
def test_a_row_of_a_checklist_is_known_by_the_name_that_people_give_it(label: str, identifier: str, tmp_path: Path):
    found = judged(inspected(tmp_path / "case", "supervision_checklist", [(label, 70, 100, "file", "Li")]))
    assert found.evaluation.indicator(identifier).value == 70


def test_a_row_of_a_checklist_that_is_not_known_is_told_with_what_it_resembles(tmp_path: Path):
    case = inspected(tmp_path / "case", "supervision_checklist", [("分包工程的管理", 70, 100, "", "")])
    (told,) = [one for one in pipeline.check(case).findings if one.rule in {"I13", "I33"}]
    assert (told.rule, told.facts["id"]) == ("I33", "checklist_subcontract")


SUPERVISED = ("budget_cost_completion_score", "subcontract_management_score", "material_control_score",
              "indirect_cost_control_score", "responsible_person_score")  # fmt: skip


def supervised(folder: Path, *marks: float) -> Path:
    rows: list[Row] = [(name, mark, 100, "file", "Li") for name, mark in zip(SUPERVISED, marks, strict=True)]
    return inspected(folder, "supervision_checklist", rows)


@pytest.mark.serves("003-160", "003-167")
def test_three_parts_count_forty_forty_twenty_and_print_a_score_each(tmp_path: Path):
    found = judged(supervised(tmp_path / "case", 90, 70, 60, 40, 30))

    assert found.evaluation.score == pytest.approx(0.4 * 90 + 0.4 * 60 + 0.2 * 30)
    section = section_of(found, "method")
    assert section is not None
    assert (
        "Overall score = 40% × 90.00 (completion of budget and cost management)"
        " + 40% × 60.00 (completion of the cost-control items) + 20% × 30.00 (leaders and responsible persons) = 66.00."
    ) in section.text
    control = section.tables[3]
    assert control[0] == ["Item", "Mark", "Full mark", "Weight %", "Evidence", "Inspector"]
    assert control[1:] == [
        ["Subcontract management", "70.0", "100.0", "40.00", "file", "Li"],
        ["Materials control", "60.0", "100.0", "40.00", "file", "Li"],
        ["Indirect-cost control", "40.0", "100.0", "20.00", "file", "Li"],
    ]
    weighted = sum(float(mark) * float(weight) / 100 for _, mark, _, weight, *_ in control[1:])
    assert section.tables[2][-1] == ["Sum", "100.00", f"{weighted:.2f}"]


@pytest.mark.serves("003-180", "003-181")
@pytest.mark.parametrize(
    ("mark", "score", "band", "coefficient"),
    [
        (85, "85.00", "上", "1.20"),
        (84.99, "84.99", "中", "1.00"),
        (60, "60.00", "中", "1.00"),
        (59.99, "59.99", "下", "0.80"),
    ],
)
def test_bands_begin_at_85_and_60_inclusive_and_each_has_its_coefficient(
    mark: float, score: str, band: str, coefficient: str, tmp_path: Path
):
    case = supervised(tmp_path / "case", *[mark] * 5)
    shown = CliRunner().invoke(app, ["evaluate", str(case), "--lang", "zh"]).output

    assert f"综合得分: {score} {band}" in shown
    assert f"等级系数：{coefficient}" in shown
    section = section_of(judged(case), "method", "zh")
    assert section is not None
    assert "等级界限85与60由本程序设定，非原文所有" in section.text


@pytest.mark.serves("003-181")
def test_the_table_of_coefficients_is_printed_with_the_scheme():
    shown = CliRunner().invoke(app, ["schemes", "show", "supervision_checklist", "--lang", "zh"]).output
    assert "等级系数：上 1.2, 中 1, 下 0.8" in shown


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
