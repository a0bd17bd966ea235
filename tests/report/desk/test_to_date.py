"""A score of a month rests on the year to date, and is called so wherever amounts of single months stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import grounds, scale
from reportgen.report.sections.verdict import facts


@pytest.fixture
def october(materials: Callable[..., Material]) -> HospitalContext:
    return HospitalContext.of(materials("renhe", "2026-10"), "zh-en")


def by_the_month(context: HospitalContext) -> HospitalContext:
    """The same under a scheme that judges each month by itself."""
    material = context.material
    return HospitalContext.of(replace(material, scheme=material.scheme.model_copy(update={"basis": "month"})), "zh-en")


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2026-10", "1至10月", "Jan to Oct"),
        ("2025-10", "2025年1至10月", "Jan to Oct 2025"),
        ("2026-01", "1月", "Jan"),
        ("2025-12", "2025年", "2025"),
    ],
)
def test_it_is_named_by_the_months_that_it_covers(october: HospitalContext, period: str, zh: str, en: str):
    found = grounds.shortened(october, period)
    assert (found.zh, found.en) == (zh, en)


def test_a_month_that_is_judged_by_itself_has_its_own_name(october: HospitalContext):
    alone = by_the_month(october)
    assert not grounds.is_to_date(alone)
    assert grounds.shortened(alone, "2026-09").en == "Sep"
    assert grounds.in_full(alone, "2026-09").en == "September 2026"
    assert grounds.in_full(october, "2026-09").en == "January to September 2026"


def test_scale_and_bridges_say_so(october: HospitalContext):
    drawn = scale.scale(october)
    assert drawn is not None
    named = {sign.name.zh for sign in drawn.legend} | {sign.name.en for sign in drawn.legend}
    assert {"1至10月", "1至9月", "Jan to Oct", "Jan to Sep"} <= named
    assert not any(word in name for name in named for word in ("本月", "上月", "month"))
    titles = [one.title for one in facts.bridges(october, beside=True)]
    assert titles[0].zh.startswith("比1至9月")
    assert titles[0].en.startswith("On Jan to Sep ")
    assert all("同月" not in one.zh for one in titles)


def test_a_year_is_a_year(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("renhe", "2025"), "zh-en")
    assert not grounds.is_to_date(context)
    assert grounds.named(context, "2024").zh == "2024年"
