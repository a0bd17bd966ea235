"""The page about cash of the brief, where it does not stand on the page of the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.report.desk import cash_page

if TYPE_CHECKING:
    from reportgen.report.desk.cash_page import CashPage
    from reportgen.report.desk.context import HospitalContext


def section(context: HospitalContext) -> CashPage | None:
    """The page; None where there is nothing to say, or where it stands on the page of the story."""
    return cash_page.by_itself(context)
