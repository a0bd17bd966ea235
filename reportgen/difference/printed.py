"""Values of a comparison as its rows print them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from reportgen.model.definition import Text
from reportgen.model.printing import number

if TYPE_CHECKING:
    from reportgen.catalog.words import Words
    from reportgen.difference.changes import CellChange
    from reportgen.difference.side import Side

NOTHING: Final = "\N{EM DASH}"
LONGEST: Final = 90
"""Characters of a sentence or a definition that a row shows."""
DIGITS: Final = 12
"""Digits of a file's digest."""
T = TypeVar("T")


def cut(found: Sequence[T], most: int) -> tuple[Sequence[T], int]:
    """As many as there is room for, and how many are left out."""
    return found[:most], max(0, len(found) - most)


def same(text: str) -> Text:
    """One text for both languages."""
    return Text(zh=text or NOTHING, en=text or NOTHING)


def short(side: Side) -> str:
    """A side in a few words: its number, or hospital and period."""
    return side.number or f"{side.entity} {side.period}"


def hospital(side: Side) -> Text:
    """The name of the hospital, as the results have it."""
    name = side.results["entity"].get("name")
    is_named = isinstance(name, dict) and name.get("zh") and name.get("en")
    return Text(zh=str(name["zh"]), en=str(name["en"])) if is_named else same(side.entity)


def joined(words: Words, texts: Sequence[Text]) -> Text:
    """One after the other, between the marks of each language."""
    between = words["diff.between"]
    return Text(zh=between.zh.join(one.zh for one in texts), en=between.en.join(one.en for one in texts))


def figure(value: Any) -> str:
    """A figure with two decimals."""
    return number(value, 2) if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def of_cell(cell: Any) -> str:
    """A figure read."""
    return NOTHING if cell is None else number(cell.value, 2)


def places(change: CellChange) -> str:
    """Where a figure stands, on both sides."""
    found = [cell.place for cell in (change.before, change.after) if cell is not None and cell.place]
    return " → ".join(dict.fromkeys(found)) or NOTHING


def plain(value: Any) -> str:
    """A value of a definition."""
    if value is None:
        return NOTHING
    return clipped(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def clipped(text: str) -> str:
    """A text, not too long for its row."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def digest(value: Any) -> str:
    """The beginning of a digest."""
    return NOTHING if value is None else f"{str(value)[:DIGITS]}…"
