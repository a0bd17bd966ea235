"""The texts of a workbook that its cells refer to by number, taken out of its XML as they stand."""

from __future__ import annotations

import re
from typing import Final

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
