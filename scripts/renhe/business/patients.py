"""Disease groups and service items."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scripts.renhe import notes, operations, statements
from scripts.renhe.business.registers import Cells, counted, given, shared
from scripts.renhe.figures import fen, whole, wobble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.renhe.books import Books
    from scripts.renhe.months import Month

BASE_YEAR = 2025
PAID = Decimal("0.904")


def groups(books: Books, month: Month) -> Iterator[Cells]:
    """Cases that the grouper took in, and their part of in-patients' income."""
    done = operations.of(books, [month])
    income = statements.care_income(books.flows([month]), books)["inpatient_income"]
    taken = Decimal(done["drg_cases"]) / Decimal(done["discharges"])
    known = _known(month.year)
    shares = [
        share * (1 + growth * (month.year - BASE_YEAR)) * wobble(code, month, "0.04")
        for code, _, share, _, _, growth in known
    ]
    cases = counted(int(done["drg_cases"]), shares)
    stays = counted(
        whole(Decimal(done["discharged_patient_bed_days"]) * taken),
        [c * one[3] for c, one in zip(cases, known, strict=True)],
    )
    worth = [
        Decimal(count) * one[3] * wobble(f"{one[0]}.price", month, "0.02")
        for count, one in zip(cases, known, strict=True)
    ]
    amounts = shared(fen(income * taken), worth)
    spent = Decimal(notes.flows_of(books, [month])["inpatient_cost"]) * taken
    dear = [
        amount * one[4] * wobble(f"{one[0]}.cost", month, "0.015") for amount, one in zip(amounts, known, strict=True)
    ]
    costs = shared(fen(spent), dear)
    for at, (code, name, _, weight, _, _) in enumerate(known):
        yield {
            "group": code, "group_name": name, "cases": cases[at], "weight": weight, "group_bed_days": stays[at],
            "group_income": amounts[at], "group_cost": costs[at],
            "payment": fen(amounts[at] * PAID * wobble(f"{code}.paid", month)),
        }  # fmt: skip


def _known(year: int) -> list[Any]:
    """The groups, with weights of the year whose mean over the cases is the hospital's case mix of that year."""
    found = [(*one[:2], *(Decimal(str(each)) for each in one[2:])) for one in given()["disease_groups"]]
    parts = [share * (1 + growth * (year - BASE_YEAR)) for _, _, share, _, _, growth in found]
    mean = sum((part * one[3] for part, one in zip(parts, found, strict=True)), Decimal(0)) / sum(parts)
    level = operations.case_mix_level(year) / mean
    return [(*one[:3], (one[3] * level).quantize(Decimal("0.01")), *one[4:]) for one in found]


def services(month: Month) -> Iterator[Cells]:
    """Price, unit cost and number of some service items."""
    for code, name, price, rate, number in given()["services"]:
        cost = Decimal(str(price)) * Decimal(str(rate)) * (1 + Decimal("0.03") * (month.year - BASE_YEAR))
        yield {
            "service": str(code),
            "service_name": name,
            "price": Decimal(str(price)).quantize(Decimal("0.01")),
            "unit_cost": fen(cost * wobble(str(code), month, "0.01")),
            "services_given": whole(Decimal(number) / 12 * wobble(f"{code}.given", month, "0.05")),
        }
