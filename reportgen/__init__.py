"""Hospital statement workbooks in, a bilingual evaluation report with grade bands out."""

from __future__ import annotations

from typing import Any, Final

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

    Their types stand in the stub beside this file: an import here would lead from below to the top of the program.

    Raises:
        AttributeError: for any other name.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pkgutil import resolve_name

    return resolve_name(f"reportgen.api:{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
