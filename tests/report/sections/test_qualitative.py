"""The qualitative review, counted once more from the round of opinions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from report.sections.annual import rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections.abilities import qualitative


def test_experts_are_counted_under_the_grade_they_gave(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    material = materials("renhe", "2025")
    said, asked = material.opinions, set(material.scheme.parts["qualitative"].indicators)
    scores, levels = tables(sheet(reports("renhe", "zh", "2025", "annual"), "qualitative"))
    asked_for = [place for place, name in enumerate(said.abilities) if name in asked]
    given = [sum(levels[place] is not None for levels in said.levels) for place in asked_for]
    assert sorted(sum(int(text) for text in row[1:6]) for row in rows(scores)) == sorted(given)
    assert len(levels.lines) == len(said.experts)
    assert len(scores.lines) == len(asked)
    assert len(levels.columns) == len(asked) + 1 < len(said.abilities)  # the round holds reviews of other schemes too


def test_experts_are_named_in_english_where_the_hospital_names_them(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "qualitative")
    assert [row[0] for row in rows(tables(found)[1], "en")] == [f"Expert {n}" for n in range(1, 6)]


def test_it_says_where_the_ratings_stand(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "qualitative")
    assert "2025年专家评议.xlsx" in found.blocks[-1].lines[0].en


def test_ratings_older_than_the_period_say_so(reports: Callable[..., Report]):
    said = sheet(reports("renhe", "en", "2025", "annual"), "qualitative").blocks[-1].lines
    assert (
        said[1].en
        == "Rated in January 2025, before the end of 2025; no later round was supplied, so these ratings stand."
    )


def test_a_scheme_without_experts_has_no_such_section(reports: Callable[..., Report]):
    names = {section.name for section in reports("us-cms", "zh", "2021", "annual").sections}
    assert "qualitative" not in names


def test_a_round_that_rates_nothing_is_not_said_to_be_missing(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    rows = tuple(
        replace(one, score=None) if one.id in material.scheme.parts["qualitative"].indicators else one
        for one in material.evaluation.indicators
    )
    evaluation = replace(material.evaluation, indicators=rows)
    there, without = (
        qualitative(HospitalContext.of(replace(material, evaluation=evaluation, opinions=said), "en")).lacking[0].en
        for said in (material.opinions, None)
    )

    assert there.startswith("The round of expert opinions has no rating")
    assert without.startswith("There is no round of expert opinions")
