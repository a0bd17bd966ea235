"""The passport of every printed number: what it is, how it was printed, its key and its unrounded value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.place import Place


@dataclass(frozen=True)
class Entry:
    """One printed number.

    Attributes:
        key: such as ``score.total`` or ``indicator.current_ratio``.
        printed: the digits as they stand on the page.
        section: id of the section where it stands with its full context.
        value: unrounded, in the base unit.
        places: the cells behind it; empty where `origin` says how it was computed.
    """

    key: str
    name: Text
    printed: str
    section: str
    value: float
    origin: Text | None = None
    places: tuple[Place, ...] = ()


@dataclass
class Ledger:
    """Collects the numbers while the pages are written; of two entries under one key the first is kept."""

    entries: dict[str, Entry] = field(default_factory=dict)

    def enter(self, entry: Entry) -> str:
        """Keep the entry; returns its printed digits, so that nothing is printed which is not entered."""
        self.entries.setdefault(entry.key, entry)
        return entry.printed
