"""Breaks the program in small ways and sees whether tests notice: `python scripts/mutants.py PART BUDGET COUNT SEED`.

A mutant is one operator, bound, branch or sentence of one module turned into another. A sample of them, drawn by seed,
is tried in copies of the project, each against the tests nearest to its module. Survivors are printed when found;
those that scripts/survivors.yaml lists with a reason do not count. Exit 1 where fewer than nine in ten were killed.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from queue import Queue
from typing import Any, Final

import near
import yaml

PROJECT: Final = near.PROJECT
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "formula": ("formula",),
    "compute": ("compute",),
    "checks": ("checks",),
    "scoring": ("scoring",),
    "sentences": ("report/sections",),
    "bounds": ("formula", "compute", "checks", "scoring", "analysis", "intake", "model", "report"),
}
ENOUGH: Final = 0.9
EPSILON: Final = 0.01
"""Of a bound: how far it is moved, as a share of it."""
SECONDS: Final = 20.0
"""Time of the tests that one mutant is tried against, beside those about its very module."""
LONGEST: Final = 150
"""Seconds after which a mutant counts as killed: it does not come back."""
WORKERS: Final = 2
LEFT_OUT: Final = shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", ".*_cache", "pictures")
SURVIVORS: Final = PROJECT / "scripts" / "survivors.yaml"

COMPARED: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COUNTED: Final[Mapping[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip
CALLED: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change of one module.

    Attributes:
        file: path in the project.
        line: of the change, as it stood.
        what: it does.
        number: of the change among all that the module offers.
    """

    file: str
    line: int
    what: str
    number: int

    @property
    def name(self) -> str:
        """What scripts/survivors.yaml calls it: without the line, which moves."""
        return f"{self.file}: {self.what}"


Change = tuple[ast.AST, str, Callable[[], None]]


def changes(tree: ast.AST, *, sentences: bool = False, bounds: bool = False) -> Iterator[Change]:
    """Every change that a module offers: the node, what it does, and what does it.

    Args:
        tree: the module.
        sentences: only choices between words.
        bounds: only numbers that are named.
    """
    for node in ast.walk(tree):
        if bounds:
            yield from _bounds(node)
        else:
            yield from _choices(node)
            if not sentences:
                yield from _operators(node)
    if sentences:
        yield from _keys(tree)


def _bounds(node: ast.AST) -> Iterator[Change]:
    """A number with a name, a little more and a little less; a whole one by one."""
    if not isinstance(node, ast.AnnAssign) or "Final" not in ast.unparse(node.annotation) or node.value is None:
        return
    for value in ast.walk(node.value):
        if isinstance(value, ast.Constant) and type(value.value) in {int, float} and value.value:
            step = 1 if isinstance(value.value, int) else value.value * EPSILON
            for moved in (value.value + step, value.value - step):
                name = ast.unparse(node.target)
                yield node, f"{name}: {value.value!r} becomes {moved!r}", _setter(value, "value", moved)


def _choices(node: ast.AST) -> Iterator[Change]:
    """What is chosen turned round: comparisons, branches of an expression, and and or."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            other = COMPARED.get(type(operator))
            if other is not None:
                before = ast.unparse(node)
                yield (
                    node,
                    f"{before} with {other.__name__} for {type(operator).__name__}",
                    _item(node.ops, at, other()),
                )
    elif isinstance(node, ast.IfExp):
        yield node, f"branches of {ast.unparse(node)} swapped", _swapped(node)
    elif isinstance(node, ast.BoolOp):
        other_way = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, f"{ast.unparse(node)} with {type(other_way).__name__}", _setter(node, "op", other_way)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"{ast.unparse(node)} without not", _setter(node, "op", ast.UAdd())


def _operators(node: ast.AST) -> Iterator[Change]:
    """What is computed: signs, products, extremes, whole numbers."""
    if isinstance(node, ast.BinOp) and type(node.op) in COUNTED and not _is_text(node):
        other = COUNTED[type(node.op)]
        yield node, f"{ast.unparse(node)} with {other.__name__}", _setter(node, "op", other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield node, f"{ast.unparse(node)} without minus", _setter(node, "op", ast.UAdd())
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLED:
        other_name = CALLED[node.func.id]
        yield node, f"{ast.unparse(node)} as {other_name}", _setter(node.func, "id", other_name)
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, bool):
        yield node, f"return {not node.value.value}", _setter(node.value, "value", not node.value.value)
    elif isinstance(node, ast.Compare | ast.Subscript):
        parts = node.comparators if isinstance(node, ast.Compare) else [node.slice]
        for part in parts:
            if isinstance(part, ast.Constant) and type(part.value) is int:
                yield node, f"{ast.unparse(node)} with {part.value + 1}", _setter(part, "value", part.value + 1)


def _is_text(node: ast.BinOp) -> bool:
    """Whether words are put together, not numbers."""
    return any(isinstance(one, ast.JoinedStr) or (isinstance(one, ast.Constant) and isinstance(one.value, str))
               for one in (node.left, node.right))  # fmt: skip


def _keys(tree: ast.AST) -> Iterator[Change]:
    """Of two sentences that one function may say, each in the place of the other."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            said = [key for call in ast.walk(function) if isinstance(call, ast.Call) for key in call.args[:1]
                    if isinstance(key, ast.Constant) and isinstance(key.value, str) and "." in key.value]  # fmt: skip
            for one, other in pairwise(said):
                if one.value != other.value:
                    yield one, f"{one.value} and {other.value} swapped in {function.name}", _exchanged(one, other)


def _setter(node: ast.AST, name: str, value: Any) -> Callable[[], None]:
    return lambda: setattr(node, name, value)


def _item(items: list[Any], at: int, value: Any) -> Callable[[], None]:
    return lambda: items.__setitem__(at, value)


def _swapped(node: ast.IfExp) -> Callable[[], None]:
    def swap() -> None:
        node.body, node.orelse = node.orelse, node.body

    return swap


def _exchanged(one: ast.Constant, other: ast.Constant) -> Callable[[], None]:
    def exchange() -> None:
        one.value, other.value = other.value, one.value

    return exchange


def offered(part: str) -> list[Mutant]:
    """All mutants of a part, in order."""
    found = []
    for folder in PARTS[part]:
        for path in sorted((PROJECT / "reportgen" / folder).rglob("*.py")):
            file = path.relative_to(PROJECT).as_posix()
            for number, (node, what, _) in enumerate(
                changes(ast.parse(path.read_text(encoding="utf-8")), **manner(part))
            ):
                found.append(Mutant(file, getattr(node, "lineno", 0), " ".join(what.split()), number))
    return found


def manner(part: str) -> dict[str, bool]:
    """Which changes a part is about."""
    return {"sentences": part == "sentences", "bounds": part == "bounds"}


def mutated(text: str, number: int, part: str) -> str:
    """A module with one change."""
    tree = ast.parse(text)
    [*changes(tree, **manner(part))][number][2]()
    return ast.unparse(tree)


@dataclass(frozen=True)
class Tried:
    """A mutant and what came of it."""

    mutant: Mutant
    killed: bool
    seconds: float
    tests: int


class Workshop:
    """Copies of the project in which mutants are tried, one at a time in each."""

    def __init__(self, part: str) -> None:
        self.part = part
        self.tests = near.Tests(PROJECT / "tests")
        self.importers = near.importers()
        self.seconds = near.timed()
        self.copies: Queue[Path] = Queue()
        self.folder = Path(tempfile.mkdtemp(prefix="reportgen-mutants-"))
        for number in range(WORKERS):
            copy = self.folder / str(number)
            shutil.copytree(PROJECT, copy, ignore=LEFT_OUT)
            self.copies.put(copy)

    def close(self) -> None:
        """Take the copies away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def nearest(self, file: str) -> list[str]:
        """The tests that a mutant of a file is tried against."""
        change = near.meaning(file)
        distances = self.tests.distances(change, near.reach(change.modules, self.importers))
        return list(near.plan(distances, self.seconds, near.START + SECONDS / near.WORKERS).chosen)

    def holds(self, files: Sequence[str]) -> bool:
        """Whether tests pass where nothing is broken; without that none of them kills anything."""
        copy = self.copies.get()
        try:
            return _run(copy, files, timeout=3600) == 0
        finally:
            self.copies.put(copy)

    def tried(self, mutant: Mutant) -> Tried:
        """Break one copy, run the nearest tests there, mend it."""
        copy, started = self.copies.get(), time.monotonic()
        path = copy / mutant.file
        sound = path.read_text(encoding="utf-8")
        files = self.nearest(mutant.file)
        try:
            path.write_text(mutated(sound, mutant.number, self.part), encoding="utf-8")
            killed = _run(copy, files, timeout=LONGEST) != 0
        finally:
            path.write_text(sound, encoding="utf-8")
            self.copies.put(copy)
        return Tried(mutant, killed, time.monotonic() - started, len(files))


def _run(copy: Path, files: Sequence[str], timeout: float) -> int:
    """The exit code of the tests in a copy; nothing of a broken program is kept for others."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *files]
    environment = {
        **os.environ,
        "REPORTGEN_TESTS_CACHE": "off",
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        return 1
    return done.returncode


def explained() -> dict[str, str]:
    """Survivors that are known, by name, each with why no test can or need tell it from the program."""
    found: dict[str, str] = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) or {}
    return found


def seconds_of(text: str) -> float:
    """A time like ``10m`` or ``90s``."""
    return float(text.rstrip("ms")) * (60 if text.endswith("m") else 1)


def main(words: Sequence[str]) -> int:
    """Draw, try, tell."""
    part, budget, count, seed = (*words, *("formula", "10m", "200", "1")[len(words) :])
    drawn = offered(part)
    random.Random(int(seed)).shuffle(drawn)  # noqa: S311 - a sample, not a secret
    drawn = drawn[: int(count)]
    workshop = Workshop(part)
    try:
        return _told(workshop, part, drawn, time.monotonic() + seconds_of(budget))
    finally:
        workshop.close()


def _told(workshop: Workshop, part: str, drawn: Sequence[Mutant], end: float) -> int:
    known, found = explained(), []
    print(f"mutants: {part}, {len(drawn)} drawn", flush=True)
    with ThreadPoolExecutor(WORKERS) as pool:
        due = [pool.submit(lambda one: workshop.tried(one) if time.monotonic() < end else None, one) for one in drawn]
        for done in as_completed(due):
            if (tried := done.result()) is None:
                continue
            found.append(tried)
            if not tried.killed:
                why = known.get(tried.mutant.name)
                print(f"{tried.mutant.file}:{tried.mutant.line}: {tried.mutant.what}"
                      f" ({tried.tests} files of tests, {tried.seconds:.0f} s)" + (f"  [{why}]" if why else ""),
                      flush=True)  # fmt: skip
    survivors = [tried for tried in found if not tried.killed and tried.mutant.name not in known]
    killed = sum(tried.killed for tried in found)
    counted = killed + len(survivors)
    share = killed / counted if counted else 0.0
    print(f"mutants: {len(found)} tried, {killed} killed, {len(survivors)} survived,"
          f" {len(found) - counted} explained: {share:.1%}")  # fmt: skip
    return 0 if share >= ENOUGH else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
