"""Each sentence of the board report is bound to the numbers it states: recomputed here from the results."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from reportgen.analysis.material import Material
from reportgen.model.period import Period
from reportgen.model.printing import number
from reportgen.model.rounding import half_up
from reportgen.report.assembly import Report
from reportgen.report.sections.passport import leaves

BOTH = pytest.mark.parametrize("name", ["renhe", "us-cms"])
DIGITS = re.compile(r"[−+]?\d[\d,]*(?:\.\d+)?")


def content(report: Report, template: str) -> Any:
    return next(section.content for section in report.sections if section.template == template)


def numbers_in(text: str) -> list[str]:
    return [found.lstrip("+") for found in DIGITS.findall(text)]


@pytest.mark.serves("000-23")
@BOTH
def test_the_first_page_states_the_score_the_change_and_the_costliest_indicator(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    report = reports(name, "zh-en")
    material = materials(name)
    verdict = content(report, "verdict")
    evaluation = material.evaluation
    before = material.history[str(Period.parse(material.period).preceding())]
    lost = max((100 - one.score) * one.effective_weight for one in evaluation.indicators if one.score is not None)
    stated = {evaluation.score_printed, number(abs(evaluation.score - before.score), 2), number(lost, 2)}
    for words in (verdict.headline.zh, verdict.headline.en):
        assert stated <= set(numbers_in(words))
    assert verdict.score == str(half_up(evaluation.score, 2))


def test_what_is_compared_is_said_and_what_does_not_compare_is_not(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    verdict, material = content(reports("renhe", "zh-en"), "verdict"), materials("renhe")
    facts = {fact.name.zh: fact.value.zh for fact in verdict.facts}
    peers = next(sign for sign in verdict.scale.legend if sign.mark.zh == "┇")
    lost = [one for one in material.history["2025-10"].indicators if one.score is None]

    assert facts["定量部分得分"] == f"{half_up(material.evaluation.comparable_score, 2)}分"
    assert facts["定量部分同级位次"] == f"{material.evaluation.rank} / {material.evaluation.ranked}"
    assert "仅定量部分" in peers.name.zh
    assert "quantitative part only" in peers.name.en
    assert "按本期权重重算" in verdict.scale.note.zh
    assert lost
    assert not material.is_like_for_like(material.history["2025-10"])
    assert [(change.printed == "", "口径不同" in change.words.zh) for change in verdict.changes] == [
        (False, False), (True, True),
    ]  # fmt: skip
    assert "◇" not in [sign.mark.zh for sign in verdict.scale.legend]


def test_a_score_without_experts_compares_as_a_whole(reports: Callable[..., Report]):
    verdict = content(reports("us-cms", "zh-en"), "verdict")

    assert "同级医院位次" in [fact.name.zh for fact in verdict.facts]
    assert "定量" not in "".join(sign.name.zh for sign in verdict.scale.legend)


@pytest.mark.serves("000-23")
@BOTH
def test_what_is_a_risk_is_no_strength(reports: Callable[..., Report], name: str):
    verdict = content(reports(name, "zh-en"), "verdict")
    assert 1 <= len(verdict.strengths) <= 3
    assert 1 <= len(verdict.risks) <= 3
    assert not {point.words for point in verdict.strengths} & {point.words for point in verdict.risks}


@BOTH
def test_the_path_adds_up_and_offers_no_income_price_or_surplus(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    report = reports(name, "zh-en")
    material = materials(name)
    path = content(report, "verdict").path
    total = material.evaluation.score
    by_name = {(one.short or one.name): key for key, one in material.catalog.indicators.items()}
    for step in path.steps:
        assert not material.catalog.indicators[by_name[step.name]].not_lever
        total += float(step.gain.lstrip("+"))
        assert float(step.total) == pytest.approx(total, abs=0.02)
    if path.end is not None:
        rest = [float(found) for found in numbers_in(path.note.zh)[1:]] if path.note else []
        assert float(path.end) == pytest.approx(total + sum(rest), abs=0.03)


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


@pytest.mark.serves("002-34")
@BOTH
def test_the_conclusion_names_the_lowest_indicators_and_the_lowest_ability_each_with_a_measure(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    report = reports(name, "zh-en")
    material = materials(name)
    summary = content(report, "summary")
    evaluation = material.evaluation
    scores = sorted(one.score for one in evaluation.indicators if one.score is not None)[:3]
    assert [number(score, 1) for score in scores] == [numbers_in(weak.finding.zh)[-1] for weak in summary.weak]
    assert all(weak.measure.zh and weak.measure.en for weak in summary.weak)
    lowest = min((one for one in evaluation.abilities if one.score is not None), key=lambda one: one.score)
    assert lowest.name.zh in summary.lowest_ability.zh
    assert number(lowest.score, 2) in summary.lowest_ability.en
    assert material.evaluation.score_printed in summary.overall.zh


@pytest.mark.serves("002-02")
def test_each_ability_has_a_score_a_bar_and_a_paragraph(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    report = reports("renhe", "zh-en")
    material = materials("renhe")
    abilities = material.evaluation.abilities
    assert [row.name for row in content(report, "verdict").abilities] == [one.name for one in abilities]
    assert all(row.bullet in report.images for row in content(report, "verdict").abilities)
    assert [one.name for one in content(report, "summary").abilities] == [one.name for one in abilities]


@pytest.mark.serves("002-08")
def test_experts_give_a_part_of_their_own_beside_the_figures(reports: Callable[..., Report]):
    parts = {part.id: part for part in content(reports("renhe", "zh-en"), "method").parts}
    assert not parts["qualitative"].is_quantitative
    assert len(parts["qualitative"].rows) == 7
    assert parts["qualitative"].score_sum != parts["quantitative"].score_sum


@pytest.mark.serves("002-29", "002-32")
@BOTH
def test_the_score_table_shows_every_step_and_adds_up(reports: Callable[..., Report], name: str):
    report = reports(name, "zh-en")
    for part in content(report, "method").parts:
        assert sum(float(row.score) for row in part.rows) == pytest.approx(float(part.score_sum), abs=0.02)
        assert part.weight_sum == "100.00"
        for row in part.rows:
            if part.is_quantitative:
                assert float(row.base) + float(row.adjustment) == pytest.approx(float(row.score), abs=0.002)


@pytest.mark.serves("001-10")
def test_headline_items_show_month_year_to_date_last_year_budget_and_progress(reports: Callable[..., Report]):
    row = content(reports("renhe", "zh-en"), "budget").rows[0]
    cells = [row.month, row.month_last_year, row.now, row.last_year, row.budget, row.progress]
    assert all(DIGITS.fullmatch(cell) for cell in cells), cells
    now, budget = (float(cell.replace(",", "")) for cell in (row.now, row.budget))
    assert float(row.progress) == pytest.approx(100 * now / budget, abs=0.06)


def test_the_sums_of_the_statement_are_those_of_the_form(reports: Callable[..., Report]):
    statement = next(s.content for s in reports("renhe", "zh-en").sections if s.id == "statement-income")
    by_caption = {row.caption.zh: row.cells for row in statement.rows}
    income, expense, surplus = (
        next(cells for caption, cells in by_caption.items() if caption.startswith(start))
        for start in ("一、", "二、", "三、")
    )
    year_to_date = [float(cells[1].text.replace(",", "").replace("−", "-")) for cells in (income, expense, surplus)]
    assert year_to_date[0] - year_to_date[1] == pytest.approx(year_to_date[2], abs=0.02)
    assert len(statement.rows) == 38


def exact(text: str) -> list[str]:
    """Numbers with decimals: months are digits in Chinese and words in English."""
    return sorted(found for found in numbers_in(text) if "." in found)


@BOTH
def test_numbers_in_both_languages_of_a_finding_are_the_same(reports: Callable[..., Report], name: str):
    report = reports(name, "zh-en")
    for section in report.sections:
        headline = getattr(section.content, "headline", None)
        if headline is not None and section.template != "budget":  # money is told in other units there
            assert exact(headline.zh) == exact(headline.en), section.id


@BOTH
def test_every_indicator_of_the_passport_names_its_cells(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    passport, material = content(reports(name, "zh-en"), "passport"), materials(name)
    cells = {cell.key: cell for cell in passport.cells}
    assert all(cell.place or cell.origin for cell in passport.cells)
    told = [row for row in passport.rows if row.key in material.catalog.indicators]
    assert told
    for row in told:
        assert row.origin
        for leaf in leaves(material.derive(row.key)):
            key = ".".join(part for part in (leaf.id, leaf.period, leaf.view) if part)
            assert leaf.value is None or cells[key].unrounded == f"{leaf.value:.12g}".replace("-", "−")


def test_an_amount_for_each_hundred_is_in_the_currency(reports: Callable[..., Report]):
    groups = content(reports("renhe", "zh-en"), "scorecard").groups
    units = {row.id: row.unit for group in groups for row in group.rows}
    assert (units["consumables_per_100_medical_income"].zh, units["consumables_per_100_medical_income"].en) == (
        "元",
        "¥",
    )
    assert units["current_ratio"].zh == "倍"


def test_the_bars_of_income_and_expense_are_whole(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    picture = content(report, "budget").composition
    shares = [float(found) for found in re.findall(r">(\d+\.\d)<", report.images[picture.source].decode())]
    assert sum(shares) == pytest.approx(200, abs=0.5)


def test_a_warning_on_an_earlier_year_is_not_told_again(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    told = content(reports("renhe", "zh-en"), "warnings").findings
    assert all("2026" in row.place or row.severity == "error" for row in told)
    assert materials("renhe").findings


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
