"""mapping.yaml held against the catalogue, each mistake with its line.

Names added to mapping.yaml, its comments and the rest of it kept as they are.

Columns of wide tables added to the sources of mapping.yaml, the rest of it kept as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from reportgen.catalog import Catalog, load, strict_yaml
from reportgen.errors import Refused
from reportgen.formula.functions import nearest
from reportgen.intake.case.case_file import MAPPING
from reportgen.intake.case.folder import FolderFile, refused
from reportgen.model.casefile import MappedSource, MappingFile
from reportgen.model.finding import Finding

ALL: Final = "*"


def mistakes(folder: Path, mapping: MappingFile, catalog: Catalog) -> Iterator[Finding]:
    """Items that do not exist (I24), with the nearest right name."""
    used: list[tuple[strict_yaml.Trail, str]] = [
        (("sources", index, "columns", column), item)
        for index, source in enumerate(mapping.sources)
        for column, item in source.columns.items()
    ]
    used += [(("names", label), item) for label, item in mapping.names.items()]
    wrong = [(trail, item) for trail, item in used if item not in catalog.items]
    if not wrong:
        return
    document = _document(folder)
    for trail, item in wrong:
        yield Finding("I24", document.place(trail), {"item": item, "nearest": nearest(item, catalog.items)})


def files_of(folder: Path, source: MappedSource, index: int, findings: list[Finding]) -> list[FolderFile]:
    """The files that a source of mapping.yaml names; none, or one outside the folder, is a finding."""
    place = _document(folder).place(("sources", index, "file"))
    parts = Path(source.file).parts
    if Path(source.file).is_absolute() or ".." in parts:
        findings.append(Finding("I06", place))
        return []
    paths = sorted(path for path in matching(folder, source.file) if path.is_file() or not path.exists())
    kept = [path for path in paths if not refused(path, folder, findings)]
    if not paths:
        findings.append(Finding("I22", place, {"file": source.file, "number": index + 1}))
    return [FolderFile(path.relative_to(folder).as_posix(), path) for path in kept]


def matching(folder: Path, pattern: str) -> Iterator[Path]:
    """What a pattern of mapping.yaml finds in a folder; nothing for a pattern that is none."""
    try:
        yield from folder.glob(pattern)
    except ValueError:  # a pattern that is none, such as a**
        return


def _document(folder: Path) -> strict_yaml.Document:
    file = folder / MAPPING
    return strict_yaml.read(file.read_text(encoding="utf-8-sig") if file.is_file() else "", MAPPING)


def is_mapped(name: str, mapping: MappingFile) -> bool:
    """Whether a file is one of the sources of mapping.yaml."""
    return any(fnmatch(name, source.file) for source in mapping.sources if source.layout != "official")


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
            text = _column_naming_written(text, number, new)
    written = _checked(text).sources
    assert all(
        dict(written[number].columns) == {**columns.get(number, {}), **source.columns}
        for number, source in enumerate(known)
    )
    return text


def _column_naming_written(text: str, number: int, new: Mapping[str, str]) -> str:
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
