"""Checks the documents (links that lead somewhere, no place of one machine) and the lock file."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT: Final = Path(__file__).resolve().parent.parent
LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
HEADING: Final = re.compile(r"^#+ +(.+?) *#*$", re.MULTILINE)
PINNED: Final = re.compile(r"^([a-z0-9][a-z0-9.-]*)==([^ ;]+)", re.MULTILINE)
ABSOLUTE: Final = re.compile(
    r"(?<![\w.:/*~<)\]-])/[A-Za-z][\w.-]*/[\w./-]*"
)  # /somewhere/file, but not a/b or https://a/b
OUTSIDE: Final = ("http://", "https://", "mailto:")


def documents() -> list[Path]:
    """Every Markdown file of the project but what cases bring along."""
    return sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def anchor(heading: str) -> str:
    """The fragment that a forge gives to a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def broken_links(document: Path) -> Iterator[str]:
    """Links of a document to files or headings that are not there."""
    for link in LINK.findall(document.read_text(encoding="utf-8")):
        if link.startswith(OUTSIDE):
            continue
        path, _, fragment = link.partition("#")
        target = (document.parent / path) if path else document
        place = f"{document.relative_to(PROJECT)}: {link}"
        if not target.exists():
            yield f"{place} leads nowhere"
        elif fragment and fragment not in {anchor(one) for one in HEADING.findall(target.read_text(encoding="utf-8"))}:
            yield f"{place}: no such heading"


def machine_paths(document: Path) -> Iterator[str]:
    """Absolute paths: what stands there on one machine stands elsewhere on the reader's."""
    for path in ABSOLUTE.findall(document.read_text(encoding="utf-8")):
        yield f"{document.relative_to(PROJECT)}: {path} is a place of one machine"


def lock_faults() -> Iterator[str]:
    """Requirements of the project file that the lock file does not meet, and addresses that it must not hold."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    pins = dict(PINNED.findall(lock))
    for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        wanted = Requirement(text)
        pin = pins.get(canonicalize_name(wanted.name))
        if pin is None or not wanted.specifier.contains(pin):
            yield f"requirements.lock: {text} is not met ({pin or 'absent'}): make lock"
    if "://" in lock:
        yield "requirements.lock: holds an address"


def main() -> int:
    """Print every fault; 1 if there is one."""
    found = [fault for one in documents() for fault in (*broken_links(one), *machine_paths(one))] + list(lock_faults())
    print("\n".join(found) or f"{len(documents())} documents and the lock file are sound")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
