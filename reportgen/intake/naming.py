"""Names added to mapping.yaml, its comments and the rest of it kept as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

from reportgen.catalog import load
from reportgen.errors import Refused
from reportgen.intake.case import MAPPING
from reportgen.model.casefile import MappingFile

NAMES: Final = re.compile(r"^names:[ \t]*(.*?)[ \t]*(#.*)?$", re.MULTILINE)
LEFT: Final = re.compile(r"^unread:[^\n]*$", re.MULTILINE)
INDENT: Final = "  "


def with_names(text: str, names: Mapping[str, str]) -> str:
    """mapping.yaml with further names under ``names``: spelling → item; those that it has already are left alone.

    Raises:
        Refused: if the file is not right as it stands.
    """
    known = _checked(text).names if text.strip() else {}
    new = {label: item for label, item in names.items() if label not in known}
    if not new:
        return text
    written = _written(text, _entries(new))
    assert dict(_checked(written).names) == {**known, **new}
    return written


def with_unread(text: str, labels: Sequence[str]) -> str:
    """mapping.yaml with further names under ``unread``, which are left unread wherever they stand.

    Raises:
        Refused: if the file is not right as it stands.
    """
    known = _checked(text).unread if text.strip() else ()
    every = tuple(dict.fromkeys((*known, *labels)))
    if every == known:
        return text
    block = "unread:\n" + "".join(f"{INDENT}- {json.dumps(label, ensure_ascii=False)}\n" for label in every)
    found = LEFT.search(text)
    written = (
        f"{text[: found.start()]}{block}{text[_end(text, found.end()) :].lstrip(chr(10))}"
        if found
        else f"{text.rstrip()}\n\n{block}".lstrip()
    )
    assert _checked(written).unread == every
    return written


def _checked(text: str) -> MappingFile:
    mapping, findings = load.one(MappingFile, text, MAPPING)
    if mapping is None or findings:
        raise Refused(findings)
    return mapping


def _entries(names: Mapping[str, str]) -> list[str]:
    return [f"{json.dumps(label, ensure_ascii=False)}: {item}" for label, item in names.items()]


def _written(text: str, entries: list[str]) -> str:
    block = "".join(f"{INDENT}{entry}\n" for entry in entries)
    found = NAMES.search(text)
    if found is None:
        return f"{text.rstrip()}\n\nnames:\n{block}".lstrip()
    if found[1].startswith("{"):
        kept = [f"{INDENT}{entry}\n" for entry in _entries(_checked(text).names)]
        comment = f"  {found[2]}" if found[2] else ""
        return f"{text[: found.start()]}names:{comment}\n{''.join(kept)}{block}{text[found.end() :].lstrip(chr(10))}"
    end = _end(text, found.end())
    before = text[:end] if text[:end].endswith("\n") else f"{text[:end]}\n"
    return f"{before}{_indented(block, before[found.end() :])}{text[end:]}"


def _end(text: str, start: int) -> int:
    """Behind the last indented line of the block that begins at `start`."""
    end = start
    at = text.find("\n", start) + 1
    while 0 < at < len(text):
        stop = text.find("\n", at)
        line = text[at : stop if stop >= 0 else len(text)]
        if line.strip() and not line.startswith((" ", "\t")):
            break
        at = stop + 1 if stop >= 0 else len(text)
        end = at if line.strip() else end
    return end


def _indented(block: str, before: str) -> str:
    """The block with the indentation of the entries above it."""
    usual = next((line for line in before.splitlines() if line.strip() and not line.strip().startswith("#")), INDENT)
    indent = usual[: len(usual) - len(usual.lstrip())] or INDENT
    return "".join(f"{indent}{line.strip()}\n" for line in block.splitlines())
