"""Cash receipts and payments by activity: a drawing and a table whose shares make a hundred."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pages import Part, section_of
from reportgen.analysis.material import Material
from reportgen.model.printing import half_up

ACTIVITIES = ("operating", "investing", "financing")


@pytest.fixture(scope="module")
def year(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2025")


@pytest.fixture(scope="module")
def printed(year: Material) -> Part:
    found = section_of(year, "cash_structure", kind="annual")
    assert found is not None
    return found


def amounts(material: Material, side: str) -> list[float]:
    found = [material.dataset.value(f"{one}_cash_{side}", "renhe", "2025") for one in ACTIVITIES]
    assert all(found)
    return [value or 0.0 for value in found]


EACH = [
    pytest.param("inflow", "Receipts", 2, marks=pytest.mark.serves("003-053")),
    pytest.param("outflow", "Payments", 7, marks=pytest.mark.serves("003-054")),
]


@pytest.mark.parametrize(("side", "title", "start"), EACH)
def test_the_table_prints_each_activity_with_its_share_of_the_whole(
    printed: Part, year: Material, side: str, title: str, start: int
):
    known = amounts(year, side)
    table = printed.tables[0]
    assert table[0] == ["Activity", "Amount", "Share, %", "Last year, %"]
    assert table[start - 1] == [title]
    lines = table[start : start + 3]
    shares = [f"{half_up(100 * value / sum(known), 2):.2f}" for value in known]
    assert [line[:3] for line in lines] == [
        [name.capitalize(), f"{half_up(value / 1e4, 2):,.2f}", share]
        for name, value, share in zip(ACTIVITIES, known, shares, strict=True)
    ]
    assert table[start + 3][:3] == ["All activities", f"{half_up(sum(known) / 1e4, 2):,.2f}", "100.00"]
    assert sum(map(float, shares)) == pytest.approx(100, abs=0.011)


@pytest.mark.parametrize(("side", "title", "start"), EACH)
def test_the_bar_of_each_side_is_made_of_its_shares(printed: Part, year: Material, side: str, title: str, start: int):
    known = amounts(year, side)
    assert [title] == printed.tables[0][start - 1]
    parts = ", ".join(
        f"{name.capitalize()} {half_up(100 * value / sum(known), 2):.2f}"
        for name, value in zip(ACTIVITIES, known, strict=True)
    )
    (drawing,) = printed.drawings
    assert f"{title}: {parts}" in drawing


def test_a_month_without_a_statement_of_cash_flows_says_what_to_supply(renhe: Material):
    found = section_of(renhe, "cash_structure")

    assert found is not None
    assert not found.tables
    assert "could not be shown" in found.text
