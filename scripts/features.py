"""Lists the features that no test shows yet: `python scripts/features.py [PART…]`, for instance `main`.

A test names what it shows by @pytest.mark.serves("002-07"). Exit 1 if a mark names a feature that does not exist.
"""

from __future__ import annotations

import ast
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parent.parent / "tests"


def features() -> dict[str, dict[str, str]]:
    """All features by id."""
    with (TESTS / "features.csv").open(encoding="utf-8", newline="") as table:
        return {row["id"]: row for row in csv.DictReader(table)}


def marks(module: Path) -> Iterator[str]:
    """Ids that the tests of a module serve, read without running it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "serves":
            yield from (str(word.value) for word in node.args if isinstance(word, ast.Constant))


def main(parts: list[str]) -> int:
    """Print what is left of the named parts, or of all."""
    known = features()
    served = {name for module in sorted(TESTS.rglob("test_*.py")) for name in marks(module)}
    for row in known.values():
        if row["id"] not in served and (not parts or row["part"] in parts):
            print(f"{row['id']}  {row['part']:<11} {row['priority']:<7} {row['zh']} · {row['en']}")
    asked = [name for name, row in known.items() if not parts or row["part"] in parts]
    print(f"\n{sum(name in served for name in asked)} of {len(asked)} features are shown by a test.")
    strangers = sorted(served - known.keys())
    for name in strangers:
        print(f"a test serves {name}, which is no feature", file=sys.stderr)
    return 1 if strangers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
