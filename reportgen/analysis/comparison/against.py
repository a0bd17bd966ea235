"""Figures against last year, the period before, the start of the year, the budget, the plan, peers and the own best.

The names are those of edge rule E16; percentages differ in points, amounts in amount and percent (E11).

A figure against an earlier one and against the budget follows edge rules E11 and E48; the hospital stands beside the
medians and best values of others, and beside its own best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.model.dataset import Dataset, View
from reportgen.model.definitions import Direction, Form, FormRow
from reportgen.model.period import Period, PeriodKind
from reportgen.model.values import Reason, executed

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses


def direction_of(analyses: Analyses, name: str) -> Direction:
    """Which values are better: by the scheme where it says so, else by the catalogue."""
    for part in analyses.material.scheme.parts.values():
        own = part.indicators.get(name)
        if own is not None and own.direction is not None:
            return own.direction
    return analyses.material.catalog.indicators[name].direction


class Turn(StrEnum):
    """What happened on either side of zero, where a rate would mislead."""

    LOSS_TO_SURPLUS = "loss_to_surplus"
    SURPLUS_TO_LOSS = "surplus_to_loss"
    LOSS_REDUCED = "loss_reduced"
    LOSS_GREW = "loss_grew"


@dataclass(frozen=True)
class FigureChange:
    """The difference of two figures; the rate is missing, with a reason, where the base is zero or less."""

    difference: float | None
    rate: float | None
    reason: Reason | None = None
    turn: Turn | None = None


@dataclass(frozen=True)
class ComparedRow:
    """One row of an official form with what may be said beside it.

    Attributes:
        official: the figures of the form's own columns, by view.
        earlier: the same figure of the same period last year.
        change: of the analysed figure (year to date for flows of a month) against `earlier`.
        budget: the full-year budget; execution: the analysed figure over it.
    """

    row: FormRow
    official: dict[str, float | None]
    analysed: float | None
    earlier: float | None
    change: FigureChange
    budget: float | None
    execution: float | None


def change(now: float | None, base: float | None) -> FigureChange:
    """Compare a figure with an earlier one."""
    if now is None:
        return FigureChange(None, None, Reason.MISSING_INPUT)
    if base is None:
        return FigureChange(None, None, Reason.MISSING_PRIOR)
    turn = Turn.SURPLUS_TO_LOSS if base >= 0 > now else _from_loss(now, base)
    if base == 0:
        return FigureChange(now - base, None, Reason.ZERO_DENOMINATOR, turn)
    if base < 0:
        return FigureChange(now - base, None, Reason.NEGATIVE_BASE, turn)
    return FigureChange(now - base, (now - base) / base, None, turn)


def statement_rows(dataset: Dataset, form: Form, entity: str, period: str) -> tuple[ComparedRow, ...]:
    """The rows of a form in official order, each with its comparisons."""
    return tuple(_rows(dataset, form, entity, Period.parse(period)))


def _rows(dataset: Dataset, form: Form, entity: str, period: Period) -> Iterator[ComparedRow]:
    columns = form.annual if period.kind is PeriodKind.YEAR else form.monthly
    views = tuple(column.view for column in columns)
    view = View.YEAR_TO_DATE if View.YEAR_TO_DATE in views else View.PERIOD
    is_told_by_year = period.ends_year and bool({View.YEAR_TO_DATE, View.OPEN} & {*views})
    for row in form.every_row:
        official = {one: _value(dataset, row, entity, period, one) for one in views}
        now = _value(dataset, row, entity, period, view)
        earlier = _value(dataset, row, entity, period.previous_year(), view)
        if earlier is None and is_told_by_year:
            earlier = _value(dataset, row, entity, period.fiscal_year.previous_year(), View.PERIOD)
        if earlier is None:
            earlier = _value(dataset, row, entity, period, View.COMPARATIVE)
        budget = _value(dataset, row, entity, period.fiscal_year, View.BUDGET)
        yield ComparedRow(row, official, now, earlier, change(now, earlier), budget, executed(now, budget))


def _value(dataset: Dataset, row: FormRow, entity: str, period: Period, view: str) -> float | None:
    return None if row.item is None else dataset.value(row.item, entity, str(period), view)


def _from_loss(now: float, base: float) -> Turn | None:
    if base >= 0:
        return None
    if now >= 0:
        return Turn.LOSS_TO_SURPLUS
    return Turn.LOSS_REDUCED if now > base else Turn.LOSS_GREW if now < base else None


HEADLINES: Final = tuple(
    """
    total_income fiscal_income medical_income outpatient_income inpatient_income drug_income consumables_income
    total_expense personnel_expense drug_expense consumables_expense admin_expense period_surplus
    medical_surplus cash_and_bank accounts_receivable_net inventories total_assets total_liabilities net_assets
    outpatient_emergency_visits discharges occupied_bed_days drg_weight_sum
    """.split()  # noqa: SIM905 - names, a line a statement
)
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
class ItemComparison:
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


def items(analyses: Analyses) -> tuple[ItemComparison, ...]:
    """The headline items: flows of the period itself and to date, balances at its end."""
    books = analyses.books
    return tuple(one for item in HEADLINES for one in _item(books, item) if one.now.value is not None)


def item_comparisons(books: Books, item: str) -> tuple[ItemComparison, ...]:
    """All comparisons of one item."""
    return tuple(_item(books, item))


def _item(books: Books, item: str) -> Iterator[ItemComparison]:
    unit, before = books.item(item).unit, books.now.previous_year()
    if books.is_balance(item):
        yield ItemComparison(item, "closing", unit, books.to_date(item), tuple(_balance(books, item)))
        return
    if books.now.is_partial:
        now, earlier = books.of_month(item), books.now.preceding()
        bases = (
            compared(Base.LAST_YEAR, now, books.of_month(item, before), str(before)),
            compared(Base.PRECEDING, now, books.of_month(item, earlier), str(earlier)),
        )
        yield ItemComparison(item, "month", unit, now, bases)
    yield ItemComparison(item, "to_date", unit, books.to_date(item), tuple(_to_date(books, item, before)))


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


def indicators(analyses: Analyses) -> tuple[ItemComparison, ...]:
    """Every indicator that has a value, obsolete ones left out."""
    catalog = analyses.material.catalog
    found = (indicator_comparison(analyses, name) for name, one in catalog.indicators.items() if not one.obsolete)
    return tuple(one for one in found if one.now.value is not None)


def indicator_comparison(analyses: Analyses, name: str) -> ItemComparison:
    """All comparisons of one indicator."""
    books, unit = analyses.books, analyses.material.catalog.indicators[name].unit
    now, points = books.indicator(name), unit == IN_POINTS
    if now.value is None:
        return ItemComparison(name, "to_date", unit, now, ())
    before, earlier = books.now.previous_year(), books.now.preceding()
    found = [compared(Base.LAST_YEAR, now, _prior(books, name, before), str(before), points=points)]
    if books.now.is_partial:
        found.append(compared(Base.PRECEDING, now, _prior(books, name, earlier), str(earlier), points=points))
    found += _beyond(analyses, name, now, points=points)
    return ItemComparison(name, "to_date", unit, now, tuple(found))


def _prior(books: Books, name: str, period: Period) -> Figure:
    found = books.indicator(name, period)
    return found if found.value is not None else Figure.missing(found.reason or Reason.MISSING_PRIOR)


def _beyond(analyses: Analyses, name: str, now: Figure, *, points: bool) -> Iterator[Compared]:
    """Plan, peers and the own best, as far as there are any."""
    material, year = analyses.material, str(analyses.books.now.fiscal_year)
    target = material.targets.get((name, material.period)) or material.targets.get((name, year))
    if target is not None:
        plan = Figure(target.value, None, (target.place,))
        yield compared(Base.PLAN, now, plan, year, points=points)
    direction = direction_of(analyses, name)
    for base, found in (
        (Base.PEERS, peer_median(analyses, name)),
        (Base.BEST_PEER, best_of_peers(analyses, name, direction)),
        (Base.OWN_BEST, best_of_years(analyses, name, direction)),
    ):
        if found is not None:
            held = compared(base, now, found.value, found.period, points=points)
            yield replace(held, source=found.source, n=found.n)


FEWEST_PEERS: Final = 3
"""Below, a median would be somebody's own figure."""
SIGN: Final[Mapping[Direction, int]] = {Direction.HIGHER: 1, Direction.LOWER: -1}


@dataclass(frozen=True)
class ComparisonBase:
    """A base of comparison: its value, whose it is, of when, and of how many earlier periods it is the best."""

    value: Figure
    source: str
    period: str
    n: int = 0


@dataclass(frozen=True)
class Benchmark:
    """One row of a dumbbell chart.

    Attributes:
        best: the best peer's value; who: its id.
        gap: how far the hospital is behind the best, in the unit of the indicator; at or below zero it leads.
        place: 1 is best among `n` hospitals, the own one counted in.
    """

    id: str
    own: float
    best: float
    who: str
    median: float
    gap: float
    place: int
    n: int


def peer_values(analyses: Analyses, name: str) -> dict[str, float]:
    """Values of the peers in the period of the report, by entity."""
    peers, period = analyses.material.peers, analyses.material.period
    if peers is None or name not in peers.values.columns:
        return {}
    rows = _benchmark_rows(analyses, period)
    column = peers.values[name].to_numpy()[[row for row, _ in rows]]
    return {who: float(value) for (_, who), value in zip(rows, column, strict=True) if np.isfinite(value)}


def _benchmark_rows(analyses: Analyses, period: str) -> list[tuple[int, str]]:
    """Positions and ids of the peers that have the period; looked up once for all indicators."""
    kept: dict[str, list[tuple[int, str]]] = analyses.__dict__.setdefault("_peer_rows", {})
    if period not in kept:
        index = analyses.material.peers.values.index if analyses.material.peers is not None else ()
        kept[period] = [(row, str(who)) for row, (who, when) in enumerate(index) if when == period]
    return kept[period]


def peer_median(analyses: Analyses, name: str) -> ComparisonBase | None:
    """The median of the peers; None with fewer than three."""
    values = peer_values(analyses, name)
    if len(values) < FEWEST_PEERS:
        return None
    return ComparisonBase(Figure(median(values.values())), "", analyses.material.period)


def best_of_peers(analyses: Analyses, name: str, direction: Direction) -> ComparisonBase | None:
    """The best peer's value; None where no direction says what is best."""
    values = peer_values(analyses, name)
    if direction not in SIGN or not values:
        return None
    who = max(values, key=lambda one: (SIGN[direction] * values[one], one))
    return ComparisonBase(Figure(values[who]), who, analyses.material.period)


def best_of_years(analyses: Analyses, name: str, direction: Direction) -> ComparisonBase | None:
    """The best value of the own earlier periods of the same kind: years, or the same month of years.

    A part of a year is never held against a whole one; of equal values the latest counts.
    """
    books = analyses.books
    if direction not in SIGN:
        return None
    kind, last = books.now.kind, books.now.sort_key()
    known = (when for when in books.cells.periods if when.kind is kind and when.sort_key() < last)
    if kind is not PeriodKind.YEAR:
        known = (when for when in known if when.number == books.now.number)
    found = {when: value for when in known if (value := books.indicator(name, when).value) is not None}
    if not found:
        return None
    when = max(found, key=lambda one: (SIGN[direction] * found[one], one.sort_key()))
    return ComparisonBase(Figure(found[when]), str(when), str(when), len(found))


def benchmarks(analyses: Analyses) -> tuple[Benchmark, ...] | Unavailable:
    """Each scored indicator with a direction beside the best peer, farthest behind first by share of the best."""
    if analyses.material.peers is None:
        return Unavailable("peers", Reason.MISSING_INPUT)
    found = []
    for row in analyses.material.evaluation.indicators:
        best = best_of_peers(analyses, row.id, direction_of(analyses, row.id))
        values = peer_values(analyses, row.id)
        if row.value is None or best is None or best.value.value is None or len(values) < FEWEST_PEERS:
            continue
        sign = SIGN[direction_of(analyses, row.id)]
        gap = sign * (best.value.value - row.value)
        place = 1 + sum(sign * value > sign * row.value for value in values.values())
        middle = median(values.values())
        found.append(Benchmark(row.id, row.value, best.value.value, best.source, middle, gap, place, len(values) + 1))
    return tuple(sorted(found, key=lambda one: (-one.gap / abs(one.best) if one.best else 0.0, one.id)))
