"""The hospitals most like one, by stated variables, and what less it would spend at the level that these have reached.

Variables are compared as logarithms, each in standard deviations over all hospitals, so that no unit outweighs another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.compute.consolidation import upwards
from reportgen.model.definitions import Direction, Kind
from reportgen.model.expression import Binary, Name

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.model.dataset import Dataset
    from reportgen.model.definition import Text

VARIABLES: Final = ("total_income", "total_assets", "fixed_assets_cost", "available_bed_days", "discharges")
"""What hospitals are compared by where nothing else is asked, as far as the hospital itself has it."""
FEWEST: Final = 5
"""Hospitals with a figure below which nothing is said of a median."""
RULES: Final = "1"
"""Version of what keeps a hospital out: a variable that it lacks, or that is not above zero."""


@dataclass(frozen=True)
class AlikeHospital:
    """One of them: how far it is from ours, 0 where all variables agree, and its variables."""

    id: str
    name: Text | None
    distance: float
    values: tuple[float, ...]


@dataclass(frozen=True)
class Opportunity:
    """What less would be spent at the median and at the better quarter of the alike hospitals; 0 where none is.

    Attributes:
        spent: by the hospital itself; value: its indicator; n: alike hospitals that have it.
        overlaps: other indicators whose money is this money, in whole or in part: they do not add up.
    """

    indicator: str
    value: float
    median: float
    better: float
    n: int
    spent: float
    at_median: float
    at_better: float
    overlaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alike:
    """The most alike hospitals of a panel.

    Attributes:
        own: variables of the hospital itself, in their order.
        excluded: hospitals without a variable, or with one that is not above zero, with that variable.
    """

    variables: tuple[str, ...]
    own: tuple[float, ...]
    found: tuple[AlikeHospital, ...]
    panel: int
    excluded: tuple[tuple[str, str], ...]
    opportunities: tuple[Opportunity, ...]


def alike(material: Material, panel: Dataset, asked: Sequence[str], count: int) -> Alike | None:
    """The hospitals most like that of the material; None where it lacks every variable, or one that was asked for."""
    own = {name: panel_value(material.dataset, name, material.entity, material.period) for name in asked or VARIABLES}
    variables = tuple(name for name, value in own.items() if value is not None and value > 0)
    if not variables or (asked and len(variables) < len(own)):
        return None
    mine = tuple(float(own[name] or 0.0) for name in variables)
    others: dict[str, tuple[float, ...]] = {}
    excluded: list[tuple[str, str]] = []
    for hospital in _others(panel, material):
        values = [panel_value(panel, name, hospital, material.period) for name in variables]
        wrong = next((name for name, value in zip(variables, values, strict=True) if value is None or value <= 0), None)
        if wrong is None:
            others[hospital] = tuple(value for value in values if value is not None)
        else:
            excluded.append((hospital, wrong))
    nearest = _nearest(mine, others, count)
    found = tuple(AlikeHospital(one, material.peer_names.get(one), far, others[one]) for one, far in nearest)
    chances = tuple(_overlapping(list(_opportunities(material, [one.id for one in found])), material))
    return Alike(variables, mine, found, len(others) + len(excluded), tuple(excluded), chances)


def panel_value(dataset: Dataset, item: str, hospital: str, period: str) -> float | None:
    """A figure of the period, or of the year to date."""
    whole = dataset.value(item, hospital, period)
    return dataset.value(item, hospital, period, "ytd") if whole is None else whole


def _others(panel: Dataset, material: Material) -> list[str]:
    index = panel.values.index
    there = {one for one, period in index if period == material.period and one != material.entity}
    return sorted(there & set(material.peer_names))


def _nearest(mine: Sequence[float], others: dict[str, tuple[float, ...]], count: int) -> list[tuple[str, float]]:
    """By distance, then by id."""
    if not others:
        return []
    matrix = np.log(np.array([mine, *others.values()], dtype=np.float64))
    spread = matrix.std(axis=0)
    scaled = (matrix - matrix[0]) / np.where(spread > 0, spread, 1.0)
    far = np.sqrt((scaled[1:] ** 2).mean(axis=1)).tolist()
    return sorted(zip(others, far, strict=True), key=lambda one: (one[1], one[0]))[:count]


def _opportunities(material: Material, hospitals: Sequence[str]) -> Iterator[Opportunity]:
    """Of each indicator of which less is better, and which sets an expense in relation to something."""
    if material.peers is None:
        return
    for name, expression in material.catalog.expressions.items():
        if not (_is_spent(name, material) and isinstance(expression, Binary)):
            continue
        derived = material.derive(name)
        values = [material.peers.at(name, one, material.period).value for one in hospitals]
        known = [value for value in values if value is not None]
        if derived.value is None or len(known) < FEWEST:
            continue
        spent, base = (part.value for part in derived.parts[0].parts)
        if spent is None or base is None or base <= 0 or not math.isclose(spent / base, derived.value, rel_tol=1e-9):
            continue
        better, middle = (float(one) for one in np.quantile(np.array(known), (0.25, 0.5)))
        less = [max(0.0, spent - target * base) for target in (middle, better)]
        yield Opportunity(name, derived.value, middle, better, len(known), spent, less[0], less[1])


def _is_spent(name: str, material: Material) -> bool:
    """Whether an indicator is so much expense for each unit of something, as it is defined today."""
    defined, expression = material.catalog.indicators[name], material.catalog.expressions[name]
    if defined.obsolete or defined.direction is not Direction.LOWER or name in material.case.file.not_applicable:
        return False
    if not isinstance(expression, Binary) or expression.operator != "/" or not isinstance(expression.left, Name):
        return False
    item = material.catalog.items.get(expression.left.id)
    return item is not None and item.unit == "money" and item.kind is Kind.FLOW and "expense" in expression.left.id


def _overlapping(found: Iterable[Opportunity], material: Material) -> Iterator[Opportunity]:
    """The same, each with the others that speak of the same money: one line, or one that goes into the other."""
    from dataclasses import replace

    every = sorted(found, key=lambda one: (-one.at_better, one.indicator))
    lines = {one.indicator: _line(one.indicator, material) for one in every}
    above = {name: {item for item, _ in upwards(line, material.catalog.items)} for name, line in lines.items()}
    for one in every:
        mine = one.indicator
        same = [
            other for other in lines if other != mine and (lines[other] in above[mine] or lines[mine] in above[other])
        ]
        yield replace(one, overlaps=tuple(same))


def _line(name: str, material: Material) -> str:
    expression = material.catalog.expressions[name]
    assert isinstance(expression, Binary)
    assert isinstance(expression.left, Name)
    return expression.left.id
