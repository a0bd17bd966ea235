"""Small hospitals for the year around their reports: one with monthly official forms, filled in a few cells."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import openpyxl

from reportgen.catalog import load_catalog
from reportgen.export.blank_forms import workbook

CASE = """\
entity: {id: small, name: {zh: 小河医院, en: Brook Hospital}}
regime: "2019"
scheme: comprehensive_80_20
signatories: [{id: director, role: {zh: 院长, en: President}, name: 甲}]
approvals: [director]
"""
FORMS = ("会政财01", "会政财02")
FIRST_COLUMNS = (2, 3, 5, 6)


def filled(forms: Iterable[str], date: str, *, annual: bool = False) -> bytes:
    """A workbook of official forms, all their cells 0, so that every sum holds."""
    catalog = load_catalog()
    listed = [catalog.forms[code] for code in forms]
    return fill(workbook(listed, catalog, annual=annual, entity="小河医院", date=date))


def fill(content: bytes) -> bytes:
    """The same workbook with 0 in each cell of money."""
    book, stream = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    for sheet in book:
        for row in sheet.iter_rows(min_row=5):
            for cell in row:
                if cell.value is None and cell.column in FIRST_COLUMNS:
                    cell.value = 0.0
    book.save(stream)
    return stream.getvalue()


def hospital(folder: Path, more: str = "", months: Iterable[int] = (9, 10), forms: Iterable[str] = FORMS) -> Path:
    """A hospital that keeps a workbook of forms for each month."""
    (folder / "data" / "2026").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE + more, encoding="utf-8")
    for month in months:
        path = folder / "data" / "2026" / f"2026年{month:02}月报表.xlsx"
        path.write_bytes(filled(forms, f"2026年{month}月"))
    return folder


def commentary(folder: Path, period: str, text: str, name: str = "01.zh.md") -> Path:
    """One file of commentary."""
    path = folder / "commentary" / period / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
