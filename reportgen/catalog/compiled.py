"""The built-in catalogue: read strictly from YAML, and kept as JSON by its content so that a start is quick."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError

from reportgen import __version__
from reportgen.catalog import load, strict_yaml
from reportgen.catalog.aliases import AliasFile
from reportgen.catalog.messages import Message
from reportgen.catalog.strict_yaml import Document
from reportgen.catalog.words import flat
from reportgen.errors import Refused
from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.definitions import CheckRule, Form, Indicator, Item
from reportgen.model.finding import Finding
from reportgen.model.schemes import Scheme

FOLDER: Final = Path(__file__).parent
DEFINITIONS: Final[dict[str, type[Definition]]] = {
    "items": Item,
    "indicators": Indicator,
    "forms": Form,
    "checks": CheckRule,
    "schemes": Scheme,
    "messages": Message,
}
"""Folders of definitions by id, and what they define."""
MAPPINGS: Final[dict[str, Any]] = {"words": Text, "glossary": NonEmpty}
"""Folders of words by key, and what a key holds."""


class Compiled(Definition):
    """Everything that the YAML of the catalogue says, in one piece."""

    items: dict[str, Item] = Field(default_factory=dict)
    indicators: dict[str, Indicator] = Field(default_factory=dict)
    forms: dict[str, Form] = Field(default_factory=dict)
    checks: dict[str, CheckRule] = Field(default_factory=dict)
    schemes: dict[str, Scheme] = Field(default_factory=dict)
    messages: dict[str, Message] = Field(default_factory=dict)
    words: dict[str, Text] = Field(default_factory=dict)
    glossary: dict[str, NonEmpty] = Field(default_factory=dict)
    aliases: tuple[AliasFile, ...] = ()


def builtin(folder: Path = FOLDER, cache: Path | None = None) -> Compiled:
    """The catalogue of a folder, from the cache where its content has been read before.

    Raises:
        Refused: with every finding of every file.
    """
    texts = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in sorted(folder.glob("*/*.yaml"))]
    kept = _cache_file(texts, cache) if cache else None
    if kept is not None:
        with contextlib.suppress(OSError, ValidationError):
            return Compiled.model_validate_json(kept.read_bytes())
    content, findings = compile_texts((name, text.decode("utf-8")) for name, text in texts)
    if findings:
        raise Refused(findings)
    text = json.dumps(content, ensure_ascii=False)
    if kept is not None:
        _keep(kept, text)
    return Compiled.model_validate_json(text)


def compile_texts(texts: Iterable[tuple[str, str]]) -> tuple[dict[str, Any], list[Finding]]:
    """All files as plain data by folder, and what is wrong with them."""
    content: dict[str, Any] = {name: {} for name in (*DEFINITIONS, *MAPPINGS)} | {"aliases": []}
    findings: list[Finding] = []
    first: dict[tuple[str, str], str] = {}
    for name, text in texts:
        folder = name.partition("/")[0]
        if folder not in content:
            continue
        document = strict_yaml.read(text, f"catalog/{name}")
        part, found = _part(folder, document)
        findings += found
        if folder == "aliases":
            content[folder].append(part)
            continue
        findings += repeated(folder, part, document, first)
        content[folder] |= part
    return content, findings


def repeated(
    folder: str, part: dict[str, Any], document: Document, first: dict[tuple[str, str], str]
) -> Iterator[Finding]:
    """D13: one id, two files."""
    for key in part:
        if (folder, key) in first:
            place = document.key_place((key,))
            yield Finding("D13", place, {"key": key, "first": first[folder, key]})
        first.setdefault((folder, key), document.file)


def _part(folder: str, document: Document) -> tuple[Any, tuple[Finding, ...]]:
    """The content of one file, checked against the type of its folder."""
    if folder == "aliases":
        content: Any = document.content or {}
        model: Any = AliasFile
    elif folder in MAPPINGS:
        content = {} if document.content is None else dict(flat(document.content))
        model = load.by_key(MAPPINGS[folder])
        document = _flat_places(document)
    else:
        content = load.by_id(document)
        model = load.by_key(DEFINITIONS[folder])
    value, findings = load.validate(model, content, document)
    return (content if value is not None else {}), findings


def _flat_places(document: Document) -> Document:
    """The document with dotted keys beside its nested ones."""

    def dotted(trail: strict_yaml.Trail) -> list[strict_yaml.Trail]:
        return [(".".join(map(str, trail[:cut])), *trail[cut:]) for cut in range(2, len(trail) + 1)]

    values = {other: mark for trail, mark in document.values.items() for other in dotted(trail)}
    keys = {other: mark for trail, mark in document.keys.items() for other in dotted(trail)}
    return Document(document.file, document.content, document.values | values, document.keys | keys, document.findings)


def _cache_file(texts: Iterable[tuple[str, bytes]], cache: Path) -> Path:
    digest = hashlib.sha256(__version__.encode())
    for name, text in texts:
        digest.update(b"%s\0%d\0%s" % (name.encode(), len(text), text))
    return cache / f"catalog-{digest.hexdigest()[:32]}.json"


def _keep(path: Path, text: str) -> None:
    """Write the cache whole or not at all; a folder that cannot be written is no reason to stop."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
        _forget_older(path)


def _forget_older(path: Path) -> None:
    """Keep the few newest; each change of a definition makes another one."""
    older = sorted(path.parent.glob("catalog-*.json"), key=lambda other: other.stat().st_mtime, reverse=True)
    for other in older[4:]:
        other.unlink(missing_ok=True)
