"""A small hospital of the second grade whose form of the national appraisal is written, filled in and read again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import openpyxl
from typer.testing import CliRunner

from reportgen import pipeline
from reportgen.analysis.business.national_appraisal import AppraisedLine, SelfAssessment
from reportgen.analysis.material import Material
from reportgen.cli.app import app
from reportgen.model.definition import Language
from reportgen.model.finding import Finding
from reportgen.pipeline.checked import Checked
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent, Table

CASE: Final = """\
entity: {id: h, name: {zh: 河东医院, en: Hedong Hospital}, level: 二级甲等}
regime: "2019"
scheme: none
"""
FIGURES: Final = {
    "2024": {
        "medical_income": 900, "total_income": 1000, "medical_surplus": 9, "medical_activity_income": 900,
        "total_assets": 2000, "total_liabilities": 900, "discharges": 400, "discharged_patient_bed_days": 3000,
        "discharged_patients_with_surgery": 100, "minimally_invasive_surgeries": 30, "doctors": 50, "nurses": 70,
        "staff_satisfaction_score": 80,
    },
    "2025": {
        "medical_income": 990, "total_income": 1100, "medical_surplus": -11, "medical_activity_income": 1000,
        "total_assets": 2100, "total_liabilities": 1050, "discharges": 500, "discharged_patient_bed_days": 3500,
        "discharged_patients_with_surgery": 110, "minimally_invasive_surgeries": 44, "doctors": 50, "nurses": 80,
        "staff_satisfaction_score": 76,
    },
}  # fmt: skip
"""Worked by hand: surgery 25 % to 22 %, minimally invasive 30 % to 40 %, stay 7.5 to 7 days, income up by 10 %."""
COLUMNS: Final = {
    "numerator": 6, "denominator": 8, "value": 9, "evidence": 10, "department": 11, "remark": 12, "reason": 13,
}  # fmt: skip
FIRST: Final = 7
"""Row of the form below its head."""
Entry = Mapping[str, Any]
ENTRIES: Final[Mapping[str, Entry]] = {
    "3": {"reason": "不开展三级手术"},
    "4": {"numerator": 3, "denominator": 120, "evidence": "病案统计", "department": "医务部"},
    "6": {"numerator": 1400},
    "16": {"value": "40%"},
    "14": {"value": "-1.1%"},
}


def case(folder: Path, more: str = "") -> Path:
    """The case folder, without a form."""
    (folder / "data").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE + more, encoding="utf-8")
    lines = [f"h,{year},{item},{value}" for year, items in FIGURES.items() for item, value in items.items()]
    (folder / "data" / "figures.csv").write_text("\n".join(["entity,period,item,value", *lines]), encoding="utf-8")
    return folder


def form(folder: Path, year: int = 2025, *options: str) -> Path:
    """The form of a year as the command writes it."""
    found = CliRunner().invoke(app, ["appraisal", str(folder), "--year", str(year), "--lang", "en", *options])
    assert found.exit_code == 0, found.output
    return folder / "business" / f"appraisal_{year}.xlsx"


def fill(path: Path, entries: Mapping[str, Entry]) -> None:
    """Enter into rows by number; `name` and `number` overwrite what the form says."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=FIRST)}
    for number, entry in entries.items():
        for key, value in entry.items():
            column = {"number": 1, "name": 2}.get(key) or COLUMNS[key]
            sheet.cell(rows[number], column).value = value
    book.save(path)


def filed(folder: Path, entries: Mapping[str, Entry], more: str = "") -> Checked:
    """The case with its form filled in, read and checked."""
    fill(form(case(folder, more)), entries)
    return pipeline.check(folder)


def told(found: Checked) -> list[tuple[str, str | None]]:
    """What is told of the form: rule and cell."""
    return [(one.rule, one.place.cell) for one in found.findings if one.rule.startswith("K")]


def one(found: Checked, rule: str) -> Finding:
    """The one finding of a rule."""
    (only,) = (finding for finding in found.findings if finding.rule == rule)
    return only


def material(found: Checked) -> Material:
    """The year 2025."""
    return pipeline.evaluate(found, period="2025")


def answer(found: Checked) -> SelfAssessment:
    """The self-assessment of 2025."""
    answered = material(found).analysis["business.national_appraisal"]
    assert isinstance(answered, SelfAssessment)
    return answered


def line(found: SelfAssessment, number: str) -> AppraisedLine:
    """One line by its number."""
    return next(one for one in found.lines if one.line.number == number)


def said(sheet: SectionContent, language: Language = "en") -> str:
    """All words of a section."""
    found = [sheet.headline, *sheet.lead]
    for block in sheet.blocks:
        if isinstance(block, Paragraphs):
            found += [*([block.title] if block.title else []), *block.lines]
    return "\n".join(text.in_language(language) for text in found)


def cells(table: Table, number: str, language: Language = "en") -> list[str]:
    """The cells of the row of a number."""
    row = next(line for line in table.lines if line.cells[0] == number)
    return [cell if isinstance(cell, str) else cell.in_language(language) for cell in row.cells]
