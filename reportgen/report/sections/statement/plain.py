"""Statements of a case that has no official forms: the items that were read, by group, over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import form_rows
from reportgen.report.desk.form_rows import Cell, StatementRow
from reportgen.report.desk.notes import Notes
from reportgen.report.passport import Entry
from reportgen.report.sections.statement.table import Head, Statement
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definitions import Item
    from reportgen.report.desk.context import Context

MOST_YEARS: Final = 5
SIDES: Final = {
    "total_assets": 0, "total_income": 0, "total_liabilities": 1, "total_expense": 1, "medical_activity_expense": 1,
}  # fmt: skip
"""Sums by the side of a statement on which what belongs to them stands."""
JOINED: Final = {"medical_income_detail": "income", "inputs": "operations"}
"""Statements that stand in the group of another one."""


def plain_statement(context: Context) -> Statement | None:
    """One table of all money items and operations of the entity, or None where too little was read."""
    years = _years(context)
    groups = _groups(context)
    if not groups or not years:
        return None
    notes = Notes()
    rows: list[StatementRow] = []
    for statement, members in groups:
        rows.append(StatementRow(context.say(f"statement.group.{statement}"), 0, "heading", ()))
        rows += [_row(context, identifier, item, years, notes) for identifier, item in members]
    return Statement(
        id="statement-plain",
        kind="plain",
        title=context.say("statement.plain"),
        form=context.say(
            "statement.plain.form", period=period_name(context.material.period), unit=form_rows.unit(context)
        ),
        heads=tuple(_heads(context, years)),
        rows=tuple(rows),
        notes=notes.lines(),
        legend=context.say("statement.legend.plain"),
    )


def _years(context: Context) -> tuple[str, ...]:
    periods = context.material.dataset.periods(context.material.entity)
    return tuple(p for p in periods if p.isdigit() and p <= str(context.period.fiscal_year))[-MOST_YEARS:]


def _groups(context: Context) -> list[tuple[str, list[tuple[str, Item]]]]:
    material = context.material
    columns = material.dataset.values.columns
    read = set(columns.get_level_values(0)[columns.get_level_values(1) == ""])
    known = [(i, material.catalog.items[i]) for i in sorted(read) if i in material.catalog.items]
    present = [pair for pair in known if material.dataset.value(pair[0], material.entity, material.period) is not None]
    groups: dict[str, list[tuple[str, Item]]] = {}
    for identifier, item in sorted(present, key=lambda pair: (_side(context, pair[0]), pair[1].order or 0, pair[0])):
        groups.setdefault(_group(context, item), []).append((identifier, item))
    order = ("income", "balance_sheet", "operations", "other")
    return [(name, groups[name]) for name in order if name in groups]


def _side(context: Context, identifier: str) -> int:
    """Assets before liabilities, income before expense, then what is left of both."""
    found: str | None = identifier
    while found is not None:
        if found in SIDES:
            return SIDES[found]
        item = context.material.catalog.items.get(found)
        found = item.parent if item else None
    return len(SIDES)


def _group(context: Context, item: Item) -> str:
    name = JOINED.get(item.statement, item.statement)
    return name if f"statement.group.{name}" in context.say.words else "other"


def _heads(context: Context, years: tuple[str, ...]) -> list[Head]:
    heads = [Head(same(year), analysis=False) for year in years]
    return [*heads, Head(context.say("statement.column.percent"), analysis=True, style="percent")]


def _row(context: Context, identifier: str, item: Item, years: tuple[str, ...], notes: Notes) -> StatementRow:
    material = context.material
    values = [material.dataset.value(identifier, material.entity, year) for year in years]
    missing = context.say("statement.not_submitted")
    cells = [Cell(_printed(context, item, value) if value is not None else notes.absent(missing)) for value in values]
    if values[-1] is not None:
        place = material.dataset.place((identifier, material.entity, years[-1], ""))
        places = (place,) if place else ()
        context.enter(
            Entry(f"item.{identifier}", item.name, cells[-1].text, "statement-plain", values[-1], None, places)
        )
    before = values[-2] if len(values) > 1 else None
    _, percent = form_rows.change_cells(context, values[-1], before, notes, missing)
    name = context.caption(identifier)
    return StatementRow(name, 1, "total" if item.parent is None and item.unit == "money" else "", (*cells, percent))


def _printed(context: Context, item: Item, value: float) -> str:
    if item.unit == "money":
        return printing.number(value / form_rows.scale(context), form_rows.DECIMALS)
    return printing.number(value, 0 if item.unit in {"count", "bed", "bed_day", "day", "days"} else 1)
