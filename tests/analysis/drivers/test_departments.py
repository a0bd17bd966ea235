"""Departments make up the hospital; what nobody answers for stands beside them."""

from __future__ import annotations

from math import fsum
from pathlib import Path

import pytest

from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable, added
from reportgen.analysis.drivers.departments import Departments, ranked
from reportgen.model.values import Reason

HEAD = ("科室", "科室类别", "科室收入", "直接成本合计", "分摊间接成本")


def table(period: str, *rows: tuple[object, ...]) -> list[tuple[object, ...]]:
    return [("科室收支表",), (period,), HEAD, *rows]


NOW = (("内科", "临床服务类", 60, 40, 5), ("外科", "临床服务类", 40, 35, 4))
BEFORE = (("内科", "临床服务类", 50, 38, 5), ("外科", "临床服务类", 42, 33, 4))
BOOKS = {"medical_income@2025": 100.0, "medical_activity_expense@2025": 75.0}


def of(folder: Path, now: tuple[object, ...], before: tuple[object, ...] | None = BEFORE) -> Departments | Unavailable:
    tables = {"now": table("2025年度", *now)} | ({"before": table("2024年度", *before)} if before else {})
    return case(folder, BOOKS, "2025", tables=tables)["drivers.departments"]


@pytest.mark.serves("000-05")
def test_the_departments_of_the_sample_add_up_to_the_hospital():
    found = sample()["drivers.departments"]

    assert isinstance(found, Departments)
    assert found.is_complete
    assert len(found.departments) == 40
    assert fsum(one.income.value for one in found.departments) == pytest.approx(1043340679.9, abs=0.01)
    allocated = fsum(one.indirect_cost.value for one in found.departments)
    serving = fsum(one.direct_cost.value for one in found.departments if one.group in {"auxiliary", "administrative"})
    assert allocated == pytest.approx(serving, abs=0.01)


@pytest.mark.serves("000-05")
def test_without_the_table_the_reason_names_it_and_its_heads(tmp_path: Path):
    found = case(tmp_path, BOOKS, "2025")["drivers.departments"]

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts["table"].zh) == ("table", "科室收支表")
    assert "直接成本合计" in found.facts["columns"].zh


@pytest.mark.serves("001-26")
def test_growth_and_cost_rate_can_be_sorted_by(tmp_path: Path):
    found = of(tmp_path, NOW)

    assert isinstance(found, Departments)
    inner, surgery = found.departments
    assert inner.income_change.rate.value == pytest.approx(0.2)
    assert surgery.cost_rate.value == pytest.approx(0.875)
    assert [one.id for one in ranked(found.departments, "income_change")] == ["内科", "外科"]
    assert [one.id for one in ranked(found.departments, "cost_rate")] == ["外科", "内科"]


def test_contributions_add_up_to_the_change_of_the_margin(tmp_path: Path):
    found = of(tmp_path, NOW)

    assert [(one.id, one.amount) for one in found.contributions] == [("内科", 8.0), ("外科", -4.0)]
    assert found.margin_change == pytest.approx(4.0)


def test_a_department_that_is_gone_is_marked_and_leaves_a_remainder(tmp_path: Path):
    found = of(tmp_path, NOW[:1])

    gone = next(one for one in found.contributions if one.id == "外科")
    assert gone.ended
    assert gone.amount == pytest.approx(-9.0)
    assert not found.is_complete
    assert (found.income_left.value, found.cost_left.value) == pytest.approx((40.0, 35.0))


def test_a_department_without_figures_stops_the_contributions(tmp_path: Path):
    found = of(tmp_path, (NOW[0], ("外科", "临床服务类", "", 35, 4)))

    assert isinstance(found.contributions, Unavailable)
    assert found.contributions.facts["name"] == "外科"
    assert found.margin_change is None
    assert found.income.value is None


def test_a_month_that_is_missing_is_named_instead_of_a_short_sum(tmp_path: Path):
    tables = {month: table(f"2025年{month}月", *NOW) for month in ("1", "3")}
    found = case(tmp_path, {"medical_income@2025-03": 1.0}, "2025-03", tables=tables)["drivers.departments"]

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts["months"]) == ("table_months", ("2025-02",))


def by_month(folder: Path, **sheets: tuple[str, ...]) -> Departments | Unavailable:
    """Departments of three months this year and last, each standing on the sheets named after it."""
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in (1, 2, 3)]
    tables = {
        month: table(
            f"{month[:4]}年{int(month[5:])}月",
            *((name, "临床服务类", 10, 8, 1) for name, absent in sheets.items() if month not in absent),
        )
        for month in months
    }
    return case(folder, {"medical_income@2025-03:ytd": 60.0}, "2025-03", tables=tables)["drivers.departments"]


@pytest.mark.serves("000-05")
@pytest.mark.parametrize("absent", ["2025-02", "2025-01", "2025-03", "2024-02", "2024-03"])
def test_a_department_left_out_of_a_month_is_missing_and_not_smaller(tmp_path: Path, absent: str):
    found = by_month(tmp_path, 内科=(), 外科=(absent,))

    assert isinstance(found, Departments)
    assert found.contributions == Unavailable(
        "department_months", found.contributions.reason, {"names": ("外科",), "months": (absent,)}
    )
    inner, surgery = found.departments
    assert inner.income.value == 30.0
    assert (surgery.income.value, surgery.margin.value) == ((None, None) if absent > "2025" else (30.0, 6.0))
    assert surgery.income_change.rate.value is None


def test_a_department_that_was_closed_has_zeros_and_counts_with_what_it_lost(tmp_path: Path):
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in (1, 2, 3)]
    tables = {
        month: table(
            f"{month[:4]}年{int(month[5:])}月",
            ("内科", "临床服务类", 10, 8, 1),
            ("外科", "临床服务类", *((0, 0, 0) if month == "2025-03" else (10, 8, 1))),
        )
        for month in months
    }
    found = case(tmp_path, {"medical_income@2025-03:ytd": 50.0}, "2025-03", tables=tables)["drivers.departments"]

    assert [(one.id, one.income.value) for one in found.departments] == [("内科", 30.0), ("外科", 20.0)]
    assert [(one.id, one.amount) for one in found.contributions] == [("外科", -2.0), ("内科", 0.0)]


def test_a_department_that_begins_within_the_year_has_no_gap(tmp_path: Path):
    found = by_month(tmp_path, 内科=(), 外科=("2024-01", "2024-02", "2024-03", "2025-01"))

    assert [one.income.value for one in found.departments] == [30.0, 20.0]
    assert {one.id: one.begun for one in found.contributions} == {"内科": False, "外科": True}


def test_a_department_whose_cost_others_bear_has_no_result_so_that_no_cost_counts_twice(tmp_path: Path):
    rows = (("内科", "临床服务类", 100, 60, 25), ("后勤", "行政后勤类", 0, 25, 0))
    found = case(tmp_path, {"medical_income@2025": 100.0}, "2025", tables={"2025": table("2025年", *rows)})[
        "drivers.departments"
    ]

    ward, office = found.departments
    assert ward.result.value == 15.0
    assert (office.margin.value, office.result.value) == (-25.0, None)
    assert sum(one.margin.value for one in found.departments) == ward.result.value


def test_where_nothing_is_allocated_a_result_is_the_margin(tmp_path: Path):
    rows = (("内科", "临床服务类", 100, 60, 0), ("后勤", "行政后勤类", 0, 25, 0))
    found = case(tmp_path, {"medical_income@2025": 100.0}, "2025", tables={"2025": table("2025年", *rows)})[
        "drivers.departments"
    ]

    assert [one.result.value for one in found.departments] == [40.0, -25.0]


def test_a_department_without_figures_makes_their_sum_unknown_and_not_smaller(tmp_path: Path):
    found = of(tmp_path, (*NOW, ("儿科", "临床服务类", None, None, None)))

    assert isinstance(found, Departments)
    *_, blank = found.departments
    assert blank.result.value is None
    assert blank.result.reason is not Reason.NOT_APPLICABLE
    assert added(one.result for one in found.departments).value is None


def test_a_department_with_a_cost_and_no_income_has_no_result_rather_than_an_unknown_one(tmp_path: Path):
    found = of(tmp_path, (*NOW, ("后勤", "行政后勤类", None, 9, None)))

    *_, office = found.departments
    assert office.result.reason is Reason.NOT_APPLICABLE
