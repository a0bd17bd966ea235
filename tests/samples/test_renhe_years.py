"""The sample's annual statements of movements and of the budget agree with all others.

The rules are written out here by the labels that the forms print; nothing of the program is used.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from samples.renhe import YEARS, annual, balance, income
from samples.statement_reader import Lines, figure, sides, stripped


def net_asset_rows(year: int) -> dict[str, list[Decimal]]:
    rows = annual(year)["净资产变动表"]
    return {stripped(row[0]): [figure(cell) or Decimal(0) for cell in row[1:9]] for row in rows[5:] if stripped(row[0])}


@pytest.mark.parametrize("year", YEARS)
def test_the_changes_in_net_assets_add_up_and_lead_to_the_balance_sheet(year: int) -> None:
    rows = net_asset_rows(year)
    named = {
        label.split("、")[-1].split("）")[-1].split("：")[-1].split("（")[0]: cells for label, cells in rows.items()
    }
    fall = {label: cells for label, cells in rows.items() if label.startswith("（")}
    for cells in rows.values():
        for half in (cells[:4], cells[4:]):
            assert half[3] == sum(half[:3])
    opening = [
        a + b for a, b in zip(named["上年年末余额"], rows["二、以前年度盈余调整（减少以“-”号填列）"], strict=True)
    ]
    change = rows["四、本年变动金额（减少以“-”号填列）"]
    assert rows["三、本年年初余额"] == opening
    assert change == [sum(column) for column in zip(*fall.values(), strict=True)]
    assert rows["五、本年年末余额"] == [a + b for a, b in zip(opening, change, strict=True)]
    sources = [rows["其中：从财务会计相关收入中提取"], rows["从本期盈余中提取"], rows["设置的专用基金"]]
    assert rows["（四）提取或设置专用基金"] == [sum(column) for column in zip(*sources, strict=True)]
    sheet = balance(annual(year))
    labels = ("累计盈余", "专用基金", "权益法调整", "净资产合计")
    assert rows["五、本年年末余额"][:4] == [sheet.at(label, "期末余额") for label in labels]
    assert rows["三、本年年初余额"][:4] == [sheet.at(label, "年初余额") for label in labels]
    assert rows["（一）本年盈余"][0] == income(annual(year)).at("本期盈余", "本年数")
    if year > YEARS[0]:
        assert (
            rows["五、本年年末余额"][4:]
            == net_asset_rows(year - 1)["五、本年年末余额"][:4]
            == named["上年年末余额"][:4]
        )


@pytest.mark.parametrize("year", YEARS)
def test_the_cash_flow_statement_adds_up_to_the_change_in_cash(year: int) -> None:
    lines = sides(annual(year)["现金流量表"])[0]
    for column in lines.columns:
        nets = []
        figures = dict(zip(lines.labels, lines.columns[column], strict=True))
        section: list[Decimal] = []
        flows: list[Decimal] = []
        for label, value in figures.items():
            if label.endswith("小计"):
                assert value == sum(section)
                flows.append(value)
                section = []
            elif label.endswith("现金流量净额"):
                assert value == flows[0] - flows[1]
                nets.append(value)
                flows = []
            elif value is not None:
                section.append(value)
        assert len(nets) == 3
        assert lines.at("现金净增加额", column) == sum(nets) + lines.at("汇率变动对现金的影响额", column)
    sheet = balance(annual(year))
    restricted = sides(annual(year)["补充资料-余额"])[0]
    cash = {
        column: sheet.at("货币资金", column)
        + sheet.at("财政应返还额度", column)
        - restricted.at("受限货币资金", column)
        for column in ("期末余额", "年初余额")
    }
    assert lines.at("现金净增加额", "本年金额") == cash["期末余额"] - cash["年初余额"]


@pytest.mark.parametrize("year", YEARS)
def test_the_budget_statements_add_up_and_agree(year: int) -> None:
    book = annual(year)
    budget, carried = sides(book["预算收入支出表"])[0], sides(book["预算结转结余变动表"])[0]
    for column in budget.columns:

        def at(label: str, column: str = column) -> Decimal:
            return budget.at(label, column)

        inflow = "财政拨款预算收入 事业预算收入 上级补助预算收入 附属单位上缴预算收入 经营预算收入 债务预算收入 非同级财政拨款预算收入 投资预算收益 其他预算收入"
        outflow = "行政支出 事业支出 经营支出 上缴上级支出 对附属单位补助支出 投资支出 债务还本支出 其他支出"
        assert at("本年预算收入") == budget.sum(inflow.split(), column)
        assert at("本年预算支出") == budget.sum(outflow.split(), column)
        assert at("财政拨款预算收入") == at("财政基本拨款预算收入") + at("财政项目拨款预算收入")
        assert at("事业预算收入") == at("医疗预算收入") + at("科教预算收入")
        assert at("事业支出") == budget.sum(
            ["财政基本拨款支出", "财政项目拨款支出", "科教资金支出", "其他资金支出"], column
        )
        assert at("本年预算收支差额") == at("本年预算收入") - at("本年预算支出")
        assert at("本年预算收支差额") == budget.sum(["财政项目拨款收支差额", "医疗收支差额", "科教收支差额"], column)
        assert at("财政项目拨款收支差额") == at("财政项目拨款预算收入") - at("财政项目拨款支出")
        assert at("科教收支差额") == at("科教预算收入") - at("科教资金支出")
        carry_over(carried, column, at("本年预算收支差额"))
    appropriations(year, budget, carried)


def carry_over(lines: Lines, column: str, balance_of_year: Decimal) -> None:
    """The four sections, by order: opening, adjustment, change, closing."""
    value = [amount or Decimal(0) for amount in lines.columns[column]]
    assert len(value) == 25
    assert value[0] == value[1] + value[2]
    assert value[3] == value[4] + value[5] == 0
    assert value[6] == value[7] + value[11]
    assert value[7] == sum(value[8:11])
    assert value[11] == sum(value[12:16])
    assert value[16] == value[17] + value[20] == value[0] + value[3] + value[6]
    assert value[17] == value[18] + value[19] == value[1] + value[7]
    assert value[20] == sum(value[21:25]) == value[2] + value[11]
    assert value[8] + value[12] == balance_of_year


def appropriation_rows(year: int) -> dict[str, list[Decimal]]:
    rows = annual(year)["财政拨款预算收入支出表"][5:]
    return {stripped(row[0]): [figure(cell) or Decimal(0) for cell in row[1:13]] for row in rows if row[0]}


def appropriations(year: int, budget: Lines, carried: Lines) -> None:
    rows = appropriation_rows(year)
    for label in ("总计", "一、一般公共预算财政拨款", "（二）项目支出"):
        cells = rows[label]
        assert sum(cells[:9]) - cells[9] == cells[10] + cells[11]
    assert rows["总计"][8] == budget.at("财政拨款预算收入", "本年数")
    assert rows["总计"][9] == budget.at("财政基本拨款支出", "本年数") + budget.at("财政项目拨款支出", "本年数")
    assert rows["总计"][10:] == [carried.at("财政拨款结转", "本年数"), carried.at("财政拨款结余", "本年数")]
    for column in (8, 9):
        named = [cells[column] for label, cells in rows.items() if label.endswith(("项目", "专项"))]
        assert sum(named) == rows["（二）项目支出"][column]
        assert rows["（一）基本支出"][column] == rows["1.人员经费"][column] + rows["2.日常公用经费"][column]
    if year > YEARS[0]:
        assert rows["总计"][:2] == appropriation_rows(year - 1)["总计"][10:]
        last = sides(annual(year - 1)["预算结转结余变动表"])[0]
        assert carried.at("年初预算结转结余", "本年数") == last.at("年末预算结转结余", "本年数")


@pytest.mark.parametrize("year", YEARS)
def test_the_note_leads_from_the_budgetary_balance_to_the_surplus(year: int) -> None:
    book = annual(year)
    lines = sides(book["差异情况说明"])[0]
    value = [amount or Decimal(0) for amount in lines.columns["本年数"]]

    assert len(value) == 15
    assert value[-1] == sum(value[:7]) - sum(value[7:13]) + value[13]
    assert value[0] == sides(book["预算收入支出表"])[0].at("本年预算收支差额", "本年数")
    assert value[-1] == income(book).at("本期盈余", "本年数")
