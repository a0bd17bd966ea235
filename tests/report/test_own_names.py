"""Names that a hospital's tables have in one language, in the language of the report."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from report.sections.subjects import SUBJECTS, page
from reportgen.analysis.material import Material
from reportgen.model.registers import Registers
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.sheet import Table

HAN = re.compile(r"[一-鿿]")


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


def test_a_name_has_its_english_from_the_hospital_and_else_stands_as_written(month: Material):
    context = HospitalContext.of(month, "en")

    assert context.own("检验科").en == "Laboratory"
    assert context.own("检验科").zh == "检验科"
    assert context.own("某某科").en == "某某科"


@pytest.mark.parametrize("section", SUBJECTS)
def test_no_section_of_the_sample_says_chinese_in_english(month: Material, section: str):
    sheet = page(month, section)
    cells = [cell for table in sheet.blocks if isinstance(table, Table) for line in table.lines for cell in line.cells]
    said = [sheet.headline.en, *(cell.en if hasattr(cell, "en") else cell for cell in cells)]

    assert [words for words in said if HAN.search(str(words))] == []


def test_without_the_table_names_are_printed_as_they_are(month: Material):
    bare = replace(month, registers=Registers({k: v for k, v in month.registers.by_id.items() if k != "english_names"}))

    assert HospitalContext.of(bare, "en").own("检验科").en == "检验科"
