"""Standards from a panel are computed on the terms on which a scheme judges by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import pipeline

CASE = """regime: other
currency: CNY
scheme: {scheme}
fiscal_year_start: 7
"""
SCHEMES = """short_year:
  name: {zh: 三百六十天, en: Three hundred and sixty days}
  source: test
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  day_base: 360
  parts: &parts
by_month:
  name: {zh: 按月, en: By the month}
  source: test
  grades: {excellent: 85, good: 70, fair: 50, low: 40, poor: 0}
  basis: month
"""
PARTS = """  parts:
    all:
      share: 1.0
      method: level_efficacy
      indicators:
        receivable_turnover_days: {direction: lower, weight: 1.0, standards: {kind: plan, excellent: 30, good: 40, fair: 50, low: 60, poor: 70, source: test}}
"""
DAYS = "receivable_turnover_days"


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    for name in ("data", "schemes"):
        (tmp_path / name).mkdir()
    rows = ["entity,period,item,value"]
    for number in range(5):
        hospital = f"h{number}"
        rows += [f"{hospital},2024-07,accounts_receivable_net,100", f"{hospital},2024-08,accounts_receivable_net,100"]
        rows += [f"{hospital},2024-07,medical_income,50", f"{hospital},2024-08,medical_income,200"]
        rows += [f"{hospital},2024,accounts_receivable_net,100"]
    (tmp_path / "data" / "panel.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    schemes = SCHEMES.replace("  parts: &parts\n", PARTS) + PARTS
    (tmp_path / "schemes" / "own.yaml").write_text(schemes, encoding="utf-8")
    return tmp_path


def median_days(panel: Path, case_scheme: str, asked: str | None = None) -> float:
    (panel / "case.yaml").write_text(CASE.format(scheme=case_scheme), encoding="utf-8")
    found = pipeline.build_peers(pipeline.check(panel), period="2024-08", by="all", scheme=asked)
    (group,) = found.groups
    return next(one.percentiles[2] for one in group.standards if one.indicator == DAYS)


def test_the_fixed_year_of_the_scheme_is_that_of_its_standards(panel: Path):
    """Two of twelve months of 360 days, over the income of two months."""
    assert median_days(panel, "short_year") == pytest.approx(100 * 60 / 250)


def test_standards_for_a_scheme_of_single_months_rest_on_single_months(panel: Path):
    """The second month of a year from July on is August: 31 days, over the income of that month."""
    assert median_days(panel, "by_month") == pytest.approx(100 * 31 / 200)


def test_another_scheme_may_be_asked_for(panel: Path):
    assert median_days(panel, "by_month", "short_year") == pytest.approx(100 * 60 / 250)
    assert median_days(panel, "none") == pytest.approx(100 * 62 / 250)
