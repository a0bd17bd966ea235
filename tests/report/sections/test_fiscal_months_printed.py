"""A board report of months of a fiscal year of its own: what pages call the months, and how they print small ones."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pages import page_of
from population.sketches import sketched
from rendered import SAMPLES
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report import assembly, document
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.pictures import month_columns

CASE = """entity: {id: stmary, name: {zh: 圣玛丽医院, en: St Mary Hospital}}
regime: other
currency: USD
scheme: none
fiscal_year_start: 7
"""


def figures(month: float, count: int) -> str:
    rows = ["item,period,value"]
    for number in range(count):
        year, at = divmod(2024 * 12 + 6 + number, 12)
        period, grown = f"{year}-{at + 1:02}", month * (1 + number / 100)
        rows += [f"total_income,{period},{grown:.2f}", f"medical_income,{period},{0.9 * grown:.2f}"]
        rows += [f"total_expense,{period},{0.95 * grown:.2f}", f"cash_and_bank,{period},{2 * grown:.2f}"]
    return "\n".join(rows) + "\n"


def material(folder: Path, month: float, count: int = 19) -> Material:
    (folder / "data").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "data" / "figures.csv").write_text(figures(month, count), encoding="utf-8")
    found = pipeline.grounds(pipeline.check(folder), report="board")
    assert isinstance(found, Material)
    return found


@pytest.mark.parametrize(("month", "printed"), [(1_160_000.0, "1.30"), (112_000_000.0, "125")])
def test_amounts_of_months_are_told_apart_above_their_columns(tmp_path: Path, month: float, printed: str) -> None:
    columns = month_columns(HospitalContext.of(material(tmp_path / "case", month), "en"))

    assert [one.label for one in columns] == [
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
    ]
    assert columns[0].printed == printed
    assert len({one.printed for one in columns if one.printed}) >= 5


def test_pages_say_which_months_the_year_so_far_has(tmp_path: Path) -> None:
    found = material(tmp_path / "case", 1e6)
    covered = assembly.report(found, "board", "zh-en").furniture.covered

    assert found.period == "2026-01"
    assert (covered.zh, covered.en) == ("2025年7月至2026年1月", "July 2025 to January 2026")
    columns = month_columns(HospitalContext.of(found, "zh"))
    assert [one.label for one in columns][:7] == [f"{month}月" for month in (7, 8, 9, 10, 11, 12, 1)]
    assert [one.actual is None for one in columns] == [False] * 7 + [True] * 5


@pytest.mark.parametrize(("language", "last"), [("en", "June at the right"), ("zh", "右端为6月")])
def test_the_seasons_of_a_year_end_with_its_last_month(tmp_path: Path, language: str, last: str) -> None:
    found = material(tmp_path / "case", 1e6, 31)

    assert last in page_of(found, "season", language, kind="annual").text


CALENDAR_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}年(?![0-9]{1,2}月)")
"""A year called as those of the calendar are, and no month of one."""


@pytest.mark.parametrize("kind", ["annual", "board", "agency"])
@pytest.mark.parametrize("unit", ["years", "months"])
def test_no_fiscal_year_is_called_by_the_calendar(tmp_path: Path, unit: str, kind: str) -> None:
    """Captions, titles and headings wrote the year behind “年”, as if it ended in December."""
    folder = tmp_path / "case"
    if unit == "months":
        material(folder, 1e6, 24)
    else:
        (folder / "data").mkdir(parents=True)
        (folder / "case.yaml").write_text(CASE, encoding="utf-8")
        rows = [f"{item},{year},{value * (year - 2000):.2f}" for year in range(2021, 2026)
                for item, value in (("total_income", 1e6), ("total_expense", 9e5), ("medical_income", 8e5),
                                    ("cash_and_bank", 2e6), ("outpatient_visits", 100))]  # fmt: skip
        (folder / "data" / "figures.csv").write_text("item,period,value\n" + "\n".join(rows) + "\n", encoding="utf-8")
    found = pipeline.grounds(pipeline.check(folder), report=kind)

    with sketched() as shown:
        page = document(found, kind=kind, mode="zh")

    text = " ".join((re.sub("<(?:style|script).*?</(?:style|script)>|<[^>]*>", " ", page.html), *shown))
    assert CALENDAR_YEAR.findall(text) == []


@pytest.mark.parametrize(("ends", "told"), [("9/30/2021", " (year to 30 September 2021)"), ("12/31/2021", "")])
def test_a_year_that_only_the_data_let_end_in_september_says_so(ends: str, told: str, tmp_path: Path) -> None:
    """The masthead of the American sample said 2021, though its books had been closed in September."""
    case = tmp_path / "case"
    shutil.copytree(SAMPLES / "us-cms", case)
    file = case / "data" / "cost_reports_2021.csv"
    begins = "1/1/2021" if ends.startswith("12") else "10/1/2020"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    own = next(at for at, line in enumerate(lines) if ",520049," in f",{line}")
    lines[own] = lines[own].replace("10/1/2020,9/30/2021", f"{begins},{ends}")
    file.write_text("\n".join(lines), encoding="utf-8")

    covered = assembly.report(pipeline.evaluate(pipeline.check(case), period="2021"), "board", "en").furniture.covered
    assert covered.en == f"2021{told}"
