"""One hospital as several stakeholders see it, side by side on a page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages import Part, section_of
from rendered import material
from report.sections.annual import amount
from report.sections.subjects import page
from reportgen.model.printing import half_up

VIEWS = ["Balanced", "Government", "Creditors", "Investors", "Public hospital"]


@pytest.fixture(scope="module")
def printed() -> Part:
    return section_of(material("renhe", "2025"), "stakeholders", "en")


@pytest.mark.serves("003-069")
def test_five_views_stand_side_by_side_with_weights_that_make_their_totals(printed: Part):
    head, *rows = printed.table("Ability", "Score", "Government")
    assert head[2:] == VIEWS
    *abilities, total, grade = rows
    assert len(abilities) == 7
    for place in range(2, 7):
        weights = [amount(row[place]) for row in abilities]
        assert sum(weights) == pytest.approx(100)
        weighed = sum(weight * amount(row[1]) for weight, row in zip(weights, abilities, strict=True)) / 100
        assert amount(total[place]) == pytest.approx(weighed, abs=0.006)
    assert grade[2:] == ["Good", "Good", "Good", "Excellent", "Good"]


@pytest.mark.serves("003-069")
def test_each_view_says_by_how_much_it_differs_and_which_weights_make_the_difference(printed: Part):
    rows = {row[0]: row[1:] for row in printed.table("View", "Total", "Difference")[1:]}
    assert list(rows) == VIEWS
    scores = {row[0]: amount(row[1]) for row in printed.table("Ability", "Score")[1:-2]}
    # government weighs surplus 8 and not 15, asset quality 20 and not 10
    assert rows["Government"][3] == f"Asset quality (+{half_up(0.10 * scores['Asset quality'], 2):.2f})"
    assert rows["Government"][4] == f"Surplus (−{half_up(0.07 * scores['Surplus'], 2):.2f})"
    assert rows["Balanced"][2:] == ["", "", ""]
    assert amount(rows["Investors"][2]) == pytest.approx(
        amount(rows["Investors"][0]) - amount(rows["Balanced"][0]), abs=0.011
    )


def test_the_title_names_who_gives_most_and_least(printed: Part):
    assert "5 views give totals from 80.14 to 85.69: investors the highest, government the lowest" in printed.text
    (drawing,) = printed.drawings
    assert "Investors 85.69" in drawing


def test_the_views_are_those_of_the_case_by_whatever_scheme_it_is_scored(printed: Part):
    assert material("renhe", "2025").scheme_id == "comprehensive_80_20"
    assert "Weights as the scheme says: Stakeholder views (balanced)" in printed.text


def test_an_ability_without_a_score_gives_its_weight_to_the_others_and_is_named():
    """The cash flow statement is of whole years: in a month the ability of cash flow has no score."""
    found = section_of(material("renhe", "2026-10"), "stakeholders", "en")
    assert found.row("Cash flow")[1].startswith("—")
    assert "No score of cash flow; its weight is borne by the others in proportion." in found.text


def test_without_another_scheme_at_hand_the_page_says_what_to_write():
    alone = replace(material("renhe", "2025"), by_scheme=None)
    assert page(alone, "stakeholders").lacking[0].en == (
        "No scheme has weights by stakeholder. Write them under profiles of a scheme."
    )
