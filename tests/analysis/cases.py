"""Small cases for the analyses: figures and registers as a user would put them down, and the shipped sample."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import rendered
from reportgen import pipeline
from reportgen.analysis.material import Analyses
from reportgen.pipeline.checked import Checked

CASE = "entity: {id: h, name: {zh: 甲医院, en: A}}\nregime: '2019'\nscheme: none\n"

Figures = Mapping[str, float]
"""``item@2025-10`` or ``item@2025-10:ytd`` → value."""


def case(
    folder: Path, figures: Figures, period: str, *, more: str = "", tables: Mapping[str, Any] | None = None
) -> Analyses:
    """The analyses of a case that holds these figures, and registers as file → rows."""
    write(folder, figures, more=more, tables=tables)
    return pipeline.evaluate(pipeline.check(folder), period=period).analysis


def write(folder: Path, figures: Figures, *, more: str = "", tables: Mapping[str, Any] | None = None) -> None:
    """Put the case down."""
    (folder / "data").mkdir(exist_ok=True)
    (folder / "business").mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(CASE + more, encoding="utf-8")
    rows = [("entity", "period", "item", "value", "view"), *_rows(figures)]
    _write(folder / "data" / "figures.csv", rows)
    for name, table in (tables or {}).items():
        _write(folder / (name if "." in name else f"business/{name}.csv"), table)


def _rows(figures: Figures) -> Iterator[tuple[object, ...]]:
    for key, value in figures.items():
        item, _, when = key.partition("@")
        period, _, view = when.partition(":")
        yield "h", period, item, value, view


def _write(path: Path, rows: Sequence[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def checked() -> Checked:
    """The sample, read once."""
    return rendered.checked("renhe")


def sample(period: str = "2026-10") -> Analyses:
    """The analyses of the sample hospital."""
    found: Analyses = rendered.material("renhe", period).analysis
    return found


AMERICAN: Mapping[str, tuple[float, float]] = {
    "medical_income": (80.0, 90.0),
    "investment_income": (1.0, -2.0),
    "other_income": (8.0, 10.0),
    "total_income": (88.0, 100.0),
    "salaries_and_wages": (50.0, 60.0),
    "supplies_expense": (28.0, 30.0),
    "depreciation_expense": (5.0, 5.5),
    "total_expense": (83.0, 95.5),
    "period_surplus": (6.0, 2.5),
}
"""A statement of operations of 2024 and 2025 whose total of income leaves out what investments brought."""


def american(folder: Path, figures: Mapping[str, tuple[float, float]] = AMERICAN) -> Analyses:
    """The analyses of a hospital that follows no official rules."""
    dated = {f"{item}@{2024 + at}": value for item, pair in figures.items() for at, value in enumerate(pair)}
    write(folder, dated)
    (folder / "case.yaml").write_text(CASE.replace("'2019'", "other"), encoding="utf-8")
    return pipeline.evaluate(pipeline.check(folder), period="2025").analysis
