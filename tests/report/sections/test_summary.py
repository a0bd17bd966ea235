"""The conclusion names the weakest links, each with a measure."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from report.sections.reading import BOTH, content, numbers_in
from reportgen.analysis.material import Material
from reportgen.model import printing
from reportgen.model.printing import number
from reportgen.report.html import write
from reportgen.report.section import Report


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


def test_an_indicator_that_another_step_of_the_path_moves_too_says_so(reports: Callable[..., Report]):
    weak = next(s.content for s in reports("us-cms", "zh-en").sections if s.id == "summary").weak
    beds = next(one for one in weak if one.finding.zh.startswith("病床使用率"))
    assert beds.measure.zh.endswith("升级路径中与平均住院日属同一措施，只计后者。")


def test_amounts_of_a_whole_year_are_not_called_annualised(reports: Callable[..., Report]):
    card = next(s.content for s in reports("us-cms", "zh-en").sections if s.id.startswith("card-"))
    assert card.formula.zh == "（医疗收入 + 其他收入）÷ 平均资产总计"
