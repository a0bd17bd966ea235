"""JSON Schemas of the YAML that people write: what the program takes is right by them, what it refuses for a key is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reportgen.catalog import strict_yaml
from reportgen.catalog.builtin import KINDS
from reportgen.catalog.own import FOLDERS

PROJECT = Path(__file__).resolve().parents[2]
SCHEMAS = PROJECT / "reportgen" / "catalog" / "schemas"
CATALOGUE = PROJECT / "reportgen" / "catalog"
CASES = (*sorted((PROJECT / "samples").glob("*/case.yaml")), *sorted((PROJECT / "samples" / "broken").glob("*/case/case.yaml")),
         *sorted((PROJECT / "tests" / "cases").rglob("case.yaml")))  # fmt: skip
WRONG = PROJECT / "samples" / "broken" / "unknown_key" / "case" / "case.yaml"


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def content(path: Path) -> Any:
    return strict_yaml.read(path.read_text(encoding="utf-8"), path.name).content


def faults(name: str, said: Any) -> list[str]:
    return [f"{error.json_path}: {error.message:.200}" for error in validator(name).iter_errors(said)]


def files() -> Iterator[tuple[str, Path]]:
    """Every YAML file that a schema is for: the catalogue's by folder, those of cases by name or folder."""
    yield from ((path.parent.name, path) for path in sorted(CATALOGUE.glob("*/*.yaml")))
    yield from (("language", path) for path in sorted(CATALOGUE.glob("languages/*/language.yaml")))
    for case in CASES:
        for path in sorted(case.parent.rglob("*.y*ml")):
            name = path.parent.name if path.parent.name in FOLDERS else path.stem
            if path != WRONG:
                yield name, path


@pytest.mark.parametrize(("name", "path"), [pytest.param(*one, id=str(one[1].relative_to(PROJECT))) for one in files()])
def test_every_file_of_the_catalogue_and_of_the_samples_is_right(name: str, path: Path) -> None:
    assert faults(name, content(path)) == []


def test_there_is_a_schema_for_every_kind_of_definition() -> None:
    there = {path.stem for path in SCHEMAS.glob("*.json")}

    assert there == {*KINDS, "case", "mapping", "brand", "aliases", "quality", "statements", "terminology", "language"}
    assert {path.parent.name for path in CATALOGUE.glob("*/*.yaml")} <= there


def test_an_unknown_key_is_told_where_it_stands() -> None:
    assert any("Additional properties are not allowed" in fault for fault in faults("case", content(WRONG)))


@pytest.mark.parametrize("name", sorted({*KINDS} - {"words", "glossary"}))
def test_an_unknown_key_of_a_definition_is_not_right(name: str) -> None:
    path = min((CATALOGUE / name).glob("*.yaml"))
    said = content(path)
    key = next(key for key, one in said.items() if isinstance(one, dict) and key != "defaults")
    said[key]["no_such_key"] = 1

    (fault,) = faults(name, said)
    assert "no_such_key" in fault


@pytest.mark.parametrize(
    ("top", "is_right"), [({}, False), ({"source": "a book"}, True), ({"defaults": {"source": "a book"}}, True)]
)
def test_what_stands_at_the_top_need_not_be_said_again(top: dict[str, Any], *, is_right: bool) -> None:
    own = {"name": {"zh": "甲", "en": "A"}, "formula": "a / b", "meaning": {"zh": "乙", "en": "B"}}
    full = content(CATALOGUE / "indicators" / "solvency.yaml")
    wanted = validator("indicators").schema["else"]["else"]["additionalProperties"]["required"]
    example = next(one for one in full.values() if isinstance(one, dict))
    said = {key: example[key] for key in wanted if key != "source" and key in example} | own

    assert (faults("indicators", {**top, "own": said}) == []) is is_right


def test_one_language_is_enough_for_a_text_and_none_is_not() -> None:
    said = content(PROJECT / "tests" / "cases" / "clinic" / "case.yaml")

    assert faults("case", {**said, "entity": {"id": "a", "name": {"en": "A"}}}) == []
    assert faults("case", {**said, "entity": {"id": "a", "name": {}}}) != []


def test_every_key_of_a_case_has_its_meaning_in_both_languages() -> None:
    keys = validator("case").schema["properties"]

    assert all("\n" in one["description"] for one in keys.values())
    assert keys["fiscal_year_start"]["description"] == "财政年度的第一个月\nfirst month of the fiscal year"
