"""The interface for Python: what the commands do, as frames with provenance."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import numpy as np
import pandas as pd
import pytest

import reportgen
from rendered import SMALL
from reportgen.export import frames
from shell import reportgen as command

CLINIC = SMALL / "clinic"
ALLIANCE = SMALL / "alliance"
LINE = "clinic,2025,inventories,"
LOADED = (
    "import sys, reportgen; sys.exit(len({'pandas', 'numpy', 'pydantic', 'reportgen.api', 'yaml'} & set(sys.modules)))"
)


@pytest.fixture(scope="module")
def clinic() -> reportgen.EvaluatedCase:
    return reportgen.open_case(CLINIC).evaluate("2025")


def test_importing_the_program_loads_nothing() -> None:
    assert subprocess.run([sys.executable, "-c", LOADED], check=False).returncode == 0


def test_every_stable_name_is_there_and_no_other() -> None:
    assert all(getattr(reportgen, name) for name in reportgen.__all__)
    assert set(reportgen.__all__) <= set(dir(reportgen))
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = reportgen.no_such_name


def test_results_are_those_of_the_command(clinic: reportgen.EvaluatedCase) -> None:
    told = json.loads(command("evaluate", CLINIC, "-p", "2025", "--format", "json").stdout)
    values = clinic.indicators.set_index("indicator")["value"]
    reasons = clinic.indicators.set_index("indicator")["reason"]
    scores = clinic.scores[clinic.scores["level"] == "indicator"].set_index("id")

    assert (clinic.score, clinic.grade, clinic.period) == (told["score"], told["grade"], told["period"])
    for row in told["indicators"]:
        assert row["value"] == values[row["id"]] or (row["value"] is None and np.isnan(values[row["id"]]))
        assert row["reason"] == reasons[row["id"]]
    scored = [row for row in told["indicators"] if row["weight"]]
    assert [row["id"] for row in scored] == list(scores.index)
    assert [row["grade"] for row in scored] == list(scores["grade"])
    assert [row["score"] for row in scored] == [None if np.isnan(score) else score for score in scores["score"]]


def test_a_figure_names_its_cell_and_an_indicator_all_of_them(clinic: reportgen.EvaluatedCase) -> None:
    items = clinic.items.set_index(["item", "view"])
    assets = items.loc[("current_assets", "")]
    ratio = clinic.indicators.set_index("indicator").loc["current_ratio"]

    assert (assets["workbook"], assets["name_en"]) == ("data/balance.csv", "Total current assets")
    assert assets["cell"] is not None
    assert len(ratio["sources"]) == 2
    assert all(source.startswith("data/balance.csv") for source in ratio["sources"])
    assert ratio["workbook"] is None


def test_what_is_missing_is_no_number_and_has_a_reason(clinic: reportgen.EvaluatedCase) -> None:
    for frame, column in ((clinic.items, "value"), (clinic.indicators, "value"), (clinic.scores, "score")):
        gaps = frame[column].isna()
        assert frame[column].dtype == np.float64
        assert (frame["reason"].notna() == gaps).all()
    assert clinic.indicators["value"].isna().any()


def test_a_figure_that_a_scored_indicator_lacks_is_a_row_without_a_value(tmp_path: Path) -> None:
    case = Path(copytree(CLINIC, tmp_path / "case"))
    table = case / "data" / "balance.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if LINE not in line]
    assert len(kept) < len(lines)
    table.write_text("\n".join(kept) + "\n", encoding="utf-8")

    items = reportgen.open_case(case).evaluate("2025").items
    row = items[items["item"] == "inventories"].iloc[0]

    assert np.isnan(row["value"])
    assert (row["reason"], row["workbook"], row["name_en"]) == ("missing_input", None, "Inventories")


@pytest.mark.slow
def test_the_hospitals_of_a_panel_stand_in_one_frame() -> None:
    evaluated = reportgen.open_case(SMALL.parents[1] / "samples" / "lianhe").evaluate("2025")

    assert evaluated.score is None
    assert evaluated.indicators["entity"].value_counts().max() == evaluated.indicators["indicator"].nunique()
    assert evaluated.indicators["entity"].nunique() > 10


@pytest.mark.slow
def test_the_pages_are_those_of_the_command_byte_by_byte(
    clinic: reportgen.EvaluatedCase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = command("render", CLINIC, "-p", "2025", "--report", "board", "--lang", "en", cwd=tmp_path)
    written = tmp_path / "clinic-board-2025-en.pdf"
    content = written.read_bytes()

    report = clinic.render("board", languages="en")

    assert done.returncode == 0, done.stderr
    assert report.pdf == content
    assert report.name == written.name
    assert report.pages == 2
    assert report.save() == Path(written.name)
    assert report.save(tmp_path) == written
    assert written.read_bytes() == content


def test_a_file_of_somebody_else_is_not_replaced(clinic: reportgen.EvaluatedCase, tmp_path: Path) -> None:
    report = clinic.render("flash", languages="en")
    target = tmp_path / "notes.pdf"
    target.write_text("mine", encoding="utf-8")

    with pytest.raises(reportgen.Refused) as raised:
        report.save(target)
    assert [finding.rule for finding in raised.value.findings] == ["C10"]
    assert target.read_text(encoding="utf-8") == "mine"
    assert report.save(target, force=True).read_bytes() == report.pdf


@pytest.mark.parametrize(
    ("ask", "rule"),
    [
        (lambda: reportgen.open_case("no/such/folder"), "I01"),
        (lambda: reportgen.open_case(CLINIC).evaluate("2031"), "C01"),
        (lambda: reportgen.open_case(CLINIC).evaluate("2025", scheme="none_such"), "C06"),
        (lambda: reportgen.open_case(CLINIC).evaluate("2025").render("poem"), "C24"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(ask: Callable[[], object], rule: str) -> None:
    with pytest.raises(reportgen.Refused) as raised:
        ask()
    told = reportgen.findings_of(raised.value)

    assert list(told["rule"]) == [rule]
    assert told["message_zh"].notna().all()
    assert told["fix_en"].notna().all()


def test_frames_have_their_columns_even_without_a_row() -> None:
    empty = frames.findings((), reportgen.open_case(CLINIC).checked.catalog)

    assert list(empty.columns) == list(frames.FINDINGS)
    assert isinstance(empty, pd.DataFrame)


def test_the_stub_has_the_stable_names_and_no_other() -> None:
    stub = Path(reportgen.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    named = {line.rpartition(" as ")[2] for line in stub.splitlines() if line.startswith("from reportgen.api")}

    assert named == {*reportgen.__all__} - {"__version__"}
