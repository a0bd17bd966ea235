"""What the titles of statements say: how income, expense and surplus moved, and what moved most of a balance sheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis.comparison.common_size import BUILT, built_together
from reportgen.model import printing, values
from reportgen.report.desk.brief.happened import SLIGHT, is_slight
from reportgen.report.desk.tables.figures import SUMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.definition import Text
    from reportgen.model.printing import PrintedNumber
    from reportgen.report.desk.context import HospitalContext

INCOME, EXPENSE, SURPLUS, ASSETS = "total_income", "total_expense", "period_surplus", "total_assets"


@dataclass(frozen=True)
class RowFigure:
    """A row's figure and what its change is measured from."""

    now: float | None
    base: float | None

    @property
    def amount(self) -> float:
        """By how much it changed; nothing where one of the two is missing."""
        return 0.0 if self.now is None or self.base is None else self.now - self.base

    @property
    def share(self) -> PrintedNumber | None:
        """Its change in percent, where the column has one."""
        rate = values.growth(self.now, self.base)
        return None if rate is None else printing.percent(rate, sign=True)


def income(context: HospitalContext, moved: Mapping[str, RowFigure]) -> Text | None:
    """How income and expense moved, and the surplus beside; without last year what they are; none where not known."""
    rows = [moved.get(one, RowFigure(None, None)) for one in (INCOME, EXPENSE, SURPLUS)]
    earned, spent, left = rows
    if earned.now is None or spent.now is None:
        return None
    if earned.share is None or spent.share is None:
        facts = {"income": context.say.money(earned.now), "expense": context.say.money(spent.now)}
        said = context.say("statement.found.plain", **facts)
    else:
        last_year = context.say(f"statement.found.last_year.{context.span}")
        clauses = [
            went(context, context.say(f"statement.found.name.{key}"), row)
            for key, row in (("income", earned), ("expense", spent))
        ]
        said = context.say(
            f"statement.found.moved{_pace(earned, spent)}",
            last_year=last_year,
            listed=context.say.join(clauses, "list.comma_only"),
        )
    return said if left.now is None else context.say("statement.found.surplus", said=said, result=_left(context, left))


def _pace(earned: RowFigure, spent: RowFigure) -> str:
    """The end of a key of words: how fast expense grew beside income, as printed; none unless both grew."""
    one, other = earned.share, spent.share
    if one is None or other is None or min(one.value, other.value) <= 0:
        return ""
    return ".same" if str(one) == str(other) else ".faster" if other.value > one.value else ".slower"


def went(context: HospitalContext, name: Text, row: RowFigure) -> Text:
    """That a figure grew, fell or was flat, as printed."""
    share = row.share
    assert share is not None
    bare = printing.percent(abs(values.growth(row.now, row.base) or 0.0))
    way = "flat" if str(bare) == str(printing.percent(0.0)) else "up" if share.value > 0 else "down"
    return context.say(f"statement.found.rate.{way}", name=name, share=bare)


def _left(context: HospitalContext, row: RowFigure) -> Text:
    """How the surplus moved, or what there is of it where a rate tells nothing, or of nothing that matters."""
    if row.share is not None and not is_slight(context, row.amount):
        return went(context, context.say("statement.found.name.surplus"), row)
    now = row.now or 0.0
    key = "surplus" if now >= 0 else "deficit"
    return context.say(f"statement.found.left.{key}", amount=context.say.money(abs(now)))


def position(context: HospitalContext, moved: Mapping[str, RowFigure]) -> Text | None:
    """How total assets moved since the year began, and the line that moved by the largest amount."""
    total = moved.get(ASSETS, RowFigure(None, None))
    if total.share is None:
        return None
    said = context.say("statement.found.assets", moved=went(context, context.say("statement.found.name.assets"), total))
    largest = _largest(context, moved)
    if largest is None:
        return said
    words, is_beside_larger = largest
    key = f"statement.found.mover{'.together' if is_beside_larger else ''}"
    return context.say(key, said=said, largest=words)


def _largest(context: HospitalContext, moved: Mapping[str, RowFigure]) -> tuple[Text, bool] | None:
    """The line right under a sum that moved most; none where nothing did, or by a trace of all assets.

    And whether a line of the table moved by more, which has to be said: one of those that are told as one.
    """
    items = context.material.catalog.items
    apart = {one: row.amount for one, row in moved.items() if one in items and items[one].parent in SUMS}
    changes = built_together(apart)
    first = max(changes, key=lambda one: abs(changes[one]), default=None)
    assets = moved[ASSETS].now or 0.0
    if first is None or abs(changes[first]) <= SLIGHT * assets:
        return None
    name = context.say("statement.found.built") if first == BUILT else context.say.within(context.caption(first))
    side, amount = "up" if changes[first] > 0 else "down", context.say.money(abs(changes[first]))
    is_beside_larger = first != BUILT and any(abs(by) > abs(changes[first]) for by in apart.values())
    return context.say(f"statement.found.largest.{side}", name=name, amount=amount), is_beside_larger
