"""The catalogue against a table of formulas that plain numpy computes: a second implementation, on random figures.

formulas.csv holds, for a whole year, what each indicator is: ``avg`` is the mean of this year's and last year's closing
balance, ``prev`` the year before. Python reads the formulas and numpy computes them; nothing of reportgen takes part.
"""

from __future__ import annotations

import csv
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from reportgen import compute
from reportgen.catalog import load_catalog
from reportgen.compute.calendar import SUBSTITUTES
from reportgen.model.dataset import Dataset
from reportgen.model.values import IndicatorValues

CATALOG = load_catalog()
HOSPITALS, YEARS = 60, ("2022", "2023", "2024", "2025")
NAME = re.compile(r"[a-z_][a-z0-9_]*")
FUNCTIONS = {"avg", "prev", "npv", "irr", "fv"}
UNITS = {
    "%": {"percent"}, "times": {"times"}, "days": {"days"}, "score": {"score"}, "count": {"count"}, "ratio": {"ratio"},
    "yuan": {"money", "money_each", "ratio"}, "yuan_per_person": {"money_per_person"},
}  # fmt: skip
"""Yuan per 100 yuan is a pure number, and yuan per visit is never printed in ten thousands."""
OTHERWISE = {
    "budget_progress_gap": "the time gone by is counted in months, as the progress of the year is printed",
    "capital_accumulation_3y": "the balance of three years ago is found in the data, not asked for",
    "medical_income_growth_3y": "the income of three years ago is found in the data, not asked for",
    "project_npv": "series of flows: see the tests of the financial functions",
    "project_irr": "series of flows: see the tests of the financial functions",
    "annuity_future_value": "see the tests of the financial functions",
}
ROOTS = {
    "capital_accumulation_3y": "(net_assets / years_ago(net_assets, 3)) ** (1 / 3) - 1",
    "medical_income_growth_3y": "(medical_income / years_ago(medical_income, 3)) ** (1 / 3) - 1",
}


@cache
def table() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "formulas.csv").open(encoding="utf-8", newline="") as file:
        return {row["indicator"]: row for row in csv.DictReader(file)}


@dataclass(frozen=True)
class Series:
    """Figures of hospitals × years; a division by what is not positive, and a root of what is negative, is no number."""

    of: np.ndarray

    def _with(self, other: Series | float, what: Callable[[Any, Any], Any]) -> Series:
        with np.errstate(all="ignore"):
            return Series(what(self.of, other.of if isinstance(other, Series) else other))

    def __add__(self, other: Series | float) -> Series:
        return self._with(other, operator.add)

    def __sub__(self, other: Series | float) -> Series:
        return self._with(other, operator.sub)

    def __rsub__(self, other: float) -> Series:
        return Series(other - self.of)

    def __mul__(self, other: Series | float) -> Series:
        return self._with(other, operator.mul)

    def __truediv__(self, other: Series | float) -> Series:
        return self._with(other, lambda above, below: np.where(below > 0, above / below, np.nan))

    def __pow__(self, other: float) -> Series:
        return self._with(other, operator.pow)


def years_ago(series: Series, years: int) -> Series:
    moved = np.full_like(series.of, np.nan)
    moved[:, years:] = series.of[:, :-years]
    return Series(moved)


def prev(series: Series) -> Series:
    return years_ago(series, 1)


def avg(series: Series) -> Series:
    return Series((series.of + prev(series).of) / 2)


@cache
def figures() -> Mapping[str, Series]:
    """Every item that a formula names: mostly positive, some negative, some missing."""
    chance = np.random.default_rng(20)
    found = {}
    for item in sorted({name for row in table().values() for name in names(row["formula"])}):
        values = chance.lognormal(10, 1, (HOSPITALS, len(YEARS))) * np.where(
            chance.random((HOSPITALS, 1)) < 0.08, -1, 1
        )
        values[chance.random(values.shape) < 0.04] = np.nan
        found[item] = Series(values)
    return found


def names(formula: str) -> set[str]:
    return set(NAME.findall(formula)) - FUNCTIONS - {"days", "years_ago"}


def by_numpy(formula: str) -> np.ndarray:
    known = {**figures(), "avg": avg, "prev": prev, "years_ago": years_ago, "days": 365.0 + np.array([0, 0, 1, 0])}
    known["days"] = Series(np.broadcast_to(known["days"], (HOSPITALS, len(YEARS))))
    found = eval(compile(formula, "formulas.csv", "eval"), {"__builtins__": {}}, known)  # noqa: S307 - our own table
    return np.asarray(found.of)


@cache
def ours() -> IndicatorValues:
    index = pd.MultiIndex.from_product([[f"h{n:03}" for n in range(HOSPITALS)], YEARS], names=["entity", "period"])
    columns = {(item, ""): series.of.ravel() for item, series in figures().items() if item in CATALOG.items}
    values = pd.DataFrame(columns, index=index).sort_index(axis="columns")
    values.columns.names = ["item", "view"]
    return compute.indicators(Dataset(values, place=lambda _: None), CATALOG)


def test_the_catalogue_holds_every_indicator_of_the_table():
    assert len(table()) == 254
    assert set(table()) <= set(CATALOG.indicators)
    assert set(OTHERWISE) <= set(table())


@pytest.mark.parametrize("indicator", sorted(table()))
def test_unit_direction_and_ability_are_those_of_the_table(indicator: str):
    row, defined = table()[indicator], CATALOG.indicators[indicator]

    assert defined.unit in UNITS[row["unit"]]
    assert (str(defined.direction), defined.ability) == (row["direction"], row["ability"])


@pytest.mark.parametrize("indicator", sorted(set(table()) - set(OTHERWISE) | set(ROOTS)))
def test_a_formula_gives_what_numpy_gives_and_no_number_where_numpy_gives_none(indicator: str):
    formula = ROOTS.get(indicator, table()[indicator]["formula"])
    expected = by_numpy(formula)
    found = ours().values[indicator].to_numpy().reshape(HOSPITALS, len(YEARS))
    there = np.isfinite(expected)

    assert there.sum() > HOSPITALS / 2, indicator
    np.testing.assert_allclose(found[there], expected[there], rtol=1e-9)
    missing = np.zeros(expected.shape, dtype=bool)
    for item in names(formula) & set(SUBSTITUTES):  # these are made from others where nobody gives them
        missing |= np.isnan(figures()[item].of) | np.isnan(prev(figures()[item]).of)
    assert np.isnan(found[~there & ~missing]).all()
    reasons = ours().reasons[indicator].to_numpy().reshape(HOSPITALS, len(YEARS))
    assert ((reasons != 0) == np.isnan(found)).all()
