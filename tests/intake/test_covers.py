"""Hospital, period and unit on a cover, for sheets of the workbook that state none."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.model.definition import Language

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
BALANCE, INCOME = "会政财01", "会政财02"
COVER = [
    ["财务报表"], ["编制单位", "仁和医院"], ["报表日期", "2026年3月31日"], ["金额单位", "万元"], ["填报日期", "2026年4月12日"], ["单位负责人", "甲"],
]  # fmt: skip
Rows = list[list[Any]]


class Workbook:
    """Writes a workbook with a cover and two statements, and reads it."""

    def __init__(self, folder: Path, catalog: Catalog, small: ModuleType) -> None:
        self.folder, self.catalog, self.small = folder, catalog, small

    def form(self, code: str, date: str = "", unit: str | None = None, entity: str = "") -> Rows:
        heads = ("期末余额", "年初余额") if code == BALANCE else ("本月数", "本年累计数")
        figures = [self.small.figures(code, self.catalog, scale) for scale in (1, 2)]
        return self.small.sheet(code, date, heads, figures, unit=unit, entity=entity, catalog=self.catalog)

    def read(self, cover: Rows, name: str = "a.xlsx", **changes: Any) -> intake.Reading:
        sheets = {"封面": cover, "资产负债表": self.form(BALANCE, **changes), "收入费用表": self.form(INCOME)}
        self.small.write(self.folder / name, sheets)
        return intake.read_paths([self.folder], self.catalog)


@pytest.fixture
def workbook(tmp_path: Path, catalog: Catalog, small: ModuleType) -> Workbook:
    return Workbook(tmp_path, catalog, small)


def rules(reading: intake.Reading) -> list[str]:
    return [one.rule for one in reading.findings]


def test_a_cover_says_hospital_period_and_unit_for_sheets_that_state_none(
    workbook: Workbook, catalog: Catalog, small: ModuleType
):
    reading = workbook.read(COVER)

    cash = small.figures(BALANCE, catalog)["cash_and_bank"]
    assert reading.dataset.value("cash_and_bank", "仁和医院", "2026-03") == cash * 10_000
    (finding,) = reading.findings
    assert (finding.rule, finding.place.sheet, finding.facts["count"]) == ("I101", "封面", 2)
    for language in LANGUAGES:
        said = catalog.messages.say(finding, language).message
        assert "仁和医院" in said
        assert "2026-03-31" in said


@pytest.mark.parametrize(
    "cover",
    [
        [["2026年3月财务报表"], ["单位名称：仁和医院"], ["单位：元"]], [["会计年度", 2026], ["会计月份", 3], ["编制单位：", "仁和医院"], ["金额单位：", "元"]],
        [["会计期间：2026年3月"], ["单位名称：仁和医院　　金额单位：元"]], [["会计期间", "2026年1-3月"], ["医院名称", None, "仁和医院"], ["计量单位", "元"]],
    ],
)  # fmt: skip
def test_covers_are_laid_out_in_many_ways(workbook: Workbook, cover: Rows):
    reading = workbook.read(cover)

    assert reading.dataset.value("cash_and_bank", "仁和医院", "2026-03") is not None
    assert rules(reading) == ["I101"]


def test_an_english_cover_does_the_same(tmp_path: Path, catalog: Catalog, small: ModuleType):
    rows = [["Balance Sheet"], ["", "Current year", "Prior year"], ["Cash and cash equivalents", 100, 90], ["Total current assets", 300, 280],
            ["Total assets", 800, 760]]  # fmt: skip
    cover = [["St Mary"], ["Consolidated Financial Statements"], ["Year ended June 30, 2025"], ["Amounts in thousands"], ["Hospital name", "St Mary"],
             ["Prepared by", "J. Doe"], ["Date printed", "9/30/2025"]]  # fmt: skip
    small.write(tmp_path / "a.xlsx", {"Cover": cover, "Balance Sheet": rows})

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_assets", "St Mary", "2025") == 800_000.0
    assert "I101" in rules(reading)


@pytest.mark.parametrize(
    "cover",
    [
        [["编制单位", "仁和医院"], ["填报日期", "2026年3月31日"], ["金额单位", "元"]], [["2026年3月31日"], ["单位：元"]],
        [["会计期间", "2026年3月"], ["报表日期", "2026年4月30日"], ["单位：元"]], [["报表日期", "2026年4月15日"], ["单位：元"]],
    ],
)  # fmt: skip
def test_a_day_of_the_paper_or_two_periods_on_a_cover_are_none(workbook: Workbook, cover: Rows):
    reading = workbook.read(cover)

    assert rules(reading).count("I17") == 2
    assert not reading.has_values


@pytest.mark.parametrize(
    "cover",
    [
        [["说明"], ["本套报表自2026年3月起执行"], ["单位：元"]], [["请于2026年3月31日前上报"], ["金额单位", "元"]], [["依据2019年政府会计制度"], ["单位：元"]],
    ],
)  # fmt: skip
def test_a_sentence_with_a_date_is_no_period(workbook: Workbook, cover: Rows):
    reading = workbook.read(cover)

    assert rules(reading).count("I17") == 2
    assert not reading.has_values


def test_the_label_of_a_blank_is_none_of_what_has_a_label_itself(workbook: Workbook):
    cover = [
        ["编制单位", None, "单位负责人：甲"],
        ["报表日期", None, "打印日期：2026年2月28日"],
        ["会计期间：2026年3月", None, "单位：元"],
    ]

    reading = workbook.read(cover)

    assert set(reading.dataset.values.index) == {("", "2026-03")}
    (finding,) = (one for one in reading.findings if one.rule == "I101")
    assert finding.facts["name"] is None


def test_a_sheet_behind_the_statements_is_a_cover_by_its_name_alone(
    workbook: Workbook, tmp_path: Path, catalog: Catalog, small: ModuleType
):
    for name, found in (("备注", set()), ("基本信息", {"2026-03"})):
        small.write(tmp_path / name / "a.xlsx", {"表": workbook.form(BALANCE), name: COVER})

        reading = intake.read_paths([tmp_path / name], catalog)

        assert {period for _, period in reading.dataset.values.index} == found


def test_a_sheet_keeps_what_it_states(workbook: Workbook, catalog: Catalog, small: ModuleType):
    reading = workbook.read(COVER, unit="元", date="2026年3月31日", entity="仁和医院")

    cash = small.figures(BALANCE, catalog)["cash_and_bank"]
    assert reading.dataset.value("cash_and_bank", "仁和医院", "2026-03") == cash
    assert "W05" in rules(
        reading
    )  # the unit of the other sheet stays unknown, for the cover's is not that of its neighbour


def test_a_cover_of_another_period_than_a_sheet_of_the_workbook_says_nothing_of_the_others(workbook: Workbook):
    reading = workbook.read(COVER, date="2026年2月28日")

    assert "I17" in rules(reading)
    assert {period for _, period in reading.dataset.values.index} == {"2026-02"}


def test_a_cover_goes_before_the_name_of_the_file_and_the_difference_is_told(workbook: Workbook):
    reading = workbook.read(COVER, name="2026年4月.xlsx")

    assert set(rules(reading)) == {"I101", "W18"}
    assert {period for _, period in reading.dataset.values.index} == {"2026-03"}


def test_two_covers_that_differ_say_nothing(workbook: Workbook, tmp_path: Path, catalog: Catalog, small: ModuleType):
    other = [["报表日期", "2026年2月28日"], ["金额单位", "元"]]
    small.write(tmp_path / "a.xlsx", {"封面": COVER, "封面2": other, "表": workbook.form(BALANCE, entity="仁和医院")})

    reading = intake.read_paths([tmp_path], catalog)

    assert set(rules(reading)) == {"W05", "I17"}
    assert not reading.has_values


@pytest.mark.parametrize(("columns", "is_beside"), [(8, True), (9, False)])
def test_a_value_stands_within_eight_columns_of_its_label(workbook: Workbook, columns: int, *, is_beside: bool):
    far = [[label, *[None] * (columns - 1), value] for label, value in [line for line in COVER if len(line) > 1]]

    data = workbook.read([COVER[0], *far]).dataset

    assert (data.value("cash_and_bank", "仁和医院", "2026-03") is not None) is is_beside


@pytest.mark.parametrize(
    ("more", "is_cover"),
    [
        ([[None]] * 73 + [["附注"]], True),
        ([[None]] * 74 + [["附注"]], False),
        ([[*[None] * 39, "附注"]], True),
        ([[*[None] * 40, "附注"]], False),
        ([["页", *range(11)]], True),
        ([["页", *range(12)]], False),
    ],
    ids=["80 rows", "81 rows", "40 columns", "41 columns", "11 figures", "12 figures"],
)
def test_a_cover_is_a_small_sheet_of_few_figures(workbook: Workbook, more: Rows, *, is_cover: bool):
    assert ("I101" in rules(workbook.read([*COVER, *more]))) is is_cover
