"""A monthly report against its own case: year to date against year to date, ranges against ranges."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from rendered import SAMPLES, Wanted, checked, material, paper
from reportgen import pipeline
from reportgen.catalog import load_catalog
from reportgen.difference import Difference, between, printed_figures
from reportgen.difference import Wanted as Asked
from reportgen.difference.comparing import IndicatorChange, ReadFigure
from reportgen.difference.printed import standards
from reportgen.difference.telling import ALL, DifferenceWriter
from reportgen.export import results
from reportgen.model.period import Period
from reportgen.model.results import same

CASE, PERIOD = SAMPLES / "renhe", "2026-10"
SHEET = "data/2026/2026年10月报表.xlsx › 收入费用表!"
Source = Callable[[Path], Path]


def _pdf(_: Path) -> Path:
    return paper(Wanted("board", "renhe", PERIOD), "zh")


def _json(folder: Path) -> Path:
    target = folder / "results.json"
    target.write_text(results.text(results.document(material("renhe", PERIOD))), encoding="utf-8")
    return target


@pytest.fixture
def against(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Difference]:
    """A report or its results against the case, in which cells may hold something else; the case is read only once."""

    def found(source: Source, changed: dict[tuple[str, str], float] | None = None) -> Difference:
        case, values = checked("renhe"), checked("renhe").reading.dataset.values.copy()
        for cell, value in (changed or {}).items():
            values.loc[("renhe", PERIOD), cell] = value
        reading = replace(case.reading, dataset=replace(case.reading.dataset, values=pd.DataFrame(values)))
        monkeypatch.setattr(pipeline, "check", lambda _: replace(case, reading=reading))
        return between(source(tmp_path), CASE, Asked())

    return found


@pytest.mark.slow
@pytest.mark.parametrize("source", [_pdf, _json])
def test_a_monthly_report_differs_in_nothing_from_its_own_case(against: Callable[..., Difference], source: Source):
    found = against(source)

    assert (found.totals, found.parts, found.abilities, found.indicators) == ((), (), (), ())
    assert not any((found.cells, found.definitions, found.inputs))
    assert found.is_none
    ranges = [one for row in found.after.results["indicators"] for one in row["standards"] if row["standards"]]
    assert any(isinstance(one["value"], tuple) for one in ranges)  # what JSON has as lists


@pytest.mark.slow
def test_a_changed_year_to_date_is_told_in_its_own_cell_and_is_the_cause(against: Callable[..., Difference]):
    found = against(_pdf, {("admin_expense", "ytd"): 116_973_102.09})

    (cell,) = found.cells or ()
    assert (cell.item, cell.period, cell.view) == ("admin_expense", PERIOD, "ytd")
    assert cell.before == ReadFigure(115_973_102.09, f"{SHEET}C28")
    assert cell.after == ReadFigure(116_973_102.09, f"{SHEET}C28")
    rate = next(one for one in found.indicators if one.id == "admin_expense_rate")
    assert "value" in rate.measures
    assert rate.causes.cells == found.cells


@pytest.mark.slow
def test_a_changed_month_is_told_as_the_month_in_its_own_cell(against: Callable[..., Difference]):
    (cell,) = against(_pdf, {("admin_expense", ""): 12_000_000.0}).cells or ()

    assert (cell.item, cell.period, cell.view) == ("admin_expense", PERIOD, "")
    assert cell.after == ReadFigure(12_000_000.0, f"{SHEET}B28")
    assert cell.before is not None
    assert cell.before.place == cell.after.place


@pytest.mark.parametrize(
    ("key", "period", "found"),
    [
        ("item.total_income", "2026-10", ("total_income", "2026-10", "ytd")),
        ("item.total_income", "2026", ("total_income", "2026", "")),
        ("item.total_assets", "2026-10", ("total_assets", "2026-10", "")),
        ("item.total_income.to_date", "2026-10", ("total_income", "2026-10", "ytd")),
        ("item.total_income.2025-10", "2026-10", ("total_income", "2025-10", "")),
        ("item.total_assets.2026-10.open", "2026-10", ("total_assets", "2026-10", "open")),
        ("item.own_income", "2026-10", ("own_income", "2026-10", "ytd")),
        ("item.unheard", "2026-10", None),
        ("current_ratio", "2026-10", None),
    ],
)
def test_a_key_of_a_printed_number_says_which_figure_it_is(key: str, period: str, found: tuple[str, str, str] | None):
    numbers = {"numbers": [{"key": key, "value": 1.0, "places": ["a!B1"]}]}
    own = {"items": {"own_income": {"kind": "flow"}}}

    assert list(printed_figures(numbers, own, Period.parse(period))) == ([] if found is None else [found])


def test_what_was_added_up_from_several_cells_is_no_figure_of_a_cell():
    numbers = {"numbers": [{"key": "item.total_income", "value": 1.0, "places": []}]}

    assert not printed_figures(numbers, {}, Period.parse("2026-10"))


def test_a_range_is_the_same_after_json():
    assert same([(0.01, 0.04)], json.loads(json.dumps([(0.01, 0.04)])))
    assert not same([(0.01, 0.04)], [[0.01, 0.05]])


def _rows(*values: Any, source: str = "甲") -> list[dict[str, Any]]:
    return [{"kind": "plan", "level": "good", "value": value, "source": source, "year": 2025} for value in values]


def test_standards_that_differ_are_shown_and_not_left_blank():
    rate = load_catalog().indicators["medical_surplus_rate"]

    assert standards(_rows((0.01, 0.04), (0.0, 0.06)), _rows((0.01, 0.05)), rate) == "1.00–4.00 / 0.00–6.00"
    assert standards(_rows(1.5), _rows(2.0), None) == "1.50"
    assert standards(_rows(1.5), _rows(1.5, source="乙"), None) == "2025 甲"
    assert standards(_rows((None, 0.5)), [], None) == "–0.50"
    assert standards("neither", 3, None) == "—"


@pytest.mark.slow
def test_a_row_of_standards_alone_prints_both_sides(against: Callable[..., Difference]):
    change = IndicatorChange(
        "medical_surplus_rate", {"standards": (_rows((0.01, 0.04)), _rows((0.01, 0.05)))}, (None, None)
    )
    found = replace(against(_json), indicators=(change,))

    leaflet = DifferenceWriter(found, load_catalog(), ALL).leaflet(pd.Timestamp("2026-11-20").date(), "0.1.0")
    (row,) = next(table for table in leaflet.tables if table.rows).rows
    assert row.cells[1:3] == ("1.00–4.00", "1.00–5.00")
