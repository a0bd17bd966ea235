"""Small and large damage to bytes, texts and packages, drawn by seed: the same seed does the same harm."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from typing import Final

NUMBERS: Final = (
    b"0", b"-1", b"1e999", b"1e-999", b"99999999", b"4294967296", b"18446744073709551616", b"9" * 400, b"9" * 5000,
    b"0x41", b"NaN", b"inf", b"-0", b"1_000", "１２".encode(), "٣".encode(), b"1.2.3", b"1,2,3",
)  # fmt: skip
WORDS: Final = (
    b"", b"\x00", b"\r", b"\n", b"\r\n", b"\t", b'"', b"'", b"''''", b'"""', b",", b",,,,", b";", b"|", b"\\", b"../../x", b"/etc/passwd",
    b"=cmd|' /C calc'!A0", b"<script>", b"&lt;", b"&amp;#0;", b"&x;", b"]]>", b"<!--", b"{{", b"{%", b"${x}", b"%s", b"%n", b"[" * 3000,
    b'{"a":' * 3000, b"- " * 3000, b"(" * 3000, b"!!python/object:os.system", b"&a [*a]", b"*a", b"? a", b"---\n", b"null", b"true", b"yes",
    b"2026-02-30", b"0000-00", b"9999-99", b"2025Q9", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", "\u202e".encode(),
    "\u2028".encode(), "机构".encode("gb18030"), "货币资金".encode(), "元".encode(), "合计".encode(), b"A" * 70_000, b"A99999999", b"ZZZZZZ27",
    b"XFD1048576", b"entity", b"period", b"clinic", b"PK\x03\x04", b"%PDF-", b"endobj", b"stream", b"/Length 99999999", b"/Kids [1 0 R]",
)  # fmt: skip
DIGITS: Final = re.compile(rb"\d+")
PIECES: Final = re.compile(rb"[^\s,:;<>\"'=/{}\[\]()]+")
MOST: Final = 4
"""Changes to one input."""
LARGEST: Final = 3_000_000

Change = Callable[[bytes, random.Random], bytes]


def harmed(content: bytes, draw: random.Random) -> bytes:
    """A content with a few changes; of a package mostly inside one of its files."""
    if content.startswith(b"PK") and draw.random() < 0.85:
        return _package(content, draw)
    return _changed(content, draw)


def _changed(content: bytes, draw: random.Random) -> bytes:
    for _ in range(draw.randint(1, MOST)):
        content = draw.choice(CHANGES)(content, draw)[:LARGEST]
    return content


def _package(content: bytes, draw: random.Random) -> bytes:
    """A package with changes in one or two of its files, one left out, or one there twice."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    for _ in range(draw.randint(1, 2)):
        index = draw.randrange(len(parts))
        name, part = parts[index]
        parts[index] = (name, _changed(part, draw))
    if draw.random() < 0.05:
        del parts[draw.randrange(len(parts))]
    if draw.random() < 0.05:
        parts.append(draw.choice(parts))
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of a name that is there twice
        _write(stream, parts, draw)
    return stream.getvalue()


def _write(stream: io.BytesIO, parts: list[tuple[str, bytes]], draw: random.Random) -> None:
    with zipfile.ZipFile(stream, "w", draw.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])) as made:
        for name, part in parts:
            made.writestr(zipfile.ZipInfo(name), part)


def _span(content: bytes, draw: random.Random, longest: int = 200) -> tuple[int, int]:
    begin = draw.randrange(len(content) + 1)
    return begin, min(len(content), begin + draw.randint(0, longest))


def _flip(content: bytes, draw: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(draw.randint(1, 8) if made else 0):
        made[draw.randrange(len(made))] ^= 1 << draw.randrange(8)
    return bytes(made)


def _bytes(content: bytes, draw: random.Random) -> bytes:
    begin, _ = _span(content, draw)
    new = draw.choice([b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", draw.randbytes(4)])
    return content[:begin] + new + content[begin + 4 :]


def _cut(content: bytes, draw: random.Random) -> bytes:
    begin, end = _span(content, draw)
    return content[:begin] + content[end:]


def _end(content: bytes, draw: random.Random) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def _repeat(content: bytes, draw: random.Random) -> bytes:
    begin, end = _span(content, draw)
    return content[:end] + content[begin:end] * draw.choice([1, 2, 50]) + content[end:]


def _move(content: bytes, draw: random.Random) -> bytes:
    begin, end = _span(content, draw)
    at = draw.randrange(len(content) + 1)
    return content[:at] + content[begin:end] + content[at:]


def _word(content: bytes, draw: random.Random) -> bytes:
    begin, _ = _span(content, draw)
    return content[:begin] + draw.choice(WORDS) + content[begin:]


def _number(content: bytes, draw: random.Random) -> bytes:
    return _replaced(content, DIGITS, NUMBERS, draw)


def _piece(content: bytes, draw: random.Random) -> bytes:
    return _replaced(content, PIECES, (*WORDS, *NUMBERS), draw)


def _swap(content: bytes, draw: random.Random) -> bytes:
    """One piece of the content in place of another."""
    found = PIECES.findall(content[:200_000])
    return _replaced(content, PIECES, tuple(found[:5000]) or (b"",), draw)


def _replaced(content: bytes, pattern: re.Pattern[bytes], new: tuple[bytes, ...], draw: random.Random) -> bytes:
    found = list(pattern.finditer(content[:200_000]))
    if not found:
        return content
    one = draw.choice(found)
    return content[: one.start()] + draw.choice(new) + content[one.end() :]


CHANGES: Final[tuple[Change, ...]] = (
    _flip, _bytes, _cut, _end, _repeat, _move, _word, _word, _number, _number, _number, _piece, _piece, _piece, _swap,
)  # fmt: skip
