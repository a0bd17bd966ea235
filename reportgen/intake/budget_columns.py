"""The column of last year in a table of budgets: it yields to the statements, which say the same of the same year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from reportgen.intake.context import BUDGETS, FigureBlock, FoundValues, budget_years, is_own, told
from reportgen.model.dataset import Observation, View
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

RULE: Final = "W64"
SheetOf = tuple[str, str | None]


def yielded(gathered: FoundValues) -> None:
    """Leave out what budgets print of last year and a statement prints, too; W64 once a sheet where these differ."""
    columns: dict[SheetOf, set[tuple[str, View]]] = defaultdict(set)
    for part in gathered.observations:
        columns[_sheet_of(part)].update(_columns(part))
    years = {sheet: found for sheet, held in columns.items() if (found := budget_years(held))}
    if not any(_is_of_last_year(*one, years[sheet]) for sheet in years for one in columns[sheet]):
        return
    figures = list(told(gathered.observations))
    statements = {_key(one): one for one in figures if _sheet_of(one) not in years}
    beside: dict[SheetOf, list[Observation]] = defaultdict(list)
    for one in figures:
        sheet = _sheet_of(one)
        if sheet in years and _key(one) in statements and _is_of_last_year(one.period, one.view, years[sheet]):
            beside[sheet].append(one)
    for own in beside.values():
        _tell([(one, statements[_key(one)]) for one in own], gathered)
    dropped = {id(one) for own in beside.values() for one in own}
    gathered.observations = [one for one in figures if id(one) not in dropped]


def _is_of_last_year(period: str, view: View, budgets: frozenset[int]) -> bool:
    return view not in BUDGETS and not is_own(period, view, budgets)


def _tell(pairs: Sequence[tuple[Observation, Observation]], gathered: FoundValues) -> None:
    apart = [(one, other) for one, other in pairs if abs(one.value - other.value) > max(one.step, other.step)]
    if apart:
        (one, other), places = apart[0], tuple(each.place for each, _ in apart)
        first = Place(*_sheet_of(other))
        facts: dict[str, Fact] = {"period": one.period, "count": len(apart), "first": first}
        gathered.findings.append(Finding(RULE, one.place, facts, places=places[1:]))


def _columns(part: Observation | FigureBlock) -> Iterator[tuple[str, View]]:
    if isinstance(part, FigureBlock):
        yield from ((head.period, head.view) for head in part.heads)
    else:
        yield part.period, part.view


def _sheet_of(part: Observation | FigureBlock) -> SheetOf:
    return (part.sheet.file, part.sheet.name) if isinstance(part, FigureBlock) else (part.place.file, part.place.sheet)


def _key(one: Observation) -> tuple[str, str, str, View]:
    return one.item, one.entity, one.period, one.view
