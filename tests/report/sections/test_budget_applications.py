"""Applications for budget on a page: asked for, reviewed, and what became of the budget."""

from __future__ import annotations

from pathlib import Path

import pytest

import decided
from pages import Part, section_of
from reportgen import pipeline
from reportgen.analysis.budget.life import Life
from reportgen.analysis.material import Material

ROWS = (
    ["SQ-1", "材料费", "追加", 3000000, "赵", "2025-04-08", "顾", "2025-04-20", "核减", 2000000],
    ["SQ-2", "物业费", "调减", 500000, "钱", "2025-05-08", "顾", "2025-05-20", "同意", ""],
    ["SQ-3", "维修费", "追加", 800000, "孙", "2025-09-08", "顾", "2025-09-20", "不同意", ""],
    ["SQ-4", "培训费", "追加", 200000, "李", "2025-10-20", "", "", "", ""],
)
LINES = (
    ["材料费", "支出", 160000000, "", 133000000],
    ["物业费", "支出", 31000000, 30500000, 25000000],
    ["维修费", "支出", 33000000, 33000000, 27000000],
    ["培训费", "支出", 3000000, 3000000, 2000000],
)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = decided.case(tmp_path_factory.mktemp("asked") / "case")
    decided.lines(folder, *LINES)
    decided.applications(folder, *ROWS)
    return pipeline.evaluate(pipeline.check(folder), period="2025")


@pytest.fixture(scope="module")
def printed(material: Material) -> Part:
    return section_of(material, "budget_applications", "en")


@pytest.mark.serves("004-10")
def test_each_application_prints_what_was_asked_and_what_the_review_made_of_it(printed: Part):
    rows = {row[0]: row[4:7] for row in printed.table("Application", "Asked", "Granted", "Result")[1:]}
    assert rows["SQ-1"] == ["300.00", "200.00", "reduced"]
    assert rows["SQ-2"] == ["−50.00", "−50.00", "granted"]
    assert rows["SQ-3"] == ["80.00", "0.00", "refused"]
    assert rows["SQ-4"][0] == "20.00"
    assert rows["SQ-4"][1].startswith("—")
    assert rows["SQ-4"][2] == "pending"
    assert rows["Total"][:2] == ["350.00", "150.00"]
    assert printed.title == "4 applications for budget, 150.00 granted (¥10,000); 1 not decided yet"


@pytest.mark.serves("004-10")
def test_what_was_granted_adjusts_the_budget(printed: Part, material: Material):
    rows = {row[0]: row[1:] for row in printed.table("Budget line", "Approved", "Adjusted")[1:]}
    # 16,000 + 200 = 16,200, less 13,300 booked; a refusal and an open application move nothing
    assert rows == {
        "材料费": ["16,000.00", "+200.00", "16,200.00", "13,300.00", "2,900.00"],
        "物业费": ["3,100.00", "−50.00", "3,050.00", "2,500.00", "550.00"],
    }
    life: Life = material.analysis["budget.life"]
    assert isinstance(life.lines, tuple)
    assert [line.stages["adjusted"].value for line in life.lines] == [162e6, 30.5e6, 33e6, 3e6]
    assert life.totals["adjusted"].value == 228.5e6


def test_without_the_table_its_columns_are_named(tmp_path: Path):
    folder = decided.case(tmp_path / "case")
    found = section_of(pipeline.evaluate(pipeline.check(folder), period="2025"), "budget_applications", "en")
    assert "No applications for budget" in found.text
    assert "Asked for" in found.text
