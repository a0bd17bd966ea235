"""An empty ratings.csv: a line for everything that is rated by itself and not by the experts of a scheme."""

from __future__ import annotations

from typing import Final

from reportgen.catalog import Catalog
from reportgen.model import delimited

FILE: Final = "ratings.csv"
COLUMNS: Final = ("item", "period", "level", "evidence")
RATED: Final = (
    "finance_staff_integration_score",
    "business_knowledge_score",
    "management_performance_score",
    "medical_ethics_score",
    "technical_ability_score",
)
MARK: Final = b"\xef\xbb\xbf"
"""Spreadsheets take the text for what it is."""


def table(catalog: Catalog) -> bytes:
    """The form, in Chinese: item, period, level, evidence."""
    heads = [catalog.words[f"rating.{column}"].zh for column in COLUMNS]
    return (
        MARK
        + delimited.table([heads, *([catalog.indicators[name].name.zh, "", "", ""] for name in RATED)], "\n").encode()
    )
