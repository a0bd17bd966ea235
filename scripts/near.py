"""Runs the tests that a change can reach, the nearest first, within a time: `python scripts/near.py [BUDGET [BASE]]`.

What changed is the working tree against HEAD, or against BASE. A test reaches a change over imports: its own, those of
the helpers of tests it uses, those of the program. A test that mirrors a changed module, or names the section that it
prints, is nearest. What the time does not allow is left out and named; `make test` runs it.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

import grimp

PROJECT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = "reportgen"
VIEWS: Final = f"{PACKAGE}.report.sections"
BUDGET: Final = 45.0
"""Seconds, less than the minute that an inner loop may take: tests are collected besides."""
WORKERS: Final = 2
PLAIN: Final = ("-n", str(WORKERS), "--dist", "loadfile")
START: Final = 15.0
"""Seconds of each worker until the first test: start, collection, and reading samples that others had read before."""
EACH: Final = 0.6
"""Seconds beside its own that a file costs where others do not prepare what it shares with them."""
UNKNOWN: Final = 4.0
"""Seconds that a file of tests may take that was never timed."""
FAR: Final = 99
"""Further than any import leads: what everything depends on, or nothing is known of."""
LOOKS: Final = re.compile(r"(?:templates|styles)/(?:official/)?sections/(?P<name>\w+)")
DEFINITIONS: Final = re.compile(r"reportgen/catalog/(?P<folder>\w+)/(?:.*/)?(?P<name>\w+)\.yaml")
BESIDE: Final = {"docs": "docs", "samples": "samples", "scripts": "house", "bench": "bench", ".ci": "setup"}
"""Folder of the project → folder of the tests about it."""


@dataclass(frozen=True)
class Change:
    """What a changed file means.

    Attributes:
        modules: of the program, that are or behave otherwise now.
        tests: files of tests to run whatever they import, and folders of them.
        sections: names of sections that print otherwise.
    """

    modules: frozenset[str] = frozenset()
    tests: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Plan:
    """Files of tests to run, and those that a change reaches and the time does not allow; how far each is."""

    chosen: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


def meaning(path: str) -> Change:
    """What a changed file of the project means."""
    if path.startswith(f"{PACKAGE}/") and path.endswith(".py"):
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        part = re.match(r"reportgen\.report\.sections\.(\w+)", module)
        return Change(frozenset({module}), sections=frozenset({part[1]} if part else ()))
    if found := LOOKS.match(path):
        return Change(frozenset({f"{PACKAGE}.report.sections.{found['name']}"}), sections=frozenset({found["name"]}))
    if found := DEFINITIONS.match(path):
        about = frozenset({f"tests/{found['folder']}/", "tests/catalog/"})
        if found["folder"] == "sections":
            view = f"{VIEWS}.{found['name']}"
            return Change(frozenset({f"{PACKAGE}.catalog.load", view}), about, frozenset({found["name"]}))
        return Change(frozenset({f"{PACKAGE}.catalog.load"}), about)
    if path.startswith(("templates/", "styles/")):
        return Change(frozenset({f"{PACKAGE}.report.html"}))
    return Change(tests=frozenset({path if path.startswith("tests/") else _about(path)}))


def _about(path: str) -> str:
    """The folder of the tests about a file that is neither program nor test."""
    usual = "docs" if path.endswith(".md") else "setup"
    return f"tests/{BESIDE.get(path.partition('/')[0], usual)}/"


def reach(modules: Iterable[str], importers: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """How many imports each module is away from a changed one, by module; 0 for those that changed."""
    found = dict.fromkeys(modules, 0)
    edge = list(found)
    while edge:
        edge = [one for name in edge for one in importers.get(name, ()) if _closer(found, one, found[name] + 1)]
    return found


def _closer(found: dict[str, int], name: str, distance: int) -> bool:
    if found.get(name, FAR) <= distance:
        return False
    found[name] = distance
    return True


class Tests:
    """The tests of a project: what each file imports and says."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = sorted(folder.rglob("test_*.py"))

    def distances(self, change: Change, far: Mapping[str, int]) -> dict[str, int]:
        """How far each file that can reach the change is from it: 0 if it is about it, else imports on the way."""
        found = {}
        for path in self.files:
            distance = self._distance(path, change, far)
            if distance < FAR:
                found[self._name(path)] = distance
        if 0 in found.values():
            return found
        return {name: min(1, far) if self._is_beside(name, change) else far for name, far in found.items()}

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder.parent).as_posix()

    def _distance(self, path: Path, change: Change, far: Mapping[str, int]) -> int:
        name = self._name(path)
        if name in change.tests or any(one.endswith("/") and name.startswith(one) for one in change.tests):
            return 0
        if any(self._mirrors(name, module) for module in change.modules):
            return 0
        if any(f'"{section}"' in self._text(path) for section in change.sections):
            return 1
        helpers = {self.folder.parent / one for one in change.tests}
        steps = self._steps(path)
        by_helper = (step for helper, step in steps.items() if helper in helpers)
        imported = ((step, module) for helper, step in steps.items() for module in self._imports(helper))
        by_import = (step + far[module] + 1 for step, module in imported if module in far)
        return min((*by_helper, *by_import), default=FAR)

    def _mirrors(self, name: str, module: str) -> bool:
        parts = module.split(".")[1:]
        return bool(parts) and name in {
            "/".join(["tests", *parts[:-1], f"test_{parts[-1]}.py"]),
            "/".join(["tests", *parts[:-2], f"test_{parts[-2]}.py"]) if len(parts) > 1 else "",
        }

    def _is_beside(self, name: str, change: Change) -> bool:
        """Whether a file of tests lies in the folder that mirrors a module's: it proves it by a door of its package."""
        folders = {"/".join(["tests", *module.split(".")[1:-1]]) for module in change.modules}
        return name.rpartition("/")[0] in folders - {"tests"}

    def _steps(self, path: Path) -> dict[Path, int]:
        """A file with the helpers it uses, those of its folders too, and how many imports away each is."""
        found = {path: 0}
        edge = [path, *(p / "conftest.py" for p in path.parents if p != self.folder and self.folder in p.parents)]
        for one in edge:
            found.setdefault(one, 0)
        while edge:
            edge = [
                helper
                for one in edge
                if one.is_file()
                for helper in self._helpers(one)
                if helper not in found and not found.update({helper: found[one] + 1})
            ]
        return found

    @cache  # noqa: B019 - one object lives as long as the program
    def _text(self, path: Path) -> str:
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    @cache  # noqa: B019 - as above
    def _named(self, path: Path) -> frozenset[str]:
        """Everything a file imports, by full name; of ``from a import b`` both a and a.b."""
        return frozenset(_imports(ast.parse(self._text(path))))

    def _imports(self, path: Path) -> Iterator[str]:
        return (name for name in self._named(path) if name.partition(".")[0] == PACKAGE)

    def _helpers(self, path: Path) -> Iterator[Path]:
        for name in self._named(path):
            helper = self.folder / Path(*name.split(".")).with_suffix(".py")
            if helper.is_file():
                yield helper


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


def plan(distances: Mapping[str, int], seconds: Mapping[str, float], budget: float) -> Plan:
    """The nearest files that fit into the time, of those equally near the quickest; what is about the change always."""
    chosen, left = {}, max(budget - START, 0) * WORKERS
    order = sorted(distances, key=lambda name: (distances[name], seconds.get(name, UNKNOWN), name))
    for name in order:
        cost = EACH + seconds.get(name, UNKNOWN)
        if not distances[name] or cost <= left:
            chosen[name] = distances[name]
            left -= cost
    return Plan(chosen, {name: distances[name] for name in order if name not in chosen})


def changed(base: str) -> list[str]:
    """Files of the project that differ from a revision, and those that git does not know yet."""
    return sorted({*_git("diff", "--name-only", base), *_git("ls-files", "--others", "--exclude-standard")})


def _git(*words: str) -> list[str]:
    done = subprocess.run(["git", "-C", str(PROJECT), *words], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def importers() -> dict[str, list[str]]:
    """Module of the program → those that import it; that of a view is imported by name, as the catalogue gives it."""
    graph = grimp.build_graph(PACKAGE, cache_dir=None)
    for view in graph.find_children(VIEWS):
        graph.add_import(importer=VIEWS, imported=view)
    return {name: sorted(graph.find_modules_that_directly_import(name)) for name in graph.modules}


def timed() -> dict[str, float]:
    """Seconds that each file of tests took when it last ran here, as tests/conftest.py keeps them."""
    sys.path[:0] = [str(PROJECT / "tests"), str(PROJECT)]
    import timings

    return timings.read()


def main(words: Sequence[str]) -> int:
    """Plan, say, run."""
    budget = float(words[0].rstrip("s")) if words and words[0] else BUDGET
    files = changed(words[1] if len(words) > 1 and words[1] else "HEAD")
    every = [meaning(path) for path in files]
    change = Change(
        *(frozenset().union(*(getattr(one, name) for one in every)) for name in ("modules", "tests", "sections"))
    )
    distances = Tests(PROJECT / "tests").distances(change, reach(change.modules, importers()))
    found = plan(distances, timed(), budget)
    print(f"near: {len(files)} files changed; {len(distances)} files of tests can reach that")
    if not found.chosen:
        print("near: nothing to run")
        return 0
    print(
        f"near: {len(found.chosen)} run, the nearest first; the furthest is {max(found.chosen.values())} imports away"
    )
    sys.stdout.flush()
    command = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", *PLAIN, *found.chosen]
    code = subprocess.run(command, cwd=PROJECT, check=False).returncode
    print(f"near: {len(found.left_out)} left out" + (", for `make test`:" if found.left_out else ""))
    for line in folded(found.left_out):
        print(f"  {line}")
    return code


def folded(files: Iterable[str]) -> list[str]:
    """Files of tests by folder, a line each."""
    found: dict[str, list[str]] = {}
    for name in sorted(files):
        folder, _, file = name.rpartition("/")
        found.setdefault(folder, []).append(file.removeprefix("test_").removesuffix(".py"))
    return [f"{folder}: {' '.join(names)}" for folder, names in found.items()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
