"""Row labels, brought to the form in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from reportgen.intake import pinyin
from reportgen.intake.vocabulary import Vocabulary, vocabulary

UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters and marks that turn the direction of writing."""
SPACE: Final = re.compile(
    r"[\s\x00-\x1f\x7f\u00a0\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+"
)
CIRCLED: Final = re.compile(r"^[\u2460-\u2473]")  # ① … ⑳
ROW_NUMBER: Final = re.compile(  # "1 ", and account codes such as 1212
    r"^\d{1,3}\s+(?=[^\d\s.、,)])|^\d{4,}[-_\s]*(?=[^\d\s.])|^\d{4,}[-_\s]+(?=\d{1,2}[.、])"
)
ARABIC: Final = re.compile(r"^\d{1,2}[.、,)](?!\d)|^\(\d{1,2}\)")  # 1. 1、 1) (1)
DASHES: Final[dict[int, str]] = str.maketrans(
    {"—": "-", "–": "-", "－": "-", "−": "-", "“": '"', "”": '"', "＂": '"', "，": ",", "。": "."}
)


TRANSLATION: Final = re.compile(
    r"(?<=[^\x00-\x28\x2a-\x7f])[/|(\[-]*[A-Za-z][A-Za-z ,.'’&:/()-]{3,}$"
)  # behind a Chinese name


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Widths folded, white space gone, Traditional characters as Simplified; what heads and marks are compared by."""
    return SPACE.sub("", unicodedata.normalize("NFKC", text)).translate(_folds())


def simplified(text: str) -> str:
    """A text with Traditional characters as Simplified, one for one."""
    return text.translate(_simplified())


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    words = vocabulary()
    pairs = zip(words.traditional.replace(" ", ""), words.simplified.replace(" ", ""), strict=True)
    return {ord(old): new for old, new in pairs}


@lru_cache(maxsize=1)
def _folds() -> dict[int, str]:
    return {**DASHES, **_simplified()}


def without_translation(folded: str) -> str:
    """A Chinese name without its English translation behind it or its sounds; abbreviations such as CMI stay."""
    text = folded if folded.isascii() else pinyin.without(folded)
    return TRANSLATION.sub("", text)


@lru_cache(maxsize=65536)
def normalised(label: str) -> str:
    """A label without numbering, prefixes, notes and variants of letters, so that its spellings compare equal."""
    words = vocabulary()
    text = unicodedata.normalize("NFKC", CIRCLED.sub("", label.strip()))
    text = without_translation(bare(ROW_NUMBER.sub("", SPACE.sub(" ", text).strip()))).lower()
    while True:
        shorter = _strip_front(_strip_back(text), words)
        if shorter == text:
            break
        text = shorter
    for variant, usual in words.letters_alike.items():
        text = text.replace(variant, usual)
    return text


def _strip_front(text: str, words: Vocabulary) -> str:
    for prefix in words.prefixes:
        if text.startswith(prefix) and len(text) > len(prefix):
            text = text.removeprefix(prefix).lstrip(":")
    numbered = _ordinal(words.ordinals).sub("", text, count=1)
    return ARABIC.sub("", numbered, count=1) or text


def _strip_back(text: str) -> str:
    text = text.rstrip("*:;")
    for note in _notes():
        text = note.sub("", text) or text
    return text


@lru_cache
def _ordinal(ordinals: str) -> re.Pattern[str]:
    return re.compile(rf"^[{ordinals}]{{1,3}}[、.]|^\([{ordinals}]{{1,3}}\)")  # in Chinese numerals


@lru_cache(maxsize=1)
def _notes() -> tuple[re.Pattern[str], ...]:
    words = vocabulary()
    fill = "|".join(words.label_notes)
    units = "|".join(map(re.escape, (*words.currency_notes, *words.percents, *counts())))
    return re.compile(rf"\([^()]*(?:{fill})[^()]*\)$"), re.compile(rf"\((?:{units})\)$")


@lru_cache(maxsize=1)
def counts() -> dict[str, int]:
    """Units of counts, alone and in multiples, with their factors."""
    words = vocabulary()
    return {f"{many}{unit}": times for many, times in {"": 1, **words.multiples}.items() for unit in words.counted}


@lru_cache(maxsize=65536)
def unit_of(label: str) -> str:
    """The unit in brackets behind a label, "" where there is none."""
    folded = bare(label)
    inside = folded.rpartition("(")[2].removesuffix(")").lower() if folded.endswith(")") else ""
    words = vocabulary()
    return inside if inside in words.units or inside in words.percents or inside in counts() else ""


@lru_cache(maxsize=4096)
def says(text: str, marks: tuple[str, ...]) -> bool:
    """Whether a text begins with one of the marks followed by a colon, or is one of them."""
    folded = bare(text)
    return any(folded == mark or folded.startswith(f"{mark}:") for mark in marks)
