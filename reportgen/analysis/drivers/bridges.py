"""Bridges of income and cost from last year to now; the steps add up to the change, to the cent.

Fixed and variable cost: where income covers all cost, and how far from it the hospital stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Unavailable, merged, values_of
from reportgen.analysis.comparison.trends import unbroken
from reportgen.analysis.drivers.split import SplitMethod, chain, shapley, usable
from reportgen.model.definitions import NO_RULES
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason
from reportgen.scoring.kernels.finance import breakeven

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.footing import SumMember
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period
    from reportgen.model.place import Place
    from reportgen.scoring.arrays import Floats

OUTPATIENT: Final = ("outpatient_emergency_visits",)
INPATIENT: Final = ("discharges", "cmi")
INCOME: Final = (
    "fiscal_income",
    "settlement_difference",
    "science_education_income",
    "superior_subsidy_income",
    "affiliate_remittance_income",
    "commercial_income",
    "nonpeer_fiscal_income",
    "investment_income",
    "donation_income",
    "interest_income",
    "rental_income",
    "other_income",
)
"""Lines beside the income from patients; with it they make up the total."""
WHOLE, EXPENSE, SURPLUS = "total_income", "total_expense", "period_surplus"
OTHER: Final = "other_expense"
NATURES: Final = (
    "personnel_expense",
    "drug_expense",
    "consumables_expense",
    "other_materials_expense",
    "utilities_expense",
    "maintenance_expense",
    "property_management_expense",
    "depreciation_expense",
    "amortisation_expense",
    "interest_expense",
)


@dataclass(frozen=True)
class DriverStep:
    """One step of a bridge.

    Attributes:
        id: an item; or item.factor, such as ``inpatient_income.cmi``, for the effect of a factor on an item.
        amount: in the unit of the bridge.
        places: the cells it rests on.
    """

    id: str
    amount: float
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class DriverBridge:
    """From an earlier figure to a later one.

    Attributes:
        method: how joint effects of factors are shared out; order: in which the factors were replaced.
        steps: their sum is after − before, to the cent.
    """

    item: str
    period_before: str
    period_after: str
    before: Figure
    after: Figure
    steps: tuple[DriverStep, ...]
    method: SplitMethod
    order: tuple[str, ...] = ()


def income(analyses: Analyses) -> DriverBridge | Unavailable:
    """Total income: patients' income by visits, discharges, case mix and income a point; all other lines by amount."""
    return income_bridge(analyses.books, analyses.books.now.previous_year(), SplitMethod.SHAPLEY)


def income_in_order(analyses: Analyses) -> DriverBridge | Unavailable:
    """The same by chain substitution: quantity before structure before price, in the order printed."""
    return income_bridge(analyses.books, analyses.books.now.previous_year(), SplitMethod.CHAIN)


def income_bridge(books: Books, before: Period, method: SplitMethod) -> DriverBridge | Unavailable:
    """Total income between two dates of the same length."""
    steps: list[DriverStep] = []
    for item, drivers in (("outpatient_income", OUTPATIENT), ("inpatient_income", INPATIENT)):
        found = factors(books, item, drivers, before, method)
        if isinstance(found, Unavailable):
            return found
        steps += found
    return _bridge(books, WHOLE, before, [*steps, *_lines(books, INCOME, before)], method)


def cost(analyses: Analyses) -> DriverBridge | Unavailable:
    """Total expense by nature, what no nature names last; none where the statement has no line of it."""
    books, before = analyses.books, analyses.books.now.previous_year()
    steps = _cost_steps(analyses, before)
    if isinstance(steps, Unavailable):
        return steps
    if [one.id for one in steps] == [EXPENSE]:
        return Unavailable("lines_of", Reason.MISSING_INPUT, {"item": books.item(EXPENSE).name})
    return _bridge(books, EXPENSE, before, steps, SplitMethod.CHAIN)


def _cost_steps(analyses: Analyses, before: Period) -> Sequence[DriverStep] | Unavailable:
    """Changes of the lines of expense, and of what they leave; without any line the change of the total."""
    books, spent = analyses.books, _spent(analyses)
    lines = list(_lines(books, spent, before))
    total = books.to_date(EXPENSE) - books.to_date(EXPENSE, before)
    if total.value is None:
        return _missing(books, EXPENSE, before)
    rest = total.value - fsum(one.amount for one in lines)
    name = EXPENSE if all(books.to_date(item).value is None for item in spent) else "rest"
    return (
        [*lines, DriverStep(name, rest, total.places)]
        if abs(rest) > _rounding(books, EXPENSE, before, lines)
        else lines
    )


def _spent(analyses: Analyses) -> tuple[str, ...]:
    """The lines of expense by nature: in a statement in words of its own those that make up its total.

    Where they do not make it up, all that such statements have. An official form has its expense by purpose, and what
    kind it is only in its notes: without these the lines of the form.
    """
    if own := analyses.footing.get(EXPENSE):
        return tuple(line.id for line in own)
    books, items = analyses.books, analyses.material.catalog.items
    if analyses.material.case.file.has_official_rules and all(books.to_date(one).value is None for one in NATURES):
        return tuple(name for name, item in items.items() if item.parent == EXPENSE and item.sign == "+")
    return NATURES if analyses.material.case.file.has_official_rules else (*NATURES, *_beside(analyses), OTHER)


def _beside(analyses: Analyses) -> Iterator[str]:
    """Kinds of expense by other rules than the official ones, and by the case; of one without a figure its parts."""
    parted = {name for name in NATURES if analyses.books.unheard(name, analyses.books.now) is None}
    for name, item in analyses.material.catalog.items.items():
        is_own = not item.regimes or NO_RULES in item.regimes
        if is_own and name not in NATURES and (item.parent in parted or (item.parent == EXPENSE and item.sign == "0")):
            yield name


def surplus(analyses: Analyses) -> DriverBridge | Unavailable:
    """The surplus: income lines as they are, expense lines with their sign turned."""
    books = analyses.books
    before = books.now.previous_year()
    found = _cost_steps(analyses, before)
    if isinstance(found, Unavailable):
        return found
    spent = [DriverStep(one.id, -one.amount, one.places) for one in found]
    return _bridge(books, SURPLUS, before, [*_gain_steps(analyses, before), *spent], SplitMethod.CHAIN)


def _gain_steps(analyses: Analyses, before: Period) -> Iterator[DriverStep]:
    """Changes of the lines of income; in a statement in words of its own also of what no line of its total names.

    Such a statement has lines below both its sums, gains and what is taken off: they count as they lead to the result.
    """
    books, leading = analyses.books, analyses.footing.get(SURPLUS, ())
    within = analyses.footing.get(WHOLE, ())
    if not within or not {WHOLE, EXPENSE} <= {line.id for line in leading}:
        named = ("medical_income", *(item for item in INCOME if item != "settlement_difference"))
        yield from _lines(books, named, before)
        return
    lines = list(_signed(books, within, before))
    yield from lines
    total = books.to_date(WHOLE) - books.to_date(WHOLE, before)
    rest = 0.0 if total.value is None else total.value - fsum(one.amount for one in lines)
    if abs(rest) > _rounding(books, WHOLE, before, lines):
        yield DriverStep("income_rest", rest, total.places)
    yield from _signed(books, [line for line in leading if line.id not in {WHOLE, EXPENSE}], before)


def _signed(books: Books, lines: Sequence[SumMember], before: Period) -> Iterator[DriverStep]:
    """Changes of the lines of a sum, as they count in it."""
    for line in lines:
        for step in _lines(books, (line.id,), before):
            yield DriverStep(step.id, line.sign * step.amount, step.places)


def factors(
    books: Books, item: str, drivers: Sequence[str], before: Period, method: SplitMethod
) -> tuple[DriverStep, ...] | Unavailable:
    """An item as the product of its drivers and of what one unit of them brings."""
    old, new = _product(books, item, drivers, before), _product(books, item, drivers, books.now)
    values_before, values_after = values_of(old), values_of(new)
    if any(one.value is not None and one.value <= 0 for one in (*old[:-1], *new[:-1])):
        return Unavailable("drivers_not_positive", Reason.NEGATIVE_BASE, {"item": books.item(item).name})
    if values_before is None or values_after is None:
        lost = next(
            name
            for name, one, two in zip((*drivers, item), old, new, strict=True)
            if one.value is None or two.value is None
        )
        return _missing(books, lost, before)
    if not usable(values_before, values_after):
        return Unavailable("drivers_not_positive", Reason.NEGATIVE_BASE, {"item": books.item(item).name})
    names = (*drivers, "per_unit")
    split = (chain if method is SplitMethod.CHAIN else shapley)(names, values_before, values_after)
    places = merged(*old, *new)
    return tuple(DriverStep(f"{item}.{effect.id}", effect.amount, places) for effect in split.effects)


def _product(books: Books, item: str, drivers: Sequence[str], period: Period) -> tuple[Figure, ...]:
    quantities = [books.to_date(driver, period) for driver in drivers]
    unit = books.to_date(item, period)
    for quantity in quantities:
        unit = unit.over(quantity)
    return (*quantities, unit)


def _lines(books: Books, items: Sequence[str], before: Period) -> Iterator[DriverStep]:
    """Changes of lines by amount; lines that nobody supplies in either period, or that did not move, are left out."""
    for item in items:
        change = books.to_date(item) - books.to_date(item, before)
        if change.value is not None and abs(change.value) > HALF_A_FEN:
            yield DriverStep(item, change.value, change.places)


def _unit(books: Books, item: str, before: Period) -> float:
    """One unit in the last place of the coarser of two figures."""
    return max(books.step(item, when) for when in (before, books.now))


def _rounding(books: Books, item: str, before: Period, steps: Sequence[DriverStep]) -> float:
    """What steps may miss the change of an item by: half a unit of the last place that was filed, for each figure."""
    unit = _unit(books, item, before)
    return HALF_A_FEN if unit <= 2 * HALF_A_FEN else unit / 2 * (len(steps) + 2)


def _bridge(
    books: Books, item: str, before: Period, steps: Sequence[DriverStep], method: SplitMethod
) -> DriverBridge | Unavailable:
    """A bridge only if its steps come to the change: a line that is missing on one side would be nobody's."""
    old, new = books.to_date(item, before), books.to_date(item)
    if old.value is None or new.value is None:
        return _missing(books, item, before)
    gap = new.value - old.value - fsum(step.amount for step in steps)
    if abs(gap) > _unit(books, item, before) / 2 * (len(steps) + 2):
        return Unavailable("bridge", Reason.INVALID_INPUT, {"item": books.item(item).name, "gap": gap})
    order = tuple(dict.fromkeys(step.id.partition(".")[2] for step in steps if "." in step.id))
    return DriverBridge(item, str(before), str(books.now), old, new, tuple(steps), method, order)


def _missing(books: Books, item: str, before: Period) -> Unavailable:
    period = books.now if books.to_date(item).value is None else before
    reason = Reason.MISSING_INPUT if period == books.now else Reason.MISSING_PRIOR
    return Unavailable("item_of", reason, {"item": books.item(item).name, "period": str(period)})


FEWEST_MONTHS: Final = 12
WEAK: Final = 0.5
"""Share of the variance of cost that the work has to explain before a line says anything."""


@dataclass(frozen=True)
class BreakEven:
    """The point at which medical income covers cost, to date.

    Attributes:
        contribution_rate: what remains of a yuan of income after variable cost.
        income: break-even income; margin: income above it; margin_rate: as a share of income.
        leverage: contribution over surplus: by how many percent the surplus moves with one percent of the work;
            missing at or below the break-even point.
    """

    fixed: float
    variable: float
    actual: float
    contribution_rate: float
    income: float
    margin: float
    margin_rate: float
    leverage: Figure
    places: tuple[Place, ...]


@dataclass(frozen=True)
class CostBehaviour:
    """Monthly cost as fixed + rate · work, by least squares.

    Attributes:
        fixed: a month; rate: for each unit of work; explained: r², 0–1; months: how many were used.
        firm: whether the work explains enough of the cost to rely on the line.
    """

    work: str
    fixed: float
    rate: float
    explained: float
    months: int
    firm: bool


def break_even(analyses: Analyses) -> BreakEven | Unavailable:
    """From the fixed and the variable cost that the hospital states."""
    books = analyses.books
    figures = {name: books.to_date(name) for name in ("fixed_cost", "variable_cost", "medical_income")}
    lost = next((name for name, one in figures.items() if one.value is None), None)
    if lost is not None:
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item(lost).name})
    fixed, variable, actual = (one.value or 0.0 for one in figures.values())
    return point(fixed, variable, actual, merged(*figures.values()))


def point(fixed: float, variable: float, actual: float, places: tuple[Place, ...] = ()) -> BreakEven | Unavailable:
    """Break-even income = fixed / (1 − variable rate); nothing where a yuan of income costs a yuan or more."""
    if actual <= 0:
        return Unavailable("income_not_positive", Reason.ZERO_DENOMINATOR)
    if fixed < 0 or variable < 0:
        return Unavailable("cost_negative", Reason.NEGATIVE_BASE)
    found = breakeven(fixed, 1.0, variable / actual)
    if not np.isfinite(found.sales):
        return Unavailable("no_contribution", Reason.NEGATIVE_DENOMINATOR, {"rate": variable / actual}, places)
    surplus = actual - variable - fixed
    leverage = Figure((actual - variable) / surplus) if surplus > 0 else Figure.missing(Reason.NEGATIVE_DENOMINATOR)
    margin = actual - found.sales
    return BreakEven(
        fixed, variable, actual, found.contribution_rate, found.sales, margin, margin / actual, leverage, places
    )


def behaviour(analyses: Analyses) -> CostBehaviour | Unavailable:
    """Total expense of months against the weighted cases that were treated in them."""
    books = analyses.books
    return of_months(books, EXPENSE, "drg_weight_sum")


def of_months(books: Books, cost: str, work: str) -> CostBehaviour | Unavailable:
    """The line through the months for which both are known; the months of the longest unbroken run up to now."""
    pairs = [(str(when), books.of_month(cost, when), books.of_month(work, when)) for when in books.all_months]
    costs, _ = unbroken([(when, one + two.times(0.0)) for when, one, two in pairs])
    works, _ = unbroken([(when, two + one.times(0.0)) for when, one, two in pairs])
    if len(costs) < FEWEST_MONTHS:
        alone = {
            name: len(unbroken([(str(when), one) for when, one in books.monthly(name)])[0]) for name in (cost, work)
        }
        lacking = min(alone, key=lambda name: alone[name])
        facts: Facts = {"item": books.item(lacking).name, "have": alone[lacking], "need": FEWEST_MONTHS}
        return Unavailable("months", Reason.MISSING_INPUT, facts)
    return line(work, works, costs)


def line(work: str, works: Floats, costs: Floats) -> CostBehaviour | Unavailable:
    """Least squares; nothing where the work never changed."""
    spread = float(((works - works.mean()) ** 2).sum())
    if spread == 0:
        return Unavailable("work_constant", Reason.ZERO_DENOMINATOR)
    rate = float(((works - works.mean()) * (costs - costs.mean())).sum()) / spread
    fixed = float(costs.mean() - rate * works.mean())
    total = float(((costs - costs.mean()) ** 2).sum())
    explained = 1 - float(((costs - fixed - rate * works) ** 2).sum()) / total if total else 1.0
    return CostBehaviour(work, fixed, rate, explained, len(works), firm=explained >= WEAK and rate > 0 and fixed > 0)
