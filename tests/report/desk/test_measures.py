"""What is advised fits the side on which the standard is missed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.analysis.material import Material
from reportgen.report.desk import gradings, ways
from reportgen.report.desk.context import HospitalContext


@pytest.mark.parametrize(("value", "side"), [(0.01, "below"), (0.5, None)])
def test_too_little_growth_is_not_told_to_be_held_back(renhe: Material, value: float, side: str | None):
    context = HospitalContext.of(renhe, "zh-en")
    growth = replace(renhe.evaluation.indicator("total_asset_growth"), value=value)
    key = f"measure.total_asset_growth{f'.{side}' if side else ''}"

    assert gradings.side(growth) == side
    assert ways.measure(context, growth).zh.startswith(context.say(key).zh)


def test_an_ability_is_advised_by_the_side_that_costs_most(renhe: Material):
    context = HospitalContext.of(renhe, "zh-en")
    growth = next(one for one in renhe.evaluation.abilities if one.id == "growth")
    rows = [one for one in renhe.evaluation.indicators if one.ability == "growth"]
    lost = {side: sum((100 - one.score) * one.effective_weight for one in rows if gradings.side(one) == side)
            for side in ("below", "above")}  # fmt: skip

    assert lost["below"] > lost["above"]
    assert ways.of_ability(context, growth) == context.say("measure.ability.growth.below")


def test_one_that_too_much_costs_keeps_to_its_range(renhe: Material):
    ratio = renhe.evaluation.indicator("current_ratio")
    context, best = HospitalContext.of(renhe, "zh-en"), gradings.target(ratio)

    assert isinstance(best, tuple)
    assert ways.keyed(context, ratio.id, [replace(ratio, value=2 * best[1])]) == "measure.current_ratio.above"
    assert ways.keyed(context, ratio.id, [replace(ratio, value=best[0] / 2)]) == "measure.current_ratio"
