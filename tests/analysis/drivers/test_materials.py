"""Drugs and consumables by price and quantity, drug income by three factors, cases by their mix."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import pytest

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.drivers.departments import Materials

HEAD = ("物资编码", "物资名称", "物资类别", "购入金额", "领用数量", "领用金额", "结存金额")


def stocks(year: int, *rows: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [("库存物资收发存表",), (f"{year}年度",), HEAD, *((code, code, "药品", 0, q, a, 0) for code, q, a in rows)]


def of(folder: Path, before: list[tuple[object, ...]], now: list[tuple[object, ...]]):
    tables = {"before": stocks(2024, *before), "now": stocks(2025, *now)}
    return case(folder, {"discharges@2025": 1.0}, "2025", tables=tables)["drivers.materials"]["drug"]


@pytest.mark.serves("003-172")
def test_price_and_quantity_effects_add_up(tmp_path: Path):
    found = of(tmp_path, [("a", 10, 100), ("gone", 1, 7)], [("a", 12, 144), ("new", 2, 30)])

    assert (found.price_effect, found.quantity_effect) == pytest.approx((2 * 12, 2 * 10))
    assert (found.begun, found.ended) == (30, -7)
    assert found.price_index == pytest.approx(1.2)
    assert found.after - found.before == pytest.approx(24 + 20 + 30 - 7)


def test_an_amount_without_a_quantity_has_no_price(tmp_path: Path):
    found = of(tmp_path, [("a", 10, 100)], [("a", 0, 144)])

    assert isinstance(found, Unavailable)
    assert found.facts["name"] == "a"


@pytest.mark.serves("003-172")
def test_the_materials_of_the_sample_are_those_of_its_books():
    found = sample()["drivers.materials"]

    for kind, item in (("drug", "drug_expense"), ("consumable", "consumables_expense")):
        one = found[kind]
        assert isinstance(one, Materials)
        assert one.after == pytest.approx(sample().books.to_date(item).value, abs=0.01)
        assert one.before == pytest.approx(sample().books.last_year(item).value, abs=0.01)
        parts = one.price_effect + one.quantity_effect + one.begun + one.ended
        assert parts == pytest.approx(one.after - one.before, abs=0.01)


@pytest.mark.serves("003-155")
def test_drug_income_is_patients_times_quantity_times_price():
    ordered, free = sample()["drivers.drug_income"]
    books = sample().books
    change = books.to_date("inpatient_drug_income").value - books.last_year("inpatient_drug_income").value

    assert ordered.order == ("discharges", "quantity_per_discharge", "price")
    for split in (ordered, free):
        assert fsum(effect.amount for effect in split.effects) == pytest.approx(change, abs=0.01)


def test_disease_groups_split_into_cases_mix_and_price():
    found = sample()["drivers.case_mix"]

    parts = found.volume + found.mix + found.price + found.begun + found.ended
    assert parts == pytest.approx(found.after - found.before, abs=0.01)
    assert len(found.services) == 25
