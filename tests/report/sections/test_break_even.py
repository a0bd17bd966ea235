"""Break-even: the point, the margin of safety, and how expense follows the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import drawn, page, tables, told
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.answers import CellWriter
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "break_even")


@pytest.mark.serves("003-166")
def test_the_point_is_fixed_cost_over_the_contribution_rate(sheet: SectionContent):
    found = {row[0]: row[1] for row in rows(tables(sheet)[0], "en")}
    income, fixed, variable = (amount(found[name]) for name in ("Medical income", "Fixed cost", "Variable cost"))
    rate = 1 - variable / income
    assert amount(found["Contribution rate, %"]) == pytest.approx(rate * 100, abs=0.051)
    assert amount(found["Break-even income"]) == pytest.approx(fixed / rate, rel=1e-6)
    assert amount(found["Margin of safety"]) == pytest.approx(income - fixed / rate, abs=0.02)


def test_costs_that_make_the_expense_are_not_said_to_differ_by_nothing(month: Material):
    context = HospitalContext.of(month, "zh-en")
    writer = CellWriter(context, "break_even", context.say("passport.origin.total"))

    assert writer.gap("break_even.basis", Figure(0.004)).zh.endswith("两者合计即本期费用。")
    assert "differs from expense by 0.50" in writer.gap("break_even.basis", Figure(5000.0)).en
    assert writer.gap("ageing.receivables.note", Figure(0.0), sign=True).zh.endswith("与报表附注相符。")


def test_leverage_below_the_point_has_a_reason_instead_of_a_number(sheet: SectionContent):
    leverage = next(row for row in rows(tables(sheet)[0], "en") if row[0] == "Operating leverage")
    assert leverage[1].startswith("—")


def test_the_line_through_the_months_is_that_of_least_squares(sheet: SectionContent, month: Material):
    books = month.analysis.books
    months = books.months_back(22)
    work = [books.of_month("drg_weight_sum", when).value for when in months]
    cost = [books.of_month("total_expense", when).value for when in months]
    slope, intercept = np.polyfit(work, cost, 1)
    share = np.corrcoef(work, cost)[0, 1] ** 2
    words = told(sheet)
    assert f"{intercept / 1e6:.1f} m fixed a month" in words
    assert f"{slope:,.2f}" in words
    assert f"{share * 100:.1f}%" in words


def test_the_two_fixed_costs_are_reconciled_month_for_month(sheet: SectionContent, month: Material):
    point, course = month.analysis["drivers.break_even"], month.analysis["drivers.cost_behaviour"]
    stated = point.fixed / 10
    words = told(sheet)
    assert f"what the hospital calls fixed comes to ¥{stated / 1e6:.1f} m in a mean month" in words
    assert f"the line to ¥{course.fixed / 1e6:.1f} m" in words
    assert f"The first is ¥{(stated - course.fixed) / 1e6:.1f} m more" in words


def test_the_costs_name_their_basis_and_that_they_are_the_whole_expense(sheet: SectionContent, month: Material):
    point = month.analysis["drivers.break_even"]
    gap = month.analysis.books.to_date("total_expense").value - point.fixed - point.variable
    assert gap == pytest.approx(0.0, abs=0.005)
    assert "together they are the expense of the period" in tables(sheet)[0].notes[1].en


def test_it_says_for_which_income_the_point_holds(sheet: SectionContent, month: Material):
    note = tables(sheet)[0].notes[0]
    means = next(row[2] for row in rows(tables(sheet)[0], "en") if row[0] == "Break-even income")
    meanings = [month.catalog.indicators[name].meaning for name in ("break_even_income", "margin_of_safety_rate")]

    assert "Medical income only" in note.en
    for words in (note, *meanings):
        assert "appropriations, donations and other income" in words.en
        assert "捐赠和其他收入" in words.zh
        assert "deficit" not in words.en
    assert means == "Where medical income alone just covers all cost"


def test_it_gives_no_reason_to_earn_more(sheet: SectionContent):
    assert "no reason to earn more" in tables(sheet)[0].notes[0].en


def test_both_drawings_state_their_numbers(sheet: SectionContent):
    point, course = drawn(sheet)
    assert "123,721.52" in point.picture.alt
    assert "22个月" in course.picture.alt


def test_below_the_point_the_note_says_what_other_income_has_to_meet(sheet: SectionContent, month: Material):
    point, books = month.analysis["drivers.break_even"], month.analysis.books
    short = point.fixed + point.variable - point.actual
    met = books.to_date("total_income").value - point.actual
    (note,) = (one for one in tables(sheet)[0].notes if "Medical income only" in one.en)

    assert point.margin < 0
    assert 0 < short < met < -point.margin  # the surplus is positive, and the distance to the point far larger
    assert f"\u00a5{short / 1e6:.1f} m less than all expense" in note.en


@pytest.mark.slow
def test_each_number_names_its_own_rule(month: Material):
    from reportgen.report.assembly import hospital

    entries = hospital(month, "annual", "en").ledger.entries
    assert "least-squares" in entries["break_even.behaviour.rate"].origin.en
    assert "less medical income" in entries["break_even.result"].origin.en
    assert entries["break_even.reconciled.gap"].name != entries["break_even.reconciled.line"].name


def test_the_figure_that_lacks_months_is_named(month: Material):
    values = month.dataset.values.copy()
    values.loc[:, values.columns.get_level_values(0) == "drg_weight_sum"] = float("nan")
    found = replace(month, dataset=replace(month.dataset, values=values)).analysis["drivers.cost_behaviour"]

    assert isinstance(found, Unavailable)
    assert found.facts == {"item": month.catalog.items["drg_weight_sum"].name, "have": 0, "need": 12}


def test_below_the_point_the_title_tells_what_other_income_has_to_meet(sheet: SectionContent, month: Material):
    """Not the distance to the point, which sets medical income against the cost of all that is done."""
    point = month.analysis["drivers.break_even"]
    lacking = point.fixed + point.variable - point.actual

    assert point.margin < 0
    assert f"¥{lacking / 1e6:,.1f} m less than all expense" in sheet.headline.en
