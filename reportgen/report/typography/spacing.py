"""Where a text is opened up and where it is closed up; em throughout, by character.

No gap is wider than WIDEST, since a reader that copies text takes a gap of about 0.1 em for a space. Only a line that
would end short of its margin opens further, where a space does no harm: beside numbers, and behind commas and stops.

Classes of characters, as bodies of regular expression sets.

Justified lines: all gaps beside a full-width character share the extra width, spaces take what is left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import create_layout, line_size

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
    closing = CLOSE.search(text) if len(text) >= PARAGRAPH else None
    return [(closing.start(), closing.end() - 1)] if closing else []


def _byte_ranges(text: str, indices: list[int]) -> Mapping[int, tuple[int, int]]:
    ranges: dict[int, tuple[int, int]] = {}
    character = offset = 0
    for index in indices:
        offset += len(text[character:index].encode())
        ranges[index] = (offset, offset + len(text[index].encode()))
        character = index
    return ranges


PRECISION = 0.01
"""CSS pixels by which a line may miss its goal."""

FAR = 2.0
"""Times what a line of Han can give, up to which it gives all: a number kept whole left the gap at its end."""

PlainJustify = Callable[[Any, Any, float], None]


def justified(plain: PlainJustify) -> PlainJustify:
    """`inline.justify_line` that stretches Han too; a line of nothing but Han that is far too short stays ragged."""

    def justify_line(context: Any, line: Any, extra: float) -> None:
        texts = list(_texts(line))
        if not any(FULL_WIDTH.search(box.text) for box in texts):
            plain(context, line, extra - _unkerned(context, texts, extra))
            return
        after_gaps = frozenset(id(after) for before, after in pairwise(texts) if has_gap(before.text, after.text))
        if stretch := _stretch(context, texts, extra, stretch_limit(line.style), len(after_gaps)):
            _spread(context, line, stretch, 0.0, after_gaps)

    return justify_line


def _unkerned(context: Any, texts: list[Any], extra: float) -> float:
    """By how much words of Latin grow when their spaces do: a space that is widened is kerned no more."""
    spaces = sum(len(SPACE.findall(box.text)) for box in texts)
    if not spaces:
        return 0.0
    widened = Justification(0.0, extra / spaces)
    grown = (_measure(context, box, widened)[0] - _measure(context, box, Justification())[0] for box in texts)
    return float(sum(grown) - extra)


def stretch_limit(style: Any) -> float:
    """The most that a Han may be given, in CSS pixels: more where the style has taken from each before."""
    spacing = style["letter_spacing"]
    return float(WIDEST * style["font_size"] - (0.0 if spacing == "normal" else min(spacing, 0.0)))


def _stretch(context: Any, texts: list[Any], extra: float, limit: float, gaps: int) -> Justification | None:
    """What a line is given that is `extra` too short; `gaps` loose ones stand between its texts."""

    def width(wide: float, space: float, loose: float = 0.0) -> float:
        return float(sum(_measure(context, box, Justification(wide, space, loose))[0] for box in texts)) + gaps * loose

    natural = width(0, 0)
    goal = natural + extra
    widest = width(limit, limit)
    if widest >= goal:
        even = _solve(lambda pixels: width(pixels, pixels), goal, (0.0, natural), (limit, widest))
        return Justification(even, even)
    slope = width(limit, limit + 1) - widest
    if slope > 0:
        return Justification(limit, limit + (goal - widest) / slope)
    most = WIDER * min(box.style["font_size"] for box in texts)
    loosest = width(limit, limit, most)
    if loosest >= goal:
        loose = _solve(lambda pixels: width(limit, limit, pixels), goal, (0.0, widest), (most, loosest))
        return Justification(limit, limit, loose)
    return Justification(limit, limit) if extra <= FAR * (widest - natural) else None


def _solve(width: Callable[[float], float], goal: float, low: tuple[float, float], high: tuple[float, float]) -> float:
    """The argument at which a nearly linear function reaches its goal: three steps of regula falsi."""
    middle = low[0]
    for _ in range(3):
        middle = low[0] + (high[0] - low[0]) * (goal - low[1]) / max(high[1] - low[1], 1e-9)
        reached = width(middle)
        if abs(reached - goal) < PRECISION:
            break
        low, high = ((middle, reached), high) if reached < goal else (low, (middle, reached))
    return middle


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.LineBox | boxes.InlineBox):
            yield from _texts(child)


def _measure(context: Any, box: Any, stretch: Justification) -> tuple[float, Any]:
    layout = create_layout(box.text, box.style, context, None, stretch)
    layout.set_text(layout.text, justify=True)
    return line_size(layout.get_first_line()[0], box.style)[0], layout


def _spread(context: Any, box: Any, stretch: Justification, advance: float, after_gaps: frozenset[int]) -> float:
    """Widen the texts of a box and move what follows; returns how far the next one moves."""
    if isinstance(box, boxes.TextBox):
        advance += stretch.loose if id(box) in after_gaps else 0.0
        return advance + _widen(context, box, stretch, advance)
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(advance, 0)
        return advance
    box.position_x += advance
    start = advance
    for child in box.children:
        if child.is_in_normal_flow():
            advance = _spread(context, child, stretch, advance, after_gaps)
    box.width += advance - start
    return advance


def _widen(context: Any, box: Any, stretch: Justification, advance: float) -> float:
    before, _ = _measure(context, box, Justification())
    after, layout = _measure(context, box, stretch)
    layout.deactivate()
    box.position_x += advance
    box.justification_spacing = stretch
    box.pango_layout = layout
    box.width += after - before
    return float(after - before)
