"""The head of a table: which column holds labels, which one which figure of which period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final

from reportgen.intake.grid import banner, head_columns, head_rows
from reportgen.intake.grid.head_columns import HeadColumn, are_hospitals
from reportgen.intake.grid.head_rows import are_amounts, are_years, is_year, parts, said
from reportgen.intake.grid.head_words import (
    AHEAD,
    ASIDE,
    MONEY,
    NO_WORDS,
    Role,
    beside_year,
    date_role,
    role_at,
    role_of,
)
from reportgen.intake.periods import dates, short_dates, spans
from reportgen.intake.periods.dates import LATE, Stated
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import bare
from reportgen.intake.words.units import ends_with_currency, factor_alone, factor_behind, factor_in
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.period import MONTHS, Period, PeriodKind

DEPTH: Final = 3
SEARCHED: Final = 40
OF_THIS_YEAR: Final = {
    Role.MONTH: Role.OTHER,
    Role.QUARTER: Role.OTHER,
    Role.YEAR_TO_DATE: Role.COMPARATIVE,
    Role.YEAR: Role.COMPARATIVE,
    Role.CLOSING: Role.COMPARATIVE,
    Role.OPEN: Role.OTHER,
}
"""What these words say below a head of last year: its opening balance, or a single month of it, is nobody's figure."""

SAYS_NO_MORE: Final = {
    Role.PERIOD: MONEY - {Role.ENTITY},
    Role.ENTITY: MONEY - {Role.ENTITY},
    Role.OTHER: MONEY,
    Role.MATRIX: MONEY,
    Role.CURRENT: MONEY - {Role.PERIOD, Role.ENTITY, Role.MATRIX},
    Role.YEAR: frozenset({Role.MONTH, Role.QUARTER, Role.YEAR_TO_DATE}),  # this year's, beside last year's
    Role.ACTUAL: frozenset({Role.MONTH, Role.QUARTER, Role.YEAR_TO_DATE, Role.YEAR, Role.COMPARATIVE}),
}
"""Heads below which these words say no more than that figures stand there."""
LAST_YEAR: Final = frozenset({Role.COMPARATIVE, Role.PRIOR})
OF_ANY: Final = frozenset({Role.CURRENT, Role.PERIOD, Role.ENTITY, Role.OTHER, Role.TOTAL})
"""What these words say below the head of a change or a share is of that and no figure of its own."""
SETTLED: Final = frozenset({Role.ACTUAL, Role.BUDGET, Role.ORIGINAL, *ASIDE})
"""What these words say below the head of a target or a forecast is their own."""
OF_YEARS: Final = frozenset({Role.WORKED_OUT, Role.BUDGET, Role.ORIGINAL, Role.ACTUAL, *AHEAD})
"""Heads that name no period: numbers below them that may be years are."""


@dataclass(frozen=True)
class TableHead:
    """The rows of a table's head, from 0, and what they say of each column."""

    first: int
    last: int
    columns: tuple[HeadColumn, ...]

    def of(self, *roles: Role) -> tuple[HeadColumn, ...]:
        """The columns of these roles."""
        return tuple(column for column in self.columns if column.role in roles)


def again(sheet: Sheet, head: TableHead, extra: frozenset[str] = NO_WORDS) -> TableHead | None:
    """The head of a sheet whose head says the same but for its periods; None where its columns are others."""
    new = _head(sheet, head.first, head.last, extra)
    is_same = all(map(_holds_alike, head.columns, new.columns))
    return new if is_same else None


def _holds_alike(one: HeadColumn, other: HeadColumn) -> bool:
    """Whether two columns hold the same, of whatever period."""
    return (one.role, one.factor, one.entity) == (other.role, other.factor, other.entity)


def find(sheet: Sheet, start: int = 0, extra: frozenset[str] = NO_WORDS) -> TableHead | None:
    """The first head at or below a row, or None."""
    for row in range(start, min(len(sheet.rows), start + SEARCHED)):
        if is_head(sheet, row, extra):
            first = _grown_up(sheet, row, start, extra)
            return _head(sheet, first, _grown_down(sheet, row), extra)
    return None


def is_head(sheet: Sheet, row: int, extra: frozenset[str] = NO_WORDS) -> bool:
    """Whether a row names columns, or the parts and the total of a period that is named above; or so companies."""
    if head_columns.heads_donors(sheet.rows[row]) or head_columns.heads_companies(sheet.rows[row]):
        return row + 1 == len(sheet.rows) or not _names_columns(sheet, row + 1, extra)
    return _names_columns(sheet, row, extra)


def _names_columns(sheet: Sheet, row: int, extra: frozenset[str]) -> bool:
    """Whether a row names labels and figures, or two figures, and no number stands in it."""
    cells = sheet.rows[row]
    numbers = [cell for cell in cells if type(cell) is float or type(cell) is int]
    if not all(is_year(one) or head_rows.is_month(one) for one in numbers):
        return False
    if head_rows.is_of_one_period(sheet, row):
        return True
    if numbers and not are_years(cells):
        return False
    if are_amounts(sheet, row) or any(isinstance(cell, str) and banner.entity_in(cell) for cell in cells):
        return False
    roles = [role_of(cell, extra) if isinstance(cell, str) else date_role(cell) for cell in map(said, cells)]
    if Role.LABEL not in roles and Role.MATRIX in roles:
        return False
    labels = sum(role in {Role.LABEL, Role.CODE} for role in roles) or int(are_hospitals(sheet, row, roles))
    money = sum(role in MONEY and (labels > 0 or role is not Role.ENTITY) for role in roles)
    others = sum(role is Role.OTHER for role in roles)
    are_known = money >= 1 and (labels >= 1 or money >= 2) and others <= money + labels  # noqa: PLR2004
    is_corner = labels == 1 or (labels == 0 and roles[:1] == [Role.NOTHING])
    return are_known or (is_corner and not money and bool(head_columns.proved_totals(sheet, row)))


def _grown_up(sheet: Sheet, row: int, start: int, extra: frozenset[str]) -> int:
    """Rows above that belong to the head: they group columns below, or hold the label's head."""
    first = row
    while first > start and row - first < DEPTH - 1 and _groups(sheet, first - 1, extra):
        first -= 1
    return first


def _groups(sheet: Sheet, row: int, extra: frozenset[str]) -> bool:
    cells = [cell for cell in sheet.rows[row] if cell not in {"", None}]
    if _groups_changes(sheet, row) or (head_columns.heads_donors(sheet.rows[row + 1]) and _is_of_a_year(cells)):
        return True
    if len(cells) < 2 or any(isinstance(cell, int | float) for cell in cells):  # noqa: PLR2004
        return False
    if is_head(sheet, row, extra) or sum(role_of(cell) is Role.ENTITY for cell in cells if isinstance(cell, str)) > 1:
        return True
    wide = [area for area in sheet.merged if area[0] == row and area[3] > area[1]]
    texts = [cell for cell in cells if isinstance(cell, str)]
    if any(map(_names_part, texts)) or sum(map(_says_how_long, texts)) > 1:  # “Month ended”, “Year ended”
        return True
    marks = (*vocabulary().entity_marks, *vocabulary().unit_marks)
    return len(wide) >= 2 and not any(bare(text).startswith(marks) for text in texts)  # noqa: PLR2004


def _is_of_a_year(cells: Sequence[Cell]) -> bool:
    """Whether a row holds a year as a number and nothing else; a period in words is read above the table."""
    return len(cells) == 1 and is_year(cells[0])


def _says_how_long(text: str) -> bool:
    """Whether a head says how many months end with the day below it."""
    return spans.is_named(text) or bare(text).lower() in vocabulary().year_ended


def _names_part(text: str) -> bool:
    """Whether a head is that of a part of the hospital's figures: of some donors' money, a parent, eliminations."""
    words, folded = vocabulary(), bare(text).lower()
    return head_columns.is_donor_part(text) or folded in words.parents or head_columns.is_elimination(text)


def _groups_changes(sheet: Sheet, row: int) -> bool:
    """Whether a row tells which columns of the row below are changes or shares, behind those of figures.

    A title that speaks of changes stands above the figures themselves, or above nothing; shares of years have the years
    once more below them.
    """
    roles = [role_at(said(cell)) for cell in sheet.rows[row]]
    derived = [index for index, role in enumerate(roles) if role is Role.WORKED_OUT]
    below = [role_at(said(cell)) for cell in sheet.rows[row + 1]]
    first = next((index for index, role in enumerate(below) if role in MONEY), sheet.width)
    if not derived or derived[0] <= first:
        return False
    is_split = all(below[index] in {*OF_ANY, Role.WORKED_OUT} - {Role.PERIOD} for index in derived)
    named = [said(cell) for cell in sheet.rows[row + 1]]
    again = {cell for cell in named[derived[0] :] if cell not in {"", None}}
    is_repeated = bool(again) and again <= {*named[first : derived[0]]} and below[derived[0]] is Role.PERIOD
    return is_split or is_repeated or any(role in MONEY for role in roles[: derived[0]])


def _grown_down(sheet: Sheet, row: int) -> int:
    """Rows below that split columns further: heads, and no number, where the label column is empty or merged."""
    last = row
    while last + 1 < len(sheet.rows) and last - row < DEPTH - 1 and _splits(sheet, last + 1, row):
        last += 1
    return last


def _splits(sheet: Sheet, row: int, head: int) -> bool:
    if head_rows.is_unit(sheet, row) and head_rows.is_of_one_period(sheet, head):
        return True
    cells = [(index, cell) for index, cell in enumerate(sheet.rows[row]) if cell not in {"", None}]
    upper = next((index for index, cell in enumerate(sheet.rows[head]) if role_at(cell) in OF_YEARS), sheet.width)
    if not cells or any(not isinstance(cell, str) and not (is_year(cell) and index >= upper) for index, cell in cells):
        return False
    labels = {
        index for index, cell in enumerate(sheet.rows[head]) if isinstance(cell, str) and role_of(cell) is Role.LABEL
    }
    first = min(labels, default=0)
    beside = [index for index, cell in cells if index != first or labels or not _is_corner(cell)]
    return len(beside) >= 2 and all(index != first for index in beside)  # noqa: PLR2004


def _is_corner(cell: Cell) -> bool:
    """Whether a cell heads labels, or tells the unit above them."""
    if not isinstance(cell, str):
        return False
    return role_of(cell) is Role.LABEL or factor_alone(cell) is not None or factor_in(cell) is not None


def _head(sheet: Sheet, first: int, last: int, extra: frozenset[str]) -> TableHead:
    if first == last and not sheet.merged:
        cells = (() if cell in {"", None} else parts(cell) for cell in sheet.rows[first])
        columns = [_headed(index, held, extra) for index, held in enumerate(cells)]
    else:
        columns = [_column(sheet, index, (first, last), extra) for index in range(sheet.width)]
    return _of_columns(first, last, head_rows.with_lone_amount(head_columns.with_totals(sheet, last, columns)))


def _of_columns(first: int, last: int, columns: Sequence[HeadColumn]) -> TableHead:
    """A head; a column of the year before that names a year of its own, “2024 (prior year)”, is of that year.

    Beside another column of the year that it names, it is what stood in the year before that one. The day of an opening
    balance is that of the balance before: it opens the period that the other columns name.
    """
    named = {column.stated for column in columns if column.role not in {*LAST_YEAR, Role.OPEN}}
    settled = _opened(head_columns.with_donors(columns))
    return TableHead(first, last, tuple(_of_its_year(one, named) for one in settled))


def _opened(columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """Columns of which one is of the first day of the year that ends, or goes on, with the last day of another one.

    The first day has what stood when the year was opened, and is no month.
    """
    days = [one.stated for one in columns if one.role is Role.PERIOD and one.stated and (one.stated.day or 0) >= LATE]
    if not days:
        return columns
    last = max(days, key=lambda one: (one.period.year, one.period.number))
    return [replace(one, role=Role.OPEN, stated=last) if _opens(one, last.period) else one for one in columns]


def _opens(column: HeadColumn, last: Period) -> bool:
    """Whether a column is of the first day of a year of which a month is the last one so far."""
    if column.role is not Role.PERIOD or column.stated is None or column.stated.day != 1:
        return False
    first = column.stated.period
    between = (last.year - first.year) * MONTHS + last.number - first.number
    return between == MONTHS - 1 or (first.number == 1 and first.year == last.year)


def _of_its_year(column: HeadColumn, named: set[Stated | None]) -> HeadColumn:
    stated = column.stated
    if column.role is Role.OPEN and stated and stated.day and stated not in named:
        closing = named - {None}
        return replace(column, stated=closing.pop() if len(closing) == 1 else None)
    if column.role not in LAST_YEAR or stated is None or stated in named:
        return column
    of_one_month = stated.is_month  # alone or the year to date: the words of last year do not tell
    return replace(column, role=Role.OTHER if of_one_month else Role.PERIOD)


def _column(sheet: Sheet, index: int, rows: tuple[int, int], extra: frozenset[str]) -> HeadColumn:
    spread = () if _continues(sheet, index, *rows) else _spread(sheet, index, *rows)
    cells = tuple(chain.from_iterable(map(parts, spread)))
    return _headed(index, cells, extra)


@lru_cache(maxsize=8192)
def _headed(index: int, cells: tuple[Cell, ...], extra: frozenset[str]) -> HeadColumn:
    """The lowest word with a role decides a column; a period may stand in any row of the head."""
    role = Role.NOTHING
    found = None
    months: tuple[int, int] | None = None
    quarter: int | None = None
    entity = ""
    for cell in cells:
        here = role_of(cell, extra) if isinstance(cell, str) else date_role(cell)
        found = _stated(cell) or found if here in MONEY else found
        beside = beside_year(bare(cell))[0] if isinstance(cell, str) else ""
        if here in MONEY and (named := dates.months_of(beside)):
            months, quarter = named, dates.quarter_of(beside)
        entity = " ".join(cell.split()) if here is Role.ENTITY and isinstance(cell, str) else entity
        role = _stronger(role, here)
    words = tuple(bare(cell) for cell in cells if isinstance(cell, str) and cell)
    written = tuple(" ".join(cell.split()) for cell in cells if isinstance(cell, str) and cell)
    if found and months and found == Stated(found.period.fiscal_year):
        found = _within(found.period.year, months, quarter)
    first, last = (None, None) if found or not months else months
    quarter = None if found else quarter
    factor, is_money = _factor(words), any(map(ends_with_currency, words))
    return HeadColumn(index, role, words, found, last, first, entity, factor, quarter, written, is_money)


def _stated(cell: Cell) -> Stated | None:
    """The period of a head, of a fiscal year named by two years the one in which it ends."""
    year = short_dates.split_year(cell) if isinstance(cell, str) else None
    return Stated(Period(year, PeriodKind.YEAR)) if year else dates.stated(cell)


def _within(year: int, months: tuple[int, int], quarter: int | None) -> Stated:
    """The quarter, or the months from the first to the last, of a year that another cell of the head names."""
    if quarter:
        return Stated(Period(year, PeriodKind.QUARTER, quarter))
    first, last = months
    return Stated(Period(year, PeriodKind.MONTH, last), None, first if first < last else None)


def _factor(words: tuple[str, ...]) -> float | None:
    """The factor of the unit that a head names in brackets or in a row of its own; a currency alone names none."""
    said = (word for word in reversed(words) if not ends_with_currency(word))
    found = (named(word) for word in said for named in (factor_behind, factor_alone, factor_in))
    return next((factor for factor in found if factor is not None), None)


def _continues(sheet: Sheet, index: int, first: int, last: int) -> bool:
    """Whether the lowest head cell of a column is the right part of a merged area."""
    for row in range(last, first - 1, -1):
        if sheet.spread(row, index) not in {"", None}:
            return sheet.owner.get((row, index), (row, index))[1] < index
    return False


def _stronger(above: Role, below: Role) -> Role:
    """The role of two words one above the other: the lower one, unless it says no more than that figures stand here."""
    if (above is Role.WORKED_OUT and below in OF_ANY) or (above in AHEAD and below not in SETTLED):
        return above
    if below is Role.NOTHING or above in SAYS_NO_MORE.get(below, frozenset()):
        return above
    if above is Role.COMPARATIVE and below in OF_THIS_YEAR:
        return OF_THIS_YEAR[below]
    return below


def _spread(sheet: Sheet, index: int, first: int, last: int) -> Iterator[Cell]:
    """The head cells of a column from top to bottom; in upper rows an empty cell belongs to the one on its left."""
    for row in range(first, last + 1):
        cell = sheet.spread(row, index)
        seen = sheet.owner.get((row, index), (row, index))[0]
        if seen < row and seen >= first:
            continue
        if cell in {"", None} and row < last and (row, index) not in sheet.owner:
            cell = _left(sheet, row, index, last)
        if cell not in {"", None}:
            yield cell


def _left(sheet: Sheet, row: int, index: int, last: int) -> Cell:
    """What an unmerged group head on the left says, if this column has a head of its own below."""
    if not any(sheet.rows[below][index] for below in range(row + 1, last + 1)):
        return ""
    for column in range(index - 1, -1, -1):
        cell = sheet.spread(row, column)
        if cell not in {"", None}:
            return cell if not isinstance(cell, str) or role_of(cell) is not Role.LABEL else ""
    return ""
