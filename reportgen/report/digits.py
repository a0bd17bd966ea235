"""Numbers as printed, in words of both languages, and found again there: not within a longer number."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from reportgen.model.printing import digits_of, half_up
from reportgen.report.setting import HAN_RUN

LONGER_BEFORE: Final = re.compile("[0-9.,]")
LONGER_AFTER: Final = re.compile("[0-9]|[.,][0-9]")
"""What makes digits a part of a longer number: a character before them, or what follows them."""
WHOLE: Final = re.compile(r"[+\u2212-]?[0-9][0-9,]*(?:\.[0-9]+)?\s*%?")
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
COUNTS: Final = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
MONTH: Final = re.compile(rf"\b({'|'.join(MONTHS)})[a-z]*\b", re.IGNORECASE)
COUNT: Final = re.compile(rf"\b({'|'.join(COUNTS)})\b", re.IGNORECASE)
SCALED: Final = re.compile(
    r"(-?[0-9][0-9,]*(?:\.[0-9]+)?)\s?([\u4ebf\u5104]|\u767e[\u4e07\u842c]|[\u4e07\u842c]|(?:m|million|bn|billion|thousand)\b)"
)
SCALES: Final[Mapping[str, float]] = {
    "\u4ebf": 1e8,
    "\u5104": 1e8,
    "\u767e\u4e07": 1e6,
    "\u767e\u842c": 1e6,
    "\u4e07": 1e4,
    "\u842c": 1e4,
    "m": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "billion": 1e9,
    "thousand": 1e3,
}
CHARACTERS: Final[Mapping[str, str]] = {"\u767e": "100", "\u5343": "1000", "\u4e07": "10000", "\u842c": "10000"}
"""Hundred, thousand and ten thousand, which English writes in digits."""
ARTICLE: Final = re.compile(
    "\u7b2c([\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341\u767e]+)[\u6761\u689d]"
)
"""The number of an article of a law, in characters; English writes digits."""
DOCUMENT: Final = re.compile("(?<=\u3015)[0-9]+[\u53f7\u865f]")
"""The number of a decree, which English may leave out."""
QUARTER: Final = re.compile(r"\bQ([1-4])\b")
ORDINAL: Final = re.compile("^[0-9]+[.\u3001\uff0e](?![0-9])")
"""The number of a row, which its English leaves out."""
HALF: Final = re.compile(r"\bhalf\b")
RELATIVE: Final = re.compile("\u4e0a\u5e74|\u53bb\u5e74|\u672c\u5e74")
"""Last year and this year, where English may name the year and its quarter."""
YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
STOP: Final = re.compile("[\uff0c\u3002\uff1b]")
LONGEST_LABEL: Final = 16
LEAST_SIGNIFICANT: Final = 2
"""Digits without which a rounded amount is not known again."""


class PrintedDigits:
    """Finds printed numbers, of two that begin alike the longer."""

    def __init__(self, printed: Iterable[str]) -> None:
        """The numbers with their signs and units, as printed."""
        longest = sorted(set(printed), key=lambda one: (-len(one), one))
        self._pattern = re.compile("|".join(re.escape(one) for one in longest)) if longest else None

    def parts(self, text: str) -> Iterator[tuple[str, str]]:
        """The text up to a number, and the number; at last what is left, with no number."""
        end = 0
        for match in self._pattern.finditer(text) if self._pattern else ():
            is_longer = LONGER_BEFORE.match(text, max(match.start() - 1, 0), match.start()) or LONGER_AFTER.match(
                text, match.end()
            )
            if not is_longer:
                yield text[end : match.start()], match[0]
                end = match.end()
        yield text[end:], ""


@dataclass(frozen=True)
class WrittenAmount:
    """A number with its power of ten in words: its digits, its value and half a unit of its last digit."""

    digits: str
    value: float
    half: float

    def is_same(self, other: WrittenAmount) -> bool:
        """Whether both may be roundings of one value."""
        return abs(self.value - other.value) <= self.half + other.half


def value_of(text: str) -> float | None:
    """The value of a text that is one number, such as ``−1,234.5`` or ``12%``; None for any other."""
    text = text.strip()
    if not WHOLE.fullmatch(text):
        return None
    value = float(text.rstrip("% ").replace(",", "").replace("\u2212", "-"))
    return value / 100 if text.endswith("%") else value


def significand(digits: str) -> str:
    """The digits that count, such as ``1149`` of 11.49; without the zeros before them."""
    return digits.replace(".", "").lstrip("0")


def is_rounding(digits: str, other: str) -> bool:
    """Whether the digits of a scaled amount are those of a finer number, rounded half up."""
    short, long = significand(digits), significand(other)
    if len(short) < LEAST_SIGNIFICANT or len(long) < len(short):
        return False
    kept, following = long[: len(short)], long[len(short) : len(short) + 1]
    return short == str(int(kept) + (following >= "5" if following else 0))


def is_rounded(digits: str, other: str) -> bool:
    """Whether a number is another one with fewer decimals, rounded half up."""
    places = len(digits.partition(".")[2])
    if len(other.partition(".")[2]) <= places:
        return False
    return half_up(float(other), places) == Decimal(digits)


def amounts_of(text: str) -> Iterator[WrittenAmount]:
    """Numbers with their scale, such as 1.5 hundred million or 150 m."""
    for number, scale in SCALED.findall(text):
        digits = number.replace(",", "").lstrip("-")
        decimals = len(digits.partition(".")[2])
        yield WrittenAmount(digits, float(digits) * SCALES[scale], 0.5 * SCALES[scale] * 10.0**-decimals)


def disagreement(zh: str, en: str) -> list[str]:
    """Numbers in which a text and its English disagree.

    A label may state a number once for both languages; a sentence states it in each.
    """
    if not HAN_RUN.search(zh):  # a name that is no translation of the other
        return []
    missing, surplus = unmatched(ORDINAL.sub("", zh), en)
    decrees = [number.rstrip("\u53f7") for number in DOCUMENT.findall(zh)]
    missing = [number for number in missing if number not in decrees]
    is_label = len(zh) <= LONGEST_LABEL and not STOP.search(zh)
    return [] if is_label and not (missing and surplus) else [*missing, *surplus]


def unmatched(zh: str, en: str) -> tuple[list[str], list[str]]:
    """Numbers of a Chinese text that its English lacks, and the other way round.

    English names months, may write small counts as words and scales money by thousands; Chinese writes digits,
    scales by ten thousands, and may write a round hundred as a character.
    """
    chinese, english = Counter(digits_of(zh)), Counter(digits_of(en))
    chinese, english = chinese - english, english - chinese
    for one in amounts_of(zh):
        other = next((each for each in amounts_of(en) if each.is_same(one) and english[each.digits] > 0), None)
        if other is not None and chinese[one.digits] > 0:
            chinese[one.digits] -= 1
            english[other.digits] -= 1
    named = [str(MONTHS.index(name.lower()) + 1) for name in MONTH.findall(en)]
    named += [str(COUNTS.index(name.lower())) for name in COUNT.findall(en)]
    chinese.subtract(number for number in named if chinese[number] > 0)
    english.subtract(number for number in map(_article, ARTICLE.findall(zh)) if english[number] > 0)
    for character, number in CHARACTERS.items():
        if character in zh:
            english.pop(number, None)
    if RELATIVE.search(zh):
        english = Counter({number: count for number, count in english.items() if not YEAR.fullmatch(number)})
        english -= Counter(QUARTER.findall(en))
    if HALF.search(en):
        chinese.pop("50", None)
    return sorted(chinese.elements()), sorted(english.elements())


def _article(characters: str) -> str:
    """The digits of a number in characters, such as ``28``: tens and hundreds times what stands before them."""
    total, ones = 0, 0
    for character in characters:
        value = int(unicodedata.numeric(character))
        if value < unicodedata.numeric("\u5341"):
            ones = value
        else:
            total, ones = total + max(ones, 1) * value, 0
    return str(total + ones)
