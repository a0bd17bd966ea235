"""Appraisal of capital projects: present value, internal rate, payback, and how far flows may fall short.

NPV takes year 0 as it stands and discounts each later year once more; IRR is the rate at which it is 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Lack
from reportgen.formula.roots import internal_rate
from reportgen.model.reason import Reason
from reportgen.scoring.kernels.time_value import net_present_value

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.analysis.rows import Row

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
        profitability: present value of what comes in over what is paid out in year 0.
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
    profitability: Figure
    shortfall: Figure

    @property
    def worthwhile(self) -> bool | None:
        """Whether it brings more than its discount rate."""
        return None if self.npv.value is None else self.npv.value > 0


@dataclass(frozen=True)
class CapitalProjects:
    """Projects in the order of the table; those whose flows have gaps, with the reason."""

    projects: tuple[CapitalProject, ...]
    lacks: Mapping[str, Lack]

    @property
    def ranked(self) -> tuple[CapitalProject, ...]:
        """By present value, highest first."""
        return tuple(sorted(self.projects, key=lambda one: (-(one.npv.value or 0.0), one.id)))


def capital_projects(analyses: Analyses) -> CapitalProjects | Lack:
    """Projects by the flows last stated in the year."""
    rows = tables.in_force(analyses, TABLE)
    if isinstance(rows, Lack):
        return rows
    by_project: dict[str, list[Row]] = {}
    for row in rows.values():
        by_project.setdefault(row.words["project"], []).append(row)
    setting = analyses.material.case.file.analysis.capital_charge
    found = {name: _project(name, own, setting) for name, own in by_project.items()}
    return CapitalProjects(
        tuple(one for one in found.values() if isinstance(one, CapitalProject)),
        {name: one for name, one in found.items() if isinstance(one, Lack)},
    )


def appraised(name: str, flows: tuple[float, ...], rate: float, *, stated: bool = True) -> CapitalProject:
    """A project from its flows."""
    series = np.array(flows)
    worth = float(net_present_value(np.float64(rate), series))
    found = float(internal_rate(series))
    factors = (1 + rate) ** -np.arange(len(flows), dtype=np.float64)
    later = float(series[1:] @ factors[1:])
    signs = [value > 0 for value in flows if value]
    paid = Figure(-flows[0])
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
        profitability=Figure(later).over(paid),
        shortfall=Figure(worth).over(Figure(later)),
    )


def payback(flows: tuple[float, ...]) -> Figure:
    """Years until what came in has made up for what was paid and stays so; the last year in part."""
    sums = list(accumulate(flows))
    if sums[-1] < 0 or sums[0] >= 0:
        return Figure.missing(Reason.NOT_APPLICABLE)
    last = max(at for at, value in enumerate(sums) if value < 0)
    return Figure(last + -sums[last] / flows[last + 1])


def _project(name: str, rows: list[Row], setting: float) -> CapitalProject | Lack:
    years = {row.figure("flow_year").value: row for row in rows}
    expected = [float(year) for year in range(len(rows))]
    if sorted(year for year in years if year is not None) != expected or len(rows) < len(("paid", "back")):
        return Lack("flow_years", Reason.MISSING_INPUT, {"name": name})
    flows = [years[year].figure("flow").value for year in expected]
    known = tuple(flow for flow in flows if flow is not None)
    if len(known) < len(flows):
        return Lack("flow_years", Reason.MISSING_INPUT, {"name": name})
    rates = [row.figure("discount_rate").value for row in rows]
    stated = next((rate for rate in rates if rate is not None), None)
    if stated is not None and (stated <= -1 or any(rate not in {None, stated} for rate in rates)):
        return Lack("flow_rate", Reason.INVALID_INPUT, {"name": name})
    return appraised(name, known, setting if stated is None else stated, stated=stated is not None)
