"""A case with the quarters that are made of its months, and with what is wrong in them."""

from __future__ import annotations

from dataclasses import replace

from reportgen import checks
from reportgen.model.dataset import Dataset
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


def _made(before: Dataset, after: Dataset, quarter: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """The months of the quarter, for each entity of which it was made."""
    read = set(before.values.index)
    made = [str(entity) for entity, period in after.values.index if period == quarter and (entity, period) not in read]
    return {(entity, quarter): periods.months_of(quarter) for entity in made}
