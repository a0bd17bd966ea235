"""Every row of the scorecard agrees with its score, costs what it says, and its headline agrees with its rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from report.sections.reading import BOTH, content, numbers_in
from reportgen.analysis.material import Material
from reportgen.model.definitions import Direction
from reportgen.model.printing import number
from reportgen.model.schemes import Grade
from reportgen.report.desk.brief.brief_pages import POINT_MM, lines
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.grades.together import redistributed
from reportgen.report.lint.drawing import advance
from reportgen.report.marks import LOSS_BAR_MM
from reportgen.report.section import Report
from reportgen.report.sections.scorecard import scorecard

STYLES = Path(__file__).parents[3] / "styles"


@BOTH
def test_the_counts_under_the_scorecard_come_from_its_own_rows(reports: Callable[..., Report], name: str):
    scorecard = content(reports(name, "zh-en"), "scorecard")
    rows = [row for group in scorecard.groups for row in group.rows]
    counts = [sum(1 for row in rows if row.grade == grade) for grade in Grade]
    expected = sorted([str(count) for count in counts if count] + [str(len(rows))])
    assert sorted(numbers_in(scorecard.counts.zh)) == expected
    assert sorted(numbers_in(scorecard.counts.en)) == expected


@BOTH
def test_rows_stand_by_what_they_cost_and_add_up_to_what_the_total_lacks(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    scorecard, evaluation = content(reports(name, "zh-en"), "scorecard"), materials(name).evaluation
    groups = [[lost(row) for row in (*group.rows, *group.rated)] for group in scorecard.groups]
    weighed = [(100 - one.score) * one.effective_weight for one in evaluation.indicators if one.score is not None]

    for rows, group in zip(groups, scorecard.groups, strict=True):
        measured = len(group.rows)
        assert rows[:measured] == sorted(rows[:measured], reverse=True)
        assert lost(group) == pytest.approx(sum(rows), abs=0.005 * (len(rows) + 1))
    assert [lost(group) for group in scorecard.groups] == sorted(
        (lost(group) for group in scorecard.groups), reverse=True
    )
    assert sorted(row for rows in groups for row in rows) == pytest.approx(sorted(weighed), abs=0.0051)
    assert -float(scorecard.total_loss.replace("−", "-")) == pytest.approx(100 - evaluation.score, abs=0.0051)
    two = sorted(weighed, reverse=True)[:2]
    assert {number(one, 2) for one in two} <= set(numbers_in(scorecard.headline.zh))


@pytest.mark.parametrize("longest", ["−5.45", "−22.61"])
def test_the_longest_bar_of_points_lost_leaves_room_for_the_longest_number(
    reports: Callable[..., Report], longest: str
):
    scorecard = content(reports("renhe", "zh-en"), "scorecard")
    first, *others = scorecard.groups
    row = replace(first.rows[0], loss=longest)
    column = replace(scorecard, groups=(replace(first, rows=(row, *first.rows[1:])), *others)).widths[-1]
    before, behind = 1.0, 1.2  # of the bar, and of the number to the edge

    assert lines(longest, column - before - LOSS_BAR_MM - behind, 8.2) == 1
    assert f"background-size: {LOSS_BAR_MM:.0f}mm" in (STYLES / "sections" / "scorecard.css").read_text("utf-8")


@pytest.mark.parametrize("longest", ["117/130", "=2,952/3,001"])
def test_a_rank_among_thousands_has_its_room(reports: Callable[..., Report], longest: str):
    scorecard = content(reports("us-cms", "zh-en"), "scorecard")
    first, *others = scorecard.groups
    row = replace(first.rows[0], rank=longest)
    among = replace(scorecard, groups=(replace(first, rows=(row, *first.rows[1:])), *others))
    column = 4 + among.has_past

    air = 2.0  # beside the number, of the 2.4 mm that a cell has

    assert advance(longest, "Source Sans 3") * 8.2 * POINT_MM + air <= among.widths[column]
    assert sum(among.widths) == pytest.approx(sum(scorecard.widths))


def lost(row: Any) -> float:
    """Points as printed, of a row or a group."""
    return -float(row.loss.replace("−", "-"))


def test_right_is_better_in_every_band_and_the_rank_counts_from_the_best(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    report, material = reports("renhe", "zh-en"), materials("renhe")
    rows = {row.id: row for group in content(report, "scorecard").groups for row in group.rows}
    for one in material.evaluation.indicators:
        if one.peer is None:
            continue
        assert rows[one.id].rank.lstrip("＝=") == f"{one.peer.rank}/{one.peer.n + 1}"
        drawn = report.images[rows[one.id].band].decode()
        own, median = (float(re.search(pattern, drawn)[1]) for pattern in (r'd="M([\d.]+) \.9L', r'd="M([\d.]+) \.7V'))
        better = sum(gradings.improved(one, one.value - value) > 0 for value in one.peer.values)
        if one.direction is not Direction.RANGE:
            assert (own >= median) == (better >= len(one.peer.values) / 2)
        assert ('fill="#FFFFFF"' in drawn) == (own < median)


def test_last_year_stands_beside_this_year_and_a_gap_has_its_reason(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    scorecard, material = content(reports("renhe", "zh-en"), "scorecard"), materials("renhe")
    context = HospitalContext.of(material, "zh-en")
    before = material.history["2025-10"]
    for row in (row for group in scorecard.groups for row in group.rows):
        value = before.indicator(row.id).value
        assert row.past == (f"—{scorecard.notes[0].zh[0]}" if value is None else context.printed(row.id, value))
    assert "上年没有可比的数" in scorecard.notes[0].zh


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
    names = {row.id: row.name for group in groups for row in group.rows}
    consumables = names["consumables_per_100_medical_income"]
    assert (consumables.zh, consumables.en) == ("百元收入耗材，元", "Consumables per 100, ¥")
    assert names["current_ratio"].zh == "流动比率，倍"
    assert names["receivable_turnover_days"].zh == "应收账款周转天数", "the name says the unit"


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


def test_without_a_total_no_weight_is_said_to_have_been_spread(materials: Callable[..., Material]):
    about = materials("renhe", "2025")
    (first, *others) = about.evaluation.indicators
    rows = (replace(first, score=None, effective_weight=0.0), *others)
    told = [
        redistributed(HospitalContext.of(replace(about, evaluation=one), "en"))
        for one in (replace(about.evaluation, indicators=rows, score=score) for score in (about.evaluation.score, None))
    ]

    assert ["there is no total" in words.en for words in told if words is not None] == [False, True]


def test_of_the_indicators_without_a_score_the_first_alone_begins_with_a_capital(materials: Callable[..., Material]):
    about = materials("renhe", "2025")
    (first, second, *others) = about.evaluation.indicators
    rows = (*(replace(one, score=None, effective_weight=0.0) for one in (first, second)), *others)
    told = redistributed(
        HospitalContext.of(replace(about, evaluation=replace(about.evaluation, indicators=rows)), "en")
    )

    assert told is not None
    assert told.en.startswith("Medical surplus rate and return on assets were not scored")


def test_a_missing_value_of_our_own_is_not_said_to_be_one_of_the_peers(materials: Callable[..., Material]) -> None:
    context = HospitalContext.of(materials("us-cms"), "en")
    indicator = next(one for one in context.evaluation.indicators if one.value is not None)

    assert gradings.unplaced(context, indicator).en == "Fewer than five peers have this figure"
    assert gradings.unplaced(context, replace(indicator, value=None)).en == "Not compared, since we have no such figure"


def test_a_title_of_counts_is_not_said_again_under_the_table(materials: Callable[..., Material]) -> None:
    material = materials("renhe")
    found = scorecard(HospitalContext.of(material, "zh-en"))
    untotalled = replace(material.evaluation, score=None, score_printed=None, grade=None)
    counted = scorecard(HospitalContext.of(replace(material, evaluation=untotalled), "zh-en"))

    assert found.counts is not None
    assert counted.headline.en.startswith("15 quantitative indicators")
    assert counted.counts is None
