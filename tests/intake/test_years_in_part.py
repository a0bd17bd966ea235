"""A note that a year is not whole holds for the figures below the name of that year."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from intake.rows import Rows, read
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading
from reportgen.intake.settlement.years_in_part import said

RULE: Final = "I165"
LINES: Final[Rows] = [("一、本期收入", 810.5, 700.25), ("二、本期费用", 790.5, 690.25), ("三、本期盈余", 20.0, 10.0)]
HEADS: Final[Rows] = [("甲医院收入费用表",), ("编制单位：甲医院", "单位：元"), ("项目", "2025年", "2024年")]


def income(reading: Reading) -> dict[tuple[str, str], float]:
    return {(one.period, str(one.view)): one.value for one in reading.values() if one.item == "total_income"}


@pytest.mark.parametrize(
    "note",
    ["注：2025年为1—9月数据", "说明：2025年数据截至9月30日，2024年为全年数。", "*2025年为前三季度数", "注：2025年1-9月数据",
     "2025年度数据统计到9月", "注：2025年为9个月的数", "備註：2025年為1至9月數據", "注：2025年为预计数", "注：本年数为1-9月累计数",
     "Figures for 2025 cover nine months only.", "Note: 2025 is for the nine months ended September 30.", "2025 is through September 30",
     "* Nine months ended September 30, 2025; 2024 is the full year.", "(1) 2025 figures are projected"],
)  # fmt: skip
def test_a_year_of_which_a_note_says_that_it_is_of_some_months_is_not_read(
    tmp_path: Path, catalog: Catalog, note: str
) -> None:
    """Nine months were read as the whole year 2025 without a word."""
    reading = read(tmp_path, catalog, [*HEADS, *LINES, (note,)])

    assert income(reading) == {("2024", ""): 700.25}
    (finding,) = [one for one in reading.findings if one.rule == RULE]
    assert (finding.place.cell, finding.facts["years"], finding.facts["count"]) == ("A7", "2025", 3)


@pytest.mark.parametrize(
    "note",
    ["注：2025年9月起执行新收费标准", "注：2025年为1-12月数据", "注：2024年为全年数", "注：2025年医疗收入为9月调整后数", "注：本表2025年数据未经审计",
     "Note: In September 2025 the hospital acquired a clinic.", "2024 includes nine months of Hillside Clinic, acquired April 1, 2024.",
     "Depreciation for 2025 is estimated.", "2025 figures are for the twelve months ended December 31", "Fiscal year 2025 ends December 31"],
)  # fmt: skip
def test_other_notes_take_nothing_away(tmp_path: Path, catalog: Catalog, note: str) -> None:
    reading = read(tmp_path, catalog, [*HEADS, *LINES, (note,)])

    assert income(reading) == {("2025", ""): 810.5, ("2024", ""): 700.25}
    assert RULE not in [one.rule for one in reading.findings]


def test_last_year_beside_a_year_in_part_is_not_read_either(tmp_path: Path, catalog: Catalog) -> None:
    """Of a form it is the comparative of the year that was left out."""
    heads = [("收入费用表",), ("编制单位：甲医院", "2025年度", "单位：元"), ("项目", "本年数", "上年数")]
    reading = read(tmp_path, catalog, [*heads, *LINES, ("注：2025年为1—9月数据",)])

    assert income(reading) == {}
    assert RULE in [one.rule for one in reading.findings]


@pytest.mark.parametrize(("note", "left"), [("2025年数据截至9月", ["2024"]), ("2024年、2025年均为1-9月数", [])])
def test_rows_of_years_are_left_out_as_columns_are(
    tmp_path: Path, catalog: Catalog, note: str, left: list[str]
) -> None:
    rows = [("年度", "门急诊人次", "出院人数"), ("2024年", 52340, 2101), ("2025年", 40500, 1601)]
    reading = read(tmp_path, catalog, [("甲医院历年工作量",), *rows, (f"注：{note}",)])

    assert [one.period for one in reading.values() if one.item == "discharges"] == left
    assert RULE in [one.rule for one in reading.findings]


def test_a_note_on_a_sheet_of_its_own_is_of_the_whole_file(small: ModuleType, tmp_path: Path, catalog: Catalog) -> None:
    sheets = {"收入费用表": [list(row) for row in (*HEADS, *LINES)], "编制说明": [["2025年数据为1-9月数"]]}
    reading = intake.read_paths([small.write(tmp_path / "a.xlsx", sheets)], catalog)

    assert income(reading) == {("2024", ""): 700.25}
    assert [one.place.sheet for one in reading.findings if one.rule == RULE] == ["编制说明"]


@pytest.mark.parametrize(
    ("note", "year_end", "years"),
    [
        ("2025 is through June 30", 6, set()),
        ("2025 is through June 30", 12, {"2025"}),
        ("注：2025年截至6月30日", 6, set()),
        ("注：2025年为7-6月数", 6, set()),
        ("2025年1-9月", 12, set()),  # the head of a column, which says it itself
        ("Nine months ended September 30, 2025", 12, set()),
    ],
)
def test_a_year_is_whole_where_it_ends(note: str, year_end: int, years: set[str]) -> None:
    assert said(note, year_end) == years


def test_a_note_below_one_form_leaves_the_other_forms_of_the_year(
    small: ModuleType, tmp_path: Path, catalog: Catalog
) -> None:
    """The balance sheet beside it stays submitted, and is checked as a form that is full."""
    balance = small.sheet(
        "会政财01",
        "2025年12月31日",
        ("期末余额", "年初余额"),
        [small.figures("会政财01", catalog, 1)] * 2,
        catalog=catalog,
    )
    income_sheet = small.sheet(
        "会政财02", "2025年度", ("本年数", "上年数"), [small.figures("会政财02", catalog, 1)] * 2, catalog=catalog
    )
    sheets = {"资产负债表": balance, "收入费用表": [*income_sheet, ["注：2025年为1—9月数据"]]}

    reading = intake.read_paths([small.write(tmp_path / "a.xlsx", sheets)], catalog)

    assert RULE in [one.rule for one in reading.findings]
    assert [one.form for one in reading.dataset.forms] == ["会政财01"]
