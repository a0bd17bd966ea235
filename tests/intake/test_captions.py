"""What a line above a table, its title, or the name of its sheet says of all its figures: budgets, plans, last year."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import openpyxl
import pytest

from intake.rows import Rows, read_case, total_income
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

ENTITY: Final = "entity: {id: h, name: {zh: 甲医院, en: Mercy Hospital}}\n"
AMERICAN: Final = f"{ENTITY}regime: other\ncurrency: USD\nlanguages: en\n"
MONTHS: Final = ("1月", "2月")
LINES: Final[Rows] = [("一、本期收入", 100.0, 110.0), ("二、本期费用", 90.0, 95.0), ("三、本期盈余", 10.0, 15.0)]
MORE: Final[Rows] = [(name, *(2 * one for one in values)) for name, *values in LINES]
ENGLISH: Final[Rows] = [("Total revenue", 100.0, 110.0), ("Total expenses", 90.0, 95.0), ("Net income", 10.0, 15.0)]
BUDGET: Final = {("2026-01", "budget"): 100.0, ("2026-02", "budget"): 110.0}
ACTUAL: Final = {("2026-01", ""): 100.0, ("2026-02", ""): 110.0}


def read(folder: Path, catalog: Catalog, sheets: dict[str, Rows], name: str = "a.xlsx", case: str = ENTITY) -> Reading:
    return read_case(folder, catalog, case, sheets, name)


def rules(reading: Reading) -> set[str]:
    return {one.rule for one in reading.findings} & {"I125", "I151", "I166", "W16", "W84", "I43", "I17"}


def across(*above: str, lines: Rows = LINES) -> Rows:
    return [*((text,) for text in above), ("项目", *MONTHS), *lines]


def down(*above: str) -> Rows:
    rows: Rows = [("月份", "总收入", "总费用"), ("1月", 100.0, 90.0), ("2月", 110.0, 95.0)]
    return [*((text,) for text in above), *rows]


@pytest.mark.parametrize("made", [across, down])
@pytest.mark.parametrize(
    ("above", "sheet", "file"),
    [
        (("甲医院2026年收支表", "单位：元", "一、预算"), "表", "a.xlsx"),
        (("甲医院2026年收支表", "单位：元"), "预算", "a.xlsx"),
        (("甲医院2026年收支表", "单位：元"), "收支预算", "a.xlsx"),
        (("甲医院2026年收支表", "单位：元"), "表", "2026年预算.xlsx"),
        (("2026年分月预算", "单位：元"), "表", "a.xlsx"),
    ],
)
def test_budgets_are_no_actual_figures(
    tmp_path: Path, catalog: Catalog, made: type, above: tuple[str, ...], sheet: str, file: str
) -> None:
    """They were read as what came in, without a word: only the first line above a table could say so."""
    reading = read(tmp_path, catalog, {sheet: made(*above)}, file)

    assert total_income(reading) == BUDGET


@pytest.mark.parametrize("made", [across, down])
@pytest.mark.parametrize(
    ("above", "sheet", "file"),
    [
        (("甲医院2026年收支表", "单位：元"), "预算执行", "a.xlsx"),
        (("甲医院2026年收支表", "单位：元"), "表", "预算科2026年.xlsx"),
        (("甲医院2026年收支表", "单位：元", "填报部门：计划财务科"), "表", "a.xlsx"),
        (("甲医院2026年收支表", "单位：元", "二、实际"), "表", "a.xlsx"),
        (("甲医院2026年收支表", "单位：元"), "表", "2026年预算会计报表.xlsx"),
    ],
)
def test_titles_that_speak_of_more_say_nothing_of_all_figures(
    tmp_path: Path, catalog: Catalog, made: type, above: tuple[str, ...], sheet: str, file: str
) -> None:
    assert total_income(read(tmp_path, catalog, {sheet: made(*above)}, file)) == ACTUAL


@pytest.mark.parametrize("made", [across, down])
@pytest.mark.parametrize(
    ("above", "sheet", "rule"),
    [
        (("2026年收支计划", "单位：元"), "表", "I151"),
        (("2026年收支目标分解表", "单位：元"), "表", "I151"),
        (("2026年收支预计表", "单位：元"), "表", "I151"),
        (("2026年收支表", "单位：元"), "计划", "I151"),
        (("甲医院收支表", "2026年", "单位：元", "金额", "目标"), "表", "I151"),
        (("2026年收支表", "单位：元", "上年"), "表", "I125"),
        (("2026年收支表", "单位：元", "上年同期"), "表", "I125"),
    ],
)
def test_what_is_planned_or_of_last_year_is_told_and_not_read(
    tmp_path: Path, catalog: Catalog, made: type, above: tuple[str, ...], sheet: str, rule: str
) -> None:
    reading = read(tmp_path, catalog, {sheet: made(*above)})

    assert total_income(reading) == {}
    assert rule in rules(reading)


@pytest.mark.parametrize(
    ("title", "unit", "more", "sheet"),
    [
        ("2026年日均收支表", "单位：元", "", "表"),
        ("2026年人均收支", "单位：元", "", "表"),
        ("2026年收支结构比表", "单位：元", "", "表"),
        ("2026年收支表", "单位：%", "", "表"),
        ("2026年收支表", "单位：元/人", "", "表"),
        ("2026年收支增减变动表", "单位：元", "", "表"),
        ("2026年收支表", "单位：元", "占比", "表"),
        ("2026年收支表", "单位：元", "同比增减", "表"),
        ("2026年收支表", "单位：元", "", "日均"),
        ("内科2026年收支表", "单位：元", "", "表"),
        ("甲医院内科2026年收支表", "单位：元", "", "表"),
        ("2026年收支表", "单位：元", "科室：内科", "表"),
        ("2026年收支表", "单位：元", "", "内科"),
        ("2026年收支表", "单位：元", "", "三病区"),
        ("2026年收支表", "单位：元", "", "东院区"),
        ("东院区2026年收支表", "单位：元", "", "表"),
        ("2026年收支表（不含东院区）", "单位：元", "", "表"),
    ],
)
def test_means_shares_changes_and_departments_are_told_and_not_read(
    tmp_path: Path, catalog: Catalog, title: str, unit: str, more: str, sheet: str
) -> None:
    """They were read as figures of the hospital and the year, without a word."""
    rows: Rows = [(title,), ("编制单位：甲医院", unit), (more,), ("项目", "金额"), *(row[:2] for row in LINES)]
    reading = read(tmp_path, catalog, {sheet: rows})

    assert total_income(reading) == {}
    assert rules(reading) == {"I166"}


@pytest.mark.parametrize(
    ("title", "more", "sheet", "heads"),
    [
        ("2026年收支及占比表", "", "表", ("项目", "金额")),
        ("2026年收支结构比表", "", "表", ("项目", "金额", "占比")),
        ("2026年收支增减变动表", "", "表", ("项目", "本年数", "上年数")),
        ("2026年收支表", "科室：财务科", "表", ("项目", "金额")),
        ("2026年收支表", "科室：全院", "表", ("项目", "金额")),
        ("财务科2026年收支表", "", "财务科", ("项目", "金额")),
        ("口腔科医院2026年收支表", "", "表", ("项目", "金额")),
        ("甲医院2026年收支表", "", "本部", ("项目", "金额")),
    ],
)
def test_what_only_sounds_like_them_is_read(
    tmp_path: Path, catalog: Catalog, title: str, more: str, sheet: str, heads: tuple[str, ...]
) -> None:
    lines = [(name, first, 0.5 if "占比" in heads else second)[: len(heads)] for name, first, second in LINES]
    reading = read(tmp_path, catalog, {sheet: [(title,), ("编制单位：甲医院", "单位：元"), (more,), heads, *lines]})

    assert total_income(reading)["2026", ""] == 100.0
    assert "I166" not in rules(reading)


def test_a_campus_that_is_the_hospital_of_the_case_is_read(tmp_path: Path, catalog: Catalog) -> None:
    case = "entity: {id: h, name: {zh: 甲医院东院区, en: East}}\n"
    rows: Rows = [("东院区2026年收支表",), ("单位：元",), ("项目", "金额"), *(row[:2] for row in LINES)]

    assert total_income(read(tmp_path, catalog, {"东院区": rows}, case=case)) == {("2026", ""): 100.0}


@pytest.mark.parametrize("unit", ["单位：元（不含税）", "单位：元"])
def test_a_unit_leaves_nothing_out(tmp_path: Path, catalog: Catalog, unit: str) -> None:
    rows: Rows = [("2026年收支表",), ("编制单位：甲医院", unit), ("项目", "金额"), *(row[:2] for row in LINES)]

    assert "I166" not in rules(read(tmp_path, catalog, {"表": rows}))


@pytest.mark.parametrize(
    "title",
    [
        "Statement of Operations per Adjusted Discharge",
        "Variance from Prior Year",
        "Average daily amounts",
        "Emergency Department Statement of Operations",
    ],
)
def test_so_it_is_in_english(tmp_path: Path, catalog: Catalog, title: str) -> None:
    rows: Rows = [("Mercy Hospital",), (title,), ("(in dollars)",), ("", "2026"), *(row[:2] for row in ENGLISH)]
    reading = read(tmp_path, catalog, {"S": rows}, case=AMERICAN)

    assert total_income(reading) == {}
    assert rules(reading) == {"I166"}


def test_a_sheet_named_last_year_has_not_the_period_of_its_file(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [("收入费用表",), ("单位：元",), ("项目", "本月数", "本年累计数"), *LINES]
    reading = read(tmp_path, catalog, {"本年": rows, "上年": [*rows[:3], *MORE]}, "2026年2月.xlsx")

    assert total_income(reading) == {("2026-02", ""): 100.0, ("2026-02", "ytd"): 110.0}
    assert rules(reading) == {"I125"}


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("一、实际", "二、预算", {**ACTUAL, ("2026-01", "budget"): 200.0, ("2026-02", "budget"): 220.0}),
        ("本年", "上年", ACTUAL),
        ("本年", "上年同期", ACTUAL),
    ],
)
def test_blocks_of_one_sheet_are_what_the_lines_above_them_say(
    tmp_path: Path, catalog: Catalog, first: str, second: str, found: dict[tuple[str, str], float]
) -> None:
    """The second one was taken for another page of the first: its figures contradicted those of the first one."""
    rows = [*across("甲医院2026年收支表", "单位：元", first), (), *across(second, lines=MORE)]
    reading = read(tmp_path, catalog, {"表": rows})

    assert total_income(reading) == found
    assert not rules(reading) & {"I43", "W16", "W84"}


def test_a_block_of_the_month_and_one_of_the_year_to_date(tmp_path: Path, catalog: Catalog) -> None:
    blocks = [
        [(text,), ("项目", "金额"), *(row[:2] for row in lines)] for text, lines in (("本月", LINES), ("累计", MORE))
    ]
    reading = read(tmp_path, catalog, {"表": [("甲医院2026年2月收支表",), ("单位：元",), *blocks[0], (), *blocks[1]]})

    assert total_income(reading) == {("2026-02", ""): 100.0, ("2026-02", "ytd"): 200.0}


def test_english_blocks(tmp_path: Path, catalog: Catalog) -> None:
    heads: Rows = [("", "Jan", "Feb")]
    others = [(name, *(2 * one for one in values)) for name, *values in ENGLISH]
    rows: Rows = [("Mercy Hospital 2026 (in dollars)",), ("Actual",), *heads, *ENGLISH, ()]
    rows += [("Budget",), *heads, *others, (), ("Prior Year",), *heads, *others]
    reading = read(tmp_path, catalog, {"S": rows}, case=AMERICAN)

    assert {key: value for key, value in total_income(reading).items() if key[1] == ""} == ACTUAL
    assert rules(reading) == {"I125"}


@pytest.mark.parametrize(
    ("first", "found", "told"), [("预算", {("2026", "budget"): 100.0}, set()), ("上年同期", {}, {"I125"})]
)
def test_the_first_line_of_a_table_may_say_it_too(
    tmp_path: Path, catalog: Catalog, first: str, found: dict[tuple[str, str], float], told: set[str]
) -> None:
    rows: Rows = [("甲医院2026年收支表",), ("单位：元",), ("项目", "金额"), (first, None), *(row[:2] for row in LINES)]
    reading = read(tmp_path, catalog, {"表": rows})

    assert total_income(reading) == found
    assert rules(reading) == told


def test_targets_in_the_folder_of_budgets_are_budgets(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "budget").mkdir()
    book = openpyxl.Workbook()
    for row in [
        ("年度运行目标表",),
        ("编制单位：甲医院", "2026年度", "单位：元"),
        ("项目", "金额"),
        *(row[:2] for row in LINES),
    ]:
        book.worksheets[0].append(row)
    book.save(tmp_path / "budget" / "2026年.xlsx")
    reading = read(tmp_path, catalog, {"表": [("收入费用表",)]})

    assert total_income(reading) == {("2026", "budget"): 100.0}


def test_a_note_on_differences_is_no_table_of_changes(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [
        ("收支差异情况说明",),
        ("编制单位：甲医院", "2026年度", "单位：元"),
        ("项目", "本年数"),
        *(row[:2] for row in LINES),
    ]

    assert "I166" not in rules(read(tmp_path, catalog, {"表": rows}))


def test_a_line_that_nobody_filled_in_says_nothing_of_those_below(tmp_path: Path, catalog: Catalog) -> None:
    """The settlement difference is an item; with lines above it left blank it passed for a heading of differences."""
    blank: Rows = [("医疗活动收入合计", None), ("结算差额", None), ("医疗收入", None)]
    rows: Rows = [("医疗活动收入费用明细表",), ("编制单位：甲医院", "2026年度", "单位：元"), ("项目", "本年数")]

    filled = read(tmp_path, catalog, {"表": [*rows, *blank, ("医疗活动费用合计", 90.0)]})
    assert filled.dataset.value("medical_activity_expense", "h", "2026") == 90.0
    assert "I166" not in rules(filled)
