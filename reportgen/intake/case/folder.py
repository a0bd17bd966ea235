"""The files of a case: plain files inside its folder, and nothing else."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from reportgen.model.finding import Fact, Finding
from reportgen.model.foreign_text import in_unicode, is_unicode
from reportgen.model.place import Place

WORKBOOKS: Final = frozenset(
    {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods", ".et", ".xltx", ".xlt", ".htm", ".html", ".xml"}
)
TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
TABLES: Final = WORKBOOKS | TEXTS | {".parquet"}
NAMED: Final = frozenset(
    {
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".bmp",
        ".tif",
        ".tiff",
        ".docx",
        ".doc",
        ".mht",
        ".mhtml",
        ".ofd",
        ".pptx",
        ".wps",
    }
)
"""Papers that may show a statement and cannot be read: told by what they are."""
LITTER: Final = frozenset({"thumbs.db", "desktop.ini"})
MAX_BYTES: Final = 300_000_000
DEEPEST: Final = 40
"""Folders within folders: more than anybody keeps statements in, and far fewer than end a walk."""


@dataclass(frozen=True)
class FolderFile:
    """A file to be read: its name relative to the folder, where it lies, and in which folders that folder does."""

    name: str
    path: Path
    within: tuple[str, ...] = ()

    @property
    def is_workbook(self) -> bool:
        """Whether it is a workbook or Parquet by its ending, else a text table."""
        return self.path.suffix.lower() not in TEXTS

    @cached_property
    def content(self) -> bytes:
        """What it holds, read once: the bytes that are understood are those that are hashed."""
        return self.path.read_bytes()


def sources(folder: Path, below: Path, findings: list[Finding]) -> Iterator[FolderFile]:
    """Tables under `below`, sorted by name; what must not be opened is a finding."""
    if not below.is_dir() or refused(below, folder, findings):
        return
    for path in _entries(below, folder, findings):
        if path.name.startswith((".", "~$")) or path.name.lower() in LITTER or refused(path, folder, findings):
            continue
        if path.is_dir():
            yield from sources(folder, path, findings)
        elif path.suffix.lower() in TABLES:
            yield FolderFile(path.relative_to(folder).as_posix(), path)
        elif path.suffix.lower() in NAMED:
            findings.append(Finding("I54", Place(path.relative_to(folder).as_posix())))
        else:
            findings.append(Finding("I20", Place(path.relative_to(folder).as_posix())))


def around(folder: Path) -> tuple[str, ...]:
    """The name of a folder, and in a case those of the folders up to the case's own, the nearest first."""
    here = folder.resolve()
    of_case = next((one for one in (here, *here.parents) if (one / "case.yaml").is_file()), here.parent)
    names = here.relative_to(of_case).parts
    return tuple(reversed(names))


def misplaced(folder: Path) -> Iterator[Finding]:
    """What keeps a case from being read: names that no record could write down (I82), folders without end (I83)."""
    for place, folders, files in os.walk(folder):
        within = Path(place).relative_to(folder)
        for name in sorted((*folders, *files)):
            if not is_unicode(name):
                yield Finding("I82", Place(in_unicode((within / name).as_posix())))
        folders[:] = [name for name in folders if is_unicode(name) and not name.startswith(".")]
        if folders and len(within.parts) >= DEEPEST:
            yield Finding("I83", Place(within.parts[0]), {"limit": DEEPEST})
            folders.clear()


def lone(folder: Path, name: str) -> Iterator[FolderFile]:
    """The table of a name that stands in the case folder itself, whatever its format; the first by ending."""
    for path in sorted(folder.glob(f"{name}.*")):
        if path.suffix.lower() in TABLES and _rule(path, folder) is None:
            yield FolderFile(path.name, path)
            return


def _entries(below: Path, folder: Path, findings: list[Finding]) -> list[Path]:
    try:
        return sorted(below.iterdir(), key=lambda entry: entry.name)
    except OSError:
        findings.append(Finding("C14", Place(below.relative_to(folder).as_posix()), {"problem": "@trouble.no_access"}))
        return []


def refused(path: Path, folder: Path, findings: list[Finding]) -> bool:
    """Whether a path is a link out of the folder, no plain file, too large, or misnamed; told in a finding."""
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name
    rule = _rule(path, folder)
    if rule:
        facts: dict[str, Fact] = {"limit": MAX_BYTES // 1_000_000, "problem": "@trouble.no_access"}
        findings.append(Finding(rule, Place(in_unicode(name)), facts))
    return rule is not None


def _rule(path: Path, folder: Path) -> str | None:
    if not is_unicode(path.name):
        return "I82"
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode) or not path.resolve().is_relative_to(folder.resolve()):
            return "I06"
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            return "I07"
        return "I38" if stat.S_ISREG(mode) and path.stat().st_size > MAX_BYTES else None
    except OSError:
        return "C14"
