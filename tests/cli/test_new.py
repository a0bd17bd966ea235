"""``reportgen new``: what it writes works at once, names its schema, and takes the place of nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from shutil import copytree

import jsonschema
import pytest

from rendered import SMALL
from reportgen import pipeline
from reportgen.catalog import load_catalog, strict_yaml
from reportgen.cli.new import SHELVES, Scaffold
from reportgen.report import document
from shell import reportgen

LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
MESSAGE = {
    "indicator": "reportgen explain",
    "scheme": "--scheme",
    "check": "reportgen check",
    "kind": "--report",
    "section": "reportgen render",
    "language": "--lang fr",
}


def named(what: str, name: str) -> str:
    """What one of these is called: languages have names of their own."""
    return "fr" if what == Scaffold.LANGUAGE else name


def file_of(case: Path, what: str, name: str) -> Path:
    """Where its definition lies."""
    shelf = case / SHELVES[Scaffold(what)]
    return shelf / "fr" / "language.yaml" if what == Scaffold.LANGUAGE else shelf / f"{name}.yaml"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return Path(copytree(SMALL / "clinic", tmp_path / "case"))


@pytest.fixture
def begun(case: Path) -> Path:
    """A case with one of each."""
    for what in Scaffold:
        assert reportgen("new", what, named(what, f"own_{what}"), cwd=case).returncode == 0
    return case


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("what", list(Scaffold))
def test_a_file_is_written_with_remarks_and_it_is_told_what_to_do_next(case: Path, what: str, language: str) -> None:
    done = reportgen("new", what, named(what, "own_thing"), "--case", case, language=language)
    path = file_of(case, what, "own_thing")
    text = path.read_text(encoding="utf-8")
    line = LINE.match(text)

    assert done.returncode == 0, done.stderr
    assert str(path) in done.stderr
    assert MESSAGE[what] in done.stderr
    assert ("已建好" in done.stderr) == (language == "zh")
    assert text.count("# ") > 4
    assert line
    schema = json.loads((path.parent / line[1]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(strict_yaml.read(text, path.name).content)


def test_all_of_it_is_read_computed_scored_and_checked(begun: Path) -> None:
    check = reportgen("check", begun, "--format", "json")
    results = reportgen("evaluate", begun, "-p", "2025", "--scheme", "own_scheme", "--format", "json")
    content = json.loads(results.stdout)
    (own,) = [one for one in content["indicators"] if one["id"] == "own_indicator"]

    assert check.returncode == 0
    assert results.returncode == 0, results.stderr
    assert own["value"] == pytest.approx(820_000 / 480_000)
    assert (content["scheme"]["id"], content["grade"]) == ("own_scheme", "good")
    assert reportgen("explain", begun, "own_indicator").returncode == 0
    assert "own_check" in reportgen("checks", "list", "--case", begun, "--format", "json").stdout


def test_the_check_fires_where_it_is_broken(begun: Path) -> None:
    rule = begun / "checks" / "own_check.yaml"
    rule.write_text(
        rule.read_text(encoding="utf-8").replace("current_assets <= total", "current_assets >= total"), encoding="utf-8"
    )

    found = json.loads(reportgen("check", begun, "--format", "json").stdout)["findings"]
    assert {(one["rule"], one["severity"]) for one in found} >= {("V00", "warning")}


@pytest.mark.slow
def test_a_report_of_the_new_kind_is_rendered(begun: Path, tmp_path: Path) -> None:
    done = reportgen("render", begun, "-p", "2025", "--report", "own_kind", "--lang", "en", "-o", tmp_path / "own.pdf")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "own.pdf").read_bytes().startswith(b"%PDF-")


def test_reports_have_the_new_section_where_the_case_does_not_say_exactly_which_they_have(begun: Path) -> None:
    listed = begun / "case.yaml"
    listed.write_text(listed.read_text("utf-8").partition("reports:\n")[0], "utf-8")
    material = pipeline.grounds(pipeline.check(begun), report="board")

    assert "Safety of funds" in document(material, kind="board", mode="en").html


def test_what_is_there_is_left_alone(begun: Path) -> None:
    files = {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()}
    again = [reportgen("new", what, named(what, f"own_{what}"), "--case", begun) for what in Scaffold]
    known = [
        reportgen("new", "indicator", "current_ratio", "--case", begun),
        reportgen("new", "indicator", "current_assets", "--case", begun),
        reportgen("new", "kind", "board", "--case", begun),
        reportgen("new", "scheme", "clinic_six", "--case", begun),
        reportgen("new", "language", "zh-Hant", "--case", begun),
    ]

    assert all(done.returncode == 2 and "C99" in done.stderr for done in (*again, *known))
    assert {path: path.read_bytes() for path in begun.rglob("*") if path.is_file()} == files


@pytest.mark.parametrize("name", ["My-Ratio", "9days", "a/b", "../escape", "", "a" * 41])
def test_a_name_that_is_no_id_is_refused(case: Path, name: str) -> None:
    done = reportgen("new", "indicator", name, "--case", case)

    assert (done.returncode, "C98" in done.stderr) == (2, True)
    assert not (case / "indicators").exists()


@pytest.mark.parametrize("name", ["french", "f", "fr_CA", "../fr", ""])
def test_a_name_that_is_no_language_is_refused(case: Path, name: str) -> None:
    done = reportgen("new", "language", name, "--case", case)

    assert (done.returncode, "D36" in done.stderr) == (2, True)
    assert not (case / "languages").exists()


def test_a_new_language_lists_every_text_and_says_what_is_taken_up(begun: Path) -> None:
    words = begun / "languages" / "fr" / "words.yaml"
    text = words.read_text("utf-8")
    words.write_text(text.replace('# "grade.excellent": "Excellent"', '"grade.excellent": "Excellente note"'), "utf-8")

    assert text.count("\n") == len(load_catalog().words)
    assert reportgen("check", begun).returncode == 0
    done = reportgen("render", begun, "-p", "2025", "--lang", "fr", "--format", "html", "-o", begun / "fr.html")
    assert done.returncode == 0, done.stderr
    assert "Excellente note" in (begun / "fr.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "rule", "code"),
    [(["poem", "x"], "C65", 2), (["check"], "C62", 2), (["check", "x", "--case", "no/such"], "I01", 3)],
)
def test_wrong_usage_is_told_in_words(tmp_path: Path, words: list[str], rule: str, code: int) -> None:
    done = reportgen("new", *words, cwd=tmp_path)

    assert (done.returncode, rule in done.stderr) == (code, True), done.stderr


def test_a_schema_that_somebody_changed_is_kept(case: Path) -> None:
    reportgen("new", "check", "first", "--case", case)
    schema = case / ".schema" / "checks.json"
    schema.write_text("{}", encoding="utf-8")

    assert reportgen("new", "check", "second", "--case", case).returncode == 0
    assert schema.read_text(encoding="utf-8") == "{}"
