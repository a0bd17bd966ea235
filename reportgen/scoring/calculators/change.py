"""Change over time, and what it is made of: trend figures and chain substitution.

A change split into quantity and price, or into structure and level.
"""

from __future__ import annotations

from itertools import pairwise
from math import prod
from typing import Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import Calculator, Finite, InputForm, Row, Undefined, Value, alike, number
from reportgen.scoring.calculators.simple import quotient
from reportgen.scoring.kernels.finance import STRUCTURE_SPLITS, price_indices

HUNDRED = 100.0


class SeriesInput(Definition):
    """Values, oldest first, and the position of the base period."""

    values: Row
    base: int = Field(0, ge=0)


class SeriesOutput(Definition):
    """Indices on a fixed base and on the period before, growth in percent, compound growth, mean increment."""

    fixed_base: tuple[float | None, ...]
    chain: tuple[float | None, ...]
    growth: tuple[float | None, ...]
    cagr: float | None
    average_increment: float | None


class CompoundInput(Definition):
    """Two values and the number of periods between them."""

    begin: Finite
    end: Finite
    periods: Finite


class CompoundOutput(Definition):
    """Compound growth, a fraction."""

    cagr: float | None


class SubstitutionInput(Definition):
    """Factors whose product is explained, their values before and after, and the order of replacement."""

    factors: tuple[str, ...]
    base: Row
    actual: Row
    order: tuple[str, ...]


class SubstitutionOutput(Definition):
    """Products before and after, after each replacement, and the effect of each factor."""

    base: float
    actual: float
    steps: tuple[float, ...]
    effects: dict[str, float]
    total_change: float


def series(inputs: SeriesInput) -> SeriesOutput:
    """Figures of a series."""
    values = inputs.values
    if inputs.base >= len(values):
        raise Undefined("lengths")
    chain = (None, *(_percent(later, earlier) for earlier, later in pairwise(values)))
    periods = len(values) - 1
    return SeriesOutput(
        fixed_base=tuple(_percent(value, values[inputs.base]) for value in values),
        chain=chain,
        growth=tuple(None if index is None else index - HUNDRED for index in chain),
        cagr=growth_rate(values[0], values[-1], periods),
        average_increment=quotient(values[-1] - values[0], periods),
    )


def compound(inputs: CompoundInput) -> CompoundOutput:
    """Compound growth between two values."""
    return CompoundOutput(cagr=growth_rate(inputs.begin, inputs.end, inputs.periods))


class LinearInput(Definition):
    """A series and its times; 1, 2, 3 … where none are given."""

    values: Row
    t: Row | None = None


class LinearOutput(Definition):
    """The line of least squares, the share of the variance that it explains, and its value one step on."""

    slope: float | None
    intercept: float | None
    r2: float | None
    forecast: float | None


@np.errstate(all="ignore")
def linear(inputs: LinearInput) -> LinearOutput:
    """Fit a straight line."""
    values = np.array(inputs.values)
    times = np.arange(1.0, len(values) + 1) if inputs.t is None else np.array(inputs.t)
    alike(values, times)
    if len(set(times.tolist())) < 2:  # noqa: PLR2004 - a line needs two points
        raise Undefined("too_few")
    off, gap = times - times.mean(), values - values.mean()
    slope = (off @ gap) / (off @ off)
    intercept = values.mean() - slope * times.mean()
    explained = (off @ gap) ** 2 / ((off @ off) * (gap @ gap))
    step = times[-1] + (times[-1] - times[0]) / (len(times) - 1)
    return LinearOutput(
        slope=number(slope),
        intercept=number(intercept),
        r2=number(explained),
        forecast=number(intercept + slope * step),
    )


def growth_rate(begin: float, end: float, periods: float) -> float | None:
    """(end / begin)^(1/periods) − 1; None unless both ends are positive."""
    if begin <= 0 or end <= 0 or periods <= 0:
        return None
    return float((end / begin) ** (1 / periods) - 1)


def substitution(inputs: SubstitutionInput) -> SubstitutionOutput:
    """Replace one factor at a time; a joint effect falls to the factor replaced later."""
    alike(inputs.factors, inputs.base, inputs.actual, inputs.order)
    if len(set(inputs.factors)) != len(inputs.factors) or set(inputs.order) != set(inputs.factors):
        raise Undefined("order")
    current = dict(zip(inputs.factors, inputs.base, strict=True))
    target = dict(zip(inputs.factors, inputs.actual, strict=True))
    steps = [prod(current.values())]
    for factor in inputs.order:
        current[factor] = target[factor]
        steps.append(prod(current.values()))
    effects = {factor: after - before for factor, (before, after) in zip(inputs.order, pairwise(steps), strict=True)}
    return SubstitutionOutput(
        base=steps[0], actual=steps[-1], steps=tuple(steps), effects=effects, total_change=steps[-1] - steps[0]
    )


def _percent(value: float, base: float) -> float | None:
    share = quotient(value, base)
    return None if share is None else HUNDRED * share


TREND = Calculator(
    "trend",
    {
        "series": InputForm(SeriesInput, SeriesOutput, series),
        "cagr": InputForm(CompoundInput, CompoundOutput, compound),
        "linear": InputForm(LinearInput, LinearOutput, linear),
    },
)
SUBSTITUTION = Calculator("chain_substitution", {"": InputForm(SubstitutionInput, SubstitutionOutput, substitution)})


class PricesInput(Definition):
    """Prices and quantities of the base (0) and the current (1) period."""

    p0: Row
    p1: Row
    q0: Row
    q1: Row


class PricesOutput(Definition):
    """Indices in percent; the effect of quantities at base prices and of prices at current quantities."""

    laspeyres: Value
    paasche: Value
    fisher: Value
    laspeyres_quantity: Value
    paasche_quantity: Value
    value: Value
    quantity_effect: Value
    price_effect: Value
    total_change: Value


class StructureInput(Definition):
    """Shares and rates of the base (0) and the current (1) period, and what changes first."""

    shares0: Row
    shares1: Row
    rates0: Row
    rates1: Row
    order: Literal["structure_first", "level_first", "average"] = "structure_first"


class StructureOutput(Definition):
    """Effects on the weighted rate: of the shares and of the rates."""

    structure: Value
    level: Value


@np.errstate(all="ignore")
def prices(inputs: PricesInput) -> PricesOutput:
    """Split the change of a value."""
    alike(inputs.p0, inputs.p1, inputs.q0, inputs.q1)
    found = price_indices(*(np.array(column) for column in (inputs.p0, inputs.p1, inputs.q0, inputs.q1)))
    return PricesOutput(
        laspeyres=number(found.laspeyres),
        paasche=number(found.paasche),
        fisher=number(found.fisher),
        laspeyres_quantity=number(found.laspeyres_quantity),
        paasche_quantity=number(found.paasche_quantity),
        value=number(found.value),
        quantity_effect=number(found.quantity_effect),
        price_effect=number(found.price_effect),
        total_change=number(found.quantity_effect + found.price_effect),
    )


@np.errstate(all="ignore")
def structure(inputs: StructureInput) -> StructureOutput:
    """Split the change of a weighted rate."""
    columns = (inputs.shares0, inputs.shares1, inputs.rates0, inputs.rates1)
    alike(*columns)
    of_structure, of_level = STRUCTURE_SPLITS[inputs.order](*(np.array(column) for column in columns))
    return StructureOutput(structure=number(of_structure), level=number(of_level))


CALCULATOR = Calculator(
    "index_decomposition",
    {
        "prices": InputForm(PricesInput, PricesOutput, prices),
        "structure": InputForm(StructureInput, StructureOutput, structure),
    },
)
