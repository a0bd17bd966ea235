"""Ratios of American statements: all revenue, whatever lines the statement has; each figure down to its cells."""

from __future__ import annotations

import csv

import pytest

from reportgen import pipeline
from reportgen.report.desk.context import HospitalContext
from reportgen.report.sections.passport import passport

CASE = "entity: {id: h, name: A}\nregime: other\nlanguages: en\ncurrency: USD\nscheme: us_hospital_financial\n"
OPERATIONS = [
    ["Consolidated Statements of Operations", ""],
    ["(in dollars)", ""],
    ["", "Year ended December 31, 2025"],
    ["Net patient service revenue", "900"],
    ["Premium revenue", "80"],
    ["Total operating revenue", "1000"],
    ["Total operating expenses", "970"],
    ["Income from operations", "30"],
    ["Nonoperating gains (losses), net", "20"],
    ["Excess of revenues over expenses", "50"],
]


@pytest.fixture(scope="module")
def american(tmp_path_factory: pytest.TempPathFactory) -> pipeline.EvaluatedCase:
    case = tmp_path_factory.mktemp("american")
    (case / "case.yaml").write_text(CASE, encoding="utf-8")
    (case / "data").mkdir()
    with (case / "data/operations.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(OPERATIONS)
    return pipeline.evaluate(pipeline.check(case))


def test_the_margin_is_of_all_revenue_with_gains_net(american: pipeline.EvaluatedCase) -> None:
    assert american.derive("total_margin").value == pytest.approx(50 / 1020, rel=1e-12)
    named = {leaf.id for leaf in american.derive("total_margin").items()}
    assert named == {"period_surplus", "total_revenue"}


def test_a_surplus_that_the_statement_does_not_print_names_the_cells_of_its_lines(
    american: pipeline.EvaluatedCase,
) -> None:
    made = next(leaf for leaf in american.derive("patient_care_margin").items() if leaf.id == "medical_surplus")

    assert (made.value, made.expression, made.place) == (-70, "medical_income − medical_activity_expense", None)
    assert [leaf.place.cell for leaf in made.parts[0].parts if leaf.place] == ["B4", "B7"]


def test_the_passport_names_each_figure_once_with_its_rule(american: pipeline.EvaluatedCase) -> None:
    rows = passport(HospitalContext.of(american, "en")).cells
    rules = {row.name.en: row.origin.en for row in rows if row.origin}

    assert len({row.name for row in rows}) == len(rows)
    assert rules == {
        "Surplus on patient care": "Net patient revenue \N{MINUS SIGN} Total expense of patient care",
        "Total revenue, with net nonoperating gains": (
            "Surplus (deficit) for the period + Total expense of the period"
        ),
    }
