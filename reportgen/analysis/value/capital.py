"""Economic value added of a public hospital: the result before the cost of capital, less a charge on all capital.

EVA = surplus + interest + adjustments − rate · (assets − current liabilities that bear no interest − construction in
progress), balances as the mean of opening and closing. The charge is that of the part of the year. No tax is taken off:
the surplus of medical care bears none. For information only: a public hospital is not to earn its cost of capital.

Appraisal of capital projects: present value, internal rate, payback, and how far flows may fall short.

NPV takes year 0 as it stands and discounts each later year once more; IRR is the rate at which it is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis import tables
from reportgen.analysis.answer import Facts, Figure, Unavailable
from reportgen.formula.finance import internal_rate
from reportgen.model.period import MONTHS
from reportgen.model.values import Reason
from reportgen.scoring.kernels.time_value import net_present_value

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period

TABLE: Final = "project_flows"


@dataclass(frozen=True)
class CapitalProject:
    """One project.

    Attributes:
        flows: net cash flows of year 0, 1 …, money.
        rate: discount rate, a fraction; stated: whether the table gives it; else the case's cost of capital stands in.
        npv: money; irr: a fraction, missing without a change of sign; several_rates: whether flows change sign more
            than once, so that there may be several internal rates, of which the one nearest to 0 is given.
        payback: years until the flows are even, the last one in part; discounted_payback: likewise at present value;
            missing where they never are.
        shortfall: by which share the later flows may fall short before NPV is 0, a fraction.
    """

    id: str
    flows: tuple[float, ...]
    rate: float
    stated: bool
    npv: Figure
    irr: Figure
    several_rates: bool
    payback: Figure
    discounted_payback: Figure
    shortfall: Figure


@dataclass(frozen=True)
class CapitalProjects:
    """Projects in the order of the table; those whose flows have gaps, with the reason."""

    projects: tuple[CapitalProject, ...]
    lacks: Mapping[str, Unavailable]

    @property
    def missing(self) -> tuple[Unavailable, ...]:
        """Why projects are not appraised, in the order of the table."""
        return tuple(self.lacks.values())

    @property
    def ranked(self) -> tuple[CapitalProject, ...]:
        """By present value, highest first."""
        return tuple(sorted(self.projects, key=lambda one: (-(one.npv.value or 0.0), one.id)))


def capital_projects(analyses: Analyses) -> CapitalProjects | Unavailable:
    """Projects by the flows last stated in the year."""
    rows = tables.in_force(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    by_project: dict[str, list[RegisterRow]] = {}
    for row in rows.values():
        by_project.setdefault(row.words["project"], []).append(row)
    setting = analyses.material.case.file.analysis.capital_charge
    found = {name: _project(name, own, setting) for name, own in by_project.items()}
    return CapitalProjects(
        tuple(one for one in found.values() if isinstance(one, CapitalProject)),
        {name: one for name, one in found.items() if isinstance(one, Unavailable)},
    )


def appraised(name: str, flows: tuple[float, ...], rate: float, *, stated: bool = True) -> CapitalProject:
    """A project from its flows."""
    series = np.array(flows)
    worth = float(net_present_value(np.float64(rate), series))
    found = float(internal_rate(series))
    factors = (1 + rate) ** -np.arange(len(flows), dtype=np.float64)
    later = float(series[1:] @ factors[1:])
    signs = [value > 0 for value in flows if value]
    return CapitalProject(
        id=name,
        flows=flows,
        rate=rate,
        stated=stated,
        npv=Figure(worth),
        irr=Figure(found) if np.isfinite(found) else Figure.missing(Reason.NOT_APPLICABLE),
        several_rates=sum(one != other for one, other in pairwise(signs)) > 1,
        payback=payback(flows),
        discounted_payback=payback(tuple(float(one) for one in series * factors)),
        shortfall=Figure(worth).over(Figure(later)),
    )


def payback(flows: tuple[float, ...]) -> Figure:
    """Years until what came in has made up for what was paid and stays so; the last year in part."""
    sums = list(accumulate(flows))
    if sums[-1] < 0 or sums[0] >= 0:
        return Figure.missing(Reason.NOT_APPLICABLE)
    last = max(at for at, value in enumerate(sums) if value < 0)
    return Figure(last + -sums[last] / flows[last + 1])


def _project(name: str, rows: list[RegisterRow], setting: float) -> CapitalProject | Unavailable:
    years = {row.figure("flow_year").value: row for row in rows}
    expected = [float(year) for year in range(len(rows))]
    if sorted(year for year in years if year is not None) != expected or len(rows) < len(("paid", "back")):
        return Unavailable("flow_years", Reason.MISSING_INPUT, {"name": name})
    flows = [years[year].figure("flow").value for year in expected]
    known = tuple(flow for flow in flows if flow is not None)
    if len(known) < len(flows):
        return Unavailable("flow_years", Reason.MISSING_INPUT, {"name": name})
    rates = [row.figure("discount_rate").value for row in rows]
    stated = next((rate for rate in rates if rate is not None), None)
    if stated is not None and (stated <= -1 or any(rate not in {None, stated} for rate in rates)):
        return Unavailable("flow_rate", Reason.INVALID_INPUT, {"name": name})
    return appraised(name, known, setting if stated is None else stated, stated=stated is not None)


RATE: Final = "capital_charge_rate"
ADJUSTMENTS: Final = "eva_adjustments"
FLOWS: Final = ("period_surplus", "interest_expense")
BALANCES: Final = (
    "total_assets",
    "current_liabilities",
    "short_term_loans",
    "current_portion_non_current_liabilities",
    "construction_in_progress",
    "net_assets",
)


@dataclass(frozen=True)
class Eva:
    """Value added over a part of a year, money.

    Attributes:
        period: of the figures.
        surplus, interest: to date; adjustments: as the hospital states them, missing where it states none, and then
            none is made.
        result: their sum.
        assets, free_liabilities, construction: means of opening and closing; capital: assets − the other two.
        rate: yearly cost of capital, a fraction; stated: whether it is a figure of the hospital and not the case's
            setting.
        charge: rate · part of the year · capital; value: result − charge; yearly: value scaled to a year.
        return_on_capital: result scaled to a year over capital: the rate at which nothing would be added.
        equity_charge: the part of the charge that falls on net assets: the opportunity cost of what the state put in.
    """

    period: str
    surplus: float
    interest: float
    adjustments: Figure
    result: float
    assets: float
    free_liabilities: float
    construction: float
    capital: float
    rate: float
    stated: bool
    charge: float
    value: float
    yearly: float
    return_on_capital: Figure
    equity_charge: float


@dataclass(frozen=True)
class ValueAdded:
    """EVA to date, and that of the same months of last year.

    Attributes:
        by_result, by_capital, by_rate: what the change since last year is owed to; they add up to it. None where there
            is no last year.
    """

    now: Eva
    before: Eva | Unavailable
    by_result: float | None
    by_capital: float | None
    by_rate: float | None


def eva(analyses: Analyses) -> ValueAdded | Unavailable:
    """Value added to date and its change."""
    books, rate = analyses.books, analyses.material.case.file.analysis.capital_charge
    now, before = _of(books, books.now, rate), _of(books, books.now.previous_year(), rate)
    if isinstance(now, Unavailable):
        return now
    if isinstance(before, Unavailable):
        return ValueAdded(now, before, None, None, None)
    part = books.now.months_elapsed / MONTHS
    return ValueAdded(
        now,
        before,
        now.result - before.result,
        -before.rate * part * (now.capital - before.capital),
        -(now.rate - before.rate) * part * now.capital,
    )


def value_added(  # noqa: PLR0913 - EVA has so many parts
    period: str,
    flows: tuple[float, float],
    adjustments: Figure,
    balances: dict[str, float],
    rate: Figure,
    months: int,
) -> Eva | Unavailable:
    """EVA from surplus and interest, mean balances by item, and a rate; nothing where there is no capital."""
    result = sum(flows) + (adjustments.value or 0.0)
    free = balances["current_liabilities"] - balances["short_term_loans"]
    free -= balances["current_portion_non_current_liabilities"]
    capital = balances["total_assets"] - free - balances["construction_in_progress"]
    if capital <= 0 or rate.value is None:
        return Unavailable("no_capital", Reason.NEGATIVE_DENOMINATOR, {"period": period})
    part = months / MONTHS
    charge = rate.value * part * capital
    return Eva(
        period=period,
        surplus=flows[0],
        interest=flows[1],
        adjustments=adjustments,
        result=result,
        assets=balances["total_assets"],
        free_liabilities=free,
        construction=balances["construction_in_progress"],
        capital=capital,
        rate=rate.value,
        stated=bool(rate.places),
        charge=charge,
        value=result - charge,
        yearly=(result - charge) / part,
        return_on_capital=Figure(result / part / capital),
        equity_charge=rate.value * part * balances["net_assets"],
    )


def _of(books: Books, period: Period, setting: float) -> Eva | Unavailable:
    flows = {item: books.to_date(item, period) for item in FLOWS}
    means = {item: books.average(item, period) for item in BALANCES}
    for item, figure in {**flows, **means}.items():
        if figure.value is None:
            facts: Facts = {"item": books.item(item).name, "period": str(period)}
            return Unavailable("item_of", figure.reason or Reason.MISSING_INPUT, facts)
    stated = books.to_date(RATE, period)
    surplus, interest = (one.value or 0.0 for one in flows.values())
    return value_added(
        str(period),
        (surplus, interest),
        books.to_date(ADJUSTMENTS, period),
        {item: one.value or 0.0 for item, one in means.items()},
        stated if stated.value is not None else Figure(setting),
        period.months_elapsed,
    )
