"""What the writer of a file does over and over for every stream and element, done once.

- The writer packs each stream twice, since the file's own name is a digest of all that is in it, and as tightly as can
  be: for a hundredth of the size that takes three times as long. Here each is packed once, as tightly as is usual.
- It makes a list of all pages for every element of the structure. Here the list is made once.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf


def packed_once(plain: property) -> property:
    """The bytes of a stream as they stand in a file, packed again only if something was written to it since."""

    def data(stream: Any) -> bytes:
        if not stream.compress:
            return bytes(plain.__get__(stream))
        content = b"\n".join(map(pydyf._to_bytes, stream.stream))  # noqa: SLF001 - as the writer does
        known: tuple[bytes, bytes] | None = vars(stream).get("packed")
        if known is None or known[0] != content:
            known = stream.packed = content, zlib.compress(content)
        about = pydyf.Dictionary(stream.extra | {"Filter": "/FlateDecode", "Length": len(known[1])})
        return b"\n".join((about.data, b"stream", known[1], b"endstream"))

    return property(data)


def pages_named_once(plain: property) -> property:
    """References to the pages of a file, in a list that is made anew when pages came."""

    def page_references(file: Any) -> tuple[bytes, ...]:
        known: tuple[int, tuple[bytes, ...]] = vars(file).get("named_pages", (-1, ()))
        count = len(file.pages["Kids"])
        if known[0] != count:
            known = file.named_pages = count, plain.__get__(file)
        return known[1]

    return property(page_references)
