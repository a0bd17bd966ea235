"""Lines of figures in statements that nobody read: data with such a line are not complete, nor of the first grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.checks.complete_set import complete_set, sheet_of
from reportgen.model.period import Period, PeriodKind

if TYPE_CHECKING:
    from reportgen.model.dataset import Dataset, FormReading
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place


@dataclass(frozen=True, eq=False)
class StatementLines:
    """The lines of the statements of a hospital in some periods.

    Attributes:
        forms: the official forms among them.
        told: findings on the names of lines whose figures were left out, wherever they stand.
    """

    dataset: Dataset
    entity: str
    periods: tuple[str, ...]
    forms: tuple[FormReading, ...]
    told: tuple[Finding, ...]

    @cached_property
    def unread(self) -> tuple[Finding, ...]:
        """What tells of lines of these statements, and of no other sheet."""
        sheets = self._sheets if self.told else frozenset()
        return tuple(one for one in self.told if any(sheet_of(at) in sheets for at in (one.place, *one.places)))

    @property
    def share_read(self) -> float:
        """The part of the lines with figures that was read."""
        unread = sum(_count(finding) for finding in self.unread)
        if not unread:
            return 1.0
        read = {(item, place) for item, place in self._read() if sheet_of(place) in self._sheets}
        return len(read) / (len(read) + unread)

    @cached_property
    def _sheets(self) -> frozenset[tuple[str, str | None]]:
        """Where they stand: official forms, and sheets with a line by which others are known."""
        known = {item for statement in complete_set().statements.values() for item in statement.items}
        places = (place for item, place in self._read() if item in known)
        return frozenset(map(sheet_of, (*places, *(form.place for form in self.forms))))

    def _read(self) -> Iterator[tuple[str, Place]]:
        for period in self.periods:
            for item, view in self.dataset.known(self.entity, period):
                if (place := self.dataset.place((item, self.entity, period, view))) is not None:
                    yield item, place


def parts_of(dataset: Dataset, entity: str, period: str) -> tuple[str, ...]:
    """The months or quarters of which the figures of a year were put together; none of a year with its own."""
    year = Period.parse(period)
    if year.kind is not PeriodKind.YEAR:
        return ()
    parts = [(one, Period.parse(one)) for one in dataset.periods(entity)]
    within = [one for one, part in parts if part.year == year.year and part.kind is not PeriodKind.YEAR]
    keys = ((item, entity, period, view) for item, view in dataset.known(entity, period))
    taken = {dataset.place(key) for key in keys if dataset.derived(key)} - {None}
    rests = (
        dataset.place((item, entity, one, view)) in taken for one in within for item, view in dataset.known(entity, one)
    )
    return tuple(within) if taken and any(rests) else ()


def _count(finding: Finding) -> int:
    more = finding.facts.get("more")
    return 1 + (more if isinstance(more, int) else 0)
