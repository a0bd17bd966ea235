"""Sheets of months whose opening column begins the month: told by the figures, and never taken for the year's."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reportgen import checks, intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading
from reportgen.model.finding import Severity

CLOSING = {12: 100, 1: 110, 2: 150, 3: 180}


def sheet(folder: Path, month: int, opening: int, closing: int, head: str) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    lines = (("货币资金", 0), ("应收账款净额", 50), ("流动资产合计", 1), ("固定资产净值", 500), ("非流动资产合计", 500),
             ("资产总计", 2), ("应付账款", 20), ("流动负债合计", 20), ("负债合计", 20), ("净资产合计", 3),
             ("负债和净资产总计", 2))  # fmt: skip
    more = {0: 0, 1: 50, 2: 550, 3: 530}
    for row in (("资产负债表",), ("编制单位：某县医院", f"2025年{month}月", "单位：元"), ("项目", head, "期末余额")):
        page.append(row)
    for name, amount in lines:
        page.append((name, *((cash + more[amount] if amount in more else amount) for cash in (opening, closing))))
    book.save(folder / f"2025{month:02}.xlsx")


def read(folder: Path, catalog: Catalog, *openings: tuple[int, int], head: str = "期初余额") -> Reading:
    for month, opening in openings:
        sheet(folder, month, opening, CLOSING[month], head)
    return intake.read_paths([folder], catalog)


def openings(reading: Reading) -> dict[str, float]:
    return {one.period: one.value for one in reading.values() if (one.item, one.view) == ("cash_and_bank", "open")}


def told(reading: Reading) -> list[tuple[str, object]]:
    return [(one.place.file, one.facts["count"]) for one in reading.findings if one.rule == "I108"]


def test_what_opens_each_month_as_the_last_one_closed_opens_no_year(tmp_path: Path, catalog: Catalog) -> None:
    """January's opening balances are those of both."""
    reading = read(tmp_path, catalog, (1, 100), (2, 110), (3, 150))

    assert openings(reading) == {"2025-01": 100}
    assert told(reading) == [("202502.xlsx", 2)]
    found = checks.all_of(reading.dataset, catalog).findings
    assert [one.rule for one in found if catalog.messages.severity(one) is Severity.ERROR] == []


def test_one_month_that_is_proven_tells_of_the_others(tmp_path: Path, catalog: Catalog) -> None:
    """Nobody brought January, but February is headed like March."""
    assert openings(read(tmp_path, catalog, (2, 110), (3, 150))) == {}


@pytest.mark.parametrize("head", ["年初余额", "期初余额"])
def test_openings_of_the_year_stay(tmp_path: Path, catalog: Catalog, head: str) -> None:
    reading = read(tmp_path, catalog, (1, 100), (2, 100), (3, 100), head=head)

    assert openings(reading) == {"2025-01": 100, "2025-02": 100, "2025-03": 100}
    assert told(reading) == []


def test_a_month_alone_proves_nothing(tmp_path: Path, catalog: Catalog) -> None:
    assert openings(read(tmp_path, catalog, (3, 150))) == {"2025-03": 150}


def test_one_month_of_several_that_opens_so_is_a_mistake_and_told_as_that(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(tmp_path, catalog, (1, 100), (2, 110), (3, 100), head="年初余额")

    assert openings(reading) == {"2025-01": 100, "2025-02": 110, "2025-03": 100}
    found = checks.all_of(reading.dataset, catalog).findings
    assert "V85" in {one.rule for one in found if catalog.messages.severity(one) is Severity.ERROR}
