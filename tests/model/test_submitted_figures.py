"""Where a figure that a form prints was read, if not in the period's own column."""

from __future__ import annotations

import pytest

from reportgen.catalog import load_catalog
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.place import Place
from reportgen.model.submitted import standing

ITEMS = load_catalog().items
FLOW, BALANCE = "total_income", "total_assets"


@pytest.mark.parametrize(
    ("item", "view", "read", "found"),
    [
        (BALANCE, "", ("2025", ""), ("2025", "")),
        (BALANCE, "", ("2025-12", ""), ("2025-12", "")),
        (FLOW, "", ("2025-12", "ytd"), ("2025-12", "ytd")),
        (BALANCE, "open", ("2025", "open"), ("2025", "open")),
        (BALANCE, "open", ("2025-12", "open"), ("2025-12", "open")),
        (BALANCE, "open", ("2024", ""), ("2024", "")),
        (BALANCE, "open", ("2024-12", ""), ("2024-12", "")),
        (FLOW, "comp", ("2024", ""), ("2024", "")),
        (FLOW, "comp", ("2024-12", "ytd"), ("2024-12", "ytd")),
        (BALANCE, "open", ("2025-06", ""), ("2025", "open")),  # nothing: the key of its own column
        (FLOW, "", ("2025-12", ""), ("2025", "")),  # a month is not the year
    ],
)
def test_a_figure_of_a_year_is_found_wherever_it_stands(
    item: str, view: str, read: tuple[str, str], found: tuple[str, str]
) -> None:
    dataset = from_observations([Observation(item, "h", read[0], View(read[1]), 1.0, "money", Place("a.xlsx"))])

    assert standing(dataset, ITEMS[item], item, "h", "2025", view) == (item, "h", *found)


def test_what_the_year_itself_says_goes_before_its_december() -> None:
    read = [("2025", "open", 1.0), ("2025-12", "open", 2.0), ("2024", "", 3.0)]
    made = [
        Observation(BALANCE, "h", period, View(view), value, "money", Place("a.xlsx")) for period, view, value in read
    ]

    assert standing(from_observations(made), ITEMS[BALANCE], BALANCE, "h", "2025", "open")[2:] == ("2025", "open")
    assert standing(from_observations(made[1:]), ITEMS[BALANCE], BALANCE, "h", "2025", "open")[2:] == (
        "2025-12",
        "open",
    )
