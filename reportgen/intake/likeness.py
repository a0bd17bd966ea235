"""How alike two names are: Chinese ones by their characters, English ones by their words.

Letters say little of English names: “Operating income” and “Cooperation income” share nearly all of them. A word that
stands in few names weighs more than one that stands in many, such as total, other or net.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from math import log
from typing import Final

from reportgen.intake.vocabulary import vocabulary

WORD: Final = re.compile(r"[a-z]+")
CLOSE: Final = 84
"""Likeness in letters, of 100, from which two words are one that was misspelled."""
MOST: Final = 0.98
"""What names of the same words are given: they may be spelled otherwise, and are to be asked about."""
LEAST: Final = 3
"""Letters of a word that may be misspelled."""
Alike = tuple[float, str]
"""Likeness from 0 to 1, and the item."""


@lru_cache(maxsize=16384)
def words_of(name: str) -> frozenset[str]:
    """The words of an English name that say something: in the singular, one word for those that mean the same."""
    known = vocabulary()
    found = (_singular(word) for word in WORD.findall(name.lower()) if word not in known.empty_words)
    return frozenset(known.same_words.get(word, word) for word in found)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > LEAST:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) >= LEAST else word


def says_revenue(name: str) -> bool:
    """Whether an English name says what came in before any expense, which “income” may be after it as well."""
    known = vocabulary()
    said = {_singular(word) for word in WORD.findall(name.lower())}
    return bool(said & {*known.revenue_words}) and not words_of(name) & {*known.result_words}


def denies(one: str, other: str) -> bool:
    """Whether one of two names denies what the other says, however alike they are: 非同级财政拨款, 同级财政拨款."""
    return any((word in one) != (word in other) for word in vocabulary().negations)


@dataclass(frozen=True, eq=False)
class Names:
    """The English names of all items, with how much each word tells."""

    of: Mapping[frozenset[str], tuple[str, ...]]

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The rarer a word, the more it weighs."""
        counts = Counter(chain.from_iterable(self.of))
        return {word: log(1 + len(self.of) / count) for word, count in counts.items()}

    @cached_property
    def rarest(self) -> float:
        """The weight of a word that no name has."""
        return log(1 + len(self.of))

    def alike(self, words: frozenset[str]) -> Iterator[Alike]:
        """How alike a name of these words is to each item that shares one of them."""
        spelled = [(word, self._spelled(word)) for word in sorted(words)]
        mine = {known or word: CLOSE / 100 if known and known != word else 1.0 for word, known in spelled}
        whole = self._weight(mine)
        for others, items in self.of.items():
            shared = sum(self.weights[word] * share for word, share in mine.items() if word in others)
            if shared:
                score = 2 * shared / (whole + self._weight(others))
                yield from ((min(MOST, score), item) for item in items)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.weights.get(word, self.rarest) for word in sorted(words))

    def _spelled(self, word: str) -> str | None:
        """The word of the catalogue that a word is, or is misspelled for."""
        from rapidfuzz import fuzz, process

        if word in self.weights or len(word) < LEAST:
            return word if word in self.weights else None
        found = process.extractOne(word, sorted(self.weights), scorer=fuzz.ratio, score_cutoff=CLOSE)
        return found[0] if found else None


def names_of(labels: Iterable[tuple[str, str]]) -> Names:
    """The names of items; of Chinese ones there are no words."""
    found: dict[frozenset[str], list[str]] = {}
    for label, item in labels:
        if label.isascii() and (words := words_of(label)):
            found.setdefault(words, []).append(item)
    return Names({words: tuple(dict.fromkeys(items)) for words, items in found.items()})
