"""Indices, growth and breaks of a series."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.cases import case, sample
from reportgen.analysis.answer import Figure
from reportgen.analysis.comparison.against import Turn
from reportgen.analysis.comparison.trends import Trend, trend, without_gaps
from reportgen.model.period import Period
from reportgen.model.values import Reason


def of(*values: float | None, breaks: tuple[int, ...] = ()) -> Trend:
    figures = [Figure(value, None if value is not None else Reason.MISSING_INPUT) for value in values]
    return trend("x", [str(2021 + at) for at in range(len(values))], figures, breaks)


@pytest.mark.serves("003-146")
def test_indices_and_growth_are_those_of_the_textbook():
    found = of(842, 1129, 1406, 862, 676)

    assert [one.fixed.value for one in found.steps] == pytest.approx(
        [1, 1.34085510689, 1.66983372922, 1.02375296912, 0.802850356295]
    )
    assert [one.chain.value for one in found.steps[1:]] == pytest.approx(
        [1.34085510689, 1.24534986714, 0.613086770982, 0.784222737819]
    )
    assert [one.difference.value for one in found.steps[1:]] == [287, 277, -544, -186]
    assert (found.growth.value, found.increment.value) == pytest.approx((-0.0534171077849, -41.5))


@given(st.lists(st.floats(0.01, 1e6), min_size=2, max_size=8))
def test_chain_indices_multiply_to_the_fixed_base(values: list[float]):
    found, product = of(*values), 1.0
    for step in found.steps[1:]:
        product *= step.chain.value
        assert product == pytest.approx(step.fixed.value, rel=1e-9)
    assert values[0] * (1 + found.growth.value) ** (len(values) - 1) == pytest.approx(values[-1], rel=1e-6)


@pytest.mark.serves("003-146")
@pytest.mark.parametrize(("values", "turn"), [((-5.0, 3.0), Turn.LOSS_TO_SURPLUS), ((5.0, -3.0), Turn.SURPLUS_TO_LOSS)])
def test_a_change_of_sign_is_told_in_amounts(values: tuple[float, float], turn: Turn):
    found = of(*values)

    assert found.steps[1].turn is turn
    assert found.growth.value is None
    assert found.steps[1].difference.value == values[1] - values[0]
    assert (found.steps[1].fixed.value, found.steps[1].chain.value) == (None, None)


@pytest.mark.serves("003-148")
def test_nothing_is_compared_across_a_change_of_regime():
    found = of(10, 12, 30, 33, breaks=(2023,))

    assert [one.breaks for one in found.steps] == [False, False, True, False]
    assert found.steps[2].rate.reason is Reason.NOT_COMPARABLE
    assert [one.fixed.value for one in found.steps] == pytest.approx([1, 1.2, 1, 1.1])
    assert found.growth.value == pytest.approx(0.1)


@pytest.mark.serves("003-148")
def test_the_break_of_a_case_marks_its_years(tmp_path: Path):
    figures = {f"total_income@{year}": float(year) for year in range(2017, 2022)}
    found = case(tmp_path, figures, "2021", more="comparable_from: [2019]\n")["comparison.trends"]["years"]

    assert [(one.period, one.breaks) for one in found[0].steps if one.breaks] == [("2019", True)]


def test_a_gap_stays_a_gap():
    found = of(10, None, 12.1)

    assert found.steps[1].value.value is None
    assert found.steps[2].rate.value is None
    assert found.growth.value == pytest.approx(0.1)


@pytest.mark.serves("003-146")
def test_the_oldest_year_comes_from_the_comparative_column():
    found = {one.id: one for one in sample()["comparison.trends"]["years"]}["total_income"]

    assert [one.period for one in found.steps] == ["2022", "2023", "2024", "2025"]
    assert all(one.value.value for one in found.steps)


def test_a_year_without_figures_stays_in_the_series_as_a_gap():
    years = without_gaps([Period.parse(year) for year in ("2022", "2023", "2025")])
    found = of(100, 110, None, 133.1)

    assert [str(year) for year in years] == ["2022", "2023", "2024", "2025"]
    assert found.growth.value == pytest.approx(0.1)
    assert found.steps[-1].chain.value is None
    assert without_gaps([]) == ()


def test_growth_over_a_missing_year_is_that_of_the_years_gone_by(tmp_path: Path):
    books = {"total_income@2022": 100.0, "total_income@2023": 110.0, "total_income@2025": 133.1}
    (income,) = (one for one in case(tmp_path, books, "2025")["comparison.trends"]["years"] if one.id == "total_income")

    assert [step.period for step in income.steps] == ["2022", "2023", "2024", "2025"]
    assert income.growth.value == pytest.approx(0.1)
    assert income.steps[-1].chain.value is None
