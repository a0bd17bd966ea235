"""Tables beside case.yaml: the targets, ratings and audit adjustments of a case.

targets.csv of a case: what the hospital set itself for an indicator, in the indicator's base unit.

ratings.csv of a case: what was rated on five levels, when, how, and on what evidence.

A level counts as the share of the full mark that the evaluation of 2002 gives it: 1.0, 0.8, 0.6, 0.4, 0.2.

Audit adjustments of a case: adjustments.csv with the reported, the adjustment and the audited amount of an item.

The audited figure takes the place of the reported one; the totals above it move by the same amount, as far as the
table does not state them itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from reportgen.catalog import Catalog
from reportgen.formula.functions import nearest
from reportgen.intake.reading import Reading
from reportgen.intake.registers.experts import MARKS, levels_known
from reportgen.intake.words.figures import figure
from reportgen.intake.words.labels import bare
from reportgen.intake.workbooks import opening
from reportgen.intake.workbooks.opening import decoded_text as decoded
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.casefile import Case
from reportgen.model.dataset import Adjustment, Dataset, Key, Observation, View, extended
from reportgen.model.definitions import PERCENT
from reportgen.model.expression import Name
from reportgen.model.finding import Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.period import PATTERN, Period
from reportgen.model.place import Place
from reportgen.model.schemes import Grade, StandardKind
from reportgen.model.standards import Target, Targets

TARGETS: Final = "targets.csv"
NEEDED: Final = frozenset({"indicator", "period", "value"})
KINDS: Final = (StandardKind.PLAN, StandardKind.BUDGET, StandardKind.PERFORMANCE_BUDGET)

Entry = tuple[tuple[str, str], Target]


def targets(case: Case, catalog: Catalog) -> tuple[Targets, tuple[Finding, ...]]:
    """Columns indicator, period, value and, where it is not a plan, kind; nothing where there is no such file."""
    path = case.folder / TARGETS
    if not path.is_file() or path.is_symlink():
        return {}, ()
    text = decoded(path.read_bytes())
    rows = csv.DictReader(io.StringIO(text[0], newline="")) if text else None
    try:
        if rows is None or not set(rows.fieldnames or ()) >= NEEDED:
            return {}, (Finding("S40", Place(TARGETS, line=1)),)
        return _targets(rows, catalog)
    except csv.Error as error:
        return {}, (Finding("I03", Place(TARGETS), {"problem": in_words(error)}),)


def _targets(rows: csv.DictReader[str], catalog: Catalog) -> tuple[Targets, tuple[Finding, ...]]:
    """The targets of a table; the first of two for one indicator and period.

    Raises:
        csv.Error: if it cannot be cut into cells.
    """
    found: dict[tuple[str, str], Target] = {}
    findings: list[Finding] = []
    for row in rows:
        entry = _entry(row, Place(TARGETS, line=rows.line_num), catalog)
        if isinstance(entry, Finding):
            findings.append(entry)
        elif entry[0] in found:
            facts = {"indicator": entry[0][0], "first": str(found[entry[0]].place)}
            findings.append(Finding("S43", entry[1].place, facts))
        else:
            found[entry[0]] = entry[1]
    return found, tuple(findings)


def _entry(row: Mapping[str | None, str | None], place: Place, catalog: Catalog) -> Entry | Finding:
    name, when, number, kind = (str(row.get(key) or "").strip() for key in ("indicator", "period", "value", "kind"))
    indicator = catalog.indicator_named(name)
    if indicator is None:
        return Finding("S41", place, {"indicator": name, "nearest": nearest(name, catalog.indicators)})
    read, is_share = figure(number), catalog.indicators[indicator].unit == PERCENT
    value, known = read.fraction if is_share and read.fraction is not None else read.value, dict(_kinds())
    if value is None or not _is_period(when) or (kind or StandardKind.PLAN) not in known:
        return Finding("S42", place, {"period": when, "value": number, "kind": kind or "-", "known": tuple(known)})
    if is_share and read.fraction is None and abs(value) > 1:
        return Finding("S54", place, {"indicator": catalog.indicators[indicator].name, "value": value})
    return (indicator, when), Target(value, known[kind or StandardKind.PLAN], place)


def _kinds() -> Iterator[tuple[str, StandardKind]]:
    return ((str(kind), kind) for kind in KINDS)


def _is_period(text: str) -> bool:
    try:
        return str(Period.parse(text)) == text
    except ValueError:
        return False


RATINGS: Final = "ratings.csv"
RATED_BY: Final = ("item", "period", "level", "evidence")
COEFFICIENTS: Final = dict(zip(Grade, (1.0, 0.8, 0.6, 0.4, 0.2), strict=True))
LEVEL: Final = "level"
"""Unit of the items that are rated."""


@dataclass(frozen=True, eq=False)
class _RatingFile:
    """The file while it is read; `names` and `levels` are words → item and words → level."""

    sheet: Sheet
    heads: Mapping[str, int]
    names: Mapping[str, str]
    levels: Mapping[str, Grade]
    dataset: Dataset
    own: str | None
    findings: list[Finding] = field(default_factory=list)
    kept: dict[Key, tuple[Observation, str]] = field(default_factory=dict)

    def text(self, row: int, name: str) -> str:
        """A cell as text, empty where there is no such column."""
        return str(self.sheet.rows[row][self.heads[name]]).strip() if name in self.heads else ""

    def place(self, row: int, name: str) -> Place:
        """Where a cell stands: its line and its column in the table."""
        return Place(RATINGS, line=row + 1, column=self.heads.get(name, 0) + 1)

    def find(self, rule: str, row: int, name: str, **facts: object) -> None:
        """Tell about a cell."""
        self.findings.append(Finding(rule, self.place(row, name), facts))  # type: ignore[arg-type]


def rated(reading: Reading, case: Case, catalog: Catalog) -> Reading:
    """The reading with its ratings and their evidence; as it was where the case has no ratings."""
    path = case.folder / RATINGS
    if not path.is_file() or path.is_symlink():
        return reading
    sheet, findings = opening.text_sheet(path.read_bytes(), RATINGS)
    if sheet is None or not sheet.rows:
        return replace(reading, findings=(*reading.findings, *findings))
    table = _opened(sheet, reading.dataset, case, catalog)
    lost = tuple(name for name in RATED_BY if name not in table.heads)
    if lost:
        told = Finding("N01", Place(RATINGS, line=1), {"heads": lost})
        return replace(reading, findings=(*reading.findings, *findings, told))
    for row in range(1, len(sheet.rows)):
        if any(str(cell).strip() for cell in sheet.rows[row]):
            _rating(table, row, catalog)
    dataset = extended(
        reading.dataset,
        [observation for observation, _ in table.kept.values()],
        {key: evidence for key, (_, evidence) in table.kept.items() if evidence},
    )
    return replace(reading, dataset=dataset, findings=(*reading.findings, *findings, *table.findings))


def _opened(sheet: Sheet, dataset: Dataset, case: Case, catalog: Catalog) -> _RatingFile:
    words = _spelled({key: (key, text.zh, text.en) for key, text in catalog.words.under("rating").items()})
    heads = {words[key]: column for column, cell in enumerate(sheet.rows[0]) if (key := _key(cell)) in words}
    named = {grade: catalog.words[f"grade.{grade}"] for grade in Grade}
    levels = _spelled({str(grade): (str(grade), text.zh, text.en) for grade, text in named.items()})
    spelt = {_key(word): grade for word, grade in levels_known().items()}
    known = spelt | {word: Grade(grade) for word, grade in levels.items()}
    known |= {f"{mark:g}": grade for mark, grade in MARKS.items()}
    own = case.file.entity.id if case.file.entity else None
    return _RatingFile(sheet, heads, _items(catalog), known, dataset, own)


def _items(catalog: Catalog) -> dict[str, str]:
    """Words for every rated item: its own, and those of the indicator that is this item and nothing else."""
    rated_items = {name: item for name, item in catalog.items.items() if item.unit == LEVEL}
    found = _spelled({name: (name, item.name.zh, item.name.en) for name, item in rated_items.items()})
    for name, expression in catalog.expressions.items():
        if isinstance(expression, Name) and expression.id in rated_items:
            own = catalog.indicators[name]
            found |= {_key(word): expression.id for word in (name, own.name.zh, own.name.en)}
    return found


def _rating(table: _RatingFile, row: int, catalog: Catalog) -> None:
    name, period, level = (table.text(row, column) for column in ("item", "period", "level"))
    if not (level or table.text(row, "evidence")):
        return  # a line of the form that nobody filled in
    item, grade = table.names.get(_key(name)), table.levels.get(_key(level))
    entity = table.text(row, "entity") or table.own
    if item is None:
        table.find("N02", row, "item", item=name[:60], nearest=nearest(name, [*catalog.items, *catalog.indicators]))
    if not PATTERN.fullmatch(period):
        table.find("N04", row, "period", text=period[:20])
    if grade is None:
        known = tuple(catalog.words[f"grade.{one}"].zh for one in Grade)
        table.find("N03", row, "level", text=level[:40], known=known)
    if entity is None:
        table.find("N07", row, "item")
    if item is None or grade is None or entity is None or not PATTERN.fullmatch(period):
        return
    key = (item, entity, period, str(View.PERIOD))
    if key in table.kept or table.dataset.value(*key) is not None:
        table.find("N06", row, "item", item=catalog.items[item].name, period=period)
        return
    value = COEFFICIENTS[grade]
    observation = Observation(item, entity, period, View.PERIOD, value, LEVEL, table.place(row, "level"))
    table.kept[key] = observation, table.text(row, "evidence")


def _spelled(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {_key(word): meaning for meaning, spellings in words.items() for word in spellings}


def _key(cell: object) -> str:
    return bare(str(cell)).lower()


ADJUSTMENTS: Final = "adjustments.csv"
ADJUSTED_BY: Final = ("item", "period", "reported", "adjustment", "audited", "reason")
NEAR: Final = 0.005


@dataclass(frozen=True)
class _Row:
    """One line of the table."""

    key: Key
    adjustment: Adjustment


def adjusted(reading: Reading, case: Case, catalog: Catalog) -> Reading:
    """The reading with its audited figures; as it was where the case has no adjustments."""
    path = case.folder / ADJUSTMENTS
    if not path.is_file():
        return reading
    sheet, findings = opening.text_sheet(path.read_bytes(), ADJUSTMENTS)
    found = list(findings)
    rows = list(_rows(sheet, reading.dataset, case, catalog, found)) if sheet else []
    dataset = _applied(reading.dataset, rows, catalog)
    return replace(reading, dataset=dataset, findings=(*reading.findings, *found))


def _rows(sheet: Sheet, dataset: Dataset, case: Case, catalog: Catalog, findings: list[Finding]) -> Iterator[_Row]:
    heads = {_role(catalog, cell): column for column, cell in enumerate(sheet.rows[0])} if sheet.rows else {}
    lost = [name for name in ADJUSTED_BY if name not in heads]
    if lost:
        findings.append(Finding("A01", Place(ADJUSTMENTS, line=1), {"heads": tuple(lost)}))
        return
    for number in range(1, len(sheet.rows)):
        cells = {name: str(sheet.rows[number][column]).strip() for name, column in heads.items() if name}
        if any(cells.values()):
            row = _adjustment(cells, Place(ADJUSTMENTS, line=number + 1), case, catalog, findings)
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


def _adjustment(
    cells: dict[str, str], place: Place, case: Case, catalog: Catalog, findings: list[Finding]
) -> _Row | None:
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
