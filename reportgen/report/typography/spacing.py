"""Where a text is opened up and where it is closed up; em throughout, by character.

No gap is wider than WIDEST, since a reader that copies text takes a gap of about 0.1 em for a space. Only a line that
would end short of its margin opens further, where a space does no harm: beside numbers, and behind commas and stops.

Classes of characters, as bodies of regular expression sets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

HAN: Final = (
    "\u2e80-\u2fdf"  # radicals
    "\u3005-\u3007\u3021-\u3029"  # iteration marks, zero, numerals
    "\u3400-\u4dbf\u4e00-\u9fff"  # unified ideographs, extension A
    "\uf900-\ufaff"  # compatibility ideographs
    "\U00020000-\U0003ffff"  # extensions B and later
)
CLOSING: Final = (
    "\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff1f\uff01"  # commas, stops, colons, marks
    "\uff09\u3015\u3011\u300b\u3009\u300d\u300f\u201d\u2019"  # brackets, quotes
)
OPENING: Final = "\uff08\u3014\u3010\u300a\u3008\u300c\u300e\u201c\u2018"

HAN_CHARACTER: Final = re.compile(f"[{HAN}]")
FULL_WIDTH: Final = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uff60{CLOSING}{OPENING}\u2014\u2026]")

BORDER: Final = re.compile(f"[{HAN}](?=[A-Za-z0-9+\u2212\u00b1\u00a5\uffe5])|[A-Za-z0-9%](?=[{HAN}])")
"""The first of two neighbours, one Han and one Latin: a digit between two Han has two borders."""

PAUSE: Final = re.compile("[\u3001\u3002\uff0c\uff1a\uff1b]")
"""A full-width mark behind which a line may open further."""

CROWDED: Final = re.compile(f"[{CLOSING}](?=[{CLOSING}{OPENING}])|(?<=[{OPENING}])[{OPENING}]")
"""A full-width mark that carries blank next to another one: it may give up half its width."""

CLOSE: Final = re.compile(f"(?:[{HAN}]|[0-9][0-9.,]*%?)[{HAN}][{CLOSING}]*\\Z")
"""The last two Han of a text, or the last and the number before it, with the marks after them."""

SIGNED: Final = re.compile("[+\u2212\u00b1][^0-9\\s]{0,3}[0-9]")
"""A sign, the mark of a currency and the first digit: no line ends between them."""

TYPED: Final = re.compile(f"(?<=[{HAN}]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[{HAN}])")
"""A space that was typed between Han and Latin; pages open that gap themselves."""

SPACE: Final = re.compile("[ \u00a0]")


def closed(words: str) -> str:
    """Words of a terminal for a page: without the spaces typed between Han and Latin."""
    return TYPED.sub("", words)


AIR: Final = 0.08
"""Between Han and Latin or digits."""

WIDEST: Final = 0.09
"""The widest gap, and the most that justification may give to one Han."""

LARGE: Final = 18.0
"""CSS pixels from which the blank of an opening mark at the start of a text is seen: titles, and phrases of titles."""

WIDER: Final = 0.6
"""The most by which a gap beside a number, or behind a pause, opens further."""

PARAGRAPH: Final = 16
"""A text as long as this may run over several lines; shorter ones are names and figures in tables."""
REASON: Final = re.compile("[\u2460-\u2473\u3251-\u325f\u32b1-\u32bf]")
"""The circled number of a note: notes follow one another on a line, and the shortest may end it."""


@dataclass(frozen=True)
class Justification:
    """What justification adds, in CSS pixels: to each full-width character, to each space, and to each loose gap."""

    wide: float = 0.0
    space: float = 0.0
    loose: float = 0.0


@dataclass(frozen=True)
class Sides:
    """What a character is given on its left and on its right."""

    left: float = 0.0
    right: float = 0.0

    @property
    def em(self) -> float:
        """Letter spacing, of which the layout engine puts half on each side."""
        return self.left + self.right

    @property
    def shift(self) -> float:
        """How far the character moves to the right for each side to have its own."""
        return (self.left - self.right) / 2


@dataclass(frozen=True)
class SpacedRange:
    """A range of bytes in the UTF-8 text, with its letter spacing and how far it is moved to the right."""

    start: int
    end: int
    em: float
    shift: float


@dataclass(frozen=True)
class Spacing:
    """Letter spacing by range; ranges stretched like spaces, of marks set at half width, and kept in one line."""

    opened: tuple[SpacedRange, ...]
    spaces: tuple[tuple[int, int], ...]
    squeezed: tuple[tuple[int, int], ...]
    kept: tuple[tuple[int, int], ...] = ()


NONE: Final = Spacing((), (), ())


@lru_cache(maxsize=8192)
def spacing(text: str, stretch: float, *, loose: float = 0.0, is_aired: bool = True, is_large: bool = False) -> Spacing:
    """How a text is spaced when each full-width character is stretched by `stretch` em; 0 while lines are broken.

    `is_aired` opens the borders between Han and Latin; pages on a grid of characters keep them closed. `loose` is added
    to each loose gap. `is_large` sets an opening mark at the start at half width.
    """
    signed = [(match.start(), match.end() - 1) for match in SIGNED.finditer(text)]
    if not FULL_WIDTH.search(text):
        return Spacing((), (), (), _bytes(text, signed)) if signed else NONE
    given = sides(text, stretch, loose=loose, is_aired=is_aired)
    spaces = [match.start() for match in SPACE.finditer(text)] if stretch else []
    squeezed = [match.start() for match in CROWDED.finditer(text)]
    if is_large and text[0] in OPENING and 0 not in squeezed:
        squeezed.insert(0, 0)
    kept = [*signed, *(_end(text) if is_aired else ())]
    bytes_of = _byte_ranges(text, sorted({*given, *spaces, *squeezed}))
    return Spacing(
        tuple(SpacedRange(*bytes_of[index], given[index].em, given[index].shift) for index in sorted(given)),
        tuple(bytes_of[index] for index in spaces),
        tuple(bytes_of[index] for index in squeezed),
        _bytes(text, kept),
    )


def _bytes(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges of characters, the last of each counted in, as ranges of bytes."""
    found = _byte_ranges(text, sorted({index for each in ranges for index in each}))
    return tuple((found[first][0], found[last][1]) for first, last in ranges)


def sides(text: str, stretch: float = 0.0, *, loose: float = 0.0, is_aired: bool = True) -> dict[int, Sides]:
    """What each character is given, by its index; one that is given nothing is left out.

    At a border between Han and Latin the Han carries the gap, so that digits stay together. The layout engine cuts
    spacing at the ends of a line when it draws but not when it breaks lines: a Han at an end carries no gap, and its
    Latin neighbour takes it over; of a first character only the right side is drawn.
    """
    half = stretch / 2
    given = {match.start(): Sides(half, half) for match in FULL_WIDTH.finditer(text)} if stretch else {}
    gap = (min(max(AIR, stretch), WIDEST) if is_aired else half) + loose
    for index, side in _at_borders(text) if gap > half else ():
        beside = 0.0 if HAN_CHARACTER.match(text[index]) else half
        given[index] = _opened(given.get(index, Sides()), side, gap - beside)
    for index in _pauses(text) if loose else ():
        given[index] = _opened(given[index], 1, half + loose)
    if 0 in given:
        given[0] = Sides(given[0].right, given[0].right)
    return given


def has_gap(before: str, after: str) -> bool:
    """Whether a gap that may open further stands between two texts of one line."""
    return bool(before and after and (BORDER.match(before[-1] + after[0]) or PAUSE.match(before[-1])))


def _pauses(text: str) -> Sequence[int]:
    return [match.start() for match in PAUSE.finditer(text) if match.start() < len(text) - 1]


def _opened(before: Sides, side: int, gap: float) -> Sides:
    return Sides(gap, before.right) if side < 0 else Sides(before.left, gap)


def _at_borders(text: str) -> Sequence[tuple[int, int]]:
    """Of each border between Han and Latin: which character carries the gap, and on which side, -1 or 1."""
    found = [match.start() for match in BORDER.finditer(text)]
    borders = [(index, index + 1) if HAN_CHARACTER.match(text[index]) else (index + 1, index) for index in found]
    inner = range(1, len(text) - 1)
    carried = [(han, latin - han) if han in inner else (latin, han - latin) for han, latin in borders]
    return [(index, side) for index, side in carried if index in inner]


def _end(text: str) -> list[tuple[int, int]]:
    """First and last character of what closes a paragraph in Chinese: no line of it is one character and a stop."""
    closing = CLOSE.search(text) if len(text) >= PARAGRAPH or REASON.match(text) else None
    return [(closing.start(), closing.end() - 1)] if closing else []


def _byte_ranges(text: str, indices: list[int]) -> Mapping[int, tuple[int, int]]:
    ranges: dict[int, tuple[int, int]] = {}
    character = offset = 0
    for index in indices:
        offset += len(text[character:index].encode())
        ranges[index] = (offset, offset + len(text[index].encode()))
        character = index
    return ranges
