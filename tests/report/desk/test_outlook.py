"""What is named as a risk, and what costs as much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages import page_of
from reportgen.analysis.material import Material
from reportgen.model.schemes import Grade
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import outlook


def level(material: Material, n: int, score: float = 50.0) -> Material:
    """The same with so many risks, all of one loss; nothing else costs anything."""
    rows = tuple(
        replace(one, score=score if at < n else 100.0, effective_weight=0.02)
        for at, one in enumerate(material.evaluation.indicators)
    )
    return replace(material, evaluation=replace(material.evaluation, indicators=rows))


@pytest.mark.parametrize(("n", "said"), [(3, None), (4, "1 more costs 1.00 points"), (5, "2 more cost 1.00")])
def test_what_costs_as_much_as_a_risk_that_is_named_is_counted(renhe: Material, n: int, said: str | None):
    context = HospitalContext.of(level(renhe, n), "zh-en")
    alike = outlook.as_costly(context, outlook.endangered(context))

    assert (alike is None) if said is None else alike.en.startswith(said)
    assert len(outlook.costs(context)) == min(n, 4)


def test_the_first_page_counts_what_it_leaves_out_of_equal_risks(renhe: Material):
    page = page_of(level(renhe, 5), "verdict", "zh-en")

    assert "同样失1.00分的另有2项。" in page.text


def test_nothing_lost_is_level_with_nothing(renhe: Material):
    context = HospitalContext.of(level(renhe, 5, 99.9999), "zh-en")

    assert outlook.as_costly(context, outlook.endangered(context)) is None


@pytest.mark.parametrize(("score", "costs"), [(50.0, True), (99.0, True), (99.9999, False), (100.0, False)])
def test_what_costs_most_costs_some_points_in_print(renhe: Material, score: float, *, costs: bool):
    context = HospitalContext.of(level(renhe, 2, score), "zh-en")
    first, second, third, *_ = (one.id for one in context.evaluation.indicators)

    named = outlook.costliest(context, {second, third})
    assert (named is not None and named.id) == (second if costs else False)
    assert outlook.costliest(context, {third}) is None
    assert outlook.costliest(context, set()) is None
    unscored = replace(context.material, evaluation=replace(context.evaluation, score=None))
    assert outlook.costliest(HospitalContext.of(unscored, "zh-en"), {first}) is None


def test_what_is_good_and_does_not_get_worse_is_no_risk(renhe: Material):
    """The three that cost most were called risks, though each of them was good and steady."""
    context = HospitalContext.of(graded_good(renhe, {}), "zh-en")
    assert {context.grade_of(one) for one in context.evaluation.indicators} == {Grade.GOOD}
    assert outlook.endangered(context) == []

    first = renhe.evaluation.indicators[0].id
    fallen = HospitalContext.of(graded_good(renhe, {first: 95.0}), "zh-en")
    assert [one.id for one in outlook.endangered(fallen)] == [first]


def graded_good(material: Material, before: dict[str, float]) -> Material:
    """Every indicator good now as in every earlier period, but for some that were better; no months speak."""
    now = [replace(one, score=75.0, effective_weight=0.02) for one in material.evaluation.indicators]
    then = tuple(replace(one, score=before.get(one.id, 75.0)) for one in now)
    earlier = {when: replace(one, indicators=then) for when, one in material.history.items()}
    evaluation = replace(material.evaluation, indicators=tuple(now))
    return replace(material, evaluation=evaluation, history=earlier, month_values=None)
