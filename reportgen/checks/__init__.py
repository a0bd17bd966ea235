"""Checks of what was read: do the statements tie, are the figures plausible, how far can the data be trusted."""

from __future__ import annotations

from reportgen.checks.all import all_of
from reportgen.checks.causes import counted, folded, ordered
from reportgen.checks.doubts import in_question, items_in_question
from reportgen.checks.groups import Group, grouped, in_natural_order
from reportgen.checks.lacking import Lacking, lacking
from reportgen.checks.needs import touched_by
from reportgen.checks.outcome import CheckOutcome, Trial
from reportgen.checks.outside import outside
from reportgen.checks.quality import quality
from reportgen.checks.registers import registers
from reportgen.checks.typed import between_forms, typed_totals
from reportgen.checks.unread import not_checked
from reportgen.checks.wrong import wrong_figures

__all__ = [
    "CheckOutcome",
    "Group",
    "Lacking",
    "Trial",
    "all_of",
    "between_forms",
    "counted",
    "folded",
    "grouped",
    "in_natural_order",
    "in_question",
    "items_in_question",
    "lacking",
    "not_checked",
    "ordered",
    "outside",
    "quality",
    "registers",
    "touched_by",
    "typed_totals",
    "wrong_figures",
]
