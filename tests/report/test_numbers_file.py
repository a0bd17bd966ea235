"""The passport for machines: what stands behind each number, and behind each section that computes some."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from pages import enclosed
from rendered import SAMPLES, Wanted, material, rendered
from reportgen.model.known import LISTED, Placed
from reportgen.model.place import Place
from reportgen.model.printing import PrintedNumber
from reportgen.report import numbers_file
from reportgen.report.numbers_file import stands
from reportgen.report.passport import ProvenanceIndex
from reportgen.report.pdf.documents import PageText

WHOLE = Wanted("board", "renhe", "2026-10", whole=True)
UNREAD = {"quality"}
"""Counts of sheets and checks, which name their files themselves."""


def told(wanted: Wanted) -> dict[str, Any]:
    content: dict[str, Any] = enclosed(wanted, "zh-en")["numbers.json"]
    return content


def test_every_section_that_computes_numbers_says_what_from():
    found = told(WHOLE)

    sections = {row["section"] for row in found["numbers"]}
    assert sections == set(found["sections"])
    assert {name for name, basis in found["sections"].items() if not any(basis.values())} <= UNREAD


def test_sheets_that_a_section_names_were_read():
    peers = {f"peers/{one.name}" for one in (SAMPLES / "renhe" / "peers").iterdir()}
    files = {file.name for file in material("renhe", "2026-10").files} | peers

    for basis in told(WHOLE)["sections"].values():
        for sheet in basis["sheets"]:
            assert sheet.partition(" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ")[0] in files, sheet


def test_figures_worked_out_of_cells_name_these():
    rows = [row for row in told(WHOLE)["numbers"] if row["section"] == "department_margins" and "/" in row["key"]]

    assert sum(1 for row in rows if row["places"]) > len(rows) / 2


def test_of_a_sum_over_many_cells_the_sheets_are_named():
    cells = tuple(Place("a.xlsx", f"{month}", f"B{row}") for month in range(1, 13) for row in range(40))

    assert Placed(1.0, cells[:LISTED]).places == cells[:LISTED]
    assert Placed(1.0, cells).places == tuple(Place("a.xlsx", f"{month}") for month in range(1, 13))


@pytest.mark.slow
def test_a_change_of_a_statement_names_the_two_cells_it_is_the_difference_of():
    rows = [row for row in told(WHOLE)["numbers"] if row["section"] == "statement-position" and "/" in row["key"]]

    named = [row["places"] for row in rows if len(row["places"]) > 1]
    assert len(named) > 30
    assert all(len(places) == 2 for places in named[:1])


@pytest.mark.slow
def test_the_value_of_an_indicator_is_that_of_the_results_wherever_it_is_printed():
    rows = [row for row in told(WHOLE)["numbers"] if row["key"] == "indicator.current_ratio"]

    assert {"scorecard", "method"} <= {row["section"] for row in rows}
    assert len({tuple(row["places"]) for row in rows}) == 1
    assert rows[0]["places"]


@pytest.mark.slow
def test_two_values_that_print_alike_are_both_listed():
    """Growth of income and of surplus, both 101.1: who reads the one on the page must find it in the list."""
    ledger = ProvenanceIndex()
    for value in (1.0112619, 1.0112618, 1.0112619):
        ledger.print("growth", PrintedNumber("101.1", value * 100, value))

    found = [row["value"] for _, rows in numbers_file.origins(ledger, "growth") for row in rows]

    assert found == [1.0112619, 1.0112618]


@pytest.mark.slow
def test_labels_of_drawings_have_a_row_each_on_the_page_of_the_drawing():
    with pikepdf.open(BytesIO(rendered(Wanted("annual", "renhe", "2025"), "zh-en").pdf)) as file:
        rows = json.loads(file.attachments["numbers.json"].get_file().read_bytes())["numbers"]
    tree = [row for row in rows if row["section"] == "return_tree" and row["printed"] == "202,952.11"]

    assert [row["places"] != [] for row in tree] == [True]
    assert isinstance(tree[0]["page"], int)


@pytest.mark.parametrize(
    ("printed", "text", "has_it"),
    [
        ("1.10亿元", "负债合计1.10亿元，比上年", True),
        ("1.10亿元", "负债合计1.10亿\n元，比上年", True),
        ("1.10亿元", "负债合计21.10亿\n元，比上年", False),
        ("12", "共12\n34项", True),
        ("2,888.87万元", "本期盈余2,888.87 万元， 比上年下降", True),
        ("$0.412 m", "total income $0.412\u00a0m; total expense", True),
        ("$0.412 m", "total income $0.412\r\nm; total expense", True),
        ("$0.412 m", "total income $10.412\u00a0m; total expense", False),
        ("1234", "共12\n34项", False),
        ("3,000万元", "6月借入3,000万元\r\n97.1天", True),
        ("3,000万元", "6月借入13,000万元\r\n97.1天", False),
        ("97.1", "3,000万元\n97.12", False),
    ],
)
def test_an_amount_stands_on_a_page_though_a_line_ends_within_its_unit(
    printed: str, text: str, *, has_it: bool
) -> None:
    assert stands(printed, text) is has_it


def test_a_number_that_another_section_prints_has_that_page() -> None:
    def page(number: int, text: str, *anchors: str) -> PageText:
        return PageText(number, text, anchors, (0.0, 0.0), {}, 0.0)

    first, own = page(1, "全年盈余预计2,430万元", "verdict"), page(2, "预计比预算少812万元", "story")

    assert numbers_file._page("2,430万元", [own], [first, own]) == 1
    assert numbers_file._page("812万元", [own], [first, own]) == 2
    assert numbers_file._page("9万元", [own], [first, own]) == 2
    assert numbers_file._page("2,430万元", [], [first, own]) is None
