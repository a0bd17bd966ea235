"""Spreadsheet functions for money over time, and AVERAGE.

Ratios of statements by name.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from reportgen.formula.finance import internal_rate
from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import Calculator, Finite, InputForm, Row, Undefined, Value, number, over
from reportgen.scoring.kernels.finance import RATIOS, ItemAmounts
from reportgen.scoring.kernels.time_value import FUNCTIONS, net_present_value, payback

Name = Literal[
    "current_ratio",
    "quick_ratio",
    "acid_test_ratio",
    "cash_ratio",
    "debt_to_assets",
    "debt_to_equity",
    "interest_coverage",
    "working_capital",
    "inventory_turnover",
    "receivable_turnover",
    "days_inventory",
    "days_receivable",
    "gross_margin",
    "return_on_sales",
    "drug_turnover",
    "surplus_rate",
    "roa",
    "management_rate",
    "self_sufficiency",
    "income_per_100_fixed",
    "income_per_head",
    "cash_to_surplus",
    "cash_to_income",
    "cash_to_assets",
    "operating_index",
    "income_cash_ratio",
]


class RatioAnalysisInput(Definition):
    """Amounts by item, with _opening and _closing for balances at both ends, and the ratios asked for."""

    items: dict[str, Finite | None]
    ratios: Annotated[tuple[Name, ...], Field(min_length=1)]


class RatioAnalysisOutput(Definition):
    """The ratios asked for, and the items that one could not be computed without."""

    current_ratio: Value = None
    quick_ratio: Value = None
    acid_test_ratio: Value = None
    cash_ratio: Value = None
    debt_to_assets: Value = None
    debt_to_equity: Value = None
    interest_coverage: Value = None
    working_capital: Value = None
    inventory_turnover: Value = None
    receivable_turnover: Value = None
    days_inventory: Value = None
    days_receivable: Value = None
    gross_margin: Value = None
    return_on_sales: Value = None
    drug_turnover: Value = None
    surplus_rate: Value = None
    roa: Value = None
    management_rate: Value = None
    self_sufficiency: Value = None
    income_per_100_fixed: Value = None
    income_per_head: Value = None
    cash_to_surplus: Value = None
    cash_to_income: Value = None
    cash_to_assets: Value = None
    operating_index: Value = None
    income_cash_ratio: Value = None
    missing: dict[str, tuple[str, ...]]

    @model_serializer(mode="wrap")
    def _asked(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Only what was asked for."""
        return {key: value for key, value in handler(self).items() if key in self.model_fields_set}


@np.errstate(all="ignore")
def run(inputs: RatioAnalysisInput) -> RatioAnalysisOutput:
    """Compute each ratio; without one of its items it is null, and the item is named."""
    found: dict[str, Value] = {}
    missing: dict[str, tuple[str, ...]] = {}
    for name in inputs.ratios:
        books = ItemAmounts(inputs.items)
        found[name] = number(RATIOS[name](books))
        if books.missing:
            missing[name] = tuple(dict.fromkeys(books.missing))
    return RatioAnalysisOutput.model_validate({**found, "missing": missing})


class SpreadInput(Definition):
    """Amounts of drugs at retail and at purchase prices, and the usual range of the spread."""

    retail: Finite
    purchase: Finite
    usual: tuple[Finite, Finite] = (0.15, 0.30)


class SpreadOutput(Definition):
    """(Retail - purchase) / retail, and whether it is within the range, whose ends belong to it."""

    spread: Value
    within: bool | None


def spread(inputs: SpreadInput) -> SpreadOutput:
    """Combined price spread of drugs (before the markup was abolished)."""
    low, high = inputs.usual
    if low > high:
        raise Undefined("interval")
    found = over(inputs.retail - inputs.purchase, inputs.retail)
    return SpreadOutput(spread=found, within=None if found is None else low <= found <= high)


CALCULATOR = Calculator(
    "ratio_analysis",
    {
        "": InputForm(RatioAnalysisInput, RatioAnalysisOutput, run),
        "price_spread": InputForm(SpreadInput, SpreadOutput, spread),
    },
)


FunctionName = Literal[
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

    function: FunctionName
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
def spreadsheet_function(inputs: TimeValueInput) -> TimeValueOutput:
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


TIME_VALUE = Calculator(
    "time_value",
    {
        "": InputForm(TimeValueInput, TimeValueOutput, spreadsheet_function),
        "project": InputForm(ProjectInput, ProjectOutput, project),
    },
)
