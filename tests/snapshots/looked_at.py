"""What somebody last looked at, and where it is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from rendered import ALL, QUICK, Wanted

FOLDER: Final = Path(__file__).parent / "kept"
SAID: Final = (
    *dict.fromkeys((*QUICK, *(replace(wanted, whole=wanted.sample == "renhe") for wanted in ALL))),
    Wanted("flash", "renhe", "2026-10"),
    Wanted("board", "renhe", "2026-Q3"),
)
"""Of which the words are kept: of renhe with the sections that are printed on request, and of a quarter."""
STALE: Final = "look at the pages; if they are meant so: make snapshots"
