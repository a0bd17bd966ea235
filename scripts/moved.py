"""Named numbers moved in a program that was read already: nothing is read anew for a bound that functions look up.

What reads a number when its own module is read (another number made of it, a default, a table) would keep the old one;
so would a test that took it over. Such numbers are not late, and program and tests are read anew for them.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import mutations
from mutations import PROJECT, Mutant


@cache
def is_late(mutant: Mutant) -> bool:
    """Whether a mutant is of a number that only bodies of functions look up, and no test does."""
    if mutant.part != "bounds":
        return False
    name = number(mutant)
    own = (PROJECT / mutant.file).read_text(encoding="utf-8")
    takers = [PROJECT / file for file in taking(name, mutant.file)]
    passed_on = any(path.name == "__init__.py" for path in takers)
    texts = (own, *(path.read_text(encoding="utf-8") for path in takers))
    return not passed_on and not _is_tested(name, mutant.file) and not any(_looks_early(name, text) for text in texts)


def number(mutant: Mutant) -> str:
    """What the number is called."""
    return mutant.what.partition(":")[0]


def taking(name: str, home: str) -> list[str]:
    """Other modules of the program that take a name from a module, or reach for it there."""
    found = (path.relative_to(PROJECT).as_posix() for path in _modules("reportgen"))
    return [file for file in found if file != home and _takes(name, home, PROJECT / file)]


def move(mutant: Mutant) -> None:
    """Give the number its other value, wherever it was taken."""
    name, home = number(mutant), importlib.import_module(dotted(mutant.file))
    changed = next(node for node in mutations.mutated(mutant).body if _names(node) == name)
    assert isinstance(changed, ast.AnnAssign)
    assert changed.value is not None
    code = compile(ast.Expression(changed.value), mutant.file, "eval")
    value = eval(code, vars(home))  # noqa: S307 - the project's own line
    setattr(home, name, value)
    for file in taking(name, mutant.file):
        module = sys.modules.get(dotted(file))
        if module is not None and name in vars(module) and name in _imported(_text(PROJECT / file), mutant.file):
            setattr(module, name, value)


def dotted(file: str) -> str:
    """A module as it is imported."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _names(node: ast.stmt) -> str:
    return ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else ""


def _is_tested(name: str, home: str) -> bool:
    return any(_takes(name, home, path) for path in _modules("tests"))


def _takes(name: str, home: str, path: Path) -> bool:
    through = rf"\b{re.escape(dotted(home).rpartition('.')[2])}\.{re.escape(name)}\b"
    text = _text(path)
    return name in text and (name in _imported(text, home) or re.search(through, text) is not None)


@cache
def _modules(folder: str) -> tuple[Path, ...]:
    return tuple((PROJECT / folder).rglob("*.py"))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _imported(text: str, home: str) -> set[str]:
    """Names that some code takes from a module."""
    words = rf"from {re.escape(dotted(home))} import (\([^)]*|[^\n(]*)"
    return {name for found in re.findall(words, text) for name in re.findall(r"\w+", found)}


def _looks_early(name: str, text: str) -> bool:
    """Whether some code looks a name up outside of bodies of functions."""
    return any(
        (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load))
        or (isinstance(node, ast.Attribute) and node.attr == name)
        for node in _read_at_once(ast.parse(text))
    )


def _read_at_once(node: ast.AST) -> Iterator[ast.AST]:
    """What runs when a module is read: all but bodies of functions."""
    yield node
    for field, value in ast.iter_fields(node):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and field == "body":
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                yield from _read_at_once(one)
