"""Tables of one sheet that belong together: sides one below the other, and what one banner says for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportgen.intake.banner import Banner
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import Table


def joined(tables: Iterable[Table]) -> list[Table]:
    """The tables of a sheet, those without words of their own above them joined to the one they follow."""
    found: list[Table] = []
    for table in tables:
        if found and _continues(found[-1], table):
            found[-1] = replace(found[-1], sides=(*found[-1].sides, *table.sides), last=table.last)
        else:
            found.append(replace(table, banner=completed(table.banner, found[-1].banner)) if found else table)
    return found


def _continues(first: Table, second: Table) -> bool:
    """Whether nothing but empty rows lies between the last line of one table and the head of the next.

    Both have the same figures in their columns, and no name of a line occurs in both.
    """
    if first.last > second.head.first or not _empty(first.sheet, _below_lines(first), second.head.first):
        return False
    meant = [[(column.role, column.stated) for column in side.columns] for side in (first.sides[-1], second.sides[0])]
    return meant[0] == meant[1] and not first.keys & second.keys


def _below_lines(table: Table) -> int:
    return max((line.row for side in table.sides for line in side.lines), default=table.head.last) + 1


def _empty(sheet: Sheet, first: int, last: int) -> bool:
    return all(cell in {"", None} for row in range(first, last) for cell in sheet.rows[row])


def completed(own: Banner, above: Banner) -> Banner:
    """What a banner lacks and the one above on the same sheet says: unit, hospital, date."""
    if own.factor is None and not own.units_differ:
        own = replace(own, factor=above.factor)
    if not own.entity:
        own = replace(own, entity=above.entity, entity_at=above.entity_at)
    if own.stated is None:
        own = replace(own, stated=above.stated, stated_at=above.stated_at)
    return own
