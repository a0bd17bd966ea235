"""How fast payers pay: what the story tells of it, and what page 1 may not contradict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.comparison.cash_bridge import RECEIVABLES

if TYPE_CHECKING:
    from reportgen.report.desk.context import HospitalContext

DAYS: Final = "receivable_turnover_days"


def collection(context: HospitalContext) -> tuple[float, float, float] | None:
    """The change of receivables since the start of the year, and days of last year and now, where they moved alike."""
    books = context.material.analysis.books
    now, start = books.to_date(RECEIVABLES).value, books.opening(RECEIVABLES).value
    days, before = books.indicator(DAYS).value, books.indicator(DAYS, books.now.previous_year()).value
    if now is None or start is None or start <= 0 or days is None or before is None:
        return None
    if context.printed(DAYS, days) == context.printed(DAYS, before) or (now > start) is not (days > before):
        return None
    return now - start, before, days


def is_told_as_slower(context: HospitalContext, identifier: str) -> bool:
    """Whether the story says of these days that payers take longer."""
    found = collection(context) if identifier == DAYS else None
    return found is not None and found[0] > 0
