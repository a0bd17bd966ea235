"""Plausibility from month to month: a figure ten times the last one (W03), a form that is a copy of the last (W15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks.lines import items_of
from reportgen.compute.calendar import NO_ROW, Rows
from reportgen.compute.matrix import Matrix, Values
from reportgen.model.dataset import Dataset, FormReading
from reportgen.model.definitions import Kind
from reportgen.model.finding import Fact, Finding, amount
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import NOWHERE, Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

TENFOLD: Final = 10.0
WORTH_ASKING: Final = 10_000.0
FEWEST_LINES: Final = 5
LEAST_SHARE: Final = 0.5
"""Of the lines with a figure last month, those that must have one now."""
"""Lines with figures that must agree before a form counts as a copy of last month's."""
MOVING: Final = (Kind.FLOW, Kind.COUNT)


def series(dataset: Dataset, catalog: Catalog, matrix: Matrix, before: Rows) -> Iterator[Finding]:
    """What only a look at the month before can tell; `before` is the row of that month, −1 where there is none."""
    if (before == NO_ROW).all():
        return
    yield from _jumps(dataset, catalog, matrix, before)
    yield from _copies(dataset, catalog, matrix, before)


def counted_months(periods: Iterable[str], first_month: int) -> Iterator[Finding]:
    """W51, once: months where the fiscal year does not begin in January count from its first, whatever paper says."""
    months = sorted(period for period in periods if Period.parse(period).kind is PeriodKind.MONTH)
    if first_month != 1 and months:
        begun = Period.parse(months[0]).start(first_month)
        facts: dict[str, Fact] = {"month": months[0], "begun": f"{begun:%Y-%m}", "first": first_month}
        yield Finding("W51", Place("case.yaml"), facts)


def _jumps(dataset: Dataset, catalog: Catalog, matrix: Matrix, before: Rows) -> Iterator[Finding]:
    """W03: a total of a statement ten times, or a tenth of, that of the month before."""
    for name in sorted(total for total in _totals(catalog) if (total, "") in matrix):
        now = matrix.column(name, "")
        last = _gathered(now, before)
        with np.errstate(invalid="ignore", divide="ignore"):
            large = np.minimum(np.abs(now), np.abs(last)) >= WORTH_ASKING
            factor = np.maximum(np.abs(now), np.abs(last)) / np.minimum(np.abs(now), np.abs(last))
            rows = np.flatnonzero(large & (now > 0) & (last > 0) & (factor >= TENFOLD))
        for row in rows.tolist():
            yield _jump(name, row, (float(now[row]), float(last[row])), dataset, catalog)


def _jump(name: str, row: int, figures: tuple[float, float], dataset: Dataset, catalog: Catalog) -> Finding:
    entity, period = map(str, dataset.values.index[row])
    place = dataset.place((name, entity, period, ""))
    total = catalog.items[name]
    facts: dict[str, Fact] = {
        "total": total.name, "value": amount(figures[0], total.unit), "last": amount(figures[1], total.unit),
        "entity": entity, "period": period, "items": (name,),
    }  # fmt: skip
    return Finding("W03", place or NOWHERE, facts)


def _copies(dataset: Dataset, catalog: Catalog, matrix: Matrix, before: Rows) -> Iterator[Finding]:
    """W15: all flows of a form equal those of the month before, as far as both could be taken."""
    moving = {code: _moving(code, catalog) for code in sorted({form.form for form in dataset.forms})}
    rows = {(str(entity), str(period)): row for row, (entity, period) in enumerate(dataset.values.index)}
    for form in dataset.forms:
        row = rows.get((form.entity, form.period))
        if row is None or before[row] == NO_ROW:
            continue
        lines = [matrix.at[key] for item in moving[form.form] if (key := (item, "")) in matrix]
        now, last = matrix.figures[[row, before[row]]][:, lines]
        both = ~np.isnan(now) & ~np.isnan(last)
        filled = both & (now != 0)
        enough = max(FEWEST_LINES, LEAST_SHARE * np.count_nonzero(np.nan_to_num(last)))
        if filled.sum() >= enough and np.array_equal(now[both], last[both]):
            yield _copy(form, int(filled.sum()), str(dataset.values.index[before[row]][1]), catalog)


def _copy(form: FormReading, lines: int, last: str, catalog: Catalog) -> Finding:
    facts: dict[str, Fact] = {
        "form": catalog.forms[form.form].title, "code": form.form, "period": form.period, "last": last, "lines": lines,
        "entity": form.entity,
    }  # fmt: skip
    return Finding("W15", form.place, facts)


def _totals(catalog: Catalog) -> set[str]:
    """Totals of lines that are added up; what is left after a deduction may jump without cause for a question."""
    parents = {item.parent for item in catalog.items.values() if item.parent and item.sign != "0"}
    return parents - {item.parent for item in catalog.items.values() if item.sign == "-"}


def _moving(code: str, catalog: Catalog) -> list[str]:
    """The lines of a form that hold flows."""
    lines = items_of(catalog.forms.get(code), catalog.items)
    return [item for item in lines if catalog.items[item].kind in MOVING]


def _gathered(values: Values, rows: Rows) -> Values:
    return np.where(rows == NO_ROW, np.nan, values[rows])
