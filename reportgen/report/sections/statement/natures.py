"""Expenses by nature that a short statement of income has straight below its total; the form has them by function."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.definitions import FormRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definitions import Form
    from reportgen.model.place import Place
    from reportgen.report.desk.context import HospitalContext

EXPENSES: Final = "total_expense"
FUNCTIONS: Final = "expense"
"""The structure whose parts are expenses by function."""


def natures(context: HospitalContext, form: Form) -> tuple[FormRow, ...]:
    """A row for each, in the order of the sheet; none in exact amounts, which are the form as it is filed.

    Nor where an expense by function that holds those of every nature was submitted: they are parts of it then.
    """
    found = {item: place for item, place in _stated(context) if place is not None}
    functions = context.material.catalog.structures[FUNCTIONS].by_nature
    total, rows = found.get(EXPENSES), {row.item for row in (*form.rows, *form.right_rows)}
    if context.exact or total is None or EXPENSES not in rows or {*found} & {*functions}:
        return ()
    sheet = (total.file, total.sheet)
    lines = [(place, item) for item, place in found.items()
             if (place.file, place.sheet) == sheet and item not in rows and _is_expense(context, item)]  # fmt: skip
    items = context.material.catalog.items
    return tuple(FormRow(label=items[item].name.zh, item=item, level=1) for _, item in sorted(lines, key=_down))


def _down(line: tuple[Place, str]) -> tuple[int, str]:
    return line[0].row or 0, line[1]


def _stated(context: HospitalContext) -> Iterator[tuple[str, Place | None]]:
    """What was read of the period, with its cell."""
    material = context.material
    for item, view in material.dataset.known(material.entity, material.period):
        key = (item, material.entity, material.period, view)
        if view in {"", "ytd"} and not material.dataset.derived(key):
            yield item, material.dataset.place(key)


def _is_expense(context: HospitalContext, item: str) -> bool:
    """Whether a line belongs to total expense, at whatever remove."""
    items, seen = context.material.catalog.items, set[str]()
    at: str | None = item
    while at is not None and at in items and at not in seen | {EXPENSES}:
        seen.add(at)
        at = items[at].parent
    return at == EXPENSES
