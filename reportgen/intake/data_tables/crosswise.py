"""Tables with a row for each hospital and period and a column for each item, read without mapping.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reportgen.intake import supplied
from reportgen.intake.columns import amounts, column_periods
from reportgen.intake.columns.open_heads import BUDGETS
from reportgen.intake.context import BELOW, FoundValues, ReadingContext
from reportgen.intake.data_tables import row_periods
from reportgen.intake.data_tables.crosswise_layouts import SEARCHED, CrosswiseLayout
from reportgen.intake.data_tables.row_periods import RowPeriods, of_same_part
from reportgen.intake.grid import banner
from reportgen.intake.grid.banner import Banner
from reportgen.intake.grid.head_columns import FISCAL_HEAD
from reportgen.intake.grid.head_words import ASIDE, Role, role_of
from reportgen.intake.grid.tables import SheetLine, is_end, is_note
from reportgen.intake.periods import dates, spans
from reportgen.intake.periods.dates import DECEMBER, Stated
from reportgen.intake.periods.period_names import is_within_month
from reportgen.intake.statements import following, footing, keeping, line_meanings, lists, matching, profits, proposals
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.labels import bare, normalised, says_ratio
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Observation, View
from reportgen.model.definitions import NO_RULES
from reportgen.model.finding import Finding
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place

ASIDE_RULE: Final = "I125"
OF_NO_PERIOD: Final = frozenset({Role.COMPARATIVE, Role.PRIOR, *ASIDE})
"""Rows among those of periods that are no period's own: last year's, changes, and what is to come."""


_Named = tuple[int, str, float]
"""A column, its item and the factor of its unit."""


def read(sheet: Sheet, where: CrosswiseLayout, context: ReadingContext, gathered: FoundValues) -> None:
    """Add the values of the table; names that are not known are told and proposed, once each."""
    around = banner.around(sheet, where.first, len(sheet.rows))
    if around.stated is None and _are_months(sheet, where) and (year := supplied.year_of(sheet, around)):
        around = replace(around, stated=year)
        supplied.tell(gathered, sheet)
    where, around = _with_part(sheet, where, around, context)
    where = _with_surplus(sheet, where, context, gathered)
    factor = around.factor or context.unit_factor
    columns = tuple(
        (column, item, amounts.factor_of(item, where.names[column][0].unit, factor, context))
        for column, item in _items(sheet, where, context, gathered, _years(sheet, where, around, context))
    )
    if any(found is None for _, _, found in columns):
        gathered.find("W05", sheet.whole, reason="@intake.as_printed")
    _tell_worked_out(sheet, where, context, gathered)
    known = tuple((column, item, found or 1.0) for column, item, found in columns)
    before, unnamed = len(gathered.observations), list[Place]()
    if where.total is not None:
        name = where.department or 0
        gathered.find("I126", sheet.place(where.total, name), count=where.parts)
    for row in range(where.row + 1, len(sheet.rows)) if where.total is None else (where.total,):
        if is_end(sheet, row, [column for column, _, _ in known]):
            break
        if not is_note(sheet, row) and any(cell not in {"", None} for cell in sheet.rows[row]):
            _row(sheet, row, where, known, (context, gathered, unnamed), around)
    if where.entity is None and where.department is None:
        keeping.drop_noughts(gathered, before)
        _tell_sums(sheet, where, known, context, gathered)
    if context.regime == NO_RULES:
        made = [one for one in gathered.observations[before:] if isinstance(one, Observation)]
        heads = {item: where.names[column][0].label for column, item, _ in known}
        gathered.observations += following.in_rows(made, sheet, context, gathered, heads)
    if unnamed:
        gathered.findings.append(Finding("I79", unnamed[0], {"count": len(unnamed)}, places=tuple(unnamed[1:])))
    read = dict.fromkeys(one.entity for one in gathered.observations[before:] if isinstance(one, Observation))
    own = context.case.file.entity if context.case else None
    others = [gathered.entities[one].name for one in read if own is None or one.partition(BELOW)[0] != own.id]
    gathered.tell_others(others, sheet.whole, context)


def _tell_sums(
    sheet: Sheet, where: CrosswiseLayout, known: tuple[_Named, ...], context: ReadingContext, gathered: FoundValues
) -> None:
    """W83 for the row of a total behind rows of months or quarters of one hospital that they do not come to."""
    if where.period is not None and where.year is None and not where.years and where.view is None:
        items = context.catalog.items
        added = {at: kind for at, item, _ in known if (kind := items[item].kind) in footing.ADDED}
        footing.tell_rows(sheet, (where.row, where.period), added, gathered)


def _are_months(sheet: Sheet, where: CrosswiseLayout) -> bool:
    """Whether rows name months or quarters without a year, and none says another period."""
    if where.period is None or where.year is not None:
        return False
    column, rows = where.period, range(where.row + 1, len(sheet.rows))
    cells = [cell for row in rows[: MONTHS + SEARCHED] if (cell := sheet.at(row, column)) not in {"", None}]
    has_months = any(isinstance(cell, str) and dates.months_of(cell) is not None for cell in cells)
    return has_months and not any(lists.stated_of(sheet.at(row, column)) for row in rows)


def _with_part(
    sheet: Sheet, where: CrosswiseLayout, around: Banner, context: ReadingContext
) -> tuple[CrosswiseLayout, Banner]:
    """The table and what is said around it, where a title or a name tells of a part of its year or of those in rows."""
    if where.year is not None or (where.period is None and around.stated is None):
        return where, around
    named, at = _named_periods(sheet, where, context), where.period
    rows = range(where.row + 1, len(sheet.rows))
    stated = [around.stated] if at is None else [named.stated(sheet.at(row, at), Banner()) for row in rows]
    years = {one.period.year for one in stated if one and one.period.kind is PeriodKind.YEAR}
    part = supplied.part_said(sheet, around, max(years), context.year_end) if years else None
    around = replace(around, stated=part) if part else around
    own = around.stated
    year, elapsed, _ = spans.counted_in(own.period, context.year_end) if own else (0, MONTHS, 0)
    is_begun = at is not None and year in years and elapsed < MONTHS
    return replace(where, part=own if is_begun else None), around


def _years(sheet: Sheet, where: CrosswiseLayout, around: Banner, context: ReadingContext) -> frozenset[int]:
    """The years of the rows, and of columns with one of their own."""
    rows = (where.total,) if where.total is not None else range(where.row + 1, len(sheet.rows))
    found = (_stated(sheet, row, where, _in_year(sheet, row, where, around), context) for row in rows)
    own = {year for year in where.years.values() if year > 0}  # below nought they are so many years back
    return frozenset(one.period.year for one in found if one is not None) | own


def _with_surplus(
    sheet: Sheet, where: CrosswiseLayout, context: ReadingContext, gathered: FoundValues
) -> CrosswiseLayout:
    """The table with a balance of income and expense as the surplus, where all rows prove it (I124)."""
    at = {one[0]: column for column, (line, _) in where.names.items() if len(one := lists.item_of(line, context)) == 1}
    old = [column for column, (line, _) in where.names.items() if profits.is_balance(line, context.said)]
    if len(old) != 1 or not profits.can_be_surplus(at, context):
        return where
    columns = (at[profits.INCOME], at[profits.EXPENSE], old[0])
    rows = range(where.row + 1, len(sheet.rows))
    if not profits.is_difference(tuple(figure(sheet.at(row, one)) for one in columns) for row in rows):
        return where
    line, role = where.names[old[0]]
    gathered.find(profits.NAMED, sheet.place(line.row, line.column), label=line.label)
    named = replace(line, key=normalised(context.catalog.items[profits.LEFT].name.zh))
    return replace(where, names={**where.names, old[0]: (named, role)})


def _items(
    sheet: Sheet,
    where: CrosswiseLayout,
    context: ReadingContext,
    gathered: FoundValues,
    years: frozenset[int],
) -> Iterator[tuple[int, str]]:
    lines = [line for _, (line, _) in sorted(where.names.items())]
    groups = lists.groups_of_lines(lines, context)
    placed = _in_order(lines, groups, context)
    near = lists.groups_near(lines, groups, context)
    meant = {line: lists.item_of(line, context, near[line]) for line in lines}
    meant = {line: (placed[line],) if len(one) != 1 and line in placed else one for line, one in meant.items()}
    meant = line_meanings.by_total(meant, context.catalog.items, context.regime)
    for column, (line, _) in where.names.items():
        found = meant[line]
        place = sheet.place(where.row, column)
        if len(found) == 1 and line_meanings.is_of_others(line, meant, context, years):
            near_by = line_meanings.like(line, {**meant, line: ()}, context.catalog.items)
            best = proposals.nearest_in_force(line.label, found[0], context, near_by)
            proposals.tell(line.label, place, best, context, gathered, near_by)
        elif len(found) == 1 and found[0] in context.catalog.items:
            yield column, found[0]
        elif found:
            gathered.find("I14", place, label=line.label)
        else:
            like = line_meanings.like(line, meant, context.catalog.items)
            proposals.tell(line.label, place, proposals.nearest(line.label, context, like), context, gathered, like)


def _tell_worked_out(sheet: Sheet, where: CrosswiseLayout, context: ReadingContext, gathered: FoundValues) -> None:
    """I107 or I111 for columns of ratios that are not read, W58 once for those of other shares and of changes.

    I159 where the title names what the other columns hold.
    """
    others = {column: label for column, label in where.worked_out.items() if not says_ratio(label)}
    for column, label in where.worked_out.items():
        if column not in others:
            proposals.tell(label, sheet.place(where.row, column), None, context, gathered)
    if where.measure:
        gathered.find("I159", sheet.place(where.row, min(where.names)), name=where.measure)
    if others:
        gathered.find("W58", sheet.place(where.row, min(others)), heads=tuple(others.values()))


def _in_order(lines: list[SheetLine], groups: tuple[str, ...], context: ReadingContext) -> dict[SheetLine, str]:
    """The items of names that occur twice on a form, by the names around them."""
    form = next((context.catalog.forms[group] for group in groups if group in context.catalog.forms), None)
    if form is None:
        return {}
    rows = form.every_row
    matched = matching.align(lines, rows, lambda line, row: row.item is not None and normalised(row.label) == line.key)
    found = zip(lines, matched.rows, strict=True)
    return {line: rows[row].item or "" for line, row in found if row is not None}


def _in_year(sheet: Sheet, row: int, where: CrosswiseLayout, around: Banner) -> Banner:
    """What is said around a row, with the year of its column: of its cell, or of the nearest one above that has any."""
    above = range(row, where.row, -1) if where.year is not None else ()
    cells = (sheet.at(each, where.year) for each in above if where.year is not None)
    written = next((cell for cell in cells if cell not in {"", None}), None)
    return around if where.year is None else replace(around, stated=lists.stated_of(written))


def _named_periods(sheet: Sheet, where: CrosswiseLayout, context: ReadingContext) -> RowPeriods:
    is_by_calendar = where.year is not None and not sheet.text(where.row, where.year).strip().lower().startswith(
        FISCAL_HEAD
    )
    return RowPeriods(where.kind, DECEMBER if is_by_calendar else context.year_end)


def _stated(sheet: Sheet, row: int, where: CrosswiseLayout, around: Banner, context: ReadingContext) -> Stated | None:
    """The period of a row, in the year that is said around it."""
    if where.period is None:
        return around.stated
    stated = _named_periods(sheet, where, context).stated(sheet.at(row, where.period), around)
    is_year = stated is not None and stated.period.kind is PeriodKind.YEAR
    return row_periods.of_part(stated, where.part, context.year_end) if stated and is_year and where.part else stated


def _said(cell: Cell) -> Role | None:
    """What the words beside the period of a row say of its figures."""
    return role_of(cell) if isinstance(cell, str) else None


def _row(  # noqa: PLR0913 - a row of one table in one run
    sheet: Sheet,
    row: int,
    where: CrosswiseLayout,
    columns: tuple[_Named, ...],
    held: tuple[ReadingContext, FoundValues, list[Place]],
    around: Banner,
) -> None:
    context, gathered, unnamed = held
    around = _in_year(sheet, row, where, around)
    cell = None if where.period is None else sheet.at(row, where.period)
    named, stated = _named_periods(sheet, where, context), _stated(sheet, row, where, around, context)
    period = stated.period if stated and not (stated.is_odd or is_within_month(stated)) else None
    if where.period is None and stated:
        period = column_periods.settled(stated)
    department = None if row == where.total else where.department
    name, part = _name(sheet, row, where.entity), lists.text(sheet, row, department).strip()
    if _is_total(sheet, row, where, (name, part)):
        return
    if where.entity is not None and not name:
        if not any(figure(sheet.at(row, column)).value is not None for column, _, _ in columns):
            return
        unnamed.append(sheet.place(row, where.entity))
        return
    said = _said(sheet.at(row, where.period)) if where.period is not None else None
    if where.period is not None and said in OF_NO_PERIOD:
        if any(figure(sheet.at(row, column)).value is not None for column, _, _ in columns):
            gathered.find(ASIDE_RULE, sheet.place(row, where.period), text=lists.text(sheet, row, where.period).strip())
        return
    own = {column: named.in_own_year(cell, year, around, stated) for column, year in where.years.items()}
    if period is None and not any(own.values()):
        assert where.period is not None
        text, place = str(sheet.at(row, where.period))[:40], sheet.place(row, where.period)
        gathered.find(*((column_periods.OF_A_YEAR, place) if where.part else ("I29", place)), head=text, text=text)
        return
    code = lists.text(sheet, row, where.code).strip()
    entity = context.entity(name if where.entity is not None else around.entity, gathered, part, code)
    for column, item, factor in columns:
        unit, place = context.catalog.items[item].unit, sheet.place(row, column)
        found = amounts.read_figure(sheet, row, column, gathered, unit=unit)
        scale = amounts.in_base_unit(found, factor, place, gathered)
        role = where.names[column][1] or (said if said in BUDGETS else None)
        here, role = of_same_part(own.get(column) if column in where.years else period, role, stated)
        if found.value is None or scale is None or here is None:
            continue
        kind = context.catalog.items[item].kind
        view = _view(sheet, row, where, role, here) or column_periods.default_view(stated, kind)
        value = amounts.exact(found.value, scale, money=False)
        step = amounts.step_of([found], factor)
        gathered.observations.append(Observation(item, entity, str(here), view, value, unit, place, step))


def _name(sheet: Sheet, row: int, column: int | None) -> str:
    """The hospital of a row, whose name may stand in one merged cell for several rows."""
    found = lists.text(sheet, row, column).strip()
    if found or column is None:
        return found
    above, left = sheet.owner.get((row, column), (row, column))
    return lists.text(sheet, above, left).strip() if left == column else ""


def _is_total(sheet: Sheet, row: int, where: CrosswiseLayout, named: tuple[str, str]) -> bool:
    """Whether a row adds up others: a word for a total in a key column, or in front of a row without a hospital."""
    if row == where.total:
        return False
    words = vocabulary().total_heads
    dated = (lists.text(sheet, row, where.period), lists.text(sheet, row, where.year))
    said = {bare(text).lower() for text in (*named, *dated)}
    if not said.isdisjoint(vocabulary().total_rows) or Role.YEAR_TO_DATE in map(role_of, dated):
        return True
    first = min(where.names, default=0)
    return not named[0] and any(bare(sheet.text(row, column)).endswith(words) for column in range(first + 1))


def _view(sheet: Sheet, row: int, where: CrosswiseLayout, role: Role | None, period: Period) -> View | None:
    """Which figure it is, by the row's own word, else by the head's; None where neither says it."""
    found = column_periods.view_of(lists.text(sheet, row, where.view), period)
    return found if found is not None or role is None else column_periods.view_of_role(role, period)
