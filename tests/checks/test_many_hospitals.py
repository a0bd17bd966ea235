"""What is found about a hospital costs the same, however many others stand beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.model.dataset import Dataset, Observation, View, from_observations
from reportgen.model.place import Place

FIGURES = {
    "total_assets": 100.0,
    "liabilities_and_net_assets_total": 90.0,
    "current_assets": 60.0,
    "cash_and_bank": 20.0,
    "inventories": 15.0,
}


def panel(hospitals: int) -> Dataset:
    """Hospitals whose totals do not tie and lack some of their lines, a row for each."""
    return from_observations(
        Observation(
            item, f"h{number:03}", "2025", View.PERIOD, value, "money", Place("all.csv", None, f"{column}{number}")
        )
        for number in range(2, hospitals + 2)
        for column, (item, value) in zip("CDEFG", FIGURES.items(), strict=True)
    )


@pytest.mark.parametrize("hospitals", [5, 40])
def test_no_row_is_asked_of_an_index_of_pandas(catalog: Catalog, monkeypatch: pytest.MonkeyPatch, hospitals: int):
    asked: list[object] = []
    real = pd.MultiIndex.__getitem__

    def counted(index: pd.MultiIndex, key: Any) -> Any:
        asked.append(key)
        return real(index, key)

    dataset = panel(hospitals)
    monkeypatch.setattr(pd.MultiIndex, "__getitem__", counted)
    found = checks.all_of(dataset, catalog)

    assert sum(finding.rule == "V01" for finding in found.findings) == hospitals
    assert len(asked) < 5
