"""Columns of the campuses of one hospital beside that of all of them: parts of its figures, and no other hospitals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from math import inf

from reportgen.intake.context import ReadingContext
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.head_words import Role
from reportgen.intake.tables import SheetTable, TableSide
from reportgen.intake.vocabulary import bare, vocabulary


def as_one(table: SheetTable, context: ReadingContext) -> SheetTable:
    """A statement of one hospital in columns of its campuses, with those of the whole alone; any other as it is.

    Whose statement it is stands above it or in the case. Where no column has the whole, nothing is left out.
    """
    own = context.case.file.entity if context.case else None
    named = [column for side in table.sides for column in side.columns if column.entity]
    if not named or context.is_of_many or not (table.banner.entity or own):
        return table
    if not all(_is_campus(column.entity, table.banner.entity) for column in named):
        return table
    totals = table.head.of(Role.TOTAL)
    sides = tuple(_whole(side, _behind(side, table.sides, totals)) for side in table.sides)
    return replace(table, sides=sides, worked_out=(*table.worked_out, *named)) if all(map(_holds, sides)) else table


def _whole(side: TableSide, totals: Sequence[HeadColumn]) -> TableSide:
    """A side with the columns that name no campus, or else with those of the totals of all campuses."""
    kept = [column for column in side.columns if not column.entity]
    return replace(side, columns=tuple(kept or [replace(column, role=Role.CURRENT) for column in totals]))


def _behind(side: TableSide, sides: Sequence[TableSide], totals: Sequence[HeadColumn]) -> list[HeadColumn]:
    """The totals that stand behind a side's own labels and before those of the next side."""
    first, labels = _labels(side), map(_labels, sides)
    end = min((index for index in labels if index > first), default=inf)
    return [column for column in totals if first < column.index < end]


def _labels(side: TableSide) -> int:
    """The first column of the names of a side's lines."""
    return min((line.column for line in side.lines), default=side.columns[0].index)


def _holds(side: TableSide) -> bool:
    return bool(side.columns)


@lru_cache(maxsize=8192)
def _is_campus(head: str, hospital: str) -> bool:
    """Whether a head names a campus, that of the hospital before it or none, and not another hospital."""
    folded, words = bare(head).replace(bare(hospital) or head, ""), vocabulary()
    plain = next((folded.replace(word, "") for word in words.campuses if word in folded), None)
    return plain is not None and not any(word in plain for word in words.hospital_endings)
