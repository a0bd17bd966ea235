"""The user's own workbooks back: copies with cells coloured and commented, and a sheet of findings first."""

from __future__ import annotations

from reportgen.export.marked.books import workbooks

__all__ = ["workbooks"]
