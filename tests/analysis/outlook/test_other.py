"""Cash receipts by the share received, the next year by a line, and the path of cash."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS
from statsmodels.tools import add_constant

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.outlook.liquidity import Liquidity, beyond
from reportgen.analysis.outlook.trials import line


def receipts(*ratios: float) -> dict[str, float]:
    found = {"business_income@2026:budget": 2000.0, "business_income@2026-10": 1.0}
    for at, ratio in enumerate(reversed(ratios)):
        found |= {f"business_income@{2025 - at}": 1000.0, f"cf_op_business_receipts@{2025 - at}": 1000.0 * ratio}
    return found


@pytest.mark.serves("003-056")
def test_receipts_are_the_mean_share_times_the_income_budgeted(tmp_path: Path):
    found = case(tmp_path, receipts(0.5, 0.98, 0.99, 1.0, 0.97, 0.96), "2026-10")["outlook.cash_receipts"]

    assert [year for year, _ in found.ratios] == ["2021", "2022", "2023", "2024", "2025"]
    assert found.mean == pytest.approx(0.98)
    assert found.variation == pytest.approx(np.std([0.98, 0.99, 1.0, 0.97, 0.96], ddof=1) / 0.98)
    assert found.receipts.value == pytest.approx(1960)


@pytest.mark.serves("003-056")
@pytest.mark.parametrize(("ratios", "why"), [((0.9, 1.0), "years"), ((0.8, 0.95, 1.0), "unsteady")])
def test_a_share_that_moves_or_is_too_young_is_not_carried_forward(tmp_path: Path, ratios: tuple[float, ...], why: str):
    found = case(tmp_path, receipts(*ratios), "2026-10")["outlook.cash_receipts"]

    assert isinstance(found, Unavailable)
    assert found.why == why


def test_without_a_budget_there_is_no_such_forecast(tmp_path: Path):
    figures = {key: value for key, value in receipts(0.98, 0.99, 1.0).items() if "budget" not in key}
    found = case(tmp_path, figures, "2026-10")["outlook.cash_receipts"]

    assert isinstance(found, Unavailable)
    assert found.why == "budget"


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=12))
def test_the_next_year_and_its_interval_are_those_of_statsmodels(values: list[float]):
    count = len(values)
    found = line("x", list(range(2026 - count, 2026)), np.array(values))
    fitted = OLS(np.array(values), add_constant(np.arange(1.0, count + 1))).fit()
    low, high = fitted.get_prediction([[1.0, count + 1]]).conf_int(obs=True, alpha=0.2)[0]

    size = max(1.0, *map(abs, values))
    assert found.forecast == pytest.approx(float(fitted.predict([[1.0, count + 1]])[0]), abs=1e-7 * size)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-5 * size)


def test_the_next_year_of_the_textbook():
    found = line("x", [2021, 2022, 2023, 2024, 2025], np.array([38200.0, 41500, 40800, 45900, 52400]))

    assert (found.slope, found.intercept, found.forecast, found.next_year) == (
        pytest.approx(3280), pytest.approx(33920), pytest.approx(53600), "2026",
    )  # fmt: skip
    assert found.explained == pytest.approx(0.867528948811)


def test_years_with_a_gap_are_no_line(tmp_path: Path):
    figures = {f"total_income@{year}": 5.0 for year in (2019, 2020, 2022, 2023, 2024)}
    found = case(tmp_path, figures, "2024")["outlook.next_year"]["total_income"]

    assert isinstance(found, Unavailable)
    assert found.why == "whole_years"


def test_the_path_of_cash_adds_up_month_by_month():
    found = sample()["outlook.liquidity"]

    assert isinstance(found, Liquidity)
    cash = found.cash.value
    for month in found.months:
        cash += month.operations - month.capital - month.debts - month.contracts
        assert month.cash == pytest.approx(cash)
    assert len(found.months) == 12
    assert found.lowest.cash == min(month.cash for month in found.months)
    assert found.lacks == {}


def test_debts_fall_due_in_their_months():
    found = {month.period: month.debts for month in sample()["outlook.liquidity"].months}
    rows = list(sample().material.registers["debts"].of("renhe", "2026-10"))

    for period, amount in found.items():
        due = [row.number("outstanding") for row in rows if row.text("due").startswith(period)]
        assert amount == pytest.approx(sum(due))
    assert found["2026-12"] > 0
    assert found["2027-05"] > 0


@pytest.mark.parametrize(
    ("due", "owed", "undated"),
    [("明年底", 5.0, 1), ("2026-12-31", -5.0, 1), ("", 5.0, 1), ("", 0.0, 0), ("2026-12-31", "多", 1)],
)
def test_a_debt_without_a_date_or_an_amount_is_named_and_not_taken_as_none(
    tmp_path: Path, due: str, owed: float | str, undated: int
):
    figures = {"cash_and_bank@2026-10": 50.0}
    for month in range(1, 23):
        year, number = 2025 + (month - 1) // 12, (month - 1) % 12 + 1
        figures |= {f"total_income@{year}-{number:02}": 11.0, f"total_expense@{year}-{number:02}": 10.0}
    head = ("借款编号", "债权人", "借款余额", "到期日")
    table = [("债务台账",), ("2026年10月",), head, ("J1", "银行", 20.0, "2027-01-31"), ("J2", "银行", owed, due)]
    found = case(tmp_path, figures, "2026-10", tables={"debts": table})["outlook.liquidity"]

    assert {month.period: month.debts for month in found.months if month.debts} == {"2027-01": 20.0}
    told = found.lacks.get("undated")
    assert (told.facts["n"] if told else 0) == undated


def test_works_are_paid_from_the_capital_budget_and_not_a_second_time():
    found = sample()["outlook.liquidity"]
    rows = list(sample().material.registers["contracts"].of("renhe", "2026-10"))
    works = [row for row in rows if row.text("contract_class") == "works"]
    unpaid = sum(row.number("contract_amount") - row.number("paid") for row in works)

    assert 0 < unpaid < sum(month.capital for month in found.months)
    assert [month.contracts for month in found.months] == [0.0] * 12


@pytest.mark.parametrize(
    ("planned", "left"), [(0.0, [30.0, 60.0, 10.0]), (40.0, [18.0, 36.0, 6.0]), (100.0, [0.0] * 3), (250.0, [0.0] * 3)]
)
def test_what_works_claim_beyond_the_plan_is_paid_on_top(planned: float, left: list[float]):
    assert beyond([30.0, 60.0, 10.0], planned) == pytest.approx(left)


def test_nothing_claimed_is_nothing_beyond():
    assert beyond([0.0, 0.0], 5.0) == [0.0, 0.0]


def test_what_nobody_supplied_is_named_and_left_out(tmp_path: Path):
    figures = {"cash_and_bank@2026-10": 50.0}
    for month in range(1, 23):
        year, number = 2025 + (month - 1) // 12, (month - 1) % 12 + 1
        figures |= {f"total_income@{year}-{number:02}": 11.0, f"total_expense@{year}-{number:02}": 10.0}
    found = case(tmp_path, figures, "2026-10")["outlook.liquidity"]

    assert set(found.lacks) == {"unpaid", "capital", "debts", "contracts"}
    assert found.months[-1].cash == pytest.approx(62.0)
    assert found.short is None
