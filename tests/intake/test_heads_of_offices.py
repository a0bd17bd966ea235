"""Heads of columns as finance offices write them: two figures of a year, years above months, targets, what is to come."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook

from intake.rows import read, values
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.grid.head_words import Role, role_of
from reportgen.intake.periods import dates
from reportgen.intake.reading import Reading

POSITION = ("货币资金", "应收账款净额", "存货", "流动资产合计", "固定资产净值", "非流动资产合计", "资产总计", "短期借款", "流动负债合计",
            "负债合计")  # fmt: skip
LINES: Final = (
    "财政拨款收入",
    "医疗收入",
    "其他收入",
    "收入合计",
    "业务活动费用",
    "单位管理费用",
    "费用合计",
    "本期盈余",
)
ENGLISH: Final = ("Net patient service revenue", "Other operating revenue", "Total operating revenue", "Salaries")
OTHER: Final = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\n"


def amounts(times: int) -> tuple[int, ...]:
    """A figure for each line, another one for each number of times, all of which tie."""
    grant, medical, other, spent, admin = 80 + times, 900 + 2 * times, 20 + times, 700 + times, 100 + times
    income, expense = grant + medical + other, spent + admin
    return grant, medical, other, income, spent, admin, expense, income - expense


def table(
    tmp_path: Path, catalog: Catalog, heads: Sequence[Sequence[Any]], *, title: str = "甲医院收支情况表", name: str = ""
) -> Reading:
    """A table with the figures of one, two, three times in its columns."""
    columns = [amounts(number) for number in range(1, len(heads[-1]))]
    rows = [(label, *(column[at] for column in columns)) for at, label in enumerate((*LINES[:-1], name or LINES[-1]))]
    return read(tmp_path, catalog, [(title,), ("单位：元",), *map(tuple, heads), *rows])


def income(reading: Reading) -> dict[tuple[str, str], float]:
    """Period and view → total income as it stands on the sheet, in times."""
    times = {amounts(number)[3]: number for number in range(1, 9)}
    found = {(one.period, one.view): one.value for one in reading.values() if one.item == "total_income"}
    return {where: times[int(value)] for where, value in found.items() if value in times}


def told(reading: Reading) -> list[str]:
    return [one.rule for one in reading.findings if one.rule not in {"I15", "I16", "I34"}]


@pytest.mark.parametrize(
    ("heads", "periods"),
    [
        ([["项目", "2024年", None, "2025年", None], ["", "一季度", "二季度", "一季度", "二季度"]],
         ["2024-Q1", "2024-Q2", "2025-Q1", "2025-Q2"]),
        ([["项目", "2024年", None, "2025年", None], ["", "1月", "2月", "1月", "2月"]],
         ["2024-01", "2024-02", "2025-01", "2025-02"]),
        ([["项目", "1月", None, "2月", None], ["", "2024年", "2025年", "2024年", "2025年"]],
         ["2024-01", "2025-01", "2024-02", "2025-02"]),
    ],
)  # fmt: skip
def test_a_year_in_one_row_of_the_head_is_that_of_the_months_in_another(
    tmp_path: Path, catalog: Catalog, heads: list[list[str | None]], periods: list[str]
) -> None:
    """They were all taken for the year, and told to differ; where they did not, a quarter was the year's figure."""
    reading = table(tmp_path, catalog, heads)

    read_ = {period: times for (period, view), times in income(reading).items() if not view}
    assert read_ == {period: times for times, period in enumerate(periods, 1)}
    assert told(reading) == []


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("25年11月", "2025-11"), ("26年1月", "2026-01"), ("25年三季度", "2025-Q3"), ("24年度", "2024"), ("25年末", "2025"),
        ("25年", "2025"), ("10年以上", None), ("60年", None), ("15年期", None),
    ],
)  # fmt: skip
def test_two_figures_are_a_year_beside_what_shows_it(head: str, period: str | None) -> None:
    found = dates.head(head)

    assert (str(found.period) if found else None) == period
    assert (role_of(head) is Role.PERIOD) == (period is not None)


@pytest.mark.parametrize("head", ["Sep-25 Qtr", "Qtr Sep 25", "Sep 2025 Quarter", "Quarter Sep-25", "Sep-25 Quarter"])
def test_a_quarter_named_by_its_last_month_is_one(tmp_path: Path, catalog: Catalog, head: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(OTHER, encoding="utf-8")
    lines = "\n".join(f"{line},{amount}" for line, amount in zip(ENGLISH, (900, 50, 950, 500), strict=True))
    (tmp_path / "data" / "a.csv").write_text(f"A Hospital\nStatement (USD)\n,{head}\n{lines}\n", encoding="utf-8")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert {one.period for one in reading.values()} == {"2025-Q3"}
    assert values(reading)["total_income"] == 950


@pytest.mark.parametrize("head", ["Sep-25", "Sep 25 Actual", "Sep 25", "Qtr 25"])
def test_a_number_that_may_be_a_day_is_no_year(head: str) -> None:
    assert dates.head(head) is None
    assert role_of(head) is Role.OTHER


@pytest.mark.parametrize(
    ("head", "rule"),
    [
        ("2025年目标", "I118"), ("2025目标值", "I118"), ("2025年计划", "I118"), ("年度目标", "I118"), ("Target 2025", "I118"),
        ("2025年预计", "I119"), ("2025年预计完成", "I119"), ("全年预测", "I119"), ("2025 Projected", "I119"),
    ],
)  # fmt: skip
def test_what_is_to_come_is_told_as_what_it_is_and_no_figure_of_the_year(
    tmp_path: Path, catalog: Catalog, head: str, rule: str
) -> None:
    """`2025年预计完成` was read as what the year had come to."""
    reading = table(tmp_path, catalog, [["项目", "2024年", head, "2025年1-9月"]])

    assert income(reading) == {("2024", ""): 1, ("2025-09", "ytd"): 3}
    assert told(reading) == [rule]


def test_a_target_or_forecast_below_a_year_is_none_of_its_figures(tmp_path: Path, catalog: Catalog) -> None:
    heads = [["项目", "2025年", None, "2026年", None], ["", "目标", "实际", "目标", "预计"]]

    reading = table(tmp_path, catalog, heads)

    assert income(reading) == {("2025", ""): 2}
    assert told(reading) == ["I118", "I118", "I119"]


@pytest.mark.parametrize("head", ["2025年预算目标", "2025年预算计划数"])
def test_a_target_that_says_to_be_the_budget_is_it(tmp_path: Path, catalog: Catalog, head: str) -> None:
    assert income(table(tmp_path, catalog, [["项目", "2024年", head]])) == {("2024", ""): 1, ("2025", "budget"): 2}


@pytest.mark.parametrize(
    ("head", "where"),
    [
        ("9月预算", ("2025-09", "budget")), ("9月累计", ("2025-09", "ytd")), ("9月实际", ("2025-09", "")),
        ("三季度实际", ("2025-Q3", "")), ("1-9月实际", ("2025-09", "ytd")),
    ],
)  # fmt: skip
def test_a_word_behind_a_month_says_what_of_it(
    tmp_path: Path, catalog: Catalog, head: str, where: tuple[str, str]
) -> None:
    """Short heads that begin with a month were that month's figure, its budget too."""
    reading = table(tmp_path, catalog, [["项目", "2025年8月", head]], title="甲医院2025年收支情况表")

    assert income(reading)[where] == 2
    assert len([one for one in reading.values() if one.item == "total_income" and one.value == amounts(2)[3]]) == 1


def test_budgets_of_the_month_and_of_the_year_so_far_are_not_the_years(tmp_path: Path, catalog: Catalog) -> None:
    heads = [
        ["项目", "本月", None, "本年累计", None, "全年预算", "1-9月预算"],
        ["", "预算", "实际", "预算", "实际", None, None],
    ]

    reading = table(tmp_path, catalog, heads, title="甲医院2025年9月财务执行情况")

    assert income(reading) == {("2025-09", ""): 2, ("2025-09", "ytd"): 4, ("2025", "budget"): 5}
    assert told(reading) == ["I117", "I117", "I117"]


def test_what_was_carried_out_below_the_head_of_a_month_is_the_months(tmp_path: Path, catalog: Catalog) -> None:
    """It was taken for what had come since January."""
    heads = [["项目", "1月", None, "2月", None], ["", "预算", "执行数", "预算", "执行数"]]

    reading = table(tmp_path, catalog, heads, title="甲医院2025年收支表")

    assert {where: times for where, times in income(reading).items() if where[1] != "ytd"} == {
        ("2025-01", "budget"): 1, ("2025-01", ""): 2, ("2025-02", "budget"): 3, ("2025-02", ""): 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "heads", "found"),
    [
        ("2025年9月预算执行情况表", ["年度预算", "本月数", "本年累计数"],
         {("2025", "budget"): 1, ("2025-09", ""): 2, ("2025-09", "ytd"): 3}),
        ("2025年预算执行情况表", ["2024年决算数", "2025年预算数", "1-9月执行数"],
         {("2024", ""): 1, ("2025", "budget"): 2, ("2025-09", "ytd"): 3}),
        ("2025年预算表", ["2024年决算数", "2025年预算数", "1-9月"],
         {("2024", ""): 1, ("2025", "budget"): 2, ("2025-09", "ytd"): 3}),
        ("2025年预算执行表", ["全年预算", "1月", "2月"],
         {("2025", "budget"): 1, ("2025-01", ""): 2, ("2025-02", ""): 3}),
    ],
)  # fmt: skip
def test_beside_budgets_what_the_heads_say_was_spent_is_no_budget(
    tmp_path: Path, catalog: Catalog, title: str, heads: list[str], found: dict[tuple[str, str], int]
) -> None:
    """Final accounts of last year were its budget, since the title speaks of budgets."""
    reading = table(tmp_path, catalog, [["项目", *heads]], title=f"甲医院{title}")

    assert income(reading) | found == income(reading)
    assert [view for _, view in income(reading)].count("budget") == 1


@pytest.mark.parametrize("head", ["上年同月", "9月上年同期", "去年9月"])
def test_last_years_month_is_told_as_that(tmp_path: Path, catalog: Catalog, head: str) -> None:
    reading = table(tmp_path, catalog, [["项目", "本月", head]], title="甲医院2025年9月收支表")

    assert income(reading) == {("2025-09", ""): 1}
    assert told(reading) == ["I116"]


@pytest.mark.parametrize("head", ["去年1-9月", "上年同期1-9月"])
def test_last_years_months_to_date_are_those_of_this_year(tmp_path: Path, catalog: Catalog, head: str) -> None:
    reading = table(tmp_path, catalog, [["项目", "本月", "今年1-9月", head]], title="甲医院2025年9月收支表")

    assert income(reading) == {("2025-09", ""): 1, ("2025-09", "ytd"): 2, ("2025-09", "comp"): 3}
    assert told(reading) == []


@pytest.mark.parametrize(
    ("heads", "periods", "rules"),
    [
        ([202511, 202512, 202601], ["2025-11", "2025-12", "2026-01"], []),
        ([202506, 202503], ["2025-06", "2025-03"], []),
        (["2025Q1", "2025Q2", "全年合计"], ["2025-Q1", "2025-Q2"], ["I19"]),
    ],
)
def test_months_and_quarters_need_no_year_above_them(
    tmp_path: Path, catalog: Catalog, heads: list[Any], periods: list[str], rules: list[str]
) -> None:
    """Months as numbers made no head; a column of the year beside quarters left out all of them (I17)."""
    reading = table(tmp_path, catalog, [["项目", *heads]])

    found = {period: times for (period, view), times in income(reading).items() if not view}
    assert found == {period: times for times, period in enumerate(periods, 1)}
    assert told(reading) == rules


def test_numbers_that_look_like_months_are_amounts_in_a_line(tmp_path: Path, catalog: Catalog) -> None:
    rows = [("甲医院收支表",), ("单位：元",), ("项目", "2024年", "2025年")]

    reading = read(
        tmp_path, catalog, [*rows, *zip(LINES, amounts(1), amounts(2), strict=True), ("利息收入", 202511, 202512)]
    )

    assert values(reading)["interest_income"] == 202512


def test_what_stood_at_the_beginning_of_the_year_opens_each_of_its_months(tmp_path: Path, catalog: Catalog) -> None:
    """It opened the year, which was told as a form with nothing of its own (I112)."""
    left = dict(enumerate(zip(LINES, amounts(1), strict=True)))
    rows = [(*left.get(at, ("", None)), None, line, 100 + at) for at, line in enumerate(POSITION)]
    head = ("项目", "本月数", None, "项目", "月末数")

    reading = read(tmp_path, catalog, [("甲医院2025年9月收支及资产情况",), ("单位：元",), head, *rows])

    found = values(reading)
    assert (found["period_surplus"], found["total_expense"], found["total_assets"]) == (*amounts(1)[:-3:-1], 106)
    assert {one.form for one in reading.dataset.forms} == {"会政财01", "会政财02"}
    assert told(reading) == []


def test_numbers_of_accounts_are_no_figures(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(OTHER, encoding="utf-8")
    lines = "\n".join(f"{4000 + at},{line},{900 + at}" for at, line in enumerate(ENGLISH))
    text = f"A Hospital\nStatement (USD)\nAcct,Description,Sep 2025\n{lines}\n"
    (tmp_path / "data" / "a.csv").write_text(text, encoding="utf-8")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert values(reading)["medical_income"] == 900
    assert "I19" not in told(reading)


@pytest.mark.parametrize("head", ["本月预算", "累计预算数", "1-9月预算", "YTD Budget", "Monthly Budget"])
def test_the_budget_of_a_part_is_told_as_one(tmp_path: Path, catalog: Catalog, head: str) -> None:
    """Heads that say so were not understood."""
    reading = table(tmp_path, catalog, [["项目", "本月数", head, "年度预算"]], title="甲医院2025年9月收支表")

    assert income(reading) == {("2025-09", ""): 1, ("2025", "budget"): 3}
    assert told(reading) == ["I117"]


@pytest.mark.parametrize("head", ["季末数", "季末余额", "本季末余额"])
def test_balances_at_the_end_of_a_quarter_are_closing_ones(tmp_path: Path, catalog: Catalog, head: str) -> None:
    lines = (
        "货币资金",
        "应收账款净额",
        "流动资产合计",
        "固定资产净值",
        "非流动资产合计",
        "资产总计",
        "负债合计",
        "净资产合计",
    )
    rows = [(line, amount, amount - 5) for amount, line in enumerate(lines, 100)]

    reading = read(
        tmp_path, catalog, [("甲医院2025年第三季度资产负债表",), ("单位：元",), ("项目", head, "年初数"), *rows]
    )

    assert values(reading)["total_assets"] == 105
    assert told(reading) == []


@pytest.mark.parametrize(("more", "rules"), [(0, []), (7, ["I19"])])
def test_a_total_of_the_columns_before_it_is_not_asked_about(
    tmp_path: Path, catalog: Catalog, more: int, rules: list[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(OTHER, encoding="utf-8")
    lines = "\n".join(f"{line},{900 + at},{901 + at},{1801 + 2 * at + more}" for at, line in enumerate(ENGLISH))
    text = f"A Hospital\nStatement (USD)\n,Jun-25 Qtr,Sep-25 Qtr,Total\n{lines}\n"
    (tmp_path / "data" / "a.csv").write_text(text, encoding="utf-8")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert {one.period for one in reading.values()} == {"2025-Q2", "2025-Q3"}
    assert [rule for rule in told(reading) if rule == "I19"] == rules


def test_what_stands_beside_one_of_two_statements_is_told_once(tmp_path: Path, catalog: Catalog) -> None:
    left = dict(enumerate(zip(LINES, amounts(1), strict=True)))
    rows = [(*left.get(at, ("", None)), None, line, 100 + at, 1) for at, line in enumerate(POSITION)]
    head = ("项目", "本月数", None, "项目", "月末数", "经办情况")

    reading = read(tmp_path, catalog, [("甲医院2025年9月收支及资产情况",), ("单位：元",), head, *rows])

    assert told(reading) == ["I19"]


@pytest.mark.parametrize("heads", [("一季度", "上半年", "前三季度", "全年"), ("上半年", "下半年", "全年")])
def test_the_year_behind_parts_that_add_up_is_the_whole_of_it(
    tmp_path: Path, catalog: Catalog, heads: tuple[str, ...]
) -> None:
    """It was left out without a word, for a column behind months has what came so far."""
    reading = table(tmp_path, catalog, [["项目", *heads]], title="甲医院2025年收支表")

    assert income(reading)["2025", ""] == len(heads)


def test_the_year_behind_months_that_are_not_all_there_is_what_came_so_far_or_told(
    tmp_path: Path, catalog: Catalog
) -> None:
    rows = [(line, amount, amount, 2 * amount) for line, amount in zip(LINES, amounts(1), strict=True)]
    head = [("甲医院2025年收支表",), ("单位：元",), ("项目", "1月", "2月", "全年")]

    silent = read(tmp_path, catalog, [*head, *rows])
    more = read(tmp_path, catalog, [*head, *((*row[:3], 7 * row[1]) for row in rows)])

    assert ("2025", "") not in income(silent) | income(more)
    assert (told(silent), told(more)) == ([], ["I19"])


def test_two_versions_of_a_budget_are_the_first_and_the_one_in_force(tmp_path: Path, catalog: Catalog) -> None:
    reading = table(tmp_path, catalog, [["项目", "2025年预算(调整前)", "2025年预算（调整后）", "2025年执行"]])

    found = {("2025", "budget_original"): 1, ("2025", "budget"): 2, ("2025", ""): 3}
    assert income(reading) == found
    assert told(reading) == []


def test_months_by_their_names_end_no_year(tmp_path: Path, catalog: Catalog) -> None:
    """The first of them was told to be the month in which the fiscal year ends (I88)."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(OTHER, encoding="utf-8")
    lines = "\n".join(f"{line},{900 + at},{901 + at},{1801 + 2 * at},5" for at, line in enumerate(ENGLISH))
    text = f"A Hospital\n2025 Monthly Statement (USD)\n,Jan,Feb,Total,Budget YTD\n{lines}\n"
    (tmp_path / "data" / "a.csv").write_text(text, encoding="utf-8")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert {"2025-01", "2025-02"} == {one.period for one in reading.values()}
    assert [rule for rule in told(reading) if rule in {"I19", "I88", "I117"}] == ["I117"]


@pytest.mark.parametrize(("view", "rule"), [("预测", "I125"), ("目标", "I125"), ("乙", "I47")])
def test_a_row_of_what_is_to_come_is_no_error(tmp_path: Path, catalog: Catalog, view: str, rule: str) -> None:
    rows = [
        ("2025-01", "医疗收入", 900, "实际"),
        ("2025-01", "医疗收入", 950, view),
        ("2025-01", "医疗收入", 980, "预算"),
    ]

    reading = read(tmp_path, catalog, [("期间", "科目", "金额", "类型"), *rows])

    assert sorted(one.value for one in reading.values() if one.view != "ytd") == [900, 980]
    assert rule in told(reading)


@pytest.mark.parametrize("head", ["本年累计 YTD", "累计YTD", "本年累计"])
def test_an_abbreviation_behind_a_head_in_chinese_says_the_same(tmp_path: Path, catalog: Catalog, head: str) -> None:
    reading = table(tmp_path, catalog, [["项目 Item", "本月 Month", head]], title="甲医院2025年9月收支表")

    assert income(reading) == {("2025-09", ""): 1, ("2025-09", "ytd"): 2}


def test_this_year_beside_last_year_is_the_year_of_the_title(tmp_path: Path, catalog: Catalog) -> None:
    reading = table(tmp_path, catalog, [["项目", "去年", "今年"]], title="甲医院2025年收支表")

    assert income(reading) == {("2025", "comp"): 1, ("2025", ""): 2}


@pytest.mark.parametrize(("more", "rules"), [(0, ["W58"]), (300, ["I43"])])
def test_what_was_added_to_a_budget_is_no_budget_where_the_one_in_force_proves_it(
    tmp_path: Path, catalog: Catalog, more: int, rules: list[str]
) -> None:
    """“调整预算” may be the budget as adjusted: it was told to be in conflict with that."""
    rows = [(line, 10 * one, one, 11 * one + more, one) for line, one in zip(LINES, amounts(1), strict=True)]
    head = [("甲医院2025年收支表",), ("单位：元",), ("项目", "年初预算", "调整预算", "调整后预算", "2025年执行")]

    reading = read(tmp_path, catalog, [*head, *rows])

    budgets = {(one.view, one.value) for one in reading.values() if one.item == "total_income" and one.view}
    whole = {("budget_original", 10 * amounts(1)[3])}
    assert budgets == (whole if more else whole | {("budget", 11 * amounts(1)[3])})
    assert [rule for rule in told(reading) if rule in {"W58", "I43"}][:1] == rules


@pytest.mark.parametrize("below", [("本年", "上年"), ("今年", "去年")])
def test_this_year_below_the_month_is_the_months(tmp_path: Path, catalog: Catalog, below: tuple[str, str]) -> None:
    """“本年” below “本月” was what had come since the year began."""
    heads = [["项目", "本月", None, "本年累计", None], ["", *below, *below]]

    reading = table(tmp_path, catalog, heads, title="甲医院2025年9月收支表")

    assert income(reading) == {("2025-09", ""): 1, ("2025-09", "ytd"): 3, ("2025-09", "comp"): 4}


@pytest.mark.parametrize("head", [("类别", "指标"), ("项目", None)])
def test_the_name_of_a_group_in_front_of_its_first_line_is_no_name_of_that(
    tmp_path: Path, catalog: Catalog, head: tuple[str, str | None]
) -> None:
    """The first line of each group was left out, and its figures asked about as those of the group."""
    groups = {"财政拨款收入": "收入", "业务活动费用": "费用"}
    rows = [(groups.get(line), line, amount) for line, amount in zip(LINES, amounts(1), strict=True)]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [("甲医院2025年9月收支表",), ("单位：元",), (*head, "本月数"), *rows]:
        sheet.append(row)
    for cells in ("A4:A7", "A8:A11", *(("A3:B3",) if head[1] is None else ())):
        sheet.merge_cells(cells)
    book.save(tmp_path / "a.xlsx")

    reading = intake.read_paths([tmp_path / "a.xlsx"], catalog)

    assert values(reading)["fiscal_income"] == amounts(1)[0]
    assert values(reading)["business_activity_expense"] == amounts(1)[4]
    assert told(reading) == []


def test_short_months_in_front_of_rows_are_months(tmp_path: Path, catalog: Catalog) -> None:
    """Each of them was an error (I29)."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(OTHER, encoding="utf-8")
    rows = "\n".join(f"{month}-25,{2000 + at},{900 + at},{400 + at}" for at, month in enumerate(("Jan", "Feb", "Mar")))
    text = f"A Hospital statistics\nMonth,Discharges,Patient days,ED visits\n{rows}\nTarget,9,9,9\n"
    (tmp_path / "data" / "a.csv").write_text(text, encoding="utf-8")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    discharges = {one.period: one.value for one in reading.values() if one.item == "discharges" and not one.view}
    assert discharges == {"2025-01": 2000, "2025-02": 2001, "2025-03": 2002}
    assert told(reading) == ["I125"]


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("同期", Role.COMPARATIVE),
        ("同期数", Role.COMPARATIVE),
        ("当期数", Role.CURRENT),
        ("本期发生", Role.CURRENT),
        ("上期发生", Role.PRIOR),
        ("年预算数", Role.BUDGET),
        ("CY Actual", Role.ACTUAL),
        ("CY Budget", Role.BUDGET),
        ("PY Actual", Role.COMPARATIVE),
        ("Quarter ended 3/31/25", Role.PERIOD),
        ("Six months ended 6/30/25", Role.PERIOD),
        ("YTD Mar 2026", Role.YEAR_TO_DATE),
        ("2025年较上年", Role.WORKED_OUT),
        ("2025年折算全年", Role.FORECAST),
        ("2025年年化", Role.FORECAST),
        ("2025年可比口径", Role.OTHER),  # of which it is told that it was not read
        ("统计口径", Role.IGNORED),
        ("余额", Role.OTHER),  # of a budget it is what is left
    ],
)
def test_words_of_heads(head: str, role: Role) -> None:
    """They were not understood, and their columns or the whole table told and not read."""
    assert role_of(head) is role


def test_months_that_end_with_a_short_day(tmp_path: Path, catalog: Catalog) -> None:
    heads = ("", "Quarter ended 3/31/25", "Quarter ended 6/30/25", "Six months ended 6/30/25")
    lines = [(name, number, number + 5, 2 * number + 5) for number, name in enumerate(ENGLISH, 100)]
    reading = read(tmp_path, catalog, [("Statements of operations (in dollars)",), heads, *lines])

    found = {(one.period, str(one.view)): one.value for one in reading.values() if one.item == "medical_income"}
    assert found == {("2025-Q1", ""): 100, ("2025-Q2", ""): 105, ("2025-Q1", "ytd"): 100, ("2025-Q2", "ytd"): 205}
