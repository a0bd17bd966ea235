"""Volume, price and mix: effects that add up to the change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import drawn, page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.answers import scribe
from reportgen.report.desk.tables.sheet import SectionContent
from reportgen.report.sections import margins


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "volume_price")


@pytest.mark.serves("003-155")
def test_discharges_quantity_and_price_add_up_to_the_change_of_drug_income(sheet: SectionContent):
    *effects, total = rows(tables(sheet)[0])
    assert [row[0] for row in effects] == ["出院人数", "出院者人均用药量", "价格"]
    for column in (3, 4):
        assert sum(amount(row[column]) for row in effects) == pytest.approx(amount(total[column]), abs=0.016)
        assert amount(total[2]) - amount(total[1]) == pytest.approx(amount(total[column]), abs=0.016)


@pytest.mark.serves("003-172")
def test_materials_are_split_into_price_and_quantity(sheet: SectionContent):
    for row in rows(tables(sheet)[1]):
        price, quantity, change = (amount(cell) for cell in row[3:6])
        assert price + quantity == pytest.approx(change, abs=0.011)
        if row[1]:
            assert (amount(row[2]) > amount(row[1])) is (price > 0)


def test_the_bridge_of_disease_groups_names_volume_mix_and_price(sheet: SectionContent, month: Material):
    found, (figure,) = month.analysis["drivers.case_mix"], drawn(sheet)
    assert [label.en for label in figure.labels[1:-1]] == ["Volume", "Mix", "Price"]
    assert found.volume + found.mix + found.price == pytest.approx(found.after - found.before, abs=0.01)
    assert f"which added ¥{found.volume / 1e6:.1f} m" in sheet.headline.en


def test_where_the_income_of_disease_groups_stayed_no_factor_did_most(month: Material):
    writer = scribe(HospitalContext.of(month, "zh-en"), "volume_price")
    found = month.analysis["drivers.case_mix"]

    assert margins._volume_price_headline(writer, replace(found, after=found.before)).zh == "病组收入与上年同期持平"
