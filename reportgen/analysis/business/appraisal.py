"""Appraisal of units and posts: criteria, weights, scores, bands; income and surplus are never a base of it.

score = 100 · Σ weight · score / full score over Σ weight of the criteria that count. A criterion that is itself income,
a price or a surplus does not count, and is named; one without a score does not count either, and its weight goes to the
others.

Who answers for which figure: indicators, budget lines, target costs, projects, contracts, measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.budget.execution import INCOME, group_of
from reportgen.analysis.signals.follow_up import Status
from reportgen.model.definition import Text
from reportgen.model.printing import half_up
from reportgen.model.values import Reason
from reportgen.scoring.standards import exact

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.analysis.material import Analyses
    from reportgen.analysis.signals.follow_up import FollowUp
    from reportgen.model.registers import Record

TABLE: Final = "appraisal"
HUNDRED: Final = 100.0
DECIMALS: Final = 2
DETAIL: Final = "medical_income_detail"
PRINCIPLE: Final = "analysis.appraisal.principle"
BARRED: Final = "analysis.appraisal.barred"


@dataclass(frozen=True)
class Criterion:
    """One criterion of a unit.

    Attributes:
        weight: as stated; effective: its share among the criteria that count, 0 where it does not.
        score, full: as stated; points: what it adds to the unit's score of 100; missing where it does not count.
        reason: why it does not count: excluded (income, price or surplus), without score, or beyond its scale.
    """

    name: str
    indicator: str
    weight: Figure
    effective: float
    score: Figure
    full: Figure
    points: Figure
    reason: Reason | None


@dataclass(frozen=True)
class Appraised:
    """One unit or post.

    Attributes:
        post: unit, finance, finance_manager or business; "" where the table does not say.
        score: 0–100, missing where no criterion counts; band: by the printed score.
        weights: sum of the weights as stated, 1 where the table is in order.
    """

    id: str
    post: str
    score: Figure
    printed: str
    band: str
    criteria: tuple[Criterion, ...]
    weights: float

    @property
    def excluded(self) -> tuple[Criterion, ...]:
        """Criteria that may not count."""
        return tuple(one for one in self.criteria if one.reason is Reason.EXCLUDED_BY_USER)

    @property
    def unscored(self) -> tuple[Criterion, ...]:
        """Criteria that may count and have no usable score, so that the others stand for them."""
        return tuple(one for one in self.criteria if one.reason not in {None, Reason.EXCLUDED_BY_USER})

    @property
    def covered(self) -> float | None:
        """The share of the weights that may count on which the score rests; None where a weight is not stated."""
        own = [(one, one.weight.value) for one in self.criteria if one.reason is not Reason.EXCLUDED_BY_USER]
        weights = [(one, weight) for one, weight in own if weight is not None]
        whole = fsum(weight for _, weight in weights)
        if len(weights) < len(own) or not whole:
            return None
        return fsum(weight for one, weight in weights if one.reason is None) / whole


@dataclass(frozen=True)
class Appraisal:
    """Units by kind of post, in each by score, best first.

    Attributes:
        bands: lower bounds, best first; the grades of the scheme where the case has none.
        principle: key of the sentence that belongs beside every appraisal.
    """

    units: tuple[Appraised, ...]
    bands: Mapping[str, float]
    principle: str

    def count(self, band: str) -> int:
        """How many are in a band."""
        return sum(one.band == band for one in self.units)


def appraisal(analyses: Analyses) -> Appraisal | Unavailable:
    """Appraisals of the period."""
    material = analyses.material
    records = _records(analyses)
    if isinstance(records, Unavailable):
        return records
    bands = material.case.file.analysis.bands or {str(grade): low for grade, low in material.scheme.grades.items()}
    ranked = dict(sorted(bands.items(), key=lambda pair: -pair[1]))
    by_unit: dict[str, list[Record]] = {}
    for record in records:
        by_unit.setdefault(record.text("unit"), []).append(record)
    barred = bar(analyses)
    found = [appraised(unit, own, ranked, barred) for unit, own in by_unit.items()]
    posts = list(material.catalog.registers[TABLE].columns["post"].choices)
    order = {post: at for at, post in enumerate(posts)}
    found.sort(
        key=lambda one: (order.get(one.post, len(order)), one.score.value is None, -(one.score.value or 0), one.id)
    )
    return Appraisal(tuple(found), ranked, PRINCIPLE)


def bar(analyses: Analyses) -> Callable[[str, str], bool]:
    """Whether a criterion, by its name and its indicator, is income, a price or a surplus."""
    catalog = analyses.material.catalog.as_written
    fragments = {part.lower() for text in catalog.words.under(BARRED).values() for part in (text.zh, text.en)}
    items = {
        name.lower()
        for item, one in catalog.items.items()
        if one.statement == DETAIL or group_of(analyses.books, item) == INCOME
        for name in (one.name.zh, one.name.en)
    }

    def barred(criterion: str, indicator: str) -> bool:
        named = catalog.indicator_named(indicator or criterion)
        if named is not None and catalog.indicators[named].not_lever:
            return True
        words = criterion.lower()
        return words in items or any(part in words for part in fragments)

    return barred


def appraised(
    unit: str, records: Iterable[Record], bands: dict[str, float], barred: Callable[[str, str], bool]
) -> Appraised:
    """One unit from its rows."""
    rows = list(records)
    reasons = [_reason(record, barred) for record in rows]
    counted = fsum(
        record.number("weight") or 0.0 for record, reason in zip(rows, reasons, strict=True) if reason is None
    )
    criteria = tuple(_criterion(record, reason, counted) for record, reason in zip(rows, reasons, strict=True))
    points = [one.points.value for one in criteria if one.points.value is not None]
    score = Figure(fsum(points)) if points else Figure.missing()
    printed = half_up(score.value, DECIMALS) if score.value is not None else None
    band = "" if printed is None else _band(printed, bands)
    weights = fsum(record.number("weight") or 0.0 for record in rows)
    return Appraised(
        unit, rows[0].text("post"), score, "" if printed is None else str(printed), band, criteria, weights
    )


def _records(analyses: Analyses) -> list[Record] | Unavailable:
    if isinstance(lost := tables.at_end(analyses, TABLE), Unavailable):
        return lost
    when = analyses.books.now
    own = analyses.records(TABLE, str(when))
    return own or analyses.records(TABLE, str(when.last_month))


def _reason(record: Record, barred: Callable[[str, str], bool]) -> Reason | None:
    score, full, weight = (record.number(name) for name in ("score", "full_score", "weight"))
    if barred(record.text("criterion"), record.text("indicator")):
        return Reason.EXCLUDED_BY_USER
    if score is None or full is None or weight is None:
        return Reason.MISSING_INPUT
    return Reason.INVALID_INPUT if not (full > 0 and 0 <= score <= full and weight > 0) else None


def _criterion(record: Record, reason: Reason | None, counted: float) -> Criterion:
    weight, score, full = (_figure(record, name) for name in ("weight", "score", "full_score"))
    effective = 0.0 if reason is not None else (weight.value or 0.0) / counted
    points = Figure.missing(reason) if reason is not None else score.over(full).times(effective * HUNDRED)
    return Criterion(record.text("criterion"), record.text("indicator"), weight, effective, score, full, points, reason)


def _figure(record: Record, column: str) -> Figure:
    value = record.number(column)
    return Figure.missing() if value is None else Figure(value, None, (record.place(column),))


def _band(score: Decimal, bands: dict[str, float]) -> str:
    """The best band whose lower bound the printed score reaches; the last one takes what is left, "" without bands."""
    return next((name for name, low in bands.items() if score >= exact(low)), next(reversed(bands), ""))


TABLES: Final = {
    "budget_lines": ("line_owner", "booked", ""),
    "department_targets": ("owner", "target_cost", ""),
    "projects": ("project_owner", "project_spent", "project_name"),
    "contracts": ("contract_owner", "contract_amount", "subject"),
}
"""Table → its columns of the owner, of the figure answered for, and of the name where the key is none."""
INDICATORS: Final = "indicators"
AT_END: Final = ("budget_lines", "projects", "contracts")


@dataclass(frozen=True)
class Answerable:
    """One figure and who answers for it.

    Attributes:
        kind: table of the figure, or indicators.
        id: row of the table or id of the indicator; name: how the row is called.
        owner: None where nobody is named; usual: whether it is the usual owner of the warning set and not one that the
            hospital named.
    """

    kind: str
    id: str
    name: str
    figure: Figure
    owner: Text | None
    usual: bool = False

    @property
    def called(self) -> str:
        """The id of an indicator; of a row its name, or its id where it has none."""
        return self.id if self.kind == INDICATORS else self.name or self.id


@dataclass(frozen=True)
class OwnedKind:
    """How many figures of a kind there are, and how many of them somebody answers for."""

    id: str
    count: int
    owned: int


@dataclass(frozen=True)
class Responsibility:
    """All figures by kind; by owner how many each answers for."""

    figures: tuple[Answerable, ...]
    by_owner: Mapping[str, int]

    @property
    def by_kind(self) -> tuple[OwnedKind, ...]:
        """How many figures of each kind have an owner, in the order of the figures."""
        kinds = {kind: self.of(kind) for kind in dict.fromkeys(one.kind for one in self.figures)}
        return tuple(OwnedKind(k, len(of), sum(one.owner is not None for one in of)) for k, of in kinds.items())

    @property
    def unowned(self) -> tuple[Answerable, ...]:
        """Figures that nobody answers for."""
        return tuple(one for one in self.figures if one.owner is None)

    def of(self, kind: str) -> tuple[Answerable, ...]:
        """Figures of one kind."""
        return tuple(one for one in self.figures if one.kind == kind)


def responsibility(analyses: Analyses) -> Responsibility:
    """Scored indicators by open measures, else by the case or the warning set; rows of tables by whom they name."""
    found = (*_indicators(analyses), *_rows(analyses))
    named = [one.owner.zh for one in found if one.owner is not None and not one.usual]
    return Responsibility(found, {owner: named.count(owner) for owner in sorted(set(named))})


def _indicators(analyses: Analyses) -> Iterator[Answerable]:
    material, file = analyses.material, analyses.material.case.file
    chosen = material.catalog.warnings.get(file.analysis.warnings)
    lines = chosen.lines if chosen else {}
    measures = _measures(analyses)
    for row in material.evaluation.indicators:
        own = measures.get(row.id)
        usual = lines[row.id].answers(in_china=file.has_chinese_offices) if row.id in lines else None
        named = Text(zh=own, en=own) if own else file.owners.get(row.id)
        owner = named or usual
        yield Answerable(INDICATORS, row.id, "", analyses.books.indicator(row.id), owner, usual=named is None)


def _measures(analyses: Analyses) -> dict[str, str]:
    """Who answers for the measure that is still open on an indicator."""
    found: FollowUp | Unavailable = analyses["signals.follow_up"]
    actions = () if isinstance(found, Unavailable) else found.actions
    return {one.indicator: one.owner for one in actions if one.owner and one.status in {Status.OPEN, Status.LATE}}


def _rows(analyses: Analyses) -> Iterator[Answerable]:
    for table, (column, figure, name) in TABLES.items():
        rows = (tables.at_end if table in AT_END else tables.in_force)(analyses, table)
        if isinstance(rows, Unavailable):
            continue
        for row in rows.values():
            who = row.words.get(column, "")
            owner = Text(zh=who, en=who) if who else None
            yield Answerable(table, row.key, row.words.get(name, row.key), row.figure(figure), owner)
