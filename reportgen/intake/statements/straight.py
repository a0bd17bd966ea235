"""A form whose cells are plain numbers or blank, read at one go instead of cell by cell.

A table in which anything has to be told, corrected or added is none for this way.

Where the figures of a form stand, worked out once for tables laid out alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.intake.columns import amounts, column_periods
from reportgen.intake.columns.column_periods import ColumnMeaning
from reportgen.intake.columns.open_table import OpenTable
from reportgen.intake.context import FigureBlock, FigureSeries, FoundValues, Slots
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import Role
from reportgen.intake.grid.layouts import KEPT
from reportgen.intake.grid.tables import SheetLine
from reportgen.intake.statements import by_parts, keeping, matching
from reportgen.intake.statements.keeping import to_fen
from reportgen.intake.statements.matching import MATRIX, Match
from reportgen.intake.words.figures import LIMIT
from reportgen.intake.workbooks.sheets import Take, takes
from reportgen.model.dataset import View
from reportgen.model.definitions import Form
from reportgen.model.period import Period, PeriodKind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Meanings = Sequence[dict[int, ColumnMeaning]]
"""For each side, by column."""


@dataclass(frozen=True, eq=False)
class Route:
    """How the figures of a table are taken.

    Attributes:
        filled: where figures had a say in the matching, which lines had any.
        idle: cells in columns that are no item with the row; nothing may stand in them.
        scales: slots of one factor, whether they are money to the fen, and the factor.
        deducted: slots of lines that the form deducts.
        official: how many items the form has.
        lacking: whether the form lacks a total that can be added up, or a row of which there are parts.
        totals: slots of totals, with the slots of their parts and whether each is added (1) or deducted (-1).
    """

    matches: tuple[Match, ...]
    filled: tuple[tuple[bool, ...] | None, ...]
    slots: Slots
    take: Take
    idle: Take
    scales: tuple[tuple[NDArray[np.intp] | slice, bool, float], ...]
    deducted: NDArray[np.intp]
    official: int
    lacking: bool
    totals: tuple[tuple[int, NDArray[np.intp], NDArray[np.float64]], ...] = ()

    @cached_property
    def items(self) -> int:
        """How many lines are items."""
        return sum(match.items for match in self.matches)


def through(opened: OpenTable, form: Form, meant: Meanings) -> Route | None:
    """The way through a table laid out and headed as one before, or a new one."""
    read = tuple(tuple(what) for what in meant)
    context = opened.context
    key = (form.code, read, opened.setting.factor, context.spelled, to_fen("money", context))
    kept: list[Route | None] = opened.routes.setdefault(key, [])
    for route in kept:
        if route is None or route.filled == _filled(opened, route.matches):
            return route
    kept.insert(0, _made(opened, form, meant))
    del kept[KEPT:]
    return kept[0]


def _filled(opened: OpenTable, matches: Sequence[Match]) -> tuple[tuple[bool, ...] | None, ...]:
    """Where figures had a say in the matching, which lines have any."""
    return tuple(
        None if match.whole else tuple(opened.has_figures(match.side, line) for line in match.side.lines)
        for match in matches
    )


def _made(opened: OpenTable, form: Form, meant: Meanings) -> Route | None:
    """A route, or None where the unit of a figure is not known."""
    import numpy as np

    matches = tuple(matching.matched(opened, side, form) for side in opened.table.sides)
    spots = list(_spots(opened, form, matches, meant))
    factors = [
        amounts.factor_of(spot.item, spot.line.unit, _printed(spot.column, opened), opened.context)
        for spot in spots
        if spot.head is not None
    ]
    if not factors or None in factors:
        return None
    read = [spot for spot in spots if spot.head is not None]
    items, width = opened.context.catalog.items, opened.table.sheet.width
    slots = Slots(
        tuple(spot.item for spot in read),
        tuple(items[spot.item].unit for spot in read),
        tuple(spot.line.row for spot in read),
        tuple(spot.column.index for spot in read),
        np.array([spot.head for spot in read], dtype=np.intp),
    )
    idle = [spot.line.row * width + spot.column.index for spot in spots if spot.head is None]
    deducted = matching.deducted(form)
    return Route(
        matches,
        _filled(opened, matches),
        slots,
        takes([row * width + column for row, column in zip(slots.rows, slots.columns, strict=True)]),
        takes(idle),
        tuple(_scales(slots, factors, opened)),
        np.array([index for index, item in enumerate(slots.items) if item in deducted], dtype=np.intp),
        matching.items_on(form),
        form.shape != MATRIX
        and bool(keeping.lacking(opened, form, frozenset(slots.items)) or by_parts.loose(opened, matches, form)),
        tuple(_totals(slots, form, opened)) if form.shape != MATRIX else (),
    )


def _totals(slots: Slots, form: Form, opened: OpenTable) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.float64]]]:
    """The totals of a form in each column, and their parts there."""
    import numpy as np

    at = {(item, head): slot for slot, (item, head) in enumerate(zip(slots.items, slots.heads.tolist(), strict=True))}
    for total, lines in keeping.parts_on(form, opened.context.catalog).items():
        for head in sorted(set(slots.heads.tolist())):
            here = [(at[part, head], sign) for part, sign in lines if (part, head) in at]
            if here and (total, head) in at:
                parts, signs = zip(*here, strict=True)
                yield at[total, head], np.array(parts, dtype=np.intp), np.array(signs, dtype=np.float64)


@dataclass(frozen=True)
class _Spot:
    """A cell of a line that is an item, in a column of figures; `head` is None where it is not read."""

    item: str
    line: SheetLine
    column: HeadColumn
    head: int | None


def _spots(opened: OpenTable, form: Form, matches: Sequence[Match], meant: Meanings) -> Iterator[_Spot]:
    heads = {(side, column): number for number, (side, column) in enumerate(_heads(meant))}
    items = opened.context.catalog.items
    for side, match in enumerate(matches):
        for index, line in enumerate(match.side.lines):
            item = match.item(index)
            for column in match.side.columns if item else ():
                target = matching.item_of(item or "", form, column.words)
                head = heads.get((side, column.index)) if target in items else None
                yield _Spot(target, line, column, head)


def _heads(meant: Meanings) -> Iterator[tuple[int, int]]:
    """The columns that are read, by side and index."""
    return ((side, column) for side, what in enumerate(meant) for column in what)


def _printed(column: HeadColumn, opened: OpenTable) -> float | None:
    return column.factor if column.factor is not None else opened.setting.factor


def _scales(
    slots: Slots, factors: Sequence[float | None], opened: OpenTable
) -> Iterator[tuple[NDArray[np.intp] | slice, bool, float]]:
    """The slots by factor and by whether they are money to the fen."""
    import numpy as np

    by_scale: dict[tuple[bool, float], list[int]] = {}
    for index, (unit, factor) in enumerate(zip(slots.units, factors, strict=True)):
        by_scale.setdefault((to_fen(unit, opened.context), factor or 1.0), []).append(index)
    for (fen, factor), where in by_scale.items():
        yield slice(None) if len(by_scale) == 1 else np.array(where, dtype=np.intp), fen, factor


MOST: Final = 512
"""Frames and ways that are kept for one layout."""
NUMBERS: Final = frozenset({float, int})


@dataclass(frozen=True, eq=False)
class Taken:
    """The figures of a table, how they were taken, and whose own they are for which period."""

    route: Route
    block: FigureBlock
    own: frozenset[tuple[str, str]]


def taken(opened: OpenTable, form: Form) -> Taken | None:
    """The figures of a table, or None where it is to be read cell by cell."""
    table = opened.table
    if table.sheet.uncached or table.sheet.errors or table.sheet.formats:
        return None
    meant = _meant(opened)
    route = through(opened, form, meant) if meant else None
    if meant is None or route is None or route.lacking or any(match.parts or match.blocks for match in route.matches):
        return None
    found = _figures(route, opened)
    heads = [what for side in meant for what in side.values()]
    if found is None or found.lacks_total(route) or _has_months_to_come(heads, route.slots, found):
        return None
    return _taken(route, opened, heads, found)


def _meant(opened: OpenTable) -> list[dict[int, ColumnMeaning]] | None:
    """What the columns mean, found out once for tables laid out alike; None where that has to be told or differs."""
    key, said = ("meant", opened.setting.frame, opened.table.dates), FoundValues()
    if key not in opened.routes:
        if len(opened.routes) >= MOST:
            opened.routes.clear()
        sides = range(len(opened.table.sides))
        meant = [column_periods.meanings(opened.table, index, opened.setting.frame, said) for index in sides]
        opened.routes[key] = [] if said.findings or _differs(opened, meant) else [meant]
    return next(iter(opened.routes[key]), None)


def _differs(opened: OpenTable, meant: Sequence[Mapping[int, ColumnMeaning]]) -> bool:
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

    @property
    def broken(self) -> int:
        """How many have decimals, as they stand."""
        import numpy as np

        return self.filled - int(np.count_nonzero(self.values == np.rint(self.values)))

    @property
    def are_tenths(self) -> bool:
        """Whether none has more than one decimal, as they stand."""
        import numpy as np

        return int(np.count_nonzero(np.rint(self.values * 10.0) / 10.0 == self.values)) == self.filled

    def lacks_total(self, route: Route) -> bool:
        """Whether a total is blank though its parts are not."""
        import numpy as np

        blank = np.isnan(self.values)
        return bool(blank.any()) and any(
            bool(blank[total]) and abs(float(np.nansum(self.values[parts] * signs))) >= keeping.LEAST
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


def _taken(route: Route, opened: OpenTable, heads: Sequence[ColumnMeaning], found: _Figures) -> Taken | None:
    values, printed = found.values, opened.setting.factor or 1.0
    broken, are_tenths = (found.broken, found.are_tenths) if printed > 1 and found.filled else (0, False)
    to_the_fen = amounts.are_to_the_fen(values, found.filled)
    most = amounts.FEN if to_the_fen else amounts.places(values)
    if most > amounts.MANY and any(factor == 1 and fen for _, fen, factor in route.scales):
        return None
    for where, fen, factor in route.scales:
        if factor != 1 or not to_the_fen:
            values[where] = amounts.scaled(values[where], factor, money=fen)
    decimals = min(broken, 1) if are_tenths else max(most, amounts.FEN)
    step = amounts.step_printed(decimals, broken, printed)
    step = amounts.held(step) if any(fen for _, fen, _ in route.scales) else step
    block = FigureBlock(route.slots, _series(heads, found, route, opened), values, step, opened.table.sheet)
    return Taken(route, block, frozenset(_own(block, found)))


def _own(block: FigureBlock, found: _Figures) -> set[tuple[str, str]]:
    """Whose figures a table holds as their own and for which period."""
    own = {(head.entity, head.period) for head in block.heads}
    if (
        len(own) > 1
        or not found.filled
        or any(head.view in {View.BUDGET, View.BUDGET_ORIGINAL} for head in block.heads)
    ):
        return block.held()
    return own


def _series(
    heads: Sequence[ColumnMeaning], found: _Figures, route: Route, opened: OpenTable
) -> tuple[FigureSeries, ...]:
    """What each column holds; a hospital without any figure is not one of the data."""
    own, context = opened.setting.entity, opened.context
    if not any(what.entity for what in heads):
        return tuple(FigureSeries(own, what.period, what.view) for what in heads)
    filled = found.heads(route.slots)
    return tuple(
        FigureSeries(
            context.entity(what.entity, opened.gathered if number in filled else FoundValues()) if what.entity else own,
            what.period,
            what.view,
        )
        for number, what in enumerate(heads)
    )


def _has_months_to_come(heads: Sequence[ColumnMeaning], slots: Slots, found: _Figures) -> bool:
    return not found.moves_throughout and bool(keeping.dropped(_months(heads, slots, found)))


def _months(heads: Sequence[ColumnMeaning], slots: Slots, found: _Figures) -> dict[str, tuple[int, bool]]:
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
