"""What the appendix says of the scheme itself: how it is balanced, what a profile changed, and how to take a surplus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pages import section_of
from population.hospitals import drawn, emptied
from rendered import checked
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog

ACTIVITY = {"bed_occupancy_rate", "average_length_of_stay"}
ALONE = {"en": "Surplus must not be judged alone in a public hospital.", "zh": "盈余类指标不得单独用于评价公立医院。"}


@pytest.mark.serves("003-060")
def test_number_and_weight_of_financial_and_of_other_indicators_are_printed(renhe: Material):
    rows = renhe.evaluation.indicators
    other = [row for row in rows if row.part == "qualitative" or row.id in ACTIVITY]
    weight = 100 * sum(row.weight for row in other)
    found = section_of(renhe, "method")

    assert (len(rows), len(other)) == (22, 9)
    assert found is not None
    assert (
        f"Financial indicators: 13, with {100 - weight:.1f}% of the weight; non-financial: 9, with {weight:.1f}%."
        in found.text
    )


def test_where_all_indicators_are_financial_nothing_is_said_of_others(tmp_path: Path):
    """'Financial: 4, with 100.0% of the weight; non-financial: 0, with 0.0%.'"""
    evaluated = pipeline.evaluate(pipeline.check(drawn(12004, emptied(tmp_path / "case")).folder))
    found = section_of(evaluated, "method")

    assert found is not None
    assert "All indicators are financial." in found.text
    assert "non-financial" not in found.text


@pytest.mark.serves("003-028")
@pytest.mark.parametrize("mode", ["en", "zh"])
def test_a_public_hospital_is_told_that_surplus_is_not_judged_alone(materials: Callable[..., Material], mode: str):
    public, elsewhere = (section_of(materials(name), "method", mode) for name in ("renhe", "us-cms"))

    assert public is not None
    assert elsewhere is not None
    assert ALONE[mode] in public.text
    assert ALONE[mode] not in elsewhere.text


@pytest.mark.serves("003-028")
def test_every_built_in_scheme_of_a_public_hospital_scores_its_surplus_by_a_range():
    catalog = load_catalog()
    scored = {
        (scheme, name): one.direction or catalog.indicators[name].direction
        for scheme, of in catalog.schemes.items()
        if not scheme.startswith(("us_", "enterprise_"))
        for part in of.parts.values()
        for name, one in part.indicators.items()
        if catalog.indicators[name].ability == "surplus" and "surplus" in catalog.indicators[name].formula
    }
    assert len(scored) > 10
    assert {key: str(way) for key, way in scored.items() if way != "range"} == {}


@pytest.mark.serves("003-073")
def test_a_profile_prints_its_weights_beside_those_of_the_plain_scheme():
    found = pipeline.evaluate(checked("renhe"), period="2025", scheme="stakeholder_views.public_hospital")
    english, chinese = (section_of(found, "method", mode) for mode in ("en", "zh"))

    assert english is not None
    assert chinese is not None
    said = "Weights of the abilities (in brackets those of Stakeholder views (balanced)): Surplus 10.0% (15.0%)"
    assert said in english.text
    assert "Asset quality 15.0% (10.0%)" in english.text
    assert "资产质量15.0%（10.0%）" in chinese.text
