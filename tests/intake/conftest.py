"""Small workbooks of official forms, written for one test each."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reportgen import intake
from reportgen.catalog import Catalog, load_catalog

ROOT = Path(__file__).parents[2]
Write = Callable[..., Path]


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("small_workbooks", ROOT / "scripts" / "small_workbooks.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["small_workbooks"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def small() -> ModuleType:
    return _load()


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


@pytest.fixture
def write(tmp_path: Path, small: ModuleType) -> Write:
    """Write rows as a workbook: write(rows, name=..., sheet=...)."""

    def written(rows: list[list[Any]], name: str = "a.xlsx", sheet: str = "表", **changes: Any) -> Path:
        return small.write(tmp_path / name, {sheet: rows}, {sheet: changes.get("changes", {})})

    return written


@pytest.fixture
def read(tmp_path: Path, catalog: Catalog) -> Callable[[], intake.Reading]:
    """Read everything in the test's folder, without a case."""
    return lambda: intake.read_paths([tmp_path], catalog)


@pytest.fixture
def figures(small: ModuleType, catalog: Catalog) -> Callable[..., Mapping[str, int]]:
    return lambda code, scale=1: small.figures(code, catalog, scale)


def rules(reading: intake.Reading) -> list[str]:
    return [finding.rule for finding in reading.findings]
