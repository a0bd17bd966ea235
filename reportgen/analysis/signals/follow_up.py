"""Measures: what was decided on each warning, what became of it, and which warnings nobody answers for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.comparison.against import SIGN, direction_of
from reportgen.analysis.signals.risks import Risks, Warned
from reportgen.model.period import PATTERN, Period
from reportgen.model.place import Place
from reportgen.model.printing import measured
from reportgen.model.warnings import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.material import Analyses, Material
    from reportgen.model.case_parts import Arrangement
    from reportgen.model.definitions import Indicator
    from reportgen.model.registers import Record

TABLE: Final = "actions"
CASE: Final = "case.yaml"
"""Where the letters of a case say what is done."""
STOPS: Final = "\u3002.;\uff1b"
DONE, DROPPED = "done", "dropped"


class Status(StrEnum):
    """Where a measure stands at the end of the period."""

    OPEN = "open"
    LATE = "late"  # past its due date and not closed
    DONE = "done"
    DROPPED = "dropped"


UNDONE: Final = (Status.LATE, Status.OPEN)


@dataclass(frozen=True)
class Action:
    """One measure.

    Attributes:
        due, moved: the date set first, and the later one that took its place, empty where there is none.
        closed, effect: when it was closed and to what effect, empty where that was after the report's period.
        raised: the period whose warning it answers; status: at the end of the report's period.
        before, now: the indicator when it was raised, and now; expected: what was promised.
        better: whether the indicator moved in its direction since, None where it has none or reads the same.
        is_reached: whether what was promised is reached, None where nothing was or the indicator has no direction.
        persists: whether the indicator is still warned of.
        place: where the measure is written.
    """

    id: str
    indicator: str
    raised: str
    level: Level | None
    measure: str
    owner: str
    due: str
    closed: str
    status: Status
    before: Figure
    now: Figure
    expected: float | None
    better: bool | None
    is_reached: bool | None
    persists: bool
    effect: str
    place: Place
    moved: str = ""

    @property
    def term(self) -> str:
        """The date by which it is to be done now."""
        return self.moved or self.due

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.status in UNDONE


@dataclass(frozen=True)
class FollowUp:
    """All measures raised up to the period, late ones first, then by due date.

    Attributes:
        unanswered: warnings without an open measure; unknown: rows whose indicator or period cannot be read.
    """

    actions: tuple[Action, ...]
    unanswered: tuple[Warned, ...]
    unknown: tuple[tuple[str, Place], ...]

    @property
    def turned(self) -> tuple[Action, ...]:
        """Measures marked done whose indicator is worse than when they were raised."""
        return tuple(one for one in self.actions if one.status is Status.DONE and one.better is False)

    @property
    def missed(self) -> tuple[Action, ...]:
        """Measures marked done whose indicator is not worse and yet short of what was promised."""
        done = (one for one in self.actions if one.status is Status.DONE and one.better is not False)
        return tuple(one for one in done if one.is_reached is False)

    def count(self, status: Status) -> int:
        """How many measures stand so."""
        return sum(one.status is status for one in self.actions)


ORDER: Final = (Status.LATE, Status.OPEN, Status.DONE, Status.DROPPED)


def follow_up(analyses: Analyses) -> FollowUp | Unavailable:
    """Measures of the case, carried from period to period; without the table all warnings are unanswered."""
    found = analyses["signals.risks"]
    if isinstance(found, Unavailable):
        return found
    actions: list[Action] = []
    unknown: list[tuple[str, Place]] = []
    for record in analyses.records(TABLE):
        indicator = analyses.material.catalog.indicator_named(record.text("indicator"))
        raised = record.text("raised")
        if indicator is None or not PATTERN.fullmatch(raised):
            unknown.append((record.text("action"), record.place("indicator" if indicator is None else "raised")))
        elif Period.parse(raised).sort_key() <= analyses.books.now.sort_key():
            actions.append(_action(analyses, record, indicator, found))
    actions += list(_of_letter(analyses, actions, found))
    actions.sort(key=lambda one: (ORDER.index(one.status), one.term or "9999", one.id))
    answered = {one.indicator for one in actions if one.is_open}
    return FollowUp(tuple(actions), tuple(one for one in found.warned if one.indicator not in answered), tuple(unknown))


def _action(analyses: Analyses, record: Record, indicator: str, found: Risks) -> Action:
    books = analyses.books
    day = books.now.end(books.cells.terms.first_month).isoformat()
    level, is_later = record.text("level"), record.text("closed") > day
    raised, now, expected = record.text("raised"), books.indicator(indicator), record.number("expected")
    before, sign = books.indicator(indicator, Period.parse(raised)), SIGN.get(direction_of(analyses, indicator))
    return Action(
        id=record.text("action"),
        indicator=indicator,
        raised=raised,
        level=Level(level) if level else None,
        measure=record.text("measure"),
        owner=record.text("owner"),
        due=record.text("due"),
        closed="" if is_later else record.text("closed"),
        status=status(record, day),
        before=before,
        now=now,
        expected=expected,
        better=_better(before.value, now.value, analyses.material.catalog.indicators[indicator], sign),
        is_reached=_reached(now.value, expected, sign),
        persists=any(one.indicator == indicator for one in found.warned),
        effect="" if is_later else record.text("effect"),
        place=record.place("action"),
        moved=record.text("moved"),
    )


def _of_letter(analyses: Analyses, registered: list[Action], found: Risks) -> Iterator[Action]:
    """What the letter of the period says is done about an indicator of which the register says nothing.

    One list speaks of each indicator in all reports: where both do, it is the register.
    """
    books, material = analyses.books, analyses.material
    letter = material.case.file.submission.letters.get(material.period)
    taken = {one.indicator for one in registered if one.is_open}
    day = books.now.end(books.cells.terms.first_month).isoformat()
    for measure in letter.measures if letter is not None else ():
        name = measure.indicator
        if name is None or name in taken or name not in material.catalog.indicators:
            continue
        due = measure.due or ""
        now, sign = books.indicator(name), SIGN.get(direction_of(analyses, name))
        yield Action(
            id="",
            indicator=name,
            raised=material.period,
            level=None,
            measure=measure.action.zh,
            owner=measure.owner.zh if measure.owner else "",
            due=due,
            closed="",
            status=Status.LATE if due and due < day else Status.OPEN,
            before=now,
            now=now,
            expected=measure.target,
            better=None,
            is_reached=_reached(now.value, measure.target, sign),
            persists=any(one.indicator == name for one in found.warned),
            effect="",
            place=Place(CASE),
        )


def disagreeing(material: Material) -> Iterator[tuple[Action, Arrangement, tuple[str, ...]]]:
    """Measures of the letter of the period that the register has otherwise: both, and what differs.

    Two reports of one hospital and period would tell of one measure in two ways.
    """
    found: FollowUp | Unavailable = material.analysis["signals.follow_up"]
    letter = material.case.file.submission.letters.get(material.period)
    if letter is None or isinstance(found, Unavailable):
        return
    for measure in letter.measures:
        kept = [
            one
            for one in found.actions
            if one.is_open and one.place.file != CASE and one.indicator == measure.indicator
        ]
        differing = [(one, _differing(one, measure)) for one in kept]
        if kept and all(parts for _, parts in differing):
            one, parts = min(differing, key=lambda pair: len(pair[1]))
            yield one, measure, parts


def _differing(one: Action, measure: Arrangement) -> tuple[str, ...]:
    """What of a measure the letter says otherwise than the register; what it leaves out it does not say."""
    owner = measure.owner.zh if measure.owner else None
    pairs = {
        "measure": (one.measure, measure.action.zh.rstrip(STOPS)),
        "owner": (one.owner, owner),
        "due": (one.term, measure.due),
        "expected": (one.expected, measure.target),
    }
    return tuple(name for name, (kept, said) in pairs.items() if said is not None and kept != said)


def _better(before: float | None, now: float | None, indicator: Indicator, sign: int | None) -> bool | None:
    """Judged as it is printed: what reads the same has not moved."""
    if before is None or now is None or sign is None or measured(before, indicator) == measured(now, indicator):
        return None
    return sign * now > sign * before


def _reached(now: float | None, expected: float | None, sign: int | None) -> bool | None:
    return None if now is None or expected is None or sign is None else sign * now >= sign * expected


def status(record: Record, day: str) -> Status:
    """Where a measure stood at the end of a day (2026-10-31): what was closed later was open then."""
    closed, state = record.text("closed"), record.text("state")
    if closed:
        if closed <= day:
            return Status.DROPPED if state == DROPPED else Status.DONE
    elif state == DONE:
        return Status.DONE
    elif state == DROPPED:
        return Status.DROPPED
    due = record.text("moved") or record.text("due")
    return Status.LATE if due and due < day else Status.OPEN
