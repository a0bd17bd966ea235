"""Standards of the national appraisal: the province's or the peers', given by the hospital, never the program's own."""

from __future__ import annotations

from pathlib import Path

import pytest

import filed
from report.sections.subjects import page, tables
from reportgen import pipeline
from reportgen.catalog import load_catalog

pytestmark = pytest.mark.serves("004-06")
SCHEME = """\
province:
  name: {zh: 本省考核标准, en: Standards of the province}
  source: 省卫生健康委考核细则
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  abilities: {quality: {zh: 医疗质量, en: Quality of care}}
  parts:
    main:
      share: 1
      method: level_efficacy
      weights: equal
      indicators:
        operations_per_discharge: {ability: quality, direction: higher, standards: {kind: mandatory, excellent: 0.40, good: 0.35, fair: 0.30, low: 0.26, poor: 0.20, source: 省考核细则}}
        minimally_invasive_share: {ability: quality, direction: higher, standards: {kind: mandatory, excellent: 0.40, good: 0.30, fair: 0.25, low: 0.20, poor: 0.10, source: 省考核细则}}
"""


def test_no_list_ships_with_standards_and_no_scheme_scores_it_unasked():
    catalog = load_catalog()
    for name in ("appraisal_tertiary", "appraisal_secondary"):
        assert all(part.pack != name for scheme in catalog.schemes.values() for part in scheme.parts.values())


def test_a_row_bears_no_grade_where_nobody_gave_a_standard(tmp_path: Path):
    found = filed.answer(filed.filed(tmp_path / "case", {}))
    assert all(one.grade is None for one in found.lines)


def test_a_row_bears_the_grade_by_the_standards_that_the_hospital_took_from_its_province(tmp_path: Path):
    folder = filed.case(tmp_path / "case")
    text = (folder / "case.yaml").read_text(encoding="utf-8").replace("scheme: none", "scheme: province")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    (folder / "schemes").mkdir()
    (folder / "schemes" / "province.yaml").write_text(SCHEME, encoding="utf-8")
    found = pipeline.check(folder)
    grades = {one.line.number: one.grade for one in filed.answer(found).lines if one.grade is not None}
    assert grades == {"1": "poor", "2": "excellent"}  # 22 % lies below 26 %, 40 % is the best line
    (table,) = tables(page(filed.material(found), "appraised_rows"))
    shown = {line.cells[0]: line.cells[-1] for line in table.lines if len(line.cells) > 1 and line.cells[-1]}
    assert {number: grade.en for number, grade in shown.items()} == {"1": "Poor", "2": "Excellent"}
    assert [one.line.number for one in filed.answer(found).at_risk] == ["1", "28"]
