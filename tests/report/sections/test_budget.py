"""Headline items with their budgets."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from report.sections.reading import DIGITS, content
from reportgen.analysis.material import Material
from reportgen.report.desk.figures import item_figures
from reportgen.report.section import Report


@pytest.mark.serves("001-10")
def test_headline_items_show_month_year_to_date_last_year_budget_and_progress(reports: Callable[..., Report]):
    row = content(reports("renhe", "zh-en"), "budget").rows[0]
    cells = [row.month, row.month_last_year, row.now, row.last_year, row.budget, row.progress]
    assert all(DIGITS.fullmatch(cell) for cell in cells), cells
    now, budget = (float(cell.replace(",", "")) for cell in (row.now, row.budget))
    assert float(row.progress) == pytest.approx(100 * now / budget, abs=0.06)


def test_the_bars_of_income_and_expense_are_whole(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    picture = content(report, "budget").composition
    shares = [float(found) for found in re.findall(r">(\d+\.\d)<", report.images[picture.source].decode())]
    assert sum(shares) == pytest.approx(200, abs=0.5)


def test_the_surplus_falls_short_by_what_income_and_expense_do(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    told = content(reports("renhe", "zh-en"), "budget").remarks
    gaps = {}
    for item in ("period_surplus", "total_income", "total_expense"):
        figures = item_figures(materials("renhe"), item)
        gaps[item] = (figures.now - figures.budget_to_date) / 1e4
    surplus, income, expense = (float(found.replace(",", "")) for found in re.findall(r"少([\d,.]+)万元", told.zh)[:3])

    assert [-surplus, -income, -expense] == pytest.approx(list(gaps.values()), abs=0.01)
    assert -income + expense == pytest.approx(-surplus, abs=0.02)


def test_the_year_that_may_come_stands_beside_its_budget(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    told = content(reports("renhe", "zh-en"), "budget").remarks.zh
    one = materials("renhe").analysis["outlook.year_end"]["surplus"]

    assert f"预计全年盈余{one.total / 1e4:,.2f}万元" in told
    assert f"±{(one.high - one.total) / 1e4:,.2f}万元" in told
    assert f"比全年预算少{-one.gap.value / 1e4:,.2f}万元" in told


def test_the_bases_of_progress_and_of_the_first_page_are_told_apart(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    figures = content(report, "verdict").key_figures[0]
    against = next(one for one in figures.comparisons if one.words.zh == "比预算").printed

    assert f"与各月预算累计相比（收入{against}）" in content(report, "budget").time_share.zh


def test_income_of_patients_is_said_to_be_before_settling(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    found = {name: item_figures(materials("renhe"), name).now for name in ("outpatient_income", "inpatient_income",
                                                                           "medical_income", "settlement_difference")}  # fmt: skip
    apart = found["outpatient_income"] + found["inpatient_income"] - found["medical_income"]
    note = content(reports("renhe", "zh-en"), "budget").composition_note.zh

    assert apart == pytest.approx(-found["settlement_difference"])
    assert f"结算差额−{apart / 1e4:,.2f}万元" in note


def test_the_months_to_come_are_hatched_as_a_forecast_where_there_is_one(reports: Callable[..., Report]):
    monthly = reports("renhe", "zh-en")
    drawn = monthly.images[content(monthly, "budget").columns.source].decode()
    bars = drawn.count('fill="url(#hatch)"')

    assert bars == 12 - 10  # of October
    assert "forecast" in content(monthly, "budget").kinds
