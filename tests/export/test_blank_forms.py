"""Forms to fill in: each is read back as what it is."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.checks.needs import items_needed
from reportgen.export import blank_forms
from reportgen.model.finding import Severity

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
    path.write_bytes(blank_forms.workbook([form], CATALOG, annual=annual, entity="仁和医院", date=date))
    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows(min_row=5):
        for cell in row:
            if cell.value is None and not isinstance(cell, MergedCell) and cell.number_format == blank_forms.MONEY:
                cell.value = 1000 + cell.row
    book.save(path)

    reading = intake.read_paths([path], CATALOG)

    assert code in {found.form for found in reading.dataset.forms}
    assert "I08" not in {finding.rule for finding in reading.findings}


@pytest.mark.parametrize("annual", [True, False])
def test_every_figure_that_a_scheme_needs_has_a_place_to_be_written(tmp_path: Path, annual: bool):  # noqa: FBT001
    """Bed days, patients and interest stand on no official form: a new hospital was asked for them and had none."""
    scheme = CATALOG.schemes["comprehensive_80_20"]
    forms = [form for form in CATALOG.forms.values() if form.regime == "2019" and (annual or form.monthly)]
    besides = blank_forms.on_no_form(CATALOG, scheme, forms)
    on_forms = {row.item for form in forms for row in (*form.rows, *form.right_rows)}
    assert {*items_needed(CATALOG, scheme)} <= on_forms | {*besides}

    path, date = tmp_path / "form.xlsx", "2025年度" if annual else "2025年10月"
    path.write_bytes(blank_forms.workbook(forms[:1], CATALOG, annual=annual, entity="甲", date=date, besides=besides))
    book = openpyxl.load_workbook(path)
    sheet = book["补充资料和运营数据"]
    for row in sheet.iter_rows(min_row=5):
        row[2].value = 1000 + row[2].row
    book.save(path)
    reading = intake.read_paths([path], CATALOG)

    period = "2025" if annual else "2025-10"
    read = {one.item: one.value for one in reading.values() if (one.period, one.view) == (period, "")}
    assert read == {name: 1000.0 + row for row, name in enumerate(besides, start=5)}
    assert [one.rule for one in reading.findings if CATALOG.messages.severity(one) is not Severity.NOTE] == []


def test_marks_of_experts_on_their_form_are_read_back(tmp_path: Path):
    part = CATALOG.schemes["comprehensive_80_20"].parts["qualitative"]
    path = tmp_path / "experts" / "a.xlsx"
    path.parent.mkdir()
    path.write_bytes(blank_forms.experts_workbook(CATALOG, tuple(part.indicators), "甲"))
    book = openpyxl.load_workbook(path)
    for sheet in book:
        sheet.cell(3, 4, "2026年1月")
        for row in sheet.iter_rows(min_row=5, max_row=9, min_col=2):
            for cell in row:
                cell.value = 5 + cell.row % 4 if sheet.title == "重要程度" else "优良中低差"[cell.row % 5]
    book.save(path)
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲, en: A}}\n", encoding="utf-8")
    reading = intake.read(intake.open_case(tmp_path), CATALOG)

    (found,) = reading.rounds
    assert found.abilities == tuple(part.indicators)
    assert [len(found.experts), len(found.levels), len(found.importance)] == [5, 5, 5]
    assert None not in {cell for row in (*found.levels, *found.importance) for cell in row}
    assert [one.rule for one in reading.findings if one.place.file.startswith("experts")] == []


def test_a_budget_on_its_form_is_read_as_that_of_the_year_and_of_each_month(tmp_path: Path):
    path = tmp_path / "budget" / "a.xlsx"
    path.parent.mkdir()
    path.write_bytes(blank_forms.budget_workbook(CATALOG, "甲"))
    book = openpyxl.load_workbook(path)
    book.active.cell(3, 2, "2026年度")
    (row,) = (row for row in book.active.iter_rows(min_row=5) if row[0].value == "一、本期收入")
    for cell, value in zip(row[1:], [1200, *range(94, 106)], strict=True):
        cell.value = value
    book.save(path)
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲, en: A}}\n", encoding="utf-8")
    dataset = intake.read(intake.open_case(tmp_path), CATALOG).dataset

    months = [dataset.value("total_income", "h", f"2026-{month:02}", "budget") for month in range(1, 13)]
    assert dataset.value("total_income", "h", "2026", "budget") == 1200
    assert months == [*range(94, 106)]
