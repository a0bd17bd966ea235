"""A change of score, split by its causes: the effects add up, and each is zero where its cause did not change."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import definition, scheme, values

from reportgen.analysis.attribution import Attribution, ChangeCause, attribution, grade_history
from reportgen.catalog import load_catalog
from reportgen.model.results import Evaluation
from reportgen.model.values import Reason
from reportgen.scoring import evaluate

CATALOG = load_catalog()
NAMES = ("current_ratio", "cash_to_short_term_debt", "receivable_turnover_days", "net_asset_growth")
THEN, NOW = (4.0, 3.0, 2.0, 3.5), (4.5, 3.5, 3.0, 2.5)


def judged(row: Any, made: dict[str, Any] | None = None, period: str = "2025") -> Evaluation:
    content = made or definition()
    content["parts"]["quantitative"]["missing_limit"] = 0.9
    own = values({("own", period): dict(zip(NAMES, row, strict=True))})
    return evaluate(own, scheme(content), "trial", CATALOG, "own", period)


def split(before: Evaluation, after: Evaluation, made: dict[str, Any] | None = None, **more: Any) -> Attribution:
    found = attribution(before, after, scheme(made or definition()), **more)
    assert found is not None
    return found


def points(found: Attribution) -> dict[ChangeCause, float]:
    assert sum(part for _, part in found.effects) == pytest.approx(found.after - found.before, abs=1e-9)
    for place, (_, whole) in enumerate(found.effects):
        assert sum(row.points[place] for row in found.indicators) == pytest.approx(whole, abs=1e-9)
    return dict(found.effects)


def only(found: dict[ChangeCause, float], effect: ChangeCause) -> bool:
    return all((abs(part) > 1e-9) is (name is effect) for name, part in found.items())


def test_other_values_alone_are_a_value_effect():
    assert only(points(split(judged(THEN, period="2024"), judged(NOW))), ChangeCause.VALUE)


def test_other_weights_alone_are_a_weight_effect():
    made = definition()
    made["parts"]["quantitative"]["indicators"]["current_ratio"]["weight"] = 0.5
    made["parts"]["quantitative"]["indicators"]["net_asset_growth"]["weight"] = 0.05
    found = split(judged(THEN), judged(THEN, made), made, earlier=scheme(definition()))

    assert only(points(found), ChangeCause.WEIGHT)


def test_other_standards_alone_are_a_standard_effect():
    made = definition()
    made["parts"]["quantitative"]["indicators"]["current_ratio"]["standards"] |= {"excellent": 6.0, "good": 4.5}
    found = split(judged(THEN), judged(THEN, made), made, earlier=scheme(definition()))

    assert only(points(found), ChangeCause.STANDARD)


def test_another_definition_alone_is_a_definition_effect():
    restated = judged((4.4, *THEN[1:]))
    found = split(judged(THEN), judged((4.4, *THEN[1:])), restated=restated)

    assert only(points(found), ChangeCause.DEFINITION)


@pytest.mark.parametrize("gone_now", [True, False])
def test_what_is_there_in_one_period_alone_is_an_availability_effect(gone_now: bool):  # noqa: FBT001 - a parameter
    less = (*THEN[:3], Reason.MISSING_PRIOR)
    pair = (judged(THEN), judged(less)) if gone_now else (judged(less), judged(THEN))

    assert only(points(split(*pair)), ChangeCause.AVAILABILITY)


numbers = st.floats(0.5, 5.5)
rows = st.tuples(numbers, numbers, numbers, st.one_of(numbers, st.just(Reason.MISSING_PRIOR)))
weights = st.tuples(*[st.integers(1, 9)] * 4)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(rows, rows, rows, weights, st.floats(0.1, 2.0))
def test_the_effects_always_add_up_to_the_change(then: Any, again: Any, now: Any, heavy: Any, shift: float):
    made = definition()
    for name, weight in zip(NAMES, heavy, strict=True):
        one = made["parts"]["quantitative"]["indicators"][name]
        one["weight"] = weight / sum(heavy)
        lower = one["direction"] == "lower"
        for level in ("excellent", "good", "fair", "low", "poor"):
            one["standards"][level] += shift if lower else -shift
    before, restated, after = judged(then, period="2024"), judged(again, made, "2024"), judged(now, made)

    points(split(before, after, made, earlier=scheme(definition()), restated=restated))


def test_a_withheld_total_is_not_split():
    gone = values({("own", "2025"): {}})
    nothing = evaluate(gone, scheme(definition()), "trial", CATALOG, "own", "2025")

    assert attribution(judged(THEN), nothing, scheme(definition())) is None


def test_a_grade_history_tells_where_the_grade_changed():
    history = grade_history({"2023": judged(THEN), "2024": judged(THEN), "2025": judged((5.0, 5.0, 1.0, 5.0))})

    assert [point.changed for point in history] == [False, False, True]
    assert [point.grade for point in history] == ["good", "good", "excellent"]
