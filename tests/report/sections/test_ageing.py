"""Receivables and payables by age."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import fsum
from pathlib import Path

import pytest

from analysis.cases import case
from pages import page_of, section_of
from report.sections.annual import amount, rows
from report.sections.subjects import drawn, page, tables
from reportgen.analysis.material import Material
from reportgen.model.printing import half_up
from reportgen.model.registers import Record, Register, Registers
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "ageing")


def test_the_ages_of_each_payer_make_up_the_balance(sheet: SectionContent):
    for row in rows(tables(sheet)[0]):
        assert sum(amount(cell) for cell in row[1:5]) == pytest.approx(amount(row[5]), abs=0.03)


def test_what_may_not_come_in_is_listed_and_not_called_lost(sheet: SectionContent, month: Material):
    found = month.analysis["business.receivables"].unrealised
    table = tables(sheet)[1]
    assert len(table.lines) == len(found)
    assert "does not mean it is lost" in table.notes[0].en


AT_RISK = {
    "Amount rejected by medical insurance": "insurance_rejected_amount",
    "Patient arrears": "patient_arrears",
    "Bad-debt provision on accounts receivable": "bad_debt_provision_ar",
    "Contingent liabilities": "contingent_liabilities",
}


@pytest.mark.serves("003-003")
def test_amounts_at_risk_print_amount_share_of_receivables_and_change(month: Material):
    books, found = month.analysis.books, section_of(month, "ageing")
    assert found is not None
    gross = books.to_date("accounts_receivable_gross").value
    for name, item in AT_RISK.items():
        now, before = books.to_date(item).value, books.last_year(item).value
        assert found.row(name) == [
            name, f"{half_up(now / 1e4, 2):,.2f}", f"{half_up(100 * now / gross, 2):.2f}",
            f"{half_up(100 * (now / before - 1), 1):+.1f}".replace("-", "−"),
        ]  # fmt: skip


@pytest.mark.serves("003-003")
def test_an_amount_at_risk_that_was_not_supplied_is_a_dash_with_its_reason(tmp_path: Path):
    figures = {"patient_arrears@2025": 50_000.0, "accounts_receivable_gross@2025": 1_000_000.0}
    found = section_of(case(tmp_path, figures, "2025").material, "ageing")
    assert found is not None
    assert found.row("Patient arrears")[1:3] == ["5.00", "5.00"]
    rejected = found.row("Amount rejected by medical insurance")
    assert rejected[1].startswith("—")
    assert f"{rejected[1][1:]} A figure it needs was not submitted" in found.text


@pytest.mark.serves("000-12")
def test_the_ten_largest_suppliers_print_with_their_ages_and_totals_equal_their_table(month: Material):
    head, *lines, smaller, rest, total = page_of(month, "ageing").table("Supplier", "Balance")
    cells = [one.cells for one in month.registers["payables_ageing"].records if one.period == "2026-10"]
    purchases = {str(row["supplier"]): float(row["purchases"]) for row in cells}

    assert head == [
        "Supplier", "To 3 mo.", "3–6 mo.", "6–12 mo.", "Over 1 yr", "Balance", "Purchases", "Share, %", "Days",
    ]  # fmt: skip
    assert len(lines) == 10
    assert (smaller[0], rest[0]) == ("2 smaller suppliers", "Other suppliers (together)")
    largest = sorted(purchases.values(), reverse=True)
    assert [amount(line[6]) for line in lines] == sorted((amount(line[6]) for line in lines), reverse=True)
    assert amount(lines[0][6]) == pytest.approx(largest[0] / 1e4, abs=0.005)
    for column in range(1, 7):
        assert sum(amount(line[column]) for line in (*lines, smaller, rest)) == pytest.approx(
            amount(total[column]), abs=0.06
        )
    assert amount(total[6]) == pytest.approx(fsum(purchases.values()) / 1e4, abs=0.01)


@pytest.mark.serves("000-12")
def test_without_a_table_of_suppliers_their_block_is_absent(month: Material):
    registers = {name: one for name, one in month.registers.by_id.items() if name != "payables_ageing"}
    page = page_of(replace(month, registers=Registers(registers)), "ageing")

    assert "Payer" in {table[0][0] for table in page.tables}
    assert "Supplier" not in {table[0][0] for table in page.tables}
    assert "Payables by supplier" not in page.text


@pytest.mark.serves("000-12")
def test_suppliers_stand_by_purchases_with_days_and_share(sheet: SectionContent):
    *suppliers, smaller, rest, _ = rows(tables(sheet)[2])
    assert smaller[0] == "其余2家供应商"
    assert rest[0] == "其他供应商（合计）"  # no supplier: it stands last whatever it bought
    purchases = [amount(row[6]) for row in suppliers]
    assert purchases == sorted(purchases, reverse=True)


def test_the_headline_names_the_largest_payer(sheet: SectionContent):
    first = next(rows(tables(sheet)[0]))
    assert first[0] in sheet.headline.zh
    assert f"{first[6]}%" in sheet.headline.zh


def test_an_unknown_age_is_a_dash_with_its_reason_and_draws_no_bar(month: Material) -> None:
    register = month.registers["receivables_ageing"]
    records = tuple(_without_newest_age(record) for record in register.records)
    registers = Registers({**month.registers.by_id, register.id: replace(register, records=records)})
    sheet = page(replace(month, registers=registers), "ageing")

    first, *_ = rows(tables(sheet)[0])
    assert first[1].startswith("—")
    assert amount(first[5]) > 0
    assert "应付" in drawn(sheet)[0].picture.alt
    assert "应收" not in drawn(sheet)[0].picture.alt


def _without_newest_age(record: Record) -> Record:
    cells = {name: value for name, value in record.cells.items() if name != "within_3_months"}
    return replace(record, cells=cells)


@pytest.fixture(scope="module")
def by_years(month: Material) -> Material:
    """The payers of the month by years: what is younger than one is stated together, with provisions."""
    register = month.registers["receivables_ageing"]
    records = tuple(_together(record) for record in register.records)
    return replace(
        month, registers=Registers({**month.registers.by_id, register.id: replace(register, records=records)})
    )


def test_ages_below_a_year_told_together_are_printed_so_and_never_divided(month: Material, by_years: Material):
    table, before = tables(page(by_years, "ageing"))[0], tables(page(month, "ageing"))[0]

    assert [column.words.en for column in table.columns[1:5]] == ["To 1 yr", "1–2 yr", "2–3 yr", "Over 3 yr"]
    for row, old in zip(rows(table), rows(before), strict=True):
        assert amount(row[1]) == pytest.approx(sum(amount(cell) for cell in old[1:4]), abs=0.03)
        assert sum(amount(cell) for cell in row[1:5]) == pytest.approx(amount(old[5]), abs=0.03)
    found = by_years.analysis["business.receivables"].total
    assert found.of(("within_3_months",)).value is None
    assert f"{half_up(100 * found.old_share.value, 1)}% of the balance is older than a year" in table.notes[1].en
    assert "Provisions for" in table.notes[2].en


@pytest.mark.serves("003-003")
def test_nothing_is_said_to_be_missing_that_the_table_of_payers_tells(tmp_path: Path, by_years: Material):
    def names(folder: str, **figures: float) -> list[list[str]]:
        known = {"total_assets@2026-10": 1e9} | {f"{item}@2026-10": value for item, value in figures.items()}
        (tmp_path / folder).mkdir()
        material = case(tmp_path / folder, known, "2026-10").material
        own = tuple(replace(one, entity=material.entity) for one in by_years.registers["receivables_ageing"].records)
        payers_alone = Registers({"receivables_ageing": Register("receivables_ageing", own)})
        found = page(replace(material, registers=payers_alone), "ageing")
        assert "differs from the notes by —" not in str(tables(found)[0].notes)
        return [[row[0] for row in rows(table)] for table in tables(found)]

    payers = names("without")
    *same, at_risk = names("with", patient_arrears=50_000.0, accounts_receivable_gross=1e6)

    assert same == payers
    assert "Receivables older than one year" not in " ".join(at_risk)
    assert "Bad-debt provision" not in " ".join(at_risk)
    assert any("Patient arrears" in name or "病人欠费" in name for name in at_risk)


def _together(record: Record) -> Record:
    young = ("within_3_months", "within_6_months", "within_1_year")
    cells = {name: value for name, value in record.cells.items() if name not in young}
    whole = fsum(record.number(name) or 0.0 for name in young)
    return replace(record, cells={**cells, "under_1_year": whole, "provided": 1000.0})
