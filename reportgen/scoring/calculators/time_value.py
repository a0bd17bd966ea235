"""Spreadsheet functions for money over time, and AVERAGE."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.formula.roots import internal_rate
from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import Calculator, Finite, Form, Row, Undefined, number
from reportgen.scoring.calculators.shapes import Value, over
from reportgen.scoring.kernels.time_value import FUNCTIONS, net_present_value, payback

Name = Literal[
    "FV",
    "PV",
    "PMT",
    "NPER",
    "RATE",
    "IPMT",
    "PPMT",
    "CUMIPMT",
    "CUMPRINC",
    "NPV",
    "NPV_AT_ZERO",
    "IRR",
    "MIRR",
    "AVERAGE",
    "EFFECT",
    "NOMINAL",
]
Whole = Annotated[int, Field(ge=1)]
Due = Annotated[int, Field(ge=0, le=1)]
"""0 paid at the end of a period, 1 at its beginning."""
Cell = Finite | bool | str | None
"""Empty cells, text and logical values are passed over."""


class TimeValueInput(Definition):
    """A function and its arguments under the spreadsheet's names; pmt, pv, fv and type are 0 where left out."""

    function: Name
    rate: Finite | None = None
    nper: Finite | None = None
    per: Finite | None = None
    pmt: Finite | None = None
    pv: Finite | None = None
    fv: Finite | None = None
    type: Due | None = None
    values: tuple[Cell, ...] | None = None
    finance_rate: Finite | None = None
    reinvest_rate: Finite | None = None
    npery: Finite | None = None
    start: Whole | None = None
    end: Whole | None = None


class TimeValueOutput(Definition):
    """What the function gives; null where a spreadsheet shows an error."""

    value: Value


@np.errstate(all="ignore")
def run(inputs: TimeValueInput) -> TimeValueOutput:
    """Call the function with its own arguments."""
    function = FUNCTIONS[inputs.function]
    needed = [_argument(inputs, name) for name in function.needed]
    if any(argument is None for argument in needed):
        raise Undefined("argument")
    optional = [np.float64(0) if (given := _argument(inputs, name)) is None else given for name in function.optional]
    return TimeValueOutput(value=number(function.run(*needed, *optional) + 0.0))


def _argument(inputs: TimeValueInput, name: str) -> np.float64 | Floats | None:
    given = getattr(inputs, name)
    if given is None:
        return None
    if name == "values":
        return np.array([cell for cell in given if isinstance(cell, int | float) and not isinstance(cell, bool)], float)
    return np.float64(given)


class ProjectInput(Definition):
    """Flows of a project by year, the outlay first and negative, and the rate at which they are discounted."""

    flows: Annotated[Row, Field(min_length=2)]
    rate: Annotated[float, Field(gt=-1, allow_inf_nan=False)]


class ProjectOutput(Definition):
    """Net present value, internal rate of return, payback plain and discounted, present value of a unit laid out."""

    npv: Value
    irr: Value
    payback: Value
    discounted_payback: Value
    profitability_index: Value


@np.errstate(all="ignore")
def project(inputs: ProjectInput) -> ProjectOutput:
    """Judge a project by its flows; the outlay is not discounted."""
    flows, rate = np.array(inputs.flows), np.float64(inputs.rate)
    worth = net_present_value(rate, flows)
    discounted = flows * np.power(1 + rate, -np.arange(len(flows), dtype=np.float64))
    return ProjectOutput(
        npv=number(worth),
        irr=number(internal_rate(flows)),
        payback=number(payback(flows)),
        discounted_payback=number(payback(discounted)),
        profitability_index=over(float(worth) - inputs.flows[0], -inputs.flows[0]) if inputs.flows[0] < 0 else None,
    )


CALCULATOR = Calculator(
    "time_value",
    {"": Form(TimeValueInput, TimeValueOutput, run), "project": Form(ProjectInput, ProjectOutput, project)},
)
