"""A hospital whose figures no standard scores lacks standards, not data: every page says which."""

from __future__ import annotations

import dataclasses

import pytest

from pages import page_of
from rendered import material
from reportgen.analysis.material import Material
from reportgen.model.values import Reason
from reportgen.report.desk.gradings import why_no_total


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
        (Reason.MISSING_INPUT, None, "缺少数据", "没有适用的标准"),
    ],
)
def test_the_verdict_names_what_stopped_the_total(reason: Reason, value: float | None, said: str, unsaid: str):
    found = unscored(material("us-cms", "2021"), reason, value)

    assert why_no_total(found.evaluation) == ("standards" if value else "data")
    title = page_of(found, "verdict", "zh").title
    assert said in title
    assert unsaid not in title
