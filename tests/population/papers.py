"""Statements as hospitals keep them that follow no form of 2019: American ones, and forms of the rules of 2012."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from reportgen.catalog import load_catalog
from scripts import small_workbooks as small

Books = Mapping[int, Mapping[str, float]]
"""Figures by year, in dollars."""
UNITS: Final = {"(in thousands of dollars)": 1e3, "(Dollars in thousands)": 1e3, "(in dollars)": 1.0, "(In millions)": 1e6}
ENDS: Final = {7: "June 30", 10: "September 30", 1: "December 31"}
"""The first month of a fiscal year, and its last day in words."""
POSITION: Final = (
    ("ASSETS", ""), ("Cash and cash equivalents", "cash_and_bank"), ("Patient accounts receivable, net", "accounts_receivable_net"),
    ("Inventories", "inventories"), ("Total current assets", "current_assets"), ("Property, plant and equipment, net", "fixed_assets_net"),
    ("Total assets", "total_assets"), ("LIABILITIES AND NET ASSETS", ""), ("Total current liabilities", "current_liabilities"),
    ("Total liabilities", "total_liabilities"), ("Net assets", "net_assets"),
    ("Total liabilities and net assets", "liabilities_and_net_assets_total"),
)  # fmt: skip
OPERATIONS: Final = (
    ("REVENUE", ""), ("Net patient service revenue", "medical_income"), ("Total operating revenue", "total_income"),
    ("EXPENSES", ""), ("Total operating expenses", "total_expense"), ("Excess (deficit) of revenues over expenses", "period_surplus"),
)  # fmt: skip
ENDED: Final = ("Year ended {end}, {year}", "FY{year}", "{end}, {year}", "{year}")
OLD_FORMS: Final = {"会医01": ("期末余额", "年初余额"), "会医02": ("本年累计数",), "会医02附01": ("本年累计数",)}


def american(chance: random.Random, folder: Path, years: Books, start: int) -> Iterator[str]:
    """Two statements with labels in column A and years across, as CSV or as a workbook; gives what was drawn, in words."""
    unit, heads, suffix = chance.choice(list(UNITS)), chance.choice(ENDED), chance.choice(("csv", "xlsx"))
    for title, lines in (("Consolidated Balance Sheets", POSITION), ("Consolidated Statements of Operations", OPERATIONS)):
        across = sorted(years, reverse=True)
        head = ["", *(heads.format(year=year, end=ENDS[start]) for year in across)]
        rows: list[list[Any]] = [[title], [unit], head]
        rows += [[label, *(_amount(years[year].get(item), UNITS[unit]) for year in across)] for label, item in lines]
        _written(folder / "data" / f"{title.split()[-1].lower()}.{suffix}", rows)
    yield from (unit, head[1], suffix)


def _amount(value: float | None, factor: float) -> float | None:
    return None if value is None else round(value / factor, 2)


def _written(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        book.save(path)
        return
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_printed(cell) for cell in row] for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def _printed(cell: Any) -> str:
    """As accountants print an amount: thousands parted, what is negative in brackets, a dash for nothing."""
    if not isinstance(cell, float):
        return "" if cell is None else str(cell)
    if cell == 0:
        return "-"
    return f"({-cell:,.2f})" if cell < 0 else f"{cell:,.2f}"


def of_2012(chance: random.Random, folder: Path, years: Sequence[int]) -> Iterator[str]:
    """A workbook a year of the forms of the rules of 2012; a line in five has nothing."""
    catalog = load_catalog()
    unit = chance.choice(("元", "万元"))
    blank = {
        item for code in OLD_FORMS for item in small.figures(code, catalog)
        if chance.random() < 0.2 and not any(one.parent == item for one in catalog.items.values())
    }  # fmt: skip
    scale = chance.choice((1, 7, 90))
    for number, year in enumerate(years):
        sheets = {}
        for code, heads in OLD_FORMS.items():
            nothing = dict.fromkeys(blank & set(small.figures(code, catalog)), 0)
            made = [small.figures(code, catalog, scale * (10 + number - before), nothing) for before in range(len(heads))]
            columns = [{item: value or None for item, value in one.items()} for one in made]
            date = f"{year}年12月31日" if code == "会医01" else f"{year}年度"
            sheets[catalog.forms[code].title.zh] = small.sheet(code, date, heads, columns, unit=unit, catalog=catalog)
        small.write(folder / "data" / f"{year}年度决算（终稿）.xlsx", sheets)
    yield from (unit, f"{len(blank)} blank")
