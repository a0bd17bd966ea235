"""Columns in tables of budgets: what was added to the first one, and last year.

The column of last year in a table of budgets yields to the statements, which say the same of the same year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import permutations
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.context import BUDGETS, FigureBlock, FoundValues, budget_years, is_own, told
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.tables import SheetTable, TableSide
from reportgen.intake.settlement import comparatives
from reportgen.intake.settlement.comparatives import SheetOf, sheet_of_part
from reportgen.intake.words.figures import comes_to, figure
from reportgen.model.dataset import Observation, View
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

RULE: Final = "W64"
Column = tuple[str, View]
Cell = tuple[Place, tuple[str, str, str, View]]


def without_adjustments(table: SheetTable) -> SheetTable:
    """The table without what was added to a budget, where it stands between the first budget and the one in force.

    “调整预算” may be either; what the first one and it come to proves it. It is worked out of the others.
    """
    sides, apart = list[TableSide](), list[HeadColumn]()
    for side in table.sides:
        first = [one for one in side.columns if one.role is Role.ORIGINAL]
        budgets = [one for one in side.columns if one.role is Role.BUDGET]
        pairs = permutations(budgets, 2) if len(first) == 1 else ()
        own = [one for one, other in pairs if _adds_up(table, side, (first[0], one, other))]
        apart += own
        sides.append(replace(side, columns=tuple(one for one in side.columns if one not in own)) if own else side)
    return replace(table, sides=tuple(sides), worked_out=(*table.worked_out, *apart)) if apart else table


def _adds_up(table: SheetTable, side: TableSide, columns: Sequence[HeadColumn]) -> bool:
    """Whether two columns come to a third one in each line with figures, neither of them nought in all."""
    rows = [[figure(table.sheet.at(line.row, one.index)) for one in columns] for line in side.lines]
    filled = [cells for cells in rows if any(cell.value is not None for cell in cells)]
    has_amounts = all(any(cells[at].value for cells in filled) for at in range(len(columns)))
    return has_amounts and all(comes_to(total, parts) for *parts, total in filled)


def without_last_year(gathered: FoundValues, catalog: Catalog) -> None:
    """Leave out what budgets print of last year and a statement prints, too; W64 once a sheet where these differ.

    A statement that prints it only among others, as that of cash flows prints depreciation, takes nothing over.
    """
    parts: dict[SheetOf, list[Observation | FigureBlock]] = defaultdict(list)
    for part in gathered.observations:
        parts[sheet_of_part(part)].append(part)
    held = {sheet: {one for part in own for one in _columns(part)} for sheet, own in parts.items()}
    years = {sheet: found for sheet, columns in held.items() if (found := budget_years(columns))}
    last = {one for sheet in years for one in held[sheet] if _is_of_last_year(*one, years[sheet])}
    of = comparatives.statements(gathered, catalog) if last else {}
    beside_budgets = told(_with(last, parts, held, set(parts) - set(years)))
    stated = {
        _key(one): one for one in beside_budgets if not comparatives.stands_elsewhere(one.item, one.place, of, catalog)
    }
    beside: dict[SheetOf, list[Observation]] = defaultdict(list)
    for one in told(_with(last, parts, held, set(years))) if stated else ():
        if _key(one) in stated and _is_of_last_year(one.period, one.view, years[sheet_of_part(one)]):
            beside[sheet_of_part(one)].append(one)
    for own in beside.values():
        _tell_yielded([(one, stated[_key(one)]) for one in own], gathered)
    gathered.observations = list(
        _without({_cell(one) for own in beside.values() for one in own}, set(beside), gathered)
    )


def _with(
    columns: AbstractSet[Column],
    parts: Mapping[SheetOf, Sequence[Observation | FigureBlock]],
    held: Mapping[SheetOf, AbstractSet[Column]],
    sheets: AbstractSet[SheetOf],
) -> Iterator[Observation | FigureBlock]:
    """What stands on those of some sheets that have one of these columns, in the order in which it was read."""
    return (part for sheet, own in parts.items() if sheet in sheets and held[sheet] & columns for part in own)


def _without(
    dropped: AbstractSet[Cell], sheets: AbstractSet[SheetOf], gathered: FoundValues
) -> Iterator[Observation | FigureBlock]:
    """All that was read but for some cells; what stands on other sheets stays together."""
    for part in gathered.observations:
        if sheet_of_part(part) in sheets:
            yield from (one for one in told([part]) if _cell(one) not in dropped)
        else:
            yield part


def _is_of_last_year(period: str, view: View, budgets: frozenset[int]) -> bool:
    return view not in BUDGETS and not is_own(period, view, budgets)


def _tell_yielded(pairs: Sequence[tuple[Observation, Observation]], gathered: FoundValues) -> None:
    apart = [(one, other) for one, other in pairs if abs(one.value - other.value) > max(one.step, other.step)]
    if apart:
        (one, other), places = apart[0], tuple(each.place for each, _ in apart)
        first = Place(*sheet_of_part(other))
        facts: dict[str, Fact] = {"period": one.period, "count": len(apart), "first": first}
        gathered.findings.append(Finding(RULE, one.place, facts, places=places[1:]))


def _columns(part: Observation | FigureBlock) -> Iterator[Column]:
    if isinstance(part, FigureBlock):
        yield from ((head.period, head.view) for head in part.heads)
    else:
        yield part.period, part.view


def _key(one: Observation) -> tuple[str, str, str, View]:
    return one.item, one.entity, one.period, one.view


def _cell(one: Observation) -> Cell:
    return one.place, _key(one)
