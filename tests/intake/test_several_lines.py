"""One item in several lines of an American statement: added where their total proves it, and asked about elsewhere."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import compute, intake, pipeline
from reportgen.catalog import Catalog
from reportgen.model.finding import Finding

CASE: Final = "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nscheme: none\nlanguages: en\n"
Rows = list[list[Any]]
EXPENSES: Final[Rows] = [
    ["Statements of Operations (in dollars)"], ["", 2025, 2024], ["Net patient service revenue", 1000, 900], ["Total operating revenue", 1000, 900],
    ["Salaries – physicians", 200, 180], ["Salaries – staff", 300, 270], ["Employee benefits", 100, 90], ["Supplies", 150, 140],
    ["Total operating expenses", 750, 680], ["Operating income", 250, 220],
]  # fmt: skip
DEBTS: Final[Rows] = [
    ["Balance Sheets (in dollars)"], ["", 2025, 2024], ["Cash and cash equivalents", 100, 90], ["Total current assets", 100, 90],
    ["Property and equipment, net", 500, 480], ["Total assets", 600, 570], ["Accounts payable", 50, 40], ["Total current liabilities", 50, 40],
    ["Bonds payable, net of current portion", 150, 155], ["Notes payable, net of current portion", 25, 26], ["Total liabilities", 225, 221],
    ["Net assets", 375, 349], ["Total liabilities and net assets", 600, 570],
]  # fmt: skip


def written(folder: Path, rows: Rows) -> Path:
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "data").mkdir()
    with (folder / "data" / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder


def read(folder: Path, catalog: Catalog, rows: Rows) -> intake.Reading:
    return intake.read(intake.open_case(written(folder, rows)), catalog)


def changed(rows: Rows, label: str, *values: Any) -> Rows:
    return [[label, *values] if row[0] == label else row for row in rows]


def told(reading: intake.Reading) -> list[Finding]:
    return [one for one in reading.findings if one.rule in {"I102", "I103", "I104", "I43"}]


def leaves(node: compute.Derivation) -> Iterator[compute.Derivation]:
    if not node.parts:
        yield node
    for part in node.parts:
        yield from leaves(part)


@pytest.mark.parametrize(
    ("rows", "item", "values", "lines"),
    [
        (EXPENSES, "salaries_and_wages", (500, 450), ("Salaries – physicians", "Salaries – staff")),
        (DEBTS, "long_term_loans", (175, 181), ("Bonds payable, net of current portion", "Notes payable, net of current portion")),
    ],
)  # fmt: skip
def test_lines_of_one_item_are_added_where_the_total_foots_only_with_all_of_them(
    tmp_path: Path, catalog: Catalog, rows: Rows, item: str, values: tuple[float, float], lines: tuple[str, ...]
) -> None:
    reading = read(tmp_path, catalog, rows)

    assert tuple(reading.dataset.value(item, "h", year) for year in ("2025", "2024")) == values
    (note,) = told(reading)
    assert (note.rule, note.facts["lines"]) == ("I102", lines)
    assert len(reading.dataset.places((item, "h", "2025", ""))) == len(lines)


def test_the_derivation_names_both_cells(tmp_path: Path) -> None:
    rows = [*DEBTS[:7], ["Short-term borrowings", 0, 0], *DEBTS[7:]]
    found = pipeline.check(written(tmp_path, rows))
    dataset = found.reading.dataset

    tree = compute.derive(dataset, found.catalog, "interest_bearing_debt_ratio", "h", "2025")

    lines = {one.place.line for one in leaves(tree) if one.id == "long_term_loans" and one.place}
    assert lines == {10, 11}
    assert not {"W53", "V91", "V92"} & {one.rule for one in found.findings}


@pytest.mark.parametrize("year", [1, 2])
def test_where_the_total_does_not_come_to_them_in_each_column_nothing_is_read(
    tmp_path: Path, catalog: Catalog, year: int
) -> None:
    totals = [225, 221]
    totals[year - 1] += 10
    reading = read(tmp_path, catalog, changed(DEBTS, "Total liabilities", *totals))

    assert "I102" not in {one.rule for one in reading.findings}
    assert reading.dataset.value("long_term_loans", "h", "2025") is None
    assert "I43" in {one.rule for one in told(reading)}


def test_parts_of_an_item_that_nothing_proves_whole_are_told_and_not_read(tmp_path: Path, catalog: Catalog) -> None:
    unknown = [row if row[0] != "Salaries – staff" else ["Floor people", *row[1:]] for row in EXPENSES]

    reading = read(tmp_path, catalog, unknown)

    assert reading.dataset.value("salaries_and_wages", "h", "2025") is None
    assert [(one.rule, one.facts["lines"]) for one in told(reading)] == [("I103", ("Salaries – physicians",))]


def test_the_only_part_of_an_item_is_all_of_it_where_the_total_foots_without_another(
    tmp_path: Path, catalog: Catalog
) -> None:
    rows = changed([row for row in EXPENSES if "staff" not in row[0]], "Total operating expenses", 450, 410)

    reading = read(tmp_path, catalog, rows)

    assert reading.dataset.value("salaries_and_wages", "h", "2025") == 200
    assert told(reading) == []


def test_equal_amounts_in_two_lines_are_two_amounts(tmp_path: Path, catalog: Catalog) -> None:
    rows = changed(changed(EXPENSES, "Salaries – staff", 200, 180), "Total operating expenses", 650, 590)

    assert read(tmp_path, catalog, rows).dataset.value("salaries_and_wages", "h", "2025") == 400


def test_lines_on_both_sides_of_a_total_are_not_added(tmp_path: Path, catalog: Catalog) -> None:
    rows = [*EXPENSES[:3], ["Investment income", 10, 9], ["Total operating revenue", 1010, 909], *EXPENSES[4:9],
            ["Operating income", 260, 229], ["Investment return, net", 5, 4]]  # fmt: skip

    reading = read(tmp_path, catalog, rows)

    assert reading.dataset.value("investment_income", "h", "2025") is None
    assert [one.rule for one in told(reading)].count("I43") == 2


def test_thousands_may_be_off_by_what_rounding_leaves_and_no_more(tmp_path: Path, catalog: Catalog) -> None:
    rows = changed(DEBTS, "Total liabilities", 226, 221)
    rows[0] = ["Balance Sheets (in thousands)"]

    assert read(tmp_path, catalog, rows).dataset.value("long_term_loans", "h", "2025") == 175_000


BONDS: Final = "Bonds payable, net of current portion"
NOTES: Final = "Notes payable, net of current portion"


@pytest.mark.parametrize(
    ("total", "rules"),
    [((500, 490), ["I102"]), ((350, 335), []), ((350, 340), []), ((333, 333), ["I104"])],
    ids=["two", "one", "one-in-a-year", "unproved"],
)
def test_two_lines_of_the_same_amount_are_read_as_one_only_with_a_word_or_a_proof(
    tmp_path: Path, catalog: Catalog, total: tuple[int, int], rules: list[str]
) -> None:
    rows = changed(changed(changed(DEBTS, BONDS, 150, 155), NOTES, 150, 155), "Accounts payable", 200, 180)
    rows = changed(changed(rows, "Total current liabilities", 200, 180), "Total liabilities", *total)

    reading = read(tmp_path, catalog, rows)

    assert [one.rule for one in told(reading)] == rules
    assert reading.dataset.value("long_term_loans", "h", "2025") == (300 if rules == ["I102"] else 150)
    assert all(one.facts["lines"] == (BONDS, NOTES) for one in told(reading))


def test_a_total_that_is_printed_again_is_one(tmp_path: Path, catalog: Catalog) -> None:
    again = read(tmp_path, catalog, [*DEBTS, ["Total assets", 600, 570]])

    assert not {"I104", "I43"} & {one.rule for one in told(again)}


def test_a_line_that_stands_again_behind_its_total_is_one(tmp_path: Path, catalog: Catalog) -> None:
    """Such as depreciation, once more among what reconciles the change in net assets to cash flows."""
    rows = [row for row in EXPENSES if "Salaries" not in row[0]]
    rows = [
        *rows[:5],
        ["Depreciation", 50, 45],
        *rows[5:],
        ["Change in net assets", 250, 220],
        ["Depreciation", 50, 45],
    ]

    assert not {"I104", "I43"} & {one.rule for one in told(read(tmp_path, catalog, rows))}


@pytest.mark.parametrize(
    ("label", "rule"),
    [("Bonds payable", True), ("Mortgage payable", True), ("Long-term debt", False), (BONDS, False)],
)
def test_debt_of_a_balance_sheet_without_current_liabilities_is_kept_and_what_is_open_of_it_told(
    tmp_path: Path, catalog: Catalog, label: str, *, rule: bool
) -> None:
    rows = [row for row in DEBTS if row[0] not in {"Total current liabilities", NOTES}]
    rows = [[label, 175, 181] if row[0] == BONDS else row for row in rows]

    reading = read(tmp_path, catalog, rows)

    assert reading.dataset.value("long_term_loans", "h", "2025") == 175
    assert [one.facts["lines"] for one in reading.findings if one.rule == "I105"] == ([(label,)] if rule else [])


def test_debt_above_or_below_current_liabilities_leaves_nothing_open(tmp_path: Path, catalog: Catalog) -> None:
    rows = [["Bonds payable", *row[1:]] if row[0] == BONDS else row for row in DEBTS]

    assert "I105" not in {one.rule for one in read(tmp_path, catalog, rows).findings}
