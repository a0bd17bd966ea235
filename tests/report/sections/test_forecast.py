"""The year to its end: interval, benchmark and tested error stand beside every forecast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import case
from pages import page_of, section_of
from report.sections.annual import amount, rows
from report.sections.subjects import alone, page, tables
from reportgen.analysis.material import Material
from reportgen.model.reports import Options
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.answers import scribe
from reportgen.report.desk.tables.sheet import SectionContent, SheetFigures
from reportgen.report.sections import forecast


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "forecast")


@pytest.mark.serves("001-09")
def test_a_forecast_prints_the_word_its_method_its_interval_and_its_tested_error(month: Material):
    page, found = page_of(month, "forecast"), month.analysis["outlook.year_end"]
    assert page.text.split("What follows is a ")[1].startswith("forecast, and no score uses it")
    head, *lines = page.table("Item", "Forecast")
    ways = {line[0]: line[1:] for line in page.table("Item", "Way")[1:]}

    assert head == ["Item", "To date", "Forecast", "Low", "High", "Missed, %", "Budget", "Less budget"]
    assert [line[0] for line in lines] == ["Income", "Expense", "Surplus", "Cash"]
    for line, one in zip(lines, found.values(), strict=True):
        assert line[2:5] == [f"{value / 1e4:,.2f}" for value in (one.total, one.low, one.high)]
        assert one.low < one.total < one.high
        way, trials, missed, error, _ = ways[line[0]]
        assert line[5] == missed
        assert amount(trials) == one.tested.trials
        assert amount(error) == pytest.approx(one.tested.error / 1e4, abs=0.005)
        assert way in {"same month of last year with the growth so far", "changes of the same months of last year"}


@pytest.mark.serves("003-093")
def test_each_forecast_lies_in_its_interval_and_the_surplus_is_what_the_others_leave(sheet: SectionContent):
    found = {row[0]: [amount(cell) for cell in row[1:5]] for row in rows(tables(sheet)[0], "en")}
    for to_date, total, low, high in found.values():
        assert low < total < high
        assert to_date
    income, cost, surplus = (found[name][1] for name in ("Income", "Expense", "Surplus"))
    assert income - cost == pytest.approx(surplus, abs=0.011)


def test_the_error_of_the_plain_way_stands_beside_that_of_the_chosen_one(sheet: SectionContent, month: Material):
    found = month.analysis["outlook.year_end"]
    for row, one in zip(rows(tables(sheet)[1]), found.values(), strict=True):
        assert amount(row[2]) == one.tested.trials
        assert amount(row[4]) == pytest.approx(one.tested.error / 1e4, abs=0.005)
        assert amount(row[5]) == pytest.approx(one.benchmark.error / 1e4, abs=0.005)


def test_four_fans_hatch_their_bands_and_dash_what_has_not_happened(month: Material, sheet: SectionContent):
    figures = next(block for block in sheet.blocks if isinstance(block, SheetFigures))
    assert [name.en for name, _ in figures.pictures] == ["Income", "Expense", "Surplus", "Cash"]
    images = alone(month, "forecast").images
    for _, picture in figures.pictures:
        svg = images[picture.source]
        assert b"url(#hatch)" in svg
        assert b"stroke-dasharray" in svg


def test_it_says_that_it_is_a_forecast_which_no_score_uses(sheet: SectionContent):
    assert "no score uses it" in sheet.lead[0].en
    assert "不参与评分" in sheet.lead[0].zh


def test_the_headline_holds_the_forecast_against_the_budget(sheet: SectionContent):
    income = next(rows(tables(sheet)[0]))
    assert amount(income[-1]) < 0
    assert "低于预算" in sheet.headline.zh or "比预算低" in sheet.headline.zh
    assert f"{abs(amount(income[-1])):,.2f}万元" in sheet.headline.zh


def test_after_the_end_of_a_year_the_line_is_carried_on_to_the_next(materials: Callable[..., Material]):
    found = page(materials("renhe", "2025"), "forecast")
    income = next(rows(tables(found)[0]))
    last, following, low, high = (amount(cell) for cell in income[1:5])
    assert low < following < high
    assert last < following
    assert "2026" in found.headline.en


@pytest.mark.parametrize(
    ("budget", "gap", "said"),
    [
        (2e7, 1e6, "above budget"),
        (2e7, 0.0, "above budget"),
        (2e7, -1e6, "below budget"),
        (0.0, -1e6, ""),
        (None, None, ""),
        (2e7, None, ""),
    ],
)
def test_the_headline_names_the_budget_where_there_is_one(
    month: Material, budget: float | None, gap: float | None, said: str
):
    one = month.analysis["outlook.year_end"]["income"]
    held = replace(one, budget=replace(one.budget, value=budget), gap=replace(one.gap, value=gap))
    words = forecast._headline(scribe(HospitalContext.of(month, "en"), "forecast"), {"income": held}).en

    assert words.startswith("Income of the year expected at ¥")
    assert words.endswith(said)
    assert ("budget" in words) is bool(said)


def test_a_year_that_is_told_late_says_which_statements_it_leaves_out(materials: Callable[..., Material]):
    said = "This report stands as of 31 December 2025: later statements in the case, up to Oct 2026, are not used here."

    assert said in page_of(materials("renhe", "2025"), "forecast").text
    assert said in page_of(materials("renhe", "2025"), "cash_outlook").text
    assert "stands as of" not in page_of(materials("renhe", "2026-10"), "cash_outlook").text
    assert "stands as of" not in page_of(materials("us-cms", "2021"), "forecast").text


def test_what_statements_without_official_forms_never_state_is_not_asked_for(materials: Callable[..., Material]):
    assert "Supply the missing years" not in page_of(materials("us-cms", "2021"), "forecast").text


def test_of_the_next_year_each_column_holds_what_its_head_says(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    found = material.analysis["outlook.next_year"]
    (head, *lines), *_ = page_of(material, "forecast").tables

    assert head == ["Item", "2025", "2026, forecast", "Low", "High", "Fit"]
    for line, one in zip(lines, found.values(), strict=True):
        given = [one.years[-1][1], one.forecast, one.low, one.high]
        printed = [amount(cell) for cell in line[1:5]]
        assert [shown / printed[0] for shown in printed] == pytest.approx([each / given[0] for each in given], abs=1e-4)
        assert amount(line[5]) == pytest.approx(one.explained, abs=0.005)


@pytest.mark.serves("003-093")
@pytest.mark.parametrize(("mode", "word"), [("en", "forecast"), ("zh", "预测")])
def test_numbers_of_the_future_stand_under_the_word_forecast_and_without_figures_there_are_none(
    materials: Callable[..., Material], tmp_path: Path, mode: str, word: str
):
    year, line = (
        section_of(materials(*which), "forecast", mode) for which in (("renhe", "2026-10"), ("us-cms", "2021"))
    )
    assert year is not None
    assert line is not None
    assert [head for head in year.tables[0][0] if word in head.lower()]
    assert year.text.index(word) < year.text.index("139,527.75")
    assert word in line.title.lower()
    assert [head for head in line.tables[0][0] if word in head.lower()]
    nothing = section_of(case(tmp_path, {"total_assets@2025": 5.0}, "2025").material, "forecast", mode)
    assert nothing is None or not nothing.tables


@pytest.mark.parametrize(("period", "title"), [("2026-10", None), ("2025", "The year ahead")])
def test_after_the_end_of_a_year_the_section_is_not_called_the_year_to_its_end(
    materials: Callable[..., Material], period: str, title: str | None
):
    context = HospitalContext.of(materials("renhe", period), "en")
    (piece,) = forecast.pieces(context, Options("forecast", {"of": ("months", "year_end", "tested")}))

    assert (piece.title and piece.title.en) == title
