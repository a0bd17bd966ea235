"""Ratios of statements by name."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import Calculator, Finite, Form, Undefined, number
from reportgen.scoring.calculators.shapes import Value, over
from reportgen.scoring.kernels.ratios import RATIOS, Books

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
        books = Books(inputs.items)
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
    {"": Form(RatioAnalysisInput, RatioAnalysisOutput, run), "price_spread": Form(SpreadInput, SpreadOutput, spread)},
)
