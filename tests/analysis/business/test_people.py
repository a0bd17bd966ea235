"""Receivables, payables, contracts, responsibility, appraisal, services, indirect cost and unit costs of projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.budget.budgets import projects
from analysis.business.tables import answer, table
from analysis.cases import case, sample
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.business.ageing import made, together
from reportgen.analysis.business.contracts import ContractMark, ContractTerm
from reportgen.catalog import load_catalog
from reportgen.model.values import Reason

COLUMNS, OLD = ("young", "older", "old"), ("old",)
AMOUNT = st.floats(0, 1e8).map(lambda value: round(value, 2))
AGED = st.tuples(AMOUNT, AMOUNT, AMOUNT)


def aged(*values: float | None, balance: float):
    figures = [Figure(one) if one is not None else Figure.missing() for one in values]
    return made(dict(zip(COLUMNS, figures, strict=True)), OLD, Figure(balance))


@given(st.lists(AGED, min_size=1, max_size=6))
def test_ages_of_all_payers_add_up_to_all_balances(rows: list[tuple[float, float, float]]):
    parts = [aged(*row, balance=sum(row)) for row in rows]
    whole = together(parts, COLUMNS, OLD)

    assert all(one.is_complete for one in parts)
    assert whole.balance.value == pytest.approx(sum(map(sum, rows)))
    assert sum(one.value for one in whole.by_age.values()) == pytest.approx(whole.balance.value, abs=0.01)
    assert whole.old.value == pytest.approx(sum(row[2] for row in rows))


def test_a_blank_age_is_nothing_only_where_the_others_make_up_the_balance():
    complete, short = aged(60.0, 40.0, None, balance=100.0), aged(60.0, 30.0, None, balance=100.0)

    assert (complete.old.value, complete.is_complete) == (0.0, True)
    assert (short.old.value, short.left.value, short.is_complete) == (None, 10.0, False)
    assert together([complete, short], COLUMNS, OLD).old.value is None


RECEIVABLES = (
    "付款方",
    "3个月以内",
    "3至6个月",
    "6个月至1年",
    "1至2年",
    "2至3年",
    "3年以上",
    "应收余额",
    "本年拒付",
    "本年发生额",
)


@pytest.mark.serves("003-003")
def test_payers_by_balance_with_age_rejection_and_days(tmp_path: Path):
    rows = (("甲医保", 80, 10, 10, 0, 0, 0, 100, 5, 500), ("病人", 20, 0, 0, 100, 40, 40, 200, "", 0))
    found = answer(
        tmp_path,
        "business.receivables",
        {"r": table("2025年度", RECEIVABLES, *rows)},
        {"accounts_receivable_gross@2025": 310.0},
    )
    patient, insurer = found.payers

    assert (patient.id, patient.ages.old.value, patient.ages.old_share.value) == ("病人", 180.0, 0.9)
    assert patient.days.reason is Reason.ZERO_DENOMINATOR
    assert (insurer.rejection_rate.value, insurer.days.value) == pytest.approx((0.01, 73.0))
    assert insurer.change.rate.value is None
    assert found.statement_gap.value == pytest.approx(-10.0)


@pytest.mark.serves("003-003")
def test_amounts_at_risk_have_amount_share_and_year_and_what_is_not_supplied_has_a_reason(tmp_path: Path):
    figures = {"accounts_receivable_gross@2025": 200.0, "patient_arrears@2025": 30.0, "patient_arrears@2024": 20.0}
    found = answer(tmp_path, "business.receivables", {}, figures)
    by_item = {one.item: one for one in found.unrealised}

    assert by_item["patient_arrears"].share.value == pytest.approx(0.15)
    assert by_item["patient_arrears"].change.difference.value == pytest.approx(10.0)
    assert by_item["insurance_rejected_amount"].amount.reason is Reason.MISSING_INPUT
    assert isinstance(found.payers, Unavailable)


@pytest.mark.serves("003-003")
def test_receivables_of_the_sample_meet_the_notes():
    found = sample()["business.receivables"]

    assert found.statement_gap.value == pytest.approx(0.0, abs=0.01)
    assert found.total.is_complete
    assert all(one.amount.value is not None for one in found.unrealised)
    books = sample().books
    assert found.total.old.value == pytest.approx(books.to_date("accounts_receivable_over_1y").value)


PAYABLES = ("供应商", "供应类别", "欠款3个月以内", "欠款1年以上", "应付余额", "本年采购额")


@pytest.mark.serves("000-12")
def test_the_ten_largest_suppliers_and_totals_that_equal_the_table(tmp_path: Path):
    rows = tuple((f"供应商{at:02}", "药品", 10 * at, at, 11 * at, 100 * at) for at in range(1, 13))
    found = answer(
        tmp_path, "business.payables", {"p": table("2025年度", PAYABLES, *rows)}, {"accounts_payable@2025": 858.0}
    )

    assert [one.id for one in found.largest] == [f"供应商{at:02}" for at in range(12, 2, -1)]
    assert (found.purchases.value, found.total.balance.value, found.total.old.value) == (7800.0, 858.0, 78.0)
    assert found.top_share.value == pytest.approx((12 + 11 + 10 + 9 + 8) / 78)
    assert found.concentration.value == pytest.approx(sum((at / 78) ** 2 for at in range(1, 13)))
    assert found.statement_gap.value == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("ends", "term"),
    [
        ("2025-12-30", ContractTerm.ENDED),
        ("2025-12-31", ContractTerm.ENDING),
        ("2026-03-31", ContractTerm.ENDING),  # ninety days
        ("2026-04-01", ContractTerm.RUNNING),
    ],
)
def test_a_contract_is_ending_for_ninety_days(tmp_path: Path, ends: str, term: ContractTerm):
    rows = (("1", "甲", "采购", "2025-01-01", ends, 100, 50, 50, "甲"),)
    found = answer(tmp_path, "business.contracts", {"c": table("2025年度", CONTRACTS, *rows)})

    assert [one.term for one in found.contracts] == [term]


@pytest.mark.serves("000-12")
def test_without_suppliers_the_reason_asks_for_the_table(tmp_path: Path):
    found = answer(tmp_path, "business.payables", {})

    assert isinstance(found, Unavailable)
    assert found.facts["table"].zh == "应付账款账龄表"


CONTRACTS = (
    "合同编号",
    "合同名称",
    "合同类别",
    "签订日期",
    "合同到期日",
    "合同金额",
    "已履行金额",
    "已付金额",
    "责任部门",
)


def test_contracts_that_ask_for_a_look_are_marked(tmp_path: Path):
    rows = (
        ("1", "超付", "采购", "2025-01-01", "2026-12-31", 100, 100, 101, "甲"),
        ("2", "预付", "采购", "2025-01-01", "2026-02-01", 100, 40, 50, "甲"),
        ("3", "逾期", "基建工程", "2024-01-01", "2025-12-30", 100, 90, 90, ""),
        ("4", "正常", "服务外包", "2025-07-02", "2026-07-02", 100, 50, 50, "乙"),
        ("5", "无期", "收入", "", "", 0, 0, 0, "乙"),
        ("6", "未填", "采购", "2025-01-01", "2026-12-31", 100, "", "", "甲"),
    )
    found = answer(tmp_path, "business.contracts", {"c": table("2025年度", CONTRACTS, *rows)})
    marks = {one.subject: (one.term, one.marks) for one in found.contracts}

    assert marks["超付"] == (ContractTerm.RUNNING, (ContractMark.OVERPAID, ContractMark.PAID_AHEAD))
    assert marks["预付"] == (ContractTerm.ENDING, (ContractMark.PAID_AHEAD,))
    assert marks["逾期"] == (ContractTerm.ENDED, (ContractMark.ENDED_OPEN, ContractMark.NO_OWNER))
    assert marks["正常"] == (ContractTerm.RUNNING, ())
    assert marks["未填"] == (ContractTerm.RUNNING, (ContractMark.UNSTATED,))
    assert "未填" in {one.subject for one in found.marked}
    assert found.contracts[3].elapsed.value == pytest.approx(182 / 365)
    assert found.contracts[4].paid_share.reason is Reason.ZERO_DENOMINATOR
    assert (found.by_class["procurement"].count, found.by_class["procurement"].unpaid.value) == (3, None)


def test_each_figure_has_its_owner_and_those_without_one_are_listed(tmp_path: Path):
    tables = {
        "c": table("2025年度", CONTRACTS, ("3", "逾期", "基建工程", "", "", 100, 90, 90, "")),
        "t": table("2025年度", ("科室", "目标成本", "责任人"), ("内科", 70, "甲")),
    }
    found = answer(tmp_path, "business.responsibility", tables)

    assert [(one.kind, one.id) for one in found.unowned] == [("contracts", "3")]
    assert found.by_owner == {"甲": 1}
    assert found.of("department_targets")[0].figure.value == 70.0


def test_in_the_sample_owners_of_measures_go_before_the_usual_ones():
    found = {one.id: one for one in sample()["business.responsibility"].of("indicators")}

    assert (found["receivable_turnover_days"].owner.zh, found["receivable_turnover_days"].usual) == (
        "医保办主任",
        False,
    )
    assert found["inventory_turnover_days"].usual  # its measure is closed
    assert found["asset_liability_ratio"].usual


APPRAISAL = ("考核对象", "岗位类别", "考核指标", "指标编号", "考核权重", "满分", "考核得分")


def appraised(folder: Path, *rows: tuple[object, ...], more: str = ""):
    return answer(folder, "business.appraisal", {"a": table("2025年度", APPRAISAL, *rows)}, more=more)


def test_a_score_is_the_weighted_share_of_full_marks_and_falls_into_a_band(tmp_path: Path):
    more = "analysis: {bands: {优秀: 90, 合格: 60, 待改进: 0}}\n"
    found = appraised(
        tmp_path,
        ("内科", "科室", "工作量", "", 0.6, 50, 45),
        ("内科", "科室", "满意度", "", 0.4, 100, 89.99),
        more=more,
    )

    assert found.units[0].score.value == pytest.approx(0.6 * 90 + 0.4 * 89.99)
    assert (found.units[0].printed, found.units[0].band) == ("90.00", "优秀")
    assert found.count("优秀") == 1
    words = load_catalog().words
    assert "不作为" in words[found.principle].zh
    assert "no basis" in words[found.principle].en
    assert f"{found.principle}.other" in words


@pytest.mark.parametrize(
    ("criterion", "indicator"),
    [
        ("医疗收入", ""), ("创收任务", ""), ("收支结余", ""), ("Medical income", ""), ("门急诊药品收入", ""),
        ("业务完成情况", "medical_surplus_rate"), ("收入预算", "budget_income_execution"), ("科室利润率", ""),
    ],
)  # fmt: skip
def test_income_and_surplus_never_count_and_are_named(tmp_path: Path, criterion: str, indicator: str):
    found = appraised(
        tmp_path, ("内科", "科室", criterion, indicator, 0.5, 100, 100), ("内科", "科室", "满意度", "", 0.5, 100, 70)
    )
    unit = found.units[0]

    assert [one.name for one in unit.excluded] == [criterion]
    assert unit.score.value == pytest.approx(70.0)
    assert sum(one.effective for one in unit.criteria) == pytest.approx(1.0)


def test_consumables_for_each_hundred_yuan_of_income_are_no_income(tmp_path: Path):
    found = appraised(tmp_path, ("内科", "科室", "百元医疗收入消耗的卫生材料", "", 1, 100, 80))

    assert found.units[0].excluded == ()
    assert found.units[0].score.value == pytest.approx(80.0)


def test_a_missing_score_gives_its_weight_to_the_others_and_one_beyond_the_scale_does_not_count(tmp_path: Path):
    rows = (
        ("甲", "财务人员", "任务", "", 0.5, 100, 80),
        ("甲", "财务人员", "知识", "", 0.3, 100, ""),
        ("甲", "财务人员", "其他", "", 0.2, 10, 11),
    )
    unit = appraised(tmp_path, *rows).units[0]

    assert unit.score.value == pytest.approx(80.0)
    assert [one.reason for one in unit.criteria] == [None, Reason.MISSING_INPUT, Reason.INVALID_INPUT]
    assert unit.weights == pytest.approx(1.0)
    assert [one.name for one in unit.unscored] == ["知识", "其他"]
    assert unit.covered == pytest.approx(0.5)


def test_nothing_that_counts_has_no_score_and_no_band(tmp_path: Path):
    unit = appraised(tmp_path, ("内科", "科室", "创收", "", 1, 100, 90)).units[0]

    assert (unit.score.value, unit.printed, unit.band) == (None, "", "")


def test_no_unit_of_the_sample_is_judged_by_income():
    found = sample()["business.appraisal"]

    assert len(found.units) == 9
    assert all(unit.excluded == () and unit.weights == pytest.approx(1.0) for unit in found.units)


SERVICES = ("项目编码", "服务项目名称", "现行价格", "单位成本", "服务数量")


def test_prices_below_cost_by_what_they_leave_uncovered(tmp_path: Path):
    rows = (("1", "甲", 10, 12, 100), ("2", "乙", 10, 40, 20), ("3", "丙", 10, 8, 10), ("4", "丁", 5, 9, ""))
    found = answer(tmp_path, "business.service_costs", {"s": table("2025年度", SERVICES, *rows)})

    assert [one.name for one in found.below_cost] == ["乙", "甲", "丁"]
    assert found.services[2].effect.value == 20.0
    assert found.uncovered.value is None
    assert found.services[1].recovery.value == pytest.approx(0.25)


def test_covered_and_uncovered_services_of_the_sample_make_up_the_difference():
    found = sample()["business.service_costs"]

    assert found.covered.value + found.uncovered.value == pytest.approx(sum(one.effect.value for one in found.services))
    assert found.uncovered.value < 0 < found.covered.value


@pytest.mark.serves("003-176")
def test_a_month_beyond_its_budget_is_flagged_and_one_without_a_budget_is_not(tmp_path: Path):
    figures = {
        "admin_expense@2025-01": 11.0,
        "admin_expense@2025-02": 9.0,
        "admin_expense@2025-03": 30.0,
        "total_expense@2025-03:ytd": 100.0,
    }
    figures |= {"admin_expense@2025-01:budget": 10.0, "admin_expense@2025-02:budget": 10.0}
    found = case(tmp_path, figures, "2025-03")["business.indirect_costs"]

    assert found.total.over == ("2025-01",)
    assert [one.over for one in found.total.months] == [True, False, None]
    assert found.total.months[2].budget.reason is Reason.NO_BUDGET
    assert found.share.value == pytest.approx(0.5)


def test_months_over_a_budget_are_not_counted_where_there_is_none(tmp_path: Path):
    figures = {"admin_expense@2025-01": 11.0, "total_expense@2025-01:ytd": 100.0}

    assert case(tmp_path, figures, "2025-01")["business.indirect_costs"].total.over is None


@pytest.mark.serves("003-176")
def test_months_of_the_sample_add_up_by_funds_and_to_the_year_so_far():
    found = sample()["business.indirect_costs"]

    assert found.funds_left.value == pytest.approx(0.0, abs=0.01)
    for line in (found.total, *found.funds, *found.kinds):
        assert sum(one.actual.value for one in line.months) == pytest.approx(line.to_date.value, abs=0.01)


def test_without_administrative_expense_the_reason_names_it(tmp_path: Path):
    found = answer(tmp_path, "business.indirect_costs", {})

    assert isinstance(found, Unavailable)
    assert found.facts["item"].zh == "单位管理费用"


def test_a_unit_of_result_is_held_against_what_was_planned_for_it(tmp_path: Path):
    rows = (("X1", "甲", 0, 100, 60, 10, 5, "越高越好", ""), ("X2", "乙", 0, 100, 60, 3, 5, "越低越好", ""))
    found = answer(tmp_path, "business.projects", {"p": projects("2025年度", *rows)})

    assert [(one.name, one.unit_cost.value, one.planned.value, one.effect.value) for one in found.projects] == [
        ("甲", 12.0, 10.0, 10.0)
    ]
    assert found.uncounted == ("乙",)


@pytest.mark.serves("000-12")
def test_a_row_that_holds_other_suppliers_together_is_none_of_the_largest(tmp_path: Path):
    rows = (
        ("甲公司", "药品", 1, 0, 1, 60),
        ("其他供应商（合计）", "其他", 1, 0, 1, 90),
        ("乙公司", "药品", 1, 0, 1, 50),
    )
    found = answer(tmp_path, "business.payables", {"p": table("2025年度", PAYABLES, *rows)})

    assert [one.id for one in found.largest] == ["甲公司", "乙公司"]
    assert [one.id for one in found.rest] == ["其他供应商（合计）"]
    assert found.top_share.value == pytest.approx(110 / 200)
    assert found.concentration.value == pytest.approx((60 / 200) ** 2 + (50 / 200) ** 2)
    assert found.purchases.value == 200.0


@pytest.mark.serves("003-003")
def test_an_age_below_zero_is_used_by_no_sum_and_says_so(tmp_path: Path):
    heads = ("付款方", "3个月以内", "3至6个月", "应收余额")
    rows = (("甲医保", 120, -20, 100), ("乙医保", 50, 0, 50))
    found = answer(tmp_path, "business.receivables", {"r": table("2025年度", heads, *rows)})

    assert found.payers[0].ages.by_age["within_6_months"].reason is Reason.INVALID_INPUT
    assert found.total.by_age["within_6_months"].reason is Reason.INVALID_INPUT
    assert not found.total.is_complete
    assert found.total.balance.value == 150.0
