"""Indicators computed elsewhere against our own (W31): told, never taken over."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from reportgen.formula.nearest import nearest
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.trouble import in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.catalog import Catalog
    from reportgen.model.values import Measured

FILE: Final = "supplied.csv"
SHARE: Final = 0.005
"""Share of a value up to which the two may differ."""
NOISE: Final = 1e-9
PERCENT: Final = "%"
HUNDREDTH: Final = Decimal("0.01")


@dataclass(frozen=True)
class Supplied:
    """One row of supplied.csv: the value in the base unit, and one unit of its last printed place."""

    indicator: str
    entity: str
    period: str
    value: float
    step: float
    line: int


def compared(
    content: str, catalog: Catalog, entity: str, computed: Callable[[str, str, str], Measured]
) -> Iterator[Finding]:
    """What supplied.csv says otherwise than we do; rows of `indicator,period,value[,entity]`."""
    names = _names(catalog)
    try:
        rows = list(csv.DictReader(io.StringIO(content, newline="")))
    except csv.Error as error:
        yield Finding("I03", Place(FILE), {"problem": in_words(error)})
        return
    for line, row in enumerate(rows, start=2):
        supplied = _row(row, names, entity, line)
        if supplied is None:
            text = ",".join(str(part) for part in row.values() if part)
            near = nearest(str(row.get("indicator") or ""), names)
            yield Finding("W40", Place(FILE, line=line), {"line": line, "text": text, "nearest": near})
        elif finding := _difference(supplied, catalog, computed):
            yield finding


def _names(catalog: Catalog) -> dict[str, str]:
    """Ids of indicators by id and by both names."""
    found: dict[str, str] = {}
    for identifier, indicator in catalog.indicators.items():
        found.setdefault(indicator.name.zh, identifier)
        found.setdefault(indicator.name.en, identifier)
    return found | {identifier: identifier for identifier in catalog.indicators}


def _row(row: dict[str, str], names: dict[str, str], entity: str, line: int) -> Supplied | None:
    indicator = names.get((row.get("indicator") or "").strip())
    text = (row.get("value") or "").strip()
    try:
        period = str(Period.parse((row.get("period") or "").strip()))
        number = Decimal(text.removesuffix(PERCENT).replace(",", ""))
    except (ValueError, InvalidOperation):
        return None
    if indicator is None or not number.is_finite():
        return None
    scale = HUNDREDTH if text.endswith(PERCENT) else Decimal(1)
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * scale
    whose = (row.get("entity") or "").strip() or entity
    return Supplied(indicator, whose, period, float(number * scale), float(step), line)


def _difference(supplied: Supplied, catalog: Catalog, computed: Callable[[str, str, str], Measured]) -> Finding | None:
    ours = computed(supplied.indicator, supplied.entity, supplied.period).value
    if ours is None:
        return None
    gap = abs(ours - supplied.value)
    if gap <= max(SHARE * abs(ours), supplied.step) + NOISE:
        return None
    facts: dict[str, Fact] = {
        "indicator": catalog.indicators[supplied.indicator].name, "supplied": supplied.value, "value": ours,
        "entity": supplied.entity, "period": supplied.period, "indicators": (supplied.indicator,),
    }  # fmt: skip
    return Finding("W31", Place(FILE, line=supplied.line), facts)
