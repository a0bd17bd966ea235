"""Totals that are typed in (W22) where they do not equal their parts, and lines on which two forms disagree (V37)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.model.dataset import Dataset

WORKBOOKS: Final = (".xlsx", ".xlsm")
LARGEST: Final = 5_000_000
"""Bytes of a workbook that is opened a second time for a hint."""
MOST_ROWS: Final = 2000
MOST_COLUMNS: Final = 100
FORMULA: Final = "f"
TWO_VALUES: Final = "I43"
TWO_FORMS: Final = "V37"


def typed_totals(findings: Iterable[Finding], folder: Path) -> Iterator[Finding]:
    """W22 under each sum that does not tie and whose total is no formula, on sheets that do have formulas."""
    wrong: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        file = finding.place.file
        if "gap" in finding.facts and finding.cause is None and finding.place.cell and file.endswith(WORKBOOKS):
            wrong[file].append(finding)
    for file, totals in sorted(wrong.items()):
        if (folder / file).stat().st_size <= LARGEST:
            yield from _typed(folder / file, totals)


def _typed(path: Path, totals: list[Finding]) -> Iterator[Finding]:
    kinds = _kinds(path, {finding.place.sheet for finding in totals})
    for finding in totals:
        cells = kinds.get(finding.place.sheet, {})
        if FORMULA in cells.values() and cells.get(finding.place.cell, FORMULA) != FORMULA:
            facts = {key: finding.facts[key] for key in ("entity", "period")}
            yield Finding("W22", finding.place, facts, cause=(finding.rule, finding.place))


def _kinds(path: Path, sheets: set[str | None]) -> dict[str | None, dict[str | None, str]]:
    """What each cell of these sheets holds; nothing where the workbook cannot be opened this way."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except Exception:  # noqa: BLE001 - a hint is not worth a failure: the reader has said what is wrong with the file
        return {}
    kinds: dict[str | None, dict[str | None, str]] = {}
    for name in book.sheetnames:
        if name in sheets:
            rows = book[name].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
            kinds[name] = {cell.coordinate: cell.data_type for row in rows for cell in row if cell.value is not None}
    book.close()
    return kinds


def between_forms(findings: Iterable[Finding], dataset: Dataset) -> tuple[Finding, ...]:
    """Two values for one line, told as V37 where both stand on official forms."""
    sheets = {(form.place.file, form.place.sheet): form.form for form in dataset.forms}

    def form_at(place: object) -> str | None:
        return sheets.get((place.file, place.sheet)) if isinstance(place, Place) else None

    def of_forms(finding: Finding) -> bool:
        codes = form_at(finding.place), form_at(finding.facts.get("first"))
        return finding.rule == TWO_VALUES and None not in codes and codes[0] != codes[1]

    return tuple(replace(finding, rule=TWO_FORMS) if of_forms(finding) else finding for finding in findings)
