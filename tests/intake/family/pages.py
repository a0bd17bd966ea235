"""Statement sheets whose cells know what they are: the ground from which the family of layouts grows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

from reportgen.catalog import Catalog
from reportgen.intake.workbooks.sheets import reference
from reportgen.model.definitions import Form, FormRow

ENTITY = "青石县人民医院"
FACTORS = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}


@dataclass(frozen=True)
class Truth:
    """What a cell holds: an item's figure in yuan; `readable` is off where it must be reported and not read."""

    item: str
    period: str
    view: str
    value: float
    entity: str = ENTITY
    readable: bool = True

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.entity, self.item, self.period, self.view


@dataclass(frozen=True)
class Spot:
    """One cell: what is written, what it means, and how it is shown."""

    value: Any = None
    truth: Truth | None = None
    row: FormRow | None = None
    kind: str = ""  # title, date, unit, entity, label, head, figure


EMPTY = Spot()


@dataclass
class Page:
    """One sheet in the making."""

    name: str
    form: Form
    grid: list[list[Spot]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shown: str = ""
    hidden: bool = False
    factor: int = 1
    period: str = "2025"

    @property
    def head(self) -> int:
        return next(row for row, spots in enumerate(self.grid) if any(spot.kind == "head" for spot in spots))

    @property
    def body(self) -> range:
        rows = [row for row, spots in enumerate(self.grid) if any(spot.row for spot in spots)]
        return range(rows[0], rows[-1] + 1)

    def change(self, what: Any) -> None:
        """Replace every cell by what a function makes of it."""
        self.grid = [[what(spot) for spot in spots] for spots in self.grid]

    def truths(self) -> Iterator[tuple[Truth, str]]:
        for row, spots in enumerate(self.grid):
            for column, spot in enumerate(spots):
                if spot.truth:
                    yield spot.truth, reference(row, column)


def amounts(form: Form, catalog: Catalog, chance: random.Random, factor: int) -> dict[str, float]:
    """A figure for each item of a form, of as many decimals as its unit prints; some blank, totals from their parts."""
    order = list(dict.fromkeys(row.item for row in (*form.rows, *form.right_rows) if row.item))
    parts: dict[str, list[tuple[str, int]]] = {}
    for item in order:
        parent, sign = catalog.items[item].parent, catalog.items[item].sign
        if parent in order and sign != "0":
            parts.setdefault(parent, []).append((item, 1 if sign == "+" else -1))
    made: dict[str, float] = {}

    def of(item: str) -> float:
        if item not in made:
            if item in parts:
                made[item] = round(sum(sign * of(part) for part, sign in parts[item]), 2)
            else:
                printed = round(chance.uniform(10, 90_000_000) / factor, 2)
                made[item] = round(max(printed, 0.01) * factor, 2)
        return made[item]

    for item in order:
        of(item)
    return made


def page(code: str, catalog: Catalog, chance: random.Random, *, month: int | None = None, unit: str = "元",
         entity: str = ENTITY, year: int | None = None) -> Page:  # fmt: skip
    """An official form of a year, or of a month, as the regulations print it."""
    form = catalog.forms[code]
    factor = FACTORS[unit]
    year = year or {"2019": 2025, "2012": 2016, "1998": 2009}[form.regime]
    period = f"{year}-{month:02d}" if month else str(year)
    columns = form.monthly if month else form.annual[:: len(form.annual) - 1] if len(form.annual) > 2 else form.annual
    values = [amounts(form, catalog, chance, factor) for _ in columns]
    sides = [side for side in (form.rows, form.right_rows) if side]
    width = len(sides) * (len(columns) + 1)
    stock = form.statement == "balance_sheet"
    last = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month or 12, 31)
    date = f"{year}年{month or 12}月{last}日" if stock else f"{year}年{month}月" if month else f"{year}年度"
    grid = [
        line(width, {0: Spot(form.title.zh, kind="title")}),
        line(width, {width - 1: Spot(f"{form.code.removesuffix('-1998')}表")}),
        line(max(width, 3), {0: Spot(f"编制单位：{entity}", kind="entity"), 1: Spot(date, kind="date"),
                             max(width, 3) - 1: Spot(f"单位：{unit}", kind="unit")}),
        [spot for number in range(len(sides)) for spot in
         (Spot(_label_head(form, number), kind="head"), *(Spot(column.label, kind="head") for column in columns))],
    ]  # fmt: skip
    grid += [
        [
            spot
            for side in sides
            for spot in _row(side[number] if number < len(side) else None, columns, values, (period, entity, factor))
        ]
        for number in range(max(map(len, sides)))
    ]
    grid.append(line(width, {0: Spot("单位负责人：甲　　会计机构负责人：乙　　制表：丙", kind="footer")}))
    wide = max(map(len, grid))
    grid = [[*spots, *[EMPTY] * (wide - len(spots))] for spots in grid]
    name = form.title.zh[:20]
    return Page(name, form, grid, factor=factor, period=period)


def line(width: int, spots: dict[int, Spot]) -> list[Spot]:
    return [spots.get(column, EMPTY) for column in range(width)]


def _label_head(form: Form, side: int) -> str:
    return ("资产", "负债和净资产")[side] if form.statement == "balance_sheet" else "项目"


def _row(row: FormRow | None, columns: Any, values: list[dict[str, float]], frame: tuple[str, str, int]) -> list[Spot]:
    if row is None:
        return [EMPTY] * (len(columns) + 1)
    period, entity, factor = frame
    found = [Spot("　　" * row.level + row.label, row=row, kind="label")]
    for column, made in zip(columns, values, strict=True):
        if row.item is None:
            found.append(EMPTY)
            continue
        view = column.view if period.count("-") or column.view != "ytd" else ""
        truth = Truth(row.item, period, view, made[row.item], entity)
        found.append(Spot(round(made[row.item] / factor, 10), truth, kind="figure"))
    return found


def write(path: Path, pages: list[Page]) -> Path:
    """A workbook of the pages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        for each in pages:
            sheet = book.add_worksheet(each.name)
            _fill(sheet, each, book.add_format({"num_format": each.shown}) if each.shown else None)
            if each.hidden:
                sheet.hide()
    return path


def _fill(sheet: Any, each: Page, shown: Any = None) -> None:
    covered = {(row, column) for top, left, bottom, right in each.merged
               for row in range(top, bottom + 1) for column in range(left, right + 1)}  # fmt: skip
    for row, spots in enumerate(each.grid):
        for column, spot in enumerate(spots):
            if (row, column) not in covered:
                put(sheet, row, column, spot.value, shown if spot.truth else None)
    for top, left, bottom, right in each.merged:
        sheet.merge_range(top, left, bottom, right, each.grid[top][left].value)
    for row in each.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    for column in each.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})


def put(sheet: Any, row: int, column: int, value: Any, shown: Any = None) -> None:
    if isinstance(value, str) and value.startswith("="):
        sheet.write_formula(row, column, value, None, "")
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value, shown)
