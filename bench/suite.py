"""``python -m bench.suite``: where the time of the tests goes, by part, as they were timed when they last ran here."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parent.parent / "tests"
MOST: Final = 5
"""Files that are named for each part."""


def parts(seconds: Mapping[str, float]) -> dict[str, dict[str, float]]:
    """Part of the tests → file → seconds; a part is a folder, of the reports' tests the folder below."""
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for name, taken in seconds.items():
        _, first, *rest = name.split("/")
        part = f"report/{rest[0]}" if first == "report" and len(rest) > 1 else first
        found[part][name.rpartition("/")[2].removeprefix("test_").removesuffix(".py")] = taken
    return dict(sorted(found.items(), key=lambda pair: -sum(pair[1].values())))


def table(seconds: Mapping[str, float]) -> str:
    """The parts, the longest first, with what takes longest in each."""
    lines = ["| part | files | s | longest files |", "| --- | ---: | ---: | --- |"]
    for part, files in parts(seconds).items():
        longest = sorted(files, key=lambda name: -files[name])[:MOST]
        named = ", ".join(f"{name} {files[name]:.0f}" for name in longest if files[name] >= 1)
        lines.append(f"| {part} | {len(files)} | {sum(files.values()):.0f} | {named} |")
    return "\n".join([*lines, f"| all | {len(seconds)} | {sum(seconds.values()):.0f} | |"])


def main() -> int:
    """Print what the last runs took; 1 where nothing was timed yet."""
    sys.path[:0] = [str(TESTS), str(TESTS.parent)]
    import timings  # type: ignore[import-not-found, unused-ignore]

    seconds = timings.read()
    if not seconds:
        print("no tests were timed here yet: make test", file=sys.stderr)
        return 1
    print(table(seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
