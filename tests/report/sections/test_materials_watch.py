"""Purchasing and stocks watched."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.sheet import Sheet


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> Sheet:
    return page(month, "materials_watch")


@pytest.mark.serves("000-06", "000-07")
def test_six_indicators_are_held_against_their_lines(sheet: Sheet, month: Material):
    found = month.analysis["business.consumables"]
    lines = list(rows(tables(sheet)[0], "en"))
    assert len(lines) == 6
    quiet = sum(row[5] == "not reached" for row in lines)
    assert len(lines) - quiet == len(found.beyond)
    assert {row[1] for row in lines} == {"¥", "times", "%", "days", "ratio"}
    share = next(row for row in lines if row[0] == "Drug share")
    assert (amount(share[4]), share[5]) == (28.0, "not reached")


@pytest.mark.serves("003-174")
def test_articles_are_pointed_out_by_kind_without_a_cause(sheet: Sheet):
    table = tables(sheet)[1]
    kinds = [row[0] for row in rows(table, "en") if len(row) == 1]
    assert any(kind.startswith("Bought beyond use") for kind in kinds)
    assert "says nothing of the cause" in table.notes[0].en


def test_stocks_lead_from_opening_to_closing(sheet: Sheet):
    for row in rows(tables(sheet)[3]):
        opening, bought, used, closing = (amount(cell) for cell in row[1:5])
        assert opening + bought - used == pytest.approx(closing, abs=0.016)
