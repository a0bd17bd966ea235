"""Two sides held against each other: what differs, and why where the files tell it.

One of two things that are compared: what is known of it, from a case, from results.json or from a report.

What may differ between two sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from reportgen.model.results import same

if TYPE_CHECKING:
    from collections.abc import Callable

CellKey = tuple[str, str, str]
"""Item, period, view."""


class ComparedKind(StrEnum):
    """What is compared."""

    CASE = "case"
    RESULTS = "results"
    REPORT = "report"


@dataclass(frozen=True)
class ReadFigure:
    """A figure read, in the base unit, and where it stands."""

    value: float
    place: str


@dataclass(frozen=True)
class ComparedSide:
    """What is known of one of the two; None is what its kind of file does not say.

    Attributes:
        name: as the user named it.
        results: reportgen/results/1.
        definitions: by group (scheme, indicators, items, checks, report) and id, as plain data.
        sentences: what its pages or its commentary say, in order, digits left out.
        inputs: SHA-256 of the files it was made from, by path.
        cells: figures read of the hospital, up to the period.
        printed: those of them that its pages print.
    """

    name: str
    kind: ComparedKind
    results: Mapping[str, Any]
    definitions: Mapping[str, Mapping[str, Any]] | None = None
    sentences: tuple[str, ...] | None = None
    inputs: Mapping[str, str] | None = None
    cells: Mapping[CellKey, ReadFigure] | None = None
    printed: Mapping[CellKey, ReadFigure] | None = None

    @property
    def entity(self) -> str:
        """Id of the hospital."""
        return str(self.results["entity"]["id"])

    @property
    def period(self) -> str:
        """The period."""
        return str(self.results["period"])

    @property
    def number(self) -> str | None:
        """Of a report, its number."""
        standing = self.results.get("standing")
        return str(standing["number"]) if isinstance(standing, dict) and standing.get("number") else None


@dataclass(frozen=True)
class ComparedChange:
    """One thing that differs; what only one side has is None on the other.

    Attributes:
        id: of what: a total, a part, an ability, a key of a definition, a file.
        printed_before, printed_after: where the results print it.
    """

    id: str
    before: Any
    after: Any
    printed_before: str | None = None
    printed_after: str | None = None


@dataclass(frozen=True)
class CellChange:
    """A figure read that differs, with where it stands on each side."""

    item: str
    period: str
    view: str
    before: ReadFigure | None
    after: ReadFigure | None


@dataclass(frozen=True)
class Causes:
    """Why an indicator differs, as far as the files tell it.

    Attributes:
        cells: figures in its formula that differ; definitions: keys of its definition that differ.
        told: whether the files could have told it.
    """

    cells: tuple[CellChange, ...] = ()
    definitions: tuple[str, ...] = ()
    told: bool = False


@dataclass(frozen=True)
class IndicatorChange:
    """An indicator of which something differs: the measures, and the causes of another value.

    Attributes:
        only: ``before`` or ``after`` where only one side knows it, else empty.
    """

    id: str
    measures: Mapping[str, tuple[Any, Any]]
    printed: tuple[str | None, str | None]
    causes: Causes = field(default_factory=Causes)
    only: str = ""


@dataclass(frozen=True)
class Difference:
    """Everything that differs; None is what at least one side does not carry."""

    before: ComparedSide
    after: ComparedSide
    totals: tuple[ComparedChange, ...]
    parts: tuple[ComparedChange, ...]
    abilities: tuple[ComparedChange, ...]
    indicators: tuple[IndicatorChange, ...]
    definitions: tuple[ComparedChange, ...] | None
    inputs: tuple[ComparedChange, ...] | None
    cells: tuple[CellChange, ...] | None
    gone: tuple[str, ...] | None
    new: tuple[str, ...] | None

    @property
    def is_none(self) -> bool:
        """Whether nothing differs, of all that both sides carry."""
        found = (
            self.totals,
            self.parts,
            self.abilities,
            self.indicators,
            self.definitions,
            self.inputs,
            self.cells,
            self.gone,
            self.new,
        )
        return not any(found)


TOTALS: Final = {"score": "score_printed", "grade": "grade"}
MEASURES: Final = ("value", "score", "grade", "weight", "effective_weight", "standards", "basis", "reason")
"""Members of an indicator's row that are compared."""


@dataclass(frozen=True)
class _Grounds:
    """What may explain that the value of an indicator differs."""

    before: ComparedSide
    after: ComparedSide
    cells: tuple[CellChange, ...] | None
    definitions: tuple[ComparedChange, ...] | None
    names: Callable[[str], frozenset[str]]

    def causes(self, key: str) -> Causes:
        """The figures and the words of its definition that differ; whether these files could have told all of them."""
        items, start = self.names(key), f"indicators.{key}."
        touched = tuple(change for change in self.cells or () if change.item in items)
        definitions = self.definitions or ()
        changed = tuple(one.id.removeprefix(start) for one in definitions if one.id.startswith(start))
        return Causes(touched, changed, told=self._is_one_subject and self._holds(items))

    @property
    def _is_one_subject(self) -> bool:
        """Whether both are of one hospital and period; else the same formula takes other figures."""
        sides = (self.before, self.after)
        return len({(side.entity, side.period) for side in sides}) == 1

    def _holds(self, items: frozenset[str]) -> bool:
        """Whether both sides hold every figure of a formula; the pages of a report print but some of them."""
        if self.before.cells is not None and self.after.cells is not None:
            return True
        held = [{key[0] for key in side.cells or side.printed or ()} for side in (self.before, self.after)]
        return all(items <= one for one in held)


def difference(before: ComparedSide, after: ComparedSide, names: Callable[[str], frozenset[str]]) -> Difference:
    """What differs between two sides.

    Args:
        before: the first.
        after: the second.
        names: all items that the formula of an indicator rests on, through other indicators as well.
    """
    old, new = before.results, after.results
    cells, definitions = _cells(before, after), _definitions(before, after)
    gone, fresh = _words(before, after)
    return Difference(
        before,
        after,
        totals=tuple(_totals(old, new)),
        parts=tuple(_scores(old.get("parts"), new.get("parts"))),
        abilities=tuple(_scores(old.get("abilities"), new.get("abilities"))),
        indicators=tuple(_indicators(old, new, _Grounds(before, after, cells, definitions, names))),
        definitions=definitions,
        inputs=_inputs(before, after),
        cells=cells,
        gone=gone,
        new=fresh,
    )


def _totals(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[ComparedChange]:
    for key, shown in TOTALS.items():
        if not same(old.get(key), new.get(key)):
            yield ComparedChange(key, old.get(key), new.get(key), old.get(shown), new.get(shown))
    for key in ("scheme", "currency", "program"):
        if not same(old.get(key), new.get(key)):
            yield ComparedChange(key, old.get(key), new.get(key))
    grades = [(one.get("quality") or {}).get("grade") for one in (old, new)]
    if grades[0] != grades[1]:
        yield ComparedChange("quality", *grades)


def _by_id(rows: Any) -> dict[str, Mapping[str, Any]]:
    return {str(row["id"]): row for row in rows or () if isinstance(row, dict) and "id" in row}


def _scores(old: Any, new: Any) -> Iterator[ComparedChange]:
    before, after = _by_id(old), _by_id(new)
    for key in dict.fromkeys((*before, *after)):
        scores = [side.get(key, {}).get("score") for side in (before, after)]
        if not same(*scores):
            yield ComparedChange(key, *scores)


def _indicators(old: Mapping[str, Any], new: Mapping[str, Any], grounds: _Grounds) -> Iterator[IndicatorChange]:
    before, after = _by_id(old["indicators"]), _by_id(new["indicators"])
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key, {}), after.get(key, {})
        pairs = {name: (one.get(name), other.get(name)) for name in MEASURES}
        found = {name: pair for name, pair in pairs.items() if not same(*pair)}
        if found:
            causes = grounds.causes(key) if "value" in found else Causes()
            only = "" if one and other else "before" if one else "after"
            yield IndicatorChange(key, found, (one.get("printed"), other.get("printed")), causes, only)


def _cells(before: ComparedSide, after: ComparedSide) -> tuple[CellChange, ...] | None:
    """Figures that differ: of two cases all of them, else of those that the pages print."""
    if before.cells is not None and after.cells is not None:
        return tuple(_of_cells(before.cells, after.cells))
    one, other = (side.cells if side.printed is None else side.printed for side in (before, after))
    if one is None or other is None:
        return None
    keys = [key for key in sorted({*one, *other}) if key in one and key in other]
    return tuple(_of_cells({key: one[key] for key in keys}, {key: other[key] for key in keys}))


def _of_cells(before: Mapping[CellKey, ReadFigure], after: Mapping[CellKey, ReadFigure]) -> Iterator[CellChange]:
    for key in sorted({*before, *after}):
        one, other = before.get(key), after.get(key)
        if one is None or other is None or not same(one.value, other.value):
            yield CellChange(*key, one, other)


def _definitions(before: ComparedSide, after: ComparedSide) -> tuple[ComparedChange, ...] | None:
    if before.definitions is None or after.definitions is None:
        return None
    found: list[ComparedChange] = []
    for group in sorted(before.definitions.keys() & after.definitions.keys()):
        one, other = before.definitions[group], after.definitions[group]
        keys = one.keys() | other.keys() if before.kind is after.kind else one.keys() & other.keys()
        for key in sorted(keys):
            found += _leaves(f"{group}.{key}", one.get(key), other.get(key))
    return tuple(found)


def _leaves(path: str, before: Any, after: Any) -> Iterator[ComparedChange]:
    """The innermost keys that differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from _leaves(f"{path}.{key}", before.get(key), after.get(key))
    elif not same(before, after):
        yield ComparedChange(path, before, after)


def _inputs(before: ComparedSide, after: ComparedSide) -> tuple[ComparedChange, ...] | None:
    """Files by their digest; between sides of two kinds only those that both name."""
    if before.inputs is None or after.inputs is None:
        return None
    one, other = before.inputs, after.inputs
    names: Iterable[str] = {*one, *other} if before.kind is after.kind else one.keys() & other.keys()
    changed = (name for name in sorted(names) if one.get(name) != other.get(name))
    return tuple(ComparedChange(name, one.get(name), other.get(name)) for name in changed)


def _words(before: ComparedSide, after: ComparedSide) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Sentences that are gone, and new ones; only between sides of one kind, whose words are of one sort."""
    is_alike = before.kind is after.kind and before.kind is not ComparedKind.RESULTS
    if before.sentences is None or after.sentences is None or not is_alike:
        return None, None
    one, other = Counter(before.sentences), Counter(after.sentences)
    return tuple((one - other).elements()), tuple((other - one).elements())
