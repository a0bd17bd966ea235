"""What several figures say together, as the page says it, on each side of every line."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import case
from pages import section_of
from reportgen import pipeline

Figures = dict[str, float]


def said(folder: Path, figures: Figures, mode: str = "en", more: str = "") -> str:
    """The words of the section on risks in a case that has these figures of 2025 (or of the year named)."""
    dated = {key if "@" in key else f"{key}@2025": value for key, value in figures.items()}
    found = section_of(case(folder, dated, "2025", more=more).material, "risk_watch", mode)
    assert found is not None
    return found.text


def debt(ratio: float, cash: float = 0.0) -> Figures:
    return {"total_liabilities": 100 * ratio, "total_assets": 100.0, "net_operating_cash_flow": cash * 100 * ratio}


def fixed_assets(income: float) -> Figures:
    return {"medical_income": income, "other_income": 0.0, "fixed_assets_net": 100.0, "fixed_assets_net@2024": 100.0}


@pytest.mark.serves("003-012")
@pytest.mark.parametrize(
    ("income", "printed", "en", "zh"),
    [
        (99.0, "99.00", "near 100 or more, which is very good use", "接近或超过100元，利用很好"),
        (94.995, "95.00", "near 100 or more, which is very good use", "接近或超过100元，利用很好"),
        (94.994, "94.99", "below 100", "低于100元"),
    ],
)
def test_income_near_a_hundred_of_fixed_assets_as_displayed_is_very_good(
    tmp_path: Path, income: float, printed: str, en: str, zh: str
):
    english = said(tmp_path, fixed_assets(income))

    assert f"Income per 100 of fixed assets is ¥{printed}, {en}." in english
    assert "Lines behind these judgements: literature on hospital financial evaluation" in english
    assert f"每百元固定资产业务收入{printed}元，{zh}。" in said(tmp_path, fixed_assets(income), "zh")


@pytest.mark.serves("003-014")
@pytest.mark.parametrize(
    ("each", "more", "words"),
    [
        (300_000.01, "", "above the line of ¥300,000.00"),
        (300_000.0, "", "not above the line of ¥300,000.00"),
        (300_000.01, "analysis: {income_of_staff: 450000}\n", "not above the line of ¥450,000.00"),
    ],
)
def test_income_per_employee_is_held_against_a_line_that_dates_from_before_2010(
    tmp_path: Path, each: float, more: str, words: str
):
    figures = {"medical_income": 10 * each, "other_income": 0.0, "avg_staff": 10.0}
    found = said(tmp_path, figures, more=more)

    assert f"Business income per employee is ¥{each:,.2f}, {words}, which dates from prices before 2010." in found
    assert "该线的价格水平为2010年以前" in said(tmp_path, figures, "zh", more)


@pytest.mark.serves("003-016")
@pytest.mark.parametrize(
    ("income", "en", "zh"),
    [
        (103.0, "is 1.03, above 1: business income covers business expense", "高于1，业务收入足以弥补业务支出"),
        (97.0, "is 0.97, below 1: operation depends on appropriations", "低于1，运行依赖财政补助"),
        (99.7, "is 1.00: business income about covers business expense", "1.00，业务收入与业务支出大致相抵"),
    ],
)
def test_self_sufficiency_is_said_above_one_and_dependence_below(tmp_path: Path, income: float, en: str, zh: str):
    figures = {"medical_income": income, "other_income": 0.0, "business_expense": 100.0}

    assert f"Self-sufficiency {en}." in said(tmp_path, figures)
    assert zh in said(tmp_path, figures, "zh")


@pytest.mark.serves("003-018")
@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (0.6, "60.00% is within the 60.00% to 70.00% that the articles call reasonable"),
        (0.7, "70.00% is within the 60.00% to 70.00% that the articles call reasonable"),
        (
            0.8499,
            "84.99% is above the 60.00% to 70.00% that the articles call reasonable, and below their warning line",
        ),
        (0.85, "85.00% has reached the warning line of 85.00%"),
    ],
)
def test_the_debt_ratio_is_told_by_the_lines_of_the_articles(tmp_path: Path, ratio: float, words: str):
    assert f"The debt ratio of {words}" in said(tmp_path, debt(ratio))


@pytest.mark.serves("003-018")
def test_eighty_five_per_cent_exactly_gives_a_red_warning_by_the_set_of_the_articles(tmp_path: Path):
    chosen = section_of(
        case(
            tmp_path,
            {f"{name}@2025": value for name, value in debt(0.85).items()},
            "2025",
            more="analysis: {warnings: articles_2009}\n",
        ).material,
        "risk_watch",
    )

    assert chosen is not None
    assert chosen.tables[0][1][:5] == ["Debt ratio", "red", "%", "85.00", "85.00"]


@pytest.mark.serves("003-042")
def test_leverage_brings_no_tax_benefit_to_a_public_hospital_and_nothing_is_said_of_it_elsewhere(tmp_path: Path):
    tax = "public hospital pays no income tax on its medical surplus, so interest brings no tax benefit"
    assert tax in said(tmp_path, debt(0.5))
    assert "没有抵税效应" in said(tmp_path, debt(0.5), "zh")

    file = tmp_path / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("'2019'", "other"), encoding="utf-8")
    elsewhere = section_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "risk_watch")
    assert elsewhere is not None
    assert "articles call reasonable" not in elsewhere.text
    assert "tax" not in elsewhere.text


@pytest.mark.serves("003-047")
@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (
            5000.0,
            "went from ¥900.0 m to ¥1,000.0 m, and the cost rate rose from 80.00% to 83.33%: a better result than last year, yet each unit of income costs more.",
        ),
        (
            4700.0,
            "went from ¥900.0 m to ¥1,300.0 m, and the cost rate fell from 80.00% to 78.33%: a better result than last year, and each unit of income costs less.",
        ),
    ],
)
def test_more_surplus_at_a_higher_cost_rate_is_said_to_be_less_efficient(tmp_path: Path, cost: float, words: str):
    figures = {
        "medical_activity_income@2024": 4500.0, "medical_activity_expense@2024": 3600.0, "period_surplus@2024": 900.0,
        "medical_activity_income": 6000.0, "medical_activity_expense": cost, "period_surplus": 6000.0 - cost,
    }  # fmt: skip
    in_millions = {name: 1e6 * value for name, value in figures.items()}
    assert f"The surplus {words}" in said(tmp_path, in_millions)


@pytest.mark.serves("003-156")
@pytest.mark.parametrize(
    ("cash", "words"),
    [
        (0.25, "operating cash covers 25.00% of all liabilities; with strong cash the financial risk is low."),
        (0.1, "operating cash covers only 10.00% of all liabilities; repayment depends on new loans."),
    ],
)
def test_a_high_debt_ratio_is_read_together_with_the_cash(tmp_path: Path, cash: float, words: str):
    assert f"The debt ratio of 70.00% is high, {'but' if cash > 0.2 else 'and'} {words}" in said(
        tmp_path, debt(0.7, cash)
    )
    assert "with strong cash" not in said(tmp_path, debt(0.59, cash))
