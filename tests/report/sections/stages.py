"""What a sheet of stages shows: figures by stage, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from report.sections.subjects import tables
from reportgen.model.definition import Text
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent


def stages(sheet: SectionContent) -> Mapping[str, dict[str, tuple[str, str]]]:
    """By stage and name: the figure and what stands beside it, in English."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    rows: dict[str, tuple[str, str]] = {}
    for line in tables(sheet)[0].lines:
        told = [cell.en if isinstance(cell, Text) else str(cell) for cell in line.cells]
        if len(told) == 1:
            rows = found.setdefault(told[0].partition(":")[0], {})
        else:
            rows[told[0]] = (told[1], told[2])
    return found


def missing(sheet: SectionContent) -> str:
    return " ".join(line.en for block in sheet.blocks if isinstance(block, Paragraphs) for line in block.lines)
