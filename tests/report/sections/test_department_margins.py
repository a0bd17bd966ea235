"""Departments: margins, contributions that add up, what is not allocated; never a base of pay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import fsum

import pytest

from pages import Part, page_of, section_of
from report.sections.annual import amount, rows
from report.sections.subjects import drawn, page, tables, told
from reportgen.analysis.material import Material
from reportgen.model.registers import Registers
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "department_margins")


def rated(page: Part, head: str) -> list[float]:
    """What each of all departments with a figure has under a head."""
    names, *lines = page.table("Department", "Income")
    return [amount(line[names.index(head)]) for line in lines[:-2] if not line[names.index(head)].startswith("—")]


def cells_of(material: Material, department: str, year: int) -> dict[str, float]:
    """Income and direct cost of a department from January to October, summed from the rows of its table."""
    months = {f"{year}-{month:02}" for month in range(1, 11)}
    rows = [one.cells for one in material.registers["departments"].records if one.period in months]
    own = [row for row in rows if row["department"] == department]
    assert len(own) == 10
    return {name: fsum(float(row[name]) for row in own) for name in ("income", "direct_cost")}


HEADS = [
    "Department", "Income", "On last year, %", "Direct cost", "On last year, %", "Margin", "Cost rate, %", "Result",
]  # fmt: skip


@pytest.mark.serves("001-26")
def test_growth_and_cost_rate_of_each_department_are_those_of_its_own_tables(month: Material):
    head, *lines = page_of(month, "department_margins", most=40).table("Department", "Income")
    found = {one.id: one for one in month.analysis["drivers.departments"].departments}
    laboratory = next(line for line in lines if line[0] == "Laboratory")
    now, before = (cells_of(month, "检验科", year) for year in (2026, 2025))

    assert head == HEADS
    assert len(lines) == 40 + 2
    assert laboratory[1:] == [
        f"{now['income'] / 1e4:,.2f}",
        f"{100 * (now['income'] / before['income'] - 1):+.1f}",
        f"{now['direct_cost'] / 1e4:,.2f}",
        f"{100 * (now['direct_cost'] / before['direct_cost'] - 1):+.1f}",
        f"{(now['income'] - now['direct_cost']) / 1e4:,.2f}",
        f"{100 * now['direct_cost'] / now['income']:.1f}",
        f"{found['检验科'].result.value / 1e4:,.2f}",
    ]  # fmt: skip


@pytest.mark.serves("001-26", "000-14")
@pytest.mark.parametrize(
    ("order", "head"), [("income", "Income"), ("growth", "On last year, %"), ("cost_rate", "Cost rate, %")]
)
def test_all_departments_are_ranked_by_what_is_asked_for(month: Material, order: str, head: str):
    values = rated(page_of(month, "department_margins", most=40, order=order), head)

    assert len(values) >= 33
    assert values == sorted(values, reverse=True)


@pytest.mark.serves("000-05")
def test_departments_and_the_rest_make_up_the_hospital_and_without_their_tables_neither_heading_appears(
    month: Material,
):
    _, *lines, every, left = page_of(month, "department_margins", most=40).table("Department", "Income")
    income = month.dataset.value("medical_income", "renhe", "2026-10", "ytd")
    assert sum(amount(line[1]) for line in lines) == pytest.approx(amount(every[1]), abs=0.21)
    assert amount(every[1]) + amount(left[1]) == pytest.approx(income / 1e4, abs=0.011)

    without = replace(month, registers=Registers({
        name: one for name, one in month.registers.by_id.items() if name not in {"departments", "department_costs"}
    }))  # fmt: skip
    for section in ("department_margins", "unit_economics"):
        there, absent = page_of(month, section), section_of(without, section)
        assert "Department" in {table[0][0] for table in there.tables}
        assert absent is None or "Department" not in {table[0][0] for table in absent.tables}


def test_income_less_direct_cost_is_the_margin_and_all_rows_make_up_the_hospital(
    sheet: SectionContent, month: Material
):
    *lines, every, left = rows(tables(sheet)[0])
    assert len(lines) == 16
    for row in lines:
        assert amount(row[1]) - amount(row[3]) == pytest.approx(amount(row[5]), abs=0.011)
    assert every[0].startswith("40个")
    assert sum(amount(row[5]) for row in lines) == pytest.approx(amount(every[5]), abs=0.09)
    income = month.analysis.books.to_date("medical_income").value / 1e4
    assert sum(amount(row[1]) for row in lines) + amount(left[1]) == pytest.approx(income, abs=0.1)


def test_contributions_add_up_to_the_change_in_the_headline(sheet: SectionContent, month: Material):
    found = month.analysis["drivers.departments"]
    bars = [bar.rpartition(" ")[2] for bar in drawn(sheet)[0].picture.alt.split("：", 1)[1].split("，")]
    assert sum(amount(bar) for bar in bars) == pytest.approx(found.margin_change / 1e4, abs=0.06)
    assert f"{abs(found.margin_change) / 1e4:,.2f}万元" in sheet.headline.zh


def test_the_page_says_that_income_and_surplus_are_never_a_base_of_pay(sheet: SectionContent):
    words = tables(sheet)[0].notes[0]
    assert "never a base of pay" in words.en
    assert "不作为科室和个人薪酬的依据" in words.zh


def test_without_last_year_s_table_the_margins_stand_and_the_contributions_are_asked_for(
    materials: Callable[..., Material],
):
    sheet = page(materials("renhe", "2025-10"), "department_margins")
    assert not drawn(sheet)
    assert amount(next(rows(tables(sheet)[0]))[1]) > 0
    assert "2024" in told(sheet)


@pytest.mark.slow
def test_how_many_departments_cost_more_than_they_bring_counts_only_those_with_income(
    materials: Callable[..., Material],
):
    found = materials("renhe", "2025-10").analysis["drivers.departments"].departments
    earning = [one for one in found if one.income.value]
    below = sum(1 for one in earning if one.margin.value < 0)
    assert len(earning) < len(found)

    sheet = page(materials("renhe", "2025-10"), "department_margins")
    table = tables(sheet)[0]
    listed = sum(1 for row in rows(table) if row[3].startswith("−") and "个科室" not in row[0])
    assert table.lead.zh == (
        f"{len(earning)}个有收入的科室中，直接成本高于收入、贡献为负的有{below}个：表中列出{listed}个，"
        f"其余科室中有{below - listed}个。另有{len(found) - len(earning)}个科室没有收入，只有成本，不计入此数。"
    )
    assert sheet.headline.zh.startswith(f"{len(earning)}个有收入的科室中{below}个直接成本高于收入")


def test_every_note_under_the_table_belongs_to_a_mark_in_it(materials: Callable[..., Material]):
    table = tables(page(materials("renhe", "2025-10"), "department_margins"))[0]
    printed = "".join(cell for row in rows(table) for cell in row)
    marks = [note.zh[0] for note in table.notes[1:]]
    assert marks
    assert all(mark in printed for mark in marks)
