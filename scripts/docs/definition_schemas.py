"""JSON Schemas of the YAML that people write, from the models that read it; meanings of keys from docs/keys.md."""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter

from reportgen.catalog.builtin import KINDS, AliasFile
from reportgen.catalog.languages import LanguageDefinition
from reportgen.catalog.terminology import Terminology
from reportgen.checks.complete_set import CompleteSet
from reportgen.checks.quality import QualityGrades
from reportgen.model.brand import BrandFile
from reportgen.model.casefile import CaseFile, MappingFile
from reportgen.model.definition import Text, Wording

PROJECT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = "reportgen/catalog/schemas"
DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
MARK: Final = "reportgen/schema/1"
WORDS: Final = "words"
WHOLE: Final[Mapping[str, Any]] = {
    "case": CaseFile, "mapping": MappingFile, "brand": BrandFile, "aliases": AliasFile, "quality": QualityGrades,
    "statements": CompleteSet, "terminology": Terminology, "language": LanguageDefinition,
}  # fmt: skip
"""Files that are one definition."""
LINK: Final = re.compile(r"\[([^\]]+)\]\([^)]+\)")
ROW: Final = re.compile(r"^\| (?P<keys>`.*?) \| (?P<zh>.*?)<br>(?P<en>.*?) \|$", re.MULTILINE)
ATTRIBUTE: Final = re.compile(r"^ {4}(?P<names>\w+(?:, \w+)*): (?P<words>.*?)(?=\n {4}\w|\Z)", re.MULTILINE | re.DOTALL)


def files() -> dict[str, Callable[[], str]]:
    """Path in the project → what stands in it, for each kind of file."""
    return {f"{FOLDER}/{name}.json": partial(text, name) for name in (*WHOLE, *KINDS)}


def text(name: str) -> str:
    """One schema as it is written."""
    schema = _whole(WHOLE[name]) if name in WHOLE else _by_id(name)
    return json.dumps({"$schema": DRAFT, "schema": MARK, "title": name, **schema}, ensure_ascii=False, indent=1) + "\n"


def _whole(model: Any) -> dict[str, Any]:
    """A file that is one definition; one that says nothing yet is right, too, where nothing is asked for."""
    schema = _of(model)
    return {**schema, "type": "object" if schema.get("required") else ["object", "null"]}


def _by_id(name: str) -> dict[str, Any]:
    """A file of definitions by id, with what is shared at its top."""
    if name == WORDS:
        return _nested(_of(Wording))
    schema = _of(KINDS[name])
    below = schema.pop("$defs", {})
    if "properties" not in schema:  # plain texts
        return {"type": ["object", "null"], "additionalProperties": schema}
    if name == "sections":
        schema["properties"][WORDS] = {"$ref": f"#/$defs/{WORDS}"}
        below |= {"Wording": _of(Wording), WORDS: _family()}
    required = schema.pop("required", [])
    shared = {key: {} for key in ("source", "defaults")}
    own = (
        {"type": "string", "minLength": 1},
        {"type": "object", "additionalProperties": False, "properties": _keys(schema)},
    )
    return {
        "type": ["object", "null"],
        "properties": dict(zip(shared, own, strict=True)),
        "additionalProperties": {"$ref": f"#/$defs/{name}"},
        "if": {"required": ["defaults"]},
        "then": {},
        "else": {
            "if": {"required": ["source"]},
            "then": {
                "properties": shared,
                "additionalProperties": {"required": [key for key in required if key != "source"]},
            },
            "else": {"additionalProperties": {"required": required}},
        },
        "$defs": {name: schema, **below},
    }


def _keys(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: dict(one) for key, one in schema["properties"].items()}


def _nested(wording: dict[str, Any]) -> dict[str, Any]:
    """Words below words, to any depth."""
    return {"type": ["object", "null"], "$ref": f"#/$defs/{WORDS}", "$defs": {"Wording": wording, WORDS: _family()}}


def _family() -> dict[str, Any]:
    """A family of words: texts and families by key, and what holds of all."""
    said = {"anyOf": [{"required": ["zh"]}, {"required": ["en"]}]}
    member = {"if": said, "then": {"$ref": "#/$defs/Wording"}, "else": {"$ref": f"#/$defs/{WORDS}"}}
    either = {"anyOf": [{"type": "string"}, member]}
    return {"type": "object", "properties": {"holds": either}, "additionalProperties": member}


def _of(model: Any) -> dict[str, Any]:
    """The schema of a model and of all that stand in it, with meanings, and texts that one language suffices for."""
    schema: dict[str, Any] = TypeAdapter(model).json_schema()
    known = {one.__name__: one for one in _models(model, set())}
    root = getattr(model, "__name__", "")
    for name, one in [(root, schema), *schema.get("$defs", {}).items()]:
        if name in known:
            _explain(one, known[name])
    return _without_titles(schema)


def _explain(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Put meanings in place of the words for those who change the program, and let one language be enough."""
    schema["description"] = (model.__doc__ or "").strip().partition("\n")[0]
    meanings = _meanings(model)
    for key, one in schema.get("properties", {}).items():
        if key in meanings:
            one["description"] = meanings[key]
    if issubclass(model, Text):
        del schema["required"]
        schema["anyOf"] = [{"required": ["zh"]}, {"required": ["en"]}]


def _meanings(model: type[BaseModel]) -> dict[str, str]:
    """Key → what it means: by docs/keys.md in both languages, else by the model's own words."""
    own = {field.alias or name for name, field in model.model_fields.items()}
    return _in_docstring(model.__doc__ or "") | _documented().get(frozenset(own), {})


def _in_docstring(words: str) -> dict[str, str]:
    _, _, attributes = words.partition("Attributes:\n")
    found = ((match["names"], match["words"]) for match in ATTRIBUTE.finditer(attributes))
    return {name: " ".join(said.split()) for names, said in found for name in names.split(", ")}


@cache
def _documented() -> dict[frozenset[str], dict[str, str]]:
    """The sections of docs/keys.md by the keys that they list."""
    page = (PROJECT / "docs" / "keys.md").read_text(encoding="utf-8")
    found = {}
    for section in page.split("\n## ")[1:]:
        rows = [(re.findall(r"`(\w+)`", row["keys"]), _plain(row)) for row in ROW.finditer(section)]
        meanings = {key: said for keys, said in rows for key in keys}
        found[frozenset(meanings)] = meanings
    return found


def _plain(row: re.Match[str]) -> str:
    return LINK.sub(r"\1", f"{row['zh']}\n{row['en']}").replace("`", "")


def _models(kind: Any, seen: set[Any]) -> Iterator[type[BaseModel]]:
    """A model and all that stand in it, each once."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        yield kind
        for field in kind.model_fields.values():
            yield from _models(field.annotation, seen)
    for argument in typing.get_args(kind):
        yield from _models(argument, seen)


def _without_titles(schema: Any) -> Any:
    """Without the titles that repeat a key, and notes on classes of values that name no model."""
    if isinstance(schema, list):
        return [_without_titles(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if not (key == "title" and isinstance(value, str))}
    return {key: _without_titles(value) for key, value in kept.items()}
