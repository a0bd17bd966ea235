"""What an official statement shows, in one sentence of the percentages in its column of changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.report.desk.figures import SUMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.definition import Text
    from reportgen.model.printing import Figure
    from reportgen.report.desk.context import Context

INCOME, EXPENSE, SURPLUS, ASSETS = "total_income", "total_expense", "period_surplus", "total_assets"


@dataclass(frozen=True)
class Moved:
    """A row's figure and what its change is measured from."""

    now: float | None
    base: float | None

    @property
    def amount(self) -> float:
        """By how much it changed; nothing where one of the two is missing."""
        return 0.0 if self.now is None or self.base is None else self.now - self.base

    @property
    def share(self) -> Figure | None:
        """Its change in percent, as the column has it; none on a base that is not positive."""
        if self.now is None or self.base is None or self.base <= 0:
            return None
        return printing.percent(self.now / self.base - 1, sign=True)


def income(context: Context, moved: Mapping[str, Moved]) -> Text | None:
    """Whether expense grew faster than income, as printed, and the surplus beside; none where one is not known."""
    rows = [moved.get(one, Moved(None, None)) for one in (INCOME, EXPENSE, SURPLUS)]
    earned, spent, left = (row.share for row in rows)
    if earned is None or spent is None:
        return None
    order = (spent.value > earned.value) - (spent.value < earned.value)
    key = {1: "above", 0: "same", -1: "below"}[order]
    last_year = context.say(f"statement.found.last_year.{context.span}")
    said = context.say(f"statement.found.{key}", expense=spent, income=earned, last_year=last_year)
    return said if left is None else context.say("statement.found.surplus", said=said, share=left)


def position(context: Context, moved: Mapping[str, Moved]) -> Text | None:
    """How total assets moved since the year began, and the line that moved by the largest amount."""
    total = moved.get(ASSETS, Moved(None, None)).share
    if total is None:
        return None
    said = context.say("statement.found.assets", share=total)
    largest = _largest(context, moved)
    return context.say("statement.found.mover", said=said, largest=largest) if largest else said


def _largest(context: Context, moved: Mapping[str, Moved]) -> Text | None:
    """The line right under a sum that moved most; none where nothing did, or it came from nothing."""
    items = context.material.catalog.items
    lines = [one for one in moved if one in items and items[one].parent in SUMS]
    first = max(lines, key=lambda one: abs(moved[one].amount), default=None)
    if first is None or not moved[first].amount:
        return None
    name = context.say.within(context.caption(first))
    side, amount = "up" if moved[first].amount > 0 else "down", context.say.money(abs(moved[first].amount))
    return context.say(f"statement.found.largest.{side}", name=name, amount=amount)
