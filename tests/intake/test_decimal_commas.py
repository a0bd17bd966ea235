"""Amounts with decimal commas and numbered periods, as European programs write them: proven by a column, or told."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.rows import read
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.periods import dates
from reportgen.intake.reading import Reading

LINES = ("一、本期收入", "二、本期费用", "三、本期盈余")


def of(
    tmp_path: Path, catalog: Catalog, *columns: tuple[str, str, str]
) -> tuple[Reading, dict[str, list[float | None]]]:
    """What is read of two columns of typed amounts: of this year and of the one before."""
    above = [
        ("收入费用表",),
        ("编制单位：甲院", "2025年度", "单位：元"),
        ("项目", "本年数", "上年数")[: 1 + len(columns)],
    ]
    reading = read(tmp_path, catalog, [*above, *zip(LINES, *columns, strict=True)])
    items = ("total_income", "total_expense", "period_surplus")
    views = {view: {one.item: one.value for one in reading.values() if one.view == view} for view in ("", "comp")}
    return reading, {view: [found.get(item) for item in items] for view, found in views.items()}


@pytest.mark.parametrize(
    ("column", "amounts"),
    [
        (("1.234.567,89", "1.234.500,39", "67,50"), [1_234_567.89, 1_234_500.39, 67.5]),
        (("1.000,50", "1.200,50", "200,00-"), [1000.5, 1200.5, -200]),
        (("1.234", "1.034,50", "199,50"), [1234, 1034.5, 199.5]),
        (("1.234", "1.034", "1.199,50"), [1234, 1034, 1199.5]),
        (("1 234,50", "1 034,50", "200,00"), [1234.5, 1034.5, 200]),
        (("1,234.50", "1,034.50", "200.00-"), [1234.5, 1034.5, -200]),
    ],
)
def test_a_column_of_decimal_commas_is_read_as_it_is_written(
    tmp_path: Path, catalog: Catalog, column: tuple[str, str, str], amounts: list[float]
) -> None:
    _, found = of(tmp_path, catalog, column)

    assert found[""] == amounts


@pytest.mark.parametrize(
    ("column", "amounts"),
    [
        (("1234,50", "1034,5", "200"), [1234.5, 1034.5, 200]),
        (("1234,50", "1034", "200"), [None, 1034, 200]),
        (("1234,50", "1034,50", "200.5"), [None, None, 200.5]),
    ],
    ids=["two", "one alone may be a slip", "two beside a point"],
)
def test_two_decimal_commas_without_any_other_mark_prove_a_column(
    tmp_path: Path, catalog: Catalog, column: tuple[str, str, str], amounts: list[float | None]
) -> None:
    _, found = of(tmp_path, catalog, column)

    assert found[""] == amounts


def test_amounts_that_may_be_read_both_ways_beside_decimal_commas_are_told_and_not_read(
    tmp_path: Path, catalog: Catalog
) -> None:
    reading, found = of(tmp_path, catalog, ("1.234,50", "1.034,50", "200,00"), ("1.234", "1.034", "200"))
    (told,) = [one for one in reading.findings if one.rule == "I141"]

    assert found == {"": [1234.5, 1034.5, 200], "comp": [None, None, 200]}
    assert ([place.cell for place in (told.place, *told.places)], told.facts["text"]) == (["C4", "C5"], "1.234")


def test_one_slip_makes_no_column_of_decimal_commas(tmp_path: Path, catalog: Catalog) -> None:
    reading, found = of(tmp_path, catalog, ("1,234", "1,034", "20,0"))

    assert found[""] == [1234, 1034, None]
    assert {"I09"} <= {one.rule for one in reading.findings}


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("12.2025", "2025-12"), ("09/2025", "2025-09"),
        ("7.2025", None), ("013.2025", None), ("12.20251", None), ("2025/013", None), ("1,012.2025", None),
    ],
)  # fmt: skip
def test_a_month_by_its_number_and_a_year_heads_a_column(text: str, period: str | None) -> None:
    found = dates.head(text)

    assert (str(found.period) if found else None) == period


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [("1.100", "2.300", {}), ("1100", "2300", {"discharges": 1100, "emergency_visits": 2300})],
)
def test_points_between_three_figures_in_a_file_parted_by_semicolons_are_told(
    tmp_path: Path, catalog: Catalog, first: str, second: str, found: dict[str, float]
) -> None:
    text = f"Statistics;2025;2024\nDischarges;{first};\nEmergency visits;{second};\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    reading = intake.read_paths([tmp_path / "a.csv"], catalog)

    assert {one.item: one.value for one in reading.values()} == found
    assert ("I152" in {one.rule for one in reading.findings}) is not bool(found)


@pytest.mark.parametrize("index", ["0.985", "1.25"])
def test_one_amount_that_shows_its_point_settles_it_for_the_file(tmp_path: Path, catalog: Catalog, index: str) -> None:
    text = f"Statistics;2025;2024\nDischarges;1100;1050\nCase mix index;{index};1.100\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    reading = intake.read_paths([tmp_path / "a.csv"], catalog)

    assert {(one.item, one.period): one.value for one in reading.values()}["cmi", "2024"] == 1.1
    assert "I152" not in {one.rule for one in reading.findings}
