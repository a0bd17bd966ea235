"""What is wrong in last year's column is wrong with last year's figures, and puts none of this year in question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reportgen import checks, compute
from reportgen.catalog import Catalog
from reportgen.checks import in_question, items_in_question
from reportgen.model.terms import Terms

Make = Callable[..., Any]
INCOME = "会政财02"
FIGURES = {
    "total_income@2025": 100.0, "total_expense@2025": 90.0, "period_surplus@2025": 10.0,
    "total_income@2025/comp": 80.0, "total_expense@2025/comp": 75.0, "period_surplus@2025/comp": 50.0,
}  # fmt: skip


def test_a_sum_of_last_year_asks_about_last_year(checked: Make, catalog: Catalog) -> None:
    """This year's surplus was marked as a figure in question, and made no number in a submission."""
    found = checked(FIGURES, [f"{INCOME}@2025"]).findings
    (one,) = (finding for finding in found if finding.rule == "V22")

    assert one.facts["column"] == catalog.words["check.column.comp"]
    assert items_in_question(found, catalog, "renhe", "2025") == {}
    assert in_question(found, catalog, "renhe", "2025") == {}
    assert checks.wrong_figures(found, catalog) == frozenset()
    assert checks.wrong_before(found, catalog) == {("period_surplus", "renhe", "2025")}


def test_a_sum_of_this_year_still_asks_about_this_year(checked: Make, catalog: Catalog) -> None:
    found = checked(FIGURES | {"period_surplus@2025": 40.0}, [f"{INCOME}@2025"]).findings

    assert "period_surplus" in items_in_question(found, catalog, "renhe", "2025")
    assert ("period_surplus", "renhe", "2025") in checks.wrong_figures(found, catalog)


def test_an_opening_total_is_said_to_be_one(checked: Make, catalog: Catalog) -> None:
    figures = {"total_assets@2025": 9.0, "liabilities_and_net_assets_total@2025": 9.0, "total_assets@2025/open": 7.0,
               "liabilities_and_net_assets_total@2025/open": 8.0}  # fmt: skip
    found = checked(figures, ["会政财01@2025"]).findings

    assert [one.facts["column"] for one in found if one.rule == "V02"] == [catalog.words["check.column.open"]]
    assert checks.wrong_figures(found, catalog) == frozenset()


def test_in_a_submission_no_growth_comes_of_a_column_in_error(ledger: Make, catalog: Catalog) -> None:
    dataset = ledger(FIGURES, [f"{INCOME}@2025"])
    wrong = frozenset({("total_income", "renhe", "2025")})

    def growth(terms: Terms) -> float | None:
        found: float | None = (
            compute.indicators(dataset, catalog, terms=terms).at("total_income_growth", "renhe", "2025").value
        )
        derived = compute.derive(dataset, catalog, "total_income_growth", "renhe", "2025", terms=terms)
        assert derived.value == found
        return found

    terms = Terms(regime="2019")
    assert growth(terms) == 0.25
    assert growth(replace(terms, invalid_before=wrong)) is None
