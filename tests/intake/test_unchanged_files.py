"""A file that nobody touched is not read again, and a case read so is the case read anew, whatever else was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from intake.test_repeated_sheets import told
from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake import reader

RENHE = Path(__file__).parents[2] / "samples" / "renhe"
CASE = "entity: {id: first, name: {zh: 第一医院, en: First}}\ngroup: {id: both, name: {zh: 两院, en: Both}}\n"
LIST = "entity,period,item,value,unit\n"
FILES = {
    "case.yaml": CASE,
    "data/a.csv": f"{LIST}first,2025,total_assets,100,元\nfirst,2025,total_liabilities,40,元\n",
    "data/b.csv": f"{LIST}second,2025,total_assets,70,元\nsecond,2025,total_liabilities,,元\n",
    "data/c.csv": f"{LIST}first,2024,total_assets,90,元\nfirst,2024,odd_name,1,元\n",
}
CHANGES: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "a figure": {"data/b.csv": f"{LIST}second,2025,total_assets,71,元\n"},
    "another hospital in front": {"data/a.csv": f"{LIST}third,2025,total_assets,5,元\n"},
    "a file gone": {"data/a.csv": None},
    "a file more": {"data/aa.csv": f"{LIST}first,2023,total_assets,80,元\n"},
    "the same figure twice": {"data/d.csv": f"{LIST}first,2024,total_assets,91,元\n"},
    "the case": {"case.yaml": CASE + "unit: 万元\n"},
    "the fiscal year": {"case.yaml": CASE + "fiscal_year_start: 7\n"},
    "the mapping": {"mapping.yaml": "names: {odd_name: inventories}\n"},
    "a definition": {
        "items/own.yaml": "odd_name: {name: {zh: 奇名, en: Odd name}, statement: balance_sheet, kind: stock, "
        "unit: money, source: own}\n"
    },
}


def folder(at: Path, files: dict[str, str | None]) -> Path:
    for name, text in files.items():
        path = at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    return at


def read(at: Path, unchanged: intake.UnchangedFiles | None = None) -> dict[str, object]:
    case = intake.open_case(at)
    return told(intake.read(case, load_catalog(case.folder), unchanged))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of files that are read."""
    seen: list[str] = []
    understood = reader._understood

    def noted(run: reader._Run, source: reader.FolderFile) -> reader.FileReading:
        seen.append(source.name)
        return understood(run, source)

    monkeypatch.setattr(reader, "_understood", noted)
    return seen


@pytest.mark.parametrize("change", CHANGES)
def test_a_case_read_with_what_is_known_is_the_case_read_anew(change: str, tmp_path: Path):
    """There and back again, since what was known before the change must not come back with it."""
    unchanged = intake.UnchangedFiles()
    before, after = folder(tmp_path / "a", FILES), folder(folder(tmp_path / "b", FILES), CHANGES[change])
    at = tmp_path / "case"
    for state in (before, after, before, after):
        shutil.rmtree(at, ignore_errors=True)
        shutil.copytree(state, at)

        assert read(at, unchanged) == read(at)


@pytest.mark.parametrize(
    ("change", "again"),
    [
        ("nothing", []),
        ("a figure", ["data/b.csv"]),
        ("another hospital in front", ["data/a.csv", "data/b.csv", "data/c.csv"]),  # who is known counts
        ("a file more", ["data/aa.csv"]),
        ("the case", ["data/a.csv", "data/b.csv", "data/c.csv"]),
        ("the mapping", ["data/a.csv", "data/b.csv", "data/c.csv"]),
        ("a definition", ["data/a.csv", "data/b.csv", "data/c.csv"]),
    ],
)
def test_only_what_may_have_become_another_is_read_again(
    change: str, again: list[str], tmp_path: Path, looked_at: list[str]
):
    unchanged, at = intake.UnchangedFiles(), folder(tmp_path, FILES)
    read(at, unchanged)
    looked_at.clear()

    read(folder(at, CHANGES[change]), unchanged)

    assert looked_at == again


def test_definitions_of_a_case_count_by_what_they_say(tmp_path: Path, looked_at: list[str]):
    unchanged, at = intake.UnchangedFiles(), folder(folder(tmp_path, FILES), CHANGES["a definition"])
    read(at, unchanged)
    looked_at.clear()
    read(at, unchanged)
    assert looked_at == []

    own = at / "items" / "own.yaml"
    own.write_text(own.read_text(encoding="utf-8").replace("Odd name", "Odder name"), encoding="utf-8")
    read(at, unchanged)
    assert len(looked_at) == len(FILES) - 1


@pytest.mark.slow
def test_of_a_case_with_registers_the_changed_workbook_alone_is_read(tmp_path: Path, looked_at: list[str]):
    at, unchanged = tmp_path / "renhe", intake.UnchangedFiles()
    shutil.copytree(RENHE, at)
    read(at, unchanged)
    newest = max((at / "data" / "2026").glob("*.xlsx"))
    book = openpyxl.load_workbook(newest)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    cell = max((cell for cell in cells if isinstance(cell.value, int | float)), key=lambda cell: cell.value)
    cell.value += 1
    book.save(newest)
    looked_at.clear()

    changed = read(at, unchanged)

    assert looked_at == [newest.relative_to(at).as_posix()]
    assert changed == read(at)
