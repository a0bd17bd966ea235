"""Sheets of rows, written and read as a workbook, without a case or in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

Rows = list[tuple[Any, ...]]


def read(tmp_path: Path, catalog: Catalog, rows: Iterable[tuple[Any, ...]]) -> Reading:
    """What is read of a workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    return intake.read_paths([tmp_path / "a.xlsx"], catalog)


def read_case(
    folder: Path, catalog: Catalog, case: str, sheets: Mapping[str, Iterable[Iterable[Any]]], name: str = "a.xlsx"
) -> Reading:
    """What is read of a workbook in the data of a case, whose case.yaml is given."""
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(folder / "data" / name)
    return intake.read(intake.open_case(folder), catalog)


def total_income(reading: Reading) -> dict[tuple[str, str], float]:
    """Period and view → the income that the hospital states of it."""
    own = [one for one in reading.values() if one.item == "total_income" and not one.derived]
    return {(one.period, str(one.view)): one.value for one in own}


def values(reading: Reading, view: str = "") -> dict[str, float]:
    """Item → what was read of it for the period itself, or in a view."""
    return {one.item: one.value for one in reading.values() if one.view == view}
