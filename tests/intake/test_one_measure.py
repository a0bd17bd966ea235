"""Tables with months down and one measure, which the only column names or else the title."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake

MONTHS: Final = (1, 2, 3, 4)
Write = Callable[..., Path]
Read = Callable[[], intake.Reading]


def found(reading: intake.Reading, item: str) -> dict[str, float]:
    return {one.period: one.value for one in reading.values() if one.item == item and one.view == ""}


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("2025年业务量", ["月份", "出院人数"]), ("甲医院2025年出院人数", ["月份", "人数"]), ("2025年各月出院人数统计表", ["月份", "合计"]),
        ("Discharges by month, 2025", ["Month", "Discharges"]), ("Discharges 2025", ["Month", "2025"]),
    ],
)  # fmt: skip
def test_months_of_one_measure_are_read(write: Write, read: Read, title: str, heads: list[str]) -> None:
    """They were not read at all: a table had to name two items."""
    write([[title], heads, *([f"{month}月", 1000 + month] for month in MONTHS), ["合计", 4010]])

    reading = read()

    assert found(reading, "discharges") == {f"2025-0{month}": 1000 + month for month in MONTHS}
    assert {one.rule for one in reading.findings} <= {"I159"}


def test_columns_of_years_are_years_of_the_measure_of_the_title(write: Write, read: Read) -> None:
    rows = [[f"{month}月", 1000 + month, 900 + month, 100] for month in MONTHS]
    write([["2025年出院人数"], ["月份", "2025年", "2024年", "增减"], *rows])

    reading = read()

    assert found(reading, "discharges") == {
        f"{year}-0{month}": base + month for year, base in ((2025, 1000), (2024, 900)) for month in MONTHS
    }
    assert [one.rule for one in reading.findings] == ["I159", "W58"]


@pytest.mark.parametrize(("lowest", "read_"), [(0, 4), (5, 0)])
def test_departments_beside_months_need_their_sum(write: Write, read: Read, lowest: int, read_: int) -> None:
    rows = [[f"{month}月", 10 + month, 20, 30 + month + lowest] for month in MONTHS]
    write([["2025年出院人数"], ["月份", "内科", "外科", "合计"], *rows])

    assert len(found(read(), "discharges")) == read_


@pytest.mark.parametrize(
    ("title", "heads", "factor"),
    [
        ("2025年各月医疗收入（万元）", ["月份", "金额"], 10_000),
        ("2025年医疗收入", ["月份", "金额（千元）"], 1_000),
    ],
)
def test_the_unit_of_the_title_or_of_the_head_holds(
    write: Write, read: Read, title: str, heads: list[str], factor: int
) -> None:
    write([[title], heads, *([f"{month}月", month] for month in MONTHS)])

    assert found(read(), "medical_income") == {f"2025-0{month}": month * factor for month in MONTHS}


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("2025年男性出院人数", ["月份", "人数"]),  # says whose
        ("2025年平均住院日", ["月份", "天数"]),
        ("2025年出院人数", ["月份", "人数", "床位"]),
        ("2025年出院人数和手术台次", ["月份", "例数"]),
    ],
)
def test_a_title_that_says_more_or_less_than_one_measure_names_none(
    write: Write, read: Read, title: str, heads: list[str]
) -> None:
    rows: list[list[Any]] = [[f"{month}月", *range(70, 69 + len(heads))] for month in MONTHS]
    write([[title], heads, *rows])

    assert not read().has_values
