"""Two sides held against each other: what differs, and why where the files tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.difference.changes import Causes, CellChange, Change, Difference, IndicatorChange
from reportgen.difference.side import Cell, CellKey, Kind, Side
from reportgen.model.sameness import same

if TYPE_CHECKING:
    from collections.abc import Callable

TOTALS: Final = {"score": "score_printed", "grade": "grade"}
MEASURES: Final = ("value", "score", "grade", "weight", "effective_weight", "standards", "basis", "reason")
"""Members of an indicator's row that are compared."""


@dataclass(frozen=True)
class _Grounds:
    """What may explain that the value of an indicator differs."""

    before: Side
    after: Side
    cells: tuple[CellChange, ...] | None
    definitions: tuple[Change, ...] | None
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


def difference(before: Side, after: Side, names: Callable[[str], frozenset[str]]) -> Difference:
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
        before, after,
        totals=tuple(_totals(old, new)),
        parts=tuple(_scores(old.get("parts"), new.get("parts"))),
        abilities=tuple(_scores(old.get("abilities"), new.get("abilities"))),
        indicators=tuple(_indicators(old, new, _Grounds(before, after, cells, definitions, names))),
        definitions=definitions, inputs=_inputs(before, after), cells=cells, gone=gone, new=fresh,
    )  # fmt: skip


def _totals(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key, shown in TOTALS.items():
        if not same(old.get(key), new.get(key)):
            yield Change(key, old.get(key), new.get(key), old.get(shown), new.get(shown))
    for key in ("scheme", "currency", "program"):
        if not same(old.get(key), new.get(key)):
            yield Change(key, old.get(key), new.get(key))
    grades = [(one.get("quality") or {}).get("grade") for one in (old, new)]
    if grades[0] != grades[1]:
        yield Change("quality", *grades)


def _by_id(rows: Any) -> dict[str, Mapping[str, Any]]:
    return {str(row["id"]): row for row in rows or () if isinstance(row, dict) and "id" in row}


def _scores(old: Any, new: Any) -> Iterator[Change]:
    before, after = _by_id(old), _by_id(new)
    for key in dict.fromkeys((*before, *after)):
        scores = [side.get(key, {}).get("score") for side in (before, after)]
        if not same(*scores):
            yield Change(key, *scores)


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


def _cells(before: Side, after: Side) -> tuple[CellChange, ...] | None:
    """Figures that differ: of two cases all of them, else of those that the pages print."""
    if before.cells is not None and after.cells is not None:
        return tuple(_of_cells(before.cells, after.cells))
    one, other = (side.cells if side.printed is None else side.printed for side in (before, after))
    if one is None or other is None:
        return None
    keys = [key for key in sorted({*one, *other}) if key in one and key in other]
    return tuple(_of_cells({key: one[key] for key in keys}, {key: other[key] for key in keys}))


def _of_cells(before: Mapping[CellKey, Cell], after: Mapping[CellKey, Cell]) -> Iterator[CellChange]:
    for key in sorted({*before, *after}):
        one, other = before.get(key), after.get(key)
        if one is None or other is None or not same(one.value, other.value):
            yield CellChange(*key, one, other)


def _definitions(before: Side, after: Side) -> tuple[Change, ...] | None:
    if before.definitions is None or after.definitions is None:
        return None
    found: list[Change] = []
    for group in sorted(before.definitions.keys() & after.definitions.keys()):
        one, other = before.definitions[group], after.definitions[group]
        keys = one.keys() | other.keys() if before.kind is after.kind else one.keys() & other.keys()
        for key in sorted(keys):
            found += _leaves(f"{group}.{key}", one.get(key), other.get(key))
    return tuple(found)


def _leaves(path: str, before: Any, after: Any) -> Iterator[Change]:
    """The innermost keys that differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted({*before, *after}):
            yield from _leaves(f"{path}.{key}", before.get(key), after.get(key))
    elif not same(before, after):
        yield Change(path, before, after)


def _inputs(before: Side, after: Side) -> tuple[Change, ...] | None:
    """Files by their digest; between sides of two kinds only those that both name."""
    if before.inputs is None or after.inputs is None:
        return None
    one, other = before.inputs, after.inputs
    names: Iterable[str] = {*one, *other} if before.kind is after.kind else one.keys() & other.keys()
    changed = (name for name in sorted(names) if one.get(name) != other.get(name))
    return tuple(Change(name, one.get(name), other.get(name)) for name in changed)


def _words(before: Side, after: Side) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """Sentences that are gone, and new ones; only between sides of one kind, whose words are of one sort."""
    is_alike = before.kind is after.kind and before.kind is not Kind.RESULTS
    if before.sentences is None or after.sentences is None or not is_alike:
        return None, None
    one, other = Counter(before.sentences), Counter(after.sentences)
    return tuple((one - other).elements()), tuple((other - one).elements())
