"""Figures that can be right but mostly are not: each rule inside its bounds and outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reportgen import checks
from reportgen.catalog import Catalog

Make = Callable[..., Any]

OUTSIDE = {
    "W01": {"cash_and_bank@2025": -1.0},
    "W02": {"net_assets@2025": -1.0},
    "W04": {"total_income@2025": 50_000_000.0, "total_income@2024": 5_000.0},
    "W06": {"occupied_bed_days@2025": 131.0, "available_bed_days@2025": 100.0},
    "W07": {"available_bed_days@2025-01": 4000.0, "beds_open@2025-01": 100.0},
    "W08": {"discharged_patient_bed_days@2025": 100.0, "discharges@2025": 100.0},
    "W65": {"occupied_bed_days@2025": 3_100.0, "discharges@2025": 100.0},
    "W75": {"net_assets@2025": 116.0, "net_assets@2025/open": 100.0, "period_surplus@2025": 10.0},
    "W09": {"outpatient_income@2025": 100.0, "outpatient_emergency_visits@2025": 100.0},
    "W10": {"outpatient_drug_income@2025": 40.0, "inpatient_drug_income@2025": 40.0, "medical_income@2025": 100.0},
    "W11": {"fixed_assets_accum_depr@2025": 11.0, "fixed_assets_cost@2025": 10.0},
    "W12": {"total_liabilities@2025": 11.0, "total_assets@2025": 10.0},
    "W13": {"period_surplus@2025": 31.0, "total_income@2025": 100.0},
    "W14": {"discharges@2025": 151.0, "discharges@2024": 100.0},
    "W45": {"total_income@2025": 0.0},
    "W62": {"total_liabilities@2025": 0.0, "total_expense@2025": 5.0},
    "W48": {
        "other_expense@2025": 90.0,
        "other_expense@2024": 5.0,
        "medical_activity_expense@2025": 510.0,
        "medical_activity_expense@2024": 556.0,
    },
    "W23": {"current_surplus_balance@2025": 5.0},
    "W24": {"cmi@2025": 2.6},
    "W25": {"discharged_patients_with_surgery@2025": 11.0, "discharges@2025": 10.0},
    "W26": {"total_expense@2025-06/ytd": 90.0, "total_expense@2025/budget": 100.0},
    "W27": {"fiscal_income@2025": 1000.0, "bgt_fiscal_income@2025": 980.0},
    "W28": {"depreciation_expense@2025-12/ytd": 30.0, "fixed_assets_cost@2025-12": 100.0},
    "W88": {
        "accounts_receivable_net@2025": 90.0,
        "accounts_receivable_gross@2025": 100.0,
        "bad_debt_provision_ar@2025": 9.0,
    },
    "W89": {
        "insurance_income@2025": 50.0,
        "outpatient_insurance_income@2025": 20.0,
        "inpatient_insurance_income@2025": 31.0,
    },
    "W90": {"deaths@2025": 11.0, "discharges@2025": 10.0},
    "W91": {"inpatient_satisfaction_score@2025": 900.0},
}
INSIDE = {
    "W01": {"cash_and_bank@2025": 0.0},
    "W02": {"net_assets@2025": 0.0},
    "W04": {"total_income@2025": 6_000.0, "total_income@2024": 5_000.0},
    "W06": {"occupied_bed_days@2025": 100.0, "available_bed_days@2025": 100.0},
    "W07": {"available_bed_days@2025-01": 3100.0, "beds_open@2025-01": 100.0},
    "W08": {"discharged_patient_bed_days@2025": 200.0, "discharges@2025": 100.0},
    "W65": {"occupied_bed_days@2025": 3_000.0, "discharges@2025": 100.0},
    "W75": {"net_assets@2025": 115.0, "net_assets@2025/open": 100.0, "period_surplus@2025": 10.0},
    "W10": {"outpatient_drug_income@2025": 20.0, "inpatient_drug_income@2025": 20.0, "medical_income@2025": 100.0},
    "W45": {"total_income@2025": 1.0, "total_assets@2025": 0.01, "total_expense@2025": 5.0},
    "W62": {"total_liabilities@2025": 0.01, "total_expense@2025": 5.0},
    "W13": {"period_surplus@2025": -30.0, "total_income@2025": 100.0},
    "W48": {
        "other_expense@2025": 90.0,
        "other_expense@2024": 5.0,
        "medical_activity_expense@2025": 556.0,
        "medical_activity_expense@2024": 556.0,
    },
    "W14": {"discharges@2025": 149.0, "discharges@2024": 100.0},
    "W26": {"total_expense@2025-06/ytd": 50.0, "total_expense@2025/budget": 100.0},
    "W27": {"fiscal_income@2025": 1000.0, "bgt_fiscal_income@2025": 995.0},
    "W28": {"depreciation_expense@2025-06/ytd": 5.0, "fixed_assets_cost@2025-06": 100.0},
    "W88": {
        "accounts_receivable_net@2025": 90.0,
        "accounts_receivable_gross@2025": 100.0,
        "bad_debt_provision_ar@2025": 10.0,
    },
    "W89": {
        "insurance_income@2025": 51.0,
        "outpatient_insurance_income@2025": 20.0,
        "inpatient_insurance_income@2025": 31.0,
    },
    "W90": {"deaths@2025": 10.0, "discharges@2025": 10.0},
    "W91": {"inpatient_satisfaction_score@2025": 100.0, "emr_level@2025": 8.0},
}


@pytest.mark.parametrize("rule", OUTSIDE)
def test_a_figure_outside_its_bounds_is_asked_about(rule: str, checked: Make, catalog: Any) -> None:
    found = [finding for finding in checked(OUTSIDE[rule], ["会政财01@2025"]).findings if finding.rule == rule]

    assert len(found) == 1
    assert catalog.messages.both(found[0]).message.zh
    assert found[0].place.cell


@pytest.mark.parametrize("rule", INSIDE)
def test_a_figure_inside_its_bounds_is_not(rule: str, checked: Make) -> None:
    outcome = checked(INSIDE[rule])

    assert not outcome.findings
    assert any(trial.checked.any() for trial in outcome.tried if trial.rule == rule)


def test_the_stay_is_asked_about_once_and_by_occupied_bed_days_only_where_nothing_else_says_it(
    checked: Make, catalog: Catalog
) -> None:
    """Then the occupancy of beds rests on what is asked about; of the bed-days of the discharged it does not."""
    both = OUTSIDE["W65"] | {"discharged_patient_bed_days@2025": 3_100.0}

    told = checked(both).findings, checked(OUTSIDE["W65"]).findings

    touched = [{name for one in found for name in checks.touched_by(one, catalog)} for found in told]
    assert [[one.rule for one in found] for found in told] == [["W08"], ["W65"]]
    assert ["bed_occupancy_rate" in names for names in touched] == [False, True]
    assert all({"inpatient_length_of_stay", "bed_turnover"} <= names for names in touched)


def test_w04_a_total_that_turned_negative_is_no_slip_of_unit(checked: Make) -> None:
    turned = {"total_income@2025": -6_000.0, "total_income@2024": 5_000.0}

    assert "W04" not in {finding.rule for finding in checked(turned).findings}


def test_w48_tells_both_lines_in_both_years_and_the_smaller_move(checked: Make, catalog: Any) -> None:
    found = checked(OUTSIDE["W48"]).findings

    told = catalog.messages.both(found[0]).message
    assert [f.rule for f in found] == ["W48"]
    for words in ("其他费用 90.00", "上年同期其他费用 5.00", "上年同期医疗活动费用合计 556.00", "较小的变动为 46.00"):
        assert words in told.zh
    for words in ("Other expense of last year 5.00", "the smaller move being 46.00"):
        assert words in told.en


def test_debts_above_assets_are_told_once(checked: Make) -> None:
    insolvent = {"total_liabilities@2025": 11.0, "total_assets@2025": 10.0, "net_assets@2025": -1.0}

    assert [finding.rule for finding in checked(insolvent).findings] == ["W02"]


def test_w03_a_total_ten_times_last_months_is_asked_about(checked: Make) -> None:
    jump = {"total_income@2025-01": 20_000.0, "total_income@2025-02": 200_000.0}

    assert [(f.rule, f.place.cell) for f in checked(jump).findings] == [("W03", "C2")]
    assert not checked(jump | {"total_income@2025-02": 199_999.0}).findings
    assert not checked({"total_income@2025-01": 9_999.0, "total_income@2025-02": 200_000.0}).findings


def test_w03_what_is_left_after_a_deduction_may_jump(checked: Make) -> None:
    assert not checked({"period_surplus@2025-01": 20_000.0, "period_surplus@2025-02": 400_000.0}).findings


LINES = (
    "fiscal_income",
    "superior_subsidy_income",
    "donation_income",
    "interest_income",
    "rental_income",
    "other_income",
)


def test_w15_a_form_whose_flows_all_equal_last_months_is_a_copy(checked: Make) -> None:
    months = {f"{item}@2025-{month}": 10.0 + n for month in ("01", "02") for n, item in enumerate(LINES)}
    forms = ["会政财02@2025-01", "会政财02@2025-02"]

    copied = [f for f in checked(months, forms).findings if f.rule == "W15"]
    changed = [f for f in checked(months | {"other_income@2025-02": 16.5}, forms).findings if f.rule == "W15"]

    assert [(f.facts["last"], f.facts["lines"]) for f in copied] == [("2025-01", 6)]
    assert not changed


@pytest.mark.parametrize(("filled", "lines"), [(6, [6]), (5, [5]), (4, []), (0, [])])
def test_w15_nils_make_no_copy(filled: int, lines: list[int], checked: Make) -> None:
    """A hospital without subsidies and donations has none of them in any month."""
    amounts = [10.0 + n if n < filled else 0.0 for n in range(len(LINES))]
    months = {f"{item}@2025-{at}": value for at in ("01", "02") for item, value in zip(LINES, amounts, strict=True)}

    told = checked(months, ["会政财02@2025-01", "会政财02@2025-02"]).findings

    assert [one.facts["lines"] for one in told if one.rule == "W15"] == lines


def test_lines_of_a_month_are_asked_about_on_the_form_of_a_year_and_not_in_a_year_made_of_months(checked: Make) -> None:
    december = {"current_surplus_balance@2025-12": 5.0, "current_surplus_balance@2025": 5.0}

    assert [f.rule for f in checked(december, ["会政财01@2025"]).findings if f.rule == "W23"] == ["W23"]
    assert not [f for f in checked(december, ["会政财01@2025-12"]).findings if f.rule == "W23"]


@pytest.mark.parametrize(
    ("last", "now", "found"), [(5, 5, ["W15"]), (4, 4, []), (10, 5, ["W15"]), (11, 5, []), (5, 4, [])]
)
def test_w15_five_lines_and_half_of_those_of_the_month_before_make_a_copy(
    last: int, now: int, found: list[str], checked: Make, catalog: Catalog
) -> None:
    lines = [row.item for row in catalog.forms["会政财02"].rows if row.item][:last]
    figures = {f"{item}@2025-01": 10.5 + number for number, item in enumerate(lines)}
    figures |= {f"{item}@2025-02": 10.5 + number for number, item in enumerate(lines[:now])}

    told = checked(figures, ["会政财02@2025-01", "会政财02@2025-02"]).findings

    assert [one.rule for one in told if one.rule == "W15"] == found


@pytest.mark.parametrize(
    ("last", "now", "found"),
    [
        (10_000.0, 100_000.0, ["W03"]),
        (10_000.0, 99_990.0, []),
        (9_999.0, 100_000.0, []),
        (100_000.0, 10_000.0, ["W03"]),
        (-10_000.0, -100_000.0, []),
    ],
)
def test_w03_a_total_ten_times_or_a_tenth_of_the_month_before(
    last: float, now: float, found: list[str], checked: Make
) -> None:
    told = checked({"total_income@2025-01": last, "total_income@2025-02": now}).findings

    assert [one.rule for one in told if one.rule == "W03"] == found


@pytest.mark.parametrize("item", ["visits_internet", "laboratory_tests", "floor_area_total"])
@pytest.mark.parametrize(
    ("last", "now", "found"),
    [(100.0, 1000.0, ["W03"]), (100.0, 999.0, []), (99.0, 1000.0, []), (1000.0, 100.0, ["W03"])],
)
def test_w03_a_number_counted_that_has_a_digit_more_or_less(
    item: str, last: float, now: float, found: list[str], checked: Make
) -> None:
    told = checked({f"{item}@2025-01": last, f"{item}@2025-02": now}).findings

    assert [one.rule for one in told if one.rule == "W03"] == found
