"""Hospital statement workbooks in, a bilingual evaluation report with grade bands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from reportgen.api import (
        EvaluatedCase,
        ExitCode,
        OpenedCase,
        Refused,
        RenderedReport,
        findings_of,
        open_case,
    )

__all__ = [
    "EvaluatedCase",
    "ExitCode",
    "OpenedCase",
    "Refused",
    "RenderedReport",
    "__version__",
    "findings_of",
    "open_case",
]
__version__: Final = "0.1.0"


def __getattr__(name: str) -> Any:
    """A stable name of the interface for Python (docs/api.md), read when it is first asked for.

    Raises:
        AttributeError: for any other name.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("reportgen.api"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
