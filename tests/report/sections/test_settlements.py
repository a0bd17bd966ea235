"""Settling with subcontractors on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

import decided
from pages import Part, section_of
from reportgen import pipeline

STEPS = ["2025-03-25", "无其他扣款", "2025-03-28", "2025-03-30", "2025-04-02"]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Part:
    folder = decided.case(tmp_path_factory.mktemp("settled") / "case")
    decided.settlements(
        folder,
        ["FB-1", "甲公司", 1000000, 80000, 80000, 5000, 50000, 865000, 865000, *STEPS, ""],
        ["FB-2", "乙公司", 600000, 40000, 25000, 0, 18000, 557000, 557000, STEPS[0], "", *STEPS[2:], ""],
    )
    return section_of(pipeline.evaluate(pipeline.check(folder), period="2025"), "settlements", "en")


@pytest.mark.serves("004-11")
def test_each_settlement_prints_its_deductions_and_what_they_leave(printed: Part):
    head, *rows = printed.table("Settlement", "Measured", "On behalf", "Payable")
    assert head[2:] == ["Measured", "On behalf", "Deducted", "Other", "Retention", "Payable", "Not deducted"]
    assert rows[0][2:] == ["100.00", "8.00", "8.00", "0.50", "5.00", "86.50", "0.00"]
    assert rows[1][2:] == ["60.00", "4.00", "2.50", "0.00", "1.80", "55.70", "1.50"]
    assert rows[2][2:] == ["160.00", "12.00", "10.50", "0.50", "6.80", "142.20", "1.50"]


@pytest.mark.serves("004-11")
def test_steps_and_what_asks_for_a_look_stand_beside_the_payment(printed: Part):
    rows = {row[0]: row for row in printed.table("Settlement", "Paid", "To look at")[1:]}
    assert rows["FB-1"][2:] == ["86.50", "86.50", "5.0", "5", ""]
    assert rows["FB-2"][4:] == ["3.0", "4", "not deducted; paid before all steps; too little retained"]
    assert printed.title == "1 of 2 settlements asks for a look; paid on behalf and not deducted: 1.50 (¥10,000)"


def test_without_the_table_its_columns_are_named(tmp_path: Path):
    folder = decided.case(tmp_path / "case")
    found = section_of(pipeline.evaluate(pipeline.check(folder), period="2025"), "settlements", "en")
    assert "No settlements with subcontractors" in found.text
    assert "Payable on settlement" in found.text


def test_a_rule_of_payment_is_not_told_as_what_was_done(printed: Part):
    """The same table marks what was paid before all steps were done."""
    assert "payment is due only after all five" in printed.text
