"""Which way is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.model.definitions import Direction


def direction_of(analyses: Analyses, name: str) -> Direction:
    """Which values are better: by the scheme where it says so, else by the catalogue."""
    for part in analyses.material.scheme.parts.values():
        own = part.indicators.get(name)
        if own is not None and own.direction is not None:
            return own.direction
    return analyses.material.catalog.indicators[name].direction
