"""A form of other rules than the case's is told, and a line whose figures are those of a missing total is proposed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen import intake, pipeline
from reportgen.catalog import load_catalog
from reportgen.errors import Refused
from reportgen.intake.reading import Reading
from scripts import small_workbooks as small

CASE = "entity: {{id: h, name: {{zh: 示例医院, en: A}}}}\nregime: '{regime}'\nscheme: none\n"
CODE, TOTAL = "会医02附01", "医疗成本"


def case(folder: Path, regime: str, year: int) -> Path:
    (folder / "case.yaml").write_text(CASE.format(regime=regime), encoding="utf-8")
    made = small.figures(CODE, load_catalog())
    small.write(folder / "data" / "a.xlsx", {"表": small.sheet(CODE, f"{year}年度", ("本年累计数",), [made])})
    return folder


@pytest.mark.parametrize(
    ("regime", "year", "is_told"),
    [("2019", 2025, True), ("2019", 2017, False), ("2012", 2025, False), ("1998", 2017, True), ("other", 2025, False)],
)
def test_a_form_of_other_rules_is_told_with_both(tmp_path: Path, regime: str, year: int, is_told: bool) -> None:  # noqa: FBT001 - a table
    checked = pipeline.check(case(tmp_path, regime, year))
    found = [one for one in checked.findings if one.rule == "W50"]

    assert [(one.facts["regime"], one.facts["own"], one.facts["codes"]) for one in found] == [
        ("2012", regime, (CODE,))
    ] * is_told
    assert all(regime in checked.catalog.messages.say(one, "en").message for one in found)


def read(folder: Path, rows: list[list[Any]]) -> Reading:
    small.write(folder / "data" / "a.xlsx", {"表": rows})
    (folder / "case.yaml").write_text(CASE.format(regime="2012"), encoding="utf-8")
    opened = intake.open_case(folder)
    return intake.read(opened, load_catalog())


def test_a_line_with_the_figures_of_the_one_missing_total_is_proposed(tmp_path: Path) -> None:
    made = small.figures(CODE, load_catalog())
    rows = small.sheet(CODE, "2025年度", ("本年累计数",), [made])
    (at,) = (number for number, row in enumerate(rows) if any(TOTAL in str(cell) for cell in row))
    column = next(number for number, cell in enumerate(rows[at]) if TOTAL in str(cell))
    rows[at][column] = "支出合计若干"

    reading = read(tmp_path, rows)
    (found,) = (one for one in reading.proposals if one.label == "支出合计若干")
    told = {one.rule for one in reading.findings if one.facts.get("label") == "支出合计若干"}

    assert reading.dataset.value(found.item, "h", "2025", "") == made[found.item]
    assert found.score < 1
    assert told == {"I95"}

    rows[at][column + 1] = made[found.item] + 1
    other = read(tmp_path, rows)
    assert not [one for one in other.findings if one.rule == "I95"]


@pytest.mark.parametrize(("scheme", "is_told"), [("comprehensive_80_20", True), ("none", False), ("department", False)])
def test_a_scheme_for_forms_of_other_rules_is_told_before_anybody_asks_for_a_rating(
    tmp_path: Path, scheme: str, *, is_told: bool
) -> None:
    folder = case(tmp_path, "2012", 2017)
    (folder / "case.yaml").write_text(CASE.format(regime="2012").replace("none", scheme), encoding="utf-8")
    checked = pipeline.check(folder)
    found = [dict(one.facts) for one in checked.findings if one.rule == "W52"]

    assert [(one["wanted"], one["there"]) for one in found] == [(("会政财01", "会政财02"), (CODE,))] * is_told
    if is_told:
        with pytest.raises(Refused) as refused:
            pipeline.evaluate(checked)
        assert [one.facts["there"] for one in refused.value.findings] == [(CODE,)]


def test_forms_of_other_rules_are_told_once_however_many_they_are(tmp_path: Path) -> None:
    catalog = load_catalog()
    sheets = {
        code: small.sheet(code, "2025年度", ("本年数",), [small.figures(code, catalog)])
        for code in ("会政财02", "会政财02附01")
    }
    small.write(tmp_path / "data" / "a.xlsx", sheets)
    (tmp_path / "case.yaml").write_text(CASE.format(regime="2012"), encoding="utf-8")
    (found,) = (one for one in pipeline.check(tmp_path).findings if one.rule == "W50")

    assert found.facts["codes"] == ("会政财02", "会政财02附01")
    assert len(found.places) == 1


STATEMENT: list[list[Any]] = [
    ["收入费用情况表"], ["2025年度"], ["单位：元"], ["项目", "本年数", "上年数"],
    ["一、门诊收入", 31_205, 29_802], ["二、住院收入", 68_403, 65_108], ["医疗收入小计", 99_608, 94_910],
    ["财政补助收入", 1_200, 1_000], ["收入总计", 100_808, 95_910], ["财政专项补助", 7, 8], ["费用总计", 97_700, 93_650],
    ["本年盈余", 3_108, 2_260],
]  # fmt: skip


def listed(folder: Path, regime: str, rows: list[list[Any]]) -> Reading:
    (folder / "case.yaml").write_text(CASE.format(regime=regime), encoding="utf-8")
    small.write(folder / "data" / "a.xlsx", {"利润表": rows})
    return intake.read(intake.open_case(folder), load_catalog())


def test_a_statement_in_the_words_of_the_house_is_read_by_the_rules_of_the_case(tmp_path: Path) -> None:
    reading = listed(tmp_path, "2019", STATEMENT)
    found = {one.item: one.value for one in reading.values() if one.period == "2025" and one.view == ""}

    assert found["total_income"] == 100_808
    assert found["fiscal_income"] == 1_200
    assert found["medical_income"] == 99_608
    assert found["total_expense"] == 97_700
    assert not {item for item in found if item.endswith(("_1998", "_2012"))}


@pytest.mark.parametrize(("year", "is_read"), [(2025, False), (2011, True)])
def test_a_name_of_rules_that_are_over_is_asked_about_and_not_read(tmp_path: Path, year: int, is_read: bool) -> None:  # noqa: FBT001 - a table
    rows = [[f"{year}年度"] if row == ["2025年度"] else row for row in STATEMENT]
    rows.insert(-1, ["一、收入", 5, 6])
    reading = listed(tmp_path, "2019", rows)

    assert ("一、收入" in {one.label for one in reading.unread}) == (not is_read)
    assert ("income_total_1998" in {one.item for one in reading.values()}) == is_read
    rules = {label.regimes for one in reading.proposals if (label := load_catalog().items[one.item])}
    assert all(not regimes or "2019" in regimes for regimes in rules)


BALANCE_SHEET = """Balance Sheets
(in thousands)
,2025,2024
Cash and cash equivalents,40,38
"Patient accounts receivable, net",60,57
Other current assets,10,9
Total current assets,110,104
"Property and equipment, net",300,280
Total assets,410,384
Accounts payable,30,28
Other current liabilities,20,19
Total current liabilities,50,47
Total liabilities,50,47
"""


@pytest.mark.parametrize("has_case", [True, False])
def test_usual_english_lines_make_no_official_form_where_no_official_rules_hold(
    tmp_path: Path, *, has_case: bool
) -> None:
    """With “Other current liabilities” a balance sheet had enough rows of the official one, and lost its cash."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "b.csv").write_text(BALANCE_SHEET, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nscheme: none\n", encoding="utf-8"
    )
    catalog = load_catalog()
    where = tmp_path / "data" / "b.csv"
    reading = intake.read(intake.open_case(tmp_path), catalog) if has_case else intake.read_paths([where], catalog)

    figures = {one.item: one.value for one in reading.values() if one.period == "2025"}
    assert (figures["cash_and_bank"], figures["current_liabilities"]) == (40_000, 50_000)
    assert "I13" not in [finding.rule for finding in reading.findings]


@pytest.mark.parametrize(
    ("name", "item"),
    [("收益總額", "total_income"), ("開支總額", "total_expense"), ("本年度(虧損)/盈餘", "period_surplus"),
     ("物業、機器及設備", "fixed_assets_net"), ("急症室求診人次", "emergency_visits"), ("Pay costs", "personnel_expense"),
     ("Clinical income", "medical_income"), ("Whole time equivalent staff", "avg_staff")],
)  # fmt: skip
def test_names_of_hong_kong_and_britain_are_known(tmp_path: Path, name: str, item: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: HKD\nunit: 元\n", encoding="utf-8"
    )
    book = openpyxl.Workbook()
    for row in (("", "2025", "2024"), (name, 12, 11), ("Total assets", 20, 19)):
        book.worksheets[0].append(row)
    book.save(tmp_path / "data" / "a.xlsx")
    reading = pipeline.check(tmp_path).reading

    assert {one.item for one in reading.values() if one.value == 12 and not one.derived} == {item}
