"""Units of amounts in words: thousands of dollars, £'000, 万元; and currencies that say no multiple."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary

LONGEST: Final = 4
"""Words of a unit behind a title."""


@lru_cache(maxsize=8192)
def unit_behind(text: str) -> str:
    """The sign of a currency with its multiple that ends a title, Balance Sheet £'000; "" where none does."""
    words = text.split()
    tails = (" ".join(words[at:]) for at in range(max(1, len(words) - LONGEST), len(words)))
    return next((tail for tail in tails if _sign_of_multiple().fullmatch(unit_folded(tail))), "")


def factor_behind(text: str) -> float | None:
    """The factor of the unit that words name in brackets at their end: 2025 ($000), 2025年（万元）."""
    _, bracket, named = bare(text).rpartition("(")
    return factor_in(f"({named}") if bracket and named.endswith(")") else None


IN_ENGLISH: Final = re.compile(r"(?<=[^\x00-\x7f])[!-~]+$")
"""What stands behind Chinese at the end of a cell."""


@lru_cache(maxsize=8192)
def without_sign(folded: str) -> str:
    """A head without the sign of a currency and its multiple behind its words: Actual £000."""
    match = _sign_of_multiple_behind().search(folded)
    return folded[: match.start()] if match and match.start() else folded


@lru_cache(maxsize=8192)
def factor_in(text: str) -> float | None:
    """The factor of the unit that a cell states, in one language or twice; None where it states none."""
    folded = unit_folded(text)
    own, again = _factor(folded), IN_ENGLISH.search(folded)
    if own is not None or again is None:
        return own
    first, second = _factor(folded[: again.start()]), _factor(again[0]) or vocabulary().units.get(again[0])
    return first if again[0] in vocabulary().unit_prefixes or first == second else None


def _factor(folded: str) -> float | None:
    words = vocabulary()
    alone = _without_currency(folded)
    if alone in words.units and not alone.isascii():
        return float(words.units[alone])
    match = _unit(folded)
    named = next(filter(None, match.groupdict().values()), None) if match else None
    return float({**words.currency_units.multiples, **words.units}[named]) if named else None


def factor_alone(text: str) -> float | None:
    """The factor of a cell that is the sign of a currency, with a multiple or without, and nothing else: £000, $."""
    match = _sign_of_multiple().fullmatch(unit_folded(text))
    if match:
        return float(vocabulary().currency_units.multiples[match["multiple"]])
    return 1.0 if is_sign(text) else None


@lru_cache(maxsize=8192)
def unit_in(text: str) -> str:
    """The words of a cell, folded, that are its unit or the sign of a currency alone; "" where it states none.

    What else stands in the same brackets is left out: unaudited.
    """
    folded = unit_folded(text)
    match = _unit(folded)
    said = match[0] if match else folded if is_currency(text) or factor_in(text) is not None else ""
    for word in vocabulary().unit_beside:
        said = said.replace(word, "")
    return said


def _unit(folded: str) -> re.Match[str] | None:
    """Where a unit stands in words, with a multiple behind the sign of a currency too: £'000, (A$m)."""
    match = next((one for pattern in _unit_patterns() if (one := pattern.search(folded))), None)
    return match or _unit_alone().fullmatch(folded) or _signed().search(folded)


@lru_cache(maxsize=8192)
def is_sign(text: str) -> bool:
    """Whether a cell is the sign of a currency and nothing else, as where amounts are whole: A$, in £."""
    return _sign_alone().fullmatch(unit_folded(text)) is not None


@lru_cache(maxsize=8192)
def is_currency(text: str) -> bool:
    """Whether a cell says a currency and no multiple of it: its sign alone, 人民币, Unit: RMB, 币种：人民币."""
    return is_sign(text) or _currency_alone().fullmatch(unit_folded(text)) is not None


@lru_cache(maxsize=8192)
def ends_with_currency(text: str) -> bool:
    """Whether a head is a currency without a multiple, or has one in brackets behind it: US$, 2025 ($)."""
    _, bracket, named = bare(text).rpartition("(")
    return is_currency(text) or bool(bracket and named.endswith(")") and is_currency(f"({named}"))


@lru_cache(maxsize=8192)
def names_multiple(text: str) -> bool:
    """Whether words speak of thousands, millions and the like, in whatever phrase."""
    return _multiple().search(text.lower()) is not None


@lru_cache(maxsize=1)
def _multiple() -> re.Pattern[str]:
    words = vocabulary()
    english = "|".join(map(re.escape, sorted(words.currency_units.in_words, key=len, reverse=True)))
    others = "|".join(name for name, factor in words.units.items() if factor > 1 and not name.isascii())
    return re.compile(rf"(?<![\w,.])(?:{english}|000)(?!\w)|{others}")


def ends_with_sign(text: str) -> bool:
    """Whether a title has the sign of a currency alone in brackets behind it: Income statement ($)."""
    _, bracket, sign = bare(text).rpartition("(")
    return bool(bracket) and is_sign(f"({sign}")


@lru_cache(maxsize=1)
def _currency_alone() -> re.Pattern[str]:
    words = vocabulary()
    marks = "|".join(sorted((*words.unit_marks, *words.currency_units.marks), key=len, reverse=True))
    named = "|".join(map(re.escape, sorted(words.currency_units.alone, key=len, reverse=True)))
    front = rf"(?:(?:{marks})(?:{'|'.join(words.unit_verbs)}))?"
    return re.compile(rf"\(?{front}(?:{_sign()}|{named})\)?")


@lru_cache(maxsize=1)
def _signed() -> re.Pattern[str]:
    """A multiple behind a sign: alone, in brackets, or at the end behind a comma."""
    words = vocabulary()
    around = "|".join((*words.unit_behind, *words.unit_beside))
    unit = rf"{_sign_of_multiple().pattern}(?:[,;-]?(?:{around}))?"
    return re.compile(rf"(?:^|(\()|[,;:]){unit}(?(1)\)|$)")


@lru_cache(maxsize=1)
def _sign_of_multiple() -> re.Pattern[str]:
    multiples = "|".join(sorted(vocabulary().currency_units.multiples, key=len, reverse=True))
    return re.compile(rf"{_sign()}(?P<multiple>{multiples})")


@lru_cache(maxsize=1)
def _sign_of_multiple_behind() -> re.Pattern[str]:
    signs = "|".join(map(re.escape, sorted(vocabulary().currency_units.signs, key=len, reverse=True)))
    multiples = "|".join(sorted(vocabulary().currency_units.multiples, key=len, reverse=True))
    return re.compile(rf"(?<=[a-z])(?:{signs})(?:{multiples})$")


@lru_cache(maxsize=1)
def _sign_alone() -> re.Pattern[str]:
    return re.compile(rf"\(?{_sign()}\)?")


def _sign() -> str:
    words = vocabulary()
    before = "|".join(map(re.escape, sorted((*words.unit_prefixes, *words.unit_before), key=len, reverse=True)))
    signs = "|".join(map(re.escape, sorted(words.currency_units.signs, key=len, reverse=True)))
    return rf"(?:{before})?(?:{signs})"


def unit_folded(text: str) -> str:
    """A text as units are compared by, with the code of a currency for the letters that are its sign: R million."""
    codes = vocabulary().currency_units.letters
    return bare(_letters().sub(lambda found: f"{codes[found[0]]} ", text)).lower().replace("\u2019", "'").rstrip(".")


@lru_cache(maxsize=1)
def _letters() -> re.Pattern[str]:
    """Letters that are the sign of a currency: alone in their brackets if there are several, else before a multiple."""
    words = vocabulary().currency_units
    multiples = "|".join(map(re.escape, sorted(words.multiples, key=len, reverse=True)))
    many, one = ("|".join(name for name in words.letters if (len(name) > 1) is is_long) for is_long in (True, False))
    return re.compile(rf"(?<![^\W\d_])(?:(?:{many})(?![^\W\d_])|(?:{one})(?=[\s.]*(?i:{multiples})(?![^\W_])))")


def _without_currency(folded: str) -> str:
    """A unit alone in its cell without the currency in front of it."""
    fronts = (front for front in vocabulary().unit_prefixes if folded.startswith(front) and not front.isascii())
    return folded.removeprefix(next(fronts, "")).removeprefix(":")


@lru_cache(maxsize=1)
def _unit_alone() -> re.Pattern[str]:
    """A cell of nothing but a unit in English, with or without brackets: in thousands, thousands of dollars."""
    return re.compile(rf"\(?(?:{_in_english()}|(?P<whole>{_composed()}))\)?")


def _composed(*, in_ascii: bool = False) -> str:
    """Units of a currency and its multiple in words, as `CurrencyUnits.composed` lists them, but for single words."""
    units = vocabulary().currency_units
    signs = [one for one in units.signs if one.isascii() or not in_ascii]
    many, name, sign = map(any_of, (units.in_words, units.names, signs))
    return rf"{many}(?:of(?:{name}|{sign})|{name})|{name}(?:in)?{many}|{sign}in{many}"


def _unit_of(*, in_ascii: bool = False) -> str:
    """Any unit, or any in plain letters: those of a currency and its multiple by what they are composed of.

    There are thousands of them, and to compile these word by word takes a second.
    """
    words = vocabulary()
    composed = words.currency_units.composed().keys() - {*words.currency_units.names, *words.currency_units.in_words}
    others = (one for one in words.units if one not in composed and (one.isascii() or not in_ascii))
    return rf"{_composed(in_ascii=in_ascii)}|{any_of(others)}"


def any_of(words: Iterable[str]) -> str:
    """A pattern of some words, of those that fit at a place the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _in_english() -> str:
    """A unit with what American statements print around it: unaudited, in thousands, except ratios."""
    words = vocabulary()
    units = _unit_of(in_ascii=True)
    before = any_of((*words.unit_prefixes, *words.unit_before))
    beside, behind = "|".join(words.unit_beside), "|".join(words.unit_behind)
    named = rf"(?:(?:{before})(?P<unit>{units})|(?P<thousands>000'?s)(?=omitted))"
    return rf"(?:(?:{beside})[,;-]?)?{named}(?:[,;-]?\(?(?:{behind}|{beside})\)?)?"


@lru_cache(maxsize=1)
def _unit_patterns() -> tuple[re.Pattern[str], ...]:
    """A unit behind the word for it, in brackets or behind a comma after a title, or before its word in a sentence."""
    words = vocabulary()
    marks = "|".join(sorted(words.unit_marks, key=len, reverse=True))
    own = [mark.removesuffix(words.unit_marks[0]) for mark in words.entity_marks if mark.endswith(words.unit_marks[0])]
    front = "".join(rf"(?<!{mark})" for mark in own) + rf"(?:{marks})"
    units = _unit_of()
    unit = rf"(?:{'|'.join(words.unit_prefixes)})?(?P<unit>{units})"
    notes = "|".join((*words.unit_behind, *words.unit_beside))
    after = rf"(?:(?![^\W\d_])|(?={'|'.join(words.unit_followers)}))"
    return (
        re.compile(rf"{front}(?:{'|'.join(words.unit_verbs)}){unit}{after}"),
        re.compile(rf"\((?:{marks})?{unit}(?:[,;-]?(?:{notes}))?\)"),
        re.compile(rf"\({_in_english()}\)"),
        re.compile(rf"[,;:–—-]{_in_english()}$"),
        re.compile(rf"(?:[,;:–—-]|in)(?P<unit>{_composed()})$"),
        re.compile(rf"{words.unit_by}{unit}(?:{'|'.join(words.unit_ends)})"),
        re.compile(rf"{front}{unit}$"),
    )
