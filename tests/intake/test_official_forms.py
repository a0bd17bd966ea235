"""Official forms: recognised by their rows, read with places, nothing guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.model.finding import Severity

from .conftest import Write, rules

Read = Callable[[], intake.Reading]
Figures = Callable[..., Mapping[str, int]]

BALANCE, INCOME, DETAIL, NET = "会政财01", "会政财02", "会政财02附01", "会政财03"
STOCKS = ("期末余额", "年初余额")
FLOWS = ("本月数", "本年累计数")
YEARS = ("本年数", "上年数")


@pytest.mark.parametrize(
    ("code", "date", "heads", "period", "views"),
    [
        (BALANCE, "2025年10月31日", STOCKS, "2025-10", ("", "open")),
        (BALANCE, "2025年12月31日", STOCKS, "2025", ("", "open")),
        (INCOME, "2025年10月", FLOWS, "2025-10", ("", "ytd")),
        (INCOME, "2025年度", YEARS, "2025", ("", "comp")),
        (DETAIL, "2025年度", YEARS, "2025", ("", "comp")),
        ("会政财04", "2025年度", ("本年金额", "上年金额"), "2025", ("", "comp")),
        ("会政预02", "2025年度", YEARS, "2025", ("", "comp")),
        ("会医01", "2017年12月31日", STOCKS, "2017", ("", "open")),
        ("会医02附01", "2017年10月", FLOWS, "2017-10", ("", "ytd")),
    ],
)
def test_every_line_of_a_form_is_read_with_its_view(
    small: ModuleType, catalog: Catalog, write: Write, read: Read, figures: Figures,
    code: str, date: str, heads: tuple[str, str], period: str, views: tuple[str, str],
):  # fmt: skip
    now, other = figures(code), figures(code, 3)
    write(small.sheet(code, date, heads, [now, other], catalog=catalog))

    reading = read()

    assert rules(reading) == []
    assert [form.form for form in reading.dataset.forms] == [code]
    for view, expected in zip(views, (now, other), strict=True):
        got = {item: reading.dataset.value(item, "示例医院", period, view) for item in expected}
        assert got == expected


def test_a_value_knows_its_cell(small: ModuleType, catalog: Catalog, write: Write, read: Read, figures: Figures):
    write(small.sheet(BALANCE, "2025年10月31日", STOCKS, [figures(BALANCE)] * 2, catalog=catalog), sheet="资产负债表")

    place = read().dataset.place(("net_assets", "示例医院", "2025-10", "open"))

    row = 5 + [line.item for line in catalog.forms[BALANCE].right_rows].index("net_assets")
    assert str(place) == f"a.xlsx › 资产负债表!F{row}"


def test_a_label_met_twice_belongs_to_the_section_above_it(small: ModuleType, write: Write, read: Read):
    rows = small.sheet(DETAIL, "2025年度", YEARS, [{"outpatient_drug_income": 1, "inpatient_drug_income": 2}] * 2)
    write([row for row in rows if row[0] not in {"　　　　诊察收入", "　　　　检查收入"}])

    dataset = read().dataset

    assert dataset.value("outpatient_drug_income", "示例医院", "2025") == 1
    assert dataset.value("inpatient_drug_income", "示例医院", "2025") == 2


def test_a_label_without_its_section_is_not_guessed(small: ModuleType, write: Write, read: Read):
    rows = small.sheet(DETAIL, "2025年度", YEARS, [{"medical_activity_income": 5, "inpatient_drug_income": 2}] * 2)
    drugs = [row for row in rows if str(row[0]).strip("\u3000") in {"医疗活动收入合计", "药品收入"}]
    write([*rows[:4], drugs[0], drugs[-1], rows[-1]])

    reading = read()

    assert "I14" in rules(reading)
    assert reading.dataset.value("medical_activity_income", "示例医院", "2025") == 5
    assert reading.dataset.value("outpatient_drug_income", "示例医院", "2025") is None
    assert reading.dataset.value("inpatient_drug_income", "示例医院", "2025") is None


def test_one_long_list_of_both_sides_is_read_too(small: ModuleType, write: Write, read: Read, figures: Figures):
    made = figures(BALANCE)
    rows = small.sheet(BALANCE, "2025年10月31日", STOCKS, [made, made])
    left = [row[:3] for row in rows[4:-1]]
    right = [row[3:] for row in rows[4:-1] if row[3]]
    write([*[row[:3] for row in rows[:2]], [rows[2][0], rows[2][1], "单位：元"], ["项目", *STOCKS], *left, *right])

    dataset = read().dataset

    assert {item: dataset.value(item, "示例医院", "2025-10") for item in made} == made


def test_opening_before_closing_is_told_by_the_head(small: ModuleType, write: Write, read: Read, figures: Figures):
    write(small.sheet(BALANCE, "2025年10月31日", ("年初余额", "期末余额"), [figures(BALANCE), figures(BALANCE, 2)]))

    dataset = read().dataset

    assert dataset.value("cash_and_bank", "示例医院", "2025-10", "open") == figures(BALANCE)["cash_and_bank"]
    assert dataset.value("cash_and_bank", "示例医院", "2025-10") == figures(BALANCE, 2)["cash_and_bank"]


def test_ten_thousand_yuan_become_yuan(small: ModuleType, write: Write, read: Read):
    write(
        small.sheet(
            BALANCE, "2025年10月31日", STOCKS, [{"cash_and_bank": 19179.86, "net_assets": 1.1}] * 2, unit="万元"
        )
    )

    dataset = read().dataset

    assert dataset.value("cash_and_bank", "示例医院", "2025-10") == 191798600.0
    assert dataset.step(("cash_and_bank", "示例医院", "2025-10", "")) == 100.0


@pytest.mark.parametrize(("unit", "step"), [("万元", 10_000.0), ("元", 0.01)])
def test_whole_ten_thousands_are_rounded_to_them_and_whole_yuan_are_exact(
    small: ModuleType, write: Write, read: Read, figures: Figures, unit: str, step: float
):
    write(small.sheet(BALANCE, "2025年10月31日", STOCKS, [figures(BALANCE), figures(BALANCE, 2)], unit=unit))

    assert read().dataset.step(("cash_and_bank", "示例医院", "2025-10", "")) == step


def test_a_floating_tail_is_dropped_half_up(small: ModuleType, write: Write, read: Read):
    write(small.sheet(BALANCE, "2025年10月31日", STOCKS, [{"cash_and_bank": 0.1 + 0.2, "inventories": 2.675}] * 2))

    dataset = read().dataset

    assert dataset.value("cash_and_bank", "示例医院", "2025-10") == 0.3
    assert dataset.value("inventories", "示例医院", "2025-10") == 2.68


def test_without_a_unit_nothing_is_read_and_the_user_is_asked(
    small: ModuleType, write: Write, read: Read, figures: Figures
):
    write(small.sheet(INCOME, "2025年度", YEARS, [figures(INCOME)] * 2, unit=None))

    reading = read()

    assert rules(reading) == ["W05"]
    assert not reading.has_values


def test_without_a_date_nothing_is_read(small: ModuleType, write: Write, read: Read, figures: Figures):
    write(small.sheet(INCOME, "", YEARS, [figures(INCOME)] * 2))

    reading = read()

    assert rules(reading) == ["I17"]
    assert not reading.has_values


def test_a_misspelt_name_is_proposed_and_not_read(small: ModuleType, write: Write, read: Read, figures: Figures):
    rows = small.sheet(BALANCE, "2025年12月31日", STOCKS, [figures(BALANCE)] * 2)
    write(rows, changes={(5, 0): "　　货币资经"})

    reading = read()

    assert reading.dataset.value("cash_and_bank", "示例医院", "2025") is None
    assert [(found.label, found.item) for found in reading.proposals] == [("货币资经", "cash_and_bank")]
    assert [(f.rule, f.place.cell) for f in reading.findings] == [("I33", "A6")]


def test_known_variants_are_read(small: ModuleType, write: Write, read: Read, figures: Figures):
    rows = small.sheet(BALANCE, "2025年12月31日", STOCKS, [figures(BALANCE)] * 2)
    place = next(number for number, row in enumerate(rows) if row[0] == "　　应收账款净额")
    write(rows, changes={(place, 0): "　　应收帐款净额"})

    reading = read()

    assert rules(reading) == []
    assert reading.dataset.value("accounts_receivable_net", "示例医院", "2025") is not None


def test_error_values_and_uncalculated_formulas_are_told_by_cell(
    small: ModuleType, write: Write, read: Read, figures: Figures
):
    rows = small.sheet(INCOME, "2025年度", YEARS, [figures(INCOME)] * 2)
    write(rows, changes={(4, 1): "=B6+B10", (5, 1): "5.3%", (6, 1): dt.date(2025, 1, 1)})

    reading = read()

    found = {finding.place.cell: finding.rule for finding in reading.findings}
    assert found == {"B5": "W19", "B6": "I12", "B7": "I11"}
    assert reading.dataset.value("total_income", "示例医院", "2025") is None


def test_numbers_stored_as_text_are_read_with_one_notice_a_sheet(
    small: ModuleType, write: Write, read: Read, figures: Figures
):
    made = figures(INCOME)
    write(small.sheet(INCOME, "2025年度", YEARS, [{key: f"{value:,}.00" for key, value in made.items()}] * 2))

    reading = read()

    assert rules(reading) == ["W20"]
    assert {item: reading.dataset.value(item, "示例医院", "2025") for item in made} == made


def test_a_missing_total_is_added_up_and_marked(small: ModuleType, write: Write, read: Read, figures: Figures):
    made = figures(INCOME)
    rows = small.sheet(INCOME, "2025年度", YEARS, [made] * 2)
    write([row for row in rows if row[0] not in {"一、本期收入", "　　（二）事业收入"}])

    reading = read()

    assert reading.dataset.value("total_income", "示例医院", "2025") == made["total_income"]
    assert reading.dataset.derived(("total_income", "示例医院", "2025", ""))
    assert rules(reading) == ["I34"]


@pytest.mark.parametrize(("surplus", "total", "told"), [(0.0, True, ["I34"]), (5.0, False, ["I34", "I43"])])
def test_a_missing_total_is_added_up_once_though_two_columns_mean_the_same(
    small: ModuleType, write: Write, read: Read, figures: Figures, surplus: float, told: list[str], *, total: bool
):
    made = figures(INCOME)
    another = {**made, "other_income": made["other_income"] + surplus}
    rows = small.sheet(INCOME, "2025年度", YEARS, [made, another])
    rows[3] = ["项目", "本年数", "本年累计数"]
    write([row for row in rows if row[0] not in {"一、本期收入", "　　（二）事业收入"}])

    reading = read()

    assert reading.dataset.value("total_income", "示例医院", "2025") == (made["total_income"] if total else None)
    assert [rule for rule in rules(reading) if rule in {"I34", "I43"}] == told


def test_a_total_is_not_added_up_from_lines_that_are_not_there(
    small: ModuleType, write: Write, read: Read, figures: Figures
):
    rows = small.sheet(INCOME, "2025年度", YEARS, [figures(INCOME)] * 2)
    write([row for row in rows if row[0] not in {"一、本期收入", "　　（五）经营收入", "　　（四）附属单位上缴收入"}])

    assert read().dataset.value("total_income", "示例医院", "2025") is None


def test_months_side_by_side_have_their_own_periods(small: ModuleType, write: Write, read: Read, figures: Figures):
    made = figures(INCOME)
    rows = small.sheet(INCOME, "2025年度", YEARS, [made, made])
    body = [[row[0], row[1], 2 * (row[1] or 0), row[1], None] for row in rows[4:-1]]
    head = [["项目", "2025年9月", None, "2025年10月", "增减%"], [None, "本月数", "本年累计数", "本月数", None]]
    write(
        [
            ["收入费用分月情况表", None, None, None, "单位：元"],
            ["编制单位：示例医院", None, None, None, None],
            *head,
            *body,
        ]
    )

    dataset = read().dataset

    assert dataset.value("total_income", "示例医院", "2025-09", "ytd") == 2 * made["total_income"]
    assert dataset.value("total_income", "示例医院", "2025-10") == made["total_income"]


def test_an_unknown_sheet_with_figures_is_told_with_the_nearest_form(write: Write, read: Read):
    write([["食堂", "早餐", "午餐"], *[[f"{number}号", number, number] for number in range(10)]])

    reading = read()

    assert rules(reading) == ["I08"]
    assert not reading.has_values


@pytest.mark.parametrize(("scale", "rule", "severity"), [(1, "I18", Severity.NOTE), (2, "W16", Severity.ERROR)])
def test_one_form_twice(
    small: ModuleType, catalog: Catalog, write: Write, read: Read, figures: Figures,
    scale: int, rule: str, severity: Severity,
):  # fmt: skip
    for name, made in (("a.xlsx", figures(INCOME)), ("b.xlsx", figures(INCOME, scale))):
        write(small.sheet(INCOME, "2025年度", YEARS, [made, made]), name)

    reading = read()

    assert [(f.rule, f.place.file) for f in reading.findings] == [(rule, "b.xlsx")]
    assert catalog.messages.severity(reading.findings[0]) is severity
    assert reading.has_values is (scale == 1)


def test_a_missing_month_is_told(small: ModuleType, write: Write, read: Read, figures: Figures):
    for month in (6, 8):
        write(
            small.sheet(INCOME, f"2026年{month}月", FLOWS, [figures(INCOME), figures(INCOME, month)]), f"{month}.xlsx"
        )

    reading = read()

    assert [(f.rule, f.facts["period"]) for f in reading.findings] == [("I16", "2026-07")]


@pytest.mark.parametrize(("last_year", "told"), [((3,), []), ((2, 3), ["I16"]), ((4,), ["I16"])])
def test_a_month_of_last_year_brought_alone_begins_no_gap(
    small: ModuleType, write: Write, read: Read, figures: Figures, last_year: tuple[int, ...], told: list[str]
) -> None:
    """January to March of this year, and of last year March alone, with which March is compared."""
    for year, months in ((2025, last_year), (2026, (1, 2, 3))):
        for month in months:
            made = [figures(INCOME, year + month), figures(INCOME, year + 2 * month)]
            write(small.sheet(INCOME, f"{year}年{month}月", FLOWS, made), f"{year}-{month}.xlsx")

    assert [found.rule for found in read().findings] == told


@pytest.mark.parametrize(("months", "told"), [((6, 7), ["I81"]), ((7,), [])])
def test_a_form_that_the_newest_month_lacks_is_told(
    small: ModuleType, write: Write, read: Read, figures: Figures, months: tuple[int, ...], told: list[str]
):
    for month in (*months, 8):
        sheet = small.sheet(BALANCE, f"2026年{month}月28日", ("期末余额", "年初余额"), [figures(BALANCE)] * 2)
        write(sheet, f"balance{month}.xlsx")
    for month in months:
        write(small.sheet(INCOME, f"2026年{month}月", FLOWS, [figures(INCOME)] * 2), f"income{month}.xlsx")

    found = [finding for finding in read().findings if finding.rule == "I81"]

    assert [finding.rule for finding in found] == told
    assert all(finding.facts["period"] == "2026-08" and finding.place.file == "income7.xlsx" for finding in found)


def test_a_form_of_budgets_alone_is_not_called_empty(small: ModuleType, write: Write, read: Read, catalog: Catalog):
    code = "会政预01"
    write(small.sheet(code, "2025年度", ("本年预算数",), [small.figures(code, catalog)]), "budget.xlsx")

    reading = read()

    assert reading.has_values
    assert "I78" not in rules(reading)


def test_the_date_on_the_sheet_prevails_over_the_name_of_the_file(
    small: ModuleType, write: Write, read: Read, figures: Figures
):
    write(small.sheet(INCOME, "2026年8月", FLOWS, [figures(INCOME)] * 2), "2026年07月报表.xlsx")

    reading = read()

    assert rules(reading) == ["W18"]
    assert reading.dataset.periods("示例医院") == ("2026-08",)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2026年上半年月报.xlsx", []),
        ("2026年1-6月报表.xlsx", []),
        ("2026年7-12月报表.xlsx", ["W18"]),
        ("2025年1-6月.xlsx", ["W18"]),
        ("Statements FY2024-FY2026.xlsx", []),
        ("2024年、2026年报表.xlsx", []),
    ],
)
def test_the_name_of_a_file_of_several_months_holds_for_each_of_them(
    small: ModuleType, write: Write, read: Read, figures: Figures, name: str, told: list[str]
):
    write(small.sheet(INCOME, "2026年3月", FLOWS, [figures(INCOME)] * 2), name)

    assert rules(read()) == told


def test_a_december_balance_sheet_is_the_months_in_a_monthly_workbook(
    small: ModuleType, tmp_path: Path, read: Read, figures: Figures
):
    sheets = {
        "资产负债表": small.sheet(BALANCE, "2025年12月31日", STOCKS, [figures(BALANCE)] * 2),
        "收入费用表": small.sheet(INCOME, "2025年12月", FLOWS, [figures(INCOME)] * 2),
    }
    small.write(tmp_path / "报表.xlsx", sheets)

    dataset = read().dataset

    assert {form.period for form in dataset.forms} == {"2025-12"}


def test_a_december_balance_sheet_among_those_of_other_months_is_the_months(
    small: ModuleType, tmp_path: Path, read: Read, figures: Figures
):
    days = {"10月": "2025年10月31日", "11月": "2025年11月30日", "12月": "2025年12月31日"}
    small.write(
        tmp_path / "资产负债表.xlsx",
        {name: small.sheet(BALANCE, day, STOCKS, [figures(BALANCE)] * 2) for name, day in days.items()},
    )

    assert {form.period for form in read().dataset.forms} == {"2025-10", "2025-11", "2025-12"}


def test_balance_sheets_of_the_ends_of_quarters_keep_that_of_the_year(
    small: ModuleType, tmp_path: Path, read: Read, figures: Figures
):
    days = {"三季度": "2025年9月30日", "年末": "2025年12月31日"}
    small.write(
        tmp_path / "资产负债表.xlsx",
        {name: small.sheet(BALANCE, day, STOCKS, [figures(BALANCE)] * 2) for name, day in days.items()},
    )

    assert "2025" in {form.period for form in read().dataset.forms}


def test_every_finding_can_be_said_in_both_languages(
    small: ModuleType, catalog: Catalog, write: Write, read: Read, figures: Figures
):
    rows = small.sheet(BALANCE, "2025年12月31日", STOCKS, [figures(BALANCE)] * 2)
    write(rows, changes={(5, 0): "　　货币资经", (6, 1): "见附注", (7, 1): "=A1", (8, 1): "12.5万"})
    write(rows, "b.xlsx", changes={(5, 1): 7})

    for finding in read().findings:
        said = catalog.messages.both(finding)
        assert said.message.zh != said.message.en


@pytest.mark.parametrize(
    ("other", "found"), [(None, {"示例医院"}), ("乙医院", {"示例医院", "乙医院", ""})], ids=["one named", "two named"]
)
def test_sheets_that_name_nobody_are_the_only_hospitals_that_is_named(
    small: ModuleType, catalog: Catalog, write: Write, read: Read, figures: Figures, other: str | None, found: set[str]
):
    """Checks between two statements would find nothing to hold against each other, and say nothing of it."""

    def sheet(code: str, date: str, heads: tuple[str, str], name: str | None) -> list[list[object]]:
        rows = small.sheet(code, date, heads, [figures(code)] * 2, catalog=catalog)
        return [
            [cell.replace("示例医院", name or "") if isinstance(cell, str) else cell for cell in row] for row in rows
        ]

    write(sheet(BALANCE, "2025年12月31日", STOCKS, "示例医院"))
    write(
        [[cell for cell in row if cell != "编制单位："] for row in sheet(INCOME, "2025年度", YEARS, None)],
        name="b.xlsx",
    )
    if other:
        write(sheet(BALANCE, "2025年12月31日", STOCKS, other), name="c.xlsx")

    dataset = read().dataset

    assert {str(entity) for entity, _ in dataset.values.index} == found
    assert {form.entity for form in dataset.forms} == found
