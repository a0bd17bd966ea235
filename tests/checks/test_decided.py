"""What a decision lacks is told at its cell: deductions, steps, money kept back, a second person, the budget adjusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import decided
from decided import Cell
from reportgen import pipeline
from reportgen.checks.registers import granting_column

STEPS = ["2025-03-25", "无其他扣款", "2025-03-28", "2025-03-30", "2025-04-02"]
LINE = ["材料费", "支出", 1000, 1200, 900]
ASKED = ["SQ-1", "材料费", "追加", 300, "赵", "2025-04-08", "顾", "2025-04-20", "核减", 200]


def told(folder: Path) -> list[tuple[str, str]]:
    found = pipeline.check(folder).findings
    return [
        (one.rule, one.place.cell or "")
        for one in found
        if "K30" < one.rule < "K40" or one.rule in {"K11", "K14", "K15"}
    ]


@pytest.mark.serves("004-11")
@pytest.mark.parametrize(
    ("row", "found"),
    [
        # 1,000 − 80 − 5 − 50 = 865
        (["A", "甲公司", 1000, 80, 80, 5, 50, 865, 865, *STEPS, ""], []),
        (["A", "甲公司", 1000, 80, 60, 5, 50, 885, 0, *STEPS, ""], [("K34", "E4")]),
        (["A", "甲公司", 1000, 80, "", 5, 50, 945, 0, *STEPS, ""], [("K34", "E4")]),
        (["A", "甲公司", 1000, 80, 90, 5, 50, 855, 0, *STEPS, ""], [("K14", "E4")]),
        (["A", "甲公司", 1000, 80, 80, 5, 50, 900, 0, *STEPS, ""], [("K11", "H4")]),
        (["A", "甲公司", 1000, 80, 80, 5, 50, 865, 900, *STEPS, ""], [("K14", "I4")]),
        (["A", "甲公司", 1000, 80, 80, 5, 40, 875, 0, *STEPS, ""], [("K36", "G4")]),
        (["A", "甲公司", 1000, 80, 79.99, 5, 49.99, 865.02, 0, *STEPS, ""], []),
        (["A", "甲公司", 1000, 80, 79.98, 5, 50, 865.02, 0, *STEPS, ""], [("K34", "E4")]),
        (["A", "甲公司", 1000, 80, 80, 5, 49.98, 865.02, 0, *STEPS, ""], [("K36", "G4")]),
        (["A", "甲公司", 1000, 80, 80, 5, 0, 915, 0, *STEPS, "2025-12-01"], []),
        (["A", "甲公司", 1000, 80, 80, 5, 50, 865, 865, *STEPS[:1], "", *STEPS[2:], ""], [("K35", "I4")]),
        (["A", "甲公司", 1000, 80, 80, 5, 50, 865, 0, *STEPS[:1], "", *STEPS[2:], ""], []),
        (["A", "甲公司", 1000, 80, 80, 5, 50, 865, 0, *STEPS[:3], "2025-03-27", STEPS[4], ""], [("K15", "M4")]),
    ],
)
def test_a_settlement_deducts_what_was_paid_on_behalf_and_goes_its_way(
    tmp_path: Path, row: Sequence[Cell], found: list[tuple[str, str]]
):
    folder = decided.case(tmp_path / "case")
    decided.settlements(folder, row)
    assert told(folder) == found


@pytest.mark.serves("004-11")
def test_a_deduction_that_falls_short_is_told_with_what_is_missing(tmp_path: Path):
    folder = decided.case(tmp_path / "case")
    decided.settlements(folder, ["A", "甲公司", 1000, 80, 60, 5, 50, 885, 0, *STEPS, ""])

    (found,) = (one for one in pipeline.check(folder).findings if one.rule == "K34")
    assert (found.facts["value"], found.facts["limit"], found.facts["gap"]) == (60.0, 80.0, 20.0)


@pytest.mark.serves("004-10")
@pytest.mark.parametrize(
    ("line", "asked", "found"),
    [
        (LINE, ASKED, []),
        (["材料费", "支出", 1000, 1300, 900], ASKED, [("K38", "D4")]),
        (["材料费", "支出", 1000, 1200.01, 900], ASKED, []),
        (["材料费", "支出", 1000, 1199.98, 900], ASKED, [("K38", "D4")]),
        (["材料费", "支出", 1000, "", 900], ASKED, []),
        (LINE, [*ASKED[:1], "材科费", *ASKED[2:]], [("K39", "B4")]),
        (LINE, [*ASKED[:6], "赵", *ASKED[7:]], [("K37", "G4")]),
        (LINE, [*ASKED[:6], "", "", *ASKED[8:]], [("K35", "J4")]),
        (LINE, [*ASKED[:9], 400], [("K14", "J4"), ("K38", "D4")]),
        (LINE, [*ASKED[:7], "2025-04-01", *ASKED[8:]], [("K15", "H4")]),
        (["材料费", "支出", 1000, 1000, 900], [*ASKED[:8], "不同意", ""], []),
        (["材料费", "支出", 1000, 800, 900], [*ASKED[:2], "调减", *ASKED[3:]], []),
    ],
)
def test_what_was_granted_must_be_in_the_adjusted_budget_and_granted_by_somebody_else(
    tmp_path: Path, line: Sequence[Cell], asked: Sequence[Cell], found: list[tuple[str, str]]
):
    folder = decided.case(tmp_path / "case")
    decided.lines(folder, line)
    decided.applications(folder, asked)
    assert sorted(told(folder)) == found


@pytest.mark.serves("004-10")
@pytest.mark.parametrize(
    ("verdict", "granted", "column"),
    [
        ("granted", False, "asked"),  # a review that only agrees grants all
        ("granted", True, "granted"),
        ("reduced", True, "granted"),
        ("reduced", False, "granted"),  # to what, nobody says
        ("refused", True, None),
        ("", True, None),
    ],
)
def test_a_review_grants_what_it_states_or_all_that_was_asked_for(verdict: str, column: str | None, *, granted: bool):
    assert granting_column(verdict, is_stated=granted) == column


@pytest.mark.parametrize(
    ("ends", "adjusted"),
    [(["同意", 200], 1200), (["同意", ""], 1300), (["核减", 200], 1200), (["核减", ""], 1000), (["不同意", 200], 1000)],
)
def test_the_adjusted_budget_is_held_against_what_a_review_granted(
    tmp_path: Path, ends: Sequence[Cell], adjusted: float
):
    folder = decided.case(tmp_path / "case")
    decided.lines(folder, ["材料费", "支出", 1000, adjusted, 900])
    decided.applications(folder, [*ASKED[:8], *ends])

    assert "K38" not in {rule for rule, _ in told(folder)}
