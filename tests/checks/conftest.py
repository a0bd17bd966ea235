"""Ledgers for checks: figures by item, period and column, and the forms they stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest

from reportgen import checks
from reportgen.catalog import Catalog, load_catalog
from reportgen.checks import CheckOutcome
from reportgen.model.dataset import Dataset, FormReading, Observation, View, from_observations
from reportgen.model.place import Place

LINES = 10
OWN = "renhe"


def dataset_of(
    figures: Mapping[str, float],
    forms: Iterable[str] = (),
    *,
    step: float = 0.01,
    filled: int = LINES,
    beside: str = "C",
    sheets: Mapping[str, str] | None = None,
) -> Dataset:
    """Figures written as ``item@period`` or ``item@period/view``; forms as ``code@period``; `beside`: column of views.

    Those of another hospital than the case's have its id and a colon in front. `sheets`: of items that stand on another
    sheet than the others.
    """
    observations = []
    for row, (key, value) in enumerate(figures.items(), start=1):
        name, _, when = key.partition("@")
        entity, _, item = name.rpartition(":")
        period, _, view = when.partition("/")
        file = f"{entity}{period}.xlsx"
        place = Place(file, (sheets or {}).get(item, "Sheet"), f"{beside if view else 'C'}{row}")
        observations.append(Observation(item, entity or OWN, period, View(view), value, "money", place, step))
    return from_observations(observations, [_reading(form, filled) for form in forms])


def _reading(form: str, filled: int) -> FormReading:
    name, _, period = form.partition("@")
    entity, _, code = name.rpartition(":")
    return FormReading(entity or OWN, period, code, Place(f"{entity}{period}.xlsx", "Sheet"), rows=LINES, filled=filled)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture(scope="session")
def ledger() -> Callable[..., Dataset]:
    return dataset_of


@pytest.fixture(scope="session")
def checked(catalog: Catalog) -> Callable[..., CheckOutcome]:
    def of(figures: Mapping[str, float], forms: Iterable[str] = (), **options: Any) -> CheckOutcome:
        return checks.all_of(dataset_of(figures, forms, **options), catalog)

    return of
