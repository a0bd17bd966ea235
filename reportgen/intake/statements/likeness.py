"""Which items have names like one that is not known: by characters, and in English by words."""

from __future__ import annotations

from typing import Final

from reportgen.intake.context import ReadingContext
from reportgen.intake.statements import line_meanings
from reportgen.intake.words import known_names
from reportgen.intake.words.known_names import Alike
from reportgen.intake.words.labels import halves, normalised

WEAK: Final = 0.2
"""What likeness in letters alone is worth between names of other words."""
SPELLED: Final = 90
"""Likeness in letters, of 100, from which two English names are one that was misspelled."""
TO_BE_ASKED: Final = 0.99
"""The most that half of a name is worth: another half stands beside it."""
NEAREST: Final = 3
SEARCHED: Final = 20
"""Spellings among which the nearest items are: several may mean the same item."""


def ranked(label: str, context: ReadingContext) -> list[Alike]:
    """The items whose names are most alike, the best first: by characters, English ones by words if well spelled.

    Of a name in both languages each half is looked for by itself, and neither makes it a name that is known.
    """
    names = halves(label)
    if names is None:
        return _ranked(label, context)
    found: dict[str, float] = {}
    for score, item in (one for name in names for one in _ranked(name, context)):
        found[item] = max(min(score, TO_BE_ASKED), found.get(item, 0.0))
    return sorted(((score, item) for item, score in found.items()), key=lambda one: -one[0])[:SEARCHED]


def _ranked(label: str, context: ReadingContext) -> list[Alike]:
    from rapidfuzz import fuzz, process

    key, found = normalised(label), dict[str, float]()
    by_letters = process.extract(key, list(context.spellings), scorer=fuzz.ratio, limit=SEARCHED)
    by_letters = [one for one in by_letters if not known_names.denies(one[0], key)]
    for spelling, letters, _ in by_letters:
        if letters >= SPELLED or not label.isascii():
            found |= {item: max(letters / 100, found.get(item, 0.0)) for item in context.spellings[spelling]}
    if label.isascii():
        for score, item in context.english.alike(known_names.words_of(label)):
            found[item] = max(score, found.get(item, 0.0))
    for spelling, letters, _ in by_letters if len(found) < NEAREST else ():  # weaker than any that shares a word
        for item in context.spellings[spelling]:
            found.setdefault(item, letters / 100 * WEAK)
    items = context.catalog.items
    fit = {item for item in found if item not in items or not line_meanings.is_of_public_budgets(item, context)}
    kept = ((score, item) for item, score in found.items() if item in fit and (key, item) not in context.forbidden)
    return sorted(kept, key=lambda one: -one[0])[:SEARCHED]
