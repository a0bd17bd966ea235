"""Names that mean one thing on the balance sheet and another among expenses, or one among assets and another among debts."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake, pipeline
from reportgen.catalog import load_catalog
from reportgen.intake.context import ReadingContext
from reportgen.intake.reading import Reading
from reportgen.intake.statements import proposals
from reportgen.model.finding import Severity

CASE: Final = "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nscheme: none\nlanguages: en\n"
POSITION: Final[list[list[Any]]] = [
    ["Balance Sheets", ""], ["(in thousands)", ""], ["", "December 31, 2024"],
    ["Cash and cash equivalents", 40], ["Estimated third-party payor settlements", 5], ["Supplies", 9], ["Total current assets", 54],
    ["Property and equipment, net", 46], ["Total assets", 100],
    ["Accounts payable", 20], ["Estimated third-party payor settlements", 3], ["Total current liabilities", 23],
    ["Total liabilities", 23], ["Net assets", 77], ["Total liabilities and net assets", 100],
]  # fmt: skip
OPERATIONS: Final[list[list[Any]]] = [
    ["Statements of Operations", ""], ["(in thousands)", ""], ["", "Year ended December 31, 2024"],
    ["Net patient service revenue", 90], ["Total operating revenue", 90],
    ["Salaries and wages", 50], ["Supplies", 30], ["Total operating expenses", 80],
]  # fmt: skip


def written(folder: Path, **tables: list[list[Any]]) -> Path:
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "data").mkdir()
    for name, rows in tables.items():
        with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def read(folder: Path, **tables: list[list[Any]]) -> Reading:
    return intake.read(intake.open_case(written(folder, **tables)), load_catalog())


def figures(reading: Reading) -> dict[str, float]:
    return {one.item: one.value for one in reading.values()}


def test_the_total_below_says_what_a_name_of_two_meanings_is(tmp_path: Path) -> None:
    reading = read(tmp_path, position=POSITION, operations=OPERATIONS)

    found = figures(reading)
    assert (found["inventories"], found["supplies_expense"]) == (9_000, 30_000)
    assert (found["third_party_settlements_receivable"], found["third_party_settlements_payable"]) == (5_000, 3_000)
    assert not {"I13", "I14", "I43"} & {one.rule for one in reading.findings}


@pytest.mark.parametrize("left", ["Total current assets", "Total current liabilities"])
def test_totals_further_below_decide_where_the_nearest_is_left_out(tmp_path: Path, left: str) -> None:
    found = figures(read(tmp_path, position=[row for row in POSITION if row[0] != left]))

    wanted = "third_party_settlements_receivable" if "assets" in left else "third_party_settlements_payable"
    assert found[wanted] == (5_000 if "assets" in left else 3_000)


def test_without_any_total_the_neighbours_decide_between_statements_and_nobody_between_sides(tmp_path: Path) -> None:
    reading = read(tmp_path, position=[*POSITION[:4], POSITION[5], ["Investments", 7], POSITION[4]])

    assert figures(reading)["inventories"] == 9_000
    assert [one.facts["label"] for one in reading.findings if one.rule == "I14"] == [POSITION[4][0]]


TWICE: Final = [*OPERATIONS[:4], ["Investment income", 3], ["Total operating revenue", 93], *OPERATIONS[5:],
                ["Operating income", 13], ["Investment return, net", 2], ["Excess of revenues over expenses", 15]]  # fmt: skip


def test_two_lines_that_mean_one_item_are_asked_about_and_are_no_error(tmp_path: Path) -> None:
    reading = read(tmp_path, operations=TWICE)

    (told,) = (one for one in reading.findings if one.rule == "I43")
    assert told.severity is Severity.WARNING
    assert "investment_income" not in figures(reading)


def test_one_of_the_two_lines_left_unread_settles_it(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").write_text('unread: ["Investment return, net"]\n', encoding="utf-8")
    reading = read(tmp_path, operations=TWICE)

    assert figures(reading)["investment_income"] == 3_000
    assert not {"I13", "I43"} & {one.rule for one in reading.findings}


def test_what_was_gained_and_lost_on_assets_is_known_within_its_total_and_below_it(tmp_path: Path) -> None:
    lost = ["Loss on disposal of property and equipment", 2]
    rows = [*OPERATIONS[:7], lost, ["Total operating expenses", 82], ["Operating income", 8]]
    gained = [["Gain (loss) on sale of property, plant and equipment", 4], ["Excess of revenues over expenses", 12]]
    found = pipeline.check(written(tmp_path, operations=[*rows, *gained]))

    values = {one.item: one.value for one in found.reading.values()}
    assert (values["asset_disposal_expense"], values["disposal_gain"]) == (2_000, 4_000)
    assert not {"I13", "W53"} & {one.rule for one in found.findings}


def test_of_what_may_be_meant_the_statement_at_hand_comes_next_and_public_budgeting_never(tmp_path: Path) -> None:
    read(tmp_path, position=[*POSITION[:6], ["Investments", 7], ["Total current assets", 61], *POSITION[7:]])

    case = intake.open_case(tmp_path)

    (doubted,) = proposals.doubted(intake.read(case, load_catalog()), case, load_catalog())
    assert [item for item, _ in doubted.nearest][:2] == ["short_term_investments", "lt_investments"]


@pytest.mark.parametrize(("there", "first"), [(0.41, "there"), (0.39, "elsewhere")])
def test_an_item_of_the_statement_at_hand_comes_before_one_that_is_less_than_a_fifth_more_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: float, first: str
) -> None:
    items = {"there": "accounts_payable", "elsewhere": "contract_value"}
    found = [(0.6, items["elsewhere"]), (there, items["there"])]
    monkeypatch.setattr(proposals, "ranked", lambda *_: found)
    context = ReadingContext(load_catalog(), intake.open_case(written(tmp_path)))

    nearest = proposals._doubted_nearest("Whatever", None, "short_term_loans", context)

    assert nearest[0][0] == items[first]


def test_lines_of_official_forms_below_their_totals_are_never_told_by_the_next_total(tmp_path: Path) -> None:
    """Funds of business expense stand before administrative expense, whose own lines bear the same names."""
    rows: list[list[Any]] = [
        ["单位：元", ""], ["项目", "2024"], ["二、本期费用", 100], ["（一）业务活动费用", 60], ["财政基本拨款经费", 10], ["科教经费", 7], ["其他经费", 43],
        ["（二）单位管理费用", 40], ["财政基本拨款经费", 4], ["科教经费", 3], ["其他经费", 33],
    ]  # fmt: skip
    folder = written(tmp_path, sums=rows)
    (folder / "case.yaml").write_text(
        CASE.replace("regime: other", "regime: '2019'").replace("currency: USD\n", ""), encoding="utf-8"
    )
    reading = intake.read(intake.open_case(folder), load_catalog())

    found = {item: value for item, value in figures(reading).items() if "sci_edu" in item}
    assert found == {"business_activity_expense_sci_edu": 7, "admin_expense_sci_edu": 3}
    assert reading.findings == ()


def test_provisions_are_current_or_not_by_the_total_below(tmp_path: Path) -> None:
    """Two lines of the name were two figures for one item."""
    lines = [
        ["Balance Sheet (in dollars)"], ["", 2025, 2024], ["Trade payables", 50, 40], ["Provisions", 3, 2], ["Total current liabilities", 53, 42],
        ["Long-term debt", 90, 95], ["Provisions", 7, 6], ["Total liabilities", 150, 143],
    ]  # fmt: skip
    found = read(tmp_path, position=lines)

    assert (figures(found)["provisions_current"], figures(found)["provisions"]) == (3, 7)
    assert not {"I14", "I43"} & {one.rule for one in found.findings}


def test_provisions_alone_are_those_of_the_name(tmp_path: Path) -> None:
    lines = [
        ["Balance Sheet (in dollars)"],
        ["", 2025],
        ["Trade payables", 50],
        ["Provisions", 7],
        ["Total liabilities", 57],
    ]

    assert figures(read(tmp_path, position=lines))["provisions"] == 7
