"""Where records lie: what a hospital keeps or has written by hand, and no command with ``-o`` may touch.

Whether something is a record is decided by its place alone: a mark inside a file can be copied, and a form that was
filled in still bears the mark of the program that made it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

CASE: Final = "case.yaml"
"""The file that makes a folder a case."""
JOURNAL: Final = "journal.jsonl"
ISSUED: Final = "issued"
REPORT: Final = ".pdf"
"""Reports in issued/ are issued ones; results of earlier years may be put there, over nothing."""
WRITTEN: Final = frozenset(
    {
        "data", "budget", "business", "experts", "checklists", "commentary", "brand",
        "templates", "styles",
        "mapping.yaml", "supplied.csv", "adjustments.csv", "ratings.csv", "targets.csv", "brand.yaml", CASE,
    }
)  # fmt: skip
"""What a hospital has filled in, decided or made: files of these names, and all that lies in these folders."""
DEFINITIONS: Final = frozenset({"items", "indicators", "schemes", "checks", "reports"})
DEFINING: Final = frozenset({".yaml", ".yml"})
"""Folders of own definitions, and what a definition is: a folder ``reports`` may hold results as well."""
TABLES: Final = frozenset({"actions"})
"""Registers that lie in the case itself, whatever their ending."""
DEFINED: Final = frozenset({"standards"})
"""Own definitions that a command may also write: those that bear its mark may be made anew, no other ever."""
ARCHIVES: Final = ("0=ocfl_*", "0=ocfl_object_*", "bagit.txt")
"""What marks the root of an archive, an object in it, and a bag (OCFL 1.1, RFC 8493)."""


def is_record(path: Path) -> bool:
    """Whether nothing may be put at this path: it is a record, or would stand among records.

    Args:
        path: a file that is to be written; links on the way to it are followed.
    """
    return in_archive(path) or any(_is_kept(names[0], path) for names in _below_cases(path))


def is_definition(path: Path) -> bool:
    """Whether this file defines something of a case, so that only the command that made it may make it anew."""
    return path.exists() and any(names[0] in DEFINED for names in _below_cases(path))


def in_archive(path: Path) -> bool:
    """Whether a path lies within an archive, or in a bag."""
    return any(_is_archive(folder) for folder in _above(path))


def _is_kept(name: str, path: Path) -> bool:
    """By the first part of the way from the case."""
    if name == JOURNAL or (name == ISSUED and path.suffix.lower() == REPORT):
        return True
    is_defining = name in DEFINITIONS and path.suffix.lower() in DEFINING
    return (is_defining or name in {ISSUED, *WRITTEN} or Path(name).stem in TABLES) and path.exists()


def _is_archive(folder: Path) -> bool:
    return any(next(folder.glob(mark), None) is not None for mark in ARCHIVES)


def _above(path: Path) -> list[Path]:
    """The folders above a path, as it is named and as it really lies."""
    named, real = path.absolute(), path.resolve()
    return list(dict.fromkeys((*named.parents, *real.parents)))


def _below_cases(path: Path) -> list[tuple[str, ...]]:
    """The way to a path from each case that it lies in."""
    ways = (path.absolute(), path.resolve())
    return [way.relative_to(folder).parts for way in ways for folder in way.parents if (folder / CASE).is_file()]
