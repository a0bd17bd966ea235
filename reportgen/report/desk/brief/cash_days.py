"""For how many days the cash lasts, month by month, with its warning lines, and without what was borrowed."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.risks import held
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.warnings import Level
from reportgen.report.desk.tables import doubts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.analysis.outlook.liquidity import DebtsDue, NewLoan
    from reportgen.model.definition import Text
    from reportgen.model.warnings import WarningLine
    from reportgen.report.desk.context import HospitalContext

DAYS: Final = "days_cash_on_hand"
FEWEST: Final = 3
"""Points from which on a line is drawn."""


@dataclass(frozen=True)
class KnownDays:
    """Days of cash by period, oldest first, with the indicator that tells them, and without what was borrowed."""

    indicator: str
    periods: tuple[str, ...]
    values: tuple[float | None, ...]
    borrowed: NewLoan | None
    without: tuple[float | None, ...]
    line: WarningLine | None


def known_days(context: HospitalContext) -> KnownDays | None:
    """The same month a year ago and the twelve since; of a hospital without months its years.

    None where the newest is not known.
    """
    analyses, books = context.material.analysis, context.material.analysis.books
    chosen = context.material.catalog.warnings.get(context.material.case.file.analysis.warnings)
    line = chosen.lines.get(DAYS) if chosen is not None else None
    name, now = held(analyses, DAYS, line)
    if now.value is None:
        return None
    months = books.months_back(MONTHS + 1)
    years = tuple(year for year in books.years if year.sort_key() <= books.now.sort_key())
    known = {when: tuple(books.indicator(name, one).value for one in when) for when in (months, years)}
    when = months if _are_drawn(known[months], known[years], books.now) else years
    values = known[when]
    first = next((at for at, value in enumerate(values) if value is not None), 0)
    when, values = when[first:], values[first:]
    if not values or values[-1] is None:
        when, values = (books.now,), (now.value,)
    periods = tuple(map(str, when))
    borrowed = _borrowed(context, periods)
    return KnownDays(name, periods, values, borrowed, _without(context, name, periods, values, borrowed), line)


def marked(context: HospitalContext, words: Text | None) -> Text | None:
    """A sentence about the days with the mark of figures in question, where theirs are."""
    found = None if words is None else known_days(context)
    return words if found is None or words is None else doubts.marked(context, found.indicator, words)


def asked(context: HospitalContext, found: KnownDays) -> Text | None:
    """What the mark says; None where nobody asks."""
    told = doubts.about(context, (found.indicator,))
    return None if told is None else context.say("doubt.explained", told=told)


def _are_drawn(months: Sequence[float | None], years: Sequence[float | None], now: Period) -> bool:
    """Whether the months are: the newest is known, and for a year more than what forms of years tell of Decembers."""
    if not months or months[-1] is None:
        return False
    held, yearly = (sum(value is not None for value in values) for values in (months, years))
    return now.kind is not PeriodKind.YEAR or held >= FEWEST or held > yearly


def _borrowed(context: HospitalContext, periods: Sequence[str]) -> NewLoan | None:
    found: DebtsDue | Unavailable = context.material.analysis["outlook.debts"]
    if isinstance(found, Unavailable) or found.borrowed is None or found.borrowed.period not in periods:
        return None
    return found.borrowed


def _without(
    context: HospitalContext, name: str, periods: Sequence[str], values: Sequence[float | None], loan: NewLoan | None
) -> tuple[float | None, ...]:
    """The days as they would be if the money had not been borrowed: it lies in the cash from its month on."""
    if loan is None:
        return ()
    books = context.material.analysis.books
    found: list[float | None] = []
    items = ("cash_and_bank", "short_term_investments") if name != DAYS else ("cash_and_bank",)
    start = periods.index(loan.period)
    for at, (period, value) in enumerate(zip(periods, values, strict=True)):
        when = next(one for one in books.months_back(MONTHS + 1) if str(one) == period)
        held_now = fsum(books.to_date(item, when).value or 0.0 for item in items)
        if value is None or at < start - 1 or held_now <= 0:
            found.append(None)
        else:
            found.append(value if at < start else value * (1 - loan.amount / held_now))
    return tuple(found)


def limits(line: WarningLine | None, now: float | None) -> Iterator[tuple[float, bool]]:
    """The line short of red that is reached, as the warning tells it, or else the mildest; and the red one."""
    if line is None or not line.below:
        return
    reached = None if now is None else line.level(now)
    mildest = next(iter(line.below))
    if mildest is not Level.RED:
        yield (line.below[mildest] if reached is None or reached[0] is Level.RED else reached[1]), False
    if Level.RED in line.below:
        yield line.below[Level.RED], True
