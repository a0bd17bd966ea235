"""The faces of a page as a part of it: cut down to its characters, so that no reader's computer needs any of them."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from reportgen import kept
from reportgen.report import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

HELD: Final = re.compile(r"data:[a-z0-9/+.-]+;base64,[A-Za-z0-9+/=]*")
"""A picture inside the page: letters that nobody reads."""
LOCAL: Final = re.compile(r'local\("([^"]+)"\)')
"""How a style names one face by its full name."""
FACE: Final = '@font-face {{ font-family: "{family}"; font-weight: {weight}; src: {source} }}'
STYLES: Final = "<style>"
SOURCE: Final = 'url("data:font/woff2;base64,{content}") format("woff2")'
FULL_NAME: Final = 4
NOTICES: Final = frozenset({0, 1, 2, 4, 7, 13, 14})
"""Names that stay in a face: whose it is and under which licence, and what it is called."""
QUALITY: Final = 9
"""Of the compression, of 11: a face of 1,200 characters in 0.04 instead of 1.1 s of the processor, a twelfth larger."""


def dressed(page: str, families: Iterable[str]) -> str:
    """A page with the faces of installed families, as far as its words need them, inside its styles."""
    characters = "".join(sorted({one for one in HELD.sub("", page) if one.isprintable()}))
    faces = [face for family in sorted(families) for face in fonts.faces(family)]
    sources = {face.name: _source(face.file, face.number, characters) for face in faces}
    rules = [FACE.format(family=face.family, weight=face.weight, source=sources[face.name]) for face in faces]
    named = LOCAL.sub(lambda match: sources.get(match[1], match[0]), page)
    return named.replace(STYLES, "\n".join([STYLES, *rules, ""]), 1)


def _source(file: Path, number: int, characters: str) -> str:
    return kept.text_once(
        "web-face",
        (fonts.state(), file.name, str(number), characters),
        lambda: SOURCE.format(content=b64encode(subset(file, number, characters)).decode()),
    )


def subset(file: Path, number: int, characters: str) -> bytes:
    """A face of a file with the glyphs of these characters alone, as WOFF2; the same bytes each time."""
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update({ord(one) for one in characters})
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update({int.from_bytes(tag, "big") for tag in fonts.LEFT_OUT})
    names = wanted.sets(hb.SubsetInputSets.NAME_ID)
    names.clear()
    names.update(NOTICES)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    cut = hb.subset(hb.Face(hb.Blob.from_file_path(str(file)), number), wanted).blob.data
    written = BytesIO()
    with TTFont(BytesIO(cut), recalcBBoxes=False, recalcTimestamp=False, lazy=True) as font, _compressed_quickly():
        font.flavor = "woff2"
        font.save(written)
    return written.getvalue()


@contextmanager
def _compressed_quickly() -> Iterator[None]:
    """The library's writer of WOFF2, which has no setting for it, at our quality instead of the slowest."""
    from fontTools.ttLib import woff2

    plain = woff2.brotli
    woff2.brotli = SimpleNamespace(**{**vars(plain), "compress": partial(plain.compress, quality=QUALITY)})
    try:
        yield
    finally:
        woff2.brotli = plain
