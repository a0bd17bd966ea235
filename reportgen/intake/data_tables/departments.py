"""Tables of cost by department: direct cost, full cost, and how full cost is made up.

A department is an entity of its own below its hospital; subtotals and totals are the hospital's own figures.

What the words of tables of cost by department mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from reportgen.intake import supplied
from reportgen.intake.columns import amounts, stale
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import banner
from reportgen.intake.grid.tables import is_footer
from reportgen.intake.words.labels import bare, normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Observation, View
from reportgen.model.finding import Severity

DIRECT: Final = "direct"
INDIRECT: Final = "indirect"
FULL: Final = "full"
TOTAL: Final = "total"
NUMBER: Final = re.compile(r"\(\d{1,2}\)$|=.*$")
"""The number of a column behind its name."""
LINES: Final = {"medical_business": "cost_medical_business", "administration": "cost_administration"}
RESULTS: Final = {
    "full": "cost_full_clinical",
    "income": "dept_income_total",
    "margin": "dept_margin_total",
    "per_bed_day": "cost_per_bed_day",
    "per_visit": "cost_per_visit",
}
Word = tuple[str, str]
"""A cost element, and whether its direct, indirect or full cost is meant."""


@lru_cache(maxsize=4096)
def cost_element(text: str) -> str | None:
    """The cost element that a head or a line names."""
    return _named(NUMBER.sub("", bare(text)), _table("elements"))


@lru_cache(maxsize=4096)
def cost_kind(text: str) -> str | None:
    """Whether a head says direct, indirect or full cost."""
    return _named(NUMBER.sub("", bare(text)), _table("kinds"))


def cost_group(key: str) -> str:
    """The group of departments that a line opens, "" where it opens none."""
    return _named(key, _table("groups")) or ""


def cost_line(key: str, within: str) -> str | None:
    """The item of a subtotal of a group or of a line of the hospital; None for a department."""
    words = vocabulary().costs
    if key in {normalised(word) for word in words.subtotals} and within:
        return f"cost_direct_{within}"
    for name, names in words.groups.items():
        if any(key == normalised(f"{word}{end}") for word in names for end in ("", *words.subtotals)):
            return f"cost_direct_{name}"
    total = _named(key, _table("totals"))
    return LINES.get(total or "")


def is_total(key: str, *, full: bool) -> bool:
    """Whether a line is the hospital's total; below a group the word for a sum is that of the group."""
    total = _named(key, _table("totals")) == TOTAL
    return total and (full or key not in {normalised(word) for word in vocabulary().costs.subtotals})


def item(word: Word, *, full: bool, department: bool) -> str:
    """The item of an element; of full cost only the sum is known by its kind.

    The direct cost of a department is what its full cost begins with; that of the hospital is its total.
    """
    name, what = word
    if not full and name == TOTAL:
        return "cost_full_direct" if department else "cost_total"
    if not full:
        return f"cost_{name}"
    if name == TOTAL:
        return {DIRECT: "cost_full_direct", INDIRECT: "cost_full_indirect", FULL: "cost_full_clinical"}[what]
    return f"cost_full_{name}" if what == FULL else ""


@lru_cache(maxsize=4096)
def result(label: str) -> str | None:
    """The item of a line where departments stand across: an element of full cost, or what follows from it."""
    found = _named(normalised(label), _table("results"))
    if found:
        return RESULTS[found]
    name = cost_element(normalised(label))
    return f"cost_full_{name}" if name and name != TOTAL else None


def _named(key: str, table: tuple[tuple[str, frozenset[str]], ...]) -> str | None:
    return next((name for name, words in table if key in words), None)


@lru_cache(maxsize=8)
def _table(name: str) -> tuple[tuple[str, frozenset[str]], ...]:
    words = getattr(vocabulary().costs, name)
    return tuple((key, frozenset(normalised(word) for word in listed)) for key, listed in words.items())


SEARCHED: Final = 20
DEEPEST: Final = 3
LEAST_ELEMENTS: Final = 4
WIDEST: Final = 2_000
LONGEST: Final = 5_000
"""Columns and lines of the largest table of departments."""
FULL_COST: Final = "cost_full_clinical"
SHARES: Final = frozenset({"%"})


@dataclass(frozen=True)
class DepartmentLayout:
    """Where the names and the figures of a table stand, from 0.

    Attributes:
        row, last: first and last row of the head.
        names: column of the names of departments.
        words: for each column of figures what it holds.
        full: whether each element is split into direct, indirect and full cost.
        across: where departments stand side by side, the columns of their amounts; "" is the hospital.
    """

    row: int
    last: int
    names: int
    words: dict[int, Word]
    full: bool
    across: Mapping[int, str] = field(default_factory=dict)


def layout(sheet: Sheet) -> DepartmentLayout | None:
    """The columns of a table with a line or a column for each department, or None where the sheet is none."""
    if sheet.width > WIDEST or len(sheet.rows) > LONGEST:
        return None
    for row in range(min(SEARCHED, len(sheet.rows))):
        elements = {
            column: element
            for column in range(sheet.width)
            if (element := cost_element(sheet.text(row, column))) is not None
        }
        if len(set(elements.values())) >= LEAST_ELEMENTS:
            return _layout(sheet, row, elements) if _names_departments(sheet, row, min(elements)) else None
    return _across(sheet)


def _names_departments(sheet: Sheet, row: int, first: int) -> bool:
    """Whether the head names departments, and no periods, in front of the elements."""
    words = vocabulary().tidy
    said = {bare(sheet.text(row, column)).lower() for column in range(first)}
    return bool(said & {*words.department, *vocabulary().heads.label}) and not said & set(words.period)


def _across(sheet: Sheet) -> DepartmentLayout | None:
    """Elements one below the other, each department with its amount and its share beside them."""
    for names in range(min(2, sheet.width)):
        results = {row: found for row in range(len(sheet.rows)) if (found := result(sheet.text(row, names)))}
        if len(set(results.values())) >= LEAST_ELEMENTS and FULL_COST in results.values():
            row = _head(sheet, min(results), names)
            heads = {} if row is None else dict(_departments(sheet, row, min(results), names))
            return DepartmentLayout(row or 0, min(results) - 1, names, {}, full=True, across=heads) if heads else None
    return None


def _head(sheet: Sheet, first: int, names: int) -> int | None:
    """The row that names the departments: the highest above the elements whose first cell heads the names."""
    labels = set(vocabulary().heads.label)
    rows = range(max(0, first - DEEPEST), first)
    return next((row for row in rows if bare(sheet.text(row, names)).lower() in labels), None)


def _departments(sheet: Sheet, row: int, first: int, names: int) -> Iterator[tuple[int, str]]:
    """Each column of amounts and the department above it, "" for all of them together; shares are left out."""
    for column in range(names + 1, sheet.width):
        said = [bare(sheet.text(below, column)).lower() for below in range(row + 1, first)]
        above = sheet.spread(row, column)
        for left in range(column - 1, names, -1):
            above = above or (sheet.spread(row, left) if any(said) else "")
        if isinstance(above, str) and above.strip() and not any(SHARES & set(said)):
            yield column, "" if is_total(normalised(above), full=True) else above.strip()


def _layout(sheet: Sheet, row: int, elements: dict[int, str]) -> DepartmentLayout | None:
    first = min(elements)
    if first == 0:
        return None
    kinds: dict[int, str] = {}
    last = row
    for below in range(row + 1, min(row + DEEPEST, len(sheet.rows))):
        found = {
            column: kind
            for column in range(first, sheet.width)
            if (kind := cost_kind(sheet.text(below, column))) is not None
        }
        if found:
            kinds, last = found, below
    if not kinds:
        return DepartmentLayout(
            row, last, first - 1, {column: (name, DIRECT) for column, name in elements.items()}, full=False
        )
    words: dict[int, Word] = {}
    for column, kind in kinds.items():
        over = max((head for head in elements if head <= column), default=None)
        if over is not None:
            words[column] = (elements[over], kind)
    return DepartmentLayout(row, last, first - 1, words, full=True)


def read(sheet: Sheet, where: DepartmentLayout, context: ReadingContext, gathered: FoundValues) -> None:
    """Add the cost of each department and of the hospital."""
    around = banner.around(sheet, where.row, len(sheet.rows))
    factor = around.factor if around.factor is not None else context.unit_factor
    named = supplied.month_of(sheet, around) if around.stated is None else None
    stated = around.stated or named
    if stated is None or stated.is_odd:
        gathered.find("I17", sheet.whole)
        return
    if factor is None:
        gathered.find("W05", sheet.whole, Severity.ERROR, reason="@intake.no_unit")
        return
    period = stated.period.fiscal_year if stated.is_whole_year else stated.period
    if named:
        supplied.tell(gathered, sheet)
    view = View.YEAR_TO_DATE if stated.is_to_date and not stated.is_whole_year else View.PERIOD
    hospital = context.entity(around.entity, gathered)
    stale.cells(sheet, range(where.last + 1, len(sheet.rows)), gathered)
    for row, column, item, part in _cells(sheet, where):
        if item not in context.catalog.items:
            continue
        entity = context.entity(around.entity, gathered, part) if part else hospital
        found = amounts.read_figure(sheet, row, column, gathered)
        place = sheet.place(row, column)
        scale = amounts.in_base_unit(found, factor, place, gathered)
        if found.problem:
            gathered.doubt(item, entity, str(period), place)
        if found.value is not None and scale is not None:
            value = amounts.exact(found.value, scale, money=True)
            step = amounts.step_of([found], scale)
            gathered.observations.append(Observation(item, entity, str(period), view, value, "money", place, step))


def _cells(sheet: Sheet, where: DepartmentLayout) -> Iterator[tuple[int, int, str, str]]:
    """Row, column, item and department ("" for the hospital) of each cell."""
    if where.across:
        yield from _cells_across(sheet, where)
        return
    group = ""
    for row in range(where.last + 1, len(sheet.rows)):
        if is_footer(sheet, row):
            return
        label = sheet.text(row, where.names).strip() or sheet.text(row, 0).strip()
        key = normalised(label)
        if not key:
            continue
        group = cost_group(key) or group
        has_figures = any(sheet.at(row, column) not in {"", None} for column in where.words)
        if has_figures:
            for column, word in where.words.items():
                item, part = _meaning(key, label, word, group, full=where.full)
                if item:
                    yield row, column, item, part


def _cells_across(sheet: Sheet, where: DepartmentLayout) -> Iterator[tuple[int, int, str, str]]:
    for row in range(where.last + 1, len(sheet.rows)):
        if is_footer(sheet, row):
            return
        item = result(sheet.text(row, where.names))
        for column, part in where.across.items() if item else ():
            yield row, column, item or "", part


def _meaning(key: str, label: str, word: Word, group: str, *, full: bool) -> tuple[str, str]:
    """The item of a cell and the department that it belongs to."""
    if is_total(key, full=full):
        return item(word, full=full, department=False), ""
    line = cost_line(key, group)
    if line is None:
        return item(word, full=full, department=True), label
    return (line if word[0] == TOTAL and not full else ""), ""
