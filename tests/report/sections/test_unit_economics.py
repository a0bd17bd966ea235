"""What a visit, a bed day, a case and a point bring and cost."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest

from pages import page_of
from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "unit_economics")


@pytest.mark.serves("000-36")
@pytest.mark.parametrize(
    ("unit", "work", "cost", "income"),
    [
        ("per visit", "outpatient_emergency_visits", "outpatient_cost", "outpatient_income"),
        ("per bed day", "occupied_bed_days", "inpatient_cost", "inpatient_income"),
        ("per discharge", "discharges", "inpatient_cost", "inpatient_income"),
    ],
)
def test_cost_and_income_of_each_unit_of_work_print(month: Material, unit: str, work: str, cost: str, income: str):
    _, *lines = page_of(month, "unit_economics").table("Item", "Now")
    start = lines.index([unit])
    block = {line[0]: line[1] for line in lines[start + 1 : start + 7]}
    amounts = {name: month.dataset.value(name, "renhe", "2026-10", "ytd") for name in (work, cost, income)}

    assert amount(block["Work"]) == amounts[work]
    assert amount(block["Cost"]) == pytest.approx(amounts[cost] / amounts[work], abs=0.0051)
    assert amount(block["Income"]) == pytest.approx(amounts[income] / amounts[work], abs=0.0051)


def test_cost_of_a_visit_is_cost_over_visits(sheet: SectionContent, month: Material):
    books = month.analysis.books
    visits = books.to_date("outpatient_emergency_visits").value
    cost = books.to_date("outpatient_cost").value
    found = list(rows(tables(sheet)[0], "en"))
    assert found[0] == ("per visit",)
    assert found[1][1] == f"{visits:,.0f}"
    assert amount(next(row for row in found if row[0] == "Cost")[1]) == pytest.approx(cost / visits, abs=0.005)


def test_change_is_now_less_last_year(sheet: SectionContent):
    for row in rows(tables(sheet)[0]):
        if len(row) > 1:
            now, before, change = (amount(cell) for cell in row[1:4])
            assert now - before == pytest.approx(change, abs=0.011)


def test_groups_paid_least_against_cost_come_first(sheet: SectionContent):
    *groups, rest, _ = rows(tables(sheet)[1])
    gaps = [amount(row[6]) for row in groups]
    assert gaps == sorted(gaps)
    assert rest[0] == "其他病组"  # no group: it stands last whatever its gap
    assert len(gaps) == 10


def test_the_page_says_that_income_is_never_a_base_of_pay(sheet: SectionContent):
    assert "never a base of pay" in tables(sheet)[0].notes[0].en


def test_of_others_than_public_hospitals_no_rule_of_pay_is_claimed(renhe: Material):
    file = renhe.case.file.model_copy(update={"regime": "other"})
    other = dataclasses.replace(renhe, case=dataclasses.replace(renhe.case, file=file))

    for name in ("unit_economics", "department_margins"):
        note = tables(page(other, name))[0].notes[0]
        assert "not meant to set" in note.en
        assert "never a base" not in note.en


@pytest.mark.slow
def test_the_gap_between_two_weights_is_that_of_the_weights_printed(materials: Callable[..., Material]):
    sheet = page(materials("renhe", "2026-Q2"), "unit_economics")
    notes = [note.en for table in tables(sheet) for note in table.notes if "They differ by" in note.en]
    assert notes
    for note in notes:
        own, hospital, gap = (float(found) for found in re.findall(r"\d+\.\d\d", note))
        assert round(abs(own - hospital), 2) == gap
