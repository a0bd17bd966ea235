"""Number formats that show another number than the one in the cell: scaled ones and percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from reportgen.intake.sheets import Position, position

PERCENT: Final = -2
"""The power of ten of a percentage."""
BUILT_IN_PERCENTS: Final = frozenset({9, 10})
THOUSAND: Final = 3
FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
CODE: Final = re.compile(rb'\bformatCode="([^"]*)"')
NUMBER: Final = re.compile(rb'\bnumFmtId="(\d+)"')
STYLES: Final = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE: Final = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
STYLED: Final = re.compile(rb'<c\b(?=[^>]*?\br="([A-Z]{1,3}\d{1,7})")(?=[^>]*?\bs="(\d+)")[^>/]*>')
LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|_.|\*.')
SPLIT: Final = re.compile(r"[\\!]\.([0#?]+)|\"\.\"([0#?]+)")  # a written point before the last digits: 0!.0000
COMMAS: Final = re.compile(r"[0#?](,+)(?![0#?,])")
ENTITIES: Final = {"&quot;": '"', "&lt;": "<", "&gt;": ">", "&amp;": "&"}


@lru_cache(maxsize=1024)
def power_of(code: str) -> int:
    """By how many powers of ten a format shrinks what it shows; PERCENT for a percentage, 0 for a plain one."""
    first = code.partition(";")[0]
    split = SPLIT.search(first)
    digits = len(split[1] or split[2] or "") if split else 0
    plain = LITERAL.sub("", first)
    if "%" in plain.replace("\\%", ""):
        return PERCENT
    commas = COMMAS.search(plain)
    return digits + THOUSAND * (len(commas[1]) if commas else 0)


def of_styles(xml: bytes) -> dict[int, int]:
    """Styles of cells whose format shows another number, by their index in a workbook's styles → the power of ten."""
    codes = {int(number[1]): power_of(_text(code[1])) for number, code in _formats(xml)}
    codes |= dict.fromkeys(BUILT_IN_PERCENTS, PERCENT)
    block = STYLES.search(xml)
    numbers = [NUMBER.search(style) for style in STYLE.findall(block[0])] if block else []
    powers = {index: codes.get(int(number[1]), 0) for index, number in enumerate(numbers) if number}
    return {index: power for index, power in powers.items() if power}


def of_cells(xml: bytes, styles: Mapping[int, int]) -> dict[Position, int]:
    """The cells of a sheet that show another number than they hold → the power of ten."""
    if not any(b's="%d"' % index in xml for index in styles):
        return {}
    found = ((cell, styles.get(int(style), 0)) for cell, style in STYLED.findall(xml))
    return {position(cell.decode()): power for cell, power in found if power}


def _formats(xml: bytes) -> Iterator[tuple[re.Match[bytes], re.Match[bytes]]]:
    for found in FORMAT.findall(xml):
        number, code = NUMBER.search(found), CODE.search(found)
        if number and code:
            yield number, code


def _text(code: bytes) -> str:
    text = code.decode(errors="replace")
    for entity, character in ENTITIES.items():
        text = text.replace(entity, character)
    return text
