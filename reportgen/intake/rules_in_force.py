"""Under which accounting rules a name of an item holds, and whether these were in force in the years of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from reportgen.intake.context import ReadingContext
from reportgen.intake.tables import SheetLine
from reportgen.model.definitions import IN_FORCE, NO_RULES, SINCE

Meant = Mapping[SheetLine, tuple[str, ...]]

BUDGETARY: Final = frozenset({"budget_income_expense", "budget_carryover", "fiscal_appropriation"})
"""Statements that only public budgeting has."""
INCOME: Final = "income"


def is_of_public_budgets(item: str, context: ReadingContext) -> bool:
    """Whether an item is of public budgeting alone, in a case that follows no official rules: no line means it."""
    known = context.catalog.items.get(item)
    return known is not None and context.regime == NO_RULES and known.statement in BUDGETARY


def in_regime(item: str, context: ReadingContext) -> bool:
    """Whether an item is one of the rules of a case, or of all."""
    regimes = context.catalog.items[item].regimes
    return not regimes or context.regime in regimes


def is_of_today(item: str, context: ReadingContext) -> bool:
    """Whether an item is one of the rules in force today, or of all."""
    regimes = context.catalog.items[item].regimes
    return not regimes or IN_FORCE in regimes


def is_of_others(line: SheetLine, meant: Meant, context: ReadingContext, years: Iterable[int]) -> bool:
    """Whether a name is one of rules that were over in the years of the table: nothing would be computed from it.

    So is one of public budgeting alone among lines of which no other is: 其他支出 in a list of income and expense.
    What mapping.yaml names, and ids of items, are what they say.
    """
    items, (item, *_) = context.catalog.items, meant[line]
    begun, known = SINCE.get(context.regime or ""), items.get(item)
    is_said = line.key in context.names or item in {line.code, line.label}
    if begun is None or known is None or not known.regimes or is_said:
        return False
    if in_regime(item, context):
        if known.statement not in BUDGETARY:
            return False
        names = [one for other, found in meant.items() if other != line for one in found]
        others = {items[one].statement for one in names if one in items}
        return INCOME in others and not others & BUDGETARY
    return any(year >= begun for year in years)
