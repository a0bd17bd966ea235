"""The numbered reasons under a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reportgen.model import printing
from reportgen.model.definition import Text

CIRCLED_ONE: Final = 0x2460


@dataclass
class Notes:
    """The numbered reasons under one table; only those that are used there."""

    used: list[Text] = field(default_factory=list)

    def mark(self, words: Text) -> str:
        """The circled number of these words: the same for the same words."""
        if words not in self.used:
            self.used.append(words)
        return chr(CIRCLED_ONE + self.used.index(words))

    def absent(self, words: Text) -> str:
        """A dash with its reason's mark."""
        return f"{printing.DASH}{self.mark(words)}"

    def lines(self) -> tuple[Text, ...]:
        """The notes as they stand under the table."""
        return tuple(
            Text(zh=f"{chr(CIRCLED_ONE + index)} {words.zh}", en=f"{chr(CIRCLED_ONE + index)} {words.en}")
            for index, words in enumerate(self.used)
        )
