"""Tables beside the statements: figures that cannot be, sums that do not come out, applications against budget lines.

Nothing here is mended: what cannot be is told with its cell, and no analysis uses it.

Totals that are typed in (W22) where they do not equal their parts, and lines on which two forms disagree (V37).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.compute.cells import Cells
from reportgen.formula.context import Aspect
from reportgen.formula.functions import nearest
from reportgen.model.definition import Text
from reportgen.model.finding import Finding, Money
from reportgen.model.period import PATTERN, Period, PeriodKind
from reportgen.model.place import Place
from reportgen.model.registers import ColumnKind, Naming
from reportgen.model.terms import Terms

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.catalog import Catalog
    from reportgen.model.dataset import Dataset
    from reportgen.model.finding import Fact
    from reportgen.model.registers import Record, Register, RegisterDefinition, Registers, RegisterSum, RegisterTie

HALF: Final = 0.5
WHOLE: Final = 1.0
SHARES: Final = 0.0005
"""By how much shares may miss their whole: rounding of single shares."""
PERCENT: Final = 100.0
NUMBERS: Final = frozenset({ColumnKind.MONEY, ColumnKind.NUMBER, ColumnKind.SHARE})
WORKBOOKS: Final = (".xlsx", ".xlsm")
LARGEST: Final = 5_000_000
"""Bytes of a workbook that is opened a second time for a hint."""
MOST_ROWS: Final = 2000
MOST_COLUMNS: Final = 100
FORMULA: Final = "f"
TWO_VALUES: Final = "I43"
TWO_FORMS: Final = "V37"
APPLICATIONS: Final = "budget_applications"
LINES: Final = "budget_lines"
LESS: Final = "less"
GRANTING: Final = frozenset({"granted", "reduced"})


def registers(tables: Registers, dataset: Dataset, catalog: Catalog, first_month: int = 1) -> Iterator[Finding]:
    """All tables of a case, each by its own rules."""
    for name, definition in catalog.registers.items():
        table = tables[name]
        for entity in dict.fromkeys(record.entity for record in table.records):
            cells = Cells(dataset, catalog.items, entity, Terms(first_month=first_month))
            yield from _RegisterTable(definition, table, entity, catalog, cells).findings()
    yield from applications(tables, catalog)


@dataclass(frozen=True, eq=False)
class _RegisterTable:
    """One table of one hospital."""

    definition: RegisterDefinition
    table: Register
    entity: str
    catalog: Catalog
    cells: Cells

    def findings(self) -> Iterator[Finding]:
        """Rows one by one, then sheets, then sheets after one another."""
        sheets = {period: list(self.table.of(self.entity, period)) for period in self.table.periods(self.entity)}
        for rows in sheets.values():
            for row in rows:
                yield from self._row(row)
            for column, of in self.definition.wholes.items():
                yield from self._wholes(rows, column, of)
            for tie in self.definition.meets:
                yield from self._tie(rows, tie)
        if self.definition.steady:
            yield from self._gone(sheets)

    def _row(self, row: Record) -> Iterator[Finding]:
        for name, column in self.definition.columns.items():
            value, text = row.number(name), row.text(name)
            if value is not None and column.refuses(value):
                yield self._found("K10", row, name, value=_money(value, column.kind), least=column.least or 0.0)
            limit = None if column.most is None else row.number(column.most)
            if (
                value is not None
                and limit is not None
                and value > limit + (row.step if column.kind is ColumnKind.MONEY else 0.0)
            ):
                facts = {"value": _money(value, column.kind), "limit": _money(limit, column.kind)}
                yield self._found("K14", row, name, other=self._head(column.most), **facts)
            earlier = "" if column.after is None else row.text(column.after)
            if text and earlier and text < earlier:
                yield self._found("K15", row, name, day=text, other=self._head(column.after), earlier=earlier)
            if text and column.names is not None:
                yield from self._unnamed(row, name, column.names, text)
        for one in self.definition.adds_up:
            yield from self._sum(row, one)
        yield from self._empty(row)
        yield from self._decided(row)

    def _decided(self, row: Record) -> Iterator[Finding]:
        """What a decision lacks: deductions, shares kept back, signatures, a second person."""
        for cover in self.definition.covers:
            value, of = row.number(cover.column) or 0.0, row.number(cover.of)
            if of is not None and value < of - row.step:
                facts = {"value": Money(value), "limit": Money(of), "gap": Money(of - value)}
                yield self._found("K34", row, cover.column, other=self._head(cover.of), **facts)
        for column, needed in self.definition.wants.items():
            lost = [self._head(name) for name in needed if not row.text(name)]
            if (amount := row.number(column)) and lost:
                yield self._found("K35", row, column, value=Money(amount), lost=_listed(lost))
        for share in self.definition.shares:
            value, of = row.number(share.column) or 0.0, row.number(share.of)
            if of and value < of * share.least - row.step and not row.text(share.unless):
                said = {"share": round(value / of * PERCENT, 2), "least": round(share.least * PERCENT, 2)}
                heads = {"other": self._head(share.of), "until": self._head(share.unless)}
                yield self._found("K36", row, share.column, value=Money(value), limit=Money(of), **said, **heads)
        for one, other in self.definition.apart:
            if row.text(one) and row.text(one) == row.text(other):
                yield self._found("K37", row, other, who=row.text(one), other=self._head(one))

    def _unnamed(self, row: Record, column: str, names: Naming, text: str) -> Iterator[Finding]:
        """Words that name no indicator, or no period."""
        if names is Naming.PERIOD:
            if not PATTERN.fullmatch(text):
                yield self._found("K19", row, column, text=text)
        elif self.catalog.indicator_named(text) is None:
            said = [name for one in self.catalog.indicators.values() for name in (one.name.zh, one.name.en)]
            yield self._found("K18", row, column, text=text, nearest=nearest(text, said))

    def _sum(self, row: Record, one: RegisterSum) -> Iterator[Finding]:
        """Parts that come to more than the total, or to less with none left blank."""
        total = row.number(one.total)
        signs = {**dict.fromkeys(self._parts(row, one), 1), **dict.fromkeys(one.less, -1)}
        stated = {name: sign * value for name, sign in signs.items() if (value := row.number(name)) is not None}
        if total is None or not stated or row.unread & signs.keys():
            return
        parts, allowed = fsum(stated.values()), HALF * row.step * (len(signs) + 1)
        is_whole = len(stated) == len(signs)
        if abs(parts - total) <= allowed or (not is_whole and (parts < total or one.less)):
            return
        gap = Money(parts - total)
        yield self._found("K11", row, one.total, parts=Money(parts), value=Money(total), gap=gap)

    def _parts(self, row: Record, one: RegisterSum) -> Iterator[str]:
        """The parts of a sum; those that the row states together are one."""
        together = {
            held: name
            for name, column in self.definition.columns.items()
            for held in column.holds
            if row.number(name) is not None and name != one.total
        }
        yield from dict.fromkeys(together.get(name, name) for name in one.parts)

    def _empty(self, row: Record) -> Iterator[Finding]:
        """A row of a thing that stands on every sheet, whose every amount is zero."""
        amounts = [name for name, column in self.definition.columns.items() if column.kind is ColumnKind.MONEY]
        stated = [value for name in amounts if (value := row.number(name)) is not None]
        if self.definition.steady and stated and not any(stated):
            yield self._found("K16", row, self.definition.key[0])

    def _wholes(self, rows: Sequence[Record], column: str, of: str) -> Iterator[Finding]:
        for whose in dict.fromkeys(row.text(of) for row in rows):
            own = [row for row in rows if row.text(of) == whose]
            shares = [value for row in own if (value := row.number(column)) is not None]
            total = fsum(shares)
            if shares and abs(total - WHOLE) > SHARES * len(shares):
                yield self._found("K17", own[0], column, share=round(total * PERCENT, 2))

    def _tie(self, rows: Sequence[Record], tie: RegisterTie) -> Iterator[Finding]:
        """The sum of a sheet against the balances of the statements on the same day."""
        values = [row.number(tie.column) for row in rows]
        known = [value for value in values if value is not None]
        balances = [self.cells.figure(item, Period.parse(rows[0].period), Aspect.YEAR_TO_DATE) for item in tie.items]
        there = [one.value for one in balances if one is not None]
        if len(known) < len(values) or not there:
            return
        total, right = fsum(known), fsum(there)
        if abs(total - right) <= HALF * rows[0].step * (len(rows) + len(there)):
            return
        facts: dict[str, Fact] = {"value": Money(total), "right": Money(right), "gap": Money(total - right)}
        found = self._found("K12", rows[0], tie.column, items=self._items(tie), **facts)
        yield replace(found, places=tuple(dict.fromkeys(one.place for one in balances if one and one.place)))

    def _gone(self, sheets: Mapping[str, Sequence[Record]]) -> Iterator[Finding]:
        """Names that stood on the sheet before and not on this one, beside those that are new on it."""
        months = [period for period in sheets if Period.parse(period).kind is PeriodKind.MONTH]
        for before, now in pairwise(months):
            if str(Period.parse(now).preceding()) != before:
                continue
            earlier, there = ({self._name(row): row for row in sheets[when]} for when in (before, now))
            new = tuple(name for name in there if name not in earlier)
            for name, row in earlier.items():
                if name not in there:
                    yield self._found("K13", row, self.definition.key[0], gone=now, new=new or None)

    def _name(self, row: Record) -> str:
        return " ".join(str(row.cells[name]) for name in self.definition.key)

    def _head(self, column: str | None) -> Text:
        return self.definition.columns[column or ""].name

    def _items(self, tie: RegisterTie) -> Text:
        names = [self.catalog.items[item].name for item in tie.items]
        return Text(zh="＋".join(one.zh for one in names), en=" + ".join(one.en for one in names))

    def _found(self, rule: str, row: Record, column: str, **facts: Fact) -> Finding:
        own: dict[str, Fact] = {
            "table": self.definition.name,
            "name": self._name(row),
            "column": self._head(column),
            "period": row.period,
            "entity": row.entity,
        }
        return Finding(rule, row.place(column), {**own, **facts})


def _listed(names: Sequence[Text]) -> Text:
    return Text(zh="、".join(one.zh for one in names), en=", ".join(one.en for one in names))


def _money(value: float, kind: ColumnKind) -> float:
    return Money(value) if kind is ColumnKind.MONEY else value


def typed_totals(findings: Iterable[Finding], folder: Path) -> Iterator[Finding]:
    """W22 under each sum that does not tie and whose total is no formula, on sheets that do have formulas."""
    wrong: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        file = finding.place.file
        if "gap" in finding.facts and finding.cause is None and finding.place.cell and file.endswith(WORKBOOKS):
            wrong[file].append(finding)
    for file, totals in sorted(wrong.items()):
        if (folder / file).stat().st_size <= LARGEST:
            yield from _typed(folder / file, totals)


def _typed(path: Path, totals: list[Finding]) -> Iterator[Finding]:
    kinds = _kinds(path, {finding.place.sheet for finding in totals})
    for finding in totals:
        cells = kinds.get(finding.place.sheet, {})
        if FORMULA in cells.values() and cells.get(finding.place.cell, FORMULA) != FORMULA:
            facts = {key: finding.facts[key] for key in ("entity", "period")}
            yield Finding("W22", finding.place, facts, cause=(finding.rule, finding.place))


def _kinds(path: Path, sheets: set[str | None]) -> dict[str | None, dict[str | None, str]]:
    """What each cell of these sheets holds; nothing where the workbook cannot be opened this way."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except Exception:  # noqa: BLE001 - a hint is not worth a failure: the reader has said what is wrong with the file
        return {}
    kinds: dict[str | None, dict[str | None, str]] = {}
    for name in book.sheetnames:
        if name in sheets:
            rows = book[name].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
            kinds[name] = {cell.coordinate: cell.data_type for row in rows for cell in row if cell.value is not None}
    book.close()
    return kinds


def between_forms(findings: Iterable[Finding], dataset: Dataset) -> tuple[Finding, ...]:
    """Two values for one line, told as V37 where both stand on official forms."""
    sheets = {(form.place.file, form.place.sheet): form.form for form in dataset.forms}

    def form_at(place: object) -> str | None:
        return sheets.get((place.file, place.sheet)) if isinstance(place, Place) else None

    def of_forms(finding: Finding) -> bool:
        codes = form_at(finding.place), form_at(finding.facts.get("first"))
        return finding.rule == TWO_VALUES and None not in codes and codes[0] != codes[1]

    return tuple(replace(finding, rule=TWO_FORMS) if of_forms(finding) else finding for finding in findings)


def granting_column(verdict: str, *, is_stated: bool) -> str | None:
    """The column that holds what a review granted: all that was asked for where it only agrees; None for nothing."""
    if verdict not in GRANTING:
        return None
    return "asked" if verdict == "granted" and not is_stated else "granted"


def sign_of(applied_for: str) -> int:
    """−1 where less budget was asked for."""
    return -1 if applied_for == LESS else 1


def granted(row: Record) -> float:
    """By how much an application moves the budget: nothing until it is granted."""
    column = granting_column(row.text("verdict"), is_stated=row.number("granted") is not None)
    amount = row.number(column) if column else None
    return (amount or 0.0) * sign_of(row.text("applied_for"))


def applications(tables: Registers, catalog: Catalog) -> Iterator[Finding]:
    """K38 where a line's adjusted budget is not what was approved and granted, K39 where there is no such line."""
    asked, lines = tables[APPLICATIONS], tables[LINES]
    for entity in dict.fromkeys(record.entity for record in asked.records):
        for period in asked.periods(entity):
            rows = list(asked.of(entity, period))
            known = {record.text("line"): record for record in lines.of(entity, period)}
            if known:
                yield from _unknown(rows, known, catalog)
                yield from _differing(rows, known, catalog)


def _unknown(rows: list[Record], known: dict[str, Record], catalog: Catalog) -> Iterator[Finding]:
    for row in rows:
        line = row.text("applied_line")
        if line not in known:
            lines = catalog.registers[LINES].name
            facts: dict[str, Fact] = {"line": line, "lines": lines, "nearest": nearest(line, known)}
            yield _found("K39", row, catalog.registers[APPLICATIONS], "applied_line", facts)


def _differing(rows: list[Record], known: dict[str, Record], catalog: Catalog) -> Iterator[Finding]:
    for line in dict.fromkeys(row.text("applied_line") for row in rows):
        record = known.get(line)
        adjusted, approved = (None, None) if record is None else (record.number("adjusted"), record.number("approved"))
        if record is None or adjusted is None or approved is None:
            continue
        moved = fsum(granted(row) for row in rows if row.text("applied_line") == line)
        if abs(adjusted - approved - moved) > record.step:
            facts: dict[str, Fact] = {
                "value": Money(adjusted),
                "approved": Money(approved),
                "granted": Money(moved),
                "right": Money(approved + moved),
            }
            yield _found("K38", record, catalog.registers[LINES], "adjusted", facts)


def _found(rule: str, row: Record, definition: RegisterDefinition, column: str, facts: Mapping[str, Fact]) -> Finding:
    own: dict[str, Fact] = {
        "table": definition.name,
        "name": row.text(definition.key[0]),
        "column": definition.columns[column].name,
        "period": row.period,
        "entity": row.entity,
    }
    return Finding(rule, row.place(column), {**own, **facts})
