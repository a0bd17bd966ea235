"""The year to its end, with interval and tested error."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

from analysis.cases import case, sample
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.outlook.trials import FLOWS, students
from reportgen.analysis.outlook.year_end import Forecast, ForecastPart, LastForecast, tried

SEASON = (0.95, 0.85, 1.05, 1.0, 1.0, 1.0, 1.05, 1.04, 1.0, 0.99, 1.02, 1.05)


def months(item: str, count: int, last: tuple[int, int], level: float = 100.0) -> dict[str, float]:
    found, (year, month) = {}, last
    for at in range(count):
        found[f"{item}@{year}-{month:02}"] = level * SEASON[month - 1] * 1.004**-at
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return found


@pytest.mark.serves("001-09")
def test_a_forecast_states_its_way_interval_and_tested_error():
    for name, found in sample()["outlook.year_end"].items():
        assert isinstance(found, Forecast), name
        assert len(found.ahead) == 2
        assert found.low < found.total < found.high
        assert found.tested.trials >= 4
        assert found.benchmark.trials >= 4
        if len(found.ways) == 1:
            assert found.tested.error <= found.benchmark.error * (1 + 1e-9)
        assert found.to_date.places


def test_the_year_is_what_was_and_what_may_follow():
    found = sample()["outlook.year_end"]

    income, cost, surplus = (found[name] for name in ("income", "cost", "surplus"))
    assert income.total == pytest.approx(income.to_date.value + sum(value for _, value in income.ahead))
    assert surplus.total == pytest.approx(income.total - cost.total)
    assert surplus.ways == {**income.ways, **cost.ways}
    assert income.gap.value == pytest.approx(income.total - 1_411_156_000)
    assert found["cash"].total == pytest.approx(found["cash"].ahead[-1][1])


def test_each_month_ahead_has_a_band_of_what_forecasts_so_far_ahead_missed_by():
    found = sample()["outlook.year_end"]["income"]
    values = np.array([value for _, value in found.past])
    way = found.ways["total_income"]
    origins = range(FLOWS[way].fewest, len(values) - 2 + 1)
    missed = np.array([values[at : at + 2] - FLOWS[way].follow(values[:at], 2) for at in origins])
    half = t.ppf(0.9, len(missed)) * np.sqrt((missed**2).mean(axis=0))
    for (_, value), (low, high), one in zip(found.ahead, found.bands, half, strict=True):
        assert (low, high) == pytest.approx((value - one, value + one))


@pytest.mark.parametrize(("way", "steps"), [("same_month", 3), ("same_month_grown", 2), ("theta", 1)])
def test_the_tested_error_is_that_of_forecasts_from_earlier_months(way: str, steps: int):
    random = np.random.default_rng(7)
    values = 100 + np.cumsum(random.standard_normal(52))
    found = tried([ForecastPart("x", 1, values, way, balance=False)], steps)
    misses = [
        values[origin : origin + steps].sum() - FLOWS[way].follow(values[:origin], steps).sum()
        for origin in range(FLOWS[way].fewest, len(values) - steps + 1)
    ][-18:]

    assert found.trials == len(misses)
    assert found.error == pytest.approx(np.sqrt(np.mean(np.square(misses))))
    assert found.bias == pytest.approx(np.mean(misses))


def test_the_interval_is_students_t_times_the_error():
    found = sample()["outlook.year_end"]["income"]

    reach = t.ppf(0.9, found.tested.trials) * found.tested.error
    assert (found.low, found.high) == pytest.approx((found.total - reach, found.total + reach))


def test_a_steady_hospital_is_forecast_exactly(tmp_path: Path):
    found = case(tmp_path, months("total_income", 46, (2026, 10)), "2026-10")["outlook.year_end"]["income"]

    assert [value for _, value in found.ahead] == pytest.approx(
        [100 * SEASON[10] * 1.004, 100 * SEASON[11] * 1.004**2], rel=0.005
    )
    assert found.months == 46


@pytest.mark.parametrize(
    ("figures", "period", "why"),
    [
        (months("total_income", 11, (2026, 10)), "2026-10", "months"),
        (
            {k: v for k, v in months("total_income", 30, (2026, 10)).items() if k != "total_income@2026-08"},
            "2026-10",
            "months",
        ),
        ({**months("total_income", 30, (2026, 10)), "total_income@2026-02": 0.0}, "2026-10", "months_not_positive"),
        ({**months("total_income", 30, (2026, 10)), "total_income@2026-02": -5.0}, "2026-10", "months_not_positive"),
        (months("total_income", 36, (2025, 12)), "2025-12", "year_over"),
        ({"total_income@2025": 5.0}, "2025", "year_over"),
    ],
)
def test_a_series_that_says_nothing_is_not_forecast(tmp_path: Path, figures: dict[str, float], period: str, why: str):
    found = case(tmp_path, figures, period)["outlook.year_end"]["income"]

    assert isinstance(found, Unavailable)
    assert found.why == why


def test_too_few_months_to_test_leave_the_forecast_without_an_interval(tmp_path: Path):
    found = case(tmp_path, months("total_income", 13, (2026, 10)), "2026-10")["outlook.year_end"]["income"]

    assert (found.low, found.high, found.tested) == (None, None, None)
    assert found.ways == {"total_income": "same_month"}


@pytest.mark.serves("001-09")
def test_no_forecast_enters_a_score():
    before = sample().material.evaluation
    list(sample().values())

    assert sample().material.evaluation is before
    assert not any("outlook" in one.id for one in before.indicators)


@pytest.mark.slow
def test_the_forecast_of_a_month_ago_is_made_of_what_was_known_then():
    found, then = sample("2026-10")["outlook.last_forecasts"], sample("2026-09")["outlook.year_end"]

    for name in ("surplus", "cash"):
        one, made = found[name], then[name]
        base = made.to_date.value if name == "surplus" else 0.0
        assert one.made == "2026-09"
        assert one.said == pytest.approx(base + made.ahead[0][1])
        assert (one.low, one.high) == pytest.approx(tuple(base + bound for bound in made.bands[0]))
    assert found["surplus"].came.value == pytest.approx(20_950_120.74)


@pytest.mark.parametrize(
    ("low", "high", "inside"), [(1.0, 3.0, True), (2.5, 3.0, False), (1.0, 1.5, False), (None, None, None)]
)
def test_what_came_lies_inside_its_range_or_not(*, low: float | None, high: float | None, inside: bool | None):
    assert LastForecast("2026-09", 2.0, low, high, Figure(2.0)).is_inside is inside


def test_there_is_no_forecast_for_the_first_month_of_a_year():
    assert all(isinstance(one, Unavailable) for one in sample("2026-01")["outlook.last_forecasts"].values())


@pytest.mark.parametrize("gains", [0.0, 5.0])
def test_the_surplus_of_the_year_begins_with_the_one_of_the_statements(tmp_path: Path, gains: float):
    """Statements may keep gains, as of investments, out of both totals; their surplus holds them."""
    income, cost = months("total_income", 22, (2026, 10)), months("total_expense", 22, (2026, 10), 98.0)
    results = {f"period_surplus@{month}": value - cost[f"total_expense@{month}"] + gains
               for month, value in ((key.partition("@")[2], value) for key, value in income.items())}  # fmt: skip
    analyses = case(tmp_path, income | cost | results, "2026-10")
    found, last = (analyses[f"outlook.{name}"]["surplus"] for name in ("year_end", "last_forecasts"))
    ahead = sum(analyses["outlook.year_end"][name].ahead[-1][1] * sign for name, sign in (("income", 1), ("cost", -1)))

    assert found.to_date.value == pytest.approx(analyses.books.to_date("period_surplus").value)
    assert last.came.value == pytest.approx(found.to_date.value)
    assert found.ahead[-1][1] == pytest.approx(ahead + gains)
    assert found.past[-1][1] == pytest.approx(results["period_surplus@2026-10"])
    assert ("period_surplus" in found.ways) == bool(gains)


@pytest.mark.parametrize(("degrees", "quantile"), [(1, 3.078), (4, 1.533), (9, 1.383), (30, 1.310)])
def test_an_interval_holds_four_of_five_by_the_table_of_student(degrees: int, quantile: float):
    assert students(degrees) == pytest.approx(quantile, abs=5e-4)
