"""Tables as Chinese finance offices keep them: years back, months of exports, sums of last year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from reportgen import checks, intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

Rows = Iterable[Sequence[Any]]


def read(folder: Path, catalog: Catalog, rows: Rows, *, name: str = "a", merged: Sequence[str] = ()) -> Reading:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    book.save(folder / f"{name}.xlsx")
    return intake.read_paths([folder / f"{name}.xlsx"], catalog)


def of(reading: Reading, item: str) -> dict[tuple[str, str], float]:
    return {(one.period, one.view): one.value for one in reading.values() if one.item == item and not one.derived}


INCOME = (("医疗收入", 900), ("其他收入", 100), ("收入合计", 1000), ("费用合计", 800), ("本期盈余", 200))


def test_the_year_before_last_year_is_one_of_its_own(tmp_path: Path, catalog: Catalog) -> None:
    rows = [(name, value, value + 1, value + 2) for name, value in INCOME]
    reading = read(
        tmp_path, catalog, [["甲医院收支情况（2025年度）"], ["单位：元"], ["项目", "本年", "上年", "前年"], *rows]
    )

    assert of(reading, "total_income") == {("2025", ""): 1000, ("2025", "comp"): 1001, ("2023", ""): 1002}


def test_of_a_month_the_year_before_last_year_says_not_what_of_it(tmp_path: Path, catalog: Catalog) -> None:
    rows = [(name, value, value + 2) for name, value in INCOME]
    reading = read(
        tmp_path, catalog, [["甲医院收支情况"], ["2025年9月", "单位：元"], ["项目", "本月数", "前年"], *rows]
    )

    assert of(reading, "total_income") == {("2025-09", ""): 1000}
    assert "I19" in {one.rule for one in reading.findings}


def test_the_sum_of_last_year_beside_quarters_is_known(tmp_path: Path, catalog: Catalog) -> None:
    heads = ["项目", "一季度", "二季度", "三季度", "四季度", "合计", "上年合计"]
    rows = [(name, value, value, value, value, 4 * value, 3 * value) for name, value in INCOME]
    reading = read(tmp_path, catalog, [["甲医院2025年分季度收支表"], ["单位：元"], heads, *rows])

    assert of(reading, "total_income")["2025", "comp"] == 3000


def test_exports_name_months_as_they_count_them(tmp_path: Path, catalog: Catalog) -> None:
    rows = [(f"2025{month:02}", 1000 + month, 100 + month) for month in range(1, 4)]
    reading = read(tmp_path, catalog, [["统计月份", "门诊人次", "出院人数"], *rows])

    assert of(reading, "discharges") == {(f"2025-{month:02}", ""): 100 + month for month in range(1, 4)}


def below(*heads: Sequence[Any], keys: Sequence[str], merged: Sequence[str] = ()) -> dict[str, Any]:
    """Rows of periods below heads: 101, 102 in the first row, 201, 202 in the second."""
    count = max(map(len, heads)) - 1
    rows = [(key, *(100 * row + at for at in range(1, count + 1))) for row, key in enumerate(keys, start=1)]
    return {"rows": [*heads, *rows], "merged": merged}


KEYS = ("1月", "2月", "3月")


def test_months_in_rows_take_their_year_from_the_head_above_the_columns(tmp_path: Path, catalog: Catalog) -> None:
    table = below(
        ["月份", "2025年", "", "2024年", ""], ["", "门诊人次", "出院人数", "门诊人次", "出院人数"], keys=KEYS,
        merged=["A2:A3", "B2:C2", "D2:E2"],
    )  # fmt: skip
    table["rows"].insert(0, ["甲医院工作量两年对比"])
    reading = read(tmp_path, catalog, **table)

    assert of(reading, "discharges") == {
        ("2025-01", ""): 102, ("2025-02", ""): 202, ("2025-03", ""): 302,
        ("2024-01", ""): 104, ("2024-02", ""): 204, ("2024-03", ""): 304,
    }  # fmt: skip
    assert not {"I29", "I08"} & {one.rule for one in reading.findings}


def test_so_does_a_table_whose_heads_begin_with_the_year(tmp_path: Path, catalog: Catalog) -> None:
    heads = ["月份", "2025年门诊人次", "2024年门诊人次", "2025年出院人数", "2024年出院人数"]
    reading = read(tmp_path, catalog, **below(heads, keys=KEYS))

    assert of(reading, "outpatient_visits")["2024-03", ""] == 302
    assert of(reading, "discharges")["2025-01", ""] == 103


def test_last_year_beside_a_month_in_a_row_is_that_month_and_not_the_year_to_date(
    tmp_path: Path, catalog: Catalog
) -> None:
    """Below the name of each item stand this year, last year and the change."""
    table = below(
        ["月份", "门诊人次", "", "", "出院人数", "", ""], ["", "本年", "上年同期", "增减%", "本年", "上年同期", "增减%"],
        keys=KEYS, merged=["A2:A3", "B2:D2", "E2:G2"],
    )  # fmt: skip
    table["rows"].insert(0, ["甲医院2025年工作量"])
    found = of(read(tmp_path, catalog, **table), "discharges")

    assert found == {
        ("2025-01", ""): 104, ("2025-02", ""): 204, ("2025-03", ""): 304,
        ("2024-01", ""): 105, ("2024-02", ""): 205, ("2024-03", ""): 305,
    }  # fmt: skip


def test_last_years_columns_beside_months_that_name_their_year_are_a_year_back(
    tmp_path: Path, catalog: Catalog
) -> None:
    heads = ["月份", "门诊人次", "出院人数", "上年同期门诊人次", "上年同期出院人数"]
    reading = read(tmp_path, catalog, **below(heads, keys=("2025-01", "2025-02")))

    assert of(reading, "discharges") == {
        ("2025-01", ""): 102, ("2025-02", ""): 202, ("2024-01", ""): 104, ("2024-02", ""): 204,
    }  # fmt: skip


def test_two_pages_of_one_form_are_not_told_to_be_the_same_twice(tmp_path: Path, catalog: Catalog) -> None:
    """资产负债表 on one sheet and 资产负债表（续表） on the next: there is nothing to remove."""
    pages = {
        "资产负债表": [("资产", "期末余额"), ("货币资金", 40), ("存货", 20), ("流动资产合计", 60), ("资产总计", 60)],
        "续表": [("负债和净资产", "期末余额"), ("应付账款", 15), ("负债合计", 15), ("累计盈余", 45), ("净资产合计", 45),
                 ("负债和净资产总计", 60)],
    }  # fmt: skip
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, lines in pages.items():
        sheet = book.create_sheet(name)
        for row in [("资产负债表",), ("编制单位：甲医院", "2025年9月30日", "单位：元"), *lines]:
            sheet.append(list(row))
    book.save(tmp_path / "a.xlsx")
    reading = intake.read_paths([tmp_path / "a.xlsx"], catalog)

    assert of(reading, "total_assets") == {("2025-09", ""): 60}
    assert of(reading, "total_liabilities") == {("2025-09", ""): 15}
    assert not {"I18", "W16"} & {one.rule for one in reading.findings}


def test_a_table_of_several_pages_has_no_lines_for_what_each_page_prints(tmp_path: Path, catalog: Catalog) -> None:
    above = [("收入费用明细表",), ("编制单位：甲医院", "2025年8月", "单位：元"), ("项目", "本月数")]
    first = [("医疗收入", 900), ("其他收入", 100), ("收入合计", 1000), ("本页合计", 2000)]
    second = [("承前页", 2000), ("费用合计", 800), ("本期盈余", 200), ("本页合计", 3000)]
    reading = read(tmp_path, catalog, [*above, *first, *above, *second])

    assert of(reading, "period_surplus") == {("2025-08", ""): 200}
    assert reading.findings == ()
    assert reading.unread == ()


@pytest.mark.parametrize(("more", "told"), [(0.0, False), (0.02, False), (0.09, True)])
def test_a_year_to_date_is_held_to_the_rounding_of_all_its_months(
    tmp_path: Path,
    catalog: Catalog,
    more: float,
    told: bool,  # noqa: FBT001
) -> None:
    """Months side by side in ten thousands, each rounded, beside the year to date that was rounded once."""
    months = [f"2025年{month}月" for month in range(1, 10)]
    rows = [(name, *([value] * 9), round(9 * value + more, 2)) for name, value in INCOME]
    table = [["甲医院收支趋势表（单位：万元）"], ["项目", *months, "2025年累计"], *rows]
    reading = read(tmp_path, catalog, table)
    found = checks.all_of(reading.dataset, catalog).findings

    assert ("V68" in {one.rule for one in found}) is told


DEPARTMENTS = ("内科", "外科", "妇产科", "医技科室")


def test_the_total_beside_columns_of_departments_is_the_hospitals(tmp_path: Path, catalog: Catalog) -> None:
    rows = [(name, value, 2 * value, value, value, 5 * value) for name, value in INCOME]
    table = [["甲医院2025年9月收支明细表"], ["单位：元"], ["项目", *DEPARTMENTS, "合计"], *rows]
    reading = read(tmp_path, catalog, table)

    assert of(reading, "total_income") == {("2025-09", ""): 5000}
    assert {one.rule for one in reading.findings} == {"W58"}


def test_where_the_columns_do_not_come_to_it_nothing_is_taken_for_the_hospital(
    tmp_path: Path, catalog: Catalog
) -> None:
    rows = [(name, value, value, value, value, 5 * value) for name, value in INCOME]
    table = [["甲医院2025年9月收支明细表"], ["单位：元"], ["项目", *DEPARTMENTS, "合计"], *rows]

    assert not read(tmp_path, catalog, table).has_values


@pytest.mark.parametrize(("total", "value"), [(300, 300.0), (301, 301.0)])
def test_the_row_of_the_total_below_departments_is_the_hospitals(
    tmp_path: Path, catalog: Catalog, total: int, value: float
) -> None:
    """Most columns add up; whether one does not is for the checks of the figures."""
    rows = [(name, 100 + at, 70 + 10 * at, 20 + at, "7.5") for at, name in enumerate(DEPARTMENTS[:3])]
    sums = ("合计", 303, total - 60, 63, "7.5")
    head = ["科室", "门诊人次", "出院人数", "手术人次", "平均住院日"]
    reading = read(tmp_path, catalog, [["甲医院工作量月报（2025年9月）"], head, *rows, sums])

    assert of(reading, "outpatient_visits") == {("2025-09", ""): 303}
    assert of(reading, "discharges") == {("2025-09", ""): value - 60}
    assert "I126" in {one.rule for one in reading.findings}


def test_months_in_rows_below_fiscal_years_are_those_of_the_calendar(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nfiscal_year_start: 7\n", encoding="utf-8"
    )
    table = below(
        ["Month", "FY2025", "", "FY2024", ""], ["", "Discharges", "Patient days", "Discharges", "Patient days"],
        keys=("Jul", "Jan"), merged=["A1:A2", "B1:C1", "D1:E1"],
    )  # fmt: skip
    read(tmp_path / "data", catalog, **table)
    found = of(intake.read(intake.open_case(tmp_path), catalog), "discharges")

    assert found == {("2024-07", ""): 101, ("2023-07", ""): 103, ("2025-01", ""): 201, ("2024-01", ""): 203}


@pytest.mark.parametrize(("head", "year"), [("Year", 2025), ("Fiscal year", 2024)])
def test_a_year_in_a_column_of_its_own_is_fiscal_where_its_head_says_so(
    tmp_path: Path, catalog: Catalog, head: str, year: int
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nfiscal_year_start: 7\n", encoding="utf-8"
    )
    read(tmp_path / "data", catalog, [[head, "Month", "Discharges", "Patient days"], [2025, "Jul", 10, 50]])

    assert of(intake.read(intake.open_case(tmp_path), catalog), "discharges") == {(f"{year}-07", ""): 10}


GROUPS = ["", "本月", "", "", "本年累计", "", ""]


@pytest.mark.parametrize("parts", [("东院区", "西院区"), ("内科", "外科")])
def test_the_totals_below_the_month_and_the_year_to_date_are_each_of_theirs(
    tmp_path: Path, catalog: Catalog, parts: tuple[str, str]
) -> None:
    """Campuses were taken for other hospitals where nothing but the case named the hospital."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲医院, en: A}}\n", encoding="utf-8")
    rows = [(name, value, 2 * value, 3 * value, 4 * value, 5 * value, 9 * value) for name, value in INCOME]
    heads = [["甲医院收支表"], ["2025年9月", "单位：元"], ["项目", *GROUPS[1:]], ["", *parts, "合计", *parts, "合计"]]
    read(tmp_path / "data", catalog, [*heads, *rows], merged=["A3:A4", "B3:D3", "E3:G3"])
    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert of(reading, "total_income") == {("2025-09", ""): 3000, ("2025-09", "ytd"): 9000}
    assert {one.entity for one in reading.values()} == {"h"}


def test_a_table_of_all_income_is_no_form_of_medical_income(tmp_path: Path, catalog: Catalog) -> None:
    """Most of its lines are rows of that form, and its total is none of them."""
    lines = [("财政拨款收入", 80), ("医疗收入", 900), ("其中：门急诊收入", 400), ("住院收入", 500), ("其他收入", 20),
             ("收入合计", 1000)]  # fmt: skip
    reading = read(tmp_path, catalog, [["甲医院收入明细表"], ["2025年9月", "单位：元"], ["项目", "本月数"], *lines])

    assert of(reading, "total_income") == {("2025-09", ""): 1000}
    assert of(reading, "fiscal_income") == {("2025-09", ""): 80}
    assert of(reading, "outpatient_income") == {("2025-09", ""): 400}
    assert "I33" not in {one.rule for one in reading.findings}


def test_sums_of_groups_of_departments_are_not_added_to_the_total(tmp_path: Path, catalog: Catalog) -> None:
    rows = [
        ("内科", 100, 10),
        ("外科", 200, 20),
        ("临床小计", 300, 30),
        ("放射科", 50, 0),
        ("医技小计", 50, 0),
        ("合计", 350, 30),
    ]
    reading = read(tmp_path, catalog, [["甲医院2025年9月工作量"], ["科室", "门诊人次", "出院人次"], *rows])

    assert of(reading, "outpatient_visits") == {("2025-09", ""): 350}
    assert of(reading, "discharges") == {("2025-09", ""): 30}


@pytest.mark.parametrize("named", ["上月数", "上月"])
def test_a_column_of_the_month_before_is_told(tmp_path: Path, catalog: Catalog, named: str) -> None:
    rows = [(name, value, value - 1, value * 9) for name, value in INCOME]
    head = ["项目", "本月数", named, "本年累计"]
    reading = read(tmp_path, catalog, [["甲医院收支表"], ["2025年9月", "单位：元"], head, *rows])

    assert of(reading, "total_income") == {("2025-09", ""): 1000, ("2025-09", "ytd"): 9000}
    assert [one.place.cell for one in reading.findings if one.rule == "I153"] == ["C3"]


def test_a_change_from_the_month_before_is_one_of_the_changes(tmp_path: Path, catalog: Catalog) -> None:
    rows = [(name, value, 0.1) for name, value in INCOME]
    reading = read(tmp_path, catalog, [["甲医院2025年9月收支表"], ["单位：元"], ["项目", "本月数", "较上月"], *rows])

    assert {one.rule for one in reading.findings} & {"I153", "W58"} == {"W58"}


def test_occupied_bed_days_are_no_share(tmp_path: Path, catalog: Catalog) -> None:
    rows = [(f"{month}月", 100 + month, 900 + month, 8.5) for month in (1, 2, 3)]
    head = ["月份", "出院人数", "占用床日", "平均住院日"]
    reading = read(tmp_path, catalog, [["甲医院2025年月度运营"], head, *rows])

    assert of(reading, "occupied_bed_days")["2025-02", ""] == 902


@pytest.mark.parametrize(("total", "told"), [(306, []), (307, ["E3"])])
def test_a_total_behind_months_that_they_do_not_come_to_is_told(
    tmp_path: Path, catalog: Catalog, total: int, told: list[str]
) -> None:
    """It was left out without a word; of balances and means nothing is added up."""
    rows = [("出院人数", 101, 102, 103, total), ("门诊人次", 201, 202, 203, 606), ("实有床位", 50, 50, 51, 51)]
    reading = read(tmp_path, catalog, [["甲医院2025年运营"], ["指标", "1月", "2月", "3月", "合计"], *rows])

    assert [one.place.cell for one in reading.findings if one.rule == "W83"] == told


@pytest.mark.parametrize(("total", "told"), [(306, []), (307, ["B6"])])
def test_so_is_the_row_of_a_total_below_months(tmp_path: Path, catalog: Catalog, total: int, told: list[str]) -> None:
    rows = [(f"{month}月", 100 + month, 8.5) for month in (1, 2, 3)]
    head = ["月份", "出院人数", "平均住院日"]
    table = [["甲医院2025年月度运营"], [*head, "门诊人次"], *([*row, 5] for row in rows), ["合计", total, 8.5, 15]]
    reading = read(tmp_path, catalog, table)

    assert of(reading, "discharges")["2025-03", ""] == 103
    assert [one.place.cell for one in reading.findings if one.rule == "W83"] == told


def test_the_total_above_its_departments_is_the_hospitals_and_indices_prove_nothing(
    tmp_path: Path, catalog: Catalog
) -> None:
    rows = [("全院", 300, 1.2, 360), ("内科", 100, 1.1, 110), ("外科", 200, 1.25, 250)]
    head = ["病区", "入组病例数", "CMI", "总权重"]
    reading = read(tmp_path, catalog, [["甲医院2025年度DRG绩效"], head, *rows])

    assert of(reading, "drg_cases") == {("2025", ""): 300}
    assert of(reading, "cmi") == {("2025", ""): 1.2}
    assert [one.facts["count"] for one in reading.findings if one.rule == "I126"] == [2]


WARDS = [("内科", 101, 102), ("外科", 51, 52)]


@pytest.mark.parametrize(
    ("title", "item"),
    [("甲医院2025年各病区出院人数统计表", "discharges"), ("2025年各病区医保出院人数", "discharges_insured"),
     ("2025年各病区肿瘤患者出院人数", None), ("2025年各病区出院人数占比", None), ("2025年各病区出院人数（万人次）", None),
     ("2025年各病区平均出院人数", None), ("2025年各病区出院人数及门诊人次", None)],
)  # fmt: skip
def test_a_table_of_departments_has_the_measure_of_its_title(
    tmp_path: Path, catalog: Catalog, title: str, item: str | None
) -> None:
    """What a title says more may mean a part of it, a share or a mean, and leaves it unread."""
    reading = read(tmp_path, catalog, [[title], ["病区", "1月", "2月"], *WARDS, ("合计", 152, 154)])

    found = {(one.item, one.period): one.value for one in reading.values() if not one.derived}
    assert found == ({(item, "2025-01"): 152, (item, "2025-02"): 154} if item else {})
    assert ("I155" in {one.rule for one in reading.findings}) is (item is not None)


def test_a_mean_beside_the_months_of_such_a_table_is_left_out(tmp_path: Path, catalog: Catalog) -> None:
    rows = [(*row, sum(row[1:]), 1.5) for row in [*WARDS, ("合计", 152, 154)]]
    reading = read(tmp_path, catalog, [["2025年各病区出院人数"], ["病区", "1月", "2月", "合计", "月均"], *rows])

    assert of(reading, "discharges") == {("2025-01", ""): 152, ("2025-02", ""): 154}


def test_without_the_proof_of_each_column_the_total_is_no_measure(tmp_path: Path, catalog: Catalog) -> None:
    rows = [*WARDS, ("合计", 152, 159)]
    reading = read(tmp_path, catalog, [["2025年各病区出院人数"], ["病区", "1月", "2月"], *rows])

    assert [*reading.values()] == []


def test_rows_of_single_days_are_told(tmp_path: Path, catalog: Catalog) -> None:
    rows = [(f"2025-09-{day:02}", 100 + day, 10 + day, day) for day in range(1, 5)]
    reading = read(tmp_path, catalog, [["日期", "门诊人次", "出院人数", "手术人次"], *rows])

    assert [*reading.values()] == []
    assert [(one.rule, one.facts["count"]) for one in reading.findings if one.rule == "I156"] == [("I156", 4)]


def test_counts_with_decimals_are_told_and_those_in_ten_thousands_are_none(tmp_path: Path, catalog: Catalog) -> None:
    rows = [
        ("门诊人次", "人次", 45.2, 46),
        ("出院人数", "万人次", 1.2345, 1.2),
        ("病例组合指数（CMI）", "", 1.02, 1.01),
    ]
    reading = read(tmp_path, catalog, [["甲医院工作量"], ["指标", "单位", "2025年", "2024年"], *rows])

    assert of(reading, "discharges")["2025", ""] == 12345
    assert [(one.place.cell, one.facts["value"]) for one in reading.findings if one.rule == "W82"] == [("C3", 45.2)]


def test_a_table_of_which_less_than_half_is_known_says_so(tmp_path: Path, catalog: Catalog) -> None:
    rows = [("出院人数", 1), ("门诊人次", 2), *((f"自设指标{letter}", 3) for letter in "甲乙丙丁戊己庚辛壬癸")]
    reading = read(tmp_path, catalog, [["甲医院2025年度指标"], ["指标", "2025年"], *rows])

    told = [(one.facts["known"], one.facts["lines"]) for one in reading.findings if one.rule == "I157"]
    assert told == [(2, 12)]


def test_chinese_medicines_without_a_word_of_whose_are_not_those_of_outpatients(
    tmp_path: Path, catalog: Catalog
) -> None:
    rows = [("医疗收入", 900), ("药品收入合计", 300), ("中药饮片收入", 30)]
    reading = read(tmp_path, catalog, [["甲医院2025年度"], ["单位：元"], ["项目", "本年数"], *rows])

    assert {one.item for one in reading.values()} == {"medical_income", "drug_income", "tcm_pieces_income"}


@pytest.mark.parametrize(
    ("head", "read_as"), [("9月滚动", None), ("9月欠费", None), ("9月合计", 3), ("9月末", 3), ("9月30日", 3)]
)
def test_an_unknown_word_behind_a_month_makes_another_column(
    tmp_path: Path, catalog: Catalog, head: str, read_as: int | None
) -> None:
    """A head of a month and any word was read as that of the month."""
    rows = [("出院人数", 1, 3), ("门诊人次", 2, 4)]
    reading = read(tmp_path, catalog, [["甲医院2025年运营"], ["指标", "8月", head], *rows])

    assert of(reading, "discharges").get(("2025-09", "")) == read_as
    assert of(reading, "discharges")["2025-08", ""] == 1


@pytest.mark.parametrize(("zeros", "periods"), [(1, ["2025-01", "2025-02", "2025-03"]), (3, ["2025-01", "2025-02"])])
def test_several_months_of_noughts_are_to_come_though_the_table_is_small(
    tmp_path: Path, catalog: Catalog, zeros: int, periods: list[str]
) -> None:
    months = [f"{month}月" for month in range(1, 3 + zeros)]
    rows = [(name, 100, 101, *[0] * zeros) for name in ("医疗收入", "其他收入")]
    reading = read(tmp_path, catalog, [["甲医院2025年收入"], ["单位：元"], ["项目", *months], *rows])

    assert sorted(period for period, view in of(reading, "medical_income") if not view) == periods


def test_rows_of_noughts_behind_the_last_month_are_to_come(tmp_path: Path, catalog: Catalog) -> None:
    """The form of a year, filled in as far as March: its other months were read as nil."""
    rows = [(f"{month}月", *([month] * 3 if month < 4 else [0] * 3)) for month in range(1, 13)]
    head = ["月份", "门诊人次", "出院人数", "手术人次"]
    reading = read(tmp_path, catalog, [["甲医院2025年月度运营"], head, *rows, ("合计", 6, 6, 6)])

    assert {period for period, view in of(reading, "discharges") if not view} == {"2025-01", "2025-02", "2025-03"}
    assert len([one for one in reading.findings if one.rule == "I45"]) == 9
    assert "W83" not in {one.rule for one in reading.findings}


@pytest.mark.parametrize("heads", [("Account", "Debit", "Credit"), ("会计科目", "借方发生额", "贷方发生额")])
def test_a_trial_balance_without_a_period_is_told_as_one(
    tmp_path: Path, catalog: Catalog, heads: tuple[str, str, str]
) -> None:
    reading = read(tmp_path, catalog, [heads, ("1002 银行存款", 5, 3), ("1212 应收账款", 2, 1), ("Cash", 5, 3)])

    assert [*reading.values()] == []
    assert "I77" in {one.rule for one in reading.findings}


@pytest.mark.parametrize(
    ("heads", "parts"),
    [(["1月", "2月", "3月", "一季度"], [1, 2, 3]), (["一季度", "二季度", "三季度", "四季度", "全年"], [1, 2, 3, 4]),
     (["1月", "2月", "3月", "1-3月累计"], [1, 2, 3]), ([*(f"{month}月" for month in range(1, 13)), "全年"], [*range(12)])],
)  # fmt: skip
@pytest.mark.parametrize("off", [0, 1])
def test_a_quarter_or_year_beside_all_of_its_parts_is_held_to_them(
    tmp_path: Path, catalog: Catalog, heads: list[str], parts: list[int], off: int
) -> None:
    """Counts of a year were held to nothing, and quarters to neither months nor years."""
    rows = [("出院人数", *parts, sum(parts) + off), ("门急诊人次", *parts, sum(parts))]
    reading = read(tmp_path, catalog, [["甲医院2025年工作量"], ["指标", *heads], *rows])

    told = [(one.place.row, one.facts["sum"]) for one in reading.findings if one.rule == "W83"]
    assert told == [(3, sum(parts))] * off
