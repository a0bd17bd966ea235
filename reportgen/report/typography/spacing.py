"""Where a text is opened up and where it is closed up; em throughout, by character.

No gap is wider than WIDEST: a reader that copies text takes a gap of about 0.1 em for a space.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reportgen.report.typography.characters import BORDER, CLOSE, CROWDED, FULL_WIDTH, HAN_CHARACTER, SIGNED, SPACE

AIR: Final = 0.08
"""Between Han and Latin or digits."""

WIDEST: Final = 0.09
"""The widest gap, and the most that justification may give to one Han."""

BETWEEN: Final = 0.05
"""Of each of two Han alone between Latin: most of it falls between the two, where none belongs."""

LARGE: Final = 18.0
"""CSS pixels from which the half of a gap that falls on the wrong side of a Han is seen."""

TAPER: Final = (-1.5 * AIR, AIR, -0.5 * AIR)
"""Spacing of the Han before the one at a border: takes back that half, and spreads what is left over."""

PARAGRAPH: Final = 16
"""A text as long as this may run over several lines; shorter ones are names and figures in tables."""


@dataclass(frozen=True)
class Stretch:
    """What justification adds to each full-width character and to each space, in CSS pixels."""

    wide: float = 0.0
    space: float = 0.0


@dataclass(frozen=True)
class Span:
    """A range of bytes in the UTF-8 text, with its letter spacing in em."""

    start: int
    end: int
    em: float


@dataclass(frozen=True)
class Spacing:
    """Letter spacing by range; ranges stretched like spaces, of marks set at half width, and kept in one line."""

    opened: tuple[Span, ...]
    spaces: tuple[tuple[int, int], ...]
    squeezed: tuple[tuple[int, int], ...]
    kept: tuple[tuple[int, int], ...] = ()


NONE: Final = Spacing((), (), ())


@lru_cache(maxsize=8192)
def spacing(text: str, stretch: float, *, is_aired: bool = True, is_large: bool = False) -> Spacing:
    """How a text is spaced when each full-width character is stretched by `stretch` em; 0 while lines are broken.

    `is_aired` opens the borders between Han and Latin; pages on a grid of characters keep them closed. `is_large` is
    of `air`.
    """
    signed = [(match.start(), match.end() - 1) for match in SIGNED.finditer(text)]
    if not FULL_WIDTH.search(text):
        return Spacing((), (), (), _bytes(text, signed)) if signed else NONE
    widths = air(text, stretch, is_large=is_large) if is_aired else {}
    if stretch:
        for match in FULL_WIDTH.finditer(text):
            widths.setdefault(match.start(), stretch)
    spaces = [match.start() for match in SPACE.finditer(text)] if stretch else []
    squeezed = [match.start() for match in CROWDED.finditer(text)]
    kept = [*signed, *(_end(text) if is_aired else ())]
    bytes_of = _byte_ranges(text, sorted({*widths, *spaces, *squeezed}))
    return Spacing(
        tuple(Span(*bytes_of[index], widths[index]) for index in sorted(widths) if index not in spaces),
        tuple(bytes_of[index] for index in spaces),
        tuple(bytes_of[index] for index in squeezed),
        _bytes(text, kept),
    )


def _bytes(text: str, ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges of characters, the last of each counted in, as ranges of bytes."""
    found = _byte_ranges(text, sorted({index for each in ranges for index in each}))
    return tuple((found[first][0], found[last][1]) for first, last in ranges)


def air(text: str, stretch: float = 0.0, *, is_large: bool = False) -> dict[int, float]:
    """Letter spacing by character that opens the borders between Han and Latin.

    Pango puts half of a letter's spacing on each side of it, so the Han carries twice the gap and digits stay
    together. Pango cuts spacing at the ends of a line when it draws but not when it breaks lines: a Han at an end
    carries none, and its Latin neighbour takes it over. In large letters the Han before take back the half that stands
    between Han.
    """
    borders = [_han_and_latin(text, match.start()) for match in BORDER.finditer(text)]
    inner = {han for han, _ in borders} - {0, len(text) - 1}
    widths = {han: _around(han, inner, stretch) for han in sorted(inner)}
    for han, latin in borders:
        if han not in inner and 0 < latin < len(text) - 1:
            widths[latin] = AIR
            beyond = 2 * latin - han
            if beyond in widths:
                widths[beyond] = min(widths[beyond], 2 * WIDEST - AIR)
    if is_large:
        _close_behind(text, borders, widths, stretch)
    return widths


def _close_behind(text: str, borders: Sequence[tuple[int, int]], widths: dict[int, float], stretch: float) -> None:
    """A single digit between two Han carries their gaps itself; elsewhere the Han behind a border close up."""
    latins = Counter(latin for _, latin in borders)
    for han, latin in borders:
        if latins[latin] > 1 and {han, 2 * latin - han} <= widths.keys():
            widths[latin] = min(2 * AIR, 2 * WIDEST - stretch)
    for han, latin in borders:
        if latin in widths:
            widths.pop(han, None)
    for han, latin in borders:
        if widths.get(han) == 2 * AIR:
            _taper(text, han, han - latin, widths)


def _taper(text: str, han: int, step: int, widths: dict[int, float]) -> None:
    for index, em in enumerate(TAPER, start=1):
        at = han + step * index
        if not 0 < at < len(text) - 1 or at in widths or not HAN_CHARACTER.match(text[at]):
            return
        widths[at] = em


def _end(text: str) -> list[tuple[int, int]]:
    """First and last character of what closes a paragraph in Chinese: no line of it is one character and a stop."""
    closing = CLOSE.search(text) if len(text) >= PARAGRAPH else None
    return [(closing.start(), closing.end() - 1)] if closing else []


def _han_and_latin(text: str, index: int) -> tuple[int, int]:
    return (index, index + 1) if HAN_CHARACTER.match(text[index]) else (index + 1, index)


def _around(han: int, inner: set[int], stretch: float) -> float:
    if {han - 1, han + 1} & inner:
        return max(stretch, BETWEEN)
    return max(stretch, min(2 * AIR, 2 * WIDEST - stretch))


def _byte_ranges(text: str, indices: list[int]) -> Mapping[int, tuple[int, int]]:
    ranges: dict[int, tuple[int, int]] = {}
    character = offset = 0
    for index in indices:
        offset += len(text[character:index].encode())
        ranges[index] = (offset, offset + len(text[index].encode()))
        character = index
    return ranges
