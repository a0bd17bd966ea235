"""A figure against an earlier one, and the rows of a statement."""

from __future__ import annotations

import pytest

from reportgen.analysis import Turn, change, statement_rows
from reportgen.catalog import load_catalog
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.place import NOWHERE
from reportgen.model.values import Reason


@pytest.mark.parametrize(
    ("now", "base", "rate", "reason", "turn"),
    [
        (110.0, 100.0, 0.1, None, None),
        (50.0, -20.0, None, Reason.NEGATIVE_BASE, Turn.LOSS_TO_SURPLUS),
        (-5.0, 20.0, -1.25, None, Turn.SURPLUS_TO_LOSS),
        (-5.0, -20.0, None, Reason.NEGATIVE_BASE, Turn.LOSS_REDUCED),
        (-30.0, -20.0, None, Reason.NEGATIVE_BASE, Turn.LOSS_GREW),
        (50.0, 0.0, None, Reason.ZERO_DENOMINATOR, None),
        (50.0, None, None, Reason.MISSING_PRIOR, None),
        (None, 50.0, None, Reason.MISSING_INPUT, None),
    ],
)
def test_a_change_has_a_rate_only_on_a_positive_base(
    now: float | None, base: float | None, rate: float | None, reason: Reason | None, turn: Turn | None
):
    found = change(now, base)

    assert found.rate == (None if rate is None else pytest.approx(rate))
    assert (found.reason, found.turn) == (reason, turn)


def test_a_row_of_the_income_statement_has_its_months_its_last_year_and_its_budget():
    def figure(period: str, view: View, value: float) -> Observation:
        return Observation("medical_income", "own", period, view, value, "money", NOWHERE)

    dataset = from_observations(
        [
            figure("2026-10", View.PERIOD, 10.0),
            figure("2026-10", View.YEAR_TO_DATE, 99.0),
            figure("2025-10", View.YEAR_TO_DATE, 90.0),
            figure("2026", View.BUDGET, 120.0),
        ]
    )
    form = next(form for form in load_catalog().forms.values() if form.code == "会政财02")
    row = next(row for row in statement_rows(dataset, form, "own", "2026-10") if row.row.item == "medical_income")

    assert row.official == {"": 10.0, "ytd": 99.0}
    assert (row.change.rate, row.execution) == pytest.approx((0.1, 0.825))
