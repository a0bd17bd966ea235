"""The edge rules of what is read: figures in error, two values for one thing, parts of a whole; named after their numbers."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from reportgen import pipeline
from reportgen.analysis.amounts import Unmade, parts_of
from reportgen.analysis.material import Material
from reportgen.cli.app import app
from reportgen.model.blocks import Composition
from reportgen.model.values import Flag, Reason
from reportgen.pipeline.checked import Checked

CASE = "entity: {id: h, name: {zh: 仁和医院（示例）, en: A}}\nregime: '2019'\nscheme: none\n"
WORKBOOK = Path(__file__).parents[2] / "samples" / "renhe" / "data" / "2025" / "2025年度财务报表.xlsx"
SHEET, CASH, CURRENT_ASSETS = "资产负债表", "B6", "B19"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def with_form(folder: Path, **cells: object) -> Checked:
    """The statements of a sample's year with some cells of the balance sheet changed."""
    book = openpyxl.load_workbook(WORKBOOK)
    for cell, content in cells.items():
        book[SHEET][cell] = content
    book.save(folder / "data" / "form.xlsx")
    return pipeline.check(folder)


def wrong_total() -> dict[str, object]:
    """The total of current assets, a million too high."""
    value = openpyxl.load_workbook(WORKBOOK, data_only=True)[SHEET][CURRENT_ASSETS].value
    return {CURRENT_ASSETS: float(str(value)) + 1e6}


def tidy(folder: Path, **files: str) -> Checked:
    for name, rows in files.items():
        (folder / "data" / f"{name}.csv").write_text(f"entity,period,item,value\n{rows}", encoding="utf-8")
    return pipeline.check(folder)


@pytest.mark.parametrize("item", ["current_ratio", "current_asset_share"])
def test_e36_a_total_that_its_parts_do_not_make_is_marked_in_a_draft_and_no_number_in_a_submission(
    folder: Path, item: str
):
    checked = with_form(folder, **wrong_total())
    draft, submission = (pipeline.evaluate(checked, period="2025", submission=strict) for strict in (False, True))

    now = draft.values.at(item, "h", "2025")
    assert now.value is not None
    assert Flag.DOUBTFUL in now.flags
    found = submission.values.at(item, "h", "2025")
    assert (found.value, found.reason) == (None, Reason.INVALID_INPUT)
    assert submission.derive(item).reason is Reason.INVALID_INPUT
    assert submission.values.at("asset_liability_ratio", "h", "2025").value is not None


def test_e36_a_part_that_cannot_be_read_is_in_error_and_not_the_total(folder: Path):
    checked = with_form(folder, **{CASH: "见附注"})
    submission = pipeline.evaluate(checked, period="2025", submission=True)

    assert submission.values.at("cash_to_short_term_debt", "h", "2025").reason is Reason.INVALID_INPUT
    assert submission.values.at("current_ratio", "h", "2025").value is not None


def test_e36_sound_figures_are_the_same_in_a_submission(folder: Path):
    checked = with_form(folder)
    draft, submission = (pipeline.evaluate(checked, period="2025", submission=strict) for strict in (False, True))

    assert not checked.has_errors
    assert draft.values.values.equals(submission.values.values)
    assert draft.values.flags == submission.values.flags


@pytest.mark.slow
def test_e36_strictly_evaluated_results_give_the_reason(folder: Path):
    with_form(folder, **wrong_total())
    words = ["evaluate", str(folder), "--period", "2025", "--format", "json"]
    loose, strict = (
        {row["id"]: row for row in json.loads(CliRunner().invoke(app, command).stdout)["indicators"]}
        for command in (words, [*words, "--strict"])
    )

    assert "doubtful" in loose["current_ratio"]["flags"]
    assert (strict["current_ratio"]["value"], strict["current_ratio"]["reason"]) == (None, "invalid_input")


@pytest.mark.parametrize(("second", "kept"), [("100.00", True), ("100.004", True), ("101", False)])
def test_e37_two_values_are_one_where_they_are_equal_and_none_where_they_differ(folder: Path, second: str, kept: bool):  # noqa: FBT001
    checked = tidy(folder, a="h,2025,total_assets,100.00\n", b=f"h,2025,total_assets,{second}\n")
    rules = {finding.rule: finding for finding in checked.findings}

    assert checked.reading.dataset.value("total_assets", "h", "2025") == (100.0 if kept else None)
    assert ("I43" in rules or "V37" in rules or "W16" in rules) is not kept


def test_e37_the_annual_figure_comes_before_that_of_december(folder: Path):
    checked = tidy(
        folder, a="h,2025,total_assets,101.00\nh,2025-12,total_assets,100.00\nh,2025,total_liabilities,50.5\n"
    )

    assert pipeline.evaluate(checked, period="2025").values.at("asset_liability_ratio", "h", "2025").value == 0.5


def evaluated(folder: Path, rows: str) -> Material:
    return pipeline.evaluate(tidy(folder, a=rows), period="2025")


INCOME = Composition(whole="total_income", parts=("medical_income", "fiscal_income", "donation_income"))


def test_e46_parts_are_rounded_one_by_one_and_the_last_digit_is_remarked(folder: Path):
    rows = "".join(f"h,2025,{item},10000\n" for item in INCOME.parts) + "h,2025,total_income,30000\n"
    found = parts_of(evaluated(folder, rows), INCOME)

    assert found is not None
    assert [share.printed for share in found.shares] == ["33.33", "33.33", "33.33"]
    assert (found.gap, found.is_drawable) == ("0.01", True)


def test_e46_what_the_parts_leave_is_named_and_a_negative_part_is_printed_and_not_drawn(folder: Path):
    rows = "h,2025,medical_income,60000\nh,2025,fiscal_income,30000\nh,2025,donation_income,-5000\nh,2025,total_income,100000\n"
    found = parts_of(evaluated(folder, rows), INCOME)

    assert found is not None
    assert [share.printed for share in found.shares] == ["60.00", "30.00", "−5.00", "15.00"]
    assert found.shares[-1].name.en == "Other lines"
    assert not found.is_drawable


@pytest.mark.parametrize("total", ["0", "-5"])
def test_e46_a_total_that_is_not_positive_has_no_shares(folder: Path, total: str):
    found = parts_of(evaluated(folder, f"h,2025,medical_income,1\nh,2025,total_income,{total}\n"), INCOME)
    assert found is Unmade.NOT_POSITIVE


@pytest.mark.parametrize("unit", ["单位：美元", "金额单位：万美元", "Unit: USD", "单位：千港元"])
def test_e43_a_sheet_in_another_currency_is_an_error_and_not_read(folder: Path, unit: str):
    checked = with_form(folder, F3=unit)
    told = {(finding.rule, finding.place.sheet, finding.place.cell) for finding in checked.findings}

    assert ("I90", SHEET, "F3") in told
    assert checked.has_errors
    assert checked.reading.dataset.value("total_assets", "h", "2025") is None
    assert checked.reading.dataset.value("total_income", "h", "2025") is not None


@pytest.mark.parametrize("amount", ["US$ 100", "$100", "100美元", "€1,000.00", "HK$-5", "100 USD"])
def test_e43_an_amount_in_another_currency_is_told_at_its_cell_and_never_taken(folder: Path, amount: str):
    checked = tidy(folder, a=f'h,2025,total_assets,"{amount}"\nh,2025,total_liabilities,40\n')

    assert ("I91", 2) in {(finding.rule, finding.place.line) for finding in checked.findings}
    assert checked.reading.dataset.value("total_assets", "h", "2025") is None
    assert checked.reading.dataset.value("total_liabilities", "h", "2025") == 40.0


@pytest.mark.parametrize(
    ("currency", "amount", "value"),
    [("CNY", "¥100", 100.0), ("CNY", "人民币100", 100.0), ("USD", "$100", 100.0), ("USD", "100", 100.0)],
)
def test_e43_the_case_has_one_currency_of_its_own(folder: Path, currency: str, amount: str, value: float):
    (folder / "case.yaml").write_text(CASE + f"currency: {currency}\n", encoding="utf-8")
    checked = tidy(folder, a=f"h,2025,total_assets,{amount}\n")

    assert not checked.has_errors
    assert checked.reading.dataset.value("total_assets", "h", "2025") == value
