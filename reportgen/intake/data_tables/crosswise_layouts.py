"""Which column of a table with a row for each hospital or period is what: hospitals, periods, and the items.

Tables of one measure, which their title names: departments down, months across, the total of the hospital below.

“Discharges by ward, 2025” has no line of its own name. Its total is the hospital's figure where every column proves
that it is the sum of the departments; then it is read under the name of the measure (I155). So are months down below
such a title, in columns of years or a single one that names no item itself (I159).

Tables with a row for each day, which is no period of a report: they are told (I156) and not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.intake.columns import column_periods
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import banner, head_columns, head_rows
from reportgen.intake.grid.head_rows import HeadOfRows, heads_at
from reportgen.intake.grid.head_words import ASIDE, MONEY, Role, known_heads, role_of
from reportgen.intake.grid.tables import SheetLine
from reportgen.intake.periods import dates
from reportgen.intake.periods.dates import Stated
from reportgen.intake.statements import lists
from reportgen.intake.words import units
from reportgen.intake.words.figures import Cell, CellValue, comes_to, figure
from reportgen.intake.words.labels import bare, counts, normalised, says_ratio, unit_of
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.definitions import Kind
from reportgen.model.period import Period, PeriodKind

SEARCHED: Final = 20
LEAST: Final = 2
"""Columns of a table at least, where all of them are items; of a single one the rows have to be periods."""
LEAST_ITEMS: Final = 3
LEAST_SHARE: Final = 0.5
FEWEST: Final = 2
"""Rows of periods that tell that a table of one item has such rows."""


@dataclass(frozen=True)
class CrosswiseLayout:
    """The head's first and last row, its key columns, and the names of the other columns with their roles, all from 0.

    `period` is None where the words above the table tell it for all rows. Where its head says that it names months or
    quarters, `kind` is which, and `year` may be a column of its own. `worked_out` are heads of shares and changes,
    `years` those of columns that are of years of their own, `total` the row of the hospital beside its departments
    and `parts` how many these are. `measure` is what the title says that all columns hold. `part` is what the words
    around the table tell of the newest year in its rows, where that is not all of it.
    """

    first: int
    row: int
    period: int | None
    year: int | None
    kind: PeriodKind | None
    entity: int | None
    code: int | None
    department: int | None
    view: int | None
    names: dict[int, tuple[SheetLine, Role | None]]
    worked_out: dict[int, str]
    years: dict[int, int]
    total: int | None = None
    parts: int = 0
    measure: str = ""
    part: Stated | None = None


def layout(sheet: Sheet, context: ReadingContext) -> CrosswiseLayout | None:
    """The columns of such a table, or None where the sheet is none."""
    rows = range(min(SEARCHED, len(sheet.rows)))
    for row in rows:
        for heads in heads_at(sheet, row):
            found = _layout(sheet, heads, context)
            if found is not None and _is_known(sheet, found, context):
                return found
    for row in rows:
        measured = head_of_measure(sheet, row, context)
        found = _layout(sheet, measured[0], context) if measured else None
        if measured and found is not None and _is_known(sheet, found, context):
            return replace(found, measure=measured[1])
    return None


def _is_known(sheet: Sheet, found: CrosswiseLayout, context: ReadingContext) -> bool:
    """Whether so many of the columns are items that the table is one of them: a single one where rows are periods."""
    lines = [line for line, _ in found.names.values() if line.key not in context.computed]
    known = sum(bool(lists.item_of(line, context)) for line in lines)
    if known == len(lines) and (found.period is not None or found.total is not None):
        return known >= LEAST or (known == 1 and _names_periods(sheet, found))
    return len(found.names) >= LEAST and known >= max(LEAST_ITEMS, LEAST_SHARE * len(found.names))


def _names_periods(sheet: Sheet, found: CrosswiseLayout) -> bool:
    """Whether the rows with a figure in the one column of items name periods, but for those of a total."""
    if found.period is None:
        return False
    filled = [
        row
        for row in range(found.row + 1, len(sheet.rows))
        if all(figure(sheet.at(row, column)).value is not None for column in found.names)
    ]
    cells = [sheet.at(row, found.period) for row in filled]
    named = [cell for cell in cells if not isinstance(cell, str) or dates.months_of(cell) or dates.stated(cell)]
    return len(named) >= FEWEST and len(named) >= len(cells) - 1


def _layout(sheet: Sheet, head: HeadOfRows, context: ReadingContext) -> CrosswiseLayout | None:
    heads = [bare(text).lower() for text in head.texts]
    words = vocabulary().tidy

    def of(*names: str) -> int | None:
        return next((heads.index(name) for name in names if name in heads), None)

    year, months, quarters = of(*words.years), of(*words.months), of(*words.quarters)
    kind = None if quarters is None else PeriodKind.QUARTER
    kind = kind if months is None else PeriodKind.MONTH
    part = quarters if months is None else months
    year = None if part is None else year
    whose = (*words.entity, *words.entity_code)
    period = part if year is not None else of(*words.period)
    entity, department = of(*whose, *words.entity_or_unit), of(*words.department)
    if period is None and (of(*whose, *words.department) is None or not _is_dated(sheet, head)):
        return None
    keys = {period, year, department, entity, of(*words.view), *map(of, whose)}
    is_of_parts = period is None and of(*whose) is None
    others = {
        column: _heads_named(head, column)
        for column, name in enumerate(heads)
        if name and column not in keys and role_of(name) in {Role.OTHER, Role.TOTAL, Role.ENTITY, Role.LABEL}
    }
    apart = {
        column: head.texts[column].strip() for column, name in enumerate(heads) if role_of(name) is Role.WORKED_OUT
    }
    added = tuple(at for at, (line, _) in others.items() if not lists.is_mean(line, context))
    total, parts = (head_columns.row_of_total(sheet, head.last, department or 0, added) if is_of_parts else None) or (
        None,
        [],
    )
    if is_of_parts and total is None:
        return None
    return CrosswiseLayout(
        head.first,
        head.last,
        period,
        year,
        kind,
        None if is_of_parts else entity,
        of(*words.entity_code),
        department,
        of(*words.view),
        others,
        apart,
        {at: year for at, year in enumerate(head.years) if year is not None and at in others},
        total,
        len(parts),
    )


def _is_dated(sheet: Sheet, head: HeadOfRows) -> bool:
    """Whether the words above a table tell one period, for which its rows may stand."""
    around = banner.around(sheet, head.first, len(sheet.rows))
    return around.stated is not None and not around.stated.is_odd and not around.others


def _heads_named(above: HeadOfRows, column: int) -> tuple[SheetLine, Role | None]:
    """The name of an item, without the words behind it that tell which figure of the item stands below."""
    row, label = above.last, above.texts[column].strip()
    key = normalised(label)
    for head, role in _tails():
        stem = key.removesuffix(f"({head})").removesuffix(head).rstrip("-_")
        if stem and stem != key and len(head) > 1:
            return SheetLine(row, column, label, stem, unit_of(label)), role
    return SheetLine(row, column, label, key, unit_of(label)), None


@lru_cache(maxsize=1)
def _tails() -> tuple[tuple[str, Role], ...]:
    """Words behind an item that tell which figure of it is meant, the longest first: “to date” ends “year to date”."""
    known = ((head, role) for role, heads in known_heads().items() if role in column_periods.VIEWS for head in heads)
    return tuple(sorted(known, key=lambda one: (-len(one[0]), *one)))


MEASURE_READ: Final = "I155"
TITLE_ROWS: Final = 10
NO_WORDS: Final = re.compile(r"[\W\d_]+")
SHORTEST: Final = 4
"""Letters of a name that a title may hold by itself."""


def measured_by_title(sheet: Sheet, context: ReadingContext, gathered: FoundValues) -> Sheet | None:
    """The sheet with its total under the name of the measure and without the departments; None of any other sheet."""
    words = {*vocabulary().tidy.department}
    heads = (
        (row, column)
        for row in range(min(TITLE_ROWS, len(sheet.rows)))
        for column in range(sheet.width)
        if bare(sheet.text(row, column)).lower() in words
    )
    at = next(heads, None)
    if at is None or not at[0]:
        return None
    (row, name), measure = at, _measure(sheet, at[0], context)
    roles = {column: role_of(sheet.text(row, column)) for column in range(name + 1, sheet.width)}
    columns = tuple(column for column, role in roles.items() if role in (MONEY - {Role.ENTITY}) | {Role.TOTAL})
    others = [column for column, role in roles.items() if column not in columns and role not in {Role.NOTHING, *ASIDE}]
    is_one = measure and len(columns) >= FEWEST and not others
    summed_up = head_columns.row_of_total(sheet, row, name, columns) if is_one else None
    if summed_up is None:
        return None
    total, _ = summed_up
    filled = [each for each in range(row + 1, len(sheet.rows)) if sheet.text(each, name).strip() and each != total]
    parts = [each for each in filled if not bare(sheet.text(each, name)).lower().endswith(vocabulary().total_rows)]
    if not all(comes_to(whole, cells) for whole, *cells in _figures(sheet, (total, *parts), columns)):
        return None
    gathered.find(MEASURE_READ, sheet.place(total, name), name=measure, count=len(parts))
    blank = dict.fromkeys((each, column) for each in filled for column in range(sheet.width))
    return sheet.replaced({**blank, (total, name): measure})


def head_of_measure(sheet: Sheet, row: int, context: ReadingContext) -> tuple[HeadOfRows, str] | None:
    """The head of rows of periods whose columns, named after years, amounts or a proved total, hold what a title says.

    With the name of the measure; None of any other row.
    """
    known = vocabulary().tidy
    heads = {column: text for column in range(sheet.width) if (text := sheet.text(row, column).strip())}
    first, *others = heads.items() if len(heads) > 1 else ((-1, ""),)
    if bare(first[1]).lower() not in {*known.months, *known.quarters, *known.period} or not others or not row:
        return None
    figures = [(column, text) for column, text in others if role_of(text) not in ASIDE]
    total, parts = head_columns.total_of(sheet, row, figures) or (None, ())
    named = {column: _amount(text) for column, text in figures if column not in parts and column != total}
    years = {column: year for column, text in figures if (year := _year(sheet.at(row, column)))}
    is_one = set(named) == set(years) or (not years and len(named) == 1 and None not in named.values())
    measure = _measure(sheet, row, context) if (total is not None and not named) or (named and is_one) else ""
    if not measure:
        return None
    units_ = {**dict.fromkeys(years, ""), **{column: unit for column, unit in named.items() if column not in years}}
    units_ |= {total: ""} if total is not None else {}
    texts = [
        f"{measure}{units_[at]}" if at in units_ else "" if at in parts else sheet.text(row, at)
        for at in range(sheet.width)
    ]
    return HeadOfRows(row, row, tuple(texts), tuple(years.get(column) for column in range(sheet.width))), measure


def _amount(head: str) -> str | None:
    """The unit, in brackets or "", of a head that says no more than that amounts or so many stand below; else None."""
    folded = bare(head)
    front, bracket, unit = folded.partition("(")
    if bare(front).lower() in counts():
        return f"({front})"
    is_count = bare(front).lower() in vocabulary().count_heads
    is_amount = is_count or role_of(front) in {Role.CURRENT, Role.TOTAL, Role.ACTUAL}
    return f"{bracket}{unit}" if is_amount else None


def _year(cell: Cell) -> int | None:
    stated = dates.stated(head_rows.said(cell))
    return stated.period.year if stated and stated.period.kind is PeriodKind.YEAR else None


def _figures(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> Iterator[list[CellValue]]:
    return ([figure(sheet.at(row, column)) for row in rows] for column in columns)


def _measure(sheet: Sheet, head: int, context: ReadingContext) -> str:
    """The one name of what adds up that the words above a table, or else the name of its sheet, hold; "" if not one.

    Words beside it that may say which part of it is meant leave it open: of day surgery, of the insured.
    """
    above = [sheet.text(row, column) for row in range(head) for column in range(sheet.width)]
    for texts in (above, [sheet.name or ""]):
        if found := {(name, text) for text in texts if text.strip() for name in _measures_named(text, context)}:
            (name, text), *others = sorted(found)
            return name if not others and _says_no_more(normalised(text), name) else ""
    return ""


def _says_no_more(title: str, name: str) -> bool:
    """Whether a title says nothing of a measure but whose it is, when, and that departments stand below."""
    plain = title.removesuffix(title[title.rfind("(") :]) if units.factor_behind(title) is not None else title
    rest = NO_WORDS.sub("", _hospital().sub("", plain).replace(name, " ", 1))
    return _beside().fullmatch(rest) is not None


@lru_cache(maxsize=1)
def _beside() -> re.Pattern[str]:
    known = sorted(vocabulary().titles_of_parts, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(known)})*")


@lru_cache(maxsize=1)
def _hospital() -> re.Pattern[str]:
    """The name of a hospital in front of a title."""
    return re.compile(rf"^.*(?:{'|'.join(one for one in vocabulary().hospital_endings if not one.isascii())})")


def _measures_named(text: str, context: ReadingContext) -> Iterator[str]:
    """The names in a title that are no parts of others there; none of a title that speaks of shares or means."""
    words, items, title = vocabulary(), context.catalog.items, normalised(text)
    aside = (*words.worked_out_heads.within, *(one for one in words.worked_out_heads.of_changes if not one.isascii()))
    if says_ratio(title) or any(word in title for word in aside):
        return
    held = [name for name in context.spellings if len(name) >= SHORTEST and name in title]
    for name in held:
        meant = [items[one] for one in context.spellings[name] if one in items]
        is_scaled = any(word in bare(text) for word in words.multiples) and any(one.unit != "money" for one in meant)
        if any(name != other and name in other for other in held) or is_scaled:
            continue
        if len(meant) == 1 and meant[0].kind in {Kind.FLOW, Kind.COUNT}:
            yield name


DAILY: Final = "I156"


def tells_daily_rows(sheet: Sheet, head: int, column: int | None, gathered: FoundValues) -> bool:
    """Whether rows below a head are of several days of one month by a column; this is told."""
    days: dict[Period, dict[int, int]] = defaultdict(dict)
    for row in range(head + 1, len(sheet.rows)) if column is not None else ():
        stated = lists.stated_of(sheet.at(row, column or 0))
        if stated is not None and stated.day is not None:
            days[stated.period].setdefault(stated.day, row)
    rows = next((found for found in days.values() if len(found) > 1), None)
    if rows is None:
        return False
    gathered.find(DAILY, sheet.place(min(rows.values()), column or 0), count=sum(map(len, days.values())))
    return True
