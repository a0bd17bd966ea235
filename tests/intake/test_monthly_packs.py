"""Packs as finance offices send them: heads that are short, fall, or split below a unit, and months in names of sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook

from reportgen import intake, pipeline
from reportgen.catalog import load_catalog
from reportgen.intake.grid.head_words import Role, role_of
from reportgen.intake.reading import Reading

CASE: Final = (
    "entity: {{id: h, name: {{zh: 甲, en: A}}}}\nregime: other\ncurrency: {currency}\nfiscal_year_start: {start}\n"
)
LINES: Final = ("Net patient service revenue", "Other operating revenue", "Total operating revenue")
Rows = Iterable[Sequence[Any]]


def read(folder: Path, sheets: dict[str, Rows], *, currency: str = "USD", start: int = 1) -> Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE.format(currency=currency, start=start), encoding="utf-8")
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(folder / "data" / "a.xlsx")
    return intake.read(intake.open_case(folder), load_catalog())


def below(*heads: Sequence[Any], keys: int = 1) -> list[Sequence[Any]]:
    """Lines below heads: 100 in the first column of figures, 200 in the second, and so on."""
    count = max(map(len, heads)) - keys
    blank = [""] * (keys - 1)
    return [*heads, *([line, *blank, *(100 * (at + 1) + row for at in range(count))] for row, line in enumerate(LINES))]


def columns(reading: Reading) -> dict[tuple[str, str], int]:
    """Period and view → which column of figures was read, from 1."""
    return {(one.period, one.view): round(one.value) // 100 for one in reading.values()
            if one.item == "medical_income" and not one.derived}  # fmt: skip


@pytest.mark.parametrize(
    ("heads", "periods"),
    [
        (["Sep-25", "Aug-25", "Jul-25"], ["2025-09", "2025-08", "2025-07"]),
        (["Sep-25", "Aug-25", "Dec-24"], ["2025-09", "2025-08", "2024-12"]),
        ([2025.01, 2025.02, 2025.03], ["2025-01", "2025-02", "2025-03"]),
        ([2025.8, 2025.9, 2025.1, 2025.11], ["2025-08", "2025-09", "2025-10", "2025-11"]),
        (["Sep Qtr 2024", "Dec Qtr 2024", "March Quarter 2025"], ["2025-Q1", "2025-Q2", "2025-Q3"]),
        (["Dec Qtr FY25", "Jun Qtr 25"], ["2025-Q2", "2025-Q4"]),
    ],
)
def test_months_and_quarters_in_any_order_and_spelling_are_known(
    tmp_path: Path, heads: list[Any], periods: list[str]
) -> None:
    is_of_quarters = "Q" in periods[0]
    reading = read(tmp_path, {"a": [["(in dollars)"], *below(["", *heads])]}, start=7 if is_of_quarters else 1)

    assert columns(reading) == {(period, ""): at for at, period in enumerate(periods, start=1)}


@pytest.mark.parametrize("heads", [["Jan-05", "Jan-12", "Jan-19"], ["Jan-05", "Feb-12", "Mar-19"]])
def test_days_of_weeks_are_no_months_of_years(tmp_path: Path, heads: list[str]) -> None:
    assert columns(read(tmp_path, {"a": [["(in dollars)"], *below(["", *heads])]})) == {}


@pytest.mark.parametrize("corner", ["£000", "Line item", ""])
def test_heads_split_below_a_month_and_a_year_to_date_whatever_heads_the_labels(tmp_path: Path, corner: str) -> None:
    upper = ["", "In Month", "", "", "Year to Date", "", "", "Full Year"]
    lower = [corner, "Plan", "Actual", "Variance", "Plan", "Actual", "Variance", "Plan"]
    title = [["Income and Expenditure - Month 6 2025/26"], ["" if corner == "£000" else "(in pounds)"]]
    reading = read(tmp_path, {"a": [*title, *below(upper, lower)]}, currency="GBP", start=4)

    times = 1000 if corner == "£000" else 1
    assert columns(reading) == {
        ("2025-09", ""): 2 * times,
        ("2025-09", "ytd"): 5 * times,
        ("2026", "budget"): 7 * times,
    }


def test_month_and_year_below_the_month_and_year_ended_are_both_read(tmp_path: Path) -> None:
    title = [["For the month and year ended June 30, 2025"], ["(in dollars)"]]
    found = columns(read(tmp_path, {"a": [*title, *below(["", "Month", "Year"])]}, start=7))

    assert found == {("2025-06", ""): 1, ("2025-06", "ytd"): 2}


def test_quarters_beside_a_year_that_ends_with_one_of_them_are_each_what_their_group_says(tmp_path: Path) -> None:
    """Days below “Quarter ended” were months where one group alone says how long."""
    heads = [["Particulars", "Quarter ended", "", "", "Year ended"],
             ["", "30.06.2025", "31.03.2025", "30.06.2024", "31.03.2025"],
             ["", "Unaudited", "Audited", "Unaudited", "Audited"]]  # fmt: skip
    title = [["Statement of financial results for the quarter ended June 30, 2025"], ["(₹ in crore)"]]
    found = columns(read(tmp_path, {"a": [*title, *below(*heads)]}, currency="INR", start=4))

    crore = 10_000_000
    assert found == {("2026-Q1", ""): crore, ("2025-Q4", ""): 2 * crore, ("2025-Q1", ""): 3 * crore,
                     ("2025", ""): 4 * crore}  # fmt: skip


@pytest.mark.parametrize("title", ["Income statement ($)", "Income statement (US$)"])
def test_words_in_front_of_a_short_month_and_the_sign_behind_a_title_are_read(tmp_path: Path, title: str) -> None:
    heads = ["", "Act Sep-25", "YTD Sep-25", "YTD Sep-24", "FY2025 Budget"]
    found = columns(read(tmp_path, {"a": [[title], *below(heads)]}))

    assert found == {("2025-09", ""): 1, ("2025-09", "ytd"): 2, ("2024-09", "ytd"): 3, ("2025", "budget"): 4}


def test_sheets_named_after_months_that_go_on_are_of_these_months(tmp_path: Path) -> None:
    sheets = {name: [["(in dollars)"], *below(["Account", "Actual"])] for name in ("Nov 24", "Dec 24", "Jan 25")}

    assert {period for period, view in columns(read(tmp_path, sheets)) if not view} == {"2024-11", "2024-12", "2025-01"}


def test_one_sheet_of_such_a_name_may_be_of_a_day(tmp_path: Path) -> None:
    reading = read(tmp_path, {"Jan 25": [["(in dollars)"], *below(["Account", "Actual"])]})

    assert columns(reading) == {}
    assert "I17" in {one.rule for one in reading.findings}


@pytest.mark.parametrize("codes", [(4000, 4010, 4020), ("4000", "4010-01", "4020")])
def test_numbers_of_accounts_below_account_are_no_names_of_lines(tmp_path: Path, codes: tuple[Any, ...]) -> None:
    rows = [[code, line, 100 + at] for at, (code, line) in enumerate(zip(codes, LINES, strict=True))]
    reading = read(tmp_path, {"a": [["(in dollars)"], ["Account", "Account Name", "FY2025"], *rows]})

    assert columns(reading) == {("2025", ""): 1}
    assert not reading.unread


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Last YTD", Role.COMPARATIVE),
        ("PY", Role.COMPARATIVE),
        ("YTD PY", Role.COMPARATIVE),
        ("Actuals", Role.ACTUAL),
        ("YTD Actuals", Role.YEAR_TO_DATE),
        ("Bud", Role.BUDGET),
        ("Var vs Budget", Role.WORKED_OUT),
        ("% Chg", Role.WORKED_OUT),
        ("YTD Var", Role.WORKED_OUT),
        ("B/(W)", Role.WORKED_OUT),
        ("YTD Sep 2025 Actual", Role.YEAR_TO_DATE),
        ("Sep 2025 Actual", Role.ACTUAL),
        ("Trailing 12 months", Role.WORKED_OUT),
        ("2025 Pharmacy", Role.OTHER),  # ends as CY does
        ("2025 Contract", Role.OTHER),
    ],
)
def test_short_words_of_heads_are_known_and_end_no_other_word(head: str, role: Role) -> None:
    assert role_of(head) is role


def test_the_year_of_months_in_own_words_wants_its_balance_sheet_too(tmp_path: Path) -> None:
    """Twelve months of income alone were all of the data of the year."""
    months = [
        f"{name}-25" for name in ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    ]
    read(tmp_path, {"a": [["(in dollars)"], *below(["", *months])]})
    checked = pipeline.check(tmp_path)

    lacking = {
        str(one.facts["item"]) for one in checked.findings if one.rule == "W56" and one.facts["period"] == "2025"
    }
    assert "total_assets" in lacking
    judged = pipeline.quality(checked, "2025")
    assert judged is not None
    assert judged.quality.completeness < 1


def test_what_came_until_a_month_is_not_the_month_whatever_word_stands_behind(tmp_path: Path) -> None:
    """“YTD Sep 2025 Actual” was September alone."""
    found = columns(
        read(tmp_path, {"a": [["(in dollars)"], *below(["Line", "YTD Sep 2025 Actual", "Sep 2025 Actual"])]})
    )

    assert found == {("2025-09", "ytd"): 1, ("2025-09", ""): 2}


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("July 2024 through September 2024", ("Jul 24", "Aug 24", "Sep 24")),
        ("October 2024 - March 2025", ("Oct 2024", "Nov 2024", "Dec 2024", "Jan 2025", "Feb 2025", "Mar 2025")),
        ("Twelve months ended September 30, 2025", ("July 2025", "August 2025", "September 2025")),
    ],
)
def test_months_side_by_side_below_a_title_of_their_whole_range_are_months(
    title: str, heads: tuple[str, ...], tmp_path: Path
):
    reading = read(tmp_path, {"PL": [[title], ["(in dollars)"], *below(("", *heads))]}, start=10)

    own = {period: column for (period, view), column in columns(reading).items() if not view and "-" in period}
    assert list(own.values()) == list(range(1, len(heads) + 1))
    assert not [one for one in reading.findings if one.rule == "I19"]


def amounts(largest: float, decimals: int) -> list[Sequence[Any]]:
    """Three lines without a unit, the last the sum of the others, written to so many decimals."""
    first, second = largest * 0.9 + 11.11111, largest * 0.1 + 0.12345
    shown = [round(one, decimals) for one in (first, second, first + second)]
    return [
        ["Year ended December 31, 2025"],
        ["", "2025"],
        *([line, one] for line, one in zip(LINES, shown, strict=True)),
    ]


def test_large_amounts_to_the_cent_need_no_unit_and_are_told(tmp_path: Path):
    reading = read(tmp_path, {"PL": amounts(24_000_000, 2)})

    assert columns(reading) == {("2025", ""): round(24_000_000 * 0.9 + 11.11) // 100}
    assert [(one.rule, str(one.severity)) for one in reading.findings if one.rule == "W05"] == [("W05", "note")]


@pytest.mark.parametrize(
    ("largest", "decimals", "currency"),
    [
        pytest.param(240_000, 2, "USD", id="may be thousands"),
        pytest.param(24_000_000, 0, "USD", id="whole"),
        pytest.param(24_000_000, 3, "USD", id="divided by a thousand"),
        pytest.param(2_400_000, 2, "CNY", id="ten thousands of yuan of a very large hospital"),
    ],
)
def test_other_amounts_without_a_unit_are_asked_about(largest: float, decimals: int, currency: str, tmp_path: Path):
    reading = read(tmp_path, {"PL": amounts(largest, decimals)}, currency=currency)

    assert not columns(reading)
    assert [str(one.severity) for one in reading.findings if one.rule == "W05"] == ["error"]


@pytest.mark.parametrize(
    ("titles", "start", "found"),
    [
        (("Balance Sheet", "As of September 30, 2025"), 1, ("2025-09", "")),
        (("Balance Sheet", "As of December 31, 2025"), 1, ("2025", "")),
        (("Profit and Loss", "January - December 2025"), 1, ("2025", "")),
        (("Profit and Loss", "January 1 - September 30, 2025"), 1, ("2025-Q3", "ytd")),
        (("Profit and Loss", "September 2025"), 1, ("2025-09", "")),
    ],
)
@pytest.mark.parametrize("head", ["Total", "TOTAL"])
def test_one_column_of_totals_is_of_the_period_above_it(
    tmp_path: Path, titles: Sequence[str], start: int, found: tuple[str, str], head: str
):
    """So accounting programs print what covers one period: “Total” is the sum of nothing that stands beside it."""
    lines = {
        "Balance Sheet": ("Total assets", "Total liabilities", "Total net assets"),
        "Profit and Loss": ("Net patient service revenue", "Other operating revenue", "Total operating revenue"),
    }[titles[0]]
    table = [(line, amount) for line, amount in zip(lines, ("$500.25", "$200.25", "$300.00"), strict=True)]
    rows = [("Cedar Clinic",), *((title,) for title in titles), (), ("", head), *table]
    reading = read(tmp_path, {"Sheet1": rows}, start=start)

    read_as = {(one.period, one.view): one.value for one in reading.values() if one.place.cell == "B6"}
    assert read_as == {found: 500.25}


def test_a_column_of_totals_without_a_period_above_it_is_asked_about(tmp_path: Path):
    reading = read(tmp_path, {"Sheet1": [("Profit and Loss",), ("", "Total"), *((line, "$500.25") for line in LINES)]})

    assert not list(reading.values())
    assert "I17" in [one.rule for one in reading.findings]


@pytest.mark.parametrize("head", ["{:03d}/2025", "2025/{:03d}", "2025.{:03d}"])
@pytest.mark.parametrize(("start", "months"), [(1, ["2025-11", "2025-12"]), (7, ["2025-05", "2025-06"])])
def test_periods_of_accounting_programs_are_numbered_in_the_fiscal_year(
    head: str, start: int, months: list[str], tmp_path: Path
):
    heads = (head.format(11), head.format(12))
    reading = read(tmp_path, {"PL": [["(in dollars)"], *below(("", *heads))]}, start=start)

    assert [period for (period, view), _ in columns(reading).items() if not view and "-" in period] == months


def test_an_amount_that_looks_like_the_year_of_its_column_is_an_amount(tmp_path: Path):
    rows = [["(in dollars)"], ["", 2025, 2024], ["Net patient service revenue", 2000, 1990],
            ["Other operating revenue", 2025, None], ["Total operating revenue", 4025, 1990]]  # fmt: skip
    found = {(one.item, one.period): one.value for one in read(tmp_path, {"PL": rows}).values() if not one.derived}

    assert (found["other_income", "2025"], found["total_income", "2025"]) == (2025, 4025)


@pytest.mark.parametrize(
    ("above", "heads", "period"),
    [
        ("October 2025", ("Actual", "Budget", "YTD Actual", "YTD Budget"), "2025-10"),
        ("October 2025", ("Actual", "Prior Year", "YTD Actual", "YTD Prior Year"), "2025-10"),
        ("Month ended October 31, 2025", ("Actual", "Budget", "Year-to-Date", "YTD Budget"), "2025-10"),
        ("Quarter ended September 30, 2025", ("Actual", "Budget", "YTD Actual", "YTD Budget"), "2025-Q3"),
    ],
)
def test_actual_beside_the_year_to_date_is_of_the_month_or_quarter(
    tmp_path: Path, above: str, heads: tuple[str, ...], period: str
) -> None:
    """Both were taken for the year to date, contradicted each other, and neither was read."""
    rows = [["Monthly report (in dollars)"], [above], ["", *heads], ["Net patient service revenue", 1000, 990, 9800, 9900],
            ["Total operating expenses", 900, 890, 8800, 8900]]  # fmt: skip
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nlanguages: en\n", "utf-8"
    )
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(tmp_path / "data" / "a.xlsx")

    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    value = partial(reading.dataset.value, "medical_income", "h", period)
    assert (value(""), value("ytd")) == (1000, 9800)
    assert "I43" not in {one.rule for one in reading.findings}
