"""Documents are written by hand, but for what stands between marks: that is written from the program itself.

A part begins with the comment `generated: NAME` and ends with `end: NAME`, each on a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from pathlib import Path
from typing import Final

from scripts.docs import (
    architecture,
    catalogue,
    commands,
    definition_schemas,
    explained,
    manual,
    messages,
    methods,
    reports,
    schemes,
)

BEGIN: Final = "<!-- generated: {name} -->"
END: Final = "<!-- end: {name} -->"
MARKED: Final = re.compile(r"<!-- generated: (?P<name>[a-z-]+) -->\n(?P<content>.*?)<!-- end: (?P=name) -->", re.DOTALL)
BLANK: Final = re.compile(r"\n{3,}")
OPENED: Final = re.compile(r"<!-- (?:generated|end): ([a-z-]+) -->")

PARTS: Final[Mapping[str, Callable[[], str]]] = {
    "commands": commands.commands,
    "exit-codes": commands.exit_codes,
    "indicators": catalogue.indicators,
    "forms": catalogue.forms,
    "registers": catalogue.registers,
    "warnings": catalogue.warnings,
    "checks": catalogue.checks,
    "messages": messages.messages,
    "schemes": schemes.schemes,
    "reports": reports.reports,
    "calculators": methods.calculators,
    "scoring-methods": methods.scoring_methods,
    "weightings": methods.weightings,
    "path-of-a-number": explained.path_of_a_number,
}
"""Text of each part, in Markdown."""

PICTURES: Final[Mapping[str, Callable[[], str]]] = {
    "docs/pictures/architecture.svg": architecture.picture,
    **definition_schemas.files(),
    **manual.files(),
}
"""Whole files."""


def documents(project: Path) -> list[Path]:
    """Every document that may hold generated parts."""
    return sorted([*project.glob("*.md"), *(project / "docs").rglob("*.md")])


def renewed(text: str) -> str:
    """A document with its generated parts written anew."""

    def part(match: re.Match[str]) -> str:
        name = match["name"]
        content = BLANK.sub("\n\n", PARTS[name]().strip())
        return f"{BEGIN.format(name=name)}\n\n{content}\n\n{END.format(name=name)}"

    return MARKED.sub(part, text)


def current(project: Path) -> Iterator[tuple[Path, str]]:
    """Every file that holds something generated, and what it should say."""
    for document in documents(project):
        text = document.read_text(encoding="utf-8")
        if MARKED.search(text):
            yield document, renewed(text)
    for name, draw in PICTURES.items():
        yield project / name, draw()


def write(project: Path) -> list[str]:
    """Write what has changed; names of the files that did."""
    changed = []
    for path, text in current(project):
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path.relative_to(project).as_posix())
    return changed


def faults(project: Path) -> Iterator[str]:
    """Files that `write` would change, marks that fit no part, and parts that no document shows."""
    shown = set()
    for document in documents(project):
        text = document.read_text(encoding="utf-8")
        name = document.relative_to(project).as_posix()
        whole = {match["name"] for match in MARKED.finditer(text)}
        shown |= whole
        for mark in sorted(set(OPENED.findall(text)) - (whole & PARTS.keys())):
            yield f"{name}: the mark {mark} begins or ends no known part"
    yield from (f"no document shows the part {part}" for part in sorted(PARTS.keys() - shown))
    for path, text in current(project):
        written = path.read_text(encoding="utf-8") if path.is_file() else ""
        if written != text:
            yield f"{path.relative_to(project).as_posix()} is out of date{_since(written, text)}: make docs"


def _since(written: str, text: str) -> str:
    """Where a document first differs from what it should say."""
    pairs = enumerate(zip_longest(written.splitlines(), text.splitlines()), 1)
    number, (was, now) = next(((n, pair) for n, pair in pairs if pair[0] != pair[1]), (1, ("", "")))
    return f" from line {number} ({was or ''!r:.120} → {now or ''!r:.120})"
