"""YAML as definitions are written: plain data, every place kept, nothing guessed.

Only ``null``, ``true``, ``false`` and decimal numbers are more than text: no dates, no yes and no, no sexagesimals, no
octals. Keys are always text. Anchors, aliases, tags, repeated keys and documents beyond the caps are findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from reportgen.model.finding import Fact, Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import Place

MAX_CHARACTERS: Final = 2_000_000
MAX_DEPTH: Final = 24
MAX_NODES: Final = 200_000
MAX_DIGITS: Final = 300
"""Of a number: the greatest that can be calculated with has 309."""
NUMBER: Final = re.compile(
    r"-?(?:0|[1-9]\d*)(?P<fraction>\.\d+)?(?P<exponent>[eE][+-]?\d+)?", re.ASCII
)  # 12, -0.5, 1e6
UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and marks that turn the direction of writing."""
WORDS: Final[dict[str, bool | None]] = {"": None, "null": None, "true": True, "false": False}

Trail = tuple[str | int, ...]
"""The keys and indices that lead to a value."""
Mark = tuple[int, int]
"""Line and column, from 1."""


@dataclass(frozen=True)
class Document:
    """What a file says, and where.

    Attributes:
        content: dicts, lists, text, numbers, booleans and None.
        values, keys: where each value, and the key before it, begins (a quoted text after its quote).
        findings: why the file is refused; `content` is then incomplete.
    """

    file: str
    content: Any = None
    values: dict[Trail, Mark] = field(default_factory=dict)
    keys: dict[Trail, Mark] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def place(self, trail: Trail) -> Place:
        """Where a value stands; where there is none, what would hold it."""
        return self._nearest(self.values, trail)

    def key_place(self, trail: Trail) -> Place:
        """Where the key of a value stands; for an element of a list the element itself."""
        return self._nearest(self.values | self.keys if trail not in self.keys else self.keys, trail)

    def _nearest(self, marks: dict[Trail, Mark], trail: Trail) -> Place:
        while trail and trail not in marks:
            trail = trail[:-1]
        line, column = marks.get(trail, (1, 1))
        return Place(self.file, line=line, column=column)


class _Stop(Exception):  # noqa: N818 - ends the reading of one file
    """The file cannot be read any further."""

    def __init__(self, rule: str, mark: Mark, facts: dict[str, Fact]) -> None:
        super().__init__(rule)
        self.rule, self.mark, self.facts = rule, mark, facts


def read(text: str, file: str) -> Document:
    """Read one document; what is wrong with it stands in its findings, not in an exception."""
    if len(text) > MAX_CHARACTERS:
        facts: dict[str, Fact] = {"limit": MAX_CHARACTERS, "what": "@trouble.characters"}
        return Document(file, findings=(Finding("D07", Place(file), facts),))
    reader = _Reader(file)
    try:
        reader.run(yaml.parse(text, Loader=yaml.CSafeLoader))
    except _Stop as stop:
        reader.report(stop.rule, stop.mark, stop.facts)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        reader.report("D01", position, {"problem": in_words(" ".join(filter(None, (error.context, error.problem))))})
    except yaml.YAMLError:
        reader.report("D01", (1, 1), {"problem": "@trouble.control"})
    return reader.document()


def scalar(text: str) -> str | float | bool | None:
    """The value of an unquoted text."""
    if text in WORDS:
        return WORDS[text]
    match = NUMBER.fullmatch(text)
    if match is None:
        return text
    return float(text) if match["fraction"] or match["exponent"] else int(text)


class _Reader:
    """Builds plain data from the events of the parser, on a stack of its own."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.values: dict[Trail, Mark] = {}
        self.keys: dict[Trail, Mark] = {}
        self.findings: list[Finding] = []
        self.root: Any = None
        self.stack: list[tuple[Any, Trail]] = []
        self.pending: list[str | None] = []

    def document(self) -> Document:
        """Everything read so far."""
        return Document(self.file, self.root, self.values, self.keys, tuple(self.findings))

    def report(self, rule: str, mark: Mark, facts: dict[str, Fact]) -> None:
        """Keep one finding."""
        self.findings.append(Finding(rule, Place(self.file, line=mark[0], column=mark[1]), facts))

    def run(self, events: Iterator[yaml.Event]) -> None:
        """Take in all events.

        Raises:
            _Stop: at a cap, an alias or a second document.
        """
        documents = 0
        for count, event in enumerate(events):
            if count > MAX_NODES:
                raise _Stop("D07", _mark(event), {"limit": MAX_NODES, "what": "@trouble.nodes"})
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Stop("D01", _mark(event), {"problem": "@trouble.second_document"})
            self.take(event)

    def take(self, event: yaml.Event) -> None:
        """Take in one event."""
        if isinstance(event, yaml.AliasEvent):
            raise _Stop("D06", _mark(event), {"what": f"*{event.anchor}"})
        if isinstance(event, yaml.NodeEvent):
            self._refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            self._begin({}, event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._begin([], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
            self.pending.pop()

    def _refuse_marks(self, event: yaml.NodeEvent) -> None:
        if event.anchor:
            self.report("D06", _mark(event), {"what": f"&{event.anchor}"})
        tag = getattr(event, "tag", None)
        if tag:
            self.report("D06", _mark(event), {"what": str(tag)})

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        plain = not event.style
        line, column = _mark(event)
        if unseen := sorted(set(UNSEEN.findall(event.value))):
            codes = tuple(f"U+{ord(character):04X}" for character in unseen)
            self.report("D21", (line, column), {"codes": codes})
        if self._wants_key():
            self._key(str(event.value), (line, column))
            return
        quoted = event.style in {'"', "'"}
        if plain and len(event.value) > MAX_DIGITS and NUMBER.fullmatch(event.value):
            self.report("D01", (line, column), {"problem": "@trouble.long_number"})
            plain = False
        self._put(scalar(event.value) if plain else event.value, (line, column + quoted))

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1][0], dict) and self.pending[-1] is None

    def _key(self, key: str, mark: Mark) -> None:
        mapping, trail = self.stack[-1]
        here = (*trail, key)
        if key in mapping:
            self.report("D02", mark, {"key": key, "first": self.keys[here][0]})
        self.keys.setdefault(here, mark)
        self.pending[-1] = key

    def _put(self, value: Any, mark: Mark) -> Trail:
        """Put a value where it belongs; a repeated key keeps its first value."""
        if not self.stack:
            self.root = value
            self.values[()] = mark
            return ()
        holder, trail = self.stack[-1]
        if isinstance(holder, list):
            here: Trail = (*trail, len(holder))
            holder.append(value)
        else:
            key = self.pending[-1]
            assert key is not None
            here = (*trail, key)
            holder.setdefault(key, value)
            self.pending[-1] = None
        self.values.setdefault(here, mark)
        return here

    def _begin(self, holder: Any, event: yaml.Event) -> None:
        if self._wants_key():
            raise _Stop("D01", _mark(event), {"problem": "@trouble.key_is_text"})
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop("D07", _mark(event), {"limit": MAX_DEPTH, "what": "@trouble.levels"})
        trail = self._put(holder, _mark(event))
        self.stack.append((holder, trail))
        self.pending.append(None)


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
