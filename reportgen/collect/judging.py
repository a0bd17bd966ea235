"""Hospital by hospital: what came, in time or not, which report counts, whether it holds, and what goes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from reportgen import pipeline
from reportgen.batch.pool import Answered, Bounds, each, unanswered
from reportgen.catalog.calendar_words import period_name
from reportgen.errors import Refused
from reportgen.lifecycle import paper
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.period import PATTERN
from reportgen.model.place import NOWHERE, Place
from reportgen.model.standing import State
from reportgen.progress import reached
from reportgen.verify import Answer, Given, sources, verify

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.collect.inbox import Received
    from reportgen.collect.roster import Member

SOURCES: Final = "sources"
NO_REPORT: Final = "G57"
NOT_AT_HAND: Final = "T06"


class RosterStatus(StrEnum):
    """Where a hospital stands: its report counts, goes back, was not sent, or is not due yet."""

    RECEIVED = "received"
    RETURNED = "returned"
    MISSING = "missing"
    AWAITED = "awaited"


@dataclass(frozen=True)
class Due:
    """What had to come: which kind of report, on which period, by which day; `today` is the day of the look."""

    report: str
    period: str
    day: dt.date | None
    today: dt.date


@dataclass(frozen=True)
class Verified:
    """What verifying a report came to.

    Attributes:
        answers: of each check, by its id; findings: what does not agree.
        is_recomputed: whether it was made anew from its sources, and not held against itself alone.
        values: figures of its case by item, for the period and those before, where the case was there.
        currency: of the case.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    is_recomputed: bool = False
    values: tuple[tuple[str, str, float], ...] = ()
    currency: str | None = None
    regime: str | None = None


@dataclass(frozen=True)
class Hospital:
    """A hospital of the roster with what became of its submission.

    Attributes:
        paper: the report that counts, or that is the reason for the return; None where none came.
        late: days behind the day that it was due.
        findings: everything that is to be told to it.
    """

    member: Member
    status: RosterStatus
    paper: Received | None = None
    late: int = 0
    verified: Verified | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def results(self) -> Mapping[str, Any]:
        """What a report that counts says; nothing of one that goes back."""
        counts = self.status is RosterStatus.RECEIVED and self.paper is not None
        return (self.paper.results or {}) if counts and self.paper else {}


@dataclass(frozen=True)
class Collection:
    """All hospitals of the roster, and what came from others or from nobody knows whom."""

    due: Due
    hospitals: tuple[Hospital, ...]
    strangers: tuple[Finding, ...]

    def count(self, status: RosterStatus) -> int:
        """How many stand so."""
        return sum(one.status is status for one in self.hospitals)

    @property
    def late(self) -> int:
        """How many of those that are received came late."""
        return sum(bool(one.late) for one in self.hospitals if one.status is RosterStatus.RECEIVED)


def judged(
    roster: Sequence[Member], papers: Sequence[Received], due: Due, catalog: Catalog, bounds: Bounds
) -> Collection:
    """Give every paper to its hospital, see which one counts, and verify those.

    Args:
        roster: who has to submit.
        papers: what came.
        due: what had to come.
        catalog: weights of findings.
        bounds: of the processes that verify.
    """
    by_id: dict[str, list[Received]] = {member.id: [] for member in roster}
    strangers: list[Finding] = []
    for one in papers:
        owner = _owner(one, roster)
        if owner is not None:
            by_id[owner].append(one)
        elif one.manifest is not None:
            strangers.append(Finding("G52", Place(one.file), {"id": one.manifest.entity, "name": _name(one)}))
        else:
            strangers += _unreadable(one)
    first = [_first(member, by_id[member.id], due, catalog) for member in roster]
    asked = [one.paper for one in first if one.status is RosterStatus.RECEIVED and one.paper is not None]
    answers = dict(_verified(asked, bounds))
    whole = (_with_answer(one, answers, catalog) for one in first)
    return Collection(due, tuple(_gravest_first(one, catalog) for one in whole), tuple(strangers))


def _gravest_first(one: Hospital, catalog: Catalog) -> Hospital:
    """What weighs most is why a report goes back, whichever was seen first."""
    weights = list(Severity)
    findings = sorted(one.findings, key=lambda finding: weights.index(catalog.messages.severity(finding)))
    return replace(one, findings=tuple(findings))


def _owner(one: Received, roster: Sequence[Member]) -> str | None:
    """Whose a paper is: by what it says of itself; of one that says nothing, by the id or name in its file's name."""
    if one.manifest is not None:
        return one.manifest.entity if any(member.id == one.manifest.entity for member in roster) else None
    named = [member.id for member in roster if member.id in one.file or member.name in one.file]
    return named[0] if len(named) == 1 else None


def _name(one: Received) -> str | None:
    name = ((one.results or {}).get("entity") or {}).get("name") or {}
    return name.get("zh") if isinstance(name, dict) else None


def _first(member: Member, came: Sequence[Received], due: Due, catalog: Catalog) -> Hospital:
    """What can be said of a hospital before anything is verified."""
    day = member.due or due.day
    fitting = [one for one in came if not list(_unfit(one, due, catalog))]
    told = [finding for one in came for finding in _unfit(one, due, catalog)]
    if not came:
        is_over = day is None or due.today > day
        facts: dict[str, Fact] = {"name": member.name, "period": _named(due.period), "day": str(day) if day else None}
        missing = (Finding("G50", NOWHERE, facts),) if is_over else ()
        return Hospital(member, RosterStatus.MISSING if is_over else RosterStatus.AWAITED, findings=missing)
    if not fitting:
        return Hospital(member, RosterStatus.RETURNED, came[0], _late(member, came[0], day), findings=tuple(told))
    counts, remarks = _counting(fitting)
    if counts is None:
        late = _late(member, fitting[-1], day)
        return Hospital(member, RosterStatus.RETURNED, fitting[-1], late, findings=(*told, *remarks))
    late = _late(member, counts, day)
    if late:
        facts_of_day: dict[str, Fact] = {
            "received": str(member.received or counts.received),
            "day": str(day),
            "days": late,
        }
        remarks = (*remarks, Finding("G51", Place(counts.file), facts_of_day))
    if counts.sending and (back := counts.sending["answers_to"]):
        again: dict[str, Fact] = {"number": back["number"], "day": back["day"]}
        remarks = (*remarks, Finding("G65", Place(counts.file), again))
    asides = tuple(replace(one, severity=Severity.NOTE) for one in told)
    return Hospital(member, RosterStatus.RECEIVED, counts, late, findings=(*asides, *remarks))


def _late(member: Member, one: Received, day: dt.date | None) -> int:
    received = member.received or one.received
    return max(0, (received - day).days) if day else 0


def _unfit(one: Received, due: Due, catalog: Catalog) -> Iterator[Finding]:
    """Why a paper is none of those that had to come."""
    place, listed = Place(one.file), one.manifest
    if listed is None:
        yield from _unreadable(one)
        return
    if listed.report != due.report:
        kinds = {name: kind.name for name, kind in catalog.reports.items()}
        said = {"found": kinds.get(listed.report, listed.report), "due": kinds.get(due.report, due.report)}
        yield Finding("G58", place, said)
    if listed.period != due.period:
        yield Finding("G55", place, {"found": _named(listed.period), "due": _named(due.period)})


def _named(period: str) -> Fact:
    """A period in words; as a file has it where it is none."""
    return period_name(period) if PATTERN.fullmatch(period) else period


def _unreadable(one: Received) -> Iterator[Finding]:
    """That a file is no report, and why; where there was none at all, that."""
    if one.problem is None or one.problem.rule != NO_REPORT:
        yield Finding("G56", Place(one.file))
    if one.problem is not None:
        yield one.problem


def _counting(fitting: Sequence[Received]) -> tuple[Received | None, tuple[Finding, ...]]:
    """Which of several reports counts: the one that takes the place of all others; None where they contradict."""
    by_digest = {one.digest: one for one in reversed(fitting)}
    copies = tuple(Finding("G53", Place(one.file)) for one in fitting if by_digest[one.digest] is not one)
    distinct = list(by_digest.values())
    listed = [(one, one.manifest) for one in distinct if one.manifest is not None]
    replaced = {about.corrects for _, about in listed}
    last = [(one, about) for one, about in listed if about.number is None or about.number not in replaced]
    if len(last) == 1:
        counts, said = last[0]
        facts: dict[str, Fact] = {"number": said.number, "corrects": said.corrects}
        return counts, (*copies, *((Finding("G54", Place(counts.file), facts),) if said.corrects else ()))
    names = tuple(one.file for one in distinct)
    return None, (*copies, Finding("G59", Place(names[0]), {"names": names}, places=tuple(map(Place, names[1:]))))


@dataclass(frozen=True)
class VerifyTask:
    """A report to be verified: where it lies, what it is called, and the case that came with it."""

    path: str
    name: str
    case: str | None


def check(task: VerifyTask) -> Verified:
    """Verify a report, in a worker; whatever goes wrong is told."""
    given = Given(Path(task.case) if task.case else None)
    try:
        content = Path(task.path).read_bytes()
        found = verify(content, task.name, given)
    except Refused as refused:
        return Verified(findings=refused.findings, answers={"report": str(Answer.FAILS)})
    except Exception as error:  # noqa: BLE001 - there is no end to the ways of being broken
        problem = f"{type(error).__name__} {error}"[:120]
        return Verified({"report": str(Answer.FAILS)}, (Finding("J33", Place(task.name), {"problem": problem}),))
    answers = {one.id: str(one.answer) for one in found.checks}
    recomputed = answers.get(SOURCES) == Answer.HOLDS
    plain = Verified(answers, found.findings, recomputed)
    return _with_values(plain, content, task) if recomputed and found.holds else plain


def _with_values(found: Verified, content: bytes, task: VerifyTask) -> Verified:
    """The same with the figures of the case that the report was made from."""
    read = paper.opened(content, task.name)
    listed = sources.manifest(read)
    with TemporaryDirectory(prefix="reportgen-") as scratch:
        files = sources.gathered(read, listed, Path(task.case) if task.case else None)
        checked = pipeline.check(sources.laid_out(files, Path(scratch), listed.entity, task.name))
        dataset = checked.reading.dataset
        values = tuple(
            (period, item, value)
            for period in dataset.periods(listed.entity)
            for item in sorted({str(column[0]) for column in dataset.values.columns})
            if (value := dataset.value(item, listed.entity, period)) is not None
        )
        file = checked.case.file
    return replace(found, values=values, currency=file.currency, regime=file.regime)


def _verified(asked: Sequence[Received], bounds: Bounds) -> Iterator[tuple[str, Verified]]:
    """The answer about each paper, by its file."""
    tasks = [VerifyTask(str(one.path), one.file, str(one.case) if one.case else None) for one in asked]
    answers: Iterable[Answered[VerifyTask, Verified]] = each(check, tasks, bounds)
    for number, answer in enumerate(answers, start=1):
        if answer.answer is not None:
            yield answer.order.name, answer.answer
        else:
            finding = unanswered(answer, Place(answer.order.name))
            yield answer.order.name, Verified({"report": str(Answer.OPEN)}, (finding,))
        reached("reports", number, len(tasks))


def _with_answer(one: Hospital, answers: Mapping[str, Verified], catalog: Catalog) -> Hospital:
    """A hospital with what verifying its report has shown: what does not hold, or has errors, goes back."""
    if one.status is not RosterStatus.RECEIVED or one.paper is None:
        return one
    found = answers[one.paper.file]
    told = (*one.findings, *_of_state(one.paper), *_of_checks(found, one.paper))
    grave = any(catalog.messages.severity(finding) is Severity.ERROR for finding in told)
    return replace(one, status=RosterStatus.RETURNED if grave else one.status, verified=found, findings=told)


def _of_state(one: Received) -> Iterator[Finding]:
    assert one.manifest is not None
    place = Place(one.file)
    if one.manifest.state not in {str(State.ISSUED), str(State.SUPERSEDED)}:
        yield Finding("G60", place)
    if errors := one.manifest.findings.get(str(Severity.ERROR)):
        yield Finding("G61", place, {"count": errors})
    if one.results is None:
        yield Finding("G63", place)


def _of_checks(found: Verified, one: Received) -> Iterator[Finding]:
    place = Place(one.file)
    failing = tuple(f"@verify.check.{name}" for name, answer in found.answers.items() if answer == Answer.FAILS)
    for name in failing:
        yield Finding("G62", place, {"what": name})
    if failing:
        yield from found.findings
    elif any(answer == Answer.OPEN for answer in found.answers.values()):
        told = (one for one in found.findings if one.rule != NOT_AT_HAND)  # G64 says it in the sender's words
        yield from (replace(one, severity=Severity.NOTE) for one in told)  # nothing speaks against the report
    if not found.is_recomputed:
        yield Finding("G64", place)
