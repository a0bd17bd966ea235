"""The year against its budget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.cases import case, write
from pages import page_of
from report.sections.annual import amount, gap, sheet, tables
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.sheet import ChartFigure
from reportgen.report.section import Report
from reportgen.report.sections import budget

LINES = {
    "Income": "total_income", "Fiscal appropriation": "fiscal_income", "Medical income": "medical_income",
    "Outpatient and emergency income": "outpatient_income", "Inpatient income": "inpatient_income",
    "Research and education income": "science_education_income", "Other income": "other_income",
    "Expense": "total_expense", "Business activity expense": "business_activity_expense",
    "Administration": "admin_expense", "Personnel expense": "personnel_expense", "Drug expense": "drug_expense",
    "Consumables expense": "consumables_expense", "Depreciation expense": "depreciation_expense",
    "Other expense": "other_expense", "Surplus": "period_surplus", "Visits": "outpatient_emergency_visits",
    "Discharges": "discharges", "Surgical procedures": "surgeries", "Bed days": "occupied_bed_days",
}  # fmt: skip
COUNTED = ("Visits", "Discharges", "Surgical procedures", "Bed days")
SCALE = {name: 1 if name in COUNTED else 1e4 for name in LINES}
STATED = (
    "Income", "Fiscal appropriation", "Medical income", "Research and education income", "Other income", "Expense",
    "Business activity expense", "Administration", "Other expense", "Surplus",
)  # fmt: skip
TOTALS = ("Income", "Expense", "Surplus")


@pytest.mark.serves("001-43")
def test_every_line_of_the_budget_prints_budget_actual_difference_and_rate_and_sums_are_the_statements(
    materials: Callable[..., Material],
):
    data = materials("renhe", "2025").dataset
    head, *lines = page_of(materials("renhe", "2025"), "year_budget", kind="annual").table("Item", "Actual")

    assert head[:5] == ["Item", "Actual", "Budget", "Difference", "%"]
    assert [line[0] for line in lines] == [*LINES]
    planned = [line for line in lines if line[2][0] != "—"]
    assert [line[0] for line in lines if line not in planned] == [
        "Depreciation expense", "Surgical procedures", "Bed days",
    ]  # fmt: skip
    for line in lines:
        assert amount(line[1]) == pytest.approx(data.value(LINES[line[0]], "renhe", "2025") / SCALE[line[0]], abs=0.005)
    for line in planned:
        actual, budget, difference, rate = (amount(cell) for cell in line[1:5])
        assert difference == pytest.approx(actual - budget, abs=0.011)
        assert rate == pytest.approx(100 * (actual - budget) / budget, abs=0.051)
    budgets = {line[0]: amount(line[2]) for line in planned}
    due = {name: data.value(LINES[name], "renhe", "2025", "budget") for name in STATED}
    assert {name: budgets[name] for name in STATED} == pytest.approx(
        {n: one / 1e4 for n, one in due.items()}, abs=0.005
    )
    income, expense, surplus = (amount(next(line for line in lines if line[0] == name)[1]) for name in TOTALS)
    assert income - expense == pytest.approx(surplus, abs=0.011)


@pytest.mark.serves("000-15")
def test_each_target_of_the_hospital_prints_actual_plan_and_gap(tmp_path: Path):
    write(tmp_path, {"current_assets@2025": 90.0, "current_liabilities@2025": 60.0, "total_liabilities@2025": 60.0,
                     "total_assets@2025": 150.0})  # fmt: skip
    (tmp_path / "targets.csv").write_text(
        "indicator,period,value\ncurrent_ratio,2025,1.8\nasset_liability_ratio,2025,0.45\n"
        "bed_occupancy_rate,2025,0.9\ncurrent_ratio,2024,9\n",
        encoding="utf-8",
    )
    found = pipeline.evaluate(pipeline.check(tmp_path), period="2025")

    head, *lines = page_of(found, "year_budget", kind="annual").table("Indicator", "Target")
    assert head == ["Indicator", "Unit", "Kind", "Actual", "Target", "Gap"]
    assert lines == [
        ["Current ratio", "times", "plan", "1.50", "1.80", "−0.30"],
        ["Debt ratio", "%", "plan", "40.00", "45.00", "−5.00"],
        ["Bed occupancy rate", "%", "plan", "—①", "90.00", "—①"],
    ]


def test_all_months_of_the_year_are_drawn(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "year_budget")
    figures = [block for block in found.blocks if isinstance(block, ChartFigure)]
    assert [figure.picture.alt.split()[2] for figure in figures[:1]] == ["12"]


def test_without_a_budget_it_says_what_to_supply(reports: Callable[..., Report]):
    assert "budget workbook" in gap(reports("us-cms", "en", "2021", "annual"), "Budget and forecasts")


def test_the_key_names_last_year_only_where_its_months_are_drawn(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    data = materials("renhe", "2025").dataset
    has_last_year = any(data.value("total_income", "renhe", f"2024-{n:02}") is not None for n in range(1, 13))
    found = sheet(reports("renhe", "en", "2025", "annual"), "year_budget")
    first = next(block for block in found.blocks if isinstance(block, ChartFigure))
    assert ("last year" in first.note.en) is has_last_year


@pytest.mark.slow
def test_a_year_without_forecasts_says_so_under_its_table(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "zh", "2025", "annual"), "year_budget")
    assert {block.kind for block in found.blocks} == {"table", "figure"}
    assert tables(found)[0].notes[-1].zh.startswith("预测回顾：")


def test_the_title_tells_what_became_of_the_surplus_beside_income(materials: Callable[..., Material]):
    """Income was 0.3 % under budget, and of a surplus 85 % over it the title said nothing."""
    found = page_of(materials("renhe", "2025"), "year_budget", kind="annual")
    lines = {line[0]: line for line in found.table("Item", "Actual")[1:]}
    more = amount(lines["Surplus"][3]) / 100

    assert more > 0
    assert f"; the surplus is ¥{more:.1f} m more than budgeted" in found.text


def test_no_forecast_is_denied_that_the_story_holds_against_its_outcome(reports: Callable[..., Report]):
    """The annual report said that no forecast could be held against the outcome, eight pages after one that was."""
    report = reports("renhe", "en", "2025", "annual")
    told = next(one.content for one in report.sections if one.name == "story").promises
    (words,) = [note.en for note in sheet(report, "year_budget").blocks[0].notes if "How forecasts did" in note.en]

    assert any(one.is_forecast for one in told)
    assert "what would have been forecast then stands beside the outcome in the account of the period" in words


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (90e6, "¥10.0 m (11.1%) above budget"),
        (120e6, "¥20.0 m (16.7%) below budget"),
        (100e6, "as budgeted"),
        (100e6 + 0.01, "¥0.01 (0.0%) below budget"),
        (0.0, "¥100.0 m above budget"),
        (-5e6, "¥105.0 m above budget"),
    ],
)
def test_the_title_tells_on_which_side_of_its_budget_a_year_came(tmp_path: Path, planned: float, said: str):
    """On the budget to the fen it is on neither side, and there is no share of a budget of nothing."""
    figures = {"total_income@2025": 100e6, "total_income@2025:budget": planned}
    found = budget.year_budget(HospitalContext.of(case(tmp_path, figures, "2025").material, "en"))

    assert found.headline.en == f"Income of the year ¥100.0 m, {said}"


@pytest.mark.parametrize(
    ("surplus", "planned", "said"),
    [
        (6e6, 4e6, "; the surplus is ¥2.0 m more than budgeted"),
        (4e6, 6e6, "; the surplus is ¥2.0 m less than budgeted"),
        (4e6, 4e6, ""),
        (4e6, -4e6, ""),
        (-4e6, 4e6, ""),
    ],
)
def test_the_title_tells_of_the_surplus_where_it_parts_from_its_budget_and_neither_is_a_deficit(
    tmp_path: Path, surplus: float, planned: float, said: str
):
    figures = {"total_income@2025": 100e6, "total_income@2025:budget": 90e6,
               "period_surplus@2025": surplus, "period_surplus@2025:budget": planned}  # fmt: skip
    found = budget.year_budget(HospitalContext.of(case(tmp_path, figures, "2025").material, "en"))

    assert found.headline.en.partition("above budget")[2] == said
