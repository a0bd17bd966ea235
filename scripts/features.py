"""Says of which features no test is a proof yet: `python scripts/features.py [PART…]`, for instance `main`.

A test names what it shows by @pytest.mark.serves("002-07"); tests/features.csv has what each row promises. Told are
rows without a test, rows whose only test serves many, marks in files that never name what the row promises, and rows
that promise something printed and have no test that reads it. Exit 1 if a mark names a feature that does not exist.
"""

from __future__ import annotations

import ast
import csv
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TESTS: Final = Path(__file__).resolve().parent.parent / "tests"
MANY: Final = 4
"""A test that serves so many rows can fail for one of them and stay silent on the others."""
NAMES: Final = re.compile(r"`([^`]+)`")
WORDS: Final = re.compile(r"[a-z]{5,}")
PRINTS: Final = re.compile(r"\b(prints?|printed|page|pages|chart|appendix|headline)\b")
READS_PAGES: Final = re.compile(
    r"\bfrom (?:pages|shell|report\.\S+|reportgen\.report\b\S*|lifecycle\.\S+) import"
    r"|\b(?:printed|section_of|paper|rendered)\(|CliRunner|pdftotext|reports?: |renhe: |documents?: "
)
"""What a file does that looks at what is printed: HTML, a section's view, a PDF or the shell's own pages."""
COMMON: Final = frozenset(
    """about above after against all before below between built each every exactly from given gives have holds into its
    least names other prints printed refused report row rows same score scores shows table than that the their them
    there these they this those value values where which with without""".split()  # noqa: SIM905 - read as prose
)
"""Words that say nothing of a row."""
LEAST_WORDS: Final = 2


@dataclass(frozen=True)
class Mark:
    """One test that serves rows.

    Attributes:
        test: file and name.
        text: of its file, with the tables beside it.
    """

    test: str
    text: str
    rows: tuple[str, ...]


def features() -> dict[str, dict[str, str]]:
    """All features by id."""
    with (TESTS / "features.csv").open(encoding="utf-8", newline="") as table:
        return {row["id"]: row for row in csv.DictReader(table)}


def marks(module: Path) -> Iterator[str]:
    """Ids that the tests of a module serve, read without running it."""
    return (row for mark in marked(module) for row in mark.rows)


def marked(module: Path) -> Iterator[Mark]:
    """The tests of a module that serve rows; a mark on a whole class or module, or on one case of many, is one test."""
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    beside = "".join(path.read_text(encoding="utf-8") for path in sorted(module.parent.glob("*.csv")))
    name = module.relative_to(TESTS).as_posix() if module.is_relative_to(TESTS) else module.name
    for holder in tree.body:
        for at, rows in enumerate(_served(holder)):
            label = getattr(holder, "name", "")
            yield Mark(f"{name}::{label}" + (f"#{at}" if at else ""), text + beside, rows)


def _served(node: ast.AST) -> Iterator[tuple[str, ...]]:
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "serves":
            yield tuple(str(word.value) for word in one.args if isinstance(word, ast.Constant))


def all_marks() -> tuple[Mark, ...]:
    """Of all tests."""
    return tuple(mark for module in sorted(TESTS.rglob("test_*.py")) for mark in marked(module))


def by_row(found: tuple[Mark, ...]) -> dict[str, list[Mark]]:
    """Row → the tests that serve it."""
    rows: dict[str, list[Mark]] = {}
    for mark in found:
        for row in mark.rows:
            rows.setdefault(row, []).append(mark)
    return rows


def lonely(_: Mapping[str, str], tests: list[Mark]) -> str | None:
    """The row's only test serves many."""
    if len(tests) == 1 and len(tests[0].rows) >= MANY:
        return f"its only test serves {len(tests[0].rows)} rows: {tests[0].test}"
    return None


def unnamed(row: Mapping[str, str], tests: list[Mark]) -> str | None:
    """No test's file names what the row promises: an identifier of it, or some of its words."""
    if any(names(mark.text, row) for mark in tests):
        return None
    return f"no test's file names what it promises: {tests[0].test}"


def names(text: str, row: Mapping[str, str]) -> bool:
    """Whether a text names what a row promises."""
    quoted = {part for name in NAMES.findall(row["promise"]) for part in re.split(r"[^\w.-]+", name) if len(part) > 1}
    if any(part in text for part in quoted):
        return True
    words = set(WORDS.findall(f"{row['en']} {row['promise']}".lower())) - COMMON
    lower = text.lower()
    return sum(word in lower for word in words) >= min(LEAST_WORDS, len(words))


def unread(row: Mapping[str, str], tests: list[Mark]) -> str | None:
    """It promises something printed, and no test's file reads a page."""
    if not PRINTS.search(NAMES.sub("", row["promise"])) or any(READS_PAGES.search(mark.text) for mark in tests):
        return None
    return f"it promises something printed, no test reads a page: {tests[0].test}"


RULES: Final[tuple[Callable[[Mapping[str, str], list[Mark]], str | None], ...]] = (lonely, unnamed, unread)


def weak(rows: Mapping[str, Mapping[str, str]], found: tuple[Mark, ...]) -> Iterator[str]:
    """What is to be looked at: a line for each row and reason."""
    tests = by_row(found)
    for name, row in rows.items():
        if name not in tests:
            yield f"{name}  no test"
        else:
            yield from (f"{name}  {told}" for rule in RULES if (told := rule(row, tests[name])) is not None)


def main(parts: list[str]) -> int:
    """Print what is left of the named parts, or of all."""
    found, known = all_marks(), features()
    asked = {name: row for name, row in known.items() if not parts or row["part"] in parts}
    lines = [*weak(asked, found)]
    for line in lines:
        print(f"{line}\n         {asked[line.split()[0]]['promise']}")
    served = by_row(found)
    print(f"\n{sum(name in served for name in asked)} of {len(asked)} features are shown by a test.")
    print(f"{len({line.split()[0] for line in lines})} of them are to be looked at.")
    strangers = sorted(served.keys() - known.keys())
    for name in strangers:
        print(f"a test serves {name}, which is no feature", file=sys.stderr)
    return 1 if strangers else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
