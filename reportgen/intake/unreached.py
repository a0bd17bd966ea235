"""Statements of months that have not come yet: sheets of zeros behind the last month with figures (edge rule E49)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from reportgen.intake.blocks import Block
from reportgen.intake.context import Gathered
from reportgen.intake.future import LEAST
from reportgen.model.dataset import FormReading, Observation, View
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place

OWN: Final = frozenset({View.PERIOD, View.YEAR_TO_DATE})
"""Views of a month's own figures; opening balances and comparatives are there before it comes."""
Part = Observation | Block
Month = tuple[str, str]
"""A hospital and a month."""
Sheet = tuple[str, str | None]
"""A file and a sheet of it."""


def leave_out(gathered: Gathered) -> None:
    """Take out the last months of each hospital of which all statements hold nothing but zeros; each is told (I45)."""
    months: dict[str, dict[str, list[FormReading]]] = defaultdict(lambda: defaultdict(list))
    for form in gathered.forms:
        if Period.parse(form.period).kind is PeriodKind.MONTH:
            months[form.entity][form.period].append(form)
    several = {entity: forms for entity, forms in months.items() if len(forms) > 1}
    parts = _by_sheet(gathered.observations) if several else {}
    for entity, forms in sorted(several.items()):
        to_come = _to_come(entity, forms, parts)
        for period in to_come if len(to_come) < len(forms) else ():
            gathered.find("I45", forms[period][0].place, period=period)
            _drop((entity, period), {_sheet(form.place) for form in forms[period]}, gathered)


def _to_come(
    entity: str, forms: Mapping[str, Sequence[FormReading]], parts: Mapping[Sheet, Sequence[Part]]
) -> list[str]:
    """The months of zeros, from the last one back."""
    latest = sorted(forms, reverse=True)
    return list(takewhile(lambda period: _is_zero((entity, period), forms[period], parts), latest))


def _by_sheet(parts: Iterable[Part]) -> Mapping[Sheet, Sequence[Part]]:
    found: dict[Sheet, list[Part]] = defaultdict(list)
    for part in parts:
        found[_sheet_of(part)].append(part)
    return found


def _sheet(place: Place) -> Sheet:
    return place.file, place.sheet


def _sheet_of(part: Part) -> Sheet:
    return (part.sheet.file, part.sheet.name) if isinstance(part, Block) else _sheet(part.place)


def _is_zero(month: Month, forms: Iterable[FormReading], parts: Mapping[Sheet, Sequence[Part]]) -> bool:
    """Whether the figures of a month are all zero, and not just one or two of them."""
    values = [
        value
        for sheet in {_sheet(form.place) for form in forms}
        for part in parts.get(sheet, ())
        for value in _own(part, month)
    ]
    return len(values) >= LEAST and not any(values)


def _own(part: Part, month: Month) -> Iterator[float]:
    """The figures of a month's own in what was read together."""
    import numpy as np

    if isinstance(part, Observation):
        if (part.entity, part.period) == month and part.view in OWN:
            yield part.value
        return
    for number, head in enumerate(part.heads):
        if (head.entity, head.period) == month and head.view in OWN:
            values = part.values[part.slots.heads == number]
            yield from values[~np.isnan(values)].tolist()


def _drop(month: Month, sheets: set[Sheet], gathered: Gathered) -> None:
    """Take out all that these sheets say of a month."""
    gathered.forms = [form for form in gathered.forms if (form.entity, form.period) != month]
    gathered.observations = [
        _without(part, month) if isinstance(part, Block) and _sheet_of(part) in sheets else part
        for part in gathered.observations
        if isinstance(part, Block) or (part.entity, part.period) != month or _sheet_of(part) not in sheets
    ]


def _without(block: Block, month: Month) -> Block:
    """The figures of a table without those of a month."""
    import numpy as np

    heads = [number for number, head in enumerate(block.heads) if (head.entity, head.period) == month]
    return replace(block, values=np.where(np.isin(block.slots.heads, heads), np.nan, block.values))
