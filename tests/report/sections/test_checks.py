"""Every rule with the number of its trials in the year."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import rendered
from analysis.cases import write
from pages import page_of
from report.sections.annual import rows, sheet, tables
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE, Place
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections.checks import checks


def test_trials_of_a_rule_are_those_of_the_year_and_its_months(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    found = sheet(reports("renhe", "en", "2025", "annual"), "checks")
    outcome = materials("renhe", "2025").outcome
    own = [place for place, at in enumerate(outcome.rows) if at[0] == "renhe" and at[1].startswith("2025")]
    shown = {row[0]: (int(row[3]), int(row[4])) for row in rows(tables(found)[0], "en") if row[0] != "Sum"}
    balance = [trial for trial in outcome.tried if trial.rule == "V01"]
    assert shown["V01"] == (sum(bool(t.checked[p]) for t in balance for p in own), 0)
    assert found.headline.en.startswith(f"{len(shown)} rules tried {sum(n for n, _ in shown.values()):,} times")


def test_every_finding_is_listed(reports: Callable[..., Report], materials: Callable[..., Material]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "checks")
    told = [f for f in materials("renhe", "2025").findings if not str(f.facts.get("period", "")).startswith("2026")]
    places = [place for row in rows(tables(found)[1], "en") for place in row[3].split("; ")]
    assert {str(f.place) for f in told} <= set(places)
    assert set(places) <= {str(place) for f in told for place in (f.place, *f.places)}
    assert len(told) < len(materials("renhe", "2025").findings)


SLIPS = {
    "total_assets@2025": 100.0, "total_liabilities@2025": 40.0, "net_assets@2025": 70.0, "inventories@2025": -5.0,
    "admin_expense@2025-06:ytd": 120.0, "admin_expense@2025:budget": 100.0, "cash_and_bank@2025": 10.0, "bank_confirmed_balance@2025": 8.0,
    "occupied_bed_days@2025": 500.0, "available_bed_days@2025": 400.0,
}  # fmt: skip


def listed(folder: Path) -> dict[str, tuple[str, str]]:
    """Rule → message and cells, as the appendix about this small case prints them."""
    write(folder, SLIPS)
    page = page_of(pipeline.evaluate(pipeline.check(folder), period="2025"), "checks", kind="annual")
    return {row[0]: (row[2], row[3]) for row in page.table("Rule", "Place")[1:]}


@pytest.mark.serves("000-19")
@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("V86", "Total assets = 100.00, but Total liabilities + Total net assets = 110.00; difference −10.00"),
        ("W01", "Inventories is negative (−5.00)"),
        ("W36", "120.00"),
    ],
)
def test_a_wrong_sum_a_negative_balance_and_spending_over_budget_are_listed_by_rule(
    tmp_path: Path, rule: str, told: str
):
    assert told in listed(tmp_path)[rule][0]


@pytest.mark.serves("000-20", "001-34")
@pytest.mark.parametrize(
    ("rule", "told", "cells"),
    [
        ("W35", "Cash and bank = 10.00, but Balance confirmed by banks = 8.00; difference 2.00", (8, 9)),
        ("V86", "Total assets = 100.00, but Total liabilities + Total net assets = 110.00", (2, 3, 4)),
    ],
)
def test_a_mismatch_is_listed_with_both_values_and_their_cells(
    tmp_path: Path, rule: str, told: str, cells: tuple[int, ...]
):
    message, places = listed(tmp_path)[rule]

    assert told in message
    assert places.split("; ") == [f"data/figures.csv › D{row}" for row in cells]


def test_a_finding_of_several_places_is_told_once_with_all_of_them(reports: Callable[..., Report]):
    lines = list(rows(tables(sheet(reports("renhe", "zh", "2025", "annual"), "checks"))[1], "zh"))
    assert len({row[:3] for row in lines}) == len(lines)
    assert any("; " in row[3] for row in lines)


def test_no_space_is_typed_between_han_and_digits(reports: Callable[..., Report]):
    lines = list(rows(tables(sheet(reports("renhe", "zh", "2025", "annual"), "checks"))[1], "zh"))
    assert not [row for row in lines if re.search("[\u4e00-\u9fff] [0-9]|[0-9] [\u4e00-\u9fff]", row[2])]


def test_findings_of_other_hospitals_are_not_told(reports: Callable[..., Report], materials: Callable[..., Material]):
    material = materials("us-cms", "2021")
    others = material.dataset.entities.keys() - {material.entity}
    assert any(fact in others for finding in rendered.checked("us-cms").findings for fact in finding.facts.values())
    found = sheet(reports("us-cms", "en", "2021", "annual"), "checks")
    listed = [line for table in tables(found)[1:] for line in table.lines]
    assert not [line for line in listed if any(other in line.cells[2].en for other in others)]


def test_of_notes_of_one_rule_by_the_hundred_the_first_are_listed_and_the_others_counted(
    materials: Callable[..., Material],
):
    """The notes on rows of a national panel of peers filled four pages of one hospital's report."""
    material = materials("renhe", "2025")
    notes = tuple(
        Finding("I27", Place("peers.csv", "", f"A{row}"), {"text": f"X{row}", "period": "2024", "days": 180})
        for row in range(300)
    )
    warnings = tuple(
        Finding("W02", Place("b.csv", "", f"A{row}"), {"period": "2025", "value": row}) for row in range(30)
    )
    changed = replace(material, findings=(*material.findings, *notes, *warnings))
    listed = list(rows(tables(checks(HospitalContext.of(changed, "en")))[1], "en"))

    assert len([row for row in listed if row[0] == "I27"]) == 13
    assert [row[2] for row in listed if row[0] == "I27"][-1].startswith("288 more notes of this rule")
    assert len([row for row in listed if row[0] == "W02"]) == 30


def test_of_many_places_of_one_finding_the_first_are_listed(materials: Callable[..., Material]):
    """A row of dozens of places is taller than a page: its table stood alone on one, and the row on the next."""
    material = materials("renhe", "2025")
    many = tuple(Finding("I13", Place("data/a.xlsx", "表", f"A{row}"), {"label": "甲"}) for row in range(1, 31))
    nowhere = Finding("S25", NOWHERE, {"part": "a", "missing": 100.0, "limit": 30.0})
    page = page_of(replace(material, findings=(*many, nowhere)), "checks", kind="annual")

    (row,) = (row for table in page.tables for row in table if row[0] == "I13")
    assert row[-1].count("data/a.xlsx") == 6
    assert row[-1].endswith("30 places in all")
    assert any(row[0] == "S25" for table in page.tables for row in table)
