"""The conclusion says how strong evidence is, what would change the grade, and what speaks against it, from facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from report.sections.reading import BOTH, numbers_in
from reportgen.analysis.material import Material
from reportgen.model.schemes import Grade
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import years
from reportgen.report.desk.tables.doubts import doubted
from reportgen.report.sections.conclusion import conclusion


def said(material: Material) -> dict[str, tuple[str, str]]:
    """The dots and the reason of each ability, by its name."""
    found = conclusion(HospitalContext.of(material, "zh"))
    return {row.cells[0].zh: (row.cells[4].zh, row.cells[5].zh) for row in found.blocks[0].lines}  # type: ignore[union-attr]


def doubts(material: Material) -> tuple[str, ...]:
    found = conclusion(HospitalContext.of(material, "zh"))
    return tuple(line.zh for line in found.blocks[-1].lines)  # type: ignore[union-attr]


def changed(material: Material, identifier: str, **facts: Any) -> Material:
    rows = tuple(replace(one, **facts) if one.id == identifier else one for one in material.evaluation.indicators)
    return replace(material, evaluation=replace(material.evaluation, indicators=rows))


def test_evidence_is_weak_where_fewer_than_five_rated_and_strong_where_all_is_settled(
    materials: Callable[..., Material],
):
    found = said(materials("renhe", "2025"))

    assert found["管理能力"] == ("●○○", "有的项只有4位专家评分")
    assert found["结余能力"] == ("●●●", "数据无待核实，上年可比")


@pytest.mark.slow
def test_each_thing_that_lacks_takes_a_step_from_the_evidence(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    alone = said(replace(material, history={}))
    assert alone["结余能力"] == ("●●○", "上年无可比数")
    heavy = changed(replace(material, history={}), "medical_surplus_rate", effective_weight=0.151)
    assert said(heavy)["结余能力"] == ("●○○", "上年无可比数；医疗盈余率一项占权重15.1%")
    assert said(changed(material, "medical_surplus_rate", effective_weight=0.15))["结余能力"][0] == "●●●"


def test_figures_in_question_make_the_evidence_weaker(materials: Callable[..., Material]):
    material = materials("us-cms")
    context = HospitalContext.of(material, "zh")
    asked = {context.evaluation.indicator(name).ability for name in doubted(context)}
    names = {one.name.zh for one in material.evaluation.abilities if one.id in asked}

    assert names
    for name, (dots, why) in said(material).items():
        assert ("待核实" in why and dots != "●●●" and "无待核实" not in why) == (name in names)


def test_equal_weights_and_losses_are_told_of_all_that_bear_them(materials: Callable[..., Material]):
    material = materials("us-cms", "2021")
    rows = tuple(replace(one, effective_weight=0.2, score=40.0) for one in material.evaluation.indicators)
    even = replace(material, evaluation=replace(material.evaluation, indicators=rows))
    found = conclusion(HospitalContext.of(even, "en"))
    told = [(row.cells[3].en, row.cells[5].en) for row in found.blocks[0].lines]  # type: ignore[union-attr]

    assert f"{len(rows)}项指标各占总权重20.0%。" in doubts(even)
    assert any("indicators cost most (12.00 each)" in words for words, _ in told)
    assert any("indicators have 20.0% of the weight each" in why for _, why in told)


def test_two_that_cost_as_much_are_both_named(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("renhe", "2025"), "en")
    words = [row.cells[3].en for row in conclusion(context).blocks[0].lines]  # type: ignore[union-attr]
    lost = sorted(
        context.points((100 - one.score) * one.effective_weight, sign=False)
        for one in context.evaluation.indicators
        if one.ability == "surplus" and one.score is not None
    )

    assert lost[-1] == lost[-2]
    assert any(f"and consumables per 100 cost most ({lost[-1]} each)" in said for said in words)


@BOTH
def test_the_scenarios_that_change_the_grade_stand_by_how_little_they_change(
    materials: Callable[..., Material], name: str
):
    material = materials(name)
    outcomes = material.analysis["outlook.what_if"].outcomes
    found = conclusion(HospitalContext.of(material, "en"))
    told = [
        row.cells[0].en for block in found.blocks[1:-1] for row in getattr(block, "lines", ()) if hasattr(row, "cells")
    ]
    own = material.evaluation.grade
    changing = sorted((one for one in outcomes if one.grade is not own), key=lambda one: abs(one.score_change))

    assert told == [one.name.en for one in changing[:3]]


def test_the_case_against_is_made_of_facts_that_hold(materials: Callable[..., Material]):
    material = materials("renhe")
    found, context = doubts(material), HospitalContext.of(material, "zh")
    evaluation = material.evaluation
    last = [one for one in evaluation.indicators if one.peer is not None and one.peer.rank == one.peer.n + 1]
    methods = context.robustness.methods
    worse = [one.rank for one in methods.methods if one.rank is not None and one.rank > context.robustness.rank.high]

    assert numbers_in(found[0]) == [str(len(worse)), str(methods.among), str(max(worse))]
    assert all(context.named(one.id).zh in found[1] for one in last)
    assert context.score(evaluation.peer_median_score) in found[2]
    assert any("同口径比上年低4.19分" in line for line in found)

    better = tuple(
        replace(one, peer=None if one.peer is None else replace(one.peer, rank=1)) for one in evaluation.indicators
    )
    mild = replace(material, evaluation=replace(evaluation, indicators=better, peer_median_score=1.0), history={})
    assert not [line for line in doubts(mild) if "全部更好" in line or "低于同级中位" in line or "比上年低" in line]


@pytest.mark.parametrize("bound", [76.59, 60.0])
def test_the_whole_is_weak_where_draws_do_not_keep_the_grade(materials: Callable[..., Material], bound: float):
    material = materials("renhe")
    grades = {grade: bound if str(grade) == "good" else low for grade, low in material.scheme.grades.items()}
    moved = replace(material, scheme=material.scheme.model_copy(update={"grades": grades}))
    context = HospitalContext.of(moved, "en")
    kept = min(one.kept for one in context.robustness.draws)
    lead = conclusion(context).lead[0].en

    assert (kept < 0.95) == (bound > 76)
    assert ("weak" in lead) == (kept < 0.95)


def test_of_two_strengths_that_share_the_weight_evenly_the_weaker_is_the_whole(materials: Callable[..., Material]):
    """Half of the weight stood on figures in question, and the page called its evidence strong and well founded."""
    material = materials("us-cms", "2021")
    dots = [dots for dots, _ in said(material).values()]

    assert dots.count("●●●") == dots.count("●●○") == 2
    assert conclusion(HospitalContext.of(material, "zh")).headline.zh.endswith("证据强度中等")


def test_without_a_grade_the_evidence_is_not_called_strong(materials: Callable[..., Material]):
    material = materials("us-cms", "2021")
    without = replace(material, evaluation=replace(material.evaluation, grade=None, score=None))

    assert not conclusion(HospitalContext.of(material, "zh")).headline.zh.endswith("证据强度弱")
    assert conclusion(HospitalContext.of(without, "zh")).headline.zh.startswith("没有总分：")


def test_the_title_ranks_no_ability_among_equals_and_has_a_number(materials: Callable[..., Material]):
    """'Evidence: weak' told a board member nothing, and of two abilities with 100.00 one alone was the strongest."""
    material = materials("renhe", "2025")
    abilities = tuple(replace(one, score=80.0) for one in material.evaluation.abilities)
    equal = replace(material, evaluation=replace(material.evaluation, abilities=abilities))

    title = conclusion(HospitalContext.of(equal, "en")).headline.en
    assert material.evaluation.score_printed in title
    assert "strongest" not in title


def test_what_alone_raised_the_total_and_what_is_graded_below_it_speak_against_it(materials: Callable[..., Material]):
    material = materials("us-cms", "2021")
    context = HospitalContext.of(material, "zh")
    steps = dict(years.courses(context)[0].steps)
    name = max(steps, key=steps.__getitem__)
    found = doubts(material)
    below = [one.name.zh for one in material.evaluation.abilities if one.grade in {Grade.FAIR, Grade.LOW, Grade.POOR}]

    assert any(f"{context.named(name).zh}一项占{context.points(steps[name], sign=False)}分。" in line for line in found)
    assert below
    assert f"{'和'.join(below)}的等级低于综合等级。" in found
    fallen = replace(material, evaluation=replace(material.evaluation, score=20.0, grade=Grade.POOR))
    assert not [line for line in doubts(fallen) if "低于综合等级" in line]


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ({"weights": 1.0, "standards": 0.7, "both": 0.8}, "标准随机变动时，30.00%"),
        ({"weights": 0.9, "both": 0.8}, "权重和标准随机变动时，20.00%"),
        ({"weights": 0.9}, "权重随机变动时，10.00%"),
    ],
)
def test_of_draws_it_tells_those_that_keep_the_grade_least_and_what_they_move(
    materials: Callable[..., Material], monkeypatch: pytest.MonkeyPatch, kept: dict[str, float], said: str
):
    """'With weights and standards drawn 24.87% are no longer Poor' stood beside 22.00%, which both gave; standards alone gave it."""
    material = materials("us-cms", "2021")
    found = HospitalContext.of(material, "zh").robustness
    drawn = tuple(replace(found.draws[0], what=what, kept=share) for what, share in kept.items())
    monkeypatch.setattr(HospitalContext, "robustness", replace(found, draws=drawn))

    assert [line for line in doubts(material) if "随机变动" in line] == [
        line for line in doubts(material) if line.startswith(said)
    ]
    assert any(line.startswith(said) for line in doubts(material))


def test_where_no_ability_has_a_score_no_table_of_them_is_announced(materials: Callable[..., Material]):
    """A real hospital with one indicator had a head of a table with a legend and no row."""
    material = materials("us-cms", "2021")
    bare = tuple(replace(one, score=None, grade=None) for one in material.evaluation.abilities)
    without = replace(material.evaluation, grade=None, score=None, abilities=bare)
    found = conclusion(HospitalContext.of(replace(material, evaluation=without), "zh"))

    assert not [one for one in found.blocks if hasattr(one, "lines") and hasattr(one, "columns")]
    assert found.lead[0].zh.endswith("也没有一项能力有得分。")
    assert "下表" not in found.lead[0].zh


def test_fair_evidence_does_not_say_that_an_ability_lacks_any(materials: Callable[..., Material]):
    """One ability alone, whose three indicators weigh a third each, was said to lack evidence."""
    words = materials("renhe", "2025").catalog.words.by_key["conclusion.whole.fair"]

    assert words.en.endswith("is well founded, but for the gaps below.")
    assert words.zh.endswith("有依据，但证据有下列欠缺。")
