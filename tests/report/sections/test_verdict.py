"""Page 1 states what the evaluation found, compares what compares, and offers a way that adds up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import cases
from pages import page_of
from report.sections.reading import BOTH, content, numbers_in
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.model.period import Period
from reportgen.model.printing import half_up, number
from reportgen.model.schemes import Grade
from reportgen.model.values import Reason
from reportgen.model.warnings import Level
from reportgen.pipeline.redaction import redacted
from reportgen.report.assembly import hospital
from reportgen.report.desk.brief import causes
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import gradings, outlook, ways, years
from reportgen.report.desk.grades.indicator_pictures import series
from reportgen.report.desk.grades.outlook import worsens
from reportgen.report.desk.judgement import alarms, evidence
from reportgen.report.desk.tables import doubts
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections import verdict as first_page
from reportgen.report.sections.verdict import facts, headline


@pytest.mark.serves("000-23")
@BOTH
def test_the_first_page_states_the_score_the_change_since_last_year_and_the_event_behind_it(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    """Like for like: what both periods scored, each by the weights of this one; worked out here from the scores."""
    verdict, material = content(reports(name, "zh-en"), "verdict"), materials(name)
    context, evaluation = HospitalContext.of(material, "zh-en"), material.evaluation
    before = material.history[str(Period.parse(material.period).previous_year())]
    was = {one.id: one for one in before.indicators if one.score is not None}
    parts = {part.id: part.share for part in evaluation.parts}
    shared = [one for one in evaluation.indicators if one.score is not None and one.id in was]
    scored = [one for one in evaluation.indicators if one.score is not None]
    weight = {part: sum(one.weight for one in scored if one.part == part) for part in parts}
    steps = {
        one.id: (one.score - was[one.id].score) * one.weight / weight[one.part] * parts[one.part] for one in shared
    }
    change = sum(steps.values())
    along = sorted(steps, key=lambda key: -steps[key] * (1 if change > 0 else -1))
    firm = next(name for name in along if name not in doubts.doubted(context))
    first = firm if abs(steps[firm]) >= abs(steps[along[0]]) / 2 else along[0]
    values = {context.printed(first, one.indicator(first).value) for one in (before, evaluation)}

    for language, words in (("zh", verdict.headline.zh), ("en", verdict.headline.en)):
        assert {evaluation.score_printed, number(abs(change), 2), *values} <= set(numbers_in(words))
        assert context.named(first).in_language(language) in words
        assert (("待核实" in words) or ("in question" in words)) == (first in doubts.doubted(context))
    assert ("同口径" in verdict.headline.zh) == (len(shared) < len(evaluation.indicators))
    assert verdict.score == str(half_up(evaluation.score, 2))


@pytest.mark.slow
@BOTH
def test_each_bridge_leads_from_the_earlier_total_to_this_one(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    context = HospitalContext.of(materials(name), "zh-en")
    found = years.courses(context)

    assert [one.key for one in found] == (["before", "year_ago"] if name == "renhe" else ["before"])
    assert len(content(reports(name, "zh-en"), "verdict").bridges) == len(found)
    for one in found:
        assert one.then + one.beside + sum(change for _, change in one.steps) == pytest.approx(one.now, abs=1e-9)
        assert one.now == materials(name).evaluation.score


def test_what_the_last_digits_miss_is_noted_once_under_the_first_of_two_bridges(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("renhe"), "en")
    gaps = [
        sum((half_up(one.now, 2), -half_up(one.then, 2), *(-half_up(change, 2) for change in printed)))
        for one in years.courses(context)
        for printed in [[change for _, change in facts._named(context, one)]]
    ]
    first, second = (bridge.note.en for bridge in facts.bridges(context, beside=True))

    assert [float(gap) for gap in gaps] == [0.01, 0.01]
    assert first.endswith("; +0.01 from rounding in each")
    assert "rounding" not in second


@pytest.mark.parametrize(
    ("gaps", "said"),
    [((0.01,), "N; +0.01 from rounding"), ((0.0, -0.01), "N; −0.01 from rounding beside"),
     ((0.02, -0.01), "N; +0.02 from rounding, −0.01 beside"), ((0.02, 0.0), "N; +0.02 from rounding")],
)  # fmt: skip
def test_the_note_says_of_which_bridge_it_is(renhe: Material, gaps: tuple[float, ...], said: str):
    assert facts._last_digit(HospitalContext.of(renhe, "en"), Text(zh="N", en="N"), gaps).en == said


def test_how_sure_tells_the_result_without_figures_in_question(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("us-cms"), "en")
    asked = doubts.doubted(context)
    rows = [one for one in context.evaluation.indicators if one.id not in asked]
    by_ability = {one.ability: [row for row in rows if row.ability == one.ability] for one in rows}
    weights = {one.id: one.weight for one in context.evaluation.abilities}
    total = sum(
        weights[name] * sum(row.weight * row.score for row in group) / sum(row.weight for row in group)
        for name, group in by_ability.items()
    ) / sum(weights[name] for name in by_ability)

    assert len(asked) == 2
    assert f"Without the 2 indicators in question it would be {half_up(total, 2)}, still Good." in (
        evidence.evidence(context).en
    )


@pytest.mark.slow
def test_a_score_that_held_names_what_costs_most(materials: Callable[..., Material]):
    material = materials("renhe")
    now = Period.parse(material.period)
    earlier = {
        str(one): replace(material.evaluation, period=str(one)) for one in (now.preceding(), now.previous_year())
    }
    held = replace(material, history={**material.history, **earlier})
    worst = ways.costliest(held.evaluation)
    verdict = content(hospital(held, "board", "zh"), "verdict")

    assert worst is not None
    assert number(worst.points_lost, 2) in verdict.headline.zh
    assert HospitalContext.of(held, "zh").named(worst.id).zh in verdict.headline.zh


def test_what_rests_on_figures_in_question_is_no_strength(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    context, verdict = HospitalContext.of(materials("us-cms"), "zh"), content(reports("us-cms", "zh"), "verdict")
    asked = [context.short(name).zh for name in doubts.doubted(context)]

    assert asked
    assert not [point for point in verdict.strengths if point.words.zh.startswith(tuple(asked))]


def test_what_is_compared_is_said_and_what_does_not_compare_is_not(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    verdict, material = content(reports("renhe", "zh-en"), "verdict"), materials("renhe")
    peers = next(sign for sign in verdict.scale.legend if sign.mark.zh == "┇")
    lost = [one for one in material.history["2025-10"].indicators if one.score is None]
    own = str(half_up(material.evaluation.comparable_score, 2))

    assert f"不计专家评议为{own}分" in verdict.evidence.zh
    assert f"定量部分在{material.evaluation.ranked}家医院中居第{material.evaluation.rank}位" in verdict.evidence.zh
    assert peers.name.zh == f"同级定量中位（本院{own}）"
    assert own in peers.name.en
    assert "按本期权重算" in verdict.scale.note.zh
    assert lost
    assert not material.is_like_for_like(material.history["2025-10"])
    compared = material.compared(material.history["2025-10"])
    assert {*compared.appeared} == {one.id for one in lost}
    assert [change.printed for change in verdict.changes][1] == number(compared.change, 2, sign=True)
    assert f"可比的{len(compared.shared)}项" in verdict.bridges[1].note.zh
    assert number(compared.change, 2, sign=True) in verdict.bridges[1].title.zh
    assert "◇" not in [sign.mark.zh for sign in verdict.scale.legend]


def test_what_the_last_months_took_out_of_its_range_is_no_strength(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    """The value of the year so far lies within, the last two single months above: beds are overloaded."""
    context = HospitalContext.of(materials("renhe"), "zh-en")
    found = next(one for one in context.evaluation.indicators if one.id == "bed_occupancy_rate")
    low, high = gradings.target(found)
    months = series(context, found).values
    said = outlook.lately(context, found)

    assert low <= found.value <= high
    assert [month > high for month in months[-3:]] == [False, True, True]
    assert said.zh == "近2个月当月值高于标准85.00–93.00"
    assert said.en.endswith("last 2 single months above 85.00–93.00")
    assert not [point for point in content(reports("renhe", "zh-en"), "verdict").strengths if "病床" in point.words.zh]


def test_a_strength_short_of_its_standard_does_not_name_the_standard(reports: Callable[..., Report]):
    words = [point.words.en for point in content(reports("us-cms", "en"), "verdict").strengths]

    assert [one for one in words if one.startswith("Net-asset growth 21.10%, peers")]  # its standard is 61.00
    assert [one for one in words if one.startswith("Asset growth 25.36%, standard 23.00")]


@pytest.mark.slow
def test_the_figures_in_question_of_the_first_page_name_the_page_about_them(reports: Callable[..., Report]):
    assert content(reports("us-cms", "zh"), "verdict").remark_target == "warnings"
    assert content(reports("renhe", "zh"), "verdict").remark_target is None


def test_a_score_without_experts_compares_as_a_whole(reports: Callable[..., Report]):
    verdict = content(reports("us-cms", "zh-en"), "verdict")

    assert "同级医院位次及区间" in [fact.name.zh for fact in verdict.facts]
    assert "定量" not in "".join(sign.name.zh for sign in verdict.scale.legend)


@pytest.mark.serves("002-31")
@pytest.mark.parametrize(
    ("unrounded", "told"), [(Grade.GOOD, True), (Grade.EXCELLENT, False)], ids=["other_band", "same_band"]
)
def test_a_grade_that_rounding_alone_reached_says_so_beside_it(renhe: Material, unrounded: Grade, told: bool):  # noqa: FBT001
    rounded = replace(
        renhe.evaluation, score=84.996, score_printed="85.00", grade=Grade.EXCELLENT, grade_unrounded=unrounded
    )
    page = page_of(replace(renhe, evaluation=rounded), "verdict")

    assert ("Graded on the rounded score; unrounded it would be Good" in page.text) is told


@pytest.mark.serves("000-23")
def test_the_first_page_prints_score_grade_and_risks_in_both_languages_with_the_same_numbers(renhe: Material):
    pages = {mode: page_of(renhe, "verdict", mode) for mode in ("zh", "en")}
    score = renhe.evaluation.score_printed

    assert f"Good, {score} points" in pages["en"].title
    assert f"「良」，{score}分" in pages["zh"].title
    for mode, head, tail in (("zh", "3项风险", "左为比"), ("en", "Risks", "Left: points")):
        risks = pages[mode].text.partition(head)[2].partition(tail)[0]
        found = [number for number in numbers_in(risks) if "." in number]
        assert found == ["1.77", "8.00", "−5.45", "43.2", "30.0", "−1.93", "1.18", "1.50", "2.50", "1.14", "−1.74"]


@pytest.mark.serves("000-23")
@BOTH
def test_what_is_a_risk_is_no_strength(reports: Callable[..., Report], name: str):
    verdict = content(reports(name, "zh-en"), "verdict")
    assert 1 <= len(verdict.strengths) <= 3
    assert 1 <= len(verdict.risks) <= 3
    assert not {point.words for point in verdict.strengths} & {point.words for point in verdict.risks}


def test_a_risk_of_a_good_grade_says_that_it_worsens(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    report, material = reports("renhe", "zh-en"), materials("renhe")
    context = HospitalContext.of(material, "zh-en")
    names = [context.short(one.id).zh for one in material.evaluation.indicators if worsens(context, one)]
    found = [
        point for point in content(report, "verdict").risks
        if point.grade is Grade.GOOD and any(point.words.zh.startswith(name) for name in names)
    ]  # fmt: skip

    assert found
    for point in found:
        assert point.words.zh.endswith("显著转差")
        assert point.words.en.endswith("worsening")


def test_where_there_is_no_total_nothing_is_said_of_what_it_gains_or_loses(materials: Callable[..., Material]):
    material = materials("renhe")
    judged = replace(material.evaluation, score=None, score_printed=None, grade=None)
    board = hospital(replace(material, evaluation=judged), "board", "zh-en")
    said = write(board).html

    assert "总分未形成" in said
    assert "there is no total" in said
    for words in ("可使总分", "would add", "points lost", "总分少得"):
        assert words not in said


@BOTH
def test_the_path_adds_up_and_offers_no_income_price_or_surplus(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    report = reports(name, "zh-en")
    material = materials(name)
    path = content(report, "summary").path
    total = material.evaluation.score
    by_name = {(one.short or one.name): key for key, one in material.catalog.indicators.items()}
    for step in path.steps:
        assert not material.catalog.indicators[by_name[step.name]].not_lever
        total += float(step.gain.lstrip("+"))
        assert float(step.total) == pytest.approx(total, abs=0.02)
    if path.end is not None:
        rest = float(path.rest_gain) if path.rest else 0.0
        assert float(path.end) == pytest.approx(total + rest, abs=0.03)


@BOTH
def test_the_step_that_brings_most_is_a_risk_or_said_to_be_none(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    verdict, context = content(reports(name, "zh-en"), "verdict"), HospitalContext.of(materials(name), "zh-en")
    first, path = context.named(ways.first(context)).zh, content(reports(name, "zh-en"), "summary").path
    is_named = any(point.words.zh.startswith(path.steps[0].name.zh) for point in verdict.risks)

    assert is_named != (f"{first}已评「优」" in path.remarks.zh)


@BOTH
def test_a_step_on_the_way_asks_what_others_reached(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    material = materials(name)
    context = HospitalContext.of(material, "zh-en")
    by_name = {context.short(one.id).zh: one for one in material.evaluation.indicators}
    for step in content(reports(name, "zh-en"), "summary").path.steps:
        one = by_name[step.name.zh]
        own = [row.value for done in material.history.values() for row in done.indicators if row.id == one.id]
        known = [one.peer.lower_quartile, one.peer.upper_quartile, *(value for value in own if value is not None)]
        target = numbers_in(step.change.zh)[1]
        low, high = (context.printed(one.id, side(known)) for side in (min, max))
        assert float(low) <= float(target) <= float(high)


@pytest.mark.slow
def test_a_strength_has_neither_the_peers_nor_its_own_course_against_it(materials: Callable[..., Material]):
    material = materials("renhe")
    surplus = material.evaluation.indicator("medical_surplus_rate")
    assert (surplus.score, surplus.peer is not None and surplus.value < surplus.peer.lower_quartile) == (100.0, True)

    def named(found: Material) -> str:
        verdict = content(hospital(found, "board", "zh"), "verdict")
        return "".join(point.words.zh for point in verdict.strengths)

    assert "医疗盈余率" not in named(material)
    assert "病床使用率" not in named(material)  # its last months lie outside the range
    emptier = [
        replace(one, peer=replace(one.peer, median=0.80)) if one.id == "bed_occupancy_rate" and one.peer else one
        for one in material.evaluation.indicators
    ]
    material = replace(material, month_values=None, evaluation=replace(material.evaluation, indicators=tuple(emptier)))
    assert "病床使用率" in named(material)
    lower = [
        replace(one, score=100.0) if one.id != "bed_occupancy_rate" else replace(one, score=90.0)
        for one in material.evaluation.indicators
    ]
    before = str(Period.parse(material.period).preceding())
    fallen = replace(material, evaluation=replace(material.evaluation, indicators=tuple(lower)))
    assert fallen.history[before].indicator("bed_occupancy_rate").score == 100.0
    assert "病床使用率" not in named(fallen)


@pytest.mark.parametrize("name", ["renhe", "us-cms"])
def test_what_the_costliest_indicator_costs_stands_beside_it_among_the_risks(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    verdict, worst = content(reports(name, "zh-en"), "verdict"), ways.costliest(materials(name).evaluation)
    assert worst is not None

    context = HospitalContext.of(materials(name), "zh-en")
    lost = context.points(-worst.points_lost)
    assert [point for point in verdict.risks if point.points == lost and context.short(worst.id).zh in point.words.zh]


def test_how_much_of_the_change_rests_on_figures_in_question_is_said(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    context = HospitalContext.of(materials("us-cms"), "zh-en")
    asked, before = doubts.doubted(context), context.before
    assert asked
    assert before is not None
    was = {one.id: one.points or 0.0 for one in before.indicators}
    moved = sum((one.points or 0.0) - was[one.id] for one in context.evaluation.indicators if one.id in asked)
    remark = content(reports("us-cms", "zh-en"), "verdict").remark

    assert remark is not None
    assert number(moved, 2, sign=True) in remark.zh
    assert number(moved, 2, sign=True) in remark.en


@pytest.mark.parametrize(
    ("has_past", "has_peers", "said"),
    [
        (True, True, "the peers' better quarter or we ourselves"),
        (True, False, "the best that we ourselves reached"),
        (False, True, "what the peers' better quarter reached"),
        (False, False, "the standard of Excellent"),
    ],
)
def test_the_path_says_what_its_targets_come_from(
    materials: Callable[..., Material],
    has_past: bool,  # noqa: FBT001 - a table
    has_peers: bool,  # noqa: FBT001 - a table
    said: str,
) -> None:
    material = materials("renhe")
    evaluation = material.evaluation
    if not has_peers:
        indicators = tuple(replace(one, peer=None) for one in evaluation.indicators)
        material = replace(material, evaluation=replace(evaluation, indicators=indicators), quarters={})
    context = HospitalContext.of(material if has_past else replace(material, history={}), "zh-en")

    path = ways.path(context)

    assert path is not None
    assert path.steps
    assert said.lower() in path.remarks.en.lower()


@pytest.mark.slow
@pytest.mark.parametrize("audience", ["agency", "public"])
def test_what_is_put_to_the_board_is_told_to_the_board_alone(renhe: Material, audience: str):
    own = content(hospital(renhe, "board", "zh"), "verdict")
    other = content(hospital(redacted(renhe, "board", audience), "board", "zh"), "verdict")

    assert [one.name.zh for one in own.asks] == ["决定", "督办", "知悉"]
    assert any("医保办主任" in one.owner.zh for one in own.asks if one.owner)
    assert own.path is None
    assert other.asks == ()
    assert other.path is not None


@BOTH
def test_other_methods_are_told_without_the_schemes_own(materials: Callable[..., Material], name: str):
    context = HospitalContext.of(materials(name), "en")
    methods = context.robustness.methods
    ranks = [one.rank for one in methods.methods if one.rank is not None and one.method != "scheme"]
    said = evidence.evidence(context).en

    assert len(ranks) >= 4
    if min(ranks) == max(ranks):
        assert f"By other methods it is rank {ranks[0]} of the {methods.among} with every figure." in said
    else:
        assert f"between {min(ranks)} and {max(ranks)} of the {methods.among} with every figure." in said


def test_without_a_total_no_part_of_it_is_drawn_against_earlier_ones(renhe: Material):
    unrated = replace(renhe, evaluation=replace(renhe.evaluation, score=None, grade=None))

    assert years.courses(HospitalContext.of(renhe, "zh"))
    assert years.courses(HospitalContext.of(unrated, "zh")) == ()


def test_nothing_is_said_of_red_lines_where_no_line_can_be_judged(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    context = HospitalContext.of(renhe, "zh")
    found = renhe.analysis["signals.risks"]
    lines = renhe.catalog.warnings[found.set_id].lines
    assert evidence.red_lines(context).crossed == 0

    blind = replace(found, warned=(), unknown=tuple((one, Reason.MISSING_INPUT) for one in lines))
    monkeypatch.setitem(renhe.analysis._made, "signals.risks", (blind, frozenset()))
    alone = evidence.red_lines(context)
    assert (alone.tag.en, alone.words.en) == ("Red warnings", "1 indicator is red by its grade: asset growth 1.77%.")

    monkeypatch.setattr(alarms, "alarms", lambda _: ())
    assert evidence.red_lines(context) is None


def test_a_verdict_without_scores_still_asks_the_board_and_tells_red_lines(tmp_path: Path) -> None:
    cases.write(tmp_path, {"total_assets@2025": 10.0, "total_liabilities@2025": 9.0, "total_assets@2024": 9.0})
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲, en: A}}\nscheme: none\n", encoding="utf-8")
    material = pipeline.evaluate(pipeline.check(tmp_path), period="2025")

    asked = page_of(material, "verdict", ends="asks").text
    assert "The board is asked" in asked
    assert "Name an owner, a measure and a date for debt ratio (red warning)" in asked
    assert "1 red line Debt ratio 90.00% (line 85.00%)" in asked
    assert "The board is asked" not in page_of(material, "verdict").text


def test_a_red_line_that_is_crossed_is_a_risk_though_all_that_is_scored_has_the_best_grade(
    renhe: Material, monkeypatch: pytest.MonkeyPatch
):
    """Page 1 said that every indicator is Excellent, above the red line of one that no scheme scores."""
    found = renhe.analysis["signals.risks"]
    warned = (replace(found.warned[0], indicator="interest_cover", level=Level.RED, value=0.5, line=1.0),)
    rows = tuple(replace(one, score=100.0, level=Grade.EXCELLENT) for one in renhe.evaluation.indicators)
    best = replace(renhe, evaluation=replace(renhe.evaluation, indicators=rows))
    context = HospitalContext.of(best, "en")
    monkeypatch.setitem(best.analysis._made, "signals.risks", (replace(found, warned=warned), frozenset()))

    (point,) = evidence.risks(context)
    assert point.words.en.startswith("Interest cover 0.50")
    assert not point.points


def test_full_marks_do_not_hide_what_became_of_the_money(materials: Callable[..., Material]):
    """A hospital with 100.00 points and a deficit of 22 m had nothing but the points in its title."""
    material = materials("renhe")
    rows = tuple(
        replace(one, score=100.0, points=100.0 * one.effective_weight) for one in material.evaluation.indicators
    )
    full = replace(material.evaluation, indicators=rows, score=100.0, score_printed="100.00", grade=Grade.EXCELLENT)
    context = HospitalContext.of(replace(material, evaluation=full, history={}), "en")

    told = causes.first(context)
    assert told is not None
    assert headline(context).en.endswith(f"; {context.say.within(told).en}")


@pytest.mark.parametrize(("period", "said"), [("2026-10", ", year to date; no scheme"), ("2025", "; no scheme")])
def test_without_a_scheme_the_title_tells_the_money_and_of_what_time(
    materials: Callable[..., Material], period: str, said: str
):
    """It told to use an option of the shell, and no figure; a flash has figures of the month under it."""
    material = materials("renhe", period)
    bare = replace(
        material.evaluation, indicators=(), abilities=(), parts=(), score=None, score_printed=None, grade=None
    )
    context = HospitalContext.of(replace(material, evaluation=bare, history={}), "en")

    told = causes.first(context)
    assert told is not None
    assert headline(context).en.startswith(f"{told.en[0].upper()}{told.en[1:]}{said}")


def test_where_no_grade_is_good_the_sentence_on_strengths_says_no_more(renhe: Material):
    rows = tuple(replace(one, score=55.0) for one in renhe.evaluation.indicators)
    low = HospitalContext.of(replace(renhe, evaluation=replace(renhe.evaluation, indicators=rows)), "zh")

    assert first_page._no_points(low)["strengths"].zh == "没有等级达到「良」的指标。"
    assert first_page._no_points(HospitalContext.of(renhe, "zh"))["strengths"].zh.startswith("没有同时达到「良」")


def test_a_red_line_that_is_crossed_leads_the_title_whatever_else_it_says(
    renhe: Material, monkeypatch: pytest.MonkeyPatch
):
    """The title told the grade and what cost most, and a red line of interest cover stood at the foot alone."""
    found = renhe.analysis["signals.risks"]
    (first, *_), more = found.warned, "asset_liability_ratio"
    warned = (replace(first, indicator="interest_cover", level=Level.RED, value=0.5, line=1.0),)
    monkeypatch.setitem(renhe.analysis._made, "signals.risks", (replace(found, warned=warned), frozenset()))

    told = headline(HospitalContext.of(renhe, "zh-en"))
    assert told.zh.startswith("触及红线：已获利息倍数0.50（红线1.00）；综合评价「")
    assert told.en.startswith("Red line crossed: interest cover 0.50 (line 1.00); ")

    unscored = replace(renhe, evaluation=replace(renhe.evaluation, indicators=(), score=None, grade=None))
    monkeypatch.setitem(unscored.analysis._made, "signals.risks", (replace(found, warned=warned), frozenset()))
    assert headline(HospitalContext.of(unscored, "zh")).zh.startswith("触及红线：已获利息倍数0.50")

    both = (*warned, replace(warned[0], indicator=more, value=0.9, line=0.85))
    monkeypatch.setitem(renhe.analysis._made, "signals.risks", (replace(found, warned=both), frozenset()))
    assert headline(HospitalContext.of(renhe, "en")).en.startswith("2 red lines crossed, among them ")


@pytest.mark.parametrize(
    ("grades", "zh", "en"),
    [
        ((Grade.GOOD, Grade.GOOD), "测算的2种情形都不改变「良」。", "Each of the 2 scenarios tested keeps Good."),
        ((Grade.GOOD, Grade.EXCELLENT), "测算的2种情形中，1种使等级上升，没有使等级下降的。", "Of 2 scenarios tested 1 raises the grade and none lowers it."),
        ((Grade.EXCELLENT,), "测算的1种情形使等级上升。", "The one scenario tested raises the grade."),
    ],
)  # fmt: skip
def test_a_scenario_that_helps_is_neither_called_adverse_nor_said_to_change_nothing(
    renhe: Material, monkeypatch: pytest.MonkeyPatch, grades: tuple[Grade, ...], zh: str, en: str
):
    found = renhe.analysis["outlook.what_if"]
    outcomes = tuple(replace(found.outcomes[0], grade=grade) for grade in grades)
    monkeypatch.setitem(renhe.analysis._made, "outlook.what_if", (replace(found, outcomes=outcomes), frozenset()))

    assert renhe.evaluation.grade is Grade.GOOD
    assert zh in evidence.evidence(HospitalContext.of(renhe, "zh")).zh
    assert en in evidence.evidence(HospitalContext.of(renhe, "en")).en


@pytest.mark.parametrize(("moved", "zh", "en"), [(False, "全部3项", "All 3"), (True, "其余2项", "Other 2")])
def test_the_others_of_a_bridge_are_others_than_some(
    renhe: Material,
    monkeypatch: pytest.MonkeyPatch,
    moved: bool,  # noqa: FBT001
    zh: str,
    en: str,
):
    """Where nothing moved the total, '其余3项 0.00' was all that stood between two equal scores."""
    context = HospitalContext.of(renhe, "zh-en")
    names = [one.id for one in renhe.evaluation.indicators if one.score is not None][:3]
    steps = tuple((name, 1.0 if moved and not at else 0.0) for at, name in enumerate(names))
    course = replace(years.courses(context)[0], steps=steps)
    monkeypatch.setattr(years, "courses", lambda _: (course,))
    labels = facts.bridges(context, beside=True)[0].labels

    assert (labels[-2].zh, labels[-2].en) == (zh, en)


def test_no_bridge_is_drawn_between_equal_scores_of_which_nothing_moved(
    renhe: Material, monkeypatch: pytest.MonkeyPatch
):
    context = HospitalContext.of(renhe, "zh-en")
    course = years.courses(context)[0]
    held = replace(course, then=course.now, steps=tuple((name, 0.0) for name, _ in course.steps))
    monkeypatch.setattr(years, "courses", lambda _: (held, course))

    assert len(facts.bridges(context, beside=True)) == 1


@pytest.mark.parametrize("alone", [0, 1])
def test_a_part_that_is_only_ranked_is_not_said_to_lack_data(renhe: Material, alone: int):
    """The total of two parts, one of which has a rank and no score by its nature, fails for the other one."""
    parts = [replace(part, score=None, withheld=Reason.MISSING_INPUT) for part in renhe.evaluation.parts]
    parts[alone] = replace(parts[alone], withheld=None)
    gone = replace(renhe.evaluation, score=None, score_printed=None, grade=None, parts=tuple(parts))

    said = headline(HospitalContext.of(replace(renhe, evaluation=gone), "en")).en

    assert parts[1 - alone].name.en.lower() in said.lower()
    assert parts[alone].name.en.lower() not in said.lower()


@pytest.mark.parametrize(
    ("high", "said"), [(76.6, "in 95% of them the total stays at 76.60."), (76.7, "76.60 and 76.70)")]
)
def test_totals_that_do_not_move_are_no_range(renhe: Material, high: float, said: str):
    """'95% between 0.00 and 0.00' was said of a total that no draw could move."""
    context = HospitalContext.of(renhe, "en")
    drawn = tuple(replace(one, kept=1.0, low=76.6, high=high) for one in context.robustness.draws)

    vars(context)["robustness"] = replace(context.robustness, draws=drawn)

    assert said in evidence.evidence(context).en
