"""Every file that the report of one period is made from, whether or not a figure was read from it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from reportgen.checks.outside import FILE as SUPPLIED
from reportgen.checks.outside import ISSUED
from reportgen.intake import case_pages
from reportgen.intake.adjustments import FILE as ADJUSTMENTS
from reportgen.intake.case import CASE, MAPPING
from reportgen.intake.folder import LITTER, MAX_BYTES
from reportgen.intake.mapping import matching
from reportgen.intake.ratings import FILE as RATINGS
from reportgen.intake.reader import ACTIONS, CHECKLISTS, EXPERTS, FOLDERS
from reportgen.intake.targets import FILE as TARGETS
from reportgen.lifecycle import chain
from reportgen.lifecycle.chain import ISSUES
from reportgen.lifecycle.content import DEFINITIONS
from reportgen.model.brand import FOLDER as COMMENTARY
from reportgen.model.brand import FONTS
from reportgen.model.casefile import Case

WHOLE: Final = (*FOLDERS, EXPERTS, CHECKLISTS, *DEFINITIONS)
"""Folders of a case that belong to its reports with all that lies in them."""
LONE: Final = (CASE, MAPPING, SUPPLIED, ADJUSTMENTS, RATINGS, TARGETS)
PERSONAL: Final = (EXPERTS, CHECKLISTS, ACTIONS, Path(RATINGS).stem)
"""Folders and tables that say what single persons judged, found or have to do."""


def belongings(of: Case, period: str, number: str | None) -> dict[str, Path]:
    """Path relative to the case (``../`` for packs and peers outside it) → where the file lies; by path.

    Args:
        of: the case.
        period: of the report.
        number: by which the report is issued; results of it, and of what was issued after it, are no ground of it.
    """
    found = {_name(path, of.folder): path for path in _paths(of, period) if _is_plain(path)}
    later = {f"{ISSUED}/{one}.json" for one in _issued_since(of.folder, number)}
    return {name: found[name] for name in sorted(found) if name not in later}


def _issued_since(case: Path, number: str | None) -> list[str]:
    """Numbers of the journal from this one on; none where it does not have it."""
    issues = [str(entry.number) for entry in chain.read(case).entries if entry.what in ISSUES]
    return issues[issues.index(number) :] if number in issues else []


def is_personal(name: str) -> bool:
    """Whether a file of a case is about persons."""
    first = Path(name).parts[0]
    return first in PERSONAL or Path(first).stem in PERSONAL


def is_licensed(name: str) -> bool:
    """Whether a file may stand in pages and not be handed on by itself."""
    return Path(name).suffix.lower() in FONTS


def _paths(of: Case, period: str) -> Iterator[Path]:
    root = of.folder
    yield from (root / name for name in LONE)
    yield from root.glob(f"{ACTIONS}.*")
    yield from (root / ISSUED).glob("*.json")
    yield from _below(root / name for name in (*WHOLE, f"{COMMENTARY}/{period}"))
    for source in of.mapping.sources:
        yield from (path for path in matching(root, source.file) if path.resolve().is_relative_to(root))
    yield from _below((root / pack) / name for pack in of.file.packs for name in DEFINITIONS)
    yield from case_pages.belongings(of)
    if of.file.peers is not None and not of.file.peers.are_in_the_case:
        yield from _below([root / of.file.peers.panel])


def _below(folders: Iterable[Path]) -> Iterator[Path]:
    for place in folders:
        if place.is_dir() and not place.is_symlink():
            yield from (path for path in place.rglob("*") if not _is_hidden(path.relative_to(place)))


def _is_hidden(path: Path) -> bool:
    return path.name.lower() in LITTER or any(part.startswith((".", "~$")) for part in path.parts)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_BYTES


def _name(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()
