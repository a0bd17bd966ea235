"""Departments: margins, contributions that add up, what is not allocated; never a base of pay."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import drawn, page, tables, told
from reportgen.analysis.material import Material
from reportgen.report.desk.sheet import Sheet


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> Sheet:
    return page(month, "department_margins")


@pytest.mark.serves("000-36")
def test_income_less_direct_cost_is_the_margin_and_all_rows_make_up_the_hospital(sheet: Sheet, month: Material):
    *lines, every, left = rows(tables(sheet)[0])
    assert len(lines) == 16
    for row in lines:
        assert amount(row[1]) - amount(row[3]) == pytest.approx(amount(row[5]), abs=0.011)
    assert every[0].startswith("40个")
    assert sum(amount(row[5]) for row in lines) == pytest.approx(amount(every[5]), abs=0.09)
    income = month.analysis.books.to_date("medical_income").value / 1e4
    assert sum(amount(row[1]) for row in lines) + amount(left[1]) == pytest.approx(income, abs=0.1)


def test_contributions_add_up_to_the_change_in_the_headline(sheet: Sheet, month: Material):
    found = month.analysis["drivers.departments"]
    bars = [bar.rpartition(" ")[2] for bar in drawn(sheet)[0].picture.alt.split("：", 1)[1].split("，")]
    assert sum(amount(bar) for bar in bars) == pytest.approx(found.margin_change / 1e4, abs=0.06)
    assert f"{abs(found.margin_change) / 1e4:,.2f}万元" in sheet.headline.zh


def test_the_page_says_that_income_and_surplus_are_never_a_base_of_pay(sheet: Sheet):
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
