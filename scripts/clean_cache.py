"""Empties the folder in which tests keep what they made once: `python3 scripts/clean_cache.py`.

Only the standard library, since a cache may be emptied where nothing is installed; it lies where platformdirs says.
Files that are no results of ours stay, whatever folder the environment names.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

OURS = re.compile(r"[0-9a-f]{64}|timings|\..*")
"""Names of results, of the times that tests took, and of what a run left half written."""
NOWHERE = "off"


def folder() -> Path:
    """The folder, named by the environment or in the user's cache."""
    named = os.environ.get("REPORTGEN_TESTS_CACHE", "")
    if named and named != NOWHERE:
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "reportgen" / "tests"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reportgen" / "tests"


def main() -> int:
    """Remove it, and say how much that was."""
    found = [path for path in folder().glob("*") if path.is_file() and OURS.fullmatch(path.name)]
    size = sum(path.stat().st_size for path in found)
    for path in found:
        path.unlink(missing_ok=True)
    print(f"{len(found)} files, {size / 2**20:,.0f} MB, removed from {folder()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
