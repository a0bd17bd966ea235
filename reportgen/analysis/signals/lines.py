"""What is held against a warning line: the indicator, or what stands in for it; never money of another currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.model.period import Period
    from reportgen.model.warnings import WarningLine

INSTEAD: Final[Mapping[str, str]] = {"days_cash_on_hand": "days_cash_and_investments"}
"""Days of cash by payments; by expense where there is no statement of cash flows, as in most months."""


def held(analyses: Analyses, name: str, line: WarningLine | None, period: Period | None = None) -> tuple[str, Figure]:
    """The indicator whose value is held against the line, and that value; now unless another period is asked."""
    if line is not None and line.currency not in {None, analyses.material.case.file.currency}:
        return name, Figure.missing(Reason.NOT_COMPARABLE)
    value = analyses.books.indicator(name, period)
    if value.value is None and name in INSTEAD:
        other = analyses.books.indicator(INSTEAD[name], period)
        if other.value is not None:
            return INSTEAD[name], other
    return name, value
