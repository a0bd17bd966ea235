"""Words of the catalog filled with numbers and names, in both languages at once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.model.printing import MILLION, MINUS, WAN, YI, measured, number
from reportgen.model.rounding import half_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.catalog.words import Words
    from reportgen.model.definition import Language
    from reportgen.model.definitions import Indicator


class Count(int):
    """A whole number that also chooses between words: ``{n} {n:indicator|indicators}``."""

    __slots__ = ()

    def __format__(self, specification: str) -> str:
        """The digits, or the word before the bar for one and after it for any other number."""
        if "|" not in specification:
            return super().__format__(specification or ",d")
        one, many = specification.split("|", 1)
        return one if self == 1 else many


Fact = Text | str | int
BETWEEN: Final = {"list.and": "list.comma"}
"""Marks between all parts but the last two, where they differ from those."""


@dataclass(frozen=True)
class Speech:
    """The voice of a report.

    Attributes:
        words: text by dotted key.
        currency: ISO code of the case.
    """

    words: Words
    currency: str

    def __call__(self, key: str, **facts: Fact) -> Text:
        """The words under `key` with the facts in their places; counts choose between singular and plural.

        Raises:
            KeyError: if the catalog has no such words, or they ask for a fact that was not given.
        """
        words = self.words[key]
        if not facts:
            return words
        return filled(words, **facts)

    def join(self, parts: Iterable[Text | str], key: str = "list.and") -> Text:
        """An enumeration; `key` names the marks between the parts, as ``{first}, {last}`` of the last pair."""
        texts = [part if isinstance(part, Text) else same(part) for part in parts]
        return Text(
            zh=self._joined([t.zh for t in texts], "zh", key), en=self._joined([t.en for t in texts], "en", key)
        )

    def _joined(self, parts: list[str], language: Language, key: str) -> str:
        last = self.words[key].in_language(language)
        between = self.words[BETWEEN.get(key, key)].in_language(language).format(first="", last="")
        head = between.join(parts[:-1])
        return last.format(first=head, last=parts[-1]) if head else parts[-1]

    def within(self, text: Text) -> Text:
        """A name inside a sentence: in English without its capital, unless it begins with an abbreviation."""
        first, second = text.en[:1], text.en[1:2]
        return Text(zh=text.zh, en=first.lower() + text.en[1:]) if second.islower() else text

    def money(self, value: float) -> Text:
        """Money in a sentence: 10⁸ or 10⁴ in Chinese, millions in English."""
        large = abs(half_up(value / WAN, 2)) >= Decimal(10_000)
        scale, words = (YI, self.words["money.hundred_million"]) if large else (WAN, self.words["money.ten_thousand"])
        name, sign = self.currency_name(), self.currency_sign()
        english = number(value / MILLION, 1)
        minus = MINUS if english.startswith(MINUS) else ""
        return Text(
            zh=words.zh.format(digits=number(value / scale, 2), name=name.zh),
            en=self.words["money.million"].en.format(minus=minus, sign=sign, digits=english.lstrip(MINUS)),
        )

    def currency_name(self) -> Text:
        """The currency as it follows 10⁴ in Chinese, and its name in English."""
        return self._of_currency("name")

    def currency_sign(self) -> str:
        """The sign before the digits, or the code where the catalog knows none."""
        return self._of_currency("sign").en

    def _of_currency(self, part: str) -> Text:
        key = f"currency.{self.currency}.{part}"
        return self.words[key] if key in self.words else same(self.currency)

    def value(self, value: float, indicator: Indicator, *, sign: bool = False) -> Text:
        """A value with its unit, as in a sentence."""
        if indicator.unit == "money":
            return self.money(value)
        digits = measured(value, indicator, sign=sign)
        return self(f"measured.{indicator.unit}", digits=digits, sign=self.currency_sign(), name=self.currency_name())

    def unit(self, indicator: Indicator) -> Text:
        """The unit of an indicator, for a column of units."""
        return self(f"unit.{indicator.unit}", sign=self.currency_sign(), name=self.currency_name())


def same(text: str) -> Text:
    """One text for both languages: numbers, codes, names."""
    return Text(zh=text, en=text)


def filled(words: Text, /, **facts: Fact) -> Text:
    """Words with facts in their places, in both languages."""
    return Text(zh=_filled(words.zh, "zh", facts), en=_filled(words.en, "en", facts))


def _filled(words: str, language: Language, facts: Mapping[str, Fact]) -> str:
    return words.format(**{name: _spoken(fact, language) for name, fact in facts.items()})


def _spoken(fact: Fact, language: Language) -> str | Count:
    if isinstance(fact, Text):
        return fact.in_language(language)
    return Count(fact) if isinstance(fact, int) else fact
