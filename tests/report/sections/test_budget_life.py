"""The budget's whole life: stages, steps, adjustments, lessons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.model.registers import Record, Registers
from reportgen.report.desk.sheet import Sheet


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> Sheet:
    return page(month, "budget_life")


@pytest.mark.serves("001-48", "000-33")
def test_no_stage_of_spending_is_larger_than_the_one_before_unless_the_headline_says_so(sheet: Sheet, month: Material):
    found = month.analysis["budget.life"]
    for row in rows(tables(sheet)[0]):
        stages = [amount(cell) for cell in row[3:] if not cell.startswith("—")]
        if len(stages) == 5 and not found.disordered:
            assert stages == sorted(stages, reverse=True)
    assert f"{len(found.disordered)} lines" in sheet.headline.en


def test_steps_stand_with_date_state_and_owner(sheet: Sheet):
    steps = list(rows(tables(sheet)[1], "en"))
    assert [row[0] for row in steps] == ["Compilation", "Approval", "Execution", "Adjustment", "Appraisal"]
    assert all(row[1].startswith("202") and row[2] and row[3] for row in steps)


@pytest.mark.serves("001-45")
def test_adjusted_less_original_is_the_change(sheet: Sheet):
    for row in rows(tables(sheet)[2]):
        original, adjusted, change = (amount(cell) for cell in row[2:5])
        assert adjusted - original == pytest.approx(change, abs=0.011)


@pytest.mark.serves("001-47")
def test_what_the_hospital_says_of_a_line_stands_in_place_of_a_suggestion(sheet: Sheet, month: Material):
    lessons = month.analysis["budget.lessons"]
    printed = list(rows(tables(sheet)[3]))
    assert len(printed) == len(lessons)
    for row, lesson in zip(printed, lessons, strict=True):
        if lesson.remark:
            assert row[4] == lesson.remark


def test_a_stage_that_a_line_leaves_blank_has_no_sum_and_the_headline_says_so(month: Material) -> None:
    found = replace(month.registers["budget_lines"], records=tuple(_without_booking(month)))
    registers = Registers({**month.registers.by_id, "budget_lines": found})
    told = page(replace(month, registers=registers), "budget_life").headline

    assert told.en == "1 line of spending has no booked amount, so execution has no sum"
    assert told.zh == "1项支出预算没有“记账”的金额，未加总执行"


def _without_booking(month: Material) -> Iterator[Record]:
    for record in month.registers["budget_lines"].records:
        blank = record.period == "2026-10" and record.text("line") == "办公费"
        cells = {name: value for name, value in record.cells.items() if not (blank and name == "booked")}
        yield replace(record, cells=cells)
