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
    Wanted("board", "renhe", "2025"),
    Wanted("agency", "renhe", "2025"),
    Wanted("board", "clinic", "2025"),
    Wanted("board", "renhe", "2026-02"),
    Wanted("annual", "renhe", "2023"),
    Wanted("group", "lianhe", "2024"),
    Wanted("agency", "clinic", "2025"),
)
"""Of which the words are kept: of renhe with the sections that are printed on request, of a quarter, and of other years
and small cases, where figures turn the other way and much is not there."""
STALE: Final = "look at the pages; if they are meant so: make snapshots"
