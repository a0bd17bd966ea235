"""The contents, and the pages that open parts: both are printed from the report's own list of sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.report.desk.desk import Desk


@dataclass(frozen=True)
class Contents:
    """Whether lists of tables and figures follow the contents."""

    has_lists: bool


def contents(desk: Desk, options: Options) -> list[Piece]:
    """Every listed section with its page."""
    del desk
    return [Piece(options.entry, Contents(has_lists=options.word("lists") == "shown"))]


def part(desk: Desk, options: Options) -> list[Piece]:
    """The title of a part and the sections in it; it falls away with them."""
    del desk
    return [Piece(options.entry, None, opens=True)]
