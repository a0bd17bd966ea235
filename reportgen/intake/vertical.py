"""Balance sheets in one column, as Britons and Australians print them: assets less liabilities, down to net assets.

Such a sheet may have no line of all assets, and none of all liabilities: where its parts come to net assets, they are
worked out (I98). The steps between, “Net current assets” and “Total assets less current liabilities”, are no items:
where the amounts prove what they are, they are part of the sums, which a note tells (I114). So are profit before tax,
and what the cost of care leaves of its income.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from math import fsum
from typing import Final

from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.figures import figure, rounding
from reportgen.intake.tables import SheetLine, TableSide
from reportgen.model.definitions import NO_RULES

ASSETS, OWED, LEFT = "total_assets", "total_liabilities", "net_assets"
TAX: Final = "income_tax_expense"
COST: Final = "medical_business_cost_2012"
SIDES: Final = {
    ASSETS: ("current_assets", "non_current_assets"),
    OWED: ("current_liabilities", "non_current_liabilities"),
}
STEPS: Final = (
    {"current_assets": 1, "current_liabilities": -1},
    {"current_assets": 1, "non_current_assets": 1, "current_liabilities": -1},
    {ASSETS: 1, "current_liabilities": -1},
    {"period_surplus": 1, TAX: 1},
    {"medical_income": 1, COST: -1},
)
"""What a step comes to: net current assets, all assets less current liabilities, profit before tax, gross surplus."""
BRACKETED: Final = frozenset({"current_liabilities", TAX, COST})
"""What a statement that takes it off may print in brackets."""
RULE: Final = "I114"
Meant = Mapping[SheetLine, tuple[str, ...]]


def steps(opened: OpenTable, side: TableSide, meant: Meant) -> frozenset[SheetLine]:
    """The lines of a side that no item has and that are a step in every column; what mapping.yaml names stays."""
    if opened.context.regime != NO_RULES:
        return frozenset()
    of = {items[0]: line for line, items in meant.items() if len(items) == 1}
    said = opened.context.said
    found = {line: _step(opened, side, line, of) for line, items in meant.items() if not items and line.key not in said}
    proved = {line: parts for line, parts in found.items() if parts}
    for line, parts in proved.items():
        names = tuple(of[item].label.strip() for item in parts)
        opened.gathered.find(RULE, opened.label_place(line), label=line.label.strip(), lines=names)
    return frozenset(proved)


def _step(opened: OpenTable, side: TableSide, line: SheetLine, of: Mapping[str, SheetLine]) -> tuple[str, ...]:
    """The items whose lines come to a line in each of its columns, none where none do."""
    sheet = opened.table.sheet
    columns = [column.index for column in side.columns if sheet.holds(line.row, column.index)]
    for step in STEPS:
        if columns and step.keys() <= of.keys() and all(_ties(opened, at, line, step, of) for at in columns):
            return tuple(step)
    return ()


def _ties(
    opened: OpenTable, column: int, line: SheetLine, step: Mapping[str, int], of: Mapping[str, SheetLine]
) -> bool:
    """Whether lines come to another in a column; what is owed may be printed in brackets."""
    sheet = opened.table.sheet
    whole = figure(sheet.at(line.row, column))
    parts = {item: figure(sheet.at(of[item].row, column)).value for item in step}
    if not whole.value or None in parts.values():
        return False
    amounts = {item: abs(value or 0.0) if item in BRACKETED else value or 0.0 for item, value in parts.items()}
    added = fsum(sign * amounts[item] for item, sign in step.items())
    return abs(added - whole.value) <= rounding(len(parts) + 1, whole.decimals)


def sides(column: Iterable[FoundFigure]) -> dict[str, float]:
    """All assets and all liabilities of a column where it has them, or a part of them."""
    amounts = {cell.item: cell.amount for cell in column}
    parts = {total: [amounts[part] for part in made_of if part in amounts] for total, made_of in SIDES.items()}
    return {total: amounts.get(total, fsum(found)) for total, found in parts.items() if found or total in amounts}


def made(column: Mapping[str, FoundFigure], opened: OpenTable) -> Iterator[FoundFigure]:
    """The totals that a column lacks, where assets less liabilities are just its net assets."""
    held, left = sides(column.values()), column.get(LEFT)
    if left is None or held.keys() != SIDES.keys() or opened.context.regime != NO_RULES:
        return
    known = [column[part] for total, parts in SIDES.items() for part in (total, *parts) if part in column]
    decimals, factor = max(one.figure.decimals for one in known), max(one.factor for one in known)
    if abs(held[ASSETS] - held[OWED] - left.amount) > rounding(len(known) + 1, decimals, factor):
        return
    for total in [one for one in SIDES if one not in column]:
        found = replace(left.figure, value=round(held[total], 6))
        yield replace(left, item=total, figure=found, place=opened.table.sheet.whole, factor=1.0, derived=True)
