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
