"""Columns of wide tables added to the sources of mapping.yaml, the rest of it kept as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping

from reportgen.catalog import load, strict_yaml
from reportgen.errors import Refused
from reportgen.intake.case import MAPPING
from reportgen.model.casefile import MappingFile


def with_columns(text: str, columns: Mapping[int, Mapping[str, str]]) -> str:
    """mapping.yaml with further columns: number of a source → head → item; those that it has are left alone.

    Raises:
        Refused: if the file is not right as it stands.
    """
    known = _checked(text).sources
    for number in sorted(columns):
        has = known[number].columns
        new = {head: item for head, item in columns[number].items() if head not in has}
        if new:
            text = _written(text, number, new)
    written = _checked(text).sources
    assert all(
        dict(written[number].columns) == {**columns.get(number, {}), **source.columns}
        for number, source in enumerate(known)
    )
    return text


def _checked(text: str) -> MappingFile:
    mapping, findings = load.one(MappingFile, text, MAPPING)
    if mapping is None or findings:
        raise Refused(findings)
    return mapping


def _written(text: str, number: int, new: Mapping[str, str]) -> str:
    """New entries in front of those that are there, in the way in which these are written."""
    line, column = strict_yaml.read(text, MAPPING).values["sources", number, "columns"]
    lines = text.splitlines(keepends=True)
    entries = [f"{json.dumps(head, ensure_ascii=False)}: {item}" for head, item in new.items()]
    here = lines[line - 1]
    if here[column - 1] == "{":
        rest = here[column:]
        comma = "" if rest.lstrip().startswith("}") else ", "
        lines[line - 1] = f"{here[:column]}{', '.join(entries)}{comma}{rest}"
        return "".join(lines)
    start = next(at for at in range(line - 1, -1, -1) if lines[at].strip() and not lines[at].lstrip().startswith("#"))
    indent = " " * (len(lines[start]) - len(lines[start].lstrip()))
    lines[start:start] = [f"{indent}{entry}\n" for entry in entries]
    return "".join(lines)
