"""A pack of indicators as one table, with a case worked by hand.

Income 800 + 150 + 50 = 1000; expense 960, of it administration 90 and other 30; assets 1800 grew to 2200, mean 2000.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from reportgen.cli.app import app
from reportgen.errors import ExitCode
from shell import reportgen

FIGURES = {
    "medical_income": 800, "fiscal_income": 150, "other_income": 50, "total_income": 1000,
    "admin_expense": 90, "other_expense": 30, "total_expense": 960, "period_surplus": 40,
    "current_assets": 990, "total_assets": 2200, "total_assets@2024": 1800, "total_liabilities": 1001,
    "net_assets": 1199,
}  # fmt: skip
BY_HAND = {
    "A": 850 / 1000, "B": 1000 / 1000, "C": 50 / 1000, "D": 40 / 1000, "E": None,
    "F": 120 / 1000, "G": 120 / 960, "H": 1000 / 2000, "I": 990 / 2200, "J": 1001 / 2200,
}  # fmt: skip
"""E asks for the net assets of the year before, which the case does not have."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    case = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: '2019'\nscheme: none\n"
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    lines = [f"h,{key.partition('@')[2] or '2025'},{key.partition('@')[0]},{value}" for key, value in FIGURES.items()]
    text = "entity,period,item,value\n" + "\n".join(lines) + "\n"
    (tmp_path / "data" / "figures.csv").write_text(text, encoding="utf-8")
    return tmp_path


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", str(folder), "--period", "2025", *options])


@pytest.mark.serves("003-197")
def test_the_ten_ratios_are_one_table_whose_values_are_those_worked_by_hand(folder: Path):
    found = json.loads(run(folder, "--pack", "ratios-AJ", "--format", "json").stdout)
    (pack,) = found["results"][0]["packs"]

    assert found["schema"] == "reportgen/packs/1"
    assert [one["letter"] for one in pack["indicators"]] == list(BY_HAND)
    for one in pack["indicators"]:
        expected = BY_HAND[one["letter"]]
        assert one["value"] == (None if expected is None else pytest.approx(expected, rel=1e-12)), one["letter"]
        assert (one["reason"] is None) == (expected is not None), one["letter"]


@pytest.mark.serves("003-197")
def test_the_table_holds_the_same_values_row_by_row(folder: Path):
    text = run(folder, "--pack", "ratios-AJ", "--format", "csv").stdout_bytes.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["letter"] for row in rows] == list(BY_HAND)
    for row in rows:
        expected = BY_HAND[row["letter"]]
        assert bool(row["value"]) == (expected is not None)
        assert bool(row["reason"]) == (expected is None)
        if expected is not None:
            assert float(row["value"]) == pytest.approx(expected, rel=1e-12)


@pytest.mark.serves("003-197")
@pytest.mark.parametrize(("lang", "name"), [("zh", "风险率"), ("en", "Risk")])
def test_on_the_terminal_each_letter_stands_once_and_a_missing_value_has_its_reason(folder: Path, lang: str, name: str):
    lines = run(folder, "--pack", "ratios-AJ", "--lang", lang).stdout.splitlines()
    by_letter = {line.split()[0]: line for line in lines if line.split() and line.split()[0] in BY_HAND}

    assert list(by_letter) == list(BY_HAND)
    assert "45.50" in by_letter["J"]
    assert name in by_letter["J"]
    assert "—" in by_letter["E"]
    assert len(by_letter["E"].split("—")[1].split()) > 1


def test_several_packs_follow_each_other_and_one_named_twice_is_given_once(folder: Path):
    options = ("--pack", "rules-2010", "--pack", "ratios-AJ", "--pack", "rules-2010")
    found = json.loads(run(folder, *options, "--format", "json").stdout)

    assert [pack["id"] for pack in found["results"][0]["packs"]] == ["rules-2010", "ratios-AJ"]


def test_a_pack_that_does_not_exist_is_refused_with_the_nearest_name(folder: Path):
    found = reportgen("evaluate", folder, "--pack", "ratios-AI")

    assert found.returncode == ExitCode.INPUT
    assert "C97" in found.stderr
    assert "nearest is ratios-AJ" in found.stderr
