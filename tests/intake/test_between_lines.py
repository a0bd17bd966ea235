"""Notes between the lines of a table, columns that another one restates, and those headed by their unit alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake
from reportgen.catalog import Catalog

from . import rows as sheet_of_rows
from .conftest import rules

TITLE: Final[list[list[Any]]] = [
    ["收入费用表"],
    ["编制单位：甲医院", "2025年度", "单位：元"],
    ["项目", "本年数", "上年数"],
]
LINES: Final[list[list[Any]]] = [
    ["一、本期收入", 100, 90], ["（二）事业收入", 80, 75], ["（三）其他收入", 20, 15],
    ["二、本期费用", 90, 85], ["（一）业务活动费用", 60, 55], ["（二）单位管理费用", 30, 30], ["三、本期盈余", 10, 5],
]  # fmt: skip
SIGNED: Final[list[list[Any]]] = [["单位负责人：甲", None, "制表人：乙"]]
AMERICAN: Final = (
    ("Mercy Hospital",), ("Statements of Operations",), ("Years ended December 31 (in thousands)",),
)  # fmt: skip
Write = Callable[..., Path]
Read = Callable[[], intake.Reading]


@pytest.mark.parametrize("note", [["注：上年数已按审计调整"], ["说明：", None, None], ["备注：其中代收 1,200 元"]])
def test_a_note_between_lines_does_not_end_the_table(write: Write, read: Read, note: list[Any]) -> None:
    write([*TITLE, *LINES[:3], note, ["2.口径见附注"], *LINES[3:], ["注：本表未经审计"], *SIGNED])

    reading = read()

    assert reading.dataset.value("total_expense", "甲医院", "2025") == 90
    assert reading.dataset.value("period_surplus", "甲医院", "2025", "comp") == 5
    assert rules(reading) == []


def test_what_a_note_announces_is_no_line_but_told(write: Write, read: Read) -> None:
    table = [["注：事业收入构成如下"], ["类别", "金额", "占比"], ["门诊收入", 30, 0.4], ["住院收入", 50, 0.6], *SIGNED]
    write([*TITLE, *LINES, *table])

    (told,) = read().findings

    assert (told.rule, told.place.cell, told.facts["count"]) == ("W84", "B13", 4)


def test_lines_behind_a_signature_are_told_and_phones_are_none(write: Write, read: Read) -> None:
    write([*TITLE, *LINES[:3], *SIGNED, [], *LINES[3:]])
    write([*TITLE, *LINES, *SIGNED, ["电话", 88886666]], name="b.xlsx")

    told = [one for one in read().findings if one.rule == "W84"]

    assert [(one.place.file, one.facts["count"]) for one in told] == [("a.xlsx", 8)]


def test_a_note_between_months_does_not_end_them(write: Write, read: Read) -> None:
    months = [[f"{month}月", 100 + month, 900 + month] for month in range(1, 7)]
    head = [["2025年月度经营情况（万元）"], ["月份", "医疗收入", "出院人数"]]
    write([*head, *months[:3], ["注：4月起执行新价格"], *months[3:], ["注：未经审计"]])

    dataset = read().dataset
    (entity,) = {one for one, _ in dataset.values.index}

    assert [dataset.value("discharges", entity, f"2025-0{month}") for month in (3, 4, 6)] == [903, 904, 906]


def _operations(*heads: str) -> list[tuple[Any, ...]]:
    return [
        *AMERICAN, ("", *heads), ("Net patient service revenue", 1000, 910, 900), ("Other operating revenue", 50, 40, 40),
        ("Total operating revenue", 1050, 950, 940), ("Total operating expenses", 900, 830, 830),
        ("Operating income", 150, 120, 110),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "income"),
    [
        (("2025", "2024 (restated)", "2024 as previously reported"), 910_000),
        (("2025", "2024 as previously reported", "2024"), 900_000),
        (("2025", "2024 (as originally reported)", "2024 (as restated)"), 900_000),
    ],
)
def test_what_was_reported_before_a_restatement_yields_to_it(
    tmp_path: Path, catalog: Catalog, heads: tuple[str, ...], income: float
) -> None:
    reading = sheet_of_rows.read(tmp_path, catalog, _operations(*heads))
    found = {(one.item, one.period): one.value for one in reading.values()}

    assert found["medical_income", "2024"] == income
    assert [one.rule for one in reading.findings if one.rule in {"I43", "I104", "I158"}] == ["I158"]


def test_what_was_reported_before_is_read_where_nothing_restates_it(tmp_path: Path, catalog: Catalog) -> None:
    rows = [row[:3] for row in _operations("2025", "2024 as previously reported")]
    reading = sheet_of_rows.read(tmp_path, catalog, rows)

    assert {(one.item, one.period): one.value for one in reading.values()}["medical_income", "2024"] == 910_000


@pytest.mark.parametrize(
    "heads",
    [
        ("2025 (as restated)", "2024"),
        ("2025 (as restated)", 2024),
        ("Restated 2025", 2024),
        ("2025 (restated)", "2024"),
    ],
)
def test_the_first_of_two_years_may_say_that_it_is_restated(
    write: Write, read: Read, heads: tuple[str, str | int]
) -> None:
    """Beside a year that says no more the whole table was refused."""
    lines = [["Total revenue", 900, 800], ["Total expenses", 880, 790], ["Excess of revenues over expenses", 20, 10]]
    write([*map(list, AMERICAN), ["", *heads], *lines])

    assert {one.period: one.value for one in read().values() if one.item == "total_income"} == {
        "2025": 900_000,
        "2024": 800_000,
    }


def test_chinese_heads_say_what_was_restated_too(write: Write, read: Read) -> None:
    heads = ["项目", "本年数", "上年数（重述前）", "上年数（重述后）"]
    write([*TITLE[:2], heads, *([*line, line[2] + 1] for line in LINES)])

    reading = read()

    assert reading.dataset.value("total_income", "甲医院", "2025", "comp") == 91
    assert [one.rule for one in reading.findings] == ["I158"]


@pytest.mark.parametrize(
    "head",
    [
        [["", "31 March 2026"], ["", "£000"]], [["", "£000"]], [["", "Note", "£000"]], [["", "Note", 2026], ["", "", "£'000"]],
        [["", "31 March 2026 £000"]], [["£000", "2026"]], [["", "in thousands"]],
    ],
)  # fmt: skip
def test_one_column_is_headed_by_its_unit_below_its_period_or_a_title(
    tmp_path: Path, catalog: Catalog, head: list[list[Any]]
) -> None:
    """Such statements of a single year were not read at all."""
    lines = [["Inventories", 4], ["Cash and cash equivalents", 31], ["Total current assets", 35]]
    wide = "Note" in head[0]
    title = "Statement of Financial Position as at 31 March 2026"
    rows = [[title], *head, *([one[0], "", one[1]] if wide else one for one in lines)]
    reading = sheet_of_rows.read(tmp_path, catalog, [tuple(row) for row in rows])

    assert {one.item: one.value for one in reading.values()}["current_assets"] == 35_000
    assert {one.period for one in reading.values()} <= {"2026-03", "2026"}


@pytest.mark.parametrize("unit", ["千元", "$", "HK$'000"])
def test_a_unit_between_a_year_and_its_figures_belongs_to_the_head(tmp_path: Path, catalog: Catalog, unit: str) -> None:
    lines = [("Inventories", 4), ("Cash and cash equivalents", 31), ("Total current assets", 35)]
    reading = sheet_of_rows.read(tmp_path, catalog, [("Balance Sheet",), ("", 2025), ("", unit), *lines])

    assert {(one.period, one.value) for one in reading.values() if one.item == "current_assets"} == {
        ("2025", 35.0 if unit == "$" else 35_000.0)
    }


@pytest.mark.parametrize("at", [1, 2])
def test_a_unit_above_one_of_two_columns_heads_neither(write: Write, read: Read, at: int) -> None:
    """One of them is last year's, and nothing says which."""
    unit = ["", "", ""]
    unit[at] = "单位：元"
    write([["甲医院2025年度收入费用表"], unit, *LINES])

    assert not read().has_values


@pytest.mark.parametrize("pair", [(1953, 1953), (1998, 1998), (2025, 2024), (2024, 2025), (2025, 2025), (2017, 1995)])
def test_amounts_of_a_text_table_that_might_be_years_are_no_head_within_it(
    tmp_path: Path, catalog: Catalog, pair: tuple[int, int]
) -> None:
    (tmp_path / "运营数据.csv").write_text(
        "运营数据表\n编制单位：甲医院,,2025年度\n项目,单位,本年数,上年数\n门诊人次,人次,114525,113800\n"
        f"互联网诊疗人次,人次,{pair[0]},{pair[1]}\n处方数,张,91658,90011\n",
        encoding="utf-8",
    )

    reading = intake.read_paths([tmp_path], catalog)

    for item, values in {"visits_internet": pair, "prescriptions": (91658, 90011)}.items():
        assert (
            reading.dataset.value(item, "甲医院", "2025"),
            reading.dataset.value(item, "甲医院", "2025", "comp"),
        ) == values
    assert rules(reading) == []


def test_years_that_head_the_next_part_of_a_text_table_are_a_head(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "a.csv").write_text(
        "X Hospital\nBalance sheet (in dollars)\nAssets,2025,2024\nCash and bank,10,12\nTotal assets,10,12\n"
        "Liabilities,2025,2024\nTotal liabilities,7,8\n",
        encoding="utf-8",
    )

    dataset = intake.read_paths([tmp_path], catalog).dataset

    assert [dataset.value("total_liabilities", "X Hospital", year) for year in ("2025", "2024")] == [7, 8]
