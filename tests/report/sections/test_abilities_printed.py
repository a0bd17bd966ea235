"""Sub-scores on the page, ability by ability, in the schemes that name them and in no other."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from pages import parts_of, printed, section_of
from rendered import Wanted, checked
from report.sections.ranking import wanting
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.printing import half_up
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext


@cache
def by(scheme: str) -> Material:
    found: Material = pipeline.evaluate(checked("renhe"), period="2025", scheme=scheme)
    return found


def abilities(material: Material, mode: str = "en") -> dict[str, list[str]]:
    """Ability → weight, score and grade as the first page prints them."""
    found = section_of(material, "verdict", mode)
    assert found is not None
    return {row[0]: row[1:] for row in found.tables[1][1:]}


def mean(material: Material, *names: str) -> str:
    rows = [material.evaluation.indicator(name) for name in names]
    return f"{half_up(sum(row.weight * row.score for row in rows) / sum(row.weight for row in rows), 2):.2f}"


@pytest.mark.slow
@pytest.mark.serves("003-062")
def test_cash_flow_has_a_score_and_a_bar_of_its_own_where_the_scheme_names_it():
    found = by("finance_and_operations")
    score = mean(found, "operating_cash_in_out_ratio", "cash_received_to_income")
    assert abilities(found)["Cash flow"] == ["25.0", score, "E"]
    assert abilities(found, "zh")["现金流量"][:2] == ["25.0", score]
    report = hospital(wanting(found, "verdict"), "board", "en")
    view: Any = report.sections[0].content
    bars = {row.name.en: report.images[row.bullet] for row in view.abilities}
    assert bars["Cash flow"].startswith(b"<svg")
    assert len(set(bars.values())) == len(bars) == 5
    assert "Cash flow" not in abilities(by("comprehensive_80_20"))


@pytest.mark.serves("003-065")
def test_social_contribution_is_an_ability_with_a_weight_where_the_scheme_names_it():
    found = by("finance_and_operations")
    score = mean(found, "social_contribution_rate", "outpatient_satisfaction_rate")

    assert abilities(found)["Contribution to society"] == ["12.0", score, "F"]


@pytest.mark.slow
@pytest.mark.serves("003-065")
@pytest.mark.parametrize("wanted", [Wanted("board", "renhe", "2026-10"), Wanted("annual", "renhe", "2025")], ids=str)
@pytest.mark.parametrize(
    ("mode", "words"), [("en", ("social contribution", "contribution to society")), ("zh", ("社会贡献",))]
)
def test_without_it_no_line_of_the_report_mentions_it(wanted: Wanted, mode: str, words: tuple[str, ...]):
    text = printed(wanted, mode).text.lower()

    assert len(text) > 10_000
    assert [word for word in words if word in text] == []


VIEWS = {
    "Price compliance": ("price_compliance_rate", "complaint_rate"),
    "Satisfaction": ("outpatient_satisfaction_rate", "inpatient_satisfaction_rate", "staff_satisfaction_rate"),
    "Internal process": ("clinical_pathway_share", "average_length_of_stay", "day_surgery_share"),
    "Innovation and learning": ("rd_intensity", "training_expense_per_staff", "grade4_surgery_share"),
}


@pytest.mark.serves("003-029")
def test_the_scorecard_prints_a_score_for_each_of_its_four_views():
    found = by("four_views")

    assert {name: row[:2] for name, row in abilities(found).items()} == {
        name: ["25.0", mean(found, *members)] for name, members in VIEWS.items()
    }


@pytest.mark.serves("003-088")
def test_four_contents_print_with_their_corrected_scores():
    found = by("enterprise_2002")
    rows = [row for row in found.evaluation.indicators if row.layer == "basic" and row.part == "quantitative"]
    contents = {"Returns (surplus)": "returns", "Asset operation": "assets", "Solvency": "solvency", "Growth": "growth"}
    told = abilities(found)
    assert list(told)[:4] == list(contents)
    for name, content in contents.items():
        of = [row for row in rows if row.ability == content and row.score is not None]
        basic = sum(row.weight * row.score for row in of) / sum(row.weight for row in of)
        (factor,) = {row.correction for row in of}
        assert told[name][1] == f"{half_up(basic * factor, 2):.2f}"


@pytest.mark.slow
def test_a_legend_names_the_mark_of_last_year_only_where_it_is_drawn():
    found = by("comprehensive_80_20")
    first_year = replace(found, history={})

    assert HospitalContext.of(found, "en").before is not None
    for material, legends in (
        (found, ("Bar: this year; △ last year", "Bars: this year; △ last year; lost")),
        (first_year, ("Bar: the score", "Bars: scores; lost")),
    ):
        page, *_ = parts_of(material, "verdict")
        told = " ".join(part.text for part in parts_of(material, "ability", kind="annual", of="rest"))
        assert legends[0] in page.text
        assert legends[1] in told
