"""Departments: the month's income, cost and work of the hospital, divided among those who did it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from scripts.renhe import notes, operations, statements
from scripts.renhe.business.registers import Cells, counted, figure, given, shared
from scripts.renhe.figures import ZERO, wobble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scripts.renhe.books import Books
    from scripts.renhe.months import Month

BASE_YEAR = 2025
TESTS = ("examination", "laboratory")
NAMES = {
    "clinical": "临床服务类", "technical": "医疗技术类", "auxiliary": "医疗辅助类", "administrative": "行政后勤类",
}  # fmt: skip
PARTS = ("personnel_cost", "drug_cost", "consumables_cost", "depreciation_cost", "other_cost")


@dataclass(frozen=True)
class Department:
    """One department of business.yaml."""

    name: str
    group: str
    outpatients: Decimal
    inpatients: Decimal
    weight: Decimal
    staff: Decimal
    growth: Decimal
    since: int

    def share(self, of: str, month: Month) -> Decimal:
        """Its part in the patients of a month."""
        base = {"out": self.outpatients, "in": self.inpatients}[of]
        years = Decimal(month.year - BASE_YEAR) + Decimal(month.number) / 12
        return base * (1 + self.growth * years) * wobble(f"{self.name}.{of}", month, "0.03")


def known(month: Month) -> list[Department]:
    """The departments that there are in a month."""
    found = []
    for name, group, out, into, weight, staff, growth, *since in given()["departments"]:
        numbers = [Decimal(str(one)) for one in (out, into, weight, staff, growth)]
        found.append(Department(name, group, *numbers, since[0] if since else 0))
    return [one for one in found if one.since <= month.year]


def rows(books: Books, month: Month) -> Iterator[Cells]:
    """The table of a month; it adds up to medical income and to the cost of medical activities."""
    those = known(month)
    work = _work(books, month, those)
    income, cost = _income(books, month, those), _cost(books, month, those)
    direct = [sum((cost[part][at] for part in PARTS), ZERO) for at in range(len(those))]
    serving = [
        amount for one, amount in zip(those, direct, strict=True) if one.group in {"auxiliary", "administrative"}
    ]
    patients = [one.staff if one.group in {"clinical", "technical"} else Decimal(0) for one in those]
    indirect = shared(sum(serving, ZERO), patients)
    for at, one in enumerate(those):
        cells: Cells = {"department": one.name, "class": NAMES[one.group]}
        cells |= {name: counts[at] for name, counts in work.items() if counts[at]}
        cells["staff"] = (one.staff * wobble(f"{one.name}.staff", month, "0.01")).quantize(Decimal("0.1"))
        cells |= {name: amounts[at] for name, amounts in income.items()}
        cells |= {part: cost[part][at] for part in PARTS}
        cells["direct_cost"] = direct[at]
        cells["indirect_cost"] = indirect[at]
        yield cells


def _work(books: Books, month: Month, those: Sequence[Department]) -> Mapping[str, Sequence[Decimal | int]]:
    """Patients, their days and their weight are counted where they are treated: in clinical departments alone."""
    done = operations.of(books, [month])
    none = Decimal(0)
    out, into = (
        [one.share(kind, month) if one.group == "clinical" else none for one in those] for kind in ("out", "in")
    )
    heavy = [share * one.weight for share, one in zip(into, those, strict=True)]
    return {
        "visits": counted(int(done["outpatient_emergency_visits"]), out),
        "discharges": counted(int(done["discharges"]), into),
        "bed_days": counted(int(done["occupied_bed_days"]), into),
        "case_weight": shared(figure(done, "drg_weight_sum"), heavy),
    }


def _income(books: Books, month: Month, those: Sequence[Department]) -> dict[str, list[Decimal]]:
    """Clinical departments have their patients' income, technical ones that of examinations and laboratory."""
    lines = statements.care_income(books.flows([month]), books)
    out, into = _shares(those, month, "clinical")
    tests = [_technical(one, month) for one in those]
    totals = [ZERO] * len(those)
    found = {}
    for kind, prefix, shares in (("outpatient", "op", out), ("inpatient", "ip", into)):
        tested = sum((lines[f"{prefix}_{test}_income"] for test in TESTS), ZERO)
        parts = [shared(lines[f"{kind}_income"] - tested, shares), shared(tested, tests)]
        totals = [total + sum(each, ZERO) for total, each in zip(totals, zip(*parts, strict=True), strict=True)]
    settled = shared(lines["settlement_difference"], into)
    found["income"] = [total + one for total, one in zip(totals, settled, strict=True)]
    for name, pair in (
        ("drug_income", ("outpatient_drug_income", "inpatient_drug_income")),
        ("consumables_income", ("op_consumables_income", "ip_consumables_income")),
    ):
        both = [shared(lines[item], shares) for item, shares in zip(pair, (out, into), strict=True)]
        found[name] = [sum(each, ZERO) for each in zip(*both, strict=True)]
    return found


def _shares(those: Sequence[Department], month: Month, group: str) -> tuple[list[Decimal], list[Decimal]]:
    """Parts of a group in out-patients, and in in-patients by the weight of their cases."""
    none = Decimal(0)
    out = [one.share("out", month) if one.group == group else none for one in those]
    into = [one.share("in", month) * (one.weight or 1) if one.group == group else none for one in those]
    return out, into


def _technical(one: Department, month: Month) -> Decimal:
    return one.share("out", month) + one.share("in", month) if one.group == "technical" else Decimal(0)


def _cost(books: Books, month: Month, those: Sequence[Department]) -> dict[str, list[Decimal]]:
    """Cost of business by staff and by what is used, cost of administration among the administrative ones."""
    flows = books.flows([month])
    detail = {name: amount or ZERO for name, amount in statements.medical_detail(flows, books).items()}
    used = notes.flows_of(books, [month])
    pools = _pools(detail, figure(used, "drug_expense"), figure(used, "consumables_expense"))
    found = {part: [ZERO] * len(those) for part in PARTS}
    for function, parts in pools.items():
        for part, amount in parts.items():
            weights = [_uses(one, function, part, month) for one in those]
            mine = shared(amount, weights)
            found[part] = [one + other for one, other in zip(found[part], mine, strict=True)]
    return found


def _pools(detail: Mapping[str, Decimal], drugs: Decimal, consumables: Decimal) -> dict[str, dict[str, Decimal]]:
    business, admin = (
        {
            "personnel_cost": detail[f"med_{function}_personnel"],
            "depreciation_cost": detail[f"med_{function}_depreciation"] + detail[f"med_{function}_amortisation"],
            "other_cost": detail[f"med_{function}_goods_services"] + detail[f"med_{function}_special_fund"],
        }
        for function in ("business", "admin")
    )
    business["other_cost"] -= drugs + consumables
    admin["other_cost"] += detail["asset_disposal_expense"] + detail["other_expense"]
    return {"business": {**business, "drug_cost": drugs, "consumables_cost": consumables}, "admin": admin}


def _uses(one: Department, function: str, part: str, month: Month) -> Decimal:
    if (function == "admin") != (one.group == "administrative"):
        return Decimal(0)
    if part == "drug_cost":
        work = one.share("out", month) + 2 * one.share("in", month) * one.weight
        return work if one.group == "clinical" else Decimal(0)
    if part == "consumables_cost":
        return one.share("in", month) * (one.weight or 2) ** 2 + one.share("out", month) / 8
    return one.staff * wobble(f"{one.name}.{part}", month, "0.02")
