"""`python -m scripts.docs` writes the generated parts of the documents.

`--check` only tells which are stale; `--pictures` draws the pages of the gallery anew, which is a matter of looks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.docs.parts import faults, write


def main(words: list[str]) -> int:
    """Do what the words ask for; 1 if something is stale."""
    project = Path(__file__).resolve().parents[2]
    if "--check" in words:
        found = list(faults(project))
        print("\n".join(found) or "the generated parts of the documents are up to date")
        return 1 if found else 0
    changed = write(project)
    if "--pictures" in words:
        from scripts.docs.gallery import draw

        changed.extend(draw())
    print("\n".join(f"written: {name}" for name in changed) or "nothing has changed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
