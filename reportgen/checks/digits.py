"""Digits that real ledgers seldom have: many round thousands (W29), or first digits far from Benford's law (W47)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks.lines import items_of
from reportgen.compute.matrix import Matrix
from reportgen.model.dataset import Dataset, FormReading
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period
from reportgen.model.rounding import half_up

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

ROUND: Final = 1000.0
MOST: Final = 0.30
FEWEST: Final = 20
"""Amounts of a form below which a share says nothing."""
ENOUGH: Final = 100
"""Amounts below which first digits say nothing."""
FAR: Final = 31.83
"""Chi-square of eight degrees of freedom that one honest ledger in ten thousand exceeds."""
CENT: Final = 0.01
PERCENT: Final = 100.0


def digits(dataset: Dataset, catalog: Catalog, matrix: Matrix, asked: dict[tuple[str, str], int]) -> Iterator[Finding]:
    """Forms printed to the cent of which 30 % of the amounts and more end in 000.00; `asked` holds the rows checked.

    A form is told once a year: where months follow one another, of the first of them, which names the others.
    """
    found: dict[tuple[str, str, str], list[tuple[FormReading, int, float]]] = {}
    columns: dict[str, list[tuple[tuple[str, str], int]]] = {}
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
            period = Period.parse(form.period)
            once = form.entity, form.form, f"{period.kind} {period.year}"
            found.setdefault(once, []).append((form, len(amounts), float(even.mean())))
    for told in found.values():
        yield _told(sorted(told, key=lambda one: one[0].period), catalog)


def first_digits(
    dataset: Dataset, catalog: Catalog, matrix: Matrix, asked: dict[tuple[str, str], int]
) -> Iterator[Finding]:
    """Periods whose amounts begin with each digit far more or less often than Benford's law has it.

    The test is Pearson's with eight degrees of freedom over the closing balances and the flows of a hospital's forms in
    one period, each amount once; what is shown cumulatively repeats them and is left out. Fewer than `ENOUGH` amounts
    say nothing. Source: Benford 1938; used as an analytical procedure under ISA 240.
    """
    expected = np.log10(1 + 1 / np.arange(1, 10))
    for (entity, period), row in asked.items():
        forms = [form for form in dataset.forms if (form.entity, form.period) == (entity, period)]
        columns = sorted({at for form in forms for key, at in _columns(form.form, catalog, matrix) if not key[1]})
        figures = matrix.figures[row, columns]
        amounts = np.unique(np.abs(figures[np.isfinite(figures) & (np.abs(figures) >= 1)]))
        if len(amounts) < ENOUGH:
            continue
        first = (amounts / 10 ** np.floor(np.log10(amounts))).astype(int).clip(1, 9)
        counts = np.bincount(first, minlength=10)[1:]
        gap = float(((counts - len(amounts) * expected) ** 2 / (len(amounts) * expected)).sum())
        if gap > FAR:
            worst = int(np.argmax(np.abs(counts - len(amounts) * expected))) + 1
            share, usual = counts[worst - 1] / len(amounts), expected[worst - 1]
            facts: dict[str, Fact] = {
                "count": len(amounts), "digit": worst, "percent": float(half_up(PERCENT * float(share), 1)),
                "usual": float(half_up(PERCENT * float(usual), 1)), "entity": entity, "period": period,
            }  # fmt: skip
            yield Finding("W47", forms[0].place, facts)


def _columns(code: str, catalog: Catalog, matrix: Matrix) -> Iterator[tuple[tuple[str, str], int]]:
    for item in items_of(catalog.forms.get(code), catalog.items):
        if catalog.items[item].unit == "money":
            yield from ((key, matrix.at[key]) for key in ((item, ""), (item, "ytd")) if key in matrix)


def _told(found: list[tuple[FormReading, int, float]], catalog: Catalog) -> Finding:
    (form, count, share), *others = found
    facts: dict[str, Fact] = {
        "form": catalog.forms[form.form].title, "count": count, "percent": float(half_up(PERCENT * share, 1)),
        "entity": form.entity, "period": form.period, "others": tuple(one.period for one, _, _ in others),
    }  # fmt: skip
    return Finding("W29", form.place, facts, places=tuple(one.place for one, _, _ in others))
