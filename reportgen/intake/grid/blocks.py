"""Rows within a table that head the rows below them: of another hospital or period, of budgets, of a department.

Each block under such a row becomes a sheet of its own below the head of the table, so that it says of itself whose its
figures are, and when; every cell keeps its place. Those of a department are none of the hospital, and are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.grid import banner, beside, head_rows, heads, tables
from reportgen.intake.grid.head_words import CAPTIONS, MONEY, Role, caption, role_of
from reportgen.intake.grid.heads import TableHead
from reportgen.intake.grid.in_turn import (
    ComposedRow,
    SplitSheet,
    composed,
    in_turn,
    is_figure,
    money_of,
    with_mark,
    without_number,
)
from reportgen.intake.periods import dates
from reportgen.intake.words import known_names
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import bare
from reportgen.intake.words.units import factor_in
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Position, Sheet
from reportgen.model.finding import Finding

OF_DEPARTMENT, OF_NO_COLUMN = "I168", "I169"
MOST: Final = 200_000
"""Cells of a sheet that may hold such blocks; larger ones are tables of many."""
LONGEST: Final = 40
"""Characters of a row that heads others."""
FEWEST: Final = 2
"""Hospitals of a table with blocks of several."""
REPEATED: Final = 1.3
"""How many times over words in front of figures stand where several figures of each line follow each other."""


class HeadingKind(StrEnum):
    """Of what the rows below a row are."""

    HOSPITAL = "hospital"
    PERIOD = "period"
    CAPTION = "caption"
    UNIT = "unit"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class BlockHeading:
    """A row that heads those below it: where its words stand, and what they say."""

    row: int
    column: int
    kind: HeadingKind
    text: str


@dataclass(frozen=True)
class _Block:
    """Some rows, from the first up to but not with the last, and the headings that hold for them, by kind."""

    headings: Mapping[HeadingKind, BlockHeading]
    first: int
    last: int


def split(sheet: Sheet, catalog: Catalog, extra: frozenset[str], year_end: int) -> SplitSheet | None:
    """A sheet cut into statements beside each other, or into blocks below each other; None of any other."""
    if len(cut := beside.parts(sheet, catalog)) > 1:
        return SplitSheet(cut)
    if len(sheet.rows) * sheet.width > MOST or not _may_be_split(sheet):
        return None
    if (head := heads.find(sheet, 0, extra)) is None:
        return None
    if twins := beside.twins(sheet, head):
        return SplitSheet(twins)
    known = known_names.names_under(catalog, is_free=True)
    return in_turn(sheet, head, known) or _in_blocks(_with_heading_rows(sheet, head), head, extra, year_end)


def _with_heading_rows(sheet: Sheet, head: TableHead) -> Sheet:
    """A sheet, what a column in front of the names says of several rows each, merged over them, in rows above them."""
    for column in range(min(money_of(head), default=0) - 1):
        rows = range(head.last + 1, len(sheet.rows))
        begun = {row: text for row in rows if (text := sheet.text(row, column).strip())}
        kinds = {_kind(text) for text in begun.values()}
        lines = [row for row in rows if _is_line(sheet, row)]
        is_of_several = len(begun) * FEWEST <= len(lines) and lines and min(begun, default=len(sheet.rows)) <= lines[0]
        if not is_of_several or len(kinds) != 1 or None in kinds:
            continue
        made = [ComposedRow(row, row) for row in range(head.last + 1)]
        said: dict[Position, Cell] = {(row, column): "" for row in range(head.first, head.last + 1)}
        for row in rows:
            if row in begun:
                said |= {(len(made), at): begun[row] if at == column else "" for at in range(sheet.width)}
                made.append(ComposedRow(row, row))
            said[len(made), column] = ""
            made.append(ComposedRow(row, row))
        return composed(sheet, made, said)
    return sheet


def _may_be_split(sheet: Sheet) -> bool:
    """Whether words stand alone in a row that may head others, or stand again within a row or below each other."""
    texts = [[cell for cell in row if isinstance(cell, str) and cell] for row in sheet.rows]
    if any(len({*row}) < len(row) for row in texts[: heads.SEARCHED]):
        return True
    if any(len(row) == 1 and len(row[0]) <= LONGEST and _kind(row[0]) for row in texts):
        return True
    if any(not row and any(map(_date, cells)) for row, cells in zip(texts, sheet.rows, strict=True)):
        return True
    if any(bottom > top and _kind(sheet.text(top, left).strip()) for top, left, bottom, _ in sheet.merged):
        return True
    first = [text for row in texts for text in row[:FEWEST]]
    return len({*first}) * REPEATED < len(first)


def _in_blocks(sheet: Sheet, head: TableHead, extra: frozenset[str], year_end: int) -> SplitSheet | None:
    found = [one for row in range(head.last + 1, len(sheet.rows)) if (one := _heading(sheet, row, head))]
    if not found or not _has_figures(sheet, range(found[-1].row, len(sheet.rows)), head):
        return None
    told = list[Finding]()
    found = _telling(sheet, head, found)
    whose = banner.around(sheet, head.first, len(sheet.rows)).entity
    is_whose = bool(whose) and all(one.text != whose for one in found)
    blocks = [one for one in _blocks(sheet, head, found, is_whose=is_whose) if _has_lines(sheet, one, head)]
    if not any(one.headings for one in blocks):
        return None
    owned = [any(heads.is_head(sheet, row, extra) for row in range(one.first, one.last)) for one in blocks]
    if any(own and not {*one.headings} & WITH_HEADS for one, own in zip(blocks, owned, strict=True) if one.headings):
        return None
    cut = list[Sheet]()
    for block, own in zip(blocks, owned, strict=True):
        if rule := _rule(block, head):
            told.append(_told(rule, sheet, block, head))
        elif own and block.headings:
            cut.append(_alone(sheet, block))
        else:
            cut.append(_below_head(sheet, head, block, found, year_end))
    return SplitSheet(cut, told)


WITH_HEADS: Final = frozenset({HeadingKind.HOSPITAL, HeadingKind.DEPARTMENT})
"""Headings below which a head may stand once more; periods above one of its own are its words."""


def _rule(block: _Block, head: TableHead) -> str:
    """The rule by which a block is not read, "" where it is."""
    if HeadingKind.DEPARTMENT in block.headings:
        return OF_DEPARTMENT
    return OF_NO_COLUMN if HeadingKind.PERIOD in block.headings and _are_dated(head) else ""


def _told(rule: str, sheet: Sheet, block: _Block, head: TableHead) -> Finding:
    kind = HeadingKind.DEPARTMENT if rule == OF_DEPARTMENT else HeadingKind.PERIOD
    heading, columns = block.headings[kind], money_of(head)
    count = sum(is_figure(sheet, row, at) for row in range(block.first, block.last) for at in columns)
    return Finding(rule, sheet.place(heading.row, heading.column), {"text": heading.text, "count": count})


def _has_figures(sheet: Sheet, rows: Iterable[int], head: TableHead) -> bool:
    columns = money_of(head)
    return any(is_figure(sheet, row, column) for row in rows for column in columns)


def _has_lines(sheet: Sheet, block: _Block, head: TableHead) -> bool:
    """Whether names that are no periods stand beside the figures of a block."""
    columns, named = money_of(head), list[str]()
    for row in range(block.first, block.last):
        if any(is_figure(sheet, row, column) for column in columns):
            named.append(next((cell for cell in sheet.rows[row] if isinstance(cell, str) and cell.strip()), ""))
    lines = [one for one in named if one and role_of(one) is not Role.PERIOD and not dates.months_of(one)]
    return bool(lines) and len(lines) * 2 > len(named)


def _heading(sheet: Sheet, row: int, head: TableHead) -> BlockHeading | None:
    """What a row says that holds nothing but words in front of the figures; None of any other row."""
    filled = [(at, cell) for at, cell in enumerate(sheet.rows[row]) if cell is not None and cell != ""]
    if len(filled) != 1 or filled[0][0] >= min(money_of(head), default=0):
        return None
    column, cell = filled[0]
    if any(spot[0] == row for spot in (*sheet.uncached, *sheet.errors)):
        return None
    text = cell.strip() if isinstance(cell, str) else _date(cell)
    kind = _kind(text) if 0 < len(text) <= LONGEST else None
    return BlockHeading(row, column, kind, without_number(text)) if kind else None


def _date(cell: Cell) -> str:
    """A date, or a number that is a year, in words; "" of any other number."""
    if head_rows.is_year(cell):
        return f"{cell:.0f}"
    stated = dates.stated(cell)
    return str(stated.period) if stated else ""


@lru_cache(maxsize=8192)
def _kind(text: str) -> HeadingKind | None:
    plain = without_number(text)
    if not plain:
        return None
    if known_names.names_department(plain):
        return HeadingKind.DEPARTMENT
    if role_of(plain) is Role.PERIOD:
        return HeadingKind.PERIOD
    if head_rows.says_unit(text) or (factor_in(text) is not None and _begins_unit(plain)):
        return HeadingKind.UNIT
    if caption(plain):
        return HeadingKind.CAPTION
    return HeadingKind.HOSPITAL if known_names.names_hospital(plain) or known_names.adds_up(plain) else None


def _begins_unit(text: str) -> bool:
    """Whether a text is a line of the unit: 单位：万元, 以下单位为万元."""
    folded, words = bare(text).lower(), vocabulary()
    return any(mark in folded.partition(":")[0] for mark in words.unit_marks)


def _telling(sheet: Sheet, head: TableHead, found: Sequence[BlockHeading]) -> list[BlockHeading]:
    """Headings without those that say nothing of their own.

    One hospital alone, and its sum, is the one of the table; a period that a column names heads no rows; captions do
    not beside columns of the same.
    """
    stated = {one.stated for one in head.columns if one.stated}
    above = banner.around(sheet, head.first, len(sheet.rows))
    own = [above.entity or _bare_name(sheet, head)] if _begins_before(sheet, head, found) else []
    hospitals = {one.text for one in found if one.kind is HeadingKind.HOSPITAL and not known_names.adds_up(one.text)}
    are_several = len({*filter(None, own), *hospitals}) >= FEWEST and not any(
        head.columns[at].role is Role.ENTITY for at in money_of(head)
    )
    departments = any(one.kind is HeadingKind.DEPARTMENT for one in found)
    captions = not any(one.role in CAPTIONS for one in head.columns)
    kept = {
        HeadingKind.HOSPITAL: are_several or departments,
        HeadingKind.PERIOD: True,
        HeadingKind.CAPTION: captions,
        HeadingKind.UNIT: True,
        HeadingKind.DEPARTMENT: True,
    }
    return [
        one
        for one in found
        if kept[one.kind] and not (one.kind is HeadingKind.PERIOD and stated and _is_named(one.text, head))
    ]


def _bare_name(sheet: Sheet, head: TableHead) -> str:
    """The name of a hospital that stands alone in a cell above a head, "" where none does."""
    texts = (cell.strip() for row in sheet.rows[: head.first] for cell in row if isinstance(cell, str))
    return next((text for text in texts if _kind(text) is HeadingKind.HOSPITAL), "")


def _begins_before(sheet: Sheet, head: TableHead, found: Sequence[BlockHeading]) -> bool:
    return _has_figures(sheet, range(head.last + 1, found[0].row), head)


def _is_named(text: str, head: TableHead) -> bool:
    """Whether the head of a column names the year of a text, or the text names none."""
    said = dates.named(text)
    years = {one.stated.period.year for one in head.columns if one.stated}
    return said is None or said.period.year in years


def _are_dated(head: TableHead) -> bool:
    return any(one.stated for one in head.columns if one.role in MONEY)


def _blocks(sheet: Sheet, head: TableHead, found: Sequence[BlockHeading], *, is_whose: bool) -> Iterator[_Block]:
    """The rows below each heading, with those above it that still hold: of two kinds the one that comes first is wider.

    What ends a department, or adds up all of them, is of the hospital again, and so is the sum of the campuses of one
    that is named above the table.
    """
    order = list(dict.fromkeys(one.kind for one in found))
    held = dict[HeadingKind, BlockHeading]()
    ends = [*(one.row for one in found), len(sheet.rows)]
    yield _Block({}, head.last + 1, ends[0])
    are_hospitals = any(one.kind is HeadingKind.HOSPITAL and not known_names.adds_up(one.text) for one in found)
    for one, end in zip(found, ends[1:], strict=True):
        if one.kind is not HeadingKind.UNIT:  # which holds, whosever figures follow
            rank = order.index(one.kind)
            held = {kind: it for kind, it in held.items() if kind is HeadingKind.UNIT or order.index(kind) < rank}
            held.pop(HeadingKind.DEPARTMENT, None)
        is_sum = one.kind is HeadingKind.HOSPITAL and known_names.adds_up(one.text) and (is_whose or not are_hospitals)
        held |= {} if is_sum else {one.kind: one}
        yield _Block(dict(held), one.row + 1, end)


def _alone(sheet: Sheet, block: _Block) -> Sheet:
    """A block with a head of its own, and the words between the figures above and its heading, which are its title."""
    heading = max(block.headings.values(), key=lambda one: one.row)
    first = heading.row
    while first > 0 and not tables.is_footer(sheet, first - 1) and not _is_line(sheet, first - 1):
        first -= 1
    return _of_rows(sheet, range(first, block.last), _said(block, 0, 0))


def _is_line(sheet: Sheet, row: int) -> bool:
    return any(is_figure(sheet, row, column) for column in range(sheet.width))


def _below_head(sheet: Sheet, head: TableHead, block: _Block, found: Sequence[BlockHeading], year_end: int) -> Sheet:
    """A block below the title and the head of the table, its own headings between them."""
    above = banner.around(sheet, head.first, len(sheet.rows)).stated
    headings = sorted(block.headings.values(), key=lambda one: one.row)
    rows = [
        *range(head.first),
        *(one.row for one in headings),
        *range(head.first, head.last + 1),
        *range(block.first, block.last),
    ]
    said = _said(block, above.period.year if above else 0, year_end)
    are_hospitals = any(one.kind is HeadingKind.HOSPITAL for one in found)
    for row in range(head.first):
        for column, cell in enumerate(sheet.rows[row]):
            text = cell.strip() if isinstance(cell, str) else ""
            if HeadingKind.PERIOD in block.headings and cell not in {"", None} and dates.stated(cell):
                said[row, column] = _without_period(text)
            elif _is_replaced(text, block):
                said[row, column] = ""
            elif are_hospitals and not block.headings and text and _kind(text) is HeadingKind.HOSPITAL:
                said[row, column] = with_mark(text)
    return _of_rows(sheet, rows, said)


def _is_replaced(text: str, block: _Block) -> bool:
    """Whether words above a table name a hospital or a unit of which its headings name another one."""
    is_named = bool(banner.entity_in(text)) or _kind(text) in WITH_HEADS
    is_unit = bool(text) and factor_in(text) is not None and not dates.stated(text)
    return (HeadingKind.HOSPITAL in block.headings and is_named) or (HeadingKind.UNIT in block.headings and is_unit)


def _said(block: _Block, year: int, year_end: int) -> dict[Position, Cell]:
    """The cells of headings as the words above a table say the same: of a hospital behind the word for it."""
    said = dict[Position, Cell]()
    for one in block.headings.values():
        if one.kind is HeadingKind.HOSPITAL:
            said[one.row, one.column] = with_mark(one.text)
        elif one.kind is HeadingKind.PERIOD:
            said[one.row, one.column] = _dated(one.text, year, year_end)
    return said


def _dated(text: str, year: int, year_end: int) -> str:
    """A period with its year, which is that of the table where it names none."""
    if dates.stated(text) or not year:
        return text
    if quarter := dates.quarter_of(text):
        return f"{year}-Q{quarter}"
    first, month = dates.months_of(text) or (0, 0)
    return f"{year - (month > year_end)}-{month:02}" if month and first == month else text


def _without_period(text: str) -> str:
    """A title without the period in it, "" where nothing else is left that says no period."""
    words = vocabulary()
    behind = "|".join((words.year, words.month, words.day, *words.year_suffixes))
    rest = re.sub(rf"(?:{words.up_to}|[-/.~\s\d]|{behind})*(?:19|20)\d\d(?:[-/.~\s\d]|{behind})*", "", text)
    return "" if dates.stated(rest) else rest


def _of_rows(sheet: Sheet, rows: Sequence[int], said: Mapping[Position, Cell]) -> Sheet:
    """Some rows of a sheet as a sheet, with other words in some cells."""
    others = {
        (number, at): cell for number, row in enumerate(rows) for (where, at), cell in said.items() if where == row
    }
    return composed(sheet, [ComposedRow(row, row) for row in rows], others)
