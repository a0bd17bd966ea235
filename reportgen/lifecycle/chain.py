"""The journal as a chain of lines: each names the digest of the line before, so that no line can be changed unseen.

What a chain cannot show is that its last lines are gone; that shows in ``issued/``, whose files the journal must name,
and in issued reports, which carry the digest of the line before their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from reportgen.intake.folder import refused
from reportgen.lifecycle.entry import BEGINNING, Entry
from reportgen.model.finding import Finding
from reportgen.model.place import Place

NAME: Final = "journal.jsonl"
END: Final = b"\n"


@dataclass(frozen=True)
class Journal:
    """The lines of a case in order.

    Attributes:
        head: digest of the last line, of nothing where there is none.
        findings: what is wrong with the file; entries behind a broken line are there all the same.
    """

    entries: tuple[Entry, ...] = ()
    head: str = BEGINNING
    findings: tuple[Finding, ...] = ()


def read(folder: Path) -> Journal:
    """The journal of a case; empty where there is no file."""
    path = folder / NAME
    findings: list[Finding] = []
    if not path.exists() and not path.is_symlink():
        return Journal()
    if refused(path, folder, findings) or not path.is_file():
        return Journal(findings=tuple(findings) or (Finding("I07", Place(NAME)),))
    return parse(path.read_bytes())


def parse(content: bytes) -> Journal:
    """The lines of a journal, each held against its seal and against the line before it."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    head = BEGINNING
    for number, line in _lines(content):
        findings += _faults(line, head, number, entries)
        head = digest(line)
    return Journal(tuple(entries), head, tuple(findings))


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines with their ends, from 1; a carriage return is a character, and in a journal a wrong one."""
    *whole, rest = content.split(END)
    yield from enumerate([*(line + END for line in whole), *([rest] if rest else [])], start=1)


def _faults(line: bytes, head: str, number: int, entries: list[Entry]) -> Iterator[Finding]:
    """What is wrong with one line; its entry is added to the others."""
    place = Place(NAME, line=number)
    if not line.endswith(END):
        yield Finding("J05", place)
        return
    try:
        entry = Entry.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        yield Finding("J03", place, {"problem": f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()})
        return
    entries.append(entry)
    if written(entry) != line:
        yield Finding("J04", place)
    elif entry.previous != head:
        yield Finding("J02", place, {"before": number - 1})


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def sealed(entry: Entry, head: str) -> Entry:
    """An entry as the line after the one with this digest."""
    linked = entry.model_copy(update={"previous": head, "seal": ""})
    return linked.model_copy(update={"seal": _seal(linked)})


def written(entry: Entry) -> bytes:
    """An entry as a line of the file: one spelling only, and with the seal that belongs to it."""
    content = _content(entry)
    return _text(content | {"seal": digest(_text(content))}) + END


def _seal(entry: Entry) -> str:
    return digest(_text(_content(entry)))


def _content(entry: Entry) -> dict[str, Any]:
    """What is set, and always the link; without the seal."""
    content = entry.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"seal"})
    return {"schema": entry.schema_} | content | {"previous": entry.previous}


def _text(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
