"""Experts' opinions as offices keep them: either way round, in words or marks, and as forms that each expert ticks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.model.experts import ExpertOpinions
from reportgen.model.finding import Finding
from reportgen.model.schemes import Grade

CASE = "entity: {id: h, name: {zh: 甲医院, en: A Hospital}}\n"
TWO = ("决策能力", "控制能力")
BEST = (Grade.EXCELLENT, Grade.GOOD)
Rows = Sequence[Sequence[Any]]


def read(folder: Path, sheets: dict[str, Rows]) -> tuple[tuple[ExpertOpinions, ...], list[str]]:
    (folder / "experts").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    for name, rows in sheets.items():
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        book.save(folder / "experts" / f"{name}.xlsx")
    reading = intake.read(intake.open_case(folder), load_catalog())
    return reading.rounds, [finding.rule for finding in reading.findings]


def findings_of(folder: Path) -> tuple[Finding, ...]:
    return intake.read(intake.open_case(folder), load_catalog()).findings


BY_EXPERT = [("专家", *TWO), ("甲", "优", "良"), ("乙", "中", "差")]
BY_ABILITY = [
    ("序号", "评价内容", "专家甲", "专家乙", "平均"),
    (1, TWO[0], "优", "中", ""),
    (2, TWO[1], "良", "差", ""),
]
IN_ENGLISH = [
    ("Indicator", "Expert A", "Expert B"),
    ("Decision-making ability", "excellent", "fair"),
    ("Control ability", "good", "poor"),
]


@pytest.mark.parametrize("rows", [BY_EXPERT, BY_ABILITY, IN_ENGLISH], ids=["by expert", "by ability", "English"])
def test_a_table_of_experts_and_abilities_may_stand_either_way_round(tmp_path: Path, rows: Rows) -> None:
    (one,), rules = read(tmp_path, {"a": rows})

    assert (len(one.experts), set(one.abilities)) == (2, {"decision_ability", "control_ability"})
    assert one.levels == (BEST, (Grade.FAIR, Grade.POOR))
    assert rules == []


@pytest.mark.parametrize(
    ("title", "what", "told"),
    [
        ("专家评分表（5分制）", "levels", []),
        ("评议等级", "levels", []),
        ("重要程度评分表", "importance", []),
        ("专家评议表", "importance", ["I130"]),
    ],
)
def test_the_words_of_a_table_say_whether_its_marks_are_levels_or_importances(
    tmp_path: Path,
    title: str,
    what: str,
    told: list[str],
) -> None:
    (one,), rules = read(tmp_path, {"a": [(title,), ("专家", *TWO), ("甲", 5, 4), ("乙", 3, 1)]})

    nothing = ((None, None), (None, None))
    wanted = {"levels": (BEST, (Grade.FAIR, Grade.POOR)), "importance": ((5, 4), (3, 1))}
    assert {"levels": one.levels, "importance": one.importance} == {
        **dict.fromkeys(wanted, nothing),
        what: wanted[what],
    }
    assert rules == told


def form(expert: str, first: str, second: str) -> Rows:
    levels = ("优", "良", "中", "低", "差")
    marks = [tuple("√" if level == chosen else "" for level in levels) for chosen in (first, second)]
    return [(f"专家姓名：{expert}", "", "评价日期：2025-12-20"), ("评价项目", *levels, "备注"),
            *((ability, *row) for ability, row in zip(TWO, marks, strict=True))]  # fmt: skip


def test_forms_that_experts_tick_are_one_round(tmp_path: Path) -> None:
    (one,), rules = read(tmp_path, {"1": form("张三", "优", "良"), "2": form("李四", "中", "差")})

    assert dict(zip(one.experts, one.levels, strict=True)) == {"张三": BEST, "李四": (Grade.FAIR, Grade.POOR)}
    assert one.period == "2025-12"
    assert {place.file for place in one.cells("decision_ability")} == {"experts/1.xlsx", "experts/2.xlsx"}
    assert rules == []


def test_two_ticks_in_a_row_are_no_level(tmp_path: Path) -> None:
    rows = [*form("张三", "优", "良")]
    rows[2] = (TWO[0], "√", "√", "", "", "")
    (one,), rules = read(tmp_path, {"1": rows})

    assert (one.abilities, one.levels) == (("control_ability",), ((Grade.GOOD,),))
    assert rules == ["I32"]


def test_numbers_of_experts_at_each_level_are_nobodys_opinion(tmp_path: Path) -> None:
    rounds, rules = read(
        tmp_path, {"a": [("评价内容", "优", "良", "中", "低", "差"), (TWO[0], 3, 2, 0, 0, 0), (TWO[1], 1, 4, 0, 0, 0)]}
    )

    assert (rounds, rules) == ((), ["I128"])


def test_a_row_of_means_is_no_expert(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, {"a": [("重要程度",), ("专家", *TWO), ("甲", 9, 8), ("乙", 7, 6), ("平均", 8, 7)]})

    assert one.experts == ("甲", "乙")


def test_forms_of_other_occasions_stay_rounds_of_their_own(tmp_path: Path) -> None:
    """Who was asked in January says nothing of July; what was signed in two months one after the other is one round."""
    said = {"1": form("张三", "优", "良"), "2": form("李四", "中", "差"), "3": form("王五", "良", "良")}
    days = {"1": "2025-01-20", "2": "2025-07-01", "3": "2025-08-03"}
    dated = {name: [(rows[0][0], "", f"评价日期：{days[name]}"), *rows[1:]] for name, rows in said.items()}
    rounds, _ = read(tmp_path, dated)

    assert [(one.experts, one.period) for one in rounds] == [(("张三",), "2025-01"), (("李四", "王五"), "2025-08")]


def test_what_no_scheme_asks_about_is_told_where_it_has_an_answer(tmp_path: Path) -> None:
    rows = [
        *form("张三", "优", "良"),
        ("沟通能力", "√", "", "", "", ""),
        ("合计", "", "", "", "", "2"),
        ("备注", "", "", "", "", ""),
    ]
    (one,), rules = read(tmp_path, {"1": rows})

    assert len(one.abilities) == 2
    assert rules == ["I13"]


def test_heads_that_no_scheme_asks_about_are_told_where_they_have_answers(tmp_path: Path) -> None:
    heads = ("专家", "职称", "工龄", *TWO, "创新气质", "团队精神", "平均分")
    rows = [heads, ("甲", "主任", 20, "优", "良", "中", 4, 4.5), ("乙", "医师", 15, "中", "差", "", 3, 2)]
    (one,), _ = read(tmp_path, {"a": rows})
    told = [(at.rule, at.place.cell, at.facts["label"]) for at in findings_of(tmp_path)]

    assert set(one.abilities) == {"decision_ability", "control_ability"}
    assert told == [("I13", "F1", "创新气质"), ("I13", "G1", "团队精神")]
