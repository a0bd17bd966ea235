"""What stands on an official letter besides its text: who writes to whom, under which number, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.follow_up import CASE, Status
from reportgen.catalog.calendar_words import day_name
from reportgen.model.case_parts import Letter
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.report.desk.documents.furniture import hospital
from reportgen.report.desk.grades import outlook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.signals.follow_up import FollowUp
    from reportgen.model.case_parts import Submission
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext

MISSING: Final = "B21"
UNKNOWN: Final = "B22"
NO_LETTER: Final = Letter()


def submission(context: HospitalContext) -> Submission:
    """What the case says of all its letters."""
    return context.material.case.file.submission


def letter(context: HospitalContext) -> Letter:
    """What the case says of this one."""
    return submission(context).letters.get(context.material.period, NO_LETTER)


@dataclass(frozen=True)
class Planned:
    """One measure as every report tells it.

    Attributes:
        due, term: the day set first, and that by which it is to be done now; is_late: past without a new one.
        place: where it is written down.
    """

    action: Text
    indicator: str | None
    owner: Text | None
    due: str
    term: str
    is_late: bool
    target: float | None
    place: Place


def measures(context: HospitalContext) -> tuple[Planned, ...]:
    """What is done: the open measures of the hospital's register, then what the letter has besides them."""
    found: FollowUp | Unavailable = context.material.analysis["signals.follow_up"]
    actions = () if isinstance(found, Unavailable) else tuple(one for one in found.actions if one.is_open)
    known = {one.indicator for one in actions}
    given = letter(context).measures
    order = [one.indicator for one in given]
    kept = sorted(actions, key=lambda one: order.index(one.indicator) if one.indicator in order else len(order))
    own = [one for one in given if one.indicator is None or one.indicator not in known]
    return (
        *(
            Planned(
                context.own(one.measure),
                one.indicator,
                context.own(one.owner) if one.owner else None,
                one.due,
                one.term,
                one.status is Status.LATE,
                one.expected,
                one.place,
            )
            for one in kept
        ),
        *(
            Planned(
                one.action,
                one.indicator,
                one.owner,
                one.due or "",
                one.due or "",
                is_late=False,
                target=one.target,
                place=Place(CASE),
            )
            for one in own
        ),
    )


def issuer(context: HospitalContext) -> Text:
    """Who writes: the hospital, unless the case says otherwise."""
    return submission(context).issuer or hospital(context)


def day(context: HospitalContext) -> Text | None:
    """The day of the document; None where the case names none."""
    found = _date(context)
    return day_name(found) if found else None


def number(context: HospitalContext) -> Text:
    """The number to be filled in, in the year of the document: nobody knows it while there is no day.

    It is not that of the period: the letter on a year, or on a December, is written in the next one.
    """
    found = _date(context)
    return context.say("submission.number", year=found[:4]) if found else context.say("submission.number.undated")


def _date(context: HospitalContext) -> str | None:
    return letter(context).date or context.material.case.file.report.issue_date


def earlier(context: HospitalContext) -> Text:
    """Last year, or the same months of it."""
    return context.say(f"submission.earlier.{'year' if context.is_year else 'part'}")


def printed_on(context: HospitalContext) -> Text | None:
    """The day on which it is printed and sent."""
    found = letter(context).printed_on
    return day_name(found) if found else day(context)


def signer(context: HospitalContext) -> str | None:
    """Who signs it for issue."""
    return letter(context).signer or submission(context).signer


def wanting(context: HospitalContext) -> Iterator[Finding]:
    """B21: what the letter needs and the case does not say; B22: indicators it names that there are not.

    A letter with measures needs one for each problem.
    """
    said, own, planned = submission(context), letter(context), measures(context)
    period = context.material.period
    needed = {
        "submission.recipient": said.recipient,
        f"submission.letters.{period}.number": own.number,
        "submission.signer": signer(context),
        "report.issue_date": day(context),
        "submission.printed_by": said.printed_by,
        "submission.contact": said.contact,
        f"submission.letters.{period}.measures": planned,
        f"submission.letters.{period}.is_audited": own.is_audited is not None,
    }
    place = Place("case.yaml")
    for key, value in needed.items():
        if not value:
            yield Finding(MISSING, place, {"key": key})
    aimed = {one.indicator for one in planned}
    for one in outlook.endangered(context) if planned else ():
        if one.id not in aimed:
            yield Finding(MISSING, place, {"key": f"submission.letters.{period}.measures: indicator: {one.id}"})
    named = (*own.causes, *(one.indicator for one in own.measures if one.indicator))
    for name in sorted(set(named) - set(context.material.catalog.indicators)):
        yield Finding(UNKNOWN, place, {"name": name, "period": period})
