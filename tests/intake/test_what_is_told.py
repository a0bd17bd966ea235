"""What is not read, or read by a guess, is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from reportgen import intake, pipeline
from reportgen.catalog import Catalog
from reportgen.model.finding import Severity
from reportgen.model.place import Place

Write = Callable[..., Path]
TIDY = [["单位", "期间", "项目", "金额"], ["甲医院", "2025-10", "货币资金", 1234.5], ["甲医院", "2025-10", "存货", 88]]


def told(reading: intake.Reading, catalog: Catalog) -> list[tuple[str, Severity]]:
    return [(finding.rule, catalog.messages.severity(finding)) for finding in reading.findings]


def test_a_tidy_table_of_no_unit_is_read_as_yuan_and_says_so_once(
    write: Write, read: Callable[[], intake.Reading], catalog: Catalog
):
    write(TIDY)

    reading = read()

    assert reading.dataset.value("cash_and_bank", "甲医院", "2025-10") == 1234.5
    assert told(reading, catalog) == [("W05", Severity.WARNING)]
    assert [place.cell for place in (reading.findings[0].place, *reading.findings[0].places)] == ["D2", "D3"]


@pytest.mark.parametrize(
    "rows",
    [
        [["单位：元"], *TIDY],
        [[*TIDY[0], "计量单位"], [*TIDY[1], "元"]],
        [[*TIDY[0][:3], "金额（万元）"], *TIDY[1:]],
        [TIDY[0], [*TIDY[1][:3], "5万元"]],
        [TIDY[0], ["甲医院", "2025-10", "出院人次", 120]],
    ],
)
def test_a_tidy_table_whose_unit_is_known_has_nothing_to_say(
    rows: list[list[object]], write: Write, read: Callable[[], intake.Reading]
):
    write(rows)

    assert "W05" not in {finding.rule for finding in read().findings}


def test_a_tidy_table_of_another_currency_is_in_that_currency(write: Write, tmp_path: Path, catalog: Catalog):
    (tmp_path / "case.yaml").write_text("regime: other\ncurrency: USD\n", "utf-8")
    write(TIDY, name="data/a.xlsx")

    assert intake.read(intake.open_case(tmp_path), catalog).findings == ()


@pytest.mark.parametrize(("beside", "severity"), [(False, Severity.ERROR), (True, Severity.WARNING)])
def test_a_hidden_statement_is_an_error_where_nothing_else_was_read(
    *, beside: bool, severity: Severity, tmp_path: Path, catalog: Catalog, small: ModuleType
):
    made = small.sheet("会政财02", "2025年度", ("本年数",), [small.figures("会政财02", catalog)], catalog=catalog)
    other = small.sheet("会政财04", "2025年度", ("本年金额",), [small.figures("会政财04", catalog)], catalog=catalog)
    path = small.write(tmp_path / "a.xlsx", {"说明": other if beside else [["月报"]], "表": made})
    book = openpyxl.load_workbook(path)
    book["表"].sheet_state = "veryHidden"
    book.save(path)

    assert told(intake.read_paths([path], catalog), catalog) == [("W21", severity)]


def test_a_small_table_that_is_not_understood_is_noted_beside_one_that_is(
    tmp_path: Path, catalog: Catalog, small: ModuleType
):
    made = small.sheet("会政财02", "2025年度", ("本年数",), [small.figures("会政财02", catalog)], catalog=catalog)
    path = small.write(tmp_path / "a.xlsx", {"表": made, "其他": [["科目", "数额"], ["挂账", 12.5], ["借款", 300]]})

    reading = intake.read_paths([path], catalog)

    assert told(reading, catalog) == [("I08", Severity.NOTE)]
    assert reading.findings[0].facts["count"] == 2


@pytest.mark.parametrize(("lines", "severity"), [(11, Severity.NOTE), (12, Severity.WARNING)])
def test_from_a_dozen_figures_on_a_table_that_is_not_understood_is_more_than_noted(
    tmp_path: Path, catalog: Catalog, small: ModuleType, lines: int, severity: Severity
):
    made = small.sheet("会政财02", "2025年度", ("本年数",), [small.figures("会政财02", catalog)], catalog=catalog)
    others = [["科目", "数额"], *([f"挂账{'甲' * row}", 12.5 + row] for row in range(lines))]

    reading = intake.read_paths([small.write(tmp_path / "a.xlsx", {"表": made, "其他": others})], catalog)

    assert told(reading, catalog) == [("I08", severity)]


def test_hidden_columns_that_are_not_read_anyway_are_not_said_to_be_read(
    tmp_path: Path, catalog: Catalog, small: ModuleType
):
    made = small.sheet("会政财02", "2025年度", ("本年数",), [small.figures("会政财02", catalog)], catalog=catalog)
    rows = [[*row, None, None, None][:4] for row in made]
    rows[3][2:] = ["增减额", "增减%"]
    for row in rows[4:-1]:
        row[2:] = [1.5, 0.1] if row[1] is not None else [None, None]
    path = small.write(tmp_path / "a.xlsx", {"表": rows})
    book = openpyxl.load_workbook(path)
    book["表"].column_dimensions["C"].hidden = book["表"].column_dimensions["D"].hidden = True
    book.save(path)

    assert told(intake.read_paths([path], catalog), catalog) == [("W58", Severity.NOTE)]


def test_a_total_holds_with_lines_that_mapping_yaml_leaves_unread(tmp_path: Path) -> None:
    lines = [
        ("Salaries and wages", 500),
        ("Supplies expense", 300),
        ("Depreciation", 100),
        ("Guest meals", 60),
        ("Other expenses", 5),
    ]
    rows = "".join(f"{label},{amount}\n" for label, amount in [*lines, ("Total operating expenses", 965)])
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {en: H}}\nregime: other\nlanguages: en\nscheme: none\ncurrency: USD\n", encoding="utf-8"
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text(f"(in thousands of dollars)\n,2025\n{rows}", encoding="utf-8")
    for unread, expected in (("[Guest meals]", set()), ("[Guest meal]", {"I13", "W46"})):
        (tmp_path / "mapping.yaml").write_text(f"unread: {unread}\n", encoding="utf-8")
        checked = pipeline.check(tmp_path)
        assert {finding.rule for finding in checked.findings} & {"I13", "W46", "W53"} == expected, unread
        footing = pipeline.evaluate(checked, period="2025").analysis.footing
        assert ("salaries_and_wages" in {line.id for line in footing.get("total_expense", ())}) is (not expected)


@pytest.mark.parametrize(("has_form", "severity"), [(True, Severity.WARNING), (False, Severity.ERROR)])
def test_workings_without_a_date_are_no_error_beside_forms(
    has_form: bool,  # noqa: FBT001 - of a table of cases
    severity: Severity,
    small: ModuleType,
    tmp_path: Path,
    catalog: Catalog,
):
    workings = [["指标", "数值"], ["流动比率", 1.8], ["货币资金", 191_798_565.53], ["资产总计", 741_886_187.85]]
    form = small.sheet("会政财02", "2025年度", ("本年数",), [small.figures("会政财02", catalog)], catalog=catalog)
    small.write(tmp_path / "a.xlsx", {"指标计算": workings} | ({"收入费用表": form} if has_form else {}))

    reading = intake.read_paths([tmp_path], catalog)

    assert [one for one in told(reading, catalog) if one[0] == "I17"] == [("I17", severity)]


@pytest.mark.parametrize(
    ("cells", "places"),
    [((7.5, 8.5, 9.5), ["C4", "C5", "C6"]), ((1, 2, 3), []), ((0, 0, 0), []), ((7.5, None, None), [])],
)
def test_figures_below_no_head_are_told(
    cells: tuple[float | None, ...], places: list[str], write: Write, read: Callable[[], intake.Reading]
):
    labels = ["一、本期收入", "二、本期费用", "三、本期盈余"]
    table = [["项目", "本年数"], *[[label, 10, cell] for label, cell in zip(labels, cells, strict=True)]]
    write([["收入费用表"], ["编制单位：甲院", "2025年度", "单位：元"], *table])

    found = [one for one in read().findings if one.rule == "W69"]

    assert [place.cell for one in found for place in (one.place, *one.places)] == places


def test_figures_in_front_of_those_that_are_read_are_told_where_they_stand_there_alone(
    write: Write, read: Callable[[], intake.Reading]
):
    """Amounts of single lines in an inner column without a head, their sums further out; of numbers nothing is said."""
    lines = [
        ["一、本期收入", 7.5, ""],
        ["（一）财政拨款收入", 6.5, ""],
        ["二、本期费用", 2.5, ""],
        ["三、本期盈余", "", 5],
    ]
    write([["收入费用表"], ["编制单位：甲院", "2025年度", "单位：元"], ["项目", "", "本年数"], *lines])
    inner = [one for one in read().findings if one.rule == "W69"]
    write(
        [
            ["收入费用表"],
            ["编制单位：甲院", "2025年度", "单位：元"],
            ["项目", "", "本年数"],
            *[[a, 101.5, 5] for a, *_ in lines],
        ]
    )
    beside = [one for one in read().findings if one.rule == "W69"]

    assert ([place.cell for one in inner for place in (one.place, *one.places)], beside) == (["B4", "B5", "B6"], [])


def sheet_of_balances(*heads: str) -> list[list[Any]]:
    """A balance sheet with columns of its own beside the two of the form."""
    lines = {"货币资金": 10, "存货": 5, "流动资产合计": 15, "固定资产净值": 20, "非流动资产合计": 20, "资产总计": 35,
             "短期借款": 3, "流动负债合计": 3, "负债合计": 3, "净资产合计": 32, "负债和净资产总计": 35}  # fmt: skip
    return [
        ["资产负债表"], ["会政财01表"], ["编制单位：甲医院", None, "2025年12月31日", None, "单位：元"],
        ["项目", *heads], *([label, *(value + number for number in range(len(heads)))] for label, value in lines.items()),
    ]  # fmt: skip


def test_two_versions_of_a_column_are_told_once_with_the_number_of_lines_and_the_first_cells(
    write: Callable[..., Path], read: Callable[[], intake.Reading], catalog: Catalog
):
    write(sheet_of_balances("期末余额（调整前）", "期末余额（调整后）"))

    reading = read()
    (found,) = [one for one in reading.findings if one.rule == "I43"]

    assert (found.place.cell, found.facts["more"], len(found.places)) == ("C5", 10, 10)
    assert "C6, C7, C8" in catalog.messages.say(found, "en").message
    assert {one.cell for places in reading.dataset.unread.values() for one in places} >= {"B15", "C15"}
    assert reading.dataset.values.empty or reading.dataset.value("inventories", "甲医院", "2025") is None


def test_a_column_that_the_form_has_no_use_for_is_told_once_a_table(
    write: Callable[..., Path], read: Callable[[], intake.Reading], catalog: Catalog
):
    rows = [
        ["收入费用表"], ["会政财02表"], ["编制单位：甲医院", None, "2025年度", None, "单位：元"],
        ["项目", "本月数", "本年累计数"], ["一、本期收入", 10, 100], ["（二）事业收入", 9, 90], ["（十一）其他收入", 1, 10],
        ["二、本期费用", 8, 80], ["（一）业务活动费用", 7, 70], ["（二）单位管理费用", 1, 10], ["三、本期盈余", 2, 20],
    ]  # fmt: skip
    write(rows)

    found = [one for one in read().findings if one.rule == "I44"]

    assert [(one.place.cell, one.facts["count"], one.facts["rows"]) for one in found] == [("B5", 7, 7)]
    assert "等共 7 行有 7 个数字" in catalog.messages.say(found[0], "zh").message


@pytest.mark.parametrize("value", [5, 7])
def test_a_line_that_stands_twice_on_a_form_is_told_as_that_and_not_as_unknown(
    write: Callable[..., Path], read: Callable[[], intake.Reading], value: int
):
    write([*sheet_of_balances("期末余额"), ["存货", value]])

    reading = read()

    assert [(one.rule, one.place.cell) for one in reading.findings if one.rule in {"I13", "I106"}] == [("I106", "A16")]
    assert next(one for one in reading.findings if one.rule == "I106").facts["first"] == Place("a.xlsx", "表", "A6")
    assert reading.dataset.value("inventories", "甲医院", "2025") == 5


NAMED = (
    ["Balance Sheet (in dollars)"],
    ["", 2025, 2024],
    ["Cash and cash equivalents", 100, 90],
    ["Inventories", 50, 40],
)


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        pytest.param(
            [["", 150, 130], ["Accounts payable", 20, 10], [None, 20, 10]], ["B5", "B7"], id="totals below a rule"
        ),
        pytest.param([["", 150, 130], ["", None, None], ["", "$150", "$130"]], ["B5", "B7"], id="with a sign"),
        pytest.param(
            [["Total current assets", 150, 130], ["", 2025, 2024], ["Accounts payable", 20, 10]], [], id="years again"
        ),
        pytest.param([["Total current assets", 150, 130], ["", "-", "-"]], [], id="dashes"),
    ],
)
def test_rows_of_figures_without_a_name_are_told_once(
    tmp_path: Path, catalog: Catalog, rows: list[list[Any]], cells: list[str]
) -> None:
    (tmp_path / "case.yaml").write_text(
        "entity: {id: h, name: {en: H}}\nregime: other\ncurrency: USD\nlanguages: en\n", "utf-8"
    )
    (tmp_path / "data").mkdir()
    book = openpyxl.Workbook()
    for row in (*NAMED, *rows):
        book.worksheets[0].append(row)
    book.save(tmp_path / "data" / "a.xlsx")

    reading = intake.read(intake.open_case(tmp_path), catalog)

    told = [one for one in reading.findings if one.rule == "W80"]
    assert [place.cell for one in told for place in (one.place, *one.places)] == cells
    assert len(told) == bool(cells)
    assert reading.dataset.value("inventories", "h", "2025") == 50
