"""Every command that writes CSV: names that would be formulas are text, numbers are numbers, and names come back."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
import yaml

from reportgen import intake
from reportgen.catalog import Catalog, load_catalog
from shell import ROOT, reportgen

NAME = "=cmd|' /C calc'!A0"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The clinic, named by somebody who means harm, with a figure below zero."""
    folder = tmp_path / "case"
    shutil.copytree(ROOT / "tests" / "cases" / "clinic", folder)
    said = yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    said["entity"]["name"] = {"zh": NAME, "en": NAME}
    (folder / "case.yaml").write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    return folder


def cells(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_hospital_named_like_a_formula_is_text_in_the_results(case: Path):
    ran = reportgen("evaluate", case, "--format", "csv")

    row = cells(ran.stdout)[0]
    assert row["name_zh"] == row["name_en"] == f"'{NAME}"
    assert float(row["score"]) > 0


def test_entities_and_items_read_come_back_by_their_names(tmp_path: Path, catalog: Catalog):
    (tmp_path / "in").mkdir()
    table = [["单位", "期间", "项目", "金额"], [NAME, "2025", "货币资金", "-5.5"], ["@甲院", "2025", "货币资金", "7"]]
    with (tmp_path / "in" / "a.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(table)

    written = reportgen("read", tmp_path / "in", "--format", "csv").stdout

    rows = cells(written)
    assert {row["entity"]: row["value"] for row in rows} == {f"'{NAME}": "-5.5", "'@甲院": "7.0"}
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.csv").write_text(written, encoding="utf-8")
    again = intake.read_paths([tmp_path / "out"], catalog)
    first = intake.read_paths([tmp_path / "in"], catalog)
    assert [(v.entity, v.item, v.value) for v in again.values()] == [
        (v.entity, v.item, v.value) for v in first.values()
    ]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


@pytest.mark.parametrize("shelf", ["indicators", "items", "schemes"])
def test_lists_of_definitions_hold_no_formulas(shelf: str):
    ran = reportgen(shelf, "list", "--format", "csv")

    told = [cell for row in csv.reader(io.StringIO(ran.stdout)) for cell in row]
    assert told
    assert not [cell for cell in told if cell[:1] in set("=+-@\t\r")]
