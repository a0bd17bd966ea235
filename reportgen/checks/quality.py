"""How far the data behind one evaluation can be trusted: what is there, what ties, what is wrong.

The limits within which data earn a grade.

The verdict on data as one sentence in both languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from pydantic import Field

import reportgen.catalog
from reportgen.catalog import load
from reportgen.catalog.calendar_words import as_in_data
from reportgen.checks.causes import counted
from reportgen.checks.complete_set import share_there
from reportgen.checks.needs import first_due, gaps, is_missing, items_needed, parts_tell
from reportgen.checks.outcome import CheckOutcome
from reportgen.checks.rules import declared, rows_of
from reportgen.checks.unread_lines import StatementLines, parts_of
from reportgen.compute.calendar import BUDGET
from reportgen.compute.nil import NilLines
from reportgen.model.brand import FOLDER as COMMENTARY
from reportgen.model.dataset import Dataset, FormReading
from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.finding import Finding, Severity
from reportgen.model.period import Period, PeriodKind
from reportgen.model.printing import half_up
from reportgen.model.quality import DataQuality, SourceQuality
from reportgen.model.schemes import Grade, Scheme
from reportgen.model.submitted import submitted

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.quality import Judged

FILE: Final = "quality/grades.yaml"
SCORING: Final = "S"
"""What codes of remarks on a scheme and its scoring begin with."""


class QualityLimits(Definition):
    """At least this complete, and at most so many failures."""

    completeness: float
    failed: int
    errors: int
    warnings: int


class QualityGrades(Definition):
    """Limits by grade, best first; what keeps none of them is poor. `at_best`: rules that cap the grade.

    `unread`: the same of those that tell of the name of a line of a statement whose figures were left out.
    """

    source: NonEmpty
    grades: dict[Grade, QualityLimits]
    at_best: dict[str, Grade] = Field(default_factory=dict)
    unread: dict[str, Grade] = Field(default_factory=dict)


@lru_cache(maxsize=1)
def limits() -> QualityGrades:
    """The limits of the catalogue."""
    return load.shipped(QualityGrades, Path(reportgen.catalog.__file__).parent / FILE)


def grade(completeness: float, failed: int, errors: int, warnings: int, rules: Iterable[str] = ()) -> Grade:
    """The best grade whose limits all hold, and that the rules with findings allow."""
    known = limits().at_best | limits().unread
    caps = [known[rule] for rule in rules if rule in known]
    return max([_within_limits(completeness, failed, errors, warnings), *caps], key=list(Grade).index)


def _within_limits(completeness: float, failed: int, errors: int, warnings: int) -> Grade:
    for name, limit in limits().grades.items():
        counts = (failed, errors, warnings), (limit.failed, limit.errors, limit.warnings)
        if completeness >= limit.completeness and all(found <= most for found, most in zip(*counts, strict=True)):
            return name
    return Grade.POOR


def quality(  # noqa: PLR0913 - everything that speaks about the data
    outcome: CheckOutcome,
    findings: Iterable[Finding],
    dataset: Dataset,
    catalog: Catalog,
    scheme: Scheme,
    entity: str,
    period: str,
    not_applicable: Container[str] = (),
    first_year: int | None = None,
) -> DataQuality:
    """The verdict on the data of one entity up to a period: its year, or the months of the year so far.

    Args:
        outcome: what the checks tried and found.
        findings: those of the checks and those of the reading.
        dataset: what was read.
        catalog: its messages say how much a finding weighs.
        scheme: which forms and items are needed.
        entity: the hospital that is evaluated.
        period: the period that is evaluated.
        not_applicable: items that the case declares as not applicable.
        first_year: the year in which the hospital began; what lies before its first month is not missing.
    """
    view = _Inspection(tuple(findings), dataset, catalog, entity, period, outcome, scheme, not_applicable, first_year)
    tried = [outcome.equations(entity, each) for each in view.periods]
    tried += [outcome.equations(entity, each, *forms) for each, forms in view.borrowed.items()]
    checked, failed = sum(count for count, _ in tried), sum(count for _, count in tried)
    errors, warnings = view.weights[Severity.ERROR], view.weights[Severity.WARNING]
    completeness = view.completeness
    others = (finding for finding in view.concerning if finding.rule not in limits().unread)
    rules = [finding.rule for finding in (*others, *view.lines.unread)]
    return DataQuality(
        grade=grade(completeness, failed, errors, warnings, rules) if checked else None,
        completeness=completeness,
        equations_checked=checked,
        equations_failed=failed,
        errors=errors,
        warnings=warnings,
        sources=view.sources,
        touched=tuple(gaps(dataset, catalog, scheme, entity, period, view.concerning)),
    )


def month_sources(  # noqa: PLR0913 - as `quality`
    outcome: CheckOutcome,
    dataset: Dataset,
    catalog: Catalog,
    scheme: Scheme,
    entity: str,
    last: str,
    not_applicable: Container[str] = (),
    first_year: int | None = None,
) -> tuple[SourceQuality, ...]:
    """Each form in each month of a year up to the `last` one, by the figures on it, whatever period is evaluated."""
    return _Inspection((), dataset, catalog, entity, last, outcome, scheme, not_applicable, first_year).sources


class _Lines(NamedTuple):
    """How many rows of a form hold a figure, nothing by their total, a blank that means zero, or what never applies."""

    figures: int
    proved: int
    zero: int
    apart: int
    missing: tuple[str, ...]
    declared: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Reach:
    """Which findings are about the data of one entity up to a period."""

    findings: tuple[Finding, ...]
    dataset: Dataset
    catalog: Catalog
    entity: str
    period: str

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The period, and the months of its year before it."""
        asked = Period.parse(self.period)
        if asked.kind is not PeriodKind.MONTH:
            return (self.period,)
        return tuple(str(Period(asked.year, PeriodKind.MONTH, number)) for number in range(1, asked.number + 1))

    @cached_property
    def concerning(self) -> tuple[Finding, ...]:
        """Findings about these periods, and those that name no period."""
        return tuple(finding for finding in self.findings if self._concerns(finding))

    @cached_property
    def readings(self) -> dict[tuple[str, str], FormReading]:
        """Forms of the entity by code and period."""
        mine = (form for form in self.dataset.forms if form.entity == self.entity)
        read = {(form.form, form.period): form for form in mine}
        standing = submitted(self.dataset, self.catalog.items, self.entity, self.period)
        return read | {(form, self.period): reading for form, reading in standing.items()}

    @cached_property
    def borrowed(self) -> dict[str, tuple[str, ...]]:
        """The end of a year, and those of its forms that stand for the year."""
        forms: dict[str, tuple[str, ...]] = {}
        for (form, period), reading in self.readings.items():
            if reading.period != period:
                forms[reading.period] = (*forms.get(reading.period, ()), form)
        return forms

    def _concerns(self, finding: Finding) -> bool:
        """Whether a finding is about the data of these periods; what is wrong with words says nothing about figures.

        Nor does what is remarked on scoring, which `check` does not know: the count is one before and after it.
        """
        if finding.place.file.startswith(f"{COMMENTARY}/") or finding.rule.startswith(SCORING):
            return False
        entity, period = finding.facts.get("entity"), finding.facts.get("period")
        own = period is None or str(period) in self.periods
        return entity in (None, self.entity) and (own or self._is_borrowed(finding, str(period)))

    def _is_borrowed(self, finding: Finding, period: str) -> bool:
        """Whether a finding about the end of the year stands on a form that stands for the year."""
        readings = (self.readings[form, self.period] for form in self.borrowed.get(period, ()))
        return any(_stands_on(finding, reading) for reading in readings)


@dataclass(frozen=True, eq=False)
class _Inspection(_Reach):
    """One entity and period, looked at from all sides."""

    outcome: CheckOutcome
    scheme: Scheme
    names: Container[str] = ()
    first_year: int | None = None
    _items: dict[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def weights(self) -> Counter[Severity]:
        """How many findings weigh how much; what follows from another one is not counted again."""
        return counted(self.concerning, self.catalog)

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """What the scheme requires, and every other form that is there for one of the periods."""
        if not self.readings:
            return ()
        there = {form for form, period in self.readings if period in self.periods}
        return tuple(dict.fromkeys((*self.scheme.requires, *sorted(there))))

    @cached_property
    def sources(self) -> tuple[SourceQuality, ...]:
        """Each form in each period."""
        return tuple(self._source(form, period) for form in self.forms for period in self.due)

    @cached_property
    def due(self) -> tuple[str, ...]:
        """The periods of which there are forms to bring: of the months those from the first one due."""
        if len(self.periods) == 1:
            return self.periods
        return self.periods[first_due(self.dataset, self.entity, self.period, self.first_year) - 1 :]

    @cached_property
    def completeness(self) -> float:
        """Mean share of lines over all forms and periods, and no more than was read of the lines of the statements.

        Without forms the share of the items that are needed, and no more than the set of statements is complete.
        """
        return min(self._share_there, self.lines.share_read)

    @cached_property
    def lines(self) -> StatementLines:
        """The lines of the statements of these periods, as far as findings tell of one that was not read."""
        told = tuple(one for one in self.concerning if one.rule in limits().unread)
        periods = (*self.periods, *(parts_of(self.dataset, self.entity, self.period) if told else ()))
        forms = tuple(reading for (_, period), reading in self.readings.items() if period in periods)
        return StatementLines(self.dataset, self.entity, periods, forms, told)

    @property
    def _share_there(self) -> float:
        if self.sources:
            return sum(source.completeness or 0.0 for source in self.sources) / len(self.sources)
        needed = items_needed(self.catalog, self.scheme)
        there = [item for item in needed if self._has(item)]
        whole = share_there(self.dataset, self.catalog, self.entity, self.period, self.names)
        return min(len(there) / len(needed) if needed else 1.0, whole)

    def _source(self, form: str, period: str) -> SourceQuality:
        reading = self.readings.get((form, period))
        rows = dict.fromkeys((period, reading.period)) if reading else {}
        tried = [self.outcome.equations(self.entity, row, form) for row in rows]
        checked, failed = sum(count for count, _ in tried), sum(count for _, count in tried)
        alone = sum(self.outcome.standing_on(self.entity, row, form) for row in rows)
        lines = self._counted(form, tuple(rows or (period,)))
        expected = max(0, (reading.rows if reading else len(self._rows_of(form))) - lines.apart)
        zero = max(0, min(lines.zero, reading.filled - lines.figures - lines.proved)) if reading else 0
        found = min(expected, lines.figures + lines.proved + zero) if reading else 0
        return SourceQuality(
            form=form,
            period=period,
            file=reading.place.file if reading else None,
            completeness=(found / expected if expected else 1.0) if reading else None,
            ties=failed == 0 if checked else None,
            checked=alone,
            issues=sum(1 for finding in self._weighty() if reading and _stands_on(finding, reading)),
            expected=expected,
            found=found,
            missing=lines.missing,
            zero=lines.proved + zero,
            declared=lines.declared,
        )

    def _rows_of(self, form: str) -> tuple[tuple[str, ...], ...]:
        return tuple(rows_of(self.catalog.forms.get(form), self.catalog.items))

    def _counted(self, form: str, periods: tuple[str, ...]) -> _Lines:
        """The rows of a form by what they hold: a figure, a blank that means zero, nothing, or what never applies."""
        items, apart, missing = self.catalog.items, list[tuple[str, ...]](), list[str]()
        there = frozenset[str]().union(*map(self._items_of, periods))
        figures = zero = proved = 0
        for row in self._rows_of(form):
            empty = [item for item in row if item not in there]
            if len(empty) < len(row):
                figures += 1
            elif all(declared(self.names, item, items) for item in row):
                apart.append(row)
                continue
            elif all(self._says(self._nils.is_proved, item, periods) for item in row):
                proved += 1
                continue
            elif all(self._says(self._nils.is_nil, item, periods) for item in row):
                zero += 1
                continue
            missing += [item for item in empty if not items[item].blank_is_zero]
        return _Lines(figures, proved, zero, len(apart), tuple(missing), tuple(item for row in apart for item in row))

    @staticmethod
    def _says(asked: Callable[[str, str, str], bool], item: str, periods: tuple[str, ...]) -> bool:
        """Whether a line without a figure is none, in the column of a period or in that of the year to date."""
        return any(asked(item, period, view) for period in periods for view in ("", "ytd"))

    @cached_property
    def _nils(self) -> NilLines:
        return NilLines(self.dataset, self.catalog.items, self.entity)

    @cached_property
    def _rows(self) -> dict[tuple[str, str], int]:
        return {at: row for row, at in enumerate(self.outcome.rows)}

    def _items_of(self, period: str) -> frozenset[str]:
        """Items with a figure in any column."""
        if period not in self._items:
            values = self.dataset.values
            row = self._rows.get((self.entity, period))
            there = np.isfinite(values.to_numpy()[row]) if row is not None else np.zeros(values.shape[1], dtype=bool)
            self._items[period] = frozenset(map(str, values.columns.get_level_values(0)[there]))
        return self._items[period]

    def _weighty(self) -> Iterator[Finding]:
        return (f for f in self.findings if self.catalog.messages.severity(f) is not Severity.NOTE)

    def _has(self, item: str) -> bool:
        if any(self.dataset.value(item, self.entity, self.period, view) is not None for view in ("", "ytd", "open")):
            return True
        if item.startswith(BUDGET):
            return parts_tell(self.dataset, self.catalog, item, self.entity, self.period)
        return not is_missing(self.dataset, self.catalog, item, self.entity, self.period)


def _stands_on(finding: Finding, reading: FormReading) -> bool:
    own = (reading.place.file, reading.place.sheet)
    return any((place.file, place.sheet) == own for place in (finding.place, *finding.places))


def concerning(
    findings: Iterable[Finding], dataset: Dataset, catalog: Catalog, entity: str, period: str
) -> tuple[Finding, ...]:
    """The findings that the verdict on the data of a report counts: whoever lists them lists these."""
    return _Reach(tuple(findings), dataset, catalog, entity, period).concerning


PERCENT: Final = 100.0


def sentence(judged: Judged, catalog: Catalog) -> Text:
    """The grade, and the figures behind it; no grade where there was nothing to check."""
    found = judged.quality
    words = catalog.words["findings.quality" if found.grade is not None else "findings.ungraded"]
    grade = catalog.words[f"grade.{found.grade or Grade.POOR}"]  # said only where there is one
    facts = {
        "share": half_up(PERCENT * found.completeness, 1),
        "checked": found.equations_checked,
        "failed": found.equations_failed,
        "errors": found.errors,
        "warnings": found.warnings,
    }
    period = as_in_data(judged.period)
    return Text(
        zh=words.zh.format(period=period.zh, grade=grade.zh, **facts),
        en=words.en.format(period=period.en, grade=grade.en, **facts),
    )
