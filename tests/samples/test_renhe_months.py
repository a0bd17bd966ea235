"""The sample's balance sheets and income statements agree with themselves, with each other and from month to month.

The rules are written out here by the labels that the forms print; nothing of the program is used.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from samples.renhe import MONTHS, SETS, YEARS, Book, annual, balance, income, monthly
from samples.statement_reader import sides

CURRENT = [
    "货币资金",
    "短期投资",
    "财政应返还额度",
    "应收票据",
    "应收账款净额",
    "预付账款",
    "应收股利",
    "应收利息",
    "其他应收款净额",
    "存货",
    "待摊费用",
    "一年内到期的非流动资产",
    "其他流动资产",
]
FIXED = [
    "长期股权投资",
    "长期债券投资",
    "固定资产净值",
    "工程物资",
    "在建工程",
    "无形资产净值",
    "研发支出",
    "公共基础设施净值",
    "政府储备物资",
    "文物文化资产",
    "保障性住房净值",
    "长期待摊费用",
    "待处理财产损溢",
    "其他非流动资产",
]
DEBTS = [
    "短期借款",
    "应交增值税",
    "其他应交税费",
    "应缴财政款",
    "应付职工薪酬",
    "应付票据",
    "应付账款",
    "应付政府补贴款",
    "应付利息",
    "预收账款",
    "其他应付款",
    "预提费用",
    "一年内到期的非流动负债",
    "其他流动负债",
]
LONG_DEBTS = ["长期借款", "长期应付款", "预计负债", "其他非流动负债"]
OWN = ["累计盈余", "专用基金", "权益法调整", "无偿调拨净资产", "本期盈余"]
INCOME = [
    "财政拨款收入",
    "事业收入",
    "上级补助收入",
    "附属单位上缴收入",
    "经营收入",
    "非同级财政拨款收入",
    "投资收益",
    "捐赠收入",
    "利息收入",
    "租金收入",
    "其他收入",
]
EXPENSE = [
    "业务活动费用",
    "单位管理费用",
    "经营费用",
    "资产处置费用",
    "上缴上级费用",
    "对附属单位补助费用",
    "所得税费用",
    "其他费用",
]
FUNDS = ["财政基本拨款经费", "财政项目拨款经费", "科教经费", "其他经费"]
OUTPATIENT = [
    "挂号收入",
    "诊察收入",
    "检查收入",
    "化验收入",
    "治疗收入",
    "手术收入",
    "卫生材料收入",
    "药品收入",
    "其他门急诊收入",
]
INPATIENT = [
    "床位收入",
    "诊察收入",
    "检查收入",
    "化验收入",
    "治疗收入",
    "手术收入",
    "护理收入",
    "卫生材料收入",
    "药品收入",
    "其他住院收入",
]


@pytest.mark.parametrize("book", SETS)
@pytest.mark.parametrize("column", ["期末余额", "年初余额"])
def test_the_balance_sheet_adds_up_and_balances(book: Book, column: str) -> None:
    lines = balance(book)

    def at(label: str) -> Decimal:
        return lines.at(label, column)

    assert at("资产总计") == at("负债和净资产总计") > Decimal(10) ** 9
    assert at("负债和净资产总计") == at("负债合计") + at("净资产合计")
    assert at("流动资产合计") == lines.sum(CURRENT, column)
    assert at("非流动资产合计") == lines.sum(FIXED, column)
    assert at("资产总计") == at("流动资产合计") + at("非流动资产合计") + at("受托代理资产")
    assert at("固定资产净值") == at("固定资产原值") - at("固定资产累计折旧")
    assert at("无形资产净值") == at("无形资产原值") - at("无形资产累计摊销")
    assert at("流动负债合计") == lines.sum(DEBTS, column)
    assert at("非流动负债合计") == lines.sum(LONG_DEBTS, column)
    assert at("负债合计") == at("流动负债合计") + at("非流动负债合计") + at("受托代理负债")
    assert at("净资产合计") == lines.sum(OWN, column)
    assert at("累计盈余") == lines.sum(["财政项目盈余", "医疗盈余", "科教盈余", "新旧转换盈余"], column)
    assert at("受托代理资产") == at("受托代理负债")


@pytest.mark.parametrize("book", SETS)
def test_the_income_statement_adds_up(book: Book) -> None:
    lines = income(book)
    for column in lines.columns:

        def at(label: str, n: int = 0, column: str = column) -> Decimal:
            return lines.at(label, column, n)

        assert at("本期收入") == lines.sum(INCOME, column) > 0
        assert at("财政拨款收入") == at("财政基本拨款收入") + at("财政项目拨款收入")
        assert at("事业收入") == at("医疗收入") + at("科教收入")
        assert at("本期费用") == lines.sum(EXPENSE, column)
        for n, function in enumerate(("业务活动费用", "单位管理费用")):
            assert at(function) == sum(at(fund, n) for fund in FUNDS)
        assert at("本期盈余") == at("本期收入") - at("本期费用")
        project = at("财政项目拨款收入") - at("财政项目拨款经费", 0) - at("财政项目拨款经费", 1)
        science = at("科教收入") - at("科教经费", 0) - at("科教经费", 1)
        assert at("财政项目盈余") == project
        assert at("科教盈余") == science
        assert at("医疗盈余") == at("本期盈余") - project - science


@pytest.mark.parametrize("book", SETS)
def test_the_medical_detail_adds_up_and_agrees_with_the_income_statement(book: Book) -> None:
    left, right = sides(book["医疗活动收入费用明细表"])
    whole = income(book)
    for column in left.columns:
        start = left.labels.index("门急诊收入")
        middle = left.labels.index("住院收入")
        figures = [value or Decimal(0) for value in left.columns[column]]
        assert left.labels[start + 1 : middle] == tuple(OUTPATIENT)
        assert left.labels[middle + 1 : left.labels.index("结算差额")] == tuple(INPATIENT)
        assert figures[start] == sum(figures[start + 1 : middle])
        assert figures[middle] == sum(figures[middle + 1 : middle + 1 + len(INPATIENT)])
        assert left.at("医疗收入", column) == figures[start] + figures[middle] + left.at("结算差额", column)
        shared = ["财政基本拨款收入", "医疗收入", *INCOME[2:]]
        assert left.at("医疗活动收入合计", column) == left.sum(shared, column)
        assert [left.at(label, column) for label in shared] == [whole.at(label, column) for label in shared]
        for n, function in enumerate(("业务活动费用", "单位管理费用")):
            people = right.at("工资福利费用", column, n) + right.at("对个人和家庭的补助费用", column, n)
            assert right.at("人员经费", column, n) == people
            rest = ["商品和服务费用", "固定资产折旧费", "无形资产摊销费"]
            total = (
                people
                + sum(right.at(label, column, n) for label in rest)
                + (0 if n else right.at("计提专用基金", column))
            )
            assert right.at(function, column) == total
            assert total == whole.at("财政基本拨款经费", column, n) + whole.at("其他经费", column, n)
        assert right.at("医疗活动费用合计", column) == right.sum(EXPENSE, column)
        surplus = left.at("医疗活动收入合计", column) - right.at("医疗活动费用合计", column)
        assert surplus == whole.at("医疗盈余", column)


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_a_month_continues_the_one_before(year: int, month: int) -> None:
    this = monthly(year, month)
    lines = income(this)
    left, right = sides(this["医疗活动收入费用明细表"])
    before = monthly(year, month - 1) if month > 1 else None
    forms = {"收入费用表": [lines], "医疗活动收入费用明细表": [left, right]}
    for name, parts in forms.items():
        earlier = sides(before[name]) if before else [None] * len(parts)
        for part, last in zip(parts, earlier, strict=True):
            for i, (of_month, to_date) in enumerate(
                zip(part.columns["本月数"], part.columns["本年累计数"], strict=True)
            ):
                carried = last.columns["本年累计数"][i] if last else Decimal(0)
                assert to_date == of_month == None or to_date == (carried or 0) + of_month  # noqa: E711


@pytest.mark.parametrize(("year", "month"), MONTHS)
def test_the_surplus_stands_on_the_monthly_balance_sheet_until_the_books_are_closed(year: int, month: int) -> None:
    book = monthly(year, month)
    surplus = balance(book).printed("本期盈余*", "期末余额")

    assert surplus == (None if month == 12 else income(book).at("本期盈余", "本年累计数"))


def test_openings_are_last_years_closings_all_year() -> None:
    for year, month in MONTHS:
        closing = balance(annual(year - 1)).columns["期末余额"]
        opening = balance(monthly(year, month)).columns["年初余额"]
        assert [value or 0 for value in opening] == [value or 0 for value in closing]
    for year in YEARS[1:]:
        assert balance(annual(year)).columns["年初余额"] == balance(annual(year - 1)).columns["期末余额"]


def test_comparatives_are_last_years_figures() -> None:
    for year in YEARS[1:]:
        now, before = annual(year), annual(year - 1)
        for name in ("收入费用表", "医疗活动收入费用明细表", "现金流量表", "预算收入支出表", "预算结转结余变动表"):
            for this, last in zip(sides(now[name]), sides(before[name]), strict=True):
                current, comparative = list(this.columns)
                assert this.columns[comparative] == last.columns[current]


def test_december_to_date_is_the_year() -> None:
    book, year = monthly(2025, 12), annual(2025)
    for name in ("收入费用表", "医疗活动收入费用明细表"):
        for month, whole in zip(sides(book[name]), sides(year[name]), strict=True):
            assert month.columns["本年累计数"] == whole.columns["本年数"]
    assert balance(book).columns["期末余额"] == balance(year).columns["期末余额"]
