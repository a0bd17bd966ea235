"""A table of things is a register by its heads, or entries by mapping.yaml: never both, whichever comes first."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import Catalog

CASE = "entity: {id: a, name: {zh: 甲院, en: A}}\n"
REGISTER = "科室收支表,,,\n2025年3月,,,\n单位：元,,,\n科室,科室类别,科室收入,直接成本合计\n内科,临床服务类,100,60\n外科,临床服务类,50,30\n"
ENTRIES = REGISTER.partition("单位：元,,,\n")[2]
HOW = "{file: data/%s.csv, layout: entries, period: '2025', columns: {科室收入: medical_income}}"


def read(folder: Path, tables: dict[str, str], mapped: tuple[str, ...], catalog: Catalog) -> intake.Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    sources = "".join(f"  - {HOW % name}\n" for name in mapped)
    (folder / "mapping.yaml").write_text(f"sources:\n{sources}" if mapped else "", encoding="utf-8")
    for name, text in tables.items():
        (folder / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    return intake.read(intake.open_case(folder), catalog)


def records(reading: intake.Reading) -> set[str]:
    return {record.place("department").file for record in reading.registers["departments"].records}


@pytest.mark.parametrize(("entries", "register"), [("a", "b"), ("b", "a")])
def test_of_two_files_in_either_order_each_is_read_its_own_way(
    entries: str, register: str, tmp_path: Path, catalog: Catalog
):
    reading = read(tmp_path, {entries: ENTRIES, register: REGISTER}, (entries,), catalog)

    assert reading.dataset.value("medical_income", "a", "2025") == 150
    assert {value.place.file for value in reading.values()} == {f"data/{entries}.csv"}
    assert records(reading) == {f"data/{register}.csv"}
    assert {file.name: file.kind for file in reading.files} == {
        f"data/{entries}.csv": "entries", f"data/{register}.csv": "register",
    }  # fmt: skip


def test_the_same_table_is_a_register_until_mapping_yaml_says_otherwise(tmp_path: Path, catalog: Catalog):
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()

    known = read(tmp_path / "one", {"a": REGISTER}, (), catalog)
    mapped = read(tmp_path / "two", {"a": ENTRIES}, ("a",), catalog)

    assert records(known) == {"data/a.csv"}
    assert not list(known.values())
    assert mapped.registers["departments"].records == ()
    assert len(list(mapped.values())) == 1
