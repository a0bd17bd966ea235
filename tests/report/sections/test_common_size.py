"""Common size: shares that add up, the largest shift in the headline."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import case
from pages import page_of
from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.model.reports import ReportChoice
from reportgen.report.assembly import hospital
from reportgen.report.desk.tables.sheet import SectionContent
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
    return [group[:-1] for group in found]  # without the whole


@pytest.mark.serves("001-04", "001-15")
@pytest.mark.parametrize(
    ("structure", "whole", "parts", "first"),
    [
        pytest.param("cost", "total_expense", 11, ("Personnel expense", "personnel_expense"), id="cost"),
        pytest.param("income", "total_income", 12, ("Fiscal appropriation", "fiscal_income"), id="income"),
    ],
)
def test_each_part_prints_amount_share_and_change_and_is_drawn_and_all_make_the_statement(
    month: Material, structure: str, whole: str, parts: int, first: tuple[str, str]
):
    printed, data = page_of(month, "common_size", of=(structure,)), month.dataset
    head, _, *lines, total = printed.table("Part", "Amount")
    name, item = first
    now, before = (data.value(item, "renhe", period, "ytd") for period in ("2026-10", "2025-10"))
    all_now, all_before = (data.value(whole, "renhe", period, "ytd") for period in ("2026-10", "2025-10"))
    shares = 100 * now / all_now, 100 * before / all_before

    assert head == ["Part", "Amount", "Share, %", "Last year, %", "Change", "Amount, %"]
    assert len(lines) == parts
    assert lines[0][:2] == [name, f"{now / 1e4:,.2f}"]
    assert [amount(cell) for cell in lines[0][2:]] == [
        pytest.approx(shares[0], abs=0.0051),
        pytest.approx(shares[1], abs=0.0051),
        pytest.approx(shares[0] - shares[1], abs=0.0051),
        pytest.approx(100 * (now / before - 1), abs=0.051),
    ]
    assert total[1:3] == [f"{all_now / 1e4:,.2f}", "100.00"]
    assert sum(amount(line[1]) for line in lines) == pytest.approx(amount(total[1]), abs=0.1)
    (drawn,) = printed.drawings
    for line in lines:
        assert (f"{line[0]} {line[2]} ({line[4]})" in drawn) is (amount(line[2]) >= 0.5)


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
    assert isinstance(sheet, SectionContent)
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


def test_shares_that_are_as_they_were_have_no_largest_shift(tmp_path: Path):
    figures = {f"{item}@{year}": value for year in (2024, 2025) for item, value in (
        ("current_assets", 400e3 * (year - 2020)), ("non_current_assets", 600e3 * (year - 2020)),
        ("total_assets", 1000e3 * (year - 2020)), ("entrusted_assets", 0.0),
    )}  # fmt: skip
    found = page_of(case(tmp_path, figures, "2025").material, "common_size", of=("assets",))

    assert found.title.startswith("Shares of ")
    assert "largest shift" not in found.text
