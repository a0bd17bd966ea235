"""The catalogue in the English of a reader's own field: what American hospitals call a thing that ours names otherwise.

A table says for which cases it holds and which phrases it puts for which. Names, formulas in words and sentences all
come of the catalogue, so that one change of it changes every page alike; ids, Chinese words and what the hospital
wrote stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, Field

from reportgen import kept
from reportgen.catalog import load
from reportgen.catalog.catalog import builtin_catalog
from reportgen.model.definition import Definition, Text

if TYPE_CHECKING:
    from reportgen.catalog.catalog import Catalog
    from reportgen.catalog.messages import Words

FOLDER: Final = Path(__file__).parent / "terminology"
SPOKEN: Final = ("items", "indicators", "checks", "schemes", "words", "packs", "warnings", "structures", "messages")
"""What of the catalogue is said to readers; what is read from workbooks keeps all its spellings."""
T = TypeVar("T")
Speak = Callable[[str], str]


class Terminology(Definition):
    """Phrases for the cases of one set of rules and one currency.

    Attributes:
        en: phrase of the catalogue → phrase of the field, both in lower case.
        words: key of words → their English, where there is room for a short term only.
    """

    source: str
    regime: str
    currency: str
    en: Mapping[str, str]
    words: Mapping[str, str] = Field(default_factory=dict)

    def speech(self) -> Speak:
        """What puts English words in the terms of the field; a capital stays one."""
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, self.en))})\b", re.IGNORECASE)

        def instead(found: re.Match[str]) -> str:
            term = self.en[found[0].lower()]
            return term[0].upper() + term[1:] if found[0][0].isupper() else term

        return lambda words: pattern.sub(instead, words)


@cache
def tables() -> Mapping[tuple[str, str], Terminology]:
    """All that come with the program, by rules and currency."""
    found = [load.shipped(Terminology, file) for file in sorted(FOLDER.glob("*.yaml"))]
    return {(one.regime, one.currency): one for one in found}


@lru_cache(maxsize=4)
def spoken(catalog: Catalog, regime: str, currency: str) -> Catalog:
    """The catalogue as readers of such a case speak: itself where there is no table for them.

    What a case leaves as it is built in is said anew once, and not again while the program stays what it is.
    """
    table = tables().get((regime, currency))
    if table is None:
        return catalog
    base, known, speak = builtin_catalog(), _of_builtin(regime, currency), table.speech()
    own = {name: getattr(catalog, name) for name in SPOKEN}
    return replace(catalog, **{
        name: known[name] if part is getattr(base, name) else said(part, speak) for name, part in own.items()
    })  # fmt: skip


@cache
def _of_builtin(regime: str, currency: str) -> Mapping[str, Any]:
    return kept.once(f"terminology.{regime}.{currency}", partial(_built_in, regime, currency))


def _built_in(regime: str, currency: str) -> dict[str, Any]:
    """The parts of the built-in catalogue in the terms of a field, and its short words."""
    table, base = tables()[regime, currency], builtin_catalog()
    parts = {name: said(getattr(base, name), table.speech()) for name in SPOKEN}
    words: Words = parts["words"]
    short = {key: words[key].model_copy(update={"en": term}) for key, term in table.words.items()}
    return {**parts, "words": replace(words, by_key={**words.by_key, **short})}


def in_terms(found: T, regime: str, currency: str) -> T:
    """The names in some findings as readers of such a case speak."""
    table = tables().get((regime, currency))
    return found if table is None else said(found, table.speech())


def said(value: T, speak: Speak) -> T:
    """A value with all English words in it said anew; the very same where none changes."""
    return _said(value, speak)  # type: ignore[no-any-return]


def _said(value: Any, speak: Speak) -> Any:  # noqa: PLR0911 - one for each kind of value
    if isinstance(value, str | int | float | None):  # by far the most: neither of them is a text in two languages
        return value
    match value:
        case Text():
            words = speak(value.en)
            return value if words == value.en else value.model_copy(update={"en": words})
        case BaseModel():
            changed = dict(_changed(((name, getattr(value, name)) for name in type(value).model_fields), speak))
            return value.model_copy(update=changed) if changed else value
        case _ if is_dataclass(value) and not isinstance(value, type):
            changed = dict(_changed(((one.name, getattr(value, one.name)) for one in fields(value)), speak))
            return replace(value, **changed) if changed else value
        case Mapping():
            changed = dict(_changed(value.items(), speak))
            return {**value, **changed} if changed else value
        case tuple():
            parts = tuple(_said(part, speak) for part in value)
            return parts if any(one is not part for one, part in zip(parts, value, strict=True)) else value
    return value


def _changed(parts: Iterable[tuple[Any, Any]], speak: Speak) -> Iterator[tuple[Any, Any]]:
    for name, old in parts:
        if (new := _said(old, speak)) is not old:
            yield name, new
