"""Financial risk, Z-scores and value added, with their caveats first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.sheet import Sheet, Words


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> Sheet:
    return page(month, "value_added")


def test_the_caveats_of_a_public_hospital_stand_before_the_tables(sheet: Sheet):
    first = sheet.blocks[0]
    assert isinstance(first, Words)
    words = " ".join(line.en for line in first.lines)
    assert "has not been tested on public hospitals" in words
    assert "enters no score" in words


@pytest.mark.serves("003-033")
def test_the_headline_counts_lines_reached_and_moves_for_the_worse(sheet: Sheet):
    lines = [row for row in rows(tables(sheet)[0], "en") if len(row) > 1]
    reached, worse = sum(bool(row[5]) for row in lines), sum(row[4] == "worse" for row in lines)
    assert (
        f"Of {len(lines)} indicators of financial risk {reached} reach a warning line and {worse} are worse"
        in sheet.headline.en
    )


def test_a_group_of_indicators_without_a_value_has_no_heading(materials: Callable[..., Material]):
    listed = list(rows(tables(page(materials("us-cms", "2021"), "value_added"))[0], "en"))
    headings = [row[0] for row in listed if len(row) == 1]
    assert headings == ["Solvency", "Efficiency"]
    assert len(listed[-1]) > 1


@pytest.mark.serves("003-063", "003-061")
def test_result_less_charge_is_the_value_added(sheet: Sheet):
    found = {row[0]: [amount(cell) for cell in row[1:]] for row in rows(tables(sheet)[2], "en")}
    for column in (0, 1):
        result = sum(found[name][column] for name in ("Surplus", "Interest", "Adjustments that the hospital states"))
        assert result == pytest.approx(found["Result before the cost of capital"][column], abs=0.011)
        value = result - found["Charge for capital"][column]
        assert value == pytest.approx(found["Economic value added"][column], abs=0.016)
