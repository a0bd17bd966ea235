"""What stands on an official letter besides its text: who writes to whom, under which number, on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.submission import Letter
from reportgen.report.calendar_words import day_name
from reportgen.report.desk import outlook
from reportgen.report.desk.furniture import hospital

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definition import Text
    from reportgen.model.submission import Submission
    from reportgen.report.desk.context import Context

MISSING: Final = "B21"
UNKNOWN: Final = "B22"
NO_LETTER: Final = Letter()


def submission(context: Context) -> Submission:
    """What the case says of all its letters."""
    return context.material.case.file.submission


def letter(context: Context) -> Letter:
    """What the case says of this one."""
    return submission(context).letters.get(context.material.period, NO_LETTER)


def issuer(context: Context) -> Text:
    """Who writes: the hospital, unless the case says otherwise."""
    return submission(context).issuer or hospital(context)


def day(context: Context) -> Text | None:
    """The day of the document; None where the case names none."""
    found = _date(context)
    return day_name(found) if found else None


def year(context: Context) -> str:
    """The year in which the document is numbered: that of its day, and of the period while it has none."""
    found = _date(context)
    return found[:4] if found else str(context.period.year)


def _date(context: Context) -> str | None:
    return letter(context).date or context.material.case.file.report.issue_date


def earlier(context: Context) -> Text:
    """Last year, or the same months of it."""
    return context.say(f"submission.earlier.{'part' if context.is_month else 'year'}")


def printed_on(context: Context) -> Text | None:
    """The day on which it is printed and sent."""
    found = letter(context).printed_on
    return day_name(found) if found else day(context)


def signer(context: Context) -> str | None:
    """Who signs it for issue."""
    return letter(context).signer or submission(context).signer


def wanting(context: Context) -> Iterator[Finding]:
    """B21: what the letter needs and the case does not say; B22: indicators it names that there are not.

    A letter with measures needs one for each problem.
    """
    said, own = submission(context), letter(context)
    period = context.material.period
    needed = {
        "submission.recipient": said.recipient,
        f"submission.letters.{period}.number": own.number,
        "submission.signer": signer(context),
        "report.issue_date": day(context),
        "submission.printed_by": said.printed_by,
        "submission.contact": said.contact,
        f"submission.letters.{period}.measures": own.measures,
        f"submission.letters.{period}.is_audited": own.is_audited is not None,
    }
    place = Place("case.yaml")
    for key, value in needed.items():
        if not value:
            yield Finding(MISSING, place, {"key": key})
    aimed = {one.indicator for one in own.measures}
    for one in outlook.costly(context) if own.measures else ():
        if one.id not in aimed:
            yield Finding(MISSING, place, {"key": f"submission.letters.{period}.measures: indicator: {one.id}"})
    named = (*own.causes, *(one.indicator for one in own.measures if one.indicator))
    for name in sorted(set(named) - set(context.material.catalog.indicators)):
        yield Finding(UNKNOWN, place, {"name": name, "period": period})
