"""The head of a table with a row for each hospital or period, in one row or two: groups, and the columns below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reportgen.intake import head_years
from reportgen.intake.head_words import Role, role_of
from reportgen.intake.labels import bare, says_ratio
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary

LEAST: Final = 2
"""Columns that a second row has to name."""
OWN_NAMES: Final = frozenset({Role.OTHER, Role.ENTITY, Role.LABEL})
"""What a lower head is by itself; any other says which figure of the upper one stands below."""


@dataclass(frozen=True)
class HeadOfRows:
    """The first and the last row of a head, the name of each column, and its year as `head_years.of_group` has it."""

    first: int
    last: int
    texts: tuple[str, ...]
    years: tuple[int | None, ...]


def heads_at(sheet: Sheet, row: int) -> Iterator[HeadOfRows]:
    """The head that begins in a row: of this and the next one if these belong together, and of this row alone."""
    texts = tuple(sheet.text(row, column) for column in range(sheet.width))
    if row + 1 < len(sheet.rows) and _goes_on(sheet, row + 1, texts):
        years = tuple(head_years.of_group(_above(sheet, row, column).strip()) for column in range(sheet.width))
        yield HeadOfRows(row, row + 1, tuple(_joined(sheet, row, column) for column in range(sheet.width)), years)
    in_front = tuple(map(head_years.behind_year, texts))
    yield HeadOfRows(row, row, tuple(name for _, name in in_front), tuple(year for year, _ in in_front))


def _goes_on(sheet: Sheet, row: int, above: tuple[str, ...]) -> bool:
    """Whether a row names columns further: words only, none of them below the first head."""
    filled = [column for column, cell in enumerate(sheet.rows[row]) if cell not in {"", None}]
    upper = [column for column, text in enumerate(above) if text.strip()]
    named = [column for column in filled if sheet.text(row, column).strip()]
    return min(len(upper), len(named)) >= LEAST and named == filled and upper[0] not in filled


def _joined(sheet: Sheet, row: int, column: int) -> str:
    """The name of a column from both rows: of a figure or a ratio that has a name of its own that one alone."""
    upper, lower = str(_above(sheet, row, column)).strip(), sheet.text(row + 1, column).strip()
    if not lower:
        return sheet.text(row, column)
    is_whole = says_ratio(lower) and bare(lower).lower() not in vocabulary().worked_out_heads.within
    return lower if is_whole or role_of(lower) in OWN_NAMES else f"{upper}{lower}"


def _above(sheet: Sheet, row: int, column: int) -> str:
    """The group to which a column belongs: of its merged area, else the nearest one on its left."""
    for left in range(column, -1, -1):
        found = sheet.spread(row, left)
        if isinstance(found, str) and found.strip():
            return found
    return ""
