"""An empty ratings.csv: a line for everything that is rated by itself and not by the experts of a scheme."""

from __future__ import annotations

import csv
import io
from typing import Final

from reportgen.catalog import Catalog

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
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([catalog.words[f"rating.{column}"].zh for column in COLUMNS])
    writer.writerows([catalog.indicators[name].name.zh, "", "", ""] for name in RATED)
    return MARK + stream.getvalue().encode()
