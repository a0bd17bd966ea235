"""Captions of tables and figures: registered while views write, numbered once the report stands.

The numbered reasons under a table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.known import whole_under

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TABLE: Final = "table"
FIGURE: Final = "figure"
NUMBERING: Final = "caption."
"""What the key of the number of a caption begins with: it is a name, and says nothing of the hospital."""


@dataclass(frozen=True)
class Caption:
    """One caption.

    Attributes:
        kind: table or figure.
        id: its anchor; section: the anchor of the section in which it stands.
    """

    kind: str
    id: str
    section: str
    words: Text
    listed: Text | None = None

    @property
    def in_list(self) -> Text:
        """Its words in the list of tables or figures, shorter where the caption tells what is shown."""
        return self.listed or self.words


@dataclass
class Captions:
    """All captions of a report, in the order in which views wrote them.

    Attributes:
        read_out: addresses of drawings by the words that are read in their place.
    """

    written: list[Caption] = field(default_factory=list)
    read_out: dict[str, str] = field(default_factory=dict)

    def add(self, kind: str, section: str, words: Text, listed: Text | None = None) -> Caption:
        """Register a caption of a section."""
        before = sum(1 for each in self.written if (each.kind, each.section) == (kind, section))
        caption = Caption(kind, f"{kind}-{section}-{before + 1}", section, words, listed)
        self.written.append(caption)
        return caption

    def alternative(self, source: str, words: str) -> str:
        """What is read in place of a drawing; one that says what another says, as figures may coincide, is numbered."""
        numbered = chain([words], (f"{words} ({number})" for number in count(2)))
        return next(each for each in numbered if self.read_out.setdefault(each, source) == source)

    def in_order(self, sections: Sequence[str]) -> tuple[Caption, ...]:
        """Those of sections that are there, in the order of the sections."""
        place = {section: index for index, section in enumerate(sections)}
        there = [caption for caption in self.written if caption.section in place]
        return tuple(sorted(there, key=lambda caption: place[caption.section]))


def numbers(captions: Sequence[Caption]) -> Mapping[str, int]:
    """The number of each caption among those of its kind, by anchor."""
    counts = {TABLE: 0, FIGURE: 0}
    found = {}
    for caption in captions:
        counts[caption.kind] += 1
        found[caption.id] = whole_under(counts[caption.kind], f"{NUMBERING}{caption.id}")
    return found


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
