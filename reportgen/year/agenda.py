"""The deadlines of a year, day by day: as a calendar (RFC 5545), and as a notice to each department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from reportgen import __version__
from reportgen.catalog.calendar_words import period_name, years_of
from reportgen.errors import ExitCode, Refused
from reportgen.model.case_parts import Deadline, DueKind, is_file_name
from reportgen.model.definition import Text
from reportgen.model.finding import Finding
from reportgen.model.leaflet import LeafletColumn, LeafletRow, LeafletTable, Notice
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place
from reportgen.report.speech import Speech, filled, same
from reportgen.year.duties import Duties, Duty, of_case

if TYPE_CHECKING:
    from reportgen.model.definition import Language, LanguageMode
    from reportgen.pipeline.checked import Checked

CASE: Final = "case.yaml"
FARTHEST: Final = 3
"""Years after a period's end in which its deadline may still lie."""
QUARTERS: Final = 4
WIDTH: Final = 75
"""Octets of the longest line of a calendar, without its end."""
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
SEAL: Final = "X-REPORTGEN-DIGEST"
SEALED: Final = re.compile(rb"X-REPORTGEN-DIGEST:([0-9a-f]{32})\r\n")
ENDED: Final = b"END:VCALENDAR\r\n"


@dataclass(frozen=True)
class Event:
    """One deadline for one period of one hospital.

    Attributes:
        called: the name of the period, of a fiscal year and its quarters that of no calendar's.
        names: of what is due.
        key: what makes it the same event in the next calendar that is written.
    """

    day: date
    hospital: Text
    period: Period
    called: Text
    names: tuple[Text, ...]
    owner: Text | None
    key: str


def events(checked: Checked, year: int, entity: str | None = None) -> tuple[Event, ...]:
    """Every deadline that lies in a year, by its day.

    Raises:
        Refused: C75 if case.yaml has no deadlines, C76 if none lies in that year; as `of_case` otherwise.
    """
    if not checked.case.file.deadlines:
        raise Refused([Finding("C75", Place(CASE))], ExitCode.USAGE)
    hospitals = of_case(checked, str(year), entity)
    found = [event for one in hospitals for event in _of_hospital(one, year)]
    if not found:
        raise Refused([Finding("C76", Place(CASE), {"year": str(year)})], ExitCode.USAGE)
    return tuple(sorted(found, key=lambda event: (event.day, event.period.sort_key(), event.key)))


def _of_hospital(duties: Duties, year: int) -> Iterator[Event]:
    file = duties.checked.case.file
    for kind in dict.fromkeys(deadline.each for deadline in file.deadlines):
        own = [deadline for deadline in file.deadlines if deadline.each is kind]
        for period in _periods(kind, year):
            due = [one for one in own if one.on(period, file.fiscal_year_start).year == year]
            if due and (file.first_year is None or period.year >= file.first_year):
                yield from _of_period(replace(duties, period=period), due)


def _of_period(duties: Duties, due: Sequence[Deadline]) -> Iterator[Event]:
    """An event for each deadline under which something of this hospital falls."""
    first, period = duties.checked.case.file.fiscal_year_start, duties.period
    with years_of(duties.checked.catalog.words, first):
        is_own = first != 1 and period.kind is not PeriodKind.MONTH
        called = period_name(str(period)) if is_own else same(str(period))
    for deadline in due:
        names = tuple(_name(duties, one) for one in duties.all if duties.deadline(one.kind, one.id) is deadline)
        if names:
            key = "|".join((duties.entity, str(deadline.each), ",".join(deadline.of), str(period)))
            day = deadline.on(period, first)
            yield Event(day, duties.hospital, period, called, names, deadline.owner, key)


def _name(duties: Duties, duty: Duty) -> Text:
    """What is due, as those know it who bring it: figures by the file in which they came last."""
    if duty.kind is not DueKind.FIGURES:
        return duty.name
    return filled(duties.checked.catalog.words["year.figures"], file=PurePosixPath(duty.id).name)


def _periods(kind: PeriodKind, year: int) -> Iterator[Period]:
    """Periods whose deadlines may lie in a year."""
    numbers = {
        PeriodKind.YEAR: range(1),
        PeriodKind.QUARTER: range(1, QUARTERS + 1),
        PeriodKind.MONTH: range(1, MONTHS + 1),
    }
    for each in range(year - FARTHEST, year + 2):
        yield from (Period(each, kind, number) for number in numbers[kind])


def calendar(found: Sequence[Event], say: Speech, language: Language, year: int) -> bytes:
    """The events as iCalendar, the same bytes for the same deadlines: all-day, with lasting ids."""
    many = len({event.hospital.in_language(language) for event in found}) > 1
    name = say("year.calendar.name", hospital=found[0].hospital, year=str(year)).in_language(language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//reportgen//reportgen {__version__}//{language.upper()}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(name)}",
    ]
    for event in found:
        lines += _event(event, say, language, year, many=many)
    return _sealed("".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode())


def _event(event: Event, say: Speech, language: Language, year: int, *, many: bool) -> Iterator[str]:
    names = say.join(event.names, "list.comma")
    said = say("year.calendar.summary", period=event.called, names=names).in_language(language)
    hospital = event.hospital.in_language(language)
    owner = event.owner.in_language(language) if event.owner else None
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(event.key.encode()).hexdigest()[:32]}@reportgen"
    yield f"DTSTAMP:{year:04}0101T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{hospital} {said}' if many else said)}"
    told = [hospital, *(name.in_language(language) for name in event.names), *([owner] if owner else [])]
    yield "DESCRIPTION:" + _escaped("\n".join(told))
    if owner:
        yield f"CATEGORIES:{_escaped(owner)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """A value of the type TEXT."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> str:
    """A content line in pieces of 75 octets, none of which ends within a character."""
    pieces, piece = list[str](), ""
    for character in line:
        room = WIDTH if not pieces else WIDTH - 1
        if len((piece + character).encode()) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join((*pieces, piece))


def _sealed(content: bytes) -> bytes:
    """With the digest of all other lines, so that what somebody has changed is nobody's to write over."""
    head, rest = content.split(b"X-WR-CALNAME:", 1)
    return head + f"{SEAL}:{_digest(content)}\r\n".encode() + b"X-WR-CALNAME:" + rest


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]


def is_sealed(content: bytes) -> bool:
    """Whether a calendar is as it was written."""
    found = SEALED.search(content)
    return found is not None and _digest(SEALED.sub(b"", content, count=1)) == found[1].decode()


def notices(found: Iterable[Event], say: Speech, year: int) -> dict[str, Notice]:
    """A notice to each department, by the name of its file: what it has to bring, and by when."""
    by_owner: dict[str, list[Event]] = {}
    for event in found:
        if event.owner is not None:
            by_owner.setdefault(event.owner.zh, []).append(event)
    return {
        f"{owner if is_file_name(owner) else f'{number:04}'}.pdf": _notice(listed, say, year)
        for number, (owner, listed) in enumerate(by_owner.items(), start=1)
    }


def _notice(listed: Sequence[Event], say: Speech, year: int) -> Notice:
    hospitals = dict.fromkeys((event.hospital.zh, event.hospital.en) for event in listed)
    many = len(hospitals) > 1
    keys = (("day", 16.0), ("period", 12.0), *((("hospital", 24.0),) if many else ()), ("what", 48.0 if many else 72.0))
    rows = tuple(
        LeafletRow(
            (str(event.day), event.called, *((event.hospital,) if many else ()), say.join(event.names, "list.comma"))
        )
        for event in listed
    )
    columns = tuple(LeafletColumn(say(f"year.notice.head.{key}"), width) for key, width in keys)
    owner, facts = listed[0].owner, [(say("year.notice.year"), str(year))]
    names = [Text(zh=zh, en=en) for zh, en in hospitals]
    assert owner is not None
    return Notice(
        title=say("year.notice.title"),
        subject=owner,
        facts=((say("year.notice.hospital"), names[0] if not many else same(str(len(names)))), *facts),
        verdict=LeafletRow((say("year.notice.verdict", n=len(listed), first=str(listed[0].day)),)),
        tables=(LeafletTable(say("year.notice.table"), columns, rows),),
        notes=(say("year.notice.note"),),
        day=date(year, 1, 1),
        program=f"reportgen {__version__}",
    )


def printed(made: dict[str, Notice], mode: LanguageMode) -> dict[str, bytes]:
    """The notices as PDF by the names of their files.

    Raises:
        Refused: all that keeps one of them from being printed, such as a character that no font has.
    """
    from reportgen.report import fonts, leaflet

    fonts.activate()
    files, problems = dict[str, bytes](), list[Finding]()
    for name, notice in made.items():
        try:
            files[name] = leaflet.paper(notice, mode).pdf
        except Refused as refused:
            problems += (replace(finding, place=Place(name)) for finding in refused.findings)
    if problems:
        raise Refused(problems)
    return files
