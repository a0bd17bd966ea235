"""The annual report of both samples, its sections and what stands in their tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from reportgen.model.definition import Text
from reportgen.report.desk.tables.sheet import SectionContent, Table
from reportgen.report.section import Report

YEARS = {"renhe": "2025", "us-cms": "2021"}
EACH = pytest.mark.parametrize("name", sorted(YEARS))


def sheet(report: Report, name: str) -> SectionContent:
    found = next(section.content for section in report.sections if section.id == name)
    assert isinstance(found, SectionContent)
    return found


def gap(report: Report, title: str) -> str:
    """What the report says of a section that it leaves out, by its title."""
    assert title not in {section.title.en for section in report.sections}
    found = {row[0]: row[1] for row in rows(tables(sheet(report, "gaps"))[0], "en")}
    return found[title]


def tables(found: SectionContent) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table)]


def printed(cell: Any, language: str = "zh") -> str:
    if isinstance(cell, Text):
        return cell.in_language(language)  # type: ignore[arg-type]
    return cell if isinstance(cell, str) else cell.text


def rows(table: Table, language: str = "zh") -> Iterator[tuple[str, ...]]:
    for line in table.lines:
        yield tuple(printed(cell, language) for cell in line.cells)


def amount(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-").replace("+", "").rstrip("%"))
