"""Forms to fill in: each is read back as what it is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.export import blank_case

CATALOG = load_catalog()
OFFERED = [
    (code, annual)
    for code, form in CATALOG.forms.items()
    for annual in (True, False)
    if form.rows and (annual or form.monthly)
]


@pytest.mark.parametrize(("code", "annual"), OFFERED)
def test_a_blank_form_that_is_filled_in_is_known_again(tmp_path: Path, code: str, annual: bool):  # noqa: FBT001
    form, path = CATALOG.forms[code], tmp_path / "form.xlsx"
    date = "2025年度" if annual else "2025年10月31日"
    path.write_bytes(blank_case.workbook([form], CATALOG, annual=annual, entity="仁和医院", date=date))
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=5):
        for cell in row:
            if cell.value is None and not isinstance(cell, MergedCell) and cell.number_format == blank_case.MONEY:
                cell.value = 1000 + cell.row
    book.save(path)

    reading = intake.read_paths([path], CATALOG)

    assert code in {found.form for found in reading.dataset.forms}
    assert "I08" not in {finding.rule for finding in reading.findings}
