"""Which tests run which lines of the program: each file of tests is run once under a trace, and that is kept.

It is kept until the file, a helper of tests or a module that it ran and that is asked about is another one: a change of
one module follows few anew.

A mutant is tried against the tests that run the very line that it changes, then against others of their files.
"""

from __future__ import annotations

import pickle
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, Final

import mutations
import near
import yaml

if TYPE_CHECKING:
    import pytest

PROJECT: Final = mutations.PROJECT
SECONDS: Final = 5.0
"""Time of the tests beside a module's own that are looked at for its mutants."""
FURTHER: Final = 30.0
"""The same for a module of which none of these runs the line in question."""
UNTIMED: Final = 12.0
"""Seconds that a file of tests may take that was never timed and is of another package."""
BY: Final[Mapping[str, tuple[str, ...]]] = {"formula": ("compute",)}
"""Part → folders of tests that hold it by another door than its own."""
FEW: Final = 8.0
"""Seconds that a file of tests may take that prints a section beside others, as one that was never timed may."""
PAGES: Final = "reportgen/report/"
SECTIONS: Final = f"{PAGES}sections/"
SAID: Final = "tests/snapshots/test_said.py"
"""What every section of the samples says; near to all that pages are made of."""
OF_PAGES: Final = "tests/report"
OF_DESK: Final = "tests/report/desk"
TRUE_OF_ALL: Final = (
    "tests/report/test_truths.py", "tests/report/claims/test_claims.py", "tests/report/test_number_sources.py",
)  # fmt: skip
"""What holds of every sentence and number on a page."""
CATALOGUE: Final = "reportgen/catalog/sections"
QUICK: Final = 6.0
"""Seconds that a file of tests may take that is tried because it names a finding, or that was never timed.

If no other test runs the line it may take longer.
"""
CODE: Final = re.compile(r'"([A-Z]\d{2,3})\b')
IDLE: Final = 40
"""Calls of a function that ran no new line after which it is not followed any more."""
END: Final = 1000
"""A line that no module has."""


@dataclass(frozen=True)
class Reach:
    """What one test did when nothing was broken: how long it took, and which lines of which files it ran."""

    seconds: float
    lines: Mapping[str, frozenset[int]]


Reached = Mapping[str, Reach]
"""Test by its name."""


class Trace:
    """Lines of the program that run while it is on.

    Code is known by where it lies in memory and held so that it stays there: to hash it takes longer than to run it.
    """

    def __init__(self, under: str = "") -> None:
        self.found: dict[str, set[int]] = {}
        self._left: dict[int, int] = {}
        self._held: dict[int, tuple[CodeType, frozenset[int]]] = {}
        self._under = f"{PROJECT / (under or near.PACKAGE)}/"

    def call(self, frame: FrameType, event: str, arg: object) -> Callable[..., Any] | None:
        """A call begins; one whose lines are all known, or that finds no new one time after time, is not followed."""
        code = frame.f_code
        at = id(code)
        left = self._left.get(at)
        if left is None:
            ours = code.co_filename.startswith(self._under)
            own = frozenset(line for _, _, line in code.co_lines() if line) if ours else frozenset[int]()
            self._held[at], left = (code, own), IDLE if ours else 0
            self._left[at] = left
        if not left:
            return None
        found = self.found.setdefault(code.co_filename, set())
        self._left[at] = left - 1
        if self._held[at][1] <= found:
            self._left[at] = 0
            return None

        def line(frame: FrameType, _event: str, _arg: object) -> Callable[..., Any]:
            if frame.f_lineno not in found:
                found.add(frame.f_lineno)
                self._left[at] = IDLE
            return line

        return line(frame, event, arg)

    def lines(self) -> dict[str, frozenset[int]]:
        """What ran, by path in the project."""
        return {Path(file).relative_to(PROJECT).as_posix(): frozenset(lines) for file, lines in self.found.items()}


def passes(item: pytest.Item, then: pytest.Item | None) -> bool:
    """Run a test; whether nothing of it failed."""
    from _pytest.runner import runtestprotocol

    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=then))


def followed(items: Sequence[pytest.Item], under: str = "") -> dict[str, Reach]:
    """What each of some tests reaches, of a folder if one is named; those that fail prove nothing and are left out."""
    found = {}
    for item, then in pairwise([*items, None]):
        assert item is not None
        trace, started = Trace(under), time.process_time()
        sys.settrace(trace.call)
        try:
            sound = passes(item, then)
        finally:
            sys.settrace(None)
        if sound:
            found[item.nodeid] = Reach(time.process_time() - started, trace.lines())
    return found


def kept(files: Sequence[str], modules: Container[str], under: str = "") -> dict[str, Reached]:
    """What is kept of some files of tests, as they are now, that ran none of some modules or ran them as they are."""
    import kept

    pairs = ((file, kept.store().get(_key(file, under))) for file in files)
    read = ((file, *pickle.loads(content)) for file, content in pairs if content is not None)  # noqa: S301 - our own
    return {
        file: found
        for file, ran, found in read
        if all(_digest(path) == was for path, was in ran.items() if path in modules)
    }


def keep(file: str, found: Reached, under: str = "") -> None:
    """Keep what the tests of a file reach, for the next sample."""
    import kept

    ran = {path: _digest(path) for reach in found.values() for path in reach.lines}
    kept.store().put(_key(file, under), pickle.dumps((ran, found)))


def joined(several: Iterable[Reached]) -> dict[str, Reach]:
    """What tests reach by several records of them, each of other modules."""
    found: dict[str, Reach] = {}
    for one in several:
        for test, reach in one.items():
            lines = {**found[test].lines, **reach.lines} if test in found else reach.lines
            found[test] = Reach(reach.seconds, lines)
    return found


@cache
def _digest(path: str) -> str:
    """The content of a module; none where it is gone."""
    import kept

    return kept.digest((PROJECT / path).read_bytes() if (PROJECT / path).is_file() else b"")


def _key(file: str, under: str) -> str:
    """A name for a file of tests with the helpers of all tests."""
    import kept

    return kept.digest("reached", under, _helpers(), file, (PROJECT / file).read_text(encoding="utf-8"))


@cache
def _helpers() -> str:
    import kept

    helpers = (path for path in (PROJECT / "tests").rglob("*.py") if not path.name.startswith("test_"))
    return kept.digest({path.relative_to(PROJECT).as_posix(): path.read_bytes() for path in helpers})


def candidates(part: str, files: Iterable[str], seconds: Mapping[str, float], budget: float) -> list[str]:
    """Files of tests that may notice mutants of modules: of the part, of their names and findings, nearest."""
    tests, importers = near.Tests(PROJECT / "tests"), near.importers()
    folders = (PROJECT / "tests" / name for name in (part, *BY.get(part, ())))
    found = {path.relative_to(PROJECT).as_posix() for folder in folders for path in folder.rglob("test_*.py")}
    for file in sorted(set(files)):
        found |= {
            path.relative_to(PROJECT).as_posix() for path in (PROJECT / "tests").rglob(f"test_{Path(file).stem}.py")
        }
        if file.startswith(PAGES):
            found.add(SAID)
        if part == "sentences":
            found |= _of_pages(file, seconds)
            continue
        found |= telling(file, seconds, QUICK if budget <= SECONDS else budget)
        change = near.meaning(file)
        distances = tests.distances(change, near.reach(change.modules, importers))
        timed = {name: seconds.get(name, UNTIMED) for name in distances}
        found.update(near.plan(distances, timed, near.START + budget / near.WORKERS).chosen)
    return sorted(found)


def _of_pages(file: str, seconds: Mapping[str, float]) -> set[str]:
    """Files of tests that are named after a section that a module writes, or print it, and of what all pages claim.

    Of the desk are its own and those that name the module. What renders whole reports takes minutes to follow.
    """
    names = {Path(file).stem} if not file.startswith(SECTIONS) else _sections(file)
    found = {*TRUE_OF_ALL, *(() if file.startswith(SECTIONS) else _tests(OF_DESK))}
    for path in _tests(OF_PAGES):
        stem = Path(path).stem.removeprefix("test_")
        words = (PROJECT / path).read_text(encoding="utf-8")
        if any(stem.startswith(name) or f'"{name}"' in words for name in names):
            found.add(path)
    return {path for path in found if seconds.get(path, FEW) <= FEW}


def _sections(file: str) -> set[str]:
    """What a module of sections is called, and the sections of the catalogue that it writes."""
    module = file.removeprefix(SECTIONS).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    views = (
        (name, str(one.get(key, "")).partition(":")[0])
        for path in (PROJECT / CATALOGUE).glob("*.yaml")
        for name, one in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for key in ("view", "group_view")
    )
    return {module.partition(".")[0], *(name for name, view in views if view and f"{module}.".startswith(f"{view}."))}


def _tests(folder: str) -> list[str]:
    return [path.relative_to(PROJECT).as_posix() for path in (PROJECT / folder).rglob("test_*.py")]


def telling(file: str, seconds: Mapping[str, float], most: float) -> set[str]:
    """Files of tests of so many seconds at the most that name a finding which a module tells.

    These may stand in the folder of what is told.
    """
    codes = {*CODE.findall((PROJECT / file).read_text(encoding="utf-8"))}
    paths = ((path, path.relative_to(PROJECT).as_posix()) for path in (PROJECT / "tests").rglob("test_*.py"))
    quick = (pair for pair in paths if seconds.get(pair[1], QUICK) <= most)
    return {name for path, name in quick if codes & {*CODE.findall(path.read_text(encoding="utf-8"))}}


def chosen(mutant: mutations.Mutant, reached: Reached, seconds: float) -> list[str]:
    """The tests that a mutant is tried against, within a time: those first that run what it changes, of its module."""
    ranks = touched(mutant)
    near_by = {test.partition("::")[0] for test, reach in reached.items() if _rank(reach, ranks) < len(ranks)}
    total: defaultdict[tuple[int, str], float] = defaultdict(float)
    for test, reach in reached.items():
        total[_rank(reach, ranks), test.partition("::")[0]] += reach.seconds

    def order(test: str) -> tuple[int, bool, int, float, str, float]:
        rank, file = _rank(reached[test], ranks), test.partition("::")[0]
        return rank, file != SAID, distance(file, mutant.file), total[rank, file], file, reached[test].seconds

    found, left = [], seconds
    for test in sorted((test for test in reached if test.partition("::")[0] in near_by), key=order):
        if reached[test].seconds <= left:
            found.append(test)
            left -= reached[test].seconds
    return found


@cache
def distance(test: str, module: str) -> int:
    """How far a file of tests stands from a module: 0 if it names the module, 1 in a folder of its package, else 2.

    What a line that everybody runs has to do is specified there.
    """
    path, package = Path(module), module.removeprefix(f"{near.PACKAGE}/").partition("/")[0]
    name = path.stem if path.stem != "__init__" else path.parent.name
    own = tuple(f"tests/{one}/" for one in (package, *BY.get(package, ())))
    if not test.startswith(own):
        return 2
    words = Path(test).stem + (PROJECT / test).read_text(encoding="utf-8")
    return 0 if re.search(rf"\b(test_)?{re.escape(name)}\b", words) else 1


@cache
def touched(mutant: mutations.Mutant) -> list[Mapping[str, frozenset[int]]]:
    """Lines that a mutant touches by file, closest first."""
    lines, inside = mutations.statement(mutant)
    if inside:
        return [{mutant.file: frozenset({mutant.line})}, {mutant.file: frozenset(lines)}]
    named = mutant.part == "bounds"
    return [uses(mutant.what.partition(":")[0], mutant.file) if named else {mutant.file: frozenset(range(END))}]


def uses(name: str, home: str) -> dict[str, frozenset[int]]:
    """Lines of the program that use what a module names: its own, and those of modules that take the name from it."""
    found = {}
    word = re.compile(rf"\b{re.escape(name)}\b")
    module = home.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    taken = re.compile(rf"from {re.escape(module)} import (\([^)]*|[^\n(]*)\b{re.escape(name)}\b")
    through = re.compile(rf"\b{re.escape(module.rpartition('.')[2])}\.{re.escape(name)}\b")
    for file, text in _program().items():
        if name in text and (file == home or taken.search(text) or through.search(text)):
            lines = enumerate(text.splitlines(), start=1)
            found[file] = frozenset(at for at, line in lines if word.search(line))
    return found


@cache
def _program() -> Mapping[str, str]:
    """The text of every module, by path in the project."""
    paths = (PROJECT / near.PACKAGE).rglob("*.py")
    return {path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def _rank(reach: Reach, ranks: Sequence[Mapping[str, frozenset[int]]]) -> int:
    """How close a test comes to what is touched; as many as there are ranks where it stays away."""
    for rank, touched in enumerate(ranks):
        if any(lines & reach.lines.get(file, frozenset()) for file, lines in touched.items()):
            return rank
    return len(ranks)
