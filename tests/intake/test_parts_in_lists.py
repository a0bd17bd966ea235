"""Lists of figures with a column that divides them, or that says under a head of its own what they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

CASE = "entity: {id: h, name: {zh: 甲医院, en: Mercy Hospital}}\n"


def read(folder: Path, catalog: Catalog, rows: list[tuple[object, ...]]) -> Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    with (folder / "data" / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return intake.read(intake.open_case(folder), catalog)


def figures(reading: Reading) -> dict[tuple[str, str], float]:
    return {(one.period, str(one.view)): one.value for one in reading.values() if one.item == "discharges"}


@pytest.mark.parametrize(
    ("head", "part"), [("险种", "职工医保"), ("性别", "男"), ("医生", "张三"), ("Payer", "Medicare")]
)
def test_a_row_of_one_payer_is_no_figure_of_the_hospital(
    tmp_path: Path, catalog: Catalog, head: str, part: str
) -> None:
    """One row for each period was read as that of all patients, without a word."""
    rows = [("年月", "指标", "数值", head), ("2025-08", "出院人数", 30, part), ("2025-09", "出院人数", 70, part)]
    reading = read(tmp_path, catalog, rows)

    assert figures(reading) == {}
    assert [(one.rule, one.facts["text"]) for one in reading.findings if one.rule == "I166"] == [("I166", head)]


@pytest.mark.parametrize("whole", ["合计", "全部", ""])
def test_the_row_of_all_of_them_is(tmp_path: Path, catalog: Catalog, whole: str) -> None:
    rows = [
        ("年月", "指标", "数值", "险种"),
        ("2025-09", "出院人数", 70, "职工医保"),
        ("2025-09", "出院人数", 100, whole),
    ]

    assert figures(read(tmp_path, catalog, rows)) == {("2025-09", ""): 100}


@pytest.mark.parametrize("head", ["类别", "情形", "数据性质"])
def test_a_column_of_budgets_and_actual_figures_is_known_by_its_words(
    tmp_path: Path, catalog: Catalog, head: str
) -> None:
    """Below a head that nobody knows budgets alone were actual figures."""
    rows = [
        ("年月", "指标", "数值", head),
        ("2025-08", "出院人数", 60, "预算"),
        ("2025-09", "出院人数", 70, "预算"),
        ("2025-09", "出院人数", 65, "实际"),
    ]

    assert figures(read(tmp_path, catalog, rows)) == {
        ("2025-08", "budget"): 60,
        ("2025-09", "budget"): 70,
        ("2025-09", ""): 65,
    }


def test_other_columns_of_words_say_nothing(tmp_path: Path, catalog: Catalog) -> None:
    rows = [
        ("年月", "指标", "数值", "录入人"),
        ("2025-08", "出院人数", 60, "张三"),
        ("2025-09", "出院人数", 70, "预算科"),
    ]

    assert figures(read(tmp_path, catalog, rows)) == {("2025-08", ""): 60, ("2025-09", ""): 70}
