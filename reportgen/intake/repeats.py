"""Sheets of a workbook whose XML is that of an earlier sheet but for plain values: not parsed again.

A workbook of twelve months is one month twelve times. Where everything but numbers and shared texts is the same, byte
for byte, so are places, formats, formulas, merged and hidden cells, and only the values have to be taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from operator import is_not, ne
from typing import Final

from reportgen.intake.figures import Cell
from reportgen.intake.layouts import takes
from reportgen.intake.sheets import Sheet, position

VALUE: Final = (b"<v>", b"</v>")
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
DIGITS: Final = b"0123456789.-+eE"
ENTRY: Final = re.compile(rb"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.DOTALL)
PLAIN: Final = re.compile(rb'<t(?: xml:space="preserve")?>([^<&\r]*)</t>')
ENCODING: Final = re.compile(rb"""<\?xml\b[^>]*\bencoding=["']([^"']*)["']""")
Values = Callable[[Sequence[bytes]], tuple[bytes, ...]]
ESCAPED: Final = b"_x"
"""How a text spells characters that XML does not allow."""


class SharedTexts:
    """The texts that cells refer to by number; those with more than plain text are left to the reader of workbooks."""

    def __init__(self, xml: bytes) -> None:
        encoding = ENCODING.match(xml)
        known = encoding is None or encoding[1].lower() == b"utf-8"
        self._entries: list[bytes] = ENTRY.findall(xml) if known else []
        self._texts: dict[bytes, str | None] = {}

    def of(self, number: bytes) -> str | None:
        """The text of a number, None where it is not to be had."""
        if number not in self._texts:
            self._texts[number] = self._at(number)
        return self._texts[number]

    def _at(self, number: bytes) -> str | None:
        if not number.isdigit() or int(number) >= len(self._entries):
            return None
        plain = PLAIN.fullmatch(self._entries[int(number)])
        if plain is None or plain[1] != plain[1].strip() or ESCAPED in plain[1]:
            return None
        return plain[1].decode()


@dataclass(frozen=True, eq=False)
class _Taken:
    """The XML of a sheet cut in front of each value: what stands around the cells, and each value with what follows."""

    around: tuple[bytes, bytes, bytes]
    parts: list[bytes]

    @staticmethod
    def of(xml: bytes) -> _Taken | None:
        begin, end = xml.find(DATA[0]), xml.find(DATA[1])
        if not 0 < begin < end or len(xml) > LARGEST:
            return None
        first, *parts = xml[begin:end].split(VALUE[0])
        return _Taken((UNLIKE.sub(b"", xml[:begin]), first, xml[end:]), parts)

    @cached_property
    def tails(self) -> list[bytes] | None:
        """What follows each value, from the mark of its end on; None where a value has no end, or more than one."""
        if any(part.count(VALUE[1]) != 1 for part in self.parts):
            return None
        return [part[part.index(VALUE[1]) :] for part in self.parts]

    def values(self, tails: Sequence[bytes]) -> list[bytes] | None:
        """The values, if these may be what follows them; one that is followed by anything else keeps its mark."""
        if not self.parts or not (self.parts[0].endswith(tails[0]) and self.parts[-1].endswith(tails[-1])):
            return None
        return list(map(bytes.removesuffix, self.parts, tails))


@dataclass(frozen=True, eq=False)
class _Pattern:
    """Which of the values of a sheet are numbers, texts, or neither, and where they stand."""

    numbers: Values
    texts: Values
    fixed: Values
    spots: tuple[int, ...]
    """The cells of the texts, counted row by row."""
    entries: Sequence[bytes]
    """The numbers of the texts."""
    words: tuple[str, ...]
    """The texts themselves."""
    place: Callable[[Sequence[Cell]], tuple[Cell, ...]]
    """All cells from the numbers, the texts and the cells of the first sheet, one behind the other."""


@dataclass(frozen=True, eq=False)
class _First:
    """A sheet as it was read, its XML, and its values with what follows them there."""

    taken: _Taken
    sheet: Sheet
    tails: Sequence[bytes]
    values: Sequence[bytes]

    @cached_property
    def pattern(self) -> _Pattern | None:
        """None where a value is not that of a cell, or stands in no cell that was read."""
        between = (tail.removeprefix(VALUE[1]) for tail in self.tails)
        owners = OWNER.findall(VALUE[0].join((self.taken.around[1], *between)))
        if len(owners) != len(self.values):
            return None
        width, flat = self.sheet.width, self.sheet.flat
        numbers: dict[int, int] = {}
        texts: dict[int, int] = {}
        fixed: list[int] = []
        for index, (name, kind) in enumerate(owners):
            row, column = position(name.decode())
            if row >= len(self.sheet.rows) or column >= width:
                return None
            spot = row * width + column
            if type(flat[spot]) is float and kind in {b"", b"n"}:
                numbers[spot] = index
            elif type(flat[spot]) is str and kind == b"s":
                texts[spot] = index
            else:
                fixed.append(index)
        new = {spot: number for number, spot in enumerate((*numbers, *texts))}
        order = [new.get(spot, len(new) + spot) for spot in range(len(flat))]
        pick = takes([*texts.values()])
        words = tuple(str(flat[spot]) for spot in texts)
        return _Pattern(
            takes([*numbers.values()]), pick, takes(fixed), tuple(texts), pick(self.values), words, takes(order)
        )


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
        having = self.known.setdefault((taken.around, len(taken.parts)), [])
        for known in having:
            values = taken.values(known.tails)
            repeated = None if values is None else self._repeated(known, values, name)
            if repeated is not None:
                return repeated
        sheet = first()
        tails = taken.tails if sheet is not None and len(having) < MOST else None
        values = taken.values(tails) if tails else None
        if sheet is not None and tails and values is not None:
            having.append(_First(taken, sheet, tails, values))
        return sheet

    def _repeated(self, first: _First, values: Sequence[bytes], name: str) -> Sheet | None:
        """The sheet, or None where a value is none that can be taken as it stands, as one that keeps a mark."""
        pattern = first.pattern
        if pattern is None or pattern.fixed(values) != pattern.fixed(first.values):
            return None
        digits = pattern.numbers(values)
        if b"".join(digits).translate(None, DIGITS):
            return None
        words = self._words(pattern, values)
        try:
            numbers = list(map(float, digits))
        except ValueError:
            return None
        if words is None:
            return None
        cells = pattern.place((*numbers, *words, *first.sheet.flat))
        changed = tuple(compress(pattern.spots, map(is_not, words, pattern.words)))
        return first.sheet.with_cells(name, cells, changed)

    def _words(self, pattern: _Pattern, values: Sequence[bytes]) -> list[str] | None:
        """The texts of a sheet, those of the first one where they are the same; None where one is not to be had."""
        entries, words = pattern.texts(values), list(pattern.words)
        for index in compress(range(len(words)), map(ne, entries, pattern.entries)):
            text = self.shared.of(entries[index])
            if text is None:
                return None
            if text != words[index]:
                words[index] = text
        return words
