"""The definitions that the program works by: items, indicators, forms, rules, schemes, words."""

from __future__ import annotations

from reportgen.catalog.catalog import Catalog, load_catalog

__all__ = ["Catalog", "load_catalog"]
