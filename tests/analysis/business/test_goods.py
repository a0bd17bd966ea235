"""Equipment, stocks, purchasing and capital expenditure."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.business.tables import answer, table
from analysis.cases import case, sample
from reportgen.analysis.answer import Figure, RegisterRow, Unavailable
from reportgen.analysis.business.assets import asset
from reportgen.analysis.business.inventory import beyond_use, dearer, unmoved, unused, verdict
from reportgen.analysis.material import Analyses
from reportgen.catalog import load_catalog
from reportgen.model.values import Reason
from reportgen.model.warnings import Level

DAY = dt.date(2025, 12, 31)
EQUIPMENT = {"cost": 1000.0, "asset_income": 400.0, "asset_direct_cost": 200.0, "asset_depreciation": 100.0}


def row(key: str = "A", words: dict[str, str] | None = None, **figures: float | None) -> RegisterRow:
    return RegisterRow(
        key, {name: Figure(v) if v is not None else Figure.missing() for name, v in figures.items()}, words or {}
    )


def test_return_and_payback_of_equipment_by_hand():
    found = asset(
        row(words={"in_service": "2019-12-31"}, **EQUIPMENT, examinations=50.0, hours_used=25.0, hours_available=100.0),
        12,
        DAY,
    )

    assert (found.cash.value, found.margin.value) == (200.0, 100.0)
    assert (found.yearly_return.value, found.payback.value) == pytest.approx((0.2, 5.0))
    assert (found.use.value, found.pace.value, found.cost_per_examination.value) == pytest.approx((0.25, 2.0, 6.0))
    assert found.age.value == pytest.approx(6.0, abs=0.01)
    assert found.recovered


@given(st.integers(1, 12))
def test_flows_of_some_months_are_scaled_to_a_year(months: int):
    found = asset(row(**EQUIPMENT), months, DAY)

    assert found.yearly_return.value == pytest.approx(200 * 12 / months / 1000)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"hours_available": 0.0, "hours_used": 5.0}, "use", Reason.ZERO_DENOMINATOR),
        ({"asset_income": 100.0}, "payback", Reason.NEGATIVE_DENOMINATOR),
        ({"asset_direct_cost": None}, "margin", Reason.MISSING_INPUT),
        ({"examinations": 0.0}, "income_per_examination", Reason.ZERO_DENOMINATOR),
    ],
)
def test_what_equipment_does_not_say_has_a_reason(changes: dict[str, float | None], field: str, reason: Reason):
    found = asset(row(**(EQUIPMENT | changes)), 12, DAY)

    assert getattr(found, field).value is None
    assert getattr(found, field).reason is reason
    assert found.recovered is None


def test_equipment_that_is_put_to_work_after_the_period_has_no_age():
    assert asset(row(words={"in_service": "2026-03-01"}, **EQUIPMENT), 12, DAY).age.reason is Reason.INVALID_INPUT


@pytest.mark.serves("000-32")
def test_purchases_of_the_sample_end_at_the_indicator_of_execution():
    analyses = sample()
    found = analyses["business.assets"]

    assert found.purchases[-1].execution.value == pytest.approx(
        analyses.books.indicator("capex_budget_execution").value
    )
    spent = [point.spent.value for point in found.purchases]
    assert spent == sorted(spent)
    assert found.least_used(1)[0].name == "高压氧舱"


@pytest.mark.serves("000-32")
def test_without_a_budget_purchases_have_amounts_and_no_execution(tmp_path: Path):
    figures = {"capital_expenditure@2025-01": 5.0, "capital_expenditure@2025-02": 7.0}
    found = case(tmp_path, figures, "2025-02")["business.assets"]

    assert isinstance(found.equipment, Unavailable)
    assert [point.spent.value for point in found.purchases] == [5.0, 12.0]
    assert found.purchases[-1].execution.reason is Reason.NO_BUDGET


def test_nothing_on_equipment_and_nothing_spent_asks_for_the_table(tmp_path: Path):
    found = answer(tmp_path, "business.assets", {})

    assert isinstance(found, Unavailable)
    assert found.facts["table"].zh == "大型设备使用效益表"


@pytest.mark.serves("003-174")
def test_stock_unused_for_as_many_days_as_the_case_says_is_listed_with_its_amount():
    rows = [
        row("A", {"last_used": "2025-07-04"}, closing_amount=50.0),
        row("B", {"last_used": "2025-07-05"}, closing_amount=90.0),
        row("C", {"last_used": "2025-01-01"}, closing_amount=70.0),
        row("D", {"last_used": "2025-01-01"}, closing_amount=0.0),
        row("E", {}, closing_amount=10.0),
    ]

    assert [(one.id, one.amount.value, one.measure) for one in unmoved(rows, DAY, 180)] == [
        ("C", 70.0, 364.0),
        ("A", 50.0, 180.0),
    ]


@pytest.mark.serves("003-174", "000-07")
def test_purchases_above_use_unused_and_dearer_ones_are_told_apart():
    now = {
        "A": row("A", purchased_amount=100.0, used_amount=60.0, purchased_quantity=10.0),
        "B": row("B", purchased_amount=30.0, used_amount=0.0, purchased_quantity=10.0),
        "C": row("C", purchased_amount=10.0, used_amount=20.0, purchased_quantity=0.0),
        "D": row("D", purchased_amount=10.0, used_amount=None, purchased_quantity=1.0),
    }
    before = {
        "A": row("A", purchased_amount=80.0, purchased_quantity=10.0),
        "B": row("B", purchased_amount=40.0, purchased_quantity=10.0),
        "C": row("C", purchased_amount=10.0, purchased_quantity=5.0),
    }

    assert [(one.id, one.amount.value) for one in beyond_use(now.values())] == [("A", 40.0), ("B", 30.0)]
    assert [one.id for one in unused(now.values())] == ["B"]
    assert [(one.id, one.amount.value, one.measure) for one in dearer(now, before)] == [
        ("A", pytest.approx(20.0), pytest.approx(0.25))
    ]


AMOUNTS = st.floats(0, 1e6)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=8))
def test_the_excess_is_the_sum_of_what_was_bought_above_use(pairs: list[tuple[float, float]]):
    rows = [row(str(at), purchased_amount=bought, used_amount=used) for at, (bought, used) in enumerate(pairs)]

    listed = sum(one.amount.value for one in beyond_use(rows))
    assert listed == pytest.approx(sum(max(b - u, 0) for b, u in pairs), abs=0.005 * len(pairs) + 1e-6)


HEADS = ("物资编码", "物资名称", "物资类别", "期初金额", "购入金额", "领用金额", "结存金额", "最近领用日期")


@pytest.mark.serves("003-174")
def test_the_number_of_days_is_a_setting_of_the_case(tmp_path: Path):
    stock = table(
        "2025年度",
        HEADS,
        ("A", "甲", "药品", 10, 5, 5, 10, "2025-12-01"),
        ("B", "乙", "药品", 10, 5, 5, 9, "2025-03-01"),
    )
    found = answer(tmp_path, "business.inventory", {"i": stock}, more="analysis: {unmoved_days: 10}\n")

    assert [(one.id, one.measure) for one in found.unmoved] == [("A", 30.0), ("B", 305.0)]
    assert found.broken == {"B": 1.0}
    assert found.unmoved_share.value == pytest.approx(1.0)
    assert found.classes[0].days.value == pytest.approx(19 * 365 / 10)


def test_stocks_of_the_sample_tie_and_meet_the_balance_sheet():
    found = sample()["business.inventory"]

    assert found.broken == {}
    assert found.total.gap.value == pytest.approx(0.0, abs=0.01)
    assert found.statement_gap.value == pytest.approx(0.0, abs=0.01)
    assert [one.id for one in found.unmoved] == ["C91", "C92"]


@pytest.mark.serves("000-06", "000-07")
def test_watched_indicators_are_those_computed_with_value_line_and_advice():
    analyses = sample()
    found = analyses["business.consumables"]

    assert [one.group for one in found.monitor] == ["consumable"] * 3 + ["drug"] * 3
    for one in found.monitor:
        assert one.value.value == analyses.books.indicator(one.indicator).value
        assert one.measure.zh
        assert one.measure.en
        assert one.level is None
        assert one.line is not None


@pytest.mark.parametrize(("value", "line"), [(1.0, 1.05), (0.93, 0.9), (0.96, 0.9), (1.04, 1.05)])
def test_inside_all_lines_the_nearest_one_is_named(value: float, line: float):
    lines = load_catalog().warnings["purchasing"].lines["drug_purchase_to_use"]

    assert lines.level(value) is None
    assert lines.nearest(value) == line


GROWN = {
    "consumables_expense@2025": 120.0,
    "consumables_expense@2024": 100.0,
    "medical_income@2025": 500.0,
    "drug_purchases@2025": 140.0,
    "drug_expense@2025": 100.0,
}


@pytest.mark.serves("000-06", "000-07")
def test_an_indicator_beyond_its_line_is_marked_and_one_inside_is_not(tmp_path: Path):
    found = answer(tmp_path, "business.consumables", {}, GROWN)
    marked = {one.indicator: (one.level, one.line) for one in found.beyond}

    assert marked == {
        "consumables_per_100_medical_income": (Level.YELLOW, 22),
        "consumables_expense_growth": (Level.ORANGE, 0.18),
        "drug_purchase_to_use": (Level.RED, 1.35),
    }
    assert isinstance(found.purchasing, Unavailable)


@pytest.mark.serves("003-020")
def test_the_rule_on_mark_up_never_runs_where_the_scheme_leaves_the_indicator_off():
    assert sample()["business.consumables"].mark_up is None


@pytest.mark.serves("003-020")
@pytest.mark.parametrize(
    ("value", "said"), [(0.1499, "below"), (0.15, "within"), (0.3, "within"), (0.31, "above"), (None, None)]
)
def test_the_range_of_mark_up_includes_its_ends(value: float | None, said: str | None):
    assert verdict(value, 0.15, 0.30) == said


@pytest.mark.serves("003-020")
def test_a_scheme_that_scores_the_mark_up_gets_the_rule_with_its_range_and_source():
    material = sample().material
    name, part = next(iter(material.scheme.parts.items()))
    asked = part.model_copy(
        update={"indicators": {**part.indicators, "drug_markup_rate": next(iter(part.indicators.values()))}}
    )
    scheme = material.scheme.model_copy(update={"parts": {**material.scheme.parts, name: asked}})
    found = Analyses(replace(material, scheme=scheme))["business.consumables"].mark_up

    assert (found.low, found.high, found.verdict) == (0.15, 0.3, None)
    assert found.value.reason is Reason.NOT_APPLICABLE
    assert found.source
    assert material.catalog.indicators["drug_markup_rate"].obsolete


def test_hours_beyond_those_available_are_used_by_no_sum(tmp_path: Path):
    heads = ("设备编号", "设备名称", "设备原值", "可用机时", "实际机时", "设备收入")
    rows = (("S1", "CT", 1000, 200, 240, 300), ("S2", "MR", 1000, 200, 100, 300))
    found = answer(tmp_path, "business.assets", {"e": table("2025年度", heads, *rows)})

    assert found.use.reason is Reason.INVALID_INPUT
    assert [one.id for one in found.least_used(2)] == ["S2"]
