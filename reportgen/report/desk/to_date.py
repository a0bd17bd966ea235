"""What scores of a part of a year rest on: the year so far, or the month or quarter alone.

Pages that tell a score, or compare two of them, ask here how to call the time, for amounts of single
months stand beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.analysis.group.material import GroupMaterial
from reportgen.catalog.calendar_words import period_name, period_short, period_spoken, period_with_year
from reportgen.model.period import MONTHS, Period
from reportgen.model.submitted import states_itself_alone
from reportgen.report.desk.answers import covered, span

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext, SubjectContext


def is_by_itself(context: SubjectContext) -> bool:
    """Whether nothing of a hospital's month or quarter is told from the start of the year."""
    found = context.material
    return not isinstance(found, GroupMaterial) and states_itself_alone(found.dataset, found.entity, found.period)


def is_to_date(context: HospitalContext) -> bool:
    """Whether the score of a month or quarter is one of the year so far."""
    return not context.is_year and context.material.scheme.basis != "month" and not is_by_itself(context)


def kind(context: HospitalContext) -> str:
    """What is judged as keys of words have it: a year, a month or quarter, or the year up to the end of one."""
    return f"{context.span}.to_date" if is_to_date(context) else context.span


def named(context: HospitalContext, period: str) -> Text:
    """What a score covers, with its year: ``Jan to Sep 2026``; where it is of the month alone ``Sep 2026``."""
    return _months(context, period, span, period_with_year)


def shortened(context: HospitalContext, period: str) -> Text:
    """The same beside others of its year: ``Jan to Sep``, or ``Sep``."""
    return _months(context, period, _within_year, period_short)


def spoken(context: HospitalContext, period: str) -> Text:
    """The same in a sentence."""
    return _months(context, period, _within_year, period_spoken)


def in_full(context: HospitalContext, period: str) -> Text:
    """The same in full, for letters: ``January to September 2026``."""
    return _months(context, period, _covered, period_name)


def _months(
    context: HospitalContext, period: str, words: Callable[[HospitalContext, str], Text], alone: Callable[[str], Text]
) -> Text:
    """The months that a score covers in such words, or the period alone."""
    months = Period.parse(period).months_elapsed
    if not is_to_date(context):
        return alone(period)
    if months == 1:
        return alone(period)
    return words(context, period) if months < MONTHS else period_name(str(Period.parse(period).fiscal_year))


def _within_year(context: HospitalContext, period: str) -> Text:
    when = Period.parse(period)
    if when.year != context.period.year:
        return span(context, period)
    return covered(context.say, "analysis.span.short", when.months_to_date, period_short)


def _covered(context: HospitalContext, period: str) -> Text:
    return covered(context.say, "furniture.covered", Period.parse(period).months_to_date, period_spoken)
