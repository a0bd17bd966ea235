"""A column of a table, as the words above it say.

Columns of an American statement by donor restriction: parts of a total, which alone is the hospital's figure.

Where no column has the total the parts are not read: a sum stands in no cell, and one part is not the hospital.

Columns of departments, or of other parts in words of their own, beside the total that they come to on every line.

The total is the hospital's figure; the sums prove it, for nothing else tells that the other columns are its parts. So
is the row of the total below rows of departments.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reportgen.intake.grid.head_words import FISCAL, MONEY, Role, role_of
from reportgen.intake.periods import dates, short_dates
from reportgen.intake.periods.dates import Stated
from reportgen.intake.periods.period_names import is_within_month
from reportgen.intake.words.figures import Cell, CellValue, comes_to, figure
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.place import Place

FISCAL_HEAD: Final = ("fy", "fiscal")
"""In front of the year that is a fiscal one."""


@dataclass(frozen=True)
class HeadColumn:
    """A column of a table.

    Attributes:
        words: the words of its head from top to bottom, spread over merged cells, to be compared by.
        written: the same as they are.
        stated: the period that the head names, if it names one.
        month: a month without its year; `since` the first of several.
        quarter: the quarter that they are.
        entity: the hospital that the head names, "" where it names none.
        factor: of the unit that the head names, None where it names none.
        is_in_currency: whether it names a currency alone, which says no multiple: that of the table holds.
    """

    index: int
    role: Role
    words: tuple[str, ...] = ()
    stated: Stated | None = None
    month: int | None = None
    since: int | None = None
    entity: str = ""
    factor: float | None = None
    quarter: int | None = None
    written: tuple[str, ...] = ()
    is_in_currency: bool = False

    @property
    def head(self) -> str:
        """What its head says, as written."""
        said = ""
        for words in self.written:
            said += f" {words}" if f"{said[-1:]}{words[:1]}".isascii() and said else words
        return said

    @property
    def is_odd(self) -> bool:
        """Whether months are named that are no month, quarter or year nor begin with January, or a day in one."""
        if self.stated:
            return self.stated.is_odd or is_within_month(self.stated)
        return self.month is not None and self.since not in {None, 1, self.month} and not self.quarter

    @property
    def is_to_date(self) -> bool:
        """Whether its head names several months from January on."""
        if self.stated:
            return self.stated.is_to_date
        return self.since == 1 and (self.month or 0) > 1 and not self.quarter

    @property
    def roles(self) -> frozenset[Role]:
        """What each word of its head says by itself."""
        return frozenset(map(role_of, self.words))

    @property
    def says_to_date(self) -> bool:
        """Whether its head speaks of the time since the year began."""
        return self._says(vocabulary().to_date)

    @property
    def names_fiscal_year(self) -> bool:
        """Whether a word of its head names a fiscal year as that: FY2026, 2025/26."""
        return any(word.lower().startswith(FISCAL_HEAD) or short_dates.split_year(word) for word in self.words)

    @property
    def says_part(self) -> bool:
        """Whether its head speaks of the month or the quarter alone."""
        return self._says(vocabulary().of_a_part)

    @property
    def says_superseded(self) -> bool:
        """Whether its head calls its figures those that were reported before they were restated."""
        return self._says(vocabulary().superseded)

    def _says(self, words: Iterable[str]) -> bool:
        return any(word in part.lower() for part in self.words for word in words)

    @property
    def without_unit(self) -> tuple[str, ...]:
        """The words of its head but for the unit behind them in brackets."""
        is_plain = self.factor is None and not self.is_in_currency
        return self.words if is_plain else tuple(word.partition("(")[0] for word in self.words)


def are_hospitals(sheet: Sheet, row: int, roles: Sequence[Role]) -> bool:
    """Whether a row names hospitals alone, behind an empty corner, over figures that have a name in front of them."""
    named = [index for index, role in enumerate(roles) if role is Role.ENTITY]
    if len(named) < 2 or not named[0] or {*roles} - {Role.ENTITY, Role.NOTHING}:  # noqa: PLR2004 - of one it is a title
        return False
    filled = ([sheet.holds(below, index) for index in named] for below in range(row + 1, len(sheet.rows)))
    first = next((at for at, cells in enumerate(filled, row + 1) if any(cells)), None)
    return first is not None and sheet.text(first, 0).strip() != "" and all(sheet.holds(first, at) for at in named)


NO_TOTAL: Final = "W63"
AROUND: Final = " ()[],:-\N{EN DASH}\N{EM DASH}"
"""What may stand between a total and its period."""
NO_FIGURES: Final = frozenset(
    {Role.LABEL, Role.LINE, Role.UNIT, Role.CODE, Role.IGNORED, Role.WORKED_OUT, Role.MONTH_BEFORE}
)
BESIDE: Final = NO_FIGURES | {Role.PERIOD}
"""What else a row of such heads may have."""


@lru_cache(maxsize=8192)
def is_donor_part(text: str) -> bool:
    """Whether a head names the money of some donors, or that of none."""
    return bare(text).lower() in vocabulary().restricted_heads


@lru_cache(maxsize=8192)
def is_donor_total(text: str) -> bool:
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


def heads_donors(cells: Iterable[Cell]) -> bool:
    """Whether a row names parts and their total, or totals of periods, and no other column of figures."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if not any(map(is_donor_total, texts)):
        return False
    others = (text for text in texts if not is_donor_part(text) and not is_donor_total(text))
    return all(role_of(text) in BESIDE for text in others) and any(
        is_donor_part(text) or period_of_total(text) for text in texts
    )


def heads_companies(cells: Iterable[Cell]) -> bool:
    """Whether a row names companies, eliminations and the whole of them, and no other column of figures or period."""
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if not any(map(is_elimination, texts)):
        return False
    texts = [text for text in texts if role_of(text) not in NO_FIGURES]
    named = [text for text in texts if not is_elimination(text) and not _is_total(text)]
    is_whole = any(map(is_elimination, texts)) and any(map(_is_total, texts))
    return is_whole and bool(named) and {role_of(text) for text in named} <= PARTS


@lru_cache(maxsize=4096)
def is_elimination(text: str) -> bool:
    """Whether a head is that of eliminations between companies."""
    folded = bare(text).lower()
    return any(part in folded for part in vocabulary().eliminations)


def _of_companies(columns: Sequence[HeadColumn]) -> list[HeadColumn]:
    """The columns of such a row, each with the figures of the company that it names."""
    return [
        one if one.role in NO_FIGURES or not one.written else replace(one, role=Role.ENTITY, entity=one.written[-1])
        for one in columns
    ]


def with_donors(columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """Columns with what they are: totals of the periods that they name, parts, and parts whose total is missing."""
    columns = _alone(_of_totals(columns))
    parts = [column for column in columns if any(map(is_donor_part, column.written))]
    if not parts:
        return columns
    totals = [column for column in columns if any(map(is_donor_total, column.written))]
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
    return next(bare(word).lower() for word in column.written if is_donor_part(word))


def no_total(parts: Sequence[HeadColumn], sheet: Sheet, head: int) -> tuple[Place, tuple[str, ...], str]:
    """Place, heads and the sum to enter of parts whose total no column below a head row has, as W63 tells them."""
    seen: dict[str, HeadColumn] = {}
    for column in parts:
        seen.setdefault(_part(column), column)  # those that follow are of other periods
    heads = tuple(dict.fromkeys(word for column in parts for word in column.written if is_donor_part(word)))
    place, formula = sum_of(tuple(seen.values()), sheet, head)
    return place, heads, formula


def sum_of(parts: Sequence[HeadColumn], sheet: Sheet, head: int) -> tuple[Place, str]:
    """The place of columns, and the sum of them to enter in the first line below their head row."""
    columns = [column.index for column in parts]
    first = next((row for row in range(head + 1, len(sheet.rows)) if _is_line(sheet, row, columns)), head + 1)
    formula = "+".join(str(sheet.place(first, column).cell) for column in columns)
    return sheet.place(head, columns[0]), f"={formula}"


def parts_above(sheet: Sheet) -> tuple[int, tuple[HeadColumn, ...]] | None:
    """The first row that names several parts and no total, and its columns; None where there is none."""
    for number, row in enumerate(sheet.rows):
        texts = {index: cell for index, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
        parts = {index: text for index, text in texts.items() if is_donor_part(text)}
        if len({bare(text).lower() for text in parts.values()}) > 1 and not any(map(is_donor_total, texts.values())):
            return number, tuple(HeadColumn(index, Role.PART, written=(text,)) for index, text in parts.items())
    return None


def _is_line(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether a row has words and then a figure: years below the parts have none before them."""
    has_figure = any(figure(sheet.at(row, column)).value is not None for column in columns)
    return has_figure and any(sheet.text(row, column).strip() for column in range(columns[0]))


FEWEST: Final = 3
"""Lines with figures that prove a total."""
PARTS: Final = frozenset({Role.OTHER, Role.ENTITY})
Parts = tuple[int, tuple[int, ...]]
"""The column of a total, and those of its parts."""


def proved_totals(sheet: Sheet, row: int) -> list[Parts]:
    """The totals that a row names and the parts of each; none where the lines do not prove all of them.

    Of several groups, as below a month and the year to date, each has its total behind its parts.
    """
    texts = {column: cell for column, cell in enumerate(sheet.rows[row]) if isinstance(cell, str) and cell.strip()}
    totals = [column for column, text in texts.items() if _is_total(text)]
    named = [column for column, text in texts.items() if column not in totals and role_of(text) is not Role.LABEL]
    if not totals or len(named) < 2 * len(totals) or not {role_of(texts[column]) for column in named} <= PARTS:
        return []
    bounds = [-1, *totals] if len(totals) > 1 else [-1, sheet.width]
    groups = [
        (total, tuple(column for column in named if first < column < last))
        for total, (first, last) in zip(totals, pairwise(bounds), strict=True)
    ]
    are_parts = any(role_of(texts[column]) is Role.OTHER for column in named)
    return groups if are_parts and all(_is_proved(sheet, row, *group) for group in groups) else []


def total_of(sheet: Sheet, row: int, heads: Sequence[tuple[int, str]]) -> Parts | None:
    """The one total among the columns of some heads, and all others as its parts; None where lines do not prove it."""
    totals = [column for column, text in heads if _is_total(text)]
    parts = tuple(column for column, text in heads if column not in totals and role_of(text) in PARTS)
    is_one = len(totals) == 1 and len(parts) + 1 == len(heads)
    return (totals[0], parts) if is_one and _is_proved(sheet, row, totals[0], parts) else None


def with_totals(sheet: Sheet, row: int, columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """The columns of a head, totals with the figures and their parts as such; of companies, each with its own."""
    if heads_companies(sheet.rows[row]) and not any(one.stated for one in columns):
        return _of_companies(columns)
    groups = proved_totals(sheet, row)
    parts = {column for _, group in groups for column in group}
    totals = {total for total, _ in groups}
    return [
        replace(one, role=of_span(one), entity="")
        if one.index in totals
        else replace(one, role=Role.WORKED_OUT, entity="")
        if one.index in parts
        else one
        for one in columns
    ]


@lru_cache(maxsize=8192)
def _is_total(text: str) -> bool:
    return bare(text).lower() in vocabulary().consolidated


def _is_proved(sheet: Sheet, row: int, total: int, parts: Sequence[int]) -> bool:
    lines = [_line(sheet, below, (total, *parts)) for below in range(row + 1, len(sheet.rows))]
    filled = [cells for cells in lines if any(cell.value is not None for cell in cells)]
    return len(parts) > 1 and len(filled) >= FEWEST and all(comes_to(whole, each) for whole, *each in filled)


def row_of_total(sheet: Sheet, head: int, name: int, columns: Sequence[int]) -> tuple[int, list[int]] | None:
    """The row of the total below a head, most of whose figures are the sums of the rows above it, and these rows.

    None of any other table.

    A total in the first row is that of the rows below it. Sums of groups among the rows are left out, and ratios are
    no sums.
    """
    words = vocabulary().total_rows
    rows = [row for row in range(head + 1, len(sheet.rows)) if sheet.text(row, name).strip()]
    total = next((row for row in rows if _named(sheet, row, name) in {*vocabulary().consolidated, *words}), None)
    others = [row for row in rows if total and not _named(sheet, row, name).endswith(words)]
    parts = [row for row in others if row < (total or 0)] or [row for row in others if row > (total or 0)]
    if total is None or len(parts) < 2:  # noqa: PLR2004 - of one part nothing is a sum
        return None
    lines = [[figure(sheet.at(row, column)) for row in (total, *parts)] for column in columns]
    filled = [cells for cells in lines if cells[0].value]
    is_sum = 2 * sum(comes_to(whole, each) for whole, *each in filled) > len(filled)
    return (total, parts) if is_sum else None


def _named(sheet: Sheet, row: int, column: int) -> str:
    return bare(sheet.text(row, column)).lower()


def _line(sheet: Sheet, row: int, columns: Sequence[int]) -> list[CellValue]:
    return [figure(sheet.at(row, column)) for column in columns]
