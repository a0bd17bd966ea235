"""Operations: patients, operations, beds, staff and resources, for a month or the year to date."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe.figures import fen, whole, wobble
from scripts.renhe.notes import Figures, flows_of, staff_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scripts.renhe.books import Books
    from scripts.renhe.months import Month

COUNTS = {
    "visits_health_check": ("visits", "0.0312", "0.1"),
    "visits_internet": ("visits", "0.0184", "0.1"),
    "visits_insured": ("visits", "0.706", "0.01"),
    "visits_other": ("visits", "0.0046", "0.1"),
    "prescriptions": ("visits", "0.812", "0.015"),
    "discharges_insured": ("discharges", "0.884", "0.006"),
    "deaths": ("discharges", "0.0054", "0.15"),
    "transfers_down": ("discharges", "0.0148", "0.1"),
    "discharged_patients_with_surgery": ("discharges", "0.312", "0.02"),
    "surgeries_outpatient": ("visits", "0.0118", "0.05"),
    "day_surgeries": ("discharges", "0.0462", "0.05"),
    "grade3_surgeries": ("discharges", "0.1286", "0.03"),
    "grade4_surgeries": ("discharges", "0.0574", "0.03"),
    "minimally_invasive_surgeries": ("discharges", "0.0712", "0.03"),
    "elective_surgeries": ("discharges", "0.262", "0.02"),
    "examinations_imaging": ("visits", "0.284", "0.02"),
    "laboratory_tests": ("visits", "2.46", "0.02"),
    "drg_cases": ("discharges", "0.9684", "0.004"),
    "low_risk_cases": ("discharges", "0.214", "0.02"),
    "low_risk_deaths": ("discharges", "0.00003", "0.9"),
    "clinical_pathway_cases": ("discharges", "0.642", "0.02"),
    "emergency_rescue_cases": ("emergency", "0.0324", "0.05"),
    "complaints": ("visits", "0.000092", "0.3"),
}
SUMMED = (
    "visits", "emergency", "admissions", "discharges", "bed_days_open", "bed_days_used", "bed_days_discharged",
)  # fmt: skip
RESOURCES = (
    "drug_purchases", "essential_drug_purchases", "centralised_drug_purchase", "antibiotic_expense", "key_drug_income",
    "insurance_claimed_amount", "insurance_settled_amount", "insurance_rejected_amount", "receivable_recovered",
    "talent_training_expense",
)  # fmt: skip


def of(books: Books, months: Sequence[Month]) -> Figures:
    """Operations over some months; people and beds at their end."""
    first, last = (books.entries[month].activity for month in (months[0], months[-1]))
    summed = {name: sum(getattr(books.entries[m].activity, name) for m in months) for name in SUMMED}
    figures: Figures = {
        "outpatient_visits": summed["visits"],
        "emergency_visits": summed["emergency"],
        "outpatient_emergency_visits": summed["visits"] + summed["emergency"],
        "admissions": summed["admissions"],
        "discharges": summed["discharges"],
        "inpatients_begin": first.inpatients_begin,
        "inpatients_end": last.inpatients_end,
        "available_bed_days": summed["bed_days_open"],
        "occupied_bed_days": summed["bed_days_used"],
        "discharged_patient_bed_days": summed["bed_days_discharged"],
        "working_days": sum(m.weekdays for m in months),
    }
    for item, (base, share, width) in COUNTS.items():
        figures[item] = sum(
            whole(getattr(books.entries[m].activity, base) * Decimal(share) * wobble(item, m, width)) for m in months
        )
    figures["total_visits"] = int(figures["outpatient_emergency_visits"]) + int(figures["visits_other"])
    figures["surgeries"] = int(figures["discharged_patients_with_surgery"]) + int(figures["surgeries_outpatient"])
    return (
        figures | _beds(books, months) | _people(books, months) | _case_mix(books, months) | _resources(books, months)
    )


def _beds(books: Books, months: Sequence[Month]) -> Figures:
    open_days = sum(books.entries[m].activity.bed_days_open for m in months)
    days = sum(m.days for m in months)
    return {
        "beds_authorised": int(books.assumed.at("activity.beds_authorised")),
        "beds_open": books.entries[months[-1]].activity.beds,
        "avg_open_beds": (Decimal(open_days) / days).quantize(Decimal("0.01")),
        "icu_beds": whole(books.assumed.year("activity.icu_beds", months[-1].year)),
    }


def _people(books: Books, months: Sequence[Month]) -> Figures:
    people: Figures = dict(staff_at(books, months[-1]))
    mean = sum((books.entries[m].activity.staff for m in months), Decimal(0)) / len(months)
    people["avg_staff"] = mean.quantize(Decimal("0.1"))
    doctors = sum(staff_at(books, m)["doctors"] for m in months)
    people["avg_doctors"] = (Decimal(doctors) / len(months)).quantize(Decimal("0.1"))
    people["senior_title_staff"] = whole(Decimal(people["health_professionals"]) * Decimal("0.186"))
    people["staff_authorised"] = 1420
    people["staff_contract"] = int(people["staff_total"]) - 1286
    people["staff_retired"] = 508 + 6 * (months[-1].year - 2022)
    people["staff_accounting"] = 34
    return people


def case_mix_level(year: int) -> Decimal:
    """The mean weight of a case that the hospital has in a year."""
    return Decimal("1.072") + Decimal("0.016") * (year - 2022)


def _case_mix(books: Books, months: Sequence[Month]) -> Figures:
    """The grouper's results: weights add up, indices are means over the cases."""
    cases = {m: books.entries[m].activity.discharges for m in months}
    weight = {m: cases[m] * case_mix_level(m.year) * wobble("cmi", m, "0.012") for m in months}
    total = sum(cases.values())
    places = Decimal("0.0001")
    return {
        "drg_weight_sum": sum(weight.values(), Decimal(0)).quantize(Decimal("0.01")),
        "cmi": (sum(weight.values(), Decimal(0)) / total).quantize(places),
        "drg_groups": 612 + 5 * (months[-1].year - 2022),
        "drg_cost_index": _index("drg_cost_index", "1.03", cases).quantize(places),
        "drg_time_index": _index("drg_time_index", "0.97", cases).quantize(places),
    }


def _index(name: str, level: str, cases: Mapping[Month, int]) -> Decimal:
    """The mean of an index over the cases of all months."""
    weighted = sum((count * Decimal(level) * wobble(name, month, "0.02") for month, count in cases.items()), Decimal(0))
    return weighted / sum(cases.values())


def _score(name: str, level: str, month: Month) -> Decimal:
    return (Decimal(level) * wobble(name, month, "0.012")).quantize(Decimal("0.01"))


def _resources(books: Books, months: Sequence[Month]) -> Figures:
    flows, last = flows_of(books, months), months[-1]
    energy = Decimal(flows["utilities_expense"]) * Decimal("0.91")
    equipment = books.balances(last)["fixed_assets_special_equipment"]
    figures: Figures = {name: flows[name] for name in RESOURCES}
    return figures | {
        "energy_expense": fen(energy),
        "energy_consumption": (energy / 5236).quantize(Decimal("0.01")),
        "staff_pay_total": flows["expense_wages_welfare"],
        "research_funding": fen(Decimal(flows["research_income"]) * Decimal("1.04")),
        "floor_area_total": 168420 if (last.year, last.number) >= (2025, 6) else 139860,
        "floor_area_medical": 132650 if (last.year, last.number) >= (2025, 6) else 108940,
        "equipment_units_10k": whole(equipment / 78400),
        "equipment_units_1m": whole(equipment / 4260000),
        "outpatient_satisfaction_score": _score("outpatient satisfaction", "90.4", last),
        "inpatient_satisfaction_score": _score("inpatient satisfaction", "93.1", last),
        "staff_satisfaction_score": _score("staff satisfaction", "82.6", last),
        "emr_level": 5,
    }
