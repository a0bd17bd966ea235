"""Tables with one figure a row: entity, period, item, value and, if wanted, unit, view and voucher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from reportgen.intake.columns import amounts, column_periods
from reportgen.intake.context import FoundValues, ReadingContext
from reportgen.intake.grid import banner
from reportgen.intake.grid.head_words import AHEAD, role_of
from reportgen.intake.grid.tables import SheetLine
from reportgen.intake.periods.period_names import is_within_month
from reportgen.intake.statements import line_meanings, lists, proposals
from reportgen.intake.words.labels import bare, normalised
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.dataset import Observation
from reportgen.model.finding import Finding
from reportgen.model.period import Period

SEARCHED: Final = 5
WIDEST: Final = 16_384
"""Columns of the widest sheet there is."""


@dataclass(frozen=True)
class ListLayout:
    """Columns from 0; the head's row. `part` divides what it counts, by payer or sex, so that a row is a part of it."""

    row: int
    item: int
    value: int
    period: int
    entity: int | None = None
    department: int | None = None
    unit: int | None = None
    view: int | None = None
    form: int | None = None
    voucher: int | None = None
    factor: float | None = None
    value_unit: str = ""
    code: int | None = None
    part: int | None = None


OF_A_PART: Final = "I166"
OF_NAMES: Final = frozenset({"I13", "I14", "I33"})
"""Findings on the name of an item, which the rows of a list repeat."""


def layout(sheet: Sheet) -> ListLayout | None:
    """The columns of a tidy table, or None where the sheet is none."""
    for row in range(min(SEARCHED, len(sheet.rows)) if sheet.width <= WIDEST else 0):
        words = tuple(bare(cell).lower() if isinstance(cell, str) else "" for cell in sheet.rows[row])
        found = _layout(row, words)
        if found:
            return found
    return None


def is_tidy(sheet: Sheet) -> bool:
    """Whether a sheet has the head of a tidy table."""
    return layout(sheet) is not None


@lru_cache(maxsize=256)
def _layout(row: int, words: tuple[str, ...]) -> ListLayout | None:
    known = vocabulary().tidy

    def of(*names: str) -> int | None:
        return next((words.index(name) for name in names if name in words), None)

    item, period = of(*known.item), of(*known.period)
    value, value_unit = of(*known.value), ""
    if value is None:
        value, value_unit = _with_unit(words)
    if item is None or value is None or period is None:
        return None
    entity, either = of(*known.entity, *known.entity_code), of(*known.entity_or_unit)
    if entity is None and either is not None and either < item:
        entity = either
    unit = of(*(name for name in known.unit if entity is None or words[entity] != name))
    department = of(*known.department)
    return ListLayout(
        row,
        item,
        value,
        period,
        entity,
        department,
        unit,
        of(*known.view),
        of(*known.form),
        of(*known.voucher),
        value_unit=value_unit,
        code=of(*known.entity_code),
        part=of(*known.part),
    )


def _with_unit(words: tuple[str, ...]) -> tuple[int | None, str]:
    """The column of values with a unit in brackets behind its head, and the unit."""
    known = vocabulary()
    for column, word in enumerate(words):
        name, _, unit = word.removesuffix(")").partition("(")
        if unit in known.units and name in known.tidy.value:
            return column, unit
    return None, ""


def read(sheet: Sheet, context: ReadingContext, gathered: FoundValues) -> None:
    """Add the values of a tidy table."""
    where = layout(sheet)
    assert where is not None
    where = replace(where, factor=banner.around(sheet, where.row, len(sheet.rows)).factor)
    where = where if where.view is not None else replace(where, view=_column_of_views(sheet, where))
    told, apart = len(gathered.findings), list[int]()
    for row in range(where.row + 1, len(sheet.rows)):
        if _is_part(sheet, row, where):
            apart.append(row)
        elif any(cell not in {"", None} for cell in sheet.rows[row]):
            _row(sheet, row, where, context, gathered)
    if apart and where.part is not None:
        head = sheet.text(where.row, where.part).strip()
        gathered.find(OF_A_PART, sheet.place(apart[0], where.part), text=head)
    gathered.findings[told:] = _once(gathered.findings[told:])


def _column_of_views(sheet: Sheet, where: ListLayout) -> int | None:
    """A column under whatever head all of whose words say what a figure is: 预算, 实际, Budget."""
    known, rows = {*column_periods.VIEWS, *AHEAD}, range(where.row + 1, len(sheet.rows))
    for column in (one for one in range(sheet.width) if one not in {where.item, where.period, where.value}):
        cells = (sheet.rows[row][column] for row in rows if column < len(sheet.rows[row]))
        said = (cell for cell in cells if cell not in {"", None})
        roles = (role_of(cell) if isinstance(cell, str) else None for cell in said)
        first = next(roles, None)
        if first in known and all(role in known for role in roles):
            return column
    return None


def _is_part(sheet: Sheet, row: int, where: ListLayout) -> bool:
    """Whether a row holds one part of what the list divides: a payer or a sex, and not all of them."""
    said, words = bare(lists.text(sheet, row, where.part)).lower(), vocabulary()
    return bool(said) and said not in {*words.total_rows, *words.total_heads, *words.consolidated, *words.tidy.whole}


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What is to be said of a name once, however many rows and periods it stands in, with all its places."""
    named: dict[tuple[str, object], list[Finding]] = {}
    for number, finding in enumerate(findings):
        key = finding.facts["label"] if finding.rule in OF_NAMES else number
        named.setdefault((finding.rule, key), []).append(finding)
    for first, *others in named.values():
        places = tuple(one.place for one in others)
        yield replace(first, facts={**first.facts, "more": len(others)}, places=places) if others else first


def _row(sheet: Sheet, row: int, where: ListLayout, context: ReadingContext, gathered: FoundValues) -> None:
    stated = lists.stated_of(sheet.spread(row, where.period))
    period = stated.period if stated and not (stated.is_odd or is_within_month(stated)) else None
    item = _item(sheet, row, where, period, (context, gathered))
    if period is None:
        gathered.find("I29", sheet.place(row, where.period), text=str(sheet.at(row, where.period))[:40])
    if item is None or period is None:
        return
    kind, place = context.catalog.items[item].unit, sheet.place(row, where.value)
    found = amounts.read_figure(sheet, row, where.value, gathered, unit=kind)
    if found.value is None:
        return
    unit = bare(lists.text(sheet, row, where.unit)) or where.value_unit
    printed = where.factor or context.unit_factor
    factor = amounts.factor_of(item, unit, printed, context)
    by_id = lists.text(sheet, row, where.item).strip() in context.catalog.items  # written for us, in the base unit
    if factor is None and not (found.scaled or by_id) and context.in_yuan:
        gathered.find("W05", place, reason="@intake.as_printed")
    factor = factor or 1.0
    said = lists.text(sheet, row, where.view).strip()
    view = (
        column_periods.view_of(said, period)
        if said
        else column_periods.default_view(stated, context.catalog.items[item].kind)
    )
    if view is None:
        gathered.find(column_periods.no_view(said), sheet.place(row, where.view or 0), text=said[:40])
        return
    name, part, code = (lists.text(sheet, row, each).strip() for each in (where.entity, where.department, where.code))
    entity = context.entity(name, gathered, part, code)
    scale = amounts.in_base_unit(found, factor, place, gathered)
    if scale is None:
        return
    value = amounts.exact(found.value, scale, money=False)
    step = amounts.step_of([found], factor)
    gathered.observations.append(Observation(item, entity, str(period), view, value, kind, place, step))
    if voucher := " ".join(lists.text(sheet, row, where.voucher).split()):
        gathered.vouchers[place] = voucher


def _item(
    sheet: Sheet, row: int, where: ListLayout, period: Period | None, held: tuple[ReadingContext, FoundValues]
) -> str | None:
    """The item of a row; told where it is none, one of several, or one of rules that were over by then."""
    context, gathered = held
    label, place = lists.text(sheet, row, where.item).strip(), sheet.place(row, where.item)
    line, items = SheetLine(row, where.item, label, normalised(label), "", label), context.catalog.items
    groups = _forms(lists.text(sheet, row, where.form), context)
    found = lists.item_of(line, context, groups)
    on_form = [item for item in found if item in items and set(items[item].forms) & set(groups)]
    found = tuple(on_form) if len(on_form) == 1 else found
    found = _by_neighbours(sheet, row, where, found, context) if len(found) > 1 else found
    if len(found) == 1 and line_meanings.is_of_others(line, {line: found}, context, (period.year,) if period else ()):
        proposals.tell(label, place, proposals.nearest_in_force(label, found[0], context), context, gathered)
    elif len(found) == 1 and found[0] in items:
        return found[0]
    elif found:
        gathered.find("I14", place, label=label)
    else:
        proposals.tell(label, place, proposals.nearest(label, context), context, gathered)
    return None


def _by_neighbours(
    sheet: Sheet, row: int, where: ListLayout, found: tuple[str, ...], context: ReadingContext
) -> tuple[str, ...]:
    """Of several items the one of the statement of the rows right above and below it, where both are of one."""
    items, near = context.catalog.items, set[str]()
    for other in (row - 1, row + 1):
        if where.row < other < len(sheet.rows):
            label = lists.text(sheet, other, where.item).strip()
            sure = lists.item_of(SheetLine(other, where.item, label, normalised(label), "", label), context)
            near.add(items[sure[0]].statement if len(sure) == 1 and sure[0] in items else "")
    alike = tuple(one for one in found if one in items and items[one].statement in near)
    return alike if len(near) == 1 and len(alike) == 1 else found


def _forms(words: str, context: ReadingContext) -> tuple[str, ...]:
    """The codes of the forms that a word names by code or title."""
    said = bare(words)
    if not said:
        return ()
    forms = context.catalog.forms.values()
    return tuple(form.code for form in forms if bare(form.code) in said or bare(form.title.zh) in said)
