"""How tests look at a section made of sentences, tables and drawings, alone on its report."""

from __future__ import annotations

from collections.abc import Iterator

from report.sections.ranking import wanting
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import ChartFigure, Paragraphs, SectionContent, SheetFigures, Table
from reportgen.report.section import Report

SUBJECTS = (
    "compared", "growth", "common_size", "season", "benchmark", "funds_flow", "drivers", "volume_price", "return_tree",
    "department_margins", "break_even", "run_charts", "risk_watch", "forecast", "what_if", "cash_outlook",
    "budget_execution", "budget_life", "budget_projects", "unit_economics", "ageing", "service_costs", "appraisal",
    "supervision", "cost_management",
    "equipment", "materials_watch", "contracts", "value_added", "state_assets", "views",
)  # fmt: skip


def alone(material: Material, name: str, mode: str = "zh-en") -> Report:
    return hospital(wanting(material, name), "board", mode)  # type: ignore[arg-type]


def page(material: Material, name: str) -> SectionContent:
    found = alone(material, name).sections[0].content
    assert isinstance(found, SectionContent)
    return found


def drawn(sheet: SectionContent) -> list[ChartFigure]:
    return [block for block in sheet.blocks if isinstance(block, ChartFigure)]


def tables(sheet: SectionContent) -> list[Table]:
    return [block for block in sheet.blocks if isinstance(block, Table)]


def alternatives(sheet: SectionContent) -> Iterator[str]:
    for block in sheet.blocks:
        if isinstance(block, ChartFigure):
            yield block.picture.alt
        elif isinstance(block, SheetFigures):
            yield from (picture.alt for _, picture in block.pictures)


def told(sheet: SectionContent) -> str:
    """All sentences of a section in English."""
    lines = [line.en for block in sheet.blocks if isinstance(block, Paragraphs) for line in block.lines]
    return " ".join([*(line.en for line in sheet.lead), *lines])
