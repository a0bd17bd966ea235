"""The accountant's own sentences, by clauses, held against the figures: which way, how much, which number.

B08: a figure moved the other way than a sentence says. B09: it moved by less than “sharply” or “markedly” wants, or by
more than “slightly” does. B10: a number that a sentence states of a figure is none of that figure's.

A clause that denies, wishes, or speaks of budgets, peers or another month is left alone, as is one that says both ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, get_args

from reportgen.analysis.comparison.against import (
    SIGN,
    Base,
    ItemComparison,
    direction_of,
    indicator_comparison,
    item_comparisons,
)
from reportgen.model import printing
from reportgen.model.brand import QUOTE, Remarks
from reportgen.model.definition import Language, Text
from reportgen.model.finding import Fact, Finding, Money
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.analysis.material import Material
    from reportgen.catalog import Catalog

OTHERWISE, TOO_LITTLE, NO_SUCH = "B08", "B09", "B10"
LEAST: Final[Mapping[str, tuple[float, float]]] = {"sharp": (0.10, 0.03), "clear": (0.03, 0.005)}
MOST: Final[Mapping[str, tuple[float, float]]] = {"slight": (0.05, 0.01)}
"""What a size wants: of the earlier figure, and of percentages as a difference. Our practice; no source sets it."""
SAME: Final = (0.01, 0.005)
"""Up to which a figure is called unchanged."""
NOISE: Final = 1e-9
HALF: Final = 0.5
MONEY: Final[Mapping[str, float]] = {
    "one": 1.0,
    "thousand": 1e3,
    "ten_thousand": 1e4,
    "million": 1e6,
    "hundred_million": 1e8,
    "billion": 1e9,
}
HUNDREDTH: Final = 1 / printing.PERCENT
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
class _Moved:
    """How a figure moved against the base that a clause means; no rate of percentages and from a base below zero."""

    now: float
    before: float
    rate: float | None
    is_points: bool
    base: Base

    @property
    def difference(self) -> float:
        """Now less before."""
        return self.now - self.before

    @property
    def sign(self) -> int:
        """1 for up, −1 for down, 0 where nothing moved."""
        scale = max(abs(self.now), abs(self.before), NOISE)
        return 0 if abs(self.difference) <= NOISE * scale else 1 if self.difference > 0 else -1

    def size(self) -> float | None:
        """How much it moved, without its sign, as a size is measured."""
        return abs(self.difference) if self.is_points else None if self.rate is None else abs(self.rate)


def claims(material: Material) -> tuple[Finding, ...]:
    """What of the commentary on the period does not hold; nothing where nothing was written."""
    found = []
    scored, own = frozenset(one.id for one in material.evaluation.indicators), _own_names(material)
    for language in get_args(Language):
        reader = ClauseReader(material.catalog, language, scored, own)
        for remarks in material.commentary.get(language, ()):
            for clause in reader.clauses(remarks):
                found += list(_held(material, remarks, clause))
    return tuple(found)


def _own_names(material: Material) -> dict[str, str]:
    """Names of the lines of the hospital's statements of the period → items; none that names two."""
    dataset, found = material.dataset, dict[str, str]()
    ambiguous: set[str] = set()
    for column in dataset.values.columns if dataset.labels else ():
        item, key = column[0], (column[0], material.entity, material.period, column[1])
        place = dataset.place(key)
        if place is None or dataset.derived(key) or place not in dataset.labels:
            continue
        label = dataset.labels[place].lower()
        if found.setdefault(label, item) != item:
            ambiguous.add(label)
    return {label: item for label, item in found.items() if label not in ambiguous}


def _held(material: Material, remarks: Remarks, clause: Clause) -> Iterator[Finding]:
    known = _comparisons(material, clause.subject)
    if not known:
        return
    place = Place(remarks.file, line=clause.line, column=clause.column)
    facts: dict[str, Fact] = {"said": clause.text[:60], "entity": material.entity, "period": material.period}
    moved = _rate_of(material, clause) or _moved(known, clause.base)
    if clause.way and moved is not None:
        told = {**facts, **_told(material, clause, moved)}
        if not _goes(material, clause, moved):
            yield Finding(OTHERWISE, place, told)
        elif (limit := _beyond(material, clause, moved)) is not None:
            yield Finding(TOO_LITTLE, place, {**told, "limit": limit})
    for number in clause.numbers:
        if not _is_known(number, known, material, clause):
            name, now = _name(material, clause.subject), _printed(known[-1].unit, known[-1].now.value or 0.0)
            yield Finding(NO_SUCH, place, {**facts, "number": number.text, "name": name, "now": now})


def _comparisons(material: Material, subject: str) -> tuple[ItemComparison, ...]:
    """The subject with its bases, to date last; empty where it is unknown or has no value."""
    catalog, analyses = material.catalog, material.analysis
    found: tuple[ItemComparison, ...] = ()
    if subject in catalog.indicators:
        found = (indicator_comparison(analyses, subject),)
    elif subject in catalog.items:
        found = item_comparisons(analyses.books, subject)
    return tuple(one for one in found if one.now.value is not None)


def _moved(known: tuple[ItemComparison, ...], base: str) -> _Moved | None:
    """Against the base that is named; else the same period of last year, or the period before where that lacks."""
    wanted = (Base(base),) if base else (Base.LAST_YEAR, Base.PRECEDING)
    for each in wanted:
        for one in reversed(known):
            against = one.with_base(each)
            if against is not None and against.against.value is not None and one.now.value is not None:
                return _Moved(one.now.value, against.against.value, against.rate.value, one.unit == "percent", each)
    return None


def _rate_of(material: Material, clause: Clause) -> _Moved | None:
    """A quoted rate of growth says itself which way and how much."""
    if not clause.rate or clause.rate not in material.catalog.indicators:
        return None
    value = material.values.at(clause.rate, material.entity, material.period).value
    return None if value is None else _Moved(1.0 + value, 1.0, value, is_points=False, base=Base.LAST_YEAR)


def _goes(material: Material, clause: Clause, moved: _Moved) -> bool:
    if clause.way in {"up", "down"}:
        return moved.sign == (1 if clause.way == "up" else -1)
    if clause.way == "flat":
        size = moved.size()
        return size is None or size <= SAME[moved.is_points] + NOISE
    if clause.subject not in material.catalog.indicators:
        return True
    better = SIGN.get(direction_of(material.analysis, clause.subject))
    return better is None or moved.sign == (better if clause.way == "better" else -better)


def _beyond(material: Material, clause: Clause, moved: _Moved) -> Text | None:
    """The limit that the size of a clause breaks, in words."""
    size, say = moved.size(), material.catalog.words
    if size is None or not clause.size:
        return None
    limit = {**LEAST, **MOST}[clause.size][moved.is_points]
    is_least = clause.size in LEAST
    if size >= limit - NOISE if is_least else size <= limit + NOISE:
        return None
    words = say["claims.least" if is_least else "claims.most"]
    amount = _amount(material, limit, is_points=moved.is_points, sign=False)
    return Text(zh=words.zh.format(limit=amount.zh), en=words.en.format(limit=amount.en))


def _told(material: Material, clause: Clause, moved: _Moved) -> dict[str, Fact]:
    is_item = clause.subject in material.catalog.items
    unit = material.catalog.items[clause.subject].unit if is_item else material.catalog.indicators[clause.subject].unit
    size = moved.difference if moved.is_points else moved.rate
    change = (
        _printed(unit, moved.difference)
        if size is None
        else _amount(material, size, is_points=moved.is_points, sign=True)
    )
    shows_both = size is None or not clause.rate  # from nothing, or from below it, there is no rate
    return {
        "name": _name(material, clause.subject),
        "than": material.catalog.words[f"claims.than.{moved.base}"],
        "change": change,
        "before": _printed(unit, moved.before) if shows_both else None,
        "now": _printed(unit, moved.now) if shows_both else None,
    }


def _amount(material: Material, size: float, *, is_points: bool, sign: bool) -> Text:
    if not is_points:
        said = printing.percent(size, 1, sign=sign)
        return Text(zh=said, en=said)
    words, n = material.catalog.words["claims.points"], printing.number(size * printing.PERCENT, 2, sign=sign)
    return Text(zh=words.zh.format(n=n), en=words.en.format(n=n))


def _printed(unit: str, value: float) -> Fact:
    if unit == "money":
        return Money(value)
    return printing.percent(value, 2) if unit == "percent" else printing.number(value, 2)


def _name(material: Material, subject: str) -> Text:
    known = material.catalog.indicators.get(subject) or material.catalog.items[subject]
    return known.name


def _is_known(number: SaidNumber, known: tuple[ItemComparison, ...], material: Material, clause: Clause) -> bool:
    """Whether a number is one of the subject's, as far as its digits go; one of another kind is not judged."""
    digits = number.digits.replace(",", "")
    decimals, value, scale = len(digits.partition(".")[2]), float(digits), _scale(number.kind)
    amounts = [one for one in _amounts(number.kind, known) if one is not None]
    if clause.rate and number.kind == "percent":
        amounts += [one for one in [material.values.at(clause.rate, material.entity, material.period).value] if one]
    room = HALF * 10.0**-decimals * scale * (1 + NOISE)
    return not amounts or any(abs(abs(one) - value * scale) <= room for one in amounts)


def _scale(kind: str) -> float:
    return HUNDREDTH if kind in {"points", "percent"} else MONEY.get(kind, 1.0)


def _amounts(kind: str, known: tuple[ItemComparison, ...]) -> Iterator[float | None]:
    """The subject's amounts that are said in a unit: values, earlier ones, and changes."""
    unit = "money" if kind in MONEY else "percent" if kind in {"points", "percent"} else kind
    for one in known:
        if one.unit == unit and kind != "points":
            yield one.now.value
        for against in one.against:
            if one.unit == unit:
                yield against.difference.value
            if one.unit == unit and kind != "points":
                yield against.against.value
            if kind == "percent":
                yield against.rate.value


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
            found = self._clause(number, start, line[start : end.start() if end else None], subject)
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
        column = start + len(text) - len(text.lstrip()) + 1
        size, base = (self._one_of(keys, text) for keys in (SIZES, BASES))
        numbers = () if is_aside else tuple(self._numbers(text))
        return Clause(number, column, text.strip(), subject, way, size, base, numbers, self._rate(text, ways))

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
        return earlier[-1] if earlier else names[0][1] if names else ""

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
        plain = {key: text.in_language(self.language) for key, text in words.items() if "." not in key}
        return {key: re.compile(words_of, re.IGNORECASE) for key, words_of in plain.items()}

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
