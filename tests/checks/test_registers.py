"""Tables beside the statements: what cannot be is told with its cell, and no analysis uses it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import rendered
from reportgen import pipeline
from reportgen.catalog import load_catalog
from reportgen.model.finding import Finding, Money

AGES = ("付款方", "3个月以内", "3至6个月", "6个月至1年", "1至2年", "2至3年", "3年以上", "应收余额")
DEBTS = ("借款编号", "债权人", "借款余额", "年利率", "到期日")
CONTRACTS = ("合同编号", "合同名称", "签订日期", "合同到期日", "合同金额", "已履行金额", "已付金额")
PROJECTS = ("项目代码", "项目名称", "项目预算", "项目执行数")
ASSETS = ("设备编号", "设备名称", "设备原值", "可用机时", "实际机时", "设备收入")
STOCKS = ("物资编码", "物资名称", "期初金额", "购入金额", "领用金额", "结存金额")
DEPARTMENTS = ("科室", "科室类别", "科室收入", "直接成本合计")
ACTIONS = ("整改编号", "预警指标", "预警期间", "整改措施")
MARKS = ("考核对象", "考核指标", "考核权重", "满分", "考核得分")
Check = Callable[..., list[Finding]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """The findings of a file for each sheet: title, period, heads, rows."""

    def of(
        head: Sequence[str], *rows: Sequence[object], period: str = "2025年3月", **more: Sequence[object]
    ) -> list[Finding]:
        sheets = {period: rows, **more}
        for at, (when, body) in enumerate(sheets.items()):
            with (tmp_path / f"t{at}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("台账",), (when,), ("单位：元",), head, *body])
        files = [tmp_path / f"t{at}.csv" for at in range(len(sheets))]
        return [one for one in pipeline.look(files, load_catalog()).findings if one.rule.startswith("K")]

    return of


@pytest.mark.parametrize(
    ("head", "row", "rule", "cell"),
    [
        (AGES, ("甲医保", 60, 50, -10, 0, 0, 0, 100), "K10", "D5"),
        (AGES, ("甲医保", 60, 50, 0, 0, 0, 0, 100), "K11", "H5"),
        (AGES, ("甲医保", "六十", 40, 0, 0, 0, 0, 100), "K04", "B5"),
        (DEBTS, ("A1", "某银行", -5, 0.03, "2027-01-01"), "K10", "C5"),
        (CONTRACTS, ("H1", "维保", "2025-05-01", "2025-01-31", 100, 20, 20), "K15", "D5"),
        (CONTRACTS, ("H1", "维保", "2024-01-01", "2025-12-31", 100, 20, 120), "K14", "G5"),
        (PROJECTS, ("X1", "学科建设", -100, 20), "K10", "C5"),
        (ASSETS, ("S1", "CT", 1000, 200, 240, 300), "K14", "E5"),
        (STOCKS, ("W1", "缝线", 10, 20, 15, 25), "K11", "F5"),
        (DEPARTMENTS, ("内科", "临床服务类", 0, 0), "K16", "A5"),
        (MARKS, ("内科", "工作量", 0.6, 100, 90), "K17", "C5"),
        (ACTIONS, ("Z1", "流动比率指数", "2025-03", "压缩应付账款"), "K18", "B5"),
        (ACTIONS, ("Z1", "流动比率", "上半年", "压缩应付账款"), "K19", "C5"),
    ],
)
def test_a_figure_that_cannot_be_is_told_with_its_cell_and_what_to_do(
    check: Check, head: Sequence[str], row: Sequence[object], rule: str, cell: str
):
    (found,) = check(head, row)
    said = load_catalog().messages.both(found)

    assert (found.rule, found.place.cell) == (rule, cell)
    assert said.fix is not None


@pytest.mark.parametrize(
    ("head", "row", "is_money"),
    [
        (DEBTS, ("A1", "某银行", -5, 0.03, "2027-01-01"), True),
        (CONTRACTS, ("H1", "维保", "2024-01-01", "2025-12-31", 100, 20, 120), True),
        (ASSETS, ("S1", "CT", 1000, 200, 240, 300), False),
    ],
)
def test_amounts_are_told_as_money_and_hours_are_not(
    check: Check, head: Sequence[str], row: Sequence[object], *, is_money: bool
):
    (found,) = check(head, row)

    assert isinstance(found.facts["value"], Money) is is_money


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (AGES, ("甲医保", 60, 40, "", "", "", "", 100)),
        (AGES, ("甲医保", 60, "", "", "", "", "", 100)),  # what is not aged is told in the section
        (CONTRACTS, ("H1", "维保", "2024-01-01", "2025-12-31", 100, 20, 20)),
        (STOCKS, ("W1", "缝线", 10, 20, 15, 15)),
        (DEPARTMENTS, ("内科", "临床服务类", -3, 5)),  # a month of refunds
    ],
)
def test_what_may_be_is_not_told(check: Check, head: Sequence[str], row: Sequence[object]):
    assert check(head, row) == []


def test_weights_that_make_no_whole_are_told_with_what_they_make(check: Check):
    (found,) = check(MARKS, ("内科", "工作量", 0.25, 100, 90), ("内科", "质量", 0.5, 100, 80))

    assert (found.rule, found.facts["share"]) == ("K17", 75.0)


@pytest.mark.parametrize(
    ("second", "found"), [(0.500997, []), (0.501003, ["K17"]), (0.499003, []), (0.498997, ["K17"])]
)
def test_shares_may_miss_their_whole_by_a_twentieth_of_a_percent_each(check: Check, second: float, found: list[str]):
    rows = [("内科", "工作量", 0.5, 100, 90), ("内科", "质量", second, 100, 80)]

    assert [one.rule for one in check(MARKS, *rows)] == found


def test_sums_of_a_sheet_in_ten_thousands_may_miss_by_what_rounding_loses(tmp_path: Path):
    rows = [("台账",), ("2025年3月",), ("单位：万元",), AGES, ("甲医保", 60.01, 40.01, 0, 0, 0, 0, 100.01)]
    with (tmp_path / "w.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found = pipeline.look([tmp_path / "w.csv"], load_catalog()).findings

    assert [one for one in found if one.rule == "K11"] == []


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        (CONTRACTS, ("H1", "维保", "2024-01-01", "2024-01-01", 100, 100, 100.01), []),
        (CONTRACTS, ("H1", "维保", "2024-01-02", "2024-01-01", 100, 100, 100), ["K15"]),
        (CONTRACTS, ("H1", "维保", "2024-01-01", "", 100, 100, 100.02), ["K14"]),
        (ASSETS, ("S1", "CT", 1000, 200, 200, 300), []),
        (ASSETS, ("S1", "CT", 1000, 200, 200.001, 300), ["K14"]),
        (PROJECTS, ("X1", "学科建设", 0, 0), []),
        (AGES, ("甲医保", 60, 40, 0, 0, 0, 0, 100.03), []),
        (AGES, ("甲医保", 60, 40, 0, 0, 0, 0, 99.97), []),
        (AGES, ("甲医保", 60, 40, 0, 0, 0, 0, 100.04), ["K11"]),
        (AGES, ("甲医保", 60, 40.05, "", "", "", "", 100), ["K11"]),
        (STOCKS, ("W1", "缝线", 10, 20, "", 15), []),  # what was used is not known
        (STOCKS, ("W1", "缝线", 10, "", "", 5), []),
        (DEPARTMENTS, ("内科", "临床服务类", 0, ""), ["K16"]),
        (DEPARTMENTS, ("内科", "临床服务类", 0, 0.01), []),
        (DEPARTMENTS, ("内科", "临床服务类", "", ""), []),
    ],
)
def test_a_row_is_told_from_the_first_unit_beyond_what_may_be(
    check: Check, head: Sequence[str], row: Sequence[object], found: list[str]
):
    """Rounding explains a unit of the last place of an amount, half a one of each part of a sum, and none of hours."""
    assert [one.rule for one in check(head, row)] == found


YEARS = ("付款方", "1年以内", "1至2年", "2至3年", "3年以上", "应收余额")


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        (YEARS, ("甲医保", 60, 40, 0, 0, 100), []),
        (YEARS, ("甲医保", 60, 30, 0, 0, 100), ["K11"]),
        (YEARS, ("甲医保", 60, 50, 0, 0, 100), ["K11"]),
        (YEARS, ("甲医保", 60, 30, "", 0, 100), []),  # an age is left blank
        ((*YEARS[:1], "3个月以内", *YEARS[1:]), ("甲医保", 20, 60, 40, 0, 0, 100), []),  # which the year holds
        ((*YEARS[:1], "3个月以内", *YEARS[1:]), ("甲医保", 60, "", 40, 0, 0, 100), []),
    ],
)
def test_ages_that_a_row_states_together_are_one_part_of_its_sum(
    check: Check, head: Sequence[str], row: Sequence[object], found: list[str]
):
    assert [one.rule for one in check(head, row)] == found


@pytest.mark.parametrize(("later", "found"), [("2025年4月", ["K13"]), ("2025年5月", []), ("2025年", [])])
def test_only_the_sheet_of_the_very_month_after_tells_what_has_gone(check: Check, later: str, found: list[str]):
    old, new = ("内科", "临床服务类", 5, 4), ("外科", "临床服务类", 6, 4)

    assert [one.rule for one in check(DEPARTMENTS, old, new, **{later: (new,)})] == found


def test_a_department_that_was_renamed_is_told_with_the_new_name(check: Check):
    old, new = (("内科", "临床服务类", 5, 4),), (("大内科", "临床服务类", 6, 4),)
    (found,) = check(DEPARTMENTS, *old, **{"2025年4月": new})

    assert (found.rule, found.facts["name"], found.facts["gone"], found.facts["new"]) == (
        "K13", "内科", "2025-04", ("大内科",),
    )  # fmt: skip


@pytest.mark.parametrize(("owed", "found"), [(400.01, []), (399.99, []), (400.02, ["K12"]), ("", [])])
def test_debts_tie_but_for_half_a_cent_of_each_row_and_balance(tmp_path: Path, owed: object, found: list[str]):
    from analysis.cases import write

    figures = {"short_term_loans@2025": 100.0, "long_term_loans@2025": 300.0}
    rows = [("债务台账",), ("2025年度",), ("单位：元",), DEBTS, ("A1", "某银行", owed, 0.03, "2027-01-01")]
    write(tmp_path, figures, tables={"debts": rows})

    assert [one.rule for one in pipeline.check(tmp_path).findings if one.rule == "K12"] == found


def test_debts_that_do_not_tie_to_the_balance_sheet_are_told_with_both_sums(tmp_path: Path):
    from analysis.cases import write

    figures = {"short_term_loans@2025": 100.0, "long_term_loans@2025": 300.0}
    rows = [("债务台账",), ("2025年度",), ("单位：元",), DEBTS, ("A1", "某银行", 350, 0.03, "2027-01-01")]
    write(tmp_path, figures, tables={"debts": rows})
    (found,) = (one for one in pipeline.check(tmp_path).findings if one.rule == "K12")

    assert (found.facts["value"], found.facts["right"], found.facts["gap"]) == (350.0, 400.0, -50.0)
    assert found.place.file.endswith("debts.csv")


def test_the_tables_of_the_sample_hold():
    assert [one for one in rendered.checked("renhe").findings if one.rule.startswith("K")] == []
