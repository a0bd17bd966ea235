"""Which figures a finding puts in error or in question, of which period, and what a quarter has from its months."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.model.dataset import View
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import Place

CELL = Place("2025.xlsx", "Sheet", "C4")
ITEMS = ("current_assets", "inventories")


def finding(rule: str = "V04", period: str = "2025", items: Any = ITEMS, **more: Any) -> Finding:
    cause, severity = more.pop("cause", None), more.pop("severity", None)
    facts = {"entity": "renhe", "period": period, "items": items, **more}
    return Finding(rule, CELL, facts, severity, cause=cause)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (finding(), {"current_assets"}),  # its own parts do not make it
        (finding(severity=Severity.WARNING), set()),
        (finding("W54", severity=Severity.ERROR), {*ITEMS}),  # all of a sheet mistaken as a whole
        (finding("W57", severity=Severity.ERROR), {*ITEMS}),  # all that a quarter has from its months
        (finding(cause=("V01", CELL)), set()),  # only follows from another sum
        (finding(cause=("I10", CELL), blank=("inventories",)), {"inventories"}),  # what could not be read
        (finding(cause=("I13", CELL), blank=("inventories",)), {"inventories"}),
        (finding(cause=("I10", CELL)), set()),
        (finding(items="current_assets"), set()),
        (Finding("V04", CELL, {"items": ITEMS, "entity": "renhe"}), set()),
        (Finding("V04", CELL, {"items": ITEMS, "period": "2025"}), set()),
    ],
)
def test_in_error_are_totals_whose_parts_do_not_make_them_and_what_was_not_read(
    told: Finding, wrong: set[str], catalog: Catalog
) -> None:
    assert checks.wrong_figures([told], catalog) == {(item, "renhe", "2025") for item in wrong}
    assert not checks.wrong_before([told], catalog)


def test_columns_of_last_year_are_in_error_themselves_and_speak_of_no_figure_of_this_year(catalog: Catalog) -> None:
    before = finding(view=View.COMPARATIVE)

    assert checks.wrong_before([before], catalog) == {("current_assets", "renhe", "2025")}
    assert not checks.wrong_figures([before], catalog)
    assert not checks.in_question([before], catalog, "renhe", "2025")


def test_in_question_is_what_the_figures_of_its_own_findings_go_into(catalog: Catalog) -> None:
    asked = checks.in_question([finding(), finding("V06", items=("total_assets",))], catalog, "renhe", "2025")

    assert asked["current_ratio"] == {"V04"}
    assert "V06" in asked["asset_liability_ratio"]
    assert "average_length_of_stay" not in asked
    for other in (("other", "2025"), ("renhe", "2024")):
        assert not checks.in_question([finding()], catalog, *other)


@pytest.mark.parametrize(
    ("severity", "is_open"), [(Severity.ERROR, True), (Severity.WARNING, True), (Severity.NOTE, False)]
)
def test_what_the_hospital_has_explained_asks_no_more(severity: Severity, *, is_open: bool, catalog: Catalog) -> None:
    told = [finding(severity=severity), finding("V06", items=(*ITEMS[:1], "total_assets"), severity=severity)]
    items = checks.items_in_question(told, catalog, "renhe", "2025")

    assert bool(checks.in_question(told, catalog, "renhe", "2025")) is is_open
    both = {"current_assets": {"V04", "V06"}, "inventories": {"V04"}, "total_assets": {"V06"}}
    assert items == (both if is_open else {})
    assert not checks.items_in_question([finding(items=None)], catalog, "renhe", "2025")


def test_an_indicator_that_says_the_same_as_a_touched_one_is_touched_too(catalog: Catalog) -> None:
    """From either side, and on to what says the same as that."""
    pairs = [(name, other) for name, one in catalog.indicators.items() for other in one.same_as]
    assert pairs
    for name, other in pairs:
        for touched, alike in ((name, other), (other, name)):
            told = finding(items=None, indicators=(touched,))
            assert {touched, alike} <= {*checks.in_question([told], catalog, "renhe", "2025")}


MONTHS = ("2025-01", "2025-02", "2025-03")
QUARTERS = {("renhe", "2025-Q1"): MONTHS}


@pytest.mark.parametrize(
    ("told", "months"),
    [
        ([finding(period="2025-03")], ("2025-03",)),  # a balance at the end of the quarter
        ([finding(period="2025-02")], None),  # one within it
        ([finding(period="2025-02", items=("total_income",))], ("2025-02",)),  # a flow of any month
        ([finding(period="2025-02", items=("current_assets", "total_income"))], ("2025-02",)),
        ([finding(period="2025-02", items=())], ("2025-02",)),
        ([finding(period="2025-04", items=("total_income",))], None),
        ([finding(period="2025-03", severity=Severity.WARNING)], None),
        ([finding(period=month, items=("total_income",)) for month in ("2025-03", "2025-01")], ("2025-01", "2025-03")),
    ],
)
def test_a_quarter_rests_on_errors_of_its_months_and_of_a_balance_on_those_of_the_last(
    told: list[Finding], months: tuple[str, ...] | None, catalog: Catalog
) -> None:
    found = [*checks.of_months(told, catalog, QUARTERS)]

    assert [one.facts["months"] for one in found] == ([months] if months else [])
    assert all(one.facts["period"] == "2025-Q1" for one in found)
    assert not [*checks.of_months(told, catalog, {("other", "2025-Q1"): MONTHS})]


def test_a_quarter_names_what_is_in_error_and_the_indicators_in_their_order(catalog: Catalog) -> None:
    told = [finding("V11", "2025-01", ("total_income",)), finding("V04", "2025-03")]

    (found,) = checks.of_months(told, catalog, QUARTERS)

    assert (found.rule, found.facts["rules"], found.facts["items"]) == (
        "W57", ("V04", "V11"), ("current_assets", "total_income"),
    )  # fmt: skip
    named = found.facts["indicators"]
    assert isinstance(named, tuple)
    assert {"current_ratio", "medical_income_growth"} & {*named}
    assert [*named] == [name for name in catalog.indicators if name in named]
