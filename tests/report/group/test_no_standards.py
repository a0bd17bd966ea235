"""What stopped a total is told as what it is: no standard, nothing below the line of a ratio, or no data."""

from __future__ import annotations

import dataclasses

import pytest

from pages import page_of
from rendered import material
from reportgen.analysis.material import Material
from reportgen.model.values import Reason
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades.gradings import why_no_total
from reportgen.report.sections.verdict.facts import side_facts

WHY = {Reason.NO_STANDARD: "standards", Reason.ZERO_DENOMINATOR: "zero", Reason.MISSING_INPUT: "data"}


def unscored(material: Material, reason: Reason, value: float | None) -> Material:
    rows = tuple(
        dataclasses.replace(one, score=None, points=None, value=value, reason=reason)
        for one in material.evaluation.indicators
    )
    evaluation = dataclasses.replace(
        material.evaluation, indicators=rows, score=None, score_printed=None, grade=None,
        abilities=tuple(dataclasses.replace(one, score=None, grade=None) for one in material.evaluation.abilities),
        parts=tuple(dataclasses.replace(one, score=None, withheld=reason) for one in material.evaluation.parts),
    )  # fmt: skip
    return dataclasses.replace(material, evaluation=evaluation, history={})


@pytest.mark.parametrize(
    ("reason", "value", "said", "unsaid"),
    [
        (Reason.NO_STANDARD, 1.0, "没有适用的标准", "缺少数据"),
        (Reason.ZERO_DENOMINATOR, None, "分母为零", "缺少数据"),
        (Reason.MISSING_INPUT, None, "缺少数据", "没有适用的标准"),
    ],
)
def test_the_verdict_names_what_stopped_the_total(reason: Reason, value: float | None, said: str, unsaid: str):
    found = unscored(material("us-cms", "2021"), reason, value)

    assert why_no_total(found.evaluation) == WHY[reason]
    title = page_of(found, "verdict", "zh").title
    assert said in title
    assert unsaid not in title


def test_a_part_that_has_a_score_is_told_where_the_whole_has_none():
    whole = material("renhe", "2026-10")
    evaluation = dataclasses.replace(
        whole.evaluation, score=None, score_printed=None, grade=None,
        parts=tuple(
            one if index == 0 else dataclasses.replace(one, score=None, withheld=Reason.MISSING_INPUT)
            for index, one in enumerate(whole.evaluation.parts)
        ),
    )  # fmt: skip
    formed = evaluation.parts[0]
    context = HospitalContext.of(dataclasses.replace(whole, evaluation=evaluation, history={}), "en")

    facts = {one.name.en: one.value.en for one in side_facts(context)}
    assert facts[f"{formed.name.en} (weight {100 * formed.share:.0f}%)"] == f"{formed.score:.2f} points"
    assert not any("weight" in one.name.en for one in side_facts(HospitalContext.of(whole, "en")))
