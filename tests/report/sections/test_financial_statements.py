"""Statements attached to a letter: every row of the form, in its order, to the fen, as read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from report.sections.reading import content
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.html import write
from reportgen.report.section import Report

NAME = "financial_statements"


def sheets(reports: Callable[..., Report], period: str | None = None):  # type: ignore[no-untyped-def]
    return content(reports("renhe", "zh", period, "agency"), NAME).sheets


def value(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


@pytest.mark.serves("000-22")
def test_the_forms_of_the_month_stand_in_official_order(reports: Callable[..., Report]):
    assert [sheet.id for sheet in sheets(reports)] == ["会政财01", "会政财02", "会政财02附01"]
    annual = [sheet.id for sheet in sheets(reports, "2025")]
    assert annual == ["会政财01", "会政财02", "会政财02附01", "会政财03-0", "会政财04"]


def test_every_row_is_printed_in_the_order_of_the_form(reports: Callable[..., Report], renhe: Material):
    for sheet in sheets(reports):
        form = renhe.catalog.forms[sheet.id]
        assert [row.cells[0].text.zh for row in sheet.rows][: len(form.rows)] == [row.label for row in form.rows]


def test_free_rows_of_a_balance_sheet_stand_between_debt_and_net_assets_as_on_the_form(reports: Callable[..., Report]):
    right = [row.cells[3].text and row.cells[3].text.zh for row in sheets(reports)[0].rows]
    assert right[23:30] == ["负债合计", "", "", "", "", "", "净资产："]
    assert right[-2:] == ["净资产合计", "负债和净资产总计"]


def test_lines_of_monthly_statements_are_marked_as_on_the_form(reports: Callable[..., Report]):
    position, income, _ = sheets(reports)
    right = [row.cells[3].text and row.cells[3].text.zh for row in position.rows]
    assert [name for name in right if name.endswith("*")] == ["无偿调拨净资产*", "本期盈余*"]
    assert "*" in position.notes[-1].zh
    assert not any("*" in note.zh for note in income.notes)


def test_amounts_are_those_of_the_cells_to_the_fen(reports: Callable[..., Report], renhe: Material):
    position = sheets(reports)[0]
    printed = {row.cells[0].text.zh: row.cells[1].text for row in position.rows if row.cells[0].text}
    now = renhe.dataset.value("cash_and_bank", renhe.entity, renhe.period)
    assert value(printed["货币资金"]) == round(now, 2)
    assert printed["短期投资"] == "0.00"
    assert (printed["公共基础设施原值"], printed["政府储备物资"]) == ("—②", "—①")
    assert [note.zh for note in position.notes[:2]] == ["① 表中空白或未列，按无发生额计", "② 本院声明不适用"]


def test_sums_of_the_printed_statement_tie(reports: Callable[..., Report]):
    income = {row.cells[0].text.zh[:2]: row.cells for row in sheets(reports)[1].rows}
    one, two, three = (value(income[start][2].text) for start in ("一、", "二、", "三、"))
    assert one - two == pytest.approx(three, abs=0.005)


def test_two_sided_forms_lie_on_their_side_and_others_stand(reports: Callable[..., Report]):
    assert [sheet.is_wide for sheet in sheets(reports)] == [True, False, True]


def test_cells_that_the_form_does_not_ask_for_have_two_dashes(reports: Callable[..., Report]):
    matrix = next(sheet for sheet in sheets(reports, "2025") if sheet.id.startswith("会政财03"))
    assert matrix.rows[1].cells[2].text == "——"
    assert [span.span for span in matrix.spans] == [4, 4]


def test_a_case_without_official_forms_attaches_what_it_submitted_and_numbers_all_in_order(
    reports: Callable[..., Report],
):
    report = reports("us-cms", "zh", kind="agency")
    assert [sheet.title.en for sheet in content(report, NAME).sheets] == ["Income and expense", "Position"]
    assert [report.attachment(section.id) for section in report.attachments] == list(
        range(1, len(report.attachments) + 1)
    )


def test_sums_of_one_side_are_bold_on_that_side_alone(reports: Callable[..., Report]):
    bold = {
        cell.text.zh: beside.is_bold
        for row in sheets(reports)[0].rows
        for cell, beside in zip(row.cells[::3], row.cells[1::3], strict=True)
        if cell.text
    }
    assert {name for name, is_bold in bold.items() if is_bold} >= {"流动资产合计", "资产总计", "负债合计"}
    assert not bold["货币资金"]
    assert not bold["长期股权投资"]


STATEMENTS = """period,item,value
2025,total_income,1000000
2025,total_expense,990000
2025,period_surplus,10000
2025,total_assets,500000
2025,total_liabilities,490000
"""


def test_short_statements_in_the_hospitals_own_words_share_a_page(tmp_path: Path):
    """Five lines of income and ten of the position had a page each."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.csv").write_text(STATEMENTS, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "entity: {id: k, name: {zh: 康宁医院, en: K}}\nregime: other\ncurrency: USD\nscheme: none\n", encoding="utf-8"
    )
    found = pipeline.grounds(pipeline.check(tmp_path), report="agency")
    assert isinstance(found, Material)
    report = hospital(found, "agency", "en")

    assert [sheet.title.en for sheet in content(report, NAME).sheets] == ["Income and expense", "Position"]
    assert re.findall(r'class="(sheet [^"]*)"', write(report).html)[:2] == ["sheet upright whole"] * 2
