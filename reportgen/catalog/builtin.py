"""The YAML of the built-in catalogue, all of it, typed and merged by folder.

Spellings of items: which are sure, which need their surroundings, which are forbidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field

from reportgen.catalog import load, strict_yaml
from reportgen.catalog.messages import Message, flat
from reportgen.catalog.strict_yaml import Document, Mark, Trail
from reportgen.errors import Refused
from reportgen.formula.functions import nearest
from reportgen.model.blocks import Block, Pack, Structure
from reportgen.model.case_parts import Scenario
from reportgen.model.definition import NOT, Definition, NonEmpty, Wording
from reportgen.model.definitions import CheckRule, Form, Indicator, Item
from reportgen.model.finding import Fact, Finding
from reportgen.model.manifest import RetentionTerm
from reportgen.model.place import NOWHERE, Place
from reportgen.model.registers import RegisterDefinition
from reportgen.model.reports import Audience, ReportKind, SectionType
from reportgen.model.schemes import Scheme
from reportgen.model.standards import StandardTable
from reportgen.model.warnings import WarningSet


class Meaning(Definition):
    """What an ambiguous spelling means on one form.

    Attributes:
        form: code of the form on which it means this; None on any.
        section: name of the line, above or below, whose part it is; None anywhere on the form.
    """

    item: NonEmpty
    form: str | None = None
    section: str | None = None
    regimes: tuple[str, ...] = ()


class AliasFile(Definition):
    """One file of spellings.

    Attributes:
        names: spelling → item, wherever it is met.
        contextual: spelling → its meanings, told apart by form, section and regime.
        forbidden: spelling → items that it never means, however alike the words are.
        follows: item → the items that make it, added (+) or taken off (-), where a statement in words of its own has no
            line of it.
        nil: item → the total that proves it to be zero where the other lines of such a statement come to all of it.
        parts: spelling of a part of an item → the item, which such a statement may divide into several lines.
        undivided: spellings of debt that do not say whether the part due within a year is in it.
        wholes: spelling of a part → the item that it means where a statement has neither that nor another part of it.
    """

    source: NonEmpty
    names: dict[str, str] = Field(default_factory=dict)
    contextual: dict[str, tuple[Meaning, ...]] = Field(default_factory=dict)
    forbidden: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    follows: dict[str, dict[str, Literal["+", "-"]]] = Field(default_factory=dict)
    nil: dict[str, str] = Field(default_factory=dict)
    parts: dict[str, str] = Field(default_factory=dict)
    undivided: tuple[str, ...] = ()
    wholes: dict[str, str] = Field(default_factory=dict)


class Aliases(Definition):
    """All spellings of the catalog, of all files together; the keys of `AliasFile`."""

    names: dict[str, str] = Field(default_factory=dict)
    contextual: dict[str, tuple[Meaning, ...]] = Field(default_factory=dict)
    forbidden: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    follows: dict[str, dict[str, Literal["+", "-"]]] = Field(default_factory=dict)
    nil: dict[str, str] = Field(default_factory=dict)
    parts: dict[str, str] = Field(default_factory=dict)
    undivided: tuple[str, ...] = ()
    wholes: dict[str, str] = Field(default_factory=dict)


def merged(files: Iterable[AliasFile]) -> Aliases:
    """One table of many files; the first meaning of a sure spelling stays."""
    names: dict[str, str] = {}
    contextual: dict[str, tuple[Meaning, ...]] = {}
    forbidden: dict[str, tuple[str, ...]] = {}
    follows: dict[str, dict[str, Literal["+", "-"]]] = {}
    nil: dict[str, str] = {}
    parts: dict[str, str] = {}
    undivided: dict[str, None] = {}
    wholes: dict[str, str] = {}
    for file in files:
        for spelling, item in file.names.items():
            names.setdefault(spelling, item)
        for spelling, meanings in file.contextual.items():
            contextual[spelling] = (*contextual.get(spelling, ()), *meanings)
        for spelling, items in file.forbidden.items():
            forbidden[spelling] = (*forbidden.get(spelling, ()), *items)
        follows |= file.follows
        nil |= file.nil
        parts |= file.parts
        undivided |= dict.fromkeys(file.undivided)
        wholes |= file.wholes
    return Aliases(
        names=names,
        contextual=contextual,
        forbidden=forbidden,
        follows=follows,
        nil=nil,
        parts=parts,
        undivided=tuple(undivided),
        wholes=wholes,
    )


FOLDER: Final = Path(__file__).parent
VIEWS: Final = FOLDER.parent / "report" / "sections"
WORDS: Final = "words"
FUNCTION: Final = re.compile(r"^def (\w+)\(", re.MULTILINE)
KINDS: Final[dict[str, Any]] = {
    "items": Item,
    "indicators": Indicator,
    "forms": Form,
    "checks": CheckRule,
    "schemes": Scheme,
    "standards": StandardTable,
    "packs": Pack,
    "blocks": Block,
    "registers": RegisterDefinition,
    "warnings": WarningSet,
    "structures": Structure,
    "scenarios": Scenario,
    "sections": SectionType,
    "reports": ReportKind,
    "audiences": Audience,
    "retention": RetentionTerm,
    "messages": Message,
    "words": Wording,
    "glossary": NonEmpty,
}
"""Folders, and what each of their ids or keys holds."""


@dataclass
class Builtin:
    """Everything that the YAML of the catalogue says."""

    items: dict[str, Item] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    checks: dict[str, CheckRule] = field(default_factory=dict)
    schemes: dict[str, Scheme] = field(default_factory=dict)
    standards: dict[str, StandardTable] = field(default_factory=dict)
    packs: dict[str, Pack] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)
    registers: dict[str, RegisterDefinition] = field(default_factory=dict)
    warnings: dict[str, WarningSet] = field(default_factory=dict)
    structures: dict[str, Structure] = field(default_factory=dict)
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    sections: dict[str, SectionType] = field(default_factory=dict)
    reports: dict[str, ReportKind] = field(default_factory=dict)
    audiences: dict[str, Audience] = field(default_factory=dict)
    retention: dict[str, RetentionTerm] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    words: dict[str, Wording] = field(default_factory=dict)
    glossary: dict[str, str] = field(default_factory=dict)
    aliases: list[AliasFile] = field(default_factory=list)


def read(folder: Path = FOLDER) -> Builtin:
    """The catalogue of a folder.

    Raises:
        Refused: with every finding of every file.
    """
    paths = sorted(folder.glob("*/*.yaml"))
    texts = ((path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")) for path in paths)
    content, findings = merge(texts)
    if findings:
        raise Refused(findings)
    return content


def merge(texts: Iterable[tuple[str, str]]) -> tuple[Builtin, tuple[Finding, ...]]:
    """All files, given as (folder/name, text), in one; and what is wrong with them."""
    content = Builtin()
    findings: list[Finding] = []
    first: dict[tuple[str, str], str] = {}
    spoken: dict[str, Document] = {}
    for name, text in texts:
        folder = name.partition("/")[0]
        document = strict_yaml.read(text, f"catalog/{name}")
        if folder == "aliases":
            spellings, found = load.validate(AliasFile, document.content or {}, document)
            content.aliases += [spellings] if spellings else []
        elif folder in KINDS:
            part, found = _definitions(folder, document, first)
            getattr(content, folder).update(part)
            spoken |= dict.fromkeys(part, document) if folder == WORDS else {}
            if folder == "sections":
                words, wrong = _words_of_sections(document, first)
                content.words.update(words)
                found = (*found, *wrong)
        else:
            found = ()
        findings += found
    return content, (*findings, *_claims(content.words, spoken))


TRUTH: Final = "truth"


def _claims(words: Mapping[str, Wording], documents: Mapping[str, Document]) -> Iterator[Finding]:
    """D32: a sentence without facts that does not say what must be so; D33: what no truth is called."""
    names = [key.removeprefix(f"{TRUTH}.") for key in words if key.startswith(f"{TRUTH}.")]
    for key, document in documents.items():
        one, name = words[key], words[key].holds.removeprefix(NOT)
        if one.is_fixed and not one.holds:
            yield Finding("D32", _with_dotted_keys(document).key_place((key,)), {"key": key})
        elif one.is_claim and name not in names:
            facts: dict[str, Fact] = {"key": name, "nearest": nearest(name, names)}
            yield Finding("D33", _with_dotted_keys(document).key_place((key,)), facts)


def _definitions(
    folder: str, document: Document, first: dict[tuple[str, str], str]
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """The definitions of one file by id, the words of one file by dotted key."""
    if folder == "words":
        content = {} if document.content is None else dict(flat(document.content))
        document = _with_dotted_keys(document)
    else:
        content = load.by_id(document)
        if folder == "sections" and isinstance(content, dict):
            content = {name: _without_words(one) for name, one in content.items()}
    value, findings = load.validate(load.by_key(KINDS[folder]), content, document)
    part = value or {}
    views = _views(part, document) if folder == "sections" else ()
    return part, (*findings, *_repeated(folder, part, document, first), *views)


def _without_words(section: Any) -> Any:
    return {key: one for key, one in section.items() if key != WORDS} if isinstance(section, dict) else section


def _words_of_sections(
    document: Document, first: dict[tuple[str, str], str]
) -> tuple[dict[str, Wording], tuple[Finding, ...]]:
    """The words that sections bring themselves, by dotted key below their ids."""
    sections = document.content if isinstance(document.content, dict) else {}
    said = {name: one.get(WORDS) for name, one in sections.items() if isinstance(one, dict)}
    own = {name: words for name, words in said.items() if words is not None}

    def under(marks: dict[Trail, Mark]) -> dict[Trail, Mark]:
        return {(name, *rest): mark for (name, key, *rest), mark in _long(marks) if key == WORDS}

    beneath = Document(document.file, own, under(document.values), under(document.keys))
    value, findings = load.validate(load.by_key(Wording), dict(flat(own)) if own else {}, _with_dotted_keys(beneath))
    part: dict[str, Wording] = value or {}
    return part, (*findings, *_repeated("words", part, _with_dotted_keys(beneath), first))


def _long(marks: dict[Trail, Mark]) -> Iterator[tuple[Trail, Mark]]:
    return ((trail, mark) for trail, mark in marks.items() if len(trail) > 2)  # noqa: PLR2004 - section, words, key


def place_in_section(identifier: str, trail: Trail) -> Place:
    """Where a built-in section says something."""
    for path in sorted((FOLDER / "sections").glob("*.yaml")):
        document = strict_yaml.read(path.read_text(encoding="utf-8"), f"catalog/sections/{path.name}")
        if isinstance(document.content, dict) and identifier in document.content:
            return document.place((identifier, *trail))
    return NOWHERE


def _views(sections: dict[str, SectionType], document: Document) -> Iterator[Finding]:
    """D16: a section names a function that is not there; the modules are not imported for that."""
    for identifier, section in sections.items():
        named = {"view": section.view, "group_view": section.group_view, "anchors": section.anchors}
        for key, view in named.items():
            if view and ":" in view and view not in _functions(view.partition(":")[0]):
                known = [one for module in _modules() for one in _functions(module)]
                yield Finding("D16", document.place((identifier, key)), {"key": view, "nearest": nearest(view, known)})


def _modules() -> Iterator[str]:
    """The modules of sections by dotted name below their package."""
    for path in sorted(VIEWS.rglob("*.py")):
        parts = path.relative_to(VIEWS).with_suffix("").parts
        if parts != ("__init__",):
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _functions(module: str) -> tuple[str, ...]:
    """The functions that a module of sections defines, as ``module:function``; none where there is no such module."""
    plain = VIEWS.joinpath(*module.split("."))
    path = next((one for one in (plain.with_suffix(".py"), plain / "__init__.py") if one.is_file()), None)
    names = FUNCTION.findall(path.read_text(encoding="utf-8")) if path else ()
    return tuple(f"{module}:{name}" for name in names)


def _repeated(
    folder: str, part: dict[str, Any], document: Document, first: dict[tuple[str, str], str]
) -> Iterator[Finding]:
    """D13: one id, two files."""
    for key in part:
        if (folder, key) in first:
            yield Finding("D13", document.key_place((key,)), {"key": key, "first": first[folder, key]})
        first.setdefault((folder, key), document.file)


def _with_dotted_keys(document: Document) -> Document:
    """The document, whose places are found by dotted key as well as by nested keys."""

    def dotted(marks: dict[Trail, Mark]) -> dict[Trail, Mark]:
        return marks | {
            (".".join(map(str, trail[:cut])), *trail[cut:]): mark
            for trail, mark in marks.items()
            for cut in range(2, len(trail) + 1)
        }

    values, keys = dotted(document.values), dotted(document.keys)
    return Document(document.file, document.content, values, keys, document.findings)
