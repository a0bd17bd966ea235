"""A small hospital of the United States two months into a fiscal year of its own: what its first reports say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from pages import page_of
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.catalog.calendar_words import years_of
from reportgen.model.period import years_beginning_in
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.documents import correspondence
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.tables import pictures
from reportgen.report.html import write

CASE = """entity: {id: cedar, name: {zh: 雪松医院, en: Cedar Hospital}}
regime: other
currency: USD
scheme: us_hospital_financial
fiscal_year_start: 7
"""
MONTHLY = {"total_income": 3_320_000, "medical_income": 3_180_000, "total_expense": 3_290_000, "period_surplus": 30_000,
           "interest_expense": 38_000,
           "depreciation_expense": 168_000, "insurance_expense": 61_000, "discharges": 148}  # fmt: skip
BALANCES = {"total_assets": 40_200_000, "net_assets": 27_200_000, "total_liabilities": 13_000_000,
            "current_assets": 12_900_000, "current_liabilities": 4_000_000, "inventories": 612_000, "prepayments": 84_000,
            "cash_and_bank": 6_700_000}  # fmt: skip


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """July 2024 to August 2025, so that fiscal 2026 has two months, in calendar 2025."""
    folder = tmp_path_factory.mktemp("cedar")
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    rows = ["item,period,value"]
    for number in range(14):
        year, at = divmod(2024 * 12 + 6 + number, 12)
        rows += [f"{item},{year}-{at + 1:02},{value * (1 - number / 500):.0f}" for item, value in MONTHLY.items()]
        rows += [f"{item},{year}-{at + 1:02},{value}" for item, value in BALANCES.items()]
    (folder / "data" / "figures.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = pipeline.grounds(pipeline.check(folder), report="board")
    assert isinstance(found, Material)
    return found


@contextmanager
def named(material: Material) -> Iterator[HospitalContext]:
    """Within, months and years are called as in a report about the hospital."""
    context = HospitalContext.of(material, "en")
    with years_beginning_in(7), years_of(context.say.words, 7):
        yield context


def test_a_letter_without_a_day_is_numbered_in_no_year(begun: Material):
    """Neither in that of the period nor in the fiscal one, 2026, which has hardly begun."""
    assert correspondence.number(HospitalContext.of(begun, "en")).en == "____ [____] No. ____"


def test_the_drawing_of_activity_names_the_fiscal_year(begun: Material):
    with named(begun) as context:
        found = pictures.figure(context)

    assert found is not None
    assert found.title.en.endswith("in any of 2 months of FY2026 (unit: patients)")


def test_a_value_of_too_few_months_is_told_as_such_and_not_as_missing(begun: Material):
    turnover = next(one for one in begun.evaluation.indicators if one.id == "revenue_to_assets")
    letter, table = (page_of(begun, name, kind="agency").text for name in ("letter", "score_table"))

    assert (turnover.value is not None, turnover.score) == (True, None)
    assert gradings.why_unscored(turnover) == "below_annualising_months"
    assert "not scored as too few months have passed (total asset turnover" in letter
    assert "Too few months; the annualised value is shown, not scored" in table


def test_a_small_hospital_has_its_tables_in_thousands(begun: Material):
    """Expense of $74 thousand is 0.07 million, of which no rate can be checked."""
    assert begun.table_scale == 1_000


def test_where_neither_budget_nor_composition_is_known_expense_stands_under_income(begun: Material):
    page = page_of(begun, "budget")

    assert "Income by month" in page.text
    assert "Expense by month" in page.text


def test_without_trials_no_range_is_said_to_be_drawn(begun: Material):
    page = page_of(begun, "story")

    assert "too few months for a range" in page.text
    assert "80% range" not in page.text


def test_cards_without_a_drawing_are_set_closer_so_that_several_share_a_page(
    begun: Material, materials: Callable[..., Material]
):
    """Two months make no line, and without peers there is no strip; the body alone, since styles name the manner."""
    found = (begun, materials("us-cms", "2021"))
    bodies = [write(hospital(one, "board", "en")).html.partition("</head>")[2] for one in found]

    assert re.findall(r'class="page[^"]*undrawn"', bodies[0])
    assert not re.findall(r'class="page[^"]*undrawn"', bodies[1])


def test_where_no_total_moved_the_first_page_has_the_abilities(begun: Material, materials: Callable[..., Material]):
    """Nothing was scored before, so that no bridge stands there and the page would be half empty."""
    assert "Score by ability" in page_of(begun, "verdict", ends="asks").text
    assert "Score by ability" not in page_of(materials("us-cms", "2021"), "verdict", ends="asks").text
