"""How long a report is kept: by its kind and period, counted from the end of its accounting year.

Source: 会计档案管理办法 (Ministry of Finance and National Archives Administration, order 79), art. 14 to 16.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from reportgen.archive.record import Keeping
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.archive.record import Record
    from reportgen.model.retention import RetentionTerm


def term_of(report: str | None, period: str, terms: Mapping[str, RetentionTerm]) -> str:
    """The id of the first term that holds for a kind of report and a length of period.

    Raises:
        LookupError: if there is none, which the built-in terms never leave open.
    """
    kind = Period.parse(period).kind
    for identifier, term in terms.items():
        if kind in term.periods and (not term.reports or report in term.reports):
            return identifier
    raise LookupError(period)


def keeping(term: RetentionTerm, period: str, first_month: int = 1) -> Keeping:
    """A term in days: it begins on the day after the accounting year.

    Args:
        term: the term.
        period: of the report.
        first_month: in which the accounting year begins.
    """
    since = Period.parse(period).fiscal_year.end(first_month) + dt.timedelta(days=1)
    until = None if term.years is None else since.replace(year=since.year + term.years) - dt.timedelta(days=1)
    return Keeping(
        mark=term.mark, years=term.years, since=str(since), until=str(until) if until else None,
        paper=term.paper, source=term.source,
    )  # fmt: skip


def chosen(
    asked: str | None, report: str | None, period: str, terms: Mapping[str, RetentionTerm], first_month: int = 1
) -> Keeping:
    """The term of the rules, or a longer one that was asked for.

    Raises:
        Refused: P32 if what was asked for is no term, or a shorter one: terms are the least.
    """
    usual = terms[term_of(report, period, terms)]
    if asked is None:
        return keeping(usual, period, first_month)
    named = next((term for term in terms.values() if term.mark == asked), None)
    if named is None or _length(named) < _length(usual):
        facts: dict[str, Fact] = {
            "asked": asked,
            "least": usual.mark,
            "choices": tuple(sorted({term.mark for term in terms.values()})),
        }
        raise Refused([Finding("P32", NOWHERE, facts)], ExitCode.USAGE)
    return keeping(named, period, first_month)


def _length(term: RetentionTerm) -> float:
    return float("inf") if term.years is None else term.years


def is_due(record: Record, day: dt.date) -> bool:
    """Whether the term of a report has run out by a day; one that is held, or kept for good, is never due."""
    return is_past(record, day) and record.held is None


def is_past(record: Record, day: dt.date) -> bool:
    """Whether the term itself has run out."""
    until = record.keeping.until
    return until is not None and dt.date.fromisoformat(until) < day


def due(records: Iterable[Record], day: dt.date) -> tuple[list[Record], list[Record]]:
    """Reports to be appraised by a day, and those past their term that a hold keeps."""
    past = [record for record in records if is_past(record, day)]
    return [record for record in past if record.held is None], [record for record in past if record.held is not None]
