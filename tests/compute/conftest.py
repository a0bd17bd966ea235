"""A small catalogue and a small ledger, written as the tests read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from typing import Any

import pytest

from reportgen import compute
from reportgen.catalog.builtin import Aliases
from reportgen.formula import parse
from reportgen.model.dataset import Dataset, FormReading, Observation, View, from_observations
from reportgen.model.definition import Text
from reportgen.model.definitions import Direction, Indicator, Item, Kind
from reportgen.model.place import Place
from reportgen.model.terms import Terms
from reportgen.model.values import Derivation, Measured, reason_of

FORM = "会政财01"
KINDS = {
    "assets": (Kind.STOCK, "money"),
    "debts": (Kind.STOCK, "money"),
    "net_assets": (Kind.STOCK, "money"),
    "receivables": (Kind.STOCK, "money"),
    "short_term_loans": (Kind.STOCK, "money"),
    "total_income": (Kind.FLOW, "money"),
    "income": (Kind.FLOW, "money"),
    "surplus": (Kind.FLOW, "money"),
    "interest_expense": (Kind.FLOW, "money"),
    "visits": (Kind.COUNT, "count"),
    "occupied_bed_days": (Kind.COUNT, "bed_day"),
    "available_bed_days": (Kind.COUNT, "bed_day"),
    "avg_open_beds": (Kind.MEAN, "bed"),
    "beds_open": (Kind.LEVEL, "bed"),
    "inpatients_begin": (Kind.LEVEL, "count"),
    "cmi": (Kind.MEAN, "index"),
    "budget_income": (Kind.FLOW, "money"),
    "expense": (Kind.FLOW, "money"),
    "budget_total_expense": (Kind.FLOW, "money"),
    "budget_total_expense_original": (Kind.FLOW, "money"),
    "budget_total_expense_adjusted": (Kind.FLOW, "money"),
    "period_days": (Kind.COUNT, "day"),
}


@dataclass(frozen=True, eq=False)
class SmallCatalog:
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    aliases: Aliases = field(default_factory=Aliases)

    @cached_property
    def expressions(self):
        return {name: parse(indicator.formula) for name, indicator in self.indicators.items()}

    @cached_property
    def earlier(self):
        return {
            name: tuple((old.valid_to, parse(old.formula)) for old in indicator.earlier)
            for name, indicator in self.indicators.items()
        }


def catalog_of(formulas: Mapping[str, str], average: str = "strict", **more: Any) -> SmallCatalog:
    items = {
        name: Item(
            name=Text(zh=name, en=name),
            statement="test",
            kind=kind,
            unit=unit,
            source="test",
            forms=(FORM,),
            blank_is_zero=name == "short_term_loans",
            opening=name == "inpatients_begin",
        )
        for name, (kind, unit) in KINDS.items()
    }
    indicators = {
        name: Indicator(
            name=Text(zh=name, en=name),
            ability="test",
            formula=formula,
            unit="ratio",
            direction=Direction.NONE,
            source="test",
            meaning=Text(zh=name, en=name),
            average=average,
            **more,
        )
        for name, formula in formulas.items()
    }
    return SmallCatalog(items, indicators)


def dataset_of(figures: Mapping[str, float], forms: tuple[str, ...] = ()) -> Dataset:
    """Figures written as ``item@period`` or ``item@period/view``."""
    observations = []
    for row, (key, value) in enumerate(figures.items(), start=1):
        item, _, when = key.partition("@")
        period, _, view = when.partition("/")
        place = Place("book.xlsx", "Sheet", f"C{row}")
        observations.append(Observation(item, "renhe", period, View(view), value, KINDS[item][1], place))
    readings = tuple(FormReading("renhe", period, FORM, Place("book.xlsx", "Sheet")) for period in forms)
    return from_observations(observations, readings)


@dataclass(frozen=True)
class Computed:
    """One formula over one ledger: what the table says, and how it came about."""

    formula: str
    dataset: Dataset
    average: str = "strict"
    basis: str = "ytd"
    first_month: int = 1
    terms: Mapping[str, Any] = field(default_factory=dict)
    definition: Mapping[str, Any] = field(default_factory=dict)

    def at(self, period: str) -> Measured:
        values = compute.indicators(self.dataset, self.catalog, terms=self.all_terms)
        found = values.at("it", "renhe", period)
        tree = self.tree(period)
        assert (found.value, found.reason) == (tree.value, tree.reason)
        numbers, codes = values.of_rows([("renhe", period)])
        number = numbers["it"].iloc[0]
        assert (None if isnan(number) else number, reason_of(int(codes["it"].iloc[0]))) == (found.value, found.reason)
        return found

    def tree(self, period: str) -> Derivation:
        return compute.derive(self.dataset, self.catalog, "it", "renhe", period, terms=self.all_terms)

    @cached_property
    def catalog(self) -> SmallCatalog:
        return catalog_of({"it": self.formula}, self.average, **self.definition)

    @property
    def all_terms(self) -> Terms:
        return Terms(self.basis, self.first_month, **self.terms)


@pytest.fixture(scope="session")
def computed() -> Callable[..., Computed]:
    """A formula over figures: ``computed("a / b", {"a@2025": 1.0, "b@2025/open": 2.0}).at("2025")``."""

    def of(formula: str, figures: Mapping[str, float], *, forms: tuple[str, ...] = (), **options: Any) -> Computed:
        return Computed(formula, dataset_of(figures, forms), **options)

    return of


@pytest.fixture(scope="session")
def small_catalog():
    return catalog_of


@pytest.fixture(scope="session")
def small_dataset():
    return dataset_of
