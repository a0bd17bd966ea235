"""Figures against last year, the period before, the start of the year, the budget, the plan, peers and the own best.

The names are those of edge rule E16; percentages differ in points, amounts in amount and percent (E11).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure
from reportgen.analysis.comparison.direction import direction_of
from reportgen.analysis.comparison.statement import Turn, change
from reportgen.model.period import Period
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

HEADLINES: Final = (
    "total_income", "fiscal_income", "medical_income", "outpatient_income", "inpatient_income", "drug_income",
    "consumables_income", "total_expense", "personnel_expense", "drug_expense", "consumables_expense",
    "admin_expense", "period_surplus", "medical_surplus", "cash_and_bank", "accounts_receivable_net", "inventories",
    "total_assets", "total_liabilities", "net_assets", "outpatient_emergency_visits", "discharges",
    "occupied_bed_days", "drg_weight_sum",
)  # fmt: skip
"""Items of a board's table, those that a hospital reports."""
IN_POINTS: Final = "percent"


class Base(StrEnum):
    """What a figure is held against."""

    LAST_YEAR = "last_year"  # the same period of last year
    PRECEDING = "preceding"  # the period before
    YEAR_START = "year_start"
    BUDGET = "budget"  # of the months so far; of the year for a year
    BUDGET_OF_YEAR = "budget_of_year"  # execution of the whole year's budget
    PLAN = "plan"
    PEERS = "peers"  # their median
    BEST_PEER = "best_peer"
    OWN_BEST = "own_best"


@dataclass(frozen=True)
class Compared:
    """A figure against one base.

    Attributes:
        period: the period of the base, "" where it has none of its own.
        against: the base.
        difference: figure − base; of a percentage a difference of fractions, printed in points.
        rate: difference over base; missing for percentages and from bases at or below zero.
        turn: what happened on either side of zero.
        source: whose the base is, for a named peer or year.
        n: of how many earlier periods the own best is the best.
    """

    base: Base
    period: str
    against: Figure
    difference: Figure
    rate: Figure
    turn: Turn | None = None
    source: str = ""
    n: int = 0


@dataclass(frozen=True)
class Comparison:
    """A figure and all its comparisons.

    Attributes:
        id: item or indicator.
        scope: month (the period itself), to_date, closing.
    """

    id: str
    scope: str
    unit: str
    now: Figure
    against: tuple[Compared, ...]

    def with_base(self, base: Base) -> Compared | None:
        """The comparison with one base, None where it has no meaning for the figure."""
        return next((one for one in self.against if one.base is base), None)


def compared(base: Base, now: Figure, against: Figure, period: str = "", *, points: bool = False) -> Compared:
    """Hold a figure against another one."""
    difference = now - against
    if points:
        return Compared(base, period, against, difference, Figure.missing(Reason.NOT_APPLICABLE))
    found = change(now.value, against.value)
    reason = against.reason if against.value is None and now.value is not None else found.reason
    rate = Figure(found.rate, None if found.rate is not None else reason, difference.places)
    return Compared(base, period, against, difference, rate, found.turn)


def items(analyses: Analyses) -> tuple[Comparison, ...]:
    """The headline items: flows of the period itself and to date, balances at its end."""
    books = analyses.books
    return tuple(one for item in HEADLINES for one in _item(books, item) if one.now.value is not None)


def item_comparisons(books: Books, item: str) -> tuple[Comparison, ...]:
    """All comparisons of one item."""
    return tuple(_item(books, item))


def _item(books: Books, item: str) -> Iterator[Comparison]:
    unit, before = books.item(item).unit, books.now.previous_year()
    if books.is_balance(item):
        yield Comparison(item, "closing", unit, books.to_date(item), tuple(_balance(books, item)))
        return
    if books.now.is_partial:
        now, earlier = books.of_month(item), books.now.preceding()
        bases = (
            compared(Base.LAST_YEAR, now, books.of_month(item, before), str(before)),
            compared(Base.PRECEDING, now, books.of_month(item, earlier), str(earlier)),
        )
        yield Comparison(item, "month", unit, now, bases)
    yield Comparison(item, "to_date", unit, books.to_date(item), tuple(_to_date(books, item, before)))


def _balance(books: Books, item: str) -> Iterator[Compared]:
    now, before, earlier = books.to_date(item), books.now.previous_year(), books.now.preceding()
    year_start = str(books.now.fiscal_year.previous_year())
    yield compared(Base.LAST_YEAR, now, books.last_year(item), str(before))
    yield compared(Base.YEAR_START, now, books.opening(item), year_start)
    if books.now.is_partial:
        yield compared(Base.PRECEDING, now, books.to_date(item, earlier), str(earlier))


def _to_date(books: Books, item: str, before: Period) -> Iterator[Compared]:
    now = books.to_date(item)
    yield compared(Base.LAST_YEAR, now, books.last_year(item), str(before))
    budget = books.budget(item)
    if budget.value is not None:
        yield compared(Base.BUDGET, now, books.budget_to_date(item), str(books.now))
        yield compared(Base.BUDGET_OF_YEAR, now, budget, str(books.now.fiscal_year))


def indicators(analyses: Analyses) -> tuple[Comparison, ...]:
    """Every indicator that has a value, obsolete ones left out."""
    catalog = analyses.material.catalog
    found = (_indicator(analyses, name) for name, one in catalog.indicators.items() if not one.obsolete)
    return tuple(one for one in found if one.now.value is not None)


def _indicator(analyses: Analyses, name: str) -> Comparison:
    books, unit = analyses.books, analyses.material.catalog.indicators[name].unit
    now, points = books.indicator(name), unit == IN_POINTS
    if now.value is None:
        return Comparison(name, "to_date", unit, now, ())
    before, earlier = books.now.previous_year(), books.now.preceding()
    found = [compared(Base.LAST_YEAR, now, _prior(books, name, before), str(before), points=points)]
    if books.now.is_partial:
        found.append(compared(Base.PRECEDING, now, _prior(books, name, earlier), str(earlier), points=points))
    found += _beyond(analyses, name, now, points=points)
    return Comparison(name, "to_date", unit, now, tuple(found))


def _prior(books: Books, name: str, period: Period) -> Figure:
    found = books.indicator(name, period)
    return found if found.value is not None else Figure.missing(found.reason or Reason.MISSING_PRIOR)


def _beyond(analyses: Analyses, name: str, now: Figure, *, points: bool) -> Iterator[Compared]:
    """Plan, peers and the own best, as far as there are any."""
    from dataclasses import replace

    from reportgen.analysis.comparison.benchmark import best_of_peers, best_of_years, peer_median

    material = analyses.material
    target = material.targets.get((name, material.period)) or material.targets.get((name, material.period[:4]))
    if target is not None:
        plan = Figure(target.value, None, (target.place,))
        yield compared(Base.PLAN, now, plan, str(analyses.books.now.fiscal_year), points=points)
    direction = direction_of(analyses, name)
    for base, found in (
        (Base.PEERS, peer_median(analyses, name)),
        (Base.BEST_PEER, best_of_peers(analyses, name, direction)),
        (Base.OWN_BEST, best_of_years(analyses, name, direction)),
    ):
        if found is not None:
            held = compared(base, now, found.value, found.period, points=points)
            yield replace(held, source=found.source, n=found.n)
