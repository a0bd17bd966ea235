"""What a hospital filed for the national appraisal, as figures of its year wherever its own tables give none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.catalog import filing
from reportgen.model.dataset import Observation, View, extended
from reportgen.model.finding import Finding
from reportgen.model.period import Period

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.intake.reading import Reading
    from reportgen.model.casefile import Case
    from reportgen.model.dataset import Dataset


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
