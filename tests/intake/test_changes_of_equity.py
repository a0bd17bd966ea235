"""What American statements book to net assets alone is known as that: a note, and no names that nobody knows."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from intake.rows import Rows, read_case, values
from reportgen.catalog import Catalog

CASE: Final = (
    "entity: {id: h, name: {zh: 示例医院, en: H}}\nregime: other\ncurrency: USD\nscheme: none\nfiscal_year_start: 7\n"
)
OPERATIONS: Final[Rows] = [
    ("Statements of Operations and Changes in Net Assets",), ("Years ended June 30, 2025 and 2024",),
    ("(in thousands)",), ("", "2025", "2024"), ("Net patient service revenue", 500, 480),
    ("Other operating revenue", 20, 19), ("Total revenues, gains and other support", 520, 499),
    ("Salaries and wages", 310, 300), ("Supplies", 180, 170), ("Total expenses", 490, 470),
    ("Excess of revenues over expenses", 30, 29),
]  # fmt: skip
BELOW: Final[Rows] = [
    ("Change in net unrealized gains and losses on other-than-trading securities", 12, -8),
    ("Net assets released from restrictions used for purchase of property and equipment", 6, 7),
    ("Pension-related changes other than net periodic pension cost", -4, 3), ("Transfers to affiliates", -10, -10),
    ("Increase in net assets without donor restrictions", 34, 21),
    ("Net assets without donor restrictions, beginning of year", 200, 179),
    ("Net assets without donor restrictions, end of year", 234, 200),
]  # fmt: skip


def test_what_is_booked_to_net_assets_is_told_once_and_asked_of_nobody(tmp_path: Path, catalog: Catalog) -> None:
    reading = read_case(tmp_path, catalog, CASE, {"Operations": [*OPERATIONS, *BELOW]})

    (told,) = [one for one in reading.findings if one.rule == "I174"]
    assert told.facts["count"] == len(BELOW)
    assert told.facts["names"][0] == BELOW[0][0]
    assert not {"I13", "I14", "I33"} & {one.rule for one in reading.findings}
    assert not reading.unread
    assert values(reading)["period_surplus"] == 30_000


def test_the_same_names_above_the_result_are_asked_about(tmp_path: Path, catalog: Catalog) -> None:
    """There a transfer is expense and an unrealized gain is income of the period: it must not be lost in a note."""
    gain, transfer = ("Net unrealized gains on trading securities", 7, 6), ("Transfers to affiliates", 3, 2)
    reading = read_case(tmp_path, catalog, CASE, {"Operations": [*OPERATIONS[:-1], gain, transfer, OPERATIONS[-1]]})

    assert "I174" not in {one.rule for one in reading.findings}
    assert "Transfers to affiliates" in {one.label for one in reading.unread}


def test_what_mapping_names_stays_what_it_says(tmp_path: Path, catalog: Catalog) -> None:
    (tmp_path / "mapping.yaml").write_text('names: {"Transfers to affiliates": affiliate_subsidy_expense}\n')
    reading = read_case(tmp_path, catalog, CASE, {"Operations": [*OPERATIONS, *BELOW]})

    (told,) = [one for one in reading.findings if one.rule == "I174"]
    assert told.facts["count"] == len(BELOW) - 1
    assert abs(values(reading)["affiliate_subsidy_expense"]) == 10_000
