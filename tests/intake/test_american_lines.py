"""Lines of American statements beyond the usual ones: each is read, and its total comes to all of its lines."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake, pipeline
from reportgen.catalog import Catalog

CASE: Final = "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nscheme: none\nlanguages: en\n"
Rows = list[list[Any]]
POSITION: Final[Rows] = [
    ["Balance Sheets (in dollars)"], ["", 2025, 2024], ["Cash and cash equivalents", 100, 90], ["Patient accounts receivable, net", 200, 190],
    ["Pledges receivable, net", 10, 9], ["Total current assets", 310, 289], ["Pledges receivable, net", 20, 18],
    ["Investments in joint ventures", 30, 25], ["Goodwill", 40, 40], ["Interest rate swaps", 3, 2],
    ["Property and equipment, net", 500, 480], ["Total assets", 903, 854], ["Accounts payable", 50, 40],
    ["Current portion of bonds payable", 5, 5], ["Estimated self-insurance costs", 7, 6], ["Total current liabilities", 62, 51],
    ["Bonds payable, net of current portion", 150, 155], ["Accrued pension liability", 25, 26], ["Estimated self-insurance costs", 15, 14],
    ["Interest rate swaps", 4, 3], ["Asset retirement obligations", 6, 6], ["Total liabilities", 262, 255], ["Net assets", 641, 599],
    ["Total liabilities and net assets", 903, 854],
]  # fmt: skip
OPERATIONS: Final[Rows] = [
    ["Statements of Operations (in dollars)"], ["", 2025, 2024], ["Net patient service revenue", 1000, 900], ["Cafeteria and parking revenue", 10, 9],
    ["Rental revenue", 5, 5], ["Grants and contributions", 8, 7], ["Federal grants", 2, 2], ["Provider relief fund", 12, 0],
    ["Other revenue", 13, 12], ["Total operating revenue", 1050, 935], ["Salaries and wages", 500, 450], ["Supplies", 345, 324],
    ["Loss on disposal", 2, 1], ["Loss on extinguishment of debt", 3, 0], ["Depreciation", 50, 40], ["Total operating expenses", 900, 815],
]  # fmt: skip
READ: Final = {
    "pledges_receivable_current": 10, "pledges_receivable": 20, "lt_equity_investments": 30, "goodwill": 40, "interest_rate_swap_assets": 3,
    "current_portion_non_current_liabilities": 5, "self_insurance_liabilities_current": 7, "long_term_loans": 150,
    "pension_liabilities": 25, "self_insurance_liabilities": 15, "interest_rate_swap_liabilities": 4, "provisions": 6,
    "auxiliary_revenue": 10, "rental_income": 5, "donation_income": 8, "grant_revenue": 2, "relief_fund_revenue": 12, "other_income": 13,
    "asset_disposal_expense": 2, "debt_extinguishment_loss": 3,
}  # fmt: skip


def written(folder: Path, **tables: Rows) -> Path:
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "data").mkdir()
    for name, rows in tables.items():
        with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def read(folder: Path, catalog: Catalog, rows: Rows) -> intake.Reading:
    return intake.read(intake.open_case(written(folder, statement=rows)), catalog)


def figures(reading: intake.Reading, period: str = "2025") -> dict[str, float]:
    return {one.item: one.value for one in reading.values() if one.period == period and not one.derived}


def test_the_lines_are_read_and_their_totals_foot(tmp_path: Path) -> None:
    found = pipeline.check(written(tmp_path, position=POSITION, operations=OPERATIONS))

    values = figures(found.reading)
    assert {item: values.get(item) for item in READ} == READ
    assert not {"I13", "I14", "I33", "I43", "W53", "V87", "V89", "V90", "V92", "V95", "V96"} & {
        one.rule for one in found.findings
    }


@pytest.mark.parametrize("changed", [5, 8, 10, 19, 21])
def test_a_total_that_is_wrong_by_one_of_these_lines_is_told(tmp_path: Path, changed: int) -> None:
    rows = [list(row) for row in POSITION]
    rows[changed][1] += 1000

    rules = {one.rule for one in pipeline.check(written(tmp_path, position=rows)).findings}

    assert rules & {"V87", "V88", "V89", "V90", "V91", "V92", "V03", "W53"}


def test_a_name_of_two_meanings_below_the_total_of_one_is_the_other(tmp_path: Path, catalog: Catalog) -> None:
    rows = [row for row in POSITION if row[0] not in {"Total liabilities", "Total assets"}]
    found = figures(read(tmp_path, catalog, rows))

    assert (found["pledges_receivable_current"], found["pledges_receivable"]) == (10, 20)
    assert (found["self_insurance_liabilities_current"], found["self_insurance_liabilities"]) == (7, 15)


@pytest.mark.parametrize(
    ("label", "loss"),
    [("Loss on disposal", 2), ("Loss (gain) on disposal of assets", -2), ("(Gain) loss on disposal", 2)],
)
def test_a_loss_on_disposal_is_one_whatever_stands_in_brackets(
    tmp_path: Path, catalog: Catalog, label: str, loss: int
) -> None:
    rows = [[label, loss, 1] if row[0] == "Loss on disposal" else row for row in OPERATIONS]
    rows[-1] = ["Total operating expenses", 898 + loss, 815]

    assert figures(read(tmp_path, catalog, rows))["asset_disposal_expense"] == loss


def test_relief_that_is_not_yet_earned_is_no_revenue(tmp_path: Path, catalog: Catalog) -> None:
    rows = [
        row if row[0] != "Estimated self-insurance costs" else ["Provider relief funds", *row[1:]]
        for row in POSITION[:16]
    ]

    found = figures(read(tmp_path, catalog, [*rows, *POSITION[16:18], *POSITION[19:]]))

    assert found["advances_received"] == 7
    assert "relief_fund_revenue" not in found


@pytest.mark.parametrize(
    ("label", "item"),
    [("Notes payable", "notes_payable"), ("Notes payable, less current portion", "long_term_loans"), ("Revenue bonds payable", "long_term_loans"),
     ("Derivative liabilities", "interest_rate_swap_liabilities"), ("Investments in unconsolidated affiliates", "lt_equity_investments")],
)  # fmt: skip
def test_other_words_for_them(tmp_path: Path, catalog: Catalog, label: str, item: str) -> None:
    rows = [row for row in POSITION if "onds" not in row[0] and "swaps" not in row[0] and "ventures" not in row[0]]
    total = {"notes_payable": "Total current liabilities", "lt_equity_investments": "Total assets"}.get(
        item, "Total liabilities"
    )
    rows.insert([row[0] for row in rows].index(total), [label, 77, 78])

    assert figures(read(tmp_path, catalog, rows))[item] == 77


def test_operating_lease_liabilities_are_current_above_that_total_and_the_rest_below(
    tmp_path: Path, catalog: Catalog
) -> None:
    rows = [["Balance Sheet (in thousands)"], ["December 31, 2025"], ["", 2025], ["Accounts payable", 5],
            ["Operating lease liabilities", 1], ["Total current liabilities", 6], ["Operating lease liabilities", 4],
            ["Total liabilities", 10], ["Total net assets", 5]]  # fmt: skip

    found = figures(read(tmp_path, catalog, rows))
    assert (found["lease_liabilities_current"], found["lease_liabilities"]) == (1_000, 4_000)


@pytest.mark.parametrize("label", ["Provider relief and other grant revenue", "Provider relief funds and other grants"])
def test_relief_beside_other_grants_is_grant_revenue(tmp_path: Path, catalog: Catalog, label: str) -> None:
    """It is no revenue of relief funds alone, and a total with it was not proved."""
    rows = [[label, *row[1:]] if row[0] == "Federal grants" else row for row in OPERATIONS]
    rows = [row for row in rows if row[0] != "Provider relief fund"]

    found = figures(read(tmp_path, catalog, rows))

    assert found["grant_revenue"] == 2
    assert "relief_fund_revenue" not in found


@pytest.mark.parametrize(("label", "item"), [("Beds", "beds_open"), ("Net result for the year", "period_surplus")])
def test_lines_that_are_called_by_less_than_their_names(
    tmp_path: Path, catalog: Catalog, label: str, item: str
) -> None:
    rows = [["Highlights (in dollars)"], ["", 2025, 2024], [label, 25, 24], *OPERATIONS[9:]]

    assert figures(read(tmp_path, catalog, rows))[item] == 25


@pytest.mark.parametrize(
    ("label", "amounts", "read_as", "told"),
    [
        ("Net loss", (20, 15), (-20, -15), True),
        ("Net loss", (-20, -15), (-20, -15), False),
        ("Net loss", (-20, 15), (-20, 15), False),
        ("Net income (loss)", (20, -15), (20, -15), False),
    ],
)
def test_a_loss_without_a_sign_is_below_zero(
    tmp_path: Path, catalog: Catalog, label: str, amounts: tuple[int, int], read_as: tuple[int, int], *, told: bool
) -> None:
    """A net loss of 20 was a surplus of 20, without a word."""
    reading = read(tmp_path, catalog, [*OPERATIONS, [label, *amounts]])

    found = tuple(figures(reading, year)["period_surplus"] for year in ("2025", "2024"))
    assert found == read_as
    assert ("I167" in [one.rule for one in reading.findings]) is told
