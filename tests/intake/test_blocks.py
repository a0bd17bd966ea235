"""Rows within a table that head those below them, sides of one table for two periods, and figures that stand in turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from intake.rows import Rows, read, read_case
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

CASE = "entity: {id: stmary, name: {en: St Mary Medical Center}}\nregime: other\ncurrency: USD\nfiscal_year_start: 7\nlanguages: en\nscheme: none\n"
ENGLISH: Rows = [
    ("Net patient service revenue", 4000, 3900),
    ("Other revenue", 200, 180),
    ("Total operating revenue", 4200, 4080),
    ("Salaries, wages and benefits", 2300, 2200),
    ("Supplies", 1800, 1780),
    ("Total operating expenses", 4100, 3980),
    ("Operating income", 100, 100),
]


def lines(times: int = 1) -> Rows:
    return [
        ("一、本期收入", 1000 * times),
        ("（一）财政拨款收入", 200 * times),
        ("（二）事业收入", 750 * times),
        ("（三）其他收入", 50 * times),
        ("二、本期费用", 900 * times),
        ("（一）业务活动费用", 700 * times),
        ("（二）单位管理费用", 200 * times),
        ("三、本期盈余", 100 * times),
    ]


def form(
    *rows: tuple[Any, ...], date: str = "2025年度", entity: str = "编制单位：甲医院", head: str = "本年数"
) -> Rows:
    return [("收入费用表",), (entity, date), ("单位：元",), ("项目", head), *rows]


def incomes(reading: Reading) -> dict[tuple[str, str, str], tuple[float, str | None]]:
    """Hospital, period and view → the income and its cell."""
    own = [one for one in reading.values() if one.item == "total_income" and not one.derived]
    return {(one.entity, one.period, str(one.view)): (one.value, one.place.cell) for one in own}


def told(reading: Reading, rule: str) -> list[tuple[str | None, dict[str, Any]]]:
    return [(one.place.cell, dict(one.facts)) for one in reading.findings if one.rule == rule]


def test_rows_below_the_name_of_a_year_are_of_that_year(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(tmp_path, catalog, form(*lines(10), ("2024年度",), *lines(9)))
    assert incomes(reading) == {("甲医院", "2025", ""): (10000, "B5"), ("甲医院", "2024", ""): (9000, "B14")}
    assert not reading.findings


def test_months_that_head_rows_are_of_the_year_above_the_table(tmp_path: Path, catalog: Catalog) -> None:
    rows = form(("1月",), *lines(1), ("2月",), *lines(2), ("一季度",), *lines(6), head="金额")
    assert incomes(read(tmp_path, catalog, rows)) == {
        ("甲医院", "2025-01", ""): (1000, "B6"),
        ("甲医院", "2025-02", ""): (2000, "B15"),
        ("甲医院", "2025-Q1", ""): (6000, "B24"),
    }


def test_years_head_rows_of_an_english_table(tmp_path: Path, catalog: Catalog) -> None:
    title = [("St Mary Medical Center",), ("Statements of Operations",), ("(in dollars)",), ("", "Amount")]
    years = [("Fiscal year 2025",), *((name, now) for name, now, _ in ENGLISH)]
    years += [("Fiscal year 2024",), *((name, before) for name, _, before in ENGLISH)]
    reading = read_case(tmp_path, catalog, CASE, {"IS": [*title, *years]})
    assert incomes(reading) == {("stmary", "2025", ""): (4200, "B8"), ("stmary", "2024", ""): (4080, "B16")}


def test_a_year_above_rows_under_columns_of_other_years_is_told(tmp_path: Path, catalog: Catalog) -> None:
    title = [("St Mary Medical Center",), ("(in dollars)",), ("Year ended June 30,", 2025, 2024)]
    reading = read_case(tmp_path, catalog, CASE, {"IS": [*title, *ENGLISH, ("Fiscal year 2023",), *ENGLISH[:3]]})
    assert told(reading, "I169") == [("A11", {"text": "Fiscal year 2023", "count": 6})]
    assert incomes(reading) == {("stmary", "2025", ""): (4200, "B6"), ("stmary", "2024", ""): (4080, "C6")}


def test_rows_below_the_name_of_a_department_are_told(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(tmp_path, catalog, form(*lines(9), ("外科",), ("事业收入", 70), ("药品费", 30)))
    assert told(reading, "I168") == [("A13", {"text": "外科", "count": 2})]
    assert incomes(reading) == {("甲医院", "2025", ""): (9000, "B5")}
    assert "drug_expense" not in {one.item for one in reading.values()}


def test_what_adds_up_departments_is_of_the_hospital(tmp_path: Path, catalog: Catalog) -> None:
    rows = form(("内科",), *lines(1), ("外科",), *lines(2), ("全院合计",), *lines(3))
    reading = read(tmp_path, catalog, rows)
    assert [cell for cell, _ in told(reading, "I168")] == ["A5", "A14"]
    assert incomes(reading) == {("甲医院", "2025", ""): (3000, "B24")}


def test_departments_head_rows_of_an_english_table(tmp_path: Path, catalog: Catalog) -> None:
    title = [("St Mary Medical Center",), ("(in dollars)",), ("Year ended June 30,", 2025, 2024)]
    rows = [*title, *ENGLISH, ("Emergency Department",), *ENGLISH, ("Radiology",), *ENGLISH[:3]]
    reading = read(tmp_path, catalog, rows)
    assert [(cell, facts["count"]) for cell, facts in told(reading, "I168")] == [("A11", 14), ("A19", 6)]
    assert set(incomes(reading).values()) == {(4200, "B6"), (4080, "C6")}


@pytest.mark.parametrize("head", [("项目", "本年数"), ("项目", "本年数", "上年数")])
def test_hospitals_below_each_other_are_told_apart(tmp_path: Path, catalog: Catalog, head: tuple[str, ...]) -> None:
    """Under bare names, with the head once or for each of them."""
    blocks = {"甲医院": lines(1), "乙医院": lines(2), "丙医院": lines(3)}
    above: Rows = [("收入费用表",), ("2025年度", "单位：元")]
    once = [*above, head, *(row for name, rows in blocks.items() for row in ((name,), *rows))]
    each = [*above, *(row for name, rows in blocks.items() for row in ((name,), head, *rows, ()))]
    for rows in (once, each):
        found = incomes(read(tmp_path, catalog, rows))
        assert {key: value for key, (value, _) in found.items()} == {
            ("甲医院", "2025", ""): 1000,
            ("乙医院", "2025", ""): 2000,
            ("丙医院", "2025", ""): 3000,
        }


def test_a_hospital_has_the_words_above_its_own_head(tmp_path: Path, catalog: Catalog) -> None:
    """A title and date between two hospitals are those of the second one."""
    first = [("收入费用表",), ("2025年度", "单位：元"), ("甲医院",), ("项目", "本年数"), *lines(1)]
    second = [("收入费用表",), ("2024年度", "单位：千元"), ("乙医院",), ("项目", "本年数"), *lines(2)]
    found = incomes(read(tmp_path, catalog, [*first, *second]))
    assert found == {("甲医院", "2025", ""): (1000, "B5"), ("乙医院", "2024", ""): (2000000, "B17")}


@pytest.mark.parametrize("gap", [0, 1, 2])
@pytest.mark.parametrize("titled", [True, False])
def test_statements_of_two_years_stand_beside_each_other(
    tmp_path: Path, catalog: Catalog, *, gap: int, titled: bool
) -> None:
    def side(year: int, times: int) -> Rows:
        title = f"{year}年度收入费用表" if titled else "收入费用表"
        date = ("编制单位：甲医院", "单位：元") if titled else (f"{year}年度", "单位：元")
        return [(title, ""), ("编制单位：甲医院", ""), date, ("项目", "本年数"), *lines(times)]

    rows = [(*left, *[""] * gap, *right) for left, right in zip(side(2025, 2), side(2024, 1), strict=True)]
    found = incomes(read(tmp_path, catalog, rows))
    assert found == {("甲医院", "2025", ""): (2000, "B5"), ("甲医院", "2024", ""): (1000, f"{'DEF'[gap]}5")}


KINDS = {"预算": 11, "实际": 10, "差异": -1}


def in_turn(*, apart: bool) -> Rows:
    """Budget, actual figure and difference below each line, with the word for it in a column of its own or not."""
    found: Rows = []
    for name, value in lines():
        if apart:
            found += [(name if kind == "预算" else "", kind, value * many) for kind, many in KINDS.items()]
        else:
            found += [(name,), *((kind, value * many) for kind, many in KINDS.items())]
    return found


@pytest.mark.parametrize("apart", [True, False])
def test_budget_and_actual_in_turn_under_each_line(tmp_path: Path, catalog: Catalog, *, apart: bool) -> None:
    title = [("收入费用表",), ("编制单位：甲医院", "2025年度"), ("单位：元",)]
    head = ("项目", "类别", "金额") if apart else ("项目", "本年数")
    reading = read(tmp_path, catalog, [*title, head, *in_turn(apart=apart)])
    column = "C5" if apart else "B6"
    actual = f"{column[0]}{int(column[1:]) + 1}"
    assert incomes(reading) == {("甲医院", "2025", ""): (10000, actual), ("甲医院", "2025", "budget"): (11000, column)}
    assert [facts["parts"] for _, facts in told(reading, "I170")] == [("差异",)]


def test_a_sheet_named_after_a_department_is_none_of_the_hospital(tmp_path: Path, catalog: Catalog) -> None:
    title = [("St Mary Medical Center",), ("(in dollars)",), ("Year ended June 30,", 2025, 2024)]
    sheets = {"Hospital": [*title, *ENGLISH], "Radiology": [*title, *ENGLISH]}
    sheets["Surgery P&L"] = [*title[:2], ("", "Actual 2025", "Budget 2025"), *ENGLISH]
    reading = read_case(tmp_path, catalog, CASE, sheets)
    found = [(one.place.sheet, one.facts["text"]) for one in reading.findings if one.rule == "I166"]
    assert found == [("Radiology", "Radiology"), ("Surgery P&L", "Surgery P&L")]
    assert set(incomes(reading).values()) == {(4200, "B6"), (4080, "C6")}


def statement(head: tuple[Any, ...], rows: Rows, *above: tuple[Any, ...]) -> dict[str, Rows]:
    return {"IS": [("St Mary Medical Center",), ("Statements of Operations",), ("(in dollars)",), *above, head, *rows]}


@pytest.mark.parametrize("corner", ["", "Item"])
def test_of_columns_by_payer_the_total_is_read(tmp_path: Path, catalog: Catalog, corner: str) -> None:
    by_payer: Rows = [(name, value - 30, 10, 20, value) for name, value, _ in ENGLISH]
    head = (corner, "Medicare", "Medicaid", "Other", "Total")
    reading = read_case(tmp_path, catalog, CASE, statement(head, by_payer, ("Year ended June 30, 2025",)))
    assert incomes(reading) == {("stmary", "2025", ""): (4200, "E8")}
    assert [facts["heads"] for _, facts in told(reading, "W58")] == [("Medicare", "Medicaid", "Other")]


@pytest.mark.parametrize("beside", ["Group FY{} £000", "Group 20{}\n£000", "Consolidated 20{} £000"])
def test_of_whom_a_period_is_may_stand_in_its_cell(tmp_path: Path, catalog: Catalog, beside: str) -> None:
    case = CASE.replace("USD", "GBP")
    sheets = statement(("", beside.format(26), beside.format(25)), ENGLISH)
    del sheets["IS"][2]
    reading = read_case(tmp_path, catalog, case, sheets)
    assert incomes(reading) == {("stmary", "2026", ""): (4200000, "B6"), ("stmary", "2025", ""): (4080000, "C6")}
    assert "I80" not in {one.rule for one in reading.findings}


def test_beside_columns_of_the_group_those_of_the_trust_are_read(tmp_path: Path, catalog: Catalog) -> None:
    heads = tuple(f"{whose} FY{year}" for whose in ("Group", "Trust") for year in (26, 25))
    rows: Rows = [(name, now + 7, before + 7, now, before) for name, now, before in ENGLISH]
    reading = read_case(tmp_path, catalog, CASE, statement(("", *heads), rows))
    assert incomes(reading) == {("stmary", "2026", ""): (4200, "D7"), ("stmary", "2025", ""): (4080, "E7")}
    assert len(told(reading, "I154")) == 1


@pytest.mark.parametrize(
    "heads",
    [
        [("", "FY2026 YTD Sep", "FY2025 YTD Sep")],
        [("", "FY26 year to date Sep", "FY25 year to date Sep")],
        [("", "FY2026", "FY2025"), ("", "YTD Sep", "YTD Sep")],
        [("", "FY2026", "FY2025"), ("", "Sep YTD", "Sep YTD")],
    ],
)
def test_a_fiscal_year_until_a_month_is_not_all_of_it(tmp_path: Path, catalog: Catalog, heads: Rows) -> None:
    """Until below the year was passed over: three months were the year, without a word."""
    *above, head = heads
    reading = read_case(tmp_path, catalog, CASE, statement(head, ENGLISH, *above))
    found = {key: value for key, (value, _) in incomes(reading).items()}
    assert found == {("stmary", "2025-09", "ytd"): 4200, ("stmary", "2024-09", "ytd"): 4080}


def test_a_title_of_a_fiscal_year_until_a_month_is_not_all_of_it(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [(name, now) for name, now, _ in ENGLISH]
    reading = read_case(tmp_path, catalog, CASE, statement(("", "Actual"), rows, ("FY2026 YTD Mar",)))
    assert incomes(reading) == {("stmary", "2026-03", "ytd"): (4200, "B8")}


def cycled(kinds: dict[str, int], *, head: tuple[str, ...] = ("项目", "类别", "金额"), date: str = "2025年度") -> Rows:
    """Each line of the form with a row for each kind, which a column of its own names."""
    rows: Rows = [("收入费用表",), ("编制单位：甲医院" if "甲医院" not in kinds else "", date), ("单位：元",), head]
    for name, value in lines():
        rows += [("" if at else name, kind, value * many) for at, (kind, many) in enumerate(kinds.items())]
    return rows


def test_of_parts_in_turn_their_total_is_read(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(tmp_path, catalog, cycled({"门诊": 1, "住院": 2, "合计": 3}))
    assert incomes(reading) == {("甲医院", "2025", ""): (3000, "C7")}
    assert [facts["parts"] for _, facts in told(reading, "I170")] == [("门诊", "住院")]


def test_parts_in_turn_without_their_total_are_told(tmp_path: Path, catalog: Catalog) -> None:
    """The first of them passed for all of them, without a word."""
    reading = read(tmp_path, catalog, cycled({"门诊": 1, "住院": 2}))
    assert told(reading, "I172") == [("B5", {"parts": ("门诊", "住院"), "count": 16})]
    assert not incomes(reading)


def test_month_and_year_to_date_in_turn(tmp_path: Path, catalog: Catalog) -> None:
    found = incomes(read(tmp_path, catalog, cycled({"本月数": 1, "本年累计数": 9}, date="2025年9月")))
    assert found == {("甲医院", "2025-09", ""): (1000, "C5"), ("甲医院", "2025-09", "ytd"): (9000, "C6")}


def test_hospitals_in_turn(tmp_path: Path, catalog: Catalog) -> None:
    found = incomes(read(tmp_path, catalog, cycled({"甲医院": 1, "乙医院": 2}, head=("项目", "单位", "金额"))))
    assert found == {("甲医院", "2025", ""): (1000, "C5"), ("乙医院", "2025", ""): (2000, "C6")}


def test_marks_beside_names_of_lines_are_no_kinds(tmp_path: Path, catalog: Catalog) -> None:
    """A column that says the same of several lines, each of which has a name of its own."""
    rows = [(name, "是" if at % 2 else "否", value) for at, (name, value) in enumerate(lines())]
    reading = read(tmp_path, catalog, [*cycled({})[:3], ("项目", "是否重点", "本年数"), *rows])
    assert incomes(reading) == {("甲医院", "2025", ""): (1000, "C5")}


def test_the_sum_of_campuses_is_of_the_hospital_above(tmp_path: Path, catalog: Catalog) -> None:
    rows = form(("其中：东院区",), *lines(1), ("西院区",), *lines(2), ("合计",), *lines(3))
    found = incomes(read(tmp_path, catalog, rows))
    assert found[("甲医院", "2025", "")] == (3000, "B24")
    assert {entity for entity, _, _ in found} == {"东院区", "西院区", "甲医院"}


def test_a_head_whose_first_cell_is_its_year(tmp_path: Path, catalog: Catalog) -> None:
    """The rows below such a head were lost without a word."""
    found = incomes(read(tmp_path, catalog, form(*lines(2), ("2024年度", "本年数"), *lines(1))))
    assert found == {("甲医院", "2025", ""): (2000, "B5"), ("甲医院", "2024", ""): (1000, "B14")}


def test_hospitals_beside_each_other(tmp_path: Path, catalog: Catalog) -> None:
    def side(name: str, unit: str, times: int) -> Rows:
        above: Rows = [("收入费用表", ""), (f"编制单位：{name}", "2025年度"), (f"单位：{unit}", "")]
        return [*above, ("项目", "本年数"), *lines(times)]

    rows = [(*one, "", *other) for one, other in zip(side("甲医院", "元", 2), side("乙医院", "千元", 1), strict=True)]
    found = incomes(read(tmp_path, catalog, rows))
    assert found == {("甲医院", "2025", ""): (2000, "B5"), ("乙医院", "2025", ""): (1000000, "E5")}


@pytest.mark.parametrize("unit", ["单位：万元", "以下单位：万元", "（单位：万元）", "万元"])
def test_a_unit_within_a_table_is_of_the_rows_below_it(tmp_path: Path, catalog: Catalog, unit: str) -> None:
    """They were taken in the unit above the table: too small by ten thousand, without a word."""
    reading = read(tmp_path, catalog, form(*lines(10000)[:4], (unit,), *lines()[4:]))
    found = {one.item: (one.value, one.place.cell) for one in reading.values()}
    assert (found["total_income"], found["total_expense"]) == ((1e7, "B5"), (9e6, "B10"))


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(
    ("head", "names", "found"),
    [
        ("医院", ("甲医院", "乙医院"), {("甲医院", "2025", ""): (1000, "C4"), ("乙医院", "2025", ""): (2000, "C12")}),
        ("", ("2025年", "2024年"), {("丙医院", "2025", ""): (1000, "C4"), ("丙医院", "2024", ""): (2000, "C12")}),
        ("科室", ("内科", "外科"), {}),
    ],
)
def test_a_column_in_front_of_the_names_says_of_whom_and_when_they_are(
    tmp_path: Path,
    catalog: Catalog,
    *,
    head: str,
    names: tuple[str, str],
    found: dict[tuple[str, str, str], tuple[float, str]],
    merged: bool,
) -> None:
    above: Rows = [("收入费用表",), ("编制单位：丙医院" if head != "医院" else "", "2025年度", "单位：元")]
    blocks = [("" if at else name, *line) for many, name in enumerate(names, 1) for at, line in enumerate(lines(many))]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in [*above, (head, "项目", "金额"), *blocks]:
        sheet.append(row)
    for area in ("A4:A11", "A12:A19") if merged else ():
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    reading = intake.read_paths([tmp_path / "a.xlsx"], catalog)
    assert incomes(reading) == found
    assert [cell for cell, _ in told(reading, "I168")] == (["A4", "A12"] if head == "科室" else [])
