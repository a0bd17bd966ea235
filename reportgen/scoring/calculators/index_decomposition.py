"""A change split into quantity and price, or into structure and level."""

from __future__ import annotations

from typing import Literal

import numpy as np

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import Calculator, Form, Row, alike, number
from reportgen.scoring.calculators.shapes import Value
from reportgen.scoring.kernels.finance import STRUCTURE_SPLITS, price_indices


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
        "prices": Form(PricesInput, PricesOutput, prices),
        "structure": Form(StructureInput, StructureOutput, structure),
    },
)
