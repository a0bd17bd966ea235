"""Common size: shares that add up, the largest shift in the headline."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.model.reports import ReportChoice
from reportgen.report.assembly import hospital
from reportgen.report.desk.sheet import Sheet
from reportgen.report.section import Report


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def groups(month: Material) -> list[list[tuple[str, ...]]]:
    found: list[list[tuple[str, ...]]] = []
    for row in rows(tables(page(month, "common_size"))[0]):
        if len(row) == 1:
            found.append([])
        else:
            found[-1].append(row)
    return found


def test_the_shares_of_each_whole_add_up_to_a_hundred(groups: list[list[tuple[str, ...]]]):
    assert len(groups) == 4
    for group in groups:
        for column in (2, 3):
            assert sum(amount(row[column]) for row in group) == pytest.approx(100, abs=0.005 * len(group))


def test_a_share_is_the_amount_over_the_whole(groups: list[list[tuple[str, ...]]]):
    for group in groups:
        whole = sum(amount(row[1]) for row in group)
        for row in group:
            assert amount(row[2]) == pytest.approx(amount(row[1]) / whole * 100, abs=0.006)
            assert amount(row[4]) == pytest.approx(amount(row[2]) - amount(row[3]), abs=0.011)


def test_the_headline_names_the_largest_shift(month: Material, groups: list[list[tuple[str, ...]]]):
    most = max((row for group in groups for row in group), key=lambda row: abs(amount(row[4])))
    headline = page(month, "common_size").headline.zh
    assert most[0] in headline
    assert f"{abs(amount(most[4])):.2f}" in headline


def test_a_case_chooses_the_wholes(month: Material):
    choice = ReportChoice(sections=("common_size",), options={"common_size": {"of": ("assets",)}})
    file = month.case.file.model_copy(update={"reports": {"board": choice}})
    report = hospital(replace(month, case=replace(month.case, file=file)), "board", "zh")
    sheet = report.sections[0].content
    assert isinstance(sheet, Sheet)
    assert sum(len(row) == 1 for row in rows(tables(sheet)[0])) == 1


def test_the_whole_of_the_headline_is_the_one_that_is_drawn(reports: Callable[..., Report]):
    sheet = next(s.content for s in reports("renhe", "zh", "2025", "annual").sections if s.id == "common_size")
    drawing = next(block for block in sheet.blocks if block.kind == "figure")

    assert "24.72" in sheet.headline.zh
    assert "24.72" in drawing.picture.alt


def test_the_drawing_shows_the_changes_and_its_parts_make_the_whole(materials: Callable[..., Material]):
    figure = next(block for block in page(materials("renhe", "2025"), "common_size").blocks if block.kind == "figure")
    parts = re.findall(r"(-?[0-9.]+)（([+−][0-9.]+)）", figure.picture.alt)

    assert sum(float(share) for share, _ in parts) == pytest.approx(100, abs=0.02)
    assert "增减" in figure.note.zh
    assert "灰点" not in figure.note.zh
