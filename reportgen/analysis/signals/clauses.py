"""Sentences of the accountant's own taken apart: of what a clause speaks, which way, how much and what number it says.

A clause that denies, wishes, or speaks of budgets, peers or a month of its own is left alone, as is one that says both
ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.model.brand import QUOTE

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.brand import Remarks
    from reportgen.model.definition import Language

ALSO: Final = "claims.also"
WAYS: Final = ("up", "down", "flat", "better", "worse")
SIZES: Final = ("sharp", "clear", "slight")
BASES: Final = ("preceding", "year_start", "last_year")
GROWTH: Final = "_growth"
FEWEST: Final[Mapping[str, int]] = {"zh": 3, "en": 9}
"""Characters of a name that is looked for: shorter ones stand in other words."""
SKIPPED: Final = re.compile(r"^\s*(?:#|>|\||```)")
"""Headings, quotations and tables are no sentences."""


@dataclass(frozen=True)
class SaidNumber:
    """A number as it stands.

    Attributes:
        text: with its unit; kind: what it counts, by the name of the group in the pattern.
    """

    text: str
    digits: str
    kind: str


@dataclass(frozen=True)
class Clause:
    """What one clause says of one figure.

    Attributes:
        line, column: from 1, where it begins.
        text: its words.
        subject: id of an indicator or item.
        way: one of `WAYS`, "" for none; size: one of `SIZES`; base: one of `BASES`, "" where it names none.
        rate: the rate of growth that it quotes behind the way, whose sign is what counts: “grew by {{ … }}”.
    """

    line: int
    column: int
    text: str
    subject: str
    way: str
    size: str
    base: str
    numbers: tuple[SaidNumber, ...]
    rate: str = ""


@dataclass(frozen=True)
class ClauseReader:
    """Reads one language; of two indicators of one name the one that is scored is meant.

    `own` are the names that the hospital's statements give their lines: there they mean these, whatever else elsewhere.
    """

    catalog: Catalog
    language: Language
    scored: frozenset[str] = frozenset()
    own: Mapping[str, str] = field(default_factory=dict)

    def clauses(self, remarks: Remarks) -> Iterator[Clause]:
        """Every clause of a text that says something of a figure."""
        for number, line in enumerate(remarks.text.splitlines(), start=1):
            if not SKIPPED.match(line):
                yield from self._line(number, line)

    def _line(self, number: int, line: str) -> Iterator[Clause]:
        subject, start = "", 0
        for end in [*self._pattern("parts").finditer(line), None]:
            stop = len(line) if end is None else end.start()
            text = line[start:stop]
            found = self._clause(number, start, text, subject)
            subject = found.subject if found is not None else subject
            if found is not None and (found.way or found.numbers):
                yield found
            if end is not None:
                start = end.end()
                subject = "" if self._pattern("ends").fullmatch(end[0]) else subject

    def _clause(self, number: int, start: int, text: str, before: str) -> Clause | None:
        pattern = self._names_in(text)
        names = [(match.start(), self._named(match)) for match in pattern.finditer(text)]
        ways = [(match.start(), way) for way in WAYS for match in self._pattern(way).finditer(text)]
        subject = self._subject(names, ways) or (before if self._goes_on(text, ways) else "")
        if not subject:
            return None
        unnamed = pattern.sub(" ", text)  # names hold such words too
        is_aside = any(self._pattern(one).search(unnamed) for one in ("aside", "dated"))
        said = {way for _, way in ways}
        way = said.pop() if len(said) == 1 and not is_aside else ""
        column, size = start + len(text) - len(text.lstrip()) + 1, self._one_of(SIZES, text)
        return Clause(
            number, column, text.strip(), subject, way, size, self._one_of(BASES, text),
            () if is_aside else tuple(self._numbers(text)), self._rate(text, ways),
        )  # fmt: skip

    def _goes_on(self, text: str, ways: list[tuple[int, str]]) -> bool:
        """Whether a clause without a name has no other subject either: little stands before what it says."""
        starts = [match.start() for key in (*BASES, *SIZES, "number") for match in self._pattern(key).finditer(text)]
        first = min([*starts, *(place for place, _ in ways)], default=0)
        return self._pattern("carried").fullmatch(text[:first]) is not None

    @staticmethod
    def _subject(names: list[tuple[int, str]], ways: list[tuple[int, str]]) -> str:
        """The name nearest before what is said of it, else the first one."""
        first = min(ways)[0] if ways else None
        earlier = [name for place, name in names if first is None or place < first]
        if earlier:
            return earlier[-1]
        return names[0][1] if names else ""

    @staticmethod
    def _rate(text: str, ways: list[tuple[int, str]]) -> str:
        """The rate of growth that is quoted behind what it says."""
        quoted = [match for match in QUOTE.finditer(text) if match["name"].endswith(GROWTH)]
        return quoted[0]["name"] if ways and quoted and min(ways)[0] < quoted[0].start() else ""

    def _numbers(self, text: str) -> Iterator[SaidNumber]:
        plain = QUOTE.sub(lambda match: " " * len(match[0]), text)
        for match in self._pattern("number").finditer(plain):
            yield SaidNumber(match[0], match["digits"], match.lastgroup or "")

    def _one_of(self, keys: tuple[str, ...], text: str) -> str:
        return next((key for key in keys if self._pattern(key).search(text)), "")

    def _named(self, match: re.Match[str]) -> str:
        quoted = QUOTE.fullmatch(match[0])
        return quoted["name"] if quoted else self._known[match[0].lower()]

    def _pattern(self, key: str) -> re.Pattern[str]:
        return self._patterns[key]

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        words = self.catalog.words.under("claims")
        return {key: re.compile(text.in_language(self.language), re.IGNORECASE) for key, text in words.items()
                if "." not in key}  # fmt: skip

    @cached_property
    def _known(self) -> dict[str, str]:
        """Names → ids: spellings and names of items, then of indicators, which count more, the scored ones last."""
        items, indicators = self.catalog.items, self.catalog.indicators
        named = [(one.name, name) for name, one in items.items()]
        named += [(one.short, name) for name, one in indicators.items() if one.short is not None]
        named += [(one.name, name) for name, one in indicators.items()]
        named += [(words, name) for name, words in self.catalog.words.under(ALSO).items() if name in indicators]
        named += [(text, name) for text, name in named if name in self.scored]
        least = FEWEST[self.language]
        words = [(text.in_language(self.language).lower(), name) for text, name in named]
        spelt = [(label.lower(), item) for label, item in self.catalog.aliases.names.items() if item in items]
        return {text: name for text, name in (*spelt, *words, *self.own.items()) if len(text) >= least}

    def _names_in(self, text: str) -> re.Pattern[str]:
        """What finds quotations and names in a text, the longest first; one of all two thousand takes long to make."""
        lower = text.lower()
        longest = sorted((name for name in self._known if name in lower), key=len, reverse=True)
        before, after = (r"(?<!\w)", r"(?!\w)") if self.language == "en" else ("", "")  # a name may end with a bracket
        listed = "|".join(f"{before}{re.escape(name)}{after}" for name in longest)
        return re.compile("|".join(filter(None, (QUOTE.pattern.replace("?P<name>", "?:"), listed))), re.IGNORECASE)
