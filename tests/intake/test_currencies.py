"""The unit of a table by the sign or name of a currency, above it or beside its amounts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest

from reportgen import intake, pipeline
from reportgen.catalog import Catalog
from reportgen.pipeline import Checked

LINES: list[tuple[Any, ...]] = [
    ("Cash and cash equivalents", 100, 90), ("Total assets", 1000, 1000), ("Total liabilities", 200, 210),
    ("Total net assets", 800, 790),
]  # fmt: skip


def checked(folder: Path, currency: str, unit: str = "", number_format: str = "", sign: str = "") -> Checked:
    said = f"entity: {{id: h, name: {{zh: 甲, en: A Hospital}}}}\nregime: other\ncurrency: {currency}\nscheme: none\n"
    (folder / "case.yaml").write_text(said, encoding="utf-8")
    (folder / "data").mkdir()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Statement of financial position",), (unit,), ("", "31 December 2025", "31 December 2024")):
        sheet.append(row)
    for name, *amounts in LINES:
        sheet.append((name, *(f"{sign}{amount:,}" if sign else amount for amount in amounts)))
    for cells in sheet.iter_rows(min_row=4, min_col=2):
        for cell in cells:
            cell.number_format = number_format or "General"
    book.save(folder / "data" / "a.xlsx")
    return pipeline.check(folder)


def assets(found: Checked) -> float | None:
    return found.reading.dataset.value("total_assets", "h", "2025")


def told(found: Checked) -> list[tuple[str, str | None]]:
    return [(one.rule, one.place.cell) for one in found.findings if one.rule in {"I90", "I91", "W05"}]


@pytest.mark.parametrize(
    ("unit", "currency", "factor"),
    [("RM'000", "MYR", 1e3), ("RM million", "MYR", 1e6), ("(RM)", "MYR", 1), ("in millions of ringgit", "MYR", 1e6),
     ("單位：新臺幣仟元", "TWD", 1e3), ("(Expressed in thousands of New Taiwan Dollars)", "TWD", 1e3), ("NT$'000", "TWD", 1e3),
     ("MOP'000", "MOP", 1e3), ("in thousands of patacas", "MOP", 1e3), ("(Amounts in Philippine Peso)", "PHP", 1),
     ("R million", "ZAR", 1e6), ("Rm", "ZAR", 1e6), ("in R'000", "ZAR", 1e3), ("Amounts in Rand", "ZAR", 1),
     ("PHP millions", "PHP", 1e6), ("₱ in millions", "PHP", 1e6), ("pesos in thousands", "MXN", 1e3),
     ("THB million", "THB", 1e6), ("AED '000", "AED", 1e3), ("in thousands of UAE dirhams", "AED", 1e3)],
)  # fmt: skip
def test_a_unit_names_the_currency_of_the_case(tmp_path: Path, unit: str, currency: str, factor: float):
    found = checked(tmp_path, currency, unit)
    assert (assets(found), told(found)) == (1000 * factor, [])


@pytest.mark.parametrize(("unit", "currency"), [("RM million", "USD"), ("Rm", "MYR"), ("in R'000", "INR")])
def test_letters_of_another_currency_refuse_the_sheet(tmp_path: Path, unit: str, currency: str):
    found = checked(tmp_path, currency, unit)
    assert assets(found) is None
    assert [rule for rule, _ in told(found)] == ["I90"]


@pytest.mark.parametrize("words", ["Unit: Pharmacy", "Reporting unit: Grand Hospital", "Block R", "RM Hospital"])
def test_letters_within_other_words_are_no_currency(tmp_path: Path, words: str):
    assert "I90" not in {rule for rule, _ in told(checked(tmp_path, "USD", words))}


@pytest.mark.parametrize("shown", [{"number_format": '"$"#,##0'}, {"number_format": "[$$-409]#,##0"}, {"sign": "$"}])
def test_amounts_that_show_their_currency_are_read_as_whole_and_told_where_nothing_else_says_a_unit(
    tmp_path: Path, shown: dict[str, str]
):
    found = checked(tmp_path, "USD", **shown)
    assert (assets(found), told(found)) == (1000.0, [("W05", None)])


def test_a_unit_that_is_said_goes_before_the_sign_beside_the_amounts(tmp_path: Path):
    assert assets(checked(tmp_path, "USD", "in thousands", '"$"#,##0')) == 1_000_000.0


@pytest.mark.parametrize("shown", [{"number_format": "[$€-2]#,##0"}, {"sign": "€"}])
def test_amounts_of_another_currency_are_told_once_and_not_read(tmp_path: Path, shown: dict[str, str]):
    found = checked(tmp_path, "USD", **shown)
    assert assets(found) is None
    (one,) = [one for one in found.findings if one.rule == "I91"]
    assert (one.place.cell, one.facts["more"], one.facts["text"]) == ("B4", 7, "€100")


US_CASE: Final = "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nlanguages: en\n"


def income_of(
    folder: Path, catalog: Catalog, *above: str, heads: tuple[str, str] = ("", ""), case: str = ""
) -> float | None:
    """What is read of 1,000 of patient revenue below some words and heads."""
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(US_CASE + case, encoding="utf-8")
    book = openpyxl.Workbook()
    rows: list[list[Any]] = [
        ["Statement of Operations"],
        *([text] for text in above),
        ["", "2025", "2024"],
        ["", *heads],
    ]
    for row in (*rows, ["Net patient service revenue", 1000, 900], ["Total operating revenue", 1050, 950]):
        book.worksheets[0].append(row)
    book.save(folder / "data" / "a.xlsx")
    return intake.read(intake.open_case(folder), catalog).dataset.value("medical_income", "h", "2025")


@pytest.mark.parametrize(
    ("above", "heads", "case", "income"),
    [
        (["(in thousands)"], ("$", "$"), "", 1_000_000), (["(in thousands)"], ("$", ""), "", 1_000_000),
        (["(in millions)"], ("USD", "US$"), "", 1e9), ([], ("$", "$"), "", 1000), ([], ("$", "$"), "unit: 千元\n", 1000),
        (["(in thousands)"], ("$000", "$000"), "", 1_000_000), (["(in thousands)"], ("$m", "$m"), "", 1e9),
        (["Currency: USD", "Unit: thousands"], ("", ""), "", 1_000_000), (["Currency: USD", "Scale: Thousands"], ("", ""), "", 1_000_000),
        (["US dollars", "(in thousands)"], ("", ""), "", 1_000_000), (["Currency: USD"], ("", ""), "", 1000),
        (["(dollars in thousands, except per-day amounts)"], ("", ""), "", 1_000_000), (["(000\u2019s)"], ("", ""), "", 1_000_000),
        (["In thousands of U.S. dollars (unaudited)"], ("", ""), "", 1_000_000), (["Figures in thousands of dollars."], ("", ""), "", 1_000_000),
        (["$MM"], ("", ""), "", 1e9),
    ],
)  # fmt: skip
def test_a_currency_says_no_multiple(
    tmp_path: Path, catalog: Catalog, above: list[str], heads: tuple[str, str], case: str, income: float
) -> None:
    """Below “(in thousands)” a row of dollar signs had made whole dollars of them, without a word."""
    assert income_of(tmp_path, catalog, *above, heads=heads, case=case) == income


@pytest.mark.parametrize("heads", [("", ""), ("$", "$")])
@pytest.mark.parametrize("above", ["USD; rounded to the nearest thousand", "Some amounts are in millions"])
def test_words_of_thousands_that_are_no_unit_leave_whole_amounts_in_doubt(
    tmp_path: Path, catalog: Catalog, above: str, heads: tuple[str, str]
) -> None:
    assert income_of(tmp_path, catalog, above, "$", heads=heads) is None


@pytest.mark.parametrize(("sign", "value", "rule"), [("$", 1000, "W05"), ("£", None, "I91")])
def test_the_sign_of_a_currency_in_a_column_of_its_own_is_that_of_the_amounts_behind_it(
    tmp_path: Path, catalog: Catalog, sign: str, value: float | None, rule: str
) -> None:
    rows = [("Year ended December 31, 2025",), ("", "", "2025", "", "2024")]
    rows += [(name, sign, one, sign, other) for name, one, other in LINES]  # type: ignore[misc]

    reading = read_dollars(tmp_path, catalog, rows)

    assert reading.dataset.value("total_assets", "h", "2025") == value
    assert rule in {one.rule for one in reading.findings}


@pytest.mark.parametrize(
    "title",
    ["Balance Sheets, in thousands", "Balance Sheets - in thousands", "Balance Sheets, dollars in thousands",
     "Balance Sheets in Thousands of Dollars", "Balance Sheets; amounts in thousands"],
)  # fmt: skip
def test_a_unit_behind_a_title_and_its_mark_is_that_of_the_table(tmp_path: Path, catalog: Catalog, title: str) -> None:
    reading = read_dollars(tmp_path, catalog, [(title,), ("", "2025", "2024"), *LINES])

    assert reading.dataset.value("total_assets", "h", "2025") == 1_000_000


def read_dollars(folder: Path, catalog: Catalog, rows: list[tuple[Any, ...]]) -> intake.Reading:
    (folder / "case.yaml").write_text("entity: {id: h, name: A Hospital}\nlanguages: en\ncurrency: USD\n", "utf-8")
    (folder / "data").mkdir()
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(folder / "data" / "a.xlsx")
    return intake.read(intake.open_case(folder), catalog)


@pytest.mark.parametrize(
    ("unit", "amounts", "told"),
    [
        ("(in dollars)", ("€21,430", "RMB 197,420"), {"B6": "EUR", "B9": "CNY"}),
        ("(in dollars)", ("A$21,430", "$197,420"), {}),
        ("£'000", ("$21,430", "£197,420"), {"B6": "USD"}),
    ],
)
def test_without_a_case_the_currency_is_that_of_the_unit(
    tmp_path: Path, catalog: Catalog, unit: str, amounts: tuple[str, str], told: dict[str, str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("St Mary Medical Center",),
        ("Statements of Operations",),
        (unit,),
        ("Year ended June 30,", 2025, 2024),
        ("Net patient service revenue", 412345, 398120),
        ("Other revenue", amounts[0], 20115),
        ("Total operating revenue", 433775, 418235),
        ("Salaries, wages and benefits", 231480, 222905),
        ("Supplies", amounts[1], 192795),
        ("Total operating expenses", 428900, 415700),
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    reading = intake.read_paths([tmp_path / "a.xlsx"], catalog)
    assert {one.place.cell: one.facts["currency"] for one in reading.findings if one.rule == "I91"} == told
    cells = {one.place.cell for one in reading.values()}
    assert not cells & told.keys()
    assert {"B5", "B6", "B9", "C6"} - told.keys() <= cells


def test_a_unit_of_yuan_without_a_case_takes_no_dollars(tmp_path: Path, catalog: Catalog) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        ("收入费用表",),
        ("编制单位：甲医院", "2025年度"),
        ("单位：元",),
        ("项目", "本年数"),
        ("一、本期收入", "¥1,000"),
    ]
    for row in [
        *rows,
        ("（二）事业收入", 950),
        ("（三）其他收入", "$50"),
        ("二、本期费用", 900),
        ("三、本期盈余", 100),
    ]:
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    reading = intake.read_paths([tmp_path / "a.xlsx"], catalog)
    assert [one.place.cell for one in reading.findings if one.rule == "I91"] == ["B7"]
    assert "B5" in {one.place.cell for one in reading.values()}
