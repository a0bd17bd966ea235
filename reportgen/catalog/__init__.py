"""The definitions that the program works by: items, indicators, forms, rules, schemes, words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportgen.catalog.catalog import Catalog, load_catalog

__all__ = ["Catalog", "load_catalog"]


def __getattr__(name: str) -> Any:
    """What is asked of the package, loaded when it is asked for: a name alone needs no model.

    Raises:
        AttributeError: for a name that it does not give out.
    """
    if name not in __all__:
        raise AttributeError(name)
    from reportgen.catalog import catalog

    return getattr(catalog, name)
