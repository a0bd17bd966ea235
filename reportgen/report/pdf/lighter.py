"""What the libraries under the layout engine do over and over, done once: the same bytes for less time and memory.

- The engine copies the whole file of each face that it draws with, though only a subset is written: of Chinese faces
  sixteen megabytes each. Here it looks at them where they lie.
- The file's writer makes a list of all pages for every element of the structure. Here the list is made once.
- The parser of HTML remembers its expressions under a wrong name, and so builds each of them at every use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tinyhtml5 import inputstream
from weasyprint.text.ffi import ffi, harfbuzz


class FaceData:
    """The engine's reading of a face's file: of a face to draw with a view, of a subset its bytes."""

    def __init__(self, plain: Callable[..., bytes | None]) -> None:
        self.plain = plain
        self.is_drawn_with = False
        self.held: list[Any] = []

    def __call__(self, face: Any, *asked: Any) -> bytes | memoryview | None:
        """As the engine asks for it."""
        if not self.is_drawn_with or asked:
            return self.plain(face, *asked)
        blob = ffi.gc(harfbuzz.hb_face_reference_blob(face), harfbuzz.hb_blob_destroy)
        length = ffi.new("unsigned int *")
        start = harfbuzz.hb_blob_get_data(blob, length)
        if start == ffi.NULL:
            return None
        self.held.append(blob)  # the view is good as long as this is
        return memoryview(ffi.buffer(start, int(length[0])))


def faces_read_in_place(plain: type[Any], data: FaceData) -> type[Any]:
    """The engine's faces in a file, which are not copied before they are subset."""

    class Font(plain):  # type: ignore[misc]  # the engine is untyped
        file_content: bytes | memoryview | None

        def __init__(self, *given: Any) -> None:
            data.is_drawn_with = True
            try:
                super().__init__(*given)
            finally:
                data.is_drawn_with = False

        def clean(self, *asked: Any) -> None:
            super().clean(*asked)
            if isinstance(self.file_content, memoryview):  # nothing was left out of it
                self.file_content = bytes(self.file_content)

    return Font


def pages_named_once(plain: property) -> property:
    """References to the pages of a file, in a list that is made anew when pages came."""

    def page_references(file: Any) -> tuple[bytes, ...]:
        known: tuple[int, tuple[bytes, ...]] = vars(file).get("named_pages", (-1, ()))
        count = len(file.pages["Kids"])
        if known[0] != count:
            known = file.named_pages = count, plain.__get__(file)
        return known[1]

    return property(page_references)


def expressions_by_their_characters(plain: Callable[..., str]) -> Callable[..., str]:
    """The parser's reading up to some characters, with the expression for them under its own name."""

    def chars_until(stream: Any, characters: frozenset[str], *opposite: bool) -> str:
        known, name = inputstream.characters_until_regex, (characters, any(opposite))
        if name not in known:
            among = "".join(f"\\x{ord(character):02x}" for character in characters)
            known[name] = re.compile(f"[{among}]+" if any(opposite) else f"[^{among}]+")
        return plain(stream, *name)

    return chars_until
