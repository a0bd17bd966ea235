"""Definition files, read strictly: every mistake of a file in one go, each with its line and column.

Definition files of a folder that the program did not write: plain files only, none outside the folder.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from reportgen.catalog import complaints, strict_yaml
from reportgen.catalog.strict_yaml import Document
from reportgen.model.definition import ALONE, LANGUAGE, Definition, Language
from reportgen.model.finding import Finding
from reportgen.model.place import Place

D = TypeVar("D", bound=Definition)

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
UNREADABLE: Final = frozenset({"D01", "D06", "D07"})
"""After these the rest of a file cannot be judged."""
SHARED: Final = ("source", "defaults")
"""Keys at the top of a file of definitions that hold for all of them; no definition may be called so."""


LANGUAGES_FOLDER: Final = "languages"
"""The folder of a case, or of the program, in which each language has its own."""
SETTINGS: Final = "language.yaml"


def sole_language(written: str, case_folder: Path) -> Language | None:
    """The one place of words that a case prints, by its case.yaml; None where it prints both, or the file says nothing.

    A language beside Chinese and English has the place of one of them.
    """
    content = strict_yaml.read(written, "").content
    if not isinstance(content, dict):
        return None
    report = content.get("report")
    said = content.get("languages") or (report.get("languages") if isinstance(report, dict) else None)
    if said not in LANGUAGES and isinstance(said, str) and re.fullmatch(LANGUAGE, said):
        said = next((place for root in (Path(__file__).parent, case_folder) if (place := _place_of(said, root))), None)
    return next((language for language in LANGUAGES if language == said), None)


def _place_of(language: str, root: Path) -> object:
    """In whose place the words of a language stand, as its settings say; what is wrong with these is told elsewhere."""
    path = root / LANGUAGES_FOLDER / language / SETTINGS
    with suppress(ValueError, OSError):
        settings = strict_yaml.read(text(path, root), "").content
        return settings.get("of") if isinstance(settings, dict) else None
    return None


def one(model: type[D], text: str, file: str, alone: Language | None = None) -> tuple[D | None, tuple[Finding, ...]]:
    """Read a file that is a single definition, such as case.yaml; `alone` is the language that suffices."""
    document = strict_yaml.read(text, file)
    content = {} if document.content is None else document.content
    value, findings = validate(model, content, document, alone)
    return value, findings


def shipped(model: type[D], file: Path) -> D:
    """A single definition that comes with the program.

    Raises:
        ValueError: with all that is wrong with it.
    """
    value, findings = one(model, file.read_text(encoding="utf-8"), file.name)
    if value is None:
        raise ValueError([str(finding) for finding in findings])
    return value


def parts(model: type[D], text: str, file: str, alone: Language | None = None) -> tuple[D | None, frozenset[str]]:
    """What of such a file is right by itself though other keys are wrong, and the keys at its top that are."""
    context = {ALONE: alone}
    document = strict_yaml.read(text, file)
    content = {} if document.content is None else document.content
    if not isinstance(content, dict) or any(finding.rule in UNREADABLE for finding in document.findings):
        return None, frozenset()
    try:
        return adapter(model).validate_json(json.dumps(content), context=context), frozenset()
    except ValidationError as error:
        wrong = frozenset(str(one["loc"][0]) for one in error.errors(include_url=False) if one["loc"])
    left = {key: value for key, value in content.items() if key not in wrong}
    with suppress(ValidationError):
        return adapter(model).validate_json(json.dumps(left), context=context), wrong
    return None, wrong


def definitions(model: type[D], text: str, file: str) -> tuple[dict[str, D], tuple[Finding, ...]]:
    """Read a file of definitions by id; what is wrong is told, and nothing of such a file is given.

    At the top, `source` and `defaults` (keys with their values) stand for every definition that does not say otherwise.
    """
    document = strict_yaml.read(text, file)
    value, findings = validate(by_key(model), by_id(document), document)
    return value or {}, findings


def by_key(kind: Any) -> Any:
    """The type of a mapping from text to a kind of value."""
    return dict.__class_getitem__((str, kind))


def by_id(document: Document) -> Any:
    """The definitions of a document with what is shared filled in."""
    if document.content is None:
        return {}
    if not isinstance(document.content, dict):
        return document.content
    content = dict(document.content)
    shared: dict[str, Any] = {}
    if isinstance(content.get("defaults"), dict):
        shared |= content.pop("defaults")
    if isinstance(content.get("source"), str):
        shared["source"] = content.pop("source")
    return {key: shared | value if isinstance(value, dict) else value for key, value in content.items()}


def validate(
    model: Any, content: Any, document: Document, alone: Language | None = None
) -> tuple[Any, tuple[Finding, ...]]:
    """The typed value, or None and every finding of the document; `alone` is the language that suffices."""
    if any(finding.rule in UNREADABLE for finding in document.findings):
        return None, document.findings
    try:
        value = adapter(model).validate_json(json.dumps(content), context={ALONE: alone})
    except ValidationError as error:
        found = complaints.findings_of(error.errors(include_url=False), document, content, model)
        return None, (*document.findings, *sorted(found, key=_order))
    return (None if document.findings else value), document.findings


def sound(kind: type[D], content: Any, document: Document, alone: Language | None = None) -> dict[str, D]:
    """The definitions of a file that are right by themselves though others are not; what is wrong is not told here."""
    if not isinstance(content, dict) or any(finding.rule in UNREADABLE for finding in document.findings):
        return {}
    found: dict[str, D] = {}
    for identifier, definition in content.items():
        with suppress(ValidationError):
            found[identifier] = adapter(kind).validate_json(json.dumps(definition), context={ALONE: alone})
    return found


@lru_cache
def adapter(model: Any) -> TypeAdapter[Any]:
    """The validator of a type; built once."""
    return TypeAdapter(model)


def _order(finding: Finding) -> tuple[int, int, str]:
    place: Place = finding.place
    return place.line or 0, place.column or 0, finding.rule


MAX_BYTES: Final = 1_000_000


def report_names() -> tuple[str, ...]:
    """Ids of the built-in kinds of reports, found without reading them: each has a file of its name."""
    return tuple(sorted(path.stem for path in (Path(__file__).parent / "reports").glob("*.yaml")))


def texts(folder: Path, kind: str, prefix: str, findings: list[Finding]) -> Iterator[tuple[str, str]]:
    """The YAML files of one kind as (name, text), sorted; what cannot be read is added to the findings."""
    for path in sorted((folder / kind).glob("*.yaml")):
        name = f"{prefix}{kind}/{path.name}"
        try:
            yield name, text(path, folder)
        except ValueError as error:
            findings.append(Finding(str(error), Place(name), {"file": name}))


def text(path: Path, folder: Path) -> str:
    """One file as text.

    Raises:
        ValueError: with the id of the rule: D17 not a plain file inside the folder, D18 not UTF-8, D19 too large.
    """
    if not (path.is_file() and path.resolve().is_relative_to(folder.resolve())):
        raise ValueError("D17")
    if path.stat().st_size > MAX_BYTES:
        raise ValueError("D19")
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("D18") from None
