"""What is advised fits the side on which the standard is missed; what is to be decided, who takes up a warning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.analysis.material import Material
from reportgen.model.registers import Registers
from reportgen.model.warnings import Level
from reportgen.report.desk.brief import story
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import gradings, outlook, ways
from reportgen.report.desk.judgement import alarms
from reportgen.report.desk.tables import doubts
from reportgen.report.sections.method.paragraphs import paragraphs


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


def test_what_has_full_marks_is_to_be_kept_and_not_to_be_mended(renhe: Material):
    context = HospitalContext.of(renhe, "zh-en")
    debts = replace(renhe.evaluation.indicator("asset_liability_ratio"), score=100.0)
    worsening = next(one for one in renhe.evaluation.indicators if outlook.worsens(context, one))

    assert outlook.advice(context, debts) == context.say("measure.kept")
    assert outlook.advice(context, replace(debts, score=99.0)).en.startswith("Limit new borrowing")
    assert outlook.advice(context, replace(worsening, score=100.0)) != context.say("measure.kept")

    growth = replace(renhe.evaluation.indicator("total_asset_growth"), score=90.0)  # no lever: nothing to gain by it
    ahead = replace(growth, value=growth.peer.upper_quartile)  # type: ignore[union-attr]
    assert outlook.advice(context, ahead) == context.say("measure.kept_graded", grade=gradings.best(context))
    assert "buy nothing for the score" in outlook.advice(context, replace(growth, score=84.0)).en


def test_what_the_peers_do_better_is_not_said_to_be_well_as_it_is(renhe: Material):
    """Under the title "yet all 24 peers do better" stood the advice to keep to what is done."""
    context, growth = HospitalContext.of(renhe, "en"), renhe.evaluation.indicator("medical_income_growth")
    assert growth.peer is not None
    assert growth.value < growth.peer.lower_quartile

    assert outlook.advice(context, growth).en.startswith("Graded Excellent, yet behind the peers: find what")
    assert "keep to what is done" in outlook.advice(context, replace(growth, value=growth.peer.median)).en


def test_what_rests_on_figures_in_question_is_settled_before_anything_is_advised(
    renhe: Material, monkeypatch: pytest.MonkeyPatch
):
    context, debts = HospitalContext.of(renhe, "en"), renhe.evaluation.indicator("asset_liability_ratio")
    monkeypatch.setattr(doubts, "doubted", lambda _: {debts.id: frozenset({"W08"})})

    assert outlook.advice(context, debts).en == (
        "Settle the figures that it rests on first (W08), then decide on a measure."
    )


@pytest.mark.parametrize("level", [Level.RED, Level.ORANGE, Level.YELLOW])
def test_a_warning_that_nobody_takes_up_is_the_boards_from_orange_on(
    renhe: Material, level: Level, monkeypatch: pytest.MonkeyPatch
):
    context = HospitalContext.of(replace(renhe, registers=Registers()), "zh-en")
    found = tuple(replace(one, level=level) for one in alarms.unanswered(context)[:1] * 3)
    monkeypatch.setattr(alarms, "alarms", lambda _: found)
    said = story.said(context, story.ProposalKind.DECISION)

    if level is Level.YELLOW:
        assert said.en == "Nothing needs the board's decision this month"
    else:
        assert said.en == f"Name an owner, a measure and a date for 3 {level} warnings"
        words = {Level.RED: "红色预警", Level.ORANGE: "橙色预警"}[level]
        assert said.zh == f"3项{words}，请定责任人、措施和期限"

        monkeypatch.setattr(alarms, "alarms", lambda _: found[:1])
        named = story.said(context, story.ProposalKind.DECISION).zh
        assert named == f"{context.short(found[0].indicator).zh}（{words}），请定责任人、措施和期限"


def test_what_has_the_best_grade_is_to_be_kept_where_there_is_no_total_to_raise(renhe: Material):
    unrated = replace(renhe, evaluation=replace(renhe.evaluation, score=None, grade=None))
    debts = replace(renhe.evaluation.indicator("asset_liability_ratio"), score=99.0)

    told = outlook.advice(HospitalContext.of(unrated, "zh-en"), debts)

    assert told.zh.startswith("评为「优」，保持现有做法")
    assert outlook.advice(HospitalContext.of(renhe, "zh-en"), debts).zh.startswith("控制新增借款")
    assert outlook.advice(HospitalContext.of(unrated, "en"), replace(debts, score=80.0)).en.startswith("Limit new")


def test_a_step_that_the_usual_decimals_hide_is_advised_with_more(renhe: Material):
    """From 4.7 days to 4.7 days nothing would be gained."""
    stay = renhe.evaluation.indicator("average_length_of_stay")
    edge = gradings.nearest_edge(stay)
    near = replace(renhe, history={}, quarters={})
    said = ways.measure(HospitalContext.of(near, "en"), replace(stay, value=edge + 0.002, score=90.0)).en

    assert f"From {edge + 0.002:.3f} days to {edge:.3f} days would add" in said


def test_a_line_that_a_value_reaches_within_its_decimals_is_told_with_more(renhe: Material):
    """A current ratio of 1.2993 prints as the line of 1.30 that it lies beyond."""
    context = HospitalContext.of(renhe, "zh-en")
    found = renhe.analysis["signals.risks"]
    line = found.warned[0]

    def told(value: float) -> str:
        one = replace(line, indicator="current_ratio", line=1.3, value=value)
        return next(alarms._rules(context, None, one))[1].zh

    assert told(1.2993) == "触及预警线1.30（现值1.299）"
    assert told(1.3) == told(1.2) == "触及预警线1.30"


def test_without_peers_and_earlier_years_steps_go_to_the_standard_and_the_method_says_so(renhe: Material):
    """One page said that a step goes no further than the hospital itself has reached, and another went to the standard."""
    lone = replace(renhe, history={}, quarters={}, peers=None)
    bare = tuple(replace(one, peer=None) for one in lone.evaluation.indicators)
    context = HospitalContext.of(replace(lone, evaluation=replace(lone.evaluation, indicators=bare)), "zh-en")
    way = ways.path(context)

    assert way is not None
    assert ways.attainable(context) == "standard"
    assert "没有同级和往年数据" in (way.remarks.zh if way.remarks else "")
    (said,) = (one.zh for one in paragraphs(context) if one.zh.startswith("升级路径"))
    assert "本院曾达到的最好水平" not in said


def test_a_surplus_above_its_range_is_not_to_be_raised_further(renhe: Material):
    context, rate = HospitalContext.of(renhe, "zh-en"), renhe.evaluation.indicator("return_on_assets")
    best, costs = gradings.target(rate), renhe.evaluation.indicator("admin_expense_rate")
    assert isinstance(best, tuple)
    high = replace(rate, value=2 * best[1], score=50.0)
    dear = replace(costs, value=2 * costs.value, score=0.0, effective_weight=2 * rate.effective_weight)

    assert ways.keyed(context, rate.id, [high]) == "measure.return_on_assets.above"
    assert ways.keyed(context, "ability.surplus", [high]) == "measure.ability.surplus.above"
    assert ways.keyed(context, "ability.surplus", [high, dear]) == "measure.ability.surplus", "expense is no surplus"
    assert ways.keyed(context, rate.id, [replace(rate, value=best[0] / 2)]) == "measure.return_on_assets"


def test_each_action_is_one_of_an_indicator_there_is(renhe: Material):
    """That for consumables had the name of no indicator, so that reports advised in general instead."""
    known = {"holds", "unaffordable", "kept", "settle", "kept_graded", "kept_behind"}
    known |= {"shared", "worth", "general", "rated", "ability"}
    named = {key.removeprefix("measure.").split(".")[0] for key in renhe.catalog.words if key.startswith("measure.")}

    assert named - known <= set(renhe.catalog.indicators)
    consumables = renhe.evaluation.indicator("consumables_per_100_medical_income")
    assert "consumables" in ways.measure(HospitalContext.of(renhe, "en"), consumables).en
