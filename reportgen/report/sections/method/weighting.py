"""How the weights of a part were found: means, deviations, coefficients of variation, weights."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredPart, WeightRow
    from reportgen.report.desk.context import Context

FINE: Final = 4


@dataclass(frozen=True)
class WeightLine:
    """How one weight was found."""

    ability: Text
    name: Text
    mean: str
    deviation: str
    variation: str
    mean_weight: str
    variation_weight: str
    weight: str


@dataclass(frozen=True)
class WeightTable:
    """Weights of one part and their sum; `combined` where mean and variation are joined."""

    title: Text
    words: Text
    combined: bool
    rows: tuple[WeightLine, ...]
    weight_sum: str


def weight_table(context: Context, part: ScoredPart) -> WeightTable:
    """The table of one part whose weights were found, not given."""
    combined = any(row.mean_weight is not None for row in part.weights)
    key = f"weighting.{part.weighting}"
    words = context.say(key, n=_objects(part)) if key in context.say.words else part.name
    return WeightTable(
        title=context.say("appendix.weights", name=part.name),
        words=context.say.begun(words),
        combined=combined,
        rows=tuple(_weight_line(context, row) for row in part.weights),
        weight_sum=_share(math.fsum(row.weight for row in part.weights)),
    )


def beside(table: WeightTable | None, rows: Sequence[tuple[Text, str]]) -> tuple[WeightLine, ...]:
    """The lines of a joined table in the order of score rows, by name and printed weight; none where they differ."""
    lines = {(line.name, line.weight): line for line in table.rows} if table and table.combined else {}
    found = tuple(lines[row] for row in rows if row in lines)
    return found if len(found) == len(rows) == len(lines) else ()


def _objects(part: ScoredPart) -> int:
    return len(part.objects) or max((row.n for row in part.weights), default=0)


def _share(value: float | None) -> str:
    return printing.number(value, 2, times=printing.PERCENT) if value is not None else printing.DASH


def _weight_line(context: Context, row: WeightRow) -> WeightLine:
    return WeightLine(
        ability=_ability(context, row.indicator),
        name=context.short(row.indicator),
        mean=printing.number(row.mean, FINE),
        deviation=printing.number(row.deviation, FINE),
        variation=printing.number(row.variation, FINE),
        mean_weight=_share(row.mean_weight),
        variation_weight=_share(row.variation_weight),
        weight=_share(row.weight),
    )


def _ability(context: Context, indicator: str) -> Text:
    """The group that the indicator of the scheme belongs to."""
    group = next(one.ability for one in context.evaluation.indicators if one.id == indicator)
    return next((one.name for one in context.evaluation.abilities if one.id == group), same(printing.DASH))
