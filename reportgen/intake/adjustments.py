"""Audit adjustments of a case: adjustments.csv with the reported, the adjustment and the audited amount of an item.

The audited figure takes the place of the reported one; the totals above it move by the same amount, as far as the
table does not state them itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from reportgen.catalog import Catalog
from reportgen.formula.functions import nearest
from reportgen.intake import opening
from reportgen.intake.figures import figure
from reportgen.intake.labels import bare
from reportgen.intake.reading import Reading
from reportgen.intake.sheets import Sheet
from reportgen.model.casefile import Case
from reportgen.model.dataset import Adjustment, Dataset, Key, View
from reportgen.model.finding import Finding
from reportgen.model.period import PATTERN
from reportgen.model.place import Place

FILE: Final = "adjustments.csv"
REQUIRED: Final = ("item", "period", "reported", "adjustment", "audited", "reason")
NEAR: Final = 0.005


@dataclass(frozen=True)
class _Row:
    """One line of the table."""

    key: Key
    adjustment: Adjustment


def adjusted(reading: Reading, case: Case, catalog: Catalog) -> Reading:
    """The reading with its audited figures; as it was where the case has no adjustments."""
    path = case.folder / FILE
    if not path.is_file():
        return reading
    sheet, findings = opening.text_sheet(path.read_bytes(), FILE)
    found = list(findings)
    rows = list(_rows(sheet, reading.dataset, case, catalog, found)) if sheet else []
    dataset = _applied(reading.dataset, rows, catalog)
    return replace(reading, dataset=dataset, findings=(*reading.findings, *found))


def _rows(sheet: Sheet, dataset: Dataset, case: Case, catalog: Catalog, findings: list[Finding]) -> Iterator[_Row]:
    heads = {_role(catalog, cell): column for column, cell in enumerate(sheet.rows[0])} if sheet.rows else {}
    lost = [name for name in REQUIRED if name not in heads]
    if lost:
        findings.append(Finding("A01", Place(FILE, line=1), {"heads": tuple(lost)}))
        return
    for number in range(1, len(sheet.rows)):
        cells = {name: str(sheet.rows[number][column]).strip() for name, column in heads.items() if name}
        if any(cells.values()):
            row = _row(cells, Place(FILE, line=number + 1), case, catalog, findings)
            if row is not None:
                findings += _doubts(row, dataset, case)
                yield row


def _role(catalog: Catalog, cell: object) -> str:
    """Which column a head stands over, in either language; empty for another one."""
    words = {
        bare(text).lower(): key
        for key, said in catalog.words.under("adjustment").items()
        for text in (said.zh, said.en)
    }
    return words.get(bare(str(cell)).lower(), "")


def _row(cells: dict[str, str], place: Place, case: Case, catalog: Catalog, findings: list[Finding]) -> _Row | None:
    item, period = cells["item"], cells["period"]
    if item not in catalog.items:
        findings.append(Finding("A02", place, {"item": item, "nearest": nearest(item, catalog.items)}))
        return None
    amounts = [figure(cells[name]).value for name in ("reported", "adjustment", "audited")]
    if None in amounts or not PATTERN.fullmatch(period):
        findings.append(Finding("A03", place, {"item": item}))
        return None
    reported, change, audited = (amount for amount in amounts if amount is not None)
    entity = cells.get("entity") or (case.file.entity.id if case.file.entity else "")
    view = cells.get("view", "")
    key = (item, entity, period, str(View(view)) if view in list(View) else "")
    return _Row(key, Adjustment(reported, change, audited, cells["reason"], place))


def _doubts(row: _Row, dataset: Dataset, case: Case) -> Iterator[Finding]:
    """A04: the sum does not come out; A05: something else was reported; A06: it is material; A07: no reason."""
    one, item = row.adjustment, row.key[0]
    if abs(one.reported + one.amount - one.audited) > NEAR:
        yield Finding("A04", one.place, {"item": item, "sum": one.reported + one.amount, "audited": one.audited})
    read = dataset.value(*row.key)
    if read is None or abs(read - one.reported) > NEAR:
        yield Finding("A05", one.place, {"item": item, "reported": one.reported, "read": "-" if read is None else read})
    if case.file.materiality is not None and abs(one.amount) >= case.file.materiality:
        yield Finding("A06", one.place, {"item": item, "amount": one.amount, "limit": case.file.materiality})
    if not one.reason:
        yield Finding("A07", one.place, {"item": item})


def _applied(dataset: Dataset, rows: list[_Row], catalog: Catalog) -> Dataset:
    """The audited figures in place, and every total that moved by them."""
    stated = {row.key: row.adjustment for row in rows}
    every = dict(stated)
    for key, adjustment in stated.items():
        for above, amount in _above(key, adjustment.amount, catalog, frozenset(stated)):
            read = dataset.value(*above)
            if read is None:
                continue
            before = every.get(above)
            total = (before.amount if before else 0.0) + amount
            every[above] = Adjustment(read, total, read + total, adjustment.reason, adjustment.place)
    values = dataset.values.copy()
    for (item, entity, period, view), adjustment in every.items():
        if (item, view) in values.columns and (entity, period) in values.index:
            values.loc[(entity, period), (item, view)] = adjustment.audited
    return replace(dataset, values=values, adjustments=every)


def _above(key: Key, amount: float, catalog: Catalog, stated: frozenset[Key]) -> Iterator[tuple[Key, float]]:
    """The totals that an item belongs to, up to one that the table states itself."""
    item, *rest = key
    seen = {item}
    while (defined := catalog.items[item]).parent is not None and defined.sign != "0":
        amount = amount if defined.sign == "+" else -amount
        item = defined.parent
        above = (item, rest[0], rest[1], rest[2])
        if above in stated or item in seen or item not in catalog.items:
            return
        seen.add(item)
        yield above, amount
