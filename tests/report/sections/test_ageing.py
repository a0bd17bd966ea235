"""Receivables and payables by age."""

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
    return page(month, "ageing")


@pytest.mark.serves("003-003")
def test_the_ages_of_each_payer_make_up_the_balance(sheet: Sheet):
    for row in rows(tables(sheet)[0]):
        assert sum(amount(cell) for cell in row[1:5]) == pytest.approx(amount(row[5]), abs=0.03)


def test_what_may_not_come_in_is_listed_and_not_called_lost(sheet: Sheet, month: Material):
    found = month.analysis["business.receivables"].unrealised
    table = tables(sheet)[1]
    assert len(table.lines) == len(found)
    assert "does not mean it is lost" in table.notes[0].en


@pytest.mark.serves("000-12")
def test_suppliers_stand_by_purchases_with_days_and_share(sheet: Sheet):
    *suppliers, _ = rows(tables(sheet)[2])
    purchases = [amount(row[6]) for row in suppliers]
    assert purchases == sorted(purchases, reverse=True)


def test_the_headline_names_the_largest_payer(sheet: Sheet):
    first = next(rows(tables(sheet)[0]))
    assert first[0] in sheet.headline.zh
    assert f"{first[6]}%" in sheet.headline.zh
