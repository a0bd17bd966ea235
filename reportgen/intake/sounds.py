"""Names with the sounds of their characters printed beside, behind or in front of them: the sounds taken out."""

from __future__ import annotations

import re
from typing import Final

TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ"
HAN: Final = r"\u3400-\u9fff"
SYLLABLES: Final = rf"[A-Za-z{TONED}{TONED.upper()}'’·-]"
MARKED: Final = re.compile(rf"[(\[|/]?{SYLLABLES}*[{TONED}{TONED.upper()}]{SYLLABLES}*[)\]|/]?")
"""Latin letters of which one carries a tone, with the brackets around them."""
BESIDE: Final = re.compile(rf"(?<=[{HAN}])[(\[][a-z]{{1,6}}[1-5]?[)\]](?=[{HAN}]|$)")
"""The sound of one character in brackets behind it, without its tone or with its number."""
NUMBERED: Final = re.compile(r"[(\[|/]?(?:[a-zü]{1,6}[1-5]){2,}[)\]|/]?")
"""Syllables with the numbers of their tones."""
CHARACTERS: Final = re.compile(rf"[{HAN}]")


def without(folded: str) -> str:
    """A name without white space, without the sounds; a name of no Han character as it is."""
    if folded.isascii() or not CHARACTERS.search(folded):
        return folded
    text = folded
    for pattern in (BESIDE, MARKED, NUMBERED):
        text = pattern.sub("", text)
    return text if CHARACTERS.search(text) else folded
