"""Members of a group whose forms state no level have that of case.yaml, and are judged by the standards of theirs."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.pipeline.choices import class_of
from scripts import small_workbooks as small

CASE: Final = "group: {id: g, name: {zh: 集团, en: G}, levels: {甲院: 二级甲等, 乙院: 一级, 丙院: 三级}}\nregime: '2019'\nlanguages: zh-en\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    catalog = load_catalog()
    made = small.figures("会政财01", catalog)
    for name in ("甲院", "乙院", "丁院"):
        form = small.sheet("会政财01", "2024年12月31日", ["期末余额", "年初余额"], [made, made], entity=name)
        small.write(tmp_path / "data" / f"{name}.xlsx", {"资产负债表": form})
    (tmp_path / "data" / "丙院.csv").write_text("机构,级别,年份,出院人数\n丙院,二级,2024,900\n", encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(
        "sources:\n  - {file: data/丙院.csv, layout: wide, entity: {id: 机构, group: 级别}, period: 年份, columns: {出院人数: discharges}}\n",
        encoding="utf-8",
    )
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    return tmp_path


def test_levels_are_those_of_the_data_and_else_of_the_case(folder: Path) -> None:
    case, catalog = intake.open_case(folder), load_catalog()
    dataset = intake.read(case, catalog).dataset

    assert {name: one.group for name, one in dataset.entities.items()} == {
        "甲院": "二级甲等", "乙院": "一级", "丙院": "二级", "丁院": None,
    }  # fmt: skip
    assert [class_of(case, dataset, catalog, name, "2024").level for name in ("甲院", "乙院", "丁院")] == [
        "secondary", "primary", None,
    ]  # fmt: skip
