"""The numbered reasons under a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reportgen.model import printing
from reportgen.model.definition import Text

CIRCLED: Final = (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))
"""1 to 50 in circles; more notes than that stand in brackets."""


@dataclass
class Notes:
    """The numbered reasons under one table; only those that are used there."""

    used: list[Text] = field(default_factory=list)

    def mark(self, words: Text) -> str:
        """The circled number of these words: the same for the same words."""
        if words not in self.used:
            self.used.append(words)
        return _numbered(self.used.index(words))

    def absent(self, words: Text) -> str:
        """A dash with its reason's mark."""
        return f"{printing.DASH}{self.mark(words)}"

    def lines(self) -> tuple[Text, ...]:
        """The notes as they stand under the table."""
        return tuple(
            Text(zh=f"{_numbered(index)} {words.zh}", en=f"{_numbered(index)} {words.en}")
            for index, words in enumerate(self.used)
        )


def _numbered(index: int) -> str:
    return chr(CIRCLED[index]) if index < len(CIRCLED) else f"[{index + 1}]"
