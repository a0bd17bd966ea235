"""What pydantic complains of, as findings with the place in the file and the nearest right name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from reportgen.catalog.strict_yaml import Document, Trail
from reportgen.formula.functions import nearest
from reportgen.model.declared import ALWAYS
from reportgen.model.definition import IN_BOTH
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.schemes import Grade

WORDS: Final = re.compile(r"\^\(([^()]*)\)\$")  # ^(strict|closing_allowed)$
COLOUR: Final = "^#[0-9A-Fa-f]{6}$"
OF_PROGRAM: Final = frozenset({"actual_length", "field_type"})
"""What a complaint about how many there are says to programmers alone."""
DATE: Final = "{4}-[0-9]{2}-"
"""A part of the pattern of dates."""
KEY: Final = "[key]"
"""The last step of the location of a wrong key, as pydantic writes it."""
SIGNS: Final = re.compile(r"\^\[([^\[\]]*)\]\$")  # ^[+\-0]$
EXPECTED: Final = {
    "string_type": "@value.text",
    "float_type": "@value.number",
    "int_type": "@value.whole_number",
    "int_from_float": "@value.whole_number",
    "bool_type": "@value.boolean",
    "tuple_type": "@value.list",
    "list_type": "@value.list",
    "dict_type": "@value.mapping",
    "model_type": "@value.mapping",
    "model_attributes_type": "@value.mapping",
}
"""Kinds of value by the error that says they were expected; keys of the words."""
KIND: Final = "kind"
"""The key by which alternatives tell themselves apart."""
GRADES: Final = "grades"
MISSING: Final = {"source": "D09", "zh": "D10", "en": "D10", "meaning": "D27"}
"""Keys whose absence has words of its own."""


def findings_of(errors: Iterable[ErrorDetails], document: Document, content: Any, model: Any) -> Iterator[Finding]:
    """One finding for each thing that is wrong; alternatives of a union are told once.

    Args:
        errors: `ValidationError.errors()`.
        document: where the content stands.
        content: what was validated: the document's content with the defaults of the file filled in.
        model: the type it was validated against.
    """
    known = [(_trail(error, content), error) for error in errors]
    own = _own_grades(known)
    for definition, names in own.items():
        place = document.key_place((*definition, GRADES))
        yield Finding("D28", place, {"names": names, "grades": tuple(Grade)})
    known = [(trail, error) for trail, error in known if not _of_own_grades(trail, error, own)]
    told: set[tuple[str, Place]] = set()
    for trail, error in known:
        if error["type"] != "missing" and any(_within(other, trail) for other, _ in known):
            continue
        finding = _finding(error, trail, document, model)
        if (finding.rule, finding.place) not in told:
            told.add((finding.rule, finding.place))
            yield finding


def _own_grades(known: Iterable[tuple[Trail, ErrorDetails]]) -> dict[Trail, tuple[str, ...]]:
    """What schemes call their grades where the ids of grades belong, by scheme; a slip of an id is none."""
    found: dict[Trail, tuple[str, ...]] = {}
    for trail, error in known:
        is_grade = error["loc"][-1:] == (KEY,) and trail[-2:-1] == (GRADES,)
        if is_grade and nearest(str(trail[-1]), Grade) is None:
            found[trail[:-2]] = (*found.get(trail[:-2], ()), str(trail[-1]))
    return found


def _of_own_grades(trail: Trail, error: ErrorDetails, own: Mapping[Trail, tuple[str, ...]]) -> bool:
    """Whether something is wrong only because grades go by other ids: one of these, or the id that they displace."""
    names = next((names for scheme, names in own.items() if trail[: len(scheme)] == scheme), ())
    key = [step for step in error["loc"] if step != KEY][-1:]
    lacking = error["type"] == "missing" and key[0] in tuple(Grade)
    foreign = error["type"] == "extra_forbidden" or error["loc"][-1:] == (KEY,)
    return bool(names) and (lacking or (foreign and key[0] in names))


def _within(trail: Trail, whole: Trail) -> bool:
    """Whether one place lies inside another: then the other alternative of a union is the one that was meant."""
    return len(trail) > len(whole) and trail[: len(whole)] == whole


def _finding(error: ErrorDetails, trail: Trail, document: Document, model: Any) -> Finding:
    kind, key = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    if kind == "extra_forbidden":
        known = _keys(model, trail[:-1], error["loc"])
        facts: dict[str, Fact] = {"key": key, "nearest": nearest(key, known), "known": tuple(known)}
        return Finding("D03", _key_place(document, trail), facts)
    if kind == "missing":
        name = _name(trail) or document.file
        return Finding(_missing_rule(key), _key_place(document, trail), {"key": key, "name": name})
    of_key = bool(error["loc"]) and error["loc"][-1] == KEY
    place = _key_place(document, trail) if of_key else document.place(_written(document, trail))
    if kind == "string_too_short" and key in {"zh", "en"}:
        return Finding("D10", place, {"key": key, "name": _name(trail[:-1])})
    facts = {"key": _name(trail) or document.file, "value": _shown(error["input"])}
    return Finding("D35", place, facts) if kind == IN_BOTH else _wrong_value(error, facts, place)


def _wrong_value(error: ErrorDetails, facts: dict[str, Fact], place: Place) -> Finding:
    """What is wrong with the value of a known key."""
    choices = _choices(error)
    if choices:
        said = str(error.get("ctx", {}).get("tag", error["input"]))
        return Finding("D08", place, facts | {"value": said, "choices": choices, "nearest": nearest(said, choices)})
    if error["type"] == ALWAYS:
        return Finding("D29", place, {"key": facts["key"]})
    is_blank = error["input"] is None or (error["type"] == "too_short" and not error["input"])
    if is_blank or error["type"] == "string_too_short":
        return Finding("D12", place, facts)
    if error["type"] == "no_date" or DATE in str(error.get("ctx", {}).get("pattern", "")):
        return Finding("D20", place, facts)
    if error["type"] in EXPECTED:
        return Finding("D05", place, facts | {"expected": EXPECTED[error["type"]]})
    return Finding("D11", place, facts | {"bound": _bound(error)})


def _missing_rule(key: str) -> str:
    return MISSING.get(key, "D04")


def _trail(error: ErrorDetails, content: Any) -> Trail:
    """The part of an error's location that exists in the content: names of alternatives drop out."""
    trail: list[str | int] = []
    for step in error["loc"]:
        named = isinstance(content, dict) and step in content
        counted = isinstance(content, list) and isinstance(step, int) and step < len(content)
        if named or counted:
            content = content[step]
            trail.append(step)
    return tuple(trail)


def _written(document: Document, trail: Trail) -> Trail:
    """Where it was written: in the definition itself, or among the defaults of the file."""
    shared: Trail = ("defaults", *trail[1:])
    return shared if trail not in document.values and len(trail) > 1 and shared in document.values else trail


def _key_place(document: Document, trail: Trail) -> Place:
    return document.key_place(_written(document, trail))


def _name(trail: Trail) -> str:
    """As people write it: ``current_ratio.name.zh``."""
    return ".".join(str(step) for step in trail)


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"  # noqa: PLR2004 - fits a line


def _bound(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if str(context.get("pattern", "")) == COLOUR:
        return "@value.colour"
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "min_length": "≥", "max_length": "≤"}
    told = sorted((name, value) for name, value in context.items() if name not in OF_PROGRAM)
    return ", ".join(f"{signs.get(name, name)} {value}" for name, value in told)


def _choices(error: ErrorDetails) -> tuple[str, ...]:
    context = error.get("ctx", {})
    pattern = str(context.get("pattern", ""))
    if match := WORDS.fullmatch(pattern):
        return tuple(match[1].split("|"))
    if match := SIGNS.fullmatch(pattern):
        return tuple(match[1].replace("\\", ""))
    if error["type"] == "union_tag_invalid":
        return tuple(re.findall(r"'([^']*)'", str(context["expected_tags"])))
    if error["type"] in {"enum", "literal_error"}:
        return tuple(re.findall(r"'([^']*)'", str(context["expected"])))
    return ()


def _keys(kind: Any, trail: Trail, tags: Collection[str | int] = ()) -> list[str]:
    """The keys that the type allows at a place of the content; `tags` tell alternatives that say which they are."""
    for model in _models(kind):
        if not trail:
            return sorted(info.alias or name for name, info in model.model_fields.items())
        for name, info in model.model_fields.items():
            if trail[0] in {name, info.alias}:
                return _keys(info.annotation, trail[1:], tags)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _keys(arguments[0], trail, tags)
    if origin in {Union, UnionType}:
        said = [
            one for one in arguments for model in _models(one) if KIND in model.model_fields and _kind(model) in tags
        ]
        found = [_keys(member, trail, tags) for member in said or arguments]
        return max(found, key=len)
    if origin in {dict, tuple, list} and trail:
        return _keys(arguments[1] if origin is dict else arguments[0], trail[1:], tags)
    return []


def _kind(model: type[BaseModel]) -> Any:
    return next(iter(get_args(model.model_fields[KIND].annotation)), None)


def _models(kind: Any) -> list[type[BaseModel]]:
    return [kind] if isinstance(kind, type) and issubclass(kind, BaseModel) else []
