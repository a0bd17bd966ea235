"""Captions of tables and figures, numbered once the report stands; and heads of narrow columns, whose words stay whole.

The numbered reasons under a table.

Where a Chinese name goes on to a second line: between two of its words.

No dictionary is asked. Where many names begin alike and then differ, or differ and then end alike, one word ends and
another begins: 增长率 stands behind 净资产, 总资产 and 医疗收入, 长率 behind 增 alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, count, pairwise
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.known import whole_under
from reportgen.report import fonts
from reportgen.report.pdf.required import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportgen.model.definition import LanguageMode


TABLE: Final = "table"
FIGURE: Final = "figure"
NUMBERING: Final = "caption."
"""What the key of the number of a caption begins with: it is a name, and says nothing of the hospital."""
CIRCLED: Final = (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))
"""1 to 50 in circles; more notes than that stand in brackets."""
SHEET_MM: Final = 257.0
"""Width of the text block of a landscape page."""
NAME_MOST_MM: Final = 110.0
"""Of a column of names: beyond it an eye loses the row on its way to the figures."""
SIZE_MM: Final = 6.6 * 25.4 / 72
"""The smallest type of tables, in which heads of many columns stand."""
HAN_MM: Final = 7.2 * 25.4 / 72
"""A Chinese character of them, and the least size in which one is read."""
SHARE: Final = 0.01
"""Room in mm that is not worth sharing."""
LEAST: Final = 2
"""Characters of a part."""
ENOUGH: Final = 4
"""Different neighbours that show the end of a word."""
OPENS: Final = "（("
CLOSES: Final = "）)、，"
"""Before what, and behind what, a long name goes on to another line best."""


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


def head_mm(words: Text, mode: LanguageMode, parts: Sequence[str] = (), *, is_low: bool = False) -> float:
    """Width of the longest English word of a head, in mm, or of the longest part at whose end its Chinese breaks.

    A low head is so wide that its English takes two lines at most.
    """
    chinese = 0.0 if mode == "en" else HAN_MM * max(map(len, parts), default=0)
    return chinese if mode == "zh" else max(chinese, _low_mm(words) if is_low else _english_mm(words.en.split()))


def _low_mm(words: Text) -> float:
    """Width of the longer of two lines, where they are parted best."""
    said = words.en.split()
    return min(
        _english_mm([" ".join(said[:end]), " ".join(said[end:])]) for end in range(min(1, len(said) - 1), len(said))
    )


def _english_mm(lines: Sequence[str]) -> float:
    fonts.activate()
    load()
    from reportgen.report.lint.drawing import advance  # loads the layout engine, which must find our fonts set up

    return max(advance(line, fonts.CHART_FAMILY, bold=True) for line in lines) * SIZE_MM


def widths(needed: Sequence[float], room: float, widest: float) -> tuple[float, ...]:
    """What columns need, and what is left of the room shared out evenly up to a width; rounded down."""
    found, left = list(needed), room - sum(needed)
    while left > SHARE and any(width < widest for width in found):
        narrow = [place for place, width in enumerate(found) if width < widest]
        share = left / len(narrow)
        for place in narrow:
            grown = min(found[place] + share, widest)
            left -= grown - found[place]
            found[place] = grown
    return tuple(int(width * 100) / 100 for width in found)


def runs(needed: Sequence[float], room: float) -> Iterator[range]:
    """Columns side by side as far as the room goes, in as few tables as can be, all about as long."""
    for tables in range(1, len(needed) + 1):
        bounds = [round(place * len(needed) / tables) for place in range(tables + 1)]
        found = [range(start, stop) for start, stop in pairwise(bounds)]
        if tables == len(needed) or all(sum(needed[place] for place in run) <= room for run in found):
            yield from found
            return


class Breaks:
    """Breaks of names, found by what the known names have in common."""

    def __init__(self, names: Iterable[str], tails: str = "") -> None:
        """Learn from names: what stands before each ending, what follows each beginning; no part begins with a tail."""
        self._tails = tails
        self._before: dict[str, set[str]] = defaultdict(set)
        self._behind: dict[str, set[str]] = defaultdict(set)
        for name in set(names):
            for at in range(1, len(name)):
                self._before[name[at:]].add(name[at - 1])
                self._behind[name[:at]].add(name[at])

    @staticmethod
    @lru_cache(maxsize=4)
    def learned(names: frozenset[str], tails: str = "") -> Breaks:
        """The same of names that one report after another has in common."""
        return Breaks(names, tails)

    def parts(self, name: str, most: int) -> tuple[str, ...]:
        """The name in one piece, or in two of two to so many characters; in one where two cannot hold it.

        The break is where other characters could stand on either side; of equals where most could, then the most even.
        """
        places = range(max(len(name) - most, LEAST), min(most, len(name) - LEAST) + 1)
        if len(name) <= most or not places:
            return (name,)
        between = [at for at in places if name[at] not in self._tails]
        at = max(between or places, key=lambda at: (*self._variety(name, at), -abs(len(name) - 2 * at)))
        return (name[:at], name[at:])

    def _variety(self, name: str, at: int) -> tuple[int, int]:
        """Of a break, whether both sides show the end of a word, and how many neighbours there are."""
        before, behind = len(self._before.get(name[at:], ())), len(self._behind.get(name[:at], ()))
        return (1 + min(before, ENOUGH)) * (1 + min(behind, ENOUGH)), before + behind


def in_sense(name: str, joints: str = "") -> tuple[str, ...]:
    """A long name in the parts between which it may go on to another line; `joints` begin one as brackets do."""
    inside = range(1, len(name))
    ends = [at for at in inside if name[at] in OPENS or name[at] in joints or name[at - 1] in CLOSES]
    return tuple(name[first:last] for first, last in pairwise([0, *ends, len(name)]))


def names_beside(others: Iterable[float], whole: float = SHEET_MM) -> float:
    """The width of the column of names in a table across a page, landscape usually, beside columns of these widths."""
    return round(min(whole - sum(others), NAME_MOST_MM), 2)
