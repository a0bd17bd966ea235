"""With how many inpatients a year or a quarter begins of which only months, or quarters, were read: V82 adds up."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import checks, intake
from reportgen.catalog import Catalog
from reportgen.compute.cells import Cells
from reportgen.formula.context import Aspect
from reportgen.model.dataset import Observation, View, from_observations
from reportgen.model.period import Period
from reportgen.model.place import NOWHERE
from reportgen.model.submitted import standing

LINES = ("inpatients_begin", "admissions", "discharges", "inpatients_end")


def table(folder: Path, periods: list[str]) -> Path:
    """Each part of the year begins with what the one before left: 100, 101, 102 …"""
    rows = [f"{period},{100 + n},{50 + n},{49 + n},{101 + n}" for n, period in enumerate(periods)]
    path = folder / "wide.csv"
    path.write_text("\n".join(["期间,期初在院人数,入院人数,出院人数,期末在院人数", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "periods",
    [[f"2025-{n:02}" for n in range(1, 13)], [f"2025-Q{n}" for n in range(1, 5)]],
    ids=["months", "quarters"],
)
def test_a_year_begins_with_what_its_first_part_begins_with(periods: list[str], catalog: Catalog, tmp_path: Path):
    dataset = intake.read_paths([table(tmp_path, periods)], catalog).dataset

    (entity,) = {entity for entity, _ in dataset.values.index}
    begin, admitted, discharged, end = (dataset.value(line, entity, "2025") for line in LINES)
    assert (begin, end) == (100.0, 100.0 + len(periods))
    assert end == begin + admitted - discharged
    outcome = checks.all_of(dataset, catalog)
    assert any(trial.rule == "V82" and trial.checked.all() for trial in outcome.tried)
    assert not [finding for finding in outcome.findings if finding.rule == "V82"]


def test_a_year_whose_first_month_is_not_there_begins_with_nothing_known(catalog: Catalog, tmp_path: Path):
    dataset = intake.read_paths([table(tmp_path, [f"2025-{n:02}" for n in range(2, 13)])], catalog).dataset

    (entity,) = {entity for entity, _ in dataset.values.index}
    assert dataset.value("inpatients_begin", entity, "2025") is None
    assert dataset.value("inpatients_end", entity, "2025") == 111.0


@pytest.mark.parametrize(
    ("figures", "period", "key"),
    [
        ({"2025-01": 1.0, "2025-12": 12.0}, "2025", ("2025-01", "")),
        ({"2025-Q1": 1.0, "2025-Q4": 4.0}, "2025", ("2025-Q1", "")),
        ({"2025-01": 1.0, "2025-12": 12.0, "2025-12/ytd": 1.0}, "2025", ("2025-12", "ytd")),
        ({"2025-07": 7.0, "2025-09": 9.0, "2025-09/ytd": 1.0}, "2025-Q3", ("2025-07", "")),
    ],
)
def test_the_column_in_which_it_stands(figures: dict[str, float], period: str, key: tuple[str, str], catalog: Catalog):
    made = [Observation(LINES[0], "h", when.partition("/")[0], View(when.partition("/")[2]), value, "count", NOWHERE)
            for when, value in figures.items()]  # fmt: skip
    made.append(Observation("admissions", "h", period, View.PERIOD, 1.0, "count", NOWHERE))
    dataset, item = from_observations(made), catalog.items[LINES[0]]

    assert standing(dataset, item, LINES[0], "h", period) == (LINES[0], "h", *key)
    if period == "2025":
        found = Cells(dataset, catalog.items, "h").figure(LINES[0], Period.parse(period), Aspect.BASIS)
        assert found is not None
        assert (str(found.period), found.view, found.value) == (*key, 1.0)


def test_a_plan_for_december_begins_no_year(catalog: Catalog, tmp_path: Path):
    rows = ["entity,period,item,value,view", "h,2025-01,inpatients_begin,100,", "h,2025-12,total_income,9,budget"]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")

    assert "2025" not in intake.read_paths([tmp_path], catalog).dataset.periods("h")
