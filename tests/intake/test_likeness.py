"""English names are alike by their words: letters that happen to agree propose nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.catalog import load_catalog
from reportgen.intake.context import ReadingContext
from reportgen.intake.statements import likeness, proposals
from reportgen.intake.words.known_names import words_of

CONTEXT = ReadingContext(load_catalog())


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("(Deficit) excess for the period", "period_surplus"),
        ("Interest expenses", "interest_expense"),
        ("Liabilities, total", "total_liabilities"),
        ("Acounts payble", "accounts_payable"),
        ("Other revenues", "other_income"),
    ],
)
def test_the_item_of_the_same_words_is_proposed(name: str, item: str) -> None:
    best = proposals.nearest(name, CONTEXT)

    assert best is not None
    assert best[1] == item
    assert best[0] < 1, "to be asked about, never taken by itself"


@pytest.mark.parametrize(
    "name",
    ["Supplies and drugs", "Professional fees", "Net assets with donor restrictions", "Assets limited as to use"],
)
def test_nothing_is_proposed_that_shares_letters_alone(name: str) -> None:
    """Once they looked like outpatient drugs, health professionals and net assets three years ago."""
    assert proposals.nearest(name, CONTEXT) is None


def test_what_is_taken_off_is_no_line_that_is_added() -> None:
    """Once bad debts looked like patient revenue net of them: agreed to, it would have stood in its place."""
    bad_debts, depreciation = "Less: provision for bad debts", "Less: accumulated depreciation"
    found, other = proposals.nearest(bad_debts, CONTEXT), proposals.nearest(depreciation, CONTEXT)

    assert found is None or CONTEXT.catalog.items[found[1]].sign != "+"
    assert other is not None
    assert other[1] == "fixed_assets_accum_depr"


@pytest.mark.parametrize("name", ["With donor restrictions", "Qwxz", "应付食堂周转金"])
def test_three_items_are_there_to_choose_from_however_weak(name: str) -> None:
    assert len({item for _, item in likeness.ranked(name, CONTEXT)}) >= likeness.NEAREST


def test_words_that_say_nothing_and_plurals_do_not_count() -> None:
    assert words_of("Liabilities of the period, net") == words_of("liability period")
    assert words_of("Revenues") == words_of("income")


def test_no_contrary_is_proposed_however_many_characters_it_shares() -> None:
    """Once 同级财政拨款 looked like 非同级财政拨款收入, what other governments gave."""
    for name in ("同级财政拨款", "流动资产净值", "已完工验收工程款"):
        assert not any(character in CONTEXT.catalog.items[item].name.zh
                       for item in dict(map(reversed, likeness.ranked(name, CONTEXT))) for character in "非未不")  # fmt: skip


RESULTS = {"period_surplus", "operating_surplus"}
OTHER_RULES = replace(CONTEXT, rules="other", likenesses={})


@pytest.mark.parametrize("name", ["Revenue", "Net revenue", "Revenue from operations", "Operating revenues"])
def test_revenue_is_no_result(name: str) -> None:
    """Once “Revenue” looked like the surplus of the period, and “Revenue from operations” like that of operating."""
    best = proposals.nearest(name, OTHER_RULES)

    assert best is None or best[1] not in RESULTS


@pytest.mark.parametrize(
    "name", ["Excess of revenue over expenses for the year", "Income, net", "Income from operations of the clinic"]
)
def test_income_may_be_a_result_and_so_is_revenue_with_what_is_taken_off(name: str) -> None:
    best = proposals.nearest(name, OTHER_RULES)

    assert best is not None
    assert best[1] in RESULTS


@pytest.mark.parametrize("name", ["Finance costs 財務費用", "Finance costs 财务费用"])
def test_each_half_of_a_name_in_both_languages_is_looked_for(name: str) -> None:
    """The letters of both together were most like those of “Finance staff”."""
    found = [item for _, item in likeness.ranked(name, OTHER_RULES)]
    best = proposals.nearest(name, OTHER_RULES)

    assert {*found[:2]} == {"finance_expense", "interest_expense"}
    assert best is not None
    assert best[0] < 1, "to be asked about, never taken by itself"
    assert best[1] in found[:2]
