"""A dash that a statement in words of its own prints among its amounts is nil; a blank is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.reading import Reading

CASE = "entity: {{id: h, name: {{zh: 甲, en: A}}}}\nregime: {regime}\ncurrency: USD\nlanguages: en\nscheme: none\n"
LINES = """Balance Sheets,,
(in thousands of dollars),,
,2025,2024
Cash and cash equivalents,$ 51,$ 48
Short-term investments,{dash},7
Inventories,19,20
Total current assets,70,75
Discharges,{dash},512
"""


def read(folder: Path, dash: str, *, regime: str = "other", lines: str = LINES) -> Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE.format(regime=regime), encoding="utf-8")
    (folder / "data" / "a.csv").write_text(lines.format(dash=dash), encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


@pytest.mark.parametrize("dash", ["—", "-", "--", "$ —", "$-"])
def test_a_dash_of_money_is_nil_and_stands_at_its_cell(tmp_path: Path, dash: str) -> None:
    reading = read(tmp_path, dash)
    place = reading.dataset.place(("short_term_investments", "h", "2025", ""))

    assert reading.dataset.value("short_term_investments", "h", "2025") == 0.0
    assert place is not None
    assert place.cell == "B5"
    assert not [one for one in reading.findings if one.rule == "I09"]


@pytest.mark.parametrize("dash", ["", "N/A", "/"])
def test_a_blank_and_what_is_not_applicable_stay_missing(tmp_path: Path, dash: str) -> None:
    assert read(tmp_path, dash).dataset.value("short_term_investments", "h", "2025") is None


def test_a_dash_of_what_is_no_money_stays_missing(tmp_path: Path) -> None:
    assert read(tmp_path, "—").dataset.value("discharges", "h", "2025") is None


def test_a_dash_under_official_rules_stays_missing(tmp_path: Path) -> None:
    lines = "单位：元,,\n项目,2025,2024\n货币资金,51,48\n短期投资,{dash},7\n存货,19,20\n"

    assert (
        read(tmp_path, "—", regime="'2019'", lines=lines).dataset.value("short_term_investments", "h", "2025") is None
    )


def test_a_column_of_dashes_says_nothing_of_its_year(tmp_path: Path) -> None:
    lines = "(in dollars),,\n,2025,2024\nCash and cash equivalents,51,—\nInventories,19,—\n"

    assert {one.period for one in read(tmp_path, "", lines=lines).values()} == {"2025"}


def test_of_two_lines_of_one_item_the_amount_counts(tmp_path: Path) -> None:
    lines = "(in dollars),,\n,2025,2024\nInventories,19,20\nInventory,—,—\nTotal current assets,19,20\n"
    reading = read(tmp_path, "", lines=lines)

    assert reading.dataset.value("inventories", "h", "2025") == 19.0
    assert not [one for one in reading.findings if one.rule.startswith("W")]
