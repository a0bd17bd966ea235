"""The modules of the intake stand one above the other."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from reportgen import intake

FOLDER = Path(intake.__file__).parent


def name(path: Path) -> str:
    """What a module is called, from the program down."""
    return ".".join((intake.__name__, *path.relative_to(FOLDER).with_suffix("").parts))


MODULES = {name(path): path for path in FOLDER.rglob("*.py") if path.stem != "__init__"}


def imported(path: Path) -> set[str]:
    """The modules of the same package that a module imports, those for types alone among them."""
    names = {
        name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for name in ({f"{node.module}.{alias.name}" for alias in node.names} | {node.module or ""})
    }
    return names & MODULES.keys()


def test_no_module_of_the_intake_imports_itself_by_way_of_others():
    graph = {module: imported(path) for module, path in MODULES.items()}

    order = list(TopologicalSorter(graph).static_order())  # raises CycleError at a ring

    assert set(order) == set(graph)
    assert any(graph.values())
