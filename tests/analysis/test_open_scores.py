"""What missing scores can do to the total: the true one lies between the least and the most."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.year.status import OpenScores
from shell import ROOT

CLINIC = ROOT / "tests" / "cases" / "clinic"
GOLDEN = ROOT / "tests" / "cases" / "golden" / "complete"


def asked(folder: Path) -> OpenScores:
    material = pipeline.evaluate(pipeline.check(folder))
    found = OpenScores.of(material.evaluation, material.scheme)
    assert found is not None
    return found


def without(case: Path, folder: Path, item: str) -> Path:
    """The same case with all rows of an item gone."""
    shutil.copytree(case, folder)
    for path in (folder / "data").glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join(line for line in lines if f",{item}," not in line), encoding="utf-8")
    return folder


def test_a_missing_score_takes_its_weight_back():
    found = asked(CLINIC)
    reach = found.reach(found.missing)

    assert found.missing == ("cash_ratio",)
    assert reach is not None
    assert reach.weight == pytest.approx(0.2)
    known = sum(row.weight * row.score for row in found.evaluation.indicators if row.score is not None)
    assert reach.lowest.score == pytest.approx(known)
    assert reach.highest.score == pytest.approx(known + 100 * reach.weight)
    assert (reach.lowest.printed, reach.lowest.grade) == ("67.37", "fair")
    assert (reach.highest.printed, reach.highest.grade) == ("87.37", "excellent")


def test_what_is_complete_has_nothing_open():
    found = asked(GOLDEN)

    assert found.missing == ()
    assert found.reach(row.id for row in found.evaluation.indicators) is None


@pytest.mark.parametrize("item", ["inventories", "current_assets", "total_liabilities"])
def test_the_total_that_comes_in_the_end_lies_between(tmp_path: Path, item: str):
    whole = asked(GOLDEN).evaluation.score
    found = asked(without(GOLDEN, tmp_path / "gap", item))
    reach = found.reach(found.missing)

    assert whole is not None
    assert reach is not None
    assert reach.lowest.score is not None
    assert reach.highest.score is not None
    assert reach.lowest.score <= whole <= reach.highest.score


def test_a_part_without_any_score_is_withheld_until_enough_of_it_is_there(tmp_path: Path):
    shutil.copytree(GOLDEN, tmp_path / "unrated")
    shutil.rmtree(tmp_path / "unrated" / "experts")

    found = asked(tmp_path / "unrated")

    assert found.evaluation.score is None
    together = found.reach(found.missing)
    assert together is not None
    assert together.lowest.score == pytest.approx(0.8 * 88.48)
    assert together.highest.score == pytest.approx(0.8 * 88.48 + 20)
    single = found.reach(found.missing[:1])
    assert single is not None
    assert (single.lowest.grade, single.highest.grade) == (None, None)
