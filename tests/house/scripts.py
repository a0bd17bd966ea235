"""Programs of scripts/, as modules."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import kept


def script(stem: str) -> ModuleType:
    """One of them, fresh, so that a test may change what it knows."""
    spec = importlib.util.spec_from_file_location(f"scripts_{stem}", kept.PROJECT / "scripts" / f"{stem}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module
