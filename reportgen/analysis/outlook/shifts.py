"""By how much each item moves in a scenario: the lines concerned, and every total above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model.reason import Reason
from reportgen.model.scenarios import Cause, Scenario

if TYPE_CHECKING:
    from reportgen.analysis.books import Books

STEMS: Final = ("consultation", "examination", "laboratory", "treatment", "surgery")
TESTS: Final = ("examination", "laboratory")
ONLY: Final = {"op": ("registration", "other"), "ip": ("bed", "nursing", "other")}
DRUGS: Final = {"op": "outpatient_drug_income", "ip": "inpatient_drug_income"}
OUTPATIENT_WORK: Final = ("outpatient_visits", "emergency_visits", "outpatient_emergency_visits", "total_visits")
INPATIENT_WORK: Final = (
    "discharges", "occupied_bed_days", "discharged_patient_bed_days", "drg_weight_sum",
    "discharged_patients_with_surgery", "admissions",
)  # fmt: skip
INCOME_TOTALS: Final = ("medical_income", "business_income", "total_income", "medical_activity_income")
EXPENSE_TOTALS: Final = (
    "business_activity_expense", "business_activity_expense_other_funds", "business_expense", "med_business_expense",
    "medical_activity_expense", "total_expense",
)  # fmt: skip
GOODS: Final = ("med_business_goods_services", "variable_cost")
PEOPLE: Final = ("med_business_personnel", "med_business_wages", "fixed_cost")
SURPLUS: Final = ("period_surplus", "medical_surplus")
BALANCES: Final = (
    "cash_and_bank", "cash_and_equivalents", "bank_deposits", "current_assets", "total_assets", "net_assets",
    "current_surplus_balance", "liabilities_and_net_assets_total",
)  # fmt: skip

Changes = dict[str, float]


def shifts(books: Books, scenario: Scenario) -> Changes | Lack:
    """Changes by item to date, in the unit of the item; nothing where a figure that a cause moves is missing.

    Causes act one on the other: prices move what the changed volumes bring.
    """
    found: Changes = {}
    volume = {
        "op": 1 + scenario.assumptions.get(Cause.OUTPATIENT_VOLUME, 0.0),
        "ip": 1 + scenario.assumptions.get(Cause.INPATIENT_VOLUME, 0.0),
    }
    lost = _income(books, scenario, volume, found) or _cost(books, scenario, volume, found)
    if lost is not None:
        return Lack("item", Reason.MISSING_INPUT, {"item": books.item(lost).name})
    _work(books, volume, found)
    _appropriations(books, scenario, found)
    surplus = found.get("total_income", 0.0) - found.get("total_expense", 0.0)
    for item in (*SURPLUS, *BALANCES):
        found[item] = found.get(item, 0.0) + surplus
    return {item: change for item, change in found.items() if change}


def _income(books: Books, scenario: Scenario, volume: Mapping[str, float], found: Changes) -> str | None:
    """Patients' income by line; the first item that is missing, if one is."""
    for kind, item in (("op", "outpatient_income"), ("ip", "inpatient_income")):
        for line, stem in _lines(kind):
            factor = volume[kind] * _price(scenario, stem)
            if factor == 1:
                continue
            value = books.to_date(line).value
            if value is None:
                return line
            change = value * (factor - 1)
            for moved in (line, item, *INCOME_TOTALS, *_sums(stem)):
                found[moved] = found.get(moved, 0.0) + change
    return None


def _lines(kind: str) -> Iterator[tuple[str, str]]:
    """Lines of patients' income and what each is for."""
    for stem in (*STEMS, *ONLY[kind], "consumables"):
        yield f"{kind}_{stem}_income", stem
    yield DRUGS[kind], "drug"


def _sums(stem: str) -> tuple[str, ...]:
    """Totals across kinds of patients that a line belongs to."""
    named = {"drug": "drug_income", "consumables": "consumables_income"}
    if stem in named:
        return (named[stem],)
    return (f"{stem}_income",) if stem in TESTS else ("medical_service_income",)


def _price(scenario: Scenario, stem: str) -> float:
    said = scenario.assumptions
    if stem == "drug":
        return 1 + said.get(Cause.DRUG_PRICES, 0.0)
    if stem == "consumables":
        return 1 + said.get(Cause.CONSUMABLES_PRICES, 0.0)
    tests = 1 + said.get(Cause.TEST_PRICES, 0.0) if stem in TESTS else 1.0
    return tests * (1 + said.get(Cause.SERVICE_PRICES, 0.0))


def _cost(books: Books, scenario: Scenario, volume: Mapping[str, float], found: Changes) -> str | None:
    """Drugs and consumables follow volume and their prices, personnel expense follows wages."""
    said, shares = scenario.assumptions, _shares(books)
    if isinstance(shares, str) and any(one != 1 for one in volume.values()):
        return shares
    mean = 1.0 if isinstance(shares, str) else fsum(share * volume[kind] for kind, share in shares.items())
    causes = (
        ("drug_expense", mean * (1 + said.get(Cause.DRUG_PRICES, 0.0)), GOODS),
        ("consumables_expense", mean * (1 + said.get(Cause.CONSUMABLES_PRICES, 0.0)), GOODS),
        ("personnel_expense", 1 + said.get(Cause.WAGES, 0.0), PEOPLE),
    )
    for item, factor, others in causes:
        if factor == 1:
            continue
        value = books.to_date(item).value
        if value is None:
            return item
        for moved in (item, *others, *EXPENSE_TOTALS):
            found[moved] = found.get(moved, 0.0) + value * (factor - 1)
    return None


def _shares(books: Books) -> dict[str, float] | str:
    """How goods are shared between kinds of patients: as their income; or the item that is missing."""
    values = {
        kind: books.to_date(item).value for kind, item in (("op", "outpatient_income"), ("ip", "inpatient_income"))
    }
    if values["op"] is None or values["ip"] is None or values["op"] + values["ip"] <= 0:
        return "outpatient_income" if values["op"] is None else "inpatient_income"
    total = values["op"] + values["ip"]
    return {kind: (value or 0.0) / total for kind, value in values.items()}


def _work(books: Books, volume: Mapping[str, float], found: Changes) -> None:
    for kind, items in (("op", OUTPATIENT_WORK), ("ip", INPATIENT_WORK)):
        for item in items:
            value = books.to_date(item).value
            if value is not None and volume[kind] != 1:
                found[item] = value * (volume[kind] - 1)


def _appropriations(books: Books, scenario: Scenario, found: Changes) -> None:
    share, value = scenario.assumptions.get(Cause.APPROPRIATIONS, 0.0), books.to_date("fiscal_basic_income").value
    if share and value is not None:
        for item in ("fiscal_basic_income", "fiscal_income", "total_income", "medical_activity_income"):
            found[item] = found.get(item, 0.0) + value * share
