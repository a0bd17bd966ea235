"""What finance offices hand to their directors: income, visits and expenses in one list, the month beside the year so far."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from intake.rows import Rows, read, values
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

TITLE: Final[Rows] = [("甲医院2026年6月主要经济指标完成情况",), ("单位：万元",)]
LINES: Final[Rows] = [
    ("医疗收入", 5200.0, 5000.0, 31000.0, 29800.0), ("其中：门急诊收入", 1900.0, 1800.0, 11200.0, 10800.0),
    ("住院收入", 3300.0, 3200.0, 19800.0, 19000.0), ("药品收入", 1300.0, 1310.0, 7800.0, 7900.0),
    ("门急诊人次", 42000, 40500, 250000, 243000), ("出院人次", 2100, 2050, 12500, 12100),
]  # fmt: skip


def test_drugs_below_income_of_inpatients_are_those_of_the_hospital_where_visits_stand_below(
    tmp_path: Path, catalog: Catalog
) -> None:
    """Its lines of income alone would be a form, in which drugs below inpatients are theirs; visits are on no such form."""
    found = read(tmp_path, catalog, [*TITLE, ("项目", "本月", "去年同期", "本年累计", "去年累计"), *LINES])

    month, to_date, last_year = (values(found, view) for view in ("", "ytd", "comp"))
    assert (month["drug_income"], to_date["drug_income"], last_year["drug_income"]) == (13e6, 78e6, 79e6)
    assert "inpatient_drug_income" not in month
    assert (month["outpatient_emergency_visits"], last_year["discharges"]) == (42000, 12100)
    assert [one.rule for one in found.findings if one.rule != "W56"] == ["I116"]  # last year's month


@pytest.mark.parametrize(
    ("groups", "below"),
    [(("本月", "累计"), ("今年", "去年")), (("本月数", "本年累计数"), ("实际", "上年同期")), (("Current Month", "Year to Date"), ("Actual", "Prior Year"))],
)  # fmt: skip
def test_the_month_and_the_year_so_far_each_have_last_year_below_them(
    tmp_path: Path, catalog: Catalog, groups: tuple[str, str], below: tuple[str, str]
) -> None:
    """Of the month both were once taken for what came since January, and contradicted what was."""
    heads: Rows = [("项目", groups[0], "", groups[1], ""), ("", *below, *below)]
    found = read(tmp_path, catalog, [("2026年6月收支情况表",), ("单位：元",), *heads, *LINES[:4]])

    views = (values(found, view)["medical_income"] for view in ("", "ytd", "comp"))
    assert tuple(views) == (5200.0, 31000.0, 29800.0)
    assert [one.rule for one in found.findings if one.rule.startswith("I")] == ["I116"]


@pytest.mark.parametrize(
    ("heads", "last_year"),
    [
        (("本月数", "上年同期", "本年累计数"), None),  # between the month and what came since January: the month's
        (("上年同期", "本月数", "本年累计数"), 5.0),
        (("本月数", "本年累计数", "上年同期"), 5.0),
        (("本月数", "本年累计数", "上年同期", "上年同期累计"), 6.0),
        (("本月", "去年同期", "本年累计", "去年累计"), 6.0),
    ],
)
def test_last_year_is_of_the_month_that_it_stands_beside_unless_it_says_since_when(
    tmp_path: Path, catalog: Catalog, heads: tuple[str, ...], last_year: float | None
) -> None:
    figures = {"本月数": 1.0, "本月": 1.0, "本年累计数": 3.0, "本年累计": 3.0, "上年同期": 5.0, "去年同期": 5.0}
    lines: Rows = [
        (name, *(figures.get(head, 6.0) for head in heads)) for name in ("医疗收入", "财政拨款收入", "其他收入")
    ]
    found = read(tmp_path, catalog, [("2026年6月收支情况表",), ("单位：元",), ("项目", *heads), *lines])

    assert values(found, "comp").get("medical_income") == last_year
    assert (values(found)["medical_income"], values(found, "ytd")["medical_income"]) == (1.0, 3.0)


@pytest.mark.parametrize("last", ["全年", "合计", "全年合计"])
def test_the_row_of_the_whole_year_below_its_months_is_no_period(tmp_path: Path, catalog: Catalog, last: str) -> None:
    months: Rows = [(f"{month}月", 900.0 + month, 850.0 + month, 880.0) for month in range(1, 13)]
    head: Rows = [("甲医院2025年收支情况",), ("月份", "总收入（万元）", "医疗收入（万元）", "总支出（万元）")]
    found = read(tmp_path, catalog, [*head, *months, (last, 10878.0, 10278.0, 10560.0)])

    assert [one.rule for one in found.findings if one.rule.startswith("I")] == []
    assert values(found, "ytd")["medical_income"] == 102_780_000.0


OLD_WORDS: Final[Rows] = [
    ("收入合计", 1000.0, 6000.0), ("其中：医疗收入", 900.0, 5400.0), ("财政补助收入", 80.0, 480.0), ("其他收入", 20.0, 120.0),
    ("支出合计", 960.0, 5760.0), ("人员支出", 400.0, 2400.0), ("药品支出", 300.0, 1800.0), ("卫生材料支出", 120.0, 720.0),
    ("其他支出", 140.0, 840.0), ("收支结余", 40.0, 240.0),
]  # fmt: skip


@pytest.mark.parametrize("of", ["case", "files"])
def test_words_of_rules_that_are_over_make_no_form_of_theirs(tmp_path: Path, catalog: Catalog, of: str) -> None:
    """A hospital under the rules of 2019 says income and expense in words of 1998: its list was taken for that form."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲医院, en: A}}\n", encoding="utf-8")
    head: Rows = [("甲医院收支月报",), ("2026年6月", "单位：元"), ("项目", "本月", "本年累计")]
    found = read(tmp_path / "data", catalog, [*head, *OLD_WORDS])
    found = intake.read(intake.open_case(tmp_path), catalog) if of == "case" else found

    held = values(found, "ytd")
    assert (held["total_income"], held["fiscal_income"], held["drug_expense"]) == (6000.0, 480.0, 1800.0)
    assert not {"bgt_other_expense", "balance_1998", "drug_expense_1998"} & held.keys()
    told = {one.facts["label"]: one.rule for one in found.findings if one.rule in {"I13", "I33", "W50"}}
    assert told == {"其他支出": "I33", "收支结余": "I33"}


@pytest.mark.parametrize(("year", "form"), [("2026", None), ("2009", "会医02-1998")])
def test_a_form_of_other_rules_is_one_in_their_years(
    tmp_path: Path, catalog: Catalog, year: str, form: str | None
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲医院, en: A}}\n", encoding="utf-8")
    read(
        tmp_path / "data",
        catalog,
        [("收支",), (f"{year}年", "单位：元"), ("项目", "本年数"), *(row[:2] for row in OLD_WORDS)],
    )
    found = intake.read(intake.open_case(tmp_path), catalog)

    assert [one.form for one in found.dataset.forms] == ([form] if form else [])


@pytest.mark.parametrize(("filled", "period"), [(3, "2026-Q3"), (2, "2026-Q2"), (4, "2026")])
def test_last_year_behind_quarters_is_of_as_many_of_them(
    tmp_path: Path, catalog: Catalog, filled: int, period: str
) -> None:
    """Nine months of last year were taken for all of it, beside a year that is not over."""
    quarters = [45.0, 47.0, 48.0, 49.0][:filled]
    blank: list[float | None] = [None] * (4 - filled)
    names = ("医疗收入", "财政拨款收入", "其他收入")
    lines: Rows = [(name, *quarters, *blank, sum(quarters), 135.0) for name in names]
    head: Rows = [
        ("2026年季度收支情况表",),
        ("单位：元",),
        ("项目", "一季度", "二季度", "三季度", "四季度", "合计", "上年同期"),
    ]
    found = read(tmp_path, catalog, [*head, *lines])

    last_year = [one.period for one in found.values() if (one.item, one.view) == ("medical_income", "comp")]
    assert last_year == [period]


def test_budgets_and_what_was_done_of_them_head_their_columns(tmp_path: Path, catalog: Catalog) -> None:
    heads = ("项目", "年初预算", "调整预算", "1-9月执行数", "执行率", "上年同期执行数", "同比")
    names = ("医疗收入", "财政拨款收入", "其他收入")
    lines: Rows = [(name, 190.0, 194.0, 140.0, "72.2%", 135.0, "3.7%") for name in names]
    found = read(tmp_path, catalog, [("甲医院2026年1-9月预算执行情况表",), ("单位：万元",), heads, *lines])

    held = {(one.period, one.view): one.value / 1e4 for one in found.values() if one.item == "medical_income"}
    assert held == {
        ("2026", "budget"): 194.0, ("2026", "budget_original"): 190.0, ("2026-09", "ytd"): 140.0, ("2026-09", "comp"): 135.0,
    }  # fmt: skip


BY_2019: Final = "entity: {id: h, name: {zh: 甲医院, en: A}}\nregime: '2019'\n"


def of_2019(tmp_path: Path, catalog: Catalog, lines: Rows) -> Reading:
    """What is read of a list of a hospital under the rules of 2019."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(BY_2019, encoding="utf-8")
    read(tmp_path / "data", catalog, [("甲医院收入支出表",), ("2025年", "单位：元"), ("项目", "2025年"), *lines])
    return intake.read(intake.open_case(tmp_path), catalog)


@pytest.mark.parametrize(
    "name", ["财政拨款", "其中：财政拨款", "财政补助", "财政拨款（补助）收入", "财政补助拨款收入", "同级财政拨款收入"]
)
def test_appropriations_are_known_by_what_offices_call_them(tmp_path: Path, catalog: Catalog, name: str) -> None:
    lines: Rows = [(name, 100.0), ("医疗收入", 900.0), ("收入合计", 1000.0), ("支出合计", 850.0)]
    found = of_2019(tmp_path, catalog, lines)

    assert values(found)["fiscal_income"] == 100
    assert not {"I13", "I33"} & {one.rule for one in found.findings}


@pytest.mark.parametrize("name", ["财政拨款", "财政补助"])
def test_appropriations_of_the_budget_accounts_are_not_those_of_the_others(
    tmp_path: Path, catalog: Catalog, name: str
) -> None:
    lines: Rows = [(name, 100.0), ("事业预算收入", 900.0), ("本年预算收入", 1000.0), ("本年预算支出", 850.0)]
    found = values(of_2019(tmp_path, catalog, lines))

    assert (found["bgt_fiscal_income"], "fiscal_income" in found) == (100, False)


@pytest.mark.parametrize("name", ["财政拨款", "其中：财政拨款", "财政补助"])
def test_what_was_spent_of_appropriations_is_no_income(tmp_path: Path, catalog: Catalog, name: str) -> None:
    """Below the total of expense the same words were once read as income."""
    lines: Rows = [("医疗收入", 900.0), ("收入合计", 1000.0), ("支出合计", 850.0), (name, 60.0), ("自有资金", 790.0)]
    found = of_2019(tmp_path, catalog, lines)

    assert "fiscal_income" not in values(found)
    assert {one.facts["label"] for one in found.findings if one.rule in {"I13", "I33"}} == {name, "自有资金"}


def test_what_is_asked_about_is_never_asked_with_what_it_is_not(tmp_path: Path, catalog: Catalog) -> None:
    """Of a list under the rules of 2019, lines that these rules call otherwise or have among budgets alone."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {zh: 甲医院, en: A}}\nregime: '2019'\n", encoding="utf-8"
    )
    rows: Rows = [("收入支出表",), ("2025年", "单位：元"), ("项目", "本年数"), ("总收入", 1000.0), ("同级财政拨款", 300.0),
                  ("医疗收入", 700.0), ("总支出", 900.0), ("管理费用", 200.0), ("利息支出", 5.0)]  # fmt: skip
    read(tmp_path / "data", catalog, rows)

    found = intake.read(intake.open_case(tmp_path), catalog)

    asked = {one.facts["label"]: one.facts["id"] for one in found.findings if one.rule == "I33"}
    assert asked["同级财政拨款"] == "fiscal_income"
    assert asked["利息支出"] == "interest_expense"
    assert asked.get("管理费用") not in {"property_management_expense", "budget_admin_expense"}
