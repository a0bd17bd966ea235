"""Cells of a money column to values in the base unit."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Final

from reportgen.intake.context import Context, Gathered
from reportgen.intake.figures import Figure, figure
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.rounding import half_up

FEN: Final = 2
MANY: Final = 4


def read_figure(sheet: Sheet, row: int, column: int, gathered: Gathered) -> Figure:
    """The figure of a cell; a formula without value and anything but an amount is a finding with its cell."""
    place = sheet.place(row, column)
    if (row, column) in sheet.uncached:
        gathered.find("W19", place, formula=sheet.uncached[row, column])
        return Figure(None, "W19")
    cell = sheet.at(row, column)
    found = figure(cell)
    if found.problem:
        gathered.find(found.problem, place, text=str(cell)[:60])
    elif found.scaled:
        gathered.find("I37", place, text=str(cell)[:60])
    return found


def exact(value: float, factor: float, *, money: bool) -> float:
    """A value in the base unit, decimals multiplied as decimals; money half-up to the fen."""
    if factor == 1 and not money:
        return value
    product = Decimal(f"{value:.15g}") * Decimal(f"{factor:.15g}")
    return float(half_up(float(product), FEN)) if money else float(product)


def factor_of(item: str, unit: str, sheet_factor: float | None, context: Context) -> float | None:
    """The factor of a row: its own unit, else the sheet's for money; None where money has none."""
    words = vocabulary()
    if unit in words.percents:
        return 0.01
    if context.catalog.items[item].unit != "money":
        return 1.0
    return float(words.units[unit]) if unit in words.units else sheet_factor


def step_of(figures: Iterable[Figure], factor: float) -> float:
    """One unit in the last place printed on a sheet, in the base unit."""
    return step(max((found.decimals for found in figures if found.value is not None), default=FEN), factor)


@lru_cache(maxsize=256)
def step(places: int, factor: float) -> float:
    """As `step_of`, for figures with at most so many decimals."""
    printed = max(FEN, min(places, MANY))
    return float(Decimal(1).scaleb(-printed) * Decimal(f"{factor:.15g}"))


def report_texts(sheet: Sheet, texts: list[tuple[int, int]], gathered: Gathered) -> None:
    """W20: numbers that stand as text, once a sheet, at the first of them."""
    if texts and sheet.name is not None:
        row, column = texts[0]
        gathered.find("W20", sheet.place(row, column), count=len(texts))
