"""The modules of the intake stand one above the other."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from reportgen import intake

FOLDER = Path(intake.__file__).parent


def imported(path: Path) -> set[str]:
    """The modules of the same package that a module imports, those for types alone among them."""
    names = {
        name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(intake.__name__)
        for name in ({alias.name for alias in node.names} | {(node.module or "").rpartition(".")[2]})
    }
    return {name for name in names if (FOLDER / f"{name}.py").exists()}


def test_no_module_of_the_intake_imports_itself_by_way_of_others():
    graph = {path.stem: imported(path) for path in FOLDER.glob("*.py") if path.stem != "__init__"}

    order = list(TopologicalSorter(graph).static_order())  # raises CycleError at a ring

    assert set(order) == set(graph)
