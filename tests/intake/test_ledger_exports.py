"""Workbooks as ledger systems export them: heads of two rows, tables of hospitals, books that are no statements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from intake.conftest import Write, rules
from reportgen import intake
from reportgen.catalog import Catalog

Read = Callable[[], intake.Reading]
ENTITY = "示例医院"
EAST, WEST = "东院医院", "西院医院"
ITEMS = ("total_income", "total_expense", "total_assets")
NAMES = ("收入合计", "费用合计", "资产总计")


def held(reading: intake.Reading) -> dict[tuple[str, str, str, str], float]:
    """Everything that was read and not computed: item, hospital, period, view → value."""
    return {(v.item, v.entity, v.period, str(v.view)): v.value for v in reading.values() if not v.derived}


def two_row_sheet(upper: list[Any], lower: list[Any], small: ModuleType, catalog: Catalog, columns: list[Any]) -> Any:
    """The statement of income and expenses under a head of two rows."""
    rows = small.sheet("会政财02", "2025年10月", ("",) * len(columns), columns, catalog=catalog)
    return [*rows[:3], upper, lower, *rows[4:]]


@pytest.mark.serves("001-30")
def test_amount_below_a_head_says_no_more_than_the_head(small: ModuleType, catalog: Catalog, write: Write, read: Read):
    closing, opening = small.figures("会政财01", catalog, 2), small.figures("会政财01", catalog, 3)
    form = catalog.forms["会政财01"]
    lines = [
        [row.label, closing.get(row.item), 12.5, opening.get(row.item), 11.5] for row in (*form.rows, *form.right_rows)
    ]
    lines = [line if line[1] is not None else [line[0]] for line in lines]
    head = [["资产", "期末余额", None, "年初余额", None], [None, "金额", "比重%", "金额", "比重%"]]
    write([["资产负债结构表"], [f"编制单位：{ENTITY}", "2025年10月31日", None, None, "单位：元"], *head, *lines])

    reading = read()

    assert {key[0]: value for key, value in held(reading).items() if key[3] == ""} == closing
    assert {key[0]: value for key, value in held(reading).items() if key[3] == "open"} == opening
    assert rules(reading) == ["W58"]


def test_months_and_sums_of_last_year_are_not_those_of_this_year(
    small: ModuleType, catalog: Catalog, write: Write, read: Read
):
    now = small.figures("会政财02", catalog)
    columns = [{item: times * value for item, value in now.items()} for times in (7, 8, 1, 10)]
    upper, lower = ["项目", "上年", None, "本年", None], [None, "本月数", "累计数", "本月数", "累计数"]
    write(two_row_sheet(upper, lower, small, catalog, columns))

    found = held(read())

    for item, value in now.items():
        assert [found[item, ENTITY, "2025-10", view] for view in ("", "ytd", "comp")] == [value, 10 * value, 8 * value]


def test_the_closing_balance_of_last_year_is_the_comparative(
    catalog: Catalog, small: ModuleType, write: Write, read: Read
):
    now = small.figures("会政财01", catalog, 2)
    form = catalog.forms["会政财01"]
    lines = [[row.label, *(times * now[row.item] for times in (5, 4, 3, 1))] for row in form.rows if row.item]
    head = [["项目", "上年", None, "本年", None], [None, *("年初余额", "期末余额") * 2]]
    write([["资产负债表"], [f"编制单位：{ENTITY}", "2025年12月31日", "单位：元"], *head, *lines])

    found = held(read())

    for item in (row.item for row in form.rows if row.item):
        assert [found[item, ENTITY, "2025", view] for view in ("", "open", "comp")] == [
            n * now[item] for n in (1, 3, 4)
        ]


def test_subtotals_between_months_are_no_months(write: Write, read: Read):
    lines = [["2025年1月", 1, 2, 3], ["2025年2月", 4, 5, 6], ["小计", 5, 7, None], ["累计", 5, 7, None]]
    write([["月报"], [f"编制单位：{ENTITY}", "单位：元"], ["月份", *NAMES], *lines])

    reading = read()

    assert {key[2] for key in held(reading)} == {"2025-01", "2025-02"}
    assert rules(reading) == []


@pytest.mark.serves("001-30")
@pytest.mark.parametrize(
    "head",
    [
        [["科目编码", "科目名称", "期初余额", None, "期末余额", None], [None, None, "借方", "贷方", "借方", "贷方"]],
        [["科目编码", "科目名称", "期初余额", "本期借方发生额", "本期贷方发生额", "期末余额"]],
    ],
)
def test_a_trial_balance_is_told_and_not_read(head: list[list[Any]], write: Write, read: Read):
    accounts = [
        ["1002", "银行存款"],
        ["1212", "应收账款"],
        ["1601", "固定资产"],
        ["2302", "应付账款"],
        ["3001", "累计盈余"],
    ]
    lines = [[*account, 1000 + n, None, 900 + n, None] for n, account in enumerate(accounts)]
    write([["科目余额表"], [f"核算单位：{ENTITY}", "会计期间：2025年10月", "单位：元"], *head, *lines])

    reading = read()

    assert rules(reading) == ["I77"]
    assert not reading.has_values


@pytest.mark.serves("001-30")
@pytest.mark.parametrize("head", [[["医院名称", *NAMES]], [["医院名称", "收支", None, "资产"], [None, *NAMES]]])
def test_a_row_for_each_hospital_below_a_dated_title(head: list[list[Any]], write: Write, read: Read):
    lines = [[EAST, 100, 90, 300], [WEST, 200, 180, 500], ["合计", 300, 270, 800]]
    write([["2025年医院收支汇总表"], [None, None, None, "单位：万元"], *head, *lines])

    reading = read()

    assert held(reading) == {
        (item, line[0], "2025", ""): value * 10_000
        for line in lines[:2]
        for item, value in zip(ITEMS, line[1:], strict=True)
    }
    assert rules(reading) == []


def test_figures_of_two_years_below_the_name_of_an_item(write: Write, read: Read):
    upper = ["医院名称", "收入合计", None, "费用合计", None, "资产总计", None]
    lower = [None, *("本年数", "上年数") * 3]
    write([["2025年各医院收支"], ["单位：元"], upper, lower, [EAST, 10, 9, 8, 7, 30, 29]])

    found = held(read())

    assert [found[item, EAST, "2025", ""] for item in ITEMS] == [10, 8, 30]
    assert [found[item, EAST, "2025", "comp"] for item in ITEMS] == [9, 7, 29]


def test_without_any_period_nothing_of_such_a_table_is_read(write: Write, read: Read):
    write([["医院收支汇总表"], ["单位：元"], ["医院名称", *NAMES], *[[f"{n}院医院", 1, 2, 3] for n in "东西南北"]])

    reading = read()

    assert not reading.has_values
    assert rules(reading) == ["I08"]


def test_one_merged_name_of_a_hospital_stands_for_all_its_rows(tmp_path: Path, catalog: Catalog):
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet("表")
        for row, cells in enumerate([["2025年"], ["单位：元"], ["医院名称", "月份", *NAMES]]):
            page.write_row(row, 0, cells)
        for number, name in enumerate((EAST, WEST)):
            for month in (1, 2):
                page.write_row(2 + 2 * number + month, 1, [f"{month}月", 10 * number + month, 2, 3])
            page.merge_range(3 + 2 * number, 0, 4 + 2 * number, 0, name)

    found = held(intake.read_paths([tmp_path], catalog))

    assert [found["total_income", EAST, f"2025-0{month}", ""] for month in (1, 2)] == [1, 2]
    assert [found["total_income", WEST, f"2025-0{month}", ""] for month in (1, 2)] == [11, 12]


def test_a_row_without_a_name_is_told_and_given_to_nobody(write: Write, read: Read):
    lines = [
        [EAST, "1月", 1, 2, 3],
        [None, "2月", 4, 5, 6],
        [None, "全市合计", 7, 8, 9],
        ["备忘", None, None, None, None],
    ]
    write([["2025年"], ["单位：元"], ["医院名称", "月份", *NAMES], *lines])

    reading = read()

    assert {key[1:3] for key in held(reading)} == {(EAST, "2025-01")}
    assert [(f.rule, f.place.cell) for f in reading.findings if f.rule != "I29"] == [("I79", "A5")]


def test_other_hospitals_in_the_case_of_one_are_told(tmp_path: Path, small: ModuleType, catalog: Catalog):
    (tmp_path / "case.yaml").write_text("entity: {id: east, name: {zh: 东院医院, en: East}}\nscheme: none\n", "utf-8")
    lines = [[EAST, 1, 2, 3], [WEST, 4, 5, 6], ["南院医院", 7, 8, 9]]
    small.write(tmp_path / "data" / "a.xlsx", {"表": [["2025年"], ["单位：元"], ["医院名称", *NAMES], *lines]})

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert held(reading)["total_income", "east", "2025", ""] == 1
    assert [(f.facts["name"], f.facts["count"]) for f in reading.findings if f.rule == "I80"] == [(WEST, 2)]


def test_a_total_in_front_of_the_names_is_no_hospital(write: Write, read: Read):
    write([["2025年"], ["单位：元"], ["排名", "医院", *NAMES], [1, EAST, 1, 2, 3], ["全市合计", None, 4, 5, 6]])

    reading = read()

    assert {key[1] for key in held(reading)} == {EAST}
    assert rules(reading) == []


@pytest.mark.serves("001-30")
def test_the_unit_of_the_statement_on_the_left_holds_for_the_one_beside_it(
    small: ModuleType, catalog: Catalog, write: Write, read: Read
):
    from intake.test_side_by_side import beside

    income, cash = small.figures("会政财02", catalog, 2), small.figures("会政财04", catalog, 3)
    left = small.sheet("会政财02", "2025年度", ("本年数",), [income], unit="万元", catalog=catalog)
    right = small.sheet("会政财04", "2025年度", ("本年金额",), [cash], unit=None, catalog=catalog)
    write(beside(left, right, 2))

    reading = read()

    found = {key[0]: value for key, value in held(reading).items()}
    assert found == {item: 10_000 * value for item, value in (income | cash).items()}
    assert rules(reading) == []


@pytest.mark.serves("001-30")
def test_sheets_of_zeros_behind_the_last_month_are_months_to_come(small: ModuleType, catalog: Catalog, tmp_path: Path):
    made = small.figures("会政财02", catalog)
    sheets = {}
    for month in range(10, 13):
        own = made if month == 10 else dict.fromkeys(made, 0)
        to_date = {item: month * value for item, value in own.items()}
        sheets[f"{month}月"] = small.sheet(
            "会政财02", f"2025年{month}月", ("本月数", "本年累计数"), [own, to_date], catalog=catalog
        )
    small.write(tmp_path / "a.xlsx", sheets)

    reading = intake.read_paths([tmp_path], catalog)

    assert {value.period for value in reading.values()} == {"2025-10"}
    assert sorted((f.rule, f.facts["period"]) for f in reading.findings) == [("I45", "2025-11"), ("I45", "2025-12")]
    assert {form.period for form in reading.dataset.forms} == {"2025-10"}


def test_a_month_of_zeros_in_front_of_others_stays(small: ModuleType, catalog: Catalog, tmp_path: Path):
    made = small.figures("会政财02", catalog)
    sheets = {
        f"{month}月": small.sheet("会政财02", f"2025年{month}月", ("本月数",), [own], catalog=catalog)
        for month, own in ((1, dict.fromkeys(made, 0)), (2, made))
    }
    small.write(tmp_path / "a.xlsx", sheets)

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_income", ENTITY, "2025-01") == 0
    assert rules(reading) == []


def test_a_blank_form_is_told(small: ModuleType, catalog: Catalog, write: Write, read: Read):
    write(small.sheet("会政财02", "2025年10月", ("本月数", "本年累计数"), [{}, {}], catalog=catalog))

    reading = read()

    assert rules(reading) == ["I78"]
    assert not reading.has_values


def test_a_month_beside_that_of_last_year_lacks_none_between(
    small: ModuleType, catalog: Catalog, write: Write, read: Read
):
    now, before = small.figures("会政财02", catalog, 2), small.figures("会政财02", catalog)
    write(small.sheet("会政财02", "", ("2025年10月", "2024年10月"), [now, before], catalog=catalog))

    reading = read()

    assert reading.dataset.value("total_income", ENTITY, "2024-10") == before["total_income"]
    assert rules(reading) == []


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_one_figure_in_two_units_the_finer_one_is_read(
    order: tuple[int, int], small: ModuleType, catalog: Catalog, write: Write, read: Read
):
    now = small.figures("会政财02", catalog)
    heads = ("本月数（元）", "本月数（万元）")
    columns = (now, {item: round(value / 10_000, 1) for item, value in now.items()})
    write(
        small.sheet(
            "会政财02", "2025年10月", [heads[n] for n in order], [columns[n] for n in order], unit=None, catalog=catalog
        )
    )

    reading = read()

    assert {key[0]: value for key, value in held(reading).items()} == now
    assert rules(reading) == ["I36"]
