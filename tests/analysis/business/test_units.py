"""Units of work, departments and disease groups, each held to pandas on the same cells."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.business.tables import answer, table
from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.model.values import Reason

MONEY = {
    "outpatient_emergency_visits@2025": 200.0, "outpatient_income@2025": 5000.0, "outpatient_cost@2025": 6000.0,
    "outpatient_emergency_visits@2024": 100.0, "outpatient_income@2024": 2000.0,
    "discharges@2025": 0.0, "occupied_bed_days@2025": 40.0, "inpatient_income@2025": 8000.0,
}  # fmt: skip


@pytest.mark.serves("000-36")
def test_income_and_cost_of_a_visit_by_hand(tmp_path: Path):
    found = case(tmp_path, MONEY, "2025")["business.unit_economics"]
    visit = found.unit("visit")

    assert (visit.income.now.value, visit.cost.now.value, visit.difference.now.value) == (25.0, 30.0, -5.0)
    assert visit.income.change.rate.value == pytest.approx(0.25)
    assert visit.cost.change.rate.value is None


def test_no_work_has_no_amount_a_unit_and_one_side_may_be_missing(tmp_path: Path):
    found = case(tmp_path, MONEY, "2025")["business.unit_economics"]

    assert found.unit("case") is None
    assert found.unit("cmi_point") is None
    assert found.unit("bed_day").income.now.value == pytest.approx(200.0)
    assert found.unit("bed_day").cost.now.value is None


def test_without_work_the_reason_names_the_item(tmp_path: Path):
    found = case(tmp_path, {"outpatient_income@2025": 5.0}, "2025")["business.unit_economics"]

    assert isinstance(found, Unavailable)
    assert found.facts["item"].zh == "门急诊人次"


@pytest.mark.serves("000-36")
def test_out_patients_and_in_patients_make_up_the_cost_of_the_sample():
    analyses = sample()
    found, books = analyses["business.unit_economics"], analyses.books
    visit, case_ = found.unit("visit"), found.unit("case")

    assert found.cost_left.value == pytest.approx(
        books.to_date("medical_activity_expense").value - 1071971726.08, abs=0.01
    )
    assert visit.cost.now.value * visit.work.now.value == pytest.approx(399559397.42)
    assert case_.cost.now.value * case_.work.now.value == pytest.approx(672412328.66)


def frame(name: str, *months: str) -> pd.DataFrame:
    """The cells of a register of the sample, straight from the records."""
    records = sample().material.registers[name].records
    return pd.DataFrame([{"period": one.period, **one.cells} for one in records if one.period in months])


OCTOBER = tuple(f"2026-{month:02}" for month in range(1, 11))


@pytest.mark.serves("000-05")
def test_ratios_of_departments_are_those_of_pandas():
    found = {one.id: one for one in sample()["business.departments"].departments}
    cells = frame("departments", *OCTOBER)
    sums = cells.groupby("department").sum(numeric_only=True)
    staff = cells.groupby("department")["staff"].mean()

    for name, one in found.items():
        row = sums.loc[name]
        assert one.personnel_per_100.value == (
            pytest.approx(100 * row.personnel_cost / row.income) if row.income > 0 else None
        )
        if row.discharges > 0 and row.case_weight > 0:
            assert one.case_mix.value == pytest.approx(row.case_weight / row.discharges)
            assert one.weight_per_staff.value == pytest.approx(row.case_weight / staff[name])


@pytest.mark.serves("000-05")
def test_departments_count_all_the_work_of_the_hospital():
    found = sample()["business.departments"]

    assert found.without_figures == ()
    assert {name: one.value for name, one in found.work_left.items()} == pytest.approx(
        {"visits": 0.0, "discharges": 0.0, "bed_days": 0.0, "case_weight": 0.0}, abs=0.02
    )
    assert found.clinical.case_mix.value == pytest.approx(63651.71 / 56044, rel=0.2)


HEAD = ("科室", "科室类别", "门急诊人次", "占用床日数", "科室收入", "直接成本合计", "卫生材料费")


def test_a_department_with_both_kinds_of_patients_has_no_cost_a_visit(tmp_path: Path):
    rows = (
        ("门诊", "临床服务类", 10, "", 100, 80, 10),
        ("病房", "临床服务类", "", 20, 100, 60, 30),
        ("内科", "临床服务类", 10, 20, 0, 60, 30),
        ("缺数", "临床服务类", 10, "", 50, "", 5),
    )
    found = answer(tmp_path, "business.departments", {"d": table("2025年度", HEAD, *rows)})
    clinic, ward, both, blank = found.departments

    assert clinic.cost_per_visit.value == pytest.approx(8.0)
    assert ward.cost_per_bed_day.value == pytest.approx(3.0)
    assert both.cost_per_visit.reason is both.cost_per_bed_day.reason is Reason.NOT_APPLICABLE
    assert both.consumables_per_100.reason is Reason.ZERO_DENOMINATOR
    assert blank.cost_per_visit.value is None
    assert found.without_figures == ("缺数",)


def test_disease_groups_are_those_of_pandas():
    found = sample()["business.disease_groups"]
    cells = frame("disease_groups", *OCTOBER)
    sums = cells.groupby("group")[["cases", "group_income", "group_cost", "payment", "group_bed_days"]].sum()

    for one in found.groups:
        row = sums.loc[one.id]
        assert one.margin.value == pytest.approx(row.group_income - row.group_cost)
        assert one.settlement.value == pytest.approx(row.payment - row.group_cost)
        assert one.cost_per_case.value == pytest.approx(row.group_cost / row.cases)
        assert one.stay.value == pytest.approx(row.group_bed_days / row.cases)
    assert found.total.cost.value == pytest.approx(sums.group_cost.sum())
    assert found.total.share.value == pytest.approx(1.0)
    assert sum(one.share.value for one in found.groups) == pytest.approx(1.0)


def test_groups_paid_below_cost_come_largest_shortfall_first(tmp_path: Path):
    heads = ("病组编码", "病组名称", "例数", "相对权重", "病组收入", "病组成本", "医保支付额")
    rows = (("A", "甲", 10, 1.0, 100, 90, 80), ("B", "乙", 5, 2.0, 100, 90, 95), ("C", "丙", 0, 1.0, 0, 50, 10))
    found = answer(
        tmp_path, "business.disease_groups", {"g": table("2025年度", heads, *rows)}, {"discharges@2025": 18.0}
    )

    assert [one.id for one in found.in_deficit] == ["C", "A"]
    assert found.cases_left.value == pytest.approx(3.0)
    assert found.groups[2].cost_per_case.reason is Reason.ZERO_DENOMINATOR
    assert found.total.cost_per_point.value == pytest.approx(230 / 20)


def test_a_row_that_holds_other_groups_together_is_ranked_nowhere_and_counts_in_the_sum(tmp_path: Path):
    heads = ("病组编码", "病组名称", "例数", "相对权重", "病组收入", "病组成本", "医保支付额")
    rows = (("A", "甲", 10, 1.0, 100, 90, 80), ("Z", "其他病组", 50, 1.0, 500, 900, 100))
    found = answer(tmp_path, "business.disease_groups", {"g": table("2025年度", heads, *rows)})

    assert [one.id for one in found.in_deficit] == ["A"]
    assert [one.id for one in found.rest] == ["Z"]
    assert found.total.cases.value == 60.0


def test_the_tables_of_the_sample_weigh_what_the_hospital_weighs():
    books = sample().books
    whole = books.to_date("drg_weight_sum").value / books.to_date("discharges").value

    assert sample()["business.departments"].clinical.case_mix.value == pytest.approx(whole, abs=0.0005)
    assert sample()["business.disease_groups"].total.weight.value == pytest.approx(whole, abs=0.005)
    assert all(abs(left.value) < 1.0 for left in sample()["business.departments"].work_left.values())
