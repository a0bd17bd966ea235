"""Values that know where they come from: a result by its key, a rule of the program, or what was worked out of these.

Arithmetic keeps the terms, so that a difference names what it is the difference of. A value that has gone through
arrays has lost its source and is an ordinary number again.

Sets of hospitals by name, and sources written as formulas over them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self, SupportsIndex

from reportgen.model.place import Place

MINUS: Final = "-"
LISTED: Final = 24
"""Cells that are listed one by one; of a sum over more the sheets say where to look."""
SCALES: Final = frozenset({1.0, 1e2, 1e4, 1e6, 1e8})
"""By which a value is divided or multiplied to stand in another unit."""
VALUE: Final = "value"
ITEM: Final = "item"
"""What the key of a figure of a statement begins with."""
SCENARIO: Final = "scenario"
"""What the keys of scores under a scenario begin with."""
ATTAINABLE: Final = "attainable"
"""What the keys of scores of values that are within reach begin with."""
THEN: Final = "then."
"""Behind the period of a score by the weights of its own time; without it those are of today."""
NAMED: Final = frozenset({"median", "lower_quartile", "upper_quartile", "count", "rank", "lowest", "highest"})
"""Rules over many values; the others are signs between two."""


@dataclass(frozen=True, slots=True)
class NumberSource:
    """What a number is: a key of the results, or a rule over other numbers.

    Attributes:
        rule: `VALUE` for what stands under a key, a name of `NAMED`, or the sign of an operation.
        key: what stands in the results under it; with a rule, what the number is called.
        owner: the hospital whose value it is, where it is one hospital's; its key goes on behind.
        parts: what the rule was applied to; plain numbers are themselves.
    """

    rule: str
    key: str = ""
    owner: str = ""
    parts: tuple[NumberSource | float, ...] = ()

    @property
    def name(self) -> str:
        """The whole key."""
        return ".".join(part for part in (self.owner, self.key) if part)


class TracedNumber(float):
    """A number with its source."""

    __slots__ = ("source",)
    source: NumberSource

    def __new__(cls, value: float, source: NumberSource) -> Self:
        """A value from somewhere."""
        known = super().__new__(cls, value)
        known.source = source
        return known

    def __getnewargs__(self) -> tuple[float, NumberSource]:  # type: ignore[override]
        """What makes a copy."""
        return float(self), self.source

    def __add__(self, other: float, /) -> float:
        """A sum with its terms."""
        return _of("+", float.__add__(self, other), self, other)

    def __radd__(self, other: float, /) -> float:
        """A sum with its terms; nothing plus a value is that value."""
        return self if other == 0 else _of("+", float.__radd__(self, other), other, self)

    def __sub__(self, other: float, /) -> float:
        """A difference with its terms."""
        return _of(MINUS, float.__sub__(self, other), self, other)

    def __rsub__(self, other: float, /) -> float:
        """A difference with its terms."""
        return _of(MINUS, float.__rsub__(self, other), other, self)

    def __mul__(self, other: float, /) -> float:
        """A product with its factors."""
        return _of("*", float.__mul__(self, other), self, other)

    def __rmul__(self, other: float, /) -> float:
        """A product with its factors."""
        return _of("*", float.__rmul__(self, other), other, self)

    def __truediv__(self, other: float, /) -> float:
        """A quotient with its terms."""
        return _of("/", float.__truediv__(self, other), self, other)

    def __rtruediv__(self, other: float, /) -> float:
        """A quotient with its terms."""
        return _of("/", float.__rtruediv__(self, other), other, self)

    def __neg__(self) -> float:
        """The opposite."""
        return _of(MINUS, float.__neg__(self), 0.0, self)

    def __abs__(self) -> float:
        """Itself, or the opposite."""
        return self if self >= 0 else -self


def few(places: Iterable[Place]) -> tuple[Place, ...]:
    """Cells, each once, or the sheets of cells too many to list."""
    cells = tuple(dict.fromkeys(places))
    return cells if len(cells) <= LISTED else tuple(dict.fromkeys(Place(cell.file, cell.sheet) for cell in cells))


class Placed(float):
    """A number that was worked out of cells."""

    __slots__ = ("places",)
    places: tuple[Place, ...]

    def __new__(cls, value: float, places: tuple[Place, ...]) -> Self:
        """A value from these cells, or from the sheets of cells too many to list."""
        placed = super().__new__(cls, value)
        placed.places = few(places)
        return placed

    def __getnewargs__(self) -> tuple[float, tuple[Place, ...]]:  # type: ignore[override]
        """What makes a copy."""
        return float(self), self.places


class Counted(int):
    """A whole number with its source: a count, a rank."""

    source: NumberSource

    def __new__(cls, value: SupportsIndex, source: NumberSource) -> Self:
        """A count of something."""
        counted = super().__new__(cls, value)
        counted.source = source
        return counted

    def __getnewargs__(self) -> tuple[int, NumberSource]:  # type: ignore[override]
        """What makes a copy."""
        return int(self), self.source

    def __add__(self, other: int, /) -> int:
        """A sum with its terms."""
        return Counted(int.__add__(self, other), _of_terms(self, other))

    def __radd__(self, other: int, /) -> int:
        """A sum with its terms; nothing plus a count is that count."""
        return self if other == 0 else Counted(int.__add__(self, other), _of_terms(other, self))

    def __sub__(self, other: int, /) -> int:
        """A difference with its terms."""
        return Counted(int.__sub__(self, other), NumberSource(MINUS, parts=(self.source, source_of(other) or other)))

    def __abs__(self) -> int:
        """Without its sign, of the same source."""
        return Counted(int.__abs__(self), self.source)


def _of(sign: str, value: float, left: float, right: float) -> float:
    parts = (source_of(left) or left, source_of(right) or right)
    of = _of_terms(left, right) if sign == "+" else NumberSource(sign, parts=parts)
    return value if value is NotImplemented else TracedNumber(value, of)


def _of_terms(left: float, right: float) -> NumberSource:
    """A sum in one level: nested in pairs, that of hundreds of hospitals is deeper than a program may call itself."""
    return NumberSource("+", parts=(*_terms(left), *_terms(right)))


def _terms(value: float) -> tuple[NumberSource | float, ...]:
    source = source_of(value) or value
    return source.parts if isinstance(source, NumberSource) and source.rule == "+" and not source.key else (source,)


def source_of(value: float) -> NumberSource | None:
    """Where a value comes from; None of an ordinary number."""
    return value.source if isinstance(value, (TracedNumber, Counted)) else None


def unscaled(source: NumberSource) -> NumberSource:
    """The source of a figure that is shown in another unit: ``item.cash.2026 / 10000`` is the same figure."""
    while source.rule in {"/", "*"} and isinstance(source.parts[0], NumberSource) and source.parts[1] in SCALES:
        source = source.parts[0]
    return source


def scale_of(source: NumberSource) -> float:
    """By what a value has to be multiplied to be that of its `unscaled` source."""
    scale = 1.0
    while source.rule in {"/", "*"} and isinstance(source.parts[0], NumberSource) and source.parts[1] in SCALES:
        scale = scale * source.parts[1] if source.rule == "/" else scale / source.parts[1]
        source = source.parts[0]
    return scale


def read_of(source: NumberSource | float) -> Iterator[NumberSource]:
    """All that stands under a key of its own and a rule rests on, each as often as it is named."""
    if not isinstance(source, NumberSource):
        return
    if source.rule == VALUE:
        yield source
    for part in source.parts:
        yield from read_of(part)


def in_unit(shown: float, value: float) -> float:
    """A value as it is in another unit: the same figure."""
    source = source_of(value)
    return shown if source is None else TracedNumber(shown, source)


def under(value: float, key: str, owner: str = "") -> TracedNumber:
    """A value that stands in the results, or among the rules of the program, under a key."""
    return TracedNumber(value, NumberSource(VALUE, key, owner))


def whole_under(value: int, key: str, owner: str = "") -> Counted:
    """A whole number that stands under a key."""
    return Counted(value, NumberSource(VALUE, key, owner))


def by(rule: str, value: float, parts: Iterable[float]) -> float:
    """What a rule made of many values, where all of them know their source; else just the number."""
    there = [source_of(part) for part in parts]
    known = tuple(source for source in there if source is not None)
    return TracedNumber(value, NumberSource(rule, parts=known)) if known and len(known) == len(there) else value


def count(owners: Iterable[str], of: str = "") -> Counted:
    """How many hospitals or indicators there are, by naming them; `of` is the result of theirs that is counted."""
    return counted(sources(owners, of))


def counted(parts: tuple[NumberSource, ...]) -> Counted:
    """How many results there are."""
    return Counted(len(parts), NumberSource("count", parts=parts))


def item_key(item: str, period: str, view: str) -> str:
    """The key of a figure of a statement: ``item.cash.2026-10``, ``item.total_income.2026-10.ytd``."""
    return ".".join(part for part in (ITEM, item, period, view) if part)


def values(found: Iterable[float]) -> int:
    """How many values there are, where all of them know their source; else just their number."""
    there = [source_of(one) for one in found]
    known = tuple(source for source in there if source is not None)
    return counted(known) if len(known) == len(there) else len(there)


def sources(owners: Iterable[str], of: str) -> tuple[NumberSource, ...]:
    """The same result of many hospitals."""
    return tuple(NumberSource(VALUE, of, owner) for owner in owners)


def rank(value: int, owner: str, of: str, among: tuple[NumberSource, ...]) -> Counted:
    """The place of a hospital among others by some result; `among` is shared, since everybody has a place among all."""
    return Counted(value, NumberSource("rank", of, owner, among))


@dataclass(frozen=True)
class Sets:
    """Sets of hospitals by name, so that long lists are written as one of them less a few."""

    named: Mapping[str, frozenset[str]]

    def formula(self, source: NumberSource | float) -> str:
        """A source as a formula: ``LH01.score.total - LH01.2024.score.total``, ``median(score.total of all)``."""
        if not isinstance(source, NumberSource):
            return f"{source:.12g}"
        if source.rule == VALUE:
            return source.name
        if source.rule not in NAMED:
            return f" {source.rule} ".join(self._term(part) for part in source.parts)
        own = f"{source.name} among " if source.rule == "rank" else ""
        return f"{source.rule}({own}{self._list(source.parts)})"

    def _term(self, part: NumberSource | float) -> str:
        words = self.formula(part)
        return f"({words})" if isinstance(part, NumberSource) and part.rule not in NAMED | {VALUE} else words

    def _list(self, parts: Sequence[NumberSource | float]) -> str:
        """One key of many hospitals, or every part."""
        keys = {part.key for part in parts if isinstance(part, NumberSource) and part.rule == VALUE and part.owner}
        owners = [part.owner for part in parts if isinstance(part, NumberSource) and part.rule == VALUE and part.owner]
        if len(keys) != 1 or len(owners) < len(parts):
            return ", ".join(self.formula(part) for part in parts)
        key = next(iter(keys))
        return f"{key} of {self.hospitals(owners)}" if key else self.hospitals(owners)

    def hospitals(self, owners: Sequence[str]) -> str:
        """The hospitals, by the smallest set that holds them all where fewer are missing than there."""
        wanted = frozenset(owners)
        holding = [(len(found - wanted), name) for name, found in self.named.items() if wanted <= found]
        if not holding or min(holding)[0] >= len(wanted):
            return ", ".join(owners)
        _, name = min(holding)
        missing = sorted(self.named[name] - wanted)
        return f"{name} except {', '.join(missing)}" if missing else name


NO_SETS: Final = Sets({})
