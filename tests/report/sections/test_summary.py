"""The conclusion names the weakest links, each with a measure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from unittest import mock

import pytest

from pages import page_of, section_of
from report.sections.reading import BOTH, content, numbers_in
from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.model.printing import number
from reportgen.model.schemes import Grade
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import outlook, ways
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections import summary as written
from reportgen.report.sections.summary import summary


@pytest.mark.slow
@pytest.mark.serves("002-34")
@BOTH
def test_the_conclusion_names_the_risks_of_its_title_and_the_lowest_ability_each_with_a_measure(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    material = materials(name)
    summary = content(reports(name, "zh-en", None, "annual"), "summary")
    evaluation = material.evaluation
    risks = outlook.endangered(HospitalContext.of(material, "zh-en"))
    assert risks
    assert [number(one.score, 1) for one in risks] == [numbers_in(weak.finding.zh)[-1] for weak in summary.weak]
    for risk, weak in zip(risks, summary.weak, strict=True):
        assert weak.finding.zh.startswith(material.catalog.indicators[risk.id].name.zh)
        assert HospitalContext.of(material, "zh-en").named(risk.id).zh in summary.headline.zh
    assert all(weak.measure.zh and weak.measure.en for weak in summary.weak)
    lowest = min((one for one in evaluation.abilities if one.score is not None), key=lambda one: one.score)
    assert lowest.name.zh in summary.lowest_ability.zh
    assert number(lowest.score, 2) in summary.lowest_ability.en
    assert material.evaluation.score_printed in summary.overall.zh


@pytest.mark.serves("002-34")
def test_the_conclusion_prints_names_and_numbers_of_what_is_lowest(renhe: Material):
    page, evaluation = page_of(renhe, "summary", kind="annual"), renhe.evaluation
    risks = outlook.endangered(HospitalContext.of(renhe, "en"))
    lowest = min(evaluation.abilities, key=lambda one: one.score or 0.0)

    assert f"together score {evaluation.score_printed} points, graded Good" in page.text
    assert f"Weakest ability: {lowest.name.en.lower()}, {lowest.score:.2f} points" in page.text
    assert f"weight {100 * lowest.weight:.1f}%, where asset growth costs most (" in page.text
    assert "points). Settle by plan what has to be renewed" in page.text.partition("Weakest ability")[2]
    weakest = page.text.partition("Main risks (3), and what to do")[2].partition("Ability by ability")[0]
    assert len(risks) == 3
    for one in risks:
        assert renhe.catalog.indicators[one.id].name.en in weakest
        assert f"{one.score:.1f} points" in weakest
    for measure in (
        "buy nothing for the score",
        "Reconcile with the insurers each month",
        "Match payment and collection terms",
    ):
        assert measure in weakest


@pytest.mark.serves("002-02")
def test_each_ability_prints_a_score_a_bar_and_a_paragraph_of_its_own(renhe: Material):
    """The bars stand on a first page that has room for them: without a year ago there is but one bridge."""
    renhe = replace(renhe, history={key: one for key, one in renhe.history.items() if key != "2025-10"})
    abilities = renhe.evaluation.abilities
    names = {name: (one.short or one.name).en.lower() for name, one in renhe.catalog.indicators.items()}
    first, conclusion = page_of(renhe, "verdict", kind="annual"), page_of(renhe, "summary")
    said = conclusion.table("Ability", "Comment")[1:]

    assert len(abilities) == 5
    assert [line[:3:2] for line in first.table("Ability", "Weight %", "Score", "Grade")[1:]] == [
        [one.name.en, f"{one.score:.2f}"] for one in abilities
    ]
    bars = [str(cell.get("style")) for cell in first.element.iter() if "bullet" in (cell.get("class") or "").split()]
    assert len({bar for bar in bars if bar.startswith("background-image:url(")}) == len(abilities)
    assert [line[:2] for line in said] == [[one.name.en, f"{one.score:.2f}"] for one in abilities]
    for line, one in zip(said, abilities, strict=True):
        scores = {row.id: row.score or 0.0 for row in renhe.evaluation.indicators if row.ability == one.id}
        best, worst = max(scores, key=scores.__getitem__), min(scores, key=scores.__getitem__)
        assert (
            f"Highest score: {names[best]} ({scores[best]:.1f}); lowest: {names[worst]} ({scores[worst]:.1f})."
            in line[3]
        )


def test_indicators_that_score_alike_are_neither_best_nor_weakest(renhe: Material):
    ability = renhe.evaluation.abilities[0].id
    rows = tuple(replace(one, score=100.0) if one.ability == ability else one for one in renhe.evaluation.indicators)
    alike = replace(renhe, evaluation=replace(renhe.evaluation, indicators=rows))
    of = sum(one.ability == ability for one in rows)

    summary = section_of(alike, "summary", "en")
    assert summary
    said = summary.table("Ability", "Comment")[1][3]

    assert f"Each of the {of} indicators scores 100.0." in said
    assert "Highest" not in said


@pytest.mark.serves("002-08")
def test_what_experts_rated_prints_a_score_beside_that_of_the_figures(renhe: Material):
    figures, experts = renhe.evaluation.parts
    told = f"quantitative part {figures.score:.2f} (weight 80%), qualitative part {experts.score:.2f} (weight 20%)"

    assert figures.score != experts.score
    assert told in page_of(renhe, "summary").text


@pytest.mark.serves("003-001")
def test_the_overall_chapter_begins_with_the_development_of_the_whole(
    reports: Callable[..., Report], materials: Callable[..., Material]
) -> None:
    report, material = reports("renhe", "en", "2025", "annual"), materials("renhe", "2025")
    found = content(report, "summary").development
    expected = [
        material.values.at(name, "renhe", "2025").value
        for name in ("total_income_growth", "total_asset_growth", "net_asset_growth", "visits_growth")
    ]
    assert found.en.startswith("The hospital as a whole: growth of total income")
    assert re.findall(r"(\S+)%", found.en) == [printing.number((value or 0) * 100, 2) for value in expected]
    html = write(report).html
    assert html.index("The hospital as a whole") < html.index('class="measures"')


def test_growth_that_is_not_known_is_not_told(reports: Callable[..., Report]) -> None:
    found = content(reports("us-cms", "en", "2021", "annual"), "summary").development
    assert "—" not in found.en
    assert "growth of total income" not in found.en


@pytest.mark.slow
def test_an_indicator_that_another_step_of_the_path_moves_too_says_so(reports: Callable[..., Report]):
    weak = next(s.content for s in reports("us-cms", "zh-en", None, "annual").sections if s.id == "summary").weak
    beds = next(one for one in weak if one.finding.zh.startswith("病床使用率"))
    assert beds.measure.zh.endswith("升级路径中与平均住院日属同一措施，只计后者。")


def test_amounts_of_a_whole_year_are_not_called_annualised(reports: Callable[..., Report]):
    card = next(s.content for s in reports("us-cms", "zh-en").sections if s.id.startswith("card-"))
    assert card.formula.zh == "全部收入（含非运营净额）÷ 平均资产总计"


def test_the_board_reads_its_risks_on_the_first_page_alone(reports: Callable[..., Report]):
    report = reports("renhe", "en")

    assert content(report, "summary").weak == ()
    assert len(content(report, "verdict").risks) == 3


def test_one_ability_alone_is_not_called_the_weakest_nor_is_one_that_has_nothing_weak(renhe: Material):
    evaluation = renhe.evaluation
    first = evaluation.abilities[0].id
    own = tuple(one for one in evaluation.indicators if one.ability == first)
    alone = replace(evaluation, abilities=evaluation.abilities[:1], indicators=own)
    best = replace(evaluation, indicators=tuple(replace(one, score=100.0) for one in evaluation.indicators))

    assert "Weakest ability" in page_of(renhe, "summary").text
    assert "Weakest ability" not in section_of(replace(renhe, evaluation=alone), "summary", "en").text
    nothing = section_of(replace(renhe, evaluation=best), "summary", "en").text
    assert "Weakest ability" not in nothing
    assert "Every indicator that is scored has the best grade" in nothing


def test_an_ability_of_the_best_grade_is_not_weak_though_it_is_the_lowest(renhe: Material):
    evaluation = renhe.evaluation
    lowest = min(evaluation.abilities, key=lambda one: one.score or 0.0)
    best = tuple(replace(one, grade=Grade.EXCELLENT) if one is lowest else one for one in evaluation.abilities)
    found = section_of(replace(renhe, evaluation=replace(evaluation, abilities=best)), "summary", "en")

    assert found is not None
    assert "Weakest ability" not in found.text


def test_an_ability_without_a_score_of_its_own_says_how_few_of_its_indicators_have_one(renhe: Material):
    evaluation, first = renhe.evaluation, renhe.evaluation.abilities[0]
    own = [one for one in evaluation.indicators if one.ability == first.id]
    rows = tuple(replace(one, score=None) if one in own[1:] else one for one in evaluation.indicators)
    few = (replace(first, score=None, grade=None), *evaluation.abilities[1:])
    found = replace(renhe, evaluation=replace(evaluation, abilities=few, indicators=rows))
    told = section_of(found, "summary", "en")

    assert told is not None
    assert f"Only 1 of its {len(own)} indicators has a score, too few for one of the ability." in told.text
    opener = section_of(found, "ability", "en")
    assert opener is not None
    assert f"1 of the {len(own)} indicators of {first.name.en.lower()} has a score" in opener.text


def test_what_has_just_risen_to_good_is_no_risk(renhe: Material):
    context = HospitalContext.of(renhe, "en")
    risk = next(one for one in outlook.endangered(context) if one.id != ways.first(context))

    def of(before: float, now: float) -> Material:
        rows = tuple(replace(one, score=now) if one.id == risk.id else one for one in renhe.evaluation.indicators)
        earlier = context.preceding
        assert earlier is not None
        was = tuple(replace(one, score=before) if one.id == risk.id else one for one in earlier.indicators)
        history = {name: replace(one, indicators=was) if one is earlier else one for name, one in renhe.history.items()}
        return replace(renhe, evaluation=replace(renhe.evaluation, indicators=rows), history=history)

    def named(found: Material) -> bool:
        told = HospitalContext.of(found, "en")
        return risk.id in {one.id for one in outlook._risky(told)}

    assert named(of(95.0, 75.0))
    assert not named(of(55.0, 75.0))
    assert named(of(30.0, 55.0))


def test_without_a_total_no_ability_is_said_not_to_compare(renhe: Material):
    """Where only the total is missing, the periods may well compare."""
    assert renhe.evaluation.score is not None
    assert "与上期不可比" not in page_of(renhe, "summary", "zh").text
    bare = replace(renhe, evaluation=replace(renhe.evaluation, score=None, grade=None, score_printed=None))

    assert "与上期不可比" not in page_of(bare, "summary", "zh").text


def test_a_few_indicators_of_the_best_grade_are_no_headline_where_there_is_no_total(renhe: Material):
    first, *others = renhe.evaluation.indicators
    rows = (replace(first, score=100.0), *(replace(one, score=None) for one in others))
    bare = replace(renhe.evaluation, indicators=rows, score=None, grade=None, score_printed=None)
    found = page_of(replace(renhe, evaluation=bare), "summary", "en")

    assert found.title == "Not rated: no total could be formed"
    assert "Every indicator" not in found.text


def test_none_of_two_abilities_of_one_score_is_the_weakest(renhe: Material):
    first, second, *rest = sorted(renhe.evaluation.abilities, key=lambda one: one.score or 0.0)
    equal = (first, replace(second, score=first.score), *rest)
    found = replace(renhe, evaluation=replace(renhe.evaluation, abilities=equal))
    told = summary(HospitalContext.of(found, "en"), has_contents=False)

    assert told.headline.en.startswith(f"Overall {renhe.evaluation.score_printed}; main risks: ")
    assert told.lowest_ability is None


def test_one_risk_is_told_of_as_one(renhe: Material):
    context = HospitalContext.of(renhe, "en")
    with mock.patch.object(outlook, "endangered", return_value=outlook.endangered(context)[:1]):
        assert "; main risk: " in summary(context, has_contents=False).headline.en


@pytest.mark.parametrize(
    ("equal", "said"),
    [
        (2, "Highest score: debt ratio and current ratio (95.0); lowest: "),
        (3, "Highest score: 3 indicators (95.0); lowest: "),
    ],
)
def test_all_that_print_the_highest_score_are_told_of(renhe: Material, equal: int, said: str):
    """Of a debt ratio and a net-asset ratio with 90.4 each one alone was the highest."""
    own = [one.id for one in renhe.evaluation.indicators if one.ability == "solvency" and one.score is not None]
    names = sorted(own, key=lambda one: one not in {"asset_liability_ratio", "current_ratio"})[:equal]
    rows = tuple(
        replace(one, score=95.0) if one.id in names
        else replace(one, score=min(one.score, 80.0)) if one.id in own and one.score is not None
        else one
        for one in renhe.evaluation.indicators
    )  # fmt: skip
    found = replace(renhe, evaluation=replace(renhe.evaluation, indicators=rows))
    told = summary(HospitalContext.of(found, "en"), has_contents=False)

    (paragraph,) = (one.words.en for one in told.abilities if one.name.en == "Solvency")
    assert said in paragraph


def test_an_ability_of_which_some_have_a_score_is_told_by_these(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    """What is judged together has no score of its own; only where nothing else has one is that all there is to say."""
    context = HospitalContext.of(renhe, "en")
    ability = next(one for one in context.evaluation.abilities if one.id == "solvency")
    said = written._ability_words(context, ability).en
    monkeypatch.setattr(written.together, "is_judged_together", lambda *_: True)

    assert written._ability_words(context, ability).en == said
    bare = [replace(one, score=None) for one in renhe.evaluation.indicators]
    none = HospitalContext.of(replace(renhe, evaluation=replace(renhe.evaluation, indicators=tuple(bare))), "en")
    assert written._ability_words(none, ability).en != said
