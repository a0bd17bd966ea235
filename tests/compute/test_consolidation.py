"""Which lines of the table of eliminations go out of which figure of a group: two members with 100 each of everything."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reportgen import compute
from reportgen.compute.consolidation import consolidated, is_even, upwards
from reportgen.model.casefile import GroupFile
from reportgen.model.consolidation import Elimination
from reportgen.model.dataset import Dataset, FormReading, Observation, View, from_observations
from reportgen.model.definition import Text
from reportgen.model.place import NOWHERE, Place

Make = Callable[..., Any]
GROUP = GroupFile(id="whole", name=Text(zh="集团", en="Group"))
WORDS = Text(zh="{giver} → {receiver}", en="{giver} → {receiver}")


def line(period: str, amount: float, item: str, counter: str) -> Elimination:
    return Elimination(period, "east", "west", item, counter, amount, "", NOWHERE)


def members(item: str, period: str, view: str) -> Dataset:
    return from_observations(
        [Observation(item, member, period, View(view), 100.0, "money", NOWHERE) for member in ("east", "west")]
    )


def left(small_catalog: Make, lines: list[Elimination], item: str, key: str) -> float | None:
    """What the group has of an item at ``period/view``."""
    period, _, view = key.partition("/")
    made = consolidated(members(item, period, view), small_catalog({}).items, GROUP, lines, WORDS)
    found = made.values.at[("whole", period), (item, view)]
    return None if found != found else float(found)  # noqa: PLR0124 - no number is unequal to itself


@pytest.mark.parametrize(
    ("lines", "key", "value"),
    [
        ({"2025": 50}, "2025", 150),
        ({"2025": 50}, "2025-12", 150),
        ({"2025": 50}, "2025-11", 200),
        ({"2025": 50}, "2024", 200),
        ({"2025": 50}, "2026/open", 150),
        ({"2025": 50}, "2025/open", 200),
        ({"2025": 50}, "2026-03/open", 150),
        ({"2025": 50}, "2026/comp", 150),
        ({"2025": 50}, "2025/comp", 200),
        ({"2025": 50}, "2025/budget", None),
        ({"2025-12": 40, "2025": 50}, "2025", 150),
        ({"2025-12": 40, "2025": 50}, "2025-12", 160),
        ({"2025-12": 40, "2025": 50}, "2025-Q4", 150),
        ({"2025-Q4": 30, "2025-12": 40}, "2025", 170),
    ],
)
def test_a_balance_loses_what_is_eliminated_on_its_day(
    small_catalog: Make, lines: dict[str, float], key: str, value: float | None
):
    table = [line(period, amount, "assets", "debts") for period, amount in lines.items()]

    assert left(small_catalog, table, "assets", key) == value
    assert left(small_catalog, table, "debts", key) == value
    assert left(small_catalog, [], "assets", key) == 200


@pytest.mark.parametrize(
    ("lines", "key", "value"),
    [
        ({"2025": 50}, "2025", 150),
        ({"2025": 50}, "2025-12", 200),
        ({"2025": 50}, "2025-12/ytd", 150),
        ({"2025": 50}, "2025-06/ytd", 200),
        ({"2025": 50}, "2026/comp", 150),
        ({"2025": 50}, "2025/comp", 200),
        ({"2025": 50}, "2026-12/comp", None),
        ({"2025": 50}, "2025/budget", None),
        ({"2025-01": 10, "2025-02": 20}, "2025-02", 180),
        ({"2025-01": 10, "2025-02": 20}, "2025-Q1", 170),
        ({"2025-01": 10, "2025-02": 20}, "2025-Q2", 200),
        ({"2025-01": 10, "2025-02": 20}, "2025", 170),
        ({"2025-01": 10, "2025-02": 20}, "2024", 200),
        ({"2025-01": 10, "2025-02": 20}, "2025-01/ytd", 190),
        ({"2025-01": 10, "2025-02": 20}, "2025-02/ytd", 170),
        ({"2025-01": 10, "2025-Q1": 30}, "2025-01", 190),
        ({"2025-01": 10, "2025-Q1": 30}, "2025", 170),
        ({"2025-01": 10, "2025-Q1": 30}, "2025-02/ytd", 190),
        ({"2025-01": 10, "2025-Q1": 30}, "2025-03/ytd", 170),
        ({"2025-03": 10, "2025-04": 20}, "2025-Q2", 180),
    ],
)
def test_a_flow_loses_the_lines_of_its_months_the_longest_periods_first(
    small_catalog: Make, lines: dict[str, float], key: str, value: float | None
):
    table = [line(period, amount, "income", "expense") for period, amount in lines.items()]

    assert left(small_catalog, table, "income", key) == value
    assert left(small_catalog, table, "expense", key) == value
    assert left(small_catalog, table, "surplus", key) == 200


def test_a_line_goes_out_of_the_totals_above_it_with_the_sign_that_it_has_there(small_catalog: Make):
    items = dict(small_catalog({}).items)
    items["expense"] = replaced(items["expense"], parent="surplus", sign="-")
    items["income"] = replaced(items["income"], parent="surplus", sign="+")
    items["visits"] = replaced(items["visits"], parent="surplus", sign="0")

    assert [*upwards("expense", items)] == [("expense", 1), ("surplus", -1)]
    assert [*upwards("income", items)] == [("income", 1), ("surplus", 1)]
    assert [*upwards("visits", items)] == [("visits", 1)]
    assert is_even(line("2025", 5, "income", "expense"), items)
    assert not is_even(line("2025", 5, "income", "income"), items)


def replaced(item: Any, **changes: str) -> Any:
    return item.model_copy(update=changes)


def test_the_group_lacks_what_one_member_lacks(small_catalog: Make):
    both = members("income", "2025", "")
    one = replace(both, values=both.values.where([[True], [False]]))

    made = consolidated(one, small_catalog({}).items, GROUP, [], WORDS)

    assert made.values.isna().all().all()


def test_the_group_has_a_form_that_every_member_brought_as_full_as_the_emptiest_of_them(small_catalog: Make):
    brought = (
        FormReading("east", "2025", "A", Place("east.xlsx", "A"), rows=10, filled=8),
        FormReading("west", "2025", "A", Place("west.xlsx", "A"), rows=12, filled=5),
        FormReading("east", "2025", "B", Place("east.xlsx", "B"), rows=4, filled=4),
    )

    made = consolidated(
        replace(members("income", "2025", ""), forms=brought), small_catalog({}).items, GROUP, [], WORDS
    )

    (own,) = (form for form in made.forms if form.entity == "whole")
    assert (own.form, own.period, own.rows, own.filled, own.place.file) == ("A", "2025", 12, 5, "east.xlsx")


def test_a_figure_of_a_group_shows_what_each_member_has_of_it_and_what_is_eliminated(small_catalog: Make):
    catalog = small_catalog({"it": "assets"})
    table = [line("2025", 50.0, "assets", "debts")]
    whole = consolidated(members("assets", "2025", ""), catalog.items, GROUP, table, WORDS)

    (assets,) = compute.derive(whole, catalog, "it", "whole", "2025").parts

    assert assets.value == 150.0
    assert [(part.name.en, part.value) for part in assets.parts] == [
        ("east", 100.0), ("west", 100.0), ("east → west", -50.0),
    ]  # fmt: skip
