"""Two statements side by side on one sheet: each under a title of its own, with an empty column between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final, TypeVar

from reportgen.catalog import Catalog
from reportgen.intake import joining, recognition
from reportgen.intake.banner import Banner
from reportgen.intake.figures import figure
from reportgen.intake.recognition import Found
from reportgen.intake.sheets import Position, Sheet

Said = TypeVar("Said")
Span = tuple[int, int]
"""The first column, and the one behind the last."""
WORDS: Final = "I09"
"""What reading a figure says of a cell that holds words."""
TITLES: Final = 4
"""Rows from the top in which the titles stand."""
MOST: Final = 200_000
"""Cells of a sheet that may hold two statements; larger ones are tables of many."""


def parts(sheet: Sheet, catalog: Catalog) -> list[Sheet]:
    """The sheet cut at its empty columns where each part has the title of another form and rows of its own.

    An empty column may as well stand between the labels of one statement and its figures, below a title and a code.
    """
    spans = list(_spans(sheet)) if len(sheet.rows) * sheet.width <= MOST else []
    titled = [recognition.named(_titles(sheet, span), catalog) for span in spans]
    apart = [(span, forms) for span, forms in zip(spans, titled, strict=True) if forms and _has_rows(sheet, span)]
    if len(apart) < 2 or not _differ([forms for _, forms in apart]):  # noqa: PLR2004 - two statements
        return [sheet]
    begins = [start for (start, _), _ in apart]
    ends = [*begins[1:], sheet.width]
    return [_cut(sheet, span) for span in zip([0, *begins[1:]], ends, strict=True)]


def completed(parts: Iterable[Iterable[Found]]) -> Iterator[Found]:
    """The tables of the parts; what one lacks of unit, hospital and date, the one on its left says for both."""
    left: Banner | None = None
    for each in chain.from_iterable(parts):
        table = each.table
        if left is not None:
            table = replace(table, banner=joining.completed(table.banner, left))
        left = table.banner
        yield replace(each, table=table)


def _differ(named: Sequence[frozenset[str]]) -> bool:
    """Whether no form is named by two of them."""
    return len(frozenset[str]().union(*named)) == sum(map(len, named))


def _spans(sheet: Sheet) -> Iterator[Span]:
    """Runs of columns between columns in which nothing stands."""
    start = None
    for column in range(sheet.width):
        filled = any(row[column] not in {"", None} for row in sheet.rows)
        if filled and start is None:
            start = column
        elif not filled and start is not None:
            yield start, column
            start = None
    if start is not None:
        yield start, sheet.width


def _has_rows(sheet: Sheet, span: Span) -> bool:
    """Whether words stand beside figures in it."""
    for row in sheet.rows:
        found = [figure(cell) for cell in row[slice(*span)]]
        if any(one.problem == WORDS for one in found) and any(one.value is not None for one in found):
            return True
    return False


def _titles(sheet: Sheet, span: Span) -> list[str]:
    return [cell for row in sheet.rows[:TITLES] for cell in row[slice(*span)] if isinstance(cell, str)]


def _cut(sheet: Sheet, span: Span) -> Sheet:
    """Some columns of a sheet as a sheet; its cells know where they stand."""
    start, end = span
    origin = sheet.origin
    return replace(
        sheet,
        rows=tuple(row[start:end] for row in sheet.rows),
        merged=tuple(
            (top, left - start, bottom, min(right, end - 1) - start)
            for top, left, bottom, right in sheet.merged
            if start <= left < end
        ),
        uncached=_within(sheet.uncached, span),
        formulas={},  # their references are those of the whole sheet
        errors=_within(sheet.errors, span),
        formats=_within(sheet.formats, span),
        hidden_columns=frozenset(column - start for column in sheet.hidden_columns if start <= column < end),
        origin=lambda row, column: origin(row, column + start) if origin else (row, column + start),
        like=None,
    )


def _within(cells: Mapping[Position, Said], span: Span) -> dict[Position, Said]:
    start, end = span
    return {(row, column - start): said for (row, column), said in cells.items() if start <= column < end}
