"""Whether figures of two periods were made by one definition: only such are a trend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.compute.validity import definition_of
from reportgen.model.period import Period

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


def one_definition(catalog: Catalog, indicator: str, one: str, other: str) -> bool:
    """Whether an indicator was defined alike in the fiscal years of two periods."""
    earlier = catalog.earlier.get(indicator, ())
    numbers = {definition_of(Period.parse(period).year, earlier) for period in (one, other)}
    return len(numbers) == 1
