"""Names that are known: of items by the catalogue, of hospitals by the case, and how alike two names are.

How alike two names are: Chinese ones by their characters, English ones by their words.

Letters say little of English names: “Operating income” and “Cooperation income” share nearly all of them. A word that
stands in few names weighs more than one that stands in many, such as total, other or net.

What names mean by the catalogue, found once for all files that are read under the same rules.

Which hospital a name or a code in the data means.
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

from reportgen.catalog import Catalog
from reportgen.intake.words.labels import bare, normalised, unpunctuated
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.casefile import Case
from reportgen.model.dataset import Entity
from reportgen.model.definitions import NO_RULES, Item

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


def english_names(labels: Iterable[tuple[str, str]]) -> Names:
    """The names of items; of Chinese ones there are no words."""
    found: dict[frozenset[str], list[str]] = {}
    for label, item in labels:
        if label.isascii() and (words := words_of(label)):
            found.setdefault(words, []).append(item)
    return Names({words: tuple(dict.fromkeys(items)) for words, items in found.items()})


TIDY: Final = "tidy"
"""The form code under which spellings hold in tables without sections."""


@lru_cache(maxsize=4)
def names_under(catalog: Catalog, is_free: bool) -> KnownNames:  # noqa: FBT001 - a key
    """The names of a catalogue, in a case that follows no official rules (`is_free`) or any other."""
    return KnownNames(catalog, is_free)


@dataclass(frozen=True, eq=False)
class KnownNames:
    """The names of a catalogue under some rules; what each of them says `ReadingContext` tells."""

    catalog: Catalog
    is_free: bool

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """American lines only where no official rules hold."""
        known = self.catalog.items.items()
        return {name: item for name, item in known if item.regimes != (NO_RULES,) or self.is_free}

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Of the aliases and the items' own names."""
        found: dict[str, list[str]] = {}
        for label, item in self.catalog.aliases.names.items():
            found.setdefault(normalised(label), []).append(item)
        for identifier, definition in self.items.items():
            found.setdefault(normalised(definition.name.zh), []).append(identifier)
            found.setdefault(normalised(definition.name.en), []).append(identifier)
        return {label: tuple(dict.fromkeys(items)) for label, items in found.items()}

    def knows(self, label: str) -> bool:
        """Whether a label is the name of an item, or of several."""
        key = normalised(label)
        return key in self.spellings or key in self.meanings

    @cached_property
    def computed(self) -> frozenset[str]:
        """Names of ratios that are no item's too."""
        ratios = [one for one in self.catalog.indicators.values() if one.unit != "money"]
        names = [name for one in ratios for name in (one.name, one.short) if name is not None]
        known = {normalised(label) for name in names for label in (name.zh, name.en)}
        known |= {normalised(label) for one in ratios for label in one.also}
        known |= {label.partition("(")[0] for label in known}
        return frozenset(known) - self.spellings.keys() - self.meanings.keys()

    @cached_property
    def english(self) -> Names:
        """The items' own names, their spellings, and those that the rules use."""
        known = [(item.name.en, identifier) for identifier, item in self.items.items()]
        known += [
            (identifier.replace("_", " "), identifier) for identifier, item in self.items.items() if not item.regimes
        ]
        known += self.catalog.aliases.names.items()
        for label in self.catalog.aliases.contextual:
            known += [(label, item) for item, _ in self.meanings.get(normalised(label), ())]
        return english_names(known)

    @cached_property
    def meanings(self) -> Mapping[str, tuple[tuple[str, str | None], ...]]:
        """What holds under no official rules holds only where none do."""
        found: dict[str, list[tuple[str, str | None]]] = {}
        for label, meanings in self.catalog.aliases.contextual.items():
            here = [one for one in meanings if one.regimes != (NO_RULES,) or self.is_free]
            found.setdefault(normalised(label), []).extend((meaning.item, meaning.form) for meaning in here)
        if self.is_free:
            for label, item in self.catalog.aliases.parts.items():
                found.setdefault(normalised(label), []).append((item, TIDY))
            found = {unpunctuated(label): items for label, items in found.items() if items} | found
        return {label: tuple(items) for label, items in found.items()}

    @cached_property
    def part_names(self) -> frozenset[str]:
        """None under official rules."""
        keys = frozenset(map(normalised, self.catalog.aliases.parts)) if self.is_free else frozenset[str]()
        return keys | {unpunctuated(key) for key in keys}

    @cached_property
    def forbidden(self) -> frozenset[tuple[str, str]]:
        """What names mean where no rules hold is not barred there."""
        aliases = self.catalog.aliases
        barred = frozenset((normalised(label), item) for label, items in aliases.forbidden.items() for item in items)
        if not self.is_free:
            return barred
        known = ((label, one) for label, meanings in aliases.contextual.items() for one in meanings)
        return barred - {(normalised(label), one.item) for label, one in known if one.regimes == (NO_RULES,)}


def is_own_hospital(name: str, case: Case | None) -> bool:
    """Whether a name, or an id, is that of the hospital of the case."""
    own = case.file.entity if case else None
    names = (own.name.zh, own.name.en, own.id, *own.aliases) if own else ()
    called = {bare(known) for known in names if known}
    companies = {f"{known}{ending}" for known in called for ending in vocabulary().company_endings}
    return bool(name) and bare(name) in called | companies


def hospital_named(name: str, code: str, case: Case | None, codes: dict[str, str]) -> Entity:
    """The hospital of a name and a code, either of which may be empty; the case's own where both are.

    Of two hospitals of one name the code says which. What has no code is whose it was called before, unless that were
    two.

    Args:
        name: as it is written.
        code: the same.
        case: None where plain files are read.
        codes: name → code by which it is known, empty where there are two; one that is met for the first time is added.
    """
    own, said = case.file.entity if case else None, {bare(one) for one in (name, code) if one}
    if own and (not said or is_own_hospital(name, case) or is_own_hospital(code, case)):
        return Entity(own.id, own.name.zh)
    group = case.file.group if case else None
    members = group.members if group else {}
    by_code = {bare(identifier): identifier for identifier in members}
    by_name = {bare(known): identifier for identifier, one in members.items() for known in (one.zh, one.en) if known}
    member = next((by_code[one] for one in map(bare, (code, name)) if one in by_code), by_name.get(bare(name)))
    if member is not None:
        return Entity(member, members[member].zh)
    if code and name:
        codes[name] = code if codes.get(name, code) == code else ""
    return Entity(code or codes.get(name) or name, name or code, is_total=adds_up(name))


def adds_up(name: str) -> bool:
    """Whether a name is that of what hospitals come to, or owe each other, and of none of them: Consolidated, 抵销."""
    folded, words = bare(name).lower(), vocabulary()
    return folded in {*words.summaries, *words.consolidated} or any(part in folded for part in words.eliminations)


LONGEST: Final = 80
LONGEST_FORM: Final = 14
"""Characters of a title that is a name; a sentence has more."""


def hospital_of_name(name: str) -> str:
    """The hospital with which the name of a sheet begins, as it is written; "" where it names none."""
    text, written = bare(name), "".join(name.split())
    if name.isascii():
        text = written = " ".join(name.split())
    ends = [match.end() for match in _endings().finditer(text) if match.start() > 0]
    found = (written if len(written) == len(text) else text)[: max(ends)] if ends else ""
    return "" if {*found.lower().split()} & {*vocabulary().statement_words} else found


def hospital_of_title(title: str) -> str:
    """The hospital that a title names before anything else, "" where it names none."""
    text, name = " ".join(title.split()), hospital_of_name(title)
    behind = text[len(name) :]
    is_apart = not behind or not behind.lstrip()[0].isalnum()
    is_name = name and not name.split()[-1].islower()
    return name if is_name and is_apart and len(text) <= LONGEST else ""


def hospital_in_chinese(title: str) -> str:
    """The hospital that a Chinese title names, alone or behind 单位: or in front of a year or a form; else ""."""
    known, text = vocabulary(), "".join(title.split())
    mark, _, text = text.replace("\uff1a", ":").rpartition(":")
    if mark and bare(mark) not in known.unit_marks and not mark[-1].isdigit():
        return ""
    name = "" if text.isascii() or len(text) > LONGEST else hospital_of_name(text)
    rest = bare(text[len(name) :]).partition("(")[0]
    is_title = not rest or rest[0].isdigit() or (rest.endswith(known.form_ending) and len(rest) <= LONGEST_FORM)
    is_one = distinctive(name) and not any(kind in bare(name) for kind in known.kinds_of_hospitals)
    return name if is_title and is_one else ""


def distinctive(name: str) -> str:
    """A Chinese name without what many hospitals are called."""
    return _common_in_chinese().sub("", bare(name))


@lru_cache(maxsize=1)
def _common_in_chinese() -> re.Pattern[str]:
    known = vocabulary()
    endings = (one for one in known.hospital_endings if not one.isascii())
    return re.compile("|".join(sorted((*endings, *known.common_in_chinese_names), key=len, reverse=True)))


def names_hospital(text: str) -> bool:
    """Whether a text is the name of a hospital and nothing else, and no line of a statement that speaks of one."""
    if ":" in bare(text):
        return False
    words = {*re.findall(r"[a-z]+", text.lower())} if text.isascii() else set[str]()
    others = {*vocabulary().revenue_words, *vocabulary().expense_words, *vocabulary().result_words}
    name = hospital_of_title(text) if text.isascii() else hospital_of_name(text)
    return bool(name) and "".join(name.split()) == "".join(text.split()) and not words & others


@lru_cache(maxsize=8192)
def names_department(text: str) -> bool:
    """Whether a text is the name of one department that treats patients, and nothing else."""
    words, folded = vocabulary().titles_of_departments, bare(text).lower()
    if any(word in folded for word in words["but"]):
        return False
    if not folded.isascii():
        return re.fullmatch(rf".{{1,7}}(?:{'|'.join(words['ends'])})", folded) is not None
    units, others = "|".join(words["in_english"]), "|".join(words["before"])
    called = rf"(?!.*(?:{others})(?:{units}))[a-z&/-]{{2,30}}(?:{units})|(?:{units})of[a-z&/-]{{2,30}}"
    return re.fullmatch(rf"(?:{'|'.join(words['names'])})(?:{units}|unit)?|{called}", folded) is not None


@lru_cache(maxsize=1)
def _endings() -> re.Pattern[str]:
    """What ends the name of a hospital: a word of its own in English, of the same letters."""
    known = vocabulary().hospital_endings
    english = "|".join(re.escape(word) for word in known if word.isascii())
    return re.compile(rf"{'|'.join(word for word in known if not word.isascii())}|\b(?:{english})\b", re.IGNORECASE)
