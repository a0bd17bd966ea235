"""The budget's whole life: stages, steps, adjustments, lessons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from pages import page_of
from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.answer import Figure
from reportgen.analysis.budget.lessons import Lesson, LessonKind
from reportgen.analysis.material import Material
from reportgen.model.registers import Record, Registers
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "budget_life")


STAGES = ["Line", "Compiled", "Approved", "Adjusted", "Requested", "Claimed", "Paid", "Booked"]


@pytest.mark.serves("001-48")
def test_each_line_prints_every_stage_of_its_spending(month: Material):
    head, *lines = page_of(month, "budget_life").table("Line", "Compiled")
    (office,) = (one for one in month.registers["budget_lines"].records
                 if (one.period, one.text("line")) == ("2026-10", "办公费"))  # fmt: skip
    stages = ("compiled", "approved", "adjusted", "requested", "reimbursed", "line_paid", "booked")

    assert head == STAGES
    assert len(lines) == 15
    (line,) = (line for line in lines if line[0] == "Office")
    assert line[1:] == [f"{(office.number(stage) or 0.0) / 1e4:,.2f}" for stage in stages]


@pytest.mark.serves("001-48")
def test_a_line_whose_later_stage_is_above_an_earlier_one_is_flagged(month: Material):
    page = page_of(having_paid(month, "办公费", 1e7), "budget_life")

    assert "1 line exceeds an earlier stage" in page.title
    assert ["Office", "President's office", "+733.77"] in [line[:3] for line in page.table("Line", "Off by")]
    assert "Reconcile requests, claims, payments and bookings" in page.text
    assert "0 lines exceed an earlier stage" in page_of(month, "budget_life").title


@pytest.mark.serves("000-33")
def test_steps_stand_in_order_with_date_state_and_owner(month: Material):
    assert page_of(month, "budget_life").table("Step", "State") == [
        ["Step", "Date", "State", "Owner", "Note"],
        [
            "Compilation",
            "2025-11-20",
            "done",
            "Budget office",
            "Departments in charge apply, the budget office puts together",
        ],
        ["Approval", "2026-01-18", "done", "Superior authority", "Divided and handed down once approved"],
        ["Execution", "2026-01-31", "in progress", "Departments in charge", "Analysed monthly, reported quarterly"],
        ["Adjustment", "2026-07-15", "done", "Budget committee", "Shift between drugs and utilities, total unchanged"],
        ["Appraisal", "2027-02-28", "not begun", "Appraisal office", "Appraised at year end by execution and targets"],
    ]


@pytest.mark.serves("001-45")
def test_original_adjusted_and_rate_print(month: Material):
    head, *lines = page_of(month, "budget_life").table("Original", "Adjusted")

    assert head == ["Line", "Owner", "Original", "Adjusted", "Change", "%", "Since"]
    assert [line[0] for line in lines] == ["Utilities and fuel", "Drugs"]
    for line in lines:
        original, adjusted, rate = (amount(line[column]) for column in (2, 3, 5))
        assert rate == pytest.approx(100 * (adjusted - original) / original, abs=0.051)
        assert rate != 0


@pytest.mark.serves("001-45")
def test_adjusted_less_original_is_the_change(sheet: SectionContent):
    for row in rows(tables(sheet)[2]):
        original, adjusted, change = (amount(cell) for cell in row[2:5])
        assert adjusted - original == pytest.approx(change, abs=0.011)


@pytest.mark.serves("001-47")
def test_what_the_hospital_says_of_a_line_stands_in_place_of_a_suggestion(sheet: SectionContent, month: Material):
    lessons = month.analysis["budget.lessons"]
    printed = list(rows(tables(sheet)[3]))
    assert len(printed) == len(lessons)
    remarks = [lesson.remark for lesson in lessons]
    assert sum(bool(remark) for remark in remarks) == 2
    assert [row[4] == remark for row, remark in zip(printed, remarks, strict=True)] == [bool(one) for one in remarks]
    assert [amount(row[2]) for row in printed[:2]] == [
        pytest.approx(one.amount.value / 1e4, abs=0.005) for one in lessons[:2]
    ]
    assert all(row[4] for row in printed)


def test_a_stage_that_a_line_leaves_blank_has_no_sum_and_the_headline_says_so(month: Material) -> None:
    found = replace(month.registers["budget_lines"], records=tuple(_without_booking(month)))
    registers = Registers({**month.registers.by_id, "budget_lines": found})
    told = page(replace(month, registers=registers), "budget_life").headline

    assert told.en == "1 line of spending has no booked amount, so execution has no sum"
    assert told.zh == "1项支出预算没有“记账”的金额，未加总执行"


def having_paid(month: Material, line: str, paid: float) -> Material:
    """The month as if so much had been paid for a line."""
    found = month.registers["budget_lines"]
    records = tuple(
        replace(one, cells={**one.cells, "line_paid": paid})
        if (one.period, one.text("line")) == ("2026-10", line) else one
        for one in found.records
    )  # fmt: skip
    registers = {**month.registers.by_id, "budget_lines": replace(found, records=records)}
    return replace(month, registers=Registers(registers))


def _without_booking(month: Material) -> Iterator[Record]:
    for record in month.registers["budget_lines"].records:
        blank = record.period == "2026-10" and record.text("line") == "办公费"
        cells = {name: value for name, value in record.cells.items() if not (blank and name == "booked")}
        yield replace(record, cells=cells)


def test_nothing_is_left_to_schedule_in_a_year_that_is_over(month: Material):
    lesson = Lesson(LessonKind.PROJECT_BEHIND, "CT", "", Figure(1.0), Figure(-0.1))
    words = month.catalog.words
    within, over = (
        words[f"analysis.lesson.{replace(lesson, is_over=is_over).suggestion}"].en for is_over in (False, True)
    )

    assert "this year" in within
    assert over == "Carry over or return what was not spent."
    assert not any(one.is_over for one in month.analysis["budget.lessons"])
