"""What an inspection wrote down: marks of checklist rows, on what they rest, and who inspected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model.place import Place


@dataclass(frozen=True)
class Inspection:
    """One row of a checklist as it was filled in.

    Attributes:
        indicator: the row, an indicator of a scheme that scores by checklist.
        mark: as given; None where the row was not inspected.
        evidence: what the mark rests on, "" where nothing is written.
        inspector: who inspected, "" where nobody is named.
    """

    indicator: str
    entity: str
    period: str
    mark: float | None
    evidence: str
    inspector: str
    place: Place


Inspections = Mapping[tuple[str, str, str], Inspection]
"""By indicator, entity and period."""
