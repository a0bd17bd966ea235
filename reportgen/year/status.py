"""Where a period of a hospital stands: what is here, missing or late, and what that can still do to the grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from math import isclose
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reportgen import pipeline
from reportgen.catalog.messages import grade_name
from reportgen.errors import Refused
from reportgen.export.findings import lacked
from reportgen.model.case_parts import DueKind
from reportgen.model.definition import Text
from reportgen.model.period import Period
from reportgen.model.printing import half_up
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Grade, Scheme, StandardKind
from reportgen.model.values import Flag, Reason
from reportgen.pipeline import periods
from reportgen.report.speech import Speech, same
from reportgen.scoring.methods import JOINT
from reportgen.scoring.recount import FULL, Recount
from reportgen.scoring.standards import verdict
from reportgen.scoring.totals import met
from reportgen.year.duties import Duties, Duty, DutyState, of_case

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.pipeline.checked import Checked


SCHEMA: Final = "reportgen/status/1"
STANDING: Final = frozenset({DueKind.EXPERTS, DueKind.REPORT})
"""What says nothing of whether a period was begun: ratings of an earlier one still speak."""
NO_FIGURES: Final = frozenset({"C01", "C15", "C17"})
"""Of a period that nobody can evaluate: nothing was read of it, or a budget alone."""
DASH: Final = "\N{EM DASH}"
NOTHING: Final = 0.0
TOLERANCE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class PeriodStatus:
    """Where one hospital stands in one period on one day."""

    duties: Duties
    today: date

    @property
    def late(self) -> tuple[Duty, ...]:
        """What should have been here by now."""
        return tuple(one for one in self.duties.all if one.is_late(self.today))

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to bring."""
        return all(one.is_done for one in self.duties.all)

    @cached_property
    def _evaluated(self) -> Material | Refused:
        try:
            return pipeline.evaluate(self.duties.checked, period=str(self.duties.period), entity=self.duties.entity)
        except Refused as refused:
            return refused

    @property
    def material(self) -> Material | None:
        """The evaluation as far as it goes; None where nothing of the period is here, or it cannot be scored."""
        return None if isinstance(self._evaluated, Refused) else self._evaluated

    @property
    def is_begun(self) -> bool:
        """Whether there are figures, be they such that can be scored or not."""
        found = self._evaluated
        return not isinstance(found, Refused) or not {one.rule for one in found.findings} <= NO_FIGURES

    @cached_property
    def open_scores(self) -> OpenScores | None:
        """The scores that are missing; None where nothing can be said of them."""
        found = self.material
        return None if found is None else OpenScores.of(found.evaluation, found.scheme)

    def reach(self, indicators: Iterable[str]) -> Reach | None:
        """What some indicators can still do to the total."""
        return None if self.open_scores is None else self.open_scores.reach(indicators)


def statuses(checked: Checked, period: str | None, entity: str | None, today: date) -> tuple[PeriodStatus, ...]:
    """Where the case's hospital stands, or each of a panel; in the period under way unless one is named.

    Raises:
        Refused: if there is no such period, hospital or scheme.
    """
    asked = None if period is None else periods.parsed(period)
    found = of_case(checked, asked or str(_last_month(today)), entity)
    return tuple(PeriodStatus(one if asked else replace(one, period=_under_way(one, today)), today) for one in found)


def _last_month(today: date) -> Period:
    return Period.of_month(today.year, today.month).preceding()


def _under_way(duties: Duties, today: date) -> Period:
    """The newest period with figures, or the next one once something of it is here or late."""
    known = periods.with_values(duties.checked.reading.dataset, duties.entity)
    if not known:
        return duties.period
    following = known[-1].following()
    after = PeriodStatus(replace(duties, period=following), today)
    begun = (one.state is not DutyState.MISSING for one in after.duties.all if one.kind not in STANDING)
    return following if any(begun) or after.late else known[-1]


def document(found: Iterable[PeriodStatus]) -> dict[str, Any]:
    """All of it as JSON: ``reportgen/status/1``."""
    return {"schema": SCHEMA, "hospitals": [_hospital(one) for one in found]}


def _hospital(status: PeriodStatus) -> dict[str, Any]:
    duties, material = status.duties, status.material
    evaluation = material.evaluation if material else None
    catalog, missing = duties.checked.catalog, status.open_scores.missing if status.open_scores else ()
    return {
        "entity": duties.entity,
        "period": str(duties.period),
        "date": status.today.isoformat(),
        "score": evaluation.score if evaluation else None,
        "score_printed": evaluation.score_printed if evaluation else None,
        "grade": str(evaluation.grade) if evaluation and evaluation.grade else None,
        "due": [_duty(status, one) for one in duties.all],
        "lacking": [lacked(duties.entity, one, catalog) for one in duties.pieces()],
        "open_scores": [_reach(status.reach([name])) for name in missing],
        "all_open_scores": _reach(status.reach(missing)),
    }


def _duty(status: PeriodStatus, duty: Duty) -> dict[str, Any]:
    return {
        "kind": str(duty.kind),
        "id": duty.id,
        "name": duty.name.model_dump(include={"zh", "en"}),
        "state": str(duty.state),
        "late": duty.is_late(status.today),
        "due": duty.due.isoformat() if duty.due else None,
        "owner": duty.owner.model_dump(include={"zh", "en"}) if duty.owner else None,
        "files": list(duty.files),
        "here": duty.count if duty.of else None,
        "of": duty.of or None,
        "indicators": list(duty.indicators),
        "reach": _reach(status.reach(duty.indicators)),
    }


def _reach(found: Reach | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return asdict(found) | {"indicators": list(found.indicators)}


def rows(status: PeriodStatus) -> list[list[Text]]:
    """What is due, a line for each: what, which, state, day, from whom, how many indicators, the total, where."""
    say, words = _speech(status), status.duties.checked.catalog.words
    dash = same(DASH)
    return [
        [
            words[f"year.kind.{one.kind}"],
            one.name,
            _state(status, one, say),
            same(one.due.isoformat()) if one.due else dash,
            one.owner or dash,
            same(str(len(one.indicators))) if one.indicators else dash,
            range_of(status, status.reach(one.indicators)) or dash,
            _files(one, say),
        ]
        for one in status.duties.all
    ]


def _files(duty: Duty, say: Speech) -> Text:
    """The first file, and how many more there are; of figures the name says it."""
    if not duty.files or duty.kind is DueKind.FIGURES:
        return same(DASH)
    more = len(duty.files) - 1
    return say("year.files", file=duty.files[0], n=more) if more else same(duty.files[0])


def _state(status: PeriodStatus, duty: Duty, say: Speech) -> Text:
    facts = {"count": duty.count, "of": duty.of} if duty.state is DutyState.PART else {}
    state = say(f"year.state.{duty.state}", **facts)
    if duty.due is None or not duty.is_late(status.today):
        return state
    return say("year.state.late", state=state, days=(status.today - duty.due).days)


def open_rows(status: PeriodStatus) -> list[list[Text]]:
    """Each missing score: its indicator, its share of the whole, the total with it at 0 and at 100 points."""
    found, catalog = [], status.duties.checked.catalog
    for name in status.open_scores.missing if status.open_scores else ():
        reach = status.reach([name])
        assert reach is not None
        said = catalog.indicators[name].name if name in catalog.indicators else same(name)
        found.append(
            [
                said,
                same(f"{half_up(100 * reach.weight, 2)}%"),
                total(status, reach.lowest),
                total(status, reach.highest),
            ]
        )
    return found


def range_of(status: PeriodStatus, reach: Reach | None) -> Text | None:
    """From the lowest to the highest total, each with its grade."""
    if reach is None:
        return None
    lowest, highest = total(status, reach.lowest), total(status, reach.highest)
    return lowest if reach.lowest == reach.highest else _speech(status)("year.from_to", low=lowest, high=highest)


def total(status: PeriodStatus, found: TotalGrade) -> Text:
    """A total and its grade, or that it would still be withheld."""
    say, duties = _speech(status), status.duties
    if found.grade is None or found.printed is None:
        return say("year.withheld")
    name = grade_name(found.grade, duties.scheme, duties.checked.catalog.words)
    return say("year.total", score=found.printed, grade=name)


def now(status: PeriodStatus) -> Text:
    """The total as it stands, in a sentence."""
    say, material = _speech(status), status.material
    if material is None:
        return say("year.now.refused" if status.is_begun else "year.now.nothing")
    evaluation = material.evaluation
    if not evaluation.indicators:
        return say("year.now.unscored")
    if evaluation.grade is None or evaluation.score_printed is None:
        return say("year.now.withheld")
    grade = grade_name(evaluation.grade, material.scheme, status.duties.checked.catalog.words)
    return say("year.now.graded", score=evaluation.score_printed, grade=grade)


def still(status: PeriodStatus) -> list[Text]:
    """What stands above the missing scores: what they do together, or why nothing is said."""
    say, material = _speech(status), status.material
    if material is None or not material.evaluation.indicators:
        return []
    if status.open_scores is None:
        return [say("year.still.untold")]
    together = range_of(status, status.reach(status.open_scores.missing))
    if together is None:
        return [say("year.still.none")]
    return [say("year.still.all", range=together), say("year.still.title")]


def _speech(status: PeriodStatus) -> Speech:
    return Speech(status.duties.checked.catalog.words, status.duties.checked.case.file.currency)


@dataclass(frozen=True)
class TotalGrade:
    """A total as printed, and its grade; None where the total would still be withheld."""

    score: float | None
    printed: str | None
    grade: Grade | None


WITHHELD: Final = TotalGrade(None, None, None)


@dataclass(frozen=True)
class Reach:
    """What some missing scores can come to, together.

    Attributes:
        indicators: whose scores are missing.
        weight: their share of the whole.
        lowest, highest: the total with all of them at 0, and at 100 points.
    """

    indicators: tuple[str, ...]
    weight: float
    lowest: TotalGrade
    highest: TotalGrade


@dataclass(frozen=True, eq=False)
class OpenScores:
    """An evaluation with the scores that it lacks.

    Attributes:
        missing: indicators that have a weight, no value, and would be scored if they had one.
    """

    evaluation: Evaluation
    scheme: Scheme
    recount: Recount
    missing: tuple[str, ...]

    @staticmethod
    def of(evaluation: Evaluation, scheme: Scheme) -> OpenScores | None:
        """Ready to be asked; None where the total is none that single scores add up to."""
        if not evaluation.indicators:
            return None
        missing = tuple(row.id for row in evaluation.indicators if _is_missing(row))
        found = OpenScores(evaluation, scheme, Recount.of(evaluation, scheme), missing)
        return found if found._holds() else None

    def reach(self, indicators: Iterable[str]) -> Reach | None:
        """What the missing ones among some indicators can do together; None where none of them is missing."""
        wanted = set(indicators)
        names = tuple(name for name in self.missing if name in wanted)
        if not names:
            return None
        weight = sum(row.weight for row in self.evaluation.indicators if row.id in names)
        lowest, highest = (self._with(dict.fromkeys(names, score)) for score in (NOTHING, FULL))
        return Reach(names, weight, lowest, highest)

    def _holds(self) -> bool:
        """Whether counting again comes to the total as evaluated: else nothing may be said of another one."""
        open_parts = {row.part for row in self.evaluation.indicators if row.id in self.missing}
        if self.recount.is_whole or any(self.scheme.parts[part].method in JOINT for part in open_parts):
            return False
        now, known = self._with({}).score, self.evaluation.score
        if now is None or known is None:
            return now is known
        return isclose(now, known, abs_tol=TOLERANCE * FULL)

    def _with(self, filled: Mapping[str, float]) -> TotalGrade:
        """The total with some of the missing scores filled in."""
        scores = self.recount.scores.copy()
        for column, row in enumerate(self.evaluation.indicators):
            scores[column] = filled.get(row.id, scores[column])
        for number, part in enumerate(self.evaluation.parts):
            columns = self.recount.parts == number
            if (
                not self._is_withheld(part.id, part.missing_weight, part.share, filled)
                and (~np.isnan(scores[columns])).any()
            ):
                continue
            if not self.scheme.allow_missing_part:
                return WITHHELD
            scores[columns] = np.nan
        total = float(self.recount.totals(self.recount.weights, scores)[0])
        return WITHHELD if np.isnan(total) else self._graded(total)

    def _is_withheld(self, part: str, missing: float, share: float, filled: Mapping[str, float]) -> bool:
        """Whether more of a part's weight is missing than the scheme allows, once some of it is filled in."""
        rows = (row for row in self.evaluation.indicators if row.part == part and row.id in filled)
        found = sum(row.weight for row in rows if row.score is None) / share if share else 0.0
        return missing - found > self.scheme.parts[part].missing_limit + TOLERANCE

    def _graded(self, total: float) -> TotalGrade:
        """By the bands of the scheme, and never better than missed mandatory standards allow."""
        found = verdict(total, self.scheme.grades, self.scheme.decimals)
        worst = [
            reference.veto
            for row in self.evaluation.indicators
            if row.value is not None
            for reference in self.scheme.parts[row.part].indicators[row.id].references
            if reference.kind is StandardKind.MANDATORY
            and reference.value is not None
            and reference.veto
            and not met(row.value, reference.value, row.direction)
        ]
        return TotalGrade(total, found.printed, max((found.grade, *worst), key=list(Grade).index))


def _is_missing(row: ScoredIndicator) -> bool:
    """What does not apply, or has a value and no standard, is not waited for; a missing one may count as the worst."""
    unscored = row.score is None or Flag.FLOORED in row.flags
    return unscored and row.value is None and row.weight > 0 and row.reason is not Reason.NOT_APPLICABLE
