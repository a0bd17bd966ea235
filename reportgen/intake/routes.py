"""Where the figures of a form stand, worked out once for tables laid out alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.intake import amounts, derived, matching, signs
from reportgen.intake.blocks import Slots
from reportgen.intake.cells import OpenTable
from reportgen.intake.columns import Meaning
from reportgen.intake.heads import Column
from reportgen.intake.keeping import to_fen
from reportgen.intake.layouts import Take, takes
from reportgen.intake.matching import MATRIX, Match
from reportgen.intake.memory import KEPT
from reportgen.intake.tables import Line
from reportgen.model.definitions import Form

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Meanings = Sequence[dict[int, Meaning]]
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
        lacking: whether the form lacks a total that can be added up.
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
    deducted = signs.deducted(form)
    return Route(
        matches,
        _filled(opened, matches),
        slots,
        takes([row * width + column for row, column in zip(slots.rows, slots.columns, strict=True)]),
        takes(idle),
        tuple(_scales(slots, factors, opened)),
        np.array([index for index, item in enumerate(slots.items) if item in deducted], dtype=np.intp),
        matching.items_on(form),
        form.shape != MATRIX and bool(derived.lacking(opened, form, frozenset(slots.items))),
        tuple(_totals(slots, form, opened)) if form.shape != MATRIX else (),
    )


def _totals(slots: Slots, form: Form, opened: OpenTable) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.float64]]]:
    """The totals of a form in each column, and their parts there."""
    import numpy as np

    at = {(item, head): slot for slot, (item, head) in enumerate(zip(slots.items, slots.heads.tolist(), strict=True))}
    for total, lines in derived.parts_on(form, opened.context.catalog.items).items():
        for head in sorted(set(slots.heads.tolist())):
            here = [(at[part, head], sign) for part, sign in lines if (part, head) in at]
            if here and (total, head) in at:
                parts, signs = zip(*here, strict=True)
                yield at[total, head], np.array(parts, dtype=np.intp), np.array(signs, dtype=np.float64)


@dataclass(frozen=True)
class _Spot:
    """A cell of a line that is an item, in a column of figures; `head` is None where it is not read."""

    item: str
    line: Line
    column: Column
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


def _printed(column: Column, opened: OpenTable) -> float | None:
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
