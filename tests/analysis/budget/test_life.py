"""From compilation to booking: every stage of a line, disorder between stages, and the steps of the procedure."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.budget.budgets import lines
from analysis.cases import case, sample
from reportgen.analysis.answer import Unavailable
from reportgen.analysis.budget.life import Life

STEP_HEAD = ("预算环节", "办理日期", "办理状态", "经办部门", "说明")
STEPS = [
    ("预算流程表",),
    ("2025年10月",),
    STEP_HEAD,
    ("考核", "2026-02-28", "未开始", "财务部", ""),
    ("执行", "2025-01-31", "进行中", "各部门", ""),
    ("编制", "2024-11-20", "已完成", "预算办公室", "两上两下"),
    ("调整", "2025-07-15", "未开始", "预算办公室", ""),
]


def of(folder: Path, tables: dict[str, object]) -> Life | Unavailable:
    return case(folder, {"total_income@2025-10": 1.0}, "2025-10", tables=tables)["budget.life"]


@pytest.mark.serves("001-48")
def test_a_later_stage_above_an_earlier_one_is_pointed_out_with_the_amount(tmp_path: Path):
    table = lines(
        "2025年10月",
        ("办公费", "支出", 120, 100, 100, 90, 80, 85, 70, "院办", ""),
        ("差旅费", "支出", 50, 50, 40, 35, 35, 35, 35, "院办", ""),
        ("培训费", "支出", 50, 50, 40, "", "", 30, 41, "人事处", ""),
        ("其他收入", "收入", 10, 10, 10, "", "", "", 30, "财务部", ""),
    )
    found = of(tmp_path, {"lines": table})

    assert isinstance(found, Life)
    flagged = {line.id: [(one.earlier, one.later, one.amount) for one in line.exceeded] for line in found.disordered}
    assert flagged == {
        "办公费": [("reimbursed", "line_paid", 5.0)],
        "培训费": [("line_paid", "booked", 11.0)],
    }


@pytest.mark.serves("001-48")
def test_cut_change_and_rest_of_a_line_come_from_its_stages(tmp_path: Path):
    found = of(tmp_path, {"lines": lines("2025年10月", ("办公费", "支出", 120, 100, 95, 90, 80, 75, 70, "院办", ""))})
    line = found.lines[0]

    assert (line.cut.value, line.change.value, line.left.value) == pytest.approx((-20.0, -5.0, 25.0))
    assert line.owner == "院办"
    assert found.totals["booked"].value == pytest.approx(70.0)
    assert line.stages["booked"].places[0].sheet or line.stages["booked"].places[0].line


@pytest.mark.serves("000-33")
def test_steps_stand_in_the_order_of_the_procedure_with_date_state_and_owner(tmp_path: Path):
    found = of(tmp_path, {"steps": STEPS})

    assert [step.id for step in found.steps] == ["compiled", "executed", "adjusted", "appraised"]
    assert (found.steps[0].day, found.steps[0].state, found.steps[0].owner) == ("2024-11-20", "done", "预算办公室")
    assert [step.id for step in found.steps if step.late] == ["adjusted"]


def test_without_the_tables_the_reason_names_the_first_one_and_its_heads(tmp_path: Path):
    found = of(tmp_path, {})

    assert isinstance(found, Unavailable)
    assert (found.why, found.facts["table"].zh) == ("table", "预算执行全过程表")
    assert "批复数" in found.facts["columns"].zh


@pytest.mark.serves("001-48", "000-33")
def test_every_line_of_the_sample_keeps_the_order_of_its_stages():
    found = sample()["budget.life"]

    assert len(found.lines) == 15
    assert found.disordered == ()
    assert [step.id for step in found.steps] == ["compiled", "approved", "executed", "adjusted", "appraised"]
    spent = [line for line in found.lines if line.group != "income"]
    assert found.totals["booked"].value == pytest.approx(sum(line.stages["booked"].value for line in spent))
