"""Tables with a row for each hospital and period and a column for each item, read without mapping.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reportgen.intake import alignment, amounts, banner, dates, lists, proposals, tidy
from reportgen.intake.banner import Banner
from reportgen.intake.context import Context, Gathered
from reportgen.intake.dates import Stated
from reportgen.intake.figures import Cell
from reportgen.intake.head_words import Role, known_heads, role_of
from reportgen.intake.labels import bare, normalised, unit_of
from reportgen.intake.sheets import Sheet
from reportgen.intake.tables import Line, is_footer
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.dataset import Observation, View
from reportgen.model.period import Period, PeriodKind

SEARCHED: Final = 20
LEAST_ITEMS: Final = 3
LEAST_SHARE: Final = 0.5
_Named = tuple[int, str, float]
"""A column, its item and the factor of its unit."""


@dataclass(frozen=True)
class Layout:
    """The head's row, its key columns, and the names of the other columns with their roles, all from 0."""

    row: int
    period: int
    entity: int | None
    department: int | None
    view: int | None
    names: dict[int, tuple[Line, Role | None]]


def layout(sheet: Sheet, context: Context) -> Layout | None:
    """The columns of such a table, or None where the sheet is none."""
    for row in range(min(SEARCHED, len(sheet.rows))):
        found = _layout(sheet, row)
        if found and len(found.names) >= LEAST_ITEMS:
            known = sum(bool(lists.item_of(line, context)) for line, _ in found.names.values())
            if known >= max(LEAST_ITEMS, LEAST_SHARE * len(found.names)):
                return found
    return None


def _layout(sheet: Sheet, row: int) -> Layout | None:
    heads = [bare(sheet.text(row, column)).lower() for column in range(sheet.width)]
    words = vocabulary().tidy

    def of(*names: str) -> int | None:
        return next((heads.index(name) for name in names if name in heads), None)

    period = of(*words.period)
    if period is None:
        return None
    part = of(*words.department)
    keys = {period, part, of(*words.entity, *words.entity_or_unit), of(*words.view), *map(of, words.entity)}
    entity = of(*words.entity, *words.entity_or_unit)
    others = {
        column: _named(sheet, row, column)
        for column, head in enumerate(heads)
        if head and column not in keys and role_of(head) in {Role.OTHER, Role.TOTAL, Role.ENTITY, Role.LABEL}
    }
    return Layout(row, period, entity, part, of(*words.view), others)


def _named(sheet: Sheet, row: int, column: int) -> tuple[Line, Role | None]:
    """The name of an item, without the words behind it that tell which figure of the item stands below."""
    label = sheet.text(row, column).strip()
    key = normalised(label)
    for role, heads in known_heads().items():
        for head in heads:
            stem = key.removesuffix(f"({head})").removesuffix(head).rstrip("-_")
            if stem and stem != key and len(head) > 1 and role in tidy.VIEWS:
                return Line(row, column, label, stem, unit_of(label)), role
    return Line(row, column, label, key, unit_of(label)), None


def read(sheet: Sheet, where: Layout, context: Context, gathered: Gathered) -> None:
    """Add the values of the table; names that are not known are told and proposed, once each."""
    around = banner.around(sheet, where.row, len(sheet.rows))
    factor = around.factor or context.unit_factor
    columns = tuple(
        (column, item, amounts.factor_of(item, where.names[column][0].unit, factor, context))
        for column, item in _items(sheet, where, context, gathered)
    )
    if any(found is None for _, _, found in columns):
        gathered.find("W05", sheet.whole, reason="@intake.yuan_assumed")
    known = tuple((column, item, found or 1.0) for column, item, found in columns)
    for row in range(where.row + 1, len(sheet.rows)):
        if is_footer(sheet, row):
            break
        if any(cell not in {"", None} for cell in sheet.rows[row]):
            _row(sheet, row, where, known, (context, gathered), around)


def _items(sheet: Sheet, where: Layout, context: Context, gathered: Gathered) -> Iterator[tuple[int, str]]:
    lines = [line for line, _ in where.names.values()]
    groups = lists.groups_of_lines(lines, context)
    placed = _in_order(lines, groups, context)
    for column, (line, _) in where.names.items():
        found = lists.item_of(line, context, groups)
        found = (placed[line],) if len(found) != 1 and line in placed else found
        place = sheet.place(where.row, column)
        if len(found) == 1 and found[0] in context.catalog.items:
            yield column, found[0]
        elif found:
            gathered.find("I14", place, label=line.label)
        else:
            proposals.tell(line.label, place, proposals.nearest(line.key, context), context, gathered)


def _in_order(lines: list[Line], groups: tuple[str, ...], context: Context) -> dict[Line, str]:
    """The items of names that occur twice on a form, by the names around them."""
    form = next((context.catalog.forms[group] for group in groups if group in context.catalog.forms), None)
    if form is None:
        return {}
    rows = (*form.rows, *form.right_rows)
    matched = alignment.align(lines, rows, lambda line, row: row.item is not None and normalised(row.label) == line.key)
    found = zip(lines, matched.rows, strict=True)
    return {line: rows[row].item or "" for line, row in found if row is not None}


def _stated(cell: Cell, around: Banner) -> Stated | None:
    """The period of a row, a bare month or quarter in the year printed above the table."""
    month = dates.months_of(cell) if isinstance(cell, str) and around.stated else None
    if month is None or around.stated is None or not isinstance(cell, str):
        return tidy.stated_of(cell)
    if quarter := dates.quarter_of(cell):
        return Stated(Period(around.stated.period.year, PeriodKind.QUARTER, quarter))
    since = None if month[0] == month[1] else month[0]
    return Stated(Period(around.stated.period.year, PeriodKind.MONTH, month[1]), None, since)


def _row(  # noqa: PLR0913 - a row of one table in one run
    sheet: Sheet,
    row: int,
    where: Layout,
    columns: tuple[_Named, ...],
    held: tuple[Context, Gathered],
    around: Banner,
) -> None:
    context, gathered = held
    stated = _stated(sheet.at(row, where.period), around)
    period = stated.period if stated and not stated.is_odd else None
    name, part = (tidy.text(sheet, row, column).strip() for column in (where.entity, where.department))
    if {bare(name), bare(part), bare(tidy.text(sheet, row, where.period))} & set(vocabulary().total_heads):
        return
    if period is None:
        gathered.find("I29", sheet.place(row, where.period), text=str(sheet.at(row, where.period))[:40])
        return
    entity = context.entity(name if where.entity is not None else around.entity, gathered, part)
    for column, item, factor in columns:
        unit, place = context.catalog.items[item].unit, sheet.place(row, column)
        found = amounts.read_figure(sheet, row, column, gathered, unit=unit)
        scale = amounts.in_base_unit(found, factor, place, gathered)
        if found.value is None or scale is None:
            continue
        kind = context.catalog.items[item].kind
        view = _view(sheet, row, where, where.names[column][1], period) or tidy.default_view(stated, kind)
        value = amounts.exact(found.value, scale, money=False)
        step = amounts.step_of([found], factor)
        gathered.observations.append(Observation(item, entity, str(period), view, value, unit, place, step))


def _view(sheet: Sheet, row: int, where: Layout, role: Role | None, period: Period) -> View | None:
    """Which figure it is, by the row's own word, else by the head's; None where neither says it."""
    found = tidy.view_of(tidy.text(sheet, row, where.view), period)
    return found if found is not None or role is None else tidy.view_of_role(role, period)
