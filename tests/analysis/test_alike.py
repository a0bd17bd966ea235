"""The most alike hospitals of a panel, and what less would be spent at their level, worked by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shell import Done, reportgen

CASE = """\
entity: {id: own, name: {zh: 本院, en: Ours}}
regime: "2019"
scheme: none
peers: {panel: .}
"""
HEAD = "entity,period,item,value\n"
PEERS = {"a": 110, "b": 90, "c": 120, "d": 80, "e": 105, "far": 9000}
ADMIN = {"a": 0.08, "b": 0.10, "c": 0.12, "d": 0.14, "e": 0.16, "far": 0.01}


def hospital(name: str, size: float, admin: float) -> str:
    lines = (
        ("total_income", size),
        ("total_assets", size * 2),
        ("total_expense", size),
        ("admin_expense", size * admin),
    )
    business = ("business_expense", size * 0.9)
    return "".join(f"{name},2025,{item},{value:.4f}\n" for item, value in (*lines, business))


@pytest.fixture
def case(tmp_path: Path) -> Path:
    rows = hospital("own", 100, 0.15) + "".join(hospital(name, size, ADMIN[name]) for name, size in PEERS.items())
    rows += "empty,2025,total_income,100\nminus,2025,total_income,-4\nminus,2025,total_assets,10\n"
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "data" / "all.csv").write_text(HEAD + rows, encoding="utf-8")
    return tmp_path


def asked(case: Path, *words: str) -> Done:
    return reportgen("peers", "alike", case, *words)


def found(case: Path, *words: str) -> dict[str, Any]:
    done = asked(case, "--format", "json", *words)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_the_nearest_by_the_stated_variables_come_first_and_who_lacks_one_is_left_out_and_named(case: Path):
    answer = found(case, "--n", "5")

    assert answer["variables"] == {"total_income": 100, "total_assets": 200}
    assert [one["id"] for one in answer["hospitals"]] == ["e", "a", "b", "c", "d"]
    assert {(one["id"], one["variable"]) for one in answer["excluded"]} == {
        ("empty", "total_assets"),
        ("minus", "total_income"),
    }
    assert answer["panel"] == 8


def test_no_unit_outweighs_another(case: Path):
    figures = case / "data" / "all.csv"
    before = found(case)["hospitals"]
    lines = [line.split(",") for line in figures.read_text(encoding="utf-8").splitlines()]
    scaled = [[*line[:3], str(float(line[3]) * 1000)] if line[2] == "total_assets" else line for line in lines]
    figures.write_text("\n".join(",".join(line) for line in scaled) + "\n", encoding="utf-8")

    assert [one["distance"] for one in found(case)["hospitals"]] == pytest.approx([one["distance"] for one in before])


def test_an_opportunity_is_what_less_would_be_spent_and_says_what_it_overlaps_with(case: Path):
    answer = {one["indicator"]: one for one in found(case, "--n", "5")["opportunities"]}
    admin = answer["admin_expense_rate"]

    assert (admin["value"], admin["median"], admin["better"], admin["n"]) == pytest.approx((0.15, 0.12, 0.10, 5))
    assert (admin["at_median"], admin["at_better"]) == pytest.approx((15 - 12, 15 - 10))
    assert "cost_admin_expense_rate" in admin["overlaps"]
    assert "admin_expense_rate" in answer["cost_admin_expense_rate"]["overlaps"]


def test_a_hospital_that_is_better_has_nothing_to_gain_and_four_hospitals_make_no_median(case: Path):
    figures = case / "data" / "all.csv"
    text = figures.read_text(encoding="utf-8")
    figures.write_text(
        text.replace("own,2025,admin_expense,15.0000", "own,2025,admin_expense,5.0000"), encoding="utf-8"
    )
    assert {one["at_better"] for one in found(case, "--n", "5")["opportunities"]} == {0.0}
    said = asked(case, "--n", "5", "--lang", "en").stdout
    assert "In no rate of expense" in said
    assert "do not add up" not in said
    fewer = [line for line in text.splitlines() if not line.startswith(("a,2025,admin", "far,2025,admin"))]
    figures.write_text("\n".join(fewer) + "\n", encoding="utf-8")
    assert found(case, "--n", "5")["opportunities"] == []
    assert "No rate of expense can be compared" in asked(case, "--n", "5", "--lang", "en").stdout


def test_what_cannot_be_compared_by_is_told(case: Path):
    assert "G70" in asked(case, "--by", "total_incom").stderr
    assert "G72" in asked(case, "--by", "discharges").stderr
    (case / "case.yaml").write_text(CASE.replace("peers: {panel: .}\n", ""), encoding="utf-8")
    done = asked(case)
    assert (done.returncode, "G71" in done.stderr) == (2, True)
