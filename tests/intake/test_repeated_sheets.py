"""Sheets laid out alike are read by what was found out about the first: what is read must not depend on it."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, permutations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen import intake
from reportgen.catalog import Catalog, load_catalog
from reportgen.intake.grid import layouts
from reportgen.intake.grid.layouts import Plans
from reportgen.intake.statements import straight
from reportgen.intake.workbooks import repeats

MONTHS = ("2024年1月", "2024年2月", "2024年3月")
FLOWS = ("本月数", "本年累计数")
FORMS = (
    ("会政财01", ("期末余额", "年初余额")),
    ("会政财02", FLOWS),
    ("会政财02", MONTHS),
    ("会政财02附01", FLOWS),
    ("会政财02附01", (*FLOWS, "本年预算数")),
    ("会政财03", ("累计盈余", "专用基金", "权益法调整", "净资产合计")),
    ("会政财04", FLOWS),
    ("会医02", FLOWS),
    ("会政财02", ("{year}年1月", "{year}年2月", "{year}年1-2月")),
    ("会政财01", ("{year}年12月31日", "{before}年12月31日")),
    ("会政财02附01", ("{year}年{month}月", "本年累计数")),
    ("会医02", ("{year}年", "{before}年")),
    ("会政财04", ("{date}", "本年预算数")),
)
Made = tuple[tuple[str, tuple[str, ...]], int, int, str, int]
"""Form and heads, month, scale, change, and where it is made."""
CELLS: dict[str, Any] = {
    "blank": None, "zero": 0, "cents": 1234.56, "noise": 0.1 + 0.2, "fine": 0.123456, "wide": 123456789012.345,
    "huge": 1e16, "text": "1,234.50", "dash": "—", "percent": "12%", "space": " ", "formula": "=A1+1", "negative": -5.0,
    "true": True, "false": False, "date": dt.date(2025, 1, 1), "other_date": dt.date(2026, 2, 2),
}  # fmt: skip
BANNERS = {
    "unit": (2, -1, "单位：万元"), "two_units": (-1, 0, "单位：千元"), "entity": (2, 0, "编制单位：另一家医院"),
    "period": (2, 1, "2023年7月"), "no_period": (2, 1, "日期"), "title": (0, 0, "预算收入费用表"),
    "head_above": (2, 0, "项目"), "line_for_footer": (-1, 0, "从来没有见过的说明"), "head": (3, -1, "上年同期数"),
    "month_head": (3, -1, "2023年7月"), "year_head": (3, -1, "2023年"), "odd_head": (3, -1, "2024年2-3月"),
    "no_head": (3, -1, "2024年13月"), "unit_head": (3, -1, "2024年1月（万元）"), "same_head": (3, -1, "2020年1月"),
}  # fmt: skip
LINES = {
    "note": "注：以下为说明", "unknown_line": "从来没有见过的项目", "index_line": "栏次", "reversed": "\u202e货币资金",
}  # fmt: skip
SHAPES = (
    "blank_line", "no_total", "spelt", "one_more", "one_less", "swapped", "third_column", "index", "merged",
    "second_table", "left_number", "zero_column", "no_column", "sevenths", "code_column", "deducted", "head_line",
    "head_line_filled", "footer_filled",
)  # fmt: skip
TEXTS = {
    "entities": '编制单位：甲&乙 <中心> "医院"', "spaces": "编制单位：  两 空格 ", "escaped": "编制单位：甲_x0041_乙",
    "lines": "编制单位：甲\n乙", "return": "编制单位：甲\r乙", "rare": "编制单位：𠮷医院",
}  # fmt: skip
CHANGES = ("none", *CELLS, *BANNERS, *LINES, *TEXTS, *SHAPES)
Rows = list[list[Any]]


def changed(rows: Rows, change: str, at: int) -> tuple[Rows, tuple[int, int, int, int] | None]:
    """A sheet with one difference, and an area to be merged."""
    rows = copy.deepcopy(rows)
    line = 4 + at % (len(rows) - 5)
    column = max(1, at % len(rows[line]))
    if change in CELLS:
        rows[line][column] = CELLS[change]
    elif change in BANNERS:
        row, cell, text = BANNERS[change]
        rows[row][cell] = text
    elif change in LINES:
        rows[line][0] = LINES[change]
    elif change in TEXTS:
        rows[2][0] = TEXTS[change]
    elif change in SHAPES:
        rows = reshaped(rows, change, line, column)
    return rows, (line, 0, line, column) if change == "merged" else None


def reshaped(rows: Rows, change: str, line: int, column: int) -> Rows:
    """A sheet with other lines or columns."""
    width, head = len(rows[3]), rows[3]
    if change in {"zero_column", "no_column"}:
        for row in rows[4:-1]:
            row[-1] = 0 if change == "zero_column" and row[-1] is not None else None
    elif change == "deducted":
        deduct(rows, column)
    elif change == "footer_filled":
        rows[-1][1] = 5
    replaced = {
        "blank_line": [rows[line][0], *[None] * (width - 1)],
        "spelt": [f"{rows[line][0] or ''}（元）", *rows[line][1:]],
        "left_number": [rows[line][1], rows[line][0], *rows[line][2:]],
        "head_line": ["项目", head[1], None, *rows[line][3:]],
        "head_line_filled": ["项目", head[1], 5, *rows[line][3:]],
    }
    rows[line] = replaced.get(change, rows[line])
    return rearranged(rows, line).get(change, rows)


def rearranged(rows: Rows, line: int) -> dict[str, Rows]:
    """A sheet with a line or a column more or less, or in another order."""
    width, head = len(rows[3]), rows[3]
    totals = ("流动资产合计", "收入合计", "一、")
    return {
        "no_total": [row for row in rows if not str(row[0] or "").strip().startswith(totals)],
        "one_more": [*rows[:line], copy.copy(rows[line]), *rows[line:]],
        "one_less": [*rows[:line], *rows[line + 1 :]],
        "index": [*rows[:4], ["栏次", *range(1, width)], *rows[4:]],
        "second_table": [*rows, [None] * width, head, *rows[line : line + 3]],
        "swapped": [[row[0], *reversed(row[1:3]), *row[3:]] for row in rows[:-1]] + rows[-1:],
        "third_column": [[*row, "备注" if row is head else 7] for row in rows],
        "code_column": [[row[0], "行次" if row is head else number, *row[1:]] for number, row in enumerate(rows)],
        "sevenths": [[cell / 7 if isinstance(cell, int) else cell for cell in row] for row in rows],
    }


def deduct(rows: Rows, column: int) -> None:
    """Enter the lines that a form deducts as negatives, so that gross and line add up to net."""
    for gross, less, net in zip(rows, rows[1:], rows[2:], strict=False):
        if str(less[0] or "").strip().startswith("减") and all(isinstance(row[column], int) for row in (gross, net)):
            less[column] = -7
            net[column] = gross[column] - 7


@st.composite
def books(draw: st.DrawFn) -> list[Made]:
    """Most sheets are one form, month by month."""
    form = draw(st.sampled_from(FORMS))
    others = st.sampled_from(FORMS)
    sheets = []
    for month in range(1, draw(st.integers(3, 7)) + 1):
        code = draw(others) if draw(st.integers(0, 5)) == 0 else form
        change = draw(st.sampled_from(CHANGES)) if draw(st.booleans()) else "none"
        sheets.append((code, month, draw(st.integers(1, 3)), change, draw(st.integers(0, 60))))
    return sheets


def figures(code: str, catalog: Catalog, small: ModuleType, scale: int) -> dict[str, int]:
    """A figure for each line; the lines of a matrix are items only with a column."""
    form = catalog.forms[code]
    if not form.matrix_columns:
        return small.figures(code, catalog, scale)
    return {row.item: scale * 1000 * number for number, row in enumerate(form.rows) if row.item}


def written(path: Path, sheets: list[Made], small: ModuleType, catalog: Catalog, *, inline: bool = False) -> Path:
    """Write a workbook; `inline` with its texts in the cells themselves, as programs write that write row by row."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd", "constant_memory": inline}) as book:
        for number, ((code, heads), month, scale, change, at) in enumerate(sheets):
            made = [figures(code, catalog, small, scale + column * month) for column in range(len(heads))]
            named = [headed(head, month) for head in heads]
            rows, area = changed(small.sheet(code, f"2024年{month}月", named, made, catalog=catalog), change, at)
            page = book.add_worksheet(f"{number}")
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    small.put(page, row, column, cell)
            if area and area[1] < area[3] and not inline:
                page.merge_range(*area, "合并")
    return path


def headed(head: str, month: int) -> Any:
    """The head of a column in a sheet of a month; those with a year are of another year in each sheet."""
    year = 2018 + month
    if head == "{date}":
        return dt.date(year, 12, 31)
    return head.format(year=year, before=year - 1, month=month)


def told(reading: intake.Reading) -> dict[str, object]:
    """All that a reading says."""
    dataset = reading.dataset
    return {
        "values": list(reading.values()),
        "axes": (list(dataset.values.index), list(dataset.values.columns)),
        "forms": dataset.forms,
        "entities": dataset.entities,
        "findings": [dataclasses.astuple(finding) for finding in reading.findings],
        "proposals": reading.proposals,
        "unread": reading.unread,
        "units": reading.units,
        "files": reading.files,
    }


@contextmanager
def as_if_first() -> Iterator[None]:
    """Each sheet parsed, cut, matched and read cell by cell as if it were the first."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layouts, "plans_of", lambda _: Plans(kept=0))
        patch.setattr(straight, "taken", lambda *_: None)
        patch.setattr(repeats.Repeats, "read", lambda _, __, ___, first: first())
        yield


def same_as_first(sheets: list[Made], path: Path, small: ModuleType, *, inline: bool = False) -> None:
    """Read with what is known, again with all that is known by then, and as if each sheet were the first."""
    catalog = load_catalog()
    written(path, sheets, small, catalog, inline=inline)
    known = told(intake.read_paths([path], catalog))
    again = told(intake.read_paths([path], catalog))
    with as_if_first():
        first = told(intake.read_paths([path], catalog))
    assert known == first
    assert again == first


AT_ONCE = frozenset({"none", "negative", "title", "note", "entities", "deducted", "merged"})
"""Of each kind of change the one or two that `make test` tries."""
EACH = [pytest.param(change, marks=[] if change in AT_ONCE else [pytest.mark.slow]) for change in CHANGES]


@pytest.mark.parametrize("change", EACH)
@pytest.mark.slow
def test_a_change_is_seen_between_sheets_without_it(change: str, tmp_path: Path, small: ModuleType) -> None:
    """Each change in every third form at three places: all forms meet a third of the changes, and at every place."""
    places, turn = (0, 1, 7, 17, 30), CHANGES.index(change)
    sheets: list[Made] = []
    for number, form in enumerate(FORMS[turn % 3 :: 3], start=turn):
        sheets.append((form, 1, 1 + number % 13, "none", 0))
        sheets += [(form, 2 + month, 2 + number % 13, change, places[(number + month) % 5]) for month in range(3)]
        sheets.append((form, 8, 3 + number % 13, "none", 0))

    same_as_first(sheets, tmp_path / "a.xlsx", small)


PAIRS = (("true", "false"), ("date", "other_date"), ("head_line", "head_line_filled"))


@pytest.mark.parametrize(
    ("form", "one", "other"), [(form, *pair) for form, pair in zip(FORMS, cycle(PAIRS), strict=False)]
)
@pytest.mark.slow
def test_two_changes_of_one_kind_are_told_apart(
    form: tuple[str, tuple[str, ...]], one: str, other: str, tmp_path: Path, small: ModuleType
) -> None:
    """Each pair in every third form."""
    sheets = [(form, month, 1, (one, other)[month % 2], 9) for month in range(1, 7)]

    same_as_first(sheets, tmp_path / "a.xlsx", small)


@pytest.mark.parametrize(("form", "changes"), [*zip(FORMS, cycle(permutations(PAIRS[-1])), strict=False)])
@pytest.mark.slow
def test_what_one_workbook_taught_holds_for_another_with_the_same_dates(
    form: tuple[str, tuple[str, ...]], changes: tuple[str, ...], tmp_path: Path, small: ModuleType
) -> None:
    """In every other form the one first, in the others the other."""
    for change in changes:
        same_as_first([(form, 3, 1, change, 9)], tmp_path / "a.xlsx", small)


@pytest.mark.slow
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sheets=books(), inline=st.booleans())
def test_a_reading_with_what_is_known_is_the_reading_without(
    sheets: list[Made], tmp_path: Path, small: ModuleType, *, inline: bool
) -> None:
    same_as_first(sheets, tmp_path / "a.xlsx", small, inline=inline)


@pytest.mark.parametrize("change", [*BANNERS, *LINES, *TEXTS])
@pytest.mark.slow
def test_a_text_in_the_cell_itself_is_that_text(change: str, tmp_path: Path, small: ModuleType) -> None:
    sheets = [(FORMS[1], month, 1, (change, "none")[month % 2], 7) for month in range(1, 6)]

    same_as_first(sheets, tmp_path / "a.xlsx", small, inline=True)


@pytest.mark.slow
def test_two_sheets_that_differ_only_in_the_years_of_their_heads_are_read_into_these_years(
    tmp_path: Path, small: ModuleType, catalog: Catalog
) -> None:
    made = [small.figures("会政财02", catalog, scale) for scale in (1, 2)]
    pages = {
        f"{year}": small.sheet("会政财02", "", (f"{year}年", f"{year - 1}年"), made, catalog=catalog)
        for year in (2020, 2022, 2024)
    }

    reading = intake.read_paths([small.write(tmp_path / "a.xlsx", pages)], catalog)

    assert {value.period for value in reading.values()} == {str(year) for year in range(2019, 2025)}
    assert {value.place.sheet for value in reading.values() if value.period in {"2021", "2022"}} == {"2022"}
