"""Writes the table of samples/lianhe: an invented group of hospitals, one row for each hospital and year.

`python -m scripts.lianhe [FOLDER]`. Every total is built from its parts, so that the table ties; what makes a hospital
good or weak is one number a year in scripts/lianhe.yaml, with a small deviation of its own in each item.
"""

from __future__ import annotations

import csv
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from scripts.renhe.figures import fen, whole, wobble

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent
TARGET: Final = HERE.parent / "samples" / "lianhe"
TABLE: Final = "data/2023—2025年各医院汇总表.csv"
ENGLISH: Final = "business/名称英文对照.csv"
HEADS: Final = {"id": "机构代码", "name": "机构名称", "level": "级别", "period": "年度"}
TEN_THOUSAND: Final = 10_000
DAYS: Final = 365
SPREAD: Final = "0.22"
"""How far a single item of a hospital strays from its quality."""
ENDS: Final = {
    "receivable_days": ("76", "28"), "debts": ("0.62", "0.27"), "cash_ratio": ("1.005", "1.125"),
    "growth_of_net_assets": ("0.004", "0.068"), "administration": ("0.132", "0.078"), "consumables": ("17.5", "10.8"),
    "newness": ("0.37", "0.67"), "receivable_share": ("0.46", "0.19"), "cash_days": ("34", "104"),
}  # fmt: skip
"""What a poor and an excellent hospital come to."""
BEST: Final = {"surplus": "0.022", "occupancy": "0.89", "liquidity": "1.9", "growth": "0.07"}
"""Middles of what is best within a range, and how far a poor hospital is from them."""
AWAY: Final = {"surplus": "-0.045", "occupancy": "-0.21", "liquidity": "-1.05", "growth": "-0.1"}
INTEREST: Final = "0.004"
"""Of medical income."""
LENT_AT: Final = Decimal("0.042")
LASTING: Final = Decimal("0.6")
"""The rate at which loans are taken, and the share of them for more than a year."""
MOST: Final = Decimal("0.8")
"""Share of current assets without receivables that is cash at the most, and of debts of a term that are loans."""


class Hospital:
    """One invented hospital."""

    def __init__(self, number: int, given: dict[str, Any]) -> None:
        """Number and description make it."""
        self.id, self.name, self.level = f"LH{number:02}", str(given["name"]), str(given["level"])
        self.size = Decimal(given["size"]) * TEN_THOUSAND
        self.quality = [Decimal(str(one)) for one in given["quality"]]
        self.absent, self.blank = given.get("absent", []), given.get("blank", [])

    def share(self, item: str, year: int) -> Decimal:
        """How good it is in an item in a year, counted from 0: its quality with a deviation of its own."""
        quality = (
            self.quality[year]
            + (wobble(item, self.name, SPREAD) - 1)
            + (wobble(item, f"{self.name}{year}", "0.05") - 1)
        )
        return min(max(quality, Decimal("-0.1")), Decimal("1.05"))

    def between(self, item: str, year: int) -> Decimal:
        """A value between the poor and the excellent end."""
        poor, best = (Decimal(end) for end in ENDS[item])
        return poor + (best - poor) * self.share(item, year)

    def around(self, item: str, year: int) -> Decimal:
        """A value that is best in the middle of a range."""
        return Decimal(BEST[item]) + Decimal(AWAY[item]) * (1 - self.share(item, year))


def figures(hospital: Hospital, years: int) -> Iterator[dict[str, Decimal]]:
    """All items of each year, in yuan and counts."""
    income, worth = hospital.size, hospital.size * Decimal("1.15")
    for year in range(years):
        if year:
            income *= 1 + hospital.around("growth", year)
            worth *= 1 + hospital.between("growth_of_net_assets", year)
        accounts = _accounts(hospital, year, fen(income))
        position = _position(hospital, year, fen(income), fen(worth))
        yield accounts | position | _money(hospital, year, accounts | position) | _beds(hospital, year)


def _accounts(hospital: Hospital, year: int, income: Decimal) -> dict[str, Decimal]:
    fiscal, project = fen(income * Decimal("0.07")), fen(income * Decimal("0.03"))
    other, science = fen(income * Decimal("0.015")), fen(income * Decimal("0.01"))
    activity = income + fiscal + other
    surplus = fen(activity * hospital.around("surplus", year))
    rest = fen((project + science) * Decimal("0.15"))
    total = activity + project + science
    expense = total - surplus - rest
    inflow = fen(income * Decimal("1.04"))
    outflow = fen(inflow / hospital.between("cash_ratio", year))
    return {
        "medical_income": income, "fiscal_income": fiscal + project, "other_income": other, "total_income": total,
        "medical_activity_income": activity, "total_expense": expense, "medical_surplus": surplus,
        "period_surplus": surplus + rest, "admin_expense": fen(expense * hospital.between("administration", year)),
        "consumables_expense": fen(income * hospital.between("consumables", year) / 100),
        "interest_expense": fen(income * Decimal(INTEREST)), "operating_cash_inflow": inflow,
        "operating_cash_outflow": outflow, "net_operating_cash_flow": inflow - outflow,
    }  # fmt: skip


def _position(hospital: Hospital, year: int, income: Decimal, worth: Decimal) -> dict[str, Decimal]:
    debts = hospital.between("debts", year)
    assets = fen(worth / (1 - debts))
    receivable = fen(income * hospital.between("receivable_days", year) / DAYS)
    current = fen(receivable / hospital.between("receivable_share", year))
    owed = min(fen(current / hospital.around("liquidity", year)), assets - worth)
    fixed = fen((assets - current) * Decimal("0.86"))
    return {
        "accounts_receivable_net": receivable, "current_assets": current, "total_assets": assets,
        "fixed_assets_net": fixed, "fixed_assets_cost": fen(fixed / hospital.between("newness", year)),
        "current_liabilities": owed, "total_liabilities": assets - worth, "net_assets": worth,
    }  # fmt: skip


def _money(hospital: Hospital, year: int, known: dict[str, Decimal]) -> dict[str, Decimal]:
    """Cash and loans, as current assets, debts and interest leave room for."""
    short, long = known["current_liabilities"], known["total_liabilities"] - known["current_liabilities"]
    loans = known["interest_expense"] / LENT_AT
    spent = known["operating_cash_outflow"] * hospital.between("cash_days", year) / DAYS
    lasting = min(loans * LASTING, long * MOST)
    return {
        "cash_and_bank": fen(min(spent, (known["current_assets"] - known["accounts_receivable_net"]) * MOST)),
        "short_term_loans": fen(min(loans - lasting, short * MOST)),
        "long_term_loans": fen(lasting),
    }


def _beds(hospital: Hospital, year: int) -> dict[str, Decimal]:
    available = whole(hospital.size / Decimal(1_050_000)) * DAYS
    return {
        "available_bed_days": Decimal(available),
        "occupied_bed_days": Decimal(whole(available * hospital.around("occupancy", year))),
    }


def rows(given: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The rows of the table, by Chinese heads."""
    for number, described in enumerate(given["hospitals"], 1):
        hospital = Hospital(number, described)
        for year, found in zip(given["years"], figures(hospital, len(given["years"])), strict=True):
            if year in hospital.absent:
                continue
            blank = hospital.blank if year == given["years"][-1] else []
            yield {
                HEADS["id"]: hospital.id,
                HEADS["name"]: f"{hospital.name}{given['illustrative']}",
                HEADS["level"]: hospital.level,
                HEADS["period"]: str(year),
                **{head: "" if item in blank else str(found[item]) for item, head in given["columns"].items()},
            }


def adjustments(given: dict[str, Any], table: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    """What the auditors changed, as adjustments.csv holds it: each entry with its other side."""
    for one in given["audited"]:
        row = next(
            row for row in table if row[HEADS["id"]] == one["hospital"] and row[HEADS["period"]] == one["period"]
        )
        change = fen(Decimal(row[given["columns"][one["item"]]]) * Decimal(one["share"]))
        for side in (one, one["against"]):
            reported = Decimal(row[given["columns"][side["item"]]])
            yield {
                "entity": one["hospital"], "item": side["item"], "period": one["period"], "reported": str(reported),
                "adjustment": str(change), "audited": str(reported + change), "reason": side["reason"],
            }  # fmt: skip


def build(folder: Path) -> None:
    """Write the table, and the adjustments of the audit."""
    given = yaml.safe_load((HERE / "lianhe.yaml").read_text("utf-8"))
    table = sorted(rows(given), key=lambda row: (row[HEADS["period"]], row[HEADS["id"]]))
    _write(folder / TABLE, table)
    _write(folder / "adjustments.csv", list(adjustments(given, table)))
    _write(folder / "actions.csv", [_measure(number, one) for number, one in enumerate(given["measures"], 1)])
    _write(folder / ENGLISH, list(_english(given)))


def _measure(number: int, one: dict[str, Any]) -> dict[str, str]:
    """A row of the register of measures."""
    return {
        "医院": one["hospital"], "整改编号": f"LHG2026-{number:02}", "预警指标": one["indicator"],
        "预警期间": "2025", "整改措施": one["words"]["zh"], "责任人": one["owner"]["zh"], "整改期限": one["due"],
        "完成日期": "", "整改状态": "进行中",
    }  # fmt: skip


def _english(given: dict[str, Any]) -> Iterator[dict[str, str]]:
    """What measures and owners are called in English, hospital by hospital."""
    for one in given["measures"]:
        for words in (one["words"], one["owner"]):
            yield {"医院": one["hospital"], "原文名称": words["zh"], "英文名称": words["en"]}


def _write(path: Path, table: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


if __name__ == "__main__":
    build(Path(sys.argv[1]) if sys.argv[1:] else TARGET)
