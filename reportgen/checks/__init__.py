"""Checks of what was read: do the statements tie, are the figures plausible, how far can the data be trusted."""

from __future__ import annotations

from reportgen.checks.all import SAYS_THE_SAME, all_of
from reportgen.checks.causes import (
    Group,
    Subject,
    counted,
    folded,
    grouped,
    in_natural_order,
    not_checked,
    ordered,
    subject_of,
    weighed,
    wrong_before,
    wrong_figures,
)
from reportgen.checks.composed import of_months
from reportgen.checks.filings import filings
from reportgen.checks.in_question import in_question, items_in_question
from reportgen.checks.needs import Lacking, lacking, touched_by
from reportgen.checks.outcome import CheckOutcome, CheckResult
from reportgen.checks.outside import outside
from reportgen.checks.quality import concerning, month_sources, quality
from reportgen.checks.registers import between_forms, registers, typed_totals

__all__ = [
    "SAYS_THE_SAME",
    "CheckOutcome",
    "CheckResult",
    "Group",
    "Lacking",
    "Subject",
    "all_of",
    "between_forms",
    "concerning",
    "counted",
    "filings",
    "folded",
    "grouped",
    "in_natural_order",
    "in_question",
    "items_in_question",
    "lacking",
    "month_sources",
    "not_checked",
    "of_months",
    "ordered",
    "outside",
    "quality",
    "registers",
    "subject_of",
    "touched_by",
    "typed_totals",
    "weighed",
    "wrong_before",
    "wrong_figures",
]
