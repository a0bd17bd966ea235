"""Which sum a row of a plain statement belongs to, and where it stands: proved by the figures of every column."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.analysis.footing import arranged, footing_members, left_out
from reportgen.catalog.catalog import builtin_catalog

ITEMS = builtin_catalog().items
AMERICAN: dict[str, list[float | None]] = {
    "medical_income": [90.0, 80.0],
    "investment_income": [-2.0, 1.0],
    "other_income": [10.0, 8.0],
    "total_income": [100.0, 88.0],
    "salaries_and_wages": [60.0, 50.0],
    "supplies_expense": [35.0, 33.0],
    "total_expense": [95.0, 83.0],
    "operating_surplus": [5.0, 5.0],
    "period_surplus": [3.0, 6.0],
}


def under(amounts: dict[str, Any], total: str) -> dict[str, int]:
    return {line.id: line.sign for line in footing_members(ITEMS, amounts).get(total, ())}


def test_a_line_that_its_sum_is_proved_to_leave_out_leads_to_the_result() -> None:
    assert under(AMERICAN, "total_income") == {"medical_income": 1, "other_income": 1}
    assert under(AMERICAN, "period_surplus") == {"total_income": 1, "total_expense": -1, "investment_income": 1}


@pytest.mark.parametrize("total", [[98.0, 89.0], [100.0, 89.0], [55.0, 44.0]])
def test_a_line_stays_in_its_sum_where_one_column_does_not_prove_it(total: list[float]) -> None:
    assert "investment_income" in under(AMERICAN | {"total_income": total}, "total_income")


def test_of_two_lines_that_would_fit_none_is_left_out() -> None:
    alike = AMERICAN | {"other_income": [-2.0, 1.0], "total_income": [88.0, 81.0]}

    assert under(alike, "total_income").keys() == {"medical_income", "investment_income", "other_income"}


def test_kinds_of_expense_are_the_lines_of_their_sum_where_they_are_all_of_it() -> None:
    assert under(AMERICAN, "total_expense") == {"salaries_and_wages": 1, "supplies_expense": 1}
    assert under(AMERICAN | {"total_expense": [96.0, 83.0]}, "total_expense") == {}


def test_kinds_of_expense_stand_beside_another_line_where_all_of_them_make_the_sum() -> None:
    whole = AMERICAN | {"other_expense": [4.0, 2.0], "total_expense": [99.0, 85.0]}

    assert under(whole, "total_expense") == {"other_expense": 1, "salaries_and_wages": 1, "supplies_expense": 1}
    assert under(whole | {"total_expense": [99.0, 86.0]}, "total_expense") == {"other_expense": 1}


def test_kinds_of_expense_are_the_lines_of_their_sum_with_those_that_were_left_unread() -> None:
    short = AMERICAN | {"other_expense": [4.0, 2.0], "total_expense": [104.0, 92.0]}  # 5 and 7 on lines unread
    lines = {"other_expense": 1, "salaries_and_wages": 1, "supplies_expense": 1}

    for unread, found in (([5.0, 7.0], lines), ([5.0, 6.0], {"other_expense": 1})):
        belonging = footing_members(ITEMS, short, lambda _, at, rest, these=unread: rest == these[at])
        assert {line.id: line.sign for line in belonging["total_expense"]} == found


def test_lines_left_unread_do_not_hide_what_a_sum_leaves_out() -> None:
    """A cafeteria and rent are unread; the investment loss, interest and tax stand below the totals."""
    below = {"interest_expense": [2.0, 3.0], "income_tax_expense": [1.0, 1.5]}
    amounts = AMERICAN | below | {"total_income": [104.0, 93.0], "total_expense": [102.0, 92.0]}
    unread = {"total_income": [4.0, 5.0], "total_expense": [7.0, 9.0]}
    found = footing_members(ITEMS, amounts, lambda total, at, rest: total in unread and rest == unread[total][at])
    told = {total: {line.id: line.sign for line in lines} for total, lines in found.items()}

    assert told["total_income"] == {"medical_income": 1, "other_income": 1}
    assert told["total_expense"] == {"salaries_and_wages": 1, "supplies_expense": 1}
    assert told["period_surplus"] == {
        "total_income": 1, "total_expense": -1, "investment_income": 1, "interest_expense": -1, "income_tax_expense": -1,
    }  # fmt: skip


def test_lines_that_a_sum_leaves_out_belong_to_the_other_gains_that_they_make() -> None:
    gifts = {"nonoperating_surplus": [-1.0, 3.0], "gifts": [1.0, 2.0]}
    items = {
        **ITEMS,
        "gifts": ITEMS["operating_surplus"].model_copy(update={"parent": "nonoperating_surplus", "sign": "+"}),
    }
    found = footing_members(items, AMERICAN | gifts | {"period_surplus": [4.0, 8.0]})

    assert {one.id for one in found["nonoperating_surplus"]} == {"gifts", "investment_income"}
    assert {one.id for one in found["period_surplus"]} == {"total_income", "total_expense", "nonoperating_surplus"}


def test_a_line_that_is_all_of_the_other_gains_stands_above_them_below_the_result_of_operations() -> None:
    alone = AMERICAN | {"nonoperating_surplus": [-2.0, 1.0]}
    found = footing_members(ITEMS, alone)

    assert {one.id for one in found["nonoperating_surplus"]} == {"investment_income"}
    assert arranged(["nonoperating_surplus", *AMERICAN], found)[-4:] == [
        "operating_surplus", "investment_income", "nonoperating_surplus", "period_surplus",
    ]  # fmt: skip


def test_net_other_gains_lead_to_the_result_where_they_are_what_it_lacks() -> None:
    others = {name: found for name, found in AMERICAN.items() if name != "investment_income"}

    assert under(others | {"nonoperating_surplus": [-2.0, 1.0]}, "period_surplus")["nonoperating_surplus"] == 1
    assert "nonoperating_surplus" not in under(others | {"nonoperating_surplus": [-1.0, 1.0]}, "period_surplus")


@pytest.mark.parametrize("absent", ["period_surplus", "total_income", "total_expense", "nonoperating_surplus"])
def test_a_statement_without_one_of_its_sums_is_set_all_the_same(absent: str) -> None:
    amounts = {name: one for name, one in (AMERICAN | {"nonoperating_surplus": [-2.0, 1.0]}).items() if name != absent}
    belonging = footing_members(ITEMS, amounts)

    assert sorted(arranged([*amounts], belonging)) == sorted(amounts)
    assert absent not in belonging


def test_rows_stand_above_the_sum_that_takes_them_in() -> None:
    printed = ["operating_surplus", "total_income", "total_expense", "period_surplus", *AMERICAN]
    flat = list(dict.fromkeys(printed))

    assert arranged(flat, footing_members(ITEMS, AMERICAN)) == [
        "medical_income", "other_income", "total_income", "salaries_and_wages", "supplies_expense", "total_expense",
        "operating_surplus", "investment_income", "period_surplus",
    ]  # fmt: skip


def test_rows_of_no_sum_keep_their_order_and_none_is_lost() -> None:
    assert arranged(["b", "total_income", "a"], {}) == ["b", "total_income", "a"]


def test_no_part_of_a_sum_is_what_stands_under_another_one() -> None:
    found = footing_members(ITEMS, AMERICAN)

    assert left_out(found, "total_income", ["medical_income", "investment_income", "cash_and_bank"]) == {
        "investment_income"
    }
    assert left_out({}, "total_income", ["investment_income"]) == frozenset()
    assert left_out(found, "period_surplus", ["investment_income", "supplies_expense"]) == frozenset()


@pytest.mark.parametrize(
    ("out", "left"),
    [
        (("investment_income", "interest_income"), {"medical_income", "other_income"}),
        (("investment_income", "interest_income", "rental_income"), None),
    ],
)
def test_a_sum_leaves_out_two_lines_and_of_three_some_would_fit_by_chance(
    out: tuple[str, ...], left: set[str] | None
) -> None:
    amounts = {"interest_income": [3.5, 1.25], "rental_income": [7.0, 6.0], "investment_income": [-2.0, 1.0]}
    lines = {name: one for name, one in AMERICAN.items() if name != "investment_income"}
    found = under({name: amounts[name] for name in out} | lines, "total_income")

    assert found.keys() == (left or {"medical_income", "other_income", *out})


def test_a_line_below_its_sum_in_the_sheet_is_none_of_it_though_a_line_was_not_read() -> None:
    """What no row names was the sum less gains that stand below it: a number that is on no statement."""
    sheet = ("a.xlsx", "Operations")
    short = AMERICAN | {"total_income": [103.0, 90.0], "nonoperating_surplus": [-3.0, 1.0]}  # 3 and 2, -1 and 0 unread
    order = ["medical_income", "other_income", "total_income", "investment_income", "nonoperating_surplus"]
    rows = {name: (sheet, number) for number, name in enumerate(order, start=5)}
    found = footing_members(ITEMS, short, rows=rows)

    assert {one.id for one in found["total_income"]} == {"medical_income", "other_income"}
    assert {one.id for one in found["nonoperating_surplus"]} == {"investment_income"}
    assert "investment_income" in under(short, "total_income"), "without the sheet nothing tells it"
    above = rows | {"total_income": (sheet, 1)}  # a sum above its lines says nothing
    assert "investment_income" in {one.id for one in footing_members(ITEMS, short, rows=above)["total_income"]}


def test_a_line_that_its_sum_would_count_twice_is_the_sum_of_those_above_it() -> None:
    """Fixed assets as a whole stood beside their net value, and minus as much was “not itemised”."""
    amounts: dict[str, list[float | None]] = {
        "current_assets": [40.0, 35.0], "fixed_assets_net": [55.0, 56.0], "construction_in_progress": [2.0, 1.0],
        "fixed_assets_total_1998": [57.0, 57.0], "intangible_assets_net": [1.0, 2.0], "total_assets": [98.0, 94.0],
    }  # fmt: skip
    rows = {item: (("a.xlsx", "S"), at) for at, item in enumerate(amounts)}
    found = footing_members(ITEMS, amounts, rows=rows)

    assert [line.id for line in found["total_assets"]] == [
        "current_assets",
        "fixed_assets_total_1998",
        "intangible_assets_net",
    ]
    assert [line.id for line in found["fixed_assets_total_1998"]] == ["fixed_assets_net", "construction_in_progress"]

    apart = footing_members(ITEMS, amounts | {"fixed_assets_total_1998": [57.0, 58.0]}, rows=rows)
    assert "fixed_assets_net" in [line.id for line in apart["total_assets"]]
