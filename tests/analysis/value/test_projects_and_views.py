"""Capital projects against numpy-financial and worked examples; the views beyond money."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy_financial
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.business.tables import answer, table
from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.value.capital import appraised, payback
from reportgen.analysis.value.views import VIEWS
from reportgen.catalog import load_catalog
from reportgen.model.values import Reason

HEADS = ("投资项目", "第几年", "现金净流量", "折现率")


@pytest.mark.serves("003-086")
def test_the_worked_example_with_the_first_flow_at_time_0():
    found = appraised("x", (-1000.0, 300.0, 400.0, 500.0, 200.0), 0.08)

    assert found.npv.value == pytest.approx(164.64, abs=0.005)
    assert found.irr.value == pytest.approx(0.153221, abs=5e-7)
    assert found.payback.value == pytest.approx(2.6)


@pytest.mark.serves("003-086")
def test_the_internal_rate_of_the_spreadsheet_documentation():
    found = appraised("x", (-70000.0, 12000.0, 15000.0, 18000.0, 21000.0, 26000.0), 0.1)

    assert found.irr.value == pytest.approx(0.0866309480365)


@given(st.floats(-1e6, -1.0), st.lists(st.floats(-1e5, 1e6), min_size=1, max_size=8), st.floats(0, 0.4))
def test_present_value_is_that_of_numpy_financial_and_zero_at_the_internal_rate(
    first: float, later: list[float], rate: float
):
    found = appraised("x", (first, *later), rate)

    assert found.npv.value == pytest.approx(numpy_financial.npv(rate, [first, *later]), rel=1e-9, abs=1e-6)
    if found.irr.value is not None:
        at_zero = numpy_financial.npv(found.irr.value, [first, *later])
        scale = np.abs([first, *later]).max() * max(1.0, (1 + found.irr.value) ** -len(later))
        assert at_zero == pytest.approx(0.0, abs=1e-6 * scale)


@given(st.floats(-1e6, -1.0), st.lists(st.floats(1.0, 1e6), min_size=1, max_size=8), st.floats(0, 0.4))
def test_when_later_flows_fall_short_by_the_shortfall_nothing_is_left(first: float, later: list[float], rate: float):
    found = appraised("x", (first, *later), rate)
    less = [flow * (1 - found.shortfall.value) for flow in later]

    assert numpy_financial.npv(rate, [first, *less]) == pytest.approx(0.0, abs=1e-6 * (abs(first) + sum(later)))


@given(st.floats(1.0, 1e6), st.lists(st.floats(1.0, 1e6), min_size=1, max_size=8))
def test_at_payback_what_was_paid_has_come_back(paid: float, later: list[float]):
    assume(sum(later) > paid)
    years = payback((-paid, *later)).value
    whole = int(years)
    back = sum(later[:whole]) + (later[whole] * (years - whole) if whole < len(later) else 0.0)

    assert back == pytest.approx(paid)


@pytest.mark.parametrize("flows", [(-100.0, 20.0, 30.0), (100.0, 20.0)])
def test_what_never_comes_back_has_no_payback(flows: tuple[float, ...]):
    assert payback(flows).reason is Reason.NOT_APPLICABLE


def test_flows_without_a_change_of_sign_have_no_rate_and_several_changes_are_told():
    assert appraised("x", (1.0, 2.0, 3.0), 0.1).irr.reason is Reason.NOT_APPLICABLE
    assert appraised("x", (-100.0, 230.0, -132.0), 0.1).several_rates
    assert not appraised("x", (-100.0, 0.0, 130.0), 0.1).several_rates


@pytest.mark.serves("003-086")
def test_gaps_and_contradictory_rates_are_stated_by_project(tmp_path: Path):
    rows = (
        ("甲", 0, -100, 0.05), ("甲", 1, 60, 0.05), ("甲", 2, 60, 0.05),
        ("乙", 0, -100, ""), ("乙", 2, 120, ""),
        ("丙", 0, -100, 0.05), ("丙", 1, 120, 0.06),
        ("丁", 0, -100, ""), ("丁", 1, 120, ""),
    )  # fmt: skip
    found = answer(
        tmp_path,
        "value.capital_projects",
        {"f": table("2025年度", HEADS, *rows)},
        more="analysis: {capital_charge: 0.2}\n",
    )

    assert {name: one.why for name, one in found.lacks.items()} == {"乙": "flow_years", "丙": "flow_rate"}
    assert [(one.id, one.rate, one.stated) for one in found.projects] == [("甲", 0.05, True), ("丁", 0.2, False)]
    assert [one.id for one in found.ranked] == ["甲", "丁"]


@pytest.mark.serves("003-086")
def test_without_the_table_it_is_named(tmp_path: Path):
    found = answer(tmp_path, "value.capital_projects", {})

    assert isinstance(found, Unavailable)
    assert found.facts["table"].zh == "投资项目现金流量表"


def test_no_view_holds_income_a_price_or_a_surplus():
    catalog = load_catalog()

    for names in VIEWS.values():
        assert not [name for name in names if catalog.indicators[name].not_lever]


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_each_view_of_the_sample_has_figures_and_says_what_the_rest_would_need(name: str):
    found = sample()[f"value.{name}"]

    assert len(found.known) >= 3
    for row in found.rows:
        assert (row.value.value is None) == bool(row.lacking)


def test_a_rating_stands_with_its_evidence():
    rows = {row.indicator: row for row in sample()["value.strategy"].rows}

    assert rows["review_strategy"].value.value == pytest.approx(0.8)
    assert "规划" in rows["review_strategy"].evidence


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_a_view_of_nothing_says_what_to_supply(tmp_path: Path, name: str):
    found = case(tmp_path, {"total_income@2025": 5.0}, "2025")[f"value.{name}"]

    assert isinstance(found, Unavailable)
    assert found.facts["items"].zh


@pytest.mark.parametrize(("now", "better"), [(95.0, True), (90.0, None), (85.0, False)])
def test_better_is_told_by_the_direction_of_the_indicator(tmp_path: Path, now: float, better: bool | None):  # noqa: FBT001
    figures = {"staff_satisfaction_score@2024": 90.0, "staff_satisfaction_score@2025": now}
    found = case(tmp_path, figures, "2025")["value.staff"]

    assert found.known[0].better is better
