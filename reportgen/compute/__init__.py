"""Indicators: all of them over all entities and periods at once, and any one of them step by step."""

from __future__ import annotations

from reportgen.compute.cells import Cells
from reportgen.compute.derivation import derive
from reportgen.compute.engine import indicators, summed

__all__ = ["Cells", "derive", "indicators", "summed"]
