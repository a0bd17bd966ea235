"""A line with figures that was not read of a statement, and what it makes of the verdict on the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen import checks, intake
from reportgen.catalog import Catalog
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.quality import DataQuality
from reportgen.model.schemes import Grade, Scheme

FIGURES = {
    "total_assets@2025": 10.0,
    "liabilities_and_net_assets_total@2025": 10.0,
    "total_liabilities@2025": 6.0,
    "net_assets@2025": 4.0,
}
SCHEME = (
    '{"name": {"zh": "方案", "en": "Scheme"}, "source": "test", "grades": {}, "requires": [], "parts":'
    ' {"all": {"share": 1, "method": "level_efficacy", "indicators": {"asset_liability_ratio": {}}}}}'
)


def judged(ledger: Callable[..., Any], catalog: Catalog, finding: Finding | None, *forms: str) -> DataQuality:
    """The verdict on a year of four lines, with a finding on what was read."""
    dataset = ledger(FIGURES, forms)
    outcome = checks.all_of(dataset, catalog)
    found = (*outcome.findings, *([finding] if finding else []))
    scheme = Scheme.model_validate_json(SCHEME)
    return checks.quality(outcome, found, dataset, catalog, scheme, "renhe", "2025")


@pytest.mark.parametrize("forms", [(), ("会政财01@2025",)], ids=["own words", "form"])
@pytest.mark.parametrize("rule", ["I13", "I14", "I33"])
def test_a_line_that_was_not_read_is_neither_complete_nor_of_the_first_grade(
    ledger: Callable[..., Any], catalog: Catalog, rule: str, forms: tuple[str, ...]
) -> None:
    """A board report said Excellent: 100.0% complete of a statement whose operating expenses stayed unread."""
    assert judged(ledger, catalog, None, *forms).grade is Grade.EXCELLENT

    found = judged(ledger, catalog, Finding(rule, Place("2025.xlsx", "Sheet", "A7"), {"label": "Expenses"}), *forms)

    assert found.completeness < 1.0
    assert found.grade not in {Grade.EXCELLENT, None}


def test_lines_are_counted_with_those_that_were_read(ledger: Callable[..., Any], catalog: Catalog) -> None:
    found = judged(ledger, catalog, Finding("I33", Place("2025.xlsx", "Sheet", "A7"), {"label": "Expenses"}))

    assert found.completeness == pytest.approx(4 / 5)


@pytest.mark.parametrize("place", [Place("work.xlsx", "Sheet", "A7"), Place("2025.xlsx", "Visits", "A7")])
def test_what_is_no_statement_does_not_count(ledger: Callable[..., Any], catalog: Catalog, place: Place) -> None:
    found = judged(ledger, catalog, Finding("I13", place, {"label": "Visits by ambulance"}))

    assert (found.grade, found.completeness) == (Grade.EXCELLENT, 1.0)


@pytest.mark.parametrize(
    ("places", "more", "share"),
    [
        (("work.xlsx", "2025.xlsx"), None, 4 / 5),  # of several places, one of a statement will do
        (("2025.xlsx", "work.xlsx"), None, 4 / 5),
        (("2025.xlsx",), 3, 4 / 8),  # told once with the number of others
        (("2025.xlsx",), 0, 4 / 5),
    ],
)
def test_a_finding_of_several_lines_or_places_counts_for_all_of_them(
    ledger: Callable[..., Any], catalog: Catalog, places: tuple[str, ...], more: int | None, share: float
) -> None:
    first, *others = (Place(file, "Sheet", "A7") for file in places)
    told = Finding("I33", first, {"label": "Expenses", "more": more}, places=tuple(others))

    assert judged(ledger, catalog, told).completeness == pytest.approx(share)


LINES = [("资产总计", 10.0), ("负债合计", 6.0), ("净资产合计", 4.0), ("负债和净资产总计", 10.0)]


def of_months(catalog: Catalog, folder: Path, unread: int | None) -> DataQuality:
    """The verdict on a year of twelve balance sheets, one of them with a line that is not read."""
    book = openpyxl.Workbook()
    for month in range(1, 13):
        sheet = book.create_sheet(f"{month}月")
        more = [("某某专项转入款", 7.0)] if month == unread else []
        heads = [("资产负债表",), ("编制单位：甲医院", f"2025年{month}月", "单位：元"), ("项目", "期末余额")]
        for row in (*heads, *LINES[:1], *more, *LINES[1:]):
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(folder / "a.xlsx")
    reading = intake.read_paths([folder / "a.xlsx"], catalog)
    outcome, scheme = checks.all_of(reading.dataset, catalog), Scheme.model_validate_json(SCHEME)
    found = (*outcome.findings, *reading.findings)
    return checks.quality(outcome, found, reading.dataset, catalog, scheme, "甲医院", "2025")


def test_a_year_put_together_of_months_counts_the_lines_of_all_of_them(catalog: Catalog, tmp_path: Path) -> None:
    """Those of December alone counted: with an unread line of March the year was Excellent and complete."""
    assert of_months(catalog, tmp_path, None).grade is Grade.EXCELLENT

    found = of_months(catalog, tmp_path, 3)

    assert found.completeness < 1.0
    assert found.grade not in {Grade.EXCELLENT, None}
