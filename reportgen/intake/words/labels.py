"""Labels as they are compared: without numbering, notes, sounds of characters and variants of letters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from reportgen.intake.words.vocabulary import Vocabulary, vocabulary

SHORTEST_MONTH: Final = 3
"""Letters that tell the names of months apart."""
UNSEEN: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters and marks that turn the direction of writing."""
SPACE: Final = re.compile(
    r"[\s\x00-\x1f\x7f\u00a0\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+"
)
CIRCLED: Final = re.compile(r"^[\u2460-\u2473]")  # ① … ⑳
NOTE: Final = re.compile(
    r"(?<=[^mM\s])\s*[\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u207d\u207e\u2460-\u24ff\u2776-\u2793]+\s*$"
)
ROW_NUMBER: Final = re.compile(  # "1 ", and account codes such as 1212
    r"^\d{1,3}\s+(?=[^\d\s.、,)])|^\d{4,}[-_\s]*(?=[^\d\s.])|^\d{4,}[-_\s]+(?=\d{1,2}[.、])"
)
ARABIC: Final = re.compile(r"^\d{1,2}[.、,)](?!\d)|^\(\d{1,2}\)")  # 1. 1、 1) (1)
LETTERED: Final = re.compile(
    r"^(?:\((?:[A-Za-z]|[ivxIVX]{1,5})\)\s*|(?:[A-Za-z]|[ivxIVX]{1,5})[.)]\s+)(?=[A-Za-z(])"
)  # (a) (iv) IV. b)
SUMMED: Final = re.compile(
    r"\((?:sumof|from)?(?:lines?\d|wkst|worksheet)[^()]*\)$|\((?:[ivx]{1,5}|[a-z]|\d{1,2})(?:[-+/*](?:[ivx]{1,5}|[a-z]|\d{1,2}))+\)$"
    r"|(?<=[^\d(])\([ivx]{2,5}\)$"
)  # behind a label what it is worked out of: (sum of lines 1-10), (I + II), (IV)
DASHES: Final[dict[int, str]] = str.maketrans(
    {"—": "-", "–": "-", "－": "-", "−": "-", "“": '"', "”": '"', "＂": '"', "，": ",", "。": "."}
)
PUNCTUATION: Final[dict[int, None]] = dict.fromkeys(map(ord, ",.-'’"))
"""What names in English are written with or without."""
TRANSLATION: Final = re.compile(
    r"(?<=[^\x00-\x28\x2a-\x7f])[/|(\[-]*[A-Za-z][A-Za-z ,.'’&:/()-]{3,}$"
)  # behind a Chinese name
BOTH: Final = re.compile(
    r"([A-Za-z][A-Za-z ,.'’&:/()-]*[A-Za-z)])[\s/|]+([\u3400-\u9fff][\u3400-\u9fff\s()（）/、—-]*)"
)  # an English name before its Chinese translation
BEHIND: Final = re.compile(r"[\u3400-\u9fff）)]\s*[/|]?\s*([A-Za-z][A-Za-z ,.'’&:/()-]{3,})$")
"""An English translation behind a Chinese name."""
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


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """Widths folded, white space gone, Traditional characters as Simplified; what heads and marks are compared by."""
    return SPACE.sub("", unicodedata.normalize("NFKC", without_mark(text))).translate(_folds())


def without_mark(text: str) -> str:
    """A text without the raised or enclosed figures behind it that point to a note; m² and m³ stay."""
    return NOTE.sub("", text) or text


@lru_cache(maxsize=1)
def month_names() -> str:
    """Any name of a month in English, whole or short, as a part of a pattern; the longer one of two alike first."""
    words = vocabulary()
    short = (*words.months_shortened, *(month[:SHORTEST_MONTH] for month in words.months_in_words))
    return "|".join((*words.months_in_words, *short))


def month_number(name: str) -> int:
    """The number of a month by any of its names."""
    short = [month[:SHORTEST_MONTH] for month in vocabulary().months_in_words]
    return short.index(name[:SHORTEST_MONTH].lower()) + 1


@lru_cache(maxsize=4096)
def is_month_name(text: str) -> bool:
    """Whether a text is the English name of a month and nothing else, whole or short."""
    return re.fullmatch(rf"(?:{month_names()})\.?", text, re.IGNORECASE) is not None


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


def without_sounds(folded: str) -> str:
    """A name without white space, without the sounds; a name of no Han character as it is."""
    if folded.isascii() or not CHARACTERS.search(folded):
        return folded
    text = folded
    for pattern in (BESIDE, MARKED, NUMBERED):
        text = pattern.sub("", text)
    return text if CHARACTERS.search(text) else folded


def without_translation(folded: str) -> str:
    """A Chinese name without its English translation behind it or its sounds; abbreviations such as CMI stay."""
    return folded if folded.isascii() else TRANSLATION.sub("", without_sounds(folded))


@lru_cache(maxsize=65536)
def in_both_languages(label: str) -> tuple[str, str] | None:
    """The English and the Chinese name that a label writes one behind the other, as they compare; None of any other."""
    names = halves(label)
    return (normalised(names[0]), normalised(names[1])) if names else None


def halves(label: str) -> tuple[str, str] | None:
    """The same as they stand there."""
    found = BOTH.fullmatch(label.strip())
    return (found[1], found[2]) if found else None


def translation(label: str) -> str:
    """The English name behind a Chinese one, as it stands there; "" of any other label."""
    found = BEHIND.search(label.strip())
    return found[1] if found else ""


@lru_cache(maxsize=65536)
def normalised(label: str) -> str:
    """A label without numbering, prefixes, notes and variants of letters, so that its spellings compare equal."""
    words = vocabulary()
    text = _without_letters(unicodedata.normalize("NFKC", without_mark(CIRCLED.sub("", label.strip()))))
    text = without_translation(bare(ROW_NUMBER.sub("", SPACE.sub(" ", text).strip()))).lower()
    while True:
        shorter = _strip_front(_strip_back(text), words)
        if shorter == text:
            break
        text = shorter
    for variant, usual in words.letters_alike.items():
        text = text.replace(variant, usual)
    return text


def _without_letters(text: str) -> str:
    """A label without the letters or Roman numbers by which English statements count: (b)(i) Trade receivables."""
    shorter = LETTERED.sub("", text.strip())
    return text if shorter == text.strip() else _without_letters(shorter)


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
    return (
        re.compile(rf"\([^()]*(?:{fill})[^()]*\)$"),
        re.compile(rf"\((?:{units})\)$"),
        *_references(),
    )


def _references() -> tuple[re.Pattern[str], ...]:
    """What points to a note behind a label, (Note 2), – Note 5, （附注五、1） or (a); the sign of a currency there."""
    words = vocabulary()
    notes = "|".join((*words.notes_of_heads, *(f"see{one}" for one in words.notes_of_heads if one.isascii())))
    number = rf"(?:\d{{1,2}}|[{words.ordinals}]{{1,3}})(?:\([a-z\d]\)|[a-z](?![a-z]))?"
    numbers = rf"{number}(?:(?:[、.,&;-]|and){number})*"
    return (
        re.compile(rf"\((?:{notes}){numbers}\)$"),
        re.compile(rf"[-–—,]?(?:{notes}){numbers}$"),
        re.compile(r"(?<=[^\d(])\((?:[a-z]|\d{1,2})\)$"),
        re.compile(r"(?<=[a-z)])[$£€]$"),
        SUMMED,
    )


def unpunctuated(key: str) -> str:
    """An English name without commas, hyphens and the like, "&" as the word."""
    return key.replace("&", "and").translate(PUNCTUATION)


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


@lru_cache(maxsize=8192)
def says_so_far(text: str) -> bool:
    """Whether a title says that it speaks of the time since the year began: Fiscal Year-to-Date."""
    return any(word in bare(text).lower().replace("-", "") for word in vocabulary().so_far)


@lru_cache(maxsize=8192)
def says_one_month(text: str) -> bool:
    """Whether a title says that it speaks of the month by itself: 2025年9月当月, September 2025 (month only)."""
    words = vocabulary().of_one_month
    folded = bare(text).lower().replace("-", "").replace("(", "")
    for other in words.but:
        folded = folded.replace(other, "")
    return any(word in folded for word in words.words) and not any(word in folded for word in words.until)


def says_ratio(label: str) -> bool:
    """Whether a name is that of a ratio: by how it ends, or by words that no line of a statement has."""
    folded = bare(label).lower().partition("(")[0].rstrip("%")
    return folded.endswith(vocabulary().ratio_ends) or any(word in folded for word in vocabulary().ratio_words)
