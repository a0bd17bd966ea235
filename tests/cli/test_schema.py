"""``reportgen schema``, and the line by which files of a case name their schema."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from reportgen.catalog import strict_yaml
from reportgen.export import published
from shell import reportgen

LINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_schema_is_listed_with_what_it_is_for(language: str) -> None:
    done = reportgen("schema", language=language)
    rows = dict(line.split(maxsplit=1) for line in done.stdout.splitlines()[1:])

    assert done.returncode == 0
    assert set(rows) == set(published.schemas())
    assert ("案例" in rows["case"], "the case" in rows["case"]) == (language == "zh", language == "en")


def test_a_schema_is_printed_and_all_are_written_again_and_again(tmp_path: Path) -> None:
    printed = json.loads(reportgen("schema", "indicators").stdout)
    first, again = (reportgen("schema", "--out", tmp_path / "all") for _ in range(2))

    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert (first.returncode, again.returncode) == (0, 0)
    assert {path.stem for path in (tmp_path / "all").iterdir()} == set(published.schemas())
    assert json.loads((tmp_path / "all" / "indicators.json").read_text(encoding="utf-8")) == printed


def test_a_file_of_somebody_else_is_not_replaced_by_a_schema(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text("{}", encoding="utf-8")
    done = reportgen("schema", "case", "--out", tmp_path)

    assert (done.returncode, "C10" in done.stderr) == (2, True)
    assert (tmp_path / "case.json").read_text(encoding="utf-8") == "{}"


def test_a_schema_that_there_is_not_is_told_with_the_nearest() -> None:
    done = reportgen("schema", "indicator")

    assert (done.returncode, done.stdout) == (2, "")
    assert "the nearest is indicators" in done.stderr


@pytest.mark.parametrize("profile", ["cn-public-hospital", "us-cms", "blank"])
@pytest.mark.serves("001-30")
def test_what_init_writes_names_a_schema_that_is_there_and_that_it_keeps(tmp_path: Path, profile: str) -> None:
    assert reportgen("init", tmp_path / "new", "--profile", profile).returncode == 0
    texts = {path: path.read_text(encoding="utf-8") for path in (tmp_path / "new").rglob("*.yaml")}

    assert {"case.yaml", "brand.example.yaml"} <= {path.name for path in texts}
    for path, text in texts.items():
        line = LINE.match(text)
        assert line, path
        schema = json.loads((path.parent / line[1]).read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator(schema).validate(strict_yaml.read(text, path.name).content)


@pytest.mark.slow
def test_a_case_with_its_schemas_is_the_case_without_them(tmp_path: Path) -> None:
    reportgen("init", tmp_path / "new", "--profile", "us-cms")
    case = tmp_path / "new"
    before = reportgen("evaluate", case, "--format", "json").stdout
    for path in case.glob("*.yaml"):
        path.write_text(LINE.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")
    for path in (case / ".schema").iterdir():
        path.unlink()
    (case / ".schema").rmdir()

    assert reportgen("evaluate", case, "--format", "json").stdout == before
