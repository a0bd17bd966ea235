"""Chain substitution on trees of formulas, held against replacing by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from reportgen.analysis.drivers.substitution import substitution
from reportgen.model.values import Derivation

AMOUNTS = some.floats(1, 1e6)


def item(name: str, value: float | None) -> Derivation:
    return Derivation("item", name, name, value, None, "money")


def joined(operator: str, left: Derivation, right: Derivation, value: float | None) -> Derivation:
    return Derivation("operation", operator, f"{left.expression} {operator} {right.expression}", value, None, "",
                      parts=(left, right))  # fmt: skip


def ratio(numerator: float, denominator: float) -> Derivation:
    inner = joined("/", item("a", numerator), item("b", denominator), numerator / denominator)
    return Derivation("indicator", "r", "a / b", inner.value, None, "times", parts=(inner,))


@pytest.mark.serves("003-154")
def test_a_ratio_is_replaced_above_the_line_and_then_below():
    found = substitution(ratio(100, 50), ratio(120, 40))
    assert found is not None
    assert [step.value for step in found.steps] == [120 / 50, 120 / 40]
    assert [step.effect for step in found.steps] == pytest.approx([0.4, 0.6])


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_effects_add_up_to_the_change(a: float, b: float, c: float, d: float):
    found = substitution(ratio(a, b), ratio(c, d))
    assert found is not None
    assert sum(step.effect for step in found.steps) == pytest.approx(found.after - found.before, abs=1e-6)


@given(some.lists(AMOUNTS, min_size=7, max_size=9), some.lists(AMOUNTS, min_size=7, max_size=9))
def test_a_formula_of_many_figures_is_replaced_in_two_steps(before: list[float], after: list[float]):
    def total(values: list[float]) -> Derivation:
        tree = item("x0", values[0])
        for place, value in enumerate(values[1:], start=1):
            tree = joined("+", tree, item(f"x{place}", value), (tree.value or 0.0) + value)
        return joined("/", tree, item("below", 2.0), (tree.value or 0.0) / 2)

    size = min(len(before), len(after))
    found = substitution(total(before[:size]), total(after[:size]))
    assert found is not None
    assert len(found.steps) == 2 or size <= 5


def test_nothing_is_said_where_a_figure_is_missing_or_the_formula_was_another():
    gap = replace(ratio(100, 50), parts=(joined("/", item("a", None), item("b", 50), None),), value=None)
    assert substitution(gap, ratio(120, 40)) is None
    other = Derivation("indicator", "r", "a - b", 50, None, "", parts=(joined("-", item("a", 100), item("b", 50), 50),))
    assert substitution(other, ratio(120, 40)) is None


def test_a_figure_that_a_formula_names_twice_is_replaced_once_in_both_places():
    def growth(now: float, before: float) -> Derivation:
        base = replace(item("a", before), period="earlier")
        change = joined("-", replace(item("a", now), period="now"), base, now - before)
        return joined("/", change, base, (now - before) / before)

    found = substitution(growth(110, 100), growth(150, 120))
    assert found is not None
    assert [step.value for step in found.steps] == pytest.approx([(150 - 100) / 100, (150 - 120) / 120])
