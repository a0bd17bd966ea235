"""Every row of the scorecard agrees with its score, and its headline with its rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.reading import BOTH, content, numbers_in
from reportgen.analysis.material import Material
from reportgen.report.section import Report


@BOTH
def test_the_counts_of_the_scorecard_come_from_its_own_rows(reports: Callable[..., Report], name: str):
    scorecard = content(reports(name, "zh-en"), "scorecard")
    rows = [row for group in scorecard.groups for row in group.rows]
    counts = [sum(1 for row in rows if row.grade == key.grade) for key in scorecard.key]
    expected = sorted([str(count) for count in counts if count] + [str(len(rows))])
    assert sorted(numbers_in(scorecard.headline.zh)) == expected
    assert sorted(numbers_in(scorecard.headline.en)) == expected


@BOTH
def test_a_badge_never_contradicts_the_score_beside_it(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    report = reports(name, "zh-en")
    material = materials(name)
    bounds = sorted(material.scheme.grades.items(), key=lambda pair: -pair[1])
    for group in content(report, "scorecard").groups:
        for row in group.rows:
            if row.grade is not None:
                assert row.grade == next(grade for grade, low in bounds if float(row.score) >= low)


def test_an_amount_for_each_hundred_is_in_the_currency(reports: Callable[..., Report]):
    groups = content(reports("renhe", "zh-en"), "scorecard").groups
    units = {row.id: row.unit for group in groups for row in group.rows}
    assert (units["consumables_per_100_medical_income"].zh, units["consumables_per_100_medical_income"].en) == (
        "元",
        "¥",
    )
    assert units["current_ratio"].zh == "倍"


def test_the_date_of_the_experts_opinions_stands_beside_their_score(
    materials: Callable[..., Material], reports: Callable[..., Report]
):
    groups = content(reports("renhe", "zh-en"), "scorecard").groups
    said = next(group.experts for group in groups if group.experts is not None)
    opinions = materials("renhe").opinions

    assert opinions is not None
    assert opinions.period == "2026-01"
    assert "2026年1月" in said.zh
    assert "January 2026" in said.en


def test_ratings_that_agree_too_little_are_told_beside_their_score(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    report = reports("renhe", "zh-en")
    part = next(part for part in materials("renhe").evaluation.parts if part.reliability is not None)
    told = [group.experts.zh for group in content(report, "scorecard").groups if group.experts]
    summed = [one.words.zh for one in content(report, "summary").abilities if "宜谨慎使用" in one.words.zh]

    assert part.reliability == pytest.approx(0.601, abs=0.0005)
    assert len(told) == len(summed) == 1
    assert all("（α 0.601，专家5人）" in words and "宜谨慎使用" in words for words in (*told, *summed))
    assert "。专家意见" in told[0]
