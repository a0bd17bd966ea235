"""The first screen: can a grade be given, what is missing and what would it unlock, what was found, what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen import checks
from reportgen.catalog.calendar_words import period_name, period_short
from reportgen.catalog.messages import grade_name
from reportgen.checks.needs import told as needed
from reportgen.model.finding import Severity
from reportgen.model.period import Period, PeriodKind
from reportgen.model.printing import DASH, half_up, number
from reportgen.model.schemes import Grade
from reportgen.preview.wording import FileList, ToldFinding, Voice, grouped
from reportgen.year import status as year

if TYPE_CHECKING:
    from reportgen.model.place import Place
    from reportgen.preview.bench import CaseState
    from reportgen.year.status import PeriodStatus

LEFT: Final = 4.0
WIDTH: Final = 592.0
FULL: Final = 100.0
MONTHS: Final = 12
MOST_CAUSES: Final = 40
DOT: Final = "\N{MIDDLE DOT}"


@dataclass(frozen=True)
class GradeBand:
    """A grade on the scale of scores: from where to where it is drawn, and what it is called."""

    grade: str
    name: str
    x: float
    width: float
    low: str


@dataclass(frozen=True)
class ScoreScale:
    """Where the total is, or can still come to be."""

    bands: tuple[GradeBand, ...]
    x: float
    width: float
    words: str


@dataclass(frozen=True)
class CalendarCell:
    """One form in one month: here, with things to do, missing, or not due yet."""

    kind: str
    words: str
    address: str | None = None


@dataclass(frozen=True)
class CalendarRow:
    """One form over the months of a year."""

    name: str
    cells: tuple[CalendarCell, ...]


@dataclass(frozen=True)
class FormCalendar:
    """The forms of a year."""

    title: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[CalendarRow, ...]


@dataclass(frozen=True)
class Missing:
    """A thing to bring, and the weight of the scores that it would unlock."""

    words: str
    gain: str


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now: what, why, where, and the command that does the same."""

    title: str
    words: str
    button: str
    address: str
    command: str


@dataclass(frozen=True)
class Overview:
    """All that the screen shows."""

    heading: str
    about: str
    scale: ScoreScale | None
    calendar: FormCalendar | None
    duties: tuple[tuple[str, str], ...]
    missing: tuple[Missing, ...]
    step: NextStep
    causes: tuple[ToldFinding, ...]
    more_causes: int
    counts: str
    quality: str
    hospitals: tuple[tuple[str, str, bool], ...]


def overview(state: CaseState, voice: Voice, register: FileList, entity: str | None, case: str) -> Overview:
    """The screen for the hospital asked for, else for the first one."""
    status, catalog = state.status(entity), state.checked.catalog
    found = state.checked.findings
    causes = grouped(found, state, voice, register)
    counted = checks.counted(found, catalog)
    pieces = status.duties.pieces() if status else ()
    missing = tuple(Missing(voice.said(needed(one, catalog)), _gain(status, one.indicators, voice)) for one in pieces)
    return Overview(
        heading=_heading(state, status, voice, len(missing), counted[Severity.ERROR]),
        about=" ".join(voice.said(line) for line in year.still(status)[:1]) if status else "",
        scale=_scale(status, voice),
        calendar=_calendar(state, status, voice, register),
        duties=_duties(status, voice),
        missing=missing,
        step=_step(state, status, voice, case, missing),
        causes=causes[:MOST_CAUSES],
        more_causes=max(0, len(causes) - MOST_CAUSES),
        counts=counts(state, voice),
        quality=_quality(state, voice),
        hospitals=_hospitals(state, status, voice),
    )


def _gain(status: PeriodStatus | None, indicators: tuple[str, ...], voice: Voice) -> str:
    """The weight of what a thing would unlock; nothing where no score waits for it."""
    reach = status.reach(indicators) if status else None
    return voice("overview.weight", share=str(number(reach.weight, 1, times=FULL))) if reach else ""


def counts(state: CaseState, voice: Voice) -> str:
    """How many findings weigh how much."""
    counted = checks.counted(state.checked.findings, state.checked.catalog)
    return f" {DOT} ".join(f"{voice.word(f'severity.{one}')} {counted[one]}" for one in Severity)


def _heading(state: CaseState, status: PeriodStatus | None, voice: Voice, missing: int, errors: int) -> str:
    if status is None:
        return voice("overview.nothing")
    period = voice.said(period_name(str(status.duties.period)))
    material = status.material
    evaluation = material.evaluation if material else None
    if evaluation is not None and material is not None and evaluation.grade and evaluation.score_printed:
        grade = voice.said(grade_name(evaluation.grade, material.scheme, state.checked.catalog.words))
        key = "errors" if errors else "missing" if missing else "graded"
        facts = {"period": period, "grade": grade, "score": evaluation.score_printed}
        return voice(f"overview.heading.{key}", **facts, n=errors or missing)
    if evaluation is not None and evaluation.indicators:
        return voice("overview.heading.withheld", period=period, n=missing)
    return voice("overview.heading.other", period=period, now=voice.said(year.now(status)))


def _quality(state: CaseState, voice: Voice) -> str:
    from reportgen import pipeline
    from reportgen.checks.quality import sentence

    judged = pipeline.quality(state.checked)
    return voice.said(sentence(judged, state.checked.catalog)) if judged else ""


def _hospitals(state: CaseState, shown: PeriodStatus | None, voice: Voice) -> tuple[tuple[str, str, bool], ...]:
    if len(state.statuses) < 2:  # noqa: PLR2004 - a choice is between two
        return ()
    return tuple(
        (one.duties.entity, voice.said(one.duties.hospital), shown is not None and one is shown)
        for one in state.statuses
    )


def _scale(status: PeriodStatus | None, voice: Voice) -> ScoreScale | None:
    """The bands of the scheme, and the range in which the total lies."""
    if status is None or status.material is None:
        return None
    evaluation, scheme = status.material.evaluation, status.material.scheme
    words = status.duties.checked.catalog.words
    open_scores = status.open_scores
    reach = status.reach(open_scores.missing) if open_scores else None
    low, high = (reach.lowest.score, reach.highest.score) if reach else (evaluation.score, evaluation.score)
    if low is None or high is None or not scheme.grades:
        return None
    lows = sorted((bound, grade) for grade, bound in scheme.grades.items())
    tops = [*(bound for bound, _ in lows[1:]), FULL]
    bands = tuple(
        GradeBand(
            str(grade),
            voice.said(grade_name(Grade(grade), scheme, words)),
            _x(bound),
            _x(top) - _x(bound),
            f"{bound:g}" if bound > 0 else "0",
        )
        for (bound, grade), top in zip(lows, tops, strict=True)
    )
    printed = (half_up(one, scheme.decimals) for one in (low, high))
    key = "range" if reach else "point"
    least, most = (f"{one}" for one in printed)
    return ScoreScale(bands, _x(low), max(_x(high) - _x(low), 0.0), voice(f"overview.{key}", low=least, high=most))


def _x(score: float) -> float:
    return round(LEFT + WIDTH * min(max(score, 0.0), FULL) / FULL, 1)


def _calendar(state: CaseState, status: PeriodStatus | None, voice: Voice, register: FileList) -> FormCalendar | None:
    """Monthly forms of the year under way; None for a hospital that keeps none."""
    if status is None or status.duties.period.kind is not PeriodKind.MONTH:
        return None
    now, entity = status.duties.period, status.duties.entity
    readings = [one for one in state.checked.reading.dataset.forms if one.entity == entity]
    months = [Period(now.year, PeriodKind.MONTH, number) for number in range(1, MONTHS + 1)]
    by_key = {(one.form, one.period): one.place for one in readings}
    due = {duty.id: duty.name for duty in status.duties.forms()}
    codes = dict.fromkeys([*due, *(one.form for one in readings if one.period in set(map(str, months)))])
    open_ = _open_by_sheet(state)
    cell = partial(_cell, voice=voice, register=register, open_=open_)
    rows = tuple(
        CalendarRow(
            voice.said(state.checked.catalog.forms[code].title),
            tuple(cell(by_key.get((code, str(month))), is_due=month.number <= now.number) for month in months),
        )
        for code in codes
        if code in state.checked.catalog.forms
    )
    heads = tuple((voice.said(period_short(str(month))), month == now) for month in months)
    return FormCalendar(voice("overview.calendar", year=str(now.year)), heads, rows) if rows else None


def _open_by_sheet(state: CaseState) -> dict[tuple[str, str | None], int]:
    """How many errors and warnings there are on each sheet."""
    found: dict[tuple[str, str | None], int] = {}
    for one in state.checked.findings:
        if state.checked.catalog.messages.severity(one) is not Severity.NOTE:
            key = one.place.file, one.place.sheet
            found[key] = found.get(key, 0) + 1
    return found


def _cell(
    place: Place | None, *, is_due: bool, voice: Voice, register: FileList, open_: dict[tuple[str, str | None], int]
) -> CalendarCell:
    if place is None:
        return CalendarCell("miss" if is_due else "later", voice("overview.miss" if is_due else "overview.later"))
    number = open_.get((place.file, place.sheet), 0)
    address = register.address(place)
    if number:
        return CalendarCell("part", str(number), address)
    return CalendarCell("ok", voice("overview.ok"), address)


def _duties(status: PeriodStatus | None, voice: Voice) -> tuple[tuple[str, str], ...]:
    """What is due and not done, or has a deadline: what it is; its state, day and owner."""
    if status is None:
        return ()
    found = []
    for duty, row in zip(status.duties.all, year.rows(status), strict=True):
        if duty.due is not None or not duty.is_done:
            kind, name, *rest = (voice.said(part) for part in row[:5])
            what = name if name == kind else f"{kind} {name}"
            found.append((what, f" {DOT} ".join(part for part in rest if part != DASH)))
    return tuple(found)


def _step(
    state: CaseState, status: PeriodStatus | None, voice: Voice, case: str, missing: tuple[Missing, ...]
) -> NextStep:
    """The first that applies: names, errors, what is missing, the review."""

    def step(key: str, address: str, command: str, **facts: str | int) -> NextStep:
        words = {part: voice(f"step.{key}.{part}", **facts) for part in ("title", "words", "button")}
        return NextStep(**words, address=address, command=f"reportgen {command}")

    errors = checks.counted(state.checked.findings, state.checked.catalog)[Severity.ERROR]
    if not state.checked.reading.files:
        return step("begin", "#files", f"month new --case {case}")
    if state.names:
        return step("names", "/map", f"map {case}", n=len(state.names))
    if errors:
        return step("errors", "#causes", f"check {case}", n=errors)
    if missing:
        return step("missing", "#missing", f"status {case}", what=missing[0].words)
    period = str(status.duties.period) if status else ""
    return step("review", "/issue", f"review {case} -p {period} --role \N{HORIZONTAL ELLIPSIS}")
