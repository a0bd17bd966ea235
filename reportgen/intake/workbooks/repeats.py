"""Sheets of a workbook whose XML is that of an earlier sheet but for plain values: not parsed again.

A workbook of twelve months is one month twelve times. Where everything but numbers and shared texts is the same, byte
for byte, so are places, formats, formulas, merged and hidden cells, and only the values have to be taken out.

The texts of a workbook that its cells refer to by number, taken out of its XML as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from itertools import compress
from operator import is_not, ne
from typing import Final

from reportgen.intake.words.figures import Cell
from reportgen.intake.workbooks.sheets import Sheet, position, takes

ENTRY: Final = re.compile(rb"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
PLAIN: Final = re.compile(rb'<t(?: xml:space="preserve")?>([^<&\r]*)</t>')
TEXT: Final = b"\1"
"""In front of such a text, where it is one of the values; no XML holds it."""
CHARACTER: Final = re.compile(r"&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(amp|lt|gt|quot|apos));")
NAMED: Final = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
ENCODING: Final = re.compile(rb"""<\?xml\b[^>]*\bencoding=["']([^"']*)["']""")
ESCAPED: Final = b"_x"
"""How a text spells characters that XML does not allow."""


class SharedTexts:
    """The texts that cells refer to by number; those with more than plain text are left to the reader of workbooks."""

    def __init__(self, xml: bytes) -> None:
        self._entries: list[bytes] = ENTRY.findall(xml) if is_utf8(xml) else []
        self._texts: dict[bytes, str | None] = {}

    def of(self, value: bytes) -> str | None:
        """The text of a number, or the one that a cell itself holds; None where it is not to be had."""
        if value not in self._texts:
            plain = value[1:] if value.startswith(TEXT) else self._at(value)
            self._texts[value] = None if plain is None else _as_it_stands(plain)
        return self._texts[value]

    def _at(self, number: bytes) -> bytes | None:
        if not number.isdigit() or int(number) >= len(self._entries):
            return None
        plain = PLAIN.fullmatch(self._entries[int(number)])
        return plain[1] if plain else None


def is_utf8(xml: bytes) -> bool:
    """Whether XML is in UTF-8, as it is where it does not say."""
    encoding = ENCODING.match(xml)
    return encoding is None or encoding[1].lower() == b"utf-8"


def _as_it_stands(xml: bytes) -> str | None:
    """A text without marks, None where more than its characters would have to be understood."""
    if b"<" in xml or b"\r" in xml or ESCAPED in xml:
        return None
    try:
        text = CHARACTER.sub(_character, xml.decode())
    except (UnicodeDecodeError, ValueError, OverflowError):
        return None
    is_plain = text == text.strip() and "\r" not in text and xml.count(b"&") == len(CHARACTER.findall(xml.decode()))
    return text if is_plain else None


def _character(found: re.Match[str]) -> str:
    number, hexadecimal, name = found.groups()
    return NAMED[name] if name else chr(int(number) if number else int(hexadecimal, 16))


VALUE: Final = (b"<v>", b"</v>")
END: Final = b"\0"
DATA: Final = (b"<sheetData", b"</sheetData>")
LARGEST: Final = 4_000_000
"""Bytes of XML; a sheet of more is seldom one of many alike, and taking it apart needs as much memory again."""
MOST: Final = 16
"""Sheets of one size that are kept to know others by."""
UNLIKE: Final = re.compile(rb'<sheetViews>.*?</sheetViews>|<dimension\b[^>]*>| xr:uid="[^"]*"', re.DOTALL)
"""What differs from sheet to sheet and says nothing of cells: the view, the reach, a name of the sheet for machines."""
OWNER: Final = re.compile(
    rb'<c (?=[^>]*?\br="([A-Z]{1,3}\d{1,7})")(?=[^>]*?\bt="(\w*)"|)[^>]*(?<!/)>'
    rb"(?:<f\b[^>]*/>|<f\b[^>]*(?<!/)>[^<]*</f>)?(?=<v>)"
)
"""The cell to which a value belongs, from its own mark up to the value: its name and its kind."""
PLAIN_OWNER: Final = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"(?: s="\d+")?(?: t="(\w*)")?>(?=<v>)')
"""The same of most cells of most writers, found in half the time."""
OWNERS: Final = (PLAIN_OWNER, OWNER)
DIGITS: Final = b"0123456789.-+eE"
OWN: Final = (b"<is><t>", b'<is><t xml:space="preserve">', b"</t></is>")
"""Around a text that stands in the cell itself."""
TEXTS: Final = frozenset({b"s", b"inlineStr"})
Values = Callable[[Sequence[bytes]], tuple[bytes, ...]]


@dataclass(frozen=True, eq=False)
class _Taken:
    """The XML of a sheet taken apart: what stands around the cells, between their values, and the values.

    What follows a value begins with `END`, which no XML holds, so that the end of a value is never taken for a
    beginning.
    """

    around: tuple[bytes, bytes]
    between: list[bytes]
    values: list[bytes]

    @staticmethod
    def of(xml: bytes) -> _Taken | None:
        begin, end = xml.find(DATA[0]), xml.find(DATA[1])
        if not 0 < begin < end or len(xml) > LARGEST:
            return None
        data = xml[begin:end]
        if OWN[-1] in data:
            if not is_utf8(xml):
                return None
            *begins, ends = OWN
            data = reduce(lambda xml, begins: xml.replace(begins, VALUE[0] + TEXT), begins, data).replace(
                ends, VALUE[1]
            )
        pieces = data.replace(VALUE[1], VALUE[0] + END).split(VALUE[0])
        return _Taken((UNLIKE.sub(b"", xml[:begin]), xml[end:]), pieces[::2], pieces[1::2])

    @property
    def is_whole(self) -> bool:
        """Whether each value has one end."""
        ends = all(piece.startswith(END) for piece in self.between[1:])
        return ends and len(self.between) == len(self.values) + 1 and not self.between[0].startswith(END)


@dataclass(frozen=True, eq=False)
class _Frame:
    """Which of the values of a sheet are numbers, texts, or neither, and where they stand."""

    numbers: Values
    texts: Values
    fixed: Values
    spots: tuple[int, ...]
    """The cells of the texts, counted row by row."""
    words: Callable[[Sequence[Cell]], tuple[Cell, ...]]
    """The texts from all cells."""
    place: Callable[[Sequence[Cell]], tuple[Cell, ...]]
    """All cells from the numbers, the texts and the cells of the first sheet, one behind the other."""


@lru_cache(maxsize=64)
def _frame(marks: bytes, count: int, kinds: tuple[type, ...], width: int) -> _Frame | None:
    """The frame of sheets with these marks around their values and cells of these kinds.

    None where a value is not that of a cell, or stands in no cell that was read.
    """
    owners = next((found for one in OWNERS if len(found := one.findall(marks)) == count), None)
    if owners is None:
        return None
    numbers: dict[int, int] = {}
    texts: dict[int, int] = {}
    fixed: list[int] = []
    for index, (name, kind) in enumerate(owners):
        row, column = position(name.decode())
        spot = row * width + column
        if column >= width or spot >= len(kinds):
            return None
        if kinds[spot] is float and kind in {b"", b"n"}:
            numbers[spot] = index
        elif kinds[spot] is str and kind in TEXTS:
            texts[spot] = index
        else:
            fixed.append(index)
    new = {spot: number for number, spot in enumerate((*numbers, *texts))}
    order = [new.get(spot, len(new) + spot) for spot in range(len(kinds))]
    spots = tuple(texts)
    return _Frame(takes([*numbers.values()]), takes([*texts.values()]), takes(fixed), spots, takes(spots), takes(order))


@dataclass(frozen=True, eq=False)
class _Pattern:
    """A frame, and what the first sheet holds in it."""

    frame: _Frame
    fixed: tuple[bytes, ...]
    entries: Sequence[bytes]
    """The numbers of the texts, or these themselves."""
    words: tuple[str, ...]
    """The texts themselves."""


@dataclass(frozen=True, eq=False)
class _First:
    """A sheet as it was read, and its XML."""

    taken: _Taken
    sheet: Sheet

    @cached_property
    def pattern(self) -> _Pattern | None:
        """None where the values are not those of cells that were read."""
        values, flat = self.taken.values, self.sheet.flat
        marks = VALUE[0].join(self.taken.between).replace(END, b"")
        frame = _frame(marks, len(values), tuple(map(type, flat)), self.sheet.width)
        if frame is None:
            return None
        return _Pattern(frame, frame.fixed(values), frame.texts(values), tuple(map(str, frame.words(flat))))


@dataclass(frozen=True, eq=False)
class Repeats:
    """The sheets of one workbook that were read."""

    shared: SharedTexts
    known: dict[object, list[_First]] = field(default_factory=dict)

    def read(self, xml: bytes, name: str, first: Callable[[], Sheet | None]) -> Sheet | None:
        """The sheet with this XML, by one that was read before, else as `first` reads it."""
        taken = _Taken.of(xml)
        if taken is None:
            return first()
        having = self.known.setdefault((taken.around, len(taken.values)), [])
        for known in having:
            repeated = self._repeated(known, taken.values, name) if taken.between == known.taken.between else None
            if repeated is not None:
                return repeated
        sheet = first()
        if sheet is not None and len(having) < MOST and taken.values and taken.is_whole:
            having.append(_First(taken, sheet))
        return sheet

    def _repeated(self, first: _First, values: Sequence[bytes], name: str) -> Sheet | None:
        """The sheet, or None where a value is none that can be taken as it stands, as one that keeps a mark."""
        pattern = first.pattern
        if pattern is None or pattern.frame.fixed(values) != pattern.fixed:
            return None
        digits = pattern.frame.numbers(values)
        if b"".join(digits).translate(None, DIGITS):
            return None
        words = self._words(pattern, values)
        try:
            numbers = list(map(float, digits))
        except ValueError:
            return None
        if words is None:
            return None
        cells = pattern.frame.place((*numbers, *words, *first.sheet.flat))
        changed = tuple(compress(pattern.frame.spots, map(is_not, words, pattern.words)))
        return first.sheet.with_cells(name, cells, changed)

    def _words(self, pattern: _Pattern, values: Sequence[bytes]) -> list[str] | None:
        """The texts of a sheet, those of the first one where they are the same; None where one is not to be had."""
        entries, words = pattern.frame.texts(values), list(pattern.words)
        for index in compress(range(len(words)), map(ne, entries, pattern.entries)):
            text = self.shared.of(entries[index])
            if text is None:
                return None
            if text != words[index]:
                words[index] = text
        return words
