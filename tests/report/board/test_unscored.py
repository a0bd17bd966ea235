"""Without a scheme the report gives figures: no scores, no grades, and no page that explains them."""

from __future__ import annotations

import pytest

from rendered import checked
from reportgen import pipeline
from reportgen.report.assembly import hospital
from reportgen.report.html import write


@pytest.mark.parametrize("name", ["renhe", "us-cms"])
def test_without_a_scheme_the_report_gives_figures_and_says_that_it_scores_nothing(name: str):
    material = pipeline.evaluate(checked(name), scheme="none")
    report = hospital(material, "board", "zh-en")
    templates = [section.name for section in report.sections]
    assert templates[0] == "verdict"
    assert {"quality", "warnings", "statement", "passport"} <= set(templates)
    assert not {"summary", "scorecard", "method", "card"} & set(templates)
    verdict = report.sections[0].content
    assert "不评分" in verdict.headline.zh
    assert verdict.key_figures
    html = write(report).html
    assert "<small> / 100" not in html
    assert '<table class="bullets' not in html


def test_the_contents_stand_once():
    """An annual report without a scheme had them on its first page and on one of their own."""
    html = write(hospital(pipeline.evaluate(checked("renhe"), period="2025", scheme="none"), "annual", "en")).html

    assert html.count(">Contents<") == 1
    assert "For the file: how to read" in html
