"""Shares of a whole add up to it, or the table says why there is none."""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from pathlib import Path

import pytest

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.comparison.common_size import CommonSize, of
from reportgen.catalog import load_catalog


@pytest.mark.serves("001-04", "001-15", "000-36")
@pytest.mark.parametrize("period", ["2026-10", "2025", "2023"])
@pytest.mark.parametrize("name", sorted(load_catalog().structures))
def test_the_parts_make_up_the_whole(name: str, period: str):
    found = sample(period)["comparison.common_size"][name]

    if name in {"cash_receipts", "cash_payments"} and period == "2026-10":
        assert isinstance(found, Unavailable)  # no statement of cash flows in a month
        return
    assert isinstance(found, CommonSize)
    assert fsum(part.share.value for part in found.parts) == pytest.approx(1.0, abs=1e-9)
    assert fsum(part.amount.value for part in found.parts) == pytest.approx(found.whole.value, abs=0.01)
    assert all(part.amount.places for part in found.parts if part.amount.value)


@pytest.mark.serves("003-053", "003-054")
@pytest.mark.parametrize("name", ["cash_receipts", "cash_payments"])
def test_cash_by_activity_is_that_of_the_statement(name: str):
    found = sample("2025")["comparison.common_size"][name]

    kind = "inflow" if name == "cash_receipts" else "outflow"
    assert [part.id for part in found.parts] == [
        f"{one}_cash_{kind}" for one in ("operating", "investing", "financing")
    ]
    books = sample("2025").books
    assert [part.amount.value for part in found.parts] == [books.to_date(part.id).value for part in found.parts]


def test_what_no_part_names_is_the_rest(tmp_path: Path):
    figures = {f"{item}@2025": 10.0 for item in load_catalog().structures["cost"].parts}
    found = case(tmp_path, {**figures, "total_expense@2025": 130.0}, "2025")["comparison.common_size"]["cost"]

    assert (found.parts[-1].id, found.parts[-1].amount.value) == ("rest", pytest.approx(30.0))


def test_parts_that_are_more_than_the_whole_give_no_shares(tmp_path: Path):
    figures = {f"{item}@2025": 10.0 for item in load_catalog().structures["cost"].parts}
    found = case(tmp_path, {**figures, "total_expense@2025": 90.0}, "2025")["comparison.common_size"]["cost"]

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts["gap"]) == ("parts", pytest.approx(-10.0))


@pytest.mark.parametrize("whole", [0.0, -1.0])
def test_a_whole_that_is_not_positive_has_no_shares(tmp_path: Path, whole: float):
    figures = {f"{item}@2025": 0.0 for item in load_catalog().structures["patients"].parts}
    found = case(tmp_path, {**figures, "medical_income@2025": whole}, "2025")["comparison.common_size"]["patients"]

    assert isinstance(found, Unavailable)
    assert found.why == "whole_not_positive"


def test_a_missing_part_is_named(tmp_path: Path):
    found = case(tmp_path, {"medical_income@2025": 9.0, "outpatient_income@2025": 9.0}, "2025")
    lack = found["comparison.common_size"]["patients"]

    assert isinstance(lack, Unavailable)
    assert lack.facts["item"].en == "Inpatient income"


@pytest.mark.parametrize(("step", "is_told"), [(100.0, True), (0.01, False)])
def test_lines_may_miss_their_total_by_what_ten_thousands_of_yuan_round_off(
    tmp_path: Path,
    step: float,
    is_told: bool,  # noqa: FBT001 - a column of the table above
):
    parts = load_catalog().structures["income"].parts
    figures = {f"{item}@2025": 1_000_000.0 for item in parts} | {"total_income@2025": 1_000_000.0 * len(parts) + 300.0}
    books = case(tmp_path, figures, "2025").books
    coarse = replace(books, cells=replace(books.cells, dataset=replace(books.cells.dataset, step=lambda _: step)))

    found = of(coarse, "income", load_catalog().structures["income"])
    assert isinstance(found, CommonSize) is is_told
