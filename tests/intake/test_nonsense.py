"""Figures no hospital has, characters nobody sees, and files that are no tables: told, and not taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.words.figures import figure

from .conftest import rules

CASE = 'regime: "2019"\nentity: {id: a, name: {zh: 甲院, en: A}}\n'
HEAD = [["年报"], ["编制单位：甲院", "2025年度"], ["单位：元"], ["项目", "本年数"]]
Read = Callable[[], intake.Reading]


def tidy(folder: Path, *rows: str) -> None:
    (folder / "t.csv").write_text("\n".join(["entity,period,item,value", *rows]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("cell", [1e308, -1e15, 10**15, "1e999", "-1E+308", "1,000,000,000,000,000", "99999999亿"])
def test_a_figure_larger_than_any_hospitals_is_no_figure(cell: object):
    found = figure(cell)  # type: ignore[arg-type]

    assert (found.value, found.problem) == (None, "I58")


def test_an_impossible_figure_is_told_with_its_cell(tmp_path: Path, read: Read):
    tidy(tmp_path, "A,2025,cash_and_bank,1e999", "A,2025,total_assets,1e308", "A,2025,total_liabilities,5")

    reading = read()

    assert [(f.rule, f.place.cell) for f in reading.findings] == [("I58", "D2"), ("I58", "D3")]
    assert reading.dataset.value("total_liabilities", "A", "2025") == 5


def test_an_impossible_figure_of_a_wide_table_is_told_with_its_cell(tmp_path: Path, catalog: Catalog):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(
        "sources: [{file: data/w.csv, layout: wide, entity: {id: id}, period: year, columns: {cash: cash_and_bank}}]\n"
    )
    (tmp_path / "data" / "w.csv").write_text("id,year,cash\na,2023,1e308\na,2024,1e999\na,2025,7\n")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert [(f.rule, f.place.cell) for f in reading.findings] == [("I58", "C2"), ("I58", "C3")]
    assert reading.dataset.value("cash_and_bank", "a", "2024") is None
    assert reading.dataset.value("cash_and_bank", "a", "2025") == 7


def test_unseen_characters_stay_out_of_names_and_are_told_once_a_sheet(tmp_path: Path, small: ModuleType, read: Read):
    rows = [*HEAD, ["资产总计", 5], ["负债合计", 2]]
    rows[1] = ["编制单位：甲\u202e院", "2025\u2066年度"]
    small.write(tmp_path / "a.xlsx", {"表\u202e一": rows}, {})

    reading = read()

    assert rules(reading) == ["I53"]
    assert list(reading.dataset.entities) == ["甲院"]
    assert {str(value.place) for value in reading.values()} == {"a.xlsx › 表一!B5", "a.xlsx › 表一!B6"}


def test_unseen_characters_stay_out_of_the_names_of_a_panel(tmp_path: Path, catalog: Catalog):
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(
        "sources: [{file: data/w.csv, layout: wide, entity: {id: id, name: n}, period: year,"
        " columns: {cash: cash_and_bank}}]\n"
    )
    (tmp_path / "data" / "w.csv").write_text("id,n,year,cash\na,甲\u202e院\x9b,2025,7\n", encoding="utf-8")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert [(f.rule, f.place.line) for f in reading.findings] == [("I53", 2)]
    assert reading.dataset.entities["a"].name == "甲院"


def test_a_file_that_is_no_table_is_not_recognised(tmp_path: Path, catalog: Catalog):
    (tmp_path / "notes.txt").write_text("root:x:0:0:root:/root:/bin/bash\nnobody:x:1:1::/:/bin/false\n")
    tidy(tmp_path, "A,2025,cash_and_bank,1")

    alone = intake.read_paths([tmp_path / "notes.txt"], catalog)
    among = intake.read_paths([tmp_path], catalog)

    assert [(f.rule, f.severity) for f in alone.findings] == [("I60", "error")]
    assert [(f.rule, f.severity, f.place.file) for f in among.findings] == [("I60", "warning", "notes.txt")]


def test_an_experts_workbook_is_recognised_without_a_case(tmp_path: Path, catalog: Catalog, small: ModuleType):
    small.write(tmp_path / "e.xlsx", {"表": [["专家", "人员能力"], ["一", 9]]})

    reading = intake.read_paths([tmp_path / "e.xlsx"], catalog)

    assert rules(reading) == []
    assert reading.rounds


def test_a_word_among_marks_is_not_a_number_rather_than_an_unknown_level(
    tmp_path: Path, catalog: Catalog, small: ModuleType
):
    listed = [["专家", "能力", "重要程度", "等级"], ["一", "人员能力", "abc", "中"], ["二", "人员能力", 8, "很好"]]
    across = [["专家", "人员能力"], ["一", 9], ["二", "abc"]]
    small.write(tmp_path / "e.xlsx", {"一": listed, "二": across})

    found = intake.read_paths([tmp_path / "e.xlsx"], catalog).findings

    assert [(f.rule, f.place.cell) for f in found] == [("I59", "C2"), ("I32", "D3"), ("I59", "B3")]


def test_another_hospitals_name_is_told_once_a_file(tmp_path: Path, catalog: Catalog, small: ModuleType):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    rows = [["年报", None], ["编制单位：乙院", "2025年度"], *HEAD[2:], ["资产总计", 5], ["负债合计", 2]]
    other = [*rows[:4], ["医疗收入", 5], ["总费用", 2]]
    small.write(tmp_path / "data" / "a.xlsx", {"一": rows, "二": other}, {})

    found = intake.read(intake.open_case(tmp_path), catalog).findings

    told = [f for f in found if f.rule == "W17"]
    assert [(f.facts["count"], len(f.places)) for f in told] == [(2, 1)]
    assert "entity.aliases" in str(catalog.messages.say(told[0], "en").fix)
