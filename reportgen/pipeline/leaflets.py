"""Words of the catalogue with facts in their places, for leaflets and terminals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reportgen.catalog.messages import WORD, spoken
from reportgen.model.definition import Text
from reportgen.report.speech import Count

if TYPE_CHECKING:
    from reportgen.catalog.words import Words
    from reportgen.model.definition import Language
    from reportgen.model.finding import Fact


def said(words: Words, key: str, facts: Mapping[str, Fact] | None = None) -> Text:
    """The words under a key in both languages; whole numbers choose between singular and plural.

    Raises:
        KeyError: if there are no such words, or they ask for a fact that is not given.
    """
    text = words[key]
    given = facts or {}
    return Text(zh=_filled(text.zh, given, words, "zh"), en=_filled(text.en, given, words, "en"))


def _filled(text: str, facts: Mapping[str, Fact], words: Words, language: Language) -> str:
    return text.format_map({name: _fact(fact, words, language) for name, fact in facts.items()}) if facts else text


def _fact(fact: Fact, words: Words, language: Language) -> str | Count:
    if isinstance(fact, int) and not isinstance(fact, bool):
        return Count(fact)
    if isinstance(fact, str) and fact.startswith(WORD) and fact.removeprefix(WORD) in words:
        return words[fact.removeprefix(WORD)].in_language(language)
    return spoken(fact, language)
