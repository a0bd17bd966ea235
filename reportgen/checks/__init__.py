"""Checks of what was read: do the statements tie, are the figures plausible, how far can the data be trusted."""

from __future__ import annotations

from reportgen.checks.all import all_of
from reportgen.checks.causes import counted, folded, in_order
from reportgen.checks.needs import touched_by
from reportgen.checks.outcome import CheckOutcome, Trial
from reportgen.checks.quality import quality

__all__ = ["CheckOutcome", "Trial", "all_of", "counted", "folded", "in_order", "quality", "touched_by"]
