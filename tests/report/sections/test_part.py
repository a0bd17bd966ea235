"""A part opens what stands in it, and falls away where nothing does."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest

from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.html import write
from reportgen.report.section import Report


@pytest.mark.slow
def test_a_part_lists_the_sections_in_it(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en", None, "annual")
    order = [section.id for section in report.sections]
    inside = [section.id for section in report.below("accounts")]
    assert inside == order[order.index("accounts") + 1 : order.index("comparisons")]
    assert [name for name in inside if not name.startswith("statement-")] == ["budget", "liquidity"]
    html = write(report).html
    opening = html[html.index('id="accounts"') : html.index("</nav>", html.index('id="accounts"'))]
    assert [name for name in order if f'href="#{name}"' in opening] == inside


@pytest.mark.slow
def test_a_part_without_sections_falls_away(renhe: Material):
    nothing = dataclasses.replace(renhe.evaluation, indicators=(), abilities=(), parts=(), score=None, grade=None)
    scheme = pipeline.choices.without_scheme()
    bare = dataclasses.replace(renhe, evaluation=nothing, scheme=scheme, scheme_id="none", history={})
    identifiers = [section.id for section in hospital(bare, "annual", "zh").sections]
    assert "results" not in identifiers
    assert "accounts" in identifiers


def test_a_part_whose_sections_say_nothing_falls_away_though_its_conditions_hold(renhe: Material):
    kinds = renhe.catalog.reports
    alone = kinds["annual"].model_copy(
        update={"sections": tuple(e for e in kinds["annual"].sections if e.level == 1 or e.section == "commentary")}
    )
    catalog = dataclasses.replace(renhe.catalog, reports={**kinds, "annual": alone})
    silent = dataclasses.replace(renhe, catalog=catalog, commentary={})
    assert [section.id for section in hospital(silent, "annual", "en").sections] == [
        "cover",
        "verdict",
        "conclusion",
        "story",
        "contents",
        "scorecard",
    ]
