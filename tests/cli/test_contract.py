"""The contract of the commands: what they print, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path

import pypdfium2
import pytest
from jsonschema import Draft202012Validator

from shell import ROOT, reportgen

pytestmark = pytest.mark.usefixtures("samples_are_read_once")

RENHE = ROOT / "samples" / "renhe"
CMS = ROOT / "samples" / "us-cms"
BROKEN = ROOT / "samples" / "broken"


@cache
def results(sample: str, *words: str) -> dict[str, object]:
    ran = reportgen("evaluate", ROOT / "samples" / sample, "--format", "json", *words)
    assert ran.returncode in {0, 1}, ran.stderr
    content: dict[str, object] = json.loads(ran.stdout)
    return content


def schema(name: str) -> Draft202012Validator:
    text = files("reportgen.export").joinpath("schemas", f"{name}.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


@pytest.mark.slow
def test_help_needs_no_heavy_library_and_shows_every_command():
    probe = (
        "import sys; sys.argv = ['reportgen', '--help']\n"
        "from reportgen.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit: pass\n"
        "print(sorted({'pandas', 'altair', 'weasyprint', 'vl_convert', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", probe], check=True, capture_output=True, text=True)

    assert ran.stdout.splitlines()[-1] == "[]"
    for command in ("init", "read", "check", "evaluate", "render", "explain", "method", "doctor", "schemes"):
        assert f" {command} " in ran.stdout


@pytest.mark.slow
@pytest.mark.serves("000-27")
@pytest.mark.parametrize("sample", ["renhe", "us-cms"])
def test_results_keep_their_published_schema(sample: str):
    assert list(schema("results-1").iter_errors(results(sample))) == []


@pytest.mark.slow
@pytest.mark.serves("000-27")
def test_the_ids_of_results_are_those_that_the_catalogue_lists():
    known = {}
    for kind in ("indicators", "items"):
        ran = reportgen(kind, "list", "--format", "csv")
        known[kind] = {row["id"] for row in csv.DictReader(io.StringIO(ran.stdout))}
    found = results("renhe")["indicators"]
    assert isinstance(found, list)
    assert {row["id"] for row in found} <= known["indicators"]
    assert {"total_income", "current_assets"} <= known["items"]


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["renhe", "us-cms"])
def test_the_samples_have_no_errors(sample: str):
    found = json.loads(reportgen("check", ROOT / "samples" / sample, "--format", "json").stdout)

    assert list(schema("findings-1").iter_errors(found)) == []
    assert found["quality"]["grade"] == "excellent"
    assert [f for f in found["findings"] if f["severity"] == "error"] == []


@pytest.mark.serves("000-34")
@pytest.mark.slow
def test_an_error_has_rule_severity_place_and_fix_and_a_submission_with_it_fails(tmp_path: Path):
    case = BROKEN / "text_for_number" / "case"
    found = json.loads(reportgen("check", case, "--format", "json").stdout)["findings"]
    errors = [one for one in found if one["severity"] == "error"]
    assert "I09" in {one["rule"] for one in errors}
    assert all(one["place"] and one["fix"] for one in errors)

    told = reportgen("render", case, "--report", "agency", "--period", "2025", "-o", tmp_path / "a.pdf")
    assert told.returncode == 1
    assert "I09" in told.stdout + told.stderr
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) > 5
    assert [number for number, text in enumerate(pages, start=1) if not re.search("草稿|DRAFT", text)] == []


@pytest.mark.serves("000-34")
def test_findings_go_out_as_a_page_and_as_the_users_own_workbooks(tmp_path: Path):
    case = BROKEN / "text_for_number" / "case"
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}

    page = reportgen("check", case, "--format", "html", "-o", tmp_path / "findings.html")
    books = reportgen("check", case, "--format", "xlsx", "-o", tmp_path / "marked")

    assert (page.returncode, books.returncode) == (1, 1), page.stderr + books.stderr
    assert "I09" in (tmp_path / "findings.html").read_text(encoding="utf-8")
    copies = sorted(path.relative_to(tmp_path / "marked").as_posix() for path in (tmp_path / "marked").rglob("*.xlsx"))
    assert len(copies) > 1
    assert "findings.xlsx" in copies
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("target", [None, ".", "data", "data/deeper"])
def test_the_case_itself_is_never_written_to(target: str | None):
    case = BROKEN / "text_for_number" / "case"
    words = [] if target is None else ["-o", case / target, "--force"]

    ran = reportgen("check", case, "--format", "xlsx", *words)

    assert ran.returncode == 2, ran.stderr
    assert ("C21" if target is None else "C23") in ran.stderr


@pytest.mark.slow
def test_readings_keep_their_published_schema():
    ran = reportgen("read", RENHE / "data" / "2026", "--format", "json")

    content = json.loads(ran.stdout)
    assert list(schema("readings-1").iter_errors(content)) == []
    assert len(content["values"]) > 1000


@pytest.mark.slow
def test_the_newest_complete_period_is_taken():
    assert results("renhe")["period"] == "2026-10"
    assert results("us-cms")["period"] == "2021"
    assert results("renhe", "--period", "2025")["period"] == "2025"


@pytest.mark.serves("002-01")
def test_schemes_show_prints_parts_shares_and_grades():
    ran = reportgen("schemes", "show", "comprehensive_80_20", "--lang", "en")

    assert ran.returncode == 0
    assert "Quantitative part · Share % 80 · " in ran.stdout
    assert "Qualitative part · Share % 20 · " in ran.stdout
    assert "Bands: Excellent ≥ 85, Good ≥ 70, Fair ≥ 50, Low ≥ 40, Poor ≥ 0" in ran.stdout


@pytest.mark.slow
def test_a_case_without_a_scheme_still_gets_its_indicators():
    content = results("renhe", "--scheme", "none")
    values = {row["id"]: row["value"] for row in content["indicators"]}  # type: ignore[attr-defined]

    assert content["grade"] is None
    assert values["current_ratio"] > 0.5


@pytest.mark.parametrize("form", ["table", "csv", "jsonl", "xlsx", "parquet"])
def test_every_format_of_results_is_given(form: str, tmp_path: Path):
    target = tmp_path / f"results.{form}"
    words = [] if form == "table" else ["-o", target]
    ran = reportgen("evaluate", CMS, "--format", form, *words)

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.encode() if form == "table" else target.read_bytes()


@pytest.mark.slow
def test_explain_names_workbook_sheet_and_cell():
    ran = reportgen("explain", RENHE, "current_ratio")

    assert ran.returncode == 0
    assert "2026年10月" in ran.stdout
    assert "资产负债表!B" in ran.stdout
    assert "current_assets" in ran.stdout


@pytest.mark.slow
def test_explain_as_json_ends_in_places():
    content = json.loads(reportgen("explain", RENHE, "current_ratio", "--format", "json").stdout)

    def places(node: dict[str, object]) -> list[object]:
        own = [node["place"]] if node["place"] else []
        return own + [place for part in node["parts"] for place in places(part)]  # type: ignore[attr-defined]

    cells = places(content["derivation"])
    assert len(cells) == 2
    assert all(place["cell"] and place["sheet"] for place in cells)  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "code", "rule"),
    [
        (("evaluate", CMS, "--period", "2030"), 3, "C01"),
        (("evaluate", CMS, "--period", "soon"), 2, "C04"),
        (("evaluate", CMS, "--scheme", "comprehensive_8020"), 3, "C06"),
        (("evaluate", CMS, "--entity", "nobody"), 3, "C03"),
        (("explain", CMS, "curent_ratio"), 3, "C07"),
        (("method", "run", "level_eficacy", "--input", RENHE / "case.yaml"), 3, "C08"),
        (("method", "run", "level_efficacy", "--input", RENHE / "case.yaml"), 3, "C09"),
        (("method", "run", "level_efficacy", "--input", "nowhere.json"), 3, "C14"),
    ],
)
def test_a_wrong_choice_is_told_with_the_nearest_right_one(words: tuple[str | Path, ...], code: int, rule: str):
    for language in ("zh", "en"):
        ran = reportgen(*words, language=language)

        assert ran.returncode == code, ran.stderr
        assert rule in ran.stderr
        assert "Traceback" not in ran.stderr
        assert ran.stdout == ""


@pytest.mark.parametrize(("asked", "word"), [("zh", "没有这个文件"), ("en", "no such")])
def test_a_calculator_tells_faults_in_the_language_asked_for(asked: str, word: str):
    other = "en" if asked == "zh" else "zh"
    ran = reportgen("method", "run", "level_efficacy", "--input", "nowhere.json", "--lang", asked, language=other)
    assert ran.returncode == 3
    assert word in ran.stderr.lower()


def test_a_wrong_option_is_wrong_usage():
    assert reportgen("evaluate", RENHE, "--colour", "red").returncode == 2
    assert reportgen("render", RENHE, "--lang", "fr").returncode == 2


@pytest.mark.slow
def test_another_s_file_is_not_overwritten(tmp_path: Path):
    target = tmp_path / "results.json"
    target.write_text("mine", encoding="utf-8")

    assert reportgen("evaluate", CMS, "--format", "json", "-o", target).returncode == 2
    assert target.read_text(encoding="utf-8") == "mine"
    assert reportgen("evaluate", CMS, "--format", "json", "-o", target, "--force").returncode == 0
    assert reportgen("evaluate", CMS, "--format", "json", "-o", target).returncode == 0


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path):
    ran = reportgen("evaluate", CMS, "--format", "json", "-o", tmp_path)

    assert ran.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_readings_and_results_go_into_parquet_and_may_be_written_again(tmp_path: Path):
    import pandas as pd

    target = tmp_path / "readings.parquet"
    for _ in range(2):
        ran = reportgen("read", RENHE / "budget", "--format", "parquet", "-o", target)
        assert ran.returncode == 0, ran.stderr

    table = pd.read_parquet(target)
    assert {"entity", "item", "value", "sheet", "cell"} <= set(table.columns)
    assert table["value"].notna().all()


@pytest.mark.slow
def test_kinds_of_reports_are_listed_and_an_unknown_one_is_wrong_usage_with_the_nearest():
    listed = reportgen("render", "--help").stdout
    for kind in sorted(path.stem for path in (ROOT / "reportgen" / "catalog" / "reports").glob("*.yaml")):
        assert kind in listed
    wrong = reportgen("render", RENHE, "--report", "bord", "--lang", "en")
    assert wrong.returncode == 2
    assert "board" in wrong.stderr
    assert "C24" in wrong.stderr


def test_without_a_scheme_the_table_lists_what_has_a_value_and_counts_the_rest():
    """Hundreds of rows with a dash hid the indicators of a hospital that brought one statement."""
    ran = reportgen("evaluate", CMS, "--scheme", "none", "--lang", "en")

    rows = [line for line in ran.stdout.splitlines() if line.startswith(("current_ratio", "control_posts"))]
    assert ran.returncode == 0, ran.stderr
    assert [line.split()[0] for line in rows] == ["current_ratio"]
    assert re.search(r"Without a value: \d+ \(A figure it needs was not submitted \d+", ran.stdout)
