"""Numbers of dates in Chinese characters, and years of the Republic (Taiwan), in digits and years of the common era."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from reportgen.intake.vocabulary import vocabulary

FIRST_YEAR: Final = 1911
"""What is added to a year of the Republic, whose first was 1912 (Executive Yuan)."""


def arabic(text: str) -> str:
    """Years and dates as digits of the common era: numerals digit by digit, ten and teens of months and days."""
    return _of_republic(_in_digits(text))


def _of_republic(text: str) -> str:
    for pattern in _republic():
        text = pattern.sub(lambda found: str(int(found[1]) + FIRST_YEAR), text)
    return text


@lru_cache(maxsize=1)
def _republic() -> tuple[re.Pattern[str], ...]:
    """Years behind the name of the Republic; three digits before the word for year, or in front of a month and a day.

    Alone they are years of this century (100 to 149), which no count of years in a statement reaches.
    """
    words = vocabulary()
    return (
        re.compile(rf"{words.republic}(\d{{2,3}})(?=[./-]|{words.year})"),
        re.compile(rf"(?<![\d.])(1[0-4]\d)(?={words.year})"),
        re.compile(r"(?<![\d./-])(1[0-4]\d)(?=([./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01])(?!\d))"),
    )


def _in_digits(text: str) -> str:
    words = vocabulary()
    for variant in words.zero_variants:
        text = text.replace(variant, words.numerals[0])
    ten = words.ordinals[-1]
    if not any(numeral in text for numeral in (*words.numerals, ten)):
        return text
    text = re.sub(rf"([{words.numerals}]){ten}(?=[{words.numerals}])", r"\1", text)
    text = re.sub(rf"([{words.numerals}]){ten}", rf"\g<1>{words.numerals[0]}", text)
    text = re.sub(rf"{ten}(?=[{words.numerals}])", words.numerals[1], text)
    text = text.replace(ten, words.numerals[1] + words.numerals[0])
    return text.translate({ord(numeral): str(digit) for digit, numeral in enumerate(words.numerals)})
