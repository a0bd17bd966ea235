"""What several figures say together; each sentence holds the numbers it rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.judgements import RULES, Judgement
from reportgen.catalog import load_catalog
from reportgen.catalog.messages import placeholders

WORDS = load_catalog().words.under("analysis.judgement")


def of(folder: Path, name: str, figures: dict[str, float], more: str = ""):
    return case(folder, figures, "2025", more=more)["signals.judgements"][name]


def debt(ratio: float, cash: float | None = None) -> dict[str, float]:
    found = {"total_liabilities@2025": 100 * ratio, "total_assets@2025": 100.0}
    return found if cash is None else {**found, "net_operating_cash_flow@2025": cash * 100 * ratio}


@pytest.mark.serves("002-35")
def test_debts_falling_due_are_warned_of_with_both_ratios(tmp_path: Path):
    low = {"current_assets@2025": 90.0, "current_liabilities@2025": 100.0, "cash_and_equivalents@2025": 60.0}
    found = of(tmp_path, "debt_service", low)

    assert isinstance(found, Judgement)
    assert found.figures == {"current_ratio": pytest.approx(0.9), "cash_ratio": pytest.approx(0.6)}
    high = {"current_assets@2025": 190.0, "current_liabilities@2025": 100.0, "cash_and_equivalents@2025": 60.0}
    assert of(tmp_path, "debt_service", high) is None


@pytest.mark.serves("003-156")
@pytest.mark.parametrize(
    ("ratio", "cash", "key"),
    [
        (0.7, 0.25, "strong"),
        (0.7, 0.2, "strong"),
        (0.7, 0.199, "weak"),
        (0.7, 0.1, "weak"),
        (0.6, 0.1, "weak"),
        (0.599, 0.1, None),
        (0.5, 0.1, None),
    ],
)
def test_a_high_debt_ratio_is_read_beside_the_cash(tmp_path: Path, ratio: float, cash: float, key: str | None):
    found = of(tmp_path, "cash_and_leverage", debt(ratio, cash))

    if key is None:
        assert found is None
        return
    assert found.key == f"cash_and_leverage.{key}"
    assert found.figures == {
        "asset_liability_ratio": pytest.approx(ratio),
        "cash_to_total_liabilities": pytest.approx(cash),
    }


@pytest.mark.serves("003-047")
@pytest.mark.parametrize(
    ("income", "cost", "key"),
    [
        (6000, 5000, "more_dearer"),
        (6000, 4700, "more_cheaper"),
        (4500, 3700, "less_dearer"),
        (4000, 3150, "less_cheaper"),
    ],
)
def test_surplus_is_read_beside_the_cost_rate(tmp_path: Path, income: float, cost: float, key: str):
    figures = {
        "medical_activity_income@2024": 4500.0, "medical_activity_expense@2024": 3600.0, "period_surplus@2024": 900.0,
        "medical_activity_income@2025": income, "medical_activity_expense@2025": cost, "period_surplus@2025": income - cost,
    }  # fmt: skip
    found = of(tmp_path, "surplus_quality", figures)

    assert found.key == f"surplus_quality.{key}"
    assert found.figures["cost_rate_before"] == pytest.approx(0.8)
    assert found.figures["surplus"] == income - cost


@pytest.mark.serves("003-016")
@pytest.mark.parametrize(
    ("income", "key"), [(103.0, "above"), (100.4, "even"), (100.0, "even"), (99.6, "even"), (97.0, "below")]
)
def test_one_is_the_line_of_self_sufficiency(tmp_path: Path, income: float, key: str):
    figures = {"medical_income@2025": income, "other_income@2025": 0.0, "business_expense@2025": 100.0}

    assert of(tmp_path, "self_sufficiency", figures).key == f"self_sufficiency.{key}"


@pytest.mark.serves("003-018")
@pytest.mark.parametrize(
    ("ratio", "key"),
    [
        (0.52, "below"),
        (0.6, "reasonable"),
        (0.65, "reasonable"),
        (0.7, "reasonable"),
        (0.78, "above"),
        (0.85, "warning"),
        (0.91, "warning"),
    ],
)
def test_the_debt_ratio_is_read_by_the_articles_lines(tmp_path: Path, ratio: float, key: str):
    found = of(tmp_path, "debt_level", debt(ratio))

    assert found.key == f"debt_level.{key}"
    assert (found.figures["low"], found.figures["high"], found.figures["warning"]) == (0.6, 0.7, 0.85)
    assert found.source


def test_a_score_that_nobody_gave_prefers_nothing(tmp_path: Path):
    """Without a scheme nothing is scored; with one that holds the ratio its score does prefer less debt."""
    assert of(tmp_path, "no_tax_shield", debt(0.5)).key == "no_tax_shield.unscored"
    assert "评分" not in WORDS["no_tax_shield.unscored"].zh
    assert "score" not in WORDS["no_tax_shield.unscored"].en
    assert sample()["signals.judgements"]["no_tax_shield"].key == "no_tax_shield.scored"


@pytest.mark.serves("003-042")
def test_leverage_brings_a_public_hospital_no_tax_benefit(tmp_path: Path):
    assert of(tmp_path, "no_tax_shield", debt(0.5)).key == "no_tax_shield.unscored"
    private = case(tmp_path, debt(0.5), "2025")
    assert private.material.case.file.regime == "2019"
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\nscheme: none\n", encoding="utf-8"
    )
    from reportgen import pipeline

    assert pipeline.evaluate(pipeline.check(tmp_path)).analysis["signals.judgements"]["no_tax_shield"] is None


@pytest.mark.serves("003-012")
@pytest.mark.parametrize(("income", "key"), [(99.0, "good"), (95.0, "good"), (94.5, "low"), (80.0, "low")])
def test_income_near_a_hundred_of_fixed_assets_is_good_use(tmp_path: Path, income: float, key: str):
    figures = {
        "medical_income@2025": income, "other_income@2025": 0.0, "fixed_assets_net@2025": 100.0, "fixed_assets_net@2025:open": 100.0,
    }  # fmt: skip
    found = of(tmp_path, "asset_use", figures)

    assert found.key == f"asset_use.{key}"
    assert found.source


@pytest.mark.serves("003-014")
def test_income_of_staff_is_read_by_a_line_of_before_2010(tmp_path: Path):
    figures = {"medical_income@2025": 3_100_000.0, "other_income@2025": 0.0, "avg_staff@2025": 10.0}
    found = of(tmp_path, "income_of_staff", figures)

    assert (found.key, found.figures["line"]) == ("income_of_staff.above", 300_000)
    assert "2010" in WORDS["income_of_staff.above"].zh


@pytest.mark.parametrize("name", ["asset_use", "income_of_staff"])
def test_a_line_in_yuan_says_nothing_of_another_currency(tmp_path: Path, name: str):
    figures = {
        "medical_income@2025": 3_100_000.0, "other_income@2025": 0.0, "avg_staff@2025": 10.0,
        "fixed_assets_net@2025": 100.0, "fixed_assets_net@2025:open": 100.0,
    }  # fmt: skip
    assert of(tmp_path, name, figures) is not None
    assert of(tmp_path, name, figures, "currency: USD\n") is None


@pytest.mark.serves("000-11")
@pytest.mark.parametrize(("days", "key"), [(120, "sound"), (90, "blue"), (59, "yellow"), (45, "orange"), (12, "red")])
def test_funds_are_worded_by_the_line_they_reach(tmp_path: Path, days: float, key: str):
    figures = {
        "current_assets@2025": 90.0, "current_liabilities@2025": 60.0, "total_income@2025": 50.0, "fiscal_income@2025": 5.0,
        "cash_and_bank@2025": 10.0, "operating_cash_outflow@2025": 10.0 * 365 / days,
    }  # fmt: skip
    found = of(tmp_path, "funds", figures)

    assert found.key == f"funds.{key}"
    assert found.figures == pytest.approx(
        {"cash_and_bank": 10, "current_ratio": 1.5, "fiscal_income_share": 0.1, "days": days}
    )


def test_a_month_without_a_cash_flow_statement_counts_days_of_expense():
    found = sample()["signals.judgements"]["funds"]

    assert sample().books.indicator("days_cash_on_hand").value is None
    assert found.figures["days"] == sample().books.indicator("days_cash_and_investments").value


def test_every_judgement_has_words_that_use_its_numbers_only():
    for period in ("2026-10", "2025"):
        for found in sample(period)["signals.judgements"].values():
            if isinstance(found, Judgement):
                for words in (WORDS[found.key].zh, WORDS[found.key].en):
                    assert placeholders(words) <= set(found.figures)


@pytest.mark.parametrize("name", sorted(RULES))
def test_without_its_figures_a_rule_says_nothing(tmp_path: Path, name: str):
    assert isinstance(of(tmp_path, name, {"total_expense@2025": 1.0}), Unavailable)


def test_a_rate_that_this_year_lacks_is_not_called_a_missing_last_year(tmp_path: Path):
    figures = {"period_surplus@2025": 5.0, "period_surplus@2024": 4.0}
    found = of(tmp_path, "surplus_quality", figures)

    assert found.why == "indicator"
