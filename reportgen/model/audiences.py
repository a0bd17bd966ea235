"""Whom a version of a report is for, and what it leaves out for them, as it is written in YAML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text

Trace = Literal["names", "findings", "remarks", "commentary", "peers", "vouchers"]
"""What is no item: names and words about single persons, findings with their cells, commentary marked as internal, all
commentary not marked as public, single other hospitals, vouchers and contracts behind figures.
"""


class Withheld(Definition):
    """One kind of what is sensitive.

    Attributes:
        why: for whose sake, in one sentence.
        source: the rule by which it is kept back.
        items: ids of figures; every indicator that rests on one of them is kept back with it.
        registers: tables of operations.
        traces: what else is sensitive of this kind.
    """

    name: Text
    why: Text
    source: NonEmpty
    items: tuple[NonEmpty, ...] = ()
    registers: tuple[NonEmpty, ...] = ()
    traces: tuple[Trace, ...] = ()


class Audience(Definition):
    """Whom a version is for.

    Attributes:
        distribution: what stands at the foot of its pages.
        withholds: kinds of what is sensitive, by id.
        sections: the only sections that it may have; None for all. A section that nobody has named stays out.
        reports: the only kinds of reports that there are for it; None for all.
    """

    name: Text
    distribution: Text
    source: NonEmpty
    withholds: dict[NonEmpty, Withheld] = Field(default_factory=dict)
    sections: tuple[NonEmpty, ...] | None = None
    reports: tuple[NonEmpty, ...] | None = None

    @property
    def items(self) -> frozenset[str]:
        """Figures that it does not have."""
        return frozenset(item for kind in self.withholds.values() for item in kind.items)

    @property
    def registers(self) -> frozenset[str]:
        """Tables that it does not have."""
        return frozenset(register for kind in self.withholds.values() for register in kind.registers)

    @property
    def traces(self) -> frozenset[Trace]:
        """What else it does not have."""
        return frozenset(trace for kind in self.withholds.values() for trace in kind.traces)


@dataclass(frozen=True)
class Redaction:
    """What was left out of a version of a report.

    Attributes:
        id: of the audience.
        indicators: ids of those that rest on figures left out.
    """

    id: str
    audience: Audience
    indicators: tuple[str, ...]
