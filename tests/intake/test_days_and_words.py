"""Heads of a period and a word: whose figures they are where either alone would say something else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from openpyxl import Workbook

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.periods import dates

BALANCES: Final = ("货币资金", "流动资产合计", "资产总计")
FLOWS: Final = ("业务活动费用", "单位管理费用", "其他费用")


def held(
    folder: Path, heads: list[Any], labels: tuple[str, ...], title: str = ""
) -> dict[tuple[str, str], list[float]]:
    """Two columns, the newer one of 40 and more, the older one of 30 and more: figures by period and view."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([f"{title}单位：元"])
    sheet.append(["项目", *heads])
    for number, label in enumerate(labels, 1):
        sheet.append([label, 40 + number, 30 + number])
    book.save(folder / "a.xlsx")
    found: dict[tuple[str, str], list[float]] = {}
    for one in intake.read_paths([folder], load_catalog()).values():
        if not one.derived:
            found.setdefault((one.period, str(one.view)), []).append(one.value)
    return {key: sorted(values) for key, values in found.items()}


NEW: Final = [41, 42, 43]
OLD: Final = [31, 32, 33]


@pytest.mark.parametrize(
    "heads",
    [
        ["期末余额(2025年12月31日)", "年初余额(2025年1月1日)"],
        ["2025年12月31日期末余额", "2025年1月1日年初余额"],
        ["期末余额（2025年12月31日）", "上年末余额（2024年12月31日）"],
        ["年末余额（2025年）", "年初余额（2025年）"],
    ],
)
def test_the_day_of_an_opening_balance_is_no_period_of_its_own(tmp_path: Path, heads: list[str]) -> None:
    assert held(tmp_path, heads, BALANCES) == {("2025", ""): NEW, ("2025", "open"): OLD}


def test_the_day_of_an_opening_balance_opens_the_period_of_the_sheet(tmp_path: Path) -> None:
    found = held(tmp_path, ["期末余额", "年初余额（2025年1月1日）"], BALANCES, "2025年12月31日 ")

    assert found == {("2025", ""): NEW, ("2025", "open"): OLD}


@pytest.mark.parametrize(
    "heads",
    [
        ["2025年12月31日余额", "2024年12月31日余额"],
        ["本年数(2025年)", "上年数(2024年)"],
        ["2025年本年数", "2024年上年数"],
    ],
)
def test_a_column_that_names_its_own_year_is_of_that_year(tmp_path: Path, heads: list[str]) -> None:
    assert held(tmp_path, heads, FLOWS) == {("2025", ""): NEW, ("2024", ""): OLD}


def test_last_year_beside_the_year_that_both_name_is_the_comparative_of_it(tmp_path: Path) -> None:
    found = held(tmp_path, ["2025年本年数", "2025年上年数"], FLOWS)

    assert found == {("2025", ""): NEW, ("2025", "comp"): OLD}


def test_of_last_years_month_nothing_is_read_that_may_be_the_year_to_date(tmp_path: Path) -> None:
    assert held(tmp_path, ["2025年10月本月数", "2024年10月上年同期数"], FLOWS) == {("2025-10", ""): NEW}


@pytest.mark.parametrize(
    ("heads", "views"),
    [
        (["本月数", "上年同期"], {""}),  # of the month, as the figure beside it: nobody's who asks since January
        (["本月数", "上年同期累计数"], {"", "comp"}),
        (["本年累计数", "上年同期"], {"ytd", "comp"}),
    ],
)
def test_last_year_beside_a_month_is_taken_where_it_is_of_the_year_to_date(
    tmp_path: Path, heads: list[Any], views: set[str]
) -> None:
    found = held(tmp_path, heads, FLOWS, "2025年9月 ")

    assert {view for period, view in found if period == "2025-09"} == views


def test_forms_alike_but_for_years_that_are_numbers_are_each_of_their_own_years(
    tmp_path: Path, small: ModuleType
) -> None:
    catalog = load_catalog()
    rows = catalog.forms["会政财02"].rows
    for year in (2025, 2023):
        lines = [[row.label, number, year * 100 + number, year + number] for number, row in enumerate(rows, 1)]
        pages = [["收入费用表"], ["编制单位：某县医院", "单位：元"], ["项目", "行次", year, year - 1], *lines]
        small.write(tmp_path / f"{year}.xlsx", {"表": pages})

    read = intake.read_paths([tmp_path], catalog).values()

    assert {(one.place.file, one.period) for one in read} == {
        ("2025.xlsx", "2025"), ("2025.xlsx", "2024"), ("2023.xlsx", "2023"), ("2023.xlsx", "2022"),
    }  # fmt: skip


@pytest.mark.parametrize("printed", ["Q3 2025", "Q3-2025", "3Q 2025", "Q3 FY2025", "2025 Q3"])
def test_a_quarter_stands_before_or_behind_its_year(printed: str) -> None:
    found = dates.head(printed)

    assert found is not None
    assert str(found.period) == "2025-Q3"


@pytest.mark.parametrize("printed", ["Q32025 7", "IQ1 2025", "Q5 2025", "1Q 20251"])
def test_other_letters_and_numbers_are_no_quarter(printed: str) -> None:
    assert dates.head(printed) is None


def test_the_unit_in_brackets_behind_a_year_is_that_of_its_column(tmp_path: Path) -> None:
    found = held(tmp_path, ["2025年（万元）", "2024年（万元）"], FLOWS)

    assert found == {("2025", ""): [410_000, 420_000, 430_000], ("2024", ""): [310_000, 320_000, 330_000]}


@pytest.mark.parametrize(
    ("behind", "times"),
    [
        ("($000)", 1_000),
        ("(in thousands)", 1_000),
        ("($ in millions)", 1_000_000),
        ("(unaudited, in thousands)", 1_000),
    ],
)
def test_so_is_a_unit_in_english(tmp_path: Path, behind: str, times: int) -> None:
    found = held(tmp_path, [f"2025 {behind}", f"FY2024 {behind}"], FLOWS)

    assert found[("2025", "")] == [41 * times, 42 * times, 43 * times]
    assert found[("2024", "")] == [31 * times, 32 * times, 33 * times]


def test_brackets_without_a_unit_make_no_other_amount(tmp_path: Path) -> None:
    assert held(tmp_path, ["2025 (Actual)", "2024 (restated)"], FLOWS).get(("2025", ""), [41])[0] == 41


@pytest.mark.parametrize(
    "days",
    [
        [(2025, 12, 1), (2025, 11, 1)],
        [(2025, 12, 31), (2025, 11, 30)],
        ["2025-12-31", "2025-11-30"],
        ["2025/12/1", "2025/11/1"],
    ],
)
@pytest.mark.parametrize("labels", [BALANCES, FLOWS])
def test_december_beside_november_is_a_month_and_not_the_year(
    tmp_path: Path, days: list[Any], labels: tuple[str, ...]
) -> None:
    heads = [dt.datetime(*day) if isinstance(day, tuple) else day for day in days]  # noqa: DTZ001 - of a workbook

    assert held(tmp_path, heads, labels) == {("2025-12", ""): NEW, ("2025-11", ""): OLD}


def test_the_last_days_of_two_years_are_those_of_the_years(tmp_path: Path) -> None:
    heads = [dt.datetime(2025, 12, 31), dt.datetime(2024, 12, 31)]  # noqa: DTZ001 - of a workbook

    assert held(tmp_path, heads, BALANCES) == {("2025", ""): NEW, ("2024", ""): OLD}


@pytest.mark.parametrize(
    ("heads", "closing"),
    [
        (["2025年12月31日", "2025年1月1日"], "2025"),
        ([dt.datetime(2025, 12, 31), dt.datetime(2025, 1, 1)], "2025"),  # noqa: DTZ001 - of a workbook
        (["2025-10-31", "2025-01-01"], "2025-10"),
        (["2025年6月30日", "2024年7月1日"], "2025-06"),
        (["期末账面余额（2025年12月31日）", "期初账面余额（2025年1月1日）"], "2025"),
    ],
)
def test_the_first_day_of_a_year_beside_its_last_one_is_its_opening(
    tmp_path: Path, heads: list[Any], closing: str
) -> None:
    assert held(tmp_path, heads, BALANCES) == {(closing, ""): NEW, (closing, "open"): OLD}


def test_the_first_days_of_months_are_months(tmp_path: Path) -> None:
    assert held(tmp_path, ["2025-02-01", "2025-01-01"], BALANCES) == {("2025-02", ""): NEW, ("2025-01", ""): OLD}


def test_what_came_of_two_years_is_named_by_the_year(tmp_path: Path) -> None:
    assert held(tmp_path, ["2025年实际", "2024年实际"], FLOWS) == {("2025", ""): NEW, ("2024", ""): OLD}


@pytest.mark.parametrize(
    ("heads", "periods"),
    [
        ([46022, 45991], ("2025-12", "2025-11")),
        ([45962, 45931], ("2025-11", "2025-10")),
        ([46022, 45657], ("2025", "2024")),
        ([46022, 46000], None),
        ([46022, 46022], None),
    ],
)
def test_days_that_lost_their_format_are_read_and_told(
    tmp_path: Path, heads: list[Any], periods: tuple[str, str] | None
) -> None:
    found = held(tmp_path, heads, BALANCES)

    assert found == ({(periods[0], ""): NEW, (periods[1], ""): OLD} if periods else {})
    told = [one.place.cell for one in intake.read_paths([tmp_path], load_catalog()).findings if one.rule == "W68"]
    assert told == (["B2"] if periods else [])
