"""Which findings a report of a hospital and a period tells: one answer for all its pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.model.finding import Finding
    from reportgen.report.desk.context import Context

PERIOD: Final = re.compile("[0-9]{4}(?:-|$)")


def concerns(context: Context, finding: Finding) -> bool:
    """Whether it is of this hospital, or of nobody, and of a period up to the report's."""
    others = context.material.dataset.entities.keys() - {context.material.entity}
    period = str(finding.facts.get("period", ""))
    is_later = bool(PERIOD.match(period)) and period[:4] > str(context.period.year)
    return not is_later and not any(isinstance(fact, str) and fact in others for fact in finding.facts.values())
