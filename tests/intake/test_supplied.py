"""Statements without a date: the period that their names tell, and what forbids to take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.model.definition import Language

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
BALANCE, INCOME = "会政财01", "会政财02"
MONTHS, YEARS = ("本月数", "本年累计数"), ("本年数", "上年数")
Sheets = Mapping[str, list[list[Any]]]


class Files:
    """Writes statements without dates, and reads them."""

    def __init__(self, folder: Path, catalog: Catalog, small: ModuleType) -> None:
        self.folder, self.catalog, self.small = folder, catalog, small

    def balance(self, date: str = "", heads: Sequence[str] = ("期末余额", "年初余额")) -> list[list[Any]]:
        return self._form(BALANCE, date, heads)

    def income(self, date: str = "", heads: Sequence[str] = MONTHS) -> list[list[Any]]:
        return self._form(INCOME, date, heads)

    def _form(self, code: str, date: str, heads: Sequence[str]) -> list[list[Any]]:
        figures = [self.small.figures(code, self.catalog, scale) for scale in range(1, len(heads) + 1)]
        return self.small.sheet(code, date, heads, figures, catalog=self.catalog)

    def read(self, files: Mapping[str, Sheets]) -> intake.Reading:
        for name, sheets in files.items():
            self.small.write(self.folder / name, sheets)
        return intake.read_paths([self.folder], self.catalog)


@pytest.fixture
def files(tmp_path: Path, catalog: Catalog, small: ModuleType) -> Files:
    return Files(tmp_path, catalog, small)


def periods(reading: intake.Reading) -> set[str]:
    return {period for _, period in reading.dataset.values.index}


def told(reading: intake.Reading) -> list[tuple[str, str]]:
    return [(one.rule, one.place.file) for one in reading.findings]


@pytest.mark.parametrize(
    ("name", "period"),
    [("2026年3月资产负债表.xlsx", "2026-03"), ("202603.xlsx", "2026-03"), ("2026-03/资产负债表.xlsx", "2026-03"), ("2026/3月资产负债表.xlsx", "2026-03"),
     ("2026/03/资产负债表.xlsx", "2026-03"), ("2025年资产负债表.xlsx", "2025"), ("资产负债表20251231.xlsx", "2025"), ("2026年第一季度.xlsx", "2026-Q1")],
)  # fmt: skip
def test_a_balance_without_a_date_has_the_period_of_its_name(files: Files, name: str, period: str):
    reading = files.read({name: {"表": files.balance()}})

    assert periods(reading) == {period}
    assert told(reading) == [("I100", name)]
    assert reading.dataset.value("cash_and_bank", "示例医院", period) is not None


def test_what_was_taken_is_told_once_a_file_with_the_name_and_the_period(files: Files, catalog: Catalog):
    reading = files.read({"2026年3月.xlsx": {"资产负债表": files.balance(), "收入费用表": files.income()}})

    (finding,) = reading.findings
    assert (finding.facts["names"], finding.facts["periods"]) == (("2026年3月.xlsx",), ("2026-03",))
    for language in LANGUAGES:
        said = catalog.messages.say(finding, language)
        assert "2026年3月.xlsx" in said.message
        assert "2026-03" in said.message


def test_a_flow_of_a_month_needs_a_month_and_one_of_a_year_a_year(files: Files):
    month = files.read({"2026年3月收入费用表.xlsx": {"表": files.income()}})
    assert month.dataset.value("total_income", "示例医院", "2026-03") is not None
    assert month.dataset.value("total_income", "示例医院", "2026") is None


@pytest.mark.parametrize("heads", [MONTHS, ("项目", "本年累计数")[1:]])
def test_a_flow_of_part_of_a_year_is_not_taken_for_the_year_of_the_name(files: Files, heads: Sequence[str]):
    reading = files.read({"2026年收入费用表.xlsx": {"表": files.income(heads=heads)}})

    assert told(reading) == [("I17", "2026年收入费用表.xlsx")]
    assert not reading.has_values


def test_a_balance_beside_the_flow_of_a_month_is_not_that_of_the_year(files: Files):
    reading = files.read({"2026年报表.xlsx": {"资产负债表": files.balance(), "收入费用表": files.income()}})

    assert {rule for rule, _ in told(reading)} == {"I17"}
    assert not reading.has_values


def test_a_flow_of_a_year_has_the_year_of_its_name(files: Files):
    reading = files.read({"2025年度收入费用表.xlsx": {"表": files.income(heads=YEARS)}})

    assert periods(reading) == {"2025"}


def test_a_folder_of_a_year_may_hold_its_months_and_says_it_of_a_form_of_the_year_alone(files: Files):
    reading = files.read(
        {"2025/收入费用表.xlsx": {"表": files.income(heads=YEARS)}, "2026/资产负债表.xlsx": {"表": files.balance()}}
    )

    assert told(reading) == [("I100", "2025/收入费用表.xlsx"), ("I17", "2026/资产负债表.xlsx")]
    assert periods(reading) == {"2025"}


def test_sheets_named_after_months_are_of_the_year_of_the_file(files: Files):
    reading = files.read({"2026年.xlsx": {f"{month}月": files.income() for month in (1, 2)}})

    assert {"2026-01", "2026-02"} <= periods(reading)
    (finding,) = reading.findings
    assert (finding.rule, finding.facts["periods"]) == ("I100", ("2026-01", "2026-02"))


@pytest.mark.parametrize(
    "name",
    [
        "final v2 20260415.xlsx",
        "2023-2024.xlsx",
        "13812345678.xlsx",
        "2026年3月/2026年4月资产负债表.xlsx",
        "2019版资产负债表.xlsx",
        "2026年预算.xlsx",
    ],
)
def test_names_of_no_one_period_leave_the_statement_unread(files: Files, name: str):
    reading = files.read({name: {"表": files.balance()}})

    assert told(reading) == [("I17", name)]
    assert not reading.has_values


def test_a_name_that_may_mean_several_periods_is_named_where_the_sheet_is_refused(files: Files, catalog: Catalog):
    reading = files.read({"2023-2024.xlsx": {"表": files.balance()}, "final.xlsx": {"表": files.balance()}})

    said = {one.place.file: catalog.messages.say(one, "en").message for one in reading.findings}
    assert "“2023-2024.xlsx” may mean more than one" in said["2023-2024.xlsx"]
    assert "may mean" not in said["final.xlsx"]


@pytest.mark.parametrize("said", ["2026年2月28日", "2026年2月"])
def test_where_name_and_sheet_contradict_the_sheet_is_taken_and_it_is_told(files: Files, said: str):
    reading = files.read({"2026年3月.xlsx": {"表": files.balance(said)}})

    assert told(reading) == [("W18", "2026年3月.xlsx")]
    assert periods(reading) == {"2026-02"}


@pytest.mark.parametrize("said", ["3月份", "填报日期：2026年4月12日", "编制日期：2026年4月12日", "年　月　日"])
def test_words_that_go_with_the_name_do_not_forbid_it(files: Files, said: str):
    assert "2026-03" in periods(files.read({"2026年3月.xlsx": {"表": files.balance(said)}}))


@pytest.mark.parametrize("said", ["编制日期：2026年4月30日", "编制日期：2026年2月12日"])
def test_a_day_of_the_paper_that_may_be_that_of_the_figures_is_taken_as_before(files: Files, said: str):
    reading = files.read({"2026年3月.xlsx": {"表": files.balance(said)}})

    assert told(reading) == [("W18", "2026年3月.xlsx")]
    assert periods(reading) == {said[5:9] + "-" + said[10].zfill(2)}


@pytest.mark.parametrize("said", ["2月份", "年度", "一季度资产负债表2月"])
def test_words_on_the_sheet_that_name_another_part_of_the_year_forbid_it(files: Files, said: str):
    assert told(files.read({"2026年3月.xlsx": {"表": files.balance(said)}})) == [("I17", "2026年3月.xlsx")]


def test_a_sheet_of_the_file_that_states_another_period_forbids_it_for_all(files: Files):
    reading = files.read({"2026年3月.xlsx": {"a": files.balance("2026年2月28日"), "b": files.income()}})

    assert [rule for rule, _ in told(reading)] == ["W18", "I17"]
    assert periods(reading) == {"2026-02"}


def test_the_head_of_a_column_that_names_another_period_forbids_it(files: Files):
    reading = files.read({"2026年3月.xlsx": {"表": files.income(heads=("2025年8月", "本年累计数"))}})

    assert told(reading) == [("I17", "2026年3月.xlsx")]


def test_files_that_state_their_period_are_told_nothing(files: Files):
    assert told(files.read({"2026年3月.xlsx": {"表": files.balance("2026年3月31日")}})) == []


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [("2026年工作量.xlsx", "", {"2026-01", "2026-02"}), ("2026/工作量.xlsx", "月度工作量", {"2026-01", "2026-02"}),
     ("2026年工作量.xlsx", "2025年工作量", {"2025-01", "2025-02"}), ("2025-2026年工作量.xlsx", "", set()), ("2026年3月工作量.xlsx", "", set())],
)  # fmt: skip
def test_rows_of_months_are_of_the_year_of_the_name(files: Files, name: str, said: str, found: set[str]):
    rows = [[said or None], ["月份", "门诊人次", "急诊人次", "出院人数"], ["1月", 100, 10, 20], ["2月", 110, 11, 21]]

    reading = files.read({name: {"表": rows}})

    assert periods(reading) == found
    assert ("I100" in {rule for rule, _ in told(reading)}) == (bool(found) and "2025" not in said)


def test_american_heads_of_years_have_the_fiscal_year_of_the_file(tmp_path: Path, catalog: Catalog):
    (tmp_path / "FY2024 Balance Sheet.csv").write_text(
        "Balance Sheet (in thousands)\n,Current year,Prior year\nCash and cash equivalents,100,90\n"
        "Total current assets,300,280\nTotal assets,800,760\n",
        "utf-8",
    )

    reading = intake.read_paths([tmp_path], catalog)

    assert {one.rule for one in reading.findings} & {"I100", "I17", "I85"} == {"I100"}
    assert reading.dataset.value("total_assets", "", "2024") == 800_000.0
    assert reading.dataset.value("total_assets", "", "2023") == 760_000.0


@pytest.mark.parametrize(
    ("folder", "given", "period"),
    [("2026-03", "2026-03/资产负债表.xlsx", "2026-03"), ("2026-03", "2026-03", "2026-03"), ("data/2026/03", "data/2026/03/资产负债表.xlsx", "2026-03"),
     ("data/2026/03", "data/2026/03", "2026-03"), ("2026-03", "2026-03/2025年资产负债表.xlsx", None)],
)  # fmt: skip
def test_a_file_given_by_itself_lies_in_its_folder_as_it_does_in_a_case(
    files: Files, small: ModuleType, catalog: Catalog, folder: str, given: str, period: str | None
):
    path = files.folder / given
    (files.folder / folder).mkdir(parents=True)
    (files.folder / "case.yaml").write_text("entity: {id: h, name: {en: H}}\n", encoding="utf-8")
    small.write(path if path.suffix else path / "资产负债表.xlsx", {"表": files.balance()})

    reading = intake.read_paths([path], catalog)

    assert periods(reading) == ({period} if period else set())


def test_of_the_folders_above_a_file_outside_a_case_the_nearest_alone_is_asked(
    files: Files, small: ModuleType, catalog: Catalog
):
    (files.folder / "2026-03" / "draft").mkdir(parents=True)
    small.write(files.folder / "2026-03" / "draft" / "资产负债表.xlsx", {"表": files.balance()})

    assert periods(intake.read_paths([files.folder / "2026-03" / "draft" / "资产负债表.xlsx"], catalog)) == set()
