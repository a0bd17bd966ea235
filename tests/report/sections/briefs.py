"""The two pieces of the board's brief, printed together."""

from __future__ import annotations

from typing import Any

from pages import having, read
from reportgen.model.reports import SectionEntry
from reportgen.report import assembly

BOTH = (SectionEntry(section="story"), SectionEntry(section="liquidity"))


def both(material: Any, mode: str = "en") -> Any:
    """The two sections about a material."""
    return read(assembly.report(having(material, "board", BOTH), "board", mode))  # type: ignore[arg-type]
