"""What cannot be computed from negative net assets scores at the floor: pages say so, and print no value of it."""

from __future__ import annotations

import pytest

from population.hospitals import drawn, emptied
from report.sections.reading import content
from report.sections.test_letter import KIND, words_of
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import outlook
from reportgen.report.sections import summary

INSOLVENT = 9805
"""A drawn American hospital whose debts exceed its assets."""
FLOORED = "net_asset_growth"


@pytest.fixture(scope="module")
def insolvent(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = drawn(INSOLVENT, emptied(tmp_path_factory.mktemp("insolvent") / "case"))
    return pipeline.evaluate(pipeline.check(case.folder), period="2025")


def test_a_risk_that_no_expert_rated_is_not_said_to_be_rated(insolvent: Material):
    context = HospitalContext.of(insolvent, "zh-en")
    indicator = context.evaluation.indicator(FLOORED)
    (risk,) = (one for one in outlook.risks(context) if one.words.en.startswith("Net-asset growth"))

    assert (indicator.value, indicator.score, indicator.raters, indicator.is_floored) == (None, 0.0, 0, True)
    assert risk.words.en == "Net-asset growth: negative net assets, scored at the floor"
    assert risk.words.zh == "净资产增长率：净资产为负，按最低分计"
    weak = next(
        one for one in summary.summary(context, has_contents=False).weak if "Growth of net assets" in one.finding.en
    )
    assert weak.finding.en == "Growth of net assets: no value, as net assets are negative; 0.0 points"


def test_the_score_table_prints_a_dash_for_a_value_that_is_missing(insolvent: Material):
    report = hospital(insolvent, "board", "en")
    (part,) = content(report, "method").parts
    (row,) = (one for one in part.rows if one.name.en == "Net-asset growth")

    assert row.actual.startswith("—")
    assert row.score == "0.000"


def test_the_letter_tells_why_it_cannot_be_computed_and_asks_for_no_other_cause(insolvent: Material):
    words = words_of(content(hospital(insolvent, KIND, "en"), "letter"), "en")
    (problem,) = (line for line in words.splitlines() if "Growth of net assets: cannot be computed" in line)

    assert problem.endswith("Net assets are negative, so it is scored at the floor: 0.0 points, graded Poor.")
    assert "total liabilities rose by 4.9% and total assets rose by 4.9%." in words
