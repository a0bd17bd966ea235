"""Where the change of a group comes from: told of few hospitals too, and without a median then."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from report.sections.annual import printed
from reportgen.analysis.group.tiers import shifts
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.desk.judgement import group_causes

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial


def test_a_few_comparable_hospitals_have_their_counts_and_mean_and_no_median(
    lianhe: GroupMaterial, monkeypatch: pytest.MonkeyPatch
):
    every = shifts(lianhe)
    some = dict(list(every.changes.items())[:4])
    few = dataclasses.replace(every, changes=some, median=None)
    monkeypatch.setattr(group_causes, "shifts", lambda _: few)

    first, *others = (printed(said) for said in group_causes.causes(GroupContext.of(lianhe, "zh")))

    rose, fell = sum(one > 0 for one in some.values()), sum(one < 0 for one in some.values())
    assert first.startswith(f"4家可比医院中{rose}家得分上升、{fell}家下降，平均")
    assert "中位数" not in first
    assert others


def test_with_enough_of_them_the_median_comes_first(lianhe: GroupMaterial):
    first, *_ = (printed(said) for said in group_causes.causes(GroupContext.of(lianhe, "zh")))

    assert "变动中位数" in first


def test_the_only_ability_is_not_said_to_have_moved_the_totals_most(
    lianhe: GroupMaterial, monkeypatch: pytest.MonkeyPatch
):
    """Of a scheme with solvency alone: "most points were lost in solvency (−2.48), by indicator in ... (−2.48)"."""
    every = shifts(lianhe)
    name, effect = next(iter(every.abilities.items()))
    one = dataclasses.replace(every, abilities={name: effect})
    monkeypatch.setattr(group_causes, "shifts", lambda _: one)
    told = [said.zh for said in group_causes.causes(GroupContext.of(lianhe, "zh"))]

    assert any("降分最多的指标是" in said for said in told)
    assert not [said for said in told if "最多的能力" in said]

    least = dict(list(every.indicators.items())[:1])
    monkeypatch.setattr(group_causes, "shifts", lambda _: dataclasses.replace(one, indicators=least))
    assert not [said for said in group_causes.causes(GroupContext.of(lianhe, "zh")) if "最多的指标" in said.zh]
