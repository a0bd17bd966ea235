"""Figures against last year, the period before, the start of the year, budget, plan, peers and the own best (E16)."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import case, checked, sample, write
from reportgen import pipeline
from reportgen.analysis.answer import Figure
from reportgen.analysis.comparison.against import Base, Compared, ItemComparison, Turn, compared, statement_rows
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.place import NOWHERE
from reportgen.model.values import Reason


def found(name: str, scope: str = "to_date", analysis: str = "comparison.items") -> ItemComparison:
    return next(one for one in sample()[analysis] if (one.id, one.scope) == (name, scope))


def test_a_month_is_held_against_last_year_and_the_month_before():
    one, value = found("total_income", "month"), checked().reading.dataset.value

    year, before = one.with_base(Base.LAST_YEAR), one.with_base(Base.PRECEDING)
    assert year is not None
    assert before is not None
    assert (year.period, before.period) == ("2025-10", "2026-09")
    now = value("total_income", "renhe", "2026-10")
    assert year.rate.value == pytest.approx(now / value("total_income", "renhe", "2025-10") - 1)
    assert before.difference.value == pytest.approx(now - value("total_income", "renhe", "2026-09"))


def test_the_year_to_date_is_held_against_the_months_of_the_budget():
    one, value = found("total_income"), checked().reading.dataset.value

    budget, year = one.with_base(Base.BUDGET), one.with_base(Base.BUDGET_OF_YEAR)
    assert budget is not None
    assert year is not None
    months = [value("total_income", "renhe", f"2026-{month:02}", "budget") for month in range(1, 11)]
    assert budget.against.value == pytest.approx(sum(months))
    assert len(budget.against.places) == 10
    assert year.against.value == pytest.approx(value("total_income", "renhe", "2026", "budget"))


def test_a_balance_is_held_against_the_start_of_the_year():
    one = found("cash_and_bank", "closing")
    start = one.with_base(Base.YEAR_START)

    assert start is not None
    assert start.against.value == pytest.approx(319539867.08)
    assert one.with_base(Base.BUDGET) is None


def test_percentages_differ_in_points_and_have_no_rate():
    one = found("asset_liability_ratio", analysis="comparison.indicators")
    year = one.with_base(Base.LAST_YEAR)

    assert year is not None
    assert year.difference.value == pytest.approx(one.now.value - year.against.value)
    assert year.rate.reason is Reason.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("base", "now", "rate", "reason", "turn"),
    [
        (-20.0, 50.0, None, Reason.NEGATIVE_BASE, Turn.LOSS_TO_SURPLUS),
        (20.0, -50.0, -3.5, None, Turn.SURPLUS_TO_LOSS),
        (0.0, 5.0, None, Reason.ZERO_DENOMINATOR, None),
        (None, 5.0, None, Reason.MISSING_PRIOR, None),
    ],
)
def test_growth_from_a_base_at_or_below_zero_has_words_instead(
    base: float | None, now: float, rate: float | None, reason: Reason | None, turn: Turn | None
):
    against = Figure(base, None if base is not None else Reason.MISSING_PRIOR)
    one = compared(Base.LAST_YEAR, Figure(now), against)

    assert isinstance(one, Compared)
    assert (one.rate.value, one.rate.reason, one.turn) == (rate, reason, turn)


@pytest.mark.serves("003-112")
def test_every_scored_indicator_with_peers_is_held_against_them():
    by_name = {one.id: one for one in sample()["comparison.indicators"]}
    for row in sample().material.evaluation.indicators:
        if row.peer is None:
            continue
        median = by_name[row.id].with_base(Base.PEERS)
        assert median is not None
        assert median.against.value == pytest.approx(row.peer.median)


def test_the_best_peer_and_the_own_best_go_by_the_direction():
    days = next(one for one in sample()["comparison.indicators"] if one.id == "receivable_turnover_days")
    best, own = days.with_base(Base.BEST_PEER), days.with_base(Base.OWN_BEST)

    assert best is not None
    assert own is not None
    assert best.source == "P23"
    assert own.period == "2025-10"
    assert days.with_base(Base.PEERS).against.value > best.against.value


def test_a_plan_is_a_base_where_the_case_has_one(tmp_path: Path):
    write(tmp_path, {"discharges@2025": 100.0, "occupied_bed_days@2025": 900.0, "available_bed_days@2025": 1000.0})
    (tmp_path / "targets.csv").write_text("indicator,period,value\nbed_occupancy_rate,2025,0.85\n", encoding="utf-8")
    items = pipeline.evaluate(pipeline.check(tmp_path), period="2025").analysis["comparison.indicators"]

    plan = next(one for one in items if one.id == "bed_occupancy_rate").with_base(Base.PLAN)
    assert plan is not None
    assert plan.difference.value == pytest.approx(0.05)
    assert plan.against.places[0].file == "targets.csv"


def test_what_was_not_supplied_is_left_out(tmp_path: Path):
    found_items = case(tmp_path, {"total_income@2025": 5.0}, "2025")["comparison.items"]

    assert [one.id for one in found_items] == ["total_income"]
    assert found_items[0].with_base(Base.LAST_YEAR).rate.reason is Reason.MISSING_PRIOR


@pytest.mark.parametrize(
    ("code", "item", "view"), [("会政财01", "total_assets", ""), ("会政财02", "total_income", "ytd")]
)
@pytest.mark.parametrize(("month", "earlier"), [("2025-12", 100.0), ("2025-11", None)])
def test_last_years_column_of_december_is_told_by_the_form_of_that_year(
    code: str, item: str, view: str, month: str, earlier: float | None
):
    figures = [Observation(item, "h", month, View(view), 120.0, "money", NOWHERE),
               Observation(item, "h", "2024", View.PERIOD, 100.0, "money", NOWHERE)]  # fmt: skip

    rows = statement_rows(from_observations(figures, ()), checked().catalog.forms[code], "h", month)

    assert {one.row.item: one.earlier for one in rows}[item] == earlier
