"""Tables of standards by class of hospital, region and year: data that schemes refer to by family.

What a hospital set itself for an indicator: plans, budgets, cost-effect targets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.place import Place
from reportgen.model.schemes import Bound, StandardKind


class LevelValues(Definition):
    """Five values of one indicator, best first; `source` where it is another one than the table's."""

    excellent: Bound
    good: Bound
    fair: Bound
    low: Bound
    poor: Bound
    source: str | None = None


SIZES: Final = ((1000, "1000+"), (500, "500-999"), (200, "200-499"), (0, "1-199"))
"""Beds from which a hospital belongs to a size."""


def size_of(beds: float | None) -> str | None:
    """The size that a number of beds belongs to."""
    return None if beds is None else next((name for bound, name in SIZES if beds >= bound), None)


class StandardTable(Definition):
    """Standards of one class of hospitals for one year.

    Attributes:
        family: what schemes call it; tables of one family differ by class, region or year.
        level: tertiary, secondary or primary; type: general, specialised or tcm; None for all.
        size: beds as in SIZES; group: a class that only the panel's own data name.
        count: hospitals that the values were computed from, where they were.
    """

    family: NonEmpty
    name: Text
    kind: StandardKind
    source: NonEmpty
    year: int
    values: dict[str, LevelValues]
    level: str | None = Field(None, pattern=r"^(tertiary|secondary|primary)$")
    type: str | None = Field(None, pattern=r"^(general|specialised|tcm)$")
    region: str | None = None
    size: str | None = Field(None, pattern=r"^(1000\+|500-999|200-499|1-199)$")
    group: str | None = None
    count: int | None = Field(None, ge=5)
    replaces: str | None = None


@dataclass(frozen=True)
class HospitalClass:
    """What standards are chosen by; None where it is not known."""

    level: str | None = None
    type: str | None = None
    region: str | None = None
    size: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Target:
    """One target value in the indicator's base unit, and where it was written."""

    value: float
    kind: StandardKind
    place: Place


Targets = Mapping[tuple[str, str], Target]
"""By indicator and period; a month without a target of its own takes the year's."""
