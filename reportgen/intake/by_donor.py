"""Columns of an American statement by donor restriction: parts of a total, which alone is the hospital's figure.

Where no column has the total the parts are not read: a sum stands in no cell, and one part is not the hospital.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from reportgen.intake import dates
from reportgen.intake.dates import Stated
from reportgen.intake.figures import Cell, figure
from reportgen.intake.head_columns import HeadColumn
from reportgen.intake.head_words import FISCAL, MONEY, Role, role_of
from reportgen.intake.labels import bare
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.place import Place

RULE: Final = "W63"
AROUND: Final = " ()[],:-\N{EN DASH}\N{EM DASH}"
"""What may stand between a total and its period."""
NO_FIGURES: Final = frozenset(
    {Role.LABEL, Role.LINE, Role.UNIT, Role.CODE, Role.IGNORED, Role.WORKED_OUT, Role.MONTH_BEFORE}
)
BESIDE: Final = NO_FIGURES | {Role.PERIOD}
"""What else a row of such heads may have."""


@lru_cache(maxsize=8192)
def is_part(text: str) -> bool:
    """Whether a head names the money of some donors, or that of none."""
    return bare(text).lower() in vocabulary().restricted_heads


@lru_cache(maxsize=8192)
def is_total(text: str) -> bool:
    """Whether a head says total and nothing else but a period."""
    return bare(text).lower() in vocabulary().whole_heads or period_of_total(text) is not None


@lru_cache(maxsize=8192)
def period_of_total(text: str) -> Stated | None:
    """The period that stands beside the word total in a head, as in “Total 2025”; None of any other head."""
    word = vocabulary().whole_heads[0]
    beside = re.fullmatch(rf"\s*(?:{word}\b(?P<behind>.+)|(?P<before>.+)\b{word})\s*", text, re.IGNORECASE)
    if beside is None:
        return None
    period = (beside["behind"] or beside["before"]).strip(AROUND).lower()
    return dates.head(period.removeprefix(FISCAL)) or dates.head(period)


def heads_columns(cells: Iterable[Cell]) -> bool:
    """Whether a row names parts and their total, or totals of periods, and no other column of figures."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if not any(map(is_total, texts)):
        return False
    others = (text for text in texts if not is_part(text) and not is_total(text))
    return all(role_of(text) in BESIDE for text in others) and any(
        is_part(text) or period_of_total(text) for text in texts
    )


def settled(columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """Columns with what they are: totals of the periods that they name, parts, and parts whose total is missing."""
    columns = _alone(_of_totals(columns))
    parts = [column for column in columns if any(map(is_part, column.written))]
    if not parts:
        return columns
    totals = [column for column in columns if any(map(is_total, column.written))]
    others = [column for column in columns if column.role is Role.PERIOD and column not in parts]
    roles = {column.index: of_span(column) for column in totals if column.role not in MONEY}
    roles |= {column.index: role for column, role in _of_parts(parts, totals or others)}
    return [replace(column, role=roles.get(column.index, column.role)) for column in columns]


def _alone(columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """With the one column of figures, headed Total, as what the words above it say: accounting programs do so."""
    heads = [one for one in columns if one.role not in {*NO_FIGURES, Role.NOTHING}]
    if len(heads) != 1 or not all(bare(word).lower() in vocabulary().whole_heads for word in heads[0].written):
        return columns
    return [replace(one, role=Role.CURRENT) if one is heads[0] else one for one in columns]


def of_span(column: HeadColumn) -> Role:
    """What a total is by the head that it shares with its parts: last year's, to date; else the period's own."""
    return next((role for word in column.written if (role := role_of(word)) in MONEY), Role.CURRENT)


def _of_totals(columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """With the period of heads such as “Total 2025”: beside columns of months of that year they add these up."""
    of_periods = {one.index: found for one in columns for word in one.written if (found := period_of_total(word))}
    if not of_periods:
        return columns
    split = {one.stated.period.year for one in columns if one.stated and one.index not in of_periods} | {
        None for one in columns if one.month is not None or one.quarter is not None
    }
    return [
        one
        if one.index not in of_periods or one.role in MONEY
        else replace(one, role=Role.TOTAL)
        if of_periods[one.index].period.year in split or None in split
        else replace(one, role=Role.PERIOD, stated=of_periods[one.index])
        for one in columns
    ]


def _of_parts(parts: Sequence[HeadColumn], totals: Sequence[HeadColumn]) -> Iterable[tuple[HeadColumn, Role]]:
    """Parts of a total that a column has, and several parts of one period of which none has it; one alone is read.

    A column of a year beside parts that name none has their total.
    """
    having = {column.stated for column in totals}
    periods: dict[Stated | None, list[HeadColumn]] = defaultdict(list)
    for column in parts:
        periods[column.stated].append(column)
    for stated, group in periods.items():
        is_whole = stated in having or (totals and (stated is None or None in having))
        if is_whole:
            yield from ((column, Role.WORKED_OUT) for column in group)
        elif len({_part(column) for column in group}) > 1:
            yield from ((column, Role.PART) for column in group)


def _part(column: HeadColumn) -> str:
    return next(bare(word).lower() for word in column.written if is_part(word))


def no_total(parts: Sequence[HeadColumn], sheet: Sheet, head: int) -> tuple[Place, tuple[str, ...], str]:
    """Place, heads and the sum to enter of parts whose total no column below a head row has, as W63 tells them."""
    seen: dict[str, HeadColumn] = {}
    for column in parts:
        seen.setdefault(_part(column), column)  # those that follow are of other periods
    heads = tuple(dict.fromkeys(word for column in parts for word in column.written if is_part(word)))
    place, formula = sum_of(tuple(seen.values()), sheet, head)
    return place, heads, formula


def sum_of(parts: Sequence[HeadColumn], sheet: Sheet, head: int) -> tuple[Place, str]:
    """The place of columns, and the sum of them to enter in the first line below their head row."""
    columns = [column.index for column in parts]
    first = next((row for row in range(head + 1, len(sheet.rows)) if _is_line(sheet, row, columns)), head + 1)
    formula = "+".join(str(sheet.place(first, column).cell) for column in columns)
    return sheet.place(head, columns[0]), f"={formula}"


def above(sheet: Sheet) -> tuple[int, tuple[HeadColumn, ...]] | None:
    """The first row that names several parts and no total, and its columns; None where there is none."""
    for number, row in enumerate(sheet.rows):
        texts = {index: cell for index, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
        parts = {index: text for index, text in texts.items() if is_part(text)}
        if len({bare(text).lower() for text in parts.values()}) > 1 and not any(map(is_total, texts.values())):
            return number, tuple(HeadColumn(index, Role.PART, written=(text,)) for index, text in parts.items())
    return None


def _is_line(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether a row has words and then a figure: years below the parts have none before them."""
    has_figure = any(figure(sheet.at(row, column)).value is not None for column in columns)
    return has_figure and any(sheet.text(row, column).strip() for column in range(columns[0]))
