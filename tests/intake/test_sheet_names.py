"""Hospitals that only the names of sheets tell."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.sheet_reader import hospital

CODE = "会政财02"


def rows(small: ModuleType, catalog: Catalog, scale: int) -> list[list[object]]:
    """An income statement that does not say whose it is."""
    made = small.sheet(CODE, "2025年度", ("本年数",), [small.figures(CODE, catalog, scale)], catalog=catalog)
    made[2][0] = None
    return made


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("城东医院", "城东医院"), ("城东医院收支表", "城东医院"), ("青山镇卫生院 ", "青山镇卫生院"), ("省人民医院东院区", "省人民医院东院区"),
        ("医院", ""), ("医院收入", ""), ("收入费用表", ""), ("10月", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_name_tells_a_hospital_by_the_word_that_ends_it(name: str, found: str):
    assert hospital(name) == found


def test_sheets_of_several_hospitals_are_told_apart_by_their_names(tmp_path: Path, catalog: Catalog, small: ModuleType):
    names = {"城东医院": 2, "城西医院收支": 3, "汇总": 5}
    path = small.write(tmp_path / "a.xlsx", {name: rows(small, catalog, scale) for name, scale in names.items()})

    values = intake.read_paths([path], catalog).dataset

    for entity, scale in (("城东医院", 2), ("城西医院", 3), ("汇总", 5)):
        assert values.value("total_income", entity, "2025") == small.figures(CODE, catalog, scale)["total_income"]
    assert {entity for entity, _ in values.values.index} == {"城东医院", "城西医院", "汇总"}


def test_what_the_sheet_prints_goes_before_its_name(tmp_path: Path, catalog: Catalog, small: ModuleType):
    printed = small.sheet(CODE, "2025年度", ("本年数",), [small.figures(CODE, catalog, 2)], entity="城北医院")
    path = small.write(tmp_path / "a.xlsx", {"城东医院": printed, "城西医院": rows(small, catalog, 3)})

    assert {entity for entity, _ in intake.read_paths([path], catalog).dataset.values.index} == {"城北医院", "城西医院"}


def test_the_own_hospital_of_a_case_is_not_renamed_by_one_sheet(tmp_path: Path, catalog: Catalog, small: ModuleType):
    (tmp_path / "case.yaml").write_text("entity: {id: own, name: {zh: 仁和医院, en: Renhe}}\nregime: '2019'\n", "utf-8")
    small.write(tmp_path / "data" / "a.xlsx", {"本医院": rows(small, catalog, 2)})

    reading = intake.read(intake.open_case(tmp_path), catalog)

    assert {entity for entity, _ in reading.dataset.values.index} == {"own"}
