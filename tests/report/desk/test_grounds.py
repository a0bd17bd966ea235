"""What scores rest on is told by what the evaluation did: whose standards, whose weights, and whom they hang on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pages import page_of
from report.sections.ranking import INDICATORS, judged
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import grounds
from reportgen.report.desk.judgement import evidence
from reportgen.report.html import write
from reportgen.report.section import Report

WHATEVER = "whatever other hospitals do"


def noted(material: Material) -> str:
    return grounds.note(HospitalContext.of(material, "zh-en")).en


def test_only_a_score_without_figures_of_others_holds_whatever_they_do(materials: Callable[..., Material]):
    alone, weighed, sampled = (materials(*one) for one in (("clinic", "2025"), ("renhe", "2025"), ("us-cms", "2021")))

    assert WHATEVER in noted(alone)
    assert {part.weighting for part in weighed.evaluation.parts} >= {"variation_weights"}
    assert "the weights of quantitative part" in noted(weighed)
    assert "percentiles of the sample" in noted(sampled)
    assert [WHATEVER in noted(one) for one in (weighed, sampled)] == [False, False]


def test_weights_from_the_hospitals_own_years_are_not_those_of_others(materials: Callable[..., Material]):
    weighed = materials("renhe", "2025")
    parts = tuple(replace(part, objects=("2023", "2024", "2025")) if not part.experts else part
                  for part in weighed.evaluation.parts)  # fmt: skip
    own = replace(weighed, evaluation=replace(weighed.evaluation, parts=parts))

    assert WHATEVER in noted(own)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "basis"), [("peer_mean", "peers"), ("own_best", "years"), ("plan", "scheme")])
def test_a_standard_that_the_data_give_is_not_one_set_beforehand(tmp_path: Path, kind: str, basis: str):
    one = {"kind": kind} if kind != "plan" else {"kind": kind, "value": 0.08, "source": "本院 / own", "year": 2025}
    material = judged(tmp_path, "ratio_scoring", {INDICATORS[0]: one})

    assert [str(found) for found in grounds.bases(material)] == list(dict.fromkeys(["scheme", basis]))
    assert (WHATEVER in noted(material)) is (basis != "peers")
    assert ("the standards of 1 indicator" in noted(material)) is (basis == "peers")


@pytest.mark.parametrize(
    ("name", "period", "told"),
    [
        ("renhe", "2025", "standards set by its scheme"),
        ("us-cms", "2021", "standards from percentiles of a sample of hospitals"),
    ],
)
def test_the_cover_calls_standards_what_they_are(materials: Callable[..., Material], name: str, period: str, told: str):
    text = page_of(materials(name, period), "cover", "en", kind="annual").text

    assert told in text
    assert "published standards" not in text


@pytest.mark.slow
def test_the_cover_of_a_group_calls_them_what_they_are(
    group_reports: Callable[..., Report], groups: Callable[..., GroupMaterial]
):
    text = write(group_reports("us-cms", "en")).html

    assert "Made from the hospitals&#39; data and standards from percentiles" in text.replace("'", "&#39;").replace(
        "’", "&#39;"
    )
    assert "published standards" not in text
    assert {str(one) for member in groups("us-cms").members for one in grounds.bases(member)} == {"sample"}


def test_a_report_that_scores_nothing_names_no_standards(materials: Callable[..., Material]):
    year = materials("us-cms", "2021")
    bare = replace(year, evaluation=replace(year.evaluation, indicators=(), parts=()))
    text = page_of(bare, "cover", "en", kind="annual").text

    assert "standards" not in text
    assert "the hospital’s statements and its activity figures" in text.replace("'", "’")


def test_what_would_break_the_grade_is_told_as_a_condition(materials: Callable[..., Material]):
    context = HospitalContext.of(materials("renhe", "2026-10"), "zh-en")
    (said,) = evidence._breaking(context)

    assert said.en.startswith("If prices of examinations and laboratory fall by 5%, the grade is Fair (")
    assert said.zh.startswith("若检查化验价格下调5%，即为「中」（")
