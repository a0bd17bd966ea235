"""Words of the catalog filled with numbers and names, in both languages at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

from pydantic import ConfigDict

from reportgen.model.definition import Text
from reportgen.model.printing import (
    BILLION,
    MILLION,
    MINUS,
    THOUSAND,
    WAN,
    YI,
    Composed,
    PrintedNumber,
    digits_of,
    half_up,
    measured,
    number,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportgen.analysis.blocks import GroupScore
    from reportgen.catalog.messages import Words
    from reportgen.model.definition import Language
    from reportgen.model.definitions import Indicator

EACH: Final = frozenset({"money_each", "money_per_person"})
"""Units of amounts of a thing or a head, in which the sign of the currency stands at the digits."""
GROUP_PLACES: Final = 2
"""Decimals of the score of a group of indicators."""


class Count(int):
    """A whole number that also chooses between words: ``{n} {n:indicator|indicators}``."""

    __slots__ = ()

    def __format__(self, specification: str) -> str:
        """The digits, or the word before the bar for one and after it for any other number."""
        if "|" not in specification:
            return super().__format__(specification or ",d")
        one, many = specification.split("|", 1)
        return one if self == 1 else many


class FilledText(Text):
    """Words with the figures that were put into them, so that a page knows each number it prints.

    They equal the same words without figures.

    Attributes:
        figures: of both languages, in the order in which they were given.
        wording: numbers that belong to the words themselves, such as those of a name or a definition.
        claims: keys of the sentences in it that assert something of the case.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    figures: tuple[PrintedNumber, ...] = ()
    wording: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()

    def in_language(self, language: Language) -> str:
        """The words in one language, with their figures."""
        return Composed(super().in_language(language), self.figures)

    def __eq__(self, other: object) -> bool:
        """Whether the words are the same."""
        return isinstance(other, Text) and (self.zh, self.en) == (other.zh, other.en)

    def __hash__(self) -> int:
        """That of the words alone."""
        return hash((self.zh, self.en))


Fact = Text | str | int
PLACE: Final = re.compile(r"\{[^{}]*\}")
"""Where a fact goes."""
BETWEEN: Final = {"list.and": "list.comma", "list.clauses": "list.comma_only"}
"""Marks between all parts but the last two, where they differ from those."""

PART: Final = 0.1
"""Of a million: what is less is told in thousands in any case."""


@dataclass(frozen=True)
class Speech:
    """The voice of a report.

    Attributes:
        words: text by dotted key.
        currency: ISO code of the case.
        in_millions: whether English tells a tenth of a million in millions, too, as beside larger amounts of a case.
    """

    words: Words
    currency: str
    in_millions: bool = False

    def __call__(self, key: str, **facts: Fact) -> Text:
        """The words under `key` with the facts in their places; counts choose between singular and plural.

        Raises:
            KeyError: if the catalog has no such words, or they ask for a fact that was not given.
        """
        words = self.words[key]
        said = filled(words, **facts) if facts else words
        if key not in self.words.claims:
            return said
        return told(said.zh, said.en, [said], wording_of(said), claims=frozenset({key}))

    def join(self, parts: Iterable[Text | str], key: str = "list.and") -> Text:
        """An enumeration; `key` names the marks between the parts, as ``{first}, {last}`` of the last pair."""
        texts = [part if isinstance(part, Text) else same(part) for part in parts]
        zh, en = self._joined([t.zh for t in texts], "zh", key), self._joined([t.en for t in texts], "en", key)
        return told(zh, en, texts)

    def _joined(self, parts: list[str], language: Language, key: str) -> str:
        last = self.words[key].in_language(language)
        between = self.words[BETWEEN.get(key, key)].in_language(language).format(first="", last="")
        head = between.join(parts[:-1])
        return last.format(first=head, last=parts[-1]) if head else parts[-1]

    def within(self, text: Text) -> Text:
        """A name inside a sentence: in English without its capital, unless it begins with an abbreviation."""
        first, second = text.en[:1], text.en[1:2]
        return told(text.zh, first.lower() + text.en[1:], [text]) if second.islower() else text

    def begun(self, text: Text) -> Text:
        """Words at the head of a cell: in English with a capital."""
        return told(text.zh, text.en[:1].upper() + text.en[1:], [text])

    def money(self, value: float, places: int = 1, *, brief: bool = False, with_unit: bool = False) -> Text:
        """Money in a sentence: 10⁸ or 10⁴ in Chinese, in English thousands, or millions to so many decimals.

        From 10¹² on these are billions; where a case is told in millions a tenth of one is that with two decimals, so
        that a sentence has one unit. What is less than one thousand is in the currency's own unit, unless a unit has to
        stand apart (`with_unit`). With `brief` the Chinese ten thousands are whole from a hundred on.
        """
        if not with_unit and 0 < abs(half_up(value, 2)) < THOUSAND:
            return self.amount_each(number(value, 2))
        large = abs(half_up(value / WAN, 2)) >= Decimal(10_000)
        scale, words = (YI, self.words["money.hundred_million"]) if large else (WAN, self.words["money.ten_thousand"])
        name, sign = self.currency_name(), self.currency_sign()
        decimals = 0 if brief and not large and abs(value) >= MILLION else 2
        over, key = (BILLION, "money.billion") if abs(value) >= MILLION * MILLION else (MILLION, "money.million")
        if 0 < abs(half_up(value / THOUSAND, 1)) < THOUSAND:
            is_part = self.in_millions and abs(value) >= PART * MILLION
            over, key, places = (MILLION, key, 2) if is_part else (THOUSAND, "money.thousand", 1)
        chinese, english = number(value, decimals, over=scale), number(value, places, over=over)
        minus = MINUS if english.startswith(MINUS) else ""
        return told(
            words.zh.format(digits=chinese, name=name.zh),
            self.words[key].en.format(minus=minus, sign=sign, digits=english.lstrip(MINUS)),
            [chinese, english],
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
            amount = self.money(value)
            return self("measured.gained", amount=amount) if sign and value > 0 else amount
        digits = measured(value, indicator, sign=sign)
        if indicator.unit in EACH:
            return self.amount_each(digits)
        return self(f"measured.{indicator.unit}", digits=digits, sign=self.currency_sign(), name=self.currency_name())

    def amount_each(self, digits: PrintedNumber) -> Text:
        """A small amount, as of a thing or a head, in the currency's own unit: minus and plus are before its sign."""
        amount = digits.lstrip(f"{MINUS}+")
        before, words, name = digits.removesuffix(amount), self.words["money.plain"], self.currency_name()
        english = words.en.format(minus=before, sign=self.currency_sign(), digits=amount)
        return told(words.zh.format(digits=digits, name=name.zh), english, [digits, digits])

    def unit(self, indicator: Indicator) -> Text:
        """The unit of an indicator, for a column of units."""
        return self(f"unit.{indicator.unit}", sign=self.currency_sign(), name=self.currency_name())

    def printed_unit(self, indicator: Indicator) -> Text:
        """The unit of the digits that results print: amounts are in ten thousands."""
        if indicator.unit != "money":
            return self.unit(indicator)
        return self("unit.money_printed", sign=self.currency_sign(), name=self.currency_name())


def group_told(say: Speech, found: GroupScore, indicators: Mapping[str, Indicator]) -> Text:
    """What is said of the score of indicators that are read together."""
    weakest = found.weakest
    if found.score is None or weakest is None:
        return say("block.health_none")
    defined = indicators[weakest.id]
    of_several = "block.health" if found.met else "block.health_low"
    return say(
        of_several if found.scored > 1 else "block.health_one",
        n=Count(found.scored),
        score=number(found.score, GROUP_PLACES),
        met=Count(found.met),
        name=say.within(defined.name),
        value=same("\N{EM DASH}") if weakest.value is None else say.value(weakest.value, defined),
        low=number(weakest.score or 0.0, GROUP_PLACES),
    )


def same(text: str) -> Text:
    """One text for both languages: numbers, codes, names."""
    return told(text, text, [text]) if isinstance(text, (PrintedNumber, Composed)) else Text(zh=text, en=text)


LANGUAGES_APART: Final = re.compile(" / |\uff1b(?=[A-Za-z])")  # a slash, or a Chinese semicolon before English


def in_both(words: str) -> Text:
    """Words that are written in both languages, such as those of a source, taken apart."""
    parts = LANGUAGES_APART.split(words, maxsplit=1)
    return Text(zh=parts[0], en=parts[1]) if len(parts) > 1 and all(parts) else same(words)


def filled(words: Text, /, **facts: Fact) -> Text:
    """Words with facts in their places, in both languages."""
    zh, en = _filled(words.zh, "zh", facts), _filled(words.en, "en", facts)
    return told(zh, en, facts.values(), typed_digits(words.zh) | typed_digits(words.en))


def capital(words: Text) -> Text:
    """Words that begin a sentence: in English with a capital."""
    return told(words.zh, words.en[:1].upper() + words.en[1:], [words])


def told(
    zh: str, en: str, facts: Iterable[Fact], wording: frozenset[str] = frozenset(), claims: frozenset[str] = frozenset()
) -> Text:
    """A text in both languages that keeps the figures of the facts it was made of, and what they assert."""
    facts = tuple(facts)
    figures = tuple(figure for fact in facts for figure in figures_of(fact))
    wording = wording.union(*map(wording_of, facts))
    return FilledText(zh=zh, en=en, figures=figures, wording=wording, claims=claims.union(*map(claims_of, facts)))


def figures_of(fact: Fact) -> tuple[PrintedNumber, ...]:
    """The figures of what is printed: of words, of a number, of a count."""
    if isinstance(fact, FilledText):
        return fact.figures
    if isinstance(fact, Composed):
        return fact.figures
    if isinstance(fact, PrintedNumber):
        return (fact,)
    return (whole(fact),) if isinstance(fact, int) else ()


def wording_of(fact: Fact) -> frozenset[str]:
    """Numbers in the wording of what is printed: a definition's own; a number handed in as text is none."""
    if isinstance(fact, FilledText):
        return fact.wording
    return typed_digits(fact.zh) | typed_digits(fact.en) if isinstance(fact, Text) else frozenset()


def claims_of(fact: Fact) -> frozenset[str]:
    """Keys of the sentences in what is printed that assert something of the case."""
    return fact.claims if isinstance(fact, FilledText) else frozenset()


@cache
def typed_digits(words: str) -> frozenset[str]:
    """Numbers that stand in words as they are written, places for facts left out."""
    return frozenset(digits_of(PLACE.sub(" ", words)))


def _filled(words: str, language: Language, facts: Mapping[str, Fact]) -> str:
    return words.format(**{name: _spoken(fact, language) for name, fact in facts.items()})


def _spoken(fact: Fact, language: Language) -> str | Count:
    if isinstance(fact, Text):
        return fact.in_language(language)
    return Count(fact) if isinstance(fact, int) else fact
