"""A sheet that is mistaken as a whole is told once: two columns the wrong way round (W54), another unit (W55)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from reportgen import checks
from reportgen.catalog import Catalog
from reportgen.checks.whole_sheets import ColumnTest
from reportgen.compute.calendar import Calendar
from reportgen.model.finding import Finding
from reportgen.model.place import Place

Make = Callable[..., Any]
FLOWS = ("fiscal_income", "donation_income", "interest_income", "rental_income", "other_income", "medical_income")
EXPENSES = (
    "business_activity_expense", "unit_management_expense", "operating_expense", "income_tax_expense", "other_expense",
)  # fmt: skip
BALANCES = ("cash_and_bank", "inventories", "fixed_assets_net", "short_term_loans", "accounts_payable", "total_assets")
INCOME, POSITION = "会政财02", "会政财01"


def flows(month: int, *, swapped: bool = False, times: float = 1.0) -> dict[str, float]:
    """A month and its year to date; no month is like another."""
    found = {}
    for number, item in enumerate(FLOWS, start=1):
        own, total = 1000.0 * number + month, 1000.0 * number * month + month * (month + 1) / 2
        pair = (total, own) if swapped else (own, total)
        found |= {f"{item}@2025-{month:02}": pair[0] * times, f"{item}@2025-{month:02}/ytd": pair[1] * times}
    return found


def balances(month: int, *, swapped: bool = False, times: float = 1.0) -> dict[str, float]:
    """Closing and opening balances of a month."""
    found = {}
    for number, item in enumerate(BALANCES, start=1):
        pair = (5000.0 * number, 5000.0 * number + month) if swapped else (5000.0 * number + month, 5000.0 * number)
        found |= {f"{item}@2025-{month:02}": pair[0] * times, f"{item}@2025-{month:02}/open": pair[1] * times}
    return found


def year(number: int, *, swapped: bool = False) -> dict[str, float]:
    """A year and what its statement prints of the year before."""
    pairs = {item: (100.0 * line + number, 100.0 * line + number - 1) for line, item in enumerate(FLOWS, start=1)}
    found = {f"{item}@{number}": pair[int(swapped)] for item, pair in pairs.items()}
    return found | {f"{item}@{number}/comp": pair[int(not swapped)] for item, pair in pairs.items()}


def told(checked: Make, figures: Mapping[str, float], form: str) -> tuple[list[Finding], list[Finding]]:
    """What is told of whole sheets, and all the rest that does not follow from it."""
    periods = dict.fromkeys(key.partition("@")[2].partition("/")[0] for key in figures)
    found = checks.folded(checked(figures, [f"{form}@{period}" for period in periods], beside="D").findings)
    whole = [finding for finding in found if finding.rule in {"W54", "W55"}]
    return whole, [finding for finding in found if finding.cause is None and finding not in whole]


@pytest.mark.parametrize(
    ("own", "beside", "votes"),
    [
        (0.5, 2.0, (False, True)),  # a month is less than its year to date, however small
        (2.0, 0.5, (True, False)),
        (0.0, 2.0, (False, False)),  # of nothing it tells nothing
        (2.0, 0.0, (False, False)),
        (-1.0, 2.0, (False, False)),  # a month of refunds
        (2.0, -1.0, (False, False)),
        (2.0, 2.0, (False, False)),
    ],
)
def test_a_flow_of_a_month_is_no_more_than_that_of_its_year(
    own: float, beside: float, votes: tuple[bool, bool]
) -> None:
    calendar = Calendar.of(["renhe"], ["2025-05"], 1)
    test = ColumnTest(calendar, np.array([[own]]), np.array([[beside]]), np.array([[0.02]]))

    *_, (swapped, rightly) = test.to_date()

    assert (bool(swapped[0, 0]), bool(rightly[0, 0])) == votes


@pytest.mark.parametrize(
    ("months", "wrong"), [((1, 2, 3), 2), ((1, 2, 3), 3), ((2, 3), 2), ((3,), 3)]
)  # between, at the end, at the beginning, alone
def test_a_month_and_its_year_to_date_in_each_others_column_are_one_mistake(
    checked: Make, months: tuple[int, ...], wrong: int
) -> None:
    figures = {key: value for month in months for key, value in flows(month, swapped=month == wrong).items()}

    whole, rest = told(checked, figures, INCOME)

    assert [(one.rule, str(one.place), one.facts["columns"]) for one in whole] == [
        ("W54", f"2025-{wrong:02}.xlsx › Sheet", "C/D")
    ]
    assert not [one for one in rest if "gap" in one.facts]


def test_two_sheets_of_a_file_with_the_same_columns_swapped_are_one_mistake(checked: Make) -> None:
    figures: dict[str, float] = {}
    for month in (1, 2, 3):
        own = flows(month, swapped=month == 2)
        figures |= own
        for income, expense in zip(FLOWS, EXPENSES, strict=False):
            figures |= {key.replace(income, expense): own[key] for key in own if key.startswith(f"{income}@")}

    periods = [f"{INCOME}@2025-{month:02}" for month in (1, 2, 3)]
    outcome = checked(figures, periods, beside="D", sheets=dict.fromkeys(EXPENSES, "明细表"))
    found = checks.folded(outcome.findings)

    (whole,) = [one for one in found if one.rule == "W54"]
    assert (str(whole.place), whole.facts["sheets"]) == ("2025-02.xlsx › 明细表", ("Sheet",))
    assert (whole.facts["count"], [place.sheet for place in whole.places]) == (11, ["Sheet"])
    assert not [one for one in found if one.cause is None and "gap" in one.facts]


def test_columns_of_two_kinds_swapped_in_one_file_are_one_mistake(checked: Make, catalog: Catalog) -> None:
    figures: dict[str, float] = {}
    for month in (1, 2, 3):
        figures |= flows(month, swapped=month == 2) | balances(month, swapped=month == 2)
    forms = [f"{form}@2025-{month:02}" for month in (1, 2, 3) for form in (INCOME, POSITION)]

    found = checks.folded(checked(figures, forms, beside="D", sheets=dict.fromkeys(FLOWS, "收入费用表")).findings)

    (whole,) = [one for one in found if one.rule == "W54"]
    said = catalog.messages.say(whole, "en").message
    assert (str(whole.place), whole.facts["sheets"]) == ("2025-02.xlsx › Sheet", ("收入费用表",))
    assert "closing and opening balance, and this period and year to date change places" in said
    assert not [one for one in found if one.cause is None and "gap" in one.facts]


def test_each_sheet_of_a_file_has_the_columns_that_are_swapped_on_it() -> None:
    at = {"entity": "h", "period": "2025"}
    sheets = Place("a.xlsx", "表"), Place("a.xlsx", "另表")
    whole = Finding("W54", sheets[0], at | {"letters": ("C/D", "E/F")}, places=sheets[1:])
    cells = (("表", "C9"), ("表", "E9"), ("另表", "E9"), ("另表", "C9"))
    found = [Finding("V05", Place("a.xlsx", *cell), at | {"items": ("total_assets",)}) for cell in cells]

    assert [bool(one.cause) for one in checks.folded([whole, *found])] == [False, True, False, True, False]


@pytest.mark.parametrize(("months", "wrong"), [((1, 2, 3), 2), ((2, 3), 3), ((2, 3), 2)])
def test_closing_and_opening_balances_in_each_others_column_are_one_mistake(
    checked: Make, months: tuple[int, ...], wrong: int
) -> None:
    figures = {key: value for month in months for key, value in balances(month, swapped=month == wrong).items()}

    whole, rest = told(checked, figures, POSITION)

    assert [(one.rule, one.facts["period"]) for one in whole] == [("W54", f"2025-{wrong:02}")]
    assert not [one for one in rest if "gap" in one.facts]


@pytest.mark.parametrize("wrong", [2023, 2024, 2025])
def test_years_in_each_others_column_are_one_mistake(checked: Make, wrong: int) -> None:
    figures = {k: v for one in (2023, 2024, 2025) for k, v in year(one, swapped=one == wrong).items()}

    whole, rest = told(checked, figures, INCOME)

    assert [(one.rule, one.facts["period"]) for one in whole] == [("W54", str(wrong))]
    assert not [one for one in rest if "gap" in one.facts]


def closing(period: str, amount: float, before: float, *, swapped: bool = False) -> dict[str, float]:
    """Closing balances of a period, and those that it opened with, apart from line to line."""
    found = {}
    for number, item in enumerate(BALANCES, start=1):
        pair = (5000.0 * number + amount, 5000.0 * number + before)
        for view, value in zip(("", "/open"), pair[::-1] if swapped else pair, strict=True):
            found[f"{item}@{period}{view}"] = value
    return found


@pytest.mark.parametrize(
    "periods",
    [("2023", "2024", "2025"), ("2024", "2025"), ("2024-12", "2025-01"), ("2024-12", "2025"), ("2024", "2025-01")],
)
@pytest.mark.parametrize("at", [0, 1, -1])
def test_a_year_opens_with_what_the_year_before_closed_with_by_months_or_years(
    checked: Make, periods: tuple[str, ...], at: int
) -> None:
    figures: dict[str, float] = {}
    for number, period in enumerate(periods):
        figures |= closing(period, number + 1.0, number, swapped=period == periods[at])

    whole, _ = told(checked, figures, POSITION)

    assert [(one.rule, one.facts["period"]) for one in whole] == [("W54", periods[at])]


@pytest.mark.parametrize(("against", "found"), [(1, ["W54"]), (2, [])])
def test_one_line_in_ten_may_say_that_a_column_stands_rightly(
    checked: Make, catalog: Catalog, against: int, found: list[str]
) -> None:
    lines = [name for name in catalog.items if catalog.items[name].kind == "stock"][:10]
    figures = {}
    for year in (2024, 2025):
        for number, item in enumerate(lines, start=1):
            pair = (5000.0 * number + year, 5000.0 * number + year - 1)
            is_wrong = year == 2025 and number > against
            figures[f"{item}@{year}"], figures[f"{item}@{year}/open"] = pair[::-1] if is_wrong else pair

    assert [one.rule for one in told(checked, figures, POSITION)[0]] == found


def test_counts_are_in_no_unit_of_money(checked: Make, catalog: Catalog) -> None:
    counts = [name for name, item in catalog.items.items() if item.unit == "count"][:6]
    figures = {
        f"{item}@2025-0{month}": 1000.0 * number * (1e4 if month == 2 else 1)
        for number, item in enumerate(counts, start=1)
        for month in (1, 2, 3)
    }

    assert not told(checked, figures, INCOME)[0]


@pytest.mark.parametrize(("lines", "found"), [(5, ["W54"]), (4, [])])
def test_five_lines_show_that_a_column_is_swapped(checked: Make, lines: int, found: list[str]) -> None:
    figures = {key: value for month in (1, 2, 3) for key, value in flows(month, swapped=month == 2).items()}
    some = {key: value for key, value in figures.items() if key.partition("@")[0] in FLOWS[:lines]}

    assert [one.rule for one in told(checked, some, INCOME)[0]] == found


def test_a_copy_of_last_year_and_single_lines_that_do_not_go_on_are_no_swapped_columns(checked: Make) -> None:
    copy = {key.replace("2024", "2025"): value for key, value in year(2024).items()}
    restated = {key: value for month in (1, 2, 3) for key, value in flows(month).items()}
    restated |= {f"{item}@2025-02/ytd": 1.0 for item in FLOWS[:2]}

    assert not told(checked, year(2024) | copy, INCOME)[0]
    assert not told(checked, restated, INCOME)[0]


@pytest.mark.parametrize(("times", "size"), [(1e-4, "small"), (1e-3, "small"), (1e4, "large")])
@pytest.mark.parametrize("wrong", [2, 4])
def test_a_sheet_in_another_unit_is_one_mistake_and_no_other_month_is_blamed(
    checked: Make, catalog: Catalog, times: float, size: str, wrong: int
) -> None:
    months = {m: flows(m, times=times if m == wrong else 1.0) for m in (1, 2, 3, 4)}

    whole, rest = told(checked, {k: v for one in months.values() for k, v in one.items()}, INCOME)

    assert [(one.rule, one.facts["period"]) for one in whole] == [("W55", f"2025-{wrong:02}")]
    assert f"times too {size} beside 2025-0" in catalog.messages.say(whole[0], "en").message
    assert not [one for one in rest if one.rule in {"V68", "W03", "W04"}]


@pytest.mark.parametrize("wrong", [1, 2])
def test_of_two_sheets_that_are_a_unit_apart_the_later_one_is_asked(checked: Make, wrong: int) -> None:
    months = {k: v for m in (1, 2) for k, v in flows(m, times=1e4 if m == wrong else 1.0).items()}

    assert [(one.rule, one.facts["period"]) for one in told(checked, months, INCOME)[0]] == [("W55", "2025-02")]


def test_a_hospital_of_another_size_is_no_sheet_in_another_unit(checked: Make) -> None:
    small = {key: value for month in (1, 2, 3) for key, value in flows(month).items()}
    large = {f"large:{key}": value * 1e4 for key, value in small.items()}
    forms = [f"{hospital}{INCOME}@2025-{month:02}" for hospital in ("", "large:") for month in (1, 2, 3)]

    assert not [one for one in checked(small | large, forms, beside="D").findings if one.rule == "W55"]


@pytest.mark.parametrize(
    ("powers", "found"),
    [
        ([4.0] * 5, ["W55"]),
        ([4.0] * 4, []),
        ([4.345] * 6, ["W55"]),
        ([4.36] * 6, []),
        ([3.655] * 6, ["W55"]),
        ([4.0, 4.0, 4.0, 4.495, 5.0], ["W55"]),
        ([4.0, 4.0, 4.0, 4.51, 5.0], []),
        ([3.0] * 5, ["W55"]),
        ([6.0] * 5, ["W55"]),
        ([8.0] * 5, ["W55"]),
        ([1.0] * 6, []),
    ],
    ids=[
        "five lines",
        "four lines",
        "grown by as much",
        "grown too much",
        "shrunk",
        "one line apart",
        "two lines apart",
        "thousands",
        "millions",
        "hundred millions",
        "tenfold is no unit",
    ],
)
def test_a_unit_shows_in_five_lines_most_of_them_apart_by_it(
    checked: Make, powers: list[float], found: list[str]
) -> None:
    figures = {
        f"{item}@2025-0{month}": 1234.0 * number * (10**power if month == 2 else 1)
        for number, (item, power) in enumerate(zip(FLOWS, powers, strict=False), start=1)
        for month in (1, 2, 3)
    }

    assert [one.rule for one in told(checked, figures, INCOME)[0]] == found


def test_a_line_that_grows_ten_thousandfold_is_no_other_unit(checked: Make) -> None:
    months = {k: v for month in (1, 2, 3) for k, v in flows(month).items()}

    assert not told(checked, months | {"other_income@2025-02": 9e7, "rental_income@2025-02": 9e7}, INCOME)[0]


def test_all_lines_of_a_mistaken_sheet_are_in_error(checked: Make, catalog: Catalog) -> None:
    figures = {key: value for month in (1, 2, 3) for key, value in flows(month, swapped=month == 2).items()}
    whole, _ = told(checked, figures, INCOME)

    wrong = checks.wrong_figures(whole, catalog)

    assert {(item, "renhe", "2025-02") for item in FLOWS} == wrong


def meeting(rule: str, cell: str, value: float, other: float, first: Place) -> Finding:
    facts = {"entity": "h", "period": "2025", "value": value, "other": other, "first": first}
    return Finding(rule, Place("2025.xlsx", "收入费用表", cell), facts)


def test_two_sheets_that_are_a_unit_apart_wherever_they_meet_are_told_where_nothing_else_is_there() -> None:
    cells = [Place("2025.xlsx", "明细表", f"B{row}") for row in (5, 6)]
    apart = [meeting("V37", f"B{row}", 12.34, 123_400.0 + row, cell) for row, cell in enumerate(cells)]
    otherwise = [meeting("V37", f"B{row}", 12.34, 13.4, cell) for row, cell in enumerate(cells)]

    found = checks.folded(apart)

    assert [(one.rule, one.cause and one.cause[0]) for one in found] == [("V37", "W55")] * 2 + [("W55", None)]
    assert (str(found[-1].place), found[-1].facts["first"]) == ("2025.xlsx › 收入费用表", cells[0])
    assert (found[-1].facts["size"], found[-1].facts["times"], found[-1].facts["count"]) == ("@check.smaller", 10**4, 2)
    told = Finding("W55", Place("2025.xlsx", "收入费用表"), {"entity": "h", "period": "2025"})
    assert [one.rule for one in checks.folded([told, *apart])].count("W55") == 1, "that sheet is told already"
    assert len(checks.folded(otherwise)) == len(checks.folded(apart[:1])) + 1 == 2


@pytest.mark.parametrize(("off", "is_unit"), [(1.0049, True), (1.0051, False), (0.9951, True), (0.9949, False)])
def test_two_sides_are_apart_by_a_unit_within_half_a_percent(off: float, is_unit: bool) -> None:  # noqa: FBT001
    cells = [Place("2025.xlsx", "明细表", f"B{row}") for row in (5, 6)]
    found = [meeting("V37", f"B{row}", 10.0 * off, 100_000.0, cell) for row, cell in enumerate(cells)]

    assert ("W55" in {one.rule for one in checks.folded(found)}) is is_unit


def test_one_figure_in_which_two_sheets_meet_tells_the_unit_to_the_digit() -> None:
    """A statement of cash flows in ten thousands meets the balance sheet in the net increase of cash alone."""
    cash = Place("2025.xlsx", "资产负债表", "C5")
    apart = meeting("V51", "C40", 1_234.57, 12_345_678.90, cash)
    inside = meeting("V50", "C40", 1_234.57, 99.0, Place("2025.xlsx", "收入费用表", "C39"))
    by_itself = replace(inside, facts={**inside.facts, "gap": 1_135.57})
    nearly = meeting("V51", "C40", 1_234.9, 12_345_678.90, cash)

    assert [one.rule for one in checks.folded([apart])] == ["V51", "W55"]
    assert [one.rule for one in checks.folded([apart, by_itself])] == ["V51", "V50"], "the cell itself is mistaken"
    assert [one.rule for one in checks.folded([nearly])] == ["V51"]


@pytest.mark.parametrize(
    ("rule", "cell", "other", "gap", "is_told"),
    [
        ("V50", "C40", Place("2025.xlsx", "收入费用表", "C39"), 5.0, False),
        ("V50", "C41", Place("2025.xlsx", "收入费用表", "C39"), 5.0, True),  # other cells of that sheet
        ("V52", "C40", Place("2025.xlsx", "明细表", "C39"), 5.0, True),  # the cell itself, with another sheet
        ("W03", "C40", Place("2025.xlsx", "收入费用表", "C39"), None, True),  # no sum
    ],
)
def test_one_meeting_tells_the_unit_but_where_its_cell_does_not_add_up_within_its_sheet(
    rule: str, cell: str, other: Place, gap: float | None, *, is_told: bool
) -> None:
    apart = meeting("V51", "C40", 1_234.57, 12_345_678.90, Place("2025.xlsx", "资产负债表", "C5"))
    beside = meeting(rule, cell, 1_234.57, 99.0, other)
    out = replace(beside, facts={**beside.facts, **({} if gap is None else {"gap": gap})})

    assert ("W55" in [one.rule for one in checks.folded([apart, out])]) is is_told


def test_what_is_out_within_one_column_of_a_mistaken_sheet_is_a_mistake_of_its_own() -> None:
    whole = Finding("W55", Place("6.xlsx", "表"), {"entity": "h", "period": "2025-06"})
    facts = {"entity": "h", "period": "2025-06", "gap": 5.0, "items": ("total_assets",)}
    inside = Finding("V05", Place("6.xlsx", "表", "B9"), facts, places=(Place("6.xlsx", "表", "B8"),))
    across = Finding("V38", Place("6.xlsx", "表", "B7"), facts | {"gap": 7.0}, places=(Place("6.xlsx", "另表", "C8"),))

    assert [one.cause for one in checks.folded([whole, inside, across])] == [None, None, ("W55", whole.place)]


def test_swapped_columns_explain_what_is_out_in_them_or_on_their_sheet_and_not_in_other_columns() -> None:
    at = {"entity": "h", "period": "2025-06"}
    whole = Finding("W54", Place("6.xlsx", "表"), at | {"letters": ("C/D",)})
    facts: dict[str, Any] = at | {"items": ("total_assets",)}
    found = [
        Finding("V05", Place("6.xlsx", sheet, cell), facts)
        for sheet, cell in (("表", "C9"), ("表", None), ("表", "F9"), ("另表", "C9"))
    ]

    assert [one.cause and one.cause[0] for one in checks.folded([whole, *found])] == [None, "W54", "W54", None, None]


@pytest.mark.parametrize(
    ("facts", "sheet", "cause"),
    [
        ({}, "表", "W54"),
        ({}, "另表", None),
        ({"blank": None}, "表", None),
        ({"entity": "other"}, "表", None),
        ({"period": "2025-08"}, "表", None),
    ],
    ids=["the month after", "another sheet", "not blank", "another hospital", "two months after"],
)
def test_what_lacks_its_figure_of_the_month_before_follows_from_the_sheet_that_kept_it_out(
    facts: dict[str, Any], sheet: str, cause: str | None
) -> None:
    whole = Finding("W54", Place("6.xlsx", "表"), {"entity": "h", "period": "2025-06"})
    own = {"entity": "h", "period": "2025-07", "gap": 5.0, "blank": ("total_assets",), "items": ("total_assets",)}
    rolling = Finding("V68", Place("7.xlsx", sheet, "C9"), {**own, **facts}, places=(Place("7.xlsx", sheet, "D9"),))

    assert [one.cause and one.cause[0] for one in checks.folded([whole, rolling])] == [None, cause]


@pytest.mark.parametrize(("rule", "cause"), [("V37", "W55"), ("V05", None)])
def test_a_sheet_that_meets_a_mistaken_one_has_lost_the_figure_that_the_next_month_begins_with(
    rule: str, cause: str | None
) -> None:
    """Where two sheets give one figure and differ, neither is taken: the next month's opening has nothing before it."""
    at = {"entity": "h", "period": "2025-01"}
    whole = Finding("W55", Place("1.xlsx", "收入费用表"), at)
    first = Place("1.xlsx", "明细表", "B5")
    meets = Finding(rule, Place("1.xlsx", "收入费用表", "B5"), at | {"value": 1.0, "other": 2.0, "first": first})
    opening = {"entity": "h", "period": "2025-02", "items": ("medical_income",), "blank": 1}
    next_month = Finding("V16", Place("2.xlsx", "明细表", "C5"), opening)

    (found,) = [one for one in checks.folded([whole, meets, next_month]) if one.rule == "V16"]

    assert (found.cause and found.cause[0]) == cause
