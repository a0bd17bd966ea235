"""Headline items with their budgets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import case, write
from pages import page_of
from report.sections.reading import content
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.desk.brief import plans
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.figures import item_figures
from reportgen.report.desk.tables.pictures import month_columns, month_pictures, sense
from reportgen.report.section import Report


def test_a_table_without_activity_does_not_speak_of_its_units(renhe: Material, tmp_path: Path):
    figures = {"total_income@2026-10:ytd": 3e7, "total_expense@2026-10:ytd": 2e7}
    alone = page_of(case(tmp_path, figures, "2026-10").material, "budget")

    assert "activity in its own units" in page_of(renhe, "budget").text
    assert "Headline items (¥10,000)" in alone.text


@pytest.mark.serves("001-10")
@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("Income", "total_income"),
        ("Fiscal appropriation", "fiscal_income"),
        ("Medical income", "medical_income"),
        ("Expense", "total_expense"),
        ("Surplus", "period_surplus"),
    ],
)
def test_each_headline_item_prints_month_year_to_date_last_year_budget_and_progress(
    renhe: Material, name: str, item: str
):
    page, value = page_of(renhe, "budget"), renhe.dataset.value
    month, month_before = (value(item, "renhe", period) for period in ("2026-10", "2025-10"))
    now, before = (value(item, "renhe", period, "ytd") for period in ("2026-10", "2025-10"))
    budget = value(item, "renhe", "2026", "budget")

    assert page.tables[0][0] == [
        "Item", "Month", "Month last year", "Year to date", "Last year to date", "Change %", "Year's budget", "Used %",
    ]  # fmt: skip
    (row,) = (row for row in page.tables[0] if row[0] == name)
    assert row[1:5] == [f"{one / 1e4:,.2f}" for one in (month, month_before, now, before)]
    assert row[5].replace("−", "-") == f"{100 * (now / before - 1):+.1f}"
    assert row[6:] == [f"{budget / 1e4:,.2f}", f"{100 * now / budget:.1f}"]


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


def test_no_number_is_noted_of_bars_that_are_not_drawn(tmp_path: Path):
    """An issued report failed its verification: a number of the bars' note was to stand on a page without bars."""
    cells = {
        f"{item}@2025": value
        for item, value in {
            "total_income": 100e6, "inpatient_income": 60e6, "outpatient_income": 38e6, "settlement_difference": -1e6,
            "fiscal_income": 3e6, "total_expense": 98e6,
        }.items()
    }  # fmt: skip
    context = HospitalContext.of(case(tmp_path, cells, "2025").material, "zh")

    assert plans.composed(context, "budget") == (None, None)
    assert context.ledger.entries == {}


def test_the_months_to_come_are_hatched_as_a_forecast_where_there_is_one(reports: Callable[..., Report]):
    monthly = reports("renhe", "zh-en")
    drawn = monthly.images[content(monthly, "budget").columns.source].decode()
    bars = drawn.count('fill="url(#hatch)"')

    assert bars == 12 - 10  # of October
    assert "forecast" in content(monthly, "budget").kinds


def test_the_year_to_date_is_held_against_the_column_of_last_year_beside_it(tmp_path: Path):
    figures = {f"{item}@2025-09{view}": value for item, value in (("total_income", 110e4), ("total_expense", 90e4))
               for view, value in (("", value / 9), (":ytd", value), (":comp", value / 1.1))}  # fmt: skip
    write(tmp_path, figures)

    row = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025-09"), "budget").row("Income")

    assert row[3:6] == ["110.00", "100.00", "+10.0"]


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({}, ("actual",)),
        ({"total_income@2024-09": 90e4}, ("actual", "previous")),
        ({"total_income@2025-09:budget": 95e4}, ("actual", "budget")),
    ],
)
def test_the_key_of_the_months_names_the_columns_that_are_drawn(
    tmp_path: Path, more: dict[str, float], kinds: tuple[str, ...]
):
    write(tmp_path, {"total_income@2025-09": 100e4, "total_expense@2025-09": 80e4} | more)
    context = HospitalContext.of(pipeline.evaluate(pipeline.check(tmp_path), period="2025-09"), "en")

    assert month_pictures(context).kinds == kinds


def test_columns_in_which_nothing_would_stand_are_left_out(tmp_path: Path):
    """Five of seven columns of a hospital in its first year without a budget held dashes alone."""
    first = case(tmp_path, {"total_income@2026-03": 30.0, "total_expense@2026-03": 29.0,
                            "total_income@2026-03:ytd": 90.0, "total_expense@2026-03:ytd": 88.0}, "2026-03").material  # fmt: skip
    page = page_of(first, "budget")

    assert page.tables[0][0] == ["Item", "Month", "Year to date"]
    assert "No budget is on file, so neither it nor its use is shown." in page.text
    assert "No figures of last year are on file, so no change is shown." in page.text
    assert "Share of the year gone" not in page.text


@pytest.mark.parametrize(("months", "is_drawn"), [(2, False), (3, True)])
def test_one_or_two_months_are_no_drawing(tmp_path: Path, months: int, *, is_drawn: bool):
    figures = {f"{item}@2026-0{month}": 30.0 + month for month in range(1, months + 1)
               for item in ("total_income", "total_expense")}  # fmt: skip
    found = case(tmp_path, figures, f"2026-0{months}").material

    assert (month_pictures(HospitalContext.of(found, "en")).columns is not None) is is_drawn
    assert ("Income by month" in page_of(found, "budget").text) is is_drawn


@pytest.mark.parametrize(
    ("gaps", "said"), [((-1.0, -2.0), "below"), ((1.0, None), "above"), ((1.0, -1.0), "both"), ((None, None), "both")]
)
def test_the_key_names_no_side_of_the_budget_on_which_no_month_lies(
    renhe: Material, gaps: tuple[float | None, ...], said: str
):
    month = month_columns(HospitalContext.of(renhe, "zh"))[0]

    assert sense([replace(month, variance=gap) for gap in gaps]) == said


@pytest.mark.parametrize(
    ("plan", "made", "why"),
    [
        (-38.0, -18.0, "The budget is a deficit, so no share of it is given"),
        (0.0, 5.0, "The budget is zero, so no share of it is given"),
        (20.0, -5.0, "A deficit against a budgeted surplus, so no share of it is given"),
    ],
)
def test_a_budget_that_no_share_can_be_told_of_is_not_said_to_be_missing(
    tmp_path: Path, plan: float, made: float, why: str
):
    """Beside −38.02 million of a budgeted deficit the note said that there was no budget."""
    figures = {"total_income@2025-09:ytd": 900e4, "total_expense@2025-09:ytd": (900 - made) * 1e4,
               "period_surplus@2025-09:ytd": made * 1e4, "total_income@2025:budget": 1200e4,
               "total_expense@2025:budget": (1200 - plan) * 1e4,
               "period_surplus@2025:budget": plan * 1e4}  # fmt: skip
    page = page_of(case(tmp_path, figures, "2025-09").material, "budget")

    assert page.row("Surplus")[-1].startswith("—")
    assert why in page.text
    assert "No budget" not in page.text
