"""The catalogue in the words of a reader's own rules: what American hospitals, or the forms of 2012, call a thing.

A table says for which cases it holds, which English phrases it puts for which, and what its forms call an item. Names
of amounts for each hundred are of the currency of the case. Names, formulas in words and sentences all come of the
catalogue, so that one change of it changes every page alike; ids and what the hospital wrote stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from reportgen import kept
from reportgen.catalog import load
from reportgen.catalog.catalog import builtin_catalog
from reportgen.catalog.rewording import Speak, T, said
from reportgen.model.definition import Definition, Text

if TYPE_CHECKING:
    from reportgen.catalog.catalog import Catalog
    from reportgen.catalog.messages import Words

ANY_OTHER: Final = "*"
"""In the place of a currency: every other than the Chinese one that has no table of its own."""
FOLDER: Final = Path(__file__).parent / "terminology"
SPOKEN: Final = (
    "items",
    "indicators",
    "blocks",
    "checks",
    "schemes",
    "words",
    "packs",
    "warnings",
    "structures",
    "messages",
)
"""What of the catalogue is said to readers; what is read from workbooks keeps all its spellings."""
OWN_CURRENCY: Final = "CNY"
IN_NAMES: Final = "currency.in_names"
"""Words that say, as patterns, where names count in the currency of the catalogue: for each hundred of something."""


class Terminology(Definition):
    """Phrases for the cases of one set of rules and one currency.

    Attributes:
        en: phrase of the catalogue → phrase of the field, both in lower case.
        items: item → what the forms of these rules call it.
        words: key of words → their English, where there is room for a short term only.
        sentences: term in the words of the program, in either language → term of these rules. What an item or an
            indicator is called stays, as sentences tell of it that the statements do not have it.
    """

    source: str
    regime: str
    currency: str
    en: Mapping[str, str] = Field(default_factory=dict)
    items: Mapping[str, Text] = Field(default_factory=dict)
    words: Mapping[str, str] = Field(default_factory=dict)
    sentences: Mapping[str, str] = Field(default_factory=dict)

    def speech(self) -> Callable[[str], str]:
        """What puts English words in the terms of the field; a capital stays one."""
        return _instead(self.en)

    def in_sentences(self) -> Speak:
        """What puts the words of the program in the terms of the rules."""
        replaced = _instead(self.sentences)

        def instead(words: Text) -> Text:
            zh, en = replaced(words.zh), replaced(words.en)
            return words if (zh, en) == (words.zh, words.en) else words.model_copy(update={"zh": zh, "en": en})

        return instead


def _instead(terms: Mapping[str, str]) -> Callable[[str], str]:
    """What puts terms for others, but for names of facts: of Latin letters whole words, whose capital stays one."""
    if not terms:
        return lambda words: words
    longest = sorted(terms, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!{{)\b{re.escape(t)}\b" if t.isascii() else t for t in longest), re.IGNORECASE)

    def instead(found: re.Match[str]) -> str:
        term = terms[found[0].lower()]
        return term[0].upper() + term[1:] if found[0][0].isupper() else term

    return lambda words: pattern.sub(instead, words)


@cache
def tables() -> Mapping[tuple[str, str], Terminology]:
    """All that come with the program, by rules and currency."""
    found = [load.shipped(Terminology, file) for file in sorted(FOLDER.glob("*.yaml"))]
    return {(one.regime, one.currency): one for one in found}


def table_of(regime: str, currency: str) -> Terminology | None:
    """The table of such a case: that of its currency, else that of all but the Chinese one."""
    own = tables().get((regime, currency))
    return own if own is not None or currency == OWN_CURRENCY else tables().get((regime, ANY_OTHER))


@cache
def speech(regime: str, currency: str) -> Speak | None:
    """What puts words in those of such a case; None where they are those of the catalogue."""
    table = table_of(regime, currency)
    if table is None and currency == OWN_CURRENCY:
        return None
    base, known = builtin_catalog(), table or Terminology(source="", regime=regime, currency=currency)
    called = {base.items[name].name: words for name, words in known.items.items()}
    english, named = known.speech(), base.words[IN_NAMES]
    money = base.words.get(f"currency.{currency}.name", Text(zh=currency, en=currency))

    def instead(words: Text) -> Text:
        if words in called:
            return called[words]
        zh, en = words.zh, english(words.en)
        if currency != OWN_CURRENCY:
            zh, en = re.sub(named.zh, money.zh, zh), re.sub(named.en, money.en, en)
        return words if (zh, en) == (words.zh, words.en) else words.model_copy(update={"zh": zh, "en": en})

    return instead


@lru_cache(maxsize=4)
def spoken(catalog: Catalog, regime: str, currency: str) -> Catalog:
    """The catalogue as readers of such a case speak: itself where it speaks as they do.

    What a case leaves as it is built in is said anew once, and not again while the program stays what it is.
    """
    speak = speech(regime, currency)
    if speak is None:
        return catalog
    base, known = builtin_catalog(), _of_builtin(regime, currency)
    own = {name: getattr(catalog, name) for name in SPOKEN}
    told = {name: known[name] if part is getattr(base, name) else said(part, speak) for name, part in own.items()}
    table = table_of(regime, currency)
    if table is not None and catalog.words is not base.words:
        told["words"] = said(told["words"], table.in_sentences())
    return replace(catalog, **told)


@cache
def _of_builtin(regime: str, currency: str) -> Mapping[str, Any]:
    return kept.once(f"terminology.{regime}.{currency}", partial(_built_in, regime, currency))


def _built_in(regime: str, currency: str) -> dict[str, Any]:
    """The parts of the built-in catalogue in the terms of a field, and its short words."""
    table, base, speak = table_of(regime, currency), builtin_catalog(), speech(regime, currency)
    assert speak is not None
    parts = {name: said(getattr(base, name), speak) for name in SPOKEN}
    words: Words = parts["words"] if table is None else said(parts["words"], table.in_sentences())
    terms = table.words if table is not None else {}
    short = {key: words[key].model_copy(update={"en": term}) for key, term in terms.items()}
    return {**parts, "words": replace(words, by_key={**words.by_key, **short})}


def in_terms(found: T, regime: str, currency: str) -> T:
    """The names in some findings as readers of such a case speak."""
    speak = speech(regime, currency)
    return found if speak is None else said(found, speak)
