"""The year's self-assessment by the list of the national appraisal: what a row comes to, rests on and lacks.

Nothing is scored here: the appraisal publishes no standards. A row bears a grade only where the
scheme of the case scores it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.group.shared import grade_of
from reportgen.catalog import filing
from reportgen.model.blocks import AppraisalDirection
from reportgen.model.period import PeriodKind
from reportgen.model.schemes import Grade
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.catalog.filing import FiledLine, FilingLine
    from reportgen.model.blocks import Pack
    from reportgen.model.casefile import AppraisalBand
    from reportgen.model.period import Period
    from reportgen.model.place import Place

WEAK: Final = frozenset({Grade.LOW, Grade.POOR})


class LineStanding(StrEnum):
    """Where the value of a line comes from."""

    COMPUTED = "computed"  # from the hospital's own tables and what was filed
    FILED = "filed"  # as the hospital typed it, there being nothing to compute it from
    MISSING = "missing"
    NOT_ASKED = "not_asked"  # the hospital says why it does not apply


class LineCourse(StrEnum):
    """Which way a value went on the year before, as the list wants it."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class AppraisedLine:
    """One indicator of the list.

    Attributes:
        numerator, denominator: its items; of a value that is one item, the numerator alone.
        filed: the value as typed; differs: whether it is not what the hospital's own tables give.
        course: None where no way is the better one, or a year is missing.
        grade: by the scheme of the case, None where that does not score it.
        filed_in: the row of the form, where there is one.
    """

    line: FilingLine
    standing: LineStanding
    value: Figure
    before: Figure
    numerator: Figure
    denominator: Figure
    filed: float | None
    differs: bool
    course: LineCourse | None
    grade: Grade | None
    evidence: str
    department: str
    remark: str
    not_asked: str
    filed_in: tuple[Place, ...] = ()

    @property
    def is_at_risk(self) -> bool:
        """Whether the platform watches it and it went the wrong way, or the scheme grades it low or poor."""
        return (self.line.row.monitored and self.course is LineCourse.WORSE) or self.grade in WEAK


@dataclass(frozen=True)
class AppraisedDimension:
    """Rows of one dimension: how many there are, are whole, do not apply, got better and got worse."""

    id: str
    lines: tuple[AppraisedLine, ...]
    rows: int
    whole: int
    not_asked: int
    better: int
    worse: int


@dataclass(frozen=True)
class SelfAssessment:
    """All lines of the list in its order.

    Attributes:
        band, band_before: as the authority told them for the year and for the one before.
    """

    pack: Pack
    year: int
    lines: tuple[AppraisedLine, ...]
    band: AppraisalBand | None
    band_before: AppraisalBand | None

    @property
    def dimensions(self) -> tuple[AppraisedDimension, ...]:
        """The dimensions in the order of the list; a row that it appends stands with its own."""
        order = list(dict.fromkeys(one.line.row.dimension for one in self.lines))
        ranked = sorted(self.lines, key=lambda one: order.index(one.line.row.dimension))
        return tuple(_dimension(name, tuple(own)) for name, own in groupby(ranked, _dimension_of))

    @property
    def rows(self) -> int:
        """Rows of the list."""
        return sum(one.rows for one in self.dimensions)

    @property
    def whole(self) -> int:
        """Rows of which every part has a value."""
        return sum(one.whole for one in self.dimensions)

    @property
    def missing(self) -> tuple[AppraisedLine, ...]:
        """Lines without a value."""
        return tuple(one for one in self.lines if one.standing is LineStanding.MISSING)

    @property
    def not_asked(self) -> tuple[AppraisedLine, ...]:
        """Lines that do not apply."""
        return tuple(one for one in self.lines if one.standing is LineStanding.NOT_ASKED)

    @property
    def better(self) -> tuple[AppraisedLine, ...]:
        """Lines that went the way that the list wants."""
        return tuple(one for one in self.lines if one.course is LineCourse.BETTER)

    @property
    def worse(self) -> tuple[AppraisedLine, ...]:
        """Lines that went the other way."""
        return tuple(one for one in self.lines if one.course is LineCourse.WORSE)

    @property
    def at_risk(self) -> tuple[AppraisedLine, ...]:
        """Lines that ask for attention."""
        return tuple(one for one in self.lines if one.is_at_risk)

    @property
    def differing(self) -> tuple[AppraisedLine, ...]:
        """Lines filed otherwise than the hospital's own tables give them."""
        return tuple(one for one in self.lines if one.differs)

    @property
    def unproved(self) -> tuple[AppraisedLine, ...]:
        """Lines with a value that the hospital reports by itself and names no evidence for."""
        return tuple(one for one in self.lines if one.value.value is not None and _is_own(one) and not one.evidence)


def national_appraisal(analyses: Analyses) -> SelfAssessment | Unavailable:
    """The self-assessment of a year; Unavailable of a part of one, and of hospitals on neither list."""
    material, when = analyses.material, analyses.books.now
    settings, entity = material.case.file.national_appraisal, material.case.file.entity
    name = filing.list_of(entity.level if entity else None, settings.pack)
    if name is None:
        return Unavailable("appraisal_list", Reason.MISSING_INPUT)
    if when.kind is not PeriodKind.YEAR:
        return Unavailable("appraisal_year", Reason.NOT_APPLICABLE)
    pack = material.catalog.packs[name]
    asked = filing.lines(pack, material.catalog, when.year)
    now, then = (_filed(analyses, one, asked) for one in (when, when.previous_year()))
    grades = {one.id: grade_of(one, material.scheme) for one in material.evaluation.indicators}
    lines = tuple(_appraised(analyses, line, now, then, grades.get(line.indicator)) for line in asked)
    return SelfAssessment(pack, when.year, lines, settings.band(when.year), settings.band(when.year - 1))


def _filed(analyses: Analyses, when: Period, asked: tuple[FilingLine, ...]) -> Mapping[str, FiledLine]:
    return filing.filed(analyses.records(filing.REGISTER, str(when)), asked, analyses.material.catalog).lines


def _appraised(
    analyses: Analyses,
    line: FilingLine,
    now: Mapping[str, FiledLine],
    then: Mapping[str, FiledLine],
    grade: Grade | None,
) -> AppraisedLine:
    books = analyses.books
    one, earlier = now.get(line.number), then.get(line.number)
    own = books.indicator(line.indicator)
    value, standing = _standing(own, one)
    before = books.indicator(line.indicator, books.now.previous_year())
    if before.value is None and earlier is not None and earlier.value is not None:
        before = Figure(earlier.value, None, (earlier.record.place("filed_value"),))
    parts = [books.to_date(item) for item in line.items]
    parts += [Figure.missing(Reason.NOT_APPLICABLE)] * (2 - len(parts))
    text = one.record.text if one is not None else _nothing
    typed = None if one is None or line.is_value else one.value
    return AppraisedLine(
        line=line,
        standing=standing,
        value=value,
        before=before,
        numerator=parts[0],
        denominator=parts[1],
        filed=typed,
        differs=typed is not None
        and own.value is not None
        and abs(typed - own.value) > filing.rounding(text("filed_value")),
        course=_course(line, value, before),
        grade=grade if standing is not LineStanding.NOT_ASKED else None,
        evidence=text("evidence"),
        department=text("filed_department") or _owner(analyses, line),
        remark=text("filed_remark"),
        not_asked=text("not_asked"),
        filed_in=() if one is None else (one.record.place("number"),),
    )


def _standing(own: Figure, one: FiledLine | None) -> tuple[Figure, LineStanding]:
    """The value of a line and where it comes from; what does not apply has none."""
    if one is not None and one.not_asked:
        return Figure.missing(Reason.EXCLUDED_BY_USER), LineStanding.NOT_ASKED
    if own.value is not None:
        return own, LineStanding.COMPUTED
    if one is not None and one.value is not None and not one.line.is_value:
        return Figure(one.value, None, (one.record.place("filed_value"),)), LineStanding.FILED
    return own, LineStanding.MISSING


def _course(line: FilingLine, value: Figure, before: Figure) -> LineCourse | None:
    if value.value is None or before.value is None or line.row.direction is AppraisalDirection.MONITOR:
        return None
    if value.value == before.value:
        return LineCourse.UNCHANGED
    wants_more = line.row.direction is not AppraisalDirection.DOWN
    return LineCourse.BETTER if (value.value > before.value) is wants_more else LineCourse.WORSE


def _owner(analyses: Analyses, line: FilingLine) -> str:
    """The department that answers for the indicator, where the case names one."""
    named = analyses.material.case.file.owners.get(line.indicator)
    return named.zh if named is not None else ""


def _nothing(column: str) -> str:
    del column
    return ""


def _is_own(one: AppraisedLine) -> bool:
    return one.line.row.data_from == "hospital"


def _dimension_of(one: AppraisedLine) -> str:
    return one.line.row.dimension


def _dimension(name: str, lines: tuple[AppraisedLine, ...]) -> AppraisedDimension:
    by_row: dict[str, list[AppraisedLine]] = {}
    for one in lines:
        by_row.setdefault(one.line.number.partition(".")[0], []).append(one)
    rows = list(by_row.values())
    return AppraisedDimension(
        name,
        lines,
        len(rows),
        sum(all(one.value.value is not None for one in row) for row in rows),
        sum(all(one.standing is LineStanding.NOT_ASKED for one in row) for row in rows),
        sum(any(one.course is LineCourse.BETTER for one in row) for row in rows),
        sum(any(one.course is LineCourse.WORSE for one in row) for row in rows),
    )
