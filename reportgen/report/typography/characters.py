"""Classes of characters, as bodies of regular expression sets."""

from __future__ import annotations

import re
from typing import Final

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
