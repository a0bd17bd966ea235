"""Tables and headings in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportgen.model.definition import Text


def cell(words: str) -> str:
    """Words that may stand in a table: one line, no bar that would end the cell, no tag, no emphasis."""
    return " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


def code(words: str) -> str:
    """Words as code in a table; empty stays empty."""
    return f"`{' '.join(words.split()).replace('|', chr(92) + '|')}`" if words else ""


def both(text: Text | None) -> str:
    """Chinese over English."""
    return f"{cell(text.zh)}<br>{cell(text.en)}" if text else ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; its cells are Markdown already."""
    lines = [f"| {' | '.join(head)} |", f"|{'|'.join(' --- ' for _ in head)}|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def heading(level: int, words: str) -> str:
    """A heading with the blank lines around it."""
    return f"\n{'#' * level} {words}\n"


def number(value: float) -> str:
    """A number of a definition, as it is written there."""
    return f"{value:.12g}"
