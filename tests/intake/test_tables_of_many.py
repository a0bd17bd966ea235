"""Wide and tidy tables, budgets and operations, by mapping.yaml or by their heads."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from intake import rows as rows_of
from reportgen import intake
from reportgen.catalog import Catalog

from .conftest import Write, rules

PANEL = """
Org ID,Name,Type,Year,Begin,End,Assets,Debts,Phone
7,"North
Hospital",A,2023,1/1/2023,12/31/2023,"1,000",400,1
8,South,A,2023,1/1/2023,6/30/2023,2000,900,2
8,South,A,2023,7/1/2023,12/31/2023,2100,950,3
9,Clinic,B,2023,1/1/2023,12/31/2023,5,1,4
10,East,A,2023,1/1/2023,12/31/2023,3000,n.a.,5
"""
MAPPING = """
sources:
  - file: data/panel.csv
    layout: wide
    entity: {id: Org ID, name: Name, pad: 3, group: Type}
    period: Year
    period_start: Begin
    period_end: End
    unit: 10000
    where: {Type: A}
    columns: {Assets: total_assets, Debts: total_liabilities}
    unread: [Phone]
"""


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("regime: other\ncurrency: USD\n", encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "data" / "panel.csv").write_text(PANEL.lstrip(), encoding="utf-8")
    return tmp_path


def read(folder: Path, catalog: Catalog) -> intake.Reading:
    return intake.read(intake.open_case(folder), catalog)


@pytest.mark.serves("001-30")
def test_a_row_is_a_hospital_and_a_column_an_item(panel: Path, catalog: Catalog):
    dataset = read(panel, catalog).dataset

    assert dataset.value("total_assets", "007", "2023") == 10_000_000
    assert dataset.value("total_assets", "009", "2023") is None
    assert dataset.entities["010"].name == "East"
    assert dataset.entities["010"].group == "A"


def test_a_cell_of_a_text_table_knows_its_line_even_behind_a_line_break(panel: Path, catalog: Catalog):
    place = read(panel, catalog).dataset.place(("total_assets", "010", "2023", ""))

    assert place is not None
    assert (place.file, place.sheet, place.cell, place.line) == ("data/panel.csv", None, "G7", 7)


def test_parts_of_a_year_are_not_taken_for_a_year(panel: Path, catalog: Catalog):
    reading = read(panel, catalog)

    assert [f.facts["days"] for f in reading.findings if f.rule == "I27"] == [181, 184]
    assert reading.dataset.value("total_assets", "008", "2023") is None


def test_what_is_no_number_is_told_by_cell(panel: Path, catalog: Catalog):
    reading = read(panel, catalog)

    assert [(f.rule, f.place.cell) for f in reading.findings if f.rule == "I09"] == [("I09", "H7")]
    assert reading.dataset.value("total_liabilities", "010", "2023") is None


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("Assets: total_assets", "Assets: total_asets"), "I24"),
        (("Assets: total_assets", "Aset: total_assets"), "I23"),
        (("unread: [Phone]", "unread: []"), "I25"),
        (("data/panel.csv", "data/panels.csv"), "I22"),
        (("data/panel.csv", "../panel.csv"), "I06"),
        (("Debts: total_liabilities", "Name: total_liabilities"), "I40"),
        (("    entity: {id: Org ID, name: Name, pad: 3, group: Type}\n", ""), "I180"),
    ],
)
def test_mistakes_of_the_mapping_are_told(panel: Path, catalog: Catalog, change: tuple[str, str], rule: str):
    (panel / "mapping.yaml").write_text(MAPPING.replace(*change), encoding="utf-8")

    assert rule in rules(read(panel, catalog))


def test_first_and_last_days_alone_say_which_year_it_is(panel: Path, catalog: Catalog):
    (panel / "mapping.yaml").write_text(MAPPING.replace("    period: Year\n", ""), encoding="utf-8")
    ended = PANEL.replace('7,"North\nHospital",A,2023,1/1/2023,12/31/2023', "7,North,A,,7/1/2021,6/30/2022")
    (panel / "data" / "panel.csv").write_text(ended.lstrip(), encoding="utf-8")
    reading = read(panel, catalog)

    assert reading.dataset.value("total_assets", "007", "2022") == 10_000_000
    assert reading.dataset.value("total_assets", "010", "2023") == 30_000_000
    assert [f.facts["days"] for f in reading.findings if f.rule == "I27"] == [181, 184]


@pytest.mark.parametrize(("start", "years"), [(4, ["2023", "2024"]), (1, [])])
def test_a_fiscal_year_of_two_calendar_years_is_the_one_in_which_it_ends(
    tmp_path: Path, catalog: Catalog, start: int, years: list[str]
):
    """Of a hospital whose years are calendar years nobody knows which of the two is meant."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(f"regime: other\nfiscal_year_start: {start}\n", encoding="utf-8")
    source = "{file: data/p.csv, layout: wide, entity: {id: Code}, period: Year, columns: {Assets: total_assets}}"
    (tmp_path / "mapping.yaml").write_text(f"sources: [{source}]\n", encoding="utf-8")
    (tmp_path / "data" / "p.csv").write_text("Code,Year,Assets\nR1,2022/23,5\nR1,FY2023-24,6\n", encoding="utf-8")
    reading = read(tmp_path, catalog)

    assert sorted({one.period for one in reading.values()}) == years
    assert ("I29" in rules(reading)) is not bool(years)


def test_a_source_without_a_period_is_told_what_to_write(panel: Path, catalog: Catalog):
    without = "".join(line for line in MAPPING.splitlines(keepends=True) if "period" not in line)
    (panel / "mapping.yaml").write_text(without, encoding="utf-8")

    (found,) = (one for one in read(panel, catalog).findings if one.rule == "I180")
    said = catalog.messages.say(found, "en")
    assert said.message.startswith("mapping.yaml does not give period:")
    assert "period_start and period_end" in (said.fix or "")


def test_an_unknown_item_is_told_with_its_line_and_the_nearest(panel: Path, catalog: Catalog):
    (panel / "mapping.yaml").write_text(MAPPING.replace("total_assets", "total_asets"), encoding="utf-8")

    found = next(f for f in read(panel, catalog).findings if f.rule == "I24")

    assert (found.place.file, found.place.line) == ("mapping.yaml", 11)
    assert found.facts["nearest"] == "total_assets"


def test_two_rows_of_one_hospital_and_year_are_not_chosen_from(panel: Path, catalog: Catalog):
    text = PANEL.replace("6/30/2023", "12/31/2023").replace("7/1/2023", "1/1/2023").lstrip()
    (panel / "data" / "panel.csv").write_text(text, encoding="utf-8")

    reading = read(panel, catalog)

    assert "I42" in rules(reading)
    assert reading.dataset.value("total_assets", "008", "2023") is None


def test_a_panel_in_a_workbook_reads_like_one_in_text(tmp_path: Path, catalog: Catalog, write: Write):
    (tmp_path / "case.yaml").write_text("regime: other\n", encoding="utf-8")
    mapping = dedent("""
        sources:
          - {file: data/p.xlsx, sheet: "P*", layout: wide, entity: {id: Id}, period: "2024", columns: {Assets: total_assets}}
    """)
    (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
    write([["Id", "Assets"], [1, 5.5]], "data/p.xlsx", "Panel")

    dataset = read(tmp_path, catalog).dataset

    assert dataset.value("total_assets", "1", "2024") == 5.5
    assert str(dataset.place(("total_assets", "1", "2024", ""))) == "data/p.xlsx › Panel!B2"


@pytest.mark.parametrize(
    ("encoding", "separator", "head"),
    [
        ("utf-8", ",", "entity,period,item,value,unit"),
        ("utf-8-sig", ";", "单位,期间,项目,数值,计量单位"),
        ("utf-16", "\t", "单位,期间,项目,数值,计量单位"),
        ("gb18030", ",", "单位,期间,项目,数值,计量单位"),
    ],
)
def test_a_tidy_table_needs_no_mapping(tmp_path: Path, catalog: Catalog, encoding: str, separator: str, head: str):
    lines = [
        head,
        "甲院,2025-10,门急诊人次,1200,",
        "甲院,2025-10,cash_and_bank,1.25,万元",
        "甲院,2025,资产总计,99.5,元",
    ]
    text = "\r\n".join(line.replace(",", separator) for line in lines)
    (tmp_path / "t.csv").write_bytes(text.encode(encoding))

    reading = intake.read_paths([tmp_path], catalog)

    assert rules(reading) == []
    assert reading.dataset.value("outpatient_emergency_visits", "甲院", "2025-10") == 1200
    assert reading.dataset.value("cash_and_bank", "甲院", "2025-10") == 12500
    place = reading.dataset.place(("total_assets", "甲院", "2025", ""))
    assert place is not None
    assert place.line == 4


def test_wrong_rows_of_a_tidy_table_are_told(tmp_path: Path, catalog: Catalog):
    text = "entity,period,item,value\nA,2025-13,cash_and_bank,1\nA,2025,cash_and_bnk,2\nA,2025,inventories,x\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")

    reading = intake.read_paths([tmp_path], catalog)

    assert [(f.rule, f.place.line) for f in reading.findings] == [("I29", 2), ("I33", 3), ("I09", 4)]


def test_operations_by_month_add_up_to_the_year_and_say_that_they_were_added(
    tmp_path: Path, catalog: Catalog, write: Write
):
    months = [f"{number}月" for number in range(1, 13)]
    rows = [
        ["运营数据表", *[None] * 13],
        ["编制单位：甲院", "2025年度", *[None] * 12],
        ["项目", "单位", *months],
        ["出院人数", "人次", *range(1, 13)],
        ["病例组合指数", None, *[1.5] * 12],
    ]
    write(rows, "ops.xlsx")

    dataset = intake.read_paths([tmp_path], catalog).dataset

    assert dataset.value("discharges", "甲院", "2025-03") == 3
    assert dataset.value("discharges", "甲院", "2025-03", "ytd") == 6
    assert dataset.value("discharges", "甲院", "2025") == 78
    assert dataset.derived(("discharges", "甲院", "2025", ""))
    assert not dataset.derived(("discharges", "甲院", "2025-03", ""))
    assert dataset.value("cmi", "甲院", "2025") is None


def test_a_month_follows_from_two_years_to_date(tmp_path: Path, catalog: Catalog, write: Write):
    for month, value in ((1, 10.0), (2, 25.0)):
        head = [["收支", None, None], ["编制单位：甲院", f"2025年{month}月", "单位：元"], ["项目", "本年累计数", None]]
        write([*head, ["医疗活动收入合计", value, None], ["单位管理费用", 3.0 * month, None]], f"{month}.xlsx")

    dataset = intake.read_paths([tmp_path], catalog).dataset

    assert dataset.value("medical_activity_income", "甲院", "2025-02") == 15
    assert dataset.derived(("medical_activity_income", "甲院", "2025-02", ""))


@pytest.mark.serves("001-42")
def test_budgets_are_a_view_of_the_year_and_of_its_months(tmp_path: Path, catalog: Catalog, write: Write):
    (tmp_path / "case.yaml").write_text('regime: "2019"\nentity: {id: a, name: {zh: 甲院, en: A}}\n', encoding="utf-8")
    rows = [
        ["收入费用预算表", None, None, None],
        ["编制单位：甲院", "2026年度", None, "单位：万元"],
        ["项目", "全年预算", "1月", "2月"],
        ["一、本期收入", 120, 10, 9],
        ["二、本期费用", 110, 9, 9],
        ["三、本期盈余", 10, 1, 0],
    ]
    write(rows, "budget/2026.xlsx")

    reading = read(tmp_path, catalog)

    assert reading.dataset.value("total_income", "a", "2026", "budget") == 1_200_000
    assert reading.dataset.value("total_income", "a", "2026-02", "budget") == 90_000
    assert reading.dataset.value("total_income", "a", "2026") is None
    assert reading.dataset.value("total_expense", "a", "2026-01", "budget") == 90_000
    assert reading.dataset.value("total_income", "a", "2026-03", "budget") is None
    assert reading.dataset.forms == ()


def test_a_large_panel_is_read_in_a_moment(panel: Path, catalog: Catalog):
    import time

    lines = [f"{n},H{n},A,2023,1/1/2023,12/31/2023,{n}.5,{n},1" for n in range(30_000)]
    text = PANEL.lstrip().partition("\n")[0] + "\n" + "\n".join(lines) + "\n"
    (panel / "data" / "panel.csv").write_text(text, encoding="utf-8")

    began = time.perf_counter()
    reading = read(panel, catalog)

    assert time.perf_counter() - began < 10
    assert reading.dataset.values.shape[0] == 30_000


def test_a_name_of_two_statements_belongs_to_that_of_the_column_before_it(tmp_path: Path, catalog: Catalog):
    """A summary of a group: balances first, then income, expenses and their difference."""
    heads = "医院,年度,流动资产合计,资产总计,流动负债合计,负债合计,净资产合计,本期收入,本期费用,本期盈余\n"
    (tmp_path / "t.csv").write_text(f"{heads}甲,2025,5,10,3,4,6,9,8,1\n乙,2025,5,10,3,4,6,9,7,2\n", encoding="utf-8")

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("period_surplus", "乙", "2025") == 2
    assert reading.dataset.value("current_surplus_balance", "乙", "2025") is None


CAMPUSES = [
    ["收入费用表"],
    ["编制单位：甲县人民医院", "2025年度", None, "单位：元"],
    ["项目", "本部", "东院区", "合计"],
    ["一、本期收入", 30, 20, 50],
    ["二、本期费用", 27, 18, 45],
    ["三、本期盈余", 3, 2, 5],
]


@pytest.mark.parametrize("heads", [["本部", "东院区", "合计"], ["总院", "甲县人民医院城南分院", "总计"]])
def test_of_the_campuses_of_a_hospital_the_total_is_read(
    heads: list[str], write: Write, tmp_path: Path, catalog: Catalog
):
    write([*CAMPUSES[:2], ["项目", *heads], *CAMPUSES[3:]])

    reading = intake.read_paths([tmp_path], catalog)

    assert {(one.entity, one.item, one.value) for one in reading.values()} == {
        ("甲县人民医院", "total_income", 50), ("甲县人民医院", "total_expense", 45), ("甲县人民医院", "period_surplus", 5),
    }  # fmt: skip
    assert [(found.rule, found.place.cell) for found in reading.findings] == [("W58", "B3")]


def test_each_side_of_a_balance_sheet_has_the_total_of_its_own_campuses(write: Write, tmp_path: Path, catalog: Catalog):
    heads = ["本部", "东院区", "合计"]
    write([
        ["资产负债表"], ["编制单位：甲县人民医院", "2025年12月31日", None, "单位：元"],
        ["资产", *heads, "负债和净资产", *heads],
        ["货币资金", 1, 2, 3, "短期借款", 1, 0, 1], ["流动资产合计", 1, 2, 3, "流动负债合计", 1, 0, 1],
        ["资产总计", 1, 2, 3, "负债和净资产总计", 1, 2, 3],
    ])  # fmt: skip

    reading = intake.read_paths([tmp_path], catalog)

    value = reading.dataset.value
    assert [value(item, "甲县人民医院", "2025") for item in ("cash_and_bank", "short_term_loans")] == [3, 1]


def test_columns_of_hospitals_stay_those_of_hospitals(write: Write, tmp_path: Path, catalog: Catalog):
    write([*CAMPUSES[:2], ["项目", "甲县人民医院", "乙县人民医院", "合计"], *CAMPUSES[3:]])

    value = intake.read_paths([tmp_path], catalog).dataset.value

    assert [value("total_income", name, "2025") for name in ("甲县人民医院", "乙县人民医院")] == [30, 20]


def test_campuses_without_a_total_are_told_with_the_sum_to_enter(write: Write, tmp_path: Path, catalog: Catalog):
    write([
        *CAMPUSES[:2], [None, "本部", None, "东院区", None], ["项目", "本年数", "上年数", "本年数", "上年数"],
        *[[label, 3, 2, 2, 1] for label, *_ in CAMPUSES[3:]],
    ])  # fmt: skip

    reading = intake.read_paths([tmp_path], catalog)

    assert not reading.has_values
    found = reading.findings[0]
    assert (found.rule, found.facts["heads"], found.facts["formula"]) == ("W67", ("本部", "东院区"), "=B5+D5")


@pytest.mark.parametrize(
    ("own", "told"), [("甲县人民医院", [("I80", "乙县人民医院", 1)]), ("丙医院", [("I80", "甲县人民医院", 2)])]
)
def test_columns_of_other_hospitals_are_told_in_a_case_of_one(
    own: str, told: list[tuple[str, str, int]], write: Write, tmp_path: Path, catalog: Catalog
):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(f"entity: {{id: own, name: {{zh: {own}, en: Own}}}}\n", "utf-8")
    rows = [["收入费用汇总表"], ["2025年度", None, None, "单位：元"], ["项目", "甲县人民医院", "乙县人民医院", "合计"]]
    write([*rows, *CAMPUSES[3:]], name="data/a.xlsx")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert [(found.rule, found.facts["name"], found.facts["count"]) for found in reading.findings] == told


AMERICANS = """(in dollars)
Facility ID,Facility Name,Fiscal Year,Net patient service revenue,Total operating expenses,Total assets,Discharges
101,Memorial Hospital,2025,4100,3950,9100,305
102,Memorial Hospital,2025,5100,4990,9950,330
"""
CASE_OF_MANY = "group: {id: lake, name: {zh: 湖区, en: Lake}}\ncurrency: USD\nfiscal_year_start: 7\n"


def test_of_two_hospitals_of_one_name_the_code_says_which(tmp_path: Path, catalog: Catalog):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE_OF_MANY, encoding="utf-8")
    (tmp_path / "data" / "a.csv").write_text(AMERICANS, encoding="utf-8")
    reading = read(tmp_path, catalog)

    assert {one: entity.name for one, entity in reading.dataset.entities.items()} == {
        "101": "Memorial Hospital", "102": "Memorial Hospital",
    }  # fmt: skip
    assert [reading.dataset.value("total_assets", one, "2025") for one in ("101", "102")] == [9100, 9950]
    assert not {*rules(reading)} & {"I13", "I29", "W05"}


def test_a_table_without_codes_means_the_hospital_that_another_one_calls_so(tmp_path: Path, catalog: Catalog):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE_OF_MANY, encoding="utf-8")
    (tmp_path / "data" / "a.csv").write_text(AMERICANS.replace("102,Memorial", "102,Pine"), encoding="utf-8")
    (tmp_path / "data" / "b.csv").write_text(
        "Hospital,Fiscal Year,Patient days,Staffed beds,ED visits\nPine Hospital,2025,900,4,77\n", encoding="utf-8"
    )

    assert read(tmp_path, catalog).dataset.value("occupied_bed_days", "102", "2025") == 900


def test_what_follows_from_the_columns_of_a_table_of_many_is_worked_out_as_on_a_statement(
    tmp_path: Path, catalog: Catalog
):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE_OF_MANY, encoding="utf-8")
    (tmp_path / "data" / "a.csv").write_text(AMERICANS, encoding="utf-8")
    reading = read(tmp_path, catalog)

    key = ("medical_surplus", "101", "2025", "")
    assert reading.dataset.value(*key[:3]) == 150
    assert reading.dataset.derived(key)
    told = [finding.facts["lines"] for finding in reading.findings if finding.rule == "I98"]
    assert told == [("Net patient service revenue", "Total operating expenses")]


BALANCES = "单位名称,年度,总收入,总支出,收支结余,总资产\n甲院,2025,250,245,{first},300\n乙院,2025,150,147,3,180\n"


@pytest.mark.parametrize(("first", "value", "told"), [("5", 5, "I124"), ("9", None, "I33")])
def test_a_balance_in_a_table_of_many_is_the_surplus_where_all_rows_prove_it(
    tmp_path: Path, catalog: Catalog, first: str, value: float | None, told: str
):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("group: {id: g, name: {zh: 集团, en: Group}}\n", encoding="utf-8")
    (tmp_path / "data" / "a.csv").write_text(BALANCES.format(first=first), encoding="utf-8")
    reading = read(tmp_path, catalog)

    assert reading.dataset.value("period_surplus", "甲院", "2025") == value
    assert "balance_1998" not in reading.dataset.values
    assert told in rules(reading)


def test_a_name_of_rules_that_were_over_means_none_of_their_items_in_a_row_of_its_own(tmp_path: Path, catalog: Catalog):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲, en: A}}\n", encoding="utf-8")
    table = "期间,项目,数值,单位\n2025,收支结余,5,元\n1999,收支结余,4,元\n"
    (tmp_path / "data" / "a.csv").write_text(table, encoding="utf-8")
    reading = read(tmp_path, catalog)

    assert [one.period for one in reading.values() if one.item == "balance_1998"] == ["1999"]
    assert [f.place.line for f in reading.findings if f.rule == "I33"] == [2]


def test_a_name_of_two_hospitals_means_neither_of_them_in_a_table_without_codes(tmp_path: Path, catalog: Catalog):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE_OF_MANY, encoding="utf-8")
    (tmp_path / "data" / "a.csv").write_text(AMERICANS, encoding="utf-8")
    (tmp_path / "data" / "b.csv").write_text(
        "Hospital,Fiscal Year,Patient days,Staffed beds,ED visits\nMemorial Hospital,2025,900,4,77\n", encoding="utf-8"
    )
    dataset = read(tmp_path, catalog).dataset

    assert [dataset.value("occupied_bed_days", one, "2025") for one in ("101", "102")] == [None, None]
    assert dataset.value("occupied_bed_days", "Memorial Hospital", "2025") == 900


def test_a_member_is_known_by_its_code_before_its_name(tmp_path: Path, catalog: Catalog):
    (tmp_path / "data").mkdir()
    members = "members: {'101': {zh: 甲, en: Memorial Hospital}, '102': {zh: 乙, en: Memorial Hospital}}"
    (tmp_path / "case.yaml").write_text(
        CASE_OF_MANY.replace("}\ncurrency", f", {members}}}\ncurrency", 1), encoding="utf-8"
    )
    (tmp_path / "data" / "a.csv").write_text(AMERICANS, encoding="utf-8")
    dataset = read(tmp_path, catalog).dataset

    assert [dataset.value("total_assets", one, "2025") for one in ("101", "102")] == [9100, 9950]


@pytest.mark.parametrize("words", ["本年累计", "累计", "本年累计数"])
def test_the_longest_words_behind_an_item_tell_which_figure_it_is(tmp_path: Path, catalog: Catalog, words: str) -> None:
    """累计 ends 本年累计: which of them was found first was by chance, and the column read or not from run to run."""
    rows = [
        ("2025年9月公立医院收支月报表", "", "", "", "单位：元"),
        ("单位名称", "本期收入", "", "本期费用", ""),
        ("", "本月数", words, "本月数", words),
        ("青禾县人民医院", 900, 8100, 880, 7900),
        ("青禾县中医院", 450, 4050, 440, 3950),
    ]

    reading = rows_of.read(tmp_path, catalog, rows)

    assert reading.dataset.value("total_income", "青禾县人民医院", "2025-09") == 900
    assert reading.dataset.value("total_income", "青禾县人民医院", "2025-09", "ytd") == 8100
    assert reading.dataset.value("total_expense", "青禾县中医院", "2025-09", "ytd") == 3950
