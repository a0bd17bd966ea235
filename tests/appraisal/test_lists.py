"""The lists of the national appraisal: all rows, and what each asks a hospital to file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import filed
from reportgen.catalog import filing, load_catalog
from reportgen.catalog.filing import FilingLine
from reportgen.cli.app import app

CATALOG = load_catalog()
TERTIARY, SECONDARY = (CATALOG.packs[name] for name in ("appraisal_tertiary", "appraisal_secondary"))


def lines(name: str = "appraisal_tertiary", year: int = 2025) -> dict[str, FilingLine]:
    return {one.number: one for one in filing.lines(CATALOG.packs[name], CATALOG, year)}


@pytest.mark.serves("004-03")
def test_the_tertiary_list_has_56_rows_of_which_26_are_watched_and_5_are_ratings():
    rows = TERTIARY.rows
    assert list(rows) == [*map(str, range(1, 56)), "增1"]
    assert sum(row.monitored for row in rows.values()) == 26
    assert [number for number, row in rows.items() if row.qualitative] == ["12", "24", "42", "43", "52"]
    dimensions = [row.dimension for row in rows.values()]
    assert [dimensions.count(one) for one in ("quality", "operations", "development", "satisfaction")] == [24, 20, 9, 3]
    assert [row.data_from for row in rows.values()].count("finance") == 16


@pytest.mark.serves("004-03")
def test_the_secondary_list_has_28_rows_of_which_21_are_watched():
    rows = SECONDARY.rows
    assert list(rows) == [*map(str, range(1, 29))]
    assert sum(row.monitored for row in rows.values()) == 21
    assert not any(row.qualitative for row in rows.values())
    assert rows["20"].monitored
    assert not TERTIARY.rows["37"].monitored  # growth of medical income is watched in one list alone


@pytest.mark.serves("004-03")
def test_every_row_names_indicators_of_the_catalogue_and_a_row_of_several_numbers_its_parts():
    for pack in (TERTIARY, SECONDARY):
        assert set(pack.indicators) <= set(CATALOG.indicators)
        assert sum(len(row.indicators) for row in pack.rows.values()) == len(pack.indicators)
    assert TERTIARY.indicators["tcm_doctor_share"] == "45.5"
    assert TERTIARY.indicators["asset_liability_ratio"] == "36"


@pytest.mark.serves("004-03")
def test_what_the_manual_has_to_settle_is_said_of_almost_every_row():
    lacking = [number for number, row in TERTIARY.rows.items() if row.confirm is None]
    assert lacking == ["29"]
    assert "标准值和权重由各省制定" in TERTIARY.note.zh


@pytest.mark.serves("004-03")
def test_a_row_that_came_later_is_not_asked_of_earlier_years():
    assert "增1" in lines(year=2020)
    assert "增1" not in lines(year=2019)


@pytest.mark.serves("004-04")
def test_a_line_asks_for_the_items_of_its_formula():
    found = lines()
    assert found["8"].items == ("surgical_complication_cases", "elective_surgery_patients")
    assert found["17"].items == ("antibiotic_ddd", "discharged_patient_bed_days")
    assert found["51"].items == ("research_conversion_amount", "health_professionals")
    assert (found["53"].items, found["53"].is_value) == (("outpatient_satisfaction_score",), True)
    assert found["39"].items == ()
    assert (found["8"].is_share, found["36"].is_share, found["17"].is_share) == (True, False, False)


@pytest.mark.parametrize(
    ("level", "named", "expected"),
    [
        ("三级甲等", None, "appraisal_tertiary"),
        ("二级甲等", None, "appraisal_secondary"),
        ("二级", "appraisal_tertiary", "appraisal_tertiary"),
        ("一级", None, None),
        (None, None, None),
    ],
)
def test_the_level_of_a_hospital_says_by_which_list_it_is_appraised(
    level: str | None, named: str | None, expected: str | None
):
    assert filing.list_of(level, named) == expected


@pytest.mark.serves("004-03")
def test_evaluate_prints_every_row_with_its_value_or_the_reason_why_there_is_none(tmp_path: Path):
    folder = filed.case(tmp_path / "case")
    options = ["--period", "2025", "--pack", "appraisal_secondary", "--format", "json"]
    found = json.loads(CliRunner().invoke(app, ["evaluate", str(folder), *options]).stdout)
    (pack,) = found["results"][0]["packs"]
    values = {one["letter"]: one for one in pack["indicators"]}
    assert list(values) == [one.number for one in filing.lines(SECONDARY, CATALOG, 2025)]
    assert values["1"]["value"] == pytest.approx(110 / 500)
    assert values["14"]["value"] == pytest.approx(-11 / 1000)
    assert values["3"]["reason"] == "missing_input"
