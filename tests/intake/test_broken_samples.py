"""Every mistake in samples/broken is told with its place, in both languages, with the exit code of the contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from shell import ROOT, reportgen

BROKEN = sorted(path.parent for path in (ROOT / "samples" / "broken").glob("*/expected.json"))


def run(command: list[str], case: Path) -> tuple[int, dict[str, Any]]:
    ran = reportgen(command[0], case, *command[1:], "--format", "json")
    return ran.returncode, json.loads(ran.stdout) if ran.stdout.strip() else {"stderr": ran.stderr}


def test_there_is_a_sample_of_each_mistake():
    assert len(BROKEN) >= 12


@pytest.mark.parametrize("sample", BROKEN, ids=lambda path: path.name)
def test_a_mistake_is_told_as_written_beside_it(sample: Path):
    expected = json.loads((sample / "expected.json").read_text(encoding="utf-8"))

    code, content = run(expected["command"], sample / "case")

    assert code == expected["exit_code"]
    told = [{"rule": f["rule"], "severity": f["severity"], "place": f["place"]} for f in content.get("findings", [])]
    for finding in expected["findings"] if "findings" in content else []:
        assert finding in told
    wrong = {finding["rule"] for finding in expected["findings"] if finding["severity"] == "error"}
    others = {f["rule"] for f in told if f["severity"] == "error"} - wrong
    assert all(rule.startswith("V") for rule in others)  # a sum that a figure is missing from
    assert wrong or not others
    for finding in content.get("findings", []):
        assert finding["message"]["zh"] != finding["message"]["en"]
    if "findings" not in content:
        assert all(finding["rule"] in content["stderr"] for finding in expected["findings"])


def test_a_denominator_of_zero_gives_a_reason_and_no_number():
    expected = json.loads((ROOT / "samples/broken/division_by_zero/expected.json").read_text(encoding="utf-8"))

    _, content = run(expected["command"], ROOT / "samples/broken/division_by_zero/case")

    found = next(i for i in content["indicators"] if i["id"] == expected["indicator"]["id"])
    assert {key: found[key] for key in expected["indicator"]} == expected["indicator"]


def test_where_two_files_disagree_figures_are_told_at_the_first_of_them():
    """The cells came out of a set, so that the place of a figure was another one from run to run."""
    case = intake.open_case(ROOT / "samples" / "broken" / "two_files_one_form" / "case")
    unread = intake.read(case, load_catalog()).dataset.unread

    first = min(place.file for places in unread.values() for place in places)
    assert {places[0].file for places in unread.values()} == {first}
