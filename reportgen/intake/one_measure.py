"""Tables of one measure, which their title names: departments down, months across, the total of the hospital below.

“Discharges by ward, 2025” has no line of its own name. Its total is the hospital's figure where every column proves
that it is the sum of the departments; then it is read under the name of the measure (I155). So are months down below
such a title, in columns of years or a single one that names no item itself (I159).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from reportgen.intake import dates, head_years, summed, units
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.figures import Cell, CellValue, comes_to, figure
from reportgen.intake.head_words import ASIDE, MONEY, Role, role_of
from reportgen.intake.labels import bare, counts, normalised, says_ratio
from reportgen.intake.rows_of_heads import HeadOfRows
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.definitions import Kind
from reportgen.model.period import PeriodKind

RULE: Final = "I155"
SEARCHED: Final = 10
NO_WORDS: Final = re.compile(r"[\W\d_]+")
SHORTEST: Final = 4
"""Letters of a name that a title may hold by itself."""
FEWEST: Final = 2
"""Columns of figures."""


def of_title(sheet: Sheet, context: ReadingContext, gathered: FoundValues) -> Sheet | None:
    """The sheet with its total under the name of the measure and without the departments; None of any other sheet."""
    words = {*vocabulary().tidy.department}
    heads = (
        (row, column)
        for row in range(min(SEARCHED, len(sheet.rows)))
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
    summed_up = summed.row_of_total(sheet, row, name, columns) if is_one else None
    if summed_up is None:
        return None
    total, _ = summed_up
    filled = [each for each in range(row + 1, len(sheet.rows)) if sheet.text(each, name).strip() and each != total]
    parts = [each for each in filled if not bare(sheet.text(each, name)).lower().endswith(vocabulary().total_rows)]
    if not all(comes_to(whole, cells) for whole, *cells in _figures(sheet, (total, *parts), columns)):
        return None
    gathered.find(RULE, sheet.place(total, name), name=measure, count=len(parts))
    blank = dict.fromkeys((each, column) for each in filled for column in range(sheet.width))
    return sheet.replaced({**blank, (total, name): measure})


def over_rows(sheet: Sheet, row: int, context: ReadingContext) -> tuple[HeadOfRows, str] | None:
    """The head of rows of periods whose columns, named after years, amounts or a proved total, hold what a title says.

    With the name of the measure; None of any other row.
    """
    known = vocabulary().tidy
    heads = {column: text for column in range(sheet.width) if (text := sheet.text(row, column).strip())}
    first, *others = heads.items() if len(heads) > 1 else ((-1, ""),)
    if bare(first[1]).lower() not in {*known.months, *known.quarters, *known.period} or not others or not row:
        return None
    figures = [(column, text) for column, text in others if role_of(text) not in ASIDE]
    total, parts = summed.of_columns(sheet, row, figures) or (None, ())
    named = {column: _amount(text) for column, text in figures if column not in parts and column != total}
    years = {column: year for column, text in figures if (year := _year(sheet.at(row, column)))}
    is_one = set(named) == set(years) or (not years and len(named) == 1 and None not in named.values())
    measure = _measure(sheet, row, context) if (total is not None and not named) or (named and is_one) else ""
    if not measure:
        return None
    units_ = {**dict.fromkeys(years, ""), **{column: unit for column, unit in named.items() if column not in years}}
    units_ |= {total: ""} if total is not None else {}
    texts = [f"{measure}{units_[at]}" if at in units_ else "" if at in parts else sheet.text(row, at)
             for at in range(sheet.width)]  # fmt: skip
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
    stated = dates.stated(head_years.said(cell))
    return stated.period.year if stated and stated.period.kind is PeriodKind.YEAR else None


def _figures(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> Iterator[list[CellValue]]:
    return ([figure(sheet.at(row, column)) for row in rows] for column in columns)


def _measure(sheet: Sheet, head: int, context: ReadingContext) -> str:
    """The one name of what adds up that the words above a table, or else the name of its sheet, hold; "" if not one.

    Words beside it that may say which part of it is meant leave it open: of day surgery, of the insured.
    """
    above = [sheet.text(row, column) for row in range(head) for column in range(sheet.width)]
    for texts in (above, [sheet.name or ""]):
        if found := {(name, text) for text in texts if text.strip() for name in _named(text, context)}:
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


def _named(text: str, context: ReadingContext) -> Iterator[str]:
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
