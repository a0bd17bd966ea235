"""The indicators of a hospital computed once more for several scenarios at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen import compute
from reportgen.model.dataset import Dataset
from reportgen.model.period import MONTHS, Period, PeriodKind

if TYPE_CHECKING:
    import pandas as pd

    from reportgen.analysis.material import Analyses
    from reportgen.model.values import IndicatorValues


@dataclass(frozen=True, eq=False)
class Shifted:
    """Indicators by scenario, for the period of the report."""

    values: IndicatorValues | None
    period: str

    def value(self, scenario: str, indicator: str) -> float | None:
        """An indicator in a scenario, None where it cannot be computed."""
        return None if self.values is None else self.values.at(indicator, scenario, self.period).value


def shifted(analyses: Analyses, changes: Mapping[str, Mapping[str, float]]) -> Shifted:
    """All indicators for each scenario.

    Each scenario stands as an entity of its own in one dataset, so that all are computed in one pass.
    """
    period = analyses.material.period
    if not changes:
        return Shifted(None, period)
    dataset = _dataset(analyses, changes)
    return Shifted(compute.indicators(dataset, analyses.material.catalog, terms=analyses.material.terms), period)


def _dataset(analyses: Analyses, changes: Mapping[str, Mapping[str, float]]) -> Dataset:
    import pandas as pd

    material = analyses.material
    own = material.dataset.values.loc[[material.entity]]
    own = own[[_matters(str(period), analyses) for period in own.index.get_level_values(1)]]
    frames = {name: _moved(analyses, own, moved) for name, moved in changes.items()}
    values = pd.concat({name: frame.droplevel(0) for name, frame in sorted(frames.items())}, names=["entity"])
    mine = [form for form in material.dataset.forms if form.entity == material.entity]
    forms = tuple(replace(form, entity=name) for form in mine for name in changes)
    return replace(material.dataset, values=values.sort_index().sort_index(axis=1), forms=forms, adjustments={})


def _matters(period: str, analyses: Analyses) -> bool:
    """Whether a formula of this period may look at another one: whole years, this and last year, and the same month."""
    when, now = Period.parse(period), analyses.books.now
    return when.kind is PeriodKind.YEAR or when.year >= now.year - 1 or when.number in {now.number, MONTHS}


def _moved(analyses: Analyses, own: pd.DataFrame, moved: Mapping[str, float]) -> pd.DataFrame:
    """The hospital's rows with the changes in the row of the period, in the view that formulas read first."""
    material, books = analyses.material, analyses.books
    table = own.copy()
    row = (material.entity, material.period)
    for item, change in moved.items():
        value = books.to_date(item).value if item in material.catalog.items else None
        if value is not None:
            view = "" if books.is_balance(item) or books.now.kind is PeriodKind.YEAR else "ytd"
            table.loc[row, (item, view)] = value + change
    return table
