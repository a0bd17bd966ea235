"""How much a figure grew, or is of its budget, where that can be said."""

from __future__ import annotations


def growth(now: float | None, base: float | None) -> float | None:
    """The change as a share of the base; None where the base is not positive, or the figure fell below zero.

    A surplus of 100 that became a deficit of 479 did not fall by 579 %: it turned.
    """
    if now is None or base is None or base <= 0 or now < 0:
        return None
    return now / base - 1


def executed(now: float | None, budget: float | None) -> float | None:
    """What came as a share of its budget; None where the budget is not positive, or a deficit came of a surplus."""
    if now is None or budget is None or budget <= 0 or now < 0:
        return None
    return now / budget


def why(base: float | None) -> str:
    """Key of the words that say why a figure that is there has no rate."""
    if base is None:
        return "statement.no_last_year"
    if base > 0:
        return "statement.turned_negative"
    return "statement.base_zero" if base == 0 else "statement.base_negative"
