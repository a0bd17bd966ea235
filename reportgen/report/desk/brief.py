"""Which pieces of the board's brief stand on which page: two pages, or one where neither fills one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.report.desk import causes, happened, story
from reportgen.report.desk.cash_days import known_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.report.desk.context import HospitalContext


STORY: Final = "story"
SCORECARD: Final = "scorecard"
FEW: Final = 10
"""Indicators below which the scorecard leaves most of its page to others."""
ENOUGH: Final = 3
"""Parts of the story from which on it fills a page."""


def parts(context: HospitalContext) -> int:
    """How many parts of the story have something to say."""
    steps = [one for one in story.proposals(context) if one.is_step]
    whole = (happened.happened(context), causes.causes(context), story.promises(context), forecast(context), steps)
    return sum(bool(one) for one in whole)


def forecast(context: HospitalContext) -> Forecast | None:
    """The surplus of the year to its end, where all of its months are known."""
    found: Mapping[str, Forecast | Unavailable] = context.material.analysis["outlook.year_end"]
    one = found["surplus"]
    if isinstance(one, Unavailable) or len(one.past) < context.period.months_elapsed:
        return None
    return one


def fills_a_page(context: HospitalContext) -> bool:
    """Whether there is all of what the piece about cash may have, one under the other: days, flows, debts or payers."""
    analysis = context.material.analysis
    others = [not isinstance(analysis[name], Unavailable) for name in ("outlook.debts", "business.receivables")]
    has_flows = not isinstance(analysis["comparison.cash_bridge"], Unavailable)
    return known_days(context) is not None and has_flows and any(others)


def is_joined(context: HospitalContext) -> bool:
    """Whether the piece about cash stands on the page of the story: there is one, and it does not fill its page.

    All of it takes more than the story leaves. Nor would a short scorecard fill the page between them: it shares one
    with either, and would be left alone.
    """
    is_short = context.anchor(SCORECARD) is not None and len(context.evaluation.indicators) < FEW
    return (
        context.anchor(STORY) is not None and 0 < parts(context) < ENOUGH and not is_short and not fills_a_page(context)
    )
