"""What an indicator rests on: the items behind it, and whether all of them stand in financial statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.formula import names_in

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

FINANCIAL: Final = frozenset({"balance_sheet", "income", "cash_flow", "net_assets", "medical_income_detail", "cost"})


def items_of(indicator: str, catalog: Catalog) -> frozenset[str]:
    """The items behind an indicator, also through other indicators."""
    found: set[str] = set()
    open_names = {indicator}
    while open_names:
        for name in names_in(catalog.expressions[open_names.pop()]):
            if name in catalog.items:
                found.add(name)
            elif name in catalog.expressions:
                open_names.add(name)
    return frozenset(found)


def is_financial(indicator: str, catalog: Catalog) -> bool:
    """Whether it rests on statements alone."""
    items = items_of(indicator, catalog)
    return bool(items) and all(catalog.items[item].statement in FINANCIAL for item in items)
