"""Ten years in an archive: what fits, one indicator over the years, and each year by the standards of every year."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from archive.conftest import Keeper, deposit
from reportgen import archive
from reportgen.archive import search
from reportgen.errors import Refused
from shell import Done, reportgen

SCHEMAS = Path(__file__).parent / "schemas"
YEARS = range(2016, 2026)


def results(year: int, ratio: float | None, bounds: list[float], grade: str = "good", name: str = "small") -> bytes:
    levels = ("excellent", "good", "fair", "low", "poor")
    standards = [{"kind": "plan", "level": level, "value": bound} for level, bound in zip(levels, bounds, strict=True)]
    level = None if ratio is None else next((at for at, b in zip(levels, bounds, strict=True) if ratio >= b), "below")
    row: dict[str, Any] = {
        "id": "current_ratio",
        "value": ratio,
        "unit": "times",
        "level": level,
        "standards": standards,
    }
    content = {
        "schema": "reportgen/results/1", "entity": {"id": name, "name": {"zh": "小河", "en": "Brook"}},
        "period": str(year), "scheme": {"id": "own"}, "score_printed": "80.00", "grade": grade, "indicators": [row],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False).encode()


def put(shelf: archive.Storage, year: int, content: bytes, serial: int = 1, corrects: str | None = None) -> None:
    made = deposit(f"XH-{year}-{serial:03}", f"%PDF {year} {serial}".encode(), period=str(year))
    record = made.record.model_copy(update={"corrects": corrects})
    archive.add(shelf, dataclasses.replace(made, record=record, files={**made.files, archive.RESULTS: content}))


@pytest.fixture
def decade(folder: Path) -> Path:
    """A ratio that rises by a tenth a year, standards that rise in 2021, none known for 2018, 2019 corrected."""
    shelf = archive.founded(str(folder))
    for year in YEARS:
        bounds = [2.0, 1.6, 1.2, 0.8, 0.4] if year < 2021 else [3.0, 2.4, 1.8, 1.2, 0.6]
        ratio = None if year == 2018 else 1.0 + (year - 2016) / 10
        put(shelf, year, results(year, ratio, bounds, "fair" if year < 2021 else "good"))
    put(shelf, 2019, results(2019, 1.25, [2.0, 1.6, 1.2, 0.8, 0.4], "fair"), 2, "XH-2019-001")
    return folder


def query(folder: Path, *words: str, code: int = 0) -> list[dict[str, Any]]:
    done = asked(folder, "--format", "json", *words)
    assert done.returncode == code, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["reports"]
    return found


def asked(folder: Path, *words: str | Path) -> Done:
    return reportgen("archive", "query", folder, *words)


def test_ten_years_of_one_indicator_come_from_what_was_archived_and_a_gap_stays_one(decade: Path):
    found = {one["number"]: one["value"] for one in query(decade, "--indicator", "current_ratio")}

    assert len(found) == 11
    assert found["XH-2016-001"] == 1.0
    assert found["XH-2018-001"] is None
    assert found["XH-2025-001"] == pytest.approx(1.9)
    assert (found["XH-2019-001"], found["XH-2019-002"]) == (1.3, 1.25)


def test_reports_are_found_by_grade_by_year_and_by_whether_they_were_corrected(decade: Path):
    assert [one["period"] for one in query(decade, "--grade", "good")] == ["2021", "2022", "2023", "2024", "2025"]
    assert [one["number"] for one in query(decade, "--restated")] == ["XH-2019-001", "XH-2019-002"]
    assert [one["replaced"] for one in query(decade, "--restated")] == ["XH-2019-002", None]
    assert len(query(decade, "--not-restated")) == 9
    assert [one["number"] for one in query(decade, "--year", "2020")] == ["XH-2020-001"]
    assert query(decade, "--indicator", "nothing") == []


def test_each_year_is_held_against_the_standards_of_every_year(decade: Path):
    found = {one["number"]: one for one in query(decade, "--indicator", "current_ratio")}

    assert found["XH-2025-001"]["by_standards_of"]["2025"] == found["XH-2025-001"]["level"] == "fair"
    assert found["XH-2025-001"]["by_standards_of"]["2016"] == "good"
    assert (
        found["XH-2016-001"]["by_standards_of"] | {"2016": "low", "2025": "poor"}
        == (found["XH-2016-001"]["by_standards_of"])
    )
    assert found["XH-2018-001"]["by_standards_of"]["2016"] is None
    assert found["XH-2019-001"]["by_standards_of"] == {}, "its correction speaks for the year"
    assert all(one["by_standards_of"].get(one["period"], one["level"]) == one["level"] for one in found.values())


def test_the_workbook_has_the_years_side_by_side_with_a_chart(decade: Path, tmp_path: Path):
    assert asked(decade, "--indicator", "current_ratio", "--format", "xlsx", "-o", tmp_path / "a.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")

    assert book.sheetnames == ["Found", "Years", "Standards of all years"]
    years = {row[0]: row[1] for row in book["Years"].iter_rows(min_row=2, values_only=True)}
    assert list(years) == [str(year) for year in YEARS if year != 2018]
    assert years["2019"] == 1.25
    assert len(book["Years"]._charts) == 1


@pytest.mark.parametrize(
    ("value", "bounds", "level"),
    [
        (0.3, (0.3, 0.4, 0.5, 0.6, 0.7), "excellent"),
        (0.45, (0.3, 0.4, 0.5, 0.6, 0.7), "fair"),
        (0.8, (0.3, 0.4, 0.5, 0.6, 0.7), "below"),
        (1.4, ((1.5, 2.5), (1.3, 3.0), (1.1, 3.5), (0.9, 4.0), (0.7, 5.0)), "good"),
        (4.5, ((1.5, 2.5), (1.3, 3.0), (1.1, 3.5), (0.9, 4.0), (0.7, 5.0)), "poor"),
    ],
)
def test_a_level_is_the_best_one_whose_standard_is_reached(value: float, bounds: tuple[search.Bound, ...], level: str):
    assert (
        search.level_under(value, dict(zip(("excellent", "good", "fair", "low", "poor"), bounds, strict=True))) == level
    )


@pytest.mark.parametrize("file", sorted(SCHEMAS.glob("*.json")), ids=lambda path: path.stem)
def test_a_file_of_every_schema_that_ever_was_is_still_read(file: Path):
    first = search.read(file.read_bytes(), file.name)[0]

    assert (first.entity, first.name.en, first.grade, first.score) == ("E1", "Central Hospital", "excellent", "86.38")
    ratio = first.values["current_ratio"]
    assert (ratio.value, ratio.level) == (pytest.approx(56 / 30), "good")
    assert search.level_under(ratio.value, ratio.standards) == "good"


def test_there_is_a_kept_file_of_each_schema():
    kept = {json.loads(file.read_bytes())["schema"] for file in SCHEMAS.glob("*.json")}
    assert kept == set(search.READERS)


def test_results_of_a_later_schema_or_none_at_all_are_told_and_the_others_are_found(decade: Path):
    shelf = archive.opened(str(decade))
    put(shelf, 2014, b'{"schema": "reportgen/results/9", "indicators": []}')
    put(shelf, 2015, b"{}")
    done = asked(decade, "--indicator", "current_ratio")

    assert done.returncode == 1
    assert "P45" in done.stderr
    assert "P46" in done.stderr
    assert "XH-2025-001" in done.stdout
    with pytest.raises(Refused):
        search.read(b"[]", "x")


def test_words_are_found_in_the_pages_of_an_issued_report(keeper: Keeper):
    keeper.add()

    assert NUMBER in keeper.keep("query", "--words", "一切正常")
    assert NUMBER not in keeper.keep("query", "--words", "一切异常")


NUMBER = "XH-2025-001"
