"""A sheet cut into its parts: head, sides, lines, and where the table ends."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from reportgen.intake.grid import banner, heads, label_columns
from reportgen.intake.grid.banner import Banner
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import AHEAD, MONEY, Role, caption
from reportgen.intake.grid.heads import TableHead
from reportgen.intake.periods import dates
from reportgen.intake.words import known_names
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.labels import ARABIC, bare, normalised, says, unit_of
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.place import Place

MIN_INDEX: Final = 3
NEAREST_NET: Final = 2
"""Lines from a gross down to its net: what is taken off stands between."""


@dataclass(frozen=True)
class SheetLine:
    """One row of one side: its label as printed and as compared, and its cells.

    Attributes:
        net: the line to which it leads as gross, or as what is taken off; "" where there is none.
    """

    row: int
    column: int
    label: str
    key: str
    unit: str = ""
    code: str = ""
    net: str = ""


NO_RANK: Final = 9
STRAY: Final = (Role.OTHER, Role.MONTH_BEFORE, *AHEAD)
"""Columns with figures of no use that are told one by one."""


def rank_of(label: str) -> int:
    """The rank of a line's number: 0 for one, in Chinese numerals, 1 for one in brackets, 2 for 1., else NO_RANK."""
    folded = bare(label)
    for rank, pattern in enumerate(_patterns()):
        if pattern.match(folded):
            return rank
    return NO_RANK


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    numerals = vocabulary().ordinals
    return re.compile(rf"[{numerals}]{{1,3}}[、.]"), re.compile(rf"\([{numerals}]{{1,3}}\)"), ARABIC


@dataclass(frozen=True)
class TableSide:
    """A label column with the money columns on its right."""

    columns: tuple[HeadColumn, ...]
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True)
class SheetTable:
    """One table of a sheet.

    Attributes:
        stray: columns with figures whose heads are not known, or are of what is to come;
        worked_out: those whose figures other columns give; `parts` those of which no column has the total.
        dates: what the dated cells of the heads say, where they say another period than those of a table before.
    """

    sheet: Sheet
    head: TableHead
    sides: tuple[TableSide, ...]
    banner: Banner
    last: int
    stray: tuple[HeadColumn, ...] = ()
    worked_out: tuple[HeadColumn, ...] = ()
    parts: tuple[HeadColumn, ...] = ()
    dates: tuple[Cell, ...] = ()

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that its banner and the heads of its columns name."""
        heads = [column.stated for side in self.sides for column in side.columns]
        return frozenset(one.period.year for one in (self.banner.stated, *heads) if one)

    @cached_property
    def keys(self) -> frozenset[str]:
        """All labels as compared."""
        return frozenset(line.key for side in self.sides for line in side.lines)

    def head_place(self, column: HeadColumn) -> Place:
        """Where the head of a column stands."""
        return self.sheet.place(self.head.last, column.index)

    def head_text(self, column: HeadColumn) -> str:
        """The head of a column as it stands, a date as its day."""
        cell = self.sheet.spread(self.head.last, column.index)
        return f"{cell:%Y-%m-%d}" if isinstance(cell, dt.date) else str(cell or "").strip()


@dataclass(frozen=True)
class _SideLayout:
    """The columns of one side, before its lines are read."""

    labels: tuple[int, ...]
    money: tuple[HeadColumn, ...]
    unit: int | None
    code: int | None


Cut = tuple[TableHead, tuple[TableSide, ...], int]
"""A table's head, its sides and the row behind it."""


def tables(sheet: Sheet, extra: frozenset[str] = frozenset()) -> Iterator[SheetTable]:
    """The tables of a sheet from top to bottom; `extra` are the words that head the columns of matrices."""
    yield from framed(sheet, tuple(_cuts(sheet, extra)))


def _cuts(sheet: Sheet, extra: frozenset[str]) -> Iterator[Cut]:
    start = since = 0
    while (head := heads.find(sheet, start, extra)) is not None:
        last = _end(sheet, head, since, extra)
        head = label_columns.with_labels(sheet, head, last)
        layouts = tuple(_layouts(head))
        if layouts and last > head.last + 1:
            sides = tuple(
                TableSide(layout.money, tuple(_lines(sheet, layout, head, last, extra))) for layout in layouts
            )
            yield head, sides, last
            since = _behind_figures(sheet, head, last)
        start = max(last, head.last + 1)


def framed(sheet: Sheet, cuts: Sequence[Cut]) -> Iterator[SheetTable]:
    """The tables that were cut out of a sheet, each with the words around it that are not those of another one."""
    since = 0
    for number, (head, sides, last) in enumerate(cuts):
        is_last = number + 1 == len(cuts)
        until = None if is_last else _behind_footers(sheet, last)
        around = banner.around(sheet, head.first, last, since=since, until=until)
        stray, worked_out, parts = (
            figures_in(sheet, head, last, *roles) for roles in (STRAY, (Role.WORKED_OUT,), (Role.PART,))
        )
        yield SheetTable(sheet, head, sides, around, last, stray, worked_out, parts)
        since = last if is_last else _behind_figures(sheet, head, last)


def _behind_footers(sheet: Sheet, row: int) -> int:
    return next((below for below in range(row, len(sheet.rows)) if not is_footer(sheet, below)), len(sheet.rows))


def _behind_figures(sheet: Sheet, head: TableHead, last: int) -> int:
    """The row behind the last one with a figure; what stands there may already be the words above another table."""
    money = [column for column in head.columns if column.role in MONEY]
    rows = range(last - 1, head.last, -1)
    return next(
        (row + 1 for row in rows if any(label_columns.has_figures(sheet, each, row, row + 1) for each in money)), last
    )


def _layouts(head: TableHead) -> Iterator[_SideLayout]:
    """One side for each run of label columns that is followed by money columns."""
    labels: list[int] = []
    money: list[HeadColumn] = []
    unit = code = None
    for column in head.columns:
        if column.role is Role.LABEL or (not labels and not money and column.role in {Role.NOTHING, Role.OTHER}):
            if money:
                yield _SideLayout(tuple(labels), tuple(money), unit, code)
                labels, money, unit, code = [], [], None, None
            labels.append(column.index)
        elif column.role is Role.NOTHING and labels and not money:
            labels.append(column.index)
        elif column.role in MONEY:
            money.append(column)
        elif column.role is Role.UNIT:
            unit = column.index
        elif column.role is Role.CODE:
            code = column.index
    if money and (labels or code is not None):
        yield _SideLayout(tuple(labels), tuple(money), unit, code)


def _end(sheet: Sheet, head: TableHead, since: int, extra: frozenset[str]) -> int:
    """The row behind the table: a footer, or another head; the same head again ends it where it is not of the same."""
    for row in range(head.last + 1, len(sheet.rows)):
        if is_end(sheet, row, [column.index for column in head.columns if column.role in MONEY]):
            return row
        if heads.is_head(sheet, row, extra) and not (
            _same_head(sheet, row, head) and _goes_on(sheet, row, head, since)
        ):
            return _above_banner(sheet, head, row)
    return len(sheet.rows)


def _above_banner(sheet: Sheet, head: TableHead, row: int) -> int:
    """The first row behind the figures that names a hospital, period or unit for the next head; else its own row."""
    between = range(_behind_figures(sheet, head, row), row)
    end = len(sheet.rows)
    return next((above for above in between if banner.around(sheet, above + 1, end, since=above).states_any), row)


def _goes_on(sheet: Sheet, row: int, head: TableHead, since: int) -> bool:
    """Whether the words above a repeated head name no other hospital, period or unit than those above the table.

    A month without its year is another one than that above the table, too, and so are budgets below actual figures.
    """
    end = len(sheet.rows)
    above = banner.around(sheet, head.first, end, since=since)
    again = banner.around(sheet, row, end, since=_behind_figures(sheet, head, row))
    first, other = (known_names.hospital_of_title(one.texts[0]) if one.texts else "" for one in (above, again))
    said, others = (
        {what for text in one.texts for what in (dates.months_of(bare(text).strip("()")), caption(text))}
        for one in (above, again)
    )
    if not others <= {*said, None}:
        return False
    return not banner.contradict(above, again) and not (first and other and first != other)


def _same_head(sheet: Sheet, row: int, head: TableHead) -> bool:
    words = [bare(str(cell)) for cell in sheet.rows[row] if cell not in {"", None}]
    return all(any(word in column.words for column in head.columns) for word in words)


def is_footer(sheet: Sheet, row: int) -> bool:
    """Whether a row begins with a note or a signature."""
    first = next((cell for cell in sheet.rows[row] if cell not in {"", None}), "")
    return isinstance(first, str) and begins_footer(first)


def is_end(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether a table ends above a row: a signature, or a note below which its columns hold no more lines."""
    return is_footer(sheet, row) and not (is_note(sheet, row) and _goes_on_below(sheet, row, columns))


def is_note(sheet: Sheet, row: int) -> bool:
    """Whether a row begins with a note."""
    first = next((cell for cell in sheet.rows[row] if cell not in {"", None}), "")
    return isinstance(first, str) and begins_note(first)


def _goes_on_below(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether right below a note, and further notes, a line with a name and figures stands before any other words."""
    for below in range(row + 1, len(sheet.rows)):
        if is_note(sheet, below):
            continue
        cells = [sheet.at(below, column) for column in columns]
        found = [figure(cell) for cell in cells]
        is_blank = all(cell in {"", None} for cell in sheet.rows[below])
        if is_blank or is_footer(sheet, below) or any(one.problem for one in found):
            return False
        if any(one.value is not None for one in found):
            return any(isinstance(cell, str) and cell.strip() for cell in sheet.rows[below][: min(columns)])
    return False


@lru_cache(maxsize=8192)
def begins_note(text: str) -> bool:
    """Whether a text is a note: what it holds stands behind the word."""
    return any(bare(text).startswith(f"{note}:") for note in vocabulary().notes)


@lru_cache(maxsize=8192)
def begins_footer(text: str) -> bool:
    """Whether a text is a note or a signature, or heads what is printed besides the table."""
    return says(text, vocabulary().footers) or begins_note(text) or supplements(text)


@lru_cache(maxsize=8192)
def supplements(text: str) -> bool:
    """Whether a text heads what a sheet prints below its table besides the table's own lines."""
    return says(text, vocabulary().supplements)


def _lines(sheet: Sheet, layout: _SideLayout, head: TableHead, last: int, extra: frozenset[str]) -> Iterator[SheetLine]:
    again = [row for row in range(head.last + 1, last) if heads.is_head(sheet, row, extra)]
    aside = {*again, *chain.from_iterable(_words_of_page(sheet, head, row) for row in again)}
    for row in range(head.last + 1, last):
        if row in aside or is_index(sheet, row) or is_note(sheet, row):
            continue
        code = sheet.text(row, layout.code).strip() if layout.code is not None else ""
        column = _label_column(sheet, row, layout, head)
        if column is not None:
            label = sheet.text(row, column).strip()
            if bare(label).lower() in vocabulary().page_sums:
                continue
            unit = sheet.text(row, layout.unit) if layout.unit is not None else ""
            yield SheetLine(row, column, label, normalised(label), bare(unit) or unit_of(label), code)
        elif code and layout.code is not None:
            yield SheetLine(row, layout.code, code, code, "", code)


def _words_of_page(sheet: Sheet, head: TableHead, row: int) -> Iterator[int]:
    """Rows between the figures of a page and the head of the next one that name hospital, period or unit once more."""
    for above in range(_behind_figures(sheet, head, row), row):
        if banner.around(sheet, above + 1, len(sheet.rows), since=above, until=above).states_any:
            yield above


def _label_column(sheet: Sheet, row: int, layout: _SideLayout, head: TableHead) -> int | None:
    """Where the name of a line stands: the first text of the row, but for the name of a group beside that of a line.

    A group has a column of its own in front of that of the labels, or a cell merged over the lines of the group.
    """
    filled = [column for column in layout.labels if sheet.text(row, column).strip()]
    if len(filled) > 1:
        labels = {column.index for column in head.of(Role.LABEL)}
        single = [column for column in filled if sheet.owner.get((row + 1, column)) != (row, column)] or filled
        filled = [column for column in single if column in labels] or single
    return filled[0] if filled else None


def with_gross(table: SheetTable, said: AbstractSet[str]) -> SheetTable:
    """The table with lines of which the net stands below by the name of the gross, and what is taken off by its own.

    应收账款, less 坏账准备, comes to 应收账款净额: the first, elsewhere the net itself, is none here. 固定资产 without
    any 累计折旧 in its table is the net. Names that are `said`, by mapping.yaml or by the form of the table, stay.
    """
    worn = {one: key for one, taken_off in vocabulary().nets.worn.items() if (key := _as_net(table, one, taken_off))}
    sides = tuple(
        replace(side, lines=_above_nets([_named(line, worn, said) for line in side.lines], said))
        for side in table.sides
    )
    return table if sides == table.sides else replace(table, sides=sides)


def _as_net(table: SheetTable, name: str, taken_off: str) -> str | None:
    """The name of the net for the bare name of what wears out, where a table takes nothing off it."""
    words = vocabulary().nets
    others = {f"{name}{words.gross}", *(f"{name}{end}" for end in words.ends)}
    is_bare = not others & table.keys and not any(key.endswith(taken_off) for key in table.keys)
    return f"{name}{words.ends[0]}" if is_bare else None


def _named(line: SheetLine, names: Mapping[str, str], said: AbstractSet[str]) -> SheetLine:
    return replace(line, key=names[line.key]) if line.key in names and line.key not in said else line


def _above_nets(lines: Sequence[SheetLine], said: AbstractSet[str]) -> tuple[SheetLine, ...]:
    words, at, found = vocabulary().nets, {line.key: number for number, line in enumerate(lines)}, [*lines]
    for number, line in enumerate(lines):
        stem = line.key.removesuffix(words.gross)
        net = next((at[name] for end in words.ends if (name := f"{stem}{end}") in at), number)
        if line.key in said or not 0 < net - number <= NEAREST_NET:
            continue
        whole = lines[net].label.strip()
        found[number] = replace(line, key=f"{stem}{words.gross}", net=whole)
        for between in (one for one in range(number + 1, net) if lines[one].key in words.taken_off):
            found[between] = replace(lines[between], key=f"{stem}{lines[between].key}", net=whole)
    return tuple(found)


def is_index(sheet: Sheet, row: int) -> bool:
    """Whether a row numbers the columns: 1 2 3 …."""
    numbers = [cell for cell in sheet.rows[row] if cell not in {"", None} and not isinstance(cell, str)]
    texts = [cell for cell in sheet.rows[row] if isinstance(cell, str) and cell.strip()]
    if len(numbers) < MIN_INDEX or any(text.strip() not in vocabulary().heads.line for text in texts):
        return False
    figures = [number for number in numbers if isinstance(number, int | float)]
    return len(figures) == len(numbers) and all(figures[0] + index == number for index, number in enumerate(figures))


def numbers_columns(sheet: Sheet, row: int) -> bool:
    """Whether a row has words, and none but those of rows that number the columns, so that its numbers decide."""
    texts = [cell.strip() for cell in sheet.rows[row] if isinstance(cell, str) and cell.strip()]
    return bool(texts) and all(text in vocabulary().heads.line for text in texts)


def figures_in(sheet: Sheet, head: TableHead, last: int, *roles: Role) -> tuple[HeadColumn, ...]:
    """The columns of some roles, and with figures below their heads."""
    return tuple(column for column in head.of(*roles) if label_columns.has_figures(sheet, column, head.last + 1, last))


@lru_cache(maxsize=4096)
def marked(text: str, marks: tuple[str, ...]) -> bool:
    """Whether one of the marks occurs in a text."""
    folded = bare(text)
    return any(mark in folded for mark in marks)
