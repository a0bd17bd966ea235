"""A line against its budget: worked examples, the calculator as second implementation, and what has no answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.analysis.answer import Figure
from reportgen.analysis.budget.execution import BudgetCalendar, BudgetStanding, by_amount, executed
from reportgen.model.values import Reason
from reportgen.scoring.calculators.finance import BudgetInput, Line, budget

YEAR_END = BudgetCalendar(1.0, 0.05)
MONEY = st.floats(-1e9, 1e9, allow_nan=False)
PLANNED = st.floats(1.0, 1e9)


def of(budgeted: float | None, actual: float | None, when: BudgetCalendar = YEAR_END, group: str = "expense"):
    return executed(
        "line", group, *(Figure(one) if one is not None else Figure.missing() for one in (budgeted, actual)), when
    )


@pytest.mark.parametrize(
    ("group", "budgeted", "actual", "execution", "variance", "rate", "favourable"),
    [
        ("income", 100000, 112500, 1.125, 12500, 0.125, True),
        ("expense", 40000, 46000, 1.15, 6000, 0.15, False),
        ("income", 18200, 19050, 1.0467032967, 850, 0.0467032967033, True),
        ("income", 30100, 29480, 0.979401993355, -620, -0.0205980066445, False),
        ("expense", 14100, 13760, 0.975886524823, -340, -0.0241134751773, True),
        ("expense", 300, 118, 0.393333333333, -182, -0.606666666667, True),
        ("expense", 5150.5, 5208.75, 1.01130958159, 58.25, 0.011309581594, False),
    ],
)
@pytest.mark.serves("000-10", "001-44")
def test_published_examples_of_variance_and_execution(
    group: str, budgeted: float, actual: float, execution: float, variance: float, rate: float, favourable: object
):
    found = of(budgeted, actual, group=group)

    assert found.execution.value == pytest.approx(execution)
    assert found.variance.value == pytest.approx(variance)
    assert found.variance_rate.value == pytest.approx(rate)
    assert found.favourable is favourable


@pytest.mark.serves("001-44")
def test_eight_months_of_a_year_are_held_against_two_thirds_of_it():
    found = of(52000, 33800, BudgetCalendar(8 / 12, 0.05))

    assert found.execution.value == pytest.approx(0.65)
    assert found.gap.value == pytest.approx(-0.0166666666667)
    assert found.standing is BudgetStanding.ON_TRACK
    assert found.favourable is None


@pytest.mark.parametrize(
    ("actual", "standing"),
    [
        (101.0, BudgetStanding.OVER),
        (100.0, BudgetStanding.AHEAD),
        (55.0, BudgetStanding.ON_TRACK),
        (45.0, BudgetStanding.ON_TRACK),
        (44.9, BudgetStanding.BEHIND),
    ],
)
def test_a_deviation_is_pointed_out_only_beyond_the_share_that_the_case_allows(actual: float, standing: BudgetStanding):
    assert of(100.0, actual, BudgetCalendar(0.5, 0.0500001)).standing is standing


@pytest.mark.parametrize(
    ("budgeted", "actual", "reason"),
    [(0, 120, Reason.ZERO_DENOMINATOR), (-500, 120, Reason.NEGATIVE_DENOMINATOR), (100, None, Reason.MISSING_INPUT)],
)
def test_no_budget_a_negative_one_and_no_actuals_have_no_execution(
    budgeted: float, actual: float | None, reason: Reason
):
    found = of(budgeted, actual)

    assert found.execution.value is None
    assert found.execution.reason is reason
    assert found.standing is None


@given(PLANNED, MONEY, st.sampled_from(["income", "expense"]))
def test_the_calculator_of_budgets_agrees(budgeted: float, actual: float, group: str):
    mine = of(budgeted, actual, group=group)
    other = budget(BudgetInput(lines=(Line(name="line", budget=budgeted, actual=actual, kind=group),)))

    assert mine.execution.value == pytest.approx(other.execution[0])
    assert mine.variance.value == pytest.approx(other.variance[0])
    assert mine.favourable is other.favourable[0]


@given(PLANNED, MONEY, st.floats(0.05, 1.0))
def test_the_gap_in_money_is_the_gap_in_points_of_the_budget(budgeted: float, actual: float, elapsed: float):
    found = of(budgeted, actual, BudgetCalendar(elapsed, 0.05))

    assert found.beyond.value == pytest.approx(found.gap.value * budgeted, abs=1e-6 * (budgeted + abs(actual)))


@given(st.lists(st.tuples(PLANNED, MONEY), max_size=8))
@pytest.mark.serves("001-44")
def test_the_list_of_overspent_lines_is_complete_and_sorted_by_amount(pairs: list[tuple[float, float]]):
    lines = [executed(str(at), "expense", Figure(b), Figure(a), YEAR_END) for at, (b, a) in enumerate(pairs)]
    found = by_amount(lines, BudgetStanding.OVER)

    assert {one.id for one in found} == {str(at) for at, (b, a) in enumerate(pairs) if a / b > 1}
    amounts = [one.variance.value for one in found]
    assert amounts == sorted(amounts, reverse=True)
