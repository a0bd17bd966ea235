"""A case as one period shows it: with the quarters that are made of its months, and what was found about it alone."""

from __future__ import annotations

from dataclasses import replace

from reportgen import checks
from reportgen.model.brand import FOLDER as COMMENTARY
from reportgen.model.dataset import Dataset
from reportgen.model.finding import Finding
from reportgen.model.period import Period, PeriodKind
from reportgen.pipeline import periods
from reportgen.pipeline.checked import Checked


def with_period(checked: Checked, period: str | None) -> Checked:
    """The case with quarters made of its months, where a quarter is asked for.

    Only then: what is checked, and what is newest, are the periods that were read. An error of a month is one of the
    quarter asked for (W57).

    Raises:
        Refused: C04, if the text is no period.
    """
    if period is None or Period.parse(asked := periods.parsed(period)).kind is not PeriodKind.QUARTER:
        return checked
    before = checked.reading.dataset
    dataset = periods.with_quarters(before, checked.catalog.items)
    told = checks.of_months(checked.findings, checked.catalog, _made(before, dataset, asked))
    return replace(checked, reading=replace(checked.reading, dataset=dataset), findings=(*checked.findings, *told))


def of_period(checked: Checked, period: str) -> Checked:
    """The case with what was found about one period, and with what names none: what a report of it counts.

    Raises:
        Refused: C04, if the text is no period; C01, if no hospital has anything of it.
    """
    whole, asked = with_period(checked, period), periods.parsed(period)
    dataset = whole.reading.dataset
    there = [str(entity) for entity, at in dataset.values.index if at == asked]
    if not there:
        raise periods.nothing_of(asked, {str(at) for _, at in dataset.values.index})
    about: dict[object, list[Finding]] = {}
    for finding in whole.findings:
        entity = finding.facts.get("entity")
        about.setdefault(there[0] if entity is None else entity, []).append(finding)
    kept = {
        id(finding)
        for entity in there
        for finding in checks.concerning(about.get(entity, ()), dataset, whole.catalog, entity, asked)
    }
    written = f"{COMMENTARY}/{asked}/"
    findings = tuple(one for one in whole.findings if id(one) in kept or one.place.file.startswith(written))
    return replace(whole, findings=findings)


def _made(before: Dataset, after: Dataset, quarter: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The months of the quarter, for each entity of which it was made."""
    read = set(before.values.index)
    made = [str(entity) for entity, period in after.values.index if period == quarter and (entity, period) not in read]
    return {(entity, quarter): periods.months_of(quarter) for entity in made}
