"""Plausibility from month to month: a figure ten times the last one (W03), a form that is a copy of the last (W15).

Digits that real ledgers seldom have: many round thousands (W29), or first digits far from Benford's law (W47).

W49: a sheet that no form asks for, such as operating data, was there the month before, and nothing of it is now.

A form that is missing lowers the completeness of the data; a missing sheet of operations touched nothing, and the
indicators that need it were merely blank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.catalog.messages import JOINT
from reportgen.checks.rules import items_of
from reportgen.compute.calendar import NO_ROW, Rows
from reportgen.compute.peer_groups import Matrix, Values
from reportgen.model.dataset import Dataset, FormReading
from reportgen.model.definition import Text
from reportgen.model.definitions import Kind
from reportgen.model.finding import Fact, Finding, amount
from reportgen.model.period import Period
from reportgen.model.place import NOWHERE, Place
from reportgen.model.printing import half_up

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

TENFOLD: Final = 10.0
WORTH_ASKING: Final = 10_000.0
MANY: Final = 100.0
"""Of patients, beds, people and other things counted: few of them may well become ten times as many."""
COUNTED: Final = (Kind.COUNT, Kind.LEVEL)
FEWEST_LINES: Final = 5
"""Lines with figures that must agree before a form counts as a copy of last month's."""
LEAST_SHARE: Final = 0.5
"""Of the lines with a figure last month, those that must have one now."""
MOVING: Final = (Kind.FLOW, Kind.COUNT)


def series(dataset: Dataset, catalog: Catalog, matrix: Matrix, before: Rows) -> Iterator[Finding]:
    """What only a look at the month before can tell; `before` is the row of that month, −1 where there is none."""
    if (before == NO_ROW).all():
        return
    yield from _jumps(dataset, catalog, matrix, before)
    yield from _copies(dataset, catalog, matrix, before)


def _jumps(dataset: Dataset, catalog: Catalog, matrix: Matrix, before: Rows) -> Iterator[Finding]:
    """W03: a total of a statement, or a number counted, ten times, or a tenth of, that of the month before."""
    totals = _totals(catalog)
    counted = {name for name, item in catalog.items.items() if item.kind in COUNTED}
    for name in sorted(one for one in totals | counted if (one, "") in matrix):
        now = matrix.column(name, "")
        last = _gathered(now, before)
        with np.errstate(invalid="ignore", divide="ignore"):
            large = np.minimum(np.abs(now), np.abs(last)) >= (MANY if name in counted else WORTH_ASKING)
            factor = np.maximum(np.abs(now), np.abs(last)) / np.minimum(np.abs(now), np.abs(last))
            rows = np.flatnonzero(large & (now > 0) & (last > 0) & (factor >= TENFOLD))
        for row in rows.tolist():
            when = dataset.rows[before[row]][1]
            found = _jump(name, row, (float(now[row]), float(last[row])), dataset, catalog)
            earlier = dataset.place((name, str(found.facts["entity"]), when, ""))
            yield replace(found, places=(earlier,) if earlier else ())


def _jump(name: str, row: int, figures: tuple[float, float], dataset: Dataset, catalog: Catalog) -> Finding:
    entity, period = dataset.rows[row]
    place = dataset.place((name, entity, period, ""))
    total = catalog.items[name]
    facts: dict[str, Fact] = {
        "total": total.name,
        "value": amount(figures[0], total.unit),
        "last": amount(figures[1], total.unit),
        "entity": entity,
        "period": period,
        "items": (name,),
    }
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
            yield _copy(form, int(filled.sum()), dataset.rows[before[row]][1], catalog)


def _copy(form: FormReading, lines: int, last: str, catalog: Catalog) -> Finding:
    facts: dict[str, Fact] = {
        "form": catalog.forms[form.form].title,
        "code": form.form,
        "period": form.period,
        "last": last,
        "lines": lines,
        "entity": form.entity,
    }
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
    columns = _columns(dataset, catalog, matrix, ("", "ytd"))
    for form in dataset.forms:
        row = asked.get((form.entity, form.period))
        if row is None or form.factor != 1:
            continue
        figures = matrix.figures[row, columns[form.form]]
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
    columns = _columns(dataset, catalog, matrix, ("",))
    stated: dict[tuple[str, str], list[FormReading]] = {}
    for form in dataset.forms:
        stated.setdefault((form.entity, form.period), []).append(form)
    for (entity, period), row in asked.items():
        forms = stated.get((entity, period), [])
        figures = matrix.figures[row, sorted({at for form in forms for at in columns[form.form]})]
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
                "count": len(amounts),
                "digit": worst,
                "percent": float(half_up(PERCENT * float(share), 1)),
                "usual": float(half_up(PERCENT * float(usual), 1)),
                "entity": entity,
                "period": period,
            }
            yield Finding("W47", forms[0].place, facts)


def _columns(dataset: Dataset, catalog: Catalog, matrix: Matrix, views: tuple[str, ...]) -> dict[str, list[int]]:
    """Where the amounts of money of each form that is there stand in the matrix."""
    amounts = {
        code: [item for item in items_of(catalog.forms.get(code), catalog.items) if catalog.items[item].unit == "money"]
        for code in {form.form for form in dataset.forms}
    }
    return {
        code: [matrix.at[item, view] for item in items for view in views if (item, view) in matrix]
        for code, items in amounts.items()
    }


def _told(found: list[tuple[FormReading, int, float]], catalog: Catalog) -> Finding:
    (form, count, share), *others = found
    facts: dict[str, Fact] = {
        "form": catalog.forms[form.form].title,
        "count": count,
        "percent": float(half_up(PERCENT * share, 1)),
        "entity": form.entity,
        "period": form.period,
        "others": tuple(one.period for one, _, _ in others),
    }
    return Finding("W29", form.place, facts, places=tuple(one.place for one, _, _ in others))


STOPPED_FEWEST: Final = 5
"""Items that make a sheet; fewer come and go."""
NAMED: Final = 3


def stopped(dataset: Dataset, catalog: Catalog, matrix: Matrix, before: Rows) -> Iterator[Finding]:
    """A finding for each sheet of the month before of which a month with statements has nothing.

    Args:
        dataset: whose rows these are.
        catalog: the forms and what they state.
        matrix: the figures.
        before: the row of the month before each row that is asked about, else `NO_ROW`.
    """
    stated = frozenset(item for form in catalog.forms.values() for item in items_of(form, catalog.items))
    free = [item for item, view in matrix.at if not view and item in catalog.items and item not in stated]
    there = np.isfinite(matrix.figures[:, [matrix.at[item, ""] for item in free]])
    forms = {(form.entity, form.period) for form in dataset.forms}
    for row in np.flatnonzero(before != NO_ROW).tolist():
        entity, period = dataset.rows[row]
        gone = np.flatnonzero(there[before[row]] & ~there[row])
        if len(gone) < STOPPED_FEWEST or (entity, period) not in forms:
            continue
        last = dataset.rows[before[row]][1]
        kept = _sheets(dataset, (free[at] for at in np.flatnonzero(there[before[row]] & there[row])), entity, last)
        for sheet, items in _sheets(dataset, (free[at] for at in gone), entity, last).items():
            if sheet not in kept and len(items) >= STOPPED_FEWEST:
                facts: dict[str, Fact] = {
                    "period": period,
                    "last": last,
                    "count": len(items),
                    "items": _named(items, catalog),
                }
                yield Finding("W49", sheet, {"entity": entity, **facts})


def _sheets(dataset: Dataset, items: Iterator[str], entity: str, period: str) -> dict[Place, list[str]]:
    """The items of a month by the sheet on which they stand."""
    found: dict[Place, list[str]] = defaultdict(list)
    for item in items:
        if place := dataset.place((item, entity, period, "")):
            found[Place(place.file, place.sheet)].append(item)
    return found


def _named(items: list[str], catalog: Catalog) -> Text:
    said = [catalog.items[item].name for item in items[:NAMED]]
    return Text(zh=JOINT["zh"].join(name.zh for name in said), en=JOINT["en"].join(name.en for name in said))
