"""Expenses by nature that a hospital has straight below its total are printed where they are used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from population.hospitals import emptied
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.period import PeriodKind
from reportgen.report.desk.context import HospitalContext
from reportgen.report.sections.statement.official import statements

CASE = "entity: {id: h, name: {zh: 示例医院, en: Sample Hospital}}\nregime: '2019'\nscheme: none\n"
ROWS = [
    ("收入费用表",), ("编制单位：示例医院", "2025年度", "单位：万元"), ("项目", "本年数", "上年数"),
    ("一、本期收入", 1000, 950), ("财政拨款收入", 100, 90), ("医疗收入", 850, 820), ("其他收入", 50, 40),
    ("二、本期费用", 980, 930), ("人员经费", 500, 470), ("药品费", 200, 210), ("卫生材料费", 210, 190), ("其他费用", 70, 60),
    ("三、本期盈余", 20, 20),
]  # fmt: skip


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return read(tmp_path_factory.mktemp("short") / "case", ROWS)


def read(folder: Path, rows: list[tuple[object, ...]]) -> Material:
    case = emptied(folder)
    (case / "data").mkdir(exist_ok=True)
    (case / "case.yaml").write_text(CASE, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.worksheets[0].title = "收入费用表"
    book.save(case / "data" / "year.xlsx")
    return pipeline.evaluate(pipeline.check(case), usual=PeriodKind.YEAR)


def printed(context: HospitalContext) -> dict[str, str]:
    (page,) = statements(context)
    return {row.caption.zh: row.cells[0].text for row in page.rows if row.cells}


def test_they_stand_below_their_total(short: Material) -> None:
    """The page had total expense and other expense alone, though the story told what personnel cost."""
    rows = printed(HospitalContext.of(short, "zh"))
    at = list(rows).index("二、本期费用")

    assert list(rows.items())[at : at + 5] == [
        ("二、本期费用", "980.00"), ("人员经费", "500.00"), ("药品费", "200.00"), ("卫生材料费", "210.00"), ("（八）其他费用", "70.00"),
    ]  # fmt: skip


def test_the_form_as_it_is_filed_has_its_own_rows_alone(short: Material) -> None:
    exact = replace(HospitalContext.of(short, "zh"), exact=True)

    assert "人员经费" not in printed(exact)


def test_they_are_no_rows_beside_expenses_by_function(tmp_path: Path) -> None:
    rows = [row for row in ROWS if row[0] not in {"人员经费", "药品费", "卫生材料费"}]
    rows[rows.index(("二、本期费用", 980, 930)) + 1 :] = [
        ("业务活动费用", 910, 870), ("其他费用", 70, 60), ("三、本期盈余", 20, 20), ("人员经费", 500, 470),
    ]  # fmt: skip

    assert "人员经费" not in printed(HospitalContext.of(read(tmp_path / "case", rows), "zh"))
