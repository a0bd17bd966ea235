"""A figure that nobody understood is never silent: what was not taken is told, and what can be read is read."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from intake.conftest import rules
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.case.case_file import open_case
from reportgen.intake.words.figures import written
from reportgen.model.schemes import Grade
from shell import ROOT, reportgen

HEADS = "entity,period,item,value\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    shutil.copytree(ROOT / "tests" / "cases" / "clinic", folder)
    return folder


def told(case: Path, catalog: Catalog, file: str) -> list[tuple[str, object]]:
    findings = intake.read(open_case(case), catalog).findings
    return [(found.rule, found.facts.get("why")) for found in findings if found.place.file == file]


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("blank.csv", "\n\n", "empty"),
        ("heads.csv", HEADS, "words"),
        ("words.csv", "随便,写点\n甲,乙\n", "words"),
        ("words.txt", "今天天气不错\n", "words"),
        ("few.csv", "备注,数\n甲,3\n", "words"),
    ],
)
def test_a_file_that_yields_nothing_is_told_with_the_reason(
    case: Path, catalog: Catalog, name: str, text: str, why: str
):
    (case / "data" / name).write_text(text, encoding="utf-8")

    assert ("I94", f"@intake.silent_{why}") in told(case, catalog, f"data/{name}")


def test_an_empty_workbook_is_told(case: Path, catalog: Catalog, small: ModuleType):
    small.write(case / "data" / "empty.xlsx", {"表": []})

    assert told(case, catalog, "data/empty.xlsx") == [("I94", "@intake.silent_empty")]


def test_a_copy_of_a_file_is_told(case: Path, catalog: Catalog):
    shutil.copy(case / "data" / "balance.csv", case / "data" / "copy.csv")

    assert told(case, catalog, "data/copy.csv") == [("I94", "@intake.silent_twice")]
    assert told(case, catalog, "data/balance.csv") == []


def test_a_wide_table_of_its_head_alone_is_told(case: Path, catalog: Catalog):
    (case / "data" / "wide.csv").write_text("机构,年份,货币资金\n", encoding="utf-8")
    (case / "mapping.yaml").write_text(
        "sources:\n  - {file: data/wide.csv, layout: wide, entity: {id: 机构}, period: 年份, columns: {货币资金: cash_and_bank}}\n",
        encoding="utf-8",
    )

    assert told(case, catalog, "data/wide.csv") == [("I94", "@intake.silent_mapped")]
    assert reportgen("check", case).returncode == 0
    assert reportgen("evaluate", case).returncode == 0


@pytest.mark.parametrize(
    "text", ['"412,345"', "\u201c412,345\u201d", "'412345'", '="412345"', '"412,345', "\u2018412345"]
)
def test_an_amount_in_quotes_is_read_where_both_are_there(text: str):
    assert written(text).value == (412345.0 if text[-1] in "\"'\u201d" or text[0] == "'" else None)
    assert written(text).problem == (None if written(text).value else "I09")


@pytest.mark.parametrize("text", ['"412,345" 元左右', '"a"', '"1" "2"', "=A1"])
def test_what_is_no_amount_in_quotes_is_told(text: str):
    assert written(text).problem == "I09"


def test_a_statement_whose_amounts_are_quoted_texts_is_read(case: Path, catalog: Catalog, small: ModuleType):
    rows = [["收入费用表"], ["编制单位：小河诊所", "2023年度", "单位：元"], ["项目", "本年数"], ["医疗收入", '"412,345"'], ["单位管理费用", "\u201c3,000\u201d"]]  # fmt: skip
    small.write(case / "data" / "quoted.xlsx", {"表": rows})

    reading = intake.read(open_case(case), catalog)

    assert sorted(v.value for v in reading.values() if v.place.file == "data/quoted.xlsx") == [3000.0, 412345.0]
    assert "W20" in rules(reading)


def test_a_sheet_of_unknown_names_with_quoted_amounts_is_told(case: Path, catalog: Catalog, small: ModuleType):
    small.write(case / "data" / "q.xlsx", {"表": [["甲", "乙"], *([f"名{n}", f'"{n},345"'] for n in range(1, 30))]})

    assert told(case, catalog, "data/q.xlsx")[0][0] == "I08"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_marks_of_experts_are_levels_on_the_scale_of_five(case: Path, catalog: Catalog, small: ModuleType, ending: str):
    rows = [["专家", "能力", "重要程度", "等级"], ["一", "人员能力", 9, 5], ["一", "决策能力", 8, 4], ["二", "人员能力", 7, 3.0], ["二", "决策能力", 6, 1], ["三", "人员能力", 5, 6], ["三", "决策能力", 4, 2.5]]  # fmt: skip
    (case / "experts").mkdir()
    if ending == "xlsx":
        small.write(case / "experts" / "e.xlsx", {"表": rows})
    else:
        with (case / "experts" / "e.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

    reading = intake.read(open_case(case), catalog)

    [opinions] = reading.rounds
    assert opinions.levels == ((Grade.EXCELLENT, Grade.GOOD), (Grade.FAIR, Grade.POOR), (None, None))
    assert opinions.importance == ((9.0, 8.0), (7.0, 6.0), (5.0, 4.0))
    told = [(f.rule, f.place.cell) for f in reading.findings if f.place.file.startswith("experts")]
    assert told == [("I32", "D6"), ("I32", "D7")]


def test_marks_in_ratings_are_levels_too(case: Path):
    rows = "项目,期间,等级,依据\n医德医风,2025,5,抽查\n管理绩效,2025,6,抽查\n"
    (case / "ratings.csv").write_text(rows, encoding="utf-8")

    said = reportgen("check", case).stdout

    assert "ratings.csv:2" not in said.replace("ratings.csv:2:1", "")
    assert "ratings.csv:3:3 · N03" in said
