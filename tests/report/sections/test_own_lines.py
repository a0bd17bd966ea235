"""A statement in words of its own is printed in them, and a part of a year with the figures of that part."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from pages import having, page_of, read, section_of
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.reports import SectionEntry
from reportgen.report import assembly
from reportgen.report.desk.context import HospitalContext
from reportgen.report.sections.statement.table import line_name

CASE = "entity: {id: m, name: {zh: 枫谷医院, en: Maple}}\nregime: other\ncurrency: USD\nscheme: none\n"
QUARTERS = [
    "September 30, 2025", "June 30, 2025", "March 31, 2025",
    "December 31, 2024", "September 30, 2024", "June 30, 2024", "March 31, 2024",
]  # fmt: skip
OPERATIONS = {
    "Net patient revenue": [800, 790, 780, 710, 700, 690, 680],
    "Total operating revenue": [800, 790, 780, 710, 700, 690, 680],
    "Salaries and wages": [400, 390, 380, 300, 300, 300, 300],
    "Employee benefits": [100, 100, 100, 100, 100, 100, 100],
    "Total operating expenses": [750, 740, 730, 690, 690, 690, 690],
}
POSITION = {
    "Deferred expenses": [60, 50, 40, 35, 30, 20, 10],
    "Total current assets": [90, 90, 80, 80, 80, 70, 60],
    "Total assets": [500, 500, 490, 490, 480, 470, 460],
}


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("own")
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    above = [["(in thousands)"], ["Three months ended"]]
    _write(folder / "data" / "a.csv", [["Statements of Operations"], *above], OPERATIONS)
    _write(folder / "data" / "b.csv", [["Balance Sheets"], above[0]], POSITION)
    return pipeline.grounds(pipeline.check(folder), report="board", period="2025-Q3")


def _write(path: Path, above: Sequence[Sequence[str]], rows: dict[str, list[int]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*above, ["", *QUARTERS], *([name, *row] for name, row in rows.items())])


def test_lines_bear_the_names_that_the_hospital_gives_them(material: Material) -> None:
    english, both = page_of(material, "statement", "en"), page_of(material, "statement", "zh-en")

    assert english.row("Net patient revenue")
    assert english.row("Deferred expenses")
    assert "Medical income" not in english.text
    assert both.row("医疗收入")[0] == "医疗收入 Net patient revenue"


def test_a_figure_of_several_lines_bears_the_name_of_none(material: Material) -> None:
    assert line_name(HospitalContext.of(material, "en"), "personnel_expense").en == "Personnel expense"


def test_an_index_has_the_decimals_that_it_was_filed_with(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    rows = "m,2025,cmi,1.4321\nm,2024,cmi,1.4\nm,2025,total_income,5000000\n"
    (tmp_path / "data" / "a.csv").write_text(f"entity,period,item,value\n{rows}", encoding="utf-8")
    material = pipeline.evaluate(pipeline.check(tmp_path), period="2025")

    assert page_of(material, "statement", "en").row("Case-mix index")[1:3] == ["1.40", "1.43"]


def test_money_of_page_1_has_its_unit_in_both_languages_and_in_the_passport(material: Material) -> None:
    assert "2,370.00" not in page_of(material, "verdict", "zh-en").text
    assert "237.00 万美元 $2.4 m" in page_of(material, "verdict", "zh-en").text
    both = [SectionEntry(section="verdict"), SectionEntry(section="passport", options={"of": "all"})]
    passport = read(assembly.report(having(material, "annual", both), "annual", "en"))["passport"]
    assert passport.row("Income")[1] == "$2.4 m"


def test_a_quarter_has_the_year_to_date_beside_that_of_last_year(material: Material) -> None:
    page = page_of(material, "statement", "en")

    assert page.tables[0][0] == ["Item", "Q3 2024", "Q3 2025", "Change %"]
    assert page.row("Net patient revenue")[1:] == ["2,070.00", "2,370.00", "+14.5"]
    assert page.row("Total assets")[1:] == ["480.00", "500.00", "+4.2"]
    assert "year to date, and balances at its end" in page.text
    assert "Not submitted" not in page.text


def of_years(folder: Path, *statements: tuple[str, tuple[str, ...], dict[str, list[str]]]) -> Material:
    """A case of statements in thousands: title, years of the columns, lines with their figures; as of 2025."""
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    for number, (title, years, lines) in enumerate(statements):
        with (folder / "data" / f"{number}.csv").open("w", encoding="utf-8", newline="") as file:
            rows = ([name, *figures] for name, figures in lines.items())
            csv.writer(file).writerows([[title], ["(in thousands)"], ["", *years], *rows])
    return pipeline.grounds(pipeline.check(folder), report="board", period="2025")


def test_cash_at_the_beginning_is_no_sum_of_the_lines_above(tmp_path: Path) -> None:
    flows = {
        "Net cash provided by operating activities": ["40", "38"],
        "Net increase in cash and cash equivalents": ["7", "3"],
        "Cash and cash equivalents, beginning of year": ["34", "31"],
    }
    found = of_years(tmp_path, ("Statements of Cash Flows", ("2025", "2024"), flows))

    (page,) = (one.content for one in assembly.hospital(found, "board", "en").sections if one.id == "statement-plain")
    heavy = {row.caption.en: row.emphasis == "total" for row in page.rows if row.caption.en in flows}

    assert list(heavy.values()) == [False, True, False]
    assert page.rows[0].caption.en == "Cash flows"


def test_a_line_that_the_hospital_has_not_and_a_rest_too_small_to_be_seen_are_no_rows(tmp_path: Path) -> None:
    position = {
        "Cash and cash equivalents": ["256736.24", "234433.88"],
        "Patient accounts receivable, net": ["91895.44", "102412.60"],
        "Total current assets": ["348631.68", "336846.48"],
        "Property, plant and equipment, net": ["675609.18", "724093.05"],
        "Total assets": ["1024240.87", "1060939.53"],
    }
    found = of_years(tmp_path, ("Balance Sheets", ("2025", "2024"), position))

    assert found.dataset.value("short_term_investments", found.entity, "2025", "") == 0.0
    assert {row[0] for row in page_of(found, "statement", "en").tables[0][1:]} == {"Position", *position}


@pytest.mark.parametrize(("surplus", "count"), [("29", 0), ("27", 1)])
def test_what_rounding_leaves_between_lines_is_no_row_and_what_it_cannot_explain_is(
    tmp_path: Path, surplus: str, count: int
) -> None:
    lines = {"Total operating revenue": ["100"], "Total operating expenses": ["70"], "Net income": [surplus]}
    page = page_of(of_years(tmp_path, ("Statements of Operations", ("2025",), lines)), "statement", "en")

    assert page.row("Net income")[1:2] == [f"{surplus}.00"]
    assert page.text.count("Not itemised (net)") == count


def test_a_line_that_last_year_had_stays_one_where_nothing_is_left_of_it(tmp_path: Path) -> None:
    now = {
        "Cash and cash equivalents": ["60"],
        "Patient accounts receivable, net": ["40"],
        "Total current assets": ["100"],
    }
    before = now | {"Short-term investments": ["30"], "Total current assets": ["130"]}
    statements = (("Balance Sheets", (year,), lines) for year, lines in (("2025", now), ("2024", before)))
    row = page_of(of_years(tmp_path, *statements), "statement", "en").row("Short-term investments")

    assert row[1:3] == ["30.00", "0.00"]


def test_a_submission_holds_the_statements_in_their_own_words_to_the_hundredth(material: Material) -> None:
    page = page_of(material, "financial_statements", "en", kind="agency")
    operations, position = page.tables

    assert len(operations[0]) == len(position[0]) == 3
    assert page.row("Net patient revenue")[1:] == ["2,370,000.00", "2,070,000.00"]
    assert page.row("Total assets")[1:] == ["500,000.00", "480,000.00"]
    assert "As submitted" in page.text
    assert "—" not in "".join(cell for row in operations for cell in row)


def test_a_case_by_official_rules_without_its_forms_attaches_none(clinic: Material) -> None:
    assert section_of(clinic, "financial_statements", "zh", kind="agency", forms=("会医03",)) is None


def test_lines_keep_the_order_that_the_hospital_gives_them(tmp_path: Path) -> None:
    """Who knows the statement looks for a line where it has always been; the catalogue has another order."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    rows = {"Net patient revenue": 900, "Interest expense": 10, "Supplies": 200, "Depreciation expense": 90,
            "Salaries, wages and benefits": 500, "Total operating expenses": 800}  # fmt: skip
    for at, order in enumerate((list(rows), sorted(rows, key=lambda name: (name.startswith("Total"), name)))):
        lines = ["(in dollars)", ",2025", *(f'"{name}",{rows[name]}' for name in order)]
        (tmp_path / "data" / "a.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "statement", "en")
        own = [name for name in order if name not in {"Net patient revenue", "Total operating expenses"}]
        assert page is not None
        assert sorted(own, key=page.text.index) == own, at


def test_what_stands_below_the_result_of_operations_leads_to_the_last_one(tmp_path: Path) -> None:
    """Parking and rent are left unread; interest and tax stand in brackets below income from operations."""
    (tmp_path / "mapping.yaml").write_text("unread: [Parking, Rent]\n", encoding="utf-8")
    lines = {
        "Net patient revenue": ["820"], "Parking": ["30"], "Total operating revenue": ["850"],
        "Salaries and wages": ["400"], "Employee benefits": ["100"], "Rent": ["220"],
        "Total operating expenses": ["720"], "Income from operations": ["130"], "Investment income": ["9"],
        "Interest expense": ["(20)"], "Income tax expense": ["(30)"], "Net income": ["89"],
    }  # fmt: skip
    page = page_of(of_years(tmp_path, ("Income Statement", ("2025",), lines)), "statement", "en")
    printed = [row[0] for row in page.tables[0][1:]]

    assert printed[-5:] == [
        "Income from operations", "Investment income", "Less: Interest expense", "Less: Income tax expense", "Net income",
    ]  # fmt: skip
    assert printed.count("Not itemised (net)") == 2, "of revenue parking, of expense rent, of the result nothing"


def test_balances_of_the_year_before_stand_beside_and_names_without_the_numbers_of_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE.replace("USD", "CNY") + "languages: zh\n", encoding="utf-8")
    profit = "利润表\n2025年度,单位：元\n项目,本期金额,上期金额\n一、营业收入,11860000,10940000\n四、净利润（净亏损以“-”号填列）,380000,470000\n"
    assets = "货币资金,1240000,1090000\n固定资产,4650000,4880000\n资产总计,9340000,9280000\n负债合计,3920000,4240000\n所有者权益合计,5420000,5040000\n"
    balance = f"资产负债表\n2025年12月31日,单位：元\n项目,期末余额,上年年末余额\n{assets}"
    for name, content in (("a", profit), ("b", balance)):
        (tmp_path / "data" / f"{name}.csv").write_text(content, encoding="utf-8")
    page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "statement", "zh")

    assert page.row("营业收入")[1:3] == ["1,094.00", "1,186.00"]
    assert page.row("净利润")[1:3] == ["47.00", "38.00"]
    assert page.row("货币资金")[1:] == ["109.00", "124.00", "+13.8"]
    assert page.row("所有者权益合计")[1:3] == ["504.00", "542.00"]


NINE_MONTHS = """Profit and Loss Statement,,
For the nine months ended September 30,,
,2026,2025
Net patient revenue,940,886
Other operating revenue,33,30
Total operating revenue,973,916
Salaries and wages,600,560
Other expenses,341,313
Total operating expenses,941,873
Net income,32,43
"""


def test_what_is_worked_out_of_nine_months_is_no_line_of_the_statement(tmp_path: Path) -> None:
    """Patient care's expense and surplus, worked out, tore the statement apart: expenses stood beside its sums."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(f"{CASE}languages: en\nunit: thousands\n", encoding="utf-8")
    (tmp_path / "data" / "a.csv").write_text(NINE_MONTHS, encoding="utf-8")
    page = page_of(pipeline.grounds(pipeline.check(tmp_path), report="board", period="2026-Q3"), "statement", "en")
    lines = [row.partition(",")[0] for row in NINE_MONTHS.splitlines()[3:]]

    assert [page.row(line)[0] for line in lines] == lines
    assert "care" not in page.text
    assert "Not itemised" not in page.text


def test_a_year_to_date_of_twelve_months_stands_beside_the_year_before(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(f"{CASE}languages: en\nunit: thousands\n", encoding="utf-8")
    months = [
        f"{month}-25" for month in ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    ]
    lines = {"Net patient revenue": 100, "Total operating revenue": 100, "Total operating expenses": 90}
    with (tmp_path / "data" / "2025.csv").open("w", encoding="utf-8", newline="") as file:
        heads = ["", *months, "YTD Actual", "Prior Year YTD"]
        rows = ([name, *[one] * 12, 12 * one, 11 * one] for name, one in lines.items())
        csv.writer(file).writerows([["Income Statement"], heads, *rows])
    page = page_of(pipeline.grounds(pipeline.check(tmp_path), report="board", period="2025-12"), "statement", "en")

    assert page.row("Total operating revenue")[1:3] == ["1,100.00", "1,200.00"]
