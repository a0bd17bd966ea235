"""The cover names the hospital, the report, its period, number and state."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from pages import page_of, words
from report.sections.annual import EACH, YEARS
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.report.html import HtmlDocument
from reportgen.report.section import Report


@pytest.mark.slow
@EACH
@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_it_identifies_the_report(
    documents: Callable[..., HtmlDocument], materials: Callable[..., Material], name: str, mode: str
):
    html = documents(name, mode, YEARS[name], "annual").html
    cover = html[
        html.index('<section class="cover">') : html.index("</section>", html.index('<section class="cover">'))
    ]
    entity = materials(name, YEARS[name]).case.file.entity
    assert (entity.name.zh in cover) == (mode != "en")
    assert (entity.name.en.split(",")[0] in cover) == (mode != "zh")
    assert YEARS[name] in cover
    assert {"renhe": "2025-12-31", "us-cms": "2021-09-30"}[name] in cover


TITLES = {
    "zh": ("仁和医院（示例）", "年度财务评价报告", "2025年"),
    "en": ("Renhe Hospital (illustrative)", "Annual financial evaluation", "2025"),
}


@pytest.mark.serves("001-50")
@pytest.mark.parametrize("section", ["cover", "verdict"])
@pytest.mark.parametrize("mode", ["zh", "en", "zh-en"])
def test_title_page_and_first_page_carry_entity_title_and_period_in_the_languages_asked_for(
    materials: Callable[..., Material], section: str, mode: str
):
    text = page_of(materials("renhe", "2025"), section, mode, kind="annual").text

    told = {language: all(words in text for words in TITLES[language]) for language in TITLES}
    assert told == {language: language in mode.split("-") for language in TITLES}
    assert ("Annual" in text) is ("en" in mode)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sample", "until"), [("lianhe", "2025-12-31"), ("us-cms", "2021-09-30 to 2022-08-31, by hospital")]
)
def test_hospitals_that_close_at_different_times_are_not_given_one_day(
    group_reports: Callable[..., Report], sample: str, until: str
):
    cover = next(section.content for section in group_reports(sample, "zh-en").sections if section.id == "cover")

    assert cover.facts[0][1].en == until


def test_the_scale_of_grades_covers_0_to_100_without_a_gap(documents: Callable[..., HtmlDocument]):
    html = documents("renhe", "zh", "2025", "annual").html
    scale = html[html.index("cover-scale") : html.index("</ul>", html.index('class="cover-scale"'))]
    ranges = re.findall(r'<span class="quiet">([^<]+)</span>', scale)
    assert ranges == ["&lt; 40", "40–50", "50–70", "70–85", "≥ 85"]


def test_a_long_name_goes_on_to_another_line_between_its_parts(renhe: Material):
    name = Text(
        zh="云岭自治州紧密型县域医疗共同体总医院暨自治州第一人民医院（自治州妇幼保健院）", en="Yunling General Hospital"
    )
    entity = renhe.case.file.entity.model_copy(update={"name": name})
    file = renhe.case.file.model_copy(update={"entity": entity})
    cover = page_of(replace(renhe, case=replace(renhe.case, file=file)), "cover", "zh", "annual")
    parts = [one for one in cover.element.iter() if one.get("class") == "kept"]

    assert [words(one) for one in parts] == [
        "云岭自治州紧密型县域医疗共同体总医院",
        "暨自治州第一人民医院",
        "（自治州妇幼保健院）",
    ]
