"""What was understood of a set of files.

What a hospital filed for the national appraisal, as figures of its year wherever its own tables give none.

Amounts of exactly one that stand for nothing: told (I113), and not taken.

Filings that must have a figure in every field are given a 1 where there is none. Beside millions it would be a fall of
all there was. Official forms are another matter: what is booked at a nominal amount stands there as one yuan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import fsum, isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.catalog import filing
from reportgen.model.dataset import Dataset, Observation, View, extended
from reportgen.model.experts import ExpertOpinions, Inspection
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import Registers

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.catalog import Catalog
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset, Key


@dataclass(frozen=True)
class Proposal:
    """A name that is not known but looks like one that is; never taken by itself.

    Attributes:
        score: likeness from 0 to 1.
        above, below: the names next to it, "" where there are none; of a column's head those on its left and right.
        source: of the head of a column in a source of mapping.yaml, the number of the source from 0.
    """

    label: str
    item: str
    score: float
    place: Place
    above: str = ""
    below: str = ""
    source: int | None = None


@dataclass(frozen=True)
class Unread:
    """A row label or a column head that was not understood.

    Attributes:
        amount: the first figure that stands with it, in the base unit; None where there is none.
        source: of the head of a column in a source of mapping.yaml, the number of the source from 0.
        like: an item of the statement, kind and unit of the lines around it, "" where none of them is sure.
    """

    label: str
    place: Place
    amount: float | None = None
    source: int | None = None
    like: str = ""


@dataclass(frozen=True)
class SourceFile:
    """A file that was opened: its name, its digest, and what it held (official, tidy, experts …)."""

    name: str
    sha256: str
    kind: str


@dataclass(frozen=True, eq=False)
class Reading:
    """Values with their places, and everything that has to be said of the files.

    Attributes:
        rounds: experts' opinions, one of each workbook, and one of the forms that experts filled in on one occasion.
        units: unit of each item read.
        inspections: rows of filled checklists, by file name.
        registers: departments, contracts, measures and other tables beside the statements.
    """

    dataset: Dataset
    findings: tuple[Finding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    unread: tuple[Unread, ...] = ()
    rounds: tuple[ExpertOpinions, ...] = ()
    files: tuple[SourceFile, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    inspections: tuple[Inspection, ...] = ()
    registers: Registers = field(default_factory=Registers)

    @property
    def unread_amount(self) -> float:
        """Sum of the figures that were not understood, the first one of each name, in the base unit."""
        return fsum(abs(name.amount) for name in self.unread if name.amount is not None)

    @property
    def has_values(self) -> bool:
        """Whether any figure was read."""
        return bool(self.dataset.values.notna().to_numpy().any())

    def values(self) -> Iterator[Observation]:
        """Every figure read, by entity, period, item and view."""
        dataset = self.dataset
        frame = dataset.values
        rows = _pairs(frame.index)
        columns = _pairs(frame.columns)
        for (entity, period), row in zip(rows, frame.to_numpy(), strict=True):
            for (item, view), value in zip(columns, row, strict=True):
                if not isnan(value):
                    key = (item, entity, period, view)
                    place, derived = dataset.place(key) or NOWHERE, dataset.derived(key)
                    unit, step = self.units.get(item, ""), dataset.step(key)
                    yield Observation(item, entity, period, View(view), float(value), unit, place, step, derived)


def _pairs(index: pd.Index) -> list[tuple[str, str]]:
    """The labels of an axis with two levels."""
    return list(zip(index.get_level_values(0), index.get_level_values(1), strict=True))


def filed(reading: Reading, case: Case, catalog: Catalog) -> Reading:
    """The reading with the figures of the form and with what is wrong in it; as it was where nothing was filed.

    K31: a hospital of which nobody says by which list it is appraised. K33: a form that is not of a year.
    """
    records = reading.registers[filing.REGISTER].records
    if not records:
        return reading
    name = filing.list_of(case.file.entity.level if case.file.entity else None, case.file.national_appraisal.pack)
    if name is None or name not in catalog.packs:
        told = Finding("K31", records[0].place("number"), {"name": name, "known": tuple(filing.LISTS.values())})
        return replace(reading, findings=(*reading.findings, told))
    observations: list[Observation] = []
    findings: list[Finding] = []
    for entity, period in dict.fromkeys((record.entity, record.period) for record in records):
        own = [record for record in records if (record.entity, record.period) == (entity, period)]
        year = filing.year_of(own[0])
        if year is None:
            findings.append(Finding("K33", own[0].place("number"), {"period": period}))
            continue
        found = filing.filed(own, filing.lines(catalog.packs[name], catalog, year), catalog)
        findings += found.findings
        observations += _figures(found, reading.dataset, catalog)
    dataset = extended(reading.dataset, observations, {})
    return replace(reading, dataset=dataset, findings=(*reading.findings, *findings))


def _figures(found: filing.Filed, dataset: Dataset, catalog: Catalog) -> Iterator[Observation]:
    """Each item once, but for those of which the year has a figure of the hospital's own tables."""
    taken: set[str] = set()
    for one in found.lines.values():
        entity, period = one.record.entity, one.record.period
        for item, (value, place) in one.figures.items():
            if item not in taken and not _has(dataset, item, entity, int(period)):
                taken.add(item)
                yield Observation(item, entity, period, View.PERIOD, value, catalog.items[item].unit, place)


def _has(dataset: Dataset, item: str, entity: str, year: int) -> bool:
    periods = (period for period in dataset.periods(entity) if Period.parse(period).year == year)
    views = (View.PERIOD, View.YEAR_TO_DATE)
    return any(dataset.value(item, entity, period, str(view)) is not None for period in periods for view in views)


ONE: Final = 1.0
MILLIONS: Final = 1e6
"""The largest amount of a row, from which on it is none that anybody would file to the single unit as 1."""


def without_placeholders(reading: Reading, case: Case, catalog: Catalog) -> Reading:
    """The reading without such amounts of the case's hospital, or of every one where the case names none."""
    own, dataset = case.file.entity.id if case.file.entity else None, reading.dataset
    found = [key for key in _found(reading, catalog) if own in {None, key[1]}]
    if not found:
        return reading
    values, unread = dataset.values.copy(), dict(dataset.unread)
    for item, entity, period, view in found:
        values.loc[(entity, period), (item, view)] = np.nan
        place = dataset.place((item, entity, period, view))
        unread[item, entity, period] = (place,) if place else ()
    told = [_finding(reading, catalog, key) for key in found]
    return replace(reading, dataset=replace(dataset, values=values, unread=unread), findings=(*reading.findings, *told))


def _found(reading: Reading, catalog: Catalog) -> Iterator[Key]:
    dataset = reading.dataset
    of_forms = {(form.entity, form.period) for form in dataset.forms}
    columns = [(str(key[0]), str(key[1])) for key in dataset.values.columns]
    money = [
        at
        for at, (item, view) in enumerate(columns)
        if view == View.PERIOD and item in catalog.items and catalog.items[item].unit == "money"
    ]
    amounts = np.nan_to_num(dataset.values.to_numpy()[:, money])
    beside = np.abs(amounts).max(axis=1, initial=0.0) >= MILLIONS
    for row, column in np.argwhere((amounts == ONE) & beside[:, None]).tolist():
        item, view = columns[money[column]]
        if dataset.rows[row] not in of_forms:
            yield item, *dataset.rows[row], view


def _finding(reading: Reading, catalog: Catalog, key: Key) -> Finding:
    item, entity, period, _ = key
    facts: dict[str, Fact] = {
        "item": catalog.items[item].name,
        "items": (item,),
        "entity": entity,
        "period": period,
    }
    return Finding("I113", reading.dataset.place(key) or NOWHERE, facts)
