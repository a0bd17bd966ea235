"""The right name that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

CLOSE_ENOUGH: Final = 60


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name most like a wrong one, or None if none is like it."""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, sorted(names), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return str(found[0]) if found else None
