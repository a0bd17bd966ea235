"""Stocks and equipment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from scripts.renhe import statements
from scripts.renhe.business.registers import Cells, given, shared
from scripts.renhe.figures import ZERO, fen, whole, wobble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.renhe.books import Books
    from scripts.renhe.months import Month

NAMES = {"drug": "药品", "consumable": "卫生材料", "low": "其他物资", "other": "其他物资"}
BASE_YEAR, LAST_YEAR = 2025, 2026


def inventory(books: Books, month: Month) -> Iterator[Cells]:
    """Opening, bought, used and closing stock by article; by class they are those of the books."""
    for kind, account in given()["stocks"].items():
        articles = [one for one in given()["articles"] if one[2] == kind]
        lying = [one for one in given()["unmoved"] if kind == "consumable"]
        idle = sum((Decimal(str(one[2])) for one in lying), ZERO)
        used = shared(_used(books, month, kind), [_share(one, month) for one in articles])
        closing, opening = (_stock(books, when, account, articles, idle) for when in (month, month.previous()))
        for at, one in enumerate(articles):
            yield _article(one, month, kind, opening[at], used[at], closing[at])
        for code, name, amount, day in lying:
            held = Decimal(str(amount)).quantize(Decimal("0.01"))
            yield {
                "article": code, "article_name": name, "article_class": NAMES[kind], "opening_amount": held,
                "purchased_quantity": 0, "purchased_amount": ZERO, "used_quantity": 0, "used_amount": ZERO,
                "closing_amount": held, "last_used": min(day, f"{month}-28"),
            }  # fmt: skip


def _used(books: Books, month: Month, kind: str) -> Decimal:
    results, nature = books.entries[month].flows.results, given()["natures"][kind]
    return sum((v for k, v in results.items() if k.startswith("expense/") and k.endswith(f"/goods.{nature}")), ZERO)


def _share(one: Any, month: Month) -> Decimal:
    return Decimal(one[3]) * wobble(f"{one[0]}.used", month, "0.03")


def _stock(books: Books, month: Month, account: str, articles: list[Any], idle: Decimal) -> list[Decimal]:
    return shared(books.balances(month)[account] - idle, [Decimal(one[3]) for one in articles])


def _article(  # noqa: PLR0913 - an article has so many amounts
    one: Any, month: Month, kind: str, opening: Decimal, used: Decimal, closing: Decimal
) -> Cells:
    """Quantities follow from the price of the year."""
    code, name, _, _, price, change = one
    unit = Decimal(str(price)) * (1 + Decimal(str(change)) * (1 if month.year >= LAST_YEAR else 0))
    unit *= wobble(f"{code}.price", str(month.year), "0.01")
    bought = used + closing - opening
    return {
        "article": code, "article_name": name, "article_class": NAMES[kind], "opening_amount": opening,
        "purchased_quantity": whole(bought / unit), "purchased_amount": bought, "used_quantity": whole(used / unit),
        "used_amount": used, "closing_amount": closing, "last_used": f"{month}-{month.days - 1:02}",
    }  # fmt: skip


def equipment(books: Books, month: Month) -> Iterator[Cells]:
    """Use, income and expense of large equipment from the month in which it was put to work."""
    lines = statements.care_income(books.flows([month]), books)
    earned = sum(
        (lines[f"{kind}_{test}_income"] for kind in ("op", "ip") for test in ("examination", "laboratory")), ZERO
    )
    rate = Decimal(str(books.assumed.at("estate.rates.special_equipment")))
    for number, name, department, cost, since, share, hours, use, pace in given()["equipment"]:
        if since[:7] > str(month):
            continue
        available = hours * month.days
        used = whole(available * Decimal(str(use)) * wobble(f"{number}.hours", month, "0.05"))
        income = fen(earned * Decimal(str(share)) * wobble(f"{number}.income", month, "0.04"))
        yield {
            "asset": number, "asset_name": name, "asset_department": department,
            "cost": Decimal(cost).quantize(Decimal("0.01")), "in_service": since, "hours_available": available,
            "hours_used": used, "examinations": whole(used * Decimal(str(pace))), "asset_income": income,
            "asset_direct_cost": fen(income * Decimal("0.46") + Decimal(cost) * Decimal("0.0034")),
            "asset_depreciation": fen(Decimal(cost) * rate / 12),
        }  # fmt: skip
