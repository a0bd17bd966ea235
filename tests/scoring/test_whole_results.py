"""Schemes that give a whole result about the sample: the nine abilities, and the two evaluations of enterprises."""

from __future__ import annotations

import pytest

from pages import page_of
from rendered import checked
from reportgen.catalog import load_catalog
from reportgen.pipeline import evaluate

CATALOG = load_catalog()
NINE = {
    "financing": "Financing", "investing": "Investing", "surplus": "Surplus", "solvency": "Solvency",
    "operating": "Operations", "growth": "Growth", "deciding": "Deciding", "controlling": "Controlling",
    "organising": "Organising",
}  # fmt: skip


@pytest.mark.serves("004-07")
def test_nine_abilities_are_a_scheme_that_runs_and_each_has_a_score():
    found = evaluate(checked("renhe"), period="2025", scheme="nine_abilities").evaluation

    assert {one.id: one.name.en for one in found.abilities} == NINE
    score = {one.id: one.score for one in found.abilities}
    shown = {row.id: row.score or 0.0 for row in found.indicators}
    assert score["financing"] == pytest.approx(
        (shown["interest_bearing_debt_ratio"] + shown["finance_expense_rate"]) / 2
    )
    # experts: deciding 5 x good; controlling 1 good, 4 fair; organising 4 good, 1 fair
    assert [score[one] for one in ("deciding", "controlling", "organising")] == pytest.approx([80, 64, 76])
    # 14 x 59.16 + 14 x 35.68 + 18 x 98.47 + 20 x 73.56 + 20 x 89.46 + 14 x 65.96, of 100; rated: 73.40
    weights = {"financing": 14, "investing": 14, "surplus": 18, "solvency": 20, "operating": 20, "growth": 14}
    measured = sum(weight * (score[one] or 0.0) / 100 for one, weight in weights.items())
    assert measured == pytest.approx(72.84, abs=0.005)
    assert found.score == pytest.approx(0.8 * measured + 0.2 * (0.34 * 80 + 0.33 * 64 + 0.33 * 76))
    assert f"{found.score:.2f}" == "72.95"


@pytest.mark.serves("004-07")
def test_nine_abilities_print_each_with_its_score_and_the_scheme_says_what_is_constructed():
    material = evaluate(checked("renhe"), period="2025", scheme="nine_abilities")
    page = page_of(material, "verdict", "en", kind="annual")
    rows = page.table("Ability", "Weight %", "Score", "Grade")[1:]

    assert [row[0] for row in rows] == list(NINE.values())
    assert [row[2] for row in rows][6:] == ["80.00", "64.00", "76.00"]
    scheme = CATALOG.schemes["nine_abilities"]
    assert scheme.note is not None
    assert "must be confirmed" in scheme.note.en


@pytest.mark.serves("004-08")
@pytest.mark.parametrize(
    ("scheme", "share", "reviewed"),
    [
        # 18 x 84 + 16 x 88 + 12 x 76 + 14 x 76 + 12 x 76 + 10 x 76 + 10 x 68 + 8 x 96
        ("enterprise_2002", 0.2, 80.16),
        # 18 x 76 + 15 x 76 + 16 x 84 + 13 x 64 + 14 x 76 + 8 x 76 + 8 x 64 + 8 x 96
        ("enterprise_2006", 0.3, 76.36),
    ],
)
def test_the_sample_carries_ratings_so_that_an_enterprise_review_gives_a_whole_result(
    scheme: str, share: float, reviewed: float
):
    found = evaluate(checked("renhe"), period="2025", scheme=scheme).evaluation
    parts = {part.id: part for part in found.parts}

    assert parts["review"].score == pytest.approx(reviewed)
    assert found.grade is not None
    basic = parts["quantitative"].score
    assert basic is not None
    assert found.score == pytest.approx((1 - share) * basic + share * reviewed)


@pytest.mark.serves("004-08")
@pytest.mark.parametrize("scheme", ["enterprise_2002", "enterprise_2006"])
def test_the_months_of_the_sample_are_reviewed_too(scheme: str):
    found = evaluate(checked("renhe"), period="2026-10", scheme=scheme).evaluation

    assert found.score is not None
    assert all(row.score is not None for row in found.indicators if row.part == "review")
