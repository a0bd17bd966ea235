"""`python -m scripts.docs` writes the generated parts of the documents; `--check` only tells which are stale."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.docs.parts import faults, write

if __name__ == "__main__":
    project = Path(__file__).resolve().parents[2]
    if "--check" in sys.argv[1:]:
        found = list(faults(project))
        print("\n".join(found) or "the generated parts of the documents are up to date")
        sys.exit(1 if found else 0)
    for name in write(project):
        print(f"written: {name}")
