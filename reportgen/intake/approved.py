"""The whole budget of expense as first approved and as adjusted, where a table of budgets prints both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reportgen.intake.blocks import Block, told
from reportgen.intake.context import Gathered
from reportgen.model.dataset import Observation, View

TOTALS: Final = ("bgt_expense_total", "total_expense")
"""Total expense on the budget's own basis, else that of the accounts."""
ITEMS: Final = {View.BUDGET_ORIGINAL: "budget_total_expense_original", View.BUDGET: "budget_total_expense_adjusted"}


def totals(gathered: Gathered) -> list[Observation]:
    """Both budgets as figures of their own, by which the adjustment is measured; none that was read as such."""
    if not any(map(_is_approved, gathered.observations)):
        return []
    read = [one for part in gathered.observations for one in _budgets(part)]
    stated = {(one.item, one.entity, one.period) for one in read if one.item in ITEMS.values()}
    both = {(one.item, one.entity, one.period) for one in read if one.view is View.BUDGET_ORIGINAL}
    found: dict[tuple[str, str, str], Observation] = {}
    for total in TOTALS:
        for one in (one for one in read if one.item == total and (total, one.entity, one.period) in both):
            key = (ITEMS[one.view], one.entity, one.period)
            if key not in stated:
                found.setdefault(key, replace(one, item=key[0], view=View.PERIOD, derived=True))
    return list(found.values())


def _is_approved(part: Observation | Block) -> bool:
    if isinstance(part, Observation):
        return part.view is View.BUDGET_ORIGINAL
    return any(head.view is View.BUDGET_ORIGINAL for head in part.heads)


def _budgets(part: Observation | Block) -> Iterator[Observation]:
    """Budgets among what was read together, and what is a budget by its own name."""
    if isinstance(part, Observation):
        if part.view in ITEMS or part.item in ITEMS.values():
            yield part
    elif any(head.view in ITEMS for head in part.heads):
        yield from (one for one in told([part]) if one.view in ITEMS)
