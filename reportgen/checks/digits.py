"""Digits that real ledgers seldom have: too many amounts in round thousands (W29)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks.lines import items_of
from reportgen.compute.matrix import Matrix
from reportgen.model.dataset import Dataset, FormReading
from reportgen.model.finding import Fact, Finding
from reportgen.model.rounding import half_up

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

ROUND: Final = 1000.0
MOST: Final = 0.30
FEWEST: Final = 20
"""Amounts of a form below which a share says nothing."""
CENT: Final = 0.01
PERCENT: Final = 100.0


def digits(dataset: Dataset, catalog: Catalog, matrix: Matrix, asked: dict[tuple[str, str], int]) -> Iterator[Finding]:
    """Forms printed to the cent of which 30 % of the amounts and more end in 000.00; `asked` holds the rows checked."""
    columns: dict[str, list[tuple[str, int]]] = {}
    for form in dataset.forms:
        row = asked.get((form.entity, form.period))
        if row is None or form.factor != 1:
            continue
        if form.form not in columns:
            columns[form.form] = list(_columns(form.form, catalog, matrix))
        figures = matrix.figures[row, [column for _, column in columns[form.form]]]
        amounts = np.unique(np.abs(figures[np.isfinite(figures) & (figures != 0)]))
        even = np.isclose(amounts % ROUND, 0, atol=CENT / 2) | np.isclose(amounts % ROUND, ROUND, atol=CENT / 2)
        if len(amounts) >= FEWEST and even.mean() >= MOST:
            yield _told(form, len(amounts), float(even.mean()), catalog)


def _columns(code: str, catalog: Catalog, matrix: Matrix) -> Iterator[tuple[str, int]]:
    for item in items_of(catalog.forms.get(code), catalog.items):
        if catalog.items[item].unit == "money":
            yield from ((item, matrix.at[item, view]) for view in ("", "ytd") if (item, view) in matrix)


def _told(form: FormReading, count: int, share: float, catalog: Catalog) -> Finding:
    facts: dict[str, Fact] = {
        "form": catalog.forms[form.form].title, "count": count, "percent": float(half_up(PERCENT * share, 1)),
        "entity": form.entity, "period": form.period,
    }  # fmt: skip
    return Finding("W29", form.place, facts)
