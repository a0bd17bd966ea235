"""A form whose cells are plain numbers or blank, read at one go instead of cell by cell.

A table in which anything has to be told, corrected or added is none for this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.intake import amounts, blank_totals, columns, exact, future, routes
from reportgen.intake.blocks import Block, Series, Slots
from reportgen.intake.cells import OpenTable
from reportgen.intake.columns import Meaning
from reportgen.intake.context import Gathered
from reportgen.intake.figures import LIMIT
from reportgen.intake.head_words import Role
from reportgen.intake.routes import Route
from reportgen.model.dataset import View
from reportgen.model.definitions import Form
from reportgen.model.period import Period, PeriodKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST: Final = 512
"""Frames and ways that are kept for one layout."""
NUMBERS: Final = frozenset({float, int})


@dataclass(frozen=True, eq=False)
class Taken:
    """The figures of a table, how they were taken, and whose own they are for which period."""

    route: Route
    block: Block
    own: frozenset[tuple[str, str]]


def taken(opened: OpenTable, form: Form) -> Taken | None:
    """The figures of a table, or None where it is to be read cell by cell."""
    table = opened.table
    if table.sheet.uncached or table.sheet.errors or table.sheet.formats:
        return None
    meant = _meant(opened)
    route = routes.through(opened, form, meant) if meant else None
    if meant is None or route is None or route.lacking or any(match.parts for match in route.matches):
        return None
    found = _figures(route, opened)
    heads = [what for side in meant for what in side.values()]
    if found is None or found.lacks_total(route) or _has_months_to_come(heads, route.slots, found):
        return None
    return _taken(route, opened, heads, found)


def _meant(opened: OpenTable) -> list[dict[int, Meaning]] | None:
    """What the columns mean, found out once for tables laid out alike; None where that has to be told or differs."""
    key, said = ("meant", opened.setting.frame, opened.table.dates), Gathered()
    if key not in opened.routes:
        if len(opened.routes) >= MOST:
            opened.routes.clear()
        sides = range(len(opened.table.sides))
        meant = [columns.meanings(opened.table, index, opened.setting.frame, said) for index in sides]
        opened.routes[key] = [] if said.findings or _differs(opened, meant) else [meant]
    return next(iter(opened.routes[key]), None)


def _differs(opened: OpenTable, meant: Sequence[Mapping[int, Meaning]]) -> bool:
    """Whether a column may mean other things of balances than of flows."""
    return any(
        column.index in said and said[column.index].view is View.YEAR_TO_DATE and column.role is not Role.YEAR_TO_DATE
        for side, said in zip(opened.table.sides, meant, strict=True)
        for column in side.columns
    )


@dataclass(frozen=True, eq=False)
class _Figures:
    """The numbers of all slots as they stand, NaN where a cell is blank, and how many there are."""

    values: NDArray[np.float64]
    filled: int

    def lacks_total(self, route: Route) -> bool:
        """Whether a total is blank though its parts are not."""
        import numpy as np

        blank = np.isnan(self.values)
        return bool(blank.any()) and any(
            bool(blank[total]) and abs(float(np.nansum(self.values[parts] * signs))) >= blank_totals.LEAST
            for total, parts, signs in route.totals
        )

    @property
    def moves_throughout(self) -> bool:
        """Whether no slot is blank or zero."""
        import numpy as np

        return self.filled == len(self.values) == int(np.count_nonzero(self.values))

    def heads(self, slots: Slots) -> set[int]:
        """The columns in which any stand."""
        import numpy as np

        return set(slots.heads[~np.isnan(self.values)].tolist())


def _figures(route: Route, opened: OpenTable) -> _Figures | None:
    """The figures of a table, None where anything but a number or nothing stands in a slot."""
    import numpy as np

    flat = opened.table.sheet.flat
    cells = route.take(flat)
    kinds, blanks = set(map(type, cells)), 0
    if str in kinds:
        blanks = cells.count("")
        if list(map(type, cells)).count(str) != blanks:
            return None
        cells = tuple(np.nan if cell == "" else cell for cell in cells)
    if not kinds - {str} <= NUMBERS or any(cell not in {"", None} for cell in route.idle(flat)):
        return None
    values = np.array(cells, dtype=np.float64)
    filled = len(cells) - blanks
    if np.count_nonzero(np.abs(values) < LIMIT) != filled:
        return None
    if len(route.deducted) and (values[route.deducted] < 0).any():
        return None
    return _Figures(values + 0.0, filled)


def _taken(route: Route, opened: OpenTable, heads: Sequence[Meaning], found: _Figures) -> Taken | None:
    values = found.values
    to_the_fen = exact.are_to_the_fen(values, found.filled)
    most = amounts.FEN if to_the_fen else exact.places(values)
    if most > amounts.MANY and any(factor == 1 and fen for _, fen, factor in route.scales):
        return None
    for where, fen, factor in route.scales:
        if factor != 1 or not to_the_fen:
            values[where] = exact.scaled(values[where], factor, money=fen)
    step = amounts.step(most, opened.setting.factor or 1.0)
    block = Block(route.slots, _series(heads, found, route, opened), values, step, opened.table.sheet)
    return Taken(route, block, frozenset(_own(block, found)))


def _own(block: Block, found: _Figures) -> set[tuple[str, str]]:
    """Whose figures a table holds as their own and for which period."""
    own = {(head.entity, head.period) for head in block.heads}
    if (
        len(own) > 1
        or not found.filled
        or any(head.view in {View.BUDGET, View.BUDGET_ORIGINAL} for head in block.heads)
    ):
        return block.held()
    return own


def _series(heads: Sequence[Meaning], found: _Figures, route: Route, opened: OpenTable) -> tuple[Series, ...]:
    """What each column holds; a hospital without any figure is not one of the data."""
    own, context = opened.setting.entity, opened.context
    if not any(what.entity for what in heads):
        return tuple(Series(own, what.period, what.view) for what in heads)
    filled = found.heads(route.slots)
    return tuple(
        Series(
            context.entity(what.entity, opened.gathered if number in filled else Gathered()) if what.entity else own,
            what.period,
            what.view,
        )
        for number, what in enumerate(heads)
    )


def _has_months_to_come(heads: Sequence[Meaning], slots: Slots, found: _Figures) -> bool:
    return not found.moves_throughout and bool(future.dropped(_months(heads, slots, found)))


def _months(heads: Sequence[Meaning], slots: Slots, found: _Figures) -> dict[str, tuple[int, bool]]:
    """For each period how many figures it has, and whether any of them is not zero; none where one month is alone."""
    import numpy as np

    periods = {what.period for what in heads}
    if sum(Period.parse(period).kind is PeriodKind.MONTH for period in periods) < 2:  # noqa: PLR2004 - none comes after
        return {}
    size = len(heads)
    filled = np.bincount(slots.heads[~np.isnan(found.values)], minlength=size).tolist()
    moved = np.bincount(slots.heads[np.abs(found.values) > 0], minlength=size).tolist()
    months: dict[str, tuple[int, bool]] = {}
    for what, count, other in zip(heads, filled, moved, strict=True):
        before = months.get(what.period, (0, False))
        months[what.period] = before[0] + count, before[1] or other > 0
    return months
