"""Invented hospitals of the same kind, spread around ours: one wide table."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe import notes, operations, statements
from scripts.renhe.assumptions import read
from scripts.renhe.figures import ZERO, fen, whole, wobble
from scripts.renhe.months import Month

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from scripts.renhe.books import Books

PERIODS = (Month(2023, 12), Month(2024, 12), Month(2025, 10), Month(2025, 12), Month(2026, 10))
STOCKS = (
    "cash_and_bank", "fiscal_quota_receivable", "accounts_receivable_net", "prepayments", "other_receivables_net",
    "inventories", "fixed_assets_cost", "fixed_assets_accum_depr", "construction_in_progress", "intangible_assets_net",
    "short_term_loans", "employee_compensation_payable", "accounts_payable", "advances_received", "other_payables",
    "current_portion_non_current_liabilities", "long_term_loans", "long_term_payables",
)  # fmt: skip
FLOWS = (
    "fiscal_basic_income", "fiscal_project_income", "outpatient_income", "inpatient_income", "science_education_income",
    "other_income",
)  # fmt: skip
NOTES = (
    "drug_income", "consumables_income", "examination_income", "laboratory_income", "personnel_expense",
    "drug_expense", "consumables_expense", "other_materials_expense", "depreciation_expense", "amortisation_expense",
    "interest_expense",
)  # fmt: skip
COUNTS = (
    "outpatient_emergency_visits", "discharges", "available_bed_days", "occupied_bed_days",
    "discharged_patient_bed_days", "avg_open_beds", "avg_staff", "cmi",
)  # fmt: skip
SPREAD = {
    "cash_and_bank": "0.42", "accounts_receivable_net": "0.34", "inventories": "0.26", "short_term_loans": "0.75",
    "long_term_loans": "0.52", "accounts_payable": "0.28", "construction_in_progress": "0.6", "cmi": "0.11",
    "fiscal_quota_receivable": "0.5", "current_portion_non_current_liabilities": "0.5", "long_term_payables": "0.8",
}  # fmt: skip
USUAL_SPREAD = "0.10"
UNSIZED = ("cmi",)
UNDER_CONSTRUCTION = Decimal(86000000)
OUR_PART = Decimal("0.6")
"""How far the margin of a peer follows ours from year to year."""


class Peer:
    """One invented hospital: a size, and its own deviation in each item."""

    def __init__(self, number: int, name: str) -> None:
        """Number and name make it."""
        self.id, self.name = f"P{number:02}", name
        self.size = wobble("size", name, "0.34")
        self.pace = Decimal("1.016") * wobble("pace", name, "0.016")
        self.margin = Decimal("0.012") + Decimal("0.010") * (wobble("margin", name, "1") - 1)

    def scaled(self, item: str, amount: Decimal | int, month: Month) -> Decimal:
        """Our figure in its size, with its own level and pace."""
        years = month.year - PERIODS[0].year
        own = wobble(item, self.name, SPREAD.get(item, USUAL_SPREAD)) * wobble(f"{self.name}{item}", month, "0.004")
        return Decimal(amount) * own * (1 if item in UNSIZED else self.size * self.pace**years)


def _ours(books: Books, month: Month) -> dict[str, Decimal | int]:
    months = month.of_year()
    flows = books.flows(months)
    figures = {k: v or ZERO for k, v in statements.balance_sheet(books.balances(month)).items()}
    # A ward building finished in the same month everywhere would move all peers at once.
    moved = figures["construction_in_progress"] - UNDER_CONSTRUCTION
    figures["fixed_assets_cost"] += moved
    figures["construction_in_progress"] = UNDER_CONSTRUCTION
    figures |= {k: v or ZERO for k, v in statements.medical_detail(flows, books).items()}
    return dict(figures) | notes.flows_of(books, months) | operations.of(books, months)


def _figures(peer: Peer, ours: dict[str, Decimal | int], month: Month) -> dict[str, Decimal | int]:
    """All items of a peer for a period, totals built from their parts."""
    figures: dict[str, Decimal] = {
        item: fen(peer.scaled(item, ours[item], month)) for item in (*STOCKS, *FLOWS, *NOTES)
    }
    for item in COUNTS:
        figures[item] = peer.scaled(item, ours[item], month)
    occupancy = Decimal(ours["occupied_bed_days"]) / ours["available_bed_days"] * wobble("beds", peer.name, "0.055")
    days = figures["occupied_bed_days"] = figures["available_bed_days"] * occupancy
    figures["discharged_patient_bed_days"] = days * wobble("bed days", f"{peer.name}{month}", "0.006")
    stay = Decimal(ours["occupied_bed_days"]) / ours["discharges"] * wobble("stay", peer.name, "0.14")
    figures["discharges"] = days / stay
    figures["avg_open_beds"] = figures["available_bed_days"] / sum(m.days for m in month.of_year())
    _totals(peer, figures, ours)
    return {item: _rounded(item, amount) for item, amount in figures.items()}


def _rounded(item: str, amount: Decimal) -> Decimal | int:
    places = {"cmi": "0.0001", "avg_open_beds": "0.01", "avg_staff": "0.1"}
    if item in places:
        return amount.quantize(Decimal(places[item]))
    return whole(amount) if item in COUNTS else fen(amount)


def _totals(peer: Peer, figures: dict[str, Decimal], ours: dict[str, Decimal | int]) -> None:
    current = ("cash_and_bank", "fiscal_quota_receivable", "accounts_receivable_net", "prepayments",
               "other_receivables_net", "inventories")  # fmt: skip
    debts = ("short_term_loans", "employee_compensation_payable", "accounts_payable", "advances_received",
             "other_payables", "current_portion_non_current_liabilities")  # fmt: skip
    long_debts = ("long_term_loans", "long_term_payables")
    figures["fixed_assets_net"] = figures["fixed_assets_cost"] - figures["fixed_assets_accum_depr"]
    figures["current_assets"] = statements.total(figures, *current)
    others = ("fixed_assets_net", "construction_in_progress", "intangible_assets_net")
    figures["total_assets"] = figures["current_assets"] + statements.total(figures, *others)
    figures["current_liabilities"] = statements.total(figures, *debts)
    figures["non_current_liabilities"] = statements.total(figures, *long_debts)
    figures["total_liabilities"] = figures["current_liabilities"] + figures["non_current_liabilities"]
    figures["net_assets"] = figures["total_assets"] - figures["total_liabilities"]
    figures["medical_income"] = figures["outpatient_income"] + figures["inpatient_income"]
    figures["fiscal_income"] = figures["fiscal_basic_income"] + figures["fiscal_project_income"]
    parts = ("fiscal_income", "medical_income", "science_education_income", "other_income")
    figures["total_income"] = statements.total(figures, *parts)
    medical = ("fiscal_basic_income", "medical_income", "other_income")
    figures["medical_activity_income"] = statements.total(figures, *medical)
    margin = (
        Decimal(ours["medical_activity_income"] - ours["medical_activity_expense"]) / ours["medical_activity_income"]
    )
    figures["medical_surplus"] = fen(figures["medical_activity_income"] * (margin * OUR_PART + peer.margin))
    figures["medical_activity_expense"] = figures["medical_activity_income"] - figures["medical_surplus"]
    figures["total_expense"] = figures["medical_activity_expense"] + fen(
        (figures["fiscal_project_income"] + figures["science_education_income"]) * Decimal("0.76")
    )
    figures["period_surplus"] = figures["total_income"] - figures["total_expense"]
    research = fen(figures["science_education_income"] * Decimal("0.95"))
    figures["business_expense"] = fen(figures["medical_activity_expense"] * Decimal("0.985")) + research
    figures["admin_expense"] = fen(peer.scaled("admin_expense", ours["med_admin_expense"], PERIODS[0]))


def rows(books: Books) -> Iterator[dict[str, str]]:
    """The rows of the table, by Chinese heads."""
    given = read("peers.yaml")
    heads: dict[str, str] = given["columns"]
    for month in PERIODS:
        ours = _ours(books, month)
        for number, name in enumerate(given["names"], 1):
            peer = Peer(number, name)
            figures = _figures(peer, ours, month)
            period = str(month.year) if month.closes_the_year else str(month)
            yield {
                given["heads"]["id"]: peer.id,
                given["heads"]["name"]: f"{name}{given['illustrative']}",
                given["heads"]["group"]: given["group"],
                given["heads"]["period"]: period,
                **{head: str(figures[item]) for item, head in heads.items()},
            }


def write_peers(books: Books, path: Path) -> None:
    """Write the table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table = list(rows(books))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
