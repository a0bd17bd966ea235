"""English lines counted by letters and Roman numbers, and English names behind Chinese ones that nobody knows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from intake.rows import Rows, read_case, values
from reportgen import pipeline
from reportgen.catalog import Catalog
from reportgen.intake.words.labels import bare

CASE: Final = "entity: {{id: h, name: {{zh: 示例医院, en: H}}}}\nregime: other\ncurrency: {currency}\nscheme: none\nfiscal_year_start: 4\n"
LAKHS: Final[Rows] = [
    ("Statement of Profit and Loss",), ("(₹ in lakhs)",), ("Particulars", "Note No.", 2025, 2024),
    ("I. Income from patient care activities", 3, 2400, 2200), ("II. Other income", 4, 30, 28),
    ("III. Total income (I + II)", None, 2430, 2228), ("IV. Expenses",), ("(a) Employee benefits expense", 5, 1200, 1100),
    ("(b) Finance costs", 6, 70, 74), ("(c) Other expenses", 7, 900, 850), ("Total expenses (IV)", None, 2170, 2024),
    ("V. Profit before tax (III - IV)", None, 260, 204), ("VI. Total tax expense", None, 70, 54),
    ("VII. Profit for the year (V - VI)", None, 190, 150),
]  # fmt: skip
POSITION: Final[Rows] = [
    ("資產負債表 Balance sheet",), ("於2025年3月31日 As at 31 March 2025",), ("", 2025, 2024), ("", "HK$'000", "HK$'000"),
    ("存貨 Inventories", 35, 33), ("應收貿易賬款 Trade receivables", 120, 112), ("流動資產總值 Total current assets", 155, 145),
    ("銀行貸款 Bank loans", 40, 30), ("應付稅項 Tax payable", 12, 9), ("租賃負債 Lease liabilities", 8, 7),
    ("流動負債總值 Total current liabilities", 60, 46), ("銀行貸款 Bank loans", 50, 60), ("租賃負債 Lease liabilities", 20, 21),
    ("負債總值 Total liabilities", 130, 127),
]  # fmt: skip
RESULT: Final[Rows] = [
    ("損益表 Statement of profit or loss",), ("截至2025年3月31日止年度 Year ended 31 March 2025",), ("", 2025, 2024),
    ("", "HK$'000", "HK$'000"), ("收益 Revenue", 1620110, 1540220), ("其他收入 Other income", 22010, 19800),
    ("員工成本 Staff costs", -790110, -750220), ("折舊 Depreciation", -130220, -128110),
    ("其他經營開支 Other operating expenses", -561450, -538220), ("融資成本 Finance costs", -9880, -11010),
    ("天課 Zakat", -24010, -20880), ("本年度溢利 Profit for the year", 126450, 111580),
]  # fmt: skip


def test_lines_that_are_counted_by_letters_are_known_by_their_names(tmp_path: Path, catalog: Catalog) -> None:
    """Indian statements number every line: only what bears no number was read."""
    reading = read_case(tmp_path, catalog, CASE.format(currency="INR"), {"PL": LAKHS})

    found = {item: round(value / 100_000) for item, value in values(reading).items()}
    assert found["medical_income"] == 2400
    assert (found["total_income"], found["total_expense"], found["period_surplus"]) == (2430, 2170, 190)
    assert (found["personnel_expense"], found["interest_expense"], found["income_tax_expense"]) == (1200, 70, 70)
    assert not {"I13", "I33"} & {one.rule for one in reading.findings}


def test_an_english_name_tells_what_its_unknown_chinese_one_is(tmp_path: Path, catalog: Catalog) -> None:
    """Two names of which one is known were not read, and what was proposed was the nearest in Chinese characters."""
    reading = read_case(tmp_path, catalog, CASE.format(currency="HKD"), {"BS": POSITION})
    found = {one.item: one.value for one in reading.values() if one.period == "2025" and not one.derived}

    assert found["accounts_receivable_net"] == 120_000
    assert (found["short_term_loans"], found["long_term_loans"]) == (40_000, 50_000)
    assert (found["other_taxes_payable"], found["current_liabilities"]) == (12_000, 60_000)
    assert (found["lease_liabilities_current"], found["lease_liabilities"]) == (8_000, 20_000)
    assert not {"I13", "I33", "I43"} & {one.rule for one in reading.findings}


def test_what_is_worked_out_of_lines_is_not_held_against_those_that_are_known(tmp_path: Path, catalog: Catalog) -> None:
    """All expense came to the lines with one that nobody knows; W53 missed that one in the sum made of it."""
    read_case(tmp_path, catalog, CASE.format(currency="HKD"), {"BS": POSITION, "PL": RESULT})
    rules = [one.rule for one in pipeline.check(tmp_path).findings]

    assert "I98" in rules
    assert "W53" not in rules


def test_the_newest_year_of_the_columns_is_that_of_the_file(tmp_path: Path, catalog: Catalog) -> None:
    """“June 30, 2024 and 2025” with the older year first passed for a sheet of 2024 in a file of 2025 (W18)."""
    title = [("Balance sheets",), ("December 31, 2024 and 2025",), ("(in thousands)",)]
    lines = [("Cash and cash equivalents", 41, 38), ("Total current assets", 90, 95), ("Total assets", 300, 310)]

    def rules(name: str, *years: int) -> set[str]:
        folder = tmp_path / name
        folder.mkdir()
        sheets = {"BS": [*title, ("", *years), *lines]}
        return {one.rule for one in read_case(folder, catalog, CASE.format(currency="USD"), sheets, name).findings}

    assert "W18" not in rules("FY2025 statements.xlsx", 2024, 2025)
    assert "W18" in rules("FY2023 statements.xlsx", 2024, 2025)


def test_leases_are_called_what_they_are_under_any_rules(tmp_path: Path, catalog: Catalog) -> None:
    """All of a hospital's leases, as IFRS 16 has them, stood on English pages as its operating leases."""
    lines = [("使用權資產 Right-of-use assets", 45, 40), *POSITION[10:]]
    sheets = {"BS": [*POSITION[:4], *lines]}
    found = values(read_case(tmp_path, catalog, CASE.format(currency="HKD"), sheets))
    names = [catalog.items[item].name for item in ("right_of_use_assets", "lease_liabilities")]

    assert {"right_of_use_assets", "lease_liabilities"} <= found.keys()
    assert not any("perating" in name.en or "经营" in name.zh for name in names)


def test_characters_of_hong_kong_are_compared_as_simplified_ones() -> None:
    assert bare("應收貿易賬款租賃滯納賠償潤倉") == "应收贸易账款租赁滞纳赔偿润仓"


def test_numbers_of_lines_in_a_column_without_a_head_are_no_names(tmp_path: Path, catalog: Catalog) -> None:
    """Cost reports number their lines 1.00, 11.00 in front of the names: the numbers were asked about as names."""
    heads = [("BALANCE SHEET",), ("(in dollars)",), ("", "", 2024), ("", "CURRENT ASSETS")]
    lines = [("1.00", "Cash on hand in banks", 31), ("11.00", "Total current assets (sum of lines 1-10)", 90)]
    reading = read_case(
        tmp_path, catalog, CASE.format(currency="USD"), {"G": [*heads, *lines, ("36.00", "Total assets", 200)]}
    )

    found = values(reading)
    assert (found["cash_and_bank"], found["current_assets"], found["total_assets"]) == (31, 90, 200)
    assert not {"I13", "I33"} & {one.rule for one in reading.findings}
