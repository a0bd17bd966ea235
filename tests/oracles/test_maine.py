"""A regulator's published ratios, from its published lines, through a case that is YAML alone."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.model.values import IndicatorValues, Reason
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.evaluation import Evaluator

FOLDER = Path(__file__).parent / "maine"
LAST_DIGIT = 0.0005 + 1e-9
TWO_DECIMALS = 0.005 + 1e-9
ROUNDED_MORE = {"Southern Maine Medical Center", "St. Mary's Regional Medical Center"}
"""Hospitals of which two ratios of 2008 and 2009 are published with two decimals."""


@cache
def checked() -> Checked:
    return pipeline.check(FOLDER / "case")


@cache
def computed() -> IndicatorValues:
    return Evaluator.of(checked(), None).values


@cache
def published() -> dict[tuple[str, str, str], float]:
    """(ratio, hospital, year) → value."""
    found = {}
    for file in sorted((FOLDER / "published").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                years = {key[3:]: text for key, text in row.items() if key.startswith("FY ") and text}
                found |= {(row["Measure"], row["Organization"], year): float(text) for year, text in years.items()}
    return found


def ratios() -> dict[str, str]:
    indicators = checked().catalog.indicators
    return {one.name.en: name for name, one in indicators.items() if name.startswith("maine_")}


def test_all_published_ratios_are_defined_and_the_case_is_read_without_errors():
    assert {ratio for ratio, _, _ in published()} == set(ratios())
    assert len(ratios()) == 31
    assert not checked().has_errors


@pytest.mark.slow
@pytest.mark.parametrize("ratio", sorted({ratio for ratio, _, _ in published()}))
def test_a_published_ratio_is_reproduced_in_every_comparable_cell(ratio: str):
    agreed = 0
    for (name, hospital, year), value in published().items():
        if name != ratio:
            continue
        ours = computed().at(ratios()[ratio], hospital, year)
        if ours.value is None:
            assert_excused(ours.reason, ratio, hospital, year)
            continue
        loose = (
            ratio in {"Days in Accounts Receivable", "Acid Test"}
            and round(value, 2) == value
            and hospital in ROUNDED_MORE
        )
        assert abs(ours.value - value) <= (TWO_DECIMALS if loose else LAST_DIGIT), (hospital, year, ours.value, value)
        agreed += 1
    assert agreed > 150, ratio


def assert_excused(reason: Reason | None, ratio: str, hospital: str, year: str) -> None:
    """Where we give no number there is a reason in the data, and a published nought is no number either."""
    lost_column = {"Fixed Asset Financing", "Fixed Asset Turnover"} | {
        name for name in ratios() if name.startswith("Debt Service")
    }
    if reason is Reason.MISSING_INPUT:
        assert ratio in lost_column or published()[ratio, hospital, year] == 0 or ratio.startswith("Realized"), (
            hospital,
            year,
        )
    elif reason is Reason.MISSING_PRIOR:
        assert ratio.endswith("Growth") or ratio == "Reported Income Index", (hospital, year)
    else:
        assert reason in {Reason.NEGATIVE_DENOMINATOR, Reason.NEGATIVE_BASE, Reason.ZERO_DENOMINATOR}, (
            ratio,
            hospital,
            year,
        )


def test_how_many_cells_agree_and_why_the_others_have_no_number():
    outcome: Counter[str] = Counter()
    for ratio, hospital, year in published():
        ours = computed().at(ratios()[ratio], hospital, year)
        outcome["number" if ours.value is not None else str(ours.reason)] += 1

    assert outcome == {"number": 10899, "negative_denominator": 327, "missing_input": 308, "missing_prior": 117}


def test_the_shifted_row_is_the_year_before():
    """Gross plant less accumulated depreciation is net plant only after the shift."""
    cells = checked().reading.dataset
    assert cells.value("maine_net_plant", "Acadia Hospital Corporation", "2005") == 10894533
    assert cells.value("maine_net_plant", "Acadia Hospital Corporation", "2009") is None
    place = cells.place(("maine_net_plant", "Acadia Hospital Corporation", "2005", ""))
    assert place is not None
    assert place.cell is not None
    assert place.cell.startswith("D")


@pytest.mark.slow
def test_the_note_beside_the_data_says_what_comparing_gives():
    """How many cells each ratio has, and in how many ours is the published figure to its third decimal."""
    text = (FOLDER / "SOURCE.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if " | `maine_" in line]
    said = {row[1].strip("`"): (int(row[2]), int(row[3])) for row in rows}
    cells, agree = Counter[str](), Counter[str]()
    for (ratio, hospital, year), value in published().items():
        ours = computed().at(ratios()[ratio], hospital, year).value
        cells[ratios()[ratio]] += 1
        agree[ratios()[ratio]] += ours is not None and abs(ours - value) <= LAST_DIGIT

    assert said == {name: (cells[name], agree[name]) for name in cells}
