"""Sheets of a workbook whose XML is that of an earlier sheet but for plain values: not parsed again.

A workbook of twelve months is one month twelve times. Where everything but numbers and shared texts is the same, byte
for byte, so are places, formats, formulas, merged and hidden cells, and only the values have to be taken out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from reportgen.intake.figures import Cell
from reportgen.intake.layouts import takes
from reportgen.intake.sheets import Sheet, position

VALUE: Final = (b"<v>", b"</v>")
DATA: Final = (b"<sheetData", b"</sheetData>")
LARGEST: Final = 4_000_000
"""Bytes of XML; a sheet of more is seldom one of many alike, and taking it apart needs as much memory again."""
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

    def of(self, numbers: Sequence[bytes]) -> list[str | None]:
        """The texts of these numbers, None where one is not to be had."""
        for number in set(numbers).difference(self._texts):
            self._texts[number] = self._at(number)
        return list(map(self._texts.__getitem__, numbers))

    def _at(self, number: bytes) -> str | None:
        if not number.isdigit() or int(number) >= len(self._entries):
            return None
        plain = PLAIN.fullmatch(self._entries[int(number)])
        if plain is None or plain[1] != plain[1].strip() or ESCAPED in plain[1]:
            return None
        return plain[1].decode()


@dataclass(frozen=True, eq=False)
class _Taken:
    """The XML of a sheet taken apart: what stands around and between the values, and the values."""

    around: tuple[bytes, bytes]
    between: list[bytes]
    values: list[bytes]

    @staticmethod
    def of(xml: bytes) -> _Taken | None:
        begin, end = xml.find(DATA[0]), xml.find(DATA[1])
        if not 0 < begin < end or len(xml) > LARGEST:
            return None
        parts = xml[begin:end].replace(VALUE[1], VALUE[0]).split(VALUE[0])
        if len(parts) % 2 == 0 or xml.count(VALUE[0], begin, end) != len(parts) // 2:
            return None
        return _Taken((UNLIKE.sub(b"", xml[:begin]), xml[end:]), parts[::2], parts[1::2])


@dataclass(frozen=True, eq=False)
class _Pattern:
    """Which of the values of a sheet are numbers, texts, or neither, and where they stand."""

    numbers: Values
    texts: Values
    fixed: Values
    spots: tuple[int, ...]
    """The cells of the texts, counted row by row."""
    place: Callable[[Sequence[Cell]], tuple[Cell, ...]]
    """All cells from the numbers, the texts and the cells of the first sheet, one behind the other."""


@dataclass(frozen=True, eq=False)
class _First:
    """A sheet as it was read, and its XML."""

    taken: _Taken
    sheet: Sheet

    @cached_property
    def pattern(self) -> _Pattern | None:
        """None where a value is not that of a cell, or stands in no cell that was read."""
        owners = OWNER.findall(VALUE[0].join(self.taken.between))
        if len(owners) != len(self.taken.values):
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
        return _Pattern(takes([*numbers.values()]), takes([*texts.values()]), takes(fixed), tuple(texts), takes(order))


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
        having = self.known.setdefault((taken.around, len(taken.between)), [])
        alike = next((known for known in having if known.taken.between == taken.between), None)
        repeated = self._repeated(alike, taken, name) if alike else None
        if repeated is not None:
            return repeated
        sheet = first()
        if alike is None and sheet is not None:
            having.append(_First(taken, sheet))
        return sheet

    def _repeated(self, first: _First, taken: _Taken, name: str) -> Sheet | None:
        """The sheet, or None where a value is none that can be taken as it stands."""
        pattern = first.pattern
        if pattern is None or pattern.fixed(taken.values) != pattern.fixed(first.taken.values):
            return None
        digits = pattern.numbers(taken.values)
        if b"".join(digits).translate(None, DIGITS):
            return None
        texts = self.shared.of(pattern.texts(taken.values))
        try:
            numbers = list(map(float, digits))
        except ValueError:
            return None
        if None in texts:
            return None
        cells, flat = pattern.place((*numbers, *texts, *first.sheet.flat)), first.sheet.flat
        changed = tuple(spot for spot, text in zip(pattern.spots, texts, strict=True) if text != flat[spot])
        return first.sheet.with_cells(name, cells, changed)
