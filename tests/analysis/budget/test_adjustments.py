"""Original and adjusted budget: rates, what was moved between lines, and since when."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.budget.budgets import lines
from analysis.cases import case, sample
from reportgen.analysis.answer import Figure
from reportgen.analysis.budget.execution import BudgetCalendar, executed
from reportgen.analysis.budget.life import adjusted, moved
from reportgen.model.values import Reason

CHANGES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8)


def month(number: int, *adjusted_to: float) -> list[tuple[object, ...]]:
    rows = zip(("办公费", "差旅费"), (100, 60), adjusted_to, strict=True)
    return lines(f"2025年{number}月", *((name, "支出", "", old, new, "", "", "", 0, "", "") for name, old, new in rows))


@pytest.mark.serves("001-45", "000-30")
def test_an_adjusted_budget_by_the_worked_example():
    found = adjusted("line", "expense", Figure(12800.0), Figure(12800.0 + 900 - 250))
    done = [
        executed("line", "expense", one, Figure(13950.0), BudgetCalendar(1.0, 0.05))
        for one in (found.original, found.adjusted)
    ]

    assert found.adjusted.value == pytest.approx(13450)
    assert found.rate.value == pytest.approx((13450 - 12800) / 12800)
    assert [one.execution.value for one in done] == pytest.approx([1.08984375, 1.03717472119])


@pytest.mark.serves("001-45")
def test_what_one_line_gives_up_another_one_gets(tmp_path: Path):
    tables = {f"m{at}": month(at, *to) for at, to in ((1, (100, 60)), (2, (90, 70)), (3, (90, 70)))}
    found = case(tmp_path, {"total_income@2025-03": 1.0}, "2025-03", tables=tables)["budget.adjustments"]

    assert [(one.id, one.change.value, one.since) for one in found.changed] == [
        ("办公费", -10.0, "2025-02"),
        ("差旅费", 10.0, "2025-02"),
    ]
    assert found.spending.rate.value == pytest.approx(0.0)
    assert found.moved.value == pytest.approx(10.0)


@given(CHANGES)
def test_what_was_moved_is_the_smaller_of_all_that_rose_and_all_that_fell(changes: list[float]):
    up, down = sum(c for c in changes if c > 0), -sum(c for c in changes if c < 0)

    assert moved([Figure(c) for c in changes]).value == pytest.approx(min(up, down))


def test_a_blank_budget_has_no_rate_and_leaves_the_sum_missing():
    assert adjusted("line", "expense", Figure(0.0), Figure(5.0)).rate.reason is Reason.ZERO_DENOMINATOR
    assert moved([Figure(1.0), Figure.missing()]).value is None


@pytest.mark.slow
@pytest.mark.serves("001-45")
def test_the_sample_moved_drug_money_to_utilities_in_july():
    found = sample()["budget.adjustments"]

    assert [(one.id, one.since) for one in found.changed] == [("水电燃料费", "2026-07"), ("药品费", "2026-07")]
    assert sum(one.change.value for one in found.changed) == 0
    assert sample("2026-06")["budget.adjustments"].changed == ()
