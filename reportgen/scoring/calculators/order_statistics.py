"""Places among values, values at places, and the chart of single values."""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import Calculator, Finite, Form, number, numbers
from reportgen.scoring.calculators.shapes import Membership, NotNegative, Value, Values
from reportgen.scoring.kernels.control_chart import control_chart
from reportgen.scoring.kernels.order_statistics import QUARTILES, cut, percentile, percentile_rank

Sample = Annotated[tuple[Finite, ...], Field(min_length=1)]
Kind = Literal["inclusive", "exclusive"]


class RankInput(Definition):
    """Values, and one whose place is asked for; `digits` cuts the answer off after that many decimals."""

    data: Sample
    x: Finite
    kind: Kind = "inclusive"
    digits: Annotated[int, Field(ge=1, le=12)] | None = None


class RankOutput(Definition):
    """Place from 0 to 1; null outside the values."""

    rank: Value


class QuartilesInput(Definition):
    """Values, and how quartiles are made."""

    data: Sample
    kind: Literal["inclusive", "exclusive", "halves_without_median", "halves_with_median"] = "inclusive"


class QuartilesOutput(Definition):
    """The three quartiles, null where the kind has none for so few values, and the range between the outer two."""

    quartiles: Values
    iqr: Value


class PercentileInput(Definition):
    """Values and a share from 0 to 1."""

    data: Sample
    p: Membership
    kind: Kind = "inclusive"


class PercentileOutput(Definition):
    """The value at that share of the way."""

    value: Value


class ChartInput(Definition):
    """Values in order of time, and the factors of the limits."""

    values: Sample
    k: NotNegative = 2.66
    d4: NotNegative = 3.268


class ChartOutput(Definition):
    """Mean and mean moving range, limits, and which points and ranges, from 1, lie beyond them."""

    mean: Value
    mr_bar: Value
    unpl: Value
    lnpl: Value
    url: Value
    out_of_limits: tuple[int, ...]
    ranges_out: tuple[int, ...]


@np.errstate(all="ignore")
def place(inputs: RankInput) -> RankOutput:
    """Where a value stands."""
    rank = percentile_rank(np.array(inputs.data), inputs.x, inclusive=inputs.kind == "inclusive")
    return RankOutput(rank=number(rank if inputs.digits is None else cut(rank, inputs.digits)))


@np.errstate(all="ignore")
def quartiles(inputs: QuartilesInput) -> QuartilesOutput:
    """Quarter the values."""
    found = QUARTILES[inputs.kind](np.array(inputs.data))
    return QuartilesOutput(quartiles=numbers(found), iqr=number(found[2] - found[0]))


@np.errstate(all="ignore")
def at(inputs: PercentileInput) -> PercentileOutput:
    """The value at a share of the way."""
    found = percentile(np.array(inputs.data), inputs.p, inclusive=inputs.kind == "inclusive")
    return PercentileOutput(value=number(found))


@np.errstate(all="ignore")
def chart(inputs: ChartInput) -> ChartOutput:
    """Limits, and what lies beyond; one value alone has no limits."""
    values = np.array(inputs.values)
    if len(values) == 1:
        return ChartOutput(
            mean=inputs.values[0], mr_bar=None, unpl=None, lnpl=None, url=None, out_of_limits=(), ranges_out=()
        )
    found = control_chart(values, inputs.k, inputs.d4)
    return ChartOutput(
        mean=number(found.mean),
        mr_bar=number(found.mean_range),
        unpl=number(found.upper),
        lnpl=number(found.lower),
        url=number(found.range_limit),
        out_of_limits=tuple(int(point) + 1 for point in np.flatnonzero(found.points_out)),
        ranges_out=tuple(int(point) + 1 for point in np.flatnonzero(found.ranges_out)),
    )


PERCENTILE_RANK = Calculator("percentile_rank", {"": Form(RankInput, RankOutput, place)})
QUARTILE = Calculator(
    "quartiles",
    {
        "quartiles": Form(QuartilesInput, QuartilesOutput, quartiles),
        "percentile": Form(PercentileInput, PercentileOutput, at),
    },
)
CONTROL_CHART = Calculator("control_chart", {"": Form(ChartInput, ChartOutput, chart)})
