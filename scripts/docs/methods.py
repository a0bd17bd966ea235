"""The methods: as calculators, and as schemes name them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from reportgen.model.definition import Text
from reportgen.scoring.calculators import CALCULATORS, Calculator
from reportgen.scoring.methods import AHP, EXPERT_METHODS, GIVEN, METHODS, WEIGHTINGS
from reportgen.scoring.relative import SINGLE
from scripts.docs.markdown import both, cell, code, heading, table
from scripts.docs.words import catalog, head, of
from scripts.docs.words import group as words_of


def scoring_methods() -> str:
    """What `method:` of a part may say."""
    single = [name for name in SINGLE if name not in METHODS]
    return _named("scoring", [*METHODS, *single, *sorted(EXPERT_METHODS)])


def weightings() -> str:
    """What `weights:` of a part may say."""
    return _named("weighting", [GIVEN, *WEIGHTINGS, AHP])


def _named(group: str, names: Iterable[str]) -> str:
    rows = [(code(name), both(_name(group, name)), both(_meaning(group, name))) for name in names]
    return table([head("id"), head("name"), head("meaning")], rows)


def _name(group: str, name: str) -> Text | None:
    """As pages name it, or as its calculator does; None where it has no words yet."""
    words = catalog().words
    return words.get(f"{group}.{name}") or words.get(f"method.{name}.name")


def _meaning(group: str, name: str) -> Text | None:
    return words_of(group).get(name) or catalog().words.get(f"method.{name}.meaning")


def calculators() -> str:
    """A section for each method that `reportgen method run` knows."""
    return "\n".join(_calculator(name, CALCULATORS[name]) for name in sorted(CALCULATORS))


def _calculator(name: str, calculator: Calculator) -> str:
    words = catalog().words
    title, meaning, source = (words[f"method.{name}.{key}"] for key in ("name", "meaning", "source"))
    label = of("label", "source")
    text = f"**{title.zh} {title.en}**\n\n{meaning.zh}\n\n{meaning.en}\n\n{label.zh} {label.en}: "
    cited = source.zh if source.zh == source.en else f"{source.zh} / {source.en}"
    wrong = words.under(f"method.{name}.misprints").values()
    erring = "".join(f"\n- {one.zh}<br>{one.en}" for one in wrong)
    told = f"\n\n{of('label', 'misprints').zh} {of('label', 'misprints').en}:\n{erring}" if erring else ""
    forms = "\n".join(_form(form, schemas) for form, schemas in calculator.schema().items())
    return f"{heading(2, name)}\n{text}{cited}{told}\n\n{forms}"


def _form(name: str, schemas: dict[str, Any]) -> str:
    title = f"`form: {name}`\n\n" if name else ""
    rows = [(of("label", side).zh + " " + of("label", side).en, *row) for side in ("input", "output")
            for row in _keys(schemas[side])]  # fmt: skip
    return title + table(["", head("key"), head("type"), head("default")], rows)


def _keys(schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    required = schema.get("required", ())
    return [
        (code(key), _type(value, schema), "" if key in required else code(json.dumps(value.get("default"))))
        for key, value in schema.get("properties", {}).items()
    ]


def _type(value: dict[str, Any], schema: dict[str, Any]) -> str:
    """The type of a key as one reads it: ``number``, ``list of list of number or null``."""
    if "$ref" in value:
        return _type(schema["$defs"][value["$ref"].rpartition("/")[2]], schema)
    if "anyOf" in value:
        return " or ".join(_type(one, schema) for one in value["anyOf"])
    if "enum" in value or "const" in value:
        return " or ".join(code(json.dumps(one)) for one in value.get("enum", [value.get("const")]))
    if value.get("type") == "array":
        items = value.get("items") or value.get("prefixItems", [{}])[0]
        return f"list of {_type(items, schema)}" if items else "list"
    if value.get("type") == "object" and value.get("properties"):
        return "{" + ", ".join(cell(key) for key in value["properties"]) + "}"
    return cell(str(value.get("type", "any")))
